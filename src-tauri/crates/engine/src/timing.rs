//! Every duration and size the engine goes by, in one place, so that a test can shorten what it waits for.

use std::time::Duration;

use crate::NetworkRules;

/// Limits and pauses. The defaults are the product's.
#[derive(Debug, Clone)]
pub struct Timing {
    /// The shortest pause before a reconnection, the first one included (Q35).
    pub reconnect_floor: Duration,
    /// The longest pause before a reconnection.
    pub reconnect_cap: Duration,
    /// At most so many events are written in one transaction.
    pub batch_events: usize,
    /// An event after a pause waits this long for those that belong to it: a `message` is followed by its `chat`.
    pub first_wait: Duration,
    /// Transactions begin at most this often while events follow each other: an event waits so long for the next one.
    pub batch_wait: Duration,
    /// The same while many events come.
    pub busy_batch_wait: Duration,
    /// How long an emitted message waits for its echo before the platform is asked.
    pub echo_deadline: Duration,
    /// The pause between the first and the second time the platform is asked for a message it does not know.
    pub second_inquiry: Duration,
    /// Uploads under way at once.
    pub uploads: usize,
    /// The pauses before an upload that failed for the storage's sake is tried again: the first, and the longest.
    pub upload_retry: [Duration; 2],
    /// How patient an upload is.
    pub network: NetworkRules,
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
    /// How long a message may come after the chat's own event before it counts as missing and is read.
    pub push_grace: Duration,
    /// How often the top of the recent list is looked at while the line is up, for pushes that never came.
    pub relist: Duration,
    /// The pause after an unread count was cleared. A chat in which many write would ask for it with every message.
    pub clear_pause: Duration,
    /// How long an action waits for its reply before it is repeated or given up.
    pub action_deadline: Duration,
    /// How often an action that is repeatable is asked in all.
    pub action_attempts: u32,
    /// How long a reply with a strange id waits for the one with ours (Q40).
    pub reply_grace: Duration,
    /// The pause before an action looks again for a road, while neither socket nor bridge answers.
    pub bridge_pause: Duration,
    /// The pause before a group's members are read again after a change, so that changes share a reading.
    pub members_pause: Duration,
    /// Records per request of a list of people.
    pub list_page: u32,
    /// The pause between two pages of a list.
    pub list_pause: Duration,
    /// The pause before a list that could not be read is tried again.
    pub list_retry: Duration,
    /// Lists of customers and groups that are older are read again.
    pub lists_age: Duration,
    /// When the lists are read after the platform was told to read its own anew (Q52).
    pub sync_rereads: [Duration; 2],
    /// The pause before the platform may be told so again.
    pub sync_cooldown: Duration,
    /// The checking of tags begins this long after the start.
    pub sweep_delay: Duration,
    /// The pause between two pages of it.
    pub sweep_pause: Duration,
    /// The pause when every tag was checked lately.
    pub sweep_idle: Duration,
    /// How often libraries and lists are looked after.
    pub sweep_look: Duration,
    /// A tag that was checked before is checked again (Q43).
    pub sweep_age: Duration,
    /// A tag library that is older is asked for again.
    pub library_age: Duration,
    /// How often the clock is looked at for people to add by phone.
    pub adding_look: Duration,
    /// How often messages that have grown too old are looked for.
    pub retention_look: Duration,
    /// The pause after each slice that is removed.
    pub retention_pause: Duration,
    /// The pause between two looks at how the accounts are, so that a burst is counted once.
    pub summary_pause: Duration,
    /// How often the quality rules look for customers who wait.
    pub rules_look: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            reconnect_floor: Duration::from_secs(10),
            reconnect_cap: Duration::from_mins(1),
            batch_events: 1_000,
            first_wait: Duration::from_millis(2),
            batch_wait: Duration::from_millis(20),
            busy_batch_wait: Duration::from_millis(80),
            echo_deadline: Duration::from_secs(20),
            second_inquiry: Duration::from_secs(15),
            uploads: 3,
            upload_retry: [Duration::from_secs(2), Duration::from_mins(1)],
            network: NetworkRules::default(),
            match_window_ms: 120_000,
            overlap_ms: 1_000,
            parallel_reads: 4,
            history_page: 100,
            chat_page: 100,
            first_reads: 200,
            relist_margin_ms: 300_000,
            report_completeness: Duration::from_secs(5),
            reread_pause: Duration::from_secs(5),
            push_grace: Duration::from_secs(3),
            relist: Duration::from_mins(5),
            clear_pause: Duration::from_millis(300),
            action_deadline: Duration::from_secs(30),
            action_attempts: 3,
            reply_grace: Duration::from_secs(3),
            bridge_pause: Duration::from_secs(15),
            members_pause: Duration::from_secs(2),
            list_page: 100,
            list_pause: Duration::from_millis(300),
            list_retry: Duration::from_mins(1),
            lists_age: Duration::from_hours(24),
            sync_rereads: [Duration::from_secs(20), Duration::from_mins(2)],
            sync_cooldown: Duration::from_mins(5),
            sweep_delay: Duration::from_mins(1),
            sweep_pause: Duration::from_secs(2),
            sweep_idle: Duration::from_mins(1),
            sweep_look: Duration::from_mins(10),
            sweep_age: Duration::from_hours(6),
            library_age: Duration::from_hours(12),
            adding_look: Duration::from_secs(15),
            retention_look: Duration::from_hours(1),
            retention_pause: Duration::from_millis(30),
            summary_pause: Duration::from_millis(250),
            rules_look: Duration::from_mins(1),
        }
    }
}
