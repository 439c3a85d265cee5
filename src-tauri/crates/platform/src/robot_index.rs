//! Which robot has which wxid: a record without `robotKey` is found through it (Q15).

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use zuoxi_model::{Robot, RobotKey, Wxid};

/// Filled from the cache at start and from every robot list; a robot that left the list stays known, because messages
/// of it may still come.
#[derive(Debug, Default)]
pub(crate) struct RobotIndex {
    both_ways: RwLock<(HashMap<Wxid, RobotKey>, HashMap<RobotKey, Wxid>)>,
}

impl RobotIndex {
    pub(crate) fn learn(&self, robots: &[Robot]) {
        let mut maps = self.both_ways.write().unwrap_or_else(PoisonError::into_inner);
        for robot in robots.iter().filter(|robot| !robot.wxid.as_str().is_empty()) {
            maps.0.insert(robot.wxid.clone(), robot.key.clone());
            maps.1.insert(robot.key.clone(), robot.wxid.clone());
        }
    }

    pub(crate) fn key_of(&self, wxid: &Wxid) -> Option<RobotKey> {
        self.both_ways.read().unwrap_or_else(PoisonError::into_inner).0.get(wxid).cloned()
    }

    pub(crate) fn wxid_of(&self, key: &RobotKey) -> Option<Wxid> {
        self.both_ways.read().unwrap_or_else(PoisonError::into_inner).1.get(key).cloned()
    }
}
