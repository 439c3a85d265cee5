//! The pages of a damaged file, decrypted one by one.
//!
//! SQLCipher refuses a page as soon as one bit of it is wrong, and everything once the first page is. The cipher itself
//! is AES in CBC mode under the raw key with an initialisation vector in each page: a flipped byte spoils that block and
//! one byte of the next, and the page says nothing of the salt in the file's head. So here a page is decrypted whether
//! it authenticates or not, and whoever reads it trusts nothing of what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use aes::cipher::block_padding::NoPadding;
use aes::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use secrecy::{ExposeSecret as _, SecretSlice};

use super::number;
use crate::log::{self, Log};

type Decryptor = cbc::Decryptor<aes::Aes256>;

/// SQLCipher 4's page.
pub const PAGE_BYTES: usize = 4096;
/// What is left of it for SQLite: the vector and the authentication code take the rest.
pub const USABLE_BYTES: usize = PAGE_BYTES - 80;
const VECTOR_BYTES: usize = 16;
/// The first page begins with the salt instead of SQLite's own head.
const SALT_BYTES: usize = 16;
/// Where the first page's tree begins, after the head of the file.
const FIRST_HEAD: usize = 100;

/// A page in clear text.
pub struct Page {
    bytes: Vec<u8>,
    head: usize,
}

/// What a page of a tree is, as its first byte says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    TableLeaf,
    TableInterior,
    Index,
}

impl Page {
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What the page is, if it can be a page of a tree at all: its cells must lie within it. Random bytes do not pass.
    pub fn kind(&self) -> Option<Kind> {
        let (kind, head) = match self.bytes.get(self.head)? {
            13 => (Kind::TableLeaf, 8),
            5 => (Kind::TableInterior, 12),
            10 => (Kind::Index, 8),
            2 => (Kind::Index, 12),
            _ => return None,
        };
        let count = self.cell_count()?;
        let first = self.head + head + 2 * count;
        let fits = self.pointers(head, count).all(|at| at.is_some_and(|at| at >= first && at < USABLE_BYTES));
        // An empty page is one only if nothing but its head says anything.
        let content = number(self.bytes(), self.head + 5, 2)?;
        (fits && (count > 0 || content == USABLE_BYTES)).then_some(kind)
    }

    fn cell_count(&self) -> Option<usize> {
        number(self.bytes(), self.head + 3, 2)
    }

    fn pointers(&self, head: usize, count: usize) -> impl Iterator<Item = Option<usize>> + '_ {
        (0..count).map(move |cell| number(self.bytes(), self.head + head + 2 * cell, 2))
    }

    /// Where the cells of a leaf of a table begin.
    pub fn cells(&self) -> Vec<usize> {
        self.pointers(8, self.cell_count().unwrap_or_default()).flatten().collect()
    }

    /// The pages below an interior page of a table.
    pub fn children(&self) -> Vec<u32> {
        let cells = self.pointers(12, self.cell_count().unwrap_or_default()).flatten();
        let last = self.head + 8;
        cells.chain([last]).filter_map(|at| u32::try_from(number(self.bytes(), at, 4)?).ok()).collect()
    }
}

/// The pages of a file and of its write-ahead log.
pub struct Pages {
    key: SecretSlice<u8>,
    file: Option<File>,
    log: Option<File>,
    in_file: u32,
    /// Where the log holds a page, the newest place last.
    in_log: BTreeMap<u32, Vec<u64>>,
}

impl Pages {
    pub fn open(path: &Path, key: SecretSlice<u8>) -> io::Result<Self> {
        let file = log::open(path)?;
        let bytes = file.as_ref().map_or(Ok(0), |file| file.metadata().map(|file| file.len()))?;
        let mut log = log::open(&log::beside(path))?;
        let mut in_log: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
        if let Some(file) = &mut log {
            for frame in Log::read(file)?.committed() {
                in_log.entry(frame.page).or_default().push(frame.at);
            }
        }
        let in_file = u32::try_from(bytes.div_ceil(PAGE_BYTES as u64)).unwrap_or(u32::MAX);
        Ok(Self { key, file, log, in_file, in_log })
    }

    /// The number of every page there is.
    pub fn numbers(&self) -> BTreeSet<u32> {
        (1..=self.in_file).chain(self.in_log.keys().copied()).collect()
    }

    /// The newest copy of a page that can be a page of a tree.
    pub fn tree(&mut self, page: u32) -> Option<Page> {
        self.newest(page, |page| page.kind().is_some())
    }

    /// The newest copy of a page, whatever it is.
    pub fn any(&mut self, page: u32) -> Option<Page> {
        self.newest(page, |_| true)
    }

    fn newest(&mut self, number: u32, fits: impl Fn(&Page) -> bool) -> Option<Page> {
        for at in self.in_log.get(&number).cloned().unwrap_or_default().into_iter().rev() {
            let bytes = read(self.log.as_mut()?, at);
            if let Some(page) = self.decrypt(number, bytes).filter(&fits) {
                return Some(page);
            }
        }
        let at = u64::from(number.checked_sub(1)?) * PAGE_BYTES as u64;
        let bytes = read(self.file.as_mut()?, at);
        self.decrypt(number, bytes).filter(&fits)
    }

    fn decrypt(&self, number: u32, bytes: Option<Vec<u8>>) -> Option<Page> {
        let mut bytes = bytes?;
        let (start, head) = if number == 1 { (SALT_BYTES, FIRST_HEAD) } else { (0, 0) };
        let vector = bytes.get(USABLE_BYTES..USABLE_BYTES + VECTOR_BYTES)?.to_vec();
        let cipher = Decryptor::new_from_slices(self.key.expose_secret(), &vector).ok()?;
        cipher.decrypt_padded::<NoPadding>(bytes.get_mut(start..USABLE_BYTES)?).ok()?;
        bytes.truncate(USABLE_BYTES);
        Some(Page { bytes, head })
    }
}

/// A whole page: the vector is at its end, so half a page is nothing.
fn read(file: &mut File, at: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(PAGE_BYTES);
    file.seek(SeekFrom::Start(at)).ok()?;
    file.take(PAGE_BYTES as u64).read_to_end(&mut bytes).ok()?;
    (bytes.len() == PAGE_BYTES).then_some(bytes)
}
