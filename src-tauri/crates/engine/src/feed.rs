//! The change feed: what everyone who watches the seat is told, in one order.
//!
//! A watcher subscribes first and reads the snapshot after, so that nothing falls between the two. Changes carry
//! whole rows, not differences: applying one twice does no harm, and a change that is already in the snapshot is
//! the same row again.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::sync::mpsc;
use zuoxi_model::{
    AddingList, AdminReplacement, BroadcastRecord, ChatKey, ChatRow, CustomerCard, ExportRecord, GroupCard, KnownTags,
    MessageId, MessageKey, QueuedAction, ReceivedRequest, Robot, SessionState, ThreadMessage,
};

use crate::{
    UploadProgress,
    notices::{Notice, Notices},
    vault::KeyringState,
};

/// One thing that is different now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Change {
    Session {
        session: SessionState,
    },
    Robots {
        robots: Vec<Robot>,
    },
    Chats {
        rows: Vec<ChatRow>,
    },
    /// New or altered messages, of chats whose thread was read lately.
    Messages {
        messages: Vec<ThreadMessage>,
    },
    MessagesRemoved {
        keys: Vec<MessageKey>,
    },
    /// More of this chat's history is known: its gaps may have closed.
    Coverage {
        chat: ChatKey,
    },
    /// How far the file of a send is on its way to the storage.
    Upload {
        id: MessageId,
        progress: UploadProgress,
    },
    /// How many sends have not been confirmed yet.
    Waiting {
        count: u32,
    },
    /// New or altered actions of the robots' queues.
    Actions {
        rows: Vec<QueuedAction>,
    },
    /// A robot's tag library, or how far it was checked.
    Tags {
        tags: KnownTags,
    },
    /// New or altered friend requests.
    Requests {
        rows: Vec<ReceivedRequest>,
    },
    /// Customers whose card was opened lately.
    Customers {
        cards: Vec<CustomerCard>,
    },
    /// Groups whose card was opened lately, with their members.
    Groups {
        cards: Vec<GroupCard>,
    },
    /// New or altered broadcasts, and how many were seen to arrive.
    Broadcasts {
        rows: Vec<BroadcastRecord>,
    },
    /// New or altered lists of people to add by phone, whole.
    Adding {
        lists: Vec<AddingList>,
    },
    /// New or altered replacements of admins.
    Admins {
        rows: Vec<AdminReplacement>,
    },
    /// An export that began, went on or ended.
    Export {
        record: ExportRecord,
    },
    /// How much waits for a person.
    Attention {
        /// Friend requests.
        requests: u32,
        /// Actions whose outcome is unknown.
        undecided: u32,
        /// Broadcasts of which nobody knows whether they run.
        broadcasts: u32,
    },
    /// Every notice that stands.
    Notices {
        notices: Vec<Notice>,
    },
    Keyring {
        keyring: KeyringState,
    },
    /// Another account, or none: everything known is void, ask for a snapshot.
    Reset,
}

/// Changes with their place in the order. A watcher that misses a number asks for a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Push {
    #[specta(type = specta_typescript::Number)]
    pub seq: u64,
    pub changes: Vec<Change>,
}

#[derive(Debug, Default)]
struct Watchers {
    seq: u64,
    senders: Vec<mpsc::UnboundedSender<Push>>,
}

/// Hands every change to every watcher. Clones share the order.
#[derive(Debug, Clone, Default)]
pub struct Feed {
    watchers: Arc<Mutex<Watchers>>,
    notices: Notices,
}

impl Feed {
    pub(crate) fn board(&self) -> &Notices {
        &self.notices
    }

    /// Tells the watchers. Never waits: a watcher's queue has no limit, because a watcher that falls behind is
    /// our own window, and it drains by frames.
    pub fn publish(&self, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        let mut watchers = self.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.seq += 1;
        let push = Push { seq: watchers.seq, changes };
        watchers.senders.retain(|sender| sender.send(push.clone()).is_ok());
    }

    /// The number of the last change so far, and everything after it.
    #[must_use]
    pub fn subscribe(&self) -> (u64, mpsc::UnboundedReceiver<Push>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        let mut watchers = self.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.senders.push(sender);
        (watchers.seq, receiver)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watcher_gets_every_change_after_its_number_and_none_before() {
        let feed = Feed::default();
        feed.publish(vec![Change::Waiting { count: 1 }]);
        let (seq, mut receiver) = feed.subscribe();
        feed.publish(vec![]);
        feed.publish(vec![Change::Waiting { count: 2 }]);
        assert_eq!(seq, 1);
        assert_eq!(receiver.try_recv().unwrap(), Push { seq: 2, changes: vec![Change::Waiting { count: 2 }] });
        assert!(receiver.try_recv().is_err());
    }
}
