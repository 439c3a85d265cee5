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

use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use specta::Type;
use zuoxi_engine::{Desk, EngineError, ErrorCode};

use crate::{faults, push::Outlet};

/// What the commands work with.
pub struct Seat {
    pub desk: Desk,
    /// What the window is told, under the name it gave its subscription; one that subscribes again gets a new one.
    told: Mutex<Option<(String, Arc<Outlet>)>>,
}

impl Seat {
    /// For the desk that the window works with.
    #[must_use]
    pub fn new(desk: Desk) -> Self {
        Self { desk, told: Mutex::new(None) }
    }

    fn tell(&self, subscription: String, outlet: Arc<Outlet>) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, earlier)) = told.replace((subscription, outlet)) {
            earlier.close();
        }
    }

    fn outlet(&self, subscription: &str) -> Option<Arc<Outlet>> {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.as_ref().filter(|(name, _)| name == subscription).map(|(_, outlet)| Arc::clone(outlet))
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
