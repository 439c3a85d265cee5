//! Faults of this machine that a command met, on their way to the notices.
//!
//! A command's error goes to whoever clicked. That the disk is full or the cache damaged concerns everybody who looks at
//! the window, so such an error is handed on to the desk as well, from the one place that every error of a command passes.

use std::sync::OnceLock;

use tauri::{AppHandle, Manager as _};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use zuoxi_engine::EngineError;

use crate::commands::Seat;

/// One console to a process.
static REPORTS: OnceLock<UnboundedSender<EngineError>> = OnceLock::new();

/// Hands an error on if it is such a fault.
pub fn report(error: EngineError) {
    if let Some(reports) = REPORTS.get().filter(|_| error.is_fault_of_the_machine()) {
        // Nobody listens any more once the console ends.
        let _ = reports.send(error);
    }
}

/// Tells the desk of each one, until the console ends.
pub async fn listen(app: AppHandle) {
    let (reports, mut met) = unbounded_channel();
    if REPORTS.set(reports).is_err() {
        return;
    }
    while let Some(error) = met.recv().await {
        app.state::<Seat>().desk.note_fault(&error).await;
    }
}
