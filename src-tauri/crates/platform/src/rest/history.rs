//! The messages of one chat. Spec 2.11.

use serde_json::json;
use zuoxi_model::{ChatKey, ChatUser, Interval, MessageId, RobotKey};

use super::{Body, Rest, endpoints};
use crate::{
    Incoming, PlatformError,
    wire::{self, Context},
};

/// A page of one chat's history, newest first. Spec 2.11.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    pub robot_key: RobotKey,
    pub chat_user: ChatUser,
    /// `s_timestamp` and `timestamp`. Whether the bounds are inclusive is not said, so windows overlap (Q27).
    pub window: Option<Interval>,
    /// Only these messages; empty for all.
    pub message_ids: Vec<MessageId>,
    /// How many of the newest to pass over. Shifts while messages arrive, unless the window's end is in the past (Q27).
    pub offset: u32,
    /// The size of the page; the platform's default is 20.
    pub count: u32,
}

impl Rest {
    pub(crate) async fn history(&self, query: &History, context: Context<'_>) -> Result<Vec<Incoming>, PlatformError> {
        let ids: Vec<&str> = query.message_ids.iter().map(MessageId::as_str).collect();
        let body = Body::new()
            .with("robotKey", query.robot_key.as_str())
            .with("chatUser", query.chat_user.as_str())
            .with_some("s_timestamp", query.window.map(|window| window.from.0))
            .with_some("timestamp", query.window.map(|window| window.to.0))
            .with_some("msgIds", (!ids.is_empty()).then(|| json!(ids)))
            .with("offset", query.offset)
            .with("count", query.count);
        let asked = ChatKey { robot_key: query.robot_key.clone(), chat_user: query.chat_user.clone() };
        let context = Context { asked: Some(&asked), ..context };
        let answer = self.call(&endpoints::HISTORY, &body).await?;
        let records = answer.list()?;
        Ok(records.into_iter().map(|raw| wire::history_record(endpoints::HISTORY.path, raw, context)).collect())
    }
}
