//! The rules.

use zuoxi_model::{ChatKind, QualityRule, RuleState, Timestamp};

use super::QualityBook;
use crate::StoreError;
use crate::rows::{count, json, read_json};
use crate::store::begin;
use crate::words::Word as _;

impl QualityBook {
    /// Every rule, the oldest first.
    pub async fn rules(&self) -> Result<Vec<RuleState>, StoreError> {
        let rows = sqlx::query!(
            r#"SELECT
                rules.id, rules.name, rules.check_json, rules.scope, rules.is_on AS "is_on!: bool",
                COALESCE(marks.up_to, 0) AS "up_to!: i64",
                (SELECT COALESCE(max(id), 0) FROM messages) AS "newest_message!: i64",
                (SELECT COALESCE(max(id), 0) FROM turns) AS "newest_turn!: i64",
                (
                    SELECT count(*) FROM quality_flags AS flags WHERE flags.rule = rules.id AND flags.status = 'open'
                ) AS "open_flags!: i64"
               FROM quality_rules AS rules
               LEFT JOIN quality_marks AS marks ON marks.rule = rules.id
               ORDER BY rules.created_at, rules.id"#
        )
        .fetch_all(self.store.readers())
        .await?;
        rows.into_iter()
            .map(|row| {
                let rule = QualityRule {
                    check: read_json(&format!("the rule {}", row.id), &row.check_json)?,
                    id: row.id,
                    name: row.name,
                    scope: row.scope.as_deref().map(ChatKind::read).transpose()?,
                    on: row.is_on,
                };
                let newest = if rule.check.side().is_none() { row.newest_turn } else { row.newest_message };
                let read = if newest == 0 { 100 } else { row.up_to.saturating_mul(100) / newest };
                let percent = u8::try_from(read.clamp(0, 100)).unwrap_or(100);
                Ok(RuleState { rule, open_flags: count(row.open_flags), percent })
            })
            .collect()
    }

    /// Writes a rule. One that looks for something else than before begins anew: the flags nobody has decided about go
    /// with what it was.
    pub async fn save_rule(&self, rule: &QualityRule, at: Timestamp) -> Result<(), StoreError> {
        let check = json(&rule.check)?;
        let scope = rule.scope.as_ref().map(ChatKind::word);
        let mut writer = self.store.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let same = sqlx::query_scalar!(
            r#"SELECT (check_json = ?2 AND scope IS ?3) AS "same!: bool" FROM quality_rules WHERE id = ?1"#,
            rule.id,
            check,
            scope
        )
        .fetch_optional(&mut *tx)
        .await?;
        if same == Some(false) {
            sqlx::query!("DELETE FROM quality_marks WHERE rule = ?1", rule.id).execute(&mut *tx).await?;
            sqlx::query!(
                "DELETE FROM quality_flags WHERE rule = ?1 AND status = 'open'
                    AND NOT EXISTS (SELECT 1 FROM quality_decisions WHERE flag = quality_flags.id)",
                rule.id
            )
            .execute(&mut *tx)
            .await?;
        }
        sqlx::query!(
            "INSERT INTO quality_rules (id, name, check_json, scope, is_on, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET
                name = excluded.name, check_json = excluded.check_json, scope = excluded.scope, is_on = excluded.is_on",
            rule.id,
            rule.name,
            check,
            scope,
            rule.on,
            at.0
        )
        .execute(&mut *tx)
        .await?;
        sqlx::query!("UPDATE quality_flags SET rule_name = ?2 WHERE rule = ?1 AND rule_name <> ?2", rule.id, rule.name)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Removes a rule and the flags of it that nobody has decided about. False if there is no such rule.
    pub async fn delete_rule(&self, id: &str) -> Result<bool, StoreError> {
        let mut writer = self.store.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let done = sqlx::query!("DELETE FROM quality_rules WHERE id = ?1", id).execute(&mut *tx).await?;
        sqlx::query!("DELETE FROM quality_marks WHERE rule = ?1", id).execute(&mut *tx).await?;
        sqlx::query!(
            "DELETE FROM quality_flags WHERE rule = ?1 AND status = 'open'
                AND NOT EXISTS (SELECT 1 FROM quality_decisions WHERE flag = quality_flags.id)",
            id
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(done.rows_affected() > 0)
    }
}
