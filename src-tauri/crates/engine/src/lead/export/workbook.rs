//! Tables as a workbook, for what the console has counted: one sheet each.
//!
//! The window makes the tables, for it is the one that knows what they are called in the person's language; what makes a
//! cell safe to open is decided here.

use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{entry::guarded, problem::ExportProblem};
use crate::{Engine, EngineError};

/// The most tables of a workbook, and the most cells of all of them together: figures of a year by day are a thousandth.
const MOST_TABLES: usize = 32;
const MOST_CELLS: usize = 1_000_000;
const DAY_MS: f64 = 86_400_000.0;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum TableCell {
    Empty,
    /// Written as a text, whatever it looks like.
    Text {
        text: String,
    },
    /// Written as a number, negative ones too.
    Number {
        #[specta(type = specta_typescript::Number)]
        number: f64,
    },
    /// A part of one, shown in percent.
    Share {
        #[specta(type = specta_typescript::Number)]
        of_one: f64,
    },
    /// A length of time in milliseconds, shown in hours, minutes and seconds.
    Duration {
        #[specta(type = specta_typescript::Number)]
        ms: f64,
    },
}

/// A table of a workbook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct Table {
    /// The name of its sheet; shortened and made distinct where a sheet could not be called so.
    pub title: String,
    pub headers: Vec<String>,
    pub rows: Vec<Vec<TableCell>>,
}

impl Engine {
    /// Writes tables into a workbook where the person chose. What was there is replaced once the new one is whole.
    pub async fn save_tables(&self, path: &Path, tables: Vec<Table>) -> Result<(), EngineError> {
        let cells: usize = tables.iter().flat_map(|table| &table.rows).map(Vec::len).sum();
        if tables.is_empty() || tables.len() > MOST_TABLES || cells > MOST_CELLS {
            return Err(EngineError::InvalidInput(format!(
                "a workbook has 1 to {MOST_TABLES} tables and at most {MOST_CELLS} cells"
            )));
        }
        let path = path.to_owned();
        let written = tokio::task::spawn_blocking(move || save(&path, &tables)).await;
        // A thread that was ended with the console wrote nothing that has a name.
        Ok(written.unwrap_or(Err(ExportProblem::Ended))?)
    }
}

fn save(path: &Path, tables: &[Table]) -> Result<(), ExportProblem> {
    let bytes = metrics_workbook(tables)?;
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".part");
    let unfinished = Path::new(&unfinished);
    let written = std::fs::write(unfinished, bytes).and_then(|()| std::fs::rename(unfinished, path));
    written.map_err(|source| {
        // Whoever could not write it may not be able to remove it either, and the first failure is the one to tell of.
        let _ = std::fs::remove_file(unfinished);
        ExportProblem::at(path, source)
    })
}

/// A workbook (`.xlsx`) of these tables, a sheet each.
pub fn metrics_workbook(tables: &[Table]) -> Result<Vec<u8>, ExportProblem> {
    build(tables).map_err(|error| ExportProblem::in_workbook(Path::new("metrics.xlsx"), error))
}

fn build(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let head = Format::new().set_bold();
    let text = Format::new().set_num_format("@");
    let share = Format::new().set_num_format("0.0%");
    let duration = Format::new().set_num_format("[h]:mm:ss");
    let mut taken = Vec::new();
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&table.title, &mut taken))?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, header) in (0_u16..).zip(&table.headers) {
            sheet.write_with_format(0, column, guarded(header), &head)?;
        }
        for (row, cells) in (1_u32..).zip(&table.rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    TableCell::Empty => {}
                    TableCell::Text { text: words } => {
                        sheet.write_string_with_format(row, column, guarded(words), &text)?;
                    }
                    TableCell::Number { number } => {
                        sheet.write_number(row, column, *number)?;
                    }
                    TableCell::Share { of_one } => {
                        sheet.write_number_with_format(row, column, *of_one, &share)?;
                    }
                    TableCell::Duration { ms } => {
                        sheet.write_number_with_format(row, column, ms / DAY_MS, &duration)?;
                    }
                }
            }
        }
        sheet.autofit();
    }
    book.save_to_buffer()
}

/// Sheets have names of at most 31 characters, without some signs, and no two the same.
fn sheet_name(title: &str, taken: &mut Vec<String>) -> String {
    let plain: String = title.chars().map(|c| if "[]:*?/\\'".contains(c) { '_' } else { c }).collect();
    let plain = if plain.trim().is_empty() { "1".to_owned() } else { plain.trim().to_owned() };
    let cut = |most: usize| -> String { plain.chars().take(most).collect() };
    let mut name = cut(28);
    let mut number = 2;
    while taken.contains(&name.to_lowercase()) {
        name = format!("{} {number}", cut(25));
        number += 1;
    }
    taken.push(name.to_lowercase());
    name
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    fn text(text: &str) -> TableCell {
        TableCell::Text { text: text.into() }
    }

    fn table(title: &str) -> Table {
        Table {
            title: title.into(),
            headers: vec!["坐席".into(), "首次响应".into(), "超时率".into()],
            rows: vec![
                vec![text("=1+1"), TableCell::Number { number: -3.5 }, TableCell::Share { of_one: 0.125 }],
                vec![TableCell::Empty, TableCell::Duration { ms: 43_200_000.0 }],
            ],
        }
    }

    #[test]
    fn tables_come_back_as_they_were() {
        let long = "很长的标题".repeat(10);
        let bytes = metrics_workbook(&[table("a/b"), table("A_B"), table(&long), table("")]).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let sheets = book.sheet_names();
        assert_eq!(sheets.len(), 4);
        assert_eq!(sheets[..2], ["a_b".to_owned(), "A_B 2".to_owned()]);
        let range = book.worksheet_range("a_b").unwrap();
        assert_eq!(range.get((1, 0)), Some(&Data::String("'=1+1".into())), "nothing that was written is run");
        assert_eq!(range.get((1, 1)), Some(&Data::Float(-3.5)));
        assert_eq!(range.get((1, 2)), Some(&Data::Float(0.125)));
        assert_eq!(range.get((2, 0)).unwrap_or(&Data::Empty), &Data::Empty);
        let Some(Data::DateTime(half_a_day)) = range.get((2, 1)) else { panic!("{:?}", range.get((2, 1))) };
        assert!((half_a_day.as_f64() - 0.5).abs() < 1e-9 && half_a_day.is_duration());
        let formulas = book.worksheet_formula("a_b").unwrap();
        assert!(formulas.used_cells().next().is_none());
    }

    #[test]
    fn what_was_there_stays_until_the_new_one_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("统计.xlsx");
        save(&path, &[table("a")]).unwrap();
        save(&path, &[table("a"), table("b")]).unwrap();
        let book: Xlsx<_> = calamine::open_workbook(&path).unwrap();
        assert_eq!(book.sheet_names().len(), 2);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
        let nowhere = folder.path().join("nowhere").join("a.xlsx");
        assert!(matches!(save(&nowhere, &[table("a")]), Err(ExportProblem::Unwritable { .. })));
    }
}
