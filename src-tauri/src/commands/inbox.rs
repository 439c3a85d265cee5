//! What the window shows.

use tauri::State;
use zuoxi_engine::View;

use super::{Answer, Seat};

/// Says which thread is on the screen and whether it is being read; read marks follow it.
#[tauri::command]
#[specta::specta]
pub async fn report_view(seat: State<'_, Seat>, view: View) -> Answer<()> {
    seat.desk.engine().await?.show(view);
    Ok(())
}
