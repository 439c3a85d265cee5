//! Looking through conversations. Every command here goes through a handle that can only read the cache.

use tauri::State;
use zuoxi_model::{AgentKey, ChatKey, MessageId, ReviewPage, ReviewQuery, ThreadPage, ThreadWindow};

use super::{Answer, Seat};

/// A page of the conversations that fit, the newest activity first.
#[tauri::command]
#[specta::specta]
pub async fn review_chats(seat: State<'_, Seat>, query: ReviewQuery) -> Answer<ReviewPage> {
    Ok(seat.desk.engine().await?.review().chats(query).await?)
}

/// Everybody who may have answered.
#[tauri::command]
#[specta::specta]
pub async fn review_agents(seat: State<'_, Seat>) -> Answer<Vec<AgentKey>> {
    Ok(seat.desk.engine().await?.review().agents().await?)
}

/// A page of a thread; nothing follows from its having been looked at.
#[tauri::command]
#[specta::specta]
pub async fn review_thread(
    seat: State<'_, Seat>,
    chat: ChatKey,
    before: Option<MessageId>,
    limit: u32,
) -> Answer<ThreadPage> {
    Ok(seat.desk.engine().await?.review().thread(&chat, before.as_ref(), limit).await?)
}

/// A message with what stands around it.
#[tauri::command]
#[specta::specta]
pub async fn review_around(
    seat: State<'_, Seat>,
    chat: ChatKey,
    message: MessageId,
    limit: u32,
) -> Answer<ThreadWindow> {
    Ok(seat.desk.engine().await?.review().around(&chat, &message, limit).await?)
}

/// What comes after a message.
#[tauri::command]
#[specta::specta]
pub async fn review_after(seat: State<'_, Seat>, chat: ChatKey, after: MessageId, limit: u32) -> Answer<ThreadWindow> {
    Ok(seat.desk.engine().await?.review().after(&chat, &after, limit).await?)
}
