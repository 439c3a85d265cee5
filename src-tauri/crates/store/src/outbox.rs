//! The outbox: what is on its way out. Which state follows which is the engine's to decide; here a state is written in one
//! transaction with all that depends on it.

use std::collections::HashSet;

use sqlx::SqliteConnection;
use zuoxi_model::{Assignee, ChatKey, Content, Message, MessageId, OutboxEntry, OutboxState, Timestamp};

use crate::rows::{OutboxColumns, chat_key, content, count, json, outbox_state, read_json};
use crate::store::begin;
use crate::words::Word as _;
use crate::{Store, StoreError, drafts, search, summary};

/// A row of the outbox.
struct OutboxRow {
    id: String,
    robot_key: String,
    chat_user: String,
    chat_id: String,
    content_json: String,
    created_at: i64,
    state: String,
    emitted_at: Option<i64>,
    failure_json: Option<String>,
    attempts: i64,
    echoed_as: Option<String>,
    attachment_json: Option<String>,
    cover_json: Option<String>,
    not_before: Option<i64>,
}

impl TryFrom<OutboxRow> for OutboxEntry {
    type Error = StoreError;

    fn try_from(row: OutboxRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id.into(),
            chat: chat_key(row.robot_key, row.chat_user),
            chat_id: row.chat_id.into(),
            content: content(row.content_json),
            created_at: Timestamp(row.created_at),
            state: outbox_state(&row.state, row.emitted_at, row.failure_json.as_deref())?,
            attempts: count(row.attempts),
            echoed_as: row.echoed_as.map(Into::into),
            attachment: row.attachment_json.map(|text| read_json("the file of a send", &text)).transpose()?,
            cover: row.cover_json.map(|text| read_json("the cover of a send", &text)).transpose()?,
            not_before: row.not_before.map(Timestamp),
        })
    }
}

impl Store {
    /// Takes a message in for sending: the outbox row, its local echo in the thread, and the end of that part of the
    /// chat's draft, all or nothing.
    pub async fn enqueue(&self, entry: &OutboxEntry, echo: &Message) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        insert(&mut tx, entry, echo).await?;
        drafts::sent(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Every send that is not confirmed, the oldest first.
    pub async fn outbox(&self) -> Result<Vec<OutboxEntry>, StoreError> {
        let rows = sqlx::query_as!(
            OutboxRow,
            "SELECT id, robot_key, chat_user, chat_id, content_json, created_at, state, emitted_at, failure_json, attempts,
                    echoed_as, attachment_json, cover_json, not_before
             FROM outbox WHERE state <> 'confirmed' ORDER BY created_at, sequence"
        )
        .fetch_all(self.readers())
        .await?;
        rows.into_iter().map(OutboxEntry::try_from).collect()
    }

    /// One send, whatever its state.
    pub async fn outbox_entry(&self, id: &MessageId) -> Result<Option<OutboxEntry>, StoreError> {
        let id = id.as_str();
        let row = sqlx::query_as!(
            OutboxRow,
            "SELECT id, robot_key, chat_user, chat_id, content_json, created_at, state, emitted_at, failure_json, attempts,
                    echoed_as, attachment_json, cover_json, not_before
             FROM outbox WHERE id = ?1",
            id
        )
        .fetch_optional(self.readers())
        .await?;
        row.map(OutboxEntry::try_from).transpose()
    }

    /// Moves a send from one state to another, having been handed to the socket `attempts` times. False, and nothing
    /// is changed, if it is no longer in the first: an echo or a person was quicker.
    pub async fn move_send(
        &self,
        id: &MessageId,
        from: &OutboxState,
        to: &OutboxState,
        attempts: u32,
    ) -> Result<bool, StoreError> {
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let Some(chat) = write_state(&mut tx, id, from, to, attempts).await? else { return Ok(false) };
        // A send that fails leaves the customer waiting again.
        refresh(&mut tx, &chat).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Moves a send whose file or cover has an address now: the send and its echo in the thread get it with the state.
    /// False if it is no longer in the first state.
    pub async fn address_send(
        &self,
        id: &MessageId,
        from: &OutboxState,
        to: &OutboxState,
        content: &Content,
    ) -> Result<bool, StoreError> {
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let Some(chat) = write_state(&mut tx, id, from, to, 0).await? else { return Ok(false) };
        let (id_text, content_json, text) = (id.as_str(), json(content)?, content.text());
        sqlx::query!("UPDATE outbox SET content_json = ?2 WHERE id = ?1", id_text, content_json)
            .execute(&mut *tx)
            .await?;
        if let Some(row_id) = summary::row_id(&mut tx, &chat).await? {
            sqlx::query!(
                "UPDATE messages SET content_json = ?3, text = ?4 WHERE chat = ?1 AND message_id = ?2",
                row_id,
                id_text,
                content_json,
                text
            )
            .execute(&mut *tx)
            .await?;
            search::index::take_in(&mut tx).await?;
        }
        refresh(&mut tx, &chat).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Takes away a send that is still in `state`, with its local echo. False if it is not.
    pub async fn take_back(&self, id: &MessageId, state: &OutboxState) -> Result<bool, StoreError> {
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        if write_state(&mut tx, id, state, state, 0).await?.is_none() {
            return Ok(false);
        }
        let chat = remove(&mut tx, id).await?;
        refresh(&mut tx, &chat).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Every file of this machine that a send or a draft names.
    pub async fn named_files(&self) -> Result<HashSet<String>, StoreError> {
        let paths = sqlx::query_scalar!(
            r#"SELECT attachment_json ->> 'path' AS "path!: String" FROM outbox
               WHERE attachment_json ->> 'path' IS NOT NULL
               UNION ALL
               SELECT cover_json ->> 'path' FROM outbox WHERE cover_json ->> 'path' IS NOT NULL
               UNION ALL
               SELECT coalesce(waiting.value ->> 'path', waiting.value ->> '$.cover.path')
               FROM drafts, json_each(drafts.attachments_json) AS waiting
               WHERE coalesce(waiting.value ->> 'path', waiting.value ->> '$.cover.path') IS NOT NULL"#
        );
        Ok(paths.fetch_all(self.readers()).await?.into_iter().collect())
    }

    /// Confirmed sends that still name files, with them.
    pub async fn left_files(&self) -> Result<Vec<(MessageId, Vec<String>)>, StoreError> {
        let rows = sqlx::query!(
            r#"SELECT id, attachment_json ->> 'path' AS "attachment?: String", cover_json ->> 'path' AS "cover?: String"
               FROM outbox INDEXED BY outbox_left_files
               WHERE state = 'confirmed' AND (attachment_json IS NOT NULL OR cover_json IS NOT NULL)"#
        )
        .fetch_all(self.readers())
        .await?;
        Ok(rows.into_iter().map(|row| (row.id.into(), row.attachment.into_iter().chain(row.cover).collect())).collect())
    }

    /// A confirmed send names its files no longer.
    pub async fn forget_files(&self, id: &MessageId) -> Result<(), StoreError> {
        let id = id.as_str();
        let mut writer = self.writer().await?;
        sqlx::query!(
            "UPDATE outbox SET attachment_json = NULL, cover_json = NULL WHERE id = ?1 AND state = 'confirmed'",
            id
        )
        .execute(&mut *writer)
        .await?;
        Ok(())
    }

    /// Puts a new send in the place of one that failed or could not be confirmed. The chat's draft stays.
    ///
    /// # Errors
    /// [`StoreError::UnknownSend`] if the old one is not in the outbox; then nothing is sent.
    pub async fn resend(&self, old: &MessageId, new: &OutboxEntry, echo: &Message) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let chat = remove(&mut tx, old).await?;
        insert(&mut tx, new, echo).await?;
        if chat != new.chat {
            refresh(&mut tx, &chat).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Takes a send and its local echo away.
    ///
    /// # Errors
    /// [`StoreError::UnknownSend`] if it is not in the outbox.
    pub async fn discard(&self, id: &MessageId) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let chat = remove(&mut tx, id).await?;
        refresh(&mut tx, &chat).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Writes a state in the place of another one; the chat, or `None` if the send is not in that other one.
async fn write_state(
    conn: &mut SqliteConnection,
    id: &MessageId,
    from: &OutboxState,
    to: &OutboxState,
    attempts: u32,
) -> Result<Option<ChatKey>, StoreError> {
    let (from, to) = (OutboxColumns::of(from)?, OutboxColumns::of(to)?);
    let id = id.as_str();
    let chat = sqlx::query!(
        "UPDATE outbox SET state = ?2, emitted_at = ?3, failure_json = ?4, attempts = ?5
         WHERE id = ?1 AND state = ?6 AND emitted_at IS ?7
         RETURNING robot_key, chat_user",
        id,
        to.state,
        to.emitted_at,
        to.failure_json,
        attempts,
        from.state,
        from.emitted_at
    )
    .fetch_optional(conn)
    .await?;
    Ok(chat.map(|chat| chat_key(chat.robot_key, chat.chat_user)))
}

async fn refresh(conn: &mut SqliteConnection, chat: &ChatKey) -> Result<(), StoreError> {
    if let Some(row_id) = summary::row_id(conn, chat).await? {
        summary::refresh(conn, &[row_id]).await?;
    }
    Ok(())
}

/// Writes an outbox row and its local echo.
async fn insert(conn: &mut SqliteConnection, entry: &OutboxEntry, echo: &Message) -> Result<(), StoreError> {
    let chat = summary::ensure(conn, &entry.chat, entry.chat_id.as_str()).await?;
    let columns = OutboxColumns::of(&entry.state)?;
    let (id, chat_id) = (entry.id.as_str(), entry.chat_id.as_str());
    let (robot_key, chat_user) = (entry.chat.robot_key.as_str(), entry.chat.chat_user.as_str());
    let content_json = json(&entry.content)?;
    let echoed_as = entry.echoed_as.as_ref().map(MessageId::as_str);
    let attachment_json = entry.attachment.as_ref().map(json).transpose()?;
    let cover_json = entry.cover.as_ref().map(json).transpose()?;
    let not_before = entry.not_before.map(|at| at.0);
    sqlx::query!(
        "INSERT INTO outbox (
            id, robot_key, chat_user, chat_id, content_json, created_at, state, emitted_at, failure_json, attempts,
            echoed_as, attachment_json, cover_json, not_before
        ) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        id,
        robot_key,
        chat_user,
        chat_id,
        content_json,
        entry.created_at.0,
        columns.state,
        columns.emitted_at,
        columns.failure_json,
        entry.attempts,
        echoed_as,
        attachment_json,
        cover_json,
        not_before
    )
    .execute(&mut *conn)
    .await?;
    insert_echo(conn, chat, echo).await?;
    search::index::take_in(conn).await?;
    summary::refresh(conn, &[chat]).await?;
    Ok(())
}

/// A local echo has no record of the platform and no number of its server; it sorts last among messages of its time.
pub(crate) async fn insert_echo(conn: &mut SqliteConnection, chat: i64, echo: &Message) -> Result<(), StoreError> {
    let id = echo.key.message_id.as_str();
    let (direction, origin) = (echo.direction.word(), echo.origin.word());
    let assignee = echo.assignee.as_ref().map(Assignee::as_str);
    let content_json = json(&echo.content)?;
    let text = echo.content.text();
    sqlx::query!(
        "INSERT INTO messages (
            chat, message_id, timestamp, direction, origin, assignee, sender_id, sender_name, sender_avatar_url, text,
            content_json
        ) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        chat,
        id,
        echo.timestamp.0,
        direction,
        origin,
        assignee,
        echo.sender.id,
        echo.sender.name,
        echo.sender.avatar_url,
        text,
        content_json
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes an outbox row and the message it stands for in the thread. Returns the chat it was for.
async fn remove(conn: &mut SqliteConnection, id: &MessageId) -> Result<ChatKey, StoreError> {
    let id_text = id.as_str();
    let row = sqlx::query!("DELETE FROM outbox WHERE id = ?1 RETURNING robot_key, chat_user", id_text)
        .fetch_optional(&mut *conn)
        .await?
        .ok_or_else(|| StoreError::UnknownSend(id.clone()))?;
    let chat = chat_key(row.robot_key, row.chat_user);
    if let Some(row_id) = summary::row_id(conn, &chat).await? {
        sqlx::query!("DELETE FROM messages WHERE chat = ?1 AND message_id = ?2", row_id, id_text).execute(conn).await?;
    }
    Ok(chat)
}
