//! Broadcasts: from a draft to a plan, and from a plan to the platform.

use tauri::State;
use zuoxi_model::{
    BroadcastConfirmation, BroadcastDetail, BroadcastDraft, BroadcastId, BroadcastPlan, BroadcastProblem,
    BroadcastRecord,
};

use super::{Answer, Seat};

/// The first limit of the platform that a draft does not keep; asks nobody.
#[tauri::command]
#[specta::specta]
pub async fn check_broadcast(draft: BroadcastDraft) -> Answer<Option<BroadcastProblem>> {
    Ok(draft.check().err())
}

/// Checks a draft and says what it would mean; nothing leaves. Spec 2.7.
#[tauri::command]
#[specta::specta]
pub async fn plan_broadcast(seat: State<'_, Seat>, draft: BroadcastDraft) -> Answer<BroadcastPlan> {
    Ok(seat.desk.engine().await?.plan_broadcast(draft).await?)
}

/// Hands a plan to the platform. It cannot be undone and is never repeated by itself. Spec 2.7.
#[tauri::command]
#[specta::specta]
pub async fn start_broadcast(
    seat: State<'_, Seat>,
    id: BroadcastId,
    confirmation: BroadcastConfirmation,
) -> Answer<BroadcastRecord> {
    Ok(seat.desk.engine().await?.start_broadcast(&id, confirmation).await?)
}

/// Drops a plan, or notes that a person has looked after a broadcast whose outcome is unknown.
#[tauri::command]
#[specta::specta]
pub async fn dismiss_broadcast(seat: State<'_, Seat>, id: BroadcastId) -> Answer<()> {
    Ok(seat.desk.engine().await?.dismiss_broadcast(&id).await?)
}

/// Every broadcast, newest first.
#[tauri::command]
#[specta::specta]
pub async fn broadcasts(seat: State<'_, Seat>) -> Answer<Vec<BroadcastRecord>> {
    Ok(seat.desk.engine().await?.broadcasts().await?)
}

/// One broadcast with its audience and in whose chat it was seen.
#[tauri::command]
#[specta::specta]
pub async fn broadcast(seat: State<'_, Seat>, id: BroadcastId) -> Answer<Option<BroadcastDetail>> {
    Ok(seat.desk.engine().await?.broadcast(&id).await?)
}
