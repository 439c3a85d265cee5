//! Broadcasts: what was planned, what was handed over, and in which chats its parts were seen. Which state follows which
//! is the engine's to decide.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;
use zuoxi_model::{
    Audience, BroadcastDetail, BroadcastDraft, BroadcastId, BroadcastPlan, BroadcastRecipient, BroadcastRecord,
    BroadcastState, ChatKey, LeftOut, MessageId, RequestedBy, Timestamp,
};

use crate::rows::{chat_key, chat_keys_json, count, json};
use crate::store::begin;
use crate::words::Word as _;
use crate::{Store, StoreError};

struct BroadcastRow {
    id: String,
    draft_json: String,
    left_out_json: String,
    state: String,
    requested_by_json: String,
    planned_at: i64,
    started_at: Option<i64>,
    finished_at: Option<i64>,
    answer: String,
    decided_at: Option<i64>,
    recipients: i64,
    delivered: i64,
}

impl BroadcastRow {
    fn left_out(&self) -> Result<Vec<LeftOut>, StoreError> {
        read(&self.id, &self.left_out_json)
    }
}

fn read<T: serde::de::DeserializeOwned>(id: &str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::corrupt(format!("the broadcast {id}: {error}")))
}

impl TryFrom<BroadcastRow> for BroadcastRecord {
    type Error = StoreError;

    fn try_from(row: BroadcastRow) -> Result<Self, StoreError> {
        Ok(Self {
            draft: read::<BroadcastDraft>(&row.id, &row.draft_json)?,
            requested_by: read::<RequestedBy>(&row.id, &row.requested_by_json)?,
            state: BroadcastState::read(&row.state)?,
            planned_at: Timestamp(row.planned_at),
            started_at: row.started_at.map(Timestamp),
            finished_at: row.finished_at.map(Timestamp),
            answer: row.answer,
            decided_at: row.decided_at.map(Timestamp),
            recipients: count(row.recipients),
            delivered: count(row.delivered),
            id: row.id.into(),
        })
    }
}

/// One step of a broadcast.
#[derive(Debug, Clone, Copy)]
pub struct BroadcastMove<'a> {
    pub id: &'a BroadcastId,
    /// Nothing is written if it is in another state by now.
    pub from: BroadcastState,
    pub to: BroadcastState,
    /// By the local clock.
    pub at: Timestamp,
    pub answer: &'a str,
}

/// A chat of a broadcast that was handed over and in which some part was not seen yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    pub broadcast: BroadcastId,
    pub chat: ChatKey,
    pub draft: BroadcastDraft,
    pub started_at: Timestamp,
    /// Parts that were seen, counted from 0.
    pub seen: Vec<u32>,
}

/// A part of a broadcast that was seen in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    pub broadcast: BroadcastId,
    pub chat: ChatKey,
    /// Counted from 0.
    pub part: u32,
    pub message: MessageId,
    /// By the platform's clock.
    pub at: Timestamp,
}

/// What is known of one who may be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reachable {
    pub name: String,
    /// When the robot and they last spoke.
    pub last_spoken: Option<Timestamp>,
}

impl Store {
    /// Keeps a plan that waits for its confirmation.
    pub async fn save_plan(&self, plan: &BroadcastPlan, requested_by: &RequestedBy) -> Result<(), StoreError> {
        let id = plan.id.as_str();
        let (draft, left_out, requested_by) = (json(&plan.draft)?, json(&plan.left_out)?, json(requested_by)?);
        let parts = i64::try_from(plan.draft.contents.len()).unwrap_or(i64::MAX);
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        sqlx::query!(
            "INSERT INTO broadcasts (id, draft_json, left_out_json, parts, requested_by_json, planned_at, valid_until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            id,
            draft,
            left_out,
            parts,
            requested_by,
            plan.planned_at.0,
            plan.valid_until.0
        )
        .execute(&mut *tx)
        .await?;
        write_audience(&mut tx, id, &plan.draft.audience).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Until when a plan can be confirmed.
    pub async fn plan_valid_until(&self, id: &BroadcastId) -> Result<Option<Timestamp>, StoreError> {
        let id = id.as_str();
        let until = sqlx::query_scalar!("SELECT valid_until FROM broadcasts WHERE id = ?1", id)
            .fetch_optional(self.readers())
            .await?;
        Ok(until.map(Timestamp))
    }

    /// Every broadcast, newest first, the plans that wait included.
    pub async fn broadcasts(&self) -> Result<Vec<BroadcastRecord>, StoreError> {
        let mut reader = self.readers().acquire().await?;
        let rows = rows(&mut reader, None).await?;
        rows.into_iter().map(BroadcastRecord::try_from).collect()
    }

    /// The broadcast of this id, with what was seen of it.
    pub async fn broadcast(&self, id: &BroadcastId) -> Result<Option<BroadcastRecord>, StoreError> {
        let mut reader = self.readers().acquire().await?;
        rows(&mut reader, Some(id)).await?.pop().map(BroadcastRecord::try_from).transpose()
    }

    /// A broadcast with everyone it concerns, in the order of the draft.
    pub async fn broadcast_detail(&self, id: &BroadcastId) -> Result<Option<BroadcastDetail>, StoreError> {
        let mut reader = self.readers().acquire().await?;
        let Some(row) = rows(&mut reader, Some(id)).await?.pop() else { return Ok(None) };
        let id = id.as_str();
        let audience = sqlx::query!(
            r#"SELECT audience.robot_key, audience.chat_user,
                      COALESCE(chats.name, customers.name, groups.name, '') AS "name!: String",
                      (SELECT count(*) FROM broadcast_sightings AS seen
                       WHERE seen.broadcast_id = audience.broadcast_id AND seen.robot_key = audience.robot_key
                          AND seen.chat_user = audience.chat_user) AS "parts_seen!: i64",
                      (SELECT max(seen_at) FROM broadcast_sightings AS seen
                       WHERE seen.broadcast_id = audience.broadcast_id AND seen.robot_key = audience.robot_key
                          AND seen.chat_user = audience.chat_user) AS "seen_at?: i64",
                      broadcasts.parts AS "parts!: i64"
               FROM broadcast_audience AS audience
               JOIN broadcasts ON broadcasts.id = audience.broadcast_id
               LEFT JOIN chats ON chats.robot_key = audience.robot_key AND chats.chat_user = audience.chat_user
               LEFT JOIN customers
                  ON customers.robot_key = audience.robot_key AND customers.customer_id = audience.chat_user
               LEFT JOIN groups ON groups.robot_key = audience.robot_key AND groups.group_id = audience.chat_user
               WHERE audience.broadcast_id = ?1
               ORDER BY audience.position"#,
            id
        )
        .fetch_all(&mut *reader)
        .await?;
        let left_out = row.left_out()?;
        let audience = audience.into_iter().map(|row| BroadcastRecipient {
            robot_key: row.robot_key.into(),
            chat_user: row.chat_user.into(),
            name: row.name,
            parts_seen: count(row.parts_seen),
            delivered_at: row.seen_at.filter(|_| row.parts_seen >= row.parts).map(Timestamp),
        });
        Ok(Some(BroadcastDetail { audience: audience.collect(), left_out, record: row.try_into()? }))
    }

    /// Moves a broadcast. False, and nothing is written, if it was not in the state it is said to come from.
    pub async fn move_broadcast(&self, step: &BroadcastMove<'_>) -> Result<bool, StoreError> {
        let (id, from, to) = (step.id.as_str(), step.from.word(), step.to.word());
        let is_start = step.to == BroadcastState::Sending;
        let mut writer = self.writer().await?;
        let moved = sqlx::query!(
            "UPDATE broadcasts SET
                state = ?3,
                started_at = CASE WHEN ?6 THEN ?4 ELSE started_at END,
                finished_at = CASE WHEN ?6 THEN NULL ELSE ?4 END,
                answer = ?5
             WHERE id = ?1 AND state = ?2",
            id,
            from,
            to,
            step.at.0,
            step.answer,
            is_start
        )
        .execute(&mut *writer)
        .await?;
        Ok(moved.rows_affected() == 1)
    }

    /// Broadcasts that were being handed over when the console ended.
    pub async fn broadcasts_under_way(&self) -> Result<Vec<BroadcastId>, StoreError> {
        let rows = sqlx::query_scalar!("SELECT id FROM broadcasts WHERE state = 'sending' ORDER BY sequence")
            .fetch_all(self.readers())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Notes that a person has dealt with an unknown broadcast. False if nobody is asked about it.
    pub async fn decide_broadcast(&self, id: &BroadcastId, at: Timestamp) -> Result<bool, StoreError> {
        let id = id.as_str();
        let mut writer = self.writer().await?;
        let decided = sqlx::query!(
            "UPDATE broadcasts SET decided_at = ?2 WHERE id = ?1 AND state = 'unknown' AND decided_at IS NULL",
            id,
            at.0
        )
        .execute(&mut *writer)
        .await?;
        Ok(decided.rows_affected() == 1)
    }

    /// The broadcasts that may still arrive in these chats, the oldest first.
    pub async fn awaited_in(&self, chats: &[ChatKey]) -> Result<Vec<Awaited>, StoreError> {
        let chats = chat_keys_json(chats)?;
        let rows = sqlx::query_file!("queries/awaited_broadcasts.sql", chats).fetch_all(self.readers()).await?;
        rows.into_iter()
            .map(|row| {
                Ok(Awaited {
                    draft: read(&row.id, &row.draft_json)?,
                    seen: read(&row.id, &row.seen)?,
                    broadcast: row.id.into(),
                    chat: chat_key(row.robot_key, row.chat_user),
                    started_at: Timestamp(row.started_at),
                })
            })
            .collect()
    }

    /// Notes which parts were seen where. A message that proves something already proves nothing else.
    pub async fn note_sightings(&self, sightings: &[Sighting]) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        for sighting in sightings {
            let (id, message) = (sighting.broadcast.as_str(), sighting.message.as_str());
            let (robot_key, chat_user) = (sighting.chat.robot_key.as_str(), sighting.chat.chat_user.as_str());
            sqlx::query!(
                "INSERT OR IGNORE INTO broadcast_sightings
                    (broadcast_id, robot_key, chat_user, part, message_id, seen_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                id,
                robot_key,
                chat_user,
                sighting.part,
                message,
                sighting.at.0
            )
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// When each of these chats was last spoken in, and how it is called.
    pub async fn last_spoken(&self, chats: &[ChatKey]) -> Result<BTreeMap<ChatKey, Reachable>, StoreError> {
        let chats = chat_keys_json(chats)?;
        let rows = sqlx::query_file!("queries/last_spoken.sql", chats).fetch_all(self.readers()).await?;
        let known = rows.into_iter().map(|row| {
            let reachable = Reachable { name: row.name, last_spoken: row.last_spoken.map(Timestamp) };
            (chat_key(row.robot_key, row.chat_user), reachable)
        });
        Ok(known.collect())
    }
}

/// Writes down whom a broadcast is for.
pub(crate) async fn write_audience(conn: &mut SqliteConnection, id: &str, to: &Audience) -> Result<(), StoreError> {
    let audience = chat_keys_json(&audience(to))?;
    sqlx::query!(
        "INSERT INTO broadcast_audience (broadcast_id, position, robot_key, chat_user)
             SELECT ?1, key, value ->> 0, value ->> 1 FROM json_each(?2)",
        id,
        audience
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Everyone a draft writes to, in its order.
fn audience(audience: &Audience) -> Vec<ChatKey> {
    let key = |robot: &zuoxi_model::RobotKey, user: &str| ChatKey { robot_key: robot.clone(), chat_user: user.into() };
    match audience {
        Audience::Customers(robots) => {
            robots.iter().flat_map(|robot| robot.to.iter().map(|to| key(&robot.robot_key, to.as_str()))).collect()
        }
        Audience::Groups(robots) => {
            robots.iter().flat_map(|robot| robot.to.iter().map(|to| key(&robot.robot_key, to.as_str()))).collect()
        }
    }
}

async fn rows(conn: &mut SqliteConnection, id: Option<&BroadcastId>) -> Result<Vec<BroadcastRow>, StoreError> {
    let id = id.map(BroadcastId::as_str);
    Ok(sqlx::query_as!(
        BroadcastRow,
        r#"SELECT id, draft_json, left_out_json, state, requested_by_json, planned_at, started_at, finished_at, answer,
                  decided_at,
                  (SELECT count(*) FROM broadcast_audience AS audience
                   WHERE audience.broadcast_id = broadcasts.id) AS "recipients!: i64",
                  (SELECT count(*) FROM broadcast_audience AS audience
                   WHERE audience.broadcast_id = broadcasts.id
                      AND (SELECT count(*) FROM broadcast_sightings AS seen
                           WHERE seen.broadcast_id = audience.broadcast_id AND seen.robot_key = audience.robot_key
                              AND seen.chat_user = audience.chat_user) >= broadcasts.parts) AS "delivered!: i64"
           FROM broadcasts WHERE ?1 IS NULL OR id = ?1 ORDER BY sequence DESC"#,
        id
    )
    .fetch_all(conn)
    .await?)
}
