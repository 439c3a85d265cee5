//! Names that every storage, browser and file system takes, and that still look like what the person chose.

use jiff::{Timestamp as Instant, tz::TimeZone};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;
use zuoxi_model::Timestamp;

/// The longest name, in characters. Long enough to tell files apart in the customer's list.
const MAX_CHARS: usize = 80;
/// File systems under `WebDAV` servers end names at 255 bytes; this leaves room for what they append.
const MAX_BYTES: usize = 200;
/// A longer ending is part of the name, not an extension.
const MAX_EXTENSION_CHARS: usize = 12;

/// Everything but what RFC 3986 calls unreserved. A plus sign is encoded too: S3 reads a bare one as a space.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The name as it is stored: composed (NFC), without folders, control and bidirectional characters, what Windows
/// refuses, and dots in front; at most 80 characters, never cut within one, its extension kept.
#[must_use]
pub fn safe_name(name: &str) -> String {
    let last = name.split(['/', '\\']).map(str::trim).rfind(|part| !part.trim_matches('.').is_empty());
    let plain: String = last.unwrap_or_default().nfc().filter(|&c| !is_invisible(c)).map(tame).collect();
    let plain = plain.trim_start_matches(|c: char| c == '.' || c.is_whitespace());
    let plain = plain.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    let (stem, extension) = split(plain);
    let stem = if is_reserved(stem) { format!("_{stem}") } else { stem.to_owned() };
    let stem = shorten(&stem, extension);
    match (stem.is_empty(), extension) {
        (true, None) => "file".to_owned(),
        (true, Some(extension)) => format!("file.{extension}"),
        (false, None) => stem,
        (false, Some(extension)) => format!("{stem}.{extension}"),
    }
}

/// A name that has an extension: its own, or else that of its type.
pub(super) fn with_extension(name: String, extension: Option<&str>) -> String {
    match (split(&name).1, extension) {
        (None, Some(extension)) => format!("{name}.{extension}"),
        _ => name,
    }
}

/// `yyyy/mm/<hash>/<name>`, by the month in UTC so that every console makes the same path.
pub(super) fn object_path(now: Timestamp, hash: &blake3::Hash, name: &str) -> String {
    let month = Instant::from_millisecond(now.0).unwrap_or(Instant::UNIX_EPOCH).to_zoned(TimeZone::UTC);
    format!("{:04}/{:02}/{}/{name}", month.year(), month.month(), hash.to_hex())
}

/// The path as part of an address, each of its parts percent-encoded.
pub(super) fn encode(path: &str) -> String {
    path.split('/').map(|part| utf8_percent_encode(part, SEGMENT).to_string()).collect::<Vec<_>>().join("/")
}

/// Control characters, and what is not seen but changes how a name reads. The joiner within emoji stays.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}')
}

/// What Windows does not allow in a name becomes an underscore.
fn tame(c: char) -> char {
    if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c }
}

fn split(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !extension.is_empty() && extension.chars().count() <= MAX_EXTENSION_CHARS => {
            (stem.trim_end(), Some(extension))
        }
        _ => (name, None),
    }
}

/// The device names of Windows, with whatever extension.
fn is_reserved(stem: &str) -> bool {
    let device = stem.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let mut chars = device.chars();
    matches!(device.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (device.chars().count() == 4
            && (device.starts_with("COM") || device.starts_with("LPT"))
            && chars.next_back().is_some_and(|c| matches!(c, '0'..='9' | '¹' | '²' | '³')))
}

/// As much of the stem as the limits leave, in whole characters as a reader sees them.
fn shorten(stem: &str, extension: Option<&str>) -> String {
    let ending = extension.map_or((0, 0), |extension| (extension.chars().count() + 1, extension.len() + 1));
    let (mut chars, mut bytes) = ending;
    let mut kept = String::new();
    for grapheme in stem.graphemes(true) {
        chars += grapheme.chars().count();
        bytes += grapheme.len();
        if chars > MAX_CHARS || bytes > MAX_BYTES {
            break;
        }
        kept.push_str(grapheme);
    }
    kept.truncate(kept.trim_end().len());
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_safe_and_stays_readable() {
        let table = [
            ("报价单 2026.pdf", "报价单 2026.pdf"),
            ("../../etc/passwd", "passwd"),
            ("..\\..\\windows\\系统.ini", "系统.ini"),
            ("a/../..", "a"),
            ("..", "file"),
            ("", "file"),
            ("...", "file"),
            (".htaccess", "htaccess"),
            (" . .bashrc", "bashrc"),
            ("CON.txt", "_CON.txt"),
            ("nul", "_nul"),
            ("com1.tar.gz", "_com1.tar.gz"),
            ("COM¹.log", "_COM¹.log"),
            ("company.txt", "company.txt"),
            ("a<b>c:d\"e|f?g*h.png", "a_b_c_d_e_f_g_h.png"),
            ("photo\u{202e}gnp.exe", "photognp.exe"),
            ("tab\tand\r\nline\0.txt", "tabandline.txt"),
            ("e\u{301}te\u{301}.jpg", "été.jpg"),
            ("👨‍👩‍👧 合影🎉.jpg", "👨‍👩‍👧 合影🎉.jpg"),
            ("trailing dots... ", "trailing dots"),
            ("100% & more+#.pdf", "100% & more+#.pdf"),
            ("name .txt", "name.txt"),
        ];
        for (name, safe) in table {
            assert_eq!(safe_name(name), safe, "{name:?}");
            assert_eq!(safe_name(safe), safe, "safe names stay as they are: {safe:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut_between_characters_and_keeps_its_extension() {
        let chinese = safe_name(&format!("{}.docx", "合同".repeat(200)));
        assert_eq!(split(&chinese).1, Some("docx"));
        assert!(chinese.len() <= MAX_BYTES && chinese.chars().count() <= MAX_CHARS);
        let latin = safe_name(&format!("{}.docx", "a".repeat(500)));
        assert_eq!(latin.chars().count(), MAX_CHARS);
        let family = "👨‍👩‍👧";
        let emoji = safe_name(&format!("{}.png", family.repeat(50)));
        let (stem, _) = emoji.split_once('.').unwrap();
        assert_eq!(stem.len() % family.len(), 0, "no family is torn apart");
        assert!(!stem.is_empty() && emoji.len() <= MAX_BYTES);
    }

    #[test]
    fn an_address_holds_only_characters_that_need_no_thought() {
        let encoded = encode("2026/11/ab/100% 合同+#?&'.pdf");
        assert_eq!(encoded, "2026/11/ab/100%25%20%E5%90%88%E5%90%8C%2B%23%3F%26%27.pdf");
    }

    #[test]
    fn a_path_is_the_month_the_hash_and_the_name() {
        let path = object_path(Timestamp(1_795_422_068_000), &blake3::hash(b"x"), "a.png");
        let (month, rest) = path.split_at(8);
        assert_eq!(month, "2026/11/");
        assert_eq!(rest.len(), 64 + 1 + "a.png".len());
    }

    #[test]
    fn a_name_without_an_extension_gets_that_of_its_type() {
        assert_eq!(with_extension("picture".into(), Some("png")), "picture.png");
        assert_eq!(with_extension("picture.jpg".into(), Some("png")), "picture.jpg");
        assert_eq!(with_extension("notes".into(), None), "notes");
    }
}
