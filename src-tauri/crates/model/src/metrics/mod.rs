//! What a team lead measures: turns, answers, waiting, volume. docs/METRICS.md defines every word that stands here, and
//! the figures, the lists behind them and the check against a slow implementation go by the same definitions.

mod hours;
mod turns;

use serde::{Deserialize, Serialize};
use specta::Type;

pub use hours::{Calendar, MinuteSpan, WorkHours, WorkHoursProblem};
pub use turns::{
    ChatVolume, ChatVolumePage, TurnOrder, TurnPage, TurnPick, TurnQuery, TurnRow, VolumeQuery, WaitingChat, WaitingNow,
};

use crate::{Assignee, IndexProgress, Interval, RobotKey, SearchCoverage, Weekday};

/// A length of time in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct Millis(#[specta(type = specta_typescript::Number)] pub i64);

/// Who wrote one of our messages, as far as can be known (Q32).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Answerer {
    /// This console's own outbox.
    Console,
    /// Whoever the chat was assigned to at that time.
    Assignee { assignee: Assignee },
    /// Somebody on the robot's own phone, in a chat that was assigned to nobody.
    Phone,
    /// Our side; nothing tells who.
    Unattributed,
}

/// Which turns of group chats count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GroupRule {
    /// None.
    LeaveOut,
    /// Those in which somebody named the robot with @; they begin there.
    #[default]
    Mentioned,
    /// All, as in a chat with one customer.
    Every,
}

/// Which time counts for waiting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TimeBasis {
    /// Only what falls into the working hours.
    #[default]
    Working,
    /// All of it.
    All,
}

/// What is measured. What is empty or `None` leaves nothing out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MetricsQuery {
    /// Turns that began in it, messages of it.
    pub period: Interval,
    /// What it is compared with.
    pub compare: Option<Interval>,
    pub robots: Vec<RobotKey>,
    pub answerer: Option<Answerer>,
    pub basis: TimeBasis,
}

/// How long something took, over all cases. By nearest rank: a value that occurred, never one in between.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Spread {
    pub count: u32,
    /// None without a case.
    pub median: Option<Millis>,
    pub p90: Option<Millis>,
}

/// The figures of one period, one agent, one robot or one day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// Turns that began.
    pub turns: u32,
    /// Of these, the ones that got an answer.
    pub answered: u32,
    /// Of these, the ones that did not yet.
    pub waiting: u32,
    /// Of these, the ones that waited longer than the limit, answered or not.
    pub late: u32,
    /// Answers of which nothing tells who wrote them.
    pub unattributed: u32,
    /// Answered turns that began a conversation.
    pub first_response: Spread,
    /// All answered turns.
    pub response: Spread,
    /// Messages of customers.
    pub received: u32,
    /// Messages of ours, without those that failed.
    pub sent: u32,
    /// Chats in which a customer wrote.
    pub active_chats: u32,
}

/// The figures of an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AgentFigures {
    pub answerer: Answerer,
    pub figures: Figures,
}

/// The figures of a robot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RobotFigures {
    pub robot_key: RobotKey,
    pub figures: Figures,
}

/// The figures of a day of the team's own time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DayFigures {
    /// `yyyy-mm-dd`.
    pub date: String,
    pub figures: Figures,
}

/// One hour of the week, over all weeks of the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HourFigures {
    pub weekday: Weekday,
    /// 0 to 23.
    pub hour: u8,
    /// Messages of customers.
    pub received: u32,
    /// Turns that began.
    pub turns: u32,
    pub late: u32,
    pub median: Option<Millis>,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Metrics {
    pub total: Figures,
    pub compared: Option<Figures>,
    /// By who answered; turns without an answer are nobody's.
    pub agents: Vec<AgentFigures>,
    pub robots: Vec<RobotFigures>,
    /// Every day of the period, those without a message too.
    pub days: Vec<DayFigures>,
    /// The days of the other period, in their order.
    pub compared_days: Vec<DayFigures>,
    /// Hours in which something happened.
    pub hours: Vec<HourFigures>,
    /// How much of the period's messages the cache has.
    pub coverage: SearchCoverage,
    /// While what is in the cache is counted for the first time.
    pub building: Option<IndexProgress>,
}
