//! Search, and the way from a hit into its thread.

use tauri::State;
use zuoxi_model::{ChatKey, MessageId, SearchPage, SearchQuery, ThreadWindow};

use super::{Answer, Seat};

/// People, groups and messages of the cache.
#[tauri::command]
#[specta::specta]
pub async fn search(seat: State<'_, Seat>, query: SearchQuery) -> Answer<SearchPage> {
    Ok(seat.desk.engine().await?.search(query).await?)
}

/// A message with what stands around it.
#[tauri::command]
#[specta::specta]
pub async fn thread_around(
    seat: State<'_, Seat>,
    chat: ChatKey,
    message: MessageId,
    limit: u32,
) -> Answer<ThreadWindow> {
    Ok(seat.desk.engine().await?.thread_around(&chat, &message, limit).await?)
}

/// What comes after a message.
#[tauri::command]
#[specta::specta]
pub async fn thread_after(seat: State<'_, Seat>, chat: ChatKey, after: MessageId, limit: u32) -> Answer<ThreadWindow> {
    Ok(seat.desk.engine().await?.thread_after(&chat, &after, limit).await?)
}
