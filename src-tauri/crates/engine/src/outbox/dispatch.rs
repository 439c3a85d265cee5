//! The task that moves the outbox: emits what may leave, asks about what may have left.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use tokio::time::Instant;
use zuoxi_model::{Content, FailureReason, Interval, MessageId, MessageKey, OutboxEntry, OutboxState, SendStatus};
use zuoxi_platform::{History, Incoming, Outgoing, PlatformError};

use super::{
    send::MOST_HELD_MS,
    transition::{OutboxEvent, advance},
    uploading::{Uploads, begin_anew},
};
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
pub(crate) async fn run(core: Arc<Core>) {
    let mut inquiries: HashMap<MessageId, Inquiry> = HashMap::new();
    let mut uploads = Uploads::default();
    let mut line = core.line.subscribe();
    let mut depot = core.depot_changed.subscribe();
    if let Err(error) = begin_anew(&core).await {
        tracing::warn!(%error, "uploads that were under way could not be put back");
    }
    loop {
        let next = match round(&core, &mut inquiries, &mut uploads).await {
            Ok(next) => next,
            Err(error) => {
                core.note_fault(&error).await;
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
            changed = line.changed() => match changed {
                Ok(()) => uploads.hurry(),
                Err(_) => return,
            },
            changed = depot.changed() => match changed {
                Ok(()) => uploads.hurry(),
                Err(_) => return,
            },
            ended = uploads.ended() => {
                // What could not be written down is still uploading, and begins anew with the next round.
                if let Err(error) = uploads.settle(&core, ended).await {
                    tracing::warn!(%error, "the end of an upload could not be written down");
                }
            }
            () = due => {}
        }
    }
}

/// Looks at every open send once; returns when the next one is due.
async fn round(
    core: &Arc<Core>,
    inquiries: &mut HashMap<MessageId, Inquiry>,
    uploads: &mut Uploads,
) -> Result<Option<Instant>, EngineError> {
    let open = core.store.outbox().await?;
    let ids: HashSet<&MessageId> = open.iter().map(|entry| &entry.id).collect();
    inquiries.retain(|id, _| ids.contains(id));
    let mut next = uploads.begin(core, &open).await?;
    let mut heads = HashSet::new();
    for entry in &open {
        let on_its_way =
            matches!(entry.state, OutboxState::Queued | OutboxState::Uploading | OutboxState::Emitted { .. });
        if !on_its_way || !heads.insert(&entry.chat) {
            continue;
        }
        let due = match entry.state {
            OutboxState::Queued if !entry.awaits_upload() => match held_until(core, entry) {
                None => emit(core, entry, inquiries).await?,
                held => held,
            },
            OutboxState::Emitted { .. } => inquire(core, entry, inquiries).await?,
            _ => None,
        };
        next = earlier(next, due);
    }
    core.remove_left_files().await?;
    Ok(next)
}

/// The earlier of two moments, if there are any.
pub(super) fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}

/// The end of a send's undo window; `None` when it is over. A window that is longer than any can be is the work of a clock
/// that was set back, and counts as over.
pub(super) fn held_until(core: &Core, entry: &OutboxEntry) -> Option<Instant> {
    let left_ms = entry.not_before?.0 - core.clock.now().0;
    let left_ms = u32::try_from(left_ms).ok().filter(|left| (1..=MOST_HELD_MS).contains(left))?;
    Some(Instant::now() + Duration::from_millis(left_ms.into()))
}

/// Hands a message to the socket, if the line is up. What went wrong on the way is found out by asking.
async fn emit(
    core: &Core,
    entry: &OutboxEntry,
    inquiries: &mut HashMap<MessageId, Inquiry>,
) -> Result<Option<Instant>, EngineError> {
    let Some(line) = core.line.borrow().clone() else { return Ok(None) };
    let Some(emitted) = advance(&entry.state, &OutboxEvent::Emit { at: core.platform_now() }) else { return Ok(None) };
    let outgoing = match Outgoing::message(&entry.chat_id, &entry.id, &entry.content) {
        Ok(outgoing) => outgoing,
        Err(error) => return give_up(core, entry, &error).await,
    };
    #[cfg(feature = "sabotage")]
    crate::sabotage::emit_first(&line.emitter, &outgoing).await;
    if !core.move_send(entry, &emitted, entry.attempts + 1).await? {
        // The person has taken it back.
        return Ok(None);
    }
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
        core.move_send(entry, &failed, entry.attempts).await?;
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
                core.move_send(entry, &given_up, entry.attempts).await?;
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
    /// It has it and did not send it, at no attempt: it may be sent again with the same id.
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
        // Of each attempt there is a record. The last one may be under another id, and have arrived: what was not sent
        // are only as many attempts as the platform says.
        let not_sent = u32::try_from(rows.iter().filter(|row| is_not_sent(row, &entry.id)).count()).unwrap_or(u32::MAX);
        self.take_in(rows, Source::History, Vec::new()).await?;
        if self.moved_on(entry).await? {
            return Ok(Answer::Known);
        }
        if entry.attempts > 0 && not_sent >= entry.attempts {
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

    /// Writes the state and tells the watchers. Only the outbox calls this, with what [`advance`] said. False if the send
    /// has moved meanwhile by itself.
    pub(super) async fn move_send(
        &self,
        entry: &OutboxEntry,
        state: &OutboxState,
        attempts: u32,
    ) -> Result<bool, EngineError> {
        let moved = self.store.move_send(&entry.id, &entry.state, state, attempts).await?;
        if moved {
            self.tell_of(entry).await?;
        }
        Ok(moved)
    }

    /// The file and the cover of a send have an address now: it waits to be emitted.
    pub(super) async fn address_send(&self, entry: &OutboxEntry, content: &Content) -> Result<(), EngineError> {
        let Some(state) = advance(&entry.state, &OutboxEvent::Uploaded) else { return Ok(()) };
        if self.store.address_send(&entry.id, &entry.state, &state, content).await? {
            self.tell_of(entry).await?;
        }
        Ok(())
    }

    async fn tell_of(&self, entry: &OutboxEntry) -> Result<(), EngineError> {
        let key = MessageKey {
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
