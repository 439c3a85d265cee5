//! What a person has to know about this machine: the cache and the keyring, when something is wrong with them.
//!
//! A notice stands until its cause is gone or the person has read it; a window that opens later is told too. The list is
//! short and always told as a whole.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use specta::Type;
use zuoxi_model::{AccountId, Timestamp};
use zuoxi_store::AsideReason;

use crate::feed::{Change, Feed};

/// Why a cache was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CacheFault {
    /// The keyring holds another key than the file's.
    WrongKey,
    /// The keyring holds no key.
    LostKey,
    Damaged,
}

impl From<AsideReason> for CacheFault {
    fn from(reason: AsideReason) -> Self {
        match reason {
            AsideReason::WrongKey => Self::WrongKey,
            AsideReason::LostKey => Self::LostKey,
            AsideReason::Damaged => Self::Damaged,
        }
    }
}

/// What is wrong, or was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum NoticeKind {
    /// The cache could not be opened. It is kept under another name and was built anew.
    CacheSetAside {
        why: CacheFault,
        /// The full path of the file that was kept.
        file: String,
        /// Sends that were not confirmed, carried over; none is sent by itself.
        saved_sends: u32,
        saved_drafts: u32,
    },
    /// The cache was found damaged while it was in use. The next start sets it aside and builds it anew.
    CacheDamaged,
    /// Nothing can be written; what is there can be read, and writing goes on by itself once there is room.
    DiskFull,
    /// The cache cannot be written, and waiting does not help.
    ReadOnly,
    /// The keyring is locked: nothing is remembered, and the cache of this session ends with it.
    KeyringLocked { message: String },
    /// There is no keyring that answers, with the same consequences.
    KeyringAbsent { message: String },
}

/// Something a person has to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Tells one notice from another of the same kind.
    pub id: u32,
    pub at: Timestamp,
    /// The account whose cache it is about; none for what is about the machine.
    pub account: Option<AccountId>,
    #[serde(flatten)]
    pub kind: NoticeKind,
}

#[derive(Debug, Default)]
struct Board {
    last_id: u32,
    standing: Vec<Notice>,
}

/// The notices that stand. Clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Notices {
    board: Arc<Mutex<Board>>,
}

impl Feed {
    /// The notices that stand, the oldest first.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.board().board.lock().unwrap_or_else(PoisonError::into_inner).standing.clone()
    }

    /// Puts a notice up; one that says the same stays as it is.
    pub fn notify(&self, kind: NoticeKind, at: Timestamp) {
        let account = self.account().cloned();
        self.change_notices(|board| {
            if board.standing.iter().all(|notice| notice.kind != kind || notice.account != account) {
                board.last_id += 1;
                board.standing.push(Notice { id: board.last_id, at, account, kind });
            }
        });
    }

    /// Takes away what is no longer so, of the account that says it.
    pub fn withdraw(&self, is_over: impl Fn(&NoticeKind) -> bool) {
        let account = self.account();
        self.change_notices(|board| {
            board.standing.retain(|notice| notice.account.as_ref() != account || !is_over(&notice.kind));
        });
    }

    /// A person has read it.
    pub fn dismiss_notice(&self, id: u32) {
        self.change_notices(|board| board.standing.retain(|notice| notice.id != id));
    }

    fn change_notices(&self, change: impl FnOnce(&mut Board)) {
        let changed = {
            let mut board = self.board().board.lock().unwrap_or_else(PoisonError::into_inner);
            let before = board.standing.clone();
            change(&mut board);
            (board.standing != before).then(|| board.standing.clone())
        };
        if let Some(notices) = changed {
            self.announce(vec![Change::Notices { notices }]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_stands_once_until_it_is_over_or_read() {
        let feed = Feed::default();
        feed.notify(NoticeKind::DiskFull, Timestamp(1));
        feed.notify(NoticeKind::DiskFull, Timestamp(2));
        feed.notify(NoticeKind::CacheDamaged, Timestamp(3));
        let standing = feed.notices();
        assert_eq!(standing.len(), 2);
        let (_, mut changes) = feed.subscribe();
        feed.withdraw(|kind| *kind == NoticeKind::DiskFull);
        feed.withdraw(|kind| *kind == NoticeKind::DiskFull);
        feed.dismiss_notice(standing[1].id);
        assert!(feed.notices().is_empty());
        assert!(changes.try_recv().is_ok() && changes.try_recv().is_ok());
        assert!(changes.try_recv().is_err(), "what did not change is not told");
    }
}
