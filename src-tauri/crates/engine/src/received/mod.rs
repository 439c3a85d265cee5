//! What customers send that is more than words: where it is kept, what it is called, and what is never opened.
//!
//! Decisions:
//! - **A message names what is fetched, never the window**: the address comes from the cache, as that of a picture does.
//! - **A program is saved, never opened**: by its name or by its first bytes, whichever says so ([`is_program`]). A file
//!   that a system would run, or that a browser would run scripts of, is no document.
//! - **What is opened lies in `received/`** of the account's folder, each file in a folder of its own so that it keeps
//!   its name. It is clear text there, because other programs read it, and goes with the account when that is wiped.
//! - **What is saved lies where the person chose**, but never in a hidden folder nor among the console's own files: a
//!   window that a stranger got hold of should not be able to write what starts with the next session.

mod program;

use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;
use url::Url;
use zuoxi_model::{Content, MessageKey};

use crate::{Engine, EngineError, safe_name};

pub use program::{HEAD_BYTES, is_program};

/// Something a customer sent, by its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// As the platform gave it.
    pub address: String,
    /// A name that every file system takes; it may have no extension.
    pub name: String,
    /// The most that is fetched of it, in bytes.
    pub limit_bytes: u64,
    /// The folder that is its own, for opening it.
    pub folder: PathBuf,
}

/// The most that is fetched of a file, a video and of anything else, in bytes.
const FILE_BYTES: u64 = 2 * 1024 * 1024 * 1024;
const VIDEO_BYTES: u64 = 512 * 1024 * 1024;
const OTHER_BYTES: u64 = 64 * 1024 * 1024;

impl Engine {
    /// What stands behind a message that carries a medium or a file.
    pub async fn received(&self, key: &MessageKey) -> Result<Received, EngineError> {
        let missing = || EngineError::NotFound("this message carries no file".into());
        let message = self.core.store.message(key).await?.ok_or_else(missing)?;
        let Carried { address, name, limit_bytes } = carried(&message.content).ok_or_else(missing)?;
        // Ids are the platform's words; a hash of them is a name that leads nowhere else.
        let id = format!("{}\n{}\n{}", key.robot_key, key.chat_user, key.message_id);
        let folder = self.core.home.received().join(blake3::hash(id.as_bytes()).to_hex().as_str());
        Ok(Received { address, name, limit_bytes, folder })
    }

    /// The path the person chose to save something at, if it may be written.
    pub fn may_save_at(&self, path: &str) -> Result<PathBuf, EngineError> {
        saveable(Path::new(path), &self.core.home.folder)
    }
}

/// A medium or file of a message, by where it is.
pub(crate) struct Carried {
    pub address: String,
    /// A name that every file system takes; it may have no extension.
    pub name: String,
    /// The most that is fetched of it, in bytes.
    pub limit_bytes: u64,
}

/// What a content carries that could be fetched.
pub(crate) fn carried(content: &Content) -> Option<Carried> {
    let (address, name, limit_bytes) = match content {
        Content::File { url, name } => (url, name.as_deref(), FILE_BYTES),
        Content::Video { url } => (url, None, VIDEO_BYTES),
        Content::Image { url } | Content::Sticker { url } | Content::Voice { url } => (url, None, OTHER_BYTES),
        _ => return None,
    };
    let named = name.filter(|name| !name.trim().is_empty()).map(str::to_owned);
    let name = safe_name(&named.unwrap_or_else(|| last_part(address)));
    (!address.is_empty()).then(|| Carried { address: address.clone(), name, limit_bytes })
}

fn saveable(path: &Path, own: &Path) -> Result<PathBuf, EngineError> {
    let refused = |why: &str| Err(EngineError::InvalidInput(format!("{why}: choose another folder or name")));
    let hidden = |part: Component<'_>| match part {
        Component::ParentDir => true,
        Component::Normal(name) => name.to_string_lossy().starts_with('.'),
        _ => false,
    };
    if !path.is_absolute() || path.file_name().is_none() {
        return refused("this is not the full path of a file");
    }
    if path.components().any(hidden) {
        return refused("nothing is saved in hidden folders");
    }
    // A link must not lead where its name does not.
    let real = path.parent().and_then(|folder| folder.canonicalize().ok());
    let Some(real) = real else { return refused("this folder is not there") };
    let own = own.ancestors().nth(2).unwrap_or(own);
    if real.starts_with(own.canonicalize().as_deref().unwrap_or(own)) {
        return refused("this is the console's own folder");
    }
    if real.components().any(hidden) {
        return refused("this leads into a hidden folder");
    }
    Ok(path.to_owned())
}

/// The last part of an address, decoded: what a browser would call the file.
fn last_part(address: &str) -> String {
    let url = Url::parse(address).ok();
    let last = url.as_ref().and_then(Url::path_segments).and_then(|mut parts| parts.next_back()).unwrap_or_default();
    percent_decode_str(last).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_an_address_leads_nowhere_else() {
        for (address, name) in [
            ("https://x.example/a/%E6%8A%A5%E4%BB%B7.pdf?sign=1", "报价.pdf"),
            ("https://x.example/..%2F..%2F.bashrc", "bashrc"),
            ("https://x.example/%5C%5Cserver%5CCON.pdf", "_CON.pdf"),
            ("https://x.example/", "file"),
            ("not an address", "file"),
        ] {
            assert_eq!(safe_name(&last_part(address)), name, "{address}");
        }
    }

    #[test]
    fn what_is_saved_stays_out_of_hidden_folders_and_of_the_consoles_own() {
        let home = tempfile::Builder::new().prefix("home").tempdir().unwrap();
        let own = home.path().join("zuoxi/accounts/practice");
        for folder in [own.clone(), home.path().join("Downloads"), home.path().join(".config/autostart")] {
            std::fs::create_dir_all(folder).unwrap();
        }
        let at = |path: &str| saveable(&home.path().join(path), &own);
        assert!(at("Downloads/报价.pdf").is_ok());
        for refused in [
            "Downloads/.bashrc",
            ".config/autostart/x.desktop",
            "Downloads/../.config/x",
            "zuoxi/profile.json",
            "zuoxi/accounts/practice/cache.db",
            "nowhere/x.pdf",
        ] {
            assert!(at(refused).is_err(), "{refused}");
        }
        assert!(saveable(Path::new("x.pdf"), &own).is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(home.path().join(".config"), home.path().join("Shared")).unwrap();
            assert!(at("Shared/autostart/x.pdf").is_err(), "a link is followed");
        }
    }
}
