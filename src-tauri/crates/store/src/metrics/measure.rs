//! Where a wait begins, and how long it was. The figures, the lists behind them and the quality rules about time all go by
//! this, so that what is late in one of them is late in the others.

use zuoxi_model::metrics::{Calendar, GroupRule, Millis, TimeBasis, WorkHours, WorkHoursProblem};
use zuoxi_model::{Interval, Timestamp};

/// A calendar goes back no further; whoever began to wait earlier gets one of their own.
const LONGEST_MS: i64 = 4 * 366 * 24 * 60 * 60 * 1000;

/// Where a wait begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    pub at: Timestamp,
    /// It begins with the message that named the robot, not with the first one.
    pub is_mention: bool,
}

pub struct Measure<'a> {
    hours: &'a WorkHours,
    calendar: Calendar,
    /// From when on the calendar holds.
    from: Timestamp,
    basis: TimeBasis,
    now: Timestamp,
}

impl<'a> Measure<'a> {
    /// For waits that begin in a period. One that lasts beyond it is measured all the same, until now.
    pub fn new(
        hours: &'a WorkHours,
        basis: TimeBasis,
        period: Interval,
        now: Timestamp,
    ) -> Result<Self, WorkHoursProblem> {
        let calendar = hours.calendar(Interval::new(period.from, period.to.max(now)))?;
        Ok(Self { hours, calendar, from: period.from, basis, now })
    }

    /// For waits in working time that begin at `earliest` or later, however long ago that is.
    pub fn since(hours: &'a WorkHours, earliest: Timestamp, now: Timestamp) -> Result<Self, WorkHoursProblem> {
        let from = earliest.max(now.plus_ms(-LONGEST_MS)).min(now);
        Self::new(hours, TimeBasis::Working, Interval::new(from, now), now)
    }

    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Where the wait of a turn begins; none if the turn does not count.
    pub fn start(&self, is_group: bool, started_at: i64, mentioned_at: Option<i64>) -> Option<Start> {
        match (is_group, self.hours.groups) {
            (true, GroupRule::LeaveOut) => None,
            (true, GroupRule::Mentioned) => mentioned_at.map(|at| Start { at: Timestamp(at), is_mention: true }),
            _ => Some(Start { at: Timestamp(started_at), is_mention: false }),
        }
    }

    /// How long it was until the answer, or is until now.
    pub fn waited(&self, start: Timestamp, answered_at: Option<i64>) -> Millis {
        let end = answered_at.map_or(self.now, Timestamp);
        let elapsed = Millis(end.0.saturating_sub(start.0).max(0));
        match self.basis {
            TimeBasis::All => elapsed,
            TimeBasis::Working if start >= self.from => self.calendar.between(start, end),
            TimeBasis::Working => {
                let period = Interval::new(start, end.min(start.plus_ms(LONGEST_MS)).max(start));
                self.hours.calendar(period).map_or(elapsed, |calendar| calendar.between(start, end))
            }
        }
    }
}
