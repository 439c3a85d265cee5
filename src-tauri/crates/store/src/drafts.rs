//! What was typed and not sent. A draft is saved while one types and has to survive a kill.

use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;
use zuoxi_model::{Attachment, ChatKey, Composed, Content, Draft, DraftContent, LinkCard, OutboxEntry, Timestamp};

use crate::rows::{json, read_json};
use crate::store::begin;
use crate::{Store, StoreError};

/// What waits beside the text, in one column: files, and link cards after them. They have no key in common, so that each
/// is known by its own.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Waiting {
    File(Attachment),
    Link(LinkCard),
}

impl Store {
    /// Keeps a draft. One without a text and without anything beside it is no draft and removes the one there was.
    pub async fn save_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        write(&mut tx, draft).await?;
        tx.commit().await?;
        Ok(())
    }

    /// What stands unsent in the composer of a chat.
    pub async fn draft(&self, chat: &ChatKey) -> Result<Option<Draft>, StoreError> {
        let mut reader = self.readers().acquire().await?;
        read(&mut reader, chat).await
    }
}

/// Takes out of a chat's draft what leaves with `entry`: the text, or the one file or card. The rest of it stays.
pub(crate) async fn sent(conn: &mut SqliteConnection, entry: &OutboxEntry) -> Result<(), StoreError> {
    let Some(mut draft) = read(conn, &entry.chat).await? else { return Ok(()) };
    if let Some(attachment) = &entry.attachment {
        draft.content.attachments.retain(|kept| kept.path != attachment.path);
    } else if matches!(entry.content, Content::Text { .. }) {
        draft.content.text.clear();
        draft.content.mentions.clear();
    } else if let Some(Composed::Link { title, link, description, cover }) =
        Composed::of(&entry.content, None, entry.cover.as_ref())
    {
        let card = LinkCard { title, link, description, cover };
        // One of them only: the same card may wait twice.
        if let Some(at) = draft.content.links.iter().position(|kept| *kept == card) {
            draft.content.links.remove(at);
        }
    }
    write(conn, &draft).await
}

async fn read(conn: &mut SqliteConnection, chat: &ChatKey) -> Result<Option<Draft>, StoreError> {
    let (robot_key, chat_user) = (chat.robot_key.as_str(), chat.chat_user.as_str());
    let row = sqlx::query!(
        "SELECT text, mentions_json, attachments_json, updated_at FROM drafts WHERE robot_key = ?1 AND chat_user = ?2",
        robot_key,
        chat_user
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let mut content = DraftContent {
        text: row.text,
        mentions: read_json("the mentions of a draft", &row.mentions_json)?,
        ..DraftContent::default()
    };
    for waiting in read_json::<Vec<Waiting>>("the files and cards of a draft", &row.attachments_json)? {
        match waiting {
            Waiting::File(attachment) => content.attachments.push(attachment),
            Waiting::Link(card) => content.links.push(card),
        }
    }
    Ok(Some(Draft { chat: chat.clone(), content, updated_at: Timestamp(row.updated_at) }))
}

async fn write(conn: &mut SqliteConnection, draft: &Draft) -> Result<(), StoreError> {
    let (robot_key, chat_user) = (draft.chat.robot_key.as_str(), draft.chat.chat_user.as_str());
    if draft.content.is_empty() {
        sqlx::query!("DELETE FROM drafts WHERE robot_key = ?1 AND chat_user = ?2", robot_key, chat_user)
            .execute(conn)
            .await?;
        return Ok(());
    }
    let files = draft.content.attachments.iter().cloned().map(Waiting::File);
    let cards = draft.content.links.iter().cloned().map(Waiting::Link);
    let waiting: Vec<Waiting> = files.chain(cards).collect();
    let (mentions, attachments) = (json(&draft.content.mentions)?, json(&waiting)?);
    sqlx::query!(
        "INSERT INTO drafts (robot_key, chat_user, text, mentions_json, attachments_json, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (robot_key, chat_user) DO UPDATE SET
            text = excluded.text,
            mentions_json = excluded.mentions_json,
            attachments_json = excluded.attachments_json,
            updated_at = excluded.updated_at",
        robot_key,
        chat_user,
        draft.content.text,
        mentions,
        attachments,
        draft.updated_at.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
