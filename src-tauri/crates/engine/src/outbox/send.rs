//! What a person asks of the outbox.

use zuoxi_model::{
    ChatKey, Content, Direction, Message, MessageId, MessageKey, Origin, OutboxEntry, OutboxState, Resolution, Sender,
};
use zuoxi_platform::Outgoing;

use crate::{EngineError, core::Core, feed::Change};

impl Core {
    /// Puts a text into the outbox and its echo into the thread. Returns once both are durable; the draft of the
    /// chat is gone then, not before.
    pub(crate) async fn send_text(
        &self,
        chat: &ChatKey,
        text: &str,
        mentions: Vec<String>,
    ) -> Result<MessageId, EngineError> {
        if text.trim().is_empty() {
            return Err(EngineError::InvalidInput("the text is empty".into()));
        }
        let content = Content::Text { text: text.to_owned(), mentions };
        let (entry, echo) = self.compose(chat, content).await?;
        self.store.enqueue(&entry, &echo).await?;
        self.after_enqueue(&echo).await?;
        Ok(entry.id)
    }

    /// Carries out what a person decided about a send that failed or could not be confirmed.
    pub(crate) async fn resolve_send(&self, id: &MessageId, resolution: Resolution) -> Result<(), EngineError> {
        let entry = self
            .store
            .outbox_entry(id)
            .await?
            .filter(|entry| matches!(entry.state, OutboxState::Failed { .. } | OutboxState::Unconfirmed))
            .ok_or_else(|| EngineError::NotFound("this message no longer waits for a decision".into()))?;
        match resolution {
            Resolution::CheckAgain => {
                self.ask_about(&entry).await?;
                self.outbox_wake.notify_one();
            }
            Resolution::SendAgain => {
                let (again, echo) = self.compose(&entry.chat, entry.content.clone()).await?;
                self.store.resend(id, &again, &echo).await?;
                self.feed.publish(vec![Change::MessagesRemoved { keys: vec![echo_key(&entry)] }]);
                self.after_enqueue(&echo).await?;
            }
            Resolution::Discard => {
                self.store.discard(id).await?;
                self.feed.publish(vec![Change::MessagesRemoved { keys: vec![echo_key(&entry)] }]);
                self.publish_chats(std::slice::from_ref(&entry.chat)).await?;
                self.publish_waiting().await?;
            }
        }
        Ok(())
    }

    async fn compose(&self, chat: &ChatKey, content: Content) -> Result<(OutboxEntry, Message), EngineError> {
        let known = self
            .store
            .chat(chat)
            .await?
            .ok_or_else(|| EngineError::NotFound("this chat is not in the cache".into()))?;
        let now = self.clock.now();
        let id = self.ids.next(now);
        // Refuses what does not fit a frame while the text is still in the composer (Q42).
        Outgoing::message(&known.chat_id, &id, &content)?;
        let robot = self.robot(&chat.robot_key);
        let entry = OutboxEntry {
            id: id.clone(),
            chat: chat.clone(),
            chat_id: known.chat_id.clone(),
            content: content.clone(),
            created_at: now,
            state: OutboxState::Queued,
            attempts: 0,
            echoed_as: None,
        };
        let echo = Message {
            key: MessageKey { robot_key: chat.robot_key.clone(), chat_user: chat.chat_user.clone(), message_id: id },
            chat_id: known.chat_id,
            chat_name: Some(known.name),
            msg_svr_id: None,
            // Our clock may be behind the platform's; a fresh message still belongs at the end of its thread.
            timestamp: known.last_active.map_or(now, |last| last.max(now)),
            direction: Direction::Out,
            origin: Origin::Console,
            sender: Sender {
                id: robot.as_ref().map(|robot| robot.wxid.to_string()).unwrap_or_default(),
                name: robot.as_ref().map(|robot| robot.name.clone()).unwrap_or_default(),
                avatar_url: robot.and_then(|robot| robot.avatar_url),
            },
            content,
            send_status: None,
            assignee: known.assignee,
            raw: String::new(),
        };
        Ok((entry, echo))
    }

    async fn after_enqueue(&self, echo: &Message) -> Result<(), EngineError> {
        self.publish_messages(std::slice::from_ref(&echo.key)).await?;
        self.publish_chats(&[echo.key.chat()]).await?;
        self.publish_waiting().await?;
        self.outbox_wake.notify_one();
        Ok(())
    }
}

/// The key of a send's local echo in the thread.
fn echo_key(entry: &OutboxEntry) -> MessageKey {
    MessageKey {
        robot_key: entry.chat.robot_key.clone(),
        chat_user: entry.chat.chat_user.clone(),
        message_id: entry.echoed_as.clone().unwrap_or_else(|| entry.id.clone()),
    }
}
