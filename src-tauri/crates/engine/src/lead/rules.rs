//! The task that reads messages by the rules.
//!
//! New messages are read when they come, and everything from the start when a rule is new or changed, in slices small
//! enough that nothing else waits for them. A stop loses at most a slice; reading it again finds nothing twice. Who waits
//! without an answer is looked up whenever something comes in and once in a while, for time alone can make it so; a flag
//! that nobody has decided about goes again when the customer gets an answer.

use std::{collections::BTreeMap, sync::Arc};

use zuoxi_model::{ChatKind, Direction, QualityRule, RuleCheck, RuleSide, Timestamp};
use zuoxi_store::{Examined, Finding, Progress, SeenTurn};

use super::matching::Matcher;
use super::quality::new_id;
use crate::{EngineError, core::Core, feed::Change};

/// Messages read in one go.
const SLICE: u32 = 500;
const MINUTE_MS: i64 = 60_000;

/// A rule that is on, ready to read.
struct Active {
    rule: QualityRule,
    matcher: Option<Matcher>,
    /// It has read everything up to this row.
    up_to: i64,
}

impl Active {
    fn late_after_ms(&self) -> Option<i64> {
        match self.rule.check {
            RuleCheck::Late { minutes } => Some(i64::from(minutes) * MINUTE_MS),
            _ => None,
        }
    }

    fn unanswered_after_ms(&self) -> Option<i64> {
        match self.rule.check {
            RuleCheck::Unanswered { minutes } => Some(i64::from(minutes) * MINUTE_MS),
            _ => None,
        }
    }

    fn concerns(&self, kind: ChatKind) -> bool {
        self.rule.scope.is_none_or(|scope| scope == kind)
    }

    /// What the rule finds in a message's words.
    fn find(&self, message: &Examined) -> Option<Finding> {
        let heard = match self.rule.check.side()? {
            RuleSide::Us => message.direction == Direction::Out,
            RuleSide::Customer => message.direction == Direction::In,
            RuleSide::Both => true,
        };
        if !heard || !message.counts || message.text.is_empty() || !self.concerns(message.kind) {
            return None;
        }
        let found = self.matcher.as_ref()?.find(&message.text)?;
        Some(Finding {
            id: new_id(),
            rule: self.rule.id.clone(),
            rule_name: self.rule.name.clone(),
            robot_key: message.robot_key.clone(),
            chat_user: message.chat_user.clone(),
            message_id: message.message_id.clone(),
            message_at: message.at.0,
            agent: message.agent.clone(),
            found,
            wait_ms: None,
        })
    }

    /// The turn as the rule flags it: its first message, and how long it waited.
    fn flag(&self, turn: &SeenTurn, wait_ms: Option<i64>) -> Finding {
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
            wait_ms,
        }
    }
}

/// Reads what there is to read, whenever there is.
pub(crate) async fn run(core: Arc<Core>) {
    let reading = async {
        loop {
            let pause = match core.read_by_rules().await {
                Ok(()) => core.timing.rules_look,
                Err(error) => {
                    tracing::warn!(%error, "the quality rules have not read everything");
                    core.note_fault(&error).await;
                    core.timing.reread_pause
                }
            };
            tokio::select! {
                () = core.rules_wake.notified() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    };
    tokio::select! {
        () = core.stop.cancelled() => {}
        () = reading => {}
    }
}

impl Core {
    /// Everything the rules that are on have not read yet.
    async fn read_by_rules(&self) -> Result<(), EngineError> {
        let mut new = 0;
        loop {
            let active = self.active_rules().await?;
            if active.is_empty() {
                return Ok(());
            }
            let (again, behind) = (self.read_again(&active).await?, self.read_behind(&active).await?);
            match (again, behind) {
                (None, None) => {
                    new += self.read_unanswered(&active).await?;
                    break;
                }
                (again, behind) => new += again.unwrap_or_default() + behind.unwrap_or_default(),
            }
            tokio::task::yield_now().await;
        }
        if new > 0 {
            let open = self.store.quality_book().open_flags().await?;
            self.feed.publish(vec![Change::Quality { open }]);
        }
        Ok(())
    }

    async fn active_rules(&self) -> Result<Vec<Active>, EngineError> {
        let rules = self.store.quality_book().rules().await?;
        let marks: BTreeMap<String, i64> = self.store.reader().rule_marks().await?.into_iter().collect();
        let mut active = Vec::new();
        for rule in rules.into_iter().map(|state| state.rule).filter(|rule| rule.on) {
            match Matcher::of(&rule.check) {
                Ok(matcher) => {
                    let up_to = marks.get(&rule.id).copied().unwrap_or_default();
                    active.push(Active { rule, matcher, up_to });
                }
                Err(error) => tracing::warn!(%error, rule = rule.name, "a rule cannot be read by"),
            }
        }
        Ok(active)
    }

    /// The next slice behind the rule that is furthest back; none if there is nothing.
    async fn read_behind(&self, active: &[Active]) -> Result<Option<u64>, EngineError> {
        let readers = || active.iter().filter(|each| each.unanswered_after_ms().is_none());
        let Some(from) = readers().map(|each| each.up_to).min() else { return Ok(None) };
        let messages = self.store.reader().messages_behind(from, SLICE).await?;
        let Some(last) = messages.last() else { return Ok(None) };
        let up_to = last.id;
        let mut found = Vec::new();
        for rule in readers() {
            let unread: Vec<&Examined> = messages.iter().filter(|message| message.id > rule.up_to).collect();
            found.extend(unread.iter().filter_map(|message| rule.find(message)));
        }
        found.extend(self.late(active, &messages, |rule, id| id > rule.up_to).await?);
        let rules = readers().filter(|each| each.up_to < up_to).map(|each| each.rule.id.clone()).collect();
        let progress = Progress { rules, up_to, again: Vec::new() };
        Ok(Some(self.store.quality_book().note(&found, &progress).await?))
    }

    /// A slice of what was changed after it had been read; none if there is nothing.
    async fn read_again(&self, active: &[Active]) -> Result<Option<u64>, EngineError> {
        let messages = self.store.reader().messages_to_read_again(SLICE).await?;
        if messages.is_empty() {
            return Ok(None);
        }
        let mut found: Vec<Finding> = Vec::new();
        for rule in active {
            found.extend(messages.iter().filter(|each| each.id <= rule.up_to).filter_map(|each| rule.find(each)));
        }
        found.extend(self.late(active, &messages, |rule, id| id <= rule.up_to).await?);
        let again = messages.iter().map(|message| message.id).collect();
        let progress = Progress { again, ..Progress::default() };
        Ok(Some(self.store.quality_book().note(&found, &progress).await?))
    }

    /// The turns that these messages answered later than a rule allows.
    async fn late(
        &self,
        active: &[Active],
        messages: &[Examined],
        is_read: impl Fn(&Active, i64) -> bool,
    ) -> Result<Vec<Finding>, EngineError> {
        let rules: Vec<(&Active, i64)> = active.iter().filter_map(|rule| Some((rule, rule.late_after_ms()?))).collect();
        let answers: Vec<i64> = messages
            .iter()
            .filter(|message| message.direction == Direction::Out && message.counts)
            .map(|message| message.id)
            .collect();
        if rules.is_empty() || answers.is_empty() {
            return Ok(Vec::new());
        }
        let turns = self.store.reader().turns_answered(&answers).await?;
        let mut found = Vec::new();
        for turn in &turns {
            let (Some(answer), Some(answered)) = (turn.answer, turn.answered) else { continue };
            let wait_ms = answered.0 - turn.began.0;
            for (rule, limit_ms) in &rules {
                if wait_ms > *limit_ms && rule.concerns(turn.kind) && is_read(rule, answer) {
                    found.push(rule.flag(turn, Some(wait_ms)));
                }
            }
        }
        Ok(found)
    }

    /// Who waits for longer than a rule allows; returns how many flags came or went.
    async fn read_unanswered(&self, active: &[Active]) -> Result<u64, EngineError> {
        let (reader, book) = (self.store.reader(), self.store.quality_book());
        let mut changed = 0;
        for rule in active {
            let Some(limit_ms) = rule.unanswered_after_ms() else { continue };
            let until = Timestamp(self.clock.now().0.saturating_sub(limit_ms));
            let turns = reader.turns_unanswered(until).await?;
            let found: Vec<Finding> =
                turns.iter().filter(|turn| rule.concerns(turn.kind)).map(|turn| rule.flag(turn, None)).collect();
            changed += book.withdraw_answered(&rule.rule.id, &found).await?;
            changed += book.note(&found, &Progress::default()).await?;
        }
        Ok(changed)
    }
}
