//! Mass sends (spec 2.7) on their way: a few chats, a pause, the next few. Nothing stops one and nothing tells of it;
//! only the echoes do (quirk Q58).

use std::sync::Arc;
use std::time::Duration;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::clock::{DAY_MS, HOUR_MS, MINUTE_MS, beijing};
use crate::practice::Practice;
use crate::world::content::Content;

/// A mass send that has passed all checks.
#[derive(Clone, Debug)]
pub struct MassSend {
    pub name: String,
    pub contents: Vec<Content>,
    pub chat_ids: Vec<String>,
    /// `suitCount`: chats between two pauses.
    pub at_once: usize,
    /// Seconds, shortest and longest.
    pub pause_seconds: (u64, u64),
    pub start: Start,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    Now,
    /// Unix milliseconds.
    At(i64),
    /// Again and again, at a minute of the day in Beijing, on the days that are counted from 1 for Sunday.
    Weekly {
        minute_of_day: i64,
        weekdays: Vec<i8>,
    },
}

impl Start {
    /// Milliseconds from now to the next time.
    fn wait_ms(&self, now_ms: i64) -> i64 {
        match self {
            Self::Now => 0,
            Self::At(at_ms) => (at_ms - now_ms).max(0),
            Self::Weekly { minute_of_day, weekdays } => {
                let midnight_ms = now_ms - (now_ms + 8 * HOUR_MS).rem_euclid(DAY_MS);
                let times = (0..=7).map(|day| midnight_ms + day * DAY_MS + minute_of_day * MINUTE_MS);
                let due = |at_ms: &i64| {
                    *at_ms > now_ms && weekdays.contains(&beijing(*at_ms).weekday().to_sunday_one_offset())
                };
                times.into_iter().find(due).map_or(i64::MAX / 2, |at_ms| at_ms - now_ms)
            }
        }
    }
}

/// Runs until everybody has got everything; a weekly one until the platform is shut down.
pub async fn run(practice: Arc<Practice>, send: MassSend) {
    let mut rng = ChaCha8Rng::seed_from_u64(practice.options.seed);
    loop {
        let wait_ms = u64::try_from(send.start.wait_ms(practice.clock.now_ms())).unwrap_or_default();
        tokio::time::sleep(Duration::from_millis(wait_ms)).await;
        let (chats, contents) = (send.chat_ids.len(), send.contents.len());
        let number = practice.book.with(|book| book.broadcast(&send.name, chats, contents));
        let mut paused = true;
        for chat_ids in send.chat_ids.chunks(send.at_once.max(1)) {
            if !std::mem::take(&mut paused) {
                tokio::time::sleep(pause(&practice, send.pause_seconds, &mut rng)).await;
            }
            for chat_id in chat_ids {
                deliver(&practice, &send, chat_id, number);
            }
        }
        practice.book.with(|book| book.broadcast_ended(number));
        if !matches!(send.start, Start::Weekly { .. }) {
            return;
        }
    }
}

fn pause(practice: &Practice, (shortest, longest): (u64, u64), rng: &mut ChaCha8Rng) -> Duration {
    let seconds = rng.random_range(shortest..=longest.max(shortest));
    Duration::from_secs(seconds) / practice.options.mass_send_speed.max(1)
}

fn deliver(practice: &Practice, send: &MassSend, chat_id: &str, number: usize) {
    for content in &send.contents {
        match practice.broadcast_to(chat_id, content.clone()) {
            Ok(()) => practice.book.with(|book| book.broadcast_delivered(number)),
            Err(unknown) => tracing::warn!(?unknown, chat_id, "a mass send did not reach a chat"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekly_send_waits_for_its_minute_and_its_day() {
        // 2020-03-24 12:35:50 in Beijing, a Tuesday.
        let now_ms = 1_585_024_550_000;
        let weekly = |minute_of_day, weekdays: &[i8]| Start::Weekly { minute_of_day, weekdays: weekdays.to_vec() };
        assert_eq!(weekly(12 * 60 + 36, &[3]).wait_ms(now_ms), 10_000);
        assert_eq!(weekly(12 * 60 + 35, &[3]).wait_ms(now_ms), 7 * DAY_MS - 50_000);
        assert_eq!(weekly(12 * 60 + 36, &[1, 4]).wait_ms(now_ms), DAY_MS + 10_000);
    }
}
