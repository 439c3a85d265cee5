//! Customers whose tags another console changed without anybody saying how (Q39, Q45). Each is checked by itself, before
//! the sweep goes on: one question for every name of the library.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;
use zuoxi_model::{CustomerId, RobotKey, Timestamp};

use crate::rows::json;
use crate::store::begin;
use crate::{Store, StoreError};

/// A customer whose tags are to be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubtful {
    pub robot_key: RobotKey,
    pub customer: CustomerId,
    /// Every name of the robot's library.
    pub names: Vec<String>,
}

impl Store {
    /// Whether what is known of a customer's tags is in doubt.
    pub async fn are_tags_doubtful(&self, robot: &RobotKey, customer: &CustomerId) -> Result<bool, StoreError> {
        let (robot_key, customer_id) = (robot.as_str(), customer.as_str());
        let doubted = sqlx::query_scalar!(
            r#"SELECT count(*) AS "doubted!: i64" FROM doubtful_tags WHERE robot_key = ?1 AND customer_id = ?2"#,
            robot_key,
            customer_id
        )
        .fetch_one(self.readers())
        .await?;
        Ok(doubted > 0)
    }

    /// The customer of one of these robots who is in doubt longest.
    pub async fn next_doubtful(&self, robots: &[RobotKey]) -> Result<Option<Doubtful>, StoreError> {
        let robots = json(robots)?;
        let mut reader = self.readers().acquire().await?;
        let row = sqlx::query!(
            "SELECT robot_key, customer_id FROM doubtful_tags
             WHERE robot_key IN (SELECT value FROM json_each(?1))
                AND EXISTS (SELECT 1 FROM tag_sweeps WHERE tag_sweeps.robot_key = doubtful_tags.robot_key)
             ORDER BY since LIMIT 1",
            robots
        )
        .fetch_optional(&mut *reader)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let names =
            sqlx::query_scalar!("SELECT name FROM tag_sweeps WHERE robot_key = ?1 ORDER BY name", row.robot_key)
                .fetch_all(&mut *reader)
                .await?;
        Ok(Some(Doubtful { robot_key: row.robot_key.into(), customer: row.customer_id.into(), names }))
    }

    /// Takes in which of the names a customer carries, as the platform said from `asked_at` on. What this console wrote
    /// since then is newer and stays. The doubt ends, unless it arose again meanwhile.
    pub async fn take_check(
        &self,
        doubtful: &Doubtful,
        carried: &[String],
        asked_at: Timestamp,
    ) -> Result<(), StoreError> {
        let (robot_key, customer_id) = (doubtful.robot_key.as_str(), doubtful.customer.as_str());
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let tags =
            sqlx::query!("SELECT label_id, name FROM tags WHERE robot_key = ?1", robot_key).fetch_all(&mut *tx).await?;
        let mut labels: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for tag in tags {
            labels.entry(tag.name).or_default().push(tag.label_id);
        }
        for name in &doubtful.names {
            let labels = labels.get(name).map(Vec::as_slice).unwrap_or_default();
            if carried.contains(name) {
                carries(&mut tx, robot_key, customer_id, name, labels, asked_at).await?;
            } else {
                carries_not(&mut tx, robot_key, customer_id, name, labels, asked_at).await?;
            }
        }
        sqlx::query!(
            "DELETE FROM doubtful_tags WHERE robot_key = ?1 AND customer_id = ?2 AND since <= ?3",
            robot_key,
            customer_id,
            asked_at.0
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn carries(
    conn: &mut SqliteConnection,
    robot_key: &str,
    customer_id: &str,
    name: &str,
    labels: &[String],
    asked_at: Timestamp,
) -> Result<(), StoreError> {
    // Which of several tags of one name it is, is not guessed (Q43).
    let [label] = labels else {
        sqlx::query!(
            "INSERT INTO ambiguous_tags (robot_key, customer_id, name, known_since, swept_at) VALUES (?1, ?2, ?3, ?4, ?4)
             ON CONFLICT (robot_key, customer_id, name) DO UPDATE SET swept_at = excluded.swept_at",
            robot_key,
            customer_id,
            name,
            asked_at.0
        )
        .execute(conn)
        .await?;
        return Ok(());
    };
    sqlx::query!(
        "INSERT INTO customer_tags (robot_key, customer_id, label_id, is_carried, known_since, source, swept_at)
         VALUES (?1, ?2, ?3, 1, ?4, 'swept', ?4)
         ON CONFLICT (robot_key, customer_id, label_id) DO UPDATE SET
            is_carried = 1,
            known_since =
                CASE WHEN customer_tags.is_carried = 1 THEN customer_tags.known_since ELSE excluded.known_since END,
            source = CASE WHEN customer_tags.is_carried = 1 THEN customer_tags.source ELSE excluded.source END,
            swept_at = excluded.swept_at
         WHERE customer_tags.known_since < excluded.known_since",
        robot_key,
        customer_id,
        label,
        asked_at.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn carries_not(
    conn: &mut SqliteConnection,
    robot_key: &str,
    customer_id: &str,
    name: &str,
    labels: &[String],
    asked_at: Timestamp,
) -> Result<(), StoreError> {
    let labels = json(labels)?;
    sqlx::query!(
        "DELETE FROM customer_tags
         WHERE robot_key = ?1 AND customer_id = ?2 AND label_id IN (SELECT value FROM json_each(?3)) AND known_since < ?4",
        robot_key,
        customer_id,
        labels,
        asked_at.0
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "DELETE FROM ambiguous_tags WHERE robot_key = ?1 AND customer_id = ?2 AND name = ?3",
        robot_key,
        customer_id,
        name
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that what is known of a customer's tags may be wrong.
pub(crate) async fn doubt(
    conn: &mut SqliteConnection,
    robot: &RobotKey,
    customer: &CustomerId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (robot_key, customer_id) = (robot.as_str(), customer.as_str());
    sqlx::query!(
        "INSERT INTO doubtful_tags (robot_key, customer_id, since) VALUES (?1, ?2, ?3)
         ON CONFLICT (robot_key, customer_id) DO UPDATE SET since = excluded.since",
        robot_key,
        customer_id,
        at.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that the tags of some customer of the robot changed, nobody knows whose: every name is due to be swept anew.
pub(crate) async fn doubt_everyone(conn: &mut SqliteConnection, robot: &RobotKey) -> Result<(), StoreError> {
    let robot_key = robot.as_str();
    sqlx::query!("UPDATE tag_sweeps SET checked_at = NULL WHERE robot_key = ?1", robot_key).execute(conn).await?;
    Ok(())
}
