//! What a person asks of the outbox.

use url::Url;
use zuoxi_model::{
    Attachment, ChatKey, Composed, Content, Cover, Direction, Message, MessageId, MessageKey, Origin, OutboxEntry,
    OutboxState, Resolution, Sender, Timestamp,
};
use zuoxi_platform::Outgoing;

use super::transition::can_be_taken_back;
use crate::{EngineError, FileSeen, PublicWeb, UploadError, UploadKind, UploadLimits, core::Core, feed::Change};

/// The longest undo window, in milliseconds.
pub(super) const MOST_HELD_MS: u32 = 60_000;

/// What is about to become a send.
struct Parcel {
    content: Content,
    attachment: Option<Attachment>,
    cover: Option<Cover>,
    hold_ms: u32,
}

impl Core {
    /// Puts a message into the outbox and its echo into the thread. Returns once both are durable; what it was composed of
    /// is gone from the draft of the chat then, not before.
    pub(crate) async fn send(
        &self,
        chat: &ChatKey,
        composed: &Composed,
        hold_ms: u32,
    ) -> Result<MessageId, EngineError> {
        self.check_composed(composed).await?;
        let parcel = Parcel {
            content: composed.content(),
            attachment: composed.attachment().cloned(),
            cover: composed.cover().cloned(),
            hold_ms,
        };
        let (entry, echo) = self.compose(chat, parcel).await?;
        self.store.enqueue(&entry, &echo).await?;
        self.after_enqueue(&echo).await?;
        Ok(entry.id)
    }

    /// Refuses what cannot be sent, as far as that is known without the network.
    async fn check_composed(&self, composed: &Composed) -> Result<(), EngineError> {
        let invalid = |why: &str| Err(EngineError::InvalidInput(why.into()));
        let limits = UploadLimits::default();
        match composed {
            Composed::Text { text, .. } if text.trim().is_empty() => return invalid("the text is empty"),
            Composed::Text { .. } => return Ok(()),
            Composed::Attachment { attachment } => {
                FileSeen::check(&attachment.path, &attachment.name, attachment.kind.into(), &limits).await?;
            }
            Composed::Link { title, link, cover, .. } => {
                if title.trim().is_empty() {
                    return invalid("the link card has no title");
                }
                let address = Url::parse(link.trim()).ok();
                if address.is_none_or(|url| !matches!(url.scheme(), "http" | "https") || !url.has_host()) {
                    return invalid("the link card leads nowhere: its link has to begin with https:// or http://");
                }
                match cover {
                    None => return Ok(()),
                    Some(Cover::Address { url }) => return Ok(PublicWeb::check_address(url)?),
                    Some(Cover::File { path }) => FileSeen::check(path, path, UploadKind::Cover, &limits).await?,
                }
            }
        }
        if self.storage().await?.configured { Ok(()) } else { Err(UploadError::NotConfigured.into()) }
    }

    /// Takes back a send that never left; what it was composed of.
    pub(crate) async fn take_back(&self, id: &MessageId) -> Result<Composed, EngineError> {
        loop {
            let entry = self.store.outbox_entry(id).await?.filter(|entry| can_be_taken_back(&entry.state));
            let entry = entry.ok_or(EngineError::AlreadySent)?;
            let composed = entry.composed().ok_or(EngineError::AlreadySent)?;
            // It may have moved on since it was read; then it is looked at again.
            if self.store.take_back(id, &entry.state).await? {
                self.depot.cancel(id);
                self.after_removal(&entry).await?;
                return Ok(composed);
            }
        }
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
                let parcel = Parcel {
                    content: entry.content.clone(),
                    attachment: entry.attachment.clone(),
                    cover: entry.cover.clone(),
                    hold_ms: 0,
                };
                let (again, echo) = self.compose(&entry.chat, parcel).await?;
                self.store.resend(id, &again, &echo).await?;
                self.feed.publish(vec![Change::MessagesRemoved { keys: vec![echo_key(&entry)] }]);
                self.after_enqueue(&echo).await?;
            }
            Resolution::Discard => {
                self.store.discard(id).await?;
                self.after_removal(&entry).await?;
                let cover = entry.cover.as_ref().and_then(Cover::path);
                self.remove_files(entry.attachment.iter().map(|file| file.path.as_str()).chain(cover)).await?;
            }
        }
        Ok(())
    }

    /// A send is gone from outbox and thread.
    async fn after_removal(&self, entry: &OutboxEntry) -> Result<(), EngineError> {
        self.feed.publish(vec![Change::MessagesRemoved { keys: vec![echo_key(entry)] }]);
        self.publish_chats(std::slice::from_ref(&entry.chat)).await?;
        self.publish_waiting().await?;
        self.outbox_wake.notify_one();
        Ok(())
    }

    /// Removes pasted files that belonged to sends which are confirmed now.
    pub(super) async fn remove_left_files(&self) -> Result<(), EngineError> {
        for (id, files) in self.store.left_files().await? {
            self.store.forget_files(&id).await?;
            self.remove_files(files.iter().map(String::as_str)).await?;
        }
        Ok(())
    }

    /// Removes those of the files that were pasted and that neither a send nor a draft names.
    async fn remove_files(&self, files: impl Iterator<Item = &str>) -> Result<(), EngineError> {
        let named = self.store.named_files().await?;
        for file in files.filter(|file| !named.contains(*file)) {
            self.home.remove_pasted(file).await;
        }
        Ok(())
    }

    /// At the start: removes the pasted files that nothing names, such as those of a paste that was never sent.
    pub(crate) async fn tidy_pasted(&self) -> Result<(), EngineError> {
        let named = self.store.named_files().await?;
        if let Err(error) = self.home.keep_only(&named).await {
            tracing::warn!(%error, "pasted files that are not needed any more could not be removed");
        }
        Ok(())
    }

    async fn compose(&self, chat: &ChatKey, parcel: Parcel) -> Result<(OutboxEntry, Message), EngineError> {
        let known = self
            .store
            .chat(chat)
            .await?
            .ok_or_else(|| EngineError::NotFound("this chat is not in the cache".into()))?;
        let now = self.clock.now();
        // Compared with the times of messages later, which are the platform's (Q25).
        let created_at = self.after_those_before(chat, self.platform_now()).await?;
        let id = self.ids.next(now);
        let content = parcel.content;
        // Refuses what does not fit a frame while the text is still in the composer (Q42).
        Outgoing::message(&known.chat_id, &id, &content)?;
        let held_ms = i64::from(parcel.hold_ms.min(MOST_HELD_MS));
        let robot = self.robot(&chat.robot_key);
        let entry = OutboxEntry {
            id: id.clone(),
            chat: chat.clone(),
            chat_id: known.chat_id.clone(),
            content: content.clone(),
            created_at,
            state: OutboxState::Queued,
            attempts: 0,
            echoed_as: None,
            attachment: parcel.attachment,
            cover: parcel.cover,
            not_before: (held_ms > 0).then(|| now.plus_ms(held_ms)),
        };
        let echo = Message {
            key: MessageKey { robot_key: chat.robot_key.clone(), chat_user: chat.chat_user.clone(), message_id: id },
            chat_id: known.chat_id,
            chat_name: Some(known.name),
            msg_svr_id: None,
            // What we know of the platform's clock may be behind it; a fresh message still belongs at the end of its thread.
            timestamp: known.last_active.map_or(created_at, |last| last.max(created_at)),
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

    /// The outbox goes by this time, so a clock that was set back must not let a send overtake those that wait in its chat.
    async fn after_those_before(&self, chat: &ChatKey, now: Timestamp) -> Result<Timestamp, EngineError> {
        let open = self.store.outbox().await?;
        let waiting = open.iter().filter(|entry| entry.chat == *chat && can_be_taken_back(&entry.state));
        Ok(waiting.map(|entry| entry.created_at).max().map_or(now, |last| last.max(now)))
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
