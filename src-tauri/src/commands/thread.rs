//! Threads: reading, sending, forwarding, drafts.

use tauri::State;
use zuoxi_model::{ChatKey, Composed, DraftContent, Interval, MessageId, MessageKey, Resolution, ThreadPage};

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

/// Puts a message into the outbox, where it stays for `hold_ms` before it leaves. Spec 3.4 to 3.6, 3.10, 3.24.
#[tauri::command]
#[specta::specta]
pub async fn send(seat: State<'_, Seat>, chat: ChatKey, composed: Composed, hold_ms: u32) -> Answer<MessageId> {
    Ok(seat.desk.engine().await?.send(&chat, &composed, hold_ms).await?)
}

/// Takes back a message that never left, and returns what was composed.
#[tauri::command]
#[specta::specta]
pub async fn take_back(seat: State<'_, Seat>, id: MessageId) -> Answer<Composed> {
    Ok(seat.desk.engine().await?.take_back(&id).await?)
}

/// Has the robot forward a picture, a file, a link or a mini program to other chats of its own. Spec 3.7.
#[tauri::command]
#[specta::specta]
pub async fn forward(seat: State<'_, Seat>, message: MessageKey, to: Vec<ChatKey>) -> Answer<MessageId> {
    Ok(seat.desk.engine().await?.forward(&message, &to).await?)
}

/// Carries out what the person decided about a send that failed or could not be confirmed.
#[tauri::command]
#[specta::specta]
pub async fn resolve_send(seat: State<'_, Seat>, id: MessageId, resolution: Resolution) -> Answer<()> {
    Ok(seat.desk.engine().await?.resolve_send(&id, resolution).await?)
}

/// Keeps what was typed and chosen; one without text and files removes the draft.
#[tauri::command]
#[specta::specta]
pub async fn save_draft(seat: State<'_, Seat>, chat: ChatKey, draft: DraftContent) -> Answer<()> {
    Ok(seat.desk.engine().await?.save_draft(&chat, draft).await?)
}

/// What was typed and chosen and not sent.
#[tauri::command]
#[specta::specta]
pub async fn draft(seat: State<'_, Seat>, chat: ChatKey) -> Answer<Option<DraftContent>> {
    Ok(seat.desk.engine().await?.draft(&chat).await?)
}
