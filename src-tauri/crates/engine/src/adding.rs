//! Adding people by phone, many, slowly. Spec 3.9, Q48, Q59.
//!
//! Adding many people at once can get an account banned. So a list is durable and its numbers go into the robot's queue
//! one by one: with a random pause between two, at most so many a day of Shanghai, never in the quiet hours, never while
//! the robot's last request is unanswered or the robot is not online. The pause is drawn when a number is asked and
//! written down with it, so that a restart does not hurry. Requests that somebody makes one by one count too.

use std::{collections::BTreeSet, sync::Arc};

use rand::Rng;
use serde_json::json;
use uuid::Uuid;
use zuoxi_model::{
    Action, AddingId, AddingList, AddingPhone, AddingRules, AddingState, RobotKey, RobotStatus, SessionState,
};
use zuoxi_store::NextPhone;

use crate::{Engine, EngineError, core::Core, feed::Change, quiet};

/// The setting that keeps the rules.
const RULES: &str = "addingRules";
/// A session that said longer ago that it is live has not noticed yet that the computer slept.
const FRESH_MS: i64 = 30_000;
/// More would take a robot weeks.
const MOST_PHONES: usize = 500;

impl Engine {
    /// Takes in a list of phone numbers to add. They are asked one by one, slowly; the feed says how far it came.
    pub async fn add_by_phone(
        &self,
        robot: &RobotKey,
        phones: &[String],
        greeting: Option<String>,
    ) -> Result<AddingId, EngineError> {
        self.core.add_by_phone(robot, phones, greeting).await
    }

    /// Every list, newest first.
    pub async fn addings(&self) -> Result<Vec<AddingList>, EngineError> {
        Ok(self.core.store.addings().await?)
    }

    /// Takes back the numbers of a list whose turn has not come.
    pub async fn cancel_adding(&self, id: &AddingId) -> Result<(), EngineError> {
        if !self.core.store.cancel_adding(id, self.core.clock.now()).await? {
            return Err(EngineError::NotFound("this list is not known, or was cancelled before".into()));
        }
        self.core.publish_addings(std::slice::from_ref(id)).await
    }

    /// The pace of adding.
    pub async fn adding_rules(&self) -> Result<AddingRules, EngineError> {
        self.core.adding_rules().await
    }

    /// Sets the pace of adding, within its limits.
    pub async fn set_adding_rules(&self, rules: AddingRules) -> Result<(), EngineError> {
        rules.check().map_err(|problem| EngineError::InvalidInput(problem.to_string()))?;
        self.core.store.set_setting(RULES, &json!(rules)).await?;
        self.core.adding_wake.notify_one();
        Ok(())
    }
}

/// Runs until the engine stops.
pub(crate) async fn run(core: Arc<Core>) {
    loop {
        if let Err(error) = core.add_next().await {
            core.note_fault(&error).await;
            tracing::warn!(%error, "the lists of people to add could not be moved; trying again");
        }
        // The clock on the wall decides, so it is looked at now and then rather than slept towards.
        tokio::select! {
            () = core.stop.cancelled() => return,
            () = core.adding_wake.notified() => {}
            () = tokio::time::sleep(core.timing.adding_look) => {}
        }
    }
}

/// A number as it is sent: without what people write between the digits. `None` if it is no phone number.
fn plain(phone: &str) -> Option<String> {
    let kept: String = phone.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '(' | ')')).collect();
    let digits = kept.strip_prefix('+').unwrap_or(&kept);
    let is_number = (5..=20).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit());
    is_number.then_some(kept)
}

impl Core {
    pub(crate) async fn adding_rules(&self) -> Result<AddingRules, EngineError> {
        let kept = self.store.setting(RULES).await?;
        let rules = kept.and_then(|value| serde_json::from_value::<AddingRules>(value).ok());
        Ok(rules.filter(|rules| rules.check().is_ok()).unwrap_or_default())
    }

    async fn add_by_phone(
        &self,
        robot: &RobotKey,
        phones: &[String],
        greeting: Option<String>,
    ) -> Result<AddingId, EngineError> {
        if self.robot(robot).is_none() {
            return Err(EngineError::NotFound("this robot is not known".into()));
        }
        let given = phones.iter().map(|phone| phone.trim()).filter(|phone| !phone.is_empty());
        let mut seen = BTreeSet::new();
        let mut numbers = Vec::new();
        for phone in given {
            let number =
                plain(phone).ok_or_else(|| EngineError::InvalidInput(format!("\"{phone}\" is no phone number")))?;
            if seen.insert(number.clone()) {
                numbers.push(number);
            }
        }
        if numbers.is_empty() || numbers.len() > MOST_PHONES {
            return Err(EngineError::InvalidInput(format!("a list has 1 to {MOST_PHONES} phone numbers")));
        }
        let waiting = |phone| AddingPhone {
            phone,
            state: AddingState::Waiting,
            action: None,
            finished_at: None,
            msg: String::new(),
        };
        let list = AddingList {
            id: AddingId::new(Uuid::new_v4().simple().to_string()),
            robot_key: robot.clone(),
            greeting: greeting.filter(|greeting| !greeting.trim().is_empty()),
            requested_by: self.person(),
            requested_at: self.clock.now(),
            cancelled_at: None,
            phones: numbers.into_iter().map(waiting).collect(),
        };
        self.store.save_adding(&list).await?;
        self.publish_addings(std::slice::from_ref(&list.id)).await?;
        self.adding_wake.notify_one();
        Ok(list.id)
    }

    /// Puts every number whose time has come into its robot's queue.
    async fn add_next(&self) -> Result<(), EngineError> {
        let now = self.clock.now();
        let alive_at = match *self.session.borrow() {
            SessionState::Live { complete_to } => Some(complete_to),
            _ => None,
        };
        // After the computer slept the session believes in a line that is dead, until it looks; a request that is lost
        // there is one that a person has to clear up.
        if alive_at.is_none_or(|at| at.plus_ms(FRESH_MS) < now) {
            return Ok(());
        }
        let rules = self.adding_rules().await?;
        if quiet::is_quiet(rules.quiet, now) {
            return Ok(());
        }
        for next in self.store.next_phones().await? {
            let online = self.robot(&next.robot_key).is_some_and(|robot| robot.status == RobotStatus::Online);
            if !online || next.is_busy || next.not_before.is_some_and(|until| now < until) {
                continue;
            }
            if self.store.asked_since(&next.robot_key, quiet::day_start(now)).await? < rules.daily_cap {
                self.ask_phone(&next, &rules).await?;
            }
        }
        Ok(())
    }

    async fn ask_phone(&self, next: &NextPhone, rules: &AddingRules) -> Result<(), EngineError> {
        let action = Action::AddByPhone { phone: next.phone.clone(), greeting: next.greeting.clone() };
        let row = self.compose_action(&next.robot_key, action, self.person());
        let pause_s = rand::rng().random_range(rules.least_pause_s..=rules.most_pause_s);
        let not_before = row.requested_at.plus_ms(i64::from(pause_s) * 1_000);
        if self.store.ask_phone(next, &row, not_before).await? {
            self.publish_actions(std::slice::from_ref(&row.id)).await?;
            self.actions.wake.notify_one();
        }
        Ok(())
    }

    pub(crate) async fn publish_addings(&self, ids: &[AddingId]) -> Result<(), EngineError> {
        let mut lists = Vec::new();
        for id in ids {
            lists.extend(self.store.adding(id).await?);
        }
        if !lists.is_empty() {
            self.feed.publish(vec![Change::Adding { lists }]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_is_read_as_people_write_it() {
        assert_eq!(plain(" 156 2000-1234 ").as_deref(), Some("15620001234"));
        assert_eq!(plain("+86 (156) 20001234").as_deref(), Some("+8615620001234"));
        for odd in ["", "1234", "小红", "15a20001234", "++8615620001234", "123456789012345678901"] {
            assert_eq!(plain(odd), None, "{odd}");
        }
    }
}
