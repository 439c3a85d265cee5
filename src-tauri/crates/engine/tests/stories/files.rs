//! Files to send, and what the practice platform's storage makes of them.

use serde_json::json;
use tempfile::TempDir;
use zuoxi_model::{Attachment, AttachmentKind, ChatKey, Composed, Content, Cover, MessageId, OutboxState};

use crate::seat::Seat;

pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01";
pub const MP4: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom";

/// A folder of a person's own.
pub struct Files(TempDir);

impl Files {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    pub fn attachment(&self, name: &str, bytes: &[u8], kind: AttachmentKind) -> Attachment {
        Attachment { path: self.write(name, bytes), name: name.into(), kind }
    }

    /// A picture of its own: no two names have the same bytes.
    pub fn picture(&self, name: &str) -> Composed {
        let attachment = self.attachment(name, &[PNG, name.as_bytes()].concat(), AttachmentKind::Image);
        Composed::Attachment { attachment }
    }
}

pub fn link(cover: Option<Cover>) -> Composed {
    Composed::Link {
        title: "秋季新款".into(),
        link: "https://www.yjiyun.com/shop/autumn".into(),
        description: "全场八折".into(),
        cover,
    }
}

impl Seat {
    /// The storage answers every upload with this status; with `None` it works again.
    pub async fn storage_answers(&self, status: Option<u16>) {
        match status {
            Some(status) => self.control("rest", json!({"always": {"path": "/media/upload", "status": status}})).await,
            None => self.control("rest", json!({})).await,
        };
    }

    pub async fn content(&self, chat: &ChatKey, id: &MessageId) -> Content {
        let thread = self.thread(chat).await;
        thread.into_iter().find(|row| row.message.key.message_id == *id).expect("it is in the thread").message.content
    }

    pub async fn until_uploading(&self, chat: &ChatKey, id: &MessageId) {
        self.until_delivery(chat, id, OutboxState::Uploading).await;
    }

    /// Waits until an upload failed for good; the code it failed with.
    pub async fn until_failed(&self, chat: &ChatKey, id: &MessageId) -> String {
        let failed = async || match self.delivery(chat, id).await? {
            OutboxState::Failed { reason: zuoxi_model::FailureReason::Upload { code, .. } } => Some(code),
            _ => None,
        };
        self.until("the upload failed", failed).await
    }

    /// How often the platform was handed this message.
    pub async fn times_sent(&self, id: &MessageId) -> u64 {
        let book = self.book().await;
        let sends = book["sends"].as_array().unwrap();
        sends.iter().filter(|send| send["messageId"] == id.as_str()).map(|send| send["times"].as_u64().unwrap()).sum()
    }

    /// How many files the storage was given.
    pub async fn stored(&self) -> u64 {
        self.book().await["uploads"]["stored"].as_u64().unwrap()
    }
}

/// What everyone gets at an address.
pub async fn fetch(url: &str) -> Vec<u8> {
    let web = reqwest::Client::builder().no_proxy().build().unwrap();
    web.get(url).send().await.unwrap().error_for_status().unwrap().bytes().await.unwrap().to_vec()
}
