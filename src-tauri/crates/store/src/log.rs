//! SQLite's write-ahead log, as far as one has to know it to tell damage from an interrupted write.
//!
//! After a kill the log's end may be half written, and SQLite reads up to the last whole transaction. It reads a log that
//! was damaged in the middle the same way: what was committed behind the damage is gone without a word. But a transaction
//! is flushed before the next one is written (`synchronous = FULL`), so a broken frame with two more commits behind it was
//! not broken by a kill. <https://sqlite.org/fileformat2.html#walformat>

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

const HEAD_BYTES: usize = 32;
const FRAME_HEAD_BYTES: usize = 24;
const PAGE_BYTES: usize = 4096;
const MAGIC: u32 = 0x377f_0682;

/// A page in the log.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    pub page: u32,
    /// Where its bytes begin.
    pub at: u64,
    is_commit: bool,
    /// Its checksum goes on from the frame before it, whether that one is sound or not.
    is_sound: bool,
}

/// The frames of the log's present run, in order.
#[derive(Debug)]
pub struct Log {
    head_is_sound: bool,
    frames: Vec<Frame>,
}

/// The log of a cache.
pub fn beside(path: &Path) -> PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

/// Opens a file for reading, if it is there.
pub fn open(path: &Path) -> io::Result<Option<File>> {
    match File::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Was the log beside this file damaged after it was written?
pub fn is_damaged(path: &Path) -> io::Result<bool> {
    let Some(mut log) = open(&beside(path))? else { return Ok(false) };
    Ok(Log::read(&mut log)?.is_damaged())
}

impl Log {
    pub fn read(file: &mut File) -> io::Result<Self> {
        let mut head = [0; HEAD_BYTES];
        file.seek(SeekFrom::Start(0))?;
        let mut frames = Vec::new();
        if file.read_exact(&mut head).is_err() {
            return Ok(Self { head_is_sound: true, frames });
        }
        // The lowest bit of the magic number says in which order the checksum reads its words.
        let big_endian = word(&head, 0) == MAGIC | 1;
        let mut sum = (word(&head, 24), word(&head, 28));
        let head_is_sound = checksum((0, 0), head.get(..24).unwrap_or_default(), big_endian) == sum;
        // The log is used again from its beginning: what an earlier run left behind has other salts. The first frame
        // says which run this is when the head cannot be believed.
        let mut run = head_is_sound.then(|| (word(&head, 16), word(&head, 20)));
        let mut reader = io::BufReader::with_capacity(1 << 18, file);
        let mut frame = [0; FRAME_HEAD_BYTES + PAGE_BYTES];
        let mut at = HEAD_BYTES as u64;
        while reader.read_exact(&mut frame).is_ok() {
            let salts = (word(&frame, 8), word(&frame, 12));
            let written = (word(&frame, 16), word(&frame, 20));
            if salts == *run.get_or_insert(salts) {
                let (start, page) = frame.split_at(FRAME_HEAD_BYTES);
                let start = start.get(..8).unwrap_or_default();
                frames.push(Frame {
                    page: word(&frame, 0),
                    at: at + FRAME_HEAD_BYTES as u64,
                    is_commit: word(&frame, 4) != 0,
                    is_sound: checksum(checksum(sum, start, big_endian), page, big_endian) == written,
                });
            }
            sum = written;
            at += frame.len() as u64;
        }
        Ok(Self { head_is_sound, frames })
    }

    /// The frames up to the last commit.
    pub fn committed(&self) -> &[Frame] {
        let end = self.frames.iter().rposition(|frame| frame.is_commit).map_or(0, |last| last + 1);
        self.frames.get(..end).unwrap_or_default()
    }

    fn is_damaged(&self) -> bool {
        let sound_commit = |frame: &&Frame| frame.is_sound && frame.is_commit;
        // The head is flushed before the first frame is written; without it SQLite reads nothing of the log.
        if !self.head_is_sound && self.frames.iter().any(|frame| sound_commit(&frame)) {
            return true;
        }
        let Some(broken) = self.frames.iter().position(|frame| !frame.is_sound) else { return false };
        self.frames.iter().skip(broken + 1).filter(sound_commit).nth(1).is_some()
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    let bytes = bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, u32::from_be_bytes)
}

/// SQLite's checksum, going on from the one before.
fn checksum((mut a, mut b): (u32, u32), bytes: &[u8], big_endian: bool) -> (u32, u32) {
    let read = if big_endian { u32::from_be_bytes } else { u32::from_le_bytes };
    for pair in bytes.chunks_exact(8) {
        let (first, second) = pair.split_at(4);
        a = a.wrapping_add(first.try_into().map_or(0, read)).wrapping_add(b);
        b = b.wrapping_add(second.try_into().map_or(0, read)).wrapping_add(a);
    }
    (a, b)
}
