//! How much waits for a person.

use crate::rows::count;
use crate::{Store, StoreError};

/// What waits for a person, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attention {
    /// Friend requests that nobody has answered.
    pub requests: u32,
    /// Actions whose outcome is unknown.
    pub undecided: u32,
    /// Broadcasts of which nobody knows whether they run.
    pub broadcasts: u32,
}

impl Store {
    /// What wants somebody, counted over all chats.
    pub async fn attention(&self) -> Result<Attention, StoreError> {
        let row = sqlx::query!(
            r#"SELECT
                (SELECT count(*) FROM friend_requests WHERE state = 'waiting') AS "requests!: i64",
                (SELECT count(*) FROM actions
                 WHERE state = 'unknown' AND decided_at IS NULL AND carried_by IS NULL) AS "undecided!: i64",
                (SELECT count(*) FROM broadcasts
                 WHERE state = 'unknown' AND decided_at IS NULL) AS "broadcasts!: i64""#
        )
        .fetch_one(self.readers())
        .await?;
        Ok(Attention {
            requests: count(row.requests),
            undecided: count(row.undecided),
            broadcasts: count(row.broadcasts),
        })
    }
}
