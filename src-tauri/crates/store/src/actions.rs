//! The robots' queues. Which state follows which is the engine's to decide; here a state is written in one transaction
//! with what it changes in the cache, and only if the action is still in the state the engine thought it in.

use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;
use zuoxi_model::{
    Action, ActionReply, ActionState, CustomerId, MessageId, QueuedAction, RequestedBy, RobotKey, Timestamp,
};

use crate::effects::{self, Effect, Touched};
use crate::rows::{count, json};
use crate::store::begin;
use crate::words::Word as _;
use crate::{Store, StoreError};

/// A row of `actions`.
struct ActionRow {
    id: String,
    robot_key: String,
    action_json: String,
    sent_json: Option<String>,
    carried_by: Option<String>,
    requested_by_json: String,
    requested_at: i64,
    state: String,
    in_flight_at: Option<i64>,
    attempts: i64,
    finished_at: Option<i64>,
    reply_code: Option<String>,
    reply_msg: String,
    outcome_json: Option<String>,
    decided_at: Option<i64>,
}

impl TryFrom<ActionRow> for QueuedAction {
    type Error = StoreError;

    fn try_from(row: ActionRow) -> Result<Self, StoreError> {
        let reply = row.reply_code.map(|code| ActionReply {
            code,
            msg: row.reply_msg,
            outcome: row.outcome_json.as_deref().and_then(|text| serde_json::from_str(text).ok()),
        });
        Ok(Self {
            action: read::<Action>(&row.id, &row.action_json)?,
            sent: row.sent_json.as_deref().map(|text| read(&row.id, text)).transpose()?,
            requested_by: read::<RequestedBy>(&row.id, &row.requested_by_json)?,
            state: state(&row.state, row.in_flight_at)?,
            robot_key: row.robot_key.into(),
            carried_by: row.carried_by.map(Into::into),
            requested_at: Timestamp(row.requested_at),
            attempts: count(row.attempts),
            finished_at: row.finished_at.map(Timestamp),
            reply,
            decided_at: row.decided_at.map(Timestamp),
            id: row.id.into(),
        })
    }
}

fn read<T: DeserializeOwned>(id: &str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::corrupt(format!("the action {id}: {error}")))
}

fn state(word: &str, in_flight_at: Option<i64>) -> Result<ActionState, StoreError> {
    match (word, in_flight_at) {
        ("queued", _) => Ok(ActionState::Queued),
        ("inFlight", Some(at)) => Ok(ActionState::InFlight { at: Timestamp(at) }),
        ("done", _) => Ok(ActionState::Done),
        ("refused", _) => Ok(ActionState::Refused),
        ("unknown", _) => Ok(ActionState::Unknown),
        ("cancelled", _) => Ok(ActionState::Cancelled),
        _ => Err(StoreError::corrupt(format!("{word:?} is no state of an action"))),
    }
}

/// One step of an action.
#[derive(Debug, Clone, Copy)]
pub struct Move<'a> {
    pub id: &'a MessageId,
    /// Nothing is written if it is in another state by now.
    pub from: ActionState,
    pub to: ActionState,
    /// By the local clock.
    pub at: Timestamp,
    pub reply: Option<&'a ActionReply>,
}

impl Store {
    /// Takes an action into its robot's queue.
    pub async fn enqueue_action(&self, action: &QueuedAction) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        insert(&mut writer, action).await
    }

    /// The action of this id, whatever its state.
    pub async fn action(&self, id: &MessageId) -> Result<Option<QueuedAction>, StoreError> {
        Ok(self.actions_by_id(std::slice::from_ref(id)).await?.pop())
    }

    /// These actions, in the order asked; one that is not known is left out.
    pub async fn actions_by_id(&self, ids: &[MessageId]) -> Result<Vec<QueuedAction>, StoreError> {
        let ids = json(ids)?;
        let rows = sqlx::query_file_as!(ActionRow, "queries/actions_by_id.sql", ids).fetch_all(self.readers()).await?;
        rows.into_iter().map(QueuedAction::try_from).collect()
    }

    /// The robots whose queue is not empty.
    pub async fn robots_with_actions(&self) -> Result<Vec<RobotKey>, StoreError> {
        let rows = sqlx::query_scalar!(
            "SELECT DISTINCT robot_key FROM actions WHERE state IN ('queued', 'inFlight') AND carried_by IS NULL"
        )
        .fetch_all(self.readers())
        .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The head of a robot's queue: the one in flight, else the one that waits longest.
    pub async fn next_action(&self, robot: &RobotKey) -> Result<Option<QueuedAction>, StoreError> {
        let robot_key = robot.as_str();
        let row = sqlx::query_file_as!(ActionRow, "queries/next_action.sql", robot_key)
            .fetch_optional(self.readers())
            .await?;
        row.map(QueuedAction::try_from).transpose()
    }

    /// The tag changes of a customer that wait, the oldest first.
    pub async fn waiting_tag_changes(
        &self,
        robot: &RobotKey,
        customer: &CustomerId,
    ) -> Result<Vec<QueuedAction>, StoreError> {
        let (robot_key, customer_id) = (robot.as_str(), customer.as_str());
        let rows = sqlx::query_file_as!(ActionRow, "queries/waiting_tag_changes.sql", robot_key, customer_id)
            .fetch_all(self.readers())
            .await?;
        rows.into_iter().map(QueuedAction::try_from).collect()
    }

    /// A page of the audit log, newest first: of one robot, or of all.
    pub async fn actions_page(
        &self,
        robot: Option<&RobotKey>,
        before: Option<&MessageId>,
        limit: u32,
    ) -> Result<Vec<QueuedAction>, StoreError> {
        let before = before.map(MessageId::as_str);
        let rows = match robot.map(RobotKey::as_str) {
            Some(robot_key) => {
                sqlx::query_file_as!(ActionRow, "queries/actions_of_robot.sql", robot_key, before, limit)
                    .fetch_all(self.readers())
                    .await?
            }
            None => {
                sqlx::query_file_as!(ActionRow, "queries/actions_page.sql", before, limit)
                    .fetch_all(self.readers())
                    .await?
            }
        };
        rows.into_iter().map(QueuedAction::try_from).collect()
    }

    /// Actions whose outcome is unknown and that no person has dealt with, the oldest first.
    pub async fn undecided_actions(&self) -> Result<Vec<QueuedAction>, StoreError> {
        let rows = sqlx::query_file_as!(ActionRow, "queries/undecided_actions.sql").fetch_all(self.readers()).await?;
        rows.into_iter().map(QueuedAction::try_from).collect()
    }

    /// Notes that an action is about to be handed to the platform, and which waiting ones leave with it. False, and
    /// nothing is written, if one of them has moved meanwhile.
    pub async fn send_action(
        &self,
        id: &MessageId,
        at: Timestamp,
        sent: Option<&Action>,
        passengers: &[MessageId],
    ) -> Result<bool, StoreError> {
        let id = id.as_str();
        let sent = sent.map(json).transpose()?;
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let taken = sqlx::query!(
            "UPDATE actions SET
                state = 'inFlight', in_flight_at = ?2, attempts = attempts + 1, sent_json = COALESCE(?3, sent_json)
             WHERE id = ?1 AND state IN ('queued', 'inFlight')",
            id,
            at.0,
            sent
        )
        .execute(&mut *tx)
        .await?
        .rows_affected();
        if taken != 1 || !carry(&mut tx, id, at, passengers).await? {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Moves an action, and those it carries, in one transaction with what that changes in the cache. `None`, and nothing
    /// is written, if it was not in the state it is said to come from.
    pub async fn move_action(&self, step: &Move<'_>, effects: &[Effect]) -> Result<Option<Touched>, StoreError> {
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        if !write_move(&mut tx, step).await? {
            return Ok(None);
        }
        let touched = effects::write(&mut tx, effects, step.at).await?;
        tx.commit().await?;
        Ok(Some(touched))
    }

    /// Ends a tag change that came to nothing, with those that cancelled it out, without anything having left. False if
    /// one of them has moved meanwhile.
    pub async fn cancel_out(
        &self,
        id: &MessageId,
        at: Timestamp,
        sent: &Action,
        passengers: &[MessageId],
    ) -> Result<bool, StoreError> {
        let id_text = id.as_str();
        let sent = json(sent)?;
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let taken = sqlx::query!(
            "UPDATE actions SET state = 'done', finished_at = ?2, sent_json = ?3 WHERE id = ?1 AND state = 'queued'",
            id_text,
            at.0,
            sent
        )
        .execute(&mut *tx)
        .await?
        .rows_affected();
        if taken != 1 || !carry(&mut tx, id_text, at, passengers).await? {
            return Ok(false);
        }
        sqlx::query!(
            "UPDATE actions SET state = 'done', in_flight_at = NULL, finished_at = ?2 WHERE carried_by = ?1",
            id_text,
            at.0
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Notes that a person has dealt with an unknown action, and takes in the one that is to be done in its place. False
    /// if nobody is asked about it any more.
    pub async fn decide_action(
        &self,
        id: &MessageId,
        at: Timestamp,
        again: Option<&QueuedAction>,
    ) -> Result<bool, StoreError> {
        let id = id.as_str();
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let decided = sqlx::query!(
            "UPDATE actions SET decided_at = ?2
             WHERE (id = ?1 OR carried_by = ?1) AND state = 'unknown' AND decided_at IS NULL",
            id,
            at.0
        )
        .execute(&mut *tx)
        .await?
        .rows_affected();
        if decided == 0 {
            return Ok(false);
        }
        if let Some(again) = again {
            insert(&mut tx, again).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// The actions that left with this one.
    pub async fn carried_actions(&self, id: &MessageId) -> Result<Vec<MessageId>, StoreError> {
        let id = id.as_str();
        let rows = sqlx::query_scalar!("SELECT id FROM actions WHERE carried_by = ?1 ORDER BY sequence", id)
            .fetch_all(self.readers())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}

pub(crate) async fn insert(conn: &mut SqliteConnection, action: &QueuedAction) -> Result<(), StoreError> {
    let (id, robot_key, kind) = (action.id.as_str(), action.robot_key.as_str(), action.action.kind().word());
    let customer = match &action.action {
        Action::ChangeTags { customer, .. } | Action::SetRemark { customer, .. } => Some(customer.as_str()),
        Action::AcceptFriend { from } => Some(from.as_str()),
        _ => None,
    };
    let (action_json, requested_by) = (json(&action.action)?, json(&action.requested_by)?);
    sqlx::query!(
        "INSERT INTO actions (id, robot_key, kind, customer_id, action_json, requested_by_json, requested_at, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'queued')",
        id,
        robot_key,
        kind,
        customer,
        action_json,
        requested_by,
        action.requested_at.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ties waiting actions to the one they leave with; false if one of them does not wait any more.
async fn carry(
    conn: &mut SqliteConnection,
    id: &str,
    at: Timestamp,
    passengers: &[MessageId],
) -> Result<bool, StoreError> {
    if passengers.is_empty() {
        return Ok(true);
    }
    let ids = json(passengers)?;
    let carried = sqlx::query!(
        "UPDATE actions SET state = 'inFlight', in_flight_at = ?2, carried_by = ?1
         WHERE id IN (SELECT value FROM json_each(?3)) AND state = 'queued'",
        id,
        at.0,
        ids
    )
    .execute(conn)
    .await?
    .rows_affected();
    Ok(usize::try_from(carried).is_ok_and(|carried| carried == passengers.len()))
}

async fn write_move(conn: &mut SqliteConnection, step: &Move<'_>) -> Result<bool, StoreError> {
    let (id, from, to) = (step.id.as_str(), step.from.name(), step.to.name());
    if step.to == ActionState::Queued {
        // It never left: those it was to carry wait on their own again.
        let back = sqlx::query!(
            "UPDATE actions SET state = 'queued', in_flight_at = NULL, sent_json = NULL, attempts = max(attempts - 1, 0)
             WHERE id = ?1 AND state = ?2",
            id,
            from
        )
        .execute(&mut *conn)
        .await?;
        sqlx::query!(
            "UPDATE actions SET state = 'queued', in_flight_at = NULL, carried_by = NULL
             WHERE carried_by = ?1 AND state = 'inFlight'",
            id
        )
        .execute(conn)
        .await?;
        return Ok(back.rows_affected() == 1);
    }
    let code = step.reply.map(|reply| reply.code.as_str());
    let msg = step.reply.map(|reply| reply.msg.as_str()).unwrap_or_default();
    let outcome = step.reply.and_then(|reply| reply.outcome.as_ref()).map(json).transpose()?;
    let moved = sqlx::query!(
        "UPDATE actions SET
            state = ?3, in_flight_at = NULL, finished_at = ?4, reply_code = ?5, reply_msg = ?6, outcome_json = ?7
         WHERE id = ?1 AND state = ?2",
        id,
        from,
        to,
        step.at.0,
        code,
        msg,
        outcome
    )
    .execute(&mut *conn)
    .await?;
    if moved.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query!(
        "UPDATE actions SET state = ?2, in_flight_at = NULL, finished_at = ?3, reply_code = ?4, reply_msg = ?5
         WHERE carried_by = ?1",
        id,
        to,
        step.at.0,
        code,
        msg
    )
    .execute(conn)
    .await?;
    Ok(true)
}
