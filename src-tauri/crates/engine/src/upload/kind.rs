//! What may be sent in which way, judged by the first bytes of a file rather than by its name.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::UploadError;

/// How much of a file is looked at to know what it is. Office files show themselves after their first zip entries.
pub(super) const HEAD_BYTES: usize = 8 * 1024;

const MIB: u64 = 1024 * 1024;

/// What a file is sent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum UploadKind {
    /// Spec 3.5.
    Image,
    /// Spec 3.10.
    File,
    /// Spec 3.24.
    Video,
    /// The picture of a link card. Spec 3.6.
    Cover,
}

impl UploadKind {
    fn name(self) -> &'static str {
        match self {
            Self::Image => "a picture",
            Self::File => "a file",
            Self::Video => "a video",
            Self::Cover => "a cover",
        }
    }
}

/// The limits of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KindLimits {
    #[specta(type = specta_typescript::Number)]
    pub max_bytes: u64,
    /// The media types that may be sent; empty for every type.
    pub types: Vec<String>,
}

/// What the company allows. The specification names no limits; the defaults are cautious and the company's to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UploadLimits {
    pub image: KindLimits,
    pub file: KindLimits,
    pub video: KindLimits,
    pub cover: KindLimits,
    /// Programs and scripts may be sent as files. Off by default: customers should not be asked to run anything.
    pub programs: bool,
}

impl Default for UploadLimits {
    fn default() -> Self {
        let of = |mib: u64, types: &[&str]| KindLimits {
            max_bytes: mib * MIB,
            types: types.iter().map(|&mime| mime.to_owned()).collect(),
        };
        Self {
            image: of(20, &["image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp"]),
            file: of(100, &[]),
            video: of(100, &["video/mp4", "video/x-m4v", "video/quicktime"]),
            cover: of(2, &["image/jpeg", "image/png"]),
            programs: false,
        }
    }
}

impl UploadLimits {
    /// The limits of one kind.
    #[must_use]
    pub fn of(&self, kind: UploadKind) -> &KindLimits {
        match kind {
            UploadKind::Image => &self.image,
            UploadKind::File => &self.file,
            UploadKind::Video => &self.video,
            UploadKind::Cover => &self.cover,
        }
    }

    pub(super) fn check_size(&self, kind: UploadKind, bytes: u64) -> Result<(), UploadError> {
        let limit_bytes = self.of(kind).max_bytes;
        if bytes == 0 {
            return Err(UploadError::Empty);
        }
        if bytes > limit_bytes {
            return Err(UploadError::TooLarge { found_bytes: bytes, limit_bytes });
        }
        Ok(())
    }

    pub(super) fn check_type(&self, kind: UploadKind, name: &str, sniffed: &Sniffed) -> Result<(), UploadError> {
        let wrong = |found: &str| {
            let types = self.of(kind).types.join(", ");
            let wanted = if types.is_empty() { kind.name().to_owned() } else { format!("{} ({types})", kind.name()) };
            Err(UploadError::WrongType { found: found.to_owned(), wanted })
        };
        if !self.programs && (sniffed.is_program() || runs_by_name(name)) {
            return wrong("a program");
        }
        let types = &self.of(kind).types;
        if types.is_empty() || types.iter().any(|allowed| allowed.eq_ignore_ascii_case(sniffed.mime)) {
            return Ok(());
        }
        wrong(sniffed.mime)
    }
}

/// What the first bytes of a file say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sniffed {
    pub mime: &'static str,
    /// The extension of this type; `None` if the type is not known.
    pub extension: Option<&'static str>,
}

impl Sniffed {
    pub(super) fn of(head: &[u8]) -> Self {
        match infer::get(head) {
            Some(kind) => Self { mime: kind.mime_type(), extension: Some(kind.extension()) },
            None => Self { mime: "application/octet-stream", extension: None },
        }
    }

    fn is_program(self) -> bool {
        matches!(
            self.mime,
            "application/x-executable"
                | "application/vnd.microsoft.portable-executable"
                | "application/x-mach-binary"
                | "application/java"
                | "application/wasm"
                | "application/vnd.android.dex"
                | "application/vnd.android.dey"
                | "application/vnd.debian.binary-package"
                | "application/x-rpm"
                | "text/x-shellscript"
        )
    }

    /// The media type the object is stored with. Markup and scripts are stored as plain bytes, so that nobody's browser
    /// runs a customer's file under the company's name.
    pub(super) fn stored_as(self) -> &'static str {
        if self.mime.starts_with("text/") { "application/octet-stream" } else { self.mime }
    }
}

/// What Windows runs on a double click, and what no sniffing tells apart from text or an archive.
fn runs_by_name(name: &str) -> bool {
    const RUN: [&str; 18] = [
        "apk", "bat", "cmd", "com", "cpl", "exe", "hta", "jar", "js", "jse", "lnk", "msi", "pif", "ps1", "scr", "vbe",
        "vbs", "wsf",
    ];
    name.rsplit_once('.').is_some_and(|(_, extension)| RUN.iter().any(|run| extension.eq_ignore_ascii_case(run)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let limits = UploadLimits::default();
        let judge = |kind, name: &str, bytes: &[u8]| limits.check_type(kind, name, &Sniffed::of(bytes)).is_ok();
        assert!(judge(UploadKind::Image, "a.png", PNG));
        assert!(judge(UploadKind::Image, "wrongly named.txt", PNG));
        assert!(judge(UploadKind::File, "notes.txt", "您好".as_bytes()));
        assert!(judge(UploadKind::Cover, "cover.png", PNG));
        assert!(!judge(UploadKind::Cover, "cover.gif", b"GIF89a......"));
        assert!(!judge(UploadKind::Image, "a.png", b"plain text"));
        assert!(!judge(UploadKind::Video, "a.mp4", PNG));
        assert!(!judge(UploadKind::Image, "a.png", b"MZ\x90\0 program"));
        assert!(!judge(
            UploadKind::File,
            "a.png",
            b"\x7fELF\x02\x01\x01\0 program, longer than fifty-two bytes to be one"
        ));
        assert!(!judge(UploadKind::File, "setup.EXE", b"anything"));
        assert!(!judge(UploadKind::File, "run.txt", b"#!/bin/sh\nrm"));
    }

    #[test]
    fn programs_go_out_only_where_the_company_says_so() {
        let limits = UploadLimits { programs: true, ..UploadLimits::default() };
        assert!(limits.check_type(UploadKind::File, "setup.exe", &Sniffed::of(b"MZ\x90\0")).is_ok());
        assert!(limits.check_type(UploadKind::Image, "a.png", &Sniffed::of(b"MZ\x90\0")).is_err());
    }

    #[test]
    fn markup_is_stored_as_plain_bytes() {
        assert_eq!(Sniffed::of(b"<!DOCTYPE html><html>").stored_as(), "application/octet-stream");
        assert_eq!(Sniffed::of(PNG).stored_as(), "image/png");
    }
}
