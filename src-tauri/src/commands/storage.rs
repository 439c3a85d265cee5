//! The storage that files are uploaded to.

use secrecy::SecretString;
use tauri::State;
use zuoxi_engine::{StorageConfig, StorageState};

use super::{Answer, Seat};

/// Where files go. The secret never comes back to the window.
#[tauri::command]
#[specta::specta]
pub async fn storage(seat: State<'_, Seat>) -> Answer<StorageState> {
    Ok(seat.desk.engine().await?.storage().await?)
}

/// Tries a storage out and keeps it if it works. Without a secret the one that was kept before is used.
#[tauri::command]
#[specta::specta]
pub async fn save_storage(seat: State<'_, Seat>, config: StorageConfig, secret: Option<String>) -> Answer<()> {
    Ok(seat.desk.engine().await?.save_storage(&config, secret.map(SecretString::from)).await?)
}

/// Forgets the storage and its secret.
#[tauri::command]
#[specta::specta]
pub async fn forget_storage(seat: State<'_, Seat>) -> Answer<()> {
    Ok(seat.desk.engine().await?.forget_storage().await?)
}
