//! Quality: rules, flags, samples, score cards and scores.
//!
//! What is kept here is written through [`QualityBook`], which has no method that writes anything else: whoever holds it
//! can judge what was said, and change nothing of it.
//!
//! - A rule reads messages in the order the cache took them in, up to its mark. What was changed behind the marks is
//!   remembered by a trigger and read again; a flag has the message for its key, so that reading twice finds nothing twice.
//! - A rule that is changed begins anew, and takes the flags along that nobody has decided about.
//! - Rules about time read turns in the order they were counted, the same way. What a turn is, where its wait begins and
//!   which time counts is said by the figures (`crate::metrics`), and by nothing here.

mod flags;
mod report;
mod rules;
mod samples;
mod scan;
mod scores;
mod turns;

pub use scan::{Changed, Examined, Finding, Progress, Reached};
pub use turns::{CountedSlice, FlaggedTurn, JudgedTurn};

use crate::Store;

/// Writes what people and rules judge, and reads it. Nothing else of the cache can be written through it.
#[derive(Debug, Clone)]
pub struct QualityBook {
    store: Store,
}

impl Store {
    /// A handle that can write quality tables alone.
    #[must_use]
    pub fn quality_book(&self) -> QualityBook {
        QualityBook { store: self.clone() }
    }
}
