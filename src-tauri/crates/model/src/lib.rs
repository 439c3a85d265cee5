//! The language every part of Zuoxi speaks: ids, robots, chats, messages, outbox states.
//!
//! Architecture invariant: plain types with serde and specta derives, no I/O, no clock, no wire names of the
//! platform. Every id is a string in a newtype, because several ids of the platform are larger than 2^53 and a
//! JavaScript number would merge neighbours (Q9).

mod account;
mod action;
mod broadcast;
mod card;
mod chat;
mod contact;
mod content;
mod draft;
mod group_settings;
mod ids;
mod marks;
mod message;
mod note;
mod outbox;
mod page;
mod people;
mod queue;
mod quick_reply;
mod robot;
mod session;
mod tag;
mod thread;
mod time;
mod view;

pub use account::{Account, Environment, EnvironmentKind, ProtocolChoice, SocketProtocol};
pub use action::{Action, ActionEvent, ActionKind, ActionOutcome, AdminChange, Inquiry, ProfileChanges, Refusal};
pub use broadcast::{
    Audience, Broadcast, BroadcastContent, BroadcastDraft, BroadcastPace, BroadcastProblem, BroadcastSchedule,
    Recipients, Weekday,
};
pub use card::{AmbiguousTag, Candidate, CarriedTag, CustomerCard, GroupCard, KnownTags, TagSource};
pub use chat::{Chat, ChatKey, ChatKind, ChatRow, ChatUpdate, LastMessage};
pub use contact::{Contact, FriendRequest, Gender, GroupDetails, GroupMember, MemberRole};
pub use content::Content;
pub use draft::Draft;
pub use group_settings::{GroupSettingsCopy, RobotGroups, SettingsModule};
pub use ids::{
    AccountId, Assignee, ChatId, ChatUser, CustomerId, GroupId, LabelId, MessageId, MsgSvrId, RobotKey, Wxid,
};
pub use marks::{ChatMarks, ChatMarksChange, RobotMarks};
pub use message::{Direction, Message, MessageKey, Origin, SendStatus, Sender};
pub use note::{AlsoKnown, Note};
pub use outbox::{FailureReason, OutboxEntry, OutboxState, Resolution};
pub use page::{Page, PageRequest};
pub use people::{Customer, Group, Relationship};
pub use queue::{ActionDecision, ActionReply, ActionState, QueuedAction, ReceivedRequest, RequestState, RequestedBy};
pub use quick_reply::{
    ImportedReplies, QuickReply, QuickReplyContent, ReplyAttachment, ReplyAttachmentKind, ReplyCover, SkipReason,
    SkippedReply,
};
pub use robot::{Robot, RobotStatus};
pub use session::{DownReason, SessionState};
pub use tag::{Tag, TagGroup, TagLibrary};
pub use thread::{ThreadMessage, ThreadPage};
pub use time::{Interval, Timestamp};
pub use view::{ListFilter, ListOrder, SavedView};
