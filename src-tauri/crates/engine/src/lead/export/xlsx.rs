//! Workbooks, written row by row: no sheet is ever held in memory.
//!
//! - Rows wait in unnamed files of the export's own folder, not in that of the system, so that no customer's words stay
//!   behind elsewhere.
//! - Texts are texts, whatever they look like; ids keep all their digits; times are real times of the zone that was chosen.
//! - A sheet that is full is followed by another one. A text that is longer than a cell may be goes on in the rows below.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{
    csv::SHEET_ROWS,
    entry::{Entry, Zone, guarded},
    names,
    plan::{Plan, PlannedChat},
    problem::ExportProblem,
    sealing::{Sealing, Written},
    words::Words,
    writer::Writer,
};

/// The most UTF-16 units that are put into one cell; Excel takes 32,767.
const CELL_UNITS: usize = 32_000;

/// The column of the texts; see [`Words::columns`].
const TEXT_COLUMN: usize = 8;

const WIDTHS: [f64; 14] = [19.0, 14.0, 20.0, 9.0, 12.0, 8.0, 16.0, 9.0, 60.0, 30.0, 30.0, 12.0, 24.0, 30.0];

pub(super) struct Xlsx<'a> {
    words: &'static Words,
    zone: Zone,
    folder: &'a Path,
    name: String,
    book: Workbook,
    formats: Formats,
    sheet: usize,
    row: u32,
    most_rows: u32,
    messages: u64,
}

struct Formats {
    head: Format,
    time: Format,
    text: Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            head: Format::new().set_bold(),
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss").set_align(FormatAlign::Top),
            text: Format::new().set_num_format("@").set_align(FormatAlign::Top),
        }
    }
}

impl<'a> Xlsx<'a> {
    pub fn begin(plan: &Plan, part: usize, folder: &'a Path) -> Result<Self, ExportProblem> {
        Self::with_rows(plan, part, folder, SHEET_ROWS)
    }

    pub fn with_rows(plan: &Plan, part: usize, folder: &'a Path, most_rows: u32) -> Result<Self, ExportProblem> {
        let name = names::table(part, 1, "xlsx");
        let mut this = Self {
            words: plan.words(),
            zone: plan.zone(),
            folder,
            name,
            book: Workbook::new(),
            formats: Formats::new(),
            sheet: 0,
            row: 0,
            most_rows,
            messages: 0,
        };
        let begun = this.begin_book(plan, part);
        begun.map_err(|error| this.problem(error))?;
        Ok(this)
    }

    fn begin_book(&mut self, plan: &Plan, part: usize) -> Result<(), XlsxError> {
        self.book.set_tempdir(self.folder)?;
        self.add_sheet()?;
        self.write_coverage(plan, part)
    }

    /// Who exported what, when, and what may be missing of the chats of this part; the last sheet, of few rows.
    fn write_coverage(&mut self, plan: &Plan, part: usize) -> Result<(), XlsxError> {
        let (words, zone) = (self.words, &self.zone);
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(words.coverage)?;
        for (column, width) in (0_u16..).zip([20.0, 24.0, 12.0, 20.0, 20.0, 30.0]) {
            sheet.set_column_width(column, width)?;
        }
        let mut row = 0;
        for (name, value) in statement(plan) {
            sheet.write_with_format(row, 0, name, &self.formats.head)?;
            sheet.write(row, 1, value)?;
            row += 1;
        }
        row += 1;
        for (column, name) in (0_u16..).zip(words.coverage_columns) {
            sheet.write_with_format(row, column, name, &self.formats.head)?;
        }
        let range = plan.parts().get(part.saturating_sub(1)).cloned().unwrap_or_default();
        for chat in plan.chats.get(range).unwrap_or_default() {
            for gap in chat.gaps.iter().map(Some).chain(chat.gaps.is_empty().then_some(None)) {
                row += 1;
                if row >= SHEET_ROWS {
                    // The table of coverage beside the workbooks has all of it.
                    return Ok(());
                }
                sheet.write(row, 0, guarded(&chat.robot))?;
                sheet.write(row, 1, guarded(&chat.name))?;
                #[allow(clippy::cast_precision_loss, reason = "nobody has 2^53 messages")]
                sheet.write(row, 2, chat.messages as f64)?;
                match gap {
                    Some(gap) => {
                        let from = if gap.from.0 <= 0 { words.beginning.to_owned() } else { zone.time(gap.from) };
                        sheet.write(row, 3, from)?;
                        sheet.write(row, 4, zone.time(gap.to))?;
                    }
                    None => {
                        sheet.write(row, 3, words.complete)?;
                    }
                }
                sheet.write(row, 5, format!("{}/{}", chat.key.robot_key, chat.key.chat_user))?;
            }
        }
        Ok(())
    }

    fn add_sheet(&mut self) -> Result<(), XlsxError> {
        let number = if self.row == 0 { 1 } else { self.book.worksheets().len() };
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        let name = self.words.sheet;
        sheet.set_name(if number == 1 { name.to_owned() } else { format!("{name} {number}") })?;
        for (column, width) in (0_u16..).zip(WIDTHS) {
            sheet.set_column_width(column, width)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        for (column, name) in (0_u16..).zip(self.words.columns) {
            sheet.write_with_format(0, column, name, &self.formats.head)?;
        }
        self.sheet = self.book.worksheets().len() - 1;
        self.row = 1;
        Ok(())
    }

    fn put(&mut self, chat: &PlannedChat, entry: &Entry) -> Result<(), XlsxError> {
        let serial = self.zone.serial(entry.told.message.timestamp);
        let mut cells = entry.cells(chat, self.words);
        let mut pieces = vec![String::new()];
        if let Some(text) = cells.get_mut(TEXT_COLUMN - 1) {
            pieces = split(text);
            text.clear();
        }
        for (index, piece) in pieces.into_iter().enumerate() {
            if self.row >= self.most_rows {
                self.add_sheet()?;
            }
            let row = self.row;
            let sheet = self.book.worksheet_from_index(self.sheet)?;
            sheet.write_with_format(row, 0, serial, &self.formats.time)?;
            // A cell may not hold more than this either, though nothing in these columns should be so long.
            for (column, cell) in (1_u16..).zip(&cells) {
                let cell = if usize::from(column) == TEXT_COLUMN { &piece } else { cell };
                put_text(sheet, row, column, cell, &self.formats.text)?;
            }
            if index > 0 {
                put_text(sheet, row, 7, "…", &self.formats.text)?;
            }
            self.row += 1;
        }
        Ok(())
    }

    fn path(&self) -> PathBuf {
        self.folder.join(&self.name)
    }

    fn problem(&self, error: XlsxError) -> ExportProblem {
        ExportProblem::in_workbook(&self.path(), error)
    }
}

impl Writer for Xlsx<'_> {
    fn begin_chat(&mut self, _: &PlannedChat) -> Result<(), ExportProblem> {
        Ok(())
    }

    fn message(&mut self, chat: &PlannedChat, entry: &Entry) -> Result<(), ExportProblem> {
        let put = self.put(chat, entry);
        put.map_err(|error| self.problem(error))?;
        self.messages += 1;
        Ok(())
    }

    fn end_chat(&mut self, _: &PlannedChat) -> Result<(), ExportProblem> {
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<Written>, ExportProblem> {
        let mut file = Sealing::begin(self.folder, self.name.as_str())?;
        file.messages = self.messages;
        let saved = self.book.save_to_writer(&mut file);
        saved.map_err(|error| self.problem(error))?;
        Ok(vec![file.seal()?])
    }
}

/// Lines about the whole export.
pub(super) fn statement(plan: &Plan) -> Vec<(&'static str, String)> {
    let (words, zone) = (plan.words(), plan.zone());
    let from = if plan.window.from.0 <= 0 { words.beginning.to_owned() } else { zone.time(plan.window.from) };
    vec![
        (words.exported_by, guarded(&plan.requested_by)),
        (words.exported_at, zone.time(plan.started_at)),
        (words.time_zone, guarded(&plan.request.time_zone)),
        (words.period, format!("{from} – {}", zone.time(plan.window.to))),
        (words.version, super::VERSION.to_owned()),
    ]
}

fn put_text(sheet: &mut Worksheet, row: u32, column: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    if text.is_empty() {
        return Ok(());
    }
    // Only the first piece: the one column that may be longer was cut before.
    let pieces = split(text);
    let Some(first) = pieces.first() else { return Ok(()) };
    sheet.write_string_with_format(row, column, first, format)?;
    Ok(())
}

/// The text in pieces that a cell takes, never cut within a character.
fn split(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut units = 0;
    for c in text.chars() {
        if units + c.len_utf16() > CELL_UNITS {
            pieces.push(String::new());
            units = 0;
        }
        units += c.len_utf16();
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    pieces
}
