//! The audit log, read from the three tables that are it.

use std::collections::HashMap;

use zuoxi_model::audit::{AuditEntry, AuditItem, AuditKind, AuditOutcome, AuditPage, AuditQuery};
use zuoxi_model::{BroadcastId, MessageId, QueuedAction, Timestamp};

use crate::words::Word as _;
use crate::{Store, StoreError};

/// The place of a line in the log.
struct Place {
    at: i64,
    kind: String,
    sequence: i64,
}

impl Place {
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ' ');
        let (at, sequence, kind) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
        Some(Self { at, kind: kind.to_owned(), sequence })
    }

    fn text(&self) -> String {
        format!("{} {} {}", self.at, self.sequence, self.kind)
    }
}

impl Store {
    /// A page of what was asked of the robots, newest first.
    pub async fn audit(&self, query: &AuditQuery) -> Result<AuditPage, StoreError> {
        let after = query.after.as_deref().and_then(Place::read);
        let after = after.unwrap_or(Place { at: i64::MAX, kind: "~".into(), sequence: i64::MAX });
        let robot = query.robot.as_ref().map(zuoxi_model::RobotKey::as_str);
        let kind = query.kind.as_ref().map(AuditKind::word);
        let outcome = query.outcome.as_ref().map(AuditOutcome::word);
        let since = query.since.map_or(i64::MIN, |at| at.0);
        let until = query.until.map_or(i64::MAX, |at| at.0);
        let limit = i64::from(query.limit);
        let rows = sqlx::query_file!(
            "queries/audit_page.sql",
            robot,
            kind,
            outcome,
            since,
            until,
            after.at,
            after.kind,
            after.sequence,
            limit
        )
        .fetch_all(self.readers())
        .await?;
        let is_whole = i64::try_from(rows.len()).is_ok_and(|read| read < limit);
        let next = rows
            .last()
            .filter(|_| !is_whole)
            .map(|row| Place { at: row.at, kind: row.kind.clone(), sequence: row.sequence }.text());

        let actions: Vec<MessageId> =
            rows.iter().filter(|row| row.kind == "action").map(|row| row.id.as_str().into()).collect();
        let mut actions: HashMap<MessageId, QueuedAction> =
            self.actions_by_id(&actions).await?.into_iter().map(|action| (action.id.clone(), action)).collect();
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            let item = match AuditKind::read(&row.kind)? {
                AuditKind::Action => actions
                    .remove(&MessageId::from(row.id.as_str()))
                    .map(|action| AuditItem::Action { action: Box::new(action) }),
                AuditKind::Send => self.audited_send(&row.id).await?,
                AuditKind::Broadcast => self
                    .broadcast(&BroadcastId::from(row.id))
                    .await?
                    .map(|broadcast| AuditItem::Broadcast { broadcast: Box::new(broadcast) }),
            };
            // What was discarded between the two readings is not in the log any more.
            let Some(item) = item else { continue };
            entries.push(AuditEntry { at: Timestamp(row.at), outcome: AuditOutcome::read(&row.outcome)?, item });
        }
        Ok(AuditPage { entries, next })
    }

    async fn audited_send(&self, id: &str) -> Result<Option<AuditItem>, StoreError> {
        let Some(send) = self.outbox_entry(&MessageId::from(id)).await? else { return Ok(None) };
        let (robot_key, chat_user) = (send.chat.robot_key.as_str(), send.chat.chat_user.as_str());
        let name =
            sqlx::query_scalar!("SELECT name FROM chats WHERE robot_key = ?1 AND chat_user = ?2", robot_key, chat_user)
                .fetch_optional(self.readers())
                .await?;
        Ok(Some(AuditItem::Send { send: Box::new(send), chat_name: name.unwrap_or_default() }))
    }
}
