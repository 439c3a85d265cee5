//! How far an upload is. What is reported never goes back: a part that has to be sent again is counted once.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use serde::{Deserialize, Serialize};
use specta::Type;

use super::UploadError;
use crate::ErrorCode;

/// What an upload is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum UploadState {
    /// The file is read and judged; nothing has left the computer.
    Preparing,
    Sending,
    /// Everything is sent, the public address is looked at.
    Verifying,
    Done {
        url: String,
    },
    Failed {
        code: ErrorCode,
        message: String,
        retryable: bool,
    },
    /// `left` is the address of what could not be taken back.
    Cancelled {
        left: Option<String>,
    },
}

impl From<&UploadError> for UploadState {
    fn from(error: &UploadError) -> Self {
        match error {
            UploadError::Cancelled { left } => Self::Cancelled { left: left.clone() },
            error => Self::Failed { code: error.code(), message: error.to_string(), retryable: error.retryable() },
        }
    }
}

/// One report of an upload; `sent_bytes` never falls, and is `total_bytes` from `Verifying` on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UploadProgress {
    pub state: UploadState,
    #[specta(type = specta_typescript::Number)]
    pub sent_bytes: u64,
    #[specta(type = specta_typescript::Number)]
    pub total_bytes: u64,
}

type Report = Box<dyn Fn(UploadProgress) + Send + Sync>;

struct Count {
    state: UploadState,
    total: u64,
    /// What has been handed to the network and not taken back.
    sent: u64,
    /// The most that was ever reported.
    shown: u64,
}

/// Counts the bytes of one upload. The callback is called within a lock, so that reports arrive in order; it must be
/// quick. Reports are at least half a percent apart.
pub(super) struct Meter {
    count: Mutex<Count>,
    report: Report,
}

impl Meter {
    pub(super) fn new(report: impl Fn(UploadProgress) + Send + Sync + 'static) -> Arc<Self> {
        let count = Count { state: UploadState::Preparing, total: 0, sent: 0, shown: 0 };
        Arc::new(Self { count: Mutex::new(count), report: Box::new(report) })
    }

    /// Enters a state. `Verifying` and `Done` imply that everything is sent.
    pub(super) fn enter(&self, state: UploadState) {
        self.with(|count| {
            if matches!(state, UploadState::Verifying | UploadState::Done { .. }) {
                count.shown = count.total;
            }
            count.state = state;
            true
        });
    }

    pub(super) fn set_total(&self, bytes: u64) {
        self.with(|count| {
            count.total = bytes;
            true
        });
    }

    fn with(&self, change: impl FnOnce(&mut Count) -> bool) {
        let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        if change(&mut count) {
            let (sent_bytes, total_bytes) = (count.shown, count.total);
            (self.report)(UploadProgress { state: count.state.clone(), sent_bytes, total_bytes });
        }
    }
}

impl Count {
    /// True if the step is worth a report.
    fn advance(&mut self, to: u64) -> bool {
        let to = to.min(self.total);
        let worth = to > self.shown && (to - self.shown >= self.total / 200 || to == self.total);
        if worth {
            self.shown = to;
        }
        worth
    }
}

/// The bytes of one request, counted where its body is read.
#[derive(Clone, Default)]
pub(super) struct Counter {
    sent: Arc<AtomicU64>,
    /// The upload that the bytes belong to, where they are part of a file.
    meter: Option<Arc<Meter>>,
}

impl Counter {
    pub(super) fn add(&self, bytes: u64) {
        self.sent.fetch_add(bytes, Ordering::Relaxed);
        if let Some(meter) = &self.meter {
            meter.with(|count| {
                count.sent += bytes;
                count.advance(count.sent)
            });
        }
    }

    pub(super) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }
}

/// One request's share of an upload. Dropped before [`Share::keep`], it takes its bytes back.
#[derive(Default)]
pub(super) struct Share {
    pub counter: Counter,
}

impl Share {
    pub(super) fn of(meter: &Arc<Meter>) -> Self {
        Self { counter: Counter { sent: Arc::default(), meter: Some(Arc::clone(meter)) } }
    }

    /// The request was answered well.
    pub(super) fn keep(mut self) {
        self.counter.meter = None;
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        if let Some(meter) = &self.counter.meter {
            let sent = self.counter.sent();
            meter.with(|count| {
                count.sent = count.sent.saturating_sub(sent);
                false
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_part_that_is_sent_twice_is_counted_once() {
        let (tell, told) = mpsc::channel();
        let meter = Meter::new(move |progress| tell.send(progress.sent_bytes).unwrap());
        meter.set_total(1000);
        let lost = Share::of(&meter);
        lost.counter.add(400);
        drop(lost);
        let again = Share::of(&meter);
        again.counter.add(300);
        again.counter.add(500);
        again.keep();
        let rest = Share::of(&meter);
        rest.counter.add(200);
        rest.keep();
        meter.enter(UploadState::Verifying);
        let seen: Vec<u64> = told.try_iter().collect();
        assert_eq!(seen, [0, 400, 800, 1000, 1000]);
    }
}
