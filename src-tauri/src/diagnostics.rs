//! The bundle for support: one zip file with what was logged and how the desk is.
//!
//! A person sends it on, so it has to be safe without being read. The report has no field for anything of a customer. The
//! logs are masked once more on their way in: secrets as when they were written, access keys, the home folder, mobile
//! numbers, and every word outside ASCII, because the console itself logs in English and what is not English there is
//! somebody's: a file's name, or the platform quoting a customer.

use std::{
    fs::File,
    io::{self, Write as _},
    path::Path,
};

use serde::Serialize;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};
use zuoxi_engine::{Diagnostics, EngineError};

use crate::logs::redact;

/// The version of the product.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// As many digits as a mobile number of the mainland has.
const MOBILE_DIGITS: usize = 11;
/// Shorter keys could be any word.
const KEY_CHARS: usize = 4;

/// What stands in `report.json`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    version: &'static str,
    system: String,
    desk: &'a Diagnostics,
}

/// The operating system and the processor.
pub fn system() -> String {
    format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)
}

/// Writes the bundle beside `path` and renames it, so that no half of one is ever sent.
pub fn save(path: &Path, logs: &Path, found: &Diagnostics) -> Result<(), EngineError> {
    let unfinished = path.with_extension("zip.unfinished");
    let written = write(&unfinished, logs, found).and_then(|()| std::fs::rename(&unfinished, path));
    written.map_err(|source| {
        if let Err(error) = std::fs::remove_file(&unfinished) {
            tracing::debug!(%error, "there was no unfinished bundle to remove");
        }
        EngineError::FileUnwritable { name: file_name(path), source }
    })
}

fn write(path: &Path, logs: &Path, found: &Diagnostics) -> io::Result<()> {
    let mut bundle = ZipWriter::new(File::create(path)?);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    bundle.start_file("report.json", options)?;
    let report = Report { version: VERSION, system: system(), desk: found };
    bundle.write_all(&serde_json::to_vec_pretty(&report)?)?;
    let mask = Mask::new(found);
    for log in log_files(logs)? {
        let text = String::from_utf8_lossy(&std::fs::read(&log)?).into_owned();
        bundle.start_file(format!("logs/{}", file_name(&log)), options)?;
        for line in text.lines() {
            bundle.write_all(mask.apply(line).as_bytes())?;
            bundle.write_all(b"\n")?;
        }
    }
    bundle.finish()?.sync_all()
}

fn log_files(logs: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    let entries = match std::fs::read_dir(logs) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files = entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "log"));
    files.sort();
    Ok(files)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What is masked in every line, and by what.
struct Mask {
    words: Vec<(String, &'static str)>,
}

impl Mask {
    fn new(found: &Diagnostics) -> Self {
        let home = directories::BaseDirs::new().map(|dirs| (dirs.home_dir().display().to_string(), "~"));
        let keys = found.access_keys.iter().filter(|key| key.chars().count() >= KEY_CHARS);
        Self { words: home.into_iter().chain(keys.map(|key| (key.clone(), "[account]"))).collect() }
    }

    fn apply(&self, line: &str) -> String {
        let mut masked = redact(line);
        for (word, instead) in &self.words {
            masked = masked.replace(word, instead);
        }
        without_mobile_numbers(&without_foreign_words(&masked))
    }
}

fn without_foreign_words(line: &str) -> String {
    let mut masked = String::with_capacity(line.len());
    let mut in_word = false;
    for c in line.chars() {
        if c.is_ascii() {
            masked.push(c);
        } else if !in_word {
            masked.push_str("[text]");
        }
        in_word = !c.is_ascii();
    }
    masked
}

fn without_mobile_numbers(line: &str) -> String {
    let mut masked = String::with_capacity(line.len());
    let mut digits = String::new();
    for c in line.chars().map(Some).chain([None]) {
        match c {
            Some(digit) if digit.is_ascii_digit() => digits.push(digit),
            other => {
                let is_mobile = digits.len() == MOBILE_DIGITS && digits.starts_with('1');
                masked.push_str(if is_mobile { "[mobile]" } else { &digits });
                digits.clear();
                masked.extend(other);
            }
        }
    }
    masked
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may")]
mod tests {
    use std::io::Read as _;

    use zuoxi_engine::{Density, Language, PreferenceSketch, SendKey, Theme};

    use super::*;

    fn found() -> Diagnostics {
        Diagnostics {
            keyring: "available",
            notices: 0,
            preferences: PreferenceSketch {
                theme: Theme::Dark,
                language: Language::ZhCn,
                density: Density::Standard,
                zoom_percent: 100,
                undo_seconds: 3,
                send_key: SendKey::Enter,
                sensitive_words: 2,
                shortcuts: 0,
                hide_previews: true,
                blur_unfocused: false,
            },
            known_accounts: 1,
            account: None,
            access_keys: vec!["manman-kefu".into()],
        }
    }

    #[test]
    fn the_bundle_has_the_logs_and_none_of_what_they_should_not_tell() {
        let folder = tempfile::tempdir().unwrap();
        let logs = folder.path().join("logs");
        std::fs::create_dir(&logs).unwrap();
        let home = directories::BaseDirs::new().unwrap().home_dir().display().to_string();
        let lines = [
            "2026-11-23 INFO answered path=/robots elapsed_ms=12".to_owned(),
            "GET /socket.io/?token=marker-token&EIO=3".to_owned(),
            r#"{"accessSecret":"marker-secret"}"#.to_owned(),
            "a command failed: the file 王小满.jpg cannot be read".to_owned(),
            "WARN manman-kefu was refused: 请问我的订单".to_owned(),
            "asked for 13812345678 at 1763862128000".to_owned(),
            format!("{home}/zuoxi/cache.db"),
        ];
        std::fs::write(logs.join("zuoxi.2026-11-23.log"), lines.join("\n")).unwrap();
        std::fs::write(logs.join("other.txt"), "marker-other").unwrap();
        let path = folder.path().join("support.zip");
        save(&path, &logs, &found()).unwrap();

        let mut bundle = zip::ZipArchive::new(File::open(&path).unwrap()).unwrap();
        let mut all = String::new();
        for index in 0..bundle.len() {
            let mut file = bundle.by_index(index).unwrap();
            all.push_str(&file.name().unwrap());
            file.read_to_string(&mut all).unwrap();
        }
        for marker in ["marker", "王小满", "manman", "请问", "13812345678", home.as_str()] {
            assert!(!all.contains(marker), "{marker} is in the bundle:\n{all}");
        }
        for kept in ["elapsed_ms=12", "1763862128000", "cannot be read", VERSION, "\"sensitiveWords\": 2"] {
            assert!(all.contains(kept), "{kept} is not in the bundle:\n{all}");
        }
    }

    #[test]
    fn a_bundle_that_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone").join("support.zip");
        assert!(save(&path, &folder.path().join("logs"), &found()).is_err());
        assert!(!folder.path().join("gone").exists());
    }
}
