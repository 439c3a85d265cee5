//! Media of an export: fetched once each, from wherever the console fetches media, into `media/` beside the transcripts.
//!
//! - A file is called by the hash of its address and by its own name, so that it is found again and tells what it is.
//! - What could run something is kept, as evidence of what was sent, but under a name that no system runs.
//! - One that cannot be fetched is named where it belongs and counted; only a disk that takes nothing more ends the export.

use std::{io, path::Path};

use async_trait::async_trait;
use futures_util::{StreamExt, stream};
use thiserror::Error;
use tokio::io::AsyncReadExt;
use zuoxi_model::ThreadMessage;

use super::{
    entry::{Entry, Medium},
    journal::{Finished, MediumDone},
    problem::ExportProblem,
    sealing::{UNFINISHED, Written, examine},
};
use crate::{
    HEAD_BYTES,
    core::Core,
    is_program,
    received::{Carried, carried},
};

/// How many are fetched at once.
const AT_ONCE: usize = 4;

/// Why a medium is not there.
#[derive(Debug, Error)]
pub enum MediaFailure {
    /// It is gone, or was refused.
    #[error("{0}")]
    Missing(String),
    /// It could not be written.
    #[error(transparent)]
    Disk(#[from] io::Error),
}

/// Fetches what customers sent. The app knows the rules for that.
#[async_trait]
pub trait ExportMedia: Send + Sync {
    /// Brings what is at an address into a new file; at most `limit_bytes` of it.
    async fn bring(&self, address: &str, limit_bytes: u64, file: &Path) -> Result<(), MediaFailure>;
}

/// What was made of a page.
pub(super) struct Fetched {
    pub entries: Vec<Entry>,
    pub new: Vec<MediumDone>,
    pub missing: u32,
}

/// The messages with their media.
pub(super) async fn fetch(
    core: &Core,
    source: &dyn ExportMedia,
    folder: &Path,
    finished: &Finished,
    messages: Vec<ThreadMessage>,
) -> Result<Fetched, ExportProblem> {
    let mut wanted: Vec<(String, Carried)> = Vec::new();
    for carried in messages.iter().filter_map(|told| carried(&told.message.content)) {
        let key = key(&carried.address);
        if !finished.media.contains_key(&key) && wanted.iter().all(|(known, _)| *known != key) {
            wanted.push((key, carried));
        }
    }
    let one = async |(key, carried): (String, Carried)| {
        let brought = bring(core, source, folder, &key, &carried).await;
        (key, brought)
    };
    let brought: Vec<_> = stream::iter(wanted).map(one).buffer_unordered(AT_ONCE).collect().await;
    let (mut new, mut failed) = (Vec::new(), Vec::new());
    for (key, brought) in brought {
        match brought {
            Ok(medium) => new.push(medium),
            Err(MediaFailure::Missing(why)) => failed.push((key, why)),
            Err(MediaFailure::Disk(error)) => return Err(ExportProblem::at(&folder.join("media"), error)),
        }
    }
    let missing = u32::try_from(failed.len()).unwrap_or(u32::MAX);
    let medium_of = |told: &ThreadMessage| {
        let Some(carried) = carried(&told.message.content) else { return Medium::None };
        let key = key(&carried.address);
        let kept = finished.media.get(&key).or_else(|| new.iter().find(|medium| medium.key == key));
        let why = || failed.iter().find(|(known, _)| *known == key).map(|(_, why)| why.clone());
        match kept {
            Some(medium) => Medium::Kept { path: medium.file.path.clone(), is_program: medium.is_program },
            None => Medium::Missing { why: why().unwrap_or_default() },
        }
    };
    let entries = messages.into_iter().map(|told| Entry { medium: medium_of(&told), told }).collect();
    Ok(Fetched { entries, new, missing })
}

fn key(address: &str) -> String {
    blake3::hash(address.as_bytes()).to_hex().chars().take(20).collect()
}

async fn bring(
    core: &Core,
    source: &dyn ExportMedia,
    folder: &Path,
    key: &str,
    carried: &Carried,
) -> Result<MediumDone, MediaFailure> {
    let media = folder.join("media");
    tokio::fs::create_dir_all(&media).await?;
    let part = media.join(format!("{key}{UNFINISHED}"));
    let kept = core.store.picture(&carried.address, core.clock.now()).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "a picture of the cache cannot be read; it is fetched");
        None
    });
    match kept {
        Some(picture) => tokio::fs::write(&part, picture.bytes).await?,
        None => source.bring(&carried.address, carried.limit_bytes, &part).await?,
    }
    let mut head = Vec::new();
    tokio::fs::File::open(&part).await?.take(HEAD_BYTES as u64).read_to_end(&mut head).await?;
    let is_program = is_program(&carried.name, &head);
    let name = file_name(key, &carried.name, &head, is_program);
    let path = folder.join(&name);
    tokio::fs::rename(&part, &path).await?;
    let examined = tokio::task::spawn_blocking(move || examine(&path)).await;
    let (bytes, sha256) = examined.map_err(|error| MediaFailure::Disk(io::Error::other(error)))??;
    let file = Written { path: name, bytes, sha256, messages: 0 };
    Ok(MediumDone { key: key.to_owned(), file, is_program })
}

/// `media/0123456789abcdef0123-报价单.pdf`. Signs that an address would need written otherwise are left out.
fn file_name(key: &str, name: &str, head: &[u8], is_program: bool) -> String {
    let plain: String = name.chars().map(|c| if matches!(c, '%' | '#' | '&' | '\'') { '_' } else { c }).collect();
    let (stem, extension) = match plain.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, Some(extension.to_owned())),
        _ => (plain.as_str(), infer::get(head).map(|kind| kind.extension().to_owned())),
    };
    let mut short = String::new();
    for c in stem.chars() {
        if short.len() + c.len_utf8() > 120 {
            break;
        }
        short.push(c);
    }
    let extension = extension.map(|extension| format!(".{extension}")).unwrap_or_default();
    let harmless = if is_program { ".program" } else { "" };
    format!("media/{key}-{short}{extension}{harmless}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_tells_what_it_is_and_runs_nothing() {
        assert_eq!(file_name("k", "报价单.pdf", b"%PDF-1.7", false), "media/k-报价单.pdf");
        assert_eq!(file_name("k", "file", b"\x89PNG\r\n\x1a\n", false), "media/k-file.png");
        assert_eq!(file_name("k", "发票.pdf.exe", b"MZ", true), "media/k-发票.pdf.exe.program");
        assert_eq!(file_name("k", "a%20#b.txt", b"", false), "media/k-a_20_b.txt");
        assert!(file_name("k", &format!("{}.pdf", "很".repeat(300)), b"", false).len() < 200);
    }
}
