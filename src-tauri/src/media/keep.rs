//! Saving and opening what customers sent.
//!
//! Everything is fetched into a file of its own beside the place it is for and renamed once it is whole and was looked at,
//! so that what was there before is whole or replaced, and nothing can be opened before it was judged.

use std::{
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use tokio::io::AsyncReadExt;
use zuoxi_engine::{HEAD_BYTES, Received, is_program};

use super::{Media, Refusal};

/// Tells files apart that are fetched at the same time.
static FETCHES: AtomicU64 = AtomicU64::new(0);

impl Media {
    /// Fetches something to where the person wants it.
    pub async fn save(&self, received: &Received, listed: &[String], path: &Path) -> Result<(), Refusal> {
        let beside = beside(path);
        self.fetcher.bring_to(&received.address, listed, received.limit_bytes, &beside).await?;
        settle(&beside, path).await
    }

    /// Fetches something to be opened, or finds it from last time; refuses a program.
    pub async fn fetch_to_open(&self, received: &Received, listed: &[String]) -> Result<PathBuf, Refusal> {
        let program = |name: &str| Refusal::Program { name: name.to_owned() };
        if is_program(&received.name, &[]) {
            return Err(program(&received.name));
        }
        tokio::fs::create_dir_all(&received.folder).await?;
        if let Some(kept) = only_file_of(&received.folder).await? {
            // It may have been changed since; what it is now counts.
            let (name, head) = (name_of(&kept), head_of(&kept).await?);
            return if is_program(&name, &head) { Err(program(&name)) } else { Ok(kept) };
        }
        let beside = beside(&received.folder);
        self.fetcher.bring_to(&received.address, listed, received.limit_bytes, &beside).await?;
        let head = head_of(&beside).await?;
        if is_program(&received.name, &head) {
            tokio::fs::remove_file(&beside).await?;
            return Err(program(&received.name));
        }
        let path = received.folder.join(with_extension(&received.name, &head));
        settle(&beside, &path).await?;
        Ok(path)
    }
}

/// Systems choose the program by the extension, so a name that has none gets that of its content.
fn with_extension(name: &str, head: &[u8]) -> String {
    match infer::get(head) {
        Some(kind) if Path::new(name).extension().is_none() => format!("{name}.{}", kind.extension()),
        _ => name.to_owned(),
    }
}

fn beside(path: &Path) -> PathBuf {
    let number = FETCHES.fetch_add(1, Ordering::Relaxed);
    path.with_file_name(format!("{}.{}-{number}.part", name_of(path), std::process::id()))
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

async fn settle(beside: &Path, path: &Path) -> Result<(), Refusal> {
    #[cfg(windows)]
    mark_as_from_the_web(beside).await;
    let moved = tokio::fs::rename(beside, path).await;
    if moved.is_err() {
        // The reason why it could not be moved is what is told; the leftover is beside it and names itself.
        let _ = tokio::fs::remove_file(beside).await;
    }
    Ok(moved?)
}

/// Windows keeps a note of where a file came from, by which Office opens it protected and programs ask before they run.
#[cfg(windows)]
async fn mark_as_from_the_web(file: &Path) {
    let note = format!("{}:Zone.Identifier", file.display());
    if let Err(error) = tokio::fs::write(note, "[ZoneTransfer]\r\nZoneId=3\r\n").await {
        tracing::debug!(%error, "this file system keeps no note of where a file came from");
    }
}

async fn only_file_of(folder: &Path) -> io::Result<Option<PathBuf>> {
    Ok(tokio::fs::read_dir(folder).await?.next_entry().await?.map(|entry| entry.path()))
}

async fn head_of(file: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    tokio::fs::File::open(file).await?.take(HEAD_BYTES as u64).read_to_end(&mut head).await?;
    Ok(head)
}
