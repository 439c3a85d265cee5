//! Handing a plan over, once.

use std::sync::Arc;

use zuoxi_model::{
    Broadcast, BroadcastConfirmation, BroadcastDetail, BroadcastDraft, BroadcastId, BroadcastPlan, BroadcastRecord,
    BroadcastSchedule, BroadcastState,
};
use zuoxi_platform::PlatformError;
use zuoxi_store::BroadcastMove;

use super::check;
use crate::{Engine, EngineError, core::Core, feed::Change};

impl Engine {
    /// Checks a draft and says what it would mean; nothing leaves. Spec 2.7.
    pub async fn plan_broadcast(&self, draft: BroadcastDraft) -> Result<BroadcastPlan, EngineError> {
        self.core.plan_broadcast(draft).await
    }

    /// Hands a plan to the platform: it cannot be undone, and is never repeated by itself. Spec 2.7.
    ///
    /// Answers with the record, which says whether the platform took it. An error means that nothing left and the plan is
    /// still there.
    pub async fn start_broadcast(
        &self,
        id: &BroadcastId,
        confirmation: BroadcastConfirmation,
    ) -> Result<BroadcastRecord, EngineError> {
        let broadcast = self.core.begin_broadcast(id, confirmation).await?;
        // A task of its own: whoever asked may go away, and then it still has to be known what came of it.
        let (core, handed) = (Arc::clone(&self.core), id.clone());
        let handing = tokio::spawn(async move { core.hand_over(&handed, &broadcast).await });
        handing.await.map_err(|error| EngineError::NotFound(format!("the broadcast was broken off: {error}")))??;
        self.core.broadcast_record(id).await
    }

    /// Drops a plan; of a broadcast whose outcome is unknown, notes that a person has looked after it.
    pub async fn dismiss_broadcast(&self, id: &BroadcastId) -> Result<(), EngineError> {
        self.core.dismiss_broadcast(id).await
    }

    /// Every broadcast, newest first.
    pub async fn broadcasts(&self) -> Result<Vec<BroadcastRecord>, EngineError> {
        Ok(self.core.store.broadcasts().await?)
    }

    /// One broadcast, with its audience and in whose chat it was seen.
    pub async fn broadcast(&self, id: &BroadcastId) -> Result<Option<BroadcastDetail>, EngineError> {
        Ok(self.core.store.broadcast_detail(id).await?)
    }
}

/// What an answer, or the lack of one, says about a broadcast.
fn outcome(answer: &Result<(), PlatformError>) -> BroadcastState {
    match answer {
        Ok(()) => BroadcastState::Sent,
        // It was refused before anything could be made of it, or never left.
        Err(
            PlatformError::Rejected { .. }
            | PlatformError::Auth { .. }
            | PlatformError::NotSignedIn
            | PlatformError::TooLarge { .. }
            | PlatformError::Unsendable { .. }
            | PlatformError::LineDown
            | PlatformError::InvalidAddress { .. },
        ) => BroadcastState::Refused,
        // A platform that says it is busy, or says nothing one can read, may have taken it all the same.
        Err(
            PlatformError::Unreachable { .. }
            | PlatformError::TimedOut { .. }
            | PlatformError::Busy { .. }
            | PlatformError::Malformed { .. },
        ) => BroadcastState::Unknown,
    }
}

impl Core {
    async fn broadcast_record(&self, id: &BroadcastId) -> Result<BroadcastRecord, EngineError> {
        let record = self.store.broadcast(id).await?;
        record.ok_or_else(|| EngineError::NotFound("this broadcast is not known".into()))
    }

    /// Checks the confirmation and writes that the broadcast is about to leave.
    async fn begin_broadcast(
        &self,
        id: &BroadcastId,
        confirmation: BroadcastConfirmation,
    ) -> Result<Broadcast, EngineError> {
        let refused = |why: &str| EngineError::InvalidInput(why.into());
        let record = self.broadcast_record(id).await?;
        if record.state != BroadcastState::Planned {
            return Err(refused("this broadcast was started already; it never leaves twice"));
        }
        if !confirmation.cannot_be_undone || confirmation.recipients != record.recipients {
            return Err(refused("the confirmation is of another plan; look at the plan again"));
        }
        let now = self.clock.now();
        if self.store.plan_valid_until(id).await?.is_none_or(|until| until < now) {
            return Err(refused("the plan is too old: people may have come and gone; make it again"));
        }
        if matches!(record.draft.schedule, BroadcastSchedule::Once { at } if at < now) {
            return Err(refused("the time the broadcast was to begin is over; choose another"));
        }
        let broadcast = check::broadcast(&record.draft)?;
        // Asked first, so that a broadcast is not lost in doubt to a network that is not there.
        self.platform.robots().await?;
        let step = BroadcastMove {
            id,
            from: BroadcastState::Planned,
            to: BroadcastState::Sending,
            at: self.clock.now(),
            answer: "",
        };
        if !self.store.move_broadcast(&step).await? {
            return Err(refused("this broadcast was started already; it never leaves twice"));
        }
        self.publish_broadcasts(std::slice::from_ref(id)).await?;
        Ok(broadcast)
    }

    async fn hand_over(&self, id: &BroadcastId, broadcast: &Broadcast) -> Result<(), EngineError> {
        let answer = self.platform.broadcast(broadcast).await;
        let words = answer.as_ref().err().map(ToString::to_string).unwrap_or_default();
        self.end_sending(id, outcome(&answer), &words).await
    }

    async fn end_sending(&self, id: &BroadcastId, to: BroadcastState, answer: &str) -> Result<(), EngineError> {
        let step = BroadcastMove { id, from: BroadcastState::Sending, to, at: self.clock.now(), answer };
        if self.store.move_broadcast(&step).await? {
            self.publish_broadcasts(std::slice::from_ref(id)).await?;
        }
        Ok(())
    }

    async fn dismiss_broadcast(&self, id: &BroadcastId) -> Result<(), EngineError> {
        let (now, from) = (self.clock.now(), BroadcastState::Planned);
        let step = BroadcastMove { id, from, to: BroadcastState::Discarded, at: now, answer: "" };
        if !self.store.move_broadcast(&step).await? && !self.store.decide_broadcast(id, now).await? {
            return Err(EngineError::NotFound("this broadcast does not wait for anybody".into()));
        }
        self.publish_broadcasts(std::slice::from_ref(id)).await
    }

    /// Broadcasts that were leaving when the console ended: whether they did nobody knows.
    pub(crate) async fn recover_broadcasts(&self) -> Result<(), EngineError> {
        for id in self.store.broadcasts_under_way().await? {
            let why = "the console ended before the platform answered";
            self.end_sending(&id, BroadcastState::Unknown, why).await?;
        }
        Ok(())
    }

    pub(crate) async fn publish_broadcasts(&self, ids: &[BroadcastId]) -> Result<(), EngineError> {
        let mut rows = Vec::new();
        for id in ids {
            rows.extend(self.store.broadcast(id).await?);
        }
        if !rows.is_empty() {
            self.feed.publish(vec![Change::Broadcasts { rows }]);
        }
        self.publish_attention().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q58_only_a_clear_no_says_that_nothing_was_sent() {
        let request_id = || None;
        let unclear = [
            PlatformError::TimedOut { request_id: request_id() },
            PlatformError::Unreachable { message: "reset".into(), request_id: request_id() },
            PlatformError::Busy { code: "5000".into(), msg: "服务器繁忙".into(), request_id: request_id() },
            PlatformError::Malformed { message: "<html>".into(), request_id: request_id() },
        ];
        for error in unclear {
            assert_eq!(outcome(&Err(error)), BroadcastState::Unknown);
        }
        let no = PlatformError::Rejected { code: "1".into(), msg: "name 不能为空".into(), request_id: None };
        assert_eq!(outcome(&Err(no)), BroadcastState::Refused);
        assert_eq!(outcome(&Ok(())), BroadcastState::Sent);
    }
}
