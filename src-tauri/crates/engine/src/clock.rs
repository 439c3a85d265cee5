//! The wall clock, injected so that tests decide what time it is.

use std::time::{SystemTime, UNIX_EPOCH};

use zuoxi_model::Timestamp;

/// Tells the time of day. Durations are measured by tokio, not by this.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
    }
}
