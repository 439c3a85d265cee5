//! Whose cache this is.

use zuoxi_model::Account;

use crate::rows::json;
use crate::{Store, StoreError};

impl Store {
    /// The account the cache belongs to; `None` in a new cache.
    pub async fn account(&self) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query!(
            r#"SELECT account_id, environment_json, access_key, remembered AS "remembered: bool" FROM accounts"#
        )
        .fetch_optional(self.readers())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let environment = serde_json::from_str(&row.environment_json)
            .map_err(|error| StoreError::corrupt(format!("the environment of the account: {error}")))?;
        Ok(Some(Account {
            id: row.account_id.into(),
            environment,
            access_key: row.access_key,
            remembered: row.remembered,
        }))
    }

    /// Writes whose cache this is. Holds no secret (Q7).
    pub async fn save_account(&self, account: &Account) -> Result<(), StoreError> {
        let environment = json(&account.environment)?;
        let id = account.id.as_str();
        let mut writer = self.writer().await?;
        sqlx::query!(
            "INSERT INTO accounts (slot, account_id, environment_json, access_key, remembered) VALUES (1, ?1, ?2, ?3, ?4)
             ON CONFLICT (slot) DO UPDATE SET
                account_id = excluded.account_id,
                environment_json = excluded.environment_json,
                access_key = excluded.access_key,
                remembered = excluded.remembered",
            id,
            environment,
            account.access_key,
            account.remembered
        )
        .execute(&mut *writer)
        .await?;
        Ok(())
    }
}
