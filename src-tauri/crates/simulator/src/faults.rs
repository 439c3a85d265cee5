//! Misbehaviour on demand. Everything is off until the control interface asks for it.
//!
//! Three places ask here what to do: the REST gate before it answers ([`Faults::next_answer`]), the delivery of an echo
//! ([`Faults::echo`]), and the network ([`crate::network`], which keeps its own state). Further faults join the enum of
//! the place where they happen.

use std::collections::VecDeque;
use std::time::Duration;

use serde::Deserialize;

use crate::guarded::Guarded;

#[derive(Debug, Default)]
pub struct Faults {
    echo: Guarded<Echo>,
    answers: Guarded<VecDeque<AnswerFault>>,
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

impl Faults {
    pub fn echo(&self) -> Echo {
        self.echo.with(|echo| *echo)
    }

    pub fn set_echo(&self, mode: Echo) {
        self.echo.with(|echo| *echo = mode);
    }

    /// Adds faults for the coming REST calls, one call each.
    pub fn plan(&self, faults: impl IntoIterator<Item = AnswerFault>) {
        self.answers.with(|answers| answers.extend(faults));
    }

    /// The fault for a call of this path, if one is planned.
    pub fn next_answer(&self, path: &str) -> Option<AnswerFaultKind> {
        self.answers.with(|answers| {
            let fits = |fault: &AnswerFault| fault.path.as_deref().is_none_or(|wanted| wanted == path);
            let position = answers.iter().position(fits)?;
            answers.remove(position).map(|fault| fault.kind)
        })
    }
}
