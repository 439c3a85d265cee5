//! Quick replies.

use std::path::Path;

use tauri::State;
use zuoxi_model::{ImportedReplies, QuickReply};

use super::{Answer, Seat};

/// Every quick reply, by group, code and title.
#[tauri::command]
#[specta::specta]
pub async fn quick_replies(seat: State<'_, Seat>) -> Answer<Vec<QuickReply>> {
    Ok(seat.desk.engine().await?.quick_replies().await?)
}

/// Keeps a reply; one with an empty id is new and gets one.
#[tauri::command]
#[specta::specta]
pub async fn save_quick_reply(seat: State<'_, Seat>, reply: QuickReply) -> Answer<QuickReply> {
    Ok(seat.desk.engine().await?.save_quick_reply(reply).await?)
}

/// Deletes a quick reply.
#[tauri::command]
#[specta::specta]
pub async fn delete_quick_reply(seat: State<'_, Seat>, id: String) -> Answer<()> {
    Ok(seat.desk.engine().await?.delete_quick_reply(&id).await?)
}

/// Notes that a reply was used, so that the ones in use come first.
#[tauri::command]
#[specta::specta]
pub async fn quick_reply_used(seat: State<'_, Seat>, id: String) -> Answer<()> {
    Ok(seat.desk.engine().await?.quick_reply_used(&id).await?)
}

/// Writes every reply to a file, as JSON if its name ends so and else as CSV; how many there were.
#[tauri::command]
#[specta::specta]
pub async fn export_quick_replies(seat: State<'_, Seat>, path: String) -> Answer<u32> {
    Ok(seat.desk.engine().await?.export_quick_replies(Path::new(&path)).await?)
}

/// Takes replies in from a CSV or JSON file; what is there already is changed, nothing is taken away.
#[tauri::command]
#[specta::specta]
pub async fn import_quick_replies(seat: State<'_, Seat>, path: String) -> Answer<ImportedReplies> {
    Ok(seat.desk.engine().await?.import_quick_replies(Path::new(&path)).await?)
}
