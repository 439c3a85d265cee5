//! The time of day in Shanghai: when nobody is bothered, and when a day begins. China Standard Time has been UTC+8
//! without exception since 1991 (Q17), so it is counted here rather than looked up.

use zuoxi_model::{QuietHours, Timestamp, Weekday};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
const AHEAD_MS: i64 = 8 * 60 * MINUTE_MS;

/// The beginning of the day in Shanghai.
pub(crate) fn day_start(at: Timestamp) -> Timestamp {
    Timestamp(at.0.saturating_sub(at.0.saturating_add(AHEAD_MS).rem_euclid(DAY_MS)))
}

/// True if nobody is to be bothered now.
pub(crate) fn is_quiet(hours: QuietHours, at: Timestamp) -> bool {
    let minute = (at.0 - day_start(at).0) / MINUTE_MS;
    let (from, to) = (i64::from(hours.from_minute), i64::from(hours.to_minute));
    if from <= to { (from..to).contains(&minute) } else { minute >= from || minute < to }
}

/// True if some of the stretch is quiet.
pub(crate) fn touches_quiet(hours: QuietHours, from: Timestamp, to: Timestamp) -> bool {
    if hours.minutes() == 0 {
        return false;
    }
    // Where it begins quiet it is; else it is if the quiet hours begin again before the end.
    let today = day_start(from).plus_ms(i64::from(hours.from_minute) * MINUTE_MS);
    let begins = if today < from { today.plus_ms(DAY_MS) } else { today };
    is_quiet(hours, from) || begins <= to
}

/// The next time that a weekly task is due, later than now.
pub(crate) fn next_weekly(now: Timestamp, hour: u8, minute: u8, days: &[Weekday]) -> Timestamp {
    let of_day = (i64::from(hour) * 60 + i64::from(minute)) * MINUTE_MS;
    let today = day_start(now);
    let times = (0..=7).map(|day| today.plus_ms(day * DAY_MS + of_day));
    let due = |at: &Timestamp| *at > now && (days.is_empty() || days.contains(&weekday(*at)));
    times.into_iter().find(due).unwrap_or(now)
}

fn weekday(at: Timestamp) -> Weekday {
    // The epoch was a Thursday.
    match at.0.saturating_add(AHEAD_MS).div_euclid(DAY_MS).rem_euclid(7) {
        0 => Weekday::Thursday,
        1 => Weekday::Friday,
        2 => Weekday::Saturday,
        3 => Weekday::Sunday,
        4 => Weekday::Monday,
        5 => Weekday::Tuesday,
        _ => Weekday::Wednesday,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_platform(text).unwrap()
    }

    #[test]
    fn q59_the_quiet_hours_pass_midnight() {
        let hours = QuietHours::default();
        for (time, quiet) in [("21:59:59", false), ("22:00:00", true), ("00:00:00", true), ("07:59:59", true)] {
            assert_eq!(is_quiet(hours, at(&format!("2026-11-23 {time}"))), quiet, "{time}");
        }
        assert!(!is_quiet(hours, at("2026-11-23 08:00:00")));
        let siesta = QuietHours { from_minute: 720, to_minute: 780 };
        assert!(is_quiet(siesta, at("2026-11-23 12:30:00")) && !is_quiet(siesta, at("2026-11-23 13:00:00")));
    }

    #[test]
    fn a_stretch_touches_the_quiet_hours_where_it_begins_ends_or_passes_over_them() {
        let touches = |from: &str, to: &str| touches_quiet(QuietHours::default(), at(from), at(to));
        assert!(!touches("2026-11-23 08:00:00", "2026-11-23 21:59:59"));
        assert!(touches("2026-11-23 21:00:00", "2026-11-23 22:00:01"));
        assert!(touches("2026-11-23 03:00:00", "2026-11-23 12:00:00"));
        assert!(touches("2026-11-23 12:00:00", "2026-11-25 12:00:00"));
    }

    #[test]
    fn a_weekly_task_is_due_on_its_next_day_and_not_at_once() {
        // A Monday.
        let now = at("2026-11-23 10:00:00");
        assert_eq!(next_weekly(now, 10, 1, &[Weekday::Monday]), at("2026-11-23 10:01:00"));
        assert_eq!(next_weekly(now, 10, 0, &[Weekday::Monday]), at("2026-11-30 10:00:00"));
        assert_eq!(next_weekly(now, 9, 0, &[Weekday::Sunday]), at("2026-11-29 09:00:00"));
        assert_eq!(next_weekly(now, 9, 0, &[]), at("2026-11-24 09:00:00"));
        assert_eq!(day_start(now), at("2026-11-23 00:00:00"));
    }
}
