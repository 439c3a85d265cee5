//! Rules broken on purpose, so that the fault campaign can show that it would notice.
//!
//! Decisions:
//! - Compiled in only with the feature `sabotage`, which nothing but `tests/faults` asks for. What people get is built
//!   with `--package zuoxi`, where Cargo does not unify that feature in; the campaign checks it with `cargo tree`. A build
//!   of the whole workspace has the code, and nothing in the app arms it.
//! - One switch for the process, set before the engine starts: a seat of the campaign is a process of its own.

use std::{
    sync::atomic::{AtomicU8, Ordering},
    time::Duration,
};

use zuoxi_model::{Message, MessageId};
use zuoxi_platform::{Emitter, Outgoing};
use zuoxi_store::Store;

use crate::EngineError;

/// How long the write that should have come before an emit comes after it.
const LATE: Duration = Duration::from_millis(300);

/// A promise to break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Sabotage {
    /// A message that is known already is kept a second time.
    Dedup = 1,
    /// History counts as complete without having been read.
    Coverage = 2,
    /// `Emitted` is written some time after the emit instead of before it.
    EmitFirst = 3,
}

static ARMED: AtomicU8 = AtomicU8::new(0);

/// Breaks a promise from now on.
pub fn arm(sabotage: Sabotage) {
    ARMED.store(sabotage as u8, Ordering::SeqCst);
}

fn armed(sabotage: Sabotage) -> bool {
    ARMED.load(Ordering::SeqCst) == sabotage as u8
}

/// Gives messages that are in the cache another id, so that they are written again.
pub(crate) async fn double(store: &Store, messages: &mut [Message]) -> Result<(), EngineError> {
    if armed(Sabotage::Dedup) {
        for message in messages {
            if store.message(&message.key).await?.is_some_and(|known| !known.raw.is_empty()) {
                message.key.message_id = MessageId::from(format!("{}x", message.key.message_id));
            }
        }
    }
    Ok(())
}

pub(crate) fn covers_unread() -> bool {
    armed(Sabotage::Coverage)
}

pub(crate) fn emits_first() -> bool {
    armed(Sabotage::EmitFirst)
}

/// Emits and then lets time pass in which the console does not know that it did.
pub(crate) async fn emit_first(emitter: &Emitter, outgoing: &Outgoing) {
    if emits_first() {
        if let Err(error) = emitter.emit(outgoing).await {
            tracing::warn!(%error, "a message may not have left");
        }
        tokio::time::sleep(LATE).await;
    }
}
