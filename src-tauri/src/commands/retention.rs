//! What an account keeps on this machine: for how long, how much, and removing it.

use tauri::State;
use zuoxi_engine::{Retention, StorageUsed, WipeWhat};

use super::{Answer, Seat};

/// How long messages are kept here.
#[tauri::command]
#[specta::specta]
pub async fn retention(seat: State<'_, Seat>) -> Answer<Retention> {
    Ok(seat.desk.engine().await?.retention().await?)
}

/// Keeps messages for so long from now on.
#[tauri::command]
#[specta::specta]
pub async fn set_retention(seat: State<'_, Seat>, retention: Retention) -> Answer<()> {
    Ok(seat.desk.engine().await?.set_retention(retention).await?)
}

/// What the account takes on this machine.
#[tauri::command]
#[specta::specta]
pub async fn storage_used(seat: State<'_, Seat>) -> Answer<StorageUsed> {
    Ok(seat.desk.engine().await?.storage_used().await?)
}

/// Removes what the account keeps on this machine; it stays signed in.
#[tauri::command]
#[specta::specta]
pub async fn wipe(seat: State<'_, Seat>, what: WipeWhat) -> Answer<()> {
    Ok(seat.desk.wipe(what).await?)
}
