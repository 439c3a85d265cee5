//! Working hours: which time counts for whoever waits.
//!
//! The rules are the team's own and belong to the account. They become a [`Calendar`], the sorted stretches of working
//! time of a period, in which a length is two lookups. Days are days of the chosen time zone, also where one of them has
//! 23 or 25 hours.

use jiff::{ToSpan as _, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};
use specta::Type;
use thiserror::Error;

use super::{GroupRule, Millis};
use crate::{Interval, Timestamp, Weekday};

const MINUTES_OF_A_DAY: u16 = 24 * 60;
const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
/// A calendar longer than that is a mistake in the question.
const MOST_DAYS: i64 = 5 * 366;

/// From one minute of the day to another, which is not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MinuteSpan {
    /// Counted from midnight.
    pub from_minute: u16,
    /// Up to 1440, midnight at the end.
    pub to_minute: u16,
}

/// What a team calls working time, waiting too long, and a new conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WorkHours {
    /// An IANA name.
    pub zone: String,
    pub days: Vec<Weekday>,
    /// Of each of these days. One that ends before it begins goes on after midnight.
    pub hours: MinuteSpan,
    /// Does not count.
    pub lunch: Option<MinuteSpan>,
    /// `yyyy-mm-dd`: nobody works, whatever the weekday.
    pub holidays: Vec<String>,
    /// `yyyy-mm-dd`: days that are worked although their weekday is none (调休).
    pub extra_days: Vec<String>,
    /// Whoever waits longer has waited too long.
    pub limit_minutes: u32,
    /// A turn after such a silence begins a conversation.
    pub silence_hours: u32,
    pub groups: GroupRule,
}

impl Default for WorkHours {
    fn default() -> Self {
        use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
        Self {
            zone: "Asia/Shanghai".into(),
            days: vec![Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday],
            hours: MinuteSpan { from_minute: 9 * 60, to_minute: 18 * 60 },
            lunch: None,
            holidays: Vec::new(),
            extra_days: Vec::new(),
            limit_minutes: 10,
            silence_hours: 8,
            groups: GroupRule::Mentioned,
        }
    }
}

/// Why working hours cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WorkHoursProblem {
    #[error("there is no time zone {0:?}")]
    Zone(String),
    #[error("{0:?} is no date; write yyyy-mm-dd")]
    Date(String),
    #[error("a day has 1440 minutes, and the working hours cannot be empty")]
    Hours,
    #[error("the lunch break must lie in the working hours")]
    Lunch,
    #[error("the limit must be 1 to 10080 minutes")]
    Limit,
    #[error("the silence must be 1 to 720 hours")]
    Silence,
    #[error("the period is too long")]
    Period,
}

impl WorkHours {
    /// Whether they can be used.
    pub fn check(&self) -> Result<(), WorkHoursProblem> {
        self.time_zone()?;
        for date in self.holidays.iter().chain(&self.extra_days) {
            read_date(date)?;
        }
        let MinuteSpan { from_minute, to_minute } = self.hours;
        if from_minute >= MINUTES_OF_A_DAY || to_minute > MINUTES_OF_A_DAY || from_minute == to_minute {
            return Err(WorkHoursProblem::Hours);
        }
        if let Some(lunch) = self.lunch {
            let inside = lunch.from_minute < lunch.to_minute
                && from_minute <= lunch.from_minute
                && (lunch.to_minute <= to_minute || (to_minute < from_minute && lunch.to_minute <= MINUTES_OF_A_DAY));
            if !inside {
                return Err(WorkHoursProblem::Lunch);
            }
        }
        if !(1..=7 * 24 * 60).contains(&self.limit_minutes) {
            return Err(WorkHoursProblem::Limit);
        }
        if !(1..=30 * 24).contains(&self.silence_hours) {
            return Err(WorkHoursProblem::Silence);
        }
        Ok(())
    }

    /// The limit.
    #[must_use]
    pub fn limit(&self) -> Millis {
        Millis(i64::from(self.limit_minutes).saturating_mul(MINUTE_MS))
    }

    /// The silence before a new conversation.
    #[must_use]
    pub fn silence(&self) -> Millis {
        Millis(i64::from(self.silence_hours).saturating_mul(HOUR_MS))
    }

    fn time_zone(&self) -> Result<TimeZone, WorkHoursProblem> {
        TimeZone::get(&self.zone).map_err(|_| WorkHoursProblem::Zone(self.zone.clone()))
    }

    fn works_on(&self, date: civil::Date, holidays: &[civil::Date], extra: &[civil::Date]) -> bool {
        let weekday = weekday_of(date);
        !holidays.contains(&date) && (extra.contains(&date) || self.days.contains(&weekday))
    }

    /// The working time of a period, and of a day before and after it.
    pub fn calendar(&self, period: Interval) -> Result<Calendar, WorkHoursProblem> {
        self.check()?;
        if period.to.0.saturating_sub(period.from.0) > MOST_DAYS * DAY_MS {
            return Err(WorkHoursProblem::Period);
        }
        let zone = self.time_zone()?;
        let dates = |texts: &[String]| texts.iter().map(|text| read_date(text)).collect::<Result<Vec<_>, _>>();
        let (holidays, extra) = (dates(&self.holidays)?, dates(&self.extra_days)?);
        let mut stretches: Vec<(i64, i64)> = Vec::new();
        let mut date = date_in(&zone, period.from.0.saturating_sub(DAY_MS));
        let last = date_in(&zone, period.to.0.saturating_add(DAY_MS));
        while date <= last {
            if self.works_on(date, &holidays, &extra) {
                for (from, to) in self.of_a_day() {
                    let from = instant(&zone, date, from);
                    // The shift of the day before may still go on.
                    let from = stretches.last().map_or(from, |(_, end)| from.max(*end));
                    let to = instant(&zone, date, to);
                    if from < to {
                        stretches.push((from, to));
                    }
                }
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        Ok(Calendar::new(zone, stretches))
    }

    /// The stretches of a working day, in minutes after its midnight.
    fn of_a_day(&self) -> Vec<(i64, i64)> {
        let from = i64::from(self.hours.from_minute);
        let mut to = i64::from(self.hours.to_minute);
        if to < from {
            to += i64::from(MINUTES_OF_A_DAY);
        }
        match self.lunch {
            Some(lunch) => vec![(from, i64::from(lunch.from_minute)), (i64::from(lunch.to_minute), to)],
            None => vec![(from, to)],
        }
    }
}

/// The working time of a period, ready to be counted.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: TimeZone,
    /// From, to, and how much working time lies before; sorted, and none touches another.
    stretches: Vec<(i64, i64, i64)>,
}

impl Calendar {
    fn new(zone: TimeZone, stretches: Vec<(i64, i64)>) -> Self {
        let mut before = 0;
        let stretches = stretches
            .into_iter()
            .map(|(from, to)| {
                let stretch = (from, to, before);
                before += to - from;
                stretch
            })
            .collect();
        Self { zone, stretches }
    }

    /// Working time up to a moment.
    fn until(&self, at: i64) -> i64 {
        let after = self.stretches.partition_point(|(from, ..)| *from <= at);
        let Some((from, to, before)) = after.checked_sub(1).and_then(|index| self.stretches.get(index)) else {
            return 0;
        };
        before + at.min(*to) - from
    }

    /// How much working time lies between two moments; nothing if the second comes first.
    #[must_use]
    pub fn between(&self, from: Timestamp, to: Timestamp) -> Millis {
        Millis((self.until(to.0) - self.until(from.0)).max(0))
    }

    /// The moment at which so much working time has passed; none if there is not so much in this calendar.
    #[must_use]
    pub fn after(&self, from: Timestamp, length: Millis) -> Option<Timestamp> {
        let wanted = self.until(from.0).saturating_add(length.0);
        let next = self.stretches.partition_point(|(begin, end, before)| before + end - begin < wanted);
        let (begin, _, before) = self.stretches.get(next)?;
        Some(Timestamp(begin + wanted - before).max(from))
    }

    /// Whether somebody works at that moment.
    #[must_use]
    pub fn is_working_time(&self, at: Timestamp) -> bool {
        let after = self.stretches.partition_point(|(from, ..)| *from <= at.0);
        after.checked_sub(1).and_then(|index| self.stretches.get(index)).is_some_and(|(_, to, _)| at.0 < *to)
    }

    /// The date there and then.
    #[must_use]
    pub fn date(&self, at: Timestamp) -> civil::Date {
        date_in(&self.zone, at.0)
    }

    /// Weekday and hour there and then.
    #[must_use]
    pub fn hour(&self, at: Timestamp) -> (Weekday, u8) {
        let local = local(&self.zone, at.0);
        (weekday_of(local.date()), u8::try_from(local.hour()).unwrap_or(0))
    }

    /// Every date of a stretch of time.
    #[must_use]
    pub fn dates(&self, period: Interval) -> Vec<civil::Date> {
        let mut dates = Vec::new();
        let mut date = self.date(period.from);
        let last = self.date(period.to);
        while date <= last {
            dates.push(date);
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        dates
    }
}

fn read_date(text: &str) -> Result<civil::Date, WorkHoursProblem> {
    text.parse().map_err(|_| WorkHoursProblem::Date(text.to_owned()))
}

/// A moment on the clocks of a zone. Far outside of any calendar it is the epoch.
fn local(zone: &TimeZone, ms: i64) -> civil::DateTime {
    zone.to_datetime(jiff::Timestamp::from_millisecond(ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH))
}

fn date_in(zone: &TimeZone, ms: i64) -> civil::Date {
    local(zone, ms).date()
}

/// So many minutes after a midnight on the clock on the wall. One that the clock skips or shows twice is taken as it was
/// before the change.
fn instant(zone: &TimeZone, date: civil::Date, minutes: i64) -> i64 {
    let wall = date.to_datetime(civil::Time::midnight()).checked_add(minutes.minutes());
    wall.ok().and_then(|wall| zone.to_timestamp(wall).ok()).map_or(0, jiff::Timestamp::as_millisecond)
}

fn weekday_of(date: civil::Date) -> Weekday {
    match date.weekday() {
        civil::Weekday::Monday => Weekday::Monday,
        civil::Weekday::Tuesday => Weekday::Tuesday,
        civil::Weekday::Wednesday => Weekday::Wednesday,
        civil::Weekday::Thursday => Weekday::Thursday,
        civil::Weekday::Friday => Weekday::Friday,
        civil::Weekday::Saturday => Weekday::Saturday,
        civil::Weekday::Sunday => Weekday::Sunday,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    fn minutes(count: i64) -> Millis {
        Millis(count * MINUTE_MS)
    }

    fn november(hours: &WorkHours) -> Calendar {
        hours.calendar(Interval::new(at("2026-11-01T00:00:00Z"), at("2026-11-30T00:00:00Z"))).unwrap()
    }

    /// Nine to six in Shanghai on weekdays, with an hour for lunch.
    fn office() -> WorkHours {
        use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
        WorkHours {
            days: vec![Monday, Tuesday, Wednesday, Thursday, Friday],
            lunch: Some(MinuteSpan { from_minute: 12 * 60, to_minute: 13 * 60 }),
            ..WorkHours::default()
        }
    }

    #[test]
    fn only_time_in_the_hours_counts_and_lunch_does_not() {
        let calendar = november(&office());
        // Monday 11:30 to 13:30: the hour of lunch is left out.
        let (from, to) = (at("2026-11-23T03:30:00Z"), at("2026-11-23T05:30:00Z"));
        assert_eq!(calendar.between(from, to), minutes(60));
        assert_eq!(calendar.between(to, from), minutes(0));
        // Friday 17:50 to Monday 09:10.
        assert_eq!(calendar.between(at("2026-11-20T09:50:00Z"), at("2026-11-23T01:10:00Z")), minutes(20));
    }

    #[test]
    fn a_holiday_is_free_and_a_made_up_day_is_worked() {
        let mut hours = office();
        hours.holidays = vec!["2026-11-23".into()];
        hours.extra_days = vec!["2026-11-22".into()];
        let calendar = november(&hours);
        assert_eq!(calendar.between(at("2026-11-22T16:00:00Z"), at("2026-11-23T16:00:00Z")), minutes(0));
        assert_eq!(calendar.between(at("2026-11-21T16:00:00Z"), at("2026-11-22T16:00:00Z")), minutes(8 * 60));
    }

    #[test]
    fn a_night_shift_goes_on_after_midnight() {
        let hours = WorkHours { hours: MinuteSpan { from_minute: 22 * 60, to_minute: 6 * 60 }, ..WorkHours::default() };
        let calendar = november(&hours);
        // 23:00 to 07:00 in Shanghai.
        assert_eq!(calendar.between(at("2026-11-23T15:00:00Z"), at("2026-11-23T23:00:00Z")), minutes(7 * 60));
        assert!(calendar.is_working_time(at("2026-11-23T21:59:59Z")));
        assert!(!calendar.is_working_time(at("2026-11-23T22:00:00Z")));
    }

    #[test]
    fn the_limit_falls_due_in_working_time() {
        let calendar = november(&office());
        let asked = at("2026-11-20T09:55:00Z");
        assert_eq!(calendar.after(asked, minutes(10)), Some(at("2026-11-23T01:05:00Z")));
        assert_eq!(calendar.after(asked, minutes(5)), Some(at("2026-11-20T10:00:00Z")));
        assert_eq!(calendar.after(asked, minutes(100_000)), None);
    }

    #[test]
    fn days_are_those_of_the_zone_and_may_have_25_hours() {
        let hours = WorkHours {
            zone: "Europe/Berlin".into(),
            hours: MinuteSpan { from_minute: 0, to_minute: 1440 },
            ..WorkHours::default()
        };
        let calendar = hours.calendar(Interval::new(at("2026-10-20T00:00:00Z"), at("2026-10-30T00:00:00Z"))).unwrap();
        // The clock goes back on 25 October.
        assert_eq!(calendar.between(at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z")), minutes(25 * 60));
        assert_eq!(calendar.date(at("2026-10-25T22:30:00Z")).to_string(), "2026-10-25");
        assert_eq!(calendar.hour(at("2026-10-25T22:30:00Z")), (Weekday::Sunday, 23));
    }

    #[test]
    fn what_cannot_be_worked_by_is_refused() {
        let wrong = |change: fn(&mut WorkHours)| {
            let mut hours = office();
            change(&mut hours);
            hours.check().unwrap_err()
        };
        assert_eq!(office().check(), Ok(()));
        assert_eq!(wrong(|hours| hours.zone = "Mars".into()), WorkHoursProblem::Zone("Mars".into()));
        assert_eq!(
            wrong(|hours| hours.holidays = vec!["2026-02-30".into()]),
            WorkHoursProblem::Date("2026-02-30".into())
        );
        assert_eq!(wrong(|hours| hours.hours = MinuteSpan { from_minute: 9, to_minute: 9 }), WorkHoursProblem::Hours);
        assert_eq!(
            wrong(|hours| hours.lunch = Some(MinuteSpan { from_minute: 1, to_minute: 2 })),
            WorkHoursProblem::Lunch
        );
        assert_eq!(wrong(|hours| hours.limit_minutes = 0), WorkHoursProblem::Limit);
        assert_eq!(wrong(|hours| hours.silence_hours = 0), WorkHoursProblem::Silence);
    }
}
