//! Points in time and closed intervals, in epoch milliseconds as the platform counts them.

use jiff::{civil, tz::TimeZone};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Milliseconds since 1970-01-01T00:00:00Z. Fits a JavaScript number for the next 280,000 years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct Timestamp(#[specta(type = specta_typescript::Number)] pub i64);

impl Timestamp {
    /// The platform's zone-less times are China Standard Time (Q17), which has been UTC+8 since 1991.
    const ZONE: &str = "Asia/Shanghai";

    /// Reads `yyyy-MM-dd HH:mm:ss`. The epoch, in any spelling, stands for "none" on the platform (Q17).
    #[must_use]
    pub fn parse_platform(text: &str) -> Option<Self> {
        let local: civil::DateTime = text.trim().parse().ok()?;
        let zoned = local.to_zoned(TimeZone::get(Self::ZONE).unwrap_or(TimeZone::fixed(jiff::tz::offset(8)))).ok()?;
        Self::from_platform_ms(zoned.timestamp().as_millisecond())
    }

    /// Takes epoch milliseconds; zero and below stand for "none" (Q17).
    #[must_use]
    pub fn from_platform_ms(ms: i64) -> Option<Self> {
        (ms > 0).then_some(Self(ms))
    }

    /// This many milliseconds later; saturates.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
}

/// A stretch of time with both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
pub struct Interval {
    pub from: Timestamp,
    pub to: Timestamp,
}

impl Interval {
    /// The stretch between two points, whichever comes first.
    #[must_use]
    pub fn new(a: Timestamp, b: Timestamp) -> Self {
        Self { from: a.min(b), to: a.max(b) }
    }

    /// Whether the moment lies in it; both ends belong to it.
    #[must_use]
    pub fn contains(self, at: Timestamp) -> bool {
        self.from <= at && at <= self.to
    }

    /// True if nothing lies between the two: they overlap, or one ends where the other begins.
    #[must_use]
    pub fn touches(self, other: Self) -> bool {
        self.from <= other.to.plus_ms(1) && other.from <= self.to.plus_ms(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q17_a_zone_less_time_is_shanghai_and_the_epoch_is_none() {
        assert_eq!(Timestamp::parse_platform("2020-03-02 16:35:40"), Some(Timestamp(1_583_138_140_000)));
        assert_eq!(Timestamp::parse_platform("1970-01-01 08:00:00"), None);
        assert_eq!(Timestamp::parse_platform("yesterday"), None);
        assert_eq!(Timestamp::from_platform_ms(0), None);
    }

    #[test]
    fn intervals_touch_when_no_millisecond_lies_between_them() {
        let interval = |from, to| Interval::new(Timestamp(from), Timestamp(to));
        assert!(interval(0, 5).touches(interval(5, 9)));
        assert!(interval(0, 5).touches(interval(6, 9)));
        assert!(!interval(0, 5).touches(interval(7, 9)));
        assert!(interval(0, 9).touches(interval(3, 4)));
    }
}
