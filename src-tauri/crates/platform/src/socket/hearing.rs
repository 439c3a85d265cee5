//! What a frame means for a line that is being joined or is up: the same in both generations of the protocol.

use serde_json::Value;
use zuoxi_model::DownReason;

use super::{
    Target,
    frame::{self, Frame, NAMESPACE},
    line::EventSink,
    refusal,
};

/// What a frame asks of the connection's owner.
pub(super) enum Next {
    Nothing,
    Joined,
    Write(String),
}

/// Takes a frame; an error ends the line.
pub(super) fn take(frame: Frame, sink: &EventSink, target: &Target) -> Result<Next, DownReason> {
    let concerns_us = |namespace: &str| namespace == NAMESPACE || namespace == "/";
    match frame {
        Frame::Event { name, arguments } => sink.put(&name, arguments).map(|()| Next::Nothing),
        Frame::Unreadable { text } => sink.put("unreadable", vec![Value::String(text)]).map(|()| Next::Nothing),
        Frame::Joined { namespace } if namespace == NAMESPACE => Ok(Next::Joined),
        Frame::Ping(payload) => Ok(Next::Write(frame::pong(&payload))),
        Frame::Close => Err(closed(None)),
        Frame::Left { namespace } if concerns_us(&namespace) => {
            Err(closed(Some(format!("put out of the namespace {namespace}"))))
        }
        Frame::Refused { namespace, message } if concerns_us(&namespace) => Err(refusal(&target.redact(&message))),
        Frame::Open(_)
        | Frame::Pong
        | Frame::Joined { .. }
        | Frame::Left { .. }
        | Frame::Refused { .. }
        | Frame::Ignored => Ok(Next::Nothing),
    }
}

pub(super) fn closed(message: Option<String>) -> DownReason {
    let message = message.filter(|message| !message.is_empty());
    DownReason::Closed { message: message.unwrap_or_else(|| "closed by the server".into()) }
}
