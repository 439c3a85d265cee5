//! Uploads of the same object take turns, so that the second finds what the first has written.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

/// One lane per object that is on its way.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    open: Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>,
}

impl Lanes {
    /// The lane of an object. It lasts as long as somebody holds it.
    pub(super) fn of(&self, path: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = open.get(path).and_then(Weak::upgrade) {
            return lane;
        }
        open.retain(|_, lane| lane.strong_count() > 0);
        let lane = Arc::default();
        open.insert(path.to_owned(), Arc::downgrade(&lane));
        lane
    }
}
