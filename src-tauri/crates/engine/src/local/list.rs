//! What the list is set up with: saved views, marks of robots, and the tags to filter by.

use std::collections::{BTreeMap, HashSet};

use zuoxi_model::{Candidate, ChatKey, LabelId, ListFilter, ListOrder, RobotKey, RobotMarks, SavedView};

use crate::{Engine, EngineError};

/// More than anybody finds anything in.
const MOST_VIEWS: usize = 50;
const MOST_NAME_CHARACTERS: usize = 40;
/// How many colours there are for robots.
const HUES: u8 = 8;

/// What a console begins with.
fn first_views() -> Vec<SavedView> {
    let view = |id: &str, filter| SavedView { id: id.into(), name: String::new(), filter };
    vec![
        view("all", ListFilter::default()),
        view("waiting", ListFilter { waiting: true, order: ListOrder::Waiting, ..ListFilter::default() }),
        view("mine", ListFilter { mine: true, ..ListFilter::default() }),
    ]
}

impl Engine {
    /// The views in their order.
    pub async fn saved_views(&self) -> Result<Vec<SavedView>, EngineError> {
        Ok(self.core.store.saved_views().await?.unwrap_or_else(first_views))
    }

    /// Replaces the views. None at all brings back those a console begins with.
    pub async fn save_views(&self, views: &[SavedView]) -> Result<(), EngineError> {
        let ids: HashSet<&str> = views.iter().map(|view| view.id.as_str()).collect();
        let named = |view: &SavedView| !view.id.is_empty() && view.name.chars().count() <= MOST_NAME_CHARACTERS;
        if views.len() > MOST_VIEWS || ids.len() != views.len() || !views.iter().all(named) {
            return Err(EngineError::InvalidInput(format!(
                "there can be {MOST_VIEWS} views, each with an id of its own and a name of {MOST_NAME_CHARACTERS} characters"
            )));
        }
        let first = first_views();
        self.core.store.save_views(if views.is_empty() { &first } else { views }).await?;
        Ok(())
    }

    /// What people set about each robot, such as its colour.
    pub async fn robot_marks(&self) -> Result<BTreeMap<RobotKey, RobotMarks>, EngineError> {
        Ok(self.core.store.robot_marks().await?)
    }

    /// Gives a robot another colour, or mutes it.
    pub async fn set_robot_marks(&self, robot: &RobotKey, marks: RobotMarks) -> Result<(), EngineError> {
        if marks.hue.is_some_and(|hue| hue == 0 || hue > HUES) {
            return Err(EngineError::InvalidInput(format!("robots have the colours 1 to {HUES}")));
        }
        let _changing = self.core.local.settings.lock().await;
        let mut all = self.core.store.robot_marks().await?;
        if marks == RobotMarks::default() {
            all.remove(robot);
        } else {
            all.insert(robot.clone(), marks);
        }
        self.core.store.save_robot_marks(&all).await?;
        Ok(())
    }

    /// The chats of the customers that are known to carry a tag (Q43).
    pub async fn chats_with_tag(&self, tag: &LabelId) -> Result<Vec<ChatKey>, EngineError> {
        Ok(self.core.store.chats_with_tag(tag).await?)
    }

    /// Every tag of every robot, each once, with the name of its group.
    pub async fn all_tags(&self) -> Result<Vec<Candidate>, EngineError> {
        Ok(self.core.store.all_tags().await?)
    }
}
