//! What a team lead asks: who waits, how answers went, who asked what of the robots, how robots and line fared. All of it is
//! read from the cache; nothing here asks the platform.

mod audit;
pub(crate) mod health;
pub(crate) mod metrics;
mod waiting;
