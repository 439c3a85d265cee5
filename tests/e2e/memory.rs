//! What another process has written into its memory.
//!
//! WebKit reserves a hundred gigabytes of addresses and fills some megabytes of them, so only pages that are really
//! there are read: `smaps` names the ranges that hold any, `pagemap` tells which of their pages do.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};

use anyhow::{Context, Result};

/// Bits 63 and 62 of an entry in `pagemap`: the page is in memory, or swapped out.
const HOLDS_SOMETHING: u64 = 0b11 << 62;

/// A writable range of addresses of which at least one page is there.
struct Range {
    start: u64,
    end: u64,
    page: u64,
}

/// Calls `look` with each run of adjoining pages.
pub fn search(process: u32, mut look: impl FnMut(&[u8])) -> Result<()> {
    let smaps = fs::read_to_string(format!("/proc/{process}/smaps"))?;
    let mut memory = File::open(format!("/proc/{process}/mem"))?;
    let mut pagemap = File::open(format!("/proc/{process}/pagemap"))?;
    for range in ranges(&smaps) {
        for (start, length) in runs(&mut pagemap, &range)? {
            let mut bytes = Vec::new();
            memory.seek(SeekFrom::Start(start))?;
            // The process goes on while it is read, and may give a page back in between.
            let _ = memory.by_ref().take(length).read_to_end(&mut bytes);
            look(&bytes);
        }
    }
    Ok(())
}

fn ranges(smaps: &str) -> Vec<Range> {
    let mut found = Vec::new();
    let mut header = None;
    let mut page = 0;
    for line in smaps.lines() {
        if let Some((start, end, writable)) = header_of(line) {
            header = writable.then_some((start, end));
        } else if let Some(size) = kilobytes(line, "KernelPageSize:") {
            page = size * 1024;
        } else if let Some((start, end)) = kilobytes(line, "Rss:").filter(|size| *size > 0).and(header) {
            found.push(Range { start, end, page });
        }
    }
    found
}

/// `7f00-7f80 rw-p …` begins a range: its start and end, and whether it is writable.
fn header_of(line: &str) -> Option<(u64, u64, bool)> {
    let (range, rest) = line.split_once(' ')?;
    let (start, end) = range.split_once('-')?;
    Some((u64::from_str_radix(start, 16).ok()?, u64::from_str_radix(end, 16).ok()?, rest.starts_with("rw")))
}

fn kilobytes(line: &str, name: &str) -> Option<u64> {
    line.strip_prefix(name)?.trim().strip_suffix(" kB")?.parse().ok()
}

/// The runs of pages within a range that hold something: start and length in bytes.
fn runs(pagemap: &mut File, range: &Range) -> Result<Vec<(u64, u64)>> {
    let mut entries = Vec::new();
    pagemap.seek(SeekFrom::Start(range.start / range.page * 8))?;
    pagemap.take((range.end - range.start) / range.page * 8).read_to_end(&mut entries).context("pagemap")?;
    let mut found: Vec<(u64, u64)> = Vec::new();
    for (number, entry) in (0..).zip(entries.as_chunks().0) {
        if u64::from_ne_bytes(*entry) & HOLDS_SOMETHING == 0 {
            continue;
        }
        let start = range.start + number * range.page;
        match found.last_mut() {
            Some((run, length)) if *run + *length == start => *length += range.page,
            _ => found.push((start, range.page)),
        }
    }
    Ok(found)
}
