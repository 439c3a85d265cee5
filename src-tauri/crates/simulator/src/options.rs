//! What can be chosen when the practice platform starts.

use std::time::Duration;

/// The account that the practice platform knows (spec 1.1).
pub const ACCESS_KEY: &str = "practice";
/// Its password. It is public on purpose: everything here is made up.
pub const ACCESS_SECRET: &str = "practice";

/// Everything that can be chosen at the start. `Options::default()` is the shop that the console's practice mode shows.
#[derive(Clone, Debug)]
pub struct Options {
    /// The same seed gives the same robots, customers, groups and conversations.
    pub seed: u64,
    /// Port of the platform on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// Port of the control interface on 127.0.0.1; 0 takes any free one.
    pub control_port: u16,
    /// Whether customers write and answer by themselves.
    pub traffic: bool,
    pub pace: Pace,
    pub world: WorldSize,
    pub protocols: Protocols,
    /// Engine.IO `pingInterval`.
    pub ping_interval: Duration,
    /// Engine.IO `pingTimeout`.
    pub ping_timeout: Duration,
    /// Life of a token in minutes, `expireMinutes` of spec 2.1.
    pub token_minutes: u32,
    pub quirks: Quirks,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 20_200_324,
            port: 0,
            control_port: 0,
            traffic: true,
            pace: Pace::default(),
            world: WorldSize::default(),
            protocols: Protocols::default(),
            ping_interval: Duration::from_secs(25),
            ping_timeout: Duration::from_secs(20),
            token_minutes: 1451,
            quirks: Quirks::default(),
        }
    }
}

/// How much there is of everything.
#[derive(Clone, Debug)]
pub struct WorldSize {
    pub robots: usize,
    pub customers: usize,
    pub groups: usize,
    /// Chats whose last messages nobody has read yet.
    pub unread_chats: usize,
    /// How many conversations a chat holds at least and at most. About ten messages each; they go back a week, and
    /// further when there are more than fit into one.
    pub conversations: (usize, usize),
}

impl Default for WorldSize {
    fn default() -> Self {
        Self { robots: 3, customers: 200, groups: 20, unread_chats: 12, conversations: (1, 4) }
    }
}

/// How fast customers write.
#[derive(Clone, Debug)]
pub struct Pace {
    /// Milliseconds between two openings, shortest and longest.
    pub opening_ms: (u64, u64),
    /// Milliseconds until a customer answers the console, shortest and longest.
    pub answer_ms: (u64, u64),
}

impl Default for Pace {
    fn default() -> Self {
        Self { opening_ms: (4_000, 12_000), answer_ms: (2_000, 6_000) }
    }
}

/// Which Engine.IO protocols the socket speaks. The specification does not say (quirk Q33).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Protocols {
    #[default]
    Both,
    /// Behaves as a server that has never heard of protocol 4: it does not look at the `EIO` parameter, lets such a
    /// client in, and drops it at the first heartbeat.
    Eio3Only,
    /// Answers `EIO=3` with HTTP 400.
    Eio4Only,
}

/// Places where the specification contradicts itself, each switchable.
#[derive(Clone, Debug)]
pub struct Quirks {
    /// Every message timestamp of the samples ends in 000. With this on, as in the samples, ties are common.
    pub whole_second_timestamps: bool,
    /// The sample of 3.2 has no `msgSvrID`, its table says it is always there.
    pub push_omits_svr_id: bool,
    /// 2.11 spells it `sendStatus` in its sample and `sentStatus` in its table.
    pub sent_status_spelling: bool,
}

impl Default for Quirks {
    fn default() -> Self {
        Self { whole_second_timestamps: true, push_omits_svr_id: false, sent_status_spelling: false }
    }
}
