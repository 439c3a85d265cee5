//! What is exported, how far it is, and what became of it.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{Assignee, ChatKey, ChatKind, ExportId, LabelId, RobotKey, Timestamp};

/// A way to write transcripts down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ExportFormat {
    /// Pages for reading, one chat each, with an index. They load nothing from anywhere.
    Html,
    Xlsx,
    Csv,
    /// One JSON object a line, for other programs.
    Jsonl,
}

/// Which messages are exported. An empty list, and what is `None`, leave nothing out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportScope {
    pub robots: Vec<RobotKey>,
    pub chats: Vec<ChatKey>,
    /// The people the chats are assigned to now.
    pub agents: Vec<Assignee>,
    /// Customers that are known to carry one of these.
    pub tags: Vec<LabelId>,
    pub kind: Option<ChatKind>,
    /// The first millisecond.
    pub since: Option<Timestamp>,
    /// The last millisecond.
    pub until: Option<Timestamp>,
}

/// An export as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportRequest {
    pub scope: ExportScope,
    pub formats: Vec<ExportFormat>,
    /// Whether pictures, voices, videos and files are fetched and put beside the transcripts.
    pub media: bool,
    /// The folder that the export's own folder is made in.
    pub folder: String,
    /// The time zone that times are written in, by its IANA name.
    pub time_zone: String,
}

/// How much an export would hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportPreview {
    /// Chats with messages in the time that was asked for.
    pub chats: u32,
    #[specta(type = specta_typescript::Number)]
    pub messages: u64,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    /// Chats of which messages may be missing in that time; also such as have none here.
    pub chats_not_complete: u32,
}

/// Where an export stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ExportState {
    Running,
    /// Everything is written, and the manifest says what it is.
    Done,
    /// A person ended it. What is finished is kept, and it can be gone on with.
    Cancelled,
    /// The console ended while it ran. It can be gone on with.
    Interrupted,
    /// It can be gone on with once the reason is gone.
    Failed {
        /// An error code, as commands report it.
        code: String,
        /// For support.
        message: String,
    },
}

/// An export of this console, as the list of exports shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportRecord {
    pub id: ExportId,
    /// The export's own folder.
    pub folder: String,
    pub formats: Vec<ExportFormat>,
    pub media: bool,
    /// The account that asked for it.
    pub requested_by: String,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub state: ExportState,
    pub chats: u32,
    pub chats_not_complete: u32,
    #[specta(type = specta_typescript::Number)]
    pub messages: u64,
    #[specta(type = specta_typescript::Number)]
    pub messages_done: u64,
    /// Files fetched, and files that could not be.
    pub media_kept: u32,
    pub media_missing: u32,
    /// Files of the finished export, and their size in bytes.
    pub files: u32,
    #[specta(type = specta_typescript::Number)]
    pub bytes: u64,
}
