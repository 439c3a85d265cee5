//! What people do besides writing: ask for friendship, join and leave, use the phone, sign out.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ChatQuery, Shared, unknown};
use crate::actions::notification;
use crate::delivery::{Push, Unknown};
use crate::wire;
use crate::world::World;
use crate::world::directory::PhoneChange;
use crate::world::people::Person;

/// What is known of a customer or group beside the messages.
pub async fn directory(State(practice): Shared, Query(query): Query<ChatQuery>) -> Response {
    let page = practice.world.with(|world| {
        let chat = world.chat(&world.chat_id_of(&query.robot_key, &query.chat_user)?)?;
        if let Some(friendship) = world.directory.friendships.get(&chat.id) {
            return Some(json!({
                "name": chat.name,
                "state": friendship.state,
                "remark": friendship.remark,
                "description": friendship.description,
                "labels": friendship.labels.iter().map(u64::to_string).collect::<Vec<_>>(),
            }));
        }
        let facts = world.directory.groups.get(&chat.id)?;
        let ids = |people: &[Arc<Person>]| people.iter().map(|person| person.id.clone()).collect::<Vec<_>>();
        let staff: Vec<Arc<Person>> = chat.members.iter().filter(|member| member.staff).cloned().collect();
        Some(json!({
            "name": chat.name,
            "creator": facts.creator.id,
            "admins": facts.admins,
            "notice": facts.notice,
            "alias": facts.alias,
            "dissolved": facts.dissolved,
            "members": ids(&chat.members),
            "staff": ids(&staff),
            "left": ids(&facts.left),
        }))
    });
    page.map_or_else(|| unknown(Unknown::Chat), |page| Json(page).into_response())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Asking {
    robot_key: String,
    #[serde(default)]
    reason: Option<String>,
}

/// Spec 3.8: somebody new asks for friendship.
pub async fn friend_request(State(practice): Shared, Json(asking): Json<Asking>) -> Response {
    match practice.request_friendship(&asking.robot_key, asking.reason) {
        Some(user_id) => Json(json!({ "userId": user_id })).into_response(),
        None => unknown(Unknown::Robot),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Moving {
    robot_key: String,
    chat_user: String,
    /// So many strangers join.
    #[serde(default)]
    join: usize,
    /// These members leave.
    #[serde(default)]
    leave: Vec<String>,
}

/// Spec 3.22: members come and go by themselves.
pub async fn members(State(practice): Shared, Json(moving): Json<Moving>) -> Response {
    let now_ms = practice.clock.now_ms();
    let moved = practice.world.with(|world| {
        let chat_id = world.group_chat_id(&moving.robot_key, &moving.chat_user)?;
        let people: Vec<Arc<Person>> =
            (0..moving.join).map(|_| Arc::new(world.strangers.draw(&world.addresses))).collect();
        world.leave(&chat_id, &moving.leave, now_ms);
        let new = world.join(&chat_id, &people, now_ms);
        let id = world.event_id(now_ms);
        let changed = wire::groups::members_changed(world.chat(&chat_id)?, &new, &id, now_ms);
        practice.push_all(&[notification(changed)]);
        Some(new.iter().map(|person| person.id.clone()).collect::<Vec<_>>())
    });
    moved.map_or_else(|| unknown(Unknown::Chat), |new| Json(json!({ "joined": new })).into_response())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OnPhone {
    robot_key: String,
    #[serde(flatten)]
    change: Change,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
enum Change {
    NewCustomer,
    NewGroup { name: String },
    Renamed { chat_user: String, name: String },
    Friendship { chat_user: String, state: u8 },
}

/// Something happens on the phone that the platform's lists show after spec 2.13 only.
pub async fn on_phone(State(practice): Shared, Json(on_phone): Json<OnPhone>) -> StatusCode {
    let change = match on_phone.change {
        Change::NewCustomer => PhoneChange::NewCustomer,
        Change::NewGroup { name } => PhoneChange::NewGroup { name },
        Change::Renamed { chat_user, name } => PhoneChange::Renamed { chat_user, name },
        Change::Friendship { chat_user, state } => PhoneChange::Friendship { chat_user, state },
    };
    practice.world.with(|world| world.directory.unsynced.entry(on_phone.robot_key).or_default().push(change));
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RobotChange {
    robot_key: String,
    /// Spec 2.2: 0 initialising, 1 online, 2 offline, 3 banned, 4 kicked out.
    status: u8,
}

/// A robot goes offline, is banned, is kicked out, or comes back. The only sign on the socket is the `robotStatus` in a
/// `chat` event (spec 3.3); the robot's latest chat gets one.
pub async fn robot(State(practice): Shared, Json(change): Json<RobotChange>) -> Response {
    let known = practice.world.with(|world| {
        let robot = world.robots.iter_mut().find(|robot| robot.key == change.robot_key)?;
        robot.status = change.status;
        if let Some(push) = latest_chat(world, &change.robot_key) {
            practice.push_all(&[push]);
        }
        Some(())
    });
    match known {
        Some(()) => StatusCode::NO_CONTENT.into_response(),
        None => unknown(Unknown::Robot),
    }
}

fn latest_chat(world: &World, robot_key: &str) -> Option<Push> {
    let own = world.chats.iter().filter(|chat| chat.robot_key == robot_key);
    let chat = own.min_by_key(|chat| Reverse(chat.last_active_ms()))?;
    let payload = wire::received_chat(chat, world.robot(robot_key)?);
    Some(Push { event: "chat", payload, passes_filter: false })
}

#[derive(Deserialize)]
pub struct OnOff {
    on: bool,
}

pub async fn traffic(State(practice): Shared, Json(wanted): Json<OnOff>) -> Json<Value> {
    practice.traffic.set(wanted.on);
    Json(json!({ "on": wanted.on }))
}
