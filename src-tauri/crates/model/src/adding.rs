//! Adding people by their phone numbers, a few a day: adding many at once can get an account banned (Q59). Spec 3.9.

use std::fmt;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{AddingId, MessageId, RequestedBy, RobotKey, Timestamp};

/// A time of the day in Shanghai during which nobody is bothered; may pass midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QuietHours {
    /// Minutes since midnight, 0 to 1439.
    pub from_minute: u16,
    /// Minutes since midnight, 0 to 1439; the first minute that is not quiet.
    pub to_minute: u16,
}

/// The pace of adding, for every robot of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AddingRules {
    /// The most people one robot asks in a day of Shanghai, those asked one by one included.
    pub daily_cap: u32,
    /// The shortest pause between two people, in seconds.
    pub least_pause_s: u32,
    /// The longest pause; the real one is a random one between the two, in seconds.
    pub most_pause_s: u32,
    pub quiet: QuietHours,
}

/// What of the rules is out of bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddingRulesProblem {
    Cap { most: u32 },
    Pause { least_s: u32, most_s: u32 },
    Quiet { least_minutes: u32 },
}

impl fmt::Display for AddingRulesProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cap { most } => write!(f, "a robot may ask 1 to {most} people a day"),
            Self::Pause { least_s, most_s } => {
                write!(f, "the pause is {least_s} s to {most_s} s, and the longest is not below the shortest")
            }
            Self::Quiet { least_minutes } => {
                write!(f, "the quiet hours are times of the day and last at least {least_minutes} minutes")
            }
        }
    }
}

impl std::error::Error for AddingRulesProblem {}

const MINUTES_OF_DAY: u16 = 24 * 60;

impl QuietHours {
    /// How long they last, in minutes; the same time twice is no time at all.
    #[must_use]
    pub fn minutes(self) -> u16 {
        self.to_minute.saturating_add(MINUTES_OF_DAY).saturating_sub(self.from_minute) % MINUTES_OF_DAY
    }

    /// Whether both ends are minutes of a day.
    #[must_use]
    pub fn is_valid(self) -> bool {
        self.from_minute < MINUTES_OF_DAY && self.to_minute < MINUTES_OF_DAY
    }
}

impl Default for QuietHours {
    /// 22:00 to 08:00.
    fn default() -> Self {
        Self { from_minute: 22 * 60, to_minute: 8 * 60 }
    }
}

impl AddingRules {
    /// The most that one robot may be asked to add in a day (Q59).
    pub const MOST_A_DAY: u32 = 40;
    /// The shortest pause between two of one robot, in seconds.
    pub const LEAST_PAUSE_S: u32 = 60;
    /// The longest pause between two of one robot, in seconds.
    pub const MOST_PAUSE_S: u32 = 3_600;
    /// How long the quiet hours are at least, in minutes.
    pub const LEAST_QUIET_MINUTES: u32 = 6 * 60;

    /// The first thing that is out of bounds.
    pub fn check(&self) -> Result<(), AddingRulesProblem> {
        if !(1..=Self::MOST_A_DAY).contains(&self.daily_cap) {
            return Err(AddingRulesProblem::Cap { most: Self::MOST_A_DAY });
        }
        let pauses = self.least_pause_s..=self.most_pause_s;
        if pauses.is_empty() || self.least_pause_s < Self::LEAST_PAUSE_S || self.most_pause_s > Self::MOST_PAUSE_S {
            return Err(AddingRulesProblem::Pause { least_s: Self::LEAST_PAUSE_S, most_s: Self::MOST_PAUSE_S });
        }
        if !self.quiet.is_valid() || u32::from(self.quiet.minutes()) < Self::LEAST_QUIET_MINUTES {
            return Err(AddingRulesProblem::Quiet { least_minutes: Self::LEAST_QUIET_MINUTES });
        }
        Ok(())
    }
}

impl Default for AddingRules {
    fn default() -> Self {
        Self { daily_cap: 20, least_pause_s: 180, most_pause_s: 420, quiet: QuietHours::default() }
    }
}

/// What became of one phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum AddingState {
    /// Its turn has not come.
    Waiting,
    /// In the robot's queue, or asked and not answered.
    Asking,
    /// The request for friendship was sent; whether it is accepted shows when they write (Q48).
    Asked,
    /// The platform refused, for instance because nobody has this number.
    Refused,
    /// No answer came; a person decides, in the list of actions.
    Unknown,
    /// Taken back before it left.
    Cancelled,
}

/// One phone number of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AddingPhone {
    pub phone: String,
    pub state: AddingState,
    /// The action in the robot's queue, once its turn has come.
    pub action: Option<MessageId>,
    pub finished_at: Option<Timestamp>,
    /// The platform's own words.
    pub msg: String,
}

/// A list of people to add, and how far it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AddingList {
    pub id: AddingId,
    pub robot_key: RobotKey,
    pub greeting: Option<String>,
    pub requested_by: RequestedBy,
    pub requested_at: Timestamp,
    pub cancelled_at: Option<Timestamp>,
    pub phones: Vec<AddingPhone>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q59_the_pace_of_adding_keeps_to_its_limits() {
        let rules = AddingRules::default;
        assert_eq!(rules().check(), Ok(()));
        assert_eq!((rules().daily_cap, rules().quiet.minutes()), (20, 600));
        for cap in [0, 41] {
            assert!(matches!(AddingRules { daily_cap: cap, ..rules() }.check(), Err(AddingRulesProblem::Cap { .. })));
        }
        for (least, most) in [(59, 100), (100, 99), (60, 3_601)] {
            let rules = AddingRules { least_pause_s: least, most_pause_s: most, ..rules() };
            assert!(matches!(rules.check(), Err(AddingRulesProblem::Pause { .. })), "{least} {most}");
        }
        for (from, to) in [(0, 0), (0, 359), (1_440, 480), (600, 1_440)] {
            let rules = AddingRules { quiet: QuietHours { from_minute: from, to_minute: to }, ..rules() };
            assert!(matches!(rules.check(), Err(AddingRulesProblem::Quiet { .. })), "{from} {to}");
        }
    }
}
