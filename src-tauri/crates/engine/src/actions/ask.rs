//! What a person asks of the queues.

use std::time::Duration;

use zuoxi_model::{
    Action, ActionDecision, ActionKind, ActionOutcome, ActionState, CustomerId, MessageId, QueuedAction, RequestState,
    RequestedBy, RobotKey,
};
use zuoxi_store::{Effect, Move};

use super::{ActionStep, advance, effects};
use crate::{EngineError, core::Core};

impl Core {
    /// Takes an action into the robot's queue. Returns once it is durable; what comes of it is told by the feed.
    pub(crate) async fn act(
        &self,
        robot: &RobotKey,
        action: Action,
        requested_by: RequestedBy,
    ) -> Result<MessageId, EngineError> {
        self.check_action(robot, &action).await?;
        let row = self.compose_action(robot, action, requested_by);
        self.store.enqueue_action(&row).await?;
        self.accepting(&row).await?;
        self.publish_actions(std::slice::from_ref(&row.id)).await?;
        self.actions.wake.notify_one();
        Ok(row.id)
    }

    /// Whoever sits at this console.
    pub(crate) fn person(&self) -> RequestedBy {
        RequestedBy::Person { account: self.account.access_key.clone() }
    }

    /// Takes back an action that has not left.
    pub(crate) async fn cancel_action(&self, id: &MessageId) -> Result<(), EngineError> {
        let gone = || EngineError::NotFound("this action has left already".into());
        let row = self.store.action(id).await?.ok_or_else(gone)?;
        let to = advance(row.state, ActionStep::Cancel).ok_or_else(gone)?;
        let back = effects::request_is(&row.robot_key, &row.action, RequestState::Waiting);
        let step = Move { id, from: row.state, to, at: self.clock.now(), reply: None };
        let touched = self.store.move_action(&step, &back).await?.ok_or_else(gone)?;
        self.publish_actions(std::slice::from_ref(id)).await?;
        self.publish_touched(&touched).await
    }

    /// Carries out what a person decided about an action whose outcome is unknown.
    pub(crate) async fn decide_action(
        &self,
        id: &MessageId,
        decision: ActionDecision,
    ) -> Result<Option<MessageId>, EngineError> {
        let settled = || EngineError::NotFound("this action no longer waits for a decision".into());
        let row = self.store.action(id).await?.filter(QueuedAction::needs_decision).ok_or_else(settled)?;
        let again = match decision {
            ActionDecision::DoAgain => {
                self.check_action(&row.robot_key, row.effective()).await?;
                Some(self.compose_action(&row.robot_key, row.effective().clone(), self.person()))
            }
            ActionDecision::WasDone | ActionDecision::LetBe => None,
        };
        if !self.store.decide_action(id, self.clock.now(), again.as_ref()).await? {
            return Err(settled());
        }
        let ids: Vec<MessageId> =
            [id.clone()].into_iter().chain(again.as_ref().map(|again| again.id.clone())).collect();
        if let Some(again) = &again {
            self.accepting(again).await?;
        } else if decision == ActionDecision::WasDone {
            self.believe_done(&row).await?;
        } else {
            let back = effects::request_is(&row.robot_key, &row.action, RequestState::Waiting);
            let touched = self.store.take_effects(&back, self.clock.now()).await?;
            self.publish_touched(&touched).await?;
        }
        self.publish_actions(&ids).await?;
        self.actions.wake.notify_one();
        Ok(again.map(|again| again.id))
    }

    /// Leaves a friend request alone; the platform is told nothing, because it cannot be (Q47, Q54).
    pub(crate) async fn ignore_friend(&self, robot: &RobotKey, from: &CustomerId) -> Result<(), EngineError> {
        let effect = Effect::Request { robot: robot.clone(), from: from.clone(), state: RequestState::Ignored };
        let touched = self.store.take_effects(&[effect], self.clock.now()).await?;
        self.publish_touched(&touched).await
    }

    /// True if the robot was asked this already and has not answered.
    pub(crate) async fn is_asking(&self, robot: &RobotKey, kind: ActionKind) -> Result<bool, EngineError> {
        let newest = self.store.actions_page(Some(robot), None, 50).await?;
        Ok(newest.iter().any(|row| row.state.is_open() && row.action.kind() == kind))
    }

    pub(crate) fn compose_action(&self, robot: &RobotKey, action: Action, requested_by: RequestedBy) -> QueuedAction {
        let now = self.clock.now();
        QueuedAction {
            id: self.ids.next(now),
            robot_key: robot.clone(),
            action,
            sent: None,
            carried_by: None,
            requested_by,
            requested_at: now,
            state: ActionState::Queued,
            attempts: 0,
            finished_at: None,
            reply: None,
            decided_at: None,
        }
    }

    /// What follows from an action that nobody replied to and that a person saw done.
    async fn believe_done(&self, row: &QueuedAction) -> Result<(), EngineError> {
        let unsaid = ActionOutcome::Unreadable { why: "a person saw that it was done".into() };
        let told = effects::of_ours(&row.robot_key, row.effective(), &unsaid);
        let touched = self.store.take_effects(&told.effects, self.clock.now()).await?;
        if let Some(group) = &told.reread {
            self.people.reread_members(&row.robot_key, group, Duration::ZERO);
        }
        self.publish_touched(&touched).await
    }

    async fn accepting(&self, row: &QueuedAction) -> Result<(), EngineError> {
        let effects = effects::request_is(&row.robot_key, &row.action, RequestState::Accepting);
        let touched = self.store.take_effects(&effects, self.clock.now()).await?;
        self.publish_touched(&touched).await
    }
}
