//! The steps in which the person in front of the seat does something.

use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::Trial;
use crate::script::FileKind;
use crate::verdict::{self, Act, Asked, Look, Wish};

/// A send that has not reached the platform after so many looks waits for something.
const ARRIVAL_LOOKS: u32 = 100;

/// The same where the line is known to be down: whatever it does is done before it would be emitted.
const VAIN_LOOKS: u32 = 5;

impl Trial<'_> {
    pub(super) async fn send(&mut self, chat: usize) -> Result<()> {
        let (chat, text) = (self.chat(chat), self.words("坐席"));
        let order = json!({ "do": "send", "chat": chat, "text": text });
        // A send that was refused stays in the composer; the person was told.
        if let Some(Ok(taken)) = self.ask(&order).await? {
            let id = taken["id"].as_str().unwrap_or_default().to_owned();
            self.asked.push(Asked { text, id: Some(id), again: false });
        }
        Ok(())
    }

    /// A picture, a file, a video or a card with a cover, by the storage of the practice platform.
    pub(super) async fn send_file(&mut self, chat: usize, kind: FileKind) -> Result<()> {
        self.spoken += 1;
        let (chat, name) = (self.chat(chat), format!("seat-{}-{}.{}", self.seed, self.spoken, kind.ending()));
        // No two have the same bytes, or the second would not be uploaded.
        let path = self.places.files.join(&name);
        std::fs::write(&path, [kind.begins(), name.as_bytes()].concat())?;
        let (composed, words) = if kind == FileKind::Card {
            let title = format!("卡片 {}-{}", self.seed, self.spoken);
            let cover = json!({ "kind": "file", "path": path });
            let link = "https://www.yjiyun.com/shop";
            (
                json!({ "kind": "link", "title": title, "link": link, "description": "", "cover": cover }),
                format!("[链接] {title}"),
            )
        } else {
            let attachment = json!({ "path": path, "name": name, "kind": kind.word() });
            (json!({ "kind": "attachment", "attachment": attachment }), name)
        };
        let order = json!({ "do": "compose", "chat": chat, "composed": composed });
        if let Some(Ok(taken)) = self.ask(&order).await? {
            let id = taken["id"].as_str().unwrap_or_default().to_owned();
            self.asked.push(Asked { text: words, id: Some(id), again: false });
        }
        Ok(())
    }

    pub(super) async fn remark(&mut self, chat: usize) -> Result<()> {
        let (chat, name) = (self.chat(chat), self.words("备注"));
        let action = json!({ "kind": "setRemark", "customer": chat["chatUser"], "name": name, "description": null });
        self.act(chat, &action, Wish::Remark(name)).await
    }

    pub(super) async fn tag(&mut self, chat: usize, label: usize) -> Result<()> {
        let chat = self.chat(chat);
        let count = self.stage.labels.len().max(1);
        let Some(label) = self.stage.labels.get(label % count).cloned() else { return Ok(()) };
        let add = json!([label]);
        let action = json!({ "kind": "changeTags", "customer": chat["chatUser"], "add": add, "remove": [] });
        self.act(chat, &action, Wish::Tag(label)).await
    }

    async fn act(&mut self, chat: Value, action: &Value, wish: Wish) -> Result<()> {
        // Only customers have remarks and tags.
        if chat["chatUser"].as_str().is_some_and(|peer| peer.starts_with("R:")) {
            return Ok(());
        }
        let order = json!({ "do": "act", "robot": chat["robotKey"], "action": action });
        if let Some(Ok(taken)) = self.ask(&order).await? {
            let id = taken["id"].as_str().unwrap_or_default().to_owned();
            self.acts.push(Act { id, chat, wish });
        }
        Ok(())
    }

    pub(super) async fn send_and_kill(&mut self, chat: usize) -> Result<()> {
        self.need_seat().await?;
        let Some(seat) = &mut self.seat else { return Ok(()) };
        let text = format!("坐席 {}-k{}", self.seed, self.moment);
        let count = self.stage.chats.len().max(1);
        let chat = self.stage.chats.get(chat % count).map(|(chat, _)| chat.clone()).unwrap_or_default();
        seat.order(&json!({ "do": "send", "chat": chat, "text": text })).await?;
        let looks = if self.reachable { ARRIVAL_LOOKS } else { VAIN_LOOKS };
        for _ in 0..looks {
            let book = self.stage.look("book").await?;
            if verdict::handed_over(&book, &text) {
                break;
            }
            sleep(Duration::from_millis(2)).await;
        }
        // Whether the seat had taken it is not known; it must not arrive twice in any case.
        self.asked.push(Asked { text, id: None, again: false });
        self.kill().await?;
        self.need_seat().await
    }

    pub(super) async fn look_at(&mut self, chat: usize, focused: bool, newest: bool) -> Result<()> {
        let count = self.stage.chats.len().max(1);
        let Some((key, id)) = self.stage.chats.get(chat % count).cloned() else { return Ok(()) };
        self.looked_away();
        let view = json!({ "chat": key, "focused": focused, "newestVisible": newest });
        if focused && newest {
            self.looks.push(Look { chat_id: id, from: self.moment, to: None });
        }
        self.ask(&json!({ "do": "look", "view": view })).await?;
        self.moment += 1;
        Ok(())
    }

    pub(super) fn looked_away(&mut self) {
        let now = self.moment;
        for look in self.looks.iter_mut().filter(|look| look.to.is_none()) {
            look.to = Some(now);
        }
    }
}
