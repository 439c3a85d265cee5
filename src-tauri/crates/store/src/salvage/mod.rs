//! What a person typed, saved from a file that cannot be opened any more.
//!
//! The platform can be asked again for everything but this: sends that are not confirmed, drafts, settings, and what the
//! person wrote down here, and what was asked of the robots ([`ledgers`]). It is read from the set-aside file page by page ([`pages`]), and each row counts that is one.
//!
//! - The tables are found by the file's own schema, and so are their columns, for the file may be older than the program.
//!   Where the schema is damaged too, the tables of this version are looked for by the shape of their rows.
//! - A page that belongs to no table is read only when something is damaged: it may be a leaf whose way down is lost, or
//!   one that was given up long ago.
//! - A send that was saved is never sent by itself, not even one that was queued: the newest that is known of it may be
//!   older than what happened to it. It asks a person, who can have the platform asked first.
//! - A wrong key makes every page noise, and noise is no page of a tree: that tells a lost key from a damaged head.

mod ledgers;
mod pages;
mod record;
mod restore;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use secrecy::ExposeSecret as _;

use self::pages::{Kind, Page, Pages};
use self::record::{Row, Value};
use crate::CacheKey;

pub(crate) use self::ledgers::LEDGERS;
pub(crate) use self::restore::restore;

/// What only this console knows. A table of this list is saved row by row into the one of the same name; a column that
/// is no longer there is left out. [`OUTBOX`] comes on top, because its rows change their state.
///
/// Tables without row ids are not read.
pub(crate) const PERSONAL: [&str; 13] = [
    "drafts",
    "settings",
    "chat_marks",
    "quick_replies",
    "notes",
    "adding_pace",
    "quality_rules",
    "quality_flags",
    "quality_decisions",
    "quality_samples",
    "quality_sampled",
    "quality_cards",
    "quality_scores",
];
pub(crate) const OUTBOX: &str = "outbox";

/// The rows of one table.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// What the file says the table is.
    pub sql: Option<String>,
    pub rows: Vec<Row>,
}

/// What a file still tells.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// False if nothing in the file is a page under this key.
    pub is_readable: bool,
    pub tables: BTreeMap<String, Found>,
    /// Rows of leaves that belong to no table.
    pub strays: Vec<Row>,
    /// Pages and rows that could not be read, of any table.
    pub lost: usize,
}

/// Reads what can be read. Blocks.
pub(crate) fn read(path: &Path, key: &CacheKey) -> std::io::Result<Findings> {
    let mut pages = Pages::open(path, key.bytes())?;
    let mut findings = Findings::default();
    let mut walk = Walk::default();
    let schema = walk.table(&mut pages, 1);
    findings.is_readable = !schema.is_empty();
    let roots: Vec<(String, u32, String)> = schema.into_iter().filter_map(table_of).collect();
    for (name, root, sql) in roots {
        let rows = walk.table(&mut pages, root);
        if name == OUTBOX || PERSONAL.contains(&name.as_str()) || LEDGERS.contains(&name.as_str()) {
            findings.tables.insert(name, Found { sql: Some(sql), rows });
        }
    }
    if findings.tables.is_empty() || walk.lost > 0 {
        for number in pages.numbers().difference(&walk.seen.clone()) {
            let Some(page) = pages.tree(*number) else { continue };
            findings.is_readable = true;
            if page.kind() == Some(Kind::TableLeaf) {
                findings.strays.extend(record::rows(&mut pages, &page).0);
            }
        }
    }
    findings.lost = walk.lost;
    Ok(findings)
}

/// The way through the trees.
#[derive(Default)]
struct Walk {
    seen: BTreeSet<u32>,
    lost: usize,
}

impl Walk {
    /// The rows of the table whose tree begins at a page.
    fn table(&mut self, pages: &mut Pages, root: u32) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut open = vec![root];
        while let Some(number) = open.pop() {
            // A page belongs to one tree, and a damaged one may point anywhere, at its own root too.
            if !self.seen.insert(number) {
                continue;
            }
            let page: Option<Page> = pages.tree(number);
            match page.as_ref().and_then(|page| Some((page, page.kind()?))) {
                Some((page, Kind::TableInterior)) => open.extend(page.children()),
                Some((page, Kind::TableLeaf)) => {
                    let (found, lost) = record::rows(pages, page);
                    rows.extend(found);
                    self.lost += lost;
                }
                Some((_, Kind::Index)) => {}
                None => self.lost += 1,
            }
        }
        rows
    }
}

/// A row of the schema: name, root and statement of a table.
fn table_of(row: Row) -> Option<(String, u32, String)> {
    match <[Value; 5]>::try_from(row.values).ok()? {
        [Value::Text(kind), Value::Text(name), _, Value::Int(root), Value::Text(sql)] if kind == "table" => {
            Some((name, u32::try_from(root).ok().filter(|root| *root > 0)?, sql))
        }
        _ => None,
    }
}

/// A big-endian number of a few bytes.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}

impl CacheKey {
    /// The key as the cipher takes it.
    fn bytes(&self) -> secrecy::SecretSlice<u8> {
        let hex = self.to_hex();
        let digits: Vec<u8> =
            hex.expose_secret().chars().filter_map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect();
        digits
            .chunks_exact(2)
            .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
            .collect::<Vec<u8>>()
            .into()
    }
}
