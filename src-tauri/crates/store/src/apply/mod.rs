//! What the platform said, written in batches.
//!
//! A batch is one transaction, and each kind of row in it is one statement. The order inside: chats first, because
//! messages refer to them; then messages; then confirmations, which may name a message of the same batch; then what
//! follows from these. What a batch already said before changes nothing and is not reported.

mod chats;
mod confirmations;
mod mentions;
mod messages;

use std::collections::{BTreeSet, HashMap};

use zuoxi_model::{ChatKey, ChatUpdate, Interval, Message, MessageId, MessageKey, OutboxState, Timestamp};

use crate::rows::json;
use crate::store::begin;
use crate::{Store, StoreError, coverage, marks, robots, search, summary};

/// What to write in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    pub messages: Vec<Message>,
    /// News of chats, in the order they came. One without robot key or peer cannot be placed and is skipped (Q15).
    pub chats: Vec<ChatUpdate>,
    /// Stretches of history that were read to their end.
    pub covered: Vec<(ChatKey, Interval)>,
    pub confirmed: Vec<Confirmation>,
    pub unrecognised: Vec<Unrecognised>,
    /// By the local clock.
    pub received_at: Timestamp,
}

impl Batch {
    /// An empty batch.
    #[must_use]
    pub fn new(received_at: Timestamp) -> Self {
        Self {
            messages: Vec::new(),
            chats: Vec::new(),
            covered: Vec::new(),
            confirmed: Vec::new(),
            unrecognised: Vec::new(),
            received_at,
        }
    }

    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
            && self.chats.is_empty()
            && self.covered.is_empty()
            && self.confirmed.is_empty()
            && self.unrecognised.is_empty()
    }
}

/// What became of a send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// The id it was sent with.
    pub outbox_id: MessageId,
    /// [`OutboxState::Confirmed`] or [`OutboxState::Failed`].
    pub state: OutboxState,
    /// The platform's message. Under another id than the send's (Q25), it takes the local echo's place in the thread, once
    /// it is in this batch or in the cache.
    pub echo: Option<MessageKey>,
}

/// Something that could not be placed (Q18, Q38). Kept once, with how often it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unrecognised {
    /// The event's or the call's name.
    pub name: String,
    pub raw: String,
    /// Why it could not be placed.
    pub why: String,
}

/// What a batch changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// In the order of the batch.
    pub new_messages: Vec<MessageKey>,
    /// Known messages of which something changed, their delivery included.
    pub changed_messages: Vec<MessageKey>,
    /// Local echoes that gave way to the platform's message.
    pub removed_messages: Vec<MessageKey>,
    /// Chats whose row in the list is not what it was.
    pub changed_chats: Vec<ChatKey>,
}

impl Store {
    /// Writes a batch, all or nothing.
    ///
    /// A message that is known already is merged: that it is ours stays so, what was missing is filled in, the time is the
    /// platform's. The newest message and `waiting_since` of each touched chat are worked out anew.
    pub async fn apply(&self, batch: &Batch) -> Result<Applied, StoreError> {
        if batch.is_empty() {
            return Ok(Applied::default());
        }
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;

        let mut changed_chats: BTreeSet<ChatKey> = chats::write(&mut tx, batch).await?.into_iter().collect();
        let places = chats::row_ids(&mut tx, batch.messages.iter().map(|message| message.key.chat())).await?;
        let written = messages::write(&mut tx, &batch.messages, &places).await?;
        changed_chats.extend(marks::bring_back(&mut tx, &batch.messages, &written.new).await?);
        let settled = confirmations::write(&mut tx, &batch.confirmed).await?;
        search::index::take_in(&mut tx).await?;
        coverage::add(&mut tx, &batch.covered).await?;

        let mut touched: BTreeSet<i64> = written.chats;
        touched.extend(&settled.chats);
        let touched: Vec<i64> = touched.into_iter().collect();
        changed_chats.extend(summary::refresh(&mut tx, &touched).await?);
        changed_chats.extend(settled.decided);

        let statuses: Vec<_> =
            batch.chats.iter().filter_map(|news| Some((news.robot_key.as_ref()?, news.robot_status?))).collect();
        // Later news of the same robot stand; one statement would pick any of them.
        let statuses: HashMap<_, _> = statuses.into_iter().collect();
        robots::set_statuses(&mut tx, &statuses.into_iter().collect::<Vec<_>>()).await?;
        write_unrecognised(&mut tx, &batch.unrecognised, batch.received_at).await?;
        tx.commit().await?;

        let removed: BTreeSet<MessageKey> = settled.removed.into_iter().collect();
        let mut changed: BTreeSet<MessageKey> = written.changed.into_iter().chain(settled.changed).collect();
        let new_messages: Vec<MessageKey> = written.new.into_iter().filter(|key| !removed.contains(key)).collect();
        for key in new_messages.iter().chain(&removed) {
            changed.remove(key);
        }
        Ok(Applied {
            new_messages,
            changed_messages: changed.into_iter().collect(),
            removed_messages: removed.into_iter().collect(),
            changed_chats: changed_chats.into_iter().collect(),
        })
    }
}

async fn write_unrecognised(
    conn: &mut sqlx::SqliteConnection,
    records: &[Unrecognised],
    received_at: Timestamp,
) -> Result<(), StoreError> {
    if records.is_empty() {
        return Ok(());
    }
    let rows: Vec<[&str; 3]> = records.iter().map(|r| [r.name.as_str(), r.raw.as_str(), r.why.as_str()]).collect();
    let rows = json(&rows)?;
    sqlx::query!(
        "INSERT INTO unrecognised (name, raw, why, first_received_at, last_received_at)
         SELECT value ->> 0, value ->> 1, value ->> 2, ?2, ?2 FROM json_each(?1) WHERE true
         ON CONFLICT (name, raw) DO UPDATE SET
            why = excluded.why,
            last_received_at = excluded.last_received_at,
            times = unrecognised.times + 1",
        rows,
        received_at.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
