//! What the window may ask, one file per feature. A command parses, calls the engine, and maps the error; logic that
//! is worth a test lives in the engine, where it needs no window.

pub mod actions;
pub mod adding;
pub mod broadcast;
pub mod contacts;
pub mod desktop;
pub mod export;
pub mod groups;
pub mod inbox;
pub mod lead_metrics;
pub mod list;
pub mod notes;
pub mod people;
pub mod policy;
pub mod quality;
pub mod received;
pub mod replies;
pub mod retention;
pub mod review;
pub mod search;
pub mod session;
pub mod settings;
pub mod storage;
pub mod thread;
pub mod uploads;

use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use specta::Type;
use tauri::async_runtime::JoinHandle;
use zuoxi_engine::{Desk, EngineError, ErrorCode};

use crate::faults;

/// What the commands work with.
pub struct Seat {
    pub desk: Desk,
    /// The task that feeds the window; a window that subscribes again gets a new one.
    push: Mutex<Option<JoinHandle<()>>>,
}

impl Seat {
    /// For the desk that the window works with.
    #[must_use]
    pub fn new(desk: Desk) -> Self {
        Self { desk, push: Mutex::new(None) }
    }

    fn push_with(&self, task: JoinHandle<()>) {
        let mut push = self.push.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(earlier) = push.replace(task) {
            earlier.abort();
        }
    }
}

/// An error as the window gets it. `code` decides what is said; `message` is for support.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CommandError {
    pub code: ErrorCode,
    pub message: String,
    pub retryable: bool,
    pub request_id: Option<String>,
}

impl From<EngineError> for CommandError {
    fn from(error: EngineError) -> Self {
        tracing::info!(code = ?error.code(), request_id = error.request_id(), %error, "a command failed");
        let answer = Self {
            code: error.code(),
            message: error.to_string(),
            retryable: error.retryable(),
            request_id: error.request_id().map(str::to_owned),
        };
        faults::report(error);
        answer
    }
}

type Answer<T> = Result<T, CommandError>;
