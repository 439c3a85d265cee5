//! What time it is for the platform, told by the `Date` of its answers (Q25).
//!
//! A seat's clock can be wrong by minutes, and the times of messages are the platform's. So whatever is compared with
//! them is measured in the platform's time: the `Date` of every HTTP answer, carried on by the monotonic clock.
//!
//! One `Date` is whole seconds, and older by the way it went; it says only between which two moments the platform's clock
//! was. What several say together is the intersection, which is soon a fraction of a second wide. A `Date` that
//! contradicts what is known tells that a clock was set or that the machine slept, and counts alone.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use zuoxi_model::Timestamp;

/// A `Date` is cut off to whole seconds.
const DATE_UNIT_MS: i64 = 1_000;

/// Two quartz clocks drift apart by less than one part in this many.
const DRIFT: i64 = 5_000;

/// While the estimate moves by less it is not told to have gone back.
const SMOOTHED_MS: i64 = 2_000;

/// The platform's clock as far as it is known.
#[derive(Debug, Default)]
pub(crate) struct PlatformTime(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    bounds: Option<Bounds>,
    told: Option<i64>,
}

/// The platform's clock was between the two at that moment.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    earliest_ms: i64,
    latest_ms: i64,
    at: Instant,
}

impl Bounds {
    /// The same, carried on to a later moment.
    fn carried_to(self, at: Instant) -> Self {
        let passed = ms(at.saturating_duration_since(self.at));
        let drift = passed / DRIFT;
        Self { earliest_ms: self.earliest_ms + passed - drift, latest_ms: self.latest_ms + passed + drift, at }
    }
}

impl PlatformTime {
    /// An answer carried this `Date`; it was asked for and came at these moments.
    pub(crate) fn hear(&self, date: &str, asked: Instant, answered: Instant) {
        let Ok(date) = jiff::fmt::rfc2822::parse(date) else { return };
        let date_ms = date.timestamp().as_millisecond();
        let way = ms(answered.saturating_duration_since(asked));
        let heard =
            Bounds { earliest_ms: date_ms, latest_ms: date_ms.saturating_add(DATE_UNIT_MS + way), at: answered };
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = known.bounds.map(|before| before.carried_to(answered));
        let agreed = before.map(|before| Bounds {
            earliest_ms: before.earliest_ms.max(heard.earliest_ms),
            latest_ms: before.latest_ms.min(heard.latest_ms),
            at: answered,
        });
        match agreed.filter(|agreed| agreed.earliest_ms <= agreed.latest_ms) {
            Some(agreed) => known.bounds = Some(agreed),
            None => *known = Known { bounds: Some(heard), told: None },
        }
    }

    /// The platform's clock now, to about half a second; none before it has said anything.
    pub(crate) fn now(&self) -> Option<Timestamp> {
        self.at(Instant::now())
    }

    /// The platform's clock is at least as late as that.
    pub(crate) fn earliest(&self) -> Option<Timestamp> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Some(Timestamp(known.bounds?.carried_to(Instant::now()).earliest_ms))
    }

    fn at(&self, at: Instant) -> Option<Timestamp> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bounds = known.bounds?.carried_to(at);
        let middle = i64::midpoint(bounds.earliest_ms, bounds.latest_ms);
        let steady = known.told.filter(|told| (0..SMOOTHED_MS).contains(&(told - middle))).unwrap_or(middle);
        known.told = Some(steady);
        Some(Timestamp(steady))
    }
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: &str = "Tue, 24 Mar 2020 12:00:00 GMT";
    const NOON_MS: i64 = 1_585_051_200_000;

    fn after(start: Instant, millis: u64) -> Instant {
        start + Duration::from_millis(millis)
    }

    #[test]
    fn q25_the_platforms_clock_is_known_to_the_half_of_a_second_whatever_ours_says() {
        let (time, start) = (PlatformTime::default(), Instant::now());
        assert_eq!(time.at(start), None);
        time.hear(NOON, start, after(start, 200));
        assert_eq!(time.at(after(start, 200)), Some(Timestamp(NOON_MS + 600)));
        assert_eq!(time.at(after(start, 5_200)), Some(Timestamp(NOON_MS + 5_600)));
    }

    #[test]
    fn answers_that_agree_say_more_together() {
        let (time, start) = (PlatformTime::default(), Instant::now());
        time.hear(NOON, start, start);
        // 100 ms later its clock already shows the next second: it was within 100 ms of the end of the first.
        time.hear("Tue, 24 Mar 2020 12:00:01 GMT", after(start, 100), after(start, 100));
        let now = time.at(after(start, 100)).unwrap().0 - NOON_MS;
        assert!((1_000..=1_100).contains(&now), "{now}");
    }

    #[test]
    fn an_answer_that_was_long_on_its_way_takes_nothing_back() {
        let (time, start) = (PlatformTime::default(), Instant::now());
        time.hear(NOON, start, start);
        let before = time.at(after(start, 30_000)).unwrap().0;
        time.hear(NOON, start, after(start, 30_000));
        let now = time.at(after(start, 30_000)).unwrap().0;
        assert!((before - now).abs() < 1_000, "{before} {now}");
    }

    #[test]
    fn a_clock_that_was_set_counts_from_then_on() {
        let (time, start) = (PlatformTime::default(), Instant::now());
        time.hear(NOON, start, start);
        assert!(time.at(start).unwrap().0 < NOON_MS + 1_000);
        time.hear("Tue, 24 Mar 2020 11:00:00 GMT", after(start, 10), after(start, 10));
        assert_eq!(time.at(after(start, 10)), Some(Timestamp(NOON_MS - 3_600_000 + 500)));
    }

    #[test]
    fn the_clock_does_not_go_back_when_more_is_known_of_it() {
        let (time, start) = (PlatformTime::default(), Instant::now());
        time.hear(NOON, start, after(start, 1_500));
        let before = time.at(after(start, 1_500)).unwrap();
        time.hear("Tue, 24 Mar 2020 12:00:00 GMT", after(start, 1_500), after(start, 1_500));
        assert!(time.at(after(start, 1_500)).unwrap() >= before);
    }

    #[test]
    fn what_is_no_date_says_nothing() {
        let (time, start) = (PlatformTime::default(), Instant::now());
        for odd in ["", "now", "1585051200", "Tue, 99 Mar 2020 12:00:00 GMT"] {
            time.hear(odd, start, start);
        }
        assert_eq!(time.at(start), None);
    }
}
