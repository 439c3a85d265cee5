//! The recent chats, and clearing the unread count of one. Spec 2.10, 2.12.

use zuoxi_model::{ChatId, ChatUpdate, RobotKey, Timestamp};

use super::{Body, Rest, endpoints};
use crate::{
    Incoming, PlatformError,
    wire::{self, Context},
};

/// A page of the recent chats, newest first. Spec 2.10.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentChats {
    /// The size of the page; the specification names no maximum (Q28).
    pub count: u32,
    /// Only chats whose last message is not later than this; now, if none. Ties are possible, so pages overlap (Q28).
    pub before: Option<Timestamp>,
    /// Only this robot's chats.
    pub robot_key: Option<RobotKey>,
}

/// One page of the recent chats as it was served. Spec 2.10.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChatPage {
    pub chats: Vec<ChatUpdate>,
    /// Records without a chat id, which cannot be shown, opened or answered: [`Incoming::Unrecognised`], each with its raw
    /// text (Q18).
    pub unrecognised: Vec<Incoming>,
}

impl Rest {
    pub(crate) async fn recent_chats(
        &self,
        query: &RecentChats,
        context: Context<'_>,
    ) -> Result<ChatPage, PlatformError> {
        let body = Body::new()
            .with("count", query.count)
            .with_some("timestamp", query.before.map(|before| before.0))
            .with_some("robotKey", query.robot_key.as_ref().map(RobotKey::as_str));
        let answer = self.call(&endpoints::CHATS, &body).await?;
        let mut page = ChatPage::default();
        for raw in answer.list()? {
            let decoded = serde_json::from_str(raw)
                .map_err(|error| error.to_string())
                .and_then(|value| wire::chat::decode(&value, context));
            match decoded {
                Ok(chat) => page.chats.push(chat),
                Err(why) => page.unrecognised.push(wire::unrecognised(endpoints::CHATS.path, raw, why)),
            }
        }
        Ok(page)
    }

    pub(crate) async fn clear_unread(&self, chat_id: &ChatId) -> Result<(), PlatformError> {
        let body = Body::new().with("chatId", chat_id.as_str());
        self.call(&endpoints::CLEAR_UNREAD, &body).await.map(drop)
    }
}
