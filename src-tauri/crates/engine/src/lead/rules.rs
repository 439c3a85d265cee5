//! The task that reads messages by the rules.
//!
//! New messages are read when they come, and everything from the start when a rule is new or changed, in slices small
//! enough that nothing else waits for them. A stop loses at most a slice; reading it again finds nothing twice. Rules about
//! time read turns instead, and are in [`super::time_rules`].

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use tokio::time::Instant;
use zuoxi_model::{ChatKind, Direction, QualityRule, RuleSide};
use zuoxi_store::{Examined, Finding, Progress, Reached};

use super::matching::Matcher;
use super::quality::new_id;
use crate::{EngineError, core::Core, feed::Change};

/// Messages read in one go.
const SLICE: u32 = 500;
/// Messages may come many times a second; who waits is not looked up as often.
const TIME_PAUSE: Duration = Duration::from_secs(1);
/// Looking that up may read a long turn from its start, so it pauses at least this many times as long as it took: what
/// arrives shares the writer with it.
const TIME_PAUSE_SHARE: u32 = 20;

/// A rule that is on, ready to read.
pub(super) struct Active {
    pub rule: QualityRule,
    /// None for a rule about time.
    matcher: Option<Matcher>,
    /// It has read everything up to this row of messages, or of turns.
    pub up_to: i64,
}

impl Active {
    pub fn concerns(&self, kind: ChatKind) -> bool {
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
}

/// How long nobody looks again who waits, after a look that took so long.
fn pause_after(look: Duration) -> Duration {
    TIME_PAUSE.max(look.saturating_mul(TIME_PAUSE_SHARE))
}

/// Reads what there is to read, whenever there is.
pub(crate) async fn run(core: Arc<Core>) {
    let mut next_look: Option<Instant> = None;
    let reading = async {
        loop {
            let began = Instant::now();
            let due = next_look.filter(|due| *due > began);
            let read = core.read_by_rules(due.is_none()).await;
            if due.is_none() {
                next_look = Some(Instant::now() + pause_after(began.elapsed()));
            }
            let pause = match (read, due) {
                (Ok(()), None) => core.timing.rules_look,
                (Ok(()), Some(due)) => due.saturating_duration_since(Instant::now()),
                (Err(error), _) => {
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
    /// Everything the rules that are on have not read yet, and with `time` what the ones about time have not.
    async fn read_by_rules(&self, time: bool) -> Result<(), EngineError> {
        let mut changed = 0;
        loop {
            let active = self.active_rules().await?;
            if active.is_empty() {
                return Ok(());
            }
            let (again, behind) = (self.read_again(&active).await?, self.read_behind(&active).await?);
            if again.is_none() && behind.is_none() {
                break;
            }
            changed += again.unwrap_or_default() + behind.unwrap_or_default();
            tokio::task::yield_now().await;
        }
        if time {
            changed += self.judge_turns().await?;
        }
        if changed > 0 {
            let open = self.store.quality_book().open_flags().await?;
            self.feed.publish(vec![Change::Quality { open }]);
        }
        Ok(())
    }

    pub(super) async fn active_rules(&self) -> Result<Vec<Active>, EngineError> {
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
        let readers = || active.iter().filter(|each| each.matcher.is_some());
        let Some(from) = readers().map(|each| each.up_to).min() else { return Ok(None) };
        let messages = self.store.reader().messages_behind(from, SLICE).await?;
        let Some(last) = messages.last() else { return Ok(None) };
        let reached = Reached::Message { row: last.id, message_id: last.message_id.clone() };
        let mut found = Vec::new();
        for rule in readers() {
            found.extend(messages.iter().filter(|each| each.id > rule.up_to).filter_map(|each| rule.find(each)));
        }
        let rules = readers().map(|each| each.rule.clone()).collect();
        let progress = Progress { rules, reached: Some(reached), ..Progress::default() };
        Ok(Some(self.store.quality_book().note(&found, &progress).await?))
    }

    /// A slice of what was changed after it had been read; none if there is nothing.
    async fn read_again(&self, active: &[Active]) -> Result<Option<u64>, EngineError> {
        let changed = self.store.reader().messages_to_read_again(SLICE).await?;
        if changed.is_empty() {
            return Ok(None);
        }
        let mut found: Vec<Finding> = Vec::new();
        for rule in active {
            let read = changed.iter().map(|each| &each.message).filter(|message| message.id <= rule.up_to);
            found.extend(read.filter_map(|message| rule.find(message)));
        }
        let progress = Progress {
            rules: active.iter().map(|each| each.rule.clone()).collect(),
            again: changed.iter().map(|each| (each.message.id, each.revision)).collect(),
            ..Progress::default()
        };
        Ok(Some(self.store.quality_book().note(&found, &progress).await?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_that_took_long_is_followed_by_a_longer_pause() {
        assert_eq!(pause_after(Duration::from_millis(3)), TIME_PAUSE);
        assert_eq!(pause_after(Duration::from_millis(600)), Duration::from_secs(12));
    }
}
