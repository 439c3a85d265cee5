//! Quiet that a person asks for at the tray: an hour without notifications. It is not kept over a restart; whoever starts
//! the console wants to hear it.

use std::sync::{Mutex, PoisonError};

use zuoxi_model::Timestamp;

const HOUR_MS: i64 = 3_600_000;

#[derive(Debug, Default)]
pub struct Quiet {
    until: Mutex<Option<Timestamp>>,
}

impl Quiet {
    /// Until when it is quiet, if it still is.
    pub fn until(&self, now: Timestamp) -> Option<Timestamp> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner).filter(|until| now < *until)
    }

    /// An hour of quiet, or the end of it.
    pub fn toggle(&self, now: Timestamp) -> Option<Timestamp> {
        let mut until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        *until = match until.filter(|until| now < *until) {
            Some(_) => None,
            None => Some(now.plus_ms(HOUR_MS)),
        };
        *until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_of_quiet_ends_by_itself_or_by_a_second_click() {
        let quiet = Quiet::default();
        let now = Timestamp(1_000);
        assert_eq!(quiet.until(now), None);
        assert_eq!(quiet.toggle(now), Some(now.plus_ms(HOUR_MS)));
        assert_eq!(quiet.until(now.plus_ms(HOUR_MS - 1)), Some(now.plus_ms(HOUR_MS)));
        assert_eq!(quiet.until(now.plus_ms(HOUR_MS)), None);
        assert_eq!(quiet.toggle(now.plus_ms(5)), None);
        assert_eq!(quiet.until(now.plus_ms(6)), None);
    }
}
