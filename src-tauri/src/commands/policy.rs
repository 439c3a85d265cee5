//! What the organisation has decided for this machine.

use tauri::State;
use zuoxi_engine::Policy;

use super::{Answer, Seat};

/// The rules of this machine. They do not change while the console runs.
#[tauri::command]
#[specta::specta]
pub async fn policy(seat: State<'_, Seat>) -> Answer<Policy> {
    Ok(seat.desk.policy().clone())
}
