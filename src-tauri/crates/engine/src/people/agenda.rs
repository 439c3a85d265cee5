//! What is to be read of people, and when.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{sync::Notify, time::Instant};
use zuoxi_model::{CustomerId, GroupId, RobotKey};

use crate::{EngineError, core::Core};

/// Cards that were opened lately are followed: the UI keeps as many in memory.
const FOLLOWED_CARDS: usize = 16;

/// Something to read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Errand {
    /// Spec 2.6.
    Members(RobotKey, GroupId),
    /// Spec 2.3 and 2.4.
    Lists(RobotKey),
}

/// What is remembered of people while the console runs.
#[derive(Debug, Default)]
pub(crate) struct People {
    errands: Mutex<Vec<(Instant, Errand)>>,
    changed: Notify,
    customers: Mutex<VecDeque<(RobotKey, CustomerId)>>,
    groups: Mutex<VecDeque<(RobotKey, GroupId)>>,
}

impl People {
    /// The member list is to be read after a while; what is asked meanwhile is served by the same reading.
    pub(crate) fn reread_members(&self, robot: &RobotKey, group: &GroupId, after: Duration) {
        let errand = Errand::Members(robot.clone(), group.clone());
        let mut errands = self.errands.lock().unwrap_or_else(PoisonError::into_inner);
        if errands.iter().all(|(_, known)| *known != errand) {
            errands.push((Instant::now() + after, errand));
            drop(errands);
            self.changed.notify_one();
        }
    }

    /// The lists of a robot are to be read after a while, whatever else is planned.
    pub(crate) fn read_lists(&self, robot: &RobotKey, after: Duration) {
        let errand = (Instant::now() + after, Errand::Lists(robot.clone()));
        self.errands.lock().unwrap_or_else(PoisonError::into_inner).push(errand);
        self.changed.notify_one();
    }

    /// The errand that is due, or when the next one is.
    fn due(&self) -> Result<Errand, Option<Instant>> {
        let mut errands = self.errands.lock().unwrap_or_else(PoisonError::into_inner);
        let next = errands.iter().enumerate().min_by_key(|(_, (at, _))| *at).map(|(place, (at, _))| (place, *at));
        match next {
            Some((place, at)) if at <= Instant::now() => Ok(errands.swap_remove(place).1),
            next => Err(next.map(|(_, at)| at)),
        }
    }

    pub(super) fn follow_customer(&self, robot: &RobotKey, customer: &CustomerId) {
        follow(&self.customers, (robot.clone(), customer.clone()));
    }

    pub(super) fn follow_group(&self, robot: &RobotKey, group: &GroupId) {
        follow(&self.groups, (robot.clone(), group.clone()));
    }

    pub(super) fn followed_customers(&self) -> HashSet<(RobotKey, CustomerId)> {
        self.customers.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    pub(super) fn followed_groups(&self) -> HashSet<(RobotKey, GroupId)> {
        self.groups.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

fn follow<T: PartialEq>(followed: &Mutex<VecDeque<T>>, one: T) {
    let mut followed = followed.lock().unwrap_or_else(PoisonError::into_inner);
    followed.retain(|known| *known != one);
    followed.push_front(one);
    followed.truncate(FOLLOWED_CARDS);
}

/// Runs until the engine stops.
pub(crate) async fn run(core: Arc<Core>) {
    let mut line = core.line.subscribe();
    loop {
        // Over HTTP one could read without the socket; but while that is down, reading is likely to fail too.
        tokio::select! {
            () = core.stop.cancelled() => return,
            up = line.wait_for(Option::is_some) => if up.is_err() { return },
        }
        let errand = match core.people.due() {
            Ok(errand) => errand,
            Err(next) => {
                let due = async {
                    match next {
                        Some(at) => tokio::time::sleep_until(at).await,
                        None => std::future::pending().await,
                    }
                };
                tokio::select! {
                    () = core.stop.cancelled() => return,
                    () = core.people.changed.notified() => {}
                    () = due => {}
                }
                continue;
            }
        };
        tokio::select! {
            () = core.stop.cancelled() => return,
            done = core.run_errand(&errand) => match done {
                Ok(()) => {}
                Err(error) if error.retryable() => {
                    tracing::info!(?errand, %error, "a list could not be read; it will be tried again");
                    let again = (Instant::now() + core.timing.list_retry, errand);
                    core.people.errands.lock().unwrap_or_else(PoisonError::into_inner).push(again);
                }
                Err(error) => tracing::warn!(?errand, %error, "a list could not be read"),
            },
        }
    }
}

impl Core {
    async fn run_errand(&self, errand: &Errand) -> Result<(), EngineError> {
        match errand {
            Errand::Members(robot, group) => self.read_members(robot, group).await,
            Errand::Lists(robot) => self.read_contacts(robot).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn member_lists_that_are_asked_for_together_are_read_once() {
        let people = People::default();
        let (robot, group) = (RobotKey::from("r"), GroupId::from("R:1"));
        people.reread_members(&robot, &group, Duration::from_secs(2));
        people.reread_members(&robot, &group, Duration::from_secs(9));
        people.read_lists(&robot, Duration::from_secs(1));
        assert!(people.due().is_err());
        tokio::time::advance(Duration::from_secs(3)).await;
        assert_eq!(people.due(), Ok(Errand::Lists(robot.clone())));
        assert_eq!(people.due(), Ok(Errand::Members(robot, group)));
        assert_eq!(people.due(), Err(None));
    }
}
