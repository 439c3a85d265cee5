//! Messages that have just come in, as whoever notifies needs them.
//!
//! The change feed tells the messages of threads that are open; a notification is about the others. So arrivals have a
//! channel of their own, and nothing is gathered for it while nobody listens.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc;
use zuoxi_model::{AccountId, ChatRow, Direction, Message, MessageKey, RobotMarks};
use zuoxi_store::{Applied, Batch};

use crate::{Change, Desk, EngineError, Preferences, View, core::Core};

/// A message that somebody wrote to us a moment ago.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Who received it, in front or behind.
    pub account: AccountId,
    pub message: Message,
    /// Its chat, with the message.
    pub chat: ChatRow,
    /// The name of the robot that it was written to; empty for one that is not known.
    pub robot: String,
    pub robot_marks: RobotMarks,
    /// What the window showed when the message came.
    pub view: View,
    /// The line was up and nothing of before it was missing.
    pub complete: bool,
}

/// Hands arrivals to whoever listens. Clones share the listeners.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arrivals {
    listeners: Arc<Mutex<Vec<mpsc::UnboundedSender<Arrival>>>>,
}

impl Arrivals {
    fn listen(&self) -> mpsc::UnboundedReceiver<Arrival> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        receiver
    }

    fn is_heard(&self) -> bool {
        let mut listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        listeners.retain(|listener| !listener.is_closed());
        !listeners.is_empty()
    }

    fn tell(&self, arrival: &Arrival) {
        let listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        for listener in &*listeners {
            // Whoever is gone is taken off the list by the next `is_heard`.
            let _ = listener.send(arrival.clone());
        }
    }
}

impl Desk {
    /// Every message that comes in from now on, of whichever account is at work.
    #[must_use]
    pub fn arrivals(&self) -> mpsc::UnboundedReceiver<Arrival> {
        self.feed.arrivals().listen()
    }

    /// What the person chose.
    pub async fn preferences(&self) -> Preferences {
        self.outline().await.0.preferences
    }

    /// Has the window open this message. The window brings its account to the front, because only the window knows what
    /// was typed for the one that is there and has to be handed over first.
    pub fn open_message(&self, account: AccountId, message: MessageKey) {
        self.feed.publish(vec![Change::Open { account, message }]);
    }
}

impl Core {
    /// Tells the messages of a live batch that are new and not ours.
    pub(crate) async fn tell_arrivals(
        &self,
        batch: &Batch,
        applied: &Applied,
        complete: bool,
    ) -> Result<(), EngineError> {
        let arrivals = self.feed.arrivals();
        if !arrivals.is_heard() {
            return Ok(());
        }
        // A set: a batch may have a thousand messages, and looking each of them up in a list would compare them all.
        let new: HashSet<&MessageKey> = applied.new_messages.iter().collect();
        let arrived = |message: &&Message| message.direction == Direction::In && new.contains(&message.key);
        let messages: Vec<&Message> = batch.messages.iter().filter(arrived).collect();
        if messages.is_empty() {
            return Ok(());
        }
        let chats: Vec<_> = messages.iter().map(|message| message.key.chat()).collect();
        let rows = self.store.chat_rows(&chats).await?;
        let marks = self.store.robot_marks().await?;
        let view = self.reading.view();
        for message in messages {
            let Some(chat) = rows.iter().find(|row| row.chat.key == message.key.chat()) else { continue };
            arrivals.tell(&Arrival {
                account: self.account.id.clone(),
                message: message.clone(),
                chat: chat.clone(),
                robot: self.robot(&message.key.robot_key).map(|robot| robot.name).unwrap_or_default(),
                robot_marks: marks.get(&message.key.robot_key).copied().unwrap_or_default(),
                view: view.clone(),
                complete,
            });
        }
        Ok(())
    }
}
