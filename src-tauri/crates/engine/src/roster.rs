//! Who is at work: every account that is signed in, with the one in front first among them.
//!
//! The lock is held for a look or a move only, never while an engine starts or stops.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zuoxi_model::AccountId;

use crate::{Engine, Feed, View, alerts::News};

#[derive(Default)]
struct Places {
    engines: Vec<Arc<Engine>>,
    front: Option<AccountId>,
}

/// The engines at work.
pub(crate) struct Roster {
    feed: Feed,
    places: Mutex<Places>,
}

impl Roster {
    pub(crate) fn new(feed: Feed) -> Self {
        Self { feed, places: Mutex::default() }
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The engine the window works with.
    pub(crate) fn front(&self) -> Option<Arc<Engine>> {
        let places = self.places();
        let front = places.front.as_ref()?;
        places.engines.iter().find(|engine| engine.account().id == *front).cloned()
    }

    pub(crate) fn get(&self, id: &AccountId) -> Option<Arc<Engine>> {
        self.places().engines.iter().find(|engine| engine.account().id == *id).cloned()
    }

    pub(crate) fn all(&self) -> Vec<Arc<Engine>> {
        self.places().engines.clone()
    }

    /// Adds an engine, behind the one in front.
    pub(crate) fn add(&self, engine: Arc<Engine>) {
        let id = engine.account().id.clone();
        self.places().engines.push(engine);
        self.feed.overheard().tell(&id, News::Came);
        self.feed.stir();
    }

    /// Takes an engine off; it goes on until it is stopped.
    pub(crate) fn take(&self, id: &AccountId) -> Option<Arc<Engine>> {
        let mut places = self.places();
        let at = places.engines.iter().position(|engine| engine.account().id == *id)?;
        self.feed.overheard().tell(id, News::Left);
        Some(places.engines.remove(at))
    }

    /// Whether nobody is in front whom the window could work with.
    pub(crate) fn is_headless(&self) -> bool {
        self.front().is_none()
    }

    /// Puts an account in front; the watchers are told to ask anew. Nobody reads the chats of the others any more.
    pub(crate) fn bring_to_front(&self, id: Option<AccountId>) {
        let mut places = self.places();
        for engine in places.engines.iter().filter(|engine| Some(&engine.account().id) != id.as_ref()) {
            engine.show(View::default());
        }
        places.front.clone_from(&id);
        self.feed.bring_to_front(id);
    }
}
