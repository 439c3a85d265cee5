//! Mass sending: a request that was checked before it can be made. Spec 2.7, Q58.
//!
//! It has no task id, no status and no cancel, so everything that can be found wrong is found here.

use std::fmt;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{CustomerId, GroupId, RobotKey, Timestamp};

/// What a person puts together; becomes a [`Broadcast`] when it keeps the platform's limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BroadcastDraft {
    /// The task's name.
    pub name: String,
    /// Sent one after the other to everyone.
    pub contents: Vec<BroadcastContent>,
    pub audience: Audience,
    pub schedule: BroadcastSchedule,
    pub pace: BroadcastPace,
}

/// A draft that keeps the limits. Only [`TryFrom`] makes one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BroadcastDraft", into = "BroadcastDraft")]
pub struct Broadcast(BroadcastDraft);

/// One part of a broadcast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum BroadcastContent {
    Text {
        text: String,
    },
    Image {
        url: String,
    },
    Link {
        title: String,
        link: String,
        description: String,
        /// Without a query string, and one the platform can download (Q56).
        cover_url: Option<String>,
        is_music: bool,
    },
    File {
        url: String,
    },
    /// One that the platform has collected; found by title, description and sender.
    MiniProgram {
        title: String,
        description: String,
        sender_name: String,
        sender_avatar_url: String,
        logo_url: String,
    },
}

/// Who gets it: customers or groups, never both in one task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", content = "recipients", rename_all = "camelCase")]
pub enum Audience {
    Customers(Vec<Recipients<CustomerId>>),
    Groups(Vec<Recipients<GroupId>>),
}

/// Whom one robot writes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Recipients<T> {
    pub robot_key: RobotKey,
    pub to: Vec<T>,
}

/// When a broadcast is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum BroadcastSchedule {
    Now,
    Once {
        at: Timestamp,
    },
    /// At a time of the day in Shanghai, on these days; on every day if none is named.
    Weekly {
        hour: u8,
        minute: u8,
        days: Vec<Weekday>,
    },
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// The pause between two recipients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum BroadcastPace {
    /// The platform's own, about 30 s.
    Default,
    /// A random time between two bounds, in seconds.
    Between { min_s: u32, max_s: u32 },
}

/// The limit a draft does not keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum BroadcastProblem {
    NoName,
    NoContent,
    TooManyContents {
        limit: u32,
    },
    /// The part at this place, counted from 0, has nothing in a field that has to be filled.
    EmptyContent {
        index: u32,
    },
    NoRecipients,
    /// A robot is named but nobody for it to write to.
    RobotWithoutRecipients {
        index: u32,
    },
    NoSuchTimeOfDay,
    TooFast {
        min_s: u32,
    },
    /// The upper bound of the pause is below the lower one.
    PaceReversed,
}

impl Broadcast {
    /// Spec 2.7: more is advised against.
    pub const MOST_CONTENTS: u32 = 8;
    /// Spec 2.7: the shortest pause of one's own choice, in seconds.
    pub const SHORTEST_PAUSE_S: u32 = 45;

    /// What is sent, to whom and when.
    #[must_use]
    pub fn draft(&self) -> &BroadcastDraft {
        &self.0
    }
}

impl BroadcastDraft {
    /// The first limit that the draft does not keep.
    pub fn check(&self) -> Result<(), BroadcastProblem> {
        if self.name.trim().is_empty() {
            return Err(BroadcastProblem::NoName);
        }
        let contents = u32::try_from(self.contents.len()).unwrap_or(u32::MAX);
        if contents == 0 {
            return Err(BroadcastProblem::NoContent);
        }
        if contents > Broadcast::MOST_CONTENTS {
            return Err(BroadcastProblem::TooManyContents { limit: Broadcast::MOST_CONTENTS });
        }
        if let Some(index) = place(self.contents.iter().map(BroadcastContent::is_empty)) {
            return Err(BroadcastProblem::EmptyContent { index });
        }
        let without_recipients = match &self.audience {
            Audience::Customers(robots) => (robots.is_empty(), place(robots.iter().map(|robot| robot.to.is_empty()))),
            Audience::Groups(robots) => (robots.is_empty(), place(robots.iter().map(|robot| robot.to.is_empty()))),
        };
        match without_recipients {
            (true, _) => return Err(BroadcastProblem::NoRecipients),
            (false, Some(index)) => return Err(BroadcastProblem::RobotWithoutRecipients { index }),
            (false, None) => {}
        }
        if matches!(self.schedule, BroadcastSchedule::Weekly { hour, minute, .. } if hour > 23 || minute > 59) {
            return Err(BroadcastProblem::NoSuchTimeOfDay);
        }
        match self.pace {
            BroadcastPace::Between { min_s, .. } if min_s < Broadcast::SHORTEST_PAUSE_S => {
                Err(BroadcastProblem::TooFast { min_s: Broadcast::SHORTEST_PAUSE_S })
            }
            BroadcastPace::Between { min_s, max_s } if max_s < min_s => Err(BroadcastProblem::PaceReversed),
            BroadcastPace::Between { .. } | BroadcastPace::Default => Ok(()),
        }
    }
}

/// The index of the first that is true.
fn place(mut tests: impl Iterator<Item = bool>) -> Option<u32> {
    tests.position(|test| test).and_then(|index| u32::try_from(index).ok())
}

impl BroadcastContent {
    fn is_empty(&self) -> bool {
        let blank = |text: &String| text.trim().is_empty();
        match self {
            Self::Text { text } => blank(text),
            Self::Image { url } | Self::File { url } => blank(url),
            Self::Link { title, link, .. } => blank(title) || blank(link),
            Self::MiniProgram { title, .. } => blank(title),
        }
    }
}

impl TryFrom<BroadcastDraft> for Broadcast {
    type Error = BroadcastProblem;

    fn try_from(draft: BroadcastDraft) -> Result<Self, BroadcastProblem> {
        draft.check().map(|()| Self(draft))
    }
}

impl From<Broadcast> for BroadcastDraft {
    fn from(broadcast: Broadcast) -> Self {
        broadcast.0
    }
}

impl fmt::Display for BroadcastProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoName => f.write_str("the broadcast has no name"),
            Self::NoContent => f.write_str("the broadcast has no content"),
            Self::TooManyContents { limit } => write!(f, "a broadcast has at most {limit} parts"),
            Self::EmptyContent { index } => write!(f, "part {index} of the broadcast is empty"),
            Self::NoRecipients => f.write_str("the broadcast has no recipients"),
            Self::RobotWithoutRecipients { index } => write!(f, "robot {index} of the broadcast has no recipients"),
            Self::NoSuchTimeOfDay => f.write_str("there is no such time of the day"),
            Self::TooFast { min_s } => write!(f, "the pause between two recipients is at least {min_s} s"),
            Self::PaceReversed => f.write_str("the longest pause is shorter than the shortest"),
        }
    }
}

impl std::error::Error for BroadcastProblem {}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> BroadcastDraft {
        BroadcastDraft {
            name: "通知".into(),
            contents: vec![BroadcastContent::Text { text: "大家好".into() }],
            audience: Audience::Groups(vec![Recipients { robot_key: "f160".into(), to: vec!["R:1".into()] }]),
            schedule: BroadcastSchedule::Now,
            pace: BroadcastPace::Default,
        }
    }

    fn problem(change: impl FnOnce(&mut BroadcastDraft)) -> Option<BroadcastProblem> {
        let mut draft = draft();
        change(&mut draft);
        Broadcast::try_from(draft).err()
    }

    #[test]
    fn q59_nobody_can_choose_a_pace_that_gets_accounts_banned() {
        let slow = Broadcast::SHORTEST_PAUSE_S;
        for min_s in [0, 1, 30, slow - 1] {
            let found = problem(|draft| draft.pace = BroadcastPace::Between { min_s, max_s: 600 });
            assert_eq!(found, Some(BroadcastProblem::TooFast { min_s: slow }));
        }
        assert_eq!(problem(|draft| draft.pace = BroadcastPace::Between { min_s: slow, max_s: slow }), None);
    }

    #[test]
    fn q58_every_limit_is_checked_before_anything_can_be_sent() {
        let part = || BroadcastContent::Text { text: "好".into() };
        assert_eq!(problem(|_| {}), None);
        assert_eq!(problem(|it| it.contents = vec![part(); 8]), None);
        assert_eq!(problem(|it| it.contents = vec![part(); 9]), Some(BroadcastProblem::TooManyContents { limit: 8 }));
        assert_eq!(problem(|it| it.contents.clear()), Some(BroadcastProblem::NoContent));
        assert_eq!(
            problem(|it| it.contents.push(BroadcastContent::Image { url: " ".into() })),
            Some(BroadcastProblem::EmptyContent { index: 1 })
        );
        assert_eq!(problem(|it| it.name = " ".into()), Some(BroadcastProblem::NoName));
        assert_eq!(problem(|it| it.audience = Audience::Customers(vec![])), Some(BroadcastProblem::NoRecipients));
        let nobody = Recipients { robot_key: "k".into(), to: vec![] };
        assert_eq!(
            problem(|it| it.audience = Audience::Customers(vec![nobody])),
            Some(BroadcastProblem::RobotWithoutRecipients { index: 0 })
        );
        let weekly = |hour, minute| BroadcastSchedule::Weekly { hour, minute, days: vec![] };
        assert_eq!(problem(|it| it.schedule = weekly(23, 59)), None);
        assert_eq!(problem(|it| it.schedule = weekly(24, 0)), Some(BroadcastProblem::NoSuchTimeOfDay));
        let pace = |min_s, max_s| BroadcastPace::Between { min_s, max_s };
        assert_eq!(problem(|it| it.pace = pace(45, 45)), None);
        assert_eq!(problem(|it| it.pace = pace(44, 60)), Some(BroadcastProblem::TooFast { min_s: 45 }));
        assert_eq!(problem(|it| it.pace = pace(60, 59)), Some(BroadcastProblem::PaceReversed));
    }

    #[test]
    fn a_stored_broadcast_is_checked_when_it_is_read() {
        let row = serde_json::to_string(&Broadcast::try_from(draft()).unwrap()).unwrap();
        assert_eq!(serde_json::from_str::<Broadcast>(&row).unwrap().draft(), &draft());
        let mut broken = draft();
        broken.name.clear();
        assert!(serde_json::from_str::<Broadcast>(&serde_json::to_string(&broken).unwrap()).is_err());
    }
}
