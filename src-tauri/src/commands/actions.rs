//! What robots are asked to do, and what came of it.

use tauri::State;
use zuoxi_model::{Action, ActionDecision, MessageId, QueuedAction, RobotKey};

use super::{Answer, Seat};

/// Takes an action into the robot's queue; its row in the push channel says what comes of it. Spec 3.7 to 3.23.
#[tauri::command]
#[specta::specta]
pub async fn act(seat: State<'_, Seat>, robot: RobotKey, action: Action) -> Answer<MessageId> {
    Ok(seat.desk.engine().await?.act(&robot, action).await?)
}

/// A page of the audit log, newest first: of one robot, or of all.
#[tauri::command]
#[specta::specta]
pub async fn actions(
    seat: State<'_, Seat>,
    robot: Option<RobotKey>,
    before: Option<MessageId>,
    limit: u32,
) -> Answer<Vec<QueuedAction>> {
    Ok(seat.desk.engine().await?.actions(robot.as_ref(), before.as_ref(), limit).await?)
}

/// One action.
#[tauri::command]
#[specta::specta]
pub async fn action(seat: State<'_, Seat>, id: MessageId) -> Answer<Option<QueuedAction>> {
    Ok(seat.desk.engine().await?.action(&id).await?)
}

/// Actions whose outcome is unknown and that wait for a person.
#[tauri::command]
#[specta::specta]
pub async fn undecided_actions(seat: State<'_, Seat>) -> Answer<Vec<QueuedAction>> {
    Ok(seat.desk.engine().await?.undecided_actions().await?)
}

/// Takes back an action that has not left.
#[tauri::command]
#[specta::specta]
pub async fn cancel_action(seat: State<'_, Seat>, id: MessageId) -> Answer<()> {
    Ok(seat.desk.engine().await?.cancel_action(&id).await?)
}

/// Carries out what a person decided about an action whose outcome is unknown; the id of the new action, if there is
/// one.
#[tauri::command]
#[specta::specta]
pub async fn decide_action(
    seat: State<'_, Seat>,
    id: MessageId,
    decision: ActionDecision,
) -> Answer<Option<MessageId>> {
    Ok(seat.desk.engine().await?.decide_action(&id, decision).await?)
}
