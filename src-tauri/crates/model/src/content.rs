//! What a message carries. The platform has three vocabularies of type; here is one (Q19).

use serde::{Deserialize, Serialize};
use specta::Type;

/// The content of a message. Spec 3.2, 2.11.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Content {
    Text {
        text: String,
        /// The people named with @, `atUserList` split and trimmed (Q29).
        mentions: Vec<String>,
    },
    Image {
        url: String,
    },
    File {
        url: String,
        name: Option<String>,
    },
    Voice {
        url: String,
    },
    Video {
        url: String,
    },
    Link {
        title: String,
        link: String,
        description: String,
        cover_url: Option<String>,
    },
    Sticker {
        url: String,
    },
    MiniProgram {
        title: String,
        description: String,
    },
    /// A type or a payload this version does not know: shown raw, never dropped (Q18).
    Unsupported {
        content_type: String,
        /// The `content` object as JSON text.
        raw: String,
    },
}

impl Content {
    /// The words a search finds and a preview shows; empty where the content has none.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text { text, .. } => text,
            Self::Link { title, .. } | Self::MiniProgram { title, .. } => title,
            Self::File { name, .. } => name.as_deref().unwrap_or_default(),
            Self::Image { .. }
            | Self::Voice { .. }
            | Self::Video { .. }
            | Self::Sticker { .. }
            | Self::Unsupported { .. } => "",
        }
    }

    /// Where its medium is; for a link card, where the link leads. Empty for a file that was not uploaded yet.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        match self {
            Self::Image { url }
            | Self::File { url, .. }
            | Self::Voice { url }
            | Self::Video { url }
            | Self::Sticker { url } => Some(url),
            Self::Link { link, .. } => Some(link),
            Self::Text { .. } | Self::MiniProgram { .. } | Self::Unsupported { .. } => None,
        }
    }
}
