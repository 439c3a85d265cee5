//! What rules found, and what people decided about it.

use zuoxi_model::{AgentKey, Flag, FlagEvent, FlagPage, FlagQuery, FlagStatus, MessageKey, Timestamp};

use super::QualityBook;
use crate::StoreError;
use crate::rows::{count, json};
use crate::store::begin;
use crate::words::Word as _;

impl QualityBook {
    /// A page of the flags that fit, the newest message first.
    pub async fn flags(&self, query: &FlagQuery) -> Result<FlagPage, StoreError> {
        let status = query.status.as_ref().map(FlagStatus::word);
        let rule = query.rule.as_deref();
        let agent = query.agent.as_ref().map(AgentKey::as_str);
        let chat = query.chat.as_ref();
        let robot = chat.map(|chat| &chat.robot_key).or(query.robot.as_ref()).map(zuoxi_model::RobotKey::as_str);
        let peer = chat.map(|chat| chat.chat_user.as_str());
        let since = query.since.map_or(i64::MIN, |at| at.0);
        let until = query.until.map_or(i64::MAX, |at| at.0);
        let (before, before_id) = match query.after.as_deref().and_then(|after| after.split_once(' ')) {
            Some((at, id)) => (at.parse().unwrap_or(i64::MAX), id.to_owned()),
            None => (i64::MAX, String::new()),
        };
        let one_more = i64::from(query.limit) + 1;
        // One transaction, so that the page and the number are of the same moment.
        let mut tx = self.store.readers().begin().await?;
        let total = sqlx::query_scalar!(
            r#"SELECT count(*) AS "total!: i64" FROM quality_flags
               WHERE (?1 IS NULL OR status = ?1)
                AND (?2 IS NULL OR rule = ?2)
                AND (?3 IS NULL OR agent = ?3)
                AND (?4 IS NULL OR robot_key = ?4)
                AND (?5 IS NULL OR chat_user = ?5)
                AND message_at BETWEEN ?6 AND ?7"#,
            status,
            rule,
            agent,
            robot,
            peer,
            since,
            until
        )
        .fetch_one(&mut *tx)
        .await?;
        let mut rows = sqlx::query!(
            r#"SELECT
                flags.id, flags.rule, flags.rule_name, flags.robot_key, flags.chat_user, flags.message_id,
                flags.message_at, flags.agent, flags.found, flags.wait_ms, flags.status,
                COALESCE(
                    (
                        SELECT nullif(customers.remark, '') FROM customers
                        WHERE customers.robot_key = flags.robot_key AND customers.customer_id = flags.chat_user
                    ),
                    chats.name,
                    ''
                ) AS "chat_name!: String",
                COALESCE(messages.text, '') AS "text!: String"
               FROM quality_flags AS flags
               LEFT JOIN chats ON chats.robot_key = flags.robot_key AND chats.chat_user = flags.chat_user
               LEFT JOIN messages ON messages.chat = chats.id AND messages.message_id = flags.message_id
               WHERE (flags.message_at, flags.id) < (?8, ?9)
                AND (?1 IS NULL OR flags.status = ?1)
                AND (?2 IS NULL OR flags.rule = ?2)
                AND (?3 IS NULL OR flags.agent = ?3)
                AND (?4 IS NULL OR flags.robot_key = ?4)
                AND (?5 IS NULL OR flags.chat_user = ?5)
                AND flags.message_at BETWEEN ?6 AND ?7
               ORDER BY flags.message_at DESC, flags.id DESC
               LIMIT ?10"#,
            status,
            rule,
            agent,
            robot,
            peer,
            since,
            until,
            before,
            before_id,
            one_more
        )
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| has_more).map(|row| format!("{} {}", row.message_at, row.id));
        let flags = rows.into_iter().map(|row| {
            Ok(Flag {
                id: row.id,
                rule: row.rule,
                rule_name: row.rule_name,
                message: MessageKey {
                    robot_key: row.robot_key.into(),
                    chat_user: row.chat_user.into(),
                    message_id: row.message_id.into(),
                },
                chat_name: row.chat_name,
                agent: AgentKey(row.agent),
                at: Timestamp(row.message_at),
                found: row.found,
                wait_ms: row.wait_ms,
                text: row.text,
                status: FlagStatus::read(&row.status)?,
            })
        });
        Ok(FlagPage { flags: flags.collect::<Result<_, StoreError>>()?, total: count(total), next })
    }

    /// How many flags nobody has decided about.
    pub async fn open_flags(&self) -> Result<u32, StoreError> {
        let open = sqlx::query_scalar!(r#"SELECT count(*) AS "open!: i64" FROM quality_flags WHERE status = 'open'"#)
            .fetch_one(self.store.readers())
            .await?;
        Ok(count(open))
    }

    /// Notes what a person decided about these flags. Returns how many there were.
    pub async fn decide_flags(
        &self,
        flags: &[String],
        status: FlagStatus,
        note: &str,
        by: &str,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let flags = json(flags)?;
        let status = status.word();
        let mut writer = self.store.writer().await?;
        let mut tx = begin(&mut writer).await?;
        sqlx::query!(
            "INSERT INTO quality_decisions (flag, decided_at, decided_by, status, note)
             SELECT quality_flags.id, ?2, ?3, ?4, ?5 FROM json_each(?1) AS wanted
             CROSS JOIN quality_flags ON quality_flags.id = wanted.value",
            flags,
            at.0,
            by,
            status,
            note
        )
        .execute(&mut *tx)
        .await?;
        let done = sqlx::query!(
            "UPDATE quality_flags SET status = ?2 WHERE id IN (SELECT value FROM json_each(?1))",
            flags,
            status
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(done.rows_affected())
    }

    /// What was decided about a flag, in order.
    pub async fn flag_history(&self, flag: &str) -> Result<Vec<FlagEvent>, StoreError> {
        let rows = sqlx::query!(
            "SELECT decided_at, decided_by, status, note FROM quality_decisions WHERE flag = ?1 ORDER BY sequence",
            flag
        )
        .fetch_all(self.store.readers())
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(FlagEvent {
                    at: Timestamp(row.decided_at),
                    by: row.decided_by,
                    status: FlagStatus::read(&row.status)?,
                    note: row.note,
                })
            })
            .collect()
    }
}
