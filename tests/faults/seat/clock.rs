//! A clock that is wrong, and by how much is the campaign's to say.

use std::sync::atomic::{AtomicI64, Ordering};

use zuoxi_engine::{Clock, SystemClock};
use zuoxi_model::Timestamp;

#[derive(Debug)]
pub struct WrongClock {
    off_ms: AtomicI64,
}

impl WrongClock {
    pub fn new(off_ms: i64) -> Self {
        Self { off_ms: AtomicI64::new(off_ms) }
    }

    /// From now on it is so far ahead, or behind if negative.
    pub fn set(&self, off_ms: i64) {
        self.off_ms.store(off_ms, Ordering::SeqCst);
    }
}

impl Clock for WrongClock {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus_ms(self.off_ms.load(Ordering::SeqCst))
    }
}
