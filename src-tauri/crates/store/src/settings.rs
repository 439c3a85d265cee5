//! Small values that belong to the account: preferences, and what was found out about its platform.

use serde_json::Value;

use crate::rows::json;
use crate::{Store, StoreError};

impl Store {
    /// What is kept under a name.
    pub async fn setting(&self, name: &str) -> Result<Option<Value>, StoreError> {
        let stored = sqlx::query_scalar!("SELECT value_json FROM settings WHERE name = ?1", name)
            .fetch_optional(self.readers())
            .await?;
        stored
            .map(|text| {
                serde_json::from_str(&text).map_err(|error| StoreError::corrupt(format!("the setting {name}: {error}")))
            })
            .transpose()
    }

    /// Keeps a value under a name, in place of what was there.
    pub async fn set_setting(&self, name: &str, value: &Value) -> Result<(), StoreError> {
        let value = json(value)?;
        let mut writer = self.writer().await?;
        sqlx::query!(
            "INSERT INTO settings (name, value_json) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value_json = excluded.value_json",
            name,
            value
        )
        .execute(&mut *writer)
        .await?;
        Ok(())
    }
}
