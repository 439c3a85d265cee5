//! Ids for what this console sends (Q26). Spec 3.0: at most 32 characters, timestamp and sequence.

use std::sync::atomic::{AtomicU32, Ordering};

use jiff::tz::{self, TimeZone};
use rand::Rng;
use zuoxi_model::{MessageId, Timestamp};

/// Makes ids of 28 digits: `yyyyMMddHHmmssSSS` in Shanghai time, four of a counter, seven at random.
///
/// The counter tells apart what one console sends within a millisecond; the random digits tell apart consoles, and
/// restarts of one whose clock was set back. 28 and not 32 leaves room for the digit that the specification's own echo
/// has more than its request (Q25).
#[derive(Debug)]
pub struct MessageIds {
    counter: AtomicU32,
}

impl MessageIds {
    /// The counter starts anywhere, so that restarts within one millisecond differ too.
    #[must_use]
    pub fn new() -> Self {
        Self { counter: AtomicU32::new(rand::rng().random_range(0..10_000)) }
    }

    /// The next id. `now` is the sender's clock.
    #[must_use]
    pub fn next(&self, now: Timestamp) -> MessageId {
        let instant = jiff::Timestamp::from_millisecond(now.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let shanghai = instant.to_zoned(TimeZone::fixed(tz::offset(8)));
        let counter = self.counter.fetch_add(1, Ordering::Relaxed) % 10_000;
        let random: u32 = rand::rng().random_range(0..10_000_000);
        MessageId::new(format!(
            "{}{:03}{counter:04}{random:07}",
            shanghai.strftime("%Y%m%d%H%M%S"),
            shanghai.millisecond()
        ))
    }
}

impl Default for MessageIds {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn q26_an_id_is_shanghai_time_and_a_sequence_in_at_most_32_digits() {
        let id = MessageIds::new().next(Timestamp(1_583_138_140_007));
        assert!(id.as_str().starts_with("20200302163540007"), "{id}");
        assert!(id.as_str().len() <= 32);
        assert!(id.as_str().bytes().all(|byte| byte.is_ascii_digit()));
    }

    #[test]
    fn q26_two_consoles_and_a_clock_that_stands_still_never_share_an_id() {
        let (one, other) = (MessageIds::new(), MessageIds::new());
        let at = Timestamp(1_583_138_140_007);
        let ids: HashSet<MessageId> = (0..5_000).flat_map(|_| [one.next(at), other.next(at)]).collect();
        // Within one console the counter alone keeps them apart; across two a clash has odds of one in a thousand here.
        assert!(ids.len() >= 9_999);
        assert_eq!((0..9_999).map(|_| one.next(at)).collect::<HashSet<_>>().len(), 9_999);
    }

    #[test]
    fn an_impossible_clock_still_gives_an_id() {
        assert!(!MessageIds::new().next(Timestamp(i64::MAX)).as_str().is_empty());
    }
}
