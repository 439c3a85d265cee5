//! Adding people by phone, slowly.

use tauri::State;
use zuoxi_model::{AddingId, AddingList, AddingRules, RobotKey};

use super::{Answer, Seat};

/// Takes in a list of phone numbers; they are asked one by one, as the rules allow. Spec 3.9.
#[tauri::command]
#[specta::specta]
pub async fn add_by_phone(
    seat: State<'_, Seat>,
    robot: RobotKey,
    phones: Vec<String>,
    greeting: Option<String>,
) -> Answer<AddingId> {
    Ok(seat.desk.engine().await?.add_by_phone(&robot, &phones, greeting).await?)
}

/// Every list, newest first.
#[tauri::command]
#[specta::specta]
pub async fn addings(seat: State<'_, Seat>) -> Answer<Vec<AddingList>> {
    Ok(seat.desk.engine().await?.addings().await?)
}

/// Takes back the numbers of a list whose turn has not come.
#[tauri::command]
#[specta::specta]
pub async fn cancel_adding(seat: State<'_, Seat>, id: AddingId) -> Answer<()> {
    Ok(seat.desk.engine().await?.cancel_adding(&id).await?)
}

/// The pace of adding.
#[tauri::command]
#[specta::specta]
pub async fn adding_rules(seat: State<'_, Seat>) -> Answer<AddingRules> {
    Ok(seat.desk.engine().await?.adding_rules().await?)
}

/// Sets the pace of adding, within its limits.
#[tauri::command]
#[specta::specta]
pub async fn set_adding_rules(seat: State<'_, Seat>, rules: AddingRules) -> Answer<()> {
    Ok(seat.desk.engine().await?.set_adding_rules(rules).await?)
}
