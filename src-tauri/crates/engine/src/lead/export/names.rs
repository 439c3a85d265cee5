//! What the files of an export are called: names that Windows, macOS and Linux take, and that are never the same.

use std::path::{Path, PathBuf};

use unicode_segmentation::UnicodeSegmentation;
use zuoxi_model::Timestamp;

use super::words::Words;
use crate::safe_name;

/// The most bytes of a name that come from what somebody is called. File systems take 255, of which number, page and
/// extension need some.
const NAME_BYTES: usize = 120;

/// `00012-王小明`: the number makes it distinct, also where case or accents do not count, and keeps the order of the index.
pub(super) fn stem(number: u32, name: &str) -> String {
    let safe = safe_name(name);
    let mut short = String::new();
    for piece in safe.graphemes(true) {
        if short.len() + piece.len() > NAME_BYTES {
            break;
        }
        short.push_str(piece);
    }
    // A `%` or `#` within would have to be written differently in an address than on the disk.
    let plain: String = short.chars().map(|c| if matches!(c, '%' | '#' | '&' | '\'') { '_' } else { c }).collect();
    let plain = plain.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    format!("{number:05}-{plain}")
}

/// A page of a chat, counted from 1.
pub(super) fn page(stem: &str, page: u32) -> String {
    if page <= 1 { format!("chats/{stem}.html") } else { format!("chats/{stem}-{page}.html") }
}

/// `messages-003.csv`, and `messages-003-2.csv` for what did not fit into the first, both counted from 1.
pub(super) fn table(part: usize, piece: u32, extension: &str) -> String {
    if piece <= 1 {
        format!("messages-{part:03}.{extension}")
    } else {
        format!("messages-{part:03}-{piece}.{extension}")
    }
}

/// A folder for a new export, which is not there yet.
pub(super) fn folder(within: &Path, words: &Words, at: Timestamp, zone: &jiff::tz::TimeZone) -> PathBuf {
    let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let stamp = moment.to_zoned(zone.clone()).strftime("%Y-%m-%d %H%M%S").to_string();
    let name = format!("{} {stamp}", words.folder);
    let mut numbered = (2_u32..).map(|number| within.join(format!("{name} ({number})")));
    let first = within.join(&name);
    if first.exists() { numbered.find(|folder| !folder.exists()).unwrap_or(first) } else { first }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    /// What every system takes as the name of a file.
    fn is_safe(name: &str) -> bool {
        let device = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
        let devices = ["CON", "PRN", "AUX", "NUL", "COM1", "LPT1", "CONIN$"];
        !name.is_empty()
            && name.len() <= 200
            && !name.chars().any(|c| c.is_control() || r#"<>:"/\|?*%#"#.contains(c))
            && !name.ends_with(['.', ' '])
            && !name.starts_with('.')
            && !devices.contains(&device.as_str())
    }

    #[test]
    fn hostile_names_are_safe_and_distinct() {
        let long = "很".repeat(300);
        let family = "👨‍👩‍👧‍👦".repeat(100);
        let names = [
            "CON",
            "con",
            "nul.txt",
            "../../etc/passwd",
            "..\\..\\x",
            "",
            " ",
            "...",
            "a.",
            "a..",
            "a ",
            "A",
            "a",
            "COM1.html",
            "x/y",
            "a:b",
            "%2e%2e",
            "#1",
            "\u{202e}fdp.exe",
            "😀",
            "a\0b",
            "a\nb",
            &long,
            &family,
            "Zoe\u{301}",
            "Zo\u{e9}",
        ];
        let mut seen = HashSet::new();
        for (number, name) in (1..).zip(names) {
            let stem = stem(number, name);
            let file = page(&stem, 2);
            let file = file.strip_prefix("chats/").unwrap();
            assert!(is_safe(file), "{name:?} became {file:?}");
            assert!(seen.insert(file.to_lowercase()), "{file}");
        }
        assert_eq!(stem(7, "王小明"), "00007-王小明");
        assert!(stem(1, &family).ends_with("👨‍👩‍👧‍👦"), "no sign is cut within");
    }

    proptest! {
        #[test]
        fn any_name_is_safe(name in any::<String>(), number in 0..200_000_u32) {
            let stem = stem(number, &name);
            prop_assert!(is_safe(&format!("{stem}.html")), "{:?}", stem);
        }
    }

    #[test]
    fn a_folder_is_a_new_one() {
        let within = tempfile::tempdir().unwrap();
        let words = Words::of(crate::Language::ZhCn);
        let make = || folder(within.path(), words, Timestamp(1_583_138_140_000), &jiff::tz::TimeZone::UTC);
        let first = make();
        assert_eq!(first.file_name().unwrap(), "坐席导出 2020-03-02 083540");
        std::fs::create_dir(&first).unwrap();
        assert_eq!(make().file_name().unwrap(), "坐席导出 2020-03-02 083540 (2)");
    }
}
