//! The state machine of an action, as one function.

use zuoxi_model::{ActionState, Timestamp};

/// What can happen to an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionStep {
    /// It is about to be handed to the platform.
    Send { at: Timestamp },
    /// The line was down before it left: the platform surely did not get it.
    NeverLeft,
    /// The platform did it.
    Done,
    /// The platform refused, or nothing can carry it.
    Refused,
    /// No reply came in time, and it is not to be repeated.
    TimedOut,
    /// The tag changes that waited together cancel each other out.
    CancelledOut,
    /// A person took it back.
    Cancel,
}

/// The state after the step; `None` if the step means nothing in this state and must not change it.
///
/// What the platform says outranks what we believed: a late reply settles even an action that was given up. Nothing
/// leads back to `Queued` but certainty that nothing left.
#[must_use]
pub fn advance(state: ActionState, step: ActionStep) -> Option<ActionState> {
    use ActionState::{Cancelled, Done, InFlight, Queued, Refused, Unknown};
    match (state, step) {
        // In flight already, it is sent again only if it is repeatable; the dispatcher sees to that.
        (Queued | InFlight { .. }, ActionStep::Send { at }) => Some(InFlight { at }),
        (InFlight { .. }, ActionStep::NeverLeft) => Some(Queued),
        (InFlight { .. } | Unknown, ActionStep::Done) | (Queued, ActionStep::CancelledOut) => Some(Done),
        (Queued | InFlight { .. } | Unknown, ActionStep::Refused) => Some(Refused),
        (InFlight { .. }, ActionStep::TimedOut) => Some(Unknown),
        (Queued, ActionStep::Cancel) => Some(Cancelled),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_in_every_state() {
        use ActionState::{Cancelled, Done, InFlight, Queued, Refused, Unknown};
        let sent = Some(InFlight { at: Timestamp(9) });
        let steps = [
            ActionStep::Send { at: Timestamp(9) },
            ActionStep::NeverLeft,
            ActionStep::Done,
            ActionStep::Refused,
            ActionStep::TimedOut,
            ActionStep::CancelledOut,
            ActionStep::Cancel,
        ];
        let table: [(ActionState, [Option<ActionState>; 7]); 6] = [
            (Queued, [sent, None, None, Some(Refused), None, Some(Done), Some(Cancelled)]),
            (InFlight { at: Timestamp(5) }, [sent, Some(Queued), Some(Done), Some(Refused), Some(Unknown), None, None]),
            (Done, [None; 7]),
            (Refused, [None; 7]),
            (Unknown, [None, None, Some(Done), Some(Refused), None, None, None]),
            (Cancelled, [None; 7]),
        ];
        for (state, expected) in table {
            for (step, expected) in steps.into_iter().zip(expected) {
                assert_eq!(advance(state, step), expected, "{state:?} on {step:?}");
            }
        }
    }
}
