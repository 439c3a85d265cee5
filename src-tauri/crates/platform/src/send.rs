//! What goes out over the socket: messages, spec 3.4 to 3.6, 3.10, 3.24, and actions, spec 3.7 to 3.23.

use serde_json::{Map, Value, json};
use zuoxi_model::{Action, ChatId, Content, MessageId, RobotKey};

use crate::{PlatformError, socket, wire::action::encode};

/// netty's default limit of a frame; a larger one costs the connection (Q42).
pub const FRAME_LIMIT_BYTES: u32 = 64 * 1024;

/// One event for the platform, checked and ready.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// The name of the Socket.IO event.
    pub event: &'static str,
    /// Its one argument.
    pub payload: Value,
}

impl Outgoing {
    /// A message for a chat.
    ///
    /// Fails with `TooLarge` if its frame would exceed [`FRAME_LIMIT_BYTES`], and with `Unsendable` for the kinds the
    /// specification only lets us receive.
    pub fn message(chat_id: &ChatId, id: &MessageId, content: &Content) -> Result<Self, PlatformError> {
        let payload = json!({
            "message": outgoing_content(content)?,
            "chatId": chat_id.as_str(),
            "messageId": id.as_str(),
        });
        Self { event: "message", payload }.checked()
    }

    /// An action for a robot, always as the event `action` (Q38). Fails with `TooLarge` only.
    pub fn action(action: &Action, robot_key: &RobotKey, id: &MessageId) -> Result<Self, PlatformError> {
        let payload = Value::Object(encode::request(action, robot_key, id));
        Self { event: "action", payload }.checked()
    }

    fn checked(self) -> Result<Self, PlatformError> {
        let frame_bytes = socket::frame_bytes(self.event, &self.payload);
        if u32::try_from(frame_bytes).is_ok_and(|bytes| bytes <= FRAME_LIMIT_BYTES) {
            Ok(self)
        } else {
            Err(PlatformError::TooLarge { limit_bytes: FRAME_LIMIT_BYTES })
        }
    }
}

/// The one table of what can be sent, and how: `contentType` and the fields of the specification's own samples.
fn outgoing_content(content: &Content) -> Result<Value, PlatformError> {
    let unsendable = |kind| Err(PlatformError::Unsendable { kind });
    match content {
        // Spec 3.4. `atUserList` is for groups, and joined by commas.
        Content::Text { text, mentions } => {
            let mut fields = Map::new();
            fields.insert("contentType".into(), json!(1));
            fields.insert("content".into(), json!(text));
            if !mentions.is_empty() {
                fields.insert("atUserList".into(), json!(mentions.join(",")));
            }
            Ok(Value::Object(fields))
        }
        // Spec 3.5.
        Content::Image { url } => Ok(json!({"contentType": 7, "pic": url})),
        // Spec 3.6. Without a cover the field is left out: one that cannot be downloaded fails the message (Q56).
        Content::Link { title, link, description, cover_url } => {
            let mut fields = Map::new();
            fields.insert("contentType".into(), json!(13));
            fields.insert("title".into(), json!(title));
            fields.insert("link".into(), json!(link));
            fields.insert("description".into(), json!(description));
            if let Some(cover_url) = cover_url {
                fields.insert("coverImgFile".into(), json!(cover_url));
            }
            Ok(Value::Object(fields))
        }
        // Spec 3.10: the address goes in `fileName`.
        Content::File { url, .. } => Ok(json!({"contentType": 8, "fileName": url})),
        // Spec 3.24.
        Content::Video { url } => Ok(json!({"contentType": 5, "fileName": url})),
        Content::Voice { .. } => unsendable("voice message"),
        Content::Sticker { .. } => unsendable("sticker"),
        Content::MiniProgram { .. } => unsendable("mini program"),
        Content::Unsupported { .. } => unsendable("message of an unknown kind"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(content: &Content) -> Result<Value, PlatformError> {
        let chat = ChatId::from("S:1688853470427542_1688853470829406");
        Outgoing::message(&chat, &MessageId::from("2020030216285000000001"), content).map(|outgoing| {
            assert_eq!(outgoing.event, "message");
            outgoing.payload
        })
    }

    fn text(text: &str, mentions: &[&str]) -> Content {
        Content::Text { text: text.into(), mentions: mentions.iter().map(ToString::to_string).collect() }
    }

    #[test]
    fn a_text_goes_out_as_the_sample_of_3_4() {
        let expected = json!({
            "message": {"contentType": 1, "content": "123", "atUserList": "780000919,780000966"},
            "chatId": "S:1688853470427542_1688853470829406",
            "messageId": "2020030216285000000001"
        });
        assert_eq!(sent(&text("123", &["780000919", "780000966"])).unwrap(), expected);
        assert_eq!(sent(&text("123", &[])).unwrap()["message"], json!({"contentType": 1, "content": "123"}));
    }

    #[test]
    fn q55_media_goes_out_by_address_as_in_the_samples() {
        let url = "http://media.yjiyun.com/xxx".to_owned();
        let table = [
            (Content::Image { url: url.clone() }, json!({"contentType": 7, "pic": url})),
            (Content::File { url: url.clone(), name: None }, json!({"contentType": 8, "fileName": url})),
            (Content::Video { url: url.clone() }, json!({"contentType": 5, "fileName": url})),
            (
                Content::Link {
                    title: "链接标题".into(),
                    link: "https://www.yjiyun.com/community/group.html".into(),
                    description: "链接描述内容".into(),
                    cover_url: Some("https://media.yjiyun.com/xxx.png".into()),
                },
                json!({
                    "contentType": 13, "title": "链接标题", "link": "https://www.yjiyun.com/community/group.html",
                    "description": "链接描述内容", "coverImgFile": "https://media.yjiyun.com/xxx.png"
                }),
            ),
        ];
        for (content, expected) in table {
            assert_eq!(sent(&content).unwrap()["message"], expected);
        }
        assert_eq!(sent(&Content::Sticker { url }).unwrap_err(), PlatformError::Unsendable { kind: "sticker" });
    }

    #[test]
    fn q42_a_frame_over_64_kib_is_refused_counted_in_bytes() {
        let room = {
            let empty = sent(&text("", &[])).unwrap();
            usize::try_from(FRAME_LIMIT_BYTES).unwrap() - socket::frame_bytes("message", &empty)
        };
        assert!(sent(&text(&"a".repeat(room), &[])).is_ok());
        let too_large = PlatformError::TooLarge { limit_bytes: 65_536 };
        assert_eq!(sent(&text(&"a".repeat(room + 1), &[])).unwrap_err(), too_large);
        assert_eq!(sent(&text(&"好".repeat(room / 2), &[])).unwrap_err(), too_large);
    }

    #[test]
    fn q42_an_action_over_64_kib_is_refused_too() {
        let notice = |text: String| {
            let action = Action::SetAnnouncement { group: "R:1".into(), text, notify_all: false };
            Outgoing::action(&action, &"k".into(), &MessageId::from("1"))
        };
        assert_eq!(notice("大家好".into()).unwrap().event, "action");
        assert_eq!(notice("好".repeat(30_000)).unwrap_err(), PlatformError::TooLarge { limit_bytes: 65_536 });
    }
}
