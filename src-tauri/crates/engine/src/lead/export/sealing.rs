//! Files of an export: hashed while they are written, and there under their name only once they are whole.

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::problem::ExportProblem;

/// What a file is called until it is whole.
pub(super) const UNFINISHED: &str = ".part";

/// A finished file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Written {
    /// Below the export's folder, with `/` on every system.
    pub path: String,
    pub bytes: u64,
    /// In hexadecimal digits.
    pub sha256: String,
    pub messages: u64,
}

/// A file that is being written. Dropped before it is sealed, it goes.
pub(super) struct Sealing {
    root: PathBuf,
    path: String,
    /// `None` once it is sealed.
    out: Option<BufWriter<File>>,
    hash: Sha256,
    bytes: u64,
    pub messages: u64,
}

impl Sealing {
    /// Begins the file at `path` below `root`, with its folders.
    pub fn begin(root: &Path, path: impl Into<String>) -> Result<Self, ExportProblem> {
        let path = path.into();
        let part = unfinished(root, &path);
        let made = part.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| File::create(&part));
        let file = made.map_err(|error| ExportProblem::at(&part, error))?;
        let out = Some(BufWriter::with_capacity(1 << 16, file));
        Ok(Self { root: root.to_owned(), path, out, hash: Sha256::new(), bytes: 0, messages: 0 })
    }

    pub fn put(&mut self, text: &str) -> Result<(), ExportProblem> {
        self.write_all(text.as_bytes()).map_err(|error| self.problem(error))
    }

    pub fn problem(&self, error: io::Error) -> ExportProblem {
        ExportProblem::at(&self.root.join(&self.path), error)
    }

    /// Brings it to the disk and gives it its name.
    pub fn seal(mut self) -> Result<Written, ExportProblem> {
        let Some(out) = self.out.take() else { return Err(self.problem(io::ErrorKind::NotConnected.into())) };
        let part = unfinished(&self.root, &self.path);
        let path = self.root.join(&self.path);
        let sealed = out.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| file.sync_all());
        sealed.and_then(|()| fs::rename(&part, &path)).map_err(|error| {
            // The reason is what counts; what cannot be removed is named as unfinished.
            let _ = fs::remove_file(&part);
            ExportProblem::at(&path, error)
        })?;
        let sha256 = digits(&std::mem::take(&mut self.hash).finalize());
        Ok(Written { path: std::mem::take(&mut self.path), bytes: self.bytes, sha256, messages: self.messages })
    }
}

impl Write for Sealing {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let out = self.out.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        out.write_all(piece)?;
        self.hash.update(piece);
        self.bytes = self.bytes.saturating_add(piece.len() as u64);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Sealing {
    fn drop(&mut self) {
        if self.out.take().is_some() {
            // It names itself unfinished if it cannot be removed.
            let _ = fs::remove_file(unfinished(&self.root, &self.path));
        }
    }
}

fn unfinished(root: &Path, path: &str) -> PathBuf {
    root.join(format!("{path}{UNFINISHED}"))
}

/// Size and SHA-256 of a file as it lies there.
pub(super) fn examine(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    let mut bytes = 0_u64;
    loop {
        let read = file.read(&mut piece)?;
        let Some(read) = piece.get(..read).filter(|read| !read.is_empty()) else { break };
        hash.update(read);
        bytes = bytes.saturating_add(read.len() as u64);
    }
    Ok((bytes, digits(&hash.finalize())))
}

/// Whether the file is still what it was when it was written.
pub(super) fn is_intact(root: &Path, written: &Written) -> bool {
    let path = root.join(&written.path);
    // Its size is known without reading it.
    fs::metadata(&path).is_ok_and(|found| found.is_file() && found.len() == written.bytes)
        && examine(&path).is_ok_and(|(_, sha256)| sha256 == written.sha256)
}

fn digits(hash: &[u8]) -> String {
    hash.iter().fold(String::with_capacity(64), |mut digits, byte| {
        // Writing to a string does not fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_its_name_only_once_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = Sealing::begin(folder.path(), "chats/a.html").unwrap();
        file.put("abc").unwrap();
        assert!(!folder.path().join("chats/a.html").exists());
        let written = file.seal().unwrap();
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!((written.bytes, written.sha256.as_str()), (3, known));
        assert!(is_intact(folder.path(), &written));
        fs::write(folder.path().join("chats/a.html"), "abd").unwrap();
        assert!(!is_intact(folder.path(), &written), "the same size is not enough");
        fs::remove_file(folder.path().join("chats/a.html")).unwrap();
        assert!(!is_intact(folder.path(), &written));
    }

    #[test]
    fn what_is_given_up_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = Sealing::begin(folder.path(), "a.csv").unwrap();
        file.put("abc").unwrap();
        drop(file);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
