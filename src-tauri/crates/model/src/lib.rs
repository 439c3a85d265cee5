//! The language every part of Zuoxi speaks: ids, robots, chats, messages, outbox states.
//!
//! Architecture invariant: plain types with serde and specta derives, no I/O, no clock, no wire names of the
//! platform. Every id is a string in a newtype, because several ids of the platform are larger than 2^53 and a
//! JavaScript number would merge neighbours (Q9).

mod account;
mod action;
mod adding;
mod admins;
pub mod audit;
mod broadcast;
mod broadcast_record;
mod card;
mod chat;
mod compose;
mod contact;
mod content;
mod directory;
mod draft;
mod export;
mod group_list;
mod group_settings;
pub mod health;
mod ids;
mod marks;
mod message;
pub mod metrics;
mod note;
mod outbox;
mod page;
mod people;
mod quality;
mod queue;
mod quick_reply;
mod review;
mod robot;
mod scoring;
pub mod search;
mod session;
pub mod spreadsheet;
mod tag;
mod thread;
mod time;
mod view;

pub use account::{Account, Environment, EnvironmentKind, ProtocolChoice, SocketProtocol};
pub use action::{Action, ActionEvent, ActionKind, ActionOutcome, AdminChange, Inquiry, ProfileChanges, Refusal};
pub use adding::{AddingList, AddingPhone, AddingRules, AddingRulesProblem, AddingState, QuietHours};
pub use admins::{AdminReplacement, ReplacementState};
pub use broadcast::{
    Audience, Broadcast, BroadcastContent, BroadcastDraft, BroadcastPace, BroadcastProblem, BroadcastSchedule,
    Recipients, Weekday,
};
pub use broadcast_record::{
    BroadcastConfirmation, BroadcastDetail, BroadcastPlan, BroadcastRecipient, BroadcastRecord, BroadcastState,
    BroadcastWarning, LeftOut, LeftOutReason,
};
pub use card::{AmbiguousTag, Candidate, CarriedTag, CustomerCard, GroupCard, KnownTags, TagSource};
pub use chat::{Chat, ChatKey, ChatKind, ChatRow, ChatUpdate, LastMessage};
pub use compose::{Attachment, AttachmentKind, Composed, Cover, LinkCard};
pub use contact::{Contact, FriendRequest, Gender, GroupDetails, GroupMember, MemberRole};
pub use content::Content;
pub use directory::{ContactQuery, GroupListQuery, GroupSummary};
pub use draft::{Draft, DraftContent};
pub use export::{ExportFormat, ExportPreview, ExportRecord, ExportRequest, ExportScope, ExportState};
pub use group_list::{GroupDownload, GroupFilter, GroupOrder};
pub use group_settings::{GroupSettingsCopy, RobotGroups, SettingsModule};
pub use ids::{
    AccountId, AddingId, Assignee, BroadcastId, ChatId, ChatUser, CustomerId, ExportId, GroupId, LabelId, MessageId,
    MsgSvrId, ReplacementId, RobotKey, Wxid,
};
pub use marks::{ChatMarks, ChatMarksChange, NotificationSound, RobotMarks};
pub use message::{Direction, Message, MessageKey, Origin, SendStatus, Sender};
pub use note::{AlsoKnown, Note};
pub use outbox::{FailureReason, OutboxEntry, OutboxState, Resolution};
pub use page::{Page, PageRequest};
pub use people::{Customer, Group, Relationship};
pub use quality::{Flag, FlagEvent, FlagPage, FlagQuery, FlagStatus, QualityRule, RuleCheck, RuleSide, RuleState};
pub use queue::{ActionDecision, ActionReply, ActionState, QueuedAction, ReceivedRequest, RequestState, RequestedBy};
pub use quick_reply::{
    ImportedReplies, QuickReply, QuickReplyContent, ReplyAttachment, ReplyAttachmentKind, ReplyCover, SkipReason,
    SkippedReply,
};
pub use review::{AgentKey, ReviewChat, ReviewPage, ReviewQuery};
pub use robot::{Robot, RobotStatus};
pub use scoring::{
    AgentScores, FlagCount, ItemScore, QualityReport, Sample, SampleRequest, SampledChat, Score, ScoreCard, ScoreEntry,
    ScoreItem,
};
pub use search::{
    IndexProgress, MessageHit, NameHit, SearchCoverage, SearchOrder, SearchPage, SearchQuery, SearchedContent, Snippet,
    Span, Speaker,
};
pub use session::{DownReason, SessionState};
pub use tag::{Tag, TagGroup, TagLibrary};
pub use thread::{ThreadMessage, ThreadPage, ThreadWindow};
pub use time::{Interval, Timestamp};
pub use view::{ListFilter, ListOrder, SavedView};
