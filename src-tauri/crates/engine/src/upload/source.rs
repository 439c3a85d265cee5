//! A file on its way out: looked at once, and read again under suspicion.

use std::{
    io::{self, Read as _},
    path::{Path, PathBuf},
    time::SystemTime,
};

use bytes::{Bytes, BytesMut};
use tokio::io::AsyncReadExt as _;
use tokio_util::sync::CancellationToken;

use super::{
    UploadError, UploadKind, UploadLimits,
    kind::{HEAD_BYTES, Sniffed},
    name,
};

/// How much is read before a cancel is looked for.
const BLOCK_BYTES: usize = 256 * 1024;

/// A file that may be sent, as it was when it was judged.
#[derive(Debug, Clone)]
pub(super) struct SourceFile {
    path: PathBuf,
    pub name: String,
    pub bytes: u64,
    modified: Option<SystemTime>,
    pub hash: blake3::Hash,
    pub sniffed: Sniffed,
}

impl SourceFile {
    /// Judges a file, cheapest test first: what is too large is not read at all. `name` stands for the file's own name.
    pub(super) async fn examine(
        path: &Path,
        name: Option<&str>,
        kind: UploadKind,
        limits: &UploadLimits,
        cancel: &CancellationToken,
    ) -> Result<Self, UploadError> {
        let own = path.file_name().map(|own| own.to_string_lossy().into_owned()).unwrap_or_default();
        let shown = name::safe_name(name.unwrap_or(&own));
        let (path, limits, cancel) = (path.to_owned(), limits.clone(), cancel.clone());
        let work = tokio::task::spawn_blocking(move || examine(path, shown, kind, &limits, &cancel));
        work.await.unwrap_or_else(|panicked| {
            Err(UploadError::Io { name: own, source: io::Error::other(panicked.to_string()) })
        })
    }

    /// Reads the file again, to be sent.
    pub(super) async fn open(&self) -> Result<CheckedReader, UploadError> {
        let file = tokio::fs::File::open(&self.path).await.map_err(|error| self.unreadable(error))?;
        Ok(CheckedReader { file, source: self.clone(), hasher: blake3::Hasher::new(), left: self.bytes })
    }

    fn unreadable(&self, source: io::Error) -> UploadError {
        match source.kind() {
            io::ErrorKind::NotFound => UploadError::Changed,
            _ => UploadError::Io { name: self.name.clone(), source },
        }
    }
}

fn examine(
    path: PathBuf,
    name: String,
    kind: UploadKind,
    limits: &UploadLimits,
    cancel: &CancellationToken,
) -> Result<SourceFile, UploadError> {
    let unreadable = |source| UploadError::Io { name: name.clone(), source };
    let metadata = std::fs::metadata(&path).map_err(unreadable)?;
    // A pipe or a device would be read for ever.
    if !metadata.is_file() {
        return Err(UploadError::NotAFile { name });
    }
    let bytes = metadata.len();
    limits.check_size(kind, bytes)?;
    let mut file = std::fs::File::open(&path).map_err(unreadable)?;
    let mut head = Vec::with_capacity(HEAD_BYTES);
    file.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(unreadable)?;
    let sniffed = Sniffed::of(&head);
    limits.check_type(kind, &name, &sniffed)?;

    let mut hasher = blake3::Hasher::new();
    hasher.update(&head);
    let mut read = head.len() as u64;
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        if cancel.is_cancelled() {
            return Err(UploadError::Cancelled { left: None });
        }
        let count = file.read(&mut block).map_err(unreadable)?;
        let Some(filled) = block.get(..count).filter(|filled| !filled.is_empty()) else { break };
        hasher.update(filled);
        read += filled.len() as u64;
        // A file that grows faster than it is read would never end.
        if read > bytes {
            return Err(UploadError::Changed);
        }
    }
    let modified = metadata.modified().ok();
    let after = file.metadata().map_err(unreadable)?;
    if read != bytes || after.len() != bytes || after.modified().ok() != modified {
        return Err(UploadError::Changed);
    }
    let name = name::with_extension(name, sniffed.extension);
    Ok(SourceFile { path, name, bytes, modified, hash: hasher.finalize(), sniffed })
}

/// Reads what was judged, and refuses to hand out the end if it is not that any more.
pub(super) struct CheckedReader {
    file: tokio::fs::File,
    source: SourceFile,
    hasher: blake3::Hasher,
    left: u64,
}

impl CheckedReader {
    /// The next `step` bytes, fewer at the end, then `None`. [`UploadError::Changed`] comes in place of the last bytes.
    pub(super) async fn next(&mut self, step: usize) -> Result<Option<Bytes>, UploadError> {
        if self.left == 0 {
            return Ok(None);
        }
        let size = usize::try_from(self.left).map_or(step, |left| left.min(step));
        let mut block = BytesMut::with_capacity(size);
        while block.len() < size {
            let room = (size - block.len()) as u64;
            let count = (&mut self.file).take(room).read_buf(&mut block).await;
            if count.map_err(|error| self.source.unreadable(error))? == 0 {
                return Err(UploadError::Changed);
            }
        }
        self.hasher.update(&block);
        self.left -= block.len() as u64;
        if self.left == 0 {
            self.check_end().await?;
        }
        Ok(Some(block.freeze()))
    }

    async fn check_end(&mut self) -> Result<(), UploadError> {
        let metadata = self.file.metadata().await.map_err(|error| self.source.unreadable(error))?;
        let same = metadata.len() == self.source.bytes
            && metadata.modified().ok() == self.source.modified
            && self.hasher.finalize() == self.source.hash;
        if same { Ok(()) } else { Err(UploadError::Changed) }
    }
}
