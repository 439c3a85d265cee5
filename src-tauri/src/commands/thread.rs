//! Threads: reading, sending, drafts.

use tauri::State;
use zuoxi_model::{ChatKey, Interval, MessageId, Resolution, ThreadPage};

use super::{Answer, Seat};

/// A page from the cache: the newest one, or the one before a message.
#[tauri::command]
#[specta::specta]
pub async fn thread(seat: State<'_, Seat>, chat: ChatKey, before: Option<MessageId>, limit: u32) -> Answer<ThreadPage> {
    Ok(seat.desk.engine().await?.thread(&chat, before.as_ref(), limit).await?)
}

/// Reads a page of older history from the platform into the cache.
#[tauri::command]
#[specta::specta]
pub async fn load_older(seat: State<'_, Seat>, chat: ChatKey) -> Answer<()> {
    Ok(seat.desk.engine().await?.load_older(&chat).await?)
}

/// Reads what a gap may miss.
#[tauri::command]
#[specta::specta]
pub async fn fill_gap(seat: State<'_, Seat>, chat: ChatKey, gap: Interval) -> Answer<()> {
    Ok(seat.desk.engine().await?.fill_gap(&chat, gap).await?)
}

/// Puts a text into the outbox. Spec 3.4.
#[tauri::command]
#[specta::specta]
pub async fn send_text(seat: State<'_, Seat>, chat: ChatKey, text: String, mentions: Vec<String>) -> Answer<MessageId> {
    Ok(seat.desk.engine().await?.send_text(&chat, &text, mentions).await?)
}

/// Carries out what the person decided about a send that failed or could not be confirmed.
#[tauri::command]
#[specta::specta]
pub async fn resolve_send(seat: State<'_, Seat>, id: MessageId, resolution: Resolution) -> Answer<()> {
    Ok(seat.desk.engine().await?.resolve_send(&id, resolution).await?)
}

/// Keeps what was typed; an empty text removes the draft.
#[tauri::command]
#[specta::specta]
pub async fn save_draft(seat: State<'_, Seat>, chat: ChatKey, text: String) -> Answer<()> {
    Ok(seat.desk.engine().await?.save_draft(&chat, &text).await?)
}

/// What was typed and not sent.
#[tauri::command]
#[specta::specta]
pub async fn draft(seat: State<'_, Seat>, chat: ChatKey) -> Answer<Option<String>> {
    Ok(seat.desk.engine().await?.draft(&chat).await?)
}
