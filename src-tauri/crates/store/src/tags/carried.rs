//! Who carries which tag.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::SqliteConnection;
use zuoxi_model::{AmbiguousTag, Candidate, CarriedTag, CustomerId, LabelId, RobotKey, Tag, TagSource, Timestamp};

use crate::rows::json;
use crate::words::Word as _;
use crate::{Store, StoreError};

impl Store {
    /// The tags a customer carries as far as is known, in the order of the library.
    pub async fn carried_tags(&self, robot: &RobotKey, customer: &CustomerId) -> Result<Vec<CarriedTag>, StoreError> {
        let (robot_key, customer_id) = (robot.as_str(), customer.as_str());
        let rows =
            sqlx::query_file!("queries/carried_tags.sql", robot_key, customer_id).fetch_all(self.readers()).await?;
        rows.into_iter()
            .map(|row| {
                Ok(CarriedTag {
                    id: row.label_id.into(),
                    name: row.name,
                    group: row.group_name,
                    known_since: Timestamp(row.known_since),
                    source: TagSource::read(&row.source)?,
                })
            })
            .collect()
    }

    /// Names found on a customer that several tags share, and the tags they may mean. A name is left out once one of its
    /// tags is known to be carried.
    pub async fn ambiguous_tags(
        &self,
        robot: &RobotKey,
        customer: &CustomerId,
    ) -> Result<Vec<AmbiguousTag>, StoreError> {
        let (robot_key, customer_id) = (robot.as_str(), customer.as_str());
        let rows =
            sqlx::query_file!("queries/ambiguous_tags.sql", robot_key, customer_id).fetch_all(self.readers()).await?;
        let mut names: BTreeMap<String, AmbiguousTag> = BTreeMap::new();
        for row in rows {
            let known_since = Timestamp(row.known_since);
            let entry = names.entry(row.name.clone()).or_insert_with(|| AmbiguousTag {
                name: row.name.clone(),
                candidates: Vec::new(),
                known_since,
            });
            entry.candidates.push(Candidate {
                tag: Tag { id: row.label_id.into(), name: row.name },
                group: row.group_name.unwrap_or_default(),
            });
        }
        Ok(names.into_values().collect())
    }

    /// Those of the tags that the customer is known to carry.
    pub async fn carries(
        &self,
        robot: &RobotKey,
        customer: &CustomerId,
        labels: &[LabelId],
    ) -> Result<BTreeSet<LabelId>, StoreError> {
        let (robot_key, customer_id) = (robot.as_str(), customer.as_str());
        let labels = json(labels)?;
        let rows = sqlx::query_scalar!(
            "SELECT label_id FROM customer_tags
             WHERE robot_key = ?1 AND customer_id = ?2 AND is_carried = 1
                AND label_id IN (SELECT value FROM json_each(?3))",
            robot_key,
            customer_id,
            labels
        )
        .fetch_all(self.readers())
        .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}

/// Notes what the platform did with tags. What is taken away stays as a mark that the next sweep removes.
pub(crate) async fn write(
    conn: &mut SqliteConnection,
    robot: &RobotKey,
    customer: &CustomerId,
    add: &[LabelId],
    remove: &[LabelId],
    at: Timestamp,
) -> Result<(), StoreError> {
    let (robot_key, customer_id) = (robot.as_str(), customer.as_str());
    let given = add.iter().map(|label| (label.as_str(), 1)).chain(remove.iter().map(|label| (label.as_str(), 0)));
    let given = json(&given.collect::<Vec<_>>())?;
    sqlx::query!(
        "INSERT INTO customer_tags (robot_key, customer_id, label_id, is_carried, known_since, source)
         SELECT ?1, ?2, value ->> 0, value ->> 1, ?4, 'written' FROM json_each(?3) WHERE true
         ON CONFLICT (robot_key, customer_id, label_id) DO UPDATE SET
            is_carried = excluded.is_carried,
            known_since = excluded.known_since,
            source = excluded.source",
        robot_key,
        customer_id,
        given,
        at.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
