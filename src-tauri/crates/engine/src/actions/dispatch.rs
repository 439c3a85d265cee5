//! The tasks that move the queues: one supervisor, and one worker per robot that has something to do.

use std::{collections::HashMap, sync::Arc, time::Duration};

use tokio::{
    task::{Id, JoinSet},
    time::Instant,
};
use zuoxi_model::{
    Action, ActionEvent, ActionKind, ActionOutcome, ActionReply, ActionState, MessageId, QueuedAction, Refusal,
    RobotKey, Timestamp,
};
use zuoxi_platform::{Outgoing, PlatformError};

use super::{
    ActionStep, advance,
    coalesce::{coalesce, labels},
    effects::{self, Consequences},
};
use crate::{
    EngineError,
    core::{Core, Line},
};

/// Runs until the engine stops.
pub(crate) async fn run(core: Arc<Core>) {
    let mut at_work: HashMap<Id, RobotKey> = HashMap::new();
    let mut workers = JoinSet::new();
    loop {
        match core.store.robots_with_actions().await {
            Ok(robots) => {
                for robot in robots {
                    if !at_work.values().any(|busy| *busy == robot) {
                        let worker = workers.spawn(work(Arc::clone(&core), robot.clone()));
                        at_work.insert(worker.id(), robot);
                    }
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the queues could not be read");
                core.note_fault(&error.into()).await;
            }
        }
        tokio::select! {
            () = core.stop.cancelled() => return workers.shutdown().await,
            () = core.actions.wake.notified() => {}
            Some(ended) = workers.join_next_with_id() => {
                let id = match ended {
                    Ok((id, ())) => id,
                    Err(error) => {
                        tracing::error!(%error, "the worker of a robot broke off");
                        error.id()
                    }
                };
                at_work.remove(&id);
            }
        }
    }
}

/// Does everything that waits for one robot, one after the other.
async fn work(core: Arc<Core>, robot: RobotKey) {
    let mut handed_over = None;
    loop {
        let done = async {
            let Some(row) = core.store.next_action(&robot).await? else { return Ok(false) };
            let has_asked = if let ActionState::InFlight { at } = row.state {
                core.await_reply(&row, at, handed_over).await?
            } else {
                core.send_next(&row).await?;
                true
            };
            if has_asked {
                handed_over = Some(Instant::now());
            }
            Ok::<bool, EngineError>(true)
        };
        match done.await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                tracing::warn!(%robot, %error, "the queue of a robot could not be moved; trying again");
                tokio::time::sleep(core.timing.reread_pause).await;
            }
        }
    }
}

/// When a reply is overdue. The time runs on over restarts from when the action was noted. But a computer that was asleep
/// between noting an action and handing it over hands it over late, and its full time begins there: else a second attempt
/// would go out beside the first.
fn overdue(now: Instant, noted_ago: Duration, handed_over: Option<Instant>, limit: Duration) -> Instant {
    let by_note = now + limit.saturating_sub(noted_ago);
    handed_over.map_or(by_note, |handed_over| by_note.max(handed_over + limit))
}

/// By which way an action leaves.
enum Road {
    Socket(Line),
    Bridge,
}

impl Core {
    /// True if the action may be asked again without a person.
    pub(super) fn may_repeat(&self, row: &QueuedAction) -> bool {
        row.effective().is_repeatable() && row.attempts < self.timing.action_attempts
    }

    /// Sends the head of a queue, if there is a road.
    async fn send_next(&self, row: &QueuedAction) -> Result<(), EngineError> {
        let Some(road) = self.road().await else { return Ok(()) };
        let (sent, passengers) = match &row.action {
            Action::ChangeTags { customer, .. } => {
                let waiting = self.store.waiting_tag_changes(&row.robot_key, customer).await?;
                let carried = self.store.carries(&row.robot_key, customer, &labels(&waiting)).await?;
                let passengers: Vec<MessageId> =
                    waiting.iter().filter(|other| other.id != row.id).map(|other| other.id.clone()).collect();
                match coalesce(customer, &waiting, &carried) {
                    Some(joined) => (joined, passengers),
                    None => return self.cancel_out(row, &passengers).await,
                }
            }
            action => (action.clone(), Vec::new()),
        };
        let outgoing = match Outgoing::action(&sent, &row.robot_key, &row.id) {
            Ok(outgoing) => outgoing,
            Err(error) => return self.refuse(row, &error).await,
        };
        let at = self.platform_now();
        let joined = (sent != row.action).then_some(&sent);
        if !self.store.send_action(&row.id, at, joined, &passengers).await? {
            return Ok(());
        }
        if matches!(sent, Action::Forward { .. }) {
            self.actions.expect_echo(&row.id);
        }
        let row = QueuedAction {
            state: ActionState::InFlight { at },
            attempts: row.attempts + 1,
            sent: joined.cloned(),
            ..row.clone()
        };
        let ids: Vec<MessageId> = std::iter::once(row.id.clone()).chain(passengers).collect();
        self.publish_actions(&ids).await?;
        match road {
            Road::Bridge => self.bridge(&row).await,
            Road::Socket(line) => match line.emitter.emit(&outgoing).await {
                Err(PlatformError::LineDown) => self.step(&row, ActionStep::NeverLeft).await,
                Err(error) => {
                    tracing::warn!(id = %row.id, %error, "an action may not have left; its reply is awaited");
                    Ok(())
                }
                Ok(()) => Ok(()),
            },
        }
    }

    /// The socket, or the bridge if that answers; else waits a while.
    async fn road(&self) -> Option<Road> {
        if let Some(line) = self.line.borrow().clone() {
            return Some(Road::Socket(line));
        }
        // Asked first, so that an action is not lost in doubt to a network that is not there.
        if self.platform.robots().await.is_ok() {
            return Some(Road::Bridge);
        }
        let mut line = self.line.subscribe();
        tokio::select! {
            _ = line.wait_for(Option::is_some) => {}
            () = tokio::time::sleep(self.timing.bridge_pause) => {}
        }
        None
    }

    /// Waits for the reply of an action in flight. When its time is over, repeats it or gives it up.
    /// `handed_over` is when this run last asked; true if it asked again.
    async fn await_reply(
        &self,
        row: &QueuedAction,
        at: Timestamp,
        handed_over: Option<Instant>,
    ) -> Result<bool, EngineError> {
        if row.action.kind() == ActionKind::Forward {
            self.actions.expect_echo(&row.id);
        }
        let limit = self.timing.action_deadline;
        // By the platform's clock: one that was set ahead between two starts must not let a second one out beside the first.
        let elapsed = u64::try_from(self.platform_now().0.saturating_sub(at.0)).unwrap_or(0);
        let deadline = overdue(Instant::now(), Duration::from_millis(elapsed), handed_over, limit);
        let mut doubted_until: Option<Instant> = None;
        loop {
            let moved = self.actions.moved.notified();
            tokio::pin!(moved);
            moved.as_mut().enable();
            let now = self.store.action(&row.id).await?;
            if now.is_none_or(|now| now.state != row.state) {
                self.actions.take_doubtful(&row.id);
                return Ok(false);
            }
            if doubted_until.is_none() && self.actions.has_doubtful(&row.id) {
                doubted_until = Some(Instant::now() + self.timing.reply_grace);
            }
            let until = doubted_until.map_or(deadline, |doubted| doubted.min(deadline));
            tokio::select! {
                () = moved => {}
                () = tokio::time::sleep_until(until) => {
                    // The reply with our id did not come: the one with an id nobody knows is ours (Q40).
                    return match self.actions.take_doubtful(&row.id) {
                        Some(event) => self.settle(row, &event).await.map(|()| false),
                        _ if Instant::now() < deadline => Ok(false),
                        _ => self.time_out(row).await,
                    };
                }
            }
        }
    }

    async fn time_out(&self, row: &QueuedAction) -> Result<bool, EngineError> {
        if !self.may_repeat(row) {
            tracing::warn!(id = %row.id, kind = ?row.action.kind(), "no reply came; a person is asked");
            return self.step(row, ActionStep::TimedOut).await.map(|()| false);
        }
        if self.platform.robots().await.is_err() {
            tokio::time::sleep(self.timing.bridge_pause).await;
            return Ok(false);
        }
        let at = self.platform_now();
        if advance(row.state, ActionStep::Send { at }).is_none()
            || !self.store.send_action(&row.id, at, None, &[]).await?
        {
            return Ok(false);
        }
        let row = QueuedAction { state: ActionState::InFlight { at }, attempts: row.attempts + 1, ..row.clone() };
        self.publish_actions(std::slice::from_ref(&row.id)).await?;
        self.bridge(&row).await.map(|()| true)
    }

    /// Asks over 2.8. What fails on the way is in flight until its time is over, like a reply that does not come.
    async fn bridge(&self, row: &QueuedAction) -> Result<(), EngineError> {
        let asked = self.platform.bridge(row.effective(), &row.robot_key, &row.id);
        let Ok(answer) = tokio::time::timeout(self.timing.action_deadline, asked).await else { return Ok(()) };
        match answer {
            Ok(event) => self.settle(row, &ActionEvent { message_id: row.id.clone(), ..event }).await,
            Err(PlatformError::Rejected { code, msg, .. }) => {
                let event = ActionEvent {
                    message_id: row.id.clone(),
                    robot_key: row.robot_key.clone(),
                    replies_to: Some(row.action.kind()),
                    code,
                    msg,
                    at: None,
                    outcome: ActionOutcome::Refused { reason: Refusal::Other },
                    raw: String::new(),
                };
                self.settle(row, &event).await
            }
            Err(error @ (PlatformError::TooLarge { .. } | PlatformError::Unsendable { .. })) => {
                self.refuse(row, &error).await
            }
            Err(error) => {
                tracing::warn!(id = %row.id, %error, "an action got no answer over the bridge");
                Ok(())
            }
        }
    }

    /// Ends an action that nothing can carry.
    async fn refuse(&self, row: &QueuedAction, error: &PlatformError) -> Result<(), EngineError> {
        let Some(to) = advance(row.state, ActionStep::Refused) else { return Ok(()) };
        let outcome = ActionOutcome::Refused { reason: Refusal::Other };
        let reply = ActionReply { code: String::new(), msg: error.to_string(), outcome: Some(outcome) };
        let effects = effects::of_refusal(&row.robot_key, row.effective());
        self.conclude(row, to, Some(&reply), Consequences { effects, ..Consequences::default() }).await
    }

    /// A step that changes nothing but the action.
    async fn step(&self, row: &QueuedAction, step: ActionStep) -> Result<(), EngineError> {
        match advance(row.state, step) {
            Some(to) => self.conclude(row, to, None, Consequences::default()).await,
            None => Ok(()),
        }
    }

    /// Ends tag changes that come to nothing without asking the platform.
    async fn cancel_out(&self, row: &QueuedAction, passengers: &[MessageId]) -> Result<(), EngineError> {
        let Action::ChangeTags { customer, .. } = &row.action else { return Ok(()) };
        let nothing = Action::ChangeTags { customer: customer.clone(), add: Vec::new(), remove: Vec::new() };
        if advance(row.state, ActionStep::CancelledOut).is_some()
            && self.store.cancel_out(&row.id, self.clock.now(), &nothing, passengers).await?
        {
            let ids: Vec<MessageId> = std::iter::once(row.id.clone()).chain(passengers.iter().cloned()).collect();
            self.publish_actions(&ids).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_has_its_full_time_from_when_it_was_handed_over() {
        let (now, limit) = (Instant::now() + Duration::from_mins(1), Duration::from_secs(30));
        let seconds = Duration::from_secs;
        assert_eq!(overdue(now, seconds(1), Some(now), limit), now + seconds(30));
        assert_eq!(overdue(now, seconds(50), Some(now), limit), now + seconds(30), "asleep in between");
        assert_eq!(overdue(now, seconds(10), None, limit), now + seconds(20), "noted before a restart");
        assert_eq!(overdue(now, seconds(50), None, limit), now);
        assert_eq!(overdue(now, seconds(50), Some(now - seconds(45)), limit), now);
    }
}
