//! Search: an index of words over the messages, and names as they are read aloud.
//!
//! Decisions:
//! - **What is found is defined in the model** ([`zuoxi_model::search`]); the index only finds it quickly, and every hit is
//!   checked against its text before it is shown.
//! - **Written with the message.** Triggers remember in the same transaction what has to be indexed; whoever writes
//!   messages calls [`index::take_in`] before committing. What is left over is taken in at the next occasion.
//! - **Keys follow time**, whenever a message was read, so that the newest hits are a walk along the index.
//! - **Built anew behind the work** when the tokens change, from the newest message back, in slices that a stop can part.

pub mod index;
pub mod names;
mod query;
pub mod scope;
