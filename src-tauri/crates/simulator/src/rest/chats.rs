//! Specs 2.10 and 2.12: the recent chats, and what of them is unread.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde_json::Value;

use super::envelope::{code, done, failure, ok};
use super::params::Params;
use crate::practice::Practice;
use crate::wire;
use crate::world::{Chat, World};

/// 2.10 calls `count` required and gives no default; 2.11 has this one.
const DEFAULT_COUNT: usize = 20;

/// Spec 2.10: newest first, up to and including `timestamp`.
pub async fn recent(State(practice): State<Arc<Practice>>, params: Params) -> Response {
    let count = params.size("count", DEFAULT_COUNT);
    let until_ms = params.integer("timestamp").unwrap_or(i64::MAX);
    let robot_key = params.text("robotKey");
    ok("chats", practice.world.with(|world| page(world, robot_key, until_ms, count)))
}

fn page(world: &World, robot_key: Option<&str>, until_ms: i64, count: usize) -> Value {
    let mut chats: Vec<(i64, &Chat)> = world
        .chats
        .iter()
        .filter(|chat| !chat.messages.is_empty() && robot_key.is_none_or(|key| chat.robot_key == key))
        .map(|chat| (chat.last_active_ms(), chat))
        .filter(|(active_ms, _)| *active_ms <= until_ms)
        .collect();
    chats.sort_by_key(|(active_ms, _)| Reverse(*active_ms));
    chats
        .into_iter()
        .take(count)
        .filter_map(|(_, chat)| Some(wire::recent_chat(chat, world.robot(&chat.robot_key)?)))
        .collect()
}

/// Spec 2.12. It counts for the whole account and cannot be undone; the specification mentions no event about it.
pub async fn clear_unread(State(practice): State<Arc<Practice>>, params: Params) -> Response {
    let Some(chat_id) = params.text("chatId") else {
        return failure(code::FAILED, "chatId 不能为空");
    };
    // Written down while the world is locked, so that no message comes between the clearing and what it cleared.
    let known = practice.world.with(|world| {
        let chat = world.chat_mut(chat_id)?;
        chat.unread = 0;
        let came_in = chat.messages.iter().rev().find(|message| !message.sender.is_self());
        let newest = came_in.map(|message| message.id.clone());
        practice.book.with(|book| book.cleared_unread(chat_id, newest));
        Some(())
    });
    if known.is_none() {
        return failure(code::FAILED, "会话不存在");
    }
    done()
}
