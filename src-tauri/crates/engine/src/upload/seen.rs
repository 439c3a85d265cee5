//! What a file that was dropped or chosen can be sent as, and why not, before anything of it leaves.

use std::{
    io::{self, Read as _},
    path::Path,
};

use zuoxi_model::AttachmentKind;

use super::{
    UploadError, UploadKind, UploadLimits,
    kind::{HEAD_BYTES, Sniffed},
};

/// A file as the composer shows it.
#[derive(Debug)]
pub struct FileSeen {
    pub path: String,
    pub name: String,
    pub bytes: u64,
    /// By the content.
    pub mime: String,
    /// What it is sent as, unless the person says otherwise.
    pub kind: AttachmentKind,
    /// Why it cannot be sent.
    pub problem: Option<UploadError>,
}

impl FileSeen {
    /// Looks at a file's size and its first bytes; reads no more of it.
    pub async fn look(path: &str, limits: &UploadLimits) -> Self {
        let name = Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut seen = Self {
            path: path.to_owned(),
            name: name.clone(),
            bytes: 0,
            mime: Sniffed::of(&[]).mime.to_owned(),
            kind: AttachmentKind::File,
            problem: None,
        };
        match head(path, &name).await {
            Ok((bytes, sniffed)) => {
                seen.bytes = bytes;
                sniffed.mime.clone_into(&mut seen.mime);
                seen.kind = kind_of(&sniffed, bytes, limits);
                seen.problem = judge(seen.kind.into(), &name, bytes, &sniffed, limits).err();
            }
            Err(problem) => seen.problem = Some(problem),
        }
        seen
    }

    /// Whether a file can be sent as `kind` under a name.
    pub(crate) async fn check(
        path: &str,
        name: &str,
        kind: UploadKind,
        limits: &UploadLimits,
    ) -> Result<(), UploadError> {
        let (bytes, sniffed) = head(path, name).await?;
        judge(kind, name, bytes, &sniffed, limits)
    }
}

impl From<AttachmentKind> for UploadKind {
    fn from(kind: AttachmentKind) -> Self {
        match kind {
            AttachmentKind::Image => Self::Image,
            AttachmentKind::File => Self::File,
            AttachmentKind::Video => Self::Video,
        }
    }
}

fn judge(
    kind: UploadKind,
    name: &str,
    bytes: u64,
    sniffed: &Sniffed,
    limits: &UploadLimits,
) -> Result<(), UploadError> {
    limits.check_size(kind, bytes)?;
    limits.check_type(kind, name, sniffed)
}

/// A file's length, and what its first bytes say.
async fn head(path: &str, name: &str) -> Result<(u64, Sniffed), UploadError> {
    let (path, name) = (Path::new(path).to_owned(), name.to_owned());
    let unreadable = |source| UploadError::Io { name: name.clone(), source };
    let work = tokio::task::spawn_blocking(move || {
        let metadata = std::fs::metadata(&path)?;
        // A pipe or a device would be read for ever.
        if !metadata.is_file() {
            return Ok(None);
        }
        let mut head = Vec::with_capacity(HEAD_BYTES);
        std::fs::File::open(&path)?.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
        Ok(Some((metadata.len(), Sniffed::of(&head))))
    });
    let read = work.await.unwrap_or_else(|panicked| Err(io::Error::other(panicked.to_string())));
    read.map_err(unreadable)?.ok_or_else(|| UploadError::NotAFile { name: name.clone() })
}

/// A picture that is too large for one still goes as a file.
fn kind_of(sniffed: &Sniffed, bytes: u64, limits: &UploadLimits) -> AttachmentKind {
    let fits = |kind: UploadKind| {
        let limits = limits.of(kind);
        limits.types.iter().any(|mime| mime.eq_ignore_ascii_case(sniffed.mime)) && bytes <= limits.max_bytes
    };
    if fits(UploadKind::Image) {
        AttachmentKind::Image
    } else if fits(UploadKind::Video) {
        AttachmentKind::Video
    } else {
        AttachmentKind::File
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::KindLimits;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    #[tokio::test]
    async fn a_file_is_offered_as_what_its_bytes_say() {
        let folder = tempfile::tempdir().unwrap();
        let limits = UploadLimits::default();
        let look = async |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            FileSeen::look(&path.display().to_string(), &limits).await
        };
        let picture = look("照片.png", PNG).await;
        assert_eq!((picture.kind, picture.name.as_str()), (AttachmentKind::Image, "照片.png"));
        assert_eq!((picture.bytes, picture.mime.as_str()), (PNG.len() as u64, "image/png"));
        assert!(picture.problem.is_none());
        assert_eq!(look("a.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom").await.kind, AttachmentKind::Video);
        assert_eq!(look("notes.txt", "您好".as_bytes()).await.kind, AttachmentKind::File);
        assert!(matches!(look("empty.txt", b"").await.problem, Some(UploadError::Empty)));
        assert!(matches!(look("setup.exe", b"MZ\x90\0").await.problem, Some(UploadError::WrongType { .. })));
        let image = KindLimits { max_bytes: 10, ..limits.image.clone() };
        let large = FileSeen::look(&picture.path, &UploadLimits { image, ..limits.clone() }).await;
        assert_eq!((large.kind, large.problem.is_none()), (AttachmentKind::File, true));
    }

    #[tokio::test]
    async fn what_is_gone_or_no_file_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let limits = UploadLimits::default();
        let gone = FileSeen::look(&folder.path().join("gone.png").display().to_string(), &limits).await;
        assert!(matches!(gone.problem, Some(UploadError::Io { .. })));
        let place = FileSeen::look(&folder.path().display().to_string(), &limits).await;
        assert!(matches!(place.problem, Some(UploadError::NotAFile { .. })));
    }
}
