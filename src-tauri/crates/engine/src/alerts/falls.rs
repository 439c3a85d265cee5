//! Robots that were up and are not any more. A robot that signs in again within [`PATIENCE_MS`] alarms nobody.

use std::collections::BTreeMap;

use zuoxi_model::{Robot, RobotKey, RobotStatus, Timestamp};

/// How long a robot may be down before anybody is told, in milliseconds.
const PATIENCE_MS: i64 = 30_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Up,
    /// Down since then, and nobody was told yet.
    Falling(Timestamp),
    /// Down, and told; or down from the beginning, which is no news.
    Down,
}

/// What is known of the robots of one account.
#[derive(Debug, Default)]
pub struct Falls {
    robots: BTreeMap<RobotKey, State>,
}

impl Falls {
    /// The robots as they are now; those that are up again after a fall was told.
    pub fn note(&mut self, robots: &[Robot], now: Timestamp) -> Vec<RobotKey> {
        let mut rose = Vec::new();
        self.robots.retain(|key, _| robots.iter().any(|robot| robot.key == *key));
        for robot in robots {
            let state = match (self.robots.get(&robot.key), is_down(robot.status)) {
                (None, true) => State::Down,
                (Some(State::Up), true) => State::Falling(now),
                (Some(state), true) => *state,
                (Some(State::Down), false) => {
                    rose.push(robot.key.clone());
                    State::Up
                }
                (_, false) => State::Up,
            };
            self.robots.insert(robot.key.clone(), state);
        }
        rose
    }

    /// The robots that have been down for long enough, each once.
    pub fn due(&mut self, now: Timestamp) -> Vec<RobotKey> {
        let mut due = Vec::new();
        for (key, state) in &mut self.robots {
            if matches!(state, State::Falling(since) if since.plus_ms(PATIENCE_MS) <= now) {
                *state = State::Down;
                due.push(key.clone());
            }
        }
        due
    }

    /// When to ask for [`Falls::due`] again, if there is anything to ask for.
    #[must_use]
    pub fn next(&self) -> Option<Timestamp> {
        let falling = self.robots.values().filter_map(|state| match state {
            State::Falling(since) => Some(since.plus_ms(PATIENCE_MS)),
            State::Up | State::Down => None,
        });
        falling.min()
    }
}

/// A robot that is being set up, or whose state has no name here, is not known to be down.
fn is_down(status: RobotStatus) -> bool {
    match status {
        RobotStatus::Offline | RobotStatus::Banned | RobotStatus::Kicked => true,
        RobotStatus::Starting | RobotStatus::Online | RobotStatus::Unknown => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::testing::robot, *};

    const START: Timestamp = Timestamp(1_000_000);

    #[test]
    fn a_robot_that_stays_down_is_told_once_and_after_half_a_minute() {
        let mut falls = Falls::default();
        let key = RobotKey::from("r");
        falls.note(&[robot("r", RobotStatus::Online)], START);
        assert_eq!(falls.next(), None);
        falls.note(&[robot("r", RobotStatus::Offline)], START);
        // Another word about it does not begin the half minute anew.
        falls.note(&[robot("r", RobotStatus::Kicked)], START.plus_ms(20_000));
        assert_eq!(falls.next(), Some(START.plus_ms(30_000)));
        assert_eq!(falls.due(START.plus_ms(29_999)), []);
        assert_eq!(falls.due(START.plus_ms(30_000)), std::slice::from_ref(&key));
        assert_eq!((falls.due(START.plus_ms(90_000)), falls.next()), (vec![], None));
        assert_eq!(falls.note(&[robot("r", RobotStatus::Online)], START.plus_ms(91_000)), [key]);
    }

    #[test]
    fn a_robot_that_comes_back_in_time_or_was_never_up_alarms_nobody() {
        let mut falls = Falls::default();
        falls.note(&[robot("a", RobotStatus::Online), robot("b", RobotStatus::Offline)], START);
        falls.note(&[robot("a", RobotStatus::Offline), robot("b", RobotStatus::Offline)], START);
        assert_eq!(falls.note(&[robot("a", RobotStatus::Online)], START.plus_ms(29_000)), []);
        assert_eq!(falls.due(START.plus_ms(60_000)), []);
    }
}
