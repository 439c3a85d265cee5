//! What team leads do: look through what was said, and judge it. Nothing here can write to the platform: [`Review`] reads
//! the cache, [`Quality`] writes what people and rules judge, and neither holds anything that has a way out.

mod matching;
mod quality;
mod review;
mod rules;
mod scoring;

pub(crate) use rules::run as read_by_rules;

pub use quality::Quality;
pub use review::Review;
