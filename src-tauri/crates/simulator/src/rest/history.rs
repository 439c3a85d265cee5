//! Spec 2.11: what was said in a chat.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde_json::Value;

use super::envelope::{code, failure, ok};
use super::params::Params;
use crate::options::Quirks;
use crate::practice::Practice;
use crate::wire;
use crate::world::{Message, Sender, World};

const DEFAULT_COUNT: usize = 20;

/// What is asked for. Both ends of the window are part of it (quirk Q27: the specification does not say).
#[derive(Debug)]
struct Query<'a> {
    chat_id: String,
    content_type: Option<i64>,
    from_ms: i64,
    until_ms: i64,
    message_ids: Option<Vec<&'a str>>,
    offset: usize,
    count: usize,
}

impl Query<'_> {
    fn wants(&self, message: &Message) -> bool {
        let kind = message.content.history_kind(message.sender == Sender::Phone);
        (self.from_ms..=self.until_ms).contains(&message.at_ms)
            && self.content_type.is_none_or(|wanted| wanted == kind)
            && self.message_ids.as_ref().is_none_or(|ids| ids.contains(&message.id.as_str()))
    }
}

/// Spec 2.11: newest first. A chat that does not exist has no history; it is not an error.
pub async fn messages(State(practice): State<Arc<Practice>>, params: Params) -> Response {
    let (Some(robot_key), Some(chat_user)) = (params.text("robotKey"), params.text("chatUser")) else {
        return failure(code::FAILED, "robotKey 和 chatUser 不能为空");
    };
    let quirks = &practice.options.quirks;
    let rows = practice.world.with(|world| {
        let query = Query {
            chat_id: world.chat_id_of(robot_key, chat_user)?,
            content_type: params.integer("contentType"),
            from_ms: params.integer("s_timestamp").unwrap_or(i64::MIN),
            until_ms: params.integer("timestamp").unwrap_or(i64::MAX),
            message_ids: params.list("msgIds"),
            offset: params.size("offset", 0),
            count: params.size("count", DEFAULT_COUNT),
        };
        page(world, &query, quirks)
    });
    ok("model", rows.unwrap_or_else(|| Value::Array(Vec::new())))
}

fn page(world: &World, query: &Query<'_>, quirks: &Quirks) -> Option<Value> {
    let chat = world.chat(&query.chat_id)?;
    let robot = world.robot(&chat.robot_key)?;
    let mut found: Vec<&Message> = chat.messages.iter().filter(|message| query.wants(message)).collect();
    found.sort_by_key(|message| Reverse((message.at_ms, message.svr_id)));
    let rows = found.into_iter().skip(query.offset).take(query.count);
    Some(rows.map(|message| wire::history_row(chat, robot, message, quirks)).collect())
}
