//! The one way into the cache for whatever the platform says, live or read back.
//!
//! A batch is taken in under one lock: echoes are recognised against the open sends, coverage is extended where
//! that is earned, everything is written in one transaction, and the watchers are told what changed.
//!
//! When may a live message extend coverage? While the line is up the socket delivers everything (spec 3.0), so the
//! stretch from where the chat was complete to the message has no hole. What was missed before the line came up is
//! known only after the catch-up; until then live messages are stored and remembered as heard, and the catch-up's
//! end joins them to what it read. A chat that was told to have moved without its message extends nothing until that
//! stretch is read (`missing`).

use std::collections::{HashMap, HashSet};

use tokio::time::Instant;
use zuoxi_model::{ChatId, ChatKey, ChatUpdate, Direction, Interval, Message, MessageKey, OutboxState, Timestamp};
use zuoxi_platform::Incoming;
use zuoxi_store::{Applied, Batch, Confirmation, Unrecognised};

use crate::{
    EngineError,
    core::Core,
    feed::Change,
    missing::Told,
    outbox::{Echo, OutboxEvent, advance, recognise},
};

/// Where a batch came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// The socket, just now.
    Live,
    /// A look at the recent list while the line is up.
    Listed,
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
pub(crate) struct Intake {
    pub stage: Stage,
    /// Whether every message that was told of has come.
    pub told: Told,
}

/// How much of what is heard joins on to what is complete.
#[derive(Debug, Default)]
pub(crate) enum Stage {
    /// The line is down, or not up yet.
    #[default]
    Interrupted,
    /// The line is up, what was missed is still being read.
    Hearing(HashMap<ChatKey, Heard>),
    /// Nothing is missing up to these points, chat by chat; the others follow from their coverage when first heard of.
    CaughtUp(HashMap<ChatKey, Timestamp>),
}

/// What a batch says of the sends that are open.
#[derive(Default)]
struct Echoes {
    confirmed: Vec<Confirmation>,
    /// Records of attempts, under ids of their own, of sends that are still open: the send itself stands in the thread for
    /// them. Stored as well, one message would be shown twice.
    attempts: HashSet<MessageKey>,
}

/// A stretch that live messages have closed off.
struct Extended {
    chat: ChatKey,
    interval: Interval,
    /// It begins where the chat was complete to; otherwise there may be a gap before it.
    joins_on: bool,
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
        // What is heard without a hole after what was complete closes no gap and opens none; telling of it would have the
        // window read the open thread anew with every message.
        let mut gaps_moved: HashSet<ChatKey> = batch.covered.iter().map(|(chat, _)| chat.clone()).collect();
        if source == Source::History {
            intake.told.find(&batch.messages);
        } else {
            for extended in self.hear(&mut intake, &batch, source).await? {
                if !extended.joins_on {
                    gaps_moved.insert(extended.chat.clone());
                }
                batch.covered.push((extended.chat, extended.interval));
            }
            if intake.told.owed() > 0 {
                self.told_more.notify_one();
            }
        }
        #[cfg(feature = "sabotage")]
        crate::sabotage::double(&self.store, &mut batch.messages).await?;
        let forwarded = self.recognise_forwards(&mut batch.messages);
        let echoes = self.recognise_echoes(&batch.messages, source).await?;
        batch.confirmed = echoes.confirmed;
        batch.messages.retain(|message| !echoes.attempts.contains(&message.key));
        if !batch.covered.is_empty() {
            tracing::trace!(?source, covered = ?batch.covered, "complete");
        }
        let applied = self.store.apply(&batch).await?;
        let complete = matches!(intake.stage, Stage::CaughtUp(_));
        drop(intake);
        if source == Source::Live {
            self.lag.heard(&batch.messages, &applied.new_messages, received_at);
        }
        self.tell(&batch, &applied, gaps_moved).await?;
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
            && let Some(known) = self.chat_of(&update.chat_id).await?
        {
            update.robot_key.get_or_insert(known.robot_key);
            update.chat_user.get_or_insert(known.chat_user);
        }
        if update.robot_key.is_some() && update.chat_user.is_some() {
            return Ok(Ok(update));
        }
        let raw = format!("{update:?}");
        Ok(Err(Unrecognised { name: "chat".into(), raw, why: "its robot is not known".into() }))
    }

    /// The chat of an id. Nearly every second event asks for one, and the answer never changes.
    async fn chat_of(&self, id: &ChatId) -> Result<Option<ChatKey>, EngineError> {
        if let Some(known) = self.known_chat(id) {
            return Ok(Some(known));
        }
        let found = self.store.chat_by_id(id).await?.map(|chat| chat.key);
        if let Some(key) = &found {
            self.know_chat(id, key);
        }
        Ok(found)
    }

    /// The line is up: from now on everything is heard.
    pub(crate) async fn line_up(&self) {
        *self.intake.lock().await = Intake { stage: Stage::Hearing(HashMap::new()), told: Told::default() };
    }

    /// The line is down: what comes next may come after a hole.
    pub(crate) async fn line_down(&self) {
        *self.intake.lock().await = Intake::default();
    }

    /// Everything that was missed has been read, but for the chats of `unread`, which moved up to there at least: the chats
    /// of `read` are complete up to there. What was heard meanwhile joins on without a hole.
    pub(crate) async fn caught_up(
        &self,
        read: HashMap<ChatKey, Timestamp>,
        unread: &HashMap<ChatKey, Timestamp>,
    ) -> Result<(), EngineError> {
        let mut guard = self.intake.lock().await;
        let intake = &mut *guard;
        let Stage::Hearing(heard) = &mut intake.stage else { return Ok(()) };
        let mut complete_to = read;
        let mut covered = Vec::new();
        for (chat, heard) in heard.drain().filter(|(chat, _)| !unread.contains_key(chat)) {
            let Some(from) = complete_to.get(&chat).copied().or(heard.complete_before) else { continue };
            // Of a chat that is owed a message not all was heard that came after the reading.
            let heard_to = heard.newest.filter(|_| !intake.told.is_owed(&chat));
            let to = heard_to.map_or(from, |newest| newest.max(from));
            covered.push((chat.clone(), Interval::new(from, to)));
            complete_to.insert(chat, to);
        }
        for (chat, to) in unread {
            intake.told.not_read(chat, *to, Instant::now());
            if let Some(covered) = self.store.coverage(chat).await?.last() {
                complete_to.insert(chat.clone(), covered.to);
            }
        }
        intake.stage = Stage::CaughtUp(complete_to);
        drop(guard);
        self.told_more.notify_one();
        self.take_in(Vec::new(), Source::History, covered).await.map(drop)
    }

    /// Notes what a live batch speaks of; returns the stretches it closes off.
    ///
    /// What it tells of chats goes first: the message that is told of may be in the same batch, and pays for it then.
    async fn hear(&self, intake: &mut Intake, batch: &Batch, source: Source) -> Result<Vec<Extended>, EngineError> {
        if matches!(intake.stage, Stage::Interrupted) {
            return Ok(Vec::new());
        }
        let now = Instant::now();
        for update in &batch.chats {
            let (Some(robot_key), Some(chat_user)) = (&update.robot_key, &update.chat_user) else { continue };
            let chat = ChatKey { robot_key: robot_key.clone(), chat_user: chat_user.clone() };
            let complete_to = self.complete_to(&mut intake.stage, &chat).await?;
            if source == Source::Listed {
                intake.told.list(&chat, update.last_active, complete_to, now);
            } else {
                intake.told.tell(&chat, update.last_active, update.unread, complete_to, now);
            }
        }
        let mut extended = Vec::new();
        for message in &batch.messages {
            let (chat, at) = (message.key.chat(), message.timestamp);
            let known = self.complete_to(&mut intake.stage, &chat).await?;
            intake.told.hear(&chat, &message.key.message_id, at);
            match &mut intake.stage {
                Stage::Interrupted => {}
                Stage::Hearing(heard) => {
                    if let Some(heard) = heard.get_mut(&chat) {
                        heard.newest = heard.newest.max(Some(at));
                    }
                }
                Stage::CaughtUp(complete_to) => {
                    if intake.told.is_owed(&chat) {
                        continue;
                    }
                    let to = known.map_or(at, |known| known.max(at)).max(intake.told.heard_to(&chat).unwrap_or(at));
                    let interval = Interval::new(known.unwrap_or(to), to);
                    extended.push(Extended { chat: chat.clone(), interval, joins_on: known.is_some() });
                    complete_to.insert(chat, to);
                }
            }
        }
        Ok(extended)
    }

    /// Up to where a chat is complete, as far as it joins on to what is heard now; remembered from the first time, because
    /// its news are in the cache by the second.
    async fn complete_to(&self, stage: &mut Stage, chat: &ChatKey) -> Result<Option<Timestamp>, EngineError> {
        match stage {
            Stage::Interrupted => Ok(None),
            Stage::Hearing(heard) => {
                if !heard.contains_key(chat) {
                    let complete_before = self.complete_before(chat).await?;
                    heard.insert(chat.clone(), Heard { complete_before, newest: None });
                }
                Ok(heard.get(chat).and_then(|heard| heard.newest.max(heard.complete_before)))
            }
            Stage::CaughtUp(complete_to) => {
                if let Some(known) = complete_to.get(chat) {
                    return Ok(Some(*known));
                }
                let known = self.complete_before(chat).await?;
                if let Some(known) = known {
                    complete_to.insert(chat.clone(), known);
                }
                Ok(known)
            }
        }
    }

    /// Up to where a chat is complete when nothing was heard of it yet: its last coverage, if that reaches its last
    /// activity.
    async fn complete_before(&self, chat: &ChatKey) -> Result<Option<Timestamp>, EngineError> {
        let Some(known) = self.store.chat(chat).await? else { return Ok(None) };
        let end = self.store.coverage(chat).await?.last().map(|last| last.to);
        Ok(end.filter(|end| known.last_active.is_none_or(|active| active <= *end)))
    }

    async fn recognise_echoes(&self, messages: &[Message], source: Source) -> Result<Echoes, EngineError> {
        let ours = || messages.iter().filter(|message| message.direction == Direction::Out);
        let mut echoes = Echoes::default();
        if ours().next().is_none() {
            return Ok(echoes);
        }
        let heard_at = self.platform_now();
        let mut open = self.store.outbox().await?;
        for message in ours() {
            let new_to_cache = self.store.message(&message.key).await?.is_none();
            let seen_at = if source == Source::Live { heard_at } else { message.timestamp };
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
                echoes.confirmed.push(Confirmation { outbox_id: id, state, echo: other });
            } else if let Some(attempt) = other {
                echoes.attempts.insert(attempt);
            }
        }
        Ok(echoes)
    }

    async fn tell(&self, batch: &Batch, applied: &Applied, gaps_moved: HashSet<ChatKey>) -> Result<(), EngineError> {
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
        self.feed.publish(gaps_moved.into_iter().map(|chat| Change::Coverage { chat }).collect());
        if !batch.confirmed.is_empty() {
            self.publish_waiting().await?;
            self.outbox_wake.notify_one();
        }
        self.reading.reconsider(&applied.changed_chats);
        self.rules_wake.notify_one();
        Ok(())
    }
}
