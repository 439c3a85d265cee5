//! A number that changes when files change.
//!
//! Modification times do not serve: a fresh clone has them all new, and switching branches makes old files look new.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The fingerprint of files and of everything below folders; what does not exist counts as absent.
pub fn of(paths: &[PathBuf]) -> Result<String> {
    let mut files = Vec::new();
    for path in paths {
        collect(path, &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in &files {
        file.hash(&mut hasher);
        fs::read(file).with_context(|| format!("cannot read {}", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
    Ok(())
}

/// Was `now` what the file `remembered` says?
pub fn matches(remembered: &Path, now: &str) -> bool {
    fs::read_to_string(remembered).is_ok_and(|then| then == now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_an_added_and_a_renamed_file_each_change_the_fingerprint() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ts");
        fs::write(&file, "one").unwrap();
        let paths = [folder.path().to_path_buf()];
        let first = of(&paths).unwrap();
        assert_eq!(first, of(&paths).unwrap());

        fs::write(&file, "two").unwrap();
        let changed = of(&paths).unwrap();
        fs::write(folder.path().join("b.ts"), "").unwrap();
        let added = of(&paths).unwrap();
        fs::rename(&file, folder.path().join("c.ts")).unwrap();
        let renamed = of(&paths).unwrap();
        assert!(first != changed && changed != added && added != renamed);
    }
}
