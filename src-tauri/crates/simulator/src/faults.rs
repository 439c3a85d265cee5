//! Misbehaviour on demand. Everything is off until the control interface asks for it.
//!
//! Five places ask here what to do: the REST gate before it answers ([`Faults::next_answer`]), an action when it begins
//! ([`Faults::next_action`]), a send before it is stored ([`Faults::next_status`]), the delivery of an echo
//! ([`Faults::echo`]) and of any push ([`Faults::next_push`]). The network keeps its own state ([`crate::network`]), and
//! so does the clock. Further faults join the enum of the place where they happen.

use std::collections::VecDeque;
use std::time::Duration;

use serde::Deserialize;

use crate::delivery::Push;
use crate::guarded::Guarded;

#[derive(Debug, Default)]
pub struct Faults {
    echo: Guarded<Echo>,
    answers: Guarded<Plan<AnswerFault>>,
    actions: Guarded<Plan<ActionFault>>,
    statuses: Guarded<SendStatuses>,
    pushes: Guarded<PushFaults>,
    held: Guarded<Option<Push>>,
}

/// What becomes of a send and its echo (spec 3.4). The message itself is sent and stored in every mode but `Lost`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Echo {
    #[default]
    Normal,
    /// The echo, and history, carry the id of the samples: with one more zero (quirk Q25).
    OtherId,
    Late(Duration),
    Never,
    Twice,
    /// The platform takes the send and forgets it: no customer gets it, and history does not know it.
    Lost,
}

/// Faults for the coming calls, one call each, and one for every call after them.
#[derive(Clone, Debug, Deserialize)]
#[serde(bound = "F: Deserialize<'de>")]
pub struct Plan<F> {
    #[serde(default = "VecDeque::new")]
    pub next: VecDeque<F>,
    #[serde(default = "Option::default")]
    pub always: Option<F>,
}

impl<F> Default for Plan<F> {
    fn default() -> Self {
        Self { next: VecDeque::new(), always: None }
    }
}

impl<F: Clone> Plan<F> {
    /// Adds what comes next; what is always there is replaced when something new is said about it.
    fn add(&mut self, more: Self) {
        if more.always.is_some() || more.next.is_empty() {
            self.always = more.always;
        }
        if more.next.is_empty() && self.always.is_none() {
            self.next.clear();
        }
        self.next.extend(more.next);
    }

    fn take(&mut self, fits: impl Fn(&F) -> bool) -> Option<F> {
        match self.next.iter().position(&fits) {
            Some(position) => self.next.remove(position),
            None => self.always.clone().filter(fits),
        }
    }
}

/// What a REST call gets instead of its answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerFault {
    /// Only calls of this path; the fault waits for one.
    #[serde(default)]
    pub path: Option<String>,
    #[serde(flatten)]
    pub kind: AnswerFaultKind,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AnswerFaultKind {
    /// An envelope with this code, such as "1000" or "5000".
    Code(String),
    /// This HTTP status with an HTML body, as a proxy in between would give it.
    Status(u16),
    /// HTTP 200 with JSON that stops in the middle.
    Malformed(bool),
    /// The right answer, this many milliseconds later.
    DelayMs(u64),
}

/// What becomes of an action (specs 3.7 to 3.23, 2.8).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActionFault {
    /// Only actions of this type; the fault waits for one.
    #[serde(default, rename = "type")]
    pub action: Option<String>,
    #[serde(flatten)]
    pub kind: ActionFaultKind,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum ActionFaultKind {
    /// It is done, but nobody is told.
    NoReply(bool),
    /// The reply comes this many milliseconds after the effect.
    LateMs(u64),
    /// A reply to some other console's action of the same type comes first.
    Foreign(bool),
    /// It is not done, and fails with this code.
    Code(String),
}

/// `sendStatus` of the coming sends: 0 or 2, and whether their echo comes all the same.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SendStatuses {
    #[serde(default)]
    next: VecDeque<u8>,
    #[serde(default)]
    always: Option<u8>,
    #[serde(default)]
    echo: bool,
}

/// How many of the coming pushes are treated how. What is listed first is used up first.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PushFaults {
    /// Only this event: `message`, `chat` or `action`.
    event: Option<String>,
    drop: u64,
    duplicate: u64,
    /// Each is held back until the next one of the same event has gone.
    reorder: u64,
    /// Each goes out as a frame whose JSON stops in the middle, on the `WebSocket` transport.
    malformed: u64,
    /// Every push comes so much later, in order.
    delay_ms: u64,
}

/// What becomes of one push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Deliver,
    Drop,
    Duplicate,
    HoldBack,
    Malformed,
    Delay(Duration),
}

impl PushFaults {
    fn next(&mut self, event: &str) -> Fate {
        if self.event.as_deref().is_some_and(|only| only != event) {
            return Fate::Deliver;
        }
        let counted = [
            (&mut self.drop, Fate::Drop),
            (&mut self.duplicate, Fate::Duplicate),
            (&mut self.reorder, Fate::HoldBack),
            (&mut self.malformed, Fate::Malformed),
        ];
        for (left, fate) in counted {
            if *left > 0 {
                *left -= 1;
                return fate;
            }
        }
        if self.delay_ms > 0 { Fate::Delay(Duration::from_millis(self.delay_ms)) } else { Fate::Deliver }
    }
}

impl Faults {
    pub fn echo(&self) -> Echo {
        self.echo.with(|echo| *echo)
    }

    pub fn set_echo(&self, mode: Echo) {
        self.echo.with(|echo| *echo = mode);
    }

    /// Adds faults for REST calls. An empty plan takes back everything planned.
    pub fn plan_answers(&self, plan: Plan<AnswerFault>) {
        self.answers.with(|answers| answers.add(plan));
    }

    /// The fault for a call of this path, if one is planned.
    pub fn next_answer(&self, path: &str) -> Option<AnswerFaultKind> {
        let fits = |fault: &AnswerFault| fault.path.as_deref().is_none_or(|wanted| wanted == path);
        self.answers.with(|answers| answers.take(fits)).map(|fault| fault.kind)
    }

    /// Adds faults for actions. An empty plan takes back everything planned.
    pub fn plan_actions(&self, plan: Plan<ActionFault>) {
        self.actions.with(|actions| actions.add(plan));
    }

    /// The fault for an action of this type, if one is planned.
    pub fn next_action(&self, kind: &str) -> Option<ActionFaultKind> {
        let fits = |fault: &ActionFault| fault.action.as_deref().is_none_or(|wanted| wanted == kind);
        self.actions.with(|actions| actions.take(fits)).map(|fault| fault.kind)
    }

    /// Replaces what is planned for sends.
    pub fn plan_statuses(&self, statuses: SendStatuses) {
        self.statuses.with(|planned| *planned = statuses);
    }

    /// The status for a send, and whether it is echoed; `None` for a send that simply works.
    pub fn next_status(&self) -> Option<(u8, bool)> {
        self.statuses.with(|planned| {
            let status = planned.next.pop_front().or(planned.always)?;
            Some((status, planned.echo || status == 1))
        })
    }

    /// Replaces what is planned for pushes.
    pub fn plan_pushes(&self, plan: PushFaults) {
        self.pushes.with(|planned| *planned = plan);
    }

    pub fn next_push(&self, event: &str) -> Fate {
        self.pushes.with(|planned| planned.next(event))
    }

    /// Keeps a push until the next one of its event has gone; the one that was kept before, if any.
    pub fn hold(&self, push: Push) -> Option<Push> {
        self.held.with(|held| held.replace(push))
    }

    /// The push that waited for another one of its event to go first.
    pub fn release(&self, event: &str) -> Option<Push> {
        self.held.with(|held| held.take_if(|held| held.event == event))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn planned_faults_are_used_up_in_order_and_the_lasting_one_stays() {
        let faults = Faults::default();
        let plan = |plan| faults.plan_actions(serde_json::from_value(plan).unwrap());
        plan(json!({ "next": [{ "noReply": true }, { "type": "b", "lateMs": 5 }], "always": { "code": "9" } }));
        assert_eq!(faults.next_action("a"), Some(ActionFaultKind::NoReply(true)));
        assert_eq!(faults.next_action("a"), Some(ActionFaultKind::Code("9".into())));
        assert_eq!(faults.next_action("b"), Some(ActionFaultKind::LateMs(5)));
        plan(json!({}));
        assert_eq!(faults.next_action("b"), None);
    }

    #[test]
    fn push_faults_count_down() {
        let faults = Faults::default();
        faults.plan_pushes(serde_json::from_value(json!({ "event": "message", "drop": 1, "delayMs": 7 })).unwrap());
        assert_eq!(faults.next_push("chat"), Fate::Deliver);
        assert_eq!(faults.next_push("message"), Fate::Drop);
        assert_eq!(faults.next_push("message"), Fate::Delay(Duration::from_millis(7)));
    }
}
