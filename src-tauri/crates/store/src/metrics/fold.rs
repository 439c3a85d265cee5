//! Counting: messages become turns and volume.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use sqlx::SqliteConnection;
use zuoxi_model::IndexProgress;

use super::read::QUARTER_MS;
use crate::rows::json;
use crate::store::begin;
use crate::{Store, StoreError};

/// Rows of `answerers` that stand for themselves.
pub const CONSOLE: i64 = 1;
pub const PHONE: i64 = 2;
pub const UNATTRIBUTED: i64 = 3;
/// What stands for the customer in `volume`.
pub const CUSTOMER: i64 = 0;

struct Said {
    id: i64,
    timestamp: i64,
    svr_order: i64,
    message_id: String,
    is_received: bool,
    origin: String,
    assignee: Option<String>,
    mentions: bool,
    has_failed: bool,
}

/// A turn as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Turn {
    first_message: i64,
    started_at: i64,
    quiet_ms: Option<i64>,
    mention: Option<i64>,
    mentioned_at: Option<i64>,
    messages: i64,
    answer: Option<i64>,
    answered_at: Option<i64>,
    answerer: Option<i64>,
}

/// Where counting a chat goes on.
struct Start {
    /// The first message by its time; those before `key` in the same quarter count for the volume alone.
    from: i64,
    /// The turn to begin with, by its first message.
    key: Option<(i64, i64, String)>,
    /// A turn without an answer that what follows goes on with, and its row.
    open: Option<(i64, Turn)>,
    /// The time of what was said before; none at the chat's beginning.
    before: Option<i64>,
    /// Turns from here on are counted anew; none if all of them stand.
    drop_from: Option<i64>,
}

impl Store {
    /// Counts what is new in up to so many chats behind this one, `0` being before all. The last of them if there may be
    /// more. So a pass through the chats ends, also while messages arrive faster than they are counted one by one.
    pub async fn fold_turns(&self, chats: u32, behind: i64) -> Result<Option<i64>, StoreError> {
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let wanted = i64::from(chats);
        let pending = sqlx::query!(
            "SELECT chat, since FROM turns_pending WHERE chat > ?1 ORDER BY chat LIMIT ?2",
            behind,
            wanted
        )
        .fetch_all(&mut *tx)
        .await?;
        let Some(last) = pending.last().map(|row| row.chat) else { return Ok(None) };
        let mut answerers = answerers(&mut tx).await?;
        for row in &pending {
            count(&mut tx, row.chat, row.since, &mut answerers).await?;
        }
        let done = json(&pending.iter().map(|row| row.chat).collect::<Vec<_>>())?;
        sqlx::query!("DELETE FROM turns_pending WHERE chat IN (SELECT value FROM json_each(?1))", done)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok((i64::try_from(pending.len()) == Ok(wanted)).then_some(last))
    }

    /// How far the first counting has come; none once every chat was counted.
    pub(super) async fn counting(&self) -> Result<Option<IndexProgress>, StoreError> {
        let row = sqlx::query!(
            r#"SELECT
                (SELECT count(*) FROM turns_pending AS p
                 WHERE NOT EXISTS (SELECT 1 FROM turns_read AS r WHERE r.chat = p.chat)) AS "open!: i64",
                (SELECT count(*) FROM turns_read) AS "done!: i64""#
        )
        .fetch_one(self.readers())
        .await?;
        Ok((row.open > 0).then(|| {
            let percent = row.done.saturating_mul(100) / (row.done + row.open).max(1);
            IndexProgress { percent: u8::try_from(percent).unwrap_or(0) }
        }))
    }
}

async fn answerers(conn: &mut SqliteConnection) -> Result<HashMap<String, i64>, StoreError> {
    let rows = sqlx::query!("SELECT id, assignee FROM answerers WHERE kind = 'assignee'").fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.assignee, row.id)).collect())
}

/// Who wrote a message of ours (Q32).
async fn answerer(
    conn: &mut SqliteConnection,
    said: &Said,
    known: &mut HashMap<String, i64>,
) -> Result<i64, StoreError> {
    if said.origin == "console" {
        return Ok(CONSOLE);
    }
    let Some(assignee) = said.assignee.as_deref().filter(|name| !name.is_empty()) else {
        return Ok(if said.origin == "phone" { PHONE } else { UNATTRIBUTED });
    };
    if let Some(id) = known.get(assignee) {
        return Ok(*id);
    }
    let id = sqlx::query_scalar!(
        r#"INSERT INTO answerers (kind, assignee) VALUES ('assignee', ?1) RETURNING id AS "id!: i64""#,
        assignee
    )
    .fetch_one(conn)
    .await?;
    known.insert(assignee.to_owned(), id);
    Ok(id)
}

/// Counts a chat from a time on.
async fn count(
    conn: &mut SqliteConnection,
    chat: i64,
    since: i64,
    known: &mut HashMap<String, i64>,
) -> Result<(), StoreError> {
    let start = start(conn, chat, since).await?;
    let appends = start.drop_from.is_none();
    let Start { from, key, open, before, drop_from } = start;
    if let Some(from) = drop_from {
        let quarter = from.div_euclid(QUARTER_MS);
        sqlx::query!("DELETE FROM turns WHERE chat = ?1 AND started_at >= ?2", chat, from).execute(&mut *conn).await?;
        sqlx::query!("DELETE FROM volume WHERE chat = ?1 AND quarter >= ?2", chat, quarter).execute(&mut *conn).await?;
    }
    // A whole quarter is read, so that its volume can be counted anew.
    let first_read = if appends { from } else { from.div_euclid(QUARTER_MS).saturating_mul(QUARTER_MS) };
    let messages =
        sqlx::query_file_as!(Said, "queries/turns_messages.sql", chat, first_read).fetch_all(&mut *conn).await?;

    let mut turns: Vec<Turn> = Vec::new();
    let (continued, mut open) = open.map_or((None, None), |(id, turn)| (Some(id), Some(turn)));
    let mut before = before;
    let mut volume: BTreeMap<(i64, i64), i64> = BTreeMap::new();
    let mut latest = None;
    for said in &messages {
        latest = Some(said.timestamp);
        let who = match (said.is_received, said.has_failed) {
            (true, _) => CUSTOMER,
            (false, false) => answerer(conn, said, known).await?,
            (false, true) => continue,
        };
        *volume.entry((said.timestamp.div_euclid(QUARTER_MS), who)).or_default() += 1;
        if key.as_ref().is_some_and(|(timestamp, order, id)| {
            (said.timestamp, said.svr_order, said.message_id.as_str()) < (*timestamp, *order, id.as_str())
        }) {
            continue;
        }
        if said.is_received {
            let turn = open.get_or_insert_with(|| Turn {
                first_message: said.id,
                started_at: said.timestamp,
                quiet_ms: before.map(|before| said.timestamp - before),
                mention: None,
                mentioned_at: None,
                messages: 0,
                answer: None,
                answered_at: None,
                answerer: None,
            });
            turn.messages += 1;
            if said.mentions && turn.mention.is_none() {
                turn.mention = Some(said.id);
                turn.mentioned_at = Some(said.timestamp);
            }
        } else if let Some(mut turn) = open.take() {
            turn.answer = Some(said.id);
            turn.answered_at = Some(said.timestamp);
            turn.answerer = Some(who);
            turns.push(turn);
        }
        before = Some(said.timestamp);
    }
    turns.extend(open);
    // The turn that was gone on with is written whole, in the place of what it was.
    if let Some(id) = continued {
        sqlx::query!("DELETE FROM turns WHERE id = ?1", id).execute(&mut *conn).await?;
    }
    write(conn, chat, &turns, &volume).await?;
    let read_to = if appends { latest.unwrap_or(from) } else { latest.unwrap_or(i64::MIN) };
    sqlx::query!(
        "INSERT INTO turns_read (chat, read_to) VALUES (?1, ?2) ON CONFLICT (chat) DO UPDATE SET read_to = excluded.read_to",
        chat,
        read_to
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// After what was counted, counting goes on with the turn that is open. What comes before the end of it has the chat counted
/// anew from the last turn that began before the change: nothing of that turn's first message or of what precedes it moved.
async fn start(conn: &mut SqliteConnection, chat: i64, since: i64) -> Result<Start, StoreError> {
    let read_to =
        sqlx::query_scalar!("SELECT read_to FROM turns_read WHERE chat = ?1", chat).fetch_optional(&mut *conn).await?;
    if read_to.is_some_and(|read_to| since > read_to) {
        let row = sqlx::query!(
            "SELECT id, first_message, started_at, quiet_ms, mention, mentioned_at, messages, answer
             FROM turns WHERE chat = ?1 ORDER BY started_at DESC, id DESC LIMIT 1",
            chat
        )
        .fetch_optional(&mut *conn)
        .await?;
        let open = row.filter(|row| row.answer.is_none()).map(|row| {
            let turn = Turn {
                first_message: row.first_message,
                started_at: row.started_at,
                quiet_ms: row.quiet_ms,
                mention: row.mention,
                mentioned_at: row.mentioned_at,
                messages: row.messages,
                answer: None,
                answered_at: None,
                answerer: None,
            };
            (row.id, turn)
        });
        let before = last_said(conn, chat, since).await?;
        return Ok(Start { from: since, key: None, open, before, drop_from: None });
    }
    let turn = sqlx::query!(
        r#"SELECT turns.started_at, messages.svr_order, messages.message_id
           FROM turns CROSS JOIN messages ON messages.id = turns.first_message
           WHERE turns.chat = ?1 AND turns.started_at < ?2
           ORDER BY turns.started_at DESC, messages.svr_order DESC, messages.message_id DESC LIMIT 1"#,
        chat,
        since
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(turn) = turn else {
        return Ok(Start { from: i64::MIN, key: None, open: None, before: None, drop_from: Some(i64::MIN) });
    };
    // The earlier turns of the same millisecond go too, so the first of them is where it begins.
    let first = sqlx::query!(
        r#"SELECT messages.svr_order, messages.message_id
           FROM turns CROSS JOIN messages ON messages.id = turns.first_message
           WHERE turns.chat = ?1 AND turns.started_at = ?2
           ORDER BY messages.svr_order, messages.message_id LIMIT 1"#,
        chat,
        turn.started_at
    )
    .fetch_one(&mut *conn)
    .await?;
    let key = (turn.started_at, first.svr_order, first.message_id);
    let before = said_before(conn, chat, &key).await?;
    Ok(Start { from: turn.started_at, key: Some(key), open: None, before, drop_from: Some(turn.started_at) })
}

/// The time of the newest message that counts before a time.
async fn last_said(conn: &mut SqliteConnection, chat: i64, since: i64) -> Result<Option<i64>, StoreError> {
    said_before(conn, chat, &(since, i64::MIN, String::new())).await
}

/// The time of the newest message that counts before a place in the thread.
async fn said_before(
    conn: &mut SqliteConnection,
    chat: i64,
    (timestamp, order, id): &(i64, i64, String),
) -> Result<Option<i64>, StoreError> {
    let found = sqlx::query_file_scalar!("queries/turns_said_before.sql", chat, timestamp, order, id)
        .fetch_optional(conn)
        .await?;
    Ok(found)
}

async fn write(
    conn: &mut SqliteConnection,
    chat: i64,
    turns: &[Turn],
    volume: &BTreeMap<(i64, i64), i64>,
) -> Result<(), StoreError> {
    if !turns.is_empty() {
        let rows = json(turns)?;
        sqlx::query!(
            "INSERT INTO turns (
                id, chat, first_message, started_at, quiet_ms, mention, mentioned_at, messages, answer, answered_at, answerer
             )
             SELECT (SELECT id FROM turns_last) + 1 + key, ?1, value ->> 'firstMessage', value ->> 'startedAt',
                value ->> 'quietMs', value ->> 'mention', value ->> 'mentionedAt', value ->> 'messages',
                value ->> 'answer', value ->> 'answeredAt', value ->> 'answerer'
             FROM json_each(?2)",
            chat,
            rows
        )
        .execute(&mut *conn)
        .await?;
        let given = i64::try_from(turns.len()).unwrap_or(i64::MAX);
        sqlx::query!("UPDATE turns_last SET id = id + ?1", given).execute(&mut *conn).await?;
    }
    if !volume.is_empty() {
        let rows = json(&volume.iter().map(|((quarter, who), count)| (quarter, who, count)).collect::<Vec<_>>())?;
        sqlx::query!(
            "INSERT INTO volume (quarter, chat, answerer, messages)
             SELECT value ->> 0, ?1, value ->> 1, value ->> 2 FROM json_each(?2) WHERE true
             ON CONFLICT (quarter, chat, answerer) DO UPDATE SET messages = messages + excluded.messages",
            chat,
            rows
        )
        .execute(conn)
        .await?;
    }
    Ok(())
}
