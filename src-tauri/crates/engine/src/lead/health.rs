//! How the robots and the line fare: written down while it happens, so that it can be looked at afterwards.
//!
//! The robots' statuses are noted by the cache itself. Here the session's states are, and how late messages of customers came
//! over a live line. While the console runs, a sign of life is kept every minute: after a crash the line counts as closed
//! from the last one on, rather than as whatever it was.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde_json::json;
use zuoxi_model::health::{HealthReport, LineState};
use zuoxi_model::metrics::Millis;
use zuoxi_model::{Direction, Interval, Message, MessageKey, SessionState, Timestamp};

use crate::{Engine, EngineError, core::Core};

const SIGN_OF_LIFE: &str = "signOfLife";
const MINUTE: Duration = Duration::from_mins(1);

/// How late messages came since it was last written down.
#[derive(Debug, Default)]
pub(crate) struct Lag(Mutex<Heard>);

#[derive(Debug, Clone, Copy, Default)]
struct Heard {
    messages: u32,
    sum: i64,
    worst: i64,
}

impl Lag {
    /// Takes in what came over the line.
    pub fn heard(&self, messages: &[Message], new: &[MessageKey], at: Timestamp) {
        let late = messages.iter().filter(|message| message.direction == Direction::In && new.contains(&message.key));
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for message in late {
            let ms = at.0.saturating_sub(message.timestamp.0);
            heard.messages = heard.messages.saturating_add(1);
            heard.sum = heard.sum.saturating_add(ms);
            heard.worst = heard.worst.max(ms);
        }
    }

    fn take(&self) -> Heard {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Engine {
    /// How everything fared in a period, up to now.
    pub async fn health_report(&self, period: Interval) -> Result<HealthReport, EngineError> {
        let to = period.to.min(self.core.clock.now());
        self.core.write_lag().await?;
        Ok(self.core.store.health_report(Interval::new(period.from.min(to), to)).await?)
    }
}

impl Core {
    async fn write_lag(&self) -> Result<(), EngineError> {
        let Heard { messages, sum, worst } = self.lag.take();
        if messages > 0 {
            self.store.note_lag(self.clock.now(), messages, Millis(sum), Millis(worst)).await?;
        }
        Ok(())
    }

    async fn note_life(&self) -> Result<(), EngineError> {
        self.write_lag().await?;
        self.store.set_setting(SIGN_OF_LIFE, &json!(self.clock.now())).await?;
        Ok(())
    }

    async fn note_line(&self, state: &SessionState) -> Result<(), EngineError> {
        let word = match state {
            SessionState::SignedOut => LineState::Closed,
            SessionState::Connecting => LineState::Connecting,
            SessionState::CatchingUp { .. } => LineState::CatchingUp,
            SessionState::Live { .. } => LineState::Live,
            SessionState::Offline { .. } => LineState::Offline,
            SessionState::AuthLost { .. } => LineState::AuthLost,
        };
        self.store.note_line(word, self.clock.now()).await?;
        Ok(())
    }

    /// What the last run could not write any more, if it ended without.
    async fn note_last_end(&self) -> Result<(), EngineError> {
        if let Some(at) = self.store.setting(SIGN_OF_LIFE).await?.and_then(|at| serde_json::from_value(at).ok()) {
            self.store.note_line(LineState::Closed, at).await?;
        }
        Ok(())
    }
}

/// Writes down what the line is, until the engine stops.
pub(crate) async fn watch(core: Arc<Core>) {
    let log = |done: Result<(), EngineError>| {
        if let Err(error) = done {
            tracing::warn!(%error, "how the line fares could not be written down");
        }
    };
    log(core.note_last_end().await);
    let mut session = core.session.subscribe();
    let mut minute = tokio::time::interval(MINUTE);
    loop {
        let state = session.borrow_and_update().clone();
        log(core.note_line(&state).await);
        loop {
            tokio::select! {
                () = core.stop.cancelled() => {
                    log(core.note_life().await);
                    log(core.note_line(&SessionState::SignedOut).await);
                    return;
                }
                _ = session.changed() => break,
                _ = minute.tick() => log(core.note_life().await),
            }
        }
    }
}
