//! Ways into the private decoders for the fuzz targets in `tests/fuzz`; part of no build of the console.
//!
//! Nothing may panic, and every event is either understood or kept with a reason. How the bytes become an input is the
//! targets' affair alone and may change.

use serde_json::Value;
use zuoxi_model::Timestamp;

use crate::{
    Incoming, RawEvent,
    envelope::Envelope,
    robot_index::RobotIndex,
    socket,
    wire::{self, Context, contact, group},
};

/// An answer over HTTP, and its records as every list might read them. Spec 1.2, 2.3 to 2.11.
pub fn envelope(bytes: &[u8]) {
    let Ok(envelope) = Envelope::parse(bytes) else { return };
    drop((envelope.total(), envelope.object(), envelope.text()));
    let robot = "k".into();
    for raw in envelope.list().unwrap_or_default() {
        with_context(|context| {
            drop(wire::history_record("fuzz", raw, context));
            let Ok(value) = serde_json::from_str(raw) else { return };
            drop(wire::chat::decode(&value, context));
            drop(wire::robot::decode(&value));
            drop(contact::customer(&value, &robot));
            drop(contact::member(&value, &robot, &"R:1".into(), None));
            drop(group::listed(&value, &robot));
        });
    }
}

/// An event: a name, a line break, and its argument as JSON. Spec 3.2 to 3.23.
///
/// # Panics
/// If an event is kept without a reason: that is what the target looks for.
pub fn event(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Some((name, json)) = text.split_once('\n') else { return };
    let Ok(payload) = serde_json::from_str::<Value>(json) else { return };
    with_context(|context| {
        let incoming = wire::event(&RawEvent { name: name.to_owned(), payload }, context);
        assert!(!matches!(incoming, Incoming::Unrecognised { why, .. } if why.is_empty()), "kept without a reason");
    });
}

/// A text frame of Engine.IO 3.
pub fn eio3_frame(bytes: &[u8]) {
    socket::parse_frame(&String::from_utf8_lossy(bytes));
}

fn with_context(decode: impl FnOnce(Context<'_>)) {
    let robots = RobotIndex::default();
    decode(Context { robots: &robots, now: Timestamp(1), asked: None });
}
