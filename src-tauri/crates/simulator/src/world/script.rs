//! The written dialogues behind the world's history and its live traffic, and the little language they are written in.
//!
//! ```text
//! == refund-size #tag            a dialogue and its tags: #en, #for=<part of a group's name>
//! c 收到了，{garment}大了一圈，能退吗    c customer, r robot, p robot answering from the phone, 1-6 group members
//! r 可以的|当然可以               alternatives
//! c +1d 寄了，单号{tracking}        written a day (d), hours (h) or minutes (m) after the line before
//! r [image garment]             image, sticker, link, file, mini, voice
//! 1 @r 我的什么时候到            a mention: @r the robot, @1 a member, @all everybody
//! ```
//!
//! Dialogues are data files because people who know the shop's language edit them, and a reader of the code should not
//! have to scroll past them. A line that cannot be read is skipped here and fails the test below.

use crate::clock::{DAY_MS, HOUR_MS, MINUTE_MS};

/// One written conversation.
#[derive(Clone, Debug)]
pub struct Script {
    pub name: String,
    /// For customers who write in English.
    pub english: bool,
    /// Only for groups whose name contains this.
    pub only_for: Option<String>,
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug)]
pub struct Line {
    pub who: Who,
    /// Milliseconds since the line before, where the author cared.
    pub after_ms: Option<i64>,
    pub mention: Option<Mention>,
    pub what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Customer,
    Robot,
    Phone,
    /// A member of the group, counted from 1.
    Member(usize),
}

impl Who {
    pub fn is_ours(self) -> bool {
        matches!(self, Self::Robot | Self::Phone)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mention {
    Robot,
    Member(usize),
    All,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Alternatives, of which one is chosen; with slots.
    Text(Vec<String>),
    /// A medium and the subject that it shows.
    Medium(Medium, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    Image,
    Sticker,
    Link,
    File,
    MiniProgram,
    Voice,
}

/// An answer to what an agent wrote: chosen when the text contains the keyword.
#[derive(Clone, Debug)]
pub struct Reply {
    pub keyword: String,
    pub answers: Vec<String>,
}

/// All dialogues, read once per world.
#[derive(Clone, Debug)]
pub struct Library {
    pub single: Vec<Script>,
    pub english: Vec<Script>,
    pub waiting: Vec<Script>,
    pub waiting_english: Vec<Script>,
    pub groups: Vec<Script>,
    pub nudges: Vec<String>,
    pub replies: Vec<Reply>,
}

impl Library {
    pub fn read() -> Self {
        let single = [
            include_str!("../../data/sizes.txt"),
            include_str!("../../data/orders.txt"),
            include_str!("../../data/aftersales.txt"),
            include_str!("../../data/daily.txt"),
        ];
        let (waiting_english, waiting) =
            scripts(include_str!("../../data/waiting.txt")).into_iter().partition(|script| script.english);
        Self {
            single: single.into_iter().flat_map(scripts).collect(),
            english: scripts(include_str!("../../data/english.txt")),
            waiting,
            waiting_english,
            groups: scripts(include_str!("../../data/groups.txt")),
            nudges: entries(include_str!("../../data/nudges.txt")).map(str::to_owned).collect(),
            replies: entries(include_str!("../../data/replies.txt")).filter_map(reply).collect(),
        }
    }
}

/// The lines of a data file that say something: no comments, no blank lines.
pub fn entries(file: &str) -> impl Iterator<Item = &str> {
    file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn scripts(file: &str) -> Vec<Script> {
    let mut all: Vec<Script> = Vec::new();
    for entry in entries(file) {
        if let Some(header) = entry.strip_prefix("== ") {
            all.push(header_of(header));
        } else if let (Some(script), Some(line)) = (all.last_mut(), line(entry)) {
            script.lines.push(line);
        }
    }
    all
}

fn header_of(header: &str) -> Script {
    let mut words = header.split_whitespace();
    let mut script =
        Script { name: words.next().unwrap_or_default().to_owned(), english: false, only_for: None, lines: Vec::new() };
    for tag in words {
        if tag == "#en" {
            script.english = true;
        } else if let Some(name) = tag.strip_prefix("#for=") {
            script.only_for = Some(name.to_owned());
        }
    }
    script
}

fn line(entry: &str) -> Option<Line> {
    let (who, rest) = entry.split_once(' ')?;
    let who = match who {
        "c" => Who::Customer,
        "r" => Who::Robot,
        "p" => Who::Phone,
        member => Who::Member(member.parse().ok()?),
    };
    let (after_ms, rest) = gap(rest.trim_start());
    let (mention, rest) = mention(rest);
    Some(Line { who, after_ms, mention, what: what(rest)? })
}

fn gap(text: &str) -> (Option<i64>, &str) {
    let parsed = || {
        let (word, rest) = text.strip_prefix('+')?.split_once(' ')?;
        let unit = match word.chars().last()? {
            'd' => DAY_MS,
            'h' => HOUR_MS,
            'm' => MINUTE_MS,
            _ => return None,
        };
        let count: i64 = word.trim_end_matches(['d', 'h', 'm']).parse().ok()?;
        Some((count * unit, rest))
    };
    parsed().map_or((None, text), |(after, rest)| (Some(after), rest))
}

fn mention(text: &str) -> (Option<Mention>, &str) {
    let parsed = || {
        let (name, rest) = text.strip_prefix('@')?.split_once(' ')?;
        let mention = match name {
            "r" => Mention::Robot,
            "all" => Mention::All,
            member => Mention::Member(member.parse().ok()?),
        };
        Some((mention, rest))
    };
    parsed().map_or((None, text), |(mention, rest)| (Some(mention), rest))
}

fn what(text: &str) -> Option<What> {
    let Some(inner) = text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) else {
        return Some(What::Text(text.split('|').map(str::to_owned).collect()));
    };
    let (medium, subject) = inner.split_once(' ').unwrap_or((inner, ""));
    let medium = match medium {
        "image" => Medium::Image,
        "sticker" => Medium::Sticker,
        "link" => Medium::Link,
        "file" => Medium::File,
        "mini" => Medium::MiniProgram,
        "voice" => Medium::Voice,
        _ => return None,
    };
    Some(What::Medium(medium, subject.to_owned()))
}

fn reply(entry: &str) -> Option<Reply> {
    let (keyword, answers) = entry.split_once(": ")?;
    Some(Reply { keyword: keyword.to_owned(), answers: answers.split('|').map(str::to_owned).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_written_line_is_understood() {
        for file in [
            include_str!("../../data/sizes.txt"),
            include_str!("../../data/orders.txt"),
            include_str!("../../data/aftersales.txt"),
            include_str!("../../data/daily.txt"),
            include_str!("../../data/english.txt"),
            include_str!("../../data/waiting.txt"),
            include_str!("../../data/groups.txt"),
        ] {
            for entry in entries(file).filter(|entry| !entry.starts_with("== ")) {
                assert!(line(entry).is_some(), "not a line of a dialogue: {entry}");
            }
        }
    }

    #[test]
    fn there_is_enough_to_say() {
        let library = Library::read();
        assert!(library.single.len() >= 40, "{} single dialogues", library.single.len());
        assert!(library.groups.len() >= 15, "{} group dialogues", library.groups.len());
        assert!(library.waiting.len() >= 12);
        assert!(library.english.len() >= 5 && !library.waiting_english.is_empty());
        assert!(library.replies.last().is_some_and(|reply| reply.keyword == "*"), "the last reply must fit everything");
    }

    #[test]
    fn unanswered_bursts_are_the_customers_alone_and_fit_a_badge() {
        for script in Library::read().waiting {
            assert!(script.lines.iter().all(|line| line.who == Who::Customer), "{}", script.name);
            assert!((1..=9).contains(&script.lines.len()), "{}", script.name);
        }
    }

    #[test]
    fn a_line_carries_its_gap_its_mention_and_its_alternatives() {
        let line = line("2 +3h @r 到了吗|到哪了").unwrap();
        assert_eq!(line.who, Who::Member(2));
        assert_eq!(line.after_ms, Some(3 * HOUR_MS));
        assert_eq!(line.mention, Some(Mention::Robot));
        assert_eq!(line.what, What::Text(vec!["到了吗".into(), "到哪了".into()]));
    }
}
