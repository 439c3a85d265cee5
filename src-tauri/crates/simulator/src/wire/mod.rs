//! The shapes on the wire, field for field as in the samples of the specification: one file per subject, one function
//! per sample.
//!
//! The specification gives the same field another type from one sample to the next (quirk Q10). Nothing here tidies that
//! up: `dts` is a number in 3.11 and a string in 3.15, a customer's id is a number in 2.3 and a string in 3.21.

pub mod customers;
pub mod groups;
pub mod labels;
mod messages;
pub mod replies;

use serde_json::{Map, Value};

pub use messages::{echoed_chat, echoed_message, history_row, received_chat, received_message, recent_chat};

/// An id as the samples with numeric ids write it.
pub fn number(id: &str) -> Value {
    id.parse::<u64>().map_or_else(|_| Value::from(id), Value::from)
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
