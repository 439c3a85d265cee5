//! A mutex that is only ever held for the length of a closure.
//!
//! Nothing in the practice platform needs a lock across an `await`, and a guard that cannot escape cannot be held
//! across one. A panic inside a closure leaves the data as it was reached: a practice server would rather go on with a
//! half-applied change than refuse every later request, so poisoning is ignored.

use std::sync::{Mutex, PoisonError};

/// Data behind a lock; see the module documentation.
#[derive(Debug, Default)]
pub struct Guarded<T>(Mutex<T>);

impl<T> Guarded<T> {
    pub const fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// Runs `work` with the data locked. Calling it again from inside `work` on the same data would deadlock.
    pub fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
