//! What the list is set up with: saved views, the marks of robots, and which chats carry a tag.

use std::collections::BTreeMap;

use serde::{Serialize, de::DeserializeOwned};
use zuoxi_model::{Candidate, ChatKey, LabelId, RobotKey, RobotMarks, SavedView, Tag};

use crate::rows::chat_key;
use crate::{Store, StoreError};

const VIEWS: &str = "savedViews";
const ROBOT_MARKS: &str = "robotMarks";

impl Store {
    /// The saved views in their order; `None` until somebody saved some.
    pub async fn saved_views(&self) -> Result<Option<Vec<SavedView>>, StoreError> {
        self.kept(VIEWS).await
    }

    /// Keeps these views, in this order and no others.
    pub async fn save_views(&self, views: &[SavedView]) -> Result<(), StoreError> {
        self.keep(VIEWS, views).await
    }

    /// What people set about each robot, such as its colour.
    pub async fn robot_marks(&self) -> Result<BTreeMap<RobotKey, RobotMarks>, StoreError> {
        Ok(self.kept(ROBOT_MARKS).await?.unwrap_or_default())
    }

    /// Keeps these marks and no others.
    pub async fn save_robot_marks(&self, marks: &BTreeMap<RobotKey, RobotMarks>) -> Result<(), StoreError> {
        self.keep(ROBOT_MARKS, marks).await
    }

    /// The chats of the customers that are known to carry a tag.
    pub async fn chats_with_tag(&self, tag: &LabelId) -> Result<Vec<ChatKey>, StoreError> {
        let tag = tag.as_str();
        let rows = sqlx::query!(
            "SELECT chats.robot_key, chats.chat_user
             FROM robots
             CROSS JOIN customer_tags INDEXED BY customer_tags_by_label
                ON customer_tags.robot_key = robots.robot_key
                AND customer_tags.label_id = ?1
                AND customer_tags.is_carried = 1
             CROSS JOIN chats
                ON chats.robot_key = customer_tags.robot_key AND chats.chat_user = customer_tags.customer_id",
            tag
        )
        .fetch_all(self.readers())
        .await?;
        Ok(rows.into_iter().map(|row| chat_key(row.robot_key, row.chat_user)).collect())
    }

    /// Every tag of every robot, each once: robots of one company share their tags.
    pub async fn all_tags(&self) -> Result<Vec<Candidate>, StoreError> {
        let rows = sqlx::query!(
            r#"SELECT tags.label_id AS "label_id!", tags.name AS "name!", tag_groups.name AS "group_name?"
               FROM tags
               LEFT JOIN tag_groups
                ON tag_groups.robot_key = tags.robot_key AND tag_groups.group_id = tags.group_id
               GROUP BY tags.label_id
               ORDER BY min(tag_groups.position), min(tags.position), tags.label_id"#
        )
        .fetch_all(self.readers())
        .await?;
        let tags = rows.into_iter().map(|row| Candidate {
            tag: Tag { id: row.label_id.into(), name: row.name },
            group: row.group_name.unwrap_or_default(),
        });
        Ok(tags.collect())
    }

    async fn kept<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        let Some(value) = self.setting(name).await? else { return Ok(None) };
        match serde_json::from_value(value) {
            Ok(kept) => Ok(Some(kept)),
            Err(error) => {
                // A newer version may have written it; an arrangement is not worth a list that does not open.
                tracing::warn!(name, %error, "a setting of the list cannot be read");
                Ok(None)
            }
        }
    }

    async fn keep<T: Serialize + ?Sized>(&self, name: &str, value: &T) -> Result<(), StoreError> {
        self.set_setting(name, &serde_json::to_value(value)?).await
    }
}
