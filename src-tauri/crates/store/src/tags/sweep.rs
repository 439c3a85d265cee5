//! The sweep of spec 2.3 over the tag names, page by page, so that it goes on where it stopped.
//!
//! What this console wrote after a page was asked for is newer than the page. What was seen neither by the sweep nor
//! written since it began is gone from the platform; but only a sweep that read every record can tell that.

use sqlx::SqliteConnection;
use zuoxi_model::{CustomerId, RobotKey, Timestamp};

use crate::rows::{count, json};
use crate::store::begin;
use crate::{Store, StoreError};

/// A page of a sweep that is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweepStep {
    pub robot_key: RobotKey,
    /// The tag's name, `tagList` of spec 2.3.
    pub name: String,
    /// Counted from 1.
    pub page: u32,
}

/// One page of a sweep as it was read.
#[derive(Debug, Clone)]
pub struct SweptPage {
    pub customers: Vec<CustomerId>,
    /// When it was asked for, by the local clock.
    pub asked_at: Timestamp,
    /// True if some of its records could not be read.
    pub has_unreadable: bool,
    pub is_last: bool,
}

impl Store {
    /// What to sweep next for one of these robots: a sweep that was begun, else the name that was checked longest ago,
    /// if that was before `due`.
    pub async fn next_sweep(&self, robots: &[RobotKey], due: Timestamp) -> Result<Option<SweepStep>, StoreError> {
        let robots = json(robots)?;
        let row = sqlx::query_file!("queries/next_sweep.sql", robots, due.0).fetch_optional(self.readers()).await?;
        Ok(row.map(|row| SweepStep { robot_key: row.robot_key.into(), name: row.name, page: count(row.next_page) }))
    }

    /// Takes in a page of a sweep. Returns the customers whose tags are not what they were.
    pub async fn take_sweep(&self, step: &SweepStep, page: &SweptPage) -> Result<Vec<CustomerId>, StoreError> {
        let (robot_key, name) = (step.robot_key.as_str(), step.name.as_str());
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let begun = sqlx::query!(
            r#"UPDATE tag_sweeps SET
                started_at = CASE WHEN next_page = 1 THEN ?3 ELSE COALESCE(started_at, ?3) END,
                is_whole = CASE WHEN next_page = 1 THEN ?4 ELSE min(is_whole, ?4) END
               WHERE robot_key = ?1 AND name = ?2
               RETURNING started_at AS "started_at!: i64", is_whole AS "is_whole: bool""#,
            robot_key,
            name,
            page.asked_at.0,
            !page.has_unreadable
        )
        .fetch_optional(&mut *tx)
        .await?;
        // The name left the library while its page was read.
        let Some(begun) = begun else { return Ok(Vec::new()) };
        let started_at = begun.started_at;
        let labels =
            sqlx::query_scalar!("SELECT label_id FROM tags WHERE robot_key = ?1 AND name = ?2", robot_key, name)
                .fetch_all(&mut *tx)
                .await?;
        let customers = json(&page.customers)?;
        let mut changed = match labels.as_slice() {
            [label] => see(&mut tx, robot_key, label, &customers, started_at, page.asked_at.0).await?,
            _ => see_name(&mut tx, robot_key, name, &customers, started_at, page.asked_at.0).await?,
        };
        if page.is_last {
            if begun.is_whole {
                changed.extend(end(&mut tx, robot_key, name, &labels, started_at).await?);
            }
            sqlx::query!(
                "UPDATE tag_sweeps SET checked_at = started_at, started_at = NULL, next_page = 1
                 WHERE robot_key = ?1 AND name = ?2",
                robot_key,
                name
            )
            .execute(&mut *tx)
            .await?;
        } else {
            sqlx::query!(
                "UPDATE tag_sweeps SET next_page = next_page + 1 WHERE robot_key = ?1 AND name = ?2",
                robot_key,
                name
            )
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        changed.sort_unstable();
        changed.dedup();
        Ok(changed.into_iter().map(Into::into).collect())
    }
}

/// The customers of a page carry the tag.
async fn see(
    conn: &mut SqliteConnection,
    robot_key: &str,
    label: &str,
    customers: &str,
    started_at: i64,
    asked_at: i64,
) -> Result<Vec<String>, StoreError> {
    let new = sqlx::query_scalar!(
        // An expression, because sqlx looks a bare column up in a table, and json_each is none.
        r#"SELECT seen.value || '' AS "customer!: String" FROM json_each(?3) AS seen
           WHERE NOT EXISTS (
              SELECT 1 FROM customer_tags
              WHERE robot_key = ?1 AND customer_id = seen.value AND label_id = ?2
                AND (is_carried = 1 OR known_since >= ?4)
           )"#,
        robot_key,
        label,
        customers,
        asked_at
    )
    .fetch_all(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO customer_tags (robot_key, customer_id, label_id, is_carried, known_since, source, swept_at)
         SELECT ?1, value, ?2, 1, ?5, 'swept', ?4 FROM json_each(?3) WHERE true
         ON CONFLICT (robot_key, customer_id, label_id) DO UPDATE SET
            known_since = CASE WHEN customer_tags.is_carried = 1 THEN customer_tags.known_since ELSE excluded.known_since END,
            source = CASE WHEN customer_tags.is_carried = 1 THEN customer_tags.source ELSE excluded.source END,
            is_carried = 1,
            swept_at = excluded.swept_at
         WHERE customer_tags.known_since < ?5",
        robot_key,
        label,
        customers,
        started_at,
        asked_at
    )
    .execute(conn)
    .await?;
    Ok(new)
}

/// The customers of a page carry one of the tags that share the name.
async fn see_name(
    conn: &mut SqliteConnection,
    robot_key: &str,
    name: &str,
    customers: &str,
    started_at: i64,
    asked_at: i64,
) -> Result<Vec<String>, StoreError> {
    let new = sqlx::query_scalar!(
        // An expression, because sqlx looks a bare column up in a table, and json_each is none.
        r#"SELECT seen.value || '' AS "customer!: String" FROM json_each(?3) AS seen
           WHERE NOT EXISTS (
              SELECT 1 FROM ambiguous_tags WHERE robot_key = ?1 AND customer_id = seen.value AND name = ?2
           )"#,
        robot_key,
        name,
        customers
    )
    .fetch_all(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO ambiguous_tags (robot_key, customer_id, name, known_since, swept_at)
         SELECT ?1, value, ?2, ?5, ?4 FROM json_each(?3) WHERE true
         ON CONFLICT (robot_key, customer_id, name) DO UPDATE SET swept_at = excluded.swept_at",
        robot_key,
        name,
        customers,
        started_at,
        asked_at
    )
    .execute(conn)
    .await?;
    Ok(new)
}

/// A whole sweep of a name has ended: whoever it did not see does not carry it.
async fn end(
    conn: &mut SqliteConnection,
    robot_key: &str,
    name: &str,
    labels: &[String],
    started_at: i64,
) -> Result<Vec<String>, StoreError> {
    let labels_json = json(labels)?;
    let mut gone = sqlx::query_scalar!(
        "DELETE FROM ambiguous_tags WHERE robot_key = ?1 AND name = ?2 AND (swept_at < ?3 OR ?4)
         RETURNING customer_id",
        robot_key,
        name,
        started_at,
        labels.len() == 1
    )
    .fetch_all(&mut *conn)
    .await?;
    if labels.len() == 1 {
        let unseen = sqlx::query_scalar!(
            "DELETE FROM customer_tags
             WHERE robot_key = ?1
                AND label_id IN (SELECT value FROM json_each(?2))
                AND known_since < ?3
                AND (is_carried = 0 OR swept_at IS NULL OR swept_at < ?3)
             RETURNING customer_id",
            robot_key,
            labels_json,
            started_at
        )
        .fetch_all(&mut *conn)
        .await?;
        gone.extend(unseen);
        return Ok(gone);
    }
    // Which of several tags of one name a customer has is not known from here; but who was not seen has none of them.
    let unseen = sqlx::query_scalar!(
        "DELETE FROM customer_tags
         WHERE robot_key = ?1
            AND label_id IN (SELECT value FROM json_each(?2))
            AND known_since < ?3
            AND (is_carried = 0 OR NOT EXISTS (
                SELECT 1 FROM ambiguous_tags
                WHERE ambiguous_tags.robot_key = customer_tags.robot_key
                    AND ambiguous_tags.customer_id = customer_tags.customer_id
                    AND ambiguous_tags.name = ?4
            ))
         RETURNING customer_id",
        robot_key,
        labels_json,
        started_at,
        name
    )
    .fetch_all(conn)
    .await?;
    gone.extend(unseen);
    Ok(gone)
}

/// When the name that was checked longest ago was checked; `None` while one never was, or there is none.
pub(crate) async fn checked_at(conn: &mut SqliteConnection, robot_key: &str) -> Result<Option<Timestamp>, StoreError> {
    let checked = sqlx::query!(
        r#"SELECT min(COALESCE(checked_at, 0)) AS "oldest?: i64" FROM tag_sweeps WHERE robot_key = ?1"#,
        robot_key
    )
    .fetch_one(conn)
    .await?;
    Ok(checked.oldest.and_then(Timestamp::from_platform_ms))
}
