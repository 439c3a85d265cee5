//! The platform's clock: Unix milliseconds, shown in Beijing time, with a skew that a test may set.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::tz::{Offset, TimeZone};

pub const SECOND_MS: i64 = 1_000;
pub const MINUTE_MS: i64 = 60 * SECOND_MS;
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// What the platform takes for the present. With a skew it disagrees with the console's own clock.
#[derive(Debug, Default)]
pub struct Clock {
    skew_ms: AtomicI64,
}

impl Clock {
    /// Unix milliseconds, skew included.
    pub fn now_ms(&self) -> i64 {
        system_now_ms().saturating_add(self.skew_ms.load(Ordering::Relaxed))
    }

    /// Lets the platform run ahead (positive) or behind (negative) from now on.
    pub fn set_skew_ms(&self, skew_ms: i64) {
        self.skew_ms.store(skew_ms, Ordering::Relaxed);
    }
}

/// The machine's clock in Unix milliseconds.
pub fn system_now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// The wall clock in Beijing. China has had one time zone without summer time since 1991, so a fixed offset is exact
/// and needs no zone database.
pub fn beijing(ms: i64) -> DateTime {
    let zone = TimeZone::fixed(Offset::constant(8));
    Timestamp::from_millisecond(ms).unwrap_or_default().to_zoned(zone).datetime()
}

/// `2020-03-02 16:35:40`, the specification's zone-less spelling of a time.
pub fn date_time(ms: i64) -> String {
    let at = beijing(ms);
    format!("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", at.year(), at.month(), at.day(), at.hour(), at.minute(), at.second())
}

/// `20200324134230`, with which the ids of received messages begin.
pub fn stamp(ms: i64) -> String {
    let at = beijing(ms);
    format!("{:04}{:02}{:02}{:02}{:02}{:02}", at.year(), at.month(), at.day(), at.hour(), at.minute(), at.second())
}

/// `Tue, 24 Mar 2020 04:35:50 GMT`, as HTTP writes a time.
pub fn http_date(ms: i64) -> String {
    let at = Timestamp::from_millisecond(ms).unwrap_or_default();
    DateTimePrinter::new().timestamp_to_rfc9110_string(&at).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_writes_times_of_greenwich() {
        assert_eq!(http_date(1_585_024_550_999), "Tue, 24 Mar 2020 04:35:50 GMT");
    }

    #[test]
    fn times_are_shown_in_beijing() {
        // Spec 3.2: the message 202003241342304979 is of another second than its timestamp, but of the same zone.
        assert_eq!(date_time(1_585_024_550_000), "2020-03-24 12:35:50");
        assert_eq!(stamp(1_585_024_550_000), "20200324123550");
    }

    #[test]
    fn a_skew_moves_the_present() {
        let clock = Clock::default();
        clock.set_skew_ms(HOUR_MS);
        assert!(clock.now_ms() >= system_now_ms() + HOUR_MS - SECOND_MS);
    }
}
