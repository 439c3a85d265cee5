//! Threads, read in pages.

use sqlx::{SqliteConnection, SqlitePool};
use zuoxi_model::{ChatKey, Interval, Message, MessageId, MessageKey, ThreadMessage, ThreadPage, Timestamp};

use crate::rows::{ThreadRow, json};
use crate::{Store, StoreError, coverage, retention, summary};

/// A place in thread order (Q27): time, then the server's number, then the id.
pub(crate) struct Place {
    pub timestamp: i64,
    pub svr_order: i64,
    pub message_id: String,
}

impl Place {
    /// Before every message.
    pub(crate) fn start() -> Self {
        Self { timestamp: i64::MIN, svr_order: i64::MIN, message_id: String::new() }
    }

    /// After every message.
    fn end() -> Self {
        Self { timestamp: i64::MAX, svr_order: i64::MAX, message_id: String::new() }
    }
}

impl Store {
    /// The `limit` messages before `before`, or the newest ones, oldest first. Costs the same at any depth. An id that is
    /// no longer in the thread, because its echo took its place, means the echo; one that is not known means the newest
    /// page. The raw records are left out; see [`Self::message`].
    ///
    /// `gaps` are the stretches between the first message of the page and its end that are not covered. The end is the
    /// message `before`, so that consecutive pages leave nothing unlooked at; on the newest page it is the newest message
    /// the platform knows. What comes after that is no gap: live messages do not extend coverage by themselves, and how
    /// far the thread is complete towards now is for the session's state to say. A send that is still on its way is not
    /// the page's end either, for its time is the console's own.
    ///
    /// `complete_to_start` says that coverage reaches from the page's first message back to [`Timestamp`] 0 without a hole.
    pub async fn thread_page(
        &self,
        chat: &ChatKey,
        before: Option<&MessageId>,
        limit: u32,
    ) -> Result<ThreadPage, StoreError> {
        page(self.readers(), chat, before, limit).await
    }

    /// These messages as the thread shows them, in the order asked and with their records. One that is not in the cache is
    /// left out.
    pub async fn thread_messages(&self, keys: &[MessageKey]) -> Result<Vec<ThreadMessage>, StoreError> {
        let keys: Vec<[&str; 3]> =
            keys.iter().map(|key| [key.robot_key.as_str(), key.chat_user.as_str(), key.message_id.as_str()]).collect();
        let keys = json(&keys)?;
        let rows =
            sqlx::query_file_as!(ThreadRow, "queries/thread_messages.sql", keys).fetch_all(self.readers()).await?;
        rows.into_iter().map(ThreadMessage::try_from).collect()
    }

    /// One message, with the record the platform sent.
    pub async fn message(&self, key: &MessageKey) -> Result<Option<Message>, StoreError> {
        Ok(self.thread_messages(std::slice::from_ref(key)).await?.pop().map(|found| found.message))
    }
}

/// See [`Store::thread_page`].
pub(crate) async fn page(
    readers: &SqlitePool,
    chat: &ChatKey,
    before: Option<&MessageId>,
    limit: u32,
) -> Result<ThreadPage, StoreError> {
    // One transaction, so that messages and coverage are of the same moment.
    let mut tx = readers.begin().await?;
    let covered = coverage::of_chat(&mut tx, chat).await?;
    let cleared = retention::cleared_before(&mut tx).await?;
    let Some(row_id) = summary::row_id(&mut tx, chat).await? else {
        return Ok(ThreadPage {
            messages: Vec::new(),
            older_in_cache: false,
            complete_to_start: coverage::reaches_start(Timestamp(0), &covered),
            cleared_before: None,
            gaps: Vec::new(),
        });
    };
    let asked = match before {
        Some(id) => place(&mut tx, row_id, id).await?,
        None => None,
    };
    let asked_at = asked.as_ref().map(|place| Timestamp(place.timestamp));
    let end = asked.unwrap_or_else(Place::end);
    let one_more = i64::from(limit) + 1;
    let rows = sqlx::query_file_as!(
        ThreadRow,
        "queries/thread_page.sql",
        row_id,
        end.timestamp,
        end.svr_order,
        end.message_id,
        one_more
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;

    let (mut messages, older_in_cache) = up_to(limit, rows)?;
    messages.reverse();

    let first = messages.first().map(|first| first.message.timestamp);
    let last = asked_at.or_else(|| messages.iter().rev().find(|m| is_known(m)).map(|m| m.message.timestamp));
    let gaps = gaps_between(first, last, &covered);
    let oldest = first.or(asked_at).unwrap_or(Timestamp(0));
    let (complete_to_start, cleared_before) = coverage::beginning(oldest, cleared, &covered);
    Ok(ThreadPage { messages, older_in_cache, complete_to_start, cleared_before, gaps })
}

pub(crate) async fn place(conn: &mut SqliteConnection, chat: i64, id: &MessageId) -> Result<Option<Place>, StoreError> {
    let id = id.as_str();
    Ok(sqlx::query_file_as!(Place, "queries/thread_place.sql", chat, id).fetch_optional(conn).await?)
}

/// The first `limit` of the rows, and whether there are more. The query asks for one more than the page holds.
pub(crate) fn up_to(limit: u32, rows: Vec<ThreadRow>) -> Result<(Vec<ThreadMessage>, bool), StoreError> {
    let mut messages = rows.into_iter().map(ThreadMessage::try_from).collect::<Result<Vec<_>, _>>()?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = messages.len() > limit;
    messages.truncate(limit);
    Ok((messages, more))
}

/// What is not covered from the page's first message to its last. A send on its way may be older than all the platform
/// knows of the page, and then there is nothing between them.
pub(crate) fn gaps_between(first: Option<Timestamp>, last: Option<Timestamp>, covered: &[Interval]) -> Vec<Interval> {
    match (first, last) {
        (Some(first), Some(last)) if first <= last => coverage::uncovered(Interval { from: first, to: last }, covered),
        _ => Vec::new(),
    }
}

/// Whether the platform has the message: it is not ours, or its echo came.
pub(crate) fn is_known(message: &ThreadMessage) -> bool {
    use zuoxi_model::OutboxState::Confirmed;
    message.message.msg_svr_id.is_some() || matches!(message.delivery, None | Some(Confirmed))
}
