//! Tables as a workbook, for what the console has counted: one sheet each.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{entry::guarded, problem::ExportProblem};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum TableCell {
    Empty,
    /// Written as a text, whatever it looks like.
    Text(String),
    /// Written as a number, negative ones too.
    Number(f64),
}

impl From<&str> for TableCell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<f64> for TableCell {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

/// A table of a workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The name of its sheet; shortened and made distinct where a sheet could not be called so.
    pub title: String,
    pub headers: Vec<String>,
    pub rows: Vec<Vec<TableCell>>,
}

/// A workbook (`.xlsx`) of these tables, a sheet each.
pub fn metrics_workbook(tables: &[Table]) -> Result<Vec<u8>, ExportProblem> {
    build(tables).map_err(|error| ExportProblem::in_workbook(std::path::Path::new("metrics.xlsx"), error))
}

fn build(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let head = Format::new().set_bold();
    let text = Format::new().set_num_format("@");
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
                    TableCell::Text(words) => {
                        sheet.write_string_with_format(row, column, guarded(words), &text)?;
                    }
                    TableCell::Number(number) => {
                        sheet.write_number(row, column, *number)?;
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

    #[test]
    fn tables_come_back_as_they_were() {
        let table = |title: &str| Table {
            title: title.into(),
            headers: vec!["坐席".into(), "首次响应".into()],
            rows: vec![vec!["=1+1".into(), (-3.5).into()], vec![TableCell::Empty, 2.0.into()]],
        };
        let long = "很长的标题".repeat(10);
        let bytes = metrics_workbook(&[table("a/b"), table("A_B"), table(&long), table("")]).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let sheets = book.sheet_names();
        assert_eq!(sheets.len(), 4);
        assert_eq!(sheets[..2], ["a_b".to_owned(), "A_B 2".to_owned()]);
        let range = book.worksheet_range("a_b").unwrap();
        assert_eq!(range.get((1, 0)), Some(&Data::String("'=1+1".into())));
        assert_eq!(range.get((1, 1)), Some(&Data::Float(-3.5)));
        assert_eq!(range.get((2, 0)).unwrap_or(&Data::Empty), &Data::Empty);
    }
}
