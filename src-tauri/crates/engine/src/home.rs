//! Where an account keeps things on this machine: its folder, and the keyring.
//!
//! Pasted pictures have no file of their own, so they get one in `outgoing/`, each in a folder of its own so that it
//! keeps its name. Beside what was opened (`received/`) they are the only clear text of the account on the disk; each is
//! removed when its send is confirmed or discarded, and what nobody names any more at the next start.

use std::{
    collections::HashSet,
    fmt, io,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use uuid::Uuid;
use zuoxi_store::keyring::Vault;

use crate::{EngineError, Policy, UploadError, safe_name};

/// The most that can be pasted, in bytes: what can be sent as a file.
const PASTED_LIMIT_BYTES: usize = 100 * 1024 * 1024;

/// The account's folder, the keyring, and what holds on this machine.
#[derive(Clone)]
pub struct Home {
    pub vault: Arc<dyn Vault>,
    pub folder: PathBuf,
    pub policy: Arc<Policy>,
}

impl fmt::Debug for Home {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Home").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Home {
    /// Where files that were opened lie.
    pub(crate) fn received(&self) -> PathBuf {
        self.folder.join("received")
    }

    /// What they take, in bytes; what cannot be read counts nothing.
    pub(crate) async fn received_bytes(&self) -> u64 {
        let mut bytes = 0;
        let mut folders = vec![self.received()];
        while let Some(folder) = folders.pop() {
            let Ok(mut entries) = tokio::fs::read_dir(&folder).await else { continue };
            while let Ok(Some(entry)) = entries.next_entry().await {
                match entry.metadata().await {
                    Ok(found) if found.is_dir() => folders.push(entry.path()),
                    Ok(found) => bytes += found.len(),
                    Err(_) => {}
                }
            }
        }
        bytes
    }

    fn outgoing(&self) -> PathBuf {
        self.folder.join("outgoing")
    }

    /// Writes what was pasted to a file of that name.
    pub(crate) async fn keep_pasted(&self, name: &str, base64: &str) -> Result<PathBuf, EngineError> {
        let limit_bytes = PASTED_LIMIT_BYTES as u64;
        let found_bytes = (base64.len() / 4 * 3) as u64;
        if found_bytes > limit_bytes + 3 {
            return Err(UploadError::TooLarge { found_bytes, limit_bytes }.into());
        }
        let bytes = STANDARD
            .decode(base64)
            .map_err(|error| EngineError::InvalidInput(format!("what was pasted is not base64: {error}")))?;
        let name = safe_name(name);
        let folder = self.outgoing().join(Uuid::new_v4().simple().to_string());
        let path = folder.join(&name);
        let kept = async {
            tokio::fs::create_dir_all(&folder).await?;
            tokio::fs::write(&path, bytes).await
        };
        kept.await.map_err(|source| EngineError::Paste { name, source })?;
        Ok(path)
    }

    /// Removes a pasted file and its folder; any other file is the person's own and stays.
    pub(crate) async fn remove_pasted(&self, path: &str) {
        let path = Path::new(path);
        let climbs = path.components().any(|part| matches!(part, Component::ParentDir));
        let Some(folder) = path.parent().filter(|folder| folder.parent() == Some(&self.outgoing()) && !climbs) else {
            return;
        };
        if let Err(error) = tokio::fs::remove_dir_all(folder).await
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "a pasted file could not be removed; it is tried again at the next start");
        }
    }

    /// Removes every pasted file but the named ones.
    pub(crate) async fn keep_only(&self, named: &HashSet<String>) -> io::Result<()> {
        let mut folders = match tokio::fs::read_dir(self.outgoing()).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            opened => opened?,
        };
        while let Some(folder) = folders.next_entry().await? {
            let place = folder.path();
            if !named.iter().any(|path| Path::new(path).starts_with(&place)) {
                tokio::fs::remove_dir_all(&place).await?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use zuoxi_store::keyring::MemoryVault;

    use super::*;

    fn home(folder: &Path) -> Home {
        Home { vault: Arc::new(MemoryVault::default()), folder: folder.to_owned(), policy: Arc::default() }
    }

    #[tokio::test]
    async fn what_was_pasted_is_a_file_until_it_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let home = home(folder.path());
        let path = home.keep_pasted("../截图.png", &STANDARD.encode("png")).await.unwrap();
        assert_eq!(path.file_name().unwrap(), "截图.png");
        assert_eq!(std::fs::read(&path).unwrap(), b"png");
        let other = home.keep_pasted("截图.png", &STANDARD.encode("png")).await.unwrap();
        home.keep_only(&HashSet::from([path.display().to_string()])).await.unwrap();
        assert!(path.exists() && !other.exists());
        home.remove_pasted(&path.display().to_string()).await;
        assert!(!path.exists() && !path.parent().unwrap().exists());
    }

    #[tokio::test]
    async fn a_persons_own_file_is_never_removed() {
        let folder = tempfile::tempdir().unwrap();
        let home = home(folder.path());
        home.keep_pasted("a.png", &STANDARD.encode("png")).await.unwrap();
        let own = folder.path().join("own.png");
        std::fs::write(&own, "png").unwrap();
        let climbing = folder.path().join("outgoing/x/../../own.png");
        let beside = folder.path().join("outgoing/own.png");
        std::fs::write(&beside, "png").unwrap();
        for path in [&own, &climbing, &beside] {
            home.remove_pasted(&path.display().to_string()).await;
        }
        assert!(own.exists() && beside.exists());
    }

    #[tokio::test]
    async fn what_is_no_base64_or_too_large_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let home = home(folder.path());
        assert!(matches!(home.keep_pasted("a", "***").await, Err(EngineError::InvalidInput(_))));
        let large = "A".repeat(PASTED_LIMIT_BYTES / 3 * 4 + 100);
        assert!(matches!(home.keep_pasted("a", &large).await, Err(EngineError::Upload(UploadError::TooLarge { .. }))));
        assert!(!folder.path().join("outgoing").exists());
    }
}
