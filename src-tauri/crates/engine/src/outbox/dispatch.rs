//! The task that moves the outbox: emits what may leave, asks about what may have left.

use std::collections::{HashMap, HashSet};

use tokio::time::Instant;
use zuoxi_model::{FailureReason, Interval, MessageId, OutboxEntry, OutboxState, SendStatus};
use zuoxi_platform::{History, Incoming, Outgoing, PlatformError};

use super::transition::{OutboxEvent, advance};
use crate::{EngineError, core::Core, intake::Source};

/// What is remembered of an emitted message while the console runs; after a restart everything emitted is asked about.
#[derive(Debug)]
struct Inquiry {
    /// The line on which it was emitted by this run, if any.
    line: Option<u64>,
    ask_at: Instant,
    missed_once: bool,
}

/// Runs until the engine stops.
pub(crate) async fn run(core: std::sync::Arc<Core>) {
    let mut inquiries: HashMap<MessageId, Inquiry> = HashMap::new();
    let mut line = core.line.subscribe();
    loop {
        let next = match round(&core, &mut inquiries).await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(%error, "the outbox could not be moved; trying again");
                Some(Instant::now() + core.timing.reread_pause)
            }
        };
        let due = async {
            match next {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = core.stop.cancelled() => return,
            () = core.outbox_wake.notified() => {}
            changed = line.changed() => if changed.is_err() { return },
            () = due => {}
        }
    }
}

/// Looks at every open send once; returns when the next one is due.
async fn round(core: &Core, inquiries: &mut HashMap<MessageId, Inquiry>) -> Result<Option<Instant>, EngineError> {
    let open = core.store.outbox().await?;
    let ids: HashSet<&MessageId> = open.iter().map(|entry| &entry.id).collect();
    inquiries.retain(|id, _| ids.contains(id));
    let mut heads = HashSet::new();
    let mut next: Option<Instant> = None;
    for entry in &open {
        let due = match entry.state {
            OutboxState::Queued if heads.insert(entry.chat.clone()) => emit(core, entry, inquiries).await?,
            OutboxState::Emitted { .. } if heads.insert(entry.chat.clone()) => inquire(core, entry, inquiries).await?,
            _ => None,
        };
        next = match (next, due) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
    Ok(next)
}

/// Hands a message to the socket, if the line is up. What went wrong on the way is found out by asking.
async fn emit(
    core: &Core,
    entry: &OutboxEntry,
    inquiries: &mut HashMap<MessageId, Inquiry>,
) -> Result<Option<Instant>, EngineError> {
    let Some(line) = core.line.borrow().clone() else { return Ok(None) };
    let Some(emitted) = advance(&entry.state, &OutboxEvent::Emit { at: core.clock.now() }) else { return Ok(None) };
    let outgoing = match Outgoing::message(&entry.chat_id, &entry.id, &entry.content) {
        Ok(outgoing) => outgoing,
        Err(error) => return give_up(core, entry, &error).await,
    };
    #[cfg(feature = "sabotage")]
    crate::sabotage::emit_first(&line.emitter, &outgoing).await;
    core.set_outbox_state(entry, &emitted, entry.attempts + 1).await?;
    #[cfg(feature = "sabotage")]
    if crate::sabotage::emits_first() {
        return Ok(Some(Instant::now() + core.timing.echo_deadline));
    }
    let ask_at = Instant::now() + core.timing.echo_deadline;
    inquiries.insert(entry.id.clone(), Inquiry { line: Some(line.number), ask_at, missed_once: false });
    if let Err(error) = line.emitter.emit(&outgoing).await {
        tracing::warn!(id = %entry.id, %error, "a message may not have left; its fate will be asked");
    }
    Ok(Some(ask_at))
}

/// Ends a send that no emit could carry; it waits for a person, and the next of its chat may leave.
async fn give_up(core: &Core, entry: &OutboxEntry, error: &PlatformError) -> Result<Option<Instant>, EngineError> {
    let reason = match error {
        PlatformError::TooLarge { limit_bytes } => FailureReason::TooLarge { limit_bytes: *limit_bytes },
        _ => FailureReason::Refused,
    };
    if let Some(failed) = advance(&entry.state, &OutboxEvent::Fail { reason }) {
        tracing::warn!(id = %entry.id, %error, "a message cannot be sent");
        core.set_outbox_state(entry, &failed, entry.attempts).await?;
        core.outbox_wake.notify_one();
    }
    Ok(None)
}

/// Asks about an emitted message when it is time to.
async fn inquire(
    core: &Core,
    entry: &OutboxEntry,
    inquiries: &mut HashMap<MessageId, Inquiry>,
) -> Result<Option<Instant>, EngineError> {
    let now = Instant::now();
    let Some(line) = core.line.borrow().clone() else { return Ok(None) };
    let inquiry = inquiries.entry(entry.id.clone()).or_insert(Inquiry { line: None, ask_at: now, missed_once: false });
    if inquiry.line != Some(line.number) && !inquiry.missed_once {
        // Emitted before a restart, or on a line that was lost: no echo will come by itself.
        inquiry.line = Some(line.number);
        inquiry.ask_at = now;
    }
    if inquiry.ask_at > now {
        return Ok(Some(inquiry.ask_at));
    }
    let due = match core.ask_about(entry).await {
        Ok(Answer::Known) => {
            core.outbox_wake.notify_one();
            None
        }
        Ok(Answer::NotSent) => return emit(core, entry, inquiries).await,
        Ok(Answer::Unknown) if inquiry.missed_once => {
            if let Some(given_up) = advance(&entry.state, &OutboxEvent::NotFoundTwice) {
                core.set_outbox_state(entry, &given_up, entry.attempts).await?;
                core.outbox_wake.notify_one();
            }
            None
        }
        Ok(Answer::Unknown) => {
            inquiry.missed_once = true;
            inquiry.ask_at = now + core.timing.second_inquiry;
            Some(inquiry.ask_at)
        }
        Err(error) => {
            tracing::info!(id = %entry.id, %error, "the platform could not be asked about a message");
            inquiry.ask_at = now + core.timing.reread_pause;
            Some(inquiry.ask_at)
        }
    };
    Ok(due)
}

/// What the platform says of a message.
pub(crate) enum Answer {
    /// It has it; the entry has been moved by the row that was read.
    Known,
    /// It has it and did not send it: it may be sent again with the same id.
    NotSent,
    Unknown,
}

impl Core {
    /// Reads history for the message: by its id, then by the window around its send.
    pub(crate) async fn ask_about(&self, entry: &OutboxEntry) -> Result<Answer, EngineError> {
        let by_id = History {
            robot_key: entry.chat.robot_key.clone(),
            chat_user: entry.chat.chat_user.clone(),
            window: None,
            message_ids: vec![entry.id.clone()],
            offset: 0,
            count: 20,
        };
        let rows = self.platform.history(&by_id).await?;
        let not_sent = rows.iter().any(|row| is_not_sent(row, &entry.id));
        self.take_in(rows, Source::History, Vec::new()).await?;
        if self.moved_on(entry).await? {
            return Ok(Answer::Known);
        }
        if not_sent {
            return Ok(Answer::NotSent);
        }
        let sent_at = match entry.state {
            OutboxState::Emitted { at } => at,
            _ => entry.created_at,
        };
        let window =
            Interval::new(sent_at.plus_ms(-self.timing.match_window_ms), sent_at.plus_ms(self.timing.match_window_ms));
        self.read_window(&entry.chat, window).await?;
        Ok(if self.moved_on(entry).await? { Answer::Known } else { Answer::Unknown })
    }

    async fn moved_on(&self, entry: &OutboxEntry) -> Result<bool, EngineError> {
        Ok(self.store.outbox_entry(&entry.id).await?.is_none_or(|now| now.state != entry.state))
    }

    /// Writes the state and tells the watchers. Only the outbox calls this, with what [`advance`] said.
    pub(crate) async fn set_outbox_state(
        &self,
        entry: &OutboxEntry,
        state: &OutboxState,
        attempts: u32,
    ) -> Result<(), EngineError> {
        self.store.set_outbox_state(&entry.id, state, attempts).await?;
        let key = zuoxi_model::MessageKey {
            robot_key: entry.chat.robot_key.clone(),
            chat_user: entry.chat.chat_user.clone(),
            message_id: entry.id.clone(),
        };
        self.publish_messages(&[key]).await?;
        self.publish_chats(std::slice::from_ref(&entry.chat)).await?;
        self.publish_waiting().await
    }
}

fn is_not_sent(row: &Incoming, id: &MessageId) -> bool {
    matches!(row, Incoming::Message(message)
        if message.key.message_id == *id && message.send_status == Some(SendStatus::NotSent))
}
