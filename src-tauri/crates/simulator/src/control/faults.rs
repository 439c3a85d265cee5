//! What breaks, and how.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Shared;
use crate::faults::{ActionFault, AnswerFault, Echo, Plan, PushFaults, SendStatuses};
use crate::options::UploadLimits;

/// How late an echo is when nobody says how late.
const LATE_MS: u64 = 5_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
pub struct NetworkChange {
    up: Option<bool>,
    down_for_ms: Option<u64>,
    /// With `up: false`: the port is closed, so that clients are refused instead of dropped.
    refuse: bool,
    /// Accepts connections, reads nothing, answers nothing.
    black_hole: Option<bool>,
    /// Resets what is connected, without refusing what comes.
    reset: bool,
}

pub async fn network(State(practice): Shared, Json(change): Json<NetworkChange>) -> Json<Value> {
    if change.reset {
        practice.network.reset_all();
        practice.consoles.close_all();
    }
    if let Some(on) = change.black_hole {
        practice.network.set_black_hole(on);
    }
    if change.up == Some(true) {
        practice.network.restore();
    }
    if change.up == Some(false) || change.down_for_ms.is_some() {
        if change.refuse {
            practice.network.close();
        } else {
            practice.network.cut();
        }
        // The sessions go after their connections: what they would still say reaches nobody.
        practice.consoles.close_all();
    }
    if let Some(down_for_ms) = change.down_for_ms {
        let network = Arc::clone(&practice.network);
        practice.spawn(async move {
            tokio::time::sleep(Duration::from_millis(down_for_ms)).await;
            network.restore();
        });
    }
    Json(json!({ "up": practice.network.is_up() }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EchoChange {
    mode: EchoMode,
    #[serde(default)]
    late_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum EchoMode {
    Normal,
    OtherId,
    Late,
    Never,
    Twice,
    Lost,
}

pub async fn echo(State(practice): Shared, Json(change): Json<EchoChange>) -> StatusCode {
    practice.faults.set_echo(match change.mode {
        EchoMode::Normal => Echo::Normal,
        EchoMode::OtherId => Echo::OtherId,
        EchoMode::Late => Echo::Late(Duration::from_millis(change.late_ms.unwrap_or(LATE_MS))),
        EchoMode::Never => Echo::Never,
        EchoMode::Twice => Echo::Twice,
        EchoMode::Lost => Echo::Lost,
    });
    StatusCode::NO_CONTENT
}

pub async fn send_status(State(practice): Shared, Json(statuses): Json<SendStatuses>) -> StatusCode {
    practice.faults.plan_statuses(statuses);
    StatusCode::NO_CONTENT
}

pub async fn pushes(State(practice): Shared, Json(faults): Json<PushFaults>) -> StatusCode {
    practice.faults.plan_pushes(faults);
    StatusCode::NO_CONTENT
}

pub async fn action(State(practice): Shared, Json(faults): Json<Plan<ActionFault>>) -> StatusCode {
    practice.faults.plan_actions(faults);
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
pub struct TokenChange {
    expire: bool,
}

pub async fn token(State(practice): Shared, Json(change): Json<TokenChange>) -> StatusCode {
    if change.expire {
        practice.tokens.expire();
    }
    StatusCode::NO_CONTENT
}

pub async fn rest(State(practice): Shared, Json(faults): Json<Plan<AnswerFault>>) -> StatusCode {
    practice.faults.plan_answers(faults);
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClockChange {
    skew_ms: i64,
}

pub async fn clock(State(practice): Shared, Json(change): Json<ClockChange>) -> Json<Value> {
    practice.clock.set_skew_ms(change.skew_ms);
    Json(json!({ "nowMs": practice.clock.now_ms() }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadChange {
    file_bytes: usize,
    total_bytes: usize,
}

pub async fn uploads(State(practice): Shared, Json(change): Json<UploadChange>) -> StatusCode {
    practice.storage.limit(UploadLimits { file_bytes: change.file_bytes, total_bytes: change.total_bytes });
    StatusCode::NO_CONTENT
}
