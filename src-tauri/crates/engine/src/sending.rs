//! What may be asked of an account about its sends: messages, files, forwards, drafts, and the storage files go to.

use std::path::Path;

use secrecy::SecretString;
use tokio_util::sync::CancellationToken;
use zuoxi_model::{Action, ChatKey, Composed, Content, Cover, Draft, DraftContent, MessageId, MessageKey, Resolution};
use zuoxi_store::Picture;

use crate::{Engine, EngineError, FileSeen, PublicWeb, StorageConfig, StorageState, UploadLimits};

/// The largest local picture that is shown, in bytes.
const SHOWN_BYTES: u64 = 20 * 1024 * 1024;

impl Engine {
    /// Puts a message into the outbox. It stays there for `hold_ms` before it leaves (a minute at most), so that it can
    /// be taken back; a file is not uploaded before that either. Spec 3.4 to 3.6, 3.10, 3.24.
    pub async fn send(&self, chat: &ChatKey, composed: &Composed, hold_ms: u32) -> Result<MessageId, EngineError> {
        self.core.send(chat, composed, hold_ms).await
    }

    /// Takes a message that never left out of the outbox and the thread, and gives back what was composed.
    pub async fn take_back(&self, id: &MessageId) -> Result<Composed, EngineError> {
        self.core.take_back(id).await
    }

    /// Carries out what a person decided about a send.
    pub async fn resolve_send(&self, id: &MessageId, resolution: Resolution) -> Result<(), EngineError> {
        self.core.resolve_send(id, resolution).await
    }

    /// Keeps what was typed and chosen; one without text and files removes the draft.
    pub async fn save_draft(&self, chat: &ChatKey, content: DraftContent) -> Result<(), EngineError> {
        let draft = Draft { chat: chat.clone(), content, updated_at: self.core.clock.now() };
        self.core.store.save_draft(&draft).await?;
        self.core.publish_chats(std::slice::from_ref(chat)).await
    }

    /// What stands unsent in the composer of a chat.
    pub async fn draft(&self, chat: &ChatKey) -> Result<Option<DraftContent>, EngineError> {
        Ok(self.core.store.draft(chat).await?.map(|draft| draft.content))
    }

    /// Judges a file for the composer, by its size and its first bytes.
    pub async fn examine_file(&self, path: &str) -> FileSeen {
        FileSeen::look(path, &UploadLimits::default()).await
    }

    /// Writes what was pasted to a file, and returns its path. The file goes when its send is confirmed or discarded,
    /// and at the next start if neither a send nor a draft names it.
    pub async fn keep_pasted(&self, name: &str, base64: &str) -> Result<String, EngineError> {
        let path = self.core.home.keep_pasted(name, base64).await?;
        Ok(path.display().to_string())
    }

    /// Looks at the address of a link card's cover as the platform would (Q56).
    pub async fn check_cover(&self, url: &str) -> Result<(), EngineError> {
        let web = PublicWeb::new(&self.core.timing.network)?;
        let listed = &self.core.account.environment.media_hosts;
        web.check_cover(url, &UploadLimits::default(), listed, &CancellationToken::new()).await?;
        Ok(())
    }

    /// Has the robot forward a message to other chats of its own. Spec 3.7.
    ///
    /// Only pictures, files, links and mini programs can be forwarded, and only those the WeCom server has numbered
    /// (Q57).
    pub async fn forward(&self, message: &MessageKey, to: &[ChatKey]) -> Result<MessageId, EngineError> {
        let invalid = |why: &str| EngineError::InvalidInput(why.to_owned());
        let found = self.core.store.message(message).await?;
        let found = found.ok_or_else(|| EngineError::NotFound("this message is not in the cache".into()))?;
        if !can_be_forwarded(&found.content) {
            return Err(invalid("only pictures, files, links and mini programs can be forwarded; send the rest anew"));
        }
        if to.iter().any(|chat| chat.robot_key != message.robot_key) {
            return Err(invalid("a message can only be forwarded to chats of the same robot"));
        }
        let number = found.msg_svr_id.ok_or_else(|| {
            invalid("this message has no number of the WeCom server yet; wait until it is delivered and try again")
        })?;
        let mut chats = Vec::new();
        for chat in to {
            if !chats.contains(&chat.chat_user) {
                chats.push(chat.chat_user.clone());
            }
        }
        self.act(&message.robot_key, Action::Forward { message: number, to: chats }).await
    }

    /// Where files go.
    pub async fn storage(&self) -> Result<StorageState, EngineError> {
        self.core.storage().await
    }

    /// Tries a storage out, and keeps it if it works: writes a small file, reads it as a stranger, deletes it. Without a
    /// secret the one that was kept before is used.
    pub async fn save_storage(&self, config: &StorageConfig, secret: Option<SecretString>) -> Result<(), EngineError> {
        self.core.save_storage(config, secret).await
    }

    /// Forgets the storage and its secret. What is uploaded stays where it is.
    pub async fn forget_storage(&self) -> Result<(), EngineError> {
        self.core.forget_storage().await
    }

    /// The picture that a send of this machine carries, from its file; `None` if it has none or the file is gone.
    pub async fn outgoing_picture(&self, id: &MessageId) -> Result<Option<Picture>, EngineError> {
        let Some(entry) = self.core.store.outbox_entry(id).await? else { return Ok(None) };
        let attachment = entry.attachment.map(|attachment| attachment.path);
        let path = attachment.or_else(|| entry.cover.as_ref().and_then(Cover::path).map(str::to_owned));
        let Some(path) = path else { return Ok(None) };
        Ok(picture(Path::new(&path)).await)
    }
}

/// Q57.
fn can_be_forwarded(content: &Content) -> bool {
    matches!(content, Content::MiniProgram { .. } | Content::Image { .. } | Content::File { .. } | Content::Link { .. })
}

async fn picture(path: &Path) -> Option<Picture> {
    let metadata = tokio::fs::metadata(path).await.ok()?;
    if !metadata.is_file() || metadata.len() > SHOWN_BYTES {
        return None;
    }
    let bytes = tokio::fs::read(path).await.ok()?;
    let kind = infer::get(&bytes).filter(|kind| kind.matcher_type() == infer::MatcherType::Image)?;
    Some(Picture { mime: kind.mime_type().to_owned(), bytes })
}
