//! The accounts end before the process does.
//!
//! At the end of a process the cipher frees the keys and the memory it works with (`atexit`), whoever still uses them. A cache
//! that is being written then crashes the console, or takes itself for damaged and would be set aside. So a request to exit is
//! put off until every cache is closed. The main thread does not wait: the icons of the tray and the window are changed
//! through it, and whoever changes one would wait for it in turn.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tauri::{AppHandle, ExitRequestApi, Manager as _};
use tokio::time::timeout;

use crate::commands::Seat;

/// How long the accounts may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How far leaving is.
#[derive(Debug, Default)]
pub struct Leaving {
    begun: AtomicBool,
    done: AtomicBool,
}

/// Puts the exit off, and asks for it again once the accounts have ended.
pub fn before(app: &AppHandle, code: Option<i32>, exit: &ExitRequestApi) {
    let leaving = app.state::<Leaving>();
    if leaving.done.load(Ordering::Acquire) {
        return;
    }
    exit.prevent_exit();
    if !leaving.begun.swap(true, Ordering::AcqRel) {
        let app = app.clone();
        tauri::async_runtime::spawn(async move { leave(&app, code.unwrap_or_default()).await });
    }
}

async fn leave(app: &AppHandle, code: i32) {
    if timeout(PATIENCE, app.state::<Seat>().desk.close()).await.is_err() {
        // Without the end that frees anything, as by a loss of power, which the caches are made for.
        tracing::error!("the accounts did not end in {} s; the console ends without them", PATIENCE.as_secs());
        std::process::abort();
    }
    app.state::<Leaving>().done.store(true, Ordering::Release);
    app.exit(code);
}
