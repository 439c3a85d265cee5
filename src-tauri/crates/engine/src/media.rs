//! Which address stands behind a picture. The window names what it wants to see, never a URL: the address comes from
//! the cache, so that no text of a customer can make the console fetch a place of the customer's choice.

use zuoxi_model::{ChatKey, Content, CustomerId, GroupId, MessageId, MessageKey, RobotKey};
use zuoxi_store::Picture;

use crate::{Engine, EngineError};

/// Something the window may show.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MediaId {
    /// `avatar/chat/<robot key>/<chat user>`: the customer or group of a chat.
    Avatar(ChatKey),
    /// `avatar/member/<robot key>/<group>/<customer>`: somebody in a group.
    Member(RobotKey, GroupId, CustomerId),
    /// `avatar/robot/<robot key>`
    Robot(RobotKey),
    /// `avatar/sender/<robot key>/<chat user>/<message id>`: who wrote a message.
    Sender(MessageKey),
    /// `image/<robot key>/<chat user>/<message id>`: an image or a sticker.
    Image(MessageKey),
    /// `stream/<robot key>/<chat user>/<message id>`: a voice or a video, in ranges.
    Stream(MessageKey),
    /// `cover/<robot key>/<chat user>/<message id>`: the picture of a link card.
    Cover(MessageKey),
    /// `outgoing/<message id>`: a picture of this machine that is on its way out.
    Outgoing(MessageId),
}

impl MediaId {
    /// Reads the path of a media address, without its leading slash and percent-decoded.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').collect();
        if parts.iter().any(|part| part.is_empty()) {
            return None;
        }
        let message = |robot: &str, chat: &str, message: &str| MessageKey {
            robot_key: RobotKey::from(robot),
            chat_user: chat.into(),
            message_id: MessageId::from(message),
        };
        match parts.as_slice() {
            ["avatar", "chat", robot, chat] => {
                Some(Self::Avatar(ChatKey { robot_key: RobotKey::from(*robot), chat_user: (*chat).into() }))
            }
            ["avatar", "member", robot, group, member] => {
                Some(Self::Member(RobotKey::from(*robot), GroupId::from(*group), CustomerId::from(*member)))
            }
            ["avatar", "robot", robot] => Some(Self::Robot(RobotKey::from(*robot))),
            ["avatar", "sender", robot, chat, id] => Some(Self::Sender(message(robot, chat, id))),
            ["image", robot, chat, id] => Some(Self::Image(message(robot, chat, id))),
            ["stream", robot, chat, id] => Some(Self::Stream(message(robot, chat, id))),
            ["outgoing", id] => Some(Self::Outgoing(MessageId::from(*id))),
            ["cover", robot, chat, id] => Some(Self::Cover(message(robot, chat, id))),
            _ => None,
        }
    }
}

impl Engine {
    /// The address behind a picture, as the platform gave it; `None` if there is none.
    pub async fn media_address(&self, id: &MediaId) -> Result<Option<String>, EngineError> {
        let store = &self.core.store;
        Ok(match id {
            MediaId::Avatar(chat) => store.chat(chat).await?.and_then(|chat| chat.avatar_url),
            MediaId::Member(robot, group, member) => store.member_avatar(robot, group, member).await?,
            MediaId::Robot(key) => self.core.robot(key).and_then(|robot| robot.avatar_url),
            MediaId::Sender(key) => store.message(key).await?.and_then(|message| message.sender.avatar_url),
            MediaId::Image(key) => store.message(key).await?.and_then(|message| match message.content {
                Content::Image { url } | Content::Sticker { url } => Some(url),
                _ => None,
            }),
            MediaId::Cover(key) => store.message(key).await?.and_then(|message| match message.content {
                Content::Link { cover_url, .. } => cover_url,
                _ => None,
            }),
            MediaId::Stream(key) => store.message(key).await?.and_then(|message| match message.content {
                Content::Voice { url } | Content::Video { url } | Content::File { url, .. } => Some(url),
                _ => None,
            }),
            // It has a place on this machine, and no address yet.
            MediaId::Outgoing(_) => None,
        })
    }
}

/// Pictures in the cache, in bytes.
pub(crate) const KEPT_BYTES: u32 = 256 * 1024 * 1024;

impl Engine {
    /// The picture that was brought from this address earlier.
    pub async fn kept_picture(&self, address: &str) -> Result<Option<Picture>, EngineError> {
        Ok(self.core.store.picture(address, self.core.clock.now()).await?)
    }

    /// Keeps a picture for the next start.
    pub async fn keep_picture(&self, address: &str, picture: &Picture) -> Result<(), EngineError> {
        Ok(self.core.store.keep_picture(address, picture, self.core.clock.now(), KEPT_BYTES).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_media_address_names_something_of_the_cache_and_nothing_else() {
        let chat = ChatKey { robot_key: "r".into(), chat_user: "R:1".into() };
        assert_eq!(MediaId::parse("avatar/chat/r/R:1"), Some(MediaId::Avatar(chat)));
        let member = MediaId::Member("r".into(), "R:1".into(), "788".into());
        assert_eq!(MediaId::parse("avatar/member/r/R:1/788"), Some(member));
        assert!(matches!(MediaId::parse("image/r/c/1"), Some(MediaId::Image(_))));
        assert!(matches!(MediaId::parse("stream/r/c/1"), Some(MediaId::Stream(_))));
        assert_eq!(MediaId::parse("outgoing/1"), Some(MediaId::Outgoing("1".into())));
        for odd in [
            "",
            "avatar",
            "avatar/chat/r",
            "avatar/chat//c",
            "image/r/c",
            "outgoing/../1",
            "http://x/y",
            "file/a/b/c",
            "avatar/chat/r/c/d",
        ] {
            assert_eq!(MediaId::parse(odd), None, "{odd}");
        }
    }
}
