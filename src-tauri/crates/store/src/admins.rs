//! Replacements of admins (Q49): each step is written in one transaction with the action it asks for.

use zuoxi_model::{AdminReplacement, MessageId, QueuedAction, ReplacementId, ReplacementState, RobotKey, Timestamp};

use crate::rows::json;
use crate::store::begin;
use crate::words::Word as _;
use crate::{Store, StoreError, actions};

struct ReplacementRow {
    id: String,
    robot_key: String,
    group_id: String,
    remove_id: String,
    add_id: String,
    state: String,
    removal_action: String,
    addition_action: Option<String>,
    inquiry_action: Option<String>,
    requested_by_json: String,
    requested_at: i64,
    finished_at: Option<i64>,
}

impl TryFrom<ReplacementRow> for AdminReplacement {
    type Error = StoreError;

    fn try_from(row: ReplacementRow) -> Result<Self, StoreError> {
        Ok(Self {
            requested_by: serde_json::from_str(&row.requested_by_json)
                .map_err(|error| StoreError::corrupt(format!("the replacement {}: {error}", row.id)))?,
            id: row.id.into(),
            robot_key: row.robot_key.into(),
            group_id: row.group_id.into(),
            remove: row.remove_id.into(),
            add: row.add_id.into(),
            state: ReplacementState::read(&row.state)?,
            removal: row.removal_action.into(),
            addition: row.addition_action.map(Into::into),
            inquiry: row.inquiry_action.map(Into::into),
            requested_at: Timestamp(row.requested_at),
            finished_at: row.finished_at.map(Timestamp),
        })
    }
}

/// One step of a replacement.
#[derive(Debug, Clone, Copy)]
pub struct ReplacementMove<'a> {
    pub id: &'a ReplacementId,
    /// Nothing is written if it is in another state by now.
    pub from: ReplacementState,
    pub to: ReplacementState,
    /// By the local clock.
    pub at: Timestamp,
    /// What is asked next: the addition, or after a failure who is admin now.
    pub next: Option<&'a QueuedAction>,
}

impl Store {
    /// Takes in a replacement with the action that is its first step.
    pub async fn save_replacement(
        &self,
        replacement: &AdminReplacement,
        removal: &QueuedAction,
    ) -> Result<(), StoreError> {
        let (id, robot_key) = (replacement.id.as_str(), replacement.robot_key.as_str());
        let (group_id, remove, add) =
            (replacement.group_id.as_str(), replacement.remove.as_str(), replacement.add.as_str());
        let (state, action) = (replacement.state.word(), removal.id.as_str());
        let requested_by = json(&replacement.requested_by)?;
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        actions::insert(&mut tx, removal).await?;
        sqlx::query!(
            "INSERT INTO admin_replacements (
                id, robot_key, group_id, remove_id, add_id, state, removal_action, requested_by_json, requested_at
             ) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            id,
            robot_key,
            group_id,
            remove,
            add,
            state,
            action,
            requested_by,
            replacement.requested_at.0
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Moves a replacement, with what it asks next. False, and nothing is written, if it was not in the state it is said to
    /// come from.
    pub async fn move_replacement(&self, step: &ReplacementMove<'_>) -> Result<bool, StoreError> {
        let (id, from, to) = (step.id.as_str(), step.from.word(), step.to.word());
        let next = step.next.map(|action| action.id.as_str());
        let addition = next.filter(|_| step.to.is_open());
        let inquiry = next.filter(|_| !step.to.is_open());
        let finished_at = (!step.to.is_open()).then_some(step.at.0);
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let moved = sqlx::query!(
            "UPDATE admin_replacements SET
                state = ?3,
                addition_action = COALESCE(?4, addition_action),
                inquiry_action = COALESCE(?5, inquiry_action),
                finished_at = ?6
             WHERE id = ?1 AND state = ?2",
            id,
            from,
            to,
            addition,
            inquiry,
            finished_at
        )
        .execute(&mut *tx)
        .await?
        .rows_affected();
        if moved != 1 {
            return Ok(false);
        }
        if let Some(action) = step.next {
            actions::insert(&mut tx, action).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Replacements that are under way, the oldest first.
    pub async fn open_replacements(&self) -> Result<Vec<AdminReplacement>, StoreError> {
        let rows = sqlx::query_as!(
            ReplacementRow,
            "SELECT id, robot_key, group_id, remove_id, add_id, state, removal_action, addition_action, inquiry_action,
                    requested_by_json, requested_at, finished_at
             FROM admin_replacements WHERE finished_at IS NULL ORDER BY sequence"
        )
        .fetch_all(self.readers())
        .await?;
        rows.into_iter().map(AdminReplacement::try_from).collect()
    }

    /// Every replacement, newest first: of one robot, or of all.
    pub async fn replacements(&self, robot: Option<&RobotKey>) -> Result<Vec<AdminReplacement>, StoreError> {
        let robot_key = robot.map(RobotKey::as_str);
        let rows = sqlx::query_as!(
            ReplacementRow,
            "SELECT id, robot_key, group_id, remove_id, add_id, state, removal_action, addition_action, inquiry_action,
                    requested_by_json, requested_at, finished_at
             FROM admin_replacements WHERE ?1 IS NULL OR robot_key = ?1 ORDER BY sequence DESC",
            robot_key
        )
        .fetch_all(self.readers())
        .await?;
        rows.into_iter().map(AdminReplacement::try_from).collect()
    }

    /// One replacement.
    pub async fn replacement(&self, id: &ReplacementId) -> Result<Option<AdminReplacement>, StoreError> {
        Ok(self.replacements(None).await?.into_iter().find(|replacement| replacement.id == *id))
    }

    /// The replacements that one of these actions is a step of.
    pub async fn replacements_of_actions(&self, ids: &[MessageId]) -> Result<Vec<AdminReplacement>, StoreError> {
        let all = self.open_replacements().await?;
        let step = |row: &AdminReplacement| {
            ids.contains(&row.removal) || row.addition.as_ref().is_some_and(|addition| ids.contains(addition))
        };
        Ok(all.into_iter().filter(step).collect())
    }
}
