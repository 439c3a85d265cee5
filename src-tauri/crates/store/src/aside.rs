//! A cache that cannot be opened makes way for a new one.
//!
//! Nothing is deleted and nothing is overwritten: the file keeps its bytes under a name that says when and why. The new
//! cache is made beside it, with what could be saved, and takes the place only when it is whole; so a crash or a full disk
//! in between leaves the old file where it was, or the finished new one to be put in its place.

use std::io;
use std::path::{Path, PathBuf};

use zuoxi_model::Timestamp;

use crate::{CacheKey, Store, StoreError, log, salvage};

/// Why a cache was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsideReason {
    /// The key there is opens another file, not this one.
    WrongKey,
    /// The key is gone, and nothing can be read without it.
    LostKey,
    /// Truncated, or changed from outside.
    Damaged,
}

impl AsideReason {
    fn word(self) -> &'static str {
        match self {
            Self::WrongKey => "wrong-key",
            Self::LostKey => "lost-key",
            Self::Damaged => "damaged",
        }
    }
}

/// How much was carried over into the new cache.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Saved {
    /// Sends that were not confirmed. None of them is sent by itself.
    pub sends: u32,
    pub drafts: u32,
    /// Settings, other rows of the person's own, and rows of the audit log.
    pub others: u32,
    /// Actions, broadcasts and changes of admins whose outcome nobody knows now: a person decides.
    pub undecided: u32,
    /// Pages and rows that could not be read. What they held is not known, and most of it the platform has.
    pub lost: u32,
}

/// What became of a cache that could not be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    pub why: AsideReason,
    /// Where it is now.
    pub file: PathBuf,
    pub saved: Saved,
}

impl Store {
    /// Sets the file aside and opens a new cache in its place, with what could be saved from the old one.
    ///
    /// # Errors
    /// The old file is where it was, unless the error is about opening the finished new one.
    pub async fn rebuild(
        path: &Path,
        key: &CacheKey,
        why: AsideReason,
        now: Timestamp,
    ) -> Result<(Self, SetAside), StoreError> {
        let findings = match why {
            AsideReason::LostKey => salvage::Findings::default(),
            AsideReason::WrongKey | AsideReason::Damaged => {
                let (path, key) = (path.to_owned(), key.clone());
                let reading = tokio::task::spawn_blocking(move || salvage::read(&path, &key));
                reading.await.map_err(io::Error::other).and_then(|read| read).map_err(StoreError::from)?
            }
        };
        // The first page's damage and a wrong key look the same to the cipher, but not to who has read a page.
        let why = if findings.is_readable { AsideReason::Damaged } else { why };
        let new = successor(path);
        for leftover in family(&new) {
            remove(&leftover)?;
        }
        let store = Self::open(&new, key).await?;
        let saved = salvage::restore(&store, findings).await;
        store.close().await;
        let saved = saved?;
        let file = set_aside(path, why.word(), now)?;
        std::fs::rename(&new, path)?;
        settle(path)?;
        Ok((Self::open(path, key).await?, SetAside { why, file, saved }))
    }

    /// Notes that the file is damaged: the next opening refuses it, so that it is rebuilt then.
    pub async fn mark_damaged(&self) -> Result<(), StoreError> {
        Ok(tokio::fs::write(mark(self.path()), []).await?)
    }
}

/// Was the file found damaged while it was in use?
pub(crate) fn is_marked(path: &Path) -> bool {
    mark(path).exists()
}

/// Puts the finished successor of a cache into its place, if a crash came before that.
pub(crate) fn finish(path: &Path) -> Result<(), StoreError> {
    let new = successor(path);
    if path.exists() || !new.exists() {
        return Ok(());
    }
    // The file has been moved, its log perhaps not yet.
    set_aside(path, "rest", Timestamp(0))?;
    std::fs::rename(new, path)?;
    settle(path)?;
    Ok(())
}

/// Renames the file, its log and its index; returns the file's new name, which nobody had before.
fn set_aside(path: &Path, why: &str, now: Timestamp) -> io::Result<PathBuf> {
    let name = |copy: u32| match copy {
        0 => path.with_file_name(format!("cache-{}-{why}.db", now.0)),
        copy => path.with_file_name(format!("cache-{}-{why}-{copy}.db", now.0)),
    };
    let free = |name: &PathBuf| family(name).iter().all(|file| !file.exists());
    let aside = (0..1_000).map(name).find(free).ok_or_else(|| io::Error::from(io::ErrorKind::AlreadyExists))?;
    for (from, to) in family(path).iter().zip(family(&aside)) {
        match std::fs::rename(from, to) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    remove(&mark(path))?;
    settle(path)?;
    Ok(aside)
}

/// A database and what SQLite keeps beside it.
fn family(path: &Path) -> [PathBuf; 3] {
    let mut index = path.as_os_str().to_owned();
    index.push("-shm");
    [path.to_owned(), log::beside(path), index.into()]
}

fn successor(path: &Path) -> PathBuf {
    path.with_extension("db.new")
}

fn mark(path: &Path) -> PathBuf {
    path.with_extension("db.damaged")
}

fn remove(file: &Path) -> io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// New names last through a loss of power only once their folder was flushed. Windows has no such call and no such need.
fn settle(path: &Path) -> io::Result<()> {
    match path.parent().filter(|_| cfg!(unix)) {
        Some(folder) => std::fs::File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}
