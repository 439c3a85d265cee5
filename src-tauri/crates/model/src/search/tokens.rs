//! The tokens of a text.
//!
//! Decisions:
//! - **NFKC and lower case**, grapheme by grapheme, so that each token knows where it stands in the text as it was written.
//! - **A word** is a run of letters of a script that separates its words (Latin, Greek, Cyrillic, Arabic …) and is found by
//!   its beginning. **Every other character stands for itself**: a Han character, a digit, an emoji, a comma. So one Han
//!   character is enough, and digits are found inside numbers.
//! - Blanks and what cannot be seen (joiners, variation selectors) part words and are otherwise nothing.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation as _;

use super::{Snippet, Span};

/// How much of a long text a hit shows: tokens before the hit, and in all.
const BEFORE: usize = 18;
const SHOWN: usize = 90;

/// A piece of a text that is found as a whole, or by its beginning if it is a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    pub is_word: bool,
    /// Where it begins and ends in the text, in bytes.
    pub from: usize,
    pub to: usize,
}

/// NFKC and lower case.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

/// The scripts below U+0E00 part their words with blanks, and so do the Latin and Greek supplements.
fn is_letter(character: char) -> bool {
    character.is_alphabetic() && matches!(u32::from(character), 0..0x0E00 | 0x1E00..0x2000)
}

fn is_nothing(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// The tokens of a text, in order.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut in_word = false;
    for (from, grapheme) in text.grapheme_indices(true) {
        let to = from + grapheme.len();
        for character in fold(grapheme).chars() {
            if is_nothing(character) {
                in_word = false;
                continue;
            }
            let goes_on = in_word && (is_letter(character) || is_combining_mark(character));
            if goes_on && let Some(word) = tokens.last_mut() {
                word.text.push(character);
                word.to = to;
                continue;
            }
            in_word = is_letter(character);
            tokens.push(Token { text: character.into(), is_word: in_word, from, to });
        }
    }
    tokens
}

/// A token as the index writes it. What ASCII has besides letters and digits would part tokens there; it moves to where
/// Unicode has nothing.
fn written(token: &Token) -> String {
    let place = |c: char| {
        if c.is_ascii() && !c.is_ascii_alphanumeric() { char::from_u32(0xE000 + u32::from(c)).unwrap_or(c) } else { c }
    };
    token.text.chars().map(place).collect()
}

/// A text as the index takes it: its tokens with blanks between them.
#[must_use]
pub fn words(text: &str) -> String {
    tokens(text).iter().map(written).collect::<Vec<_>>().join(" ")
}

/// A query as FTS5 takes it; none if there is nothing to look for.
#[must_use]
pub fn phrase(query: &str) -> Option<String> {
    let tokens = tokens(query);
    let last = tokens.last()?;
    let words: Vec<String> = tokens.iter().map(written).collect();
    Some(format!("\"{}\"{}", words.join(" "), if last.is_word { " *" } else { "" }))
}

/// Where the query stands in the text: places in bytes that do not overlap. Empty if it does not.
#[must_use]
pub fn find(text: &[Token], query: &[Token]) -> Vec<(usize, usize)> {
    let Some(((last, head), length)) = query.split_last().zip(Some(query.len())) else { return Vec::new() };
    let mut found = Vec::new();
    let mut free_from = 0;
    for (at, window) in text.windows(length).enumerate() {
        let Some((end, start)) = window.split_last() else { continue };
        let ends = if last.is_word { end.is_word && end.text.starts_with(&last.text) } else { end.text == last.text };
        if at < free_from || !ends || !start.iter().zip(head).all(|(a, b)| a.text == b.text) {
            continue;
        }
        free_from = at + length;
        let from = window.first().map_or(end.from, |first| first.from);
        // Of a word that goes on, what was typed is shown; where letters changed their length, the whole word.
        let to = if last.is_word && end.to - end.from == end.text.len() { end.from + last.text.len() } else { end.to };
        found.push((from, to));
    }
    found
}

/// The text around the first place where the query stands; none if it stands nowhere.
#[must_use]
pub fn snippet(text: &str, query: &str) -> Option<Snippet> {
    let all = tokens(text);
    let found = find(&all, &tokens(query));
    let first = found.first()?;
    let at = all.iter().position(|token| token.from >= first.0).unwrap_or(0);
    let start = if all.len() <= SHOWN { 0 } else { at.saturating_sub(BEFORE) };
    let from = if start == 0 { 0 } else { all.get(start).map_or(0, |token| token.from) };
    let to = all.get(start + SHOWN).map_or(text.len(), |token| token.from);
    let shown = text.get(from..to)?;
    let units = |end: usize| -> Option<u32> { u32::try_from(text.get(from..end)?.encode_utf16().count()).ok() };
    let highlights = found
        .iter()
        .filter(|(begin, _)| (from..to).contains(begin))
        .filter_map(|(begin, end)| Some(Span { from: units(*begin)?, to: units((*end).min(to))? }))
        .collect();
    Some(Snippet { text: shown.to_owned(), highlights, cut_before: from > 0, cut_after: to < text.len() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::string_slice, reason = "tests may")]
mod tests {
    use super::*;

    fn finds(text: &str, query: &str) -> bool {
        snippet(text, query).is_some()
    }

    #[test]
    fn one_han_character_is_enough_and_digits_are_found_inside_numbers() {
        assert!(finds("我要退款", "退"));
        assert!(finds("我要退款", "要退款"));
        assert!(finds("订单20261123号", "0261"));
        assert!(!finds("我要退货", "退款"));
    }

    #[test]
    fn words_are_found_by_their_beginning_and_whatever_their_case_and_width() {
        assert!(finds("Please REFUND me", "refu"));
        assert!(finds("Ｒｅｆｕｎｄ １２３", "refund 12"));
        assert!(!finds("a refund", "fund"));
        assert!(finds("型号A12b", "a12"));
    }

    #[test]
    fn what_stands_between_counts_but_blanks_do_not() {
        assert!(!finds("退，款", "退款"));
        assert!(finds("退，款", "退,款"));
        assert!(finds("退 款", "退款"));
        assert!(finds("好👍🏻", "👍"));
        assert!(finds("❤️", "❤"));
    }

    #[test]
    fn what_is_highlighted_is_what_was_typed() {
        let snippet = snippet("😀 Refunds, refund", "REFUND").unwrap();
        let units: Vec<u16> = snippet.text.encode_utf16().collect();
        let shown: Vec<String> = snippet
            .highlights
            .iter()
            .map(|span| String::from_utf16(units.get(span.from as usize..span.to as usize).unwrap()).unwrap())
            .collect();
        assert_eq!(shown, ["Refund", "refund"]);
    }

    #[test]
    fn a_long_text_is_cut_around_its_first_hit() {
        let text = format!("{}退款{}", "前".repeat(200), "后".repeat(200));
        let snippet = snippet(&text, "退款").unwrap();
        assert!(snippet.cut_before && snippet.cut_after);
        assert!(snippet.text.chars().count() <= SHOWN);
        assert_eq!(snippet.highlights, [Span { from: 18, to: 20 }]);
    }

    #[test]
    fn nothing_to_look_for_finds_nothing() {
        assert_eq!(phrase("  \u{200B}"), None);
        assert!(!finds("text", " "));
    }
}
