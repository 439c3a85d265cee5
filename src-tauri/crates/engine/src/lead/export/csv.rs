//! CSV as spreadsheets open it: UTF-8 with its mark, so that Excel does not take Chinese for Latin-1; cells that none of
//! them runs; no file with more rows than one of their sheets has.

use std::path::Path;

use super::{
    entry::{Entry, Zone},
    names,
    plan::{Plan, PlannedChat},
    problem::ExportProblem,
    sealing::{Sealing, Written},
    words::Words,
    writer::Writer,
};

/// Rows of a sheet of Excel and of `LibreOffice`.
pub(super) const SHEET_ROWS: u32 = 1_048_576;

/// The mark at the beginning by which Excel knows UTF-8.
const MARK: &str = "\u{feff}";

pub(super) struct Csv<'a> {
    words: &'static Words,
    zone: Zone,
    part: usize,
    folder: &'a Path,
    rows: u32,
    most_rows: u32,
    out: csv::Writer<Sealing>,
    finished: Vec<Written>,
}

impl<'a> Csv<'a> {
    pub fn begin(plan: &Plan, part: usize, folder: &'a Path) -> Result<Self, ExportProblem> {
        Self::with_rows(plan, part, folder, SHEET_ROWS)
    }

    pub fn with_rows(plan: &Plan, part: usize, folder: &'a Path, most_rows: u32) -> Result<Self, ExportProblem> {
        let words = plan.words();
        let out = open(folder, &names::table(part, 1, "csv"), words.columns)?;
        Ok(Self { words, zone: plan.zone(), part, folder, rows: 1, most_rows, out, finished: Vec::new() })
    }
}

impl Writer for Csv<'_> {
    fn begin_chat(&mut self, _: &PlannedChat) -> Result<(), ExportProblem> {
        Ok(())
    }

    fn message(&mut self, chat: &PlannedChat, entry: &Entry) -> Result<(), ExportProblem> {
        if self.rows == self.most_rows {
            let piece = u32::try_from(self.finished.len()).unwrap_or(u32::MAX).saturating_add(2);
            let next = open(self.folder, &names::table(self.part, piece, "csv"), self.words.columns)?;
            self.finished.push(seal(std::mem::replace(&mut self.out, next))?);
            self.rows = 1;
        }
        let time = self.zone.time(entry.told.message.timestamp);
        let cells = entry.cells(chat, self.words);
        let record = std::iter::once(time.as_str()).chain(cells.iter().map(String::as_str));
        put(&mut self.out, record)?;
        self.rows += 1;
        Ok(())
    }

    fn end_chat(&mut self, _: &PlannedChat) -> Result<(), ExportProblem> {
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<Written>, ExportProblem> {
        self.finished.push(seal(self.out)?);
        let mut left = u64::from(self.rows - 1);
        for (index, file) in self.finished.iter_mut().enumerate().rev() {
            file.messages = left;
            left = if index == 0 { 0 } else { u64::from(self.most_rows - 1) };
        }
        Ok(self.finished)
    }
}

/// Begins a table.
pub(super) fn open<const N: usize>(
    folder: &Path,
    name: &str,
    columns: [&str; N],
) -> Result<csv::Writer<Sealing>, ExportProblem> {
    let mut file = Sealing::begin(folder, name)?;
    file.put(MARK)?;
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
    put(&mut out, columns)?;
    Ok(out)
}

pub(super) fn put<'r>(
    out: &mut csv::Writer<Sealing>,
    record: impl IntoIterator<Item = &'r str>,
) -> Result<(), ExportProblem> {
    let written = out.write_record(record);
    written.map_err(|error| out.get_ref().problem(error.into()))
}

pub(super) fn seal(out: csv::Writer<Sealing>) -> Result<Written, ExportProblem> {
    match out.into_inner() {
        Ok(file) => file.seal(),
        Err(unwritten) => {
            let error = std::io::Error::new(unwritten.error().kind(), unwritten.error().to_string());
            Err(unwritten.into_inner().get_ref().problem(error))
        }
    }
}
