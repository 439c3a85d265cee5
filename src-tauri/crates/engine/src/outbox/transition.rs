//! The outbox's state machine, as one function.

use zuoxi_model::{FailureReason, OutboxState, SendStatus, Timestamp};

/// What can happen to a send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutboxEvent {
    /// Its file or cover is about to go to the storage.
    Upload,
    /// Its file and cover have an address.
    Uploaded,
    /// The upload ended without a result that counts: by a restart, or because nothing can be reached.
    Interrupted,
    /// It is about to be handed to the socket.
    Emit { at: Timestamp },
    /// The platform knows it: an echo, or a row of history.
    Known { status: Option<SendStatus> },
    /// The platform was asked twice, and does not know it.
    NotFoundTwice,
    /// It can never leave, for a reason on our side.
    Fail { reason: FailureReason },
}

/// The state after the event; `None` if the event means nothing in this state and must not change it.
///
/// What the platform knows outranks what we believed: a late echo confirms even a message that was given up as
/// unconfirmed. Nothing that was emitted leads back to `Queued`: such a message is never sent by itself again unless the
/// platform itself says that it was not sent. An upload that ended leads back to it, with or without an address: until
/// the emit nobody can have the message, so nothing is ever doubled.
#[must_use]
pub fn advance(state: &OutboxState, event: &OutboxEvent) -> Option<OutboxState> {
    use OutboxState::{Confirmed, Emitted, Failed, Queued, Unconfirmed, Uploading};
    match (state, event) {
        (Queued, OutboxEvent::Upload) => Some(Uploading),
        (Uploading, OutboxEvent::Uploaded | OutboxEvent::Interrupted) => Some(Queued),
        // An emitted message is emitted again only after the platform answered "not sent"; the dispatcher sees to that.
        (Queued | Emitted { .. }, OutboxEvent::Emit { at }) => Some(Emitted { at: *at }),
        (Emitted { .. } | Unconfirmed, OutboxEvent::Known { status }) => match status {
            None | Some(SendStatus::Sent) => Some(Confirmed),
            Some(SendStatus::Failed) => Some(Failed { reason: FailureReason::Refused }),
            Some(SendStatus::NotSent) => None,
        },
        // A confirmed message can turn out to have failed: 2.11 learns of it later than the echo (Q30).
        (Confirmed, OutboxEvent::Known { status: Some(SendStatus::Failed) }) => {
            Some(Failed { reason: FailureReason::Refused })
        }
        (Emitted { .. }, OutboxEvent::NotFoundTwice) => Some(Unconfirmed),
        (Queued | Uploading, OutboxEvent::Fail { reason }) => Some(Failed { reason: reason.clone() }),
        _ => None,
    }
}

/// True as long as nobody but this console can have the message, so that a person may take it back.
#[must_use]
pub fn can_be_taken_back(state: &OutboxState) -> bool {
    matches!(state, OutboxState::Queued | OutboxState::Uploading)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A state; what follows on Upload, Uploaded, Interrupted and Emit; on what the platform knows; on not being found and
    /// on failing; and whether it may be taken back.
    type Row = (OutboxState, [Option<OutboxState>; 4], [Option<OutboxState>; 4], [Option<OutboxState>; 2], bool);

    #[test]
    fn every_event_in_every_state() {
        use OutboxState::{Confirmed, Emitted, Failed, Queued, Unconfirmed, Uploading};
        let at = Timestamp(5);
        let refused = || Failed { reason: FailureReason::Refused };
        let no_bucket = || FailureReason::Upload { code: "storageBucket".into(), message: "no bucket".into() };
        let known = |status| OutboxEvent::Known { status };
        let events = [
            OutboxEvent::Upload,
            OutboxEvent::Uploaded,
            OutboxEvent::Interrupted,
            OutboxEvent::Emit { at: Timestamp(9) },
            known(None),
            known(Some(SendStatus::Sent)),
            known(Some(SendStatus::NotSent)),
            known(Some(SendStatus::Failed)),
            OutboxEvent::NotFoundTwice,
            OutboxEvent::Fail { reason: no_bucket() },
        ];
        let again = || Some(Emitted { at: Timestamp(9) });
        let failed_upload = || Some(Failed { reason: no_bucket() });
        let settled = || [Some(Confirmed), Some(Confirmed), None, Some(refused())];
        let nothing = || [None, None, None, None];
        let table: [Row; 7] = [
            (Queued, [Some(Uploading), None, None, again()], nothing(), [None, failed_upload()], true),
            (Uploading, [None, Some(Queued), Some(Queued), None], nothing(), [None, failed_upload()], true),
            (Emitted { at }, [None, None, None, again()], settled(), [Some(Unconfirmed), None], false),
            (Confirmed, nothing(), [None, None, None, Some(refused())], [None, None], false),
            (refused(), nothing(), nothing(), [None, None], false),
            (Failed { reason: no_bucket() }, nothing(), nothing(), [None, None], false),
            (Unconfirmed, nothing(), settled(), [None, None], false),
        ];
        for (state, before, known, after, back) in table {
            let expected = before.into_iter().chain(known).chain(after);
            for (event, expected) in events.iter().zip(expected) {
                assert_eq!(advance(&state, event), expected, "{state:?} on {event:?}");
            }
            assert_eq!(can_be_taken_back(&state), back, "{state:?}");
        }
    }
}
