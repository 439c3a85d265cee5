//! What a message says, kept as it came so that it can be echoed as it came.
//!
//! The specification has several vocabularies of content types: pushes (3.2) and sends (3.4–3.6, 3.10, 3.24) agree,
//! history (2.11) calls an image 3 instead of 7. Contents are held in the vocabulary of pushes and translated once,
//! in [`Content::to_history`].

use serde_json::{Map, Value, json};

/// Spec 3.2: the types of a received message.
pub mod kind {
    pub const TEXT: i64 = 1;
    /// Not a format: the robot's owner wrote this on the phone.
    pub const FROM_PHONE: i64 = 2;
    /// Spec 2.11: an image, in history only.
    pub const HISTORY_IMAGE: i64 = 3;
    pub const VIDEO: i64 = 5;
    pub const IMAGE: i64 = 7;
    pub const FILE: i64 = 8;
    pub const VOICE: i64 = 9;
    pub const LINK: i64 = 13;
    pub const STICKER: i64 = 29;
    pub const MINI_PROGRAM: i64 = 78;
}

#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Nearly every message; apart from the rest so that a million of them fit into memory.
    Text {
        text: String,
        /// `atUserList`: ids with commas between them.
        at: Option<String>,
    },
    /// Everything else, field for field.
    Other(Box<Map<String, Value>>),
}

impl Content {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), at: None }
    }

    /// The `message` object of a send (spec 3.4). `None` when it has no numeric `contentType`.
    pub fn from_sent(message: &Value) -> Option<Self> {
        let fields = message.as_object()?;
        let content_type = fields.get("contentType")?.as_i64()?;
        let known = ["contentType", "content", "atUserList"];
        if content_type == kind::TEXT && fields.keys().all(|key| known.contains(&key.as_str())) {
            return Some(Self::Text {
                text: fields.get("content")?.as_str()?.to_owned(),
                at: fields.get("atUserList").and_then(Value::as_str).map(str::to_owned),
            });
        }
        Some(Self::Other(Box::new(fields.clone())))
    }

    /// From a JSON object with a `contentType` in the vocabulary of 3.2.
    pub fn other(fields: Value) -> Self {
        match fields {
            Value::Object(fields) => Self::Other(Box::new(fields)),
            text => Self::text(text.to_string()),
        }
    }

    /// The type in the vocabulary of 3.2.
    pub fn kind(&self) -> i64 {
        match self {
            Self::Text { .. } => kind::TEXT,
            Self::Other(fields) => fields.get("contentType").and_then(Value::as_i64).unwrap_or(0),
        }
    }

    /// The type in the vocabulary of 2.11.
    pub fn history_kind(&self, from_phone: bool) -> i64 {
        match self.kind() {
            _ if from_phone => kind::FROM_PHONE,
            kind::IMAGE => kind::HISTORY_IMAGE,
            other => other,
        }
    }

    /// The `content` object of a push (spec 3.2).
    pub fn to_push(&self, from_phone: bool) -> Value {
        self.to_wire(if from_phone { kind::FROM_PHONE } else { self.kind() })
    }

    /// The `content` object of a history row (spec 2.11).
    pub fn to_history(&self, from_phone: bool) -> Value {
        self.to_wire(self.history_kind(from_phone))
    }

    fn to_wire(&self, content_type: i64) -> Value {
        match self {
            Self::Text { text, at: None } => json!({ "contentType": content_type, "content": text }),
            Self::Text { text, at: Some(at) } => {
                json!({ "contentType": content_type, "content": text, "atUserList": at })
            }
            Self::Other(fields) => {
                let mut fields = fields.as_ref().clone();
                fields.insert("contentType".to_owned(), content_type.into());
                Value::Object(fields)
            }
        }
    }

    /// Whom the text mentions.
    pub fn mentions(&self, id: &str) -> bool {
        matches!(self, Self::Text { at: Some(at), .. } if at.split(',').any(|mentioned| mentioned.trim() == id))
    }

    /// One line for the chat list: `pushContent` of specs 2.10 and 3.3.
    pub fn preview(&self) -> String {
        let named = |what: &str, field: &str| match self.field(field) {
            Some(name) => format!("[{what}] {name}"),
            None => format!("[{what}]"),
        };
        match self {
            Self::Text { text, .. } => text.clone(),
            Self::Other(_) => match self.kind() {
                kind::TEXT => self.field("content").unwrap_or_default().to_owned(),
                kind::IMAGE => "[图片]".to_owned(),
                kind::FILE => "[文件]".to_owned(),
                kind::VOICE => "[语音]".to_owned(),
                kind::VIDEO => "[视频]".to_owned(),
                kind::STICKER => "[表情]".to_owned(),
                kind::LINK => named("链接", "title"),
                kind::MINI_PROGRAM => named("小程序", "title"),
                _ => "收到一条消息".to_owned(),
            },
        }
    }

    /// Where a picture, a file or a video is; none for everything else.
    pub fn address(&self) -> Option<&str> {
        match self.kind() {
            kind::IMAGE => self.field("pic"),
            kind::FILE | kind::VIDEO => self.field("fileName"),
            _ => None,
        }
    }

    fn field(&self, name: &str) -> Option<&str> {
        match self {
            Self::Text { .. } => None,
            Self::Other(fields) => fields.get(name).and_then(Value::as_str),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_7_in_a_push_and_3_in_history() {
        let image = Content::from_sent(&json!({ "contentType": 7, "pic": "http://a/b.png" })).unwrap();
        assert_eq!(image.to_push(false), json!({ "contentType": 7, "pic": "http://a/b.png" }));
        assert_eq!(image.to_history(false), json!({ "contentType": 3, "pic": "http://a/b.png" }));
    }

    #[test]
    fn an_answer_from_the_phone_is_of_type_2_in_both() {
        let text = Content::text("好的");
        assert_eq!(text.to_push(true), json!({ "contentType": 2, "content": "好的" }));
        assert_eq!(text.to_history(true), json!({ "contentType": 2, "content": "好的" }));
    }

    #[test]
    fn fields_that_the_specification_does_not_know_are_echoed() {
        let sent = json!({ "contentType": 1, "content": "hi", "later": [1] });
        assert_eq!(Content::from_sent(&sent).unwrap().to_push(false), sent);
    }

    #[test]
    fn mentions_are_separated_by_commas_and_spaces() {
        let text = Content::Text { text: "@a @b".into(), at: Some("780000919, 780000966".into()) };
        assert!(text.mentions("780000966"));
        assert!(!text.mentions("78000096"));
    }
}
