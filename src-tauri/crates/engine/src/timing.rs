//! Every duration and size the engine goes by, in one place, so that a test can shorten what it waits for.

use std::time::Duration;

/// Limits and pauses. The defaults are the product's.
#[derive(Debug, Clone)]
pub struct Timing {
    /// The shortest pause before a reconnection, the first one included (Q35).
    pub reconnect_floor: Duration,
    /// The longest pause before a reconnection.
    pub reconnect_cap: Duration,
    /// At most so many events are written in one transaction.
    pub batch_events: usize,
    /// An event waits at most this long for others to share its transaction.
    pub batch_wait: Duration,
    /// How long an emitted message waits for its echo before the platform is asked.
    pub echo_deadline: Duration,
    /// The pause between the first and the second time the platform is asked for a message it does not know.
    pub second_inquiry: Duration,
    /// How far an echo under another id may be from its send (Q25).
    pub match_window_ms: i64,
    /// Windows of history overlap by this much (Q27).
    pub overlap_ms: i64,
    /// History reads under way at once.
    pub parallel_reads: usize,
    /// Messages per history request.
    pub history_page: u32,
    /// Chats per request of the recent list.
    pub chat_page: u32,
    /// Chats whose newest page is read at the first sign-in.
    pub first_reads: usize,
    /// The recent list is read back to this long before the newest activity that was known.
    pub relist_margin_ms: i64,
    /// How often a live session reports how far it is complete.
    pub report_completeness: Duration,
    /// The pause before a chat whose history could not be read is tried again.
    pub reread_pause: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            reconnect_floor: Duration::from_secs(10),
            reconnect_cap: Duration::from_mins(1),
            batch_events: 1_000,
            batch_wait: Duration::from_millis(20),
            echo_deadline: Duration::from_secs(20),
            second_inquiry: Duration::from_secs(15),
            match_window_ms: 120_000,
            overlap_ms: 1_000,
            parallel_reads: 4,
            history_page: 100,
            chat_page: 100,
            first_reads: 200,
            relist_margin_ms: 300_000,
            report_completeness: Duration::from_secs(5),
            reread_pause: Duration::from_secs(5),
        }
    }
}
