//! What a team lead looks at: who waits, figures and what is behind them, the audit log, the health of robots and line.

use std::path::PathBuf;

use tauri::State;
use zuoxi_engine::Table;
use zuoxi_model::Interval;
use zuoxi_model::audit::{AuditPage, AuditQuery};
use zuoxi_model::health::HealthReport;
use zuoxi_model::metrics::{
    ChatVolumePage, Metrics, MetricsQuery, TurnPage, TurnQuery, VolumeQuery, WaitingNow, WorkHours,
};

use super::{Answer, Seat};

/// Customers who wait, of those who began to in the last `days`.
#[tauri::command]
#[specta::specta]
pub async fn waiting_now(seat: State<'_, Seat>, days: u32) -> Answer<WaitingNow> {
    Ok(seat.desk.engine().await?.waiting_now(days).await?)
}

/// The figures of a period.
#[tauri::command]
#[specta::specta]
pub async fn metrics(seat: State<'_, Seat>, query: MetricsQuery) -> Answer<Metrics> {
    Ok(seat.desk.engine().await?.metrics(&query).await?)
}

/// The turns behind a figure.
#[tauri::command]
#[specta::specta]
pub async fn metric_turns(seat: State<'_, Seat>, query: TurnQuery) -> Answer<TurnPage> {
    Ok(seat.desk.engine().await?.metric_turns(query).await?)
}

/// The chats behind a number of messages.
#[tauri::command]
#[specta::specta]
pub async fn metric_chats(seat: State<'_, Seat>, query: VolumeQuery) -> Answer<ChatVolumePage> {
    Ok(seat.desk.engine().await?.metric_chats(query).await?)
}

/// Writes tables of figures into a workbook, where the person chose.
#[tauri::command]
#[specta::specta]
pub async fn save_tables(seat: State<'_, Seat>, path: PathBuf, tables: Vec<Table>) -> Answer<()> {
    Ok(seat.desk.engine().await?.save_tables(&path, tables).await?)
}

/// What this account calls working time and waiting too long.
#[tauri::command]
#[specta::specta]
pub async fn work_hours(seat: State<'_, Seat>) -> Answer<WorkHours> {
    Ok(seat.desk.engine().await?.work_hours().await?)
}

/// Sets the working hours.
#[tauri::command]
#[specta::specta]
pub async fn set_work_hours(seat: State<'_, Seat>, hours: WorkHours) -> Answer<()> {
    Ok(seat.desk.engine().await?.set_work_hours(hours).await?)
}

/// A page of what was asked of the robots, newest first.
#[tauri::command]
#[specta::specta]
pub async fn audit(seat: State<'_, Seat>, query: AuditQuery) -> Answer<AuditPage> {
    Ok(seat.desk.engine().await?.audit(query).await?)
}

/// How robots and line fared in a period.
#[tauri::command]
#[specta::specta]
pub async fn health_report(seat: State<'_, Seat>, period: Interval) -> Answer<HealthReport> {
    Ok(seat.desk.engine().await?.health_report(period).await?)
}
