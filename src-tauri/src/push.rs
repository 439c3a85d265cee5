//! The one ordered channel from the engine to the window.
//!
//! Changes are gathered for a frame and merged, so that a burst costs the window one update per frame. What goes out
//! is numbered without holes; a window that sees one lost something on the way and asks for a snapshot.

use std::{collections::HashSet, time::Duration};

use tauri::{async_runtime::JoinHandle, ipc::Channel};
use tokio::sync::mpsc::UnboundedReceiver;
use zuoxi_engine::{Change, Push, UploadProgress};
use zuoxi_model::{ChatKey, ChatRow, ExportRecord, MessageId, MessageKey, ThreadMessage};

/// One frame at 60 Hz.
const FRAME: Duration = Duration::from_millis(16);

/// Forwards changes until the window or the desk is gone. The first push is numbered `after` + 1.
pub fn forward(after: u64, mut changes: UnboundedReceiver<Push>, channel: Channel<Push>) -> JoinHandle<()> {
    tauri::async_runtime::spawn(async move {
        let mut seq = after;
        while let Some(first) = changes.recv().await {
            tokio::time::sleep(FRAME).await;
            let mut merged = Merged::default();
            merged.add(first.changes);
            while let Ok(next) = changes.try_recv() {
                merged.add(next.changes);
            }
            seq += 1;
            if channel.send(Push { seq, changes: merged.changes }).is_err() {
                return;
            }
        }
    })
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
                    let kind = std::mem::discriminant(&change);
                    self.changes.retain(|earlier| std::mem::discriminant(earlier) != kind);
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
}
