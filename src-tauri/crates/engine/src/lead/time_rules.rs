//! Rules about time: answers that came late, and customers who still wait.
//!
//! They judge the turns that the figures count, by the same working hours, and never the messages themselves: what is late
//! in the figures is late here, and the other way round (docs/METRICS.md). A turn that is counted anew lies behind the marks
//! again, and the rules' flags in its chat are looked at with it: one that nobody has decided about goes when its turn is no
//! longer what it said. Other working hours have every turn judged anew. Besides, time alone makes a customer wait too long,
//! so the turns without an answer that are not flagged yet are looked up every time.

use zuoxi_model::metrics::WorkHours;
use zuoxi_model::{RuleCheck, Timestamp};
use zuoxi_store::{Finding, JudgedTurn, Progress, Reached};

use super::quality::new_id;
use super::rules::Active;
use crate::{EngineError, core::Core};

/// Turns judged in one go.
const SLICE: u32 = 500;
const MINUTE_MS: i64 = 60_000;

impl Active {
    /// The limit of a rule about time, and whether it is about turns that were answered.
    fn limit(&self) -> Option<(i64, bool)> {
        match self.rule.check {
            RuleCheck::Late { minutes } => Some((i64::from(minutes) * MINUTE_MS, true)),
            RuleCheck::Unanswered { minutes } => Some((i64::from(minutes) * MINUTE_MS, false)),
            _ => None,
        }
    }

    fn flags(&self, turn: &JudgedTurn) -> bool {
        self.limit().is_some_and(|(limit_ms, of_answered)| {
            self.concerns(turn.kind) && turn.is_answered == of_answered && turn.waited.0 > limit_ms
        })
    }

    /// The turn as the rule flags it. How long a customer waits who still does is not kept, for it grows.
    fn flag(&self, turn: &JudgedTurn) -> Finding {
        Finding {
            id: new_id(),
            rule: self.rule.id.clone(),
            rule_name: self.rule.name.clone(),
            robot_key: turn.robot_key.clone(),
            chat_user: turn.chat_user.clone(),
            message_id: turn.message_id.clone(),
            message_at: turn.began.0,
            agent: turn.agent.clone(),
            found: String::new(),
            wait_ms: turn.is_answered.then_some(turn.waited.0),
        }
    }
}

impl Core {
    /// Judges what was counted since, and who waits by now; returns how many flags came or went.
    pub(super) async fn judge_turns(&self) -> Result<u64, EngineError> {
        if self.rules_about_time().await?.is_empty() {
            return Ok(0);
        }
        self.count_what_is_left().await?;
        let mut changed = 0;
        loop {
            let rules = self.rules_about_time().await?;
            let hours = self.work_hours().await?;
            let Some(more) = self.judge_slice(&rules, &hours).await? else { break };
            changed += more;
            // Marks that were written after the hours had changed would hide what the hours before them decided.
            if self.work_hours().await? != hours {
                self.store.quality_book().judge_time_anew().await?;
            }
            tokio::task::yield_now().await;
        }
        let rules = self.rules_about_time().await?;
        Ok(changed + self.judge_waiting(&rules, &self.work_hours().await?).await?)
    }

    async fn rules_about_time(&self) -> Result<Vec<Active>, EngineError> {
        let mut rules = self.active_rules().await?;
        rules.retain(|rule| rule.limit().is_some());
        Ok(rules)
    }

    /// The next turns behind the rule that is furthest back; none if there are none.
    async fn judge_slice(&self, rules: &[Active], hours: &WorkHours) -> Result<Option<u64>, EngineError> {
        let Some(from) = rules.iter().map(|rule| rule.up_to).min() else { return Ok(None) };
        let (reader, now) = (self.store.reader(), self.clock.now());
        let slice = reader.turns_behind(from, SLICE, hours, now).await?;
        let Some(last) = slice.last else { return Ok(None) };
        let (mut found, mut withdrawn) = (Vec::new(), Vec::new());
        for rule in rules {
            let unread: Vec<JudgedTurn> = slice.turns.iter().filter(|turn| turn.id > rule.up_to).cloned().collect();
            found.extend(unread.iter().filter(|turn| rule.flags(turn)).map(|turn| rule.flag(turn)));
            let flagged = reader.turns_flagged(&rule.rule.id, &unread, hours, now).await?;
            let is_over = flagged.into_iter().filter(|each| !each.turn.as_ref().is_some_and(|turn| rule.flags(turn)));
            withdrawn.extend(is_over.map(|each| each.flag));
        }
        let rules = rules.iter().map(|each| each.rule.clone()).collect();
        let progress = Progress { rules, reached: Some(Reached::Turn(last)), withdrawn, ..Progress::default() };
        Ok(Some(self.store.quality_book().note(&found, &progress).await?))
    }

    /// Who waits longer than a rule allows by now, though nothing has been said.
    async fn judge_waiting(&self, rules: &[Active], hours: &WorkHours) -> Result<u64, EngineError> {
        let (reader, now) = (self.store.reader(), self.clock.now());
        let mut changed = 0;
        for rule in rules {
            let Some((limit_ms, false)) = rule.limit() else { continue };
            // Working time passes no faster than time.
            let until = Timestamp(now.0.saturating_sub(limit_ms));
            let turns = reader.turns_unflagged(&rule.rule.id, until, hours, now).await?;
            let found: Vec<Finding> =
                turns.iter().filter(|turn| rule.flags(turn)).map(|turn| rule.flag(turn)).collect();
            if !found.is_empty() {
                let progress = Progress { rules: vec![rule.rule.clone()], ..Progress::default() };
                changed += self.store.quality_book().note(&found, &progress).await?;
            }
        }
        Ok(changed)
    }
}
