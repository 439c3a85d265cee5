//! Judging what was said: rules and flags.
//!
//! The type writes the quality tables of the cache and no other, through [`QualityBook`]. Like [`Review`](crate::Review) it
//! has no way to the platform:
//!
//! ```compile_fail,E0599
//! # use zuoxi_engine::Quality;
//! # use zuoxi_model::{ChatKey, Composed};
//! async fn sends(quality: Quality, chat: ChatKey, composed: Composed) {
//!     let _ = quality.send(&chat, &composed, 0).await;
//! }
//! ```
//! ```compile_fail,E0599
//! # use zuoxi_engine::{Quality, View};
//! fn clears(quality: Quality, view: View) {
//!     quality.show(view);
//! }
//! ```

use std::sync::Arc;

use tokio::sync::Notify;
use uuid::Uuid;
use zuoxi_model::{FlagEvent, FlagPage, FlagQuery, FlagStatus, QualityRule, RuleCheck, RuleState};
use zuoxi_store::{QualityBook, Reader};

use super::matching::Matcher;
use crate::{Clock, Engine, EngineError, Feed, feed::Change};

const PAGE_LIMIT: u32 = 200;
const MOST_NAME_CHARACTERS: usize = 40;
const MOST_NOTE_CHARACTERS: usize = 2_000;
const MOST_WORDS: usize = 500;
const MOST_WORD_CHARACTERS: usize = 100;
const MOST_RULES: usize = 100;
/// A week.
const MOST_MINUTES: u32 = 7 * 24 * 60;

/// Reads and writes what people and rules judge, and can do nothing else.
#[derive(Clone)]
pub struct Quality {
    pub(super) book: QualityBook,
    pub(super) reader: Reader,
    pub(super) clock: Arc<dyn Clock>,
    /// The account that judges.
    pub(super) by: String,
    feed: Feed,
    wake: Arc<Notify>,
}

impl std::fmt::Debug for Quality {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Quality").field("by", &self.by).finish_non_exhaustive()
    }
}

impl Engine {
    /// A handle for judging what was said.
    #[must_use]
    pub fn quality(&self) -> Quality {
        Quality {
            book: self.core.store.quality_book(),
            reader: self.core.store.reader(),
            clock: Arc::clone(&self.core.clock),
            by: self.core.account.access_key.clone(),
            feed: self.core.feed.clone(),
            wake: Arc::clone(&self.core.rules_wake),
        }
    }
}

impl Quality {
    /// Every rule, with how far it has come.
    pub async fn rules(&self) -> Result<Vec<RuleState>, EngineError> {
        Ok(self.book.rules().await?)
    }

    /// Keeps a rule; one without an id is new. A rule that looks for something else than before reads everything anew, and
    /// the flags nobody has decided about go with what it was.
    pub async fn save_rule(&self, mut rule: QualityRule) -> Result<QualityRule, EngineError> {
        rule.name = named(&rule.name, "a rule")?;
        if let RuleCheck::Words { words, .. } = &mut rule.check {
            *words = words.iter().map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect();
        }
        check(&rule.check)?;
        if rule.id.is_empty() {
            if self.book.rules().await?.len() >= MOST_RULES {
                return Err(EngineError::InvalidInput(format!("there can be {MOST_RULES} rules")));
            }
            rule.id = new_id();
        }
        self.book.save_rule(&rule, self.clock.now()).await?;
        self.wake.notify_one();
        self.tell().await?;
        Ok(rule)
    }

    /// Deletes a rule, and with it what it found and nobody decided about.
    pub async fn delete_rule(&self, id: &str) -> Result<(), EngineError> {
        if !self.book.delete_rule(id).await? {
            return Err(EngineError::NotFound("there is no such rule".into()));
        }
        self.tell().await
    }

    /// A page of the flags that fit, the newest message first.
    pub async fn flags(&self, mut query: FlagQuery) -> Result<FlagPage, EngineError> {
        query.limit = query.limit.clamp(1, PAGE_LIMIT);
        Ok(self.book.flags(&query).await?)
    }

    /// Notes what was decided about these flags, and why.
    pub async fn decide(&self, flags: &[String], status: FlagStatus, note: &str) -> Result<(), EngineError> {
        let note = noted(note)?;
        if self.book.decide_flags(flags, status, &note, &self.by, self.clock.now()).await? == 0 {
            return Err(EngineError::NotFound("there is no such flag".into()));
        }
        self.tell().await
    }

    /// What was decided about a flag, in order.
    pub async fn history(&self, flag: &str) -> Result<Vec<FlagEvent>, EngineError> {
        Ok(self.book.flag_history(flag).await?)
    }

    /// Tells the watchers that something was judged.
    pub(super) async fn tell(&self) -> Result<(), EngineError> {
        let open = self.book.open_flags().await?;
        self.feed.publish(vec![Change::Quality { open }]);
        Ok(())
    }
}

fn check(check: &RuleCheck) -> Result<(), EngineError> {
    match check {
        RuleCheck::Words { words, .. } => {
            let fits = |word: &String| word.chars().count() <= MOST_WORD_CHARACTERS;
            if words.is_empty() || words.len() > MOST_WORDS || !words.iter().all(fits) {
                return Err(EngineError::InvalidInput(format!(
                    "a rule has 1 to {MOST_WORDS} words of at most {MOST_WORD_CHARACTERS} characters"
                )));
            }
        }
        RuleCheck::Pattern { .. } => drop(Matcher::of(check)?),
        RuleCheck::Late { minutes } | RuleCheck::Unanswered { minutes } => {
            if !(1..=MOST_MINUTES).contains(minutes) {
                return Err(EngineError::InvalidInput(format!("a limit is 1 to {MOST_MINUTES} minutes")));
            }
        }
        RuleCheck::Money { .. } | RuleCheck::PrivateContact { .. } => {}
    }
    Ok(())
}

pub(super) fn new_id() -> String {
    Uuid::new_v4().simple().to_string()
}

/// A name without blanks around it.
pub(super) fn named(name: &str, what: &str) -> Result<String, EngineError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > MOST_NAME_CHARACTERS {
        return Err(EngineError::InvalidInput(format!(
            "the name of {what} has 1 to {MOST_NAME_CHARACTERS} characters"
        )));
    }
    Ok(name.to_owned())
}

/// A note without blanks around it.
pub(super) fn noted(note: &str) -> Result<String, EngineError> {
    let note = note.trim();
    if note.chars().count() > MOST_NOTE_CHARACTERS {
        return Err(EngineError::InvalidInput(format!("a note has at most {MOST_NOTE_CHARACTERS} characters")));
    }
    Ok(note.to_owned())
}
