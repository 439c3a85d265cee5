//! What a person sends, before it is a message: texts, files of this machine, links with a cover that has yet to go
//! somewhere.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::Content;

/// As what a file is sent. Spec 3.5, 3.10, 3.24.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum AttachmentKind {
    Image,
    File,
    Video,
}

/// A file on this machine that is sent with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    pub path: String,
    /// What the receiver sees as its name.
    pub name: String,
    pub kind: AttachmentKind,
}

/// The picture of a link card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Cover {
    /// An address that everyone can read, without a query string (Q56).
    Address { url: String },
    /// A file on this machine.
    File { path: String },
}

/// A link card that is ready to be sent. Spec 3.6.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LinkCard {
    pub title: String,
    pub link: String,
    pub description: String,
    pub cover: Option<Cover>,
}

/// What a person sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Composed {
    Text { text: String, mentions: Vec<String> },
    Attachment { attachment: Attachment },
    Link { title: String, link: String, description: String, cover: Option<Cover> },
}

impl Composed {
    /// The message as far as it is known now: a file and a cover have no address before they were uploaded or checked.
    #[must_use]
    pub fn content(&self) -> Content {
        match self {
            Self::Text { text, mentions } => Content::Text { text: text.clone(), mentions: mentions.clone() },
            Self::Attachment { attachment } => attachment.content(String::new()),
            Self::Link { title, link, description, .. } => Content::Link {
                title: title.clone(),
                link: link.clone(),
                description: description.clone(),
                cover_url: None,
            },
        }
    }

    /// The file to upload.
    #[must_use]
    pub fn attachment(&self) -> Option<&Attachment> {
        match self {
            Self::Attachment { attachment } => Some(attachment),
            Self::Text { .. } | Self::Link { .. } => None,
        }
    }

    /// The cover to upload or to check.
    #[must_use]
    pub fn cover(&self) -> Option<&Cover> {
        match self {
            Self::Link { cover, .. } => cover.as_ref(),
            Self::Text { .. } | Self::Attachment { .. } => None,
        }
    }

    /// What was composed, from what became of it.
    #[must_use]
    pub fn of(content: &Content, attachment: Option<&Attachment>, cover: Option<&Cover>) -> Option<Self> {
        if let Some(attachment) = attachment {
            return Some(Self::Attachment { attachment: attachment.clone() });
        }
        match content {
            Content::Text { text, mentions } => Some(Self::Text { text: text.clone(), mentions: mentions.clone() }),
            Content::Link { title, link, description, cover_url } => Some(Self::Link {
                title: title.clone(),
                link: link.clone(),
                description: description.clone(),
                cover: cover.cloned().or_else(|| cover_url.clone().map(|url| Cover::Address { url })),
            }),
            _ => None,
        }
    }
}

impl Attachment {
    /// The message that carries this file from an address.
    #[must_use]
    pub fn content(&self, url: String) -> Content {
        match self.kind {
            AttachmentKind::Image => Content::Image { url },
            AttachmentKind::File => Content::File { url, name: Some(self.name.clone()) },
            AttachmentKind::Video => Content::Video { url },
        }
    }
}

impl Cover {
    /// The file to upload, if it is one.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::File { path } => Some(path),
            Self::Address { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_composed_can_be_taken_back_as_it_was() {
        let attachment = Attachment { path: "/a/b.png".into(), name: "b.png".into(), kind: AttachmentKind::Image };
        let link =
            |cover| Composed::Link { title: "t".into(), link: "https://x.cn".into(), description: "d".into(), cover };
        for composed in [
            Composed::Text { text: "好的".into(), mentions: vec!["788".into()] },
            Composed::Attachment { attachment },
            link(None),
            link(Some(Cover::File { path: "/a/c.png".into() })),
            link(Some(Cover::Address { url: "https://x.cn/c.png".into() })),
        ] {
            let back = Composed::of(&composed.content(), composed.attachment(), composed.cover());
            assert_eq!(back.as_ref(), Some(&composed));
        }
    }

    #[test]
    fn a_file_is_a_message_of_its_kind() {
        let of = |kind| Attachment { path: "/p".into(), name: "报价.xls".into(), kind }.content("u".into());
        assert_eq!(of(AttachmentKind::Image), Content::Image { url: "u".into() });
        assert_eq!(of(AttachmentKind::File), Content::File { url: "u".into(), name: Some("报价.xls".into()) });
        assert_eq!(of(AttachmentKind::Video), Content::Video { url: "u".into() });
    }
}
