//! Private notes, and what other robots know of the same customer.

use tauri::State;
use zuoxi_model::{AlsoKnown, ChatKey, Note};

use super::{Answer, Seat};

/// The notes of a customer or group, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn notes(seat: State<'_, Seat>, chat: ChatKey) -> Answer<Vec<Note>> {
    Ok(seat.desk.engine().await?.notes(&chat).await?)
}

/// Writes a new note, or an old one anew. It is never sent.
#[tauri::command]
#[specta::specta]
pub async fn save_note(seat: State<'_, Seat>, chat: ChatKey, id: Option<String>, text: String) -> Answer<Note> {
    Ok(seat.desk.engine().await?.save_note(&chat, id.as_deref(), &text).await?)
}

/// Deletes a private note.
#[tauri::command]
#[specta::specta]
pub async fn delete_note(seat: State<'_, Seat>, chat: ChatKey, id: String) -> Answer<()> {
    Ok(seat.desk.engine().await?.delete_note(&chat, &id).await?)
}

/// The other robots that know this customer, and what was said there last.
#[tauri::command]
#[specta::specta]
pub async fn also_known(seat: State<'_, Seat>, chat: ChatKey) -> Answer<Vec<AlsoKnown>> {
    Ok(seat.desk.engine().await?.also_known(&chat).await?)
}
