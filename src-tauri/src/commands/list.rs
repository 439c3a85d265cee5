//! How the list is arranged: marks of chats and robots, saved views, and the tags to filter by.

use std::collections::BTreeMap;

use tauri::State;
use zuoxi_model::{Candidate, ChatKey, ChatMarksChange, LabelId, RobotKey, RobotMarks, SavedView};

use super::{Answer, Seat};

/// Pins, hides, mutes, snoozes or marks chats as unread. What is null stays as it is; snoozing until 0 wakes.
#[tauri::command]
#[specta::specta]
pub async fn set_chat_marks(seat: State<'_, Seat>, chats: Vec<ChatKey>, change: ChatMarksChange) -> Answer<()> {
    Ok(seat.desk.engine().await?.set_chat_marks(&chats, &change).await?)
}

/// The views in their order.
#[tauri::command]
#[specta::specta]
pub async fn saved_views(seat: State<'_, Seat>) -> Answer<Vec<SavedView>> {
    Ok(seat.desk.engine().await?.saved_views().await?)
}

/// Replaces the views; none at all brings back those a console begins with.
#[tauri::command]
#[specta::specta]
pub async fn save_views(seat: State<'_, Seat>, views: Vec<SavedView>) -> Answer<()> {
    Ok(seat.desk.engine().await?.save_views(&views).await?)
}

/// How robots are marked; one that is not has no entry.
#[tauri::command]
#[specta::specta]
pub async fn robot_marks(seat: State<'_, Seat>) -> Answer<BTreeMap<RobotKey, RobotMarks>> {
    Ok(seat.desk.engine().await?.robot_marks().await?)
}

/// Gives a robot another colour, or mutes it.
#[tauri::command]
#[specta::specta]
pub async fn set_robot_marks(seat: State<'_, Seat>, robot: RobotKey, marks: RobotMarks) -> Answer<()> {
    Ok(seat.desk.engine().await?.set_robot_marks(&robot, marks).await?)
}

/// The chats of the customers that are known to carry a tag.
#[tauri::command]
#[specta::specta]
pub async fn chats_with_tag(seat: State<'_, Seat>, tag: LabelId) -> Answer<Vec<ChatKey>> {
    Ok(seat.desk.engine().await?.chats_with_tag(&tag).await?)
}

/// Every tag of every robot, each once, with the name of its group.
#[tauri::command]
#[specta::specta]
pub async fn all_tags(seat: State<'_, Seat>) -> Answer<Vec<Candidate>> {
    Ok(seat.desk.engine().await?.all_tags().await?)
}
