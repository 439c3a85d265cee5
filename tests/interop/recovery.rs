//! The engine's reconnecting against every server of the table: never faster than its floor, and always back.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;
use tokio::sync::mpsc;
use tokio::time::timeout;
use zuoxi_engine::{Change, Engine, Feed, Home, Push, SystemClock, Timing};
use zuoxi_model::{Account, AccountId, DownReason, SessionState};
use zuoxi_store::keyring::MemoryVault;
use zuoxi_store::{CacheKey, Store};

use crate::seat::{Seat, every};
use crate::server::PATIENCE;

/// The platform demands ten seconds (Q35); the rule is the same.
const FLOOR: Duration = Duration::from_millis(400);

struct Desk {
    engine: Engine,
    changes: mpsc::UnboundedReceiver<Push>,
    _folder: TempDir,
}

impl Desk {
    async fn open(seat: &Seat) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let store = Store::open(&folder.path().join("cache.db"), &CacheKey::random()).await?;
        let account = Account {
            id: AccountId::from("interop"),
            environment: seat.environment.clone(),
            access_key: "interop".into(),
            remembered: false,
        };
        let feed = Feed::default();
        let (_, changes) = feed.subscribe();
        let timing = Timing { reconnect_floor: FLOOR, reconnect_cap: FLOOR * 2, ..Timing::default() };
        let platform = seat.platform.clone();
        let home =
            Home { vault: Arc::new(MemoryVault::default()), folder: folder.path().to_owned(), policy: Arc::default() };
        let engine = Engine::start(account, store, platform, feed, Arc::new(SystemClock), timing, home).await?;
        Ok(Self { engine, changes, _folder: folder })
    }

    /// Waits for the session to come to such a state.
    async fn until<T>(&mut self, what: &str, fits: impl Fn(&SessionState) -> Option<T>) -> Result<T> {
        let wait = async {
            while let Some(push) = self.changes.recv().await {
                let mut sessions = push.changes.iter().filter_map(|change| match change {
                    Change::Session { session } => Some(session),
                    _ => None,
                });
                if let Some(found) = sessions.find_map(&fits) {
                    return Some(found);
                }
            }
            None
        };
        let found = timeout(PATIENCE, wait).await.ok().flatten();
        found.with_context(|| format!("never {what}; the session is {:?}", self.engine.session()))
    }

    async fn live(&mut self) -> Result<()> {
        self.until("live", |state| matches!(state, SessionState::Live { .. }).then_some(())).await
    }

    async fn offline(&mut self) -> Result<DownReason> {
        let reason = |state: &SessionState| match state {
            SessionState::Offline { reason, .. } => Some(reason.clone()),
            _ => None,
        };
        self.until("offline", reason).await
    }
}

/// What came before `since` were connections made in peace.
fn never_faster_than_the_floor(seat: &Seat, since: Instant) -> Result<()> {
    let knocks = seat.door.knocks().into_iter().filter(|knock| *knock > since);
    let times: Vec<Instant> = std::iter::once(since).chain(knocks).collect();
    let gaps: Vec<Duration> = times.iter().zip(times.iter().skip(1)).map(|(from, to)| *to - *from).collect();
    eprintln!("{}: pauses before the attempts {gaps:?}", seat.server);
    ensure!(!gaps.is_empty() && gaps.iter().all(|gap| *gap >= FLOOR), "{gaps:?}");
    Ok(())
}

#[tokio::test]
async fn after_a_restart_of_the_server_the_console_is_back_and_knocked_no_faster_than_its_floor() -> Result<()> {
    every(async |row| {
        let mut seat = Seat::alone(row, crate::seat::PING).await?;
        let mut desk = Desk::open(&seat).await?;
        desk.live().await?;
        let (died, before) = (Instant::now(), seat.door.knocks().len());
        seat.server.program.kill()?;
        let reason = desk.offline().await?;
        ensure!(matches!(reason, DownReason::Closed { .. }), "{reason:?}");
        timeout(PATIENCE, seat.door.until_knocks(before + 3)).await.context("it gave up")?;

        seat.server = row.server(crate::seat::PING).await?;
        seat.door.lead_to(seat.server.port);
        desk.live().await?;
        seat.joined().await?;
        desk.engine.stop().await;
        never_faster_than_the_floor(&seat, died)
    })
    .await
}

#[cfg(unix)]
#[tokio::test]
async fn a_server_whose_world_stops_is_given_up_by_time_and_found_again_when_it_goes_on() -> Result<()> {
    every(async |row| {
        // python-engineio announces its pingInterval in whole seconds: of 300 ms it would say 0.
        let seat = Seat::alone(row, ["1000", "900"]).await?;
        let mut desk = Desk::open(&seat).await?;
        desk.live().await?;
        let (stopped, before) = (Instant::now(), seat.door.knocks().len());
        seat.server.program.freeze()?;
        let reason = desk.offline().await?;
        eprintln!("{}: down after {:?}, {reason:?}", seat.server, stopped.elapsed());
        // Nobody closes anything, so that only time can have ended the line.
        ensure!(reason == DownReason::TimedOut && stopped.elapsed() < Duration::from_secs(5), "{reason:?}");
        timeout(PATIENCE, seat.door.until_knocks(before + 1)).await.context("it gave up")?;

        seat.server.program.thaw()?;
        desk.live().await?;
        let joined = seat.server.program.count(|report| seat.is_ours(report, "joined"));
        ensure!(joined >= 2, "the server knows of {joined} arrivals");
        desk.engine.stop().await;
        never_faster_than_the_floor(&seat, stopped)
    })
    .await
}
