//! Finding out who carries which tag (Q43).
//!
//! No call tells a customer's tags. The customer list (2.3) can be asked who carries a tag of a given *name*; so every
//! name of the library is asked for, one at a time and one page at a time, slowly. The pages are written as they come
//! and the sweep goes on where it stopped. A name that two tags share is written down as that name and never guessed.
//!
//! A customer whose tags another console changed is checked alone and first, one question for every name (Q39).
//!
//! The same task sees to it that there is a library, and that the lists of people are read once a day.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use tokio::time::Instant;
use zuoxi_model::{Action, ActionKind, CustomerId, PageRequest, RequestedBy, RobotKey, RobotStatus, SessionState};
use zuoxi_platform::CustomerQuery;
use zuoxi_store::{Doubtful, SweepStep, SweptPage, Touched};

use crate::{EngineError, core::Core};

/// Runs until the engine stops.
pub(crate) async fn run(core: Arc<Core>) {
    let task = async {
        tokio::time::sleep(core.timing.sweep_delay).await;
        let mut session = core.session.subscribe();
        let mut looked_at: Option<Instant> = None;
        loop {
            if session.wait_for(|state| matches!(state, SessionState::Live { .. })).await.is_err() {
                return;
            }
            let pause = match step(&core, &mut looked_at).await {
                Ok(true) => core.timing.sweep_pause,
                Ok(false) => core.timing.sweep_idle,
                Err(error) => {
                    tracing::info!(%error, "the tags could not be checked; it will be tried again");
                    core.timing.list_retry
                }
            };
            tokio::time::sleep(pause).await;
        }
    };
    tokio::select! {
        () = core.stop.cancelled() => {}
        () = task => {}
    }
}

/// Does the next small thing. True if there may be more to do at once.
async fn step(core: &Core, looked_at: &mut Option<Instant>) -> Result<bool, EngineError> {
    let robots: Vec<RobotKey> =
        core.robots().into_iter().filter(|robot| robot.status == RobotStatus::Online).map(|robot| robot.key).collect();
    if looked_at.is_none_or(|at| at.elapsed() >= core.timing.sweep_look) {
        *looked_at = Some(Instant::now());
        core.plan_lists(&robots).await?;
        core.see_to_libraries(&robots).await?;
    }
    if let Some(doubtful) = core.store.next_doubtful(&robots).await? {
        core.check_doubtful(&doubtful).await?;
        return Ok(true);
    }
    let due = core.clock.now().plus_ms(-millis(core.timing.sweep_age));
    let Some(next) = core.store.next_sweep(&robots, due).await? else { return Ok(false) };
    core.sweep_page(&next).await?;
    Ok(true)
}

impl Core {
    /// Asks for each library that is missing or old.
    async fn see_to_libraries(&self, robots: &[RobotKey]) -> Result<(), EngineError> {
        let old = self.clock.now().plus_ms(-millis(self.timing.library_age));
        for robot in robots {
            let known = self.store.tag_library(robot).await?;
            if known.is_none_or(|known| known.as_of < old) && !self.is_asking(robot, ActionKind::QueryTags).await? {
                self.act(robot, Action::QueryTags, RequestedBy::Console).await?;
            }
        }
        Ok(())
    }

    /// Asks of one customer which tag names they carry, one name after the other.
    async fn check_doubtful(&self, doubtful: &Doubtful) -> Result<(), EngineError> {
        let asked_at = self.clock.now();
        let page = PageRequest { number: 1, size: self.timing.list_page };
        let mut carried = Vec::new();
        for name in &doubtful.names {
            let query = CustomerQuery {
                customer: Some(doubtful.customer.clone()),
                tags: vec![name.clone()],
                page,
                ..CustomerQuery::all(doubtful.robot_key.clone())
            };
            let served = self.platform.customers(&query).await?;
            if served.items.iter().any(|customer| customer.id == doubtful.customer) {
                carried.push(name.clone());
            }
            tokio::time::sleep(self.timing.list_pause).await;
        }
        self.store.take_check(doubtful, &carried, asked_at).await?;
        let customers = BTreeSet::from([(doubtful.robot_key.clone(), doubtful.customer.clone())]);
        self.publish_touched(&Touched { customers, ..Touched::default() }).await
    }

    async fn sweep_page(&self, step: &SweepStep) -> Result<(), EngineError> {
        let page = PageRequest { number: step.page, size: self.timing.list_page };
        let query = CustomerQuery { tags: vec![step.name.clone()], page, ..CustomerQuery::all(step.robot_key.clone()) };
        let asked_at = self.clock.now();
        let served = self.platform.customers(&query).await?;
        let known = self.store.save_customers(&served.items).await?;
        let swept = SweptPage {
            customers: served.items.iter().map(|customer| customer.id.clone()).collect(),
            asked_at,
            has_unreadable: served.unreadable > 0,
            is_last: served.is_last(page),
        };
        let changed: Vec<CustomerId> = self.store.take_sweep(step, &swept).await?;
        let changed = changed.into_iter().map(|customer| (step.robot_key.clone(), customer));
        let customers: BTreeSet<_> = known.into_iter().chain(changed).collect();
        let libraries = swept.is_last.then(|| step.robot_key.clone()).into_iter().collect();
        self.publish_touched(&Touched { customers, libraries, ..Touched::default() }).await
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
