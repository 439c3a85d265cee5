//! The outbox's state machine, as one function.

use zuoxi_model::{FailureReason, OutboxState, SendStatus, Timestamp};

/// What can happen to a send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutboxEvent {
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
/// unconfirmed. Nothing leads back to `Queued`: a message that was emitted once is never sent by itself again
/// unless the platform itself says that it was not sent.
#[must_use]
pub fn advance(state: &OutboxState, event: &OutboxEvent) -> Option<OutboxState> {
    use OutboxState::{Confirmed, Emitted, Failed, Queued, Unconfirmed, Uploading};
    match (state, event) {
        // An emitted message is emitted again only after the platform answered "not sent"; the dispatcher sees to that.
        (Queued | Uploading | Emitted { .. }, OutboxEvent::Emit { at }) => Some(Emitted { at: *at }),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_in_every_state() {
        use OutboxState::{Confirmed, Emitted, Failed, Queued, Unconfirmed, Uploading};
        let at = Timestamp(5);
        let refused = || Failed { reason: FailureReason::Refused };
        let upload = || FailureReason::Upload { message: "no bucket".into() };
        let emit = || OutboxEvent::Emit { at: Timestamp(9) };
        let known = |status| OutboxEvent::Known { status };
        let fail = || OutboxEvent::Fail { reason: upload() };
        let events = [
            emit(),
            known(None),
            known(Some(SendStatus::Sent)),
            known(Some(SendStatus::NotSent)),
            known(Some(SendStatus::Failed)),
            OutboxEvent::NotFoundTwice,
            fail(),
        ];
        let again = || Some(Emitted { at: Timestamp(9) });
        let failed_upload = || Some(Failed { reason: upload() });
        let table: [(OutboxState, [Option<OutboxState>; 7]); 6] = [
            (Queued, [again(), None, None, None, None, None, failed_upload()]),
            (Uploading, [again(), None, None, None, None, None, failed_upload()]),
            (
                Emitted { at },
                [again(), Some(Confirmed), Some(Confirmed), None, Some(refused()), Some(Unconfirmed), None],
            ),
            (Confirmed, [None, None, None, None, Some(refused()), None, None]),
            (refused(), [None, None, None, None, None, None, None]),
            (Unconfirmed, [None, Some(Confirmed), Some(Confirmed), None, Some(refused()), None, None]),
        ];
        for (state, expected) in table {
            for (event, expected) in events.iter().zip(expected) {
                assert_eq!(advance(&state, event), expected, "{state:?} on {event:?}");
            }
        }
    }
}
