//! What the window does not know yet, in one order.
//!
//! The window asks for what is next once it has shown what came before. Until then changes are gathered and merged, so
//! that a burst costs the window one update per frame, and a window that is slow or stands still costs no more memory
//! than a limit. What it gets is numbered without holes; a window that sees one lost something on the way and asks for
//! a snapshot.
//!
//! Why it asks, and is not pushed at: docs/adr/0007.

use std::{
    collections::HashSet,
    iter, mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Notify, mpsc::UnboundedReceiver},
    time::{sleep, timeout},
};
use zuoxi_engine::{Change, Push, UploadProgress};
use zuoxi_model::{ChatKey, ChatRow, ExportRecord, MessageId, MessageKey, ThreadMessage};

/// What one event changes is told in a few steps; they go out together.
const GATHER: Duration = Duration::from_millis(1);
/// An answer comes within this time, if only to say that there is nothing: a request that stays open is nobody's promise.
const PATIENCE: Duration = Duration::from_secs(20);
/// More than this many messages and other changes are cheaper to read anew.
const MOST: usize = 5_000;

/// Keeps changes for one window until it takes them.
pub struct Outlet {
    pending: Mutex<Pending>,
    arrived: Notify,
}

struct Pending {
    /// The number of the last push that was taken.
    seq: u64,
    merged: Merged,
    over: bool,
}

impl Outlet {
    /// Begins to gather, on the runtime it is called in. The first push is numbered `after` + 1.
    pub fn open(after: u64, mut changes: UnboundedReceiver<Push>) -> Arc<Self> {
        let pending = Mutex::new(Pending { seq: after, merged: Merged::default(), over: false });
        let outlet = Arc::new(Self { pending, arrived: Notify::new() });
        let gathered = Arc::downgrade(&outlet);
        tokio::spawn(async move {
            while let Some(push) = changes.recv().await {
                let Some(outlet) = gathered.upgrade() else { return };
                outlet.pending().merged.add(push.changes);
                outlet.arrived.notify_one();
            }
            if let Some(outlet) = gathered.upgrade() {
                outlet.close();
            }
        });
        outlet
    }

    /// What changed since the last push was taken, as soon as something did; without changes and under the same number
    /// when nothing did for a while, and none once it is over. One caller at a time.
    pub async fn next(&self) -> Option<Push> {
        let something = async {
            while !self.pending().is_due() {
                self.arrived.notified().await;
            }
            sleep(GATHER).await;
        };
        // Whichever way it ended: what is there is handed out.
        let _ = timeout(PATIENCE, something).await;
        self.pending().take()
    }

    /// Ends it: another window, or the same one anew, has its own.
    pub fn close(&self) {
        let mut pending = self.pending();
        pending.over = true;
        pending.merged = Merged::default();
        drop(pending);
        self.arrived.notify_one();
    }

    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pending {
    fn is_due(&self) -> bool {
        self.over || !self.merged.changes.is_empty()
    }

    fn take(&mut self) -> Option<Push> {
        if self.over {
            return None;
        }
        let changes = mem::take(&mut self.merged.changes);
        if !changes.is_empty() {
            self.seq += 1;
        }
        Some(Push { seq: self.seq, changes })
    }
}

/// Changes in order, with what is overtaken left out.
#[derive(Default)]
struct Merged {
    changes: Vec<Change>,
}

impl Merged {
    fn add(&mut self, changes: Vec<Change>) {
        for change in changes {
            match change {
                Change::Chats { rows } => self.chats(rows),
                Change::Messages { messages } => self.messages(messages),
                Change::Reset => self.changes = vec![Change::Reset],
                Change::Session { .. }
                | Change::Robots { .. }
                | Change::Waiting { .. }
                | Change::Attention { .. }
                | Change::Quality { .. }
                | Change::Notices { .. }
                | Change::Keyring { .. }
                | Change::Accounts { .. } => {
                    let kind = mem::discriminant(&change);
                    self.changes.retain(|earlier| mem::discriminant(earlier) != kind);
                    self.changes.push(change);
                }
                Change::Upload { id, progress } => self.upload(id, progress),
                Change::Export { record } => self.export(record),
                Change::Coverage { .. } => {
                    if !self.changes.contains(&change) {
                        self.changes.push(change);
                    }
                }
                // A removal keeps its place in the order; the others are whole rows, and the last of a kind wins anyway.
                Change::MessagesRemoved { .. }
                | Change::Actions { .. }
                | Change::Tags { .. }
                | Change::Requests { .. }
                | Change::Customers { .. }
                | Change::Groups { .. }
                | Change::Broadcasts { .. }
                | Change::Adding { .. }
                | Change::Admins { .. }
                // Nobody asks twice within a frame; the last one wins in the window.
                | Change::Open { .. } => self.changes.push(change),
            }
        }
        if self.weight() > MOST {
            let asked = mem::take(&mut self.changes).into_iter().filter(|change| matches!(change, Change::Open { .. }));
            self.changes = iter::once(Change::Reset).chain(asked).collect();
        }
    }

    /// What it costs to keep, roughly: rows of chats are no more than there are chats.
    fn weight(&self) -> usize {
        let messages = |change: &Change| match change {
            Change::Messages { messages } => messages.len(),
            _ => 1,
        };
        self.changes.iter().map(messages).sum()
    }

    /// A row replaces the same chat's earlier row.
    fn chats(&mut self, rows: Vec<ChatRow>) {
        for change in &mut self.changes {
            if let Change::Chats { rows: known } = change {
                let newer: HashSet<&ChatKey> = rows.iter().map(|row| &row.chat.key).collect();
                known.retain(|row| !newer.contains(&row.chat.key));
                known.extend(rows);
                return;
            }
        }
        self.changes.push(Change::Chats { rows });
    }

    /// Only how far an upload is now is worth telling.
    fn upload(&mut self, id: MessageId, progress: UploadProgress) {
        self.changes.retain(|earlier| !matches!(earlier, Change::Upload { id: known, .. } if *known == id));
        self.changes.push(Change::Upload { id, progress });
    }

    /// Only how far an export is now is worth telling.
    fn export(&mut self, record: ExportRecord) {
        self.changes.retain(|earlier| !matches!(earlier, Change::Export { record: known } if known.id == record.id));
        self.changes.push(Change::Export { record });
    }

    /// Messages join the last group of messages unless something was removed in between: a removal and what follows
    /// it must stay in order.
    fn messages(&mut self, messages: Vec<ThreadMessage>) {
        let last = self.changes.iter_mut().rev().find_map(|change| match change {
            Change::Messages { messages } => Some(Some(messages)),
            Change::MessagesRemoved { .. } => Some(None),
            _ => None,
        });
        if let Some(Some(known)) = last {
            let newer: HashSet<&MessageKey> = messages.iter().map(|message| &message.message.key).collect();
            known.retain(|message| !newer.contains(&message.message.key));
            known.extend(messages);
        } else {
            self.changes.push(Change::Messages { messages });
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join;
    use tokio::{sync::mpsc::unbounded_channel, time::Instant};
    use zuoxi_engine::UploadState;
    use zuoxi_model::SessionState;

    use super::*;

    #[test]
    fn a_frame_keeps_the_latest_of_each_and_the_order_of_removals() {
        let removed = |id: &str| Change::MessagesRemoved {
            keys: vec![MessageKey { robot_key: "r".into(), chat_user: "c".into(), message_id: id.into() }],
        };
        let empty = || Change::Messages { messages: vec![] };
        let mut merged = Merged::default();
        merged.add(vec![Change::Waiting { count: 1 }, empty(), Change::Session { session: SessionState::Connecting }]);
        merged.add(vec![removed("a"), empty(), Change::Waiting { count: 2 }, empty()]);
        assert_eq!(
            merged.changes,
            [
                empty(),
                Change::Session { session: SessionState::Connecting },
                removed("a"),
                empty(),
                Change::Waiting { count: 2 }
            ]
        );
    }

    #[test]
    fn of_each_upload_only_the_latest_step_is_told() {
        let step = |id: &str, sent_bytes| Change::Upload {
            id: id.into(),
            progress: UploadProgress { state: UploadState::Sending, sent_bytes, total_bytes: 9 },
        };
        let mut merged = Merged::default();
        merged.add(vec![step("a", 1), step("b", 2), step("a", 3)]);
        merged.add(vec![step("b", 4)]);
        assert_eq!(merged.changes, [step("a", 3), step("b", 4)]);
    }

    #[test]
    fn after_a_reset_nothing_of_before_counts() {
        let chat = ChatKey { robot_key: "r".into(), chat_user: "c".into() };
        let mut merged = Merged::default();
        merged.add(vec![Change::Coverage { chat }, Change::Reset, Change::Waiting { count: 0 }]);
        assert_eq!(merged.changes, [Change::Reset, Change::Waiting { count: 0 }]);
    }

    #[test]
    fn what_is_more_than_a_snapshot_becomes_one_but_what_is_asked_for_stays() {
        let message = MessageKey { robot_key: "r".into(), chat_user: "c".into(), message_id: "m".into() };
        let open = Change::Open { account: "a".into(), message };
        let mut merged = Merged::default();
        merged.add(vec![open.clone()]);
        merged.add(vec![Change::MessagesRemoved { keys: vec![] }; MOST - 1]);
        assert_eq!(merged.changes.len(), MOST);
        merged.add(vec![Change::Waiting { count: 1 }]);
        assert_eq!(merged.changes, [Change::Reset, open]);
    }

    fn told(count: u32) -> Push {
        Push { seq: 0, changes: vec![Change::Waiting { count }] }
    }

    #[tokio::test(start_paused = true)]
    async fn the_window_gets_what_came_since_it_last_asked_under_the_next_number() {
        let (engine, changes) = unbounded_channel();
        let outlet = Outlet::open(7, changes);
        engine.send(told(1)).unwrap();
        engine.send(told(2)).unwrap();
        assert_eq!(outlet.next().await, Some(Push { seq: 8, ..told(2) }));
        let (next, ()) = join(outlet.next(), async { engine.send(told(3)).unwrap() }).await;
        assert_eq!(next, Some(Push { seq: 9, ..told(3) }));
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_comes_even_when_nothing_does() {
        let (_engine, changes) = unbounded_channel();
        let asked = Instant::now();
        assert_eq!(Outlet::open(7, changes).next().await, Some(Push { seq: 7, changes: vec![] }));
        assert_eq!(asked.elapsed(), PATIENCE);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_waits_is_told_that_it_is_over() {
        let (engine, changes) = unbounded_channel();
        let outlet = Outlet::open(7, changes);
        let (next, ()) = join(outlet.next(), async { outlet.close() }).await;
        assert_eq!(next, None);
        let (ended, changes) = unbounded_channel();
        let outlet = Outlet::open(7, changes);
        drop((engine, ended));
        assert_eq!(outlet.next().await, None);
    }
}
