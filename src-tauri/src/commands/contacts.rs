//! Looking through the customers and groups that the cache knows.

use tauri::State;
use zuoxi_model::{ChatKey, ContactQuery, Customer, GroupListQuery, GroupSummary, Page};

use super::{Answer, Seat};

/// A page of the customers that fit, by name.
#[tauri::command]
#[specta::specta]
pub async fn contacts(seat: State<'_, Seat>, query: ContactQuery) -> Answer<Page<Customer>> {
    Ok(seat.desk.engine().await?.contacts(&query).await?)
}

/// A page of the groups that fit, by name.
#[tauri::command]
#[specta::specta]
pub async fn groups(seat: State<'_, Seat>, query: GroupListQuery) -> Answer<Page<GroupSummary>> {
    Ok(seat.desk.engine().await?.groups(&query).await?)
}

/// Sees to it that the chat with a customer or a group of the contacts is on the list, even if nothing was said in it yet.
#[tauri::command]
#[specta::specta]
pub async fn open_contact(seat: State<'_, Seat>, chat: ChatKey) -> Answer<()> {
    Ok(seat.desk.engine().await?.open_contact(&chat).await?)
}
