//! The line to the platform: connecting, catching up, staying live, and coming back.
//!
//! `Connecting → CatchingUp → Live`; a lost line is `Offline` until the next attempt, at least ten seconds later and
//! with jitter upward only (Q35). 401, 403 and code 1000 lead to a renewal, not to a retry; when the renewal is
//! refused too, the session is `AuthLost` until a person signs in again. This module alone moves the state.

use std::{sync::Arc, time::Duration};

use rand::Rng;
use serde::{Serialize, de::DeserializeOwned};
use tokio::time::Instant;
use tokio_util::task::AbortOnDropHandle;
use zuoxi_model::{DownReason, SessionState, SocketProtocol, Timestamp};
use zuoxi_platform::{Connection, Incoming, LineEvent, PlatformError, RawEvent};
use zuoxi_store::StoreError;

use crate::{
    EngineError, catchup,
    core::{Core, Line},
    intake::Source,
};

/// The setting that remembers which generation of the protocol the environment speaks (Q33).
const PROTOCOL: &str = "socketProtocol";

/// The setting that remembers up to when the messages were complete, for a start without a network.
const COMPLETE_TO: &str = "completeTo";

/// The setting that remembers the newest activity, by the platform's clock, up to which nothing is missing.
const KNOWN_TO: &str = "knownTo";

/// A wall clock that ran on this much further than the timer means that the machine slept.
const SLEPT_MS: i64 = 30_000;

/// Runs until the engine stops or the account is refused.
pub(crate) async fn run(core: Arc<Core>) {
    let mut lines = 0;
    let mut attempt = 0;
    let mut complete_to = remembered(&core, COMPLETE_TO).await;
    loop {
        core.set_session(SessionState::Connecting);
        let ended = tokio::select! {
            () = core.stop.cancelled() => return,
            ended = live(&core, &mut lines, &mut attempt, &mut complete_to) => ended,
        };
        core.line.send_replace(None);
        core.line_down().await;
        remember(&core, COMPLETE_TO, &complete_to).await;
        let reason = match ended {
            Ended::Down(reason) => reason,
            Ended::Refused(message) => {
                tracing::warn!(message, "the platform no longer accepts the account");
                return core.set_session(SessionState::AuthLost { message });
            }
        };
        let pause = pause_before(attempt, core.timing.reconnect_floor, core.timing.reconnect_cap);
        attempt += 1;
        tracing::info!(?reason, attempt, pause_ms = pause.as_millis(), "the line is down");
        let next_at = core.clock.now().plus_ms(i64::try_from(pause.as_millis()).unwrap_or(i64::MAX));
        core.set_session(SessionState::Offline { attempt, next_at, complete_to, reason });
        let floor = Instant::now() + core.timing.reconnect_floor;
        tokio::select! {
            () = core.stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
            () = core.reconnect.notified() => tokio::time::sleep_until(floor).await,
        }
    }
}

/// The pause before the given attempt, doubling from the floor to the cap, with up to a quarter on top.
fn pause_before(attempt: u32, floor: Duration, cap: Duration) -> Duration {
    let doubled = floor.saturating_mul(2_u32.saturating_pow(attempt));
    let jitter = rand::rng().random_range(1.0..1.25);
    doubled.min(cap).mul_f64(jitter).min(cap.max(floor))
}

/// How a connection came to its end.
enum Ended {
    Down(DownReason),
    /// The account's secret is no longer accepted.
    Refused(String),
}

impl From<EngineError> for Ended {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Platform(PlatformError::Auth { .. }) => Self::Refused(error.to_string()),
            EngineError::Platform(PlatformError::TimedOut { .. }) => Self::Down(DownReason::TimedOut),
            // Nothing is wrong with the platform then, and saying so would send people to look in the wrong place.
            EngineError::Store(StoreError::DiskFull) => Self::Down(DownReason::DiskFull),
            EngineError::Store(error) => Self::Down(DownReason::CacheFailed { message: error.to_string() }),
            error => Self::Down(DownReason::Unreachable { message: error.to_string() }),
        }
    }
}

/// One connection, from sign-in to its end.
async fn live(core: &Arc<Core>, lines: &mut u64, attempt: &mut u32, complete_to: &mut Option<Timestamp>) -> Ended {
    let mut connection = match connect(core).await {
        Ok(connection) => connection,
        Err(ended) => return ended,
    };
    *lines += 1;
    let mut known_to: Option<Timestamp> = remembered(core, KNOWN_TO).await;
    core.line_up().await;
    core.line.send_replace(Some(Line { number: *lines, emitter: connection.emitter() }));
    core.outbox_wake.notify_one();

    let mut token = core.platform.token_generation();
    token.borrow_and_update();
    // A task of its own: it shares the intake's lock with this loop, and must move on while the loop waits for it.
    let mut catching_up = Some(catch_up_from(core, known_to));
    let mut renewing: Option<AbortOnDropHandle<Result<(), PlatformError>>> = None;
    let mut report = tokio::time::interval(core.timing.report_completeness);
    let mut ticked_at = core.clock.now();
    let mut pace = Instant::now();
    loop {
        let catch_up = ending(catching_up.as_mut());
        let is_renewing = renewing.is_some();
        let renewed = ending(renewing.as_mut());
        tokio::select! {
            event = connection.next() => {
                let events = match gather(core, &mut connection, event, &mut pace).await {
                    Ok(events) => events,
                    Err(reason) => return Ended::Down(reason),
                };
                if events.iter().any(is_unreadable) {
                    // What it was is in the history. Begun before the events behind it extend coverage over it; one that
                    // is under way may have passed that chat already.
                    drop(catching_up.take());
                    core.line_up().await;
                    catching_up = Some(catch_up_from(core, known_to));
                }
                if let Err(error) = core.take_in(events, Source::Live, Vec::new()).await {
                    core.note_fault(&error).await;
                    return Ended::from(error);
                }
            }
            result = catch_up => {
                catching_up = None;
                match result {
                    Ok(Ok(known)) => known_to = known,
                    Ok(Err(error)) => {
                        core.note_fault(&error).await;
                        return Ended::from(error);
                    }
                    Err(panicked) => {
                        return Ended::Down(DownReason::Closed { message: panicked.to_string() });
                    }
                }
                *attempt = 0;
                remember(core, KNOWN_TO, &known_to).await;
                let now = core.clock.now();
                *complete_to = Some(now);
                // Now as well as at the end of the line: a console that is killed has no end to write it at.
                remember(core, COMPLETE_TO, complete_to).await;
                core.set_session(SessionState::Live { complete_to: now });
            }
            _ = report.tick() => {
                let now = core.clock.now();
                let slept = now.0 - ticked_at.0 > SLEPT_MS;
                ticked_at = now;
                if slept {
                    return Ended::Down(DownReason::TimedOut);
                }
                if catching_up.is_none() {
                    *complete_to = Some(now);
                    core.set_session(SessionState::Live { complete_to: now });
                }
            }
            () = renewal(core), if !is_renewing => {
                // A task of its own: a platform that answers slowly must not keep this loop from its events.
                let core = Arc::clone(core);
                renewing = Some(AbortOnDropHandle::new(tokio::spawn(async move {
                    let renewed = core.platform.renew().await;
                    if renewed.as_ref().is_err_and(|error| !matches!(error, PlatformError::Auth { .. })) {
                        tokio::time::sleep(core.timing.reread_pause).await;
                    }
                    renewed
                })));
            }
            result = renewed => {
                renewing = None;
                if let Ok(Err(error)) = result {
                    tracing::warn!(%error, "the token could not be renewed");
                    if matches!(error, PlatformError::Auth { .. }) {
                        return Ended::Refused(error.to_string());
                    }
                }
            }
            changed = token.changed() => {
                let message = "the token was replaced".to_owned();
                if changed.is_ok() {
                    return Ended::Down(DownReason::Closed { message });
                }
            }
        }
    }
}

type CatchUp = AbortOnDropHandle<Result<Option<Timestamp>, EngineError>>;

fn catch_up_from(core: &Arc<Core>, known_to: Option<Timestamp>) -> CatchUp {
    AbortOnDropHandle::new(tokio::spawn(catchup::run(Arc::clone(core), known_to)))
}

/// The end of a task; never, while there is none.
async fn ending<T>(task: Option<&mut AbortOnDropHandle<T>>) -> Result<T, tokio::task::JoinError> {
    match task {
        Some(running) => running.await,
        None => std::future::pending().await,
    }
}

/// An event that was broken on its way may have been somebody's message.
fn is_unreadable(incoming: &Incoming) -> bool {
    matches!(incoming, Incoming::Unrecognised { name, .. } if name == "unreadable")
}

/// Signs in if that has not been done, and opens the socket. A token the socket refuses is renewed once.
async fn connect(core: &Core) -> Result<Connection, Ended> {
    let refused = |error: PlatformError| Ended::from(EngineError::from(error));
    if core.platform.renew_due_in().is_none() {
        core.platform.sign_in().await.map_err(refused)?;
    }
    let known: Option<SocketProtocol> = remembered(core, PROTOCOL).await;
    let connection = match core.platform.connect(known).await {
        Err(DownReason::Unauthorized) => {
            core.platform.renew().await.map_err(refused)?;
            core.platform.connect(known).await
        }
        other => other,
    };
    let connection = connection.map_err(Ended::Down)?;
    if known != Some(connection.protocol()) {
        remember(core, PROTOCOL, &connection.protocol()).await;
    }
    Ok(connection)
}

async fn remembered<T: DeserializeOwned>(core: &Core, name: &str) -> Option<T> {
    let value = core.store.setting(name).await.ok().flatten()?;
    serde_json::from_value(value).ok()
}

/// Keeps a convenience for the next start; without it that start only knows less.
async fn remember<T: Serialize>(core: &Core, name: &str, value: &T) {
    let Ok(value) = serde_json::to_value(value) else { return };
    if let Err(error) = core.store.set_setting(name, &value).await {
        tracing::warn!(%error, name, "a setting could not be kept");
        core.note_fault(&error.into()).await;
    }
}

async fn renewal(core: &Core) {
    match core.platform.renew_due_in() {
        Some(due) => tokio::time::sleep(due).await,
        None => std::future::pending().await,
    }
}

/// So many events within one wait are more than people write by themselves.
const BUSY_EVENTS: usize = 8;

/// Collects what is waiting behind the first event, so that one transaction serves many. When there is much, a little
/// more waiting makes far fewer transactions, and each of them costs a flush of the disk and of the search index.
/// After a pause hardly anything is waited for: most events come alone, and somebody may be looking at that chat.
async fn gather(
    core: &Core,
    connection: &mut Connection,
    first: LineEvent,
    pace: &mut Instant,
) -> Result<Vec<Incoming>, DownReason> {
    let mut gathered = match first {
        LineEvent::Event(event) => vec![decode(core, &event)],
        LineEvent::Down(reason) => return Err(reason),
    };
    let began = Instant::now();
    let mut until = (began + core.timing.first_wait).max(*pace);
    while gathered.len() < core.timing.batch_events {
        match tokio::time::timeout_at(until, connection.next()).await {
            Ok(LineEvent::Event(event)) => {
                gathered.push(decode(core, &event));
                if gathered.len() == BUSY_EVENTS {
                    until = began + core.timing.busy_batch_wait;
                }
            }
            // What came before the end still counts; after `Down` the connection says `Down` again.
            Ok(LineEvent::Down(_)) | Err(_) => break,
        }
    }
    *pace = Instant::now() + core.timing.batch_wait;
    Ok(gathered)
}

fn decode(core: &Core, event: &RawEvent) -> Incoming {
    core.platform.decode(event)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q35_no_attempt_comes_before_ten_seconds_or_after_sixty() {
        let floor = Duration::from_secs(10);
        let cap = Duration::from_mins(1);
        for attempt in 0..40 {
            let pause = pause_before(attempt, floor, cap);
            assert!(pause >= floor && pause <= cap, "attempt {attempt}: {pause:?}");
        }
        assert!(pause_before(0, floor, cap) < Duration::from_secs(13));
        assert!(pause_before(9, floor, cap) == cap);
    }
}
