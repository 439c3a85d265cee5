//! Replacing an admin: first the old one is removed, then the new one is made, for a group has three at most (Q49).
//! Spec 3.16, 3.17.
//!
//! Each step is an action of the robot's queue, and is written in one transaction with the state that waits for it; so a
//! restart goes on where it stopped. A step that fails ends the replacement in a state that says what is so now, and asks
//! the platform who is admin, so that the members are shown right.

use std::sync::Arc;

use uuid::Uuid;
use zuoxi_model::{
    Action, ActionState, AdminChange, AdminReplacement, CustomerId, GroupId, MemberRole, ReplacementId,
    ReplacementState, RequestedBy, RobotKey,
};
use zuoxi_store::ReplacementMove;

use crate::{Engine, EngineError, core::Core, feed::Change};

impl Engine {
    /// Replaces an admin of a group. Returns once it is durable; the feed says what comes of it, and a failure half-way
    /// what it left.
    pub async fn replace_admin(
        &self,
        robot: &RobotKey,
        group: &GroupId,
        remove: &CustomerId,
        add: &CustomerId,
    ) -> Result<ReplacementId, EngineError> {
        self.core.replace_admin(robot, group, remove, add).await
    }

    /// Every replacement, newest first: of one robot, or of all.
    pub async fn admin_replacements(&self, robot: Option<&RobotKey>) -> Result<Vec<AdminReplacement>, EngineError> {
        Ok(self.core.store.replacements(robot).await?)
    }
}

/// Runs until the engine stops.
pub(crate) async fn run(core: Arc<Core>) {
    loop {
        // Not within the choice below: what was begun is not to be broken off by a wake-up.
        let moved = core.move_replacements().await;
        if let Err(error) = &moved {
            core.note_fault(error).await;
            tracing::warn!(%error, "the replacements of admins could not be moved; trying again");
        }
        tokio::select! {
            () = core.stop.cancelled() => return,
            () = core.admins_wake.notified() => {}
            () = tokio::time::sleep(core.timing.reread_pause), if moved.is_err() => {}
        }
    }
}

/// The state after the action that it waits for came to `action`; `None` while that is open.
fn after(state: ReplacementState, action: ActionState) -> Option<ReplacementState> {
    use ActionState::{Cancelled, Done, InFlight, Queued, Refused, Unknown};
    match (state, action) {
        (ReplacementState::Removing, Done) => Some(ReplacementState::Adding),
        (ReplacementState::Removing, Refused | Cancelled) => Some(ReplacementState::NothingChanged),
        (ReplacementState::Removing, Unknown) => Some(ReplacementState::RemovalUnknown),
        (ReplacementState::Adding, Done) => Some(ReplacementState::Replaced),
        (ReplacementState::Adding, Refused | Cancelled) => Some(ReplacementState::RemovedOnly),
        (ReplacementState::Adding, Unknown) => Some(ReplacementState::AdditionUnknown),
        (_, Queued | InFlight { .. } | Done | Refused | Cancelled | Unknown) => None,
    }
}

impl Core {
    async fn replace_admin(
        &self,
        robot: &RobotKey,
        group: &GroupId,
        remove: &CustomerId,
        add: &CustomerId,
    ) -> Result<ReplacementId, EngineError> {
        let group = self.store.group_named(robot, group).await?;
        self.check_replacement(robot, &group, remove, add).await?;
        let action =
            Action::ChangeAdmins { group: group.clone(), op: AdminChange::Remove, members: vec![remove.clone()] };
        let removal = self.compose_action(robot, action, self.person());
        let replacement = AdminReplacement {
            id: ReplacementId::new(Uuid::new_v4().simple().to_string()),
            robot_key: robot.clone(),
            group_id: group,
            remove: remove.clone(),
            add: add.clone(),
            state: ReplacementState::Removing,
            removal: removal.id.clone(),
            addition: None,
            inquiry: None,
            requested_by: self.person(),
            requested_at: removal.requested_at,
            finished_at: None,
        };
        self.store.save_replacement(&replacement, &removal).await?;
        self.publish_actions(std::slice::from_ref(&removal.id)).await?;
        self.publish_replacement(&replacement.id).await?;
        self.actions.wake.notify_one();
        Ok(replacement.id)
    }

    /// Refuses what would fail half-way, as far as the cache knows.
    async fn check_replacement(
        &self,
        robot: &RobotKey,
        group: &GroupId,
        remove: &CustomerId,
        add: &CustomerId,
    ) -> Result<(), EngineError> {
        let refused = |why: &str| Err(EngineError::InvalidInput(why.into()));
        if self.robot(robot).is_none() {
            return Err(EngineError::NotFound("this robot is not known".into()));
        }
        if remove == add {
            return refused("an admin cannot be replaced by themselves");
        }
        let members = self.store.group_members(robot, group).await?;
        let role = |id: &CustomerId| members.iter().find(|member| member.id == *id).map(|member| member.role);
        if matches!(role(add), Some(MemberRole::Admin | MemberRole::Owner)) {
            return refused("who is to become an admin is one already");
        }
        if role(remove) == Some(MemberRole::Owner) {
            return refused("the owner of a group cannot be replaced");
        }
        if !self.store.outsiders(robot, group, std::slice::from_ref(add)).await?.is_empty() {
            return refused("only members of the company can be admins");
        }
        if self.store.open_replacements().await?.iter().any(|open| open.robot_key == *robot && open.group_id == *group)
        {
            return refused("another admin of this group is being replaced");
        }
        Ok(())
    }

    /// Moves every replacement whose action has come to an end.
    async fn move_replacements(&self) -> Result<(), EngineError> {
        for replacement in self.store.open_replacements().await? {
            let awaited = match replacement.state {
                ReplacementState::Adding => replacement.addition.as_ref(),
                _ => Some(&replacement.removal),
            };
            let Some(id) = awaited else { continue };
            let Some(action) = self.store.action(id).await? else { continue };
            let Some(to) = after(replacement.state, action.state) else { continue };
            self.move_replacement(&replacement, to).await?;
        }
        Ok(())
    }

    async fn move_replacement(&self, replacement: &AdminReplacement, to: ReplacementState) -> Result<(), EngineError> {
        let group = replacement.group_id.clone();
        let next = match to {
            ReplacementState::Adding => {
                let members = vec![replacement.add.clone()];
                let action = Action::ChangeAdmins { group, op: AdminChange::Add, members };
                Some((action, replacement.requested_by.clone()))
            }
            ReplacementState::Replaced => None,
            _ => Some((Action::QueryAdmins { group }, RequestedBy::Console)),
        };
        let next = next.map(|(action, by)| self.compose_action(&replacement.robot_key, action, by));
        let step = ReplacementMove {
            id: &replacement.id,
            from: replacement.state,
            to,
            at: self.clock.now(),
            next: next.as_ref(),
        };
        if !self.store.move_replacement(&step).await? {
            return Ok(());
        }
        if let Some(next) = &next {
            self.publish_actions(std::slice::from_ref(&next.id)).await?;
            self.actions.wake.notify_one();
        }
        self.publish_replacement(&replacement.id).await
    }

    async fn publish_replacement(&self, id: &ReplacementId) -> Result<(), EngineError> {
        let rows: Vec<AdminReplacement> = self.store.replacement(id).await?.into_iter().collect();
        self.feed.publish(vec![Change::Admins { rows }]);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use zuoxi_model::Timestamp;

    use super::*;

    #[test]
    fn q49_every_end_of_every_step_says_what_is_so_now() {
        use ReplacementState::{
            Adding, AdditionUnknown, NothingChanged, RemovalUnknown, RemovedOnly, Removing, Replaced,
        };
        let ends = [ActionState::Done, ActionState::Refused, ActionState::Cancelled, ActionState::Unknown];
        let table = [
            (Removing, [Some(Adding), Some(NothingChanged), Some(NothingChanged), Some(RemovalUnknown)]),
            (Adding, [Some(Replaced), Some(RemovedOnly), Some(RemovedOnly), Some(AdditionUnknown)]),
            (Replaced, [None; 4]),
            (RemovedOnly, [None; 4]),
        ];
        for (state, expected) in table {
            for (end, expected) in ends.into_iter().zip(expected) {
                assert_eq!(after(state, end), expected, "{state:?} after {end:?}");
            }
            assert_eq!(after(state, ActionState::InFlight { at: Timestamp(1) }), None);
        }
    }
}
