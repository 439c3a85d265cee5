//! Hearing what the platform says to actions, ours and other consoles' (Q39).

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Mutex, PoisonError},
};

use tokio::sync::Notify;
use zuoxi_model::{
    ActionEvent, ActionKind, ActionOutcome, ActionReply, ActionState, Direction, Message, MessageId, Origin,
    ProfileChanges, QueuedAction, Refusal, RobotKey,
};
use zuoxi_store::Move;

use super::{
    ActionStep, advance,
    effects::{self, Consequences},
    recognise::answers,
};
use crate::{EngineError, core::Core};

/// So many strange replies are remembered, so that one that comes twice does not answer two actions.
const STRANGERS: usize = 64;

/// What the queues remember while the console runs.
#[derive(Debug, Default)]
pub(crate) struct Replies {
    /// There may be something to do.
    pub wake: Notify,
    /// Some action is not in the state it was in.
    pub moved: Notify,
    /// Per action in flight, a reply with an id nobody knows that may be the one to it (Q40).
    doubtful: Mutex<HashMap<MessageId, ActionEvent>>,
    strangers: Mutex<VecDeque<MessageId>>,
    /// Forwards of this run: their echoes are their reply (3.7).
    forwards: Mutex<HashSet<MessageId>>,
}

impl Replies {
    pub(super) fn expect_echo(&self, id: &MessageId) {
        self.forwards.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone());
    }

    fn is_forward(&self, id: &MessageId) -> bool {
        self.forwards.lock().unwrap_or_else(PoisonError::into_inner).contains(id)
    }

    pub(super) fn has_doubtful(&self, action: &MessageId) -> bool {
        self.doubtful.lock().unwrap_or_else(PoisonError::into_inner).contains_key(action)
    }

    pub(super) fn take_doubtful(&self, action: &MessageId) -> Option<ActionEvent> {
        self.doubtful.lock().unwrap_or_else(PoisonError::into_inner).remove(action)
    }

    fn doubt(&self, action: &MessageId, event: ActionEvent) {
        self.doubtful.lock().unwrap_or_else(PoisonError::into_inner).insert(action.clone(), event);
        self.moved.notify_waiters();
    }

    /// True the first time.
    fn meet(&self, id: &MessageId) -> bool {
        let mut strangers = self.strangers.lock().unwrap_or_else(PoisonError::into_inner);
        if strangers.contains(id) {
            return false;
        }
        strangers.push_front(id.clone());
        strangers.truncate(STRANGERS);
        true
    }
}

impl Core {
    /// Takes in a reply, or what the platform pushed by itself.
    pub(crate) async fn hear_action(&self, mut event: ActionEvent) -> Result<(), EngineError> {
        if let Some(group) = effects::group_of(&mut event.outcome) {
            *group = self.store.group_named(&event.robot_key, group).await?;
        }
        let Some(kind) = event.replies_to else {
            return self.follow_up(&event.robot_key, effects::of_outcome(&event.robot_key, &event.outcome)).await;
        };
        let ours = self.store.action(&event.message_id).await?;
        if let Some(row) = ours.filter(|row| row.robot_key == event.robot_key && row.action.kind() == kind) {
            return self.settle(&row, &event).await;
        }
        self.follow_up(&event.robot_key, effects::of_outcome(&event.robot_key, &event.outcome)).await?;
        if !self.actions.meet(&event.message_id) {
            return Ok(());
        }
        let pending = self.store.next_action(&event.robot_key).await?;
        let is_ours = |row: &QueuedAction| {
            matches!(row.state, ActionState::InFlight { .. }) && answers(row.effective(), &event.outcome)
        };
        match pending.filter(is_ours) {
            // The library is the same whoever asked for it.
            Some(row) if kind == ActionKind::QueryTags => self.settle(&row, &event).await?,
            Some(row) => self.actions.doubt(&row.id, event),
            None => {}
        }
        Ok(())
    }

    /// Marks the echoes of our own forwards as ours, and settles the forwards: they have no other reply (3.7).
    pub(crate) async fn hear_forwards(&self, echoes: &[(RobotKey, MessageId)]) -> Result<(), EngineError> {
        for (robot_key, id) in echoes {
            let Some(row) = self.store.action(id).await?.filter(|row| row.robot_key == *robot_key) else { continue };
            let event = ActionEvent {
                message_id: id.clone(),
                robot_key: robot_key.clone(),
                replies_to: Some(ActionKind::Forward),
                code: "0".into(),
                msg: String::new(),
                at: None,
                outcome: ActionOutcome::Forwarded,
                raw: String::new(),
            };
            self.settle(&row, &event).await?;
        }
        Ok(())
    }

    /// The forwards of this console among the messages; on the way, says of their echoes that they are ours.
    pub(crate) fn recognise_forwards(&self, messages: &mut [Message]) -> Vec<(RobotKey, MessageId)> {
        let mut echoes = Vec::new();
        for message in messages {
            if message.direction == Direction::Out && self.actions.is_forward(&message.key.message_id) {
                message.origin = Origin::Console;
                echoes.push((message.key.robot_key.clone(), message.key.message_id.clone()));
            }
        }
        echoes
    }

    /// Ends an action by its reply, and writes what that changes.
    pub(super) async fn settle(&self, row: &QueuedAction, event: &ActionEvent) -> Result<(), EngineError> {
        let refused = match &event.outcome {
            ActionOutcome::Refused { reason } => Some(*reason),
            _ => None,
        };
        // Busy and signed out say nothing about the action: what may be repeated is, when its time is over.
        if matches!(refused, Some(Refusal::Busy | Refusal::SignedOut)) && self.may_repeat(row) {
            tracing::info!(id = %row.id, code = event.code, "the platform cannot do it now; it will be asked again");
            return Ok(());
        }
        let step = if refused.is_some() { ActionStep::Refused } else { ActionStep::Done };
        let Some(to) = advance(row.state, step) else { return Ok(()) };
        let consequences = if refused.is_some() {
            Consequences { effects: effects::of_refusal(&row.robot_key, row.effective()), ..Consequences::default() }
        } else {
            effects::of_ours(&row.robot_key, row.effective(), &event.outcome)
        };
        // A library has tables of its own; every copy of it in the log would be larger than the rest of the log.
        let outcome = Some(event.outcome.clone()).filter(|outcome| !matches!(outcome, ActionOutcome::Tags { .. }));
        let reply = ActionReply { code: event.code.clone(), msg: event.msg.clone(), outcome };
        self.conclude(row, to, Some(&reply), consequences).await
    }

    /// Moves an action, writes what that changes, and tells everyone. Nothing happens if it has moved meanwhile.
    pub(super) async fn conclude(
        &self,
        row: &QueuedAction,
        to: ActionState,
        reply: Option<&ActionReply>,
        consequences: Consequences,
    ) -> Result<(), EngineError> {
        let carried = self.store.carried_actions(&row.id).await?;
        let step = Move { id: &row.id, from: row.state, to, at: self.clock.now(), reply };
        let Some(touched) = self.store.move_action(&step, &consequences.effects).await? else { return Ok(()) };
        self.actions.moved.notify_waiters();
        self.actions.wake.notify_one();
        let ids: Vec<MessageId> = std::iter::once(row.id.clone()).chain(carried).collect();
        self.publish_actions(&ids).await?;
        self.publish_touched(&touched).await?;
        self.go_on(&row.robot_key, consequences).await
    }

    /// Writes what an outcome says by itself, and tells everyone.
    async fn follow_up(&self, robot: &RobotKey, consequences: Consequences) -> Result<(), EngineError> {
        let touched = self.store.take_effects(&consequences.effects, self.clock.now()).await?;
        self.publish_touched(&touched).await?;
        self.go_on(robot, consequences).await
    }

    async fn go_on(&self, robot: &RobotKey, consequences: Consequences) -> Result<(), EngineError> {
        if let Some(group) = consequences.reread {
            self.people.reread_members(robot, &group, self.timing.members_pause);
        }
        match consequences.profile {
            Some(changes) => self.change_profile(robot, &changes).await,
            None => Ok(()),
        }
    }

    async fn change_profile(&self, robot: &RobotKey, changes: &ProfileChanges) -> Result<(), EngineError> {
        let mut robots = self.robots();
        if let Some(robot) = robots.iter_mut().find(|known| known.key == *robot) {
            if let Some(name) = &changes.name {
                robot.name.clone_from(name);
            }
            if let Some(alias) = &changes.alias {
                robot.alias = Some(alias.clone()).filter(|alias| !alias.is_empty());
            }
        }
        self.set_robots(robots).await
    }
}
