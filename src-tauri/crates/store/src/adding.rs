//! Lists of people to add by phone (Q59). A number has an action once its turn has come; what became of it is what became
//! of the action.

use std::collections::BTreeMap;

use zuoxi_model::{
    ActionState, AddingId, AddingList, AddingPhone, AddingState, MessageId, QueuedAction, RobotKey, Timestamp,
};

use crate::rows::json;
use crate::store::begin;
use crate::{Store, StoreError, actions};

/// The number of a robot whose turn is next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextPhone {
    pub list: AddingId,
    pub robot_key: RobotKey,
    pub phone: String,
    pub greeting: Option<String>,
    /// The pause that was drawn when the last one was asked ends here.
    pub not_before: Option<Timestamp>,
    /// True while the robot's last request for friendship is not answered.
    pub is_busy: bool,
}

impl Store {
    /// Takes in a list. Numbers that are named twice count once.
    pub async fn save_adding(&self, list: &AddingList) -> Result<(), StoreError> {
        let (id, robot_key, requested_by) = (list.id.as_str(), list.robot_key.as_str(), json(&list.requested_by)?);
        let phones: Vec<&str> = list.phones.iter().map(|phone| phone.phone.as_str()).collect();
        let phones = json(&phones)?;
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        sqlx::query!(
            "INSERT INTO adding_lists (id, robot_key, greeting, requested_by_json, requested_at)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            id,
            robot_key,
            list.greeting,
            requested_by,
            list.requested_at.0
        )
        .execute(&mut *tx)
        .await?;
        sqlx::query!(
            "INSERT OR IGNORE INTO adding_phones (list_id, robot_key, phone)
             SELECT ?1, ?2, value FROM json_each(?3) ORDER BY key",
            id,
            robot_key,
            phones
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Every list, newest first, with all its numbers.
    pub async fn addings(&self) -> Result<Vec<AddingList>, StoreError> {
        let mut reader = self.readers().acquire().await?;
        let lists = sqlx::query!(
            "SELECT id, robot_key, greeting, requested_by_json, requested_at, cancelled_at
             FROM adding_lists ORDER BY sequence DESC"
        )
        .fetch_all(&mut *reader)
        .await?;
        let rows = sqlx::query!(
            r#"SELECT adding_phones.list_id, adding_phones.phone, adding_phones.action_id,
                      adding_phones.cancelled AS "cancelled: bool", actions.state AS "state?",
                      actions.finished_at AS "finished_at?", actions.reply_msg AS "reply_msg?"
               FROM adding_phones LEFT JOIN actions ON actions.id = adding_phones.action_id
               ORDER BY adding_phones.sequence"#
        )
        .fetch_all(&mut *reader)
        .await?;
        let mut phones: BTreeMap<String, Vec<AddingPhone>> = BTreeMap::new();
        for row in rows {
            let state = match row.state.as_deref() {
                None if row.cancelled => AddingState::Cancelled,
                None => AddingState::Waiting,
                Some(word) => state_of(word)?,
            };
            phones.entry(row.list_id).or_default().push(AddingPhone {
                phone: row.phone,
                state,
                action: row.action_id.map(Into::into),
                finished_at: row.finished_at.map(Timestamp),
                msg: row.reply_msg.unwrap_or_default(),
            });
        }
        lists
            .into_iter()
            .map(|row| {
                Ok(AddingList {
                    phones: phones.remove(&row.id).unwrap_or_default(),
                    robot_key: row.robot_key.into(),
                    greeting: row.greeting,
                    requested_by: serde_json::from_str(&row.requested_by_json)
                        .map_err(|error| StoreError::corrupt(format!("the list {}: {error}", row.id)))?,
                    requested_at: Timestamp(row.requested_at),
                    cancelled_at: row.cancelled_at.map(Timestamp),
                    id: row.id.into(),
                })
            })
            .collect()
    }

    /// The list of this id, with what became of each number.
    pub async fn adding(&self, id: &AddingId) -> Result<Option<AddingList>, StoreError> {
        Ok(self.addings().await?.into_iter().find(|list| list.id == *id))
    }

    /// Takes back every number whose turn has not come. False if the list is not known or was cancelled before.
    pub async fn cancel_adding(&self, id: &AddingId, at: Timestamp) -> Result<bool, StoreError> {
        let id = id.as_str();
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let cancelled =
            sqlx::query!("UPDATE adding_lists SET cancelled_at = ?2 WHERE id = ?1 AND cancelled_at IS NULL", id, at.0)
                .execute(&mut *tx)
                .await?
                .rows_affected();
        sqlx::query!("UPDATE adding_phones SET cancelled = 1 WHERE list_id = ?1 AND action_id IS NULL", id)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(cancelled == 1)
    }

    /// For each robot with numbers that wait, the one whose turn is next.
    pub async fn next_phones(&self) -> Result<Vec<NextPhone>, StoreError> {
        let rows = sqlx::query!(
            r#"SELECT adding_phones.list_id, adding_phones.robot_key, adding_phones.phone, adding_lists.greeting,
                      adding_pace.not_before AS "not_before?",
                      EXISTS (
                        SELECT 1 FROM actions
                        WHERE actions.robot_key = adding_phones.robot_key AND actions.state IN ('queued', 'inFlight')
                            AND actions.carried_by IS NULL AND actions.kind = 'addByPhone'
                      ) AS "is_busy!: bool"
               FROM (
                    SELECT min(sequence) AS sequence FROM adding_phones
                    WHERE action_id IS NULL AND cancelled = 0 GROUP BY robot_key
               ) AS head
               JOIN adding_phones ON adding_phones.sequence = head.sequence
               JOIN adding_lists ON adding_lists.id = adding_phones.list_id
               LEFT JOIN adding_pace ON adding_pace.robot_key = adding_phones.robot_key"#
        )
        .fetch_all(self.readers())
        .await?;
        let next = rows.into_iter().map(|row| NextPhone {
            list: row.list_id.into(),
            robot_key: row.robot_key.into(),
            phone: row.phone,
            greeting: row.greeting,
            not_before: row.not_before.map(Timestamp),
            is_busy: row.is_busy,
        });
        Ok(next.collect())
    }

    /// How many people a robot has asked since a time, whoever wanted it; those taken back before they left do not count.
    pub async fn asked_since(&self, robot: &RobotKey, since: Timestamp) -> Result<u32, StoreError> {
        let robot_key = robot.as_str();
        let asked = sqlx::query_scalar!(
            r#"SELECT count(*) AS "asked!: i64" FROM actions
               WHERE robot_key = ?1 AND kind = 'addByPhone' AND requested_at >= ?2 AND state <> 'cancelled'"#,
            robot_key,
            since.0
        )
        .fetch_one(self.readers())
        .await?;
        Ok(u32::try_from(asked).unwrap_or(u32::MAX))
    }

    /// Puts a number into the robot's queue, and says when the next one may be. False, and nothing is written, if it does
    /// not wait any more.
    pub async fn ask_phone(
        &self,
        next: &NextPhone,
        action: &QueuedAction,
        not_before: Timestamp,
    ) -> Result<bool, StoreError> {
        let (list, robot_key, id) = (next.list.as_str(), next.robot_key.as_str(), action.id.as_str());
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let taken = sqlx::query!(
            "UPDATE adding_phones SET action_id = ?3
             WHERE list_id = ?1 AND phone = ?2 AND action_id IS NULL AND cancelled = 0",
            list,
            next.phone,
            id
        )
        .execute(&mut *tx)
        .await?
        .rows_affected();
        if taken != 1 {
            return Ok(false);
        }
        actions::insert(&mut tx, action).await?;
        sqlx::query!(
            "INSERT INTO adding_pace (robot_key, not_before) VALUES (?1, ?2)
             ON CONFLICT (robot_key) DO UPDATE SET not_before = excluded.not_before",
            robot_key,
            not_before.0
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The lists that these actions belong to.
    pub async fn lists_of_actions(&self, ids: &[MessageId]) -> Result<Vec<AddingId>, StoreError> {
        let ids = json(ids)?;
        let rows = sqlx::query_scalar!(
            "SELECT DISTINCT list_id FROM adding_phones
             WHERE action_id IS NOT NULL AND action_id IN (SELECT value FROM json_each(?1))",
            ids
        )
        .fetch_all(self.readers())
        .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}

/// What the state of its action says of a number.
fn state_of(word: &str) -> Result<AddingState, StoreError> {
    let states = [
        (ActionState::Queued.name(), AddingState::Asking),
        ("inFlight", AddingState::Asking),
        (ActionState::Done.name(), AddingState::Asked),
        (ActionState::Refused.name(), AddingState::Refused),
        (ActionState::Unknown.name(), AddingState::Unknown),
        (ActionState::Cancelled.name(), AddingState::Cancelled),
    ];
    let state = states.into_iter().find(|(name, _)| *name == word).map(|(_, state)| state);
    state.ok_or_else(|| StoreError::corrupt(format!("{word:?} is no state of an action")))
}
