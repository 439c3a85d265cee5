//! What a double click would run. The list is of what Windows, macOS and the Linux desktops start, mount or script, on
//! all of them alike: a file often travels on.

/// Extensions of programs, scripts, installers, shortcuts, images of disks, documents with macros, and pages whose
/// scripts would run with the rights of a local file.
const EXTENSIONS: [&str; 102] = [
    "action",
    "apk",
    "app",
    "appimage",
    "application",
    "appref-ms",
    "appx",
    "appxbundle",
    "bash",
    "bat",
    "bin",
    "cab",
    "chm",
    "class",
    "cmd",
    "com",
    "command",
    "cpl",
    "csh",
    "deb",
    "desktop",
    "diagcab",
    "dll",
    "dmg",
    "docm",
    "dotm",
    "elf",
    "exe",
    "fish",
    "gadget",
    "hlp",
    "hta",
    "htm",
    "html",
    "img",
    "inf",
    "ins",
    "ipa",
    "iqy",
    "iso",
    "isp",
    "jar",
    "jnlp",
    "job",
    "js",
    "jse",
    "ksh",
    "library-ms",
    "lnk",
    "mht",
    "mhtml",
    "mobileconfig",
    "msc",
    "msi",
    "msix",
    "msp",
    "mst",
    "ocx",
    "out",
    "pif",
    "pkg",
    "potm",
    "ppam",
    "ppsm",
    "pptm",
    "ps1",
    "ps1xml",
    "psc1",
    "psd1",
    "psm1",
    "py",
    "pyw",
    "pyz",
    "rb",
    "reg",
    "rpm",
    "run",
    "scf",
    "scpt",
    "scr",
    "sct",
    "search-ms",
    "settingcontent-ms",
    "sh",
    "sldm",
    "svg",
    "swf",
    "sys",
    "terminal",
    "url",
    "vb",
    "vbe",
    "vbs",
    "vhd",
    "vhdx",
    "webloc",
    "workflow",
    "wsf",
    "wsh",
    "xhtml",
    "xlsm",
    "zsh",
];

/// A Windows shortcut: its size and the class of links.
const SHORTCUT: [u8; 8] = [0x4C, 0, 0, 0, 1, 0x14, 2, 0];

/// How much of a file [`is_program`] looks at, in bytes.
pub const HEAD_BYTES: usize = 8 * 1024;

/// Whether opening the file would or could run something, by its name or by its first bytes.
#[must_use]
pub fn is_program(name: &str, head: &[u8]) -> bool {
    named_so(name) || looks_so(head)
}

fn named_so(name: &str) -> bool {
    let name = name.trim_end_matches(|c: char| c == '.' || c.is_whitespace()).to_lowercase();
    name.rsplit_once('.').is_some_and(|(_, extension)| EXTENSIONS.contains(&extension))
}

fn looks_so(head: &[u8]) -> bool {
    infer::is_app(head)
        || head.starts_with(b"MZ")
        || head.starts_with(b"\x7fELF")
        || head.starts_with(b"#!")
        || head.starts_with(&SHORTCUT)
        || is_page(head)
        || head.trim_ascii_start().starts_with(b"[Desktop Entry]")
        || head.trim_ascii_start().starts_with(b"[InternetShortcut]")
}

/// A page or drawing that a browser would run scripts of, whatever it is called. XML as such is data, such as invoices.
fn is_page(head: &[u8]) -> bool {
    let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let start: Vec<u8> = start.iter().take(1024).map(u8::to_ascii_lowercase).collect();
    let marks = [&b"<!doctype html"[..], b"<html", b"<script", b"<svg"];
    let is_xml = start.starts_with(b"<?xml") || start.starts_with(b"<!--");
    let within = |mark: &[u8]| start.windows(mark.len()).any(|window| window == mark);
    marks.iter().any(|mark| start.starts_with(mark) || (is_xml && within(mark)))
        || (is_xml && within(b"<?xml-stylesheet"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_known_by_its_name() {
        for program in [
            "setup.exe",
            "发票.PDF.EXE",
            "a.scr",
            "a.lnk",
            "x.desktop",
            "报价.xlsm",
            "page.html",
            "a.exe.",
            "a.exe ",
            "run.sh",
            "照片.jpg.js",
            "a.svg",
            "disk.iso",
            "photognp.exe",
        ] {
            assert!(is_program(program, b"hello"), "{program}");
        }
        for document in ["报价单.pdf", "合同.docx", "a.xlsx", "照片.jpg", "a.zip", "a.mp4", "readme", "exe", "a.txt"]
        {
            assert!(!is_program(document, b"hello"), "{document}");
        }
    }

    #[test]
    fn a_program_is_known_by_its_bytes_whatever_it_is_called() {
        let elf = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
        for bytes in [
            &b"MZ\x90\0\x03\0\0\0"[..],
            elf,
            b"#!/bin/sh\nrm -rf ~\n",
            &SHORTCUT,
            b"  <!DOCTYPE HTML><script>",
            b"\xEF\xBB\xBF<html>",
            b"<svg onload=alert(1)>",
            b"<?xml version='1.0'?>\n<svg onload='x()'/>",
            b"[Desktop Entry]\nExec=sh\n",
            b"[InternetShortcut]\nURL=file:///x\n",
        ] {
            assert!(is_program("报价单.pdf", bytes), "{bytes:?}");
        }
        for bytes in [
            &b"%PDF-1.7\n"[..],
            b"PK\x03\x04",
            b"\xFF\xD8\xFF\xE0",
            b"",
            b"plain words",
            b"<?xml version='1.0'?><EInvoice/>",
        ] {
            assert!(!is_program("报价单.pdf", bytes), "{bytes:?}");
        }
    }

    #[test]
    fn the_list_is_in_order_and_in_small_letters() {
        assert!(EXTENSIONS.is_sorted());
        assert!(EXTENSIONS.iter().all(|extension| *extension == extension.to_lowercase()));
    }
}
