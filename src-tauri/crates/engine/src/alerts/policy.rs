//! Whether a message is worth a notification, and when nobody is to be bothered.
//!
//! A pure function of what is known, so that every rule has a line in a table of tests.

use jiff::Zoned;
use zuoxi_model::{NotificationSound, Timestamp, Weekday};

use super::{Arrival, NotificationContent, NotificationSettings, QuietTime};

/// A time of the week by the clock on the wall of whoever sits here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WallTime {
    pub day: Weekday,
    /// Minutes since midnight.
    pub minute: u16,
}

impl WallTime {
    /// What the machine's clock shows in the zone it is set to.
    #[must_use]
    pub fn now() -> Self {
        Self::of(&Zoned::now())
    }

    fn of(at: &Zoned) -> Self {
        let day = match at.weekday() {
            jiff::civil::Weekday::Monday => Weekday::Monday,
            jiff::civil::Weekday::Tuesday => Weekday::Tuesday,
            jiff::civil::Weekday::Wednesday => Weekday::Wednesday,
            jiff::civil::Weekday::Thursday => Weekday::Thursday,
            jiff::civil::Weekday::Friday => Weekday::Friday,
            jiff::civil::Weekday::Saturday => Weekday::Saturday,
            jiff::civil::Weekday::Sunday => Weekday::Sunday,
        };
        let minute = i16::from(at.hour()) * 60 + i16::from(at.minute());
        Self { day, minute: u16::try_from(minute).unwrap_or_default() }
    }
}

/// When it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub at: Timestamp,
    pub wall: WallTime,
}

/// True if notifications are held back now: by the hours that were chosen, or because a person asked for quiet until a
/// certain time.
#[must_use]
pub fn is_quiet(quiet: &QuietTime, asked_until: Option<Timestamp>, now: Moment) -> bool {
    asked_until.is_some_and(|until| now.at < until) || in_hours(quiet, now.wall)
}

fn in_hours(quiet: &QuietTime, wall: WallTime) -> bool {
    let (from, to) = (quiet.hours.from_minute, quiet.hours.to_minute);
    let on = |day| quiet.days.is_empty() || quiet.days.contains(&day);
    let today = on(wall.day);
    quiet.on
        && if from <= to {
            today && (from..to).contains(&wall.minute)
        } else {
            (today && wall.minute >= from) || (on(before(wall.day)) && wall.minute < to)
        }
}

fn before(day: Weekday) -> Weekday {
    match day {
        Weekday::Monday => Weekday::Sunday,
        Weekday::Tuesday => Weekday::Monday,
        Weekday::Wednesday => Weekday::Tuesday,
        Weekday::Thursday => Weekday::Wednesday,
        Weekday::Friday => Weekday::Thursday,
        Weekday::Saturday => Weekday::Friday,
        Weekday::Sunday => Weekday::Saturday,
    }
}

/// How a message is to be told, if it is at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notify {
    pub content: NotificationContent,
    pub sound: NotificationSound,
}

/// Decides about one message. Silent are: notifications switched off, a muted chat or robot, the chat that the person is
/// looking at, what comes while the console still reads what it missed, and quiet times.
#[must_use]
pub fn notify(
    arrival: &Arrival,
    settings: &NotificationSettings,
    asked_until: Option<Timestamp>,
    now: Moment,
) -> Option<Notify> {
    let looked_at = arrival.view.focused && arrival.view.chat.as_ref() == Some(&arrival.chat.chat.key);
    let silent = settings.content == NotificationContent::Off
        || arrival.chat.marks.muted
        || arrival.robot_marks.muted
        || looked_at
        || !arrival.complete
        || is_quiet(&settings.quiet, asked_until, now);
    let sound = arrival.robot_marks.sound.unwrap_or(settings.sound);
    (!silent).then_some(Notify { content: settings.content, sound })
}

#[cfg(test)]
mod tests {
    use zuoxi_model::{ChatKey, QuietHours};

    use super::{super::testing::arrival, *};
    use crate::View;

    fn moment(day: Weekday, minute: u16) -> Moment {
        Moment { at: Timestamp(1_000_000), wall: WallTime { day, minute } }
    }

    fn noon() -> Moment {
        moment(Weekday::Monday, 12 * 60)
    }

    #[test]
    fn what_is_told_and_what_is_not() {
        type Change = fn(&mut Arrival, &mut NotificationSettings);
        let table: [(&str, Change, bool); 9] = [
            ("a message of another chat", |_, _| {}, true),
            ("notifications are off", |_, settings| settings.content = NotificationContent::Off, false),
            ("its chat is muted", |arrival, _| arrival.chat.marks.muted = true, false),
            ("its robot is muted", |arrival, _| arrival.robot_marks.muted = true, false),
            (
                "the person looks at its chat",
                |arrival, _| {
                    arrival.view =
                        View { chat: Some(arrival.chat.chat.key.clone()), focused: true, newest_visible: false };
                },
                false,
            ),
            (
                "its chat is open in a window behind another",
                |arrival, _| {
                    arrival.view =
                        View { chat: Some(arrival.chat.chat.key.clone()), focused: false, newest_visible: true };
                },
                true,
            ),
            (
                "the person looks at another chat",
                |arrival, _| {
                    let other = ChatKey { robot_key: "r".into(), chat_user: "other".into() };
                    arrival.view = View { chat: Some(other), focused: true, newest_visible: true };
                },
                true,
            ),
            ("the console is still catching up", |arrival, _| arrival.complete = false, false),
            (
                "it is a quiet hour",
                |_, settings| {
                    let hours = QuietHours { from_minute: 11 * 60, to_minute: 13 * 60 };
                    settings.quiet = QuietTime { on: true, hours, days: Vec::new() };
                },
                false,
            ),
        ];
        for (what, change, told) in table {
            let (mut arrival, mut settings) = (arrival("wang", "m1", "在吗"), NotificationSettings::default());
            change(&mut arrival, &mut settings);
            assert_eq!(notify(&arrival, &settings, None, noon()).is_some(), told, "{what}");
        }
    }

    #[test]
    fn quiet_that_was_asked_for_ends_at_its_time() {
        let settings = NotificationSettings::default();
        let arrival = arrival("wang", "m1", "在吗");
        assert_eq!(notify(&arrival, &settings, Some(Timestamp(1_000_001)), noon()), None);
        assert!(notify(&arrival, &settings, Some(Timestamp(1_000_000)), noon()).is_some());
    }

    #[test]
    fn a_robots_own_sound_comes_before_that_of_all() {
        let settings = NotificationSettings { sound: NotificationSound::Bell, ..NotificationSettings::default() };
        let mut arrival = arrival("wang", "m1", "在吗");
        let sound = |arrival: &Arrival| notify(arrival, &settings, None, noon()).unwrap().sound;
        assert_eq!(sound(&arrival), NotificationSound::Bell);
        arrival.robot_marks.sound = Some(NotificationSound::Silent);
        assert_eq!(sound(&arrival), NotificationSound::Silent);
    }

    #[test]
    fn quiet_hours_that_pass_midnight_belong_to_the_day_they_begin_on() {
        let workdays = vec![Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];
        let quiet = QuietTime { on: true, hours: QuietHours::default(), days: workdays };
        for (day, minute, expected) in [
            (Weekday::Monday, 21 * 60 + 59, false),
            (Weekday::Monday, 22 * 60, true),
            // The night from Sunday to Monday began on a Sunday.
            (Weekday::Monday, 7 * 60, false),
            (Weekday::Saturday, 7 * 60, true),
            (Weekday::Saturday, 8 * 60, false),
            (Weekday::Saturday, 23 * 60, false),
        ] {
            assert_eq!(is_quiet(&quiet, None, moment(day, minute)), expected, "{day:?} {minute}");
        }
        let never = QuietTime { hours: QuietHours { from_minute: 60, to_minute: 60 }, days: Vec::new(), on: true };
        assert!(!is_quiet(&never, None, moment(Weekday::Monday, 60)));
        let off = QuietTime { on: false, ..QuietTime::default() };
        assert!(!is_quiet(&off, None, moment(Weekday::Monday, 0)));
    }

    #[test]
    fn the_wall_shows_the_weekday_and_the_minute() {
        let at: Zoned = "2026-11-23T13:05:59+08:00[Asia/Shanghai]".parse().unwrap();
        assert_eq!(WallTime::of(&at), WallTime { day: Weekday::Monday, minute: 13 * 60 + 5 });
    }
}
