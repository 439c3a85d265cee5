//! What team leads do: see who waits, how answers went, who asked what of the robots and how robots and line fared; look
//! through what was said, and judge it. Nothing here can write to the platform: all of it is read from the cache, and
//! [`Quality`] writes what people and rules judge, nothing else.
//! What leaves is a transcript, in files that a person asked for.

mod audit;
pub(crate) mod export;
pub(crate) mod health;
mod matching;
pub(crate) mod metrics;
mod quality;
mod review;
mod rules;
mod scoring;
mod time_rules;
mod waiting;

pub(crate) use rules::run as read_by_rules;

pub use quality::Quality;
pub use review::Review;
