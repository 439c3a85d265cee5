//! Opening a chat in which nothing was said yet, such as that of a friend who was added on the phone.
//!
//! The platform lists a chat once something was said in it (spec 2.10), but it addresses a chat by its robot and its peer
//! alone (spec 3.4, Q15). So a customer or a group of the contacts can be written to before the platform has told of the
//! chat, and the first echo finds it where it is.

use zuoxi_model::{ChatId, ChatKey, ChatKind, ChatUpdate, CustomerId, GroupId, RobotKey};
use zuoxi_platform::Incoming;

use crate::intake::Source;
use crate::{Engine, EngineError, core::Core};

impl Engine {
    /// Sees to it that the chat with a customer or a group of the contacts is on the list. Nothing happens to one that is.
    pub async fn open_contact(&self, chat: &ChatKey) -> Result<(), EngineError> {
        self.core.open_contact(chat).await
    }
}

impl Core {
    async fn open_contact(&self, chat: &ChatKey) -> Result<(), EngineError> {
        if self.store.chat(chat).await?.is_some() {
            return Ok(());
        }
        let robot = self.robot(&chat.robot_key);
        let robot = robot.ok_or_else(|| EngineError::NotFound("this robot is not in the cache".into()))?;
        let (kind, name, avatar_url) = self.peer(&chat.robot_key, chat.chat_user.as_str()).await?;
        let update = ChatUpdate {
            chat_id: ChatId::between(&robot.wxid, &chat.chat_user),
            robot_key: Some(chat.robot_key.clone()),
            wxid: Some(robot.wxid),
            chat_user: Some(chat.chat_user.clone()),
            robot_status: None,
            kind: Some(kind),
            name: Some(name),
            avatar_url,
            last_active: None,
            unread: None,
            preview: None,
            assignee: None,
        };
        self.take_in(vec![Incoming::Chat(Box::new(update))], Source::History, Vec::new()).await.map(drop)
    }

    /// Whom the contacts know by this id.
    async fn peer(&self, robot: &RobotKey, id: &str) -> Result<(ChatKind, String, Option<String>), EngineError> {
        if let Some(customer) = self.store.customer(robot, &CustomerId::from(id)).await? {
            return Ok((ChatKind::Single, customer.name, customer.avatar_url));
        }
        let group = self.store.known_group(robot, &GroupId::from(id)).await?;
        let group = group.ok_or_else(|| EngineError::NotFound("nobody of the contacts has this id".into()))?;
        Ok((ChatKind::Group, group.group.name, None))
    }
}
