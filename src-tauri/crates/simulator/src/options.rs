//! What can be chosen when the practice platform starts.

use std::time::Duration;

/// The account that the practice platform knows (spec 1.1).
pub const ACCESS_KEY: &str = "practice";
/// Its password. It is public on purpose: everything here is made up.
pub const ACCESS_SECRET: &str = "practice";

/// Writes into the upload storage without a token, as the header `x-practice-key`.
pub const UPLOAD_KEY: &str = "practice";

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
    /// How long an action of spec 3.7 to 3.23 takes. Another one on the same robot fails meanwhile (quirk Q44).
    pub action_time: Duration,
    /// How long after spec 2.13 the lists show what it brought.
    pub sync_time: Duration,
    /// Divides the pauses of a mass send (spec 2.7); 1 is real time.
    pub mass_send_speed: u32,
    pub uploads: UploadLimits,
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
            action_time: Duration::from_millis(80),
            sync_time: Duration::from_secs(3),
            mass_send_speed: 1,
            uploads: UploadLimits::default(),
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
    /// This many messages in all, spread evenly over the chats, instead of what `conversations` makes.
    pub messages: Option<usize>,
}

impl WorldSize {
    /// A world of exactly so many chats, of which one in fifty is a group.
    pub fn of_chats(chats: usize) -> Self {
        let groups = (chats / 50).max(1).min(chats);
        // One customer in seventeen is a friend of two robots and so has two chats.
        let count = |customers: usize| customers + (customers + 11) / 17 + groups;
        let customers = (0..=chats).rev().find(|&customers| count(customers) <= chats).unwrap_or(0);
        Self { customers, groups: groups + chats.saturating_sub(count(customers)), ..Self::default() }
    }
}

impl Default for WorldSize {
    fn default() -> Self {
        Self { robots: 3, customers: 200, groups: 20, unread_chats: 12, conversations: (1, 4), messages: None }
    }
}

/// How fast customers write.
#[derive(Clone, Debug)]
pub struct Pace {
    /// Milliseconds between two openings, shortest and longest.
    pub opening_ms: (u64, u64),
    /// Milliseconds until a customer answers the console, shortest and longest.
    pub answer_ms: (u64, u64),
    /// After so many openings a stranger asks for friendship (spec 3.8); 0 is never.
    pub openings_per_friend_request: u64,
}

impl Default for Pace {
    fn default() -> Self {
        Self { opening_ms: (4_000, 12_000), answer_ms: (2_000, 6_000), openings_per_friend_request: 25 }
    }
}

/// What the practice upload storage takes.
#[derive(Clone, Debug)]
pub struct UploadLimits {
    pub file_bytes: usize,
    pub total_bytes: usize,
}

impl Default for UploadLimits {
    fn default() -> Self {
        Self { file_bytes: 100 << 20, total_bytes: 512 << 20 }
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
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own; none excludes another")]
pub struct Quirks {
    /// Every message timestamp of the samples ends in 000. With this on, as in the samples, ties are common.
    pub whole_second_timestamps: bool,
    /// The sample of 3.2 has no `msgSvrID`, its table says it is always there.
    pub push_omits_svr_id: bool,
    /// 2.11 spells it `sendStatus` in its sample and `sentStatus` in its table.
    pub sent_status_spelling: bool,
    /// Some customers of 2.3 have status 0 although nobody deleted anybody (quirk Q16).
    pub stale_customer_status: bool,
    /// Replies reach every console of the account, not only the one that asked (quirk Q39).
    pub replies_to_every_console: bool,
    /// Replies come as `["action", ["action", {…}]]`: the samples' own wrapping once more (quirk Q38).
    pub wrapped_replies: bool,
    /// The reply of 3.12 has another `messageId` than its request (quirk Q40).
    pub other_id_in_tag_library: bool,
    /// The reply of 3.11 names other labels than its request (quirk Q45).
    pub mismatching_tag_reply: bool,
    /// One label name occurs in two groups of the library (quirk Q43).
    pub repeated_label_name: bool,
    /// 3.21 lists only some members of a group (quirk Q50).
    pub partial_member_list: bool,
    /// A send to a customer who has deleted the robot ends with send status 2 (spec 2.11).
    pub deleted_customers_refuse: bool,
}

impl Default for Quirks {
    fn default() -> Self {
        Self {
            whole_second_timestamps: true,
            push_omits_svr_id: false,
            sent_status_spelling: false,
            stale_customer_status: false,
            replies_to_every_console: false,
            wrapped_replies: false,
            other_id_in_tag_library: false,
            mismatching_tag_reply: false,
            repeated_label_name: false,
            partial_member_list: true,
            deleted_customers_refuse: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_world_of_so_many_chats_has_exactly_so_many() {
        for chats in [1, 16, 18, 240, 10_000] {
            let size = WorldSize::of_chats(chats);
            let customers_of_two = (0..size.customers).filter(|nth| nth % 17 == 5).count();
            assert_eq!(size.customers + customers_of_two + size.groups, chats);
        }
    }
}
