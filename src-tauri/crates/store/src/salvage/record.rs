//! Rows in the leaves of a table, read without trust in any length or number.
//! <https://sqlite.org/fileformat2.html#record_format>

use super::number;
use super::pages::{Page, Pages, USABLE_BYTES};

/// Longer values are not what a person typed.
const LONGEST_BYTES: usize = 8 << 20;

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Int(i64),
    Text(String),
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub rowid: i64,
    pub values: Vec<Value>,
}

/// The rows of a leaf, and how many could not be read.
pub fn rows(pages: &mut Pages, leaf: &Page) -> (Vec<Row>, usize) {
    let cells = leaf.cells();
    let count = cells.len();
    let rows: Vec<Row> = cells.into_iter().filter_map(|at| row(pages, leaf.bytes(), at)).collect();
    let lost = count - rows.len();
    (rows, lost)
}

fn row(pages: &mut Pages, leaf: &[u8], at: usize) -> Option<Row> {
    let (size, after_size) = varint(leaf, at)?;
    let (rowid, start) = varint(leaf, after_size)?;
    let size = usize::try_from(size).ok().filter(|size| *size <= LONGEST_BYTES)?;
    let payload = payload(pages, leaf, start, size)?;
    Some(Row { rowid, values: values(&payload)? })
}

/// The bytes of a row, with what did not fit into its leaf.
fn payload(pages: &mut Pages, leaf: &[u8], start: usize, size: usize) -> Option<Vec<u8>> {
    let most = USABLE_BYTES - 35;
    if size <= most {
        return Some(leaf.get(start..start + size)?.to_vec());
    }
    let least = (USABLE_BYTES - 12) * 32 / 255 - 23;
    let fitting = least + (size - least) % (USABLE_BYTES - 4);
    let local = if fitting <= most { fitting } else { least };
    let mut bytes = leaf.get(start..start + local)?.to_vec();
    let mut next = number(leaf, start + local, 4)?;
    while bytes.len() < size {
        let page = pages.any(u32::try_from(next).ok().filter(|page| *page != 0)?)?;
        let rest = (size - bytes.len()).min(USABLE_BYTES - 4);
        bytes.extend_from_slice(page.bytes().get(4..4 + rest)?);
        next = number(page.bytes(), 0, 4)?;
    }
    Some(bytes)
}

fn values(payload: &[u8]) -> Option<Vec<Value>> {
    let (head, mut at) = varint(payload, 0)?;
    let head = usize::try_from(head).ok().filter(|head| *head <= payload.len())?;
    let mut body = head;
    let mut values = Vec::new();
    while at < head {
        let (kind, next) = varint(payload, at)?;
        let (value, bytes) = value(payload, body, kind)?;
        values.push(value);
        at = next;
        body += bytes;
    }
    (body == payload.len()).then_some(values)
}

/// The value of a kind at a place, and how many bytes it takes.
fn value(payload: &[u8], at: usize, kind: i64) -> Option<(Value, usize)> {
    let bytes = match kind {
        0 => return Some((Value::Null, 0)),
        8 | 9 => return Some((Value::Int(kind - 8), 0)),
        1..=4 => usize::try_from(kind).ok()?,
        5 => 6,
        6 => 8,
        // An odd kind is a text; there is no table of the person's own with reals or blobs.
        13.. if kind % 2 == 1 => {
            let bytes = usize::try_from((kind - 13) / 2).ok()?;
            let text = std::str::from_utf8(payload.get(at..at.checked_add(bytes)?)?).ok()?;
            return Some((Value::Text(text.to_owned()), bytes));
        }
        _ => return None,
    };
    let whole = payload.get(at..at + bytes)?;
    let negative = whole.first().is_some_and(|first| first & 0x80 != 0);
    let start = if negative { -1 } else { 0 };
    Some((Value::Int(whole.iter().fold(start, |number: i64, byte| number << 8 | i64::from(*byte))), bytes))
}

/// A number of one to nine bytes, and where it ends.
fn varint(bytes: &[u8], at: usize) -> Option<(i64, usize)> {
    let mut number = 0_i64;
    for length in 0..8 {
        let byte = *bytes.get(at + length)?;
        number = number << 7 | i64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((number, at + length + 1));
        }
    }
    Some((number << 8 | i64::from(*bytes.get(at + 8)?), at + 9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_length_are_read() {
        assert_eq!(varint(&[0x05], 0), Some((5, 1)));
        assert_eq!(varint(&[0, 0x81, 0x00], 1), Some((128, 3)));
        assert_eq!(varint(&[0xff; 9], 0), Some((-1, 9)));
        assert_eq!(varint(&[0x81], 0), None);
    }

    #[test]
    fn a_record_that_lies_about_its_lengths_is_no_record() {
        // A text of two bytes, a null, the number -2.
        let record = [4, 17, 0, 1, b'h', b'i', 0xfe];
        assert_eq!(values(&record), Some(vec![Value::Text("hi".into()), Value::Null, Value::Int(-2)]));
        assert_eq!(values(&record[..6]), None);
        assert_eq!(values(&[4, 17, 0, 1, 0xff, 0xfe, 0xfe]), None);
        assert_eq!(values(&[200, 17, 0, 1]), None);
        assert_eq!(values(&[]), None);
    }
}
