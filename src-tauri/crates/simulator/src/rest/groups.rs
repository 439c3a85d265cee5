//! Specs 2.4, 2.6 and 2.9: groups, their members, and the copying of their settings.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde_json::Value;

use super::envelope::{code, failure, listed};
use super::params::Params;
use crate::practice::Practice;
use crate::wire::groups::{everyone, group_row, member_row};
use crate::world::people::Person;
use crate::world::{Chat, World};

/// The modules of 2.9.
const MODULES: [&str; 3] = ["WELCOME_NEW_MEMBER", "GROUP_KEYWORD_REPLY", "PERIOD_AUTO_REPLY"];

/// Spec 2.4. Without `status`, groups that no longer exist are listed too.
pub async fn list(State(practice): State<Arc<Practice>>, params: Params) -> Response {
    let Some(robot_key) = params.text("robotKey") else {
        return failure(code::FAILED, "robotKey 不能为空");
    };
    let wants = |chat: &Chat, row: &Value| {
        chat.robot_key == robot_key
            && params.integer("status").is_none_or(|wanted| row.get("status").and_then(Value::as_i64) == Some(wanted))
            && params.text("conversationId").is_none_or(|wanted| wanted == chat.peer)
            && params.text("name").is_none_or(|part| chat.name.contains(part))
            && params
                .text("creatorId")
                .is_none_or(|wanted| row.get("creatorId").and_then(Value::as_u64) == wanted.parse().ok())
    };
    let rows = practice.world.with(|world| {
        let all = world.chats.iter().filter(|chat| chat.is_group);
        let rows = all.filter_map(|chat| Some((chat, row(world, chat)?)));
        rows.filter(|(chat, row)| wants(chat, row)).map(|(_, row)| row).collect()
    });
    listed(rows, params.page())
}

fn row(world: &World, chat: &Chat) -> Option<Value> {
    Some(group_row(chat, world.robot(&chat.robot_key)?, world.directory.groups.get(&chat.id)?))
}

/// Spec 2.6. Without `status`, those who left are listed too, after those who are there.
pub async fn members(State(practice): State<Arc<Practice>>, params: Params) -> Response {
    let (Some(robot_key), Some(conversation)) = (params.text("robotKey"), params.text("conversationId")) else {
        return failure(code::FAILED, "robotKey 和 conversationId 不能为空");
    };
    let wants = |person: &Person, present: bool| {
        params.integer("status").is_none_or(|wanted| wanted == i64::from(present))
            && params.text("memberUserId").is_none_or(|wanted| wanted == person.id)
            && params.text("memberName").is_none_or(|part| person.name.contains(part))
    };
    let rows = practice.world.with(|world| {
        let chat = world.chat(&world.chat_id_of(robot_key, conversation)?)?;
        let facts = world.directory.groups.get(&chat.id)?;
        let here = everyone(chat, world.robot(robot_key)?, facts).into_iter().map(|person| (person, true));
        let gone = facts.left.iter().map(|person| (Arc::clone(person), false));
        let wanted = here.chain(gone).filter(|(person, present)| wants(person, *present));
        Some(wanted.map(|(person, present)| member_row(chat, facts, &person, present)).collect())
    });
    match rows {
        Some(rows) => listed(rows, params.page()),
        None => failure(code::FAILED, "群不存在"),
    }
}

/// Spec 2.9: by position, one string of group ids per robot (quirk Q53). The practice platform has no such settings; it
/// checks what it is given.
pub async fn duplicate_settings(State(practice): State<Arc<Practice>>, params: Params) -> Response {
    let lists = (params.list("chatroom"), params.list("robotKey"), params.list("module"));
    let (Some(rooms), Some(robots), Some(modules)) = lists else {
        return failure(code::FAILED, "chatroom、robotKey 和 module 不能为空");
    };
    if rooms.len() != robots.len() {
        return failure(code::FAILED, "chatroom 与 robotKey 数量不一致");
    }
    if !modules.iter().all(|module| MODULES.contains(module)) {
        return failure(code::FAILED, "module 无效");
    }
    let (Some(template), Some(owner)) = (params.text("g"), params.text("r")) else {
        return failure(code::FAILED, "g 和 r 不能为空");
    };
    let known = practice.world.with(|world| {
        let targets =
            robots.iter().zip(&rooms).flat_map(|(robot, rooms)| rooms.split(';').map(move |room| (*robot, room)));
        targets.chain([(owner, template)]).all(|(robot, room)| world.group_chat_id(robot, room).is_some())
    });
    if known { failure(code::OK, "OK") } else { failure(code::FAILED, "群不存在") }
}
