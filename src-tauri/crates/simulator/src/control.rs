//! The control interface: what a test, a demonstration or a curious developer does behind the platform's back.
//!
//! It has a port of its own, so that it stays reachable while the platform's network is cut. Everything is JSON.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::delivery::Unknown;
use crate::faults::{AnswerFault, Echo};
use crate::practice::Practice;
use crate::world::content::Content;
use crate::world::{Message, Sender, World};

type Shared = State<Arc<Practice>>;

/// How late an echo is when nobody says how late.
const LATE_MS: u64 = 5_000;

pub fn routes(practice: &Arc<Practice>) -> Router {
    Router::new()
        .route("/control/world", get(world))
        .route("/control/book", get(book))
        .route("/control/chat", get(chat))
        .route("/control/say", post(say))
        .route("/control/network", post(network))
        .route("/control/traffic", post(traffic))
        .route("/control/echo", post(echo))
        .route("/control/token", post(token))
        .route("/control/rest", post(rest))
        .route("/control/clock", post(clock))
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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NetworkChange {
    #[serde(default)]
    up: Option<bool>,
    #[serde(default)]
    down_for_ms: Option<u64>,
    /// Resets what is connected, without refusing what comes.
    #[serde(default)]
    reset: bool,
}

async fn network(State(practice): Shared, Json(change): Json<NetworkChange>) -> Json<Value> {
    if change.reset {
        practice.network.reset_all();
        practice.consoles.close_all();
    }
    if change.up == Some(true) {
        practice.network.restore();
    }
    if change.up == Some(false) || change.down_for_ms.is_some() {
        practice.network.cut();
        // The sessions go after their connections: what they would still say reaches nobody.
        practice.consoles.close_all();
    }
    if let Some(down_for_ms) = change.down_for_ms {
        let network = Arc::clone(&practice.network);
        practice.spawn(async move {
            tokio::time::sleep(Duration::from_millis(down_for_ms)).await;
            network.restore();
        });
    }
    Json(json!({ "up": practice.network.is_up() }))
}

#[derive(Deserialize)]
struct OnOff {
    on: bool,
}

async fn traffic(State(practice): Shared, Json(wanted): Json<OnOff>) -> Json<Value> {
    practice.traffic.set(wanted.on);
    Json(json!({ "on": wanted.on }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EchoChange {
    mode: EchoMode,
    #[serde(default)]
    late_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum EchoMode {
    Normal,
    OtherId,
    Late,
    Never,
    Twice,
    Lost,
}

async fn echo(State(practice): Shared, Json(change): Json<EchoChange>) -> StatusCode {
    practice.faults.set_echo(match change.mode {
        EchoMode::Normal => Echo::Normal,
        EchoMode::OtherId => Echo::OtherId,
        EchoMode::Late => Echo::Late(Duration::from_millis(change.late_ms.unwrap_or(LATE_MS))),
        EchoMode::Never => Echo::Never,
        EchoMode::Twice => Echo::Twice,
        EchoMode::Lost => Echo::Lost,
    });
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct TokenChange {
    expire: bool,
}

async fn token(State(practice): Shared, Json(change): Json<TokenChange>) -> StatusCode {
    if change.expire {
        practice.tokens.expire();
    }
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct RestFaults {
    /// One fault per coming call.
    next: Vec<AnswerFault>,
}

async fn rest(State(practice): Shared, Json(faults): Json<RestFaults>) -> StatusCode {
    practice.faults.plan(faults.next);
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClockChange {
    skew_ms: i64,
}

async fn clock(State(practice): Shared, Json(change): Json<ClockChange>) -> Json<Value> {
    practice.clock.set_skew_ms(change.skew_ms);
    Json(json!({ "nowMs": practice.clock.now_ms() }))
}

fn unknown(what: Unknown) -> Response {
    let what = match what {
        Unknown::Robot => "no such robot",
        Unknown::Chat => "no such chat",
        Unknown::Member => "no such member of the chat",
    };
    (StatusCode::NOT_FOUND, Json(json!({ "error": what }))).into_response()
}
