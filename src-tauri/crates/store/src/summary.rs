//! What a chat's row says about its messages: the newest one, and since when the customer waits.

use sqlx::SqliteConnection;
use zuoxi_model::{ChatKey, ChatKind};

use crate::StoreError;
use crate::rows::{chat_key, json};
use crate::words::Word as _;

/// Works the summaries of these chats out anew, from the index, so that they stay right when older history is merged in,
/// when an echo gives way and when a send fails. Returns the chats whose row changed.
pub async fn refresh(conn: &mut SqliteConnection, chats: &[i64]) -> Result<Vec<ChatKey>, StoreError> {
    if chats.is_empty() {
        return Ok(Vec::new());
    }
    let chats = json(chats)?;
    let rows = sqlx::query_file!("queries/refresh_chats.sql", chats).fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| chat_key(row.robot_key, row.chat_user)).collect())
}

/// The row id of a chat, `None` where the chat is not known.
pub async fn row_id(conn: &mut SqliteConnection, key: &ChatKey) -> Result<Option<i64>, StoreError> {
    let (robot_key, chat_user) = (key.robot_key.as_str(), key.chat_user.as_str());
    let id = sqlx::query_scalar!(
        r#"SELECT id AS "id!: i64" FROM chats WHERE robot_key = ?1 AND chat_user = ?2"#,
        robot_key,
        chat_user
    )
    .fetch_optional(conn)
    .await?;
    Ok(id)
}

/// The row id of a chat that something is about to be written in, made where it was not known.
pub async fn ensure(conn: &mut SqliteConnection, key: &ChatKey, chat_id: &str) -> Result<i64, StoreError> {
    let (robot_key, chat_user) = (key.robot_key.as_str(), key.chat_user.as_str());
    let kind = kind_of(key).word();
    sqlx::query!(
        "INSERT INTO chats (robot_key, chat_user, chat_id, kind) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (robot_key, chat_user) DO NOTHING",
        robot_key,
        chat_user,
        chat_id,
        kind
    )
    .execute(&mut *conn)
    .await?;
    row_id(conn, key).await?.ok_or_else(|| StoreError::corrupt("a chat that was just written is missing"))
}

/// What a chat is as far as its peer's id tells.
pub fn kind_of(key: &ChatKey) -> ChatKind {
    if key.chat_user.is_group() { ChatKind::Group } else { ChatKind::Single }
}
