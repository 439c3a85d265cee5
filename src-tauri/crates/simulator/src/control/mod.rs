//! The control interface: what a test, a demonstration or a curious developer does behind the platform's back.
//!
//! It has a port of its own, so that it stays reachable while the platform's network is cut. Everything is JSON. Here is
//! what tells of the world and lets somebody write; `faults` is what breaks, `people` what people do besides writing,
//! `names` what they are called.

mod faults;
pub(crate) mod load;
mod names;
mod people;

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::delivery::Unknown;
use crate::practice::Practice;
use crate::world::content::Content;
use crate::world::{Message, Sender, World};

type Shared = State<Arc<Practice>>;

pub fn routes(practice: &Arc<Practice>) -> Router {
    Router::new()
        .route("/control/world", get(world))
        .route("/control/book", get(book))
        .route("/control/chat", get(chat))
        .route("/control/say", post(say))
        .route("/control/load", get(load::progress).post(load::start))
        .route("/control/directory", get(people::directory))
        .route("/control/friend-request", post(people::friend_request))
        .route("/control/members", post(people::members))
        .route("/control/on-phone", post(people::on_phone))
        .route("/control/names", post(names::names))
        .route("/control/robot", post(people::robot))
        .route("/control/traffic", post(people::traffic))
        .route("/control/network", post(faults::network))
        .route("/control/echo", post(faults::echo))
        .route("/control/send-status", post(faults::send_status))
        .route("/control/pushes", post(faults::pushes))
        .route("/control/action", post(faults::action))
        .route("/control/token", post(faults::token))
        .route("/control/rest", post(faults::rest))
        .route("/control/clock", post(faults::clock))
        .route("/control/uploads", post(faults::uploads))
        .with_state(Arc::clone(practice))
}

async fn world(State(practice): Shared) -> Json<Value> {
    Json(practice.world.with(|world| describe(world)))
}

fn describe(world: &World) -> Value {
    let robots: Vec<Value> = world
        .robots
        .iter()
        .map(|robot| json!({ "robotKey": robot.key, "wxid": robot.wxid, "name": robot.nick_name }))
        .collect();
    let chats: Vec<Value> = world
        .chats
        .iter()
        .map(|chat| {
            json!({
                "chatId": chat.id,
                "chatUser": chat.peer,
                "robotKey": chat.robot_key,
                "chatName": chat.name,
                "isGroupChat": i32::from(chat.is_group),
                "unreadCount": chat.unread,
                "lastMsgActive": chat.last_active_ms(),
                "messageCount": chat.messages.len(),
                "members": chat.members.iter().map(|member| &member.id).collect::<Vec<_>>(),
            })
        })
        .collect();
    let labels: Vec<Value> = world
        .label_groups
        .iter()
        .flat_map(|group| group.labels.iter().map(move |label| (group, label)))
        .map(|(group, label)| {
            json!({
                "labelId": label.id.to_string(),
                "name": label.name,
                "groupName": group.name,
                "isCorpLabel": i32::from(group.corporate),
            })
        })
        .collect();
    json!({ "robots": robots, "chats": chats, "labels": labels })
}

#[derive(Deserialize)]
struct BookQuery {
    /// With the generated history, not only what was said since the start.
    #[serde(default)]
    history: bool,
}

async fn book(State(practice): Shared, Query(query): Query<BookQuery>) -> Json<Value> {
    let open = practice.consoles.open();
    Json(practice.world.with(|world| practice.book.with(|book| book.page(world, query.history, open))))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ChatQuery {
    robot_key: String,
    chat_user: String,
}

async fn chat(State(practice): Shared, Query(query): Query<ChatQuery>) -> Response {
    let page = practice.world.with(|world| {
        let chat = world.chat(&world.chat_id_of(&query.robot_key, &query.chat_user)?)?;
        let messages: Vec<Value> = chat.messages.iter().map(row).collect();
        Some(json!({ "chatId": chat.id, "unreadCount": chat.unread, "messages": messages }))
    });
    page.map_or_else(|| unknown(Unknown::Chat), |page| Json(page).into_response())
}

fn row(message: &Message) -> Value {
    json!({
        "messageId": message.id,
        "msgSvrID": message.svr_id.to_string(),
        "timestamp": message.at_ms,
        "isSelf": message.sender.is_self(),
        "sendStatus": message.send_status,
        "contentType": message.content.kind(),
        "text": message.content.preview(),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Say {
    robot_key: String,
    chat_user: String,
    #[serde(default)]
    text: Option<String>,
    /// Instead of `text`: a whole `content` object, in the vocabulary of spec 3.2.
    #[serde(default)]
    content: Option<Value>,
    #[serde(default)]
    sender_id: Option<String>,
    /// The robot's owner writes on the phone: content type 2.
    #[serde(default)]
    from_phone: bool,
}

async fn say(State(practice): Shared, Json(say): Json<Say>) -> Response {
    let content = match (say.content, say.text) {
        (Some(fields), _) => Content::other(fields),
        (None, text) => Content::text(text.unwrap_or_default()),
    };
    let said = if say.from_phone {
        match practice.world.with(|world| world.chat_id_of(&say.robot_key, &say.chat_user)) {
            Some(chat_id) => practice.say(&chat_id, Sender::Phone, content),
            None => Err(Unknown::Chat),
        }
    } else {
        practice.say_to(&say.robot_key, &say.chat_user, say.sender_id.as_deref(), content)
    };
    match said {
        Ok(message) => Json(json!({
            "messageId": message.id,
            "msgSvrID": message.svr_id.to_string(),
            "timestamp": message.at_ms,
        }))
        .into_response(),
        Err(missing) => unknown(missing),
    }
}

fn unknown(what: Unknown) -> Response {
    let what = match what {
        Unknown::Robot => "no such robot",
        Unknown::Chat => "no such chat",
        Unknown::Member => "no such member of the chat",
    };
    (StatusCode::NOT_FOUND, Json(json!({ "error": what }))).into_response()
}
