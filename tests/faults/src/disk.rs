//! A disk that can be full: a small tmpfs, filled with a file that is taken away again.
//!
//! Mounting one needs to be root. Where that is not to be had the campaign says so and leaves this one fault out.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Holds the cache of a trial several times over.
const BYTES: &str = "size=48m";

/// A mounted tmpfs; gone when dropped.
pub struct SmallDisk {
    at: PathBuf,
}

/// Whether a small disk can be mounted here, or why not.
pub fn can_be_limited(folder: &Path) -> Result<(), String> {
    let probe = folder.join("small-disk-probe");
    let tried = fs::create_dir_all(&probe).map_err(anyhow::Error::from).and_then(|()| SmallDisk::mount(&probe));
    let result = tried.map(drop).map_err(|error| format!("{error:#}"));
    // Empty either way, and in nobody's way if it stays.
    let _ = fs::remove_dir(&probe);
    result
}

/// Takes away what a campaign that was broken off has left mounted there, if it has.
pub fn release(at: &Path) {
    // Lazily: a seat that was just killed may still be on its way out. That nothing is mounted is no matter.
    let _ = Command::new("umount").arg("--lazy").arg(at).output();
}

impl SmallDisk {
    pub fn mount(at: &Path) -> Result<Self> {
        let output = Command::new("mount")
            .args(["-t", "tmpfs", "-o", BYTES, "tmpfs"])
            .arg(at)
            .output()
            .context("a small disk needs `mount`")?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "a small disk cannot be mounted: {}", said.trim());
        Ok(Self { at: at.to_owned() })
    }

    /// Leaves no byte free.
    pub fn fill(&self) -> Result<()> {
        let mut ballast = fs::File::options().create(true).append(true).open(self.ballast())?;
        for size in [1 << 20, 4096, 1] {
            let block = vec![0; size];
            while ballast.write_all(&block).is_ok() {}
        }
        Ok(())
    }

    pub fn free(&self) -> Result<()> {
        match fs::remove_file(self.ballast()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn ballast(&self) -> PathBuf {
        self.at.join("ballast")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        release(&self.at);
    }
}
