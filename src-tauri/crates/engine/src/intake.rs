//! The one way into the cache for whatever the platform says, live or read back.
//!
//! A batch is taken in under one lock: echoes are recognised against the open sends, coverage is extended where
//! that is earned, everything is written in one transaction, and the watchers are told what changed.
//!
//! When may a live message extend coverage? While the line is up the socket delivers everything (spec 3.0), so the
//! stretch from where the chat was complete to the message has no hole. What was missed before the line came up is
//! known only after the catch-up; until then live messages are stored and remembered as heard, and the catch-up's
//! end joins them to what it read.

use std::collections::{HashMap, HashSet};

use zuoxi_model::{ChatKey, ChatUpdate, Direction, Interval, Message, OutboxState, Timestamp};
use zuoxi_platform::Incoming;
use zuoxi_store::{Applied, Batch, Confirmation, Unrecognised};

use crate::{
    EngineError,
    core::Core,
    feed::Change,
    outbox::{Echo, OutboxEvent, advance, recognise},
};

/// Where a batch came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// The socket, just now.
    Live,
    /// A REST call.
    History,
}

/// What was heard of a chat since the line came up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Heard {
    /// Up to where the chat was complete before the first of it.
    complete_before: Option<Timestamp>,
    newest: Option<Timestamp>,
}

/// What the intake remembers between batches.
#[derive(Debug, Default)]
pub(crate) enum Intake {
    /// The line is down, or not up yet.
    #[default]
    Interrupted,
    /// The line is up, what was missed is still being read.
    Hearing(HashMap<ChatKey, Heard>),
    /// Nothing is missing up to these points, chat by chat; the others follow from their coverage when first heard of.
    CaughtUp(HashMap<ChatKey, Timestamp>),
}

impl Core {
    /// Takes in what the platform said, and marks `covered` as complete in the same transaction.
    pub(crate) async fn take_in(
        &self,
        incoming: Vec<Incoming>,
        source: Source,
        covered: Vec<(ChatKey, Interval)>,
    ) -> Result<Applied, EngineError> {
        if incoming.is_empty() && covered.is_empty() {
            return Ok(Applied::default());
        }
        let mut intake = self.intake.lock().await;
        let received_at = self.clock.now();
        let mut batch = Batch { covered, ..Batch::new(received_at) };
        let mut replies = Vec::new();
        for item in incoming {
            match item {
                Incoming::Message(message) => batch.messages.push(*message),
                Incoming::Chat(update) => match self.place(*update).await? {
                    Ok(update) => batch.chats.push(update),
                    Err(lost) => batch.unrecognised.push(lost),
                },
                Incoming::Action(event) => replies.push(*event),
                Incoming::Unrecognised { name, raw, why } => {
                    tracing::warn!(name, why, "something the platform sent was not understood; it is kept raw");
                    batch.unrecognised.push(Unrecognised { name, raw, why });
                }
            }
        }
        if source == Source::Live {
            let extended = self.hear(&mut intake, &batch).await?;
            batch.covered.extend(extended);
        }
        #[cfg(feature = "sabotage")]
        crate::sabotage::double(&self.store, &mut batch.messages).await?;
        let forwarded = self.recognise_forwards(&mut batch.messages);
        batch.confirmed = self.recognise_echoes(&batch.messages, source, received_at).await?;
        if !batch.covered.is_empty() {
            tracing::debug!(?source, covered = ?batch.covered, "complete");
        }
        let applied = self.store.apply(&batch).await?;
        let complete = matches!(*intake, Intake::CaughtUp(_));
        drop(intake);
        self.tell(&batch, &applied).await?;
        if source == Source::Live {
            self.tell_arrivals(&batch, &applied, complete).await?;
        }
        self.see_broadcasts(&batch, &applied, source).await?;
        self.hear_forwards(&forwarded).await?;
        for event in replies {
            self.hear_action(event).await?;
        }
        Ok(applied)
    }

    /// Finds the robot and the peer of a chat update that does not say them (Q15).
    async fn place(&self, mut update: ChatUpdate) -> Result<Result<ChatUpdate, Unrecognised>, EngineError> {
        if (update.robot_key.is_none() || update.chat_user.is_none())
            && let Some(known) = self.store.chat_by_id(&update.chat_id).await?
        {
            update.robot_key.get_or_insert(known.key.robot_key);
            update.chat_user.get_or_insert(known.key.chat_user);
        }
        if update.robot_key.is_some() && update.chat_user.is_some() {
            return Ok(Ok(update));
        }
        let raw = format!("{update:?}");
        Ok(Err(Unrecognised { name: "chat".into(), raw, why: "its robot is not known".into() }))
    }

    /// The line is up: from now on everything is heard.
    pub(crate) async fn line_up(&self) {
        *self.intake.lock().await = Intake::Hearing(HashMap::new());
    }

    /// The line is down: what comes next may come after a hole.
    pub(crate) async fn line_down(&self) {
        *self.intake.lock().await = Intake::Interrupted;
    }

    /// Everything that was missed has been read, but for the chats of `unread`: the chats of `read` are complete up to
    /// there. What was heard meanwhile joins on without a hole.
    pub(crate) async fn caught_up(
        &self,
        read: HashMap<ChatKey, Timestamp>,
        unread: &HashSet<ChatKey>,
    ) -> Result<(), EngineError> {
        let mut intake = self.intake.lock().await;
        let Intake::Hearing(heard) = &mut *intake else { return Ok(()) };
        let mut complete_to = read;
        let mut covered = Vec::new();
        for (chat, heard) in heard.drain().filter(|(chat, _)| !unread.contains(chat)) {
            let Some(from) = complete_to.get(&chat).copied().or(heard.complete_before) else { continue };
            let to = heard.newest.map_or(from, |newest| newest.max(from));
            covered.push((chat.clone(), Interval::new(from, to)));
            complete_to.insert(chat, to);
        }
        *intake = Intake::CaughtUp(complete_to);
        drop(intake);
        self.take_in(Vec::new(), Source::History, covered).await.map(drop)
    }

    /// Notes what a live batch speaks of; returns the stretches it closes off.
    async fn hear(&self, intake: &mut Intake, batch: &Batch) -> Result<Vec<(ChatKey, Interval)>, EngineError> {
        let mentioned = batch.chats.iter().filter_map(|update| {
            Some(ChatKey { robot_key: update.robot_key.clone()?, chat_user: update.chat_user.clone()? })
        });
        let mentioned = mentioned.map(|chat| (chat, None));
        let said = batch.messages.iter().map(|message| (message.key.chat(), Some(message.timestamp)));
        let mut extended = Vec::new();
        for (chat, at) in mentioned.chain(said) {
            match intake {
                Intake::Interrupted => {}
                Intake::Hearing(heard) => {
                    if !heard.contains_key(&chat) {
                        let complete_before = self.complete_before(&chat).await?;
                        heard.insert(chat.clone(), Heard { complete_before, newest: None });
                    }
                    if let Some(heard) = heard.get_mut(&chat) {
                        heard.newest = heard.newest.max(at);
                    }
                }
                Intake::CaughtUp(complete_to) => {
                    let known = match complete_to.get(&chat) {
                        Some(known) => Some(*known),
                        None => self.complete_before(&chat).await?,
                    };
                    let Some(to) = known.max(at) else { continue };
                    let from = known.unwrap_or(to);
                    if at.is_some() {
                        extended.push((chat.clone(), Interval::new(from, to)));
                    }
                    complete_to.insert(chat, if at.is_some() { to } else { from });
                }
            }
        }
        Ok(extended)
    }

    /// Up to where a chat is complete when nothing was heard of it yet: its last coverage, if that reaches its last
    /// activity.
    async fn complete_before(&self, chat: &ChatKey) -> Result<Option<Timestamp>, EngineError> {
        let Some(known) = self.store.chat(chat).await? else { return Ok(None) };
        let end = self.store.coverage(chat).await?.last().map(|last| last.to);
        Ok(end.filter(|end| known.last_active.is_none_or(|active| active <= *end)))
    }

    async fn recognise_echoes(
        &self,
        messages: &[Message],
        source: Source,
        received_at: Timestamp,
    ) -> Result<Vec<Confirmation>, EngineError> {
        let ours = || messages.iter().filter(|message| message.direction == Direction::Out);
        if ours().next().is_none() {
            return Ok(Vec::new());
        }
        let mut open = self.store.outbox().await?;
        let mut confirmed = Vec::new();
        for message in ours() {
            let new_to_cache = self.store.message(&message.key).await?.is_none();
            let seen_at = if source == Source::Live { received_at } else { message.timestamp };
            let Some(echo) = recognise(message, &open, new_to_cache, seen_at, self.timing.match_window_ms) else {
                continue;
            };
            let (id, other) = match echo {
                Echo::SameId(id) => (id, None),
                Echo::OtherId(id) => (id, Some(message.key.clone())),
            };
            let Some(place) = open.iter().position(|entry| entry.id == id) else { continue };
            let entry = open.remove(place);
            let known = OutboxEvent::Known { status: message.send_status };
            if let Some(state @ (OutboxState::Confirmed | OutboxState::Failed { .. })) = advance(&entry.state, &known) {
                confirmed.push(Confirmation { outbox_id: id, state, echo: other });
            }
        }
        Ok(confirmed)
    }

    async fn tell(&self, batch: &Batch, applied: &Applied) -> Result<(), EngineError> {
        let mut statuses = self.robots();
        for update in &batch.chats {
            if let (Some(key), Some(status)) = (&update.robot_key, update.robot_status)
                && let Some(robot) = statuses.iter_mut().find(|robot| robot.key == *key)
            {
                robot.status = status;
            }
        }
        self.set_robots(statuses).await?;
        if !applied.removed_messages.is_empty() {
            self.feed.publish(vec![Change::MessagesRemoved { keys: applied.removed_messages.clone() }]);
        }
        let keys: Vec<_> = applied.new_messages.iter().chain(&applied.changed_messages).cloned().collect();
        self.publish_messages(&keys).await?;
        self.publish_chats(&applied.changed_chats).await?;
        let covered: HashSet<&ChatKey> = batch.covered.iter().map(|(chat, _)| chat).collect();
        self.feed.publish(covered.into_iter().map(|chat| Change::Coverage { chat: chat.clone() }).collect());
        if !batch.confirmed.is_empty() {
            self.publish_waiting().await?;
            self.outbox_wake.notify_one();
        }
        self.reading.reconsider(&applied.changed_chats);
        Ok(())
    }
}
