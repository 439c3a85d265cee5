//! Who waits at this moment. Read from the chat list's own column, which every message keeps right, so that it never lags
//! behind the counting.

use zuoxi_model::metrics::{GroupRule, WaitingChat, WaitingNow, WorkHours};
use zuoxi_model::{ChatKind, Interval, Timestamp};

use super::figures::MetricsError;
use super::lists::beginning;
use crate::rows::chat_key;
use crate::words::Word as _;
use crate::{Store, StoreError};

/// A limit that is not reached by then has no time to show.
const AHEAD_MS: i64 = 30 * 24 * 60 * 60 * 1000;

impl Store {
    /// Chats whose customer began to wait at `earliest` or later.
    pub async fn waiting_now(
        &self,
        hours: &WorkHours,
        earliest: Timestamp,
        now: Timestamp,
    ) -> Result<WaitingNow, MetricsError> {
        let groups = match hours.groups {
            GroupRule::LeaveOut => "leaveOut",
            GroupRule::Mentioned => "mentioned",
            GroupRule::Every => "every",
        };
        let rows = sqlx::query_file!("queries/waiting_chats.sql", earliest.0, groups)
            .fetch_all(self.readers())
            .await
            .map_err(StoreError::from)?;
        let calendar = hours.calendar(Interval::new(earliest, now.plus_ms(AHEAD_MS)))?;
        let chats: Result<Vec<WaitingChat>, StoreError> = rows
            .into_iter()
            .map(|row| {
                let since = Timestamp(row.since);
                let waited = calendar.between(since, now);
                Ok(WaitingChat {
                    robot_key: row.robot_key.as_str().into(),
                    chat: chat_key(row.robot_key, row.chat_user),
                    chat_name: row.name,
                    kind: ChatKind::read(&row.kind)?,
                    assignee: row.assignee.filter(|name| !name.is_empty()).map(Into::into),
                    since,
                    message_id: row.message_id.into(),
                    text: beginning(&row.text),
                    waited,
                    due_at: calendar.after(since, hours.limit()),
                    is_late: waited > hours.limit(),
                })
            })
            .collect();
        let chats = chats?;
        let late = chats.iter().filter(|chat| chat.is_late).count();
        Ok(WaitingNow {
            late: u32::try_from(late).unwrap_or(u32::MAX),
            chats,
            at: now,
            is_working_time: calendar.is_working_time(now),
        })
    }
}
