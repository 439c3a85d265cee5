//! Figures from counted rows: which turns count, how long they took, and what that makes together.

use std::collections::BTreeMap;

use zuoxi_model::metrics::{
    AgentFigures, Answerer, DayFigures, Figures, HourFigures, Metrics, MetricsQuery, Millis, RobotFigures, Spread,
    WorkHours, WorkHoursProblem,
};
use zuoxi_model::{Interval, RobotKey, SearchQuery, Timestamp, Weekday};

use super::fold::CUSTOMER;
use super::measure::Measure;
use super::read::{Counted, CountedTurn, CountedVolume, Names, QUARTER_MS};
use crate::{Store, StoreError};

/// A turn that counts, under the rules of the question.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    pub turn: CountedTurn,
    pub robot: &'a RobotKey,
    /// Where the wait begins: in groups that may be the mention.
    pub start: Timestamp,
    pub begins_with_mention: bool,
    pub answerer: Option<&'a Answerer>,
    pub waited: Millis,
    pub is_late: bool,
    pub is_first: bool,
}

/// A question with what answering it takes.
pub struct Rules<'a> {
    pub query: &'a MetricsQuery,
    pub hours: &'a WorkHours,
    pub measure: Measure<'a>,
}

impl<'a> Rules<'a> {
    pub fn new(
        query: &'a MetricsQuery,
        hours: &'a WorkHours,
        period: Interval,
        now: Timestamp,
    ) -> Result<Self, WorkHoursProblem> {
        Ok(Self { query, hours, measure: Measure::new(hours, query.basis, period, now)? })
    }

    fn wants(&self, robot: &RobotKey) -> bool {
        self.query.robots.is_empty() || self.query.robots.contains(robot)
    }

    /// The turn as it counts, if it does.
    pub fn case<'n>(&self, turn: CountedTurn, period: Interval, names: &'n Names) -> Option<Case<'n>> {
        let chat = names.chats.get(&turn.chat)?;
        let start = self.measure.start(chat.is_group, turn.started_at, turn.mentioned_at)?;
        let answerer = turn.answerer.and_then(|id| names.answerers.get(&id));
        let is_asked_for = period.contains(start.at)
            && self.wants(&chat.robot_key)
            && self.query.answerer.as_ref().is_none_or(|who| answerer == Some(who));
        if !is_asked_for {
            return None;
        }
        let waited = self.measure.waited(start.at, turn.answered_at);
        Some(Case {
            turn,
            robot: &chat.robot_key,
            start: start.at,
            begins_with_mention: start.is_mention,
            answerer,
            waited,
            is_late: waited > self.hours.limit(),
            is_first: turn.quiet_ms.is_none_or(|quiet| Millis(quiet) >= self.hours.silence()),
        })
    }

    /// The robot of a row of volume, if it counts. With an agent chosen, only what that agent wrote does.
    pub fn robot_of<'n>(&self, volume: &CountedVolume, names: &'n Names) -> Option<&'n RobotKey> {
        let chat = names.chats.get(&volume.chat)?;
        let by_them = self.query.answerer.as_ref().is_none_or(|who| names.answerers.get(&volume.answerer) == Some(who));
        (by_them && self.wants(&chat.robot_key)).then_some(&chat.robot_key)
    }
}

/// When a row of volume was said, as exactly as it is known.
pub fn time_of(volume: &CountedVolume) -> Timestamp {
    Timestamp(volume.quarter.saturating_mul(QUARTER_MS))
}

/// Figures while they are being added up.
#[derive(Debug, Default)]
struct Tally {
    figures: Figures,
    first: Vec<i64>,
    response: Vec<i64>,
    active: Vec<i64>,
    /// Whose figures these are has no messages of customers but those of the turns they answered.
    of_an_agent: bool,
}

impl Tally {
    fn of_an_agent() -> Self {
        Self { of_an_agent: true, ..Self::default() }
    }

    fn turn(&mut self, case: &Case<'_>) {
        let figures = &mut self.figures;
        figures.turns += 1;
        figures.late += u32::from(case.is_late);
        if let Some(who) = case.answerer {
            figures.answered += 1;
            figures.unattributed += u32::from(*who == Answerer::Unattributed);
            self.response.push(case.waited.0);
            if case.is_first {
                self.first.push(case.waited.0);
            }
        } else {
            figures.waiting += 1;
        }
        if self.of_an_agent {
            figures.received = figures.received.saturating_add(small(case.turn.messages));
            self.active.push(case.turn.chat);
        }
    }

    fn volume(&mut self, volume: &CountedVolume) {
        let messages = small(volume.messages);
        if volume.answerer == CUSTOMER {
            if !self.of_an_agent {
                self.figures.received = self.figures.received.saturating_add(messages);
                self.active.push(volume.chat);
            }
        } else {
            self.figures.sent = self.figures.sent.saturating_add(messages);
        }
    }

    fn finish(mut self) -> Figures {
        self.active.sort_unstable();
        self.active.dedup();
        Figures {
            first_response: spread(self.first),
            response: spread(self.response),
            active_chats: u32::try_from(self.active.len()).unwrap_or(u32::MAX),
            ..self.figures
        }
    }
}

fn small(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

/// The value at a rank of all, in percent, by nearest rank.
fn at_rank(values: &mut [i64], percent: usize) -> Option<Millis> {
    let rank = (values.len() * percent).div_ceil(100).checked_sub(1)?;
    let (_, value, _) = values.select_nth_unstable(rank);
    Some(Millis(*value))
}

fn spread(mut values: Vec<i64>) -> Spread {
    Spread {
        count: u32::try_from(values.len()).unwrap_or(u32::MAX),
        median: at_rank(&mut values, 50),
        p90: at_rank(&mut values, 90),
    }
}

/// All figures of a period.
struct Sums {
    total: Figures,
    agents: Vec<AgentFigures>,
    robots: Vec<RobotFigures>,
    days: Vec<DayFigures>,
    hours: Vec<HourFigures>,
}

fn add_up(rules: &Rules<'_>, period: Interval, counted: &Counted, names: &Names) -> Sums {
    let fresh = || if rules.query.answerer.is_some() { Tally::of_an_agent() } else { Tally::default() };
    let mut total = fresh();
    let mut agents: BTreeMap<&Answerer, Tally> = BTreeMap::new();
    let mut robots: BTreeMap<&RobotKey, Tally> = BTreeMap::new();
    let mut days: BTreeMap<_, Tally> =
        rules.measure.calendar().dates(period).into_iter().map(|date| (date, fresh())).collect();
    let mut hours: BTreeMap<(Weekday, u8), Tally> = BTreeMap::new();

    for case in counted.turns.iter().filter_map(|turn| rules.case(*turn, period, names)) {
        total.turn(&case);
        robots.entry(case.robot).or_insert_with(fresh).turn(&case);
        if let Some(who) = case.answerer {
            agents.entry(who).or_insert_with(Tally::of_an_agent).turn(&case);
        }
        if let Some(day) = days.get_mut(&rules.measure.calendar().date(case.start)) {
            day.turn(&case);
        }
        hours.entry(rules.measure.calendar().hour(case.start)).or_insert_with(fresh).turn(&case);
    }
    for row in &counted.volume {
        let Some(robot) = rules.robot_of(row, names) else { continue };
        total.volume(row);
        robots.entry(robot).or_insert_with(fresh).volume(row);
        if let Some(who) = names.answerers.get(&row.answerer) {
            agents.entry(who).or_insert_with(Tally::of_an_agent).volume(row);
        }
        if let Some(day) = days.get_mut(&rules.measure.calendar().date(time_of(row))) {
            day.volume(row);
        }
        hours.entry(rules.measure.calendar().hour(time_of(row))).or_insert_with(fresh).volume(row);
    }
    Sums {
        total: total.finish(),
        agents: agents
            .into_iter()
            .map(|(who, tally)| AgentFigures { answerer: who.clone(), figures: tally.finish() })
            .collect(),
        robots: robots
            .into_iter()
            .map(|(robot, tally)| RobotFigures { robot_key: robot.clone(), figures: tally.finish() })
            .collect(),
        days: days
            .into_iter()
            .map(|(date, tally)| DayFigures { date: date.to_string(), figures: tally.finish() })
            .collect(),
        hours: hours
            .into_iter()
            .map(|((weekday, hour), tally)| {
                let figures = tally.finish();
                HourFigures {
                    weekday,
                    hour,
                    received: figures.received,
                    turns: figures.turns,
                    late: figures.late,
                    median: figures.response.median,
                }
            })
            .collect(),
    }
}

/// What went wrong with a question about figures.
#[derive(Debug, thiserror::Error)]
pub enum MetricsError {
    #[error(transparent)]
    Hours(#[from] WorkHoursProblem),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// The figures of a period. What is not counted yet is not in them; [`Metrics::building`] says so.
    pub async fn metrics(
        &self,
        query: &MetricsQuery,
        hours: &WorkHours,
        now: Timestamp,
    ) -> Result<Metrics, MetricsError> {
        let names = self.counted_names().await?;
        let sums = self.sums(query, hours, query.period, now, &names).await?;
        let compared = match query.compare {
            Some(period) => Some(self.sums(query, hours, period, now, &names).await?),
            None => None,
        };
        let (compared, compared_days) = compared.map_or((None, Vec::new()), |sums| (Some(sums.total), sums.days));
        let asked = SearchQuery {
            robot: query.robots.first().filter(|_| query.robots.len() == 1).cloned(),
            since: Some(query.period.from),
            until: Some(query.period.to),
            ..SearchQuery::default()
        };
        Ok(Metrics {
            total: sums.total,
            compared,
            agents: sums.agents,
            robots: sums.robots,
            days: sums.days,
            compared_days,
            hours: sums.hours,
            coverage: self.search(&asked).await?.coverage,
            building: self.counting().await?,
        })
    }

    async fn sums(
        &self,
        query: &MetricsQuery,
        hours: &WorkHours,
        period: Interval,
        now: Timestamp,
        names: &Names,
    ) -> Result<Sums, MetricsError> {
        let rules = Rules::new(query, hours, period, now)?;
        let counted = self.counted(period).await?;
        Ok(add_up(&rules, period, &counted, names))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_is_a_value_that_occurred() {
        let median = |values: &[i64]| spread(values.to_vec()).median.map(|value| value.0);
        let p90 = |values: &[i64]| spread(values.to_vec()).p90.map(|value| value.0);
        assert_eq!((median(&[]), p90(&[])), (None, None));
        assert_eq!((median(&[5]), p90(&[5])), (Some(5), Some(5)));
        assert_eq!(median(&[4, 1, 3, 2]), Some(2));
        assert_eq!(p90(&(1..=10).collect::<Vec<_>>()), Some(9));
        assert_eq!(p90(&(1..=11).collect::<Vec<_>>()), Some(10));
    }
}
