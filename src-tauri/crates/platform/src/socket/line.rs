//! What the two transports have in common: the queues between the task that owns a connection and those who use it.
//!
//! **Events are bounded.** The task only ever tries to put an event into the queue. If the queue is full the task does
//! not wait, because waiting would stop the heartbeat and the server would hang up; it does not skip the event either,
//! because a hole that nobody knows of is never filled. It ends the line with a reason instead: after the reconnect the
//! catch-up over HTTP reads what was missed. What was queued before is still delivered.
//!
//! **Sends say how far they came.** [`PlatformError::LineDown`] promises that nothing was written. A write that failed
//! or took too long promises nothing, and is reported as `Unreachable` or `TimedOut`.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use serde_json::Value;
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};
use tokio_util::sync::{CancellationToken, DropGuard};
use zuoxi_model::DownReason;

use crate::{Outgoing, PlatformError, RawEvent};

/// Events that may wait. At a thousand a second, a stall of four seconds.
pub(super) const EVENT_QUEUE: usize = 4096;
/// Sends that may wait for the socket.
const SEND_QUEUE: usize = 64;
/// How long an orderly farewell may take.
pub(super) const FAREWELL_LIMIT: Duration = Duration::from_secs(2);

/// One send on its way to the task.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) name: &'static str,
    pub(super) payload: Value,
    written: oneshot::Sender<Result<(), PlatformError>>,
}

impl Order {
    /// False once the sender gave up waiting: then it must not be written any more, or it would go out behind the back
    /// of a sender that was told it had failed.
    pub(super) fn is_wanted(&self) -> bool {
        !self.written.is_closed()
    }

    pub(super) fn report(self, result: Result<(), PlatformError>) {
        let _ = self.written.send(result);
    }
}

/// Hands messages to the transport.
#[derive(Debug, Clone)]
pub struct Emitter {
    orders: mpsc::Sender<Order>,
    limit: Duration,
}

impl Emitter {
    /// Resolves when the transport has taken the message, at the latest after 10 s.
    ///
    /// `Ok` does not mean that the platform has it: there is no acknowledgement (Q30). `LineDown` means that nothing was
    /// written. Any other error means that it is not known.
    pub async fn emit(&self, outgoing: &Outgoing) -> Result<(), PlatformError> {
        let (written, result) = oneshot::channel();
        let order = Order { name: outgoing.event, payload: outgoing.payload.clone(), written };
        let handed_over = async {
            self.orders.send(order).await.map_err(|_| PlatformError::LineDown)?;
            result.await.unwrap_or_else(|_| {
                let message = "the line ended while the message was being handed over".into();
                Err(PlatformError::Unreachable { message, request_id: None })
            })
        };
        timeout(self.limit, handed_over).await.unwrap_or(Err(PlatformError::TimedOut { request_id: None }))
    }
}

/// The user's half of a line.
#[derive(Debug)]
pub(super) struct Line {
    events: mpsc::Receiver<RawEvent>,
    emitter: Emitter,
    ended: Ended,
    /// Tells the task to end, at the latest when the line is dropped.
    closing: DropGuard,
}

/// The task's half of a line.
#[derive(Debug)]
pub(super) struct LineEnd {
    events: EventSink,
    pub(super) orders: mpsc::Receiver<Order>,
    ended: Ended,
    pub(super) closing: CancellationToken,
}

/// Where a transport puts what arrives.
#[derive(Debug, Clone)]
pub(super) struct EventSink(mpsc::Sender<RawEvent>);

/// The end of a line, which happens once.
#[derive(Debug, Clone)]
struct Ended {
    reason: Arc<OnceLock<DownReason>>,
    signal: CancellationToken,
}

pub(super) fn pair(write_limit: Duration, event_queue: usize) -> (Line, LineEnd) {
    let (event_sender, events) = mpsc::channel(event_queue);
    let (order_sender, orders) = mpsc::channel(SEND_QUEUE);
    let ended = Ended { reason: Arc::default(), signal: CancellationToken::new() };
    let closing = CancellationToken::new();
    let line = Line {
        events,
        emitter: Emitter { orders: order_sender, limit: write_limit },
        ended: ended.clone(),
        closing: closing.clone().drop_guard(),
    };
    (line, LineEnd { events: EventSink(event_sender), orders, ended, closing })
}

impl Line {
    /// The next event; the reason once the line has ended and what had arrived is taken, and from then on always.
    pub(super) async fn next(&mut self) -> Result<RawEvent, DownReason> {
        let event = tokio::select! {
            biased;
            event = self.events.recv() => event,
            () = self.ended.signal.cancelled() => {
                // Senders may outlive the connection inside a library; closed, the queue gives what it has and ends.
                self.events.close();
                self.events.recv().await
            }
        };
        if let Some(event) = event {
            return Ok(event);
        }
        self.ended.signal.cancelled().await;
        let broken = || DownReason::Closed { message: "the connection broke off".into() };
        Err(self.ended.reason.get().cloned().unwrap_or_else(broken))
    }

    pub(super) fn emitter(&self) -> Emitter {
        self.emitter.clone()
    }

    /// Ends the line and waits for the farewell.
    pub(super) async fn close(self) {
        let Self { ended, closing, .. } = self;
        drop(closing);
        let _ = timeout(FAREWELL_LIMIT * 2, ended.signal.cancelled()).await;
    }
}

impl LineEnd {
    pub(super) fn sink(&self) -> EventSink {
        self.events.clone()
    }

    /// Ends the line: sends that still wait were surely not written.
    pub(super) fn finish(mut self, reason: DownReason) {
        let _ = self.ended.reason.set(reason);
        self.orders.close();
        while let Ok(order) = self.orders.try_recv() {
            order.report(Err(PlatformError::LineDown));
        }
    }
}

impl Drop for LineEnd {
    /// However the task ends, be it by a panic, the line is known to be down.
    fn drop(&mut self) {
        self.ended.signal.cancel();
    }
}

impl EventSink {
    /// Queues an event, one for each argument: the platform sends one argument, and two are two records. Fails if the
    /// queue is full.
    pub(super) fn put(&self, name: &str, arguments: Vec<Value>) -> Result<(), DownReason> {
        let arguments = if arguments.is_empty() { vec![Value::Null] } else { arguments };
        for payload in arguments {
            match self.0.try_send(RawEvent { name: name.to_owned(), payload }) {
                Ok(()) | Err(mpsc::error::TrySendError::Closed(_)) => {}
                Err(mpsc::error::TrySendError::Full(_)) => {
                    let message = "more events arrived than could be taken; the rest is read after the reconnect";
                    return Err(DownReason::Closed { message: message.into() });
                }
            }
        }
        Ok(())
    }
}

pub(super) fn closed_by_us() -> DownReason {
    DownReason::Closed { message: "closed by the console".into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn line(event_queue: usize) -> (Line, LineEnd) {
        pair(Duration::from_secs(10), event_queue)
    }

    fn outgoing() -> Outgoing {
        Outgoing { event: "message", payload: json!({"n": 1}) }
    }

    #[tokio::test]
    async fn a_full_queue_ends_the_line_but_keeps_what_it_holds() {
        let (mut line, end) = line(2);
        assert!(end.sink().put("chat", vec![json!(1), json!(2)]).is_ok());
        let overflow = end.sink().put("chat", vec![json!(3)]).unwrap_err();
        end.finish(overflow.clone());
        assert_eq!(line.next().await.unwrap().payload, json!(1));
        assert_eq!(line.next().await.unwrap().payload, json!(2));
        assert_eq!(line.next().await.unwrap_err(), overflow);
        assert_eq!(line.next().await.unwrap_err(), overflow);
    }

    #[tokio::test]
    async fn a_sender_that_outlives_the_connection_does_not_keep_the_line_up() {
        let (mut line, end) = line(2);
        let leaked = end.sink();
        end.finish(DownReason::TimedOut);
        assert_eq!(line.next().await.unwrap_err(), DownReason::TimedOut);
        assert!(leaked.put("chat", vec![]).is_ok());
    }

    #[tokio::test]
    async fn a_task_that_panics_leaves_the_line_down() {
        let (mut line, end) = line(2);
        drop(end);
        assert!(matches!(line.next().await, Err(DownReason::Closed { .. })));
    }

    #[tokio::test]
    async fn q30_a_send_that_was_not_written_says_so() {
        let (line, end) = line(2);
        let emitter = line.emitter();
        let waiting = tokio::spawn({
            let emitter = emitter.clone();
            async move { emitter.emit(&outgoing()).await }
        });
        while end.orders.is_empty() {
            tokio::task::yield_now().await;
        }
        end.finish(DownReason::TimedOut);
        assert_eq!(waiting.await.unwrap(), Err(PlatformError::LineDown));
        assert_eq!(emitter.emit(&outgoing()).await, Err(PlatformError::LineDown));
    }

    #[tokio::test(start_paused = true)]
    async fn a_send_whose_sender_gave_up_is_no_longer_wanted() {
        let (line, mut end) = line(2);
        assert_eq!(line.emitter().emit(&outgoing()).await, Err(PlatformError::TimedOut { request_id: None }));
        assert!(!end.orders.recv().await.unwrap().is_wanted());
    }
}
