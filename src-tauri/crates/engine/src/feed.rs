//! The change feed: what everyone who watches the seat is told, in one order.
//!
//! A watcher subscribes first and reads the snapshot after, so that nothing falls between the two. Changes carry
//! whole rows, not differences: applying one twice does no harm, and a change that is already in the snapshot is
//! the same row again.
//!
//! Several accounts are at work at once, and one of them is in front. Each speaks through a clone of the feed that bears
//! its name: what the others say is not told, only that their summary may be another (and `alerts` listens to all). Who is in front changes under the
//! same lock as the telling, so that nothing of one account can be heard after the reset to the next.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::sync::{Notify, mpsc};
use zuoxi_model::{
    AccountId, AddingList, AdminReplacement, BroadcastRecord, ChatKey, ChatRow, CustomerCard, ExportRecord, GroupCard,
    KnownTags, MessageId, MessageKey, QueuedAction, ReceivedRequest, Robot, SessionState, ThreadMessage,
};

use crate::{
    AccountSummary, UploadProgress,
    alerts::{Arrivals, Listeners},
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
    /// Something was flagged, decided about or scored.
    Quality {
        /// Flags nobody has decided about.
        open: u32,
    },
    /// Every notice that stands.
    Notices {
        notices: Vec<Notice>,
    },
    Keyring {
        keyring: KeyringState,
    },
    /// Every account this console knows, and how it is: the ones in the background are told by this alone.
    Accounts {
        accounts: Vec<AccountSummary>,
    },
    /// Somebody asked for this message from outside the window: it is to be shown.
    Open {
        /// Whose message it is; it may have to come to the front first.
        account: AccountId,
        message: MessageKey,
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
    front: Option<AccountId>,
    senders: Vec<mpsc::UnboundedSender<Push>>,
}

impl Watchers {
    fn tell(&mut self, changes: Vec<Change>) {
        self.seq += 1;
        let push = Push { seq: self.seq, changes };
        self.senders.retain(|sender| sender.send(push.clone()).is_ok());
    }
}

impl Change {
    /// Whether the summary of the account that says it may be another now.
    fn shows_in_summary(&self) -> bool {
        matches!(self, Self::Session { .. } | Self::Chats { .. } | Self::Waiting { .. })
    }
}

/// Hands every change to every watcher. Clones share the order.
#[derive(Debug, Clone, Default)]
pub struct Feed {
    watchers: Arc<Mutex<Watchers>>,
    notices: Notices,
    /// The account that speaks through this clone; none is the desk itself, which is always heard.
    account: Option<AccountId>,
    stirred: Arc<Notify>,
    arrivals: Arrivals,
    overheard: Listeners,
}

impl Feed {
    pub(crate) fn overheard(&self) -> &Listeners {
        &self.overheard
    }

    pub(crate) fn arrivals(&self) -> &Arrivals {
        &self.arrivals
    }

    pub(crate) fn board(&self) -> &Notices {
        &self.notices
    }

    /// The same feed for what an account says.
    #[must_use]
    pub(crate) fn of_account(&self, account: AccountId) -> Self {
        Self { account: Some(account), ..self.clone() }
    }

    pub(crate) fn account(&self) -> Option<&AccountId> {
        self.account.as_ref()
    }

    /// From now on this account is the one that is heard; the watchers are told to ask anew.
    pub(crate) fn bring_to_front(&self, account: Option<AccountId>) {
        let mut watchers = self.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.front = account;
        watchers.tell(vec![Change::Reset]);
        self.stirred.notify_one();
    }

    /// The summaries of the accounts may be others than they were.
    pub(crate) fn stir(&self) {
        self.stirred.notify_one();
    }

    /// Waits for the next [`Feed::stir`].
    pub(crate) async fn stirred(&self) {
        self.stirred.notified().await;
    }

    /// Tells the watchers. Never waits: a watcher's queue has no limit, because a watcher that falls behind is
    /// our own window, and it drains by frames.
    pub fn publish(&self, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        if changes.iter().any(Change::shows_in_summary) {
            self.stir();
        }
        if let Some(account) = &self.account {
            self.overheard.changed(account, &changes);
        }
        let mut watchers = self.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        if self.account.is_some() && self.account != watchers.front {
            return;
        }
        watchers.tell(changes);
    }

    /// Tells the watchers, whoever is in front.
    pub(crate) fn announce(&self, changes: Vec<Change>) {
        self.watchers.lock().unwrap_or_else(PoisonError::into_inner).tell(changes);
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

    #[test]
    fn of_the_accounts_only_the_one_in_front_is_heard() {
        let desk = Feed::default();
        let [first, second] = ["a", "b"].map(|id| desk.of_account(id.into()));
        let (_, mut receiver) = desk.subscribe();
        let mut heard = || receiver.try_recv().ok().map(|push| push.changes);
        desk.bring_to_front(Some("a".into()));
        assert_eq!(heard(), Some(vec![Change::Reset]));
        second.publish(vec![Change::Waiting { count: 2 }]);
        first.publish(vec![Change::Waiting { count: 1 }]);
        assert_eq!(heard(), Some(vec![Change::Waiting { count: 1 }]));
        desk.bring_to_front(Some("b".into()));
        first.publish(vec![Change::Waiting { count: 3 }]);
        assert_eq!(heard(), Some(vec![Change::Reset]));
        assert_eq!(heard(), None);
        second.publish(vec![Change::Waiting { count: 4 }]);
        assert_eq!(heard(), Some(vec![Change::Waiting { count: 4 }]));
    }
}
