//! A message as every format writes it: the same texts, whatever the file.

use jiff::tz::TimeZone;
use zuoxi_model::{Content, ThreadMessage, Timestamp, spreadsheet};

use super::{plan::PlannedChat, words::Words};

/// What became of the medium of a message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Medium {
    /// The message has none, or none was asked for.
    #[default]
    None,
    /// Below the export's folder.
    Kept {
        path: String,
        is_program: bool,
    },
    Missing {
        why: String,
    },
}

/// A message and its medium.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub told: ThreadMessage,
    pub medium: Medium,
}

/// Local times of one zone.
#[derive(Debug, Clone)]
pub(super) struct Zone(pub TimeZone);

impl Zone {
    /// The zone of that name, or China's, in whose time the platform itself writes (Q17).
    pub fn named(name: &str) -> Self {
        let named = TimeZone::get(name).or_else(|_| TimeZone::get("Asia/Shanghai"));
        Self(named.unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(8))))
    }

    fn at(&self, at: Timestamp) -> jiff::Zoned {
        jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_zoned(self.0.clone())
    }

    /// `2026-11-23 14:15:06`
    pub fn time(&self, at: Timestamp) -> String {
        self.at(at).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    pub fn day(&self, at: Timestamp) -> String {
        self.at(at).strftime("%Y-%m-%d").to_string()
    }

    pub fn clock(&self, at: Timestamp) -> String {
        self.at(at).strftime("%H:%M:%S").to_string()
    }

    /// Days since the end of 1899, as spreadsheets count local time.
    #[allow(clippy::cast_precision_loss, reason = "seconds of any date that a spreadsheet can show are exact")]
    pub fn serial(&self, at: Timestamp) -> f64 {
        const EPOCH_DAYS: f64 = 25_569.0;
        let zoned = self.at(at);
        let local = zoned.timestamp().as_second().saturating_add(i64::from(zoned.offset().seconds()));
        local as f64 / 86_400.0 + EPOCH_DAYS
    }
}

impl Entry {
    /// The words of the message. What this version does not understand is its record, so that nothing is left out.
    pub fn text(&self) -> String {
        text(&self.told.message.content)
    }

    /// Where the medium was, or where a link leads.
    pub fn address(&self) -> &str {
        self.told.message.content.address().unwrap_or_default()
    }

    /// The row of a table, in the order of [`Words::columns`], without its time. Every cell is guarded.
    pub fn cells(&self, chat: &PlannedChat, words: &Words) -> [String; 13] {
        let message = &self.told.message;
        let file = match &self.medium {
            Medium::None => String::new(),
            Medium::Kept { path, .. } => path.clone(),
            Medium::Missing { why } => format!("({}: {why})", words.not_fetched),
        };
        let assignee = message.assignee.as_ref().or(chat.assignee.as_ref());
        [
            chat.robot.as_str(),
            &chat.name,
            words.chat_kind(chat.kind),
            assignee.map_or("", |assignee| assignee.as_str()),
            words.side(message.direction),
            &message.sender.name,
            words.content(&message.content),
            &self.text(),
            self.address(),
            &file,
            words.state(self.told.delivery.as_ref(), message.send_status),
            message.key.message_id.as_str(),
            message.chat_id.as_str(),
        ]
        .map(guarded)
    }
}

/// The words of a content.
pub(super) fn text(content: &Content) -> String {
    match content {
        Content::Link { title, description, .. } | Content::MiniProgram { title, description } => {
            [title.as_str(), description].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
        }
        Content::Unsupported { content_type, raw } => format!("{content_type} {raw}"),
        content => content.text().to_owned(),
    }
}

/// A text for a cell: visible, and nothing that a spreadsheet would run.
pub(super) fn guarded(text: &str) -> String {
    spreadsheet::cell(&visible(text)).into_owned()
}

/// The text with line breaks as `\n`, and with control characters as the signs Unicode has to show them: neither pages nor
/// workbooks can hold them as they are. JSON can, and does.
pub(super) fn visible(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\r' => '\n',
            '\u{7f}' => '\u{2421}',
            '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
            '\u{80}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_the_same_in_words_and_in_days() {
        let zone = Zone::named("Asia/Shanghai");
        let at = Timestamp(1_583_138_140_000);
        assert_eq!(zone.time(at), "2020-03-02 16:35:40");
        assert!((zone.serial(at) - 43_892.691_435_185_18).abs() < 1e-9);
        assert_eq!(Zone::named("Nowhere/Else").time(at), "2020-03-02 16:35:40");
    }

    #[test]
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(visible("a\r\nb\rc\0d\u{1b}e\tf\u{7f}"), "a\nb\nc␀d␛e\tf␡");
    }
}
