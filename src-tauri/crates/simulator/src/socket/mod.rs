//! The Socket.IO side: spec 3. Namespaces `/` and `/imchat`, Engine.IO 3 and 4, token in the query.

pub mod consoles;
mod gate;
pub mod repeated_query;

use std::sync::Arc;

use serde_json::Value;
use socketioxide::extract::{Data, SocketRef};
use socketioxide::handler::ConnectHandler;
use socketioxide::layer::SocketIoLayer;
use socketioxide::socket::Sid;
use socketioxide::{ProtocolVersion, SocketIo};

use crate::actions;
use crate::practice::Practice;
use crate::world::content::Content;
pub use gate::{gate, parameter};

/// `/imchat` of the address in spec 3.1 is a namespace, not a path (quirk Q34).
pub const IMCHAT: &str = "/imchat";

/// Frames above this close the connection, as netty's default does (quirk Q42).
const MAX_FRAME_BYTES: usize = 64 * 1024;

/// Events that may wait for a slow console before it misses some. A console that catches up after an outage is slow
/// for a moment, and losing events to the size of a queue is not a fault that anybody asked for.
const QUEUE: usize = 16 * 1024;

/// The Socket.IO server as a layer around the REST routes.
pub fn layer(practice: &Arc<Practice>) -> (SocketIoLayer, SocketIo) {
    let (layer, io) = SocketIo::builder()
        .ping_interval(practice.options.ping_interval)
        .ping_timeout(practice.options.ping_timeout)
        .max_buffer_size(QUEUE)
        .ws_max_frame_size(MAX_FRAME_BYTES)
        .ws_max_message_size(MAX_FRAME_BYTES)
        .build_layer();
    for namespace in ["/", IMCHAT] {
        let (preparing, joining) = (Arc::clone(practice), Arc::clone(practice));
        let prepare = move |socket: SocketRef| {
            listen(&preparing, &socket);
            async { Ok::<(), std::convert::Infallible>(()) }
        };
        let join = move |socket: SocketRef| {
            joined(&joining, &socket);
            async {}
        };
        // The handlers are in place before the CONNECT reply leaves, so that a console which emits at once is heard.
        io.ns(namespace, join.with(prepare));
    }
    (layer, io)
}

fn joined(practice: &Arc<Practice>, socket: &SocketRef) {
    let query = socket.req_parts().uri.query().unwrap_or_default();
    let filtered = parameter(query, "msgFilter").as_deref() == Some("1");
    let protocol = if socket.protocol() == ProtocolVersion::V4 { 3 } else { 4 };
    if practice.consoles.join(socket, filtered) {
        practice.book.with(|book| book.connected(practice.clock.now_ms(), protocol));
    }
}

fn listen(practice: &Arc<Practice>, socket: &SocketRef) {
    let here = Arc::clone(practice);
    // The work is done before the future is made: futures of one socket run on several threads, and two messages of one
    // chat must not overtake each other.
    socket.on("message", move |Data::<Value>(payload)| {
        message(&here, &payload);
        async {}
    });
    let here = Arc::clone(practice);
    socket.on("action", move |socket: SocketRef, Data::<Value>(payload)| {
        action(&here, &payload, socket.id);
        async {}
    });
    let here = Arc::clone(practice);
    socket.on_disconnect(move |socket: SocketRef| {
        here.consoles.leave(&socket);
        async {}
    });
}

/// Specs 3.4, 3.5, 3.6, 3.10 and 3.24: they differ in what `message` holds, and all of it is echoed.
fn message(practice: &Arc<Practice>, payload: &Value) {
    let text = |field: &str| payload.get(field).and_then(Value::as_str);
    let content = payload.get("message").and_then(Content::from_sent);
    let sent = match (text("chatId"), text("messageId"), content) {
        (Some(chat_id), Some(message_id), Some(content)) if message_id.chars().count() <= 32 => {
            practice.send(chat_id, message_id, &content).map_err(|_| "no such chat")
        }
        (Some(_), Some(_), Some(_)) => Err("a messageId has at most 32 characters"),
        _ => Err("chatId, messageId or message.contentType is missing"),
    };
    // The specification has no failure event for a send (quirk Q30): the console hears nothing, the book does.
    if let Err(why) = sent {
        practice.book.with(|book| book.did_not_understand("message", payload, why));
    }
}

/// Specs 3.7 to 3.23. The action holds its robot before anything else that this socket says is read.
fn action(practice: &Arc<Practice>, payload: &Value, console: Sid) {
    let Some(begun) = actions::begin(practice, payload) else { return };
    let here = Arc::clone(practice);
    practice.spawn(async move {
        let mut ended = begun.end(&here).await;
        let quirks = &here.options.quirks;
        if let Some(foreign) = ended.foreign.take() {
            here.push_all(&[actions::reply_push(foreign, quirks)]);
        }
        if !ended.late.is_zero() {
            tokio::time::sleep(ended.late).await;
        }
        let reply = actions::reply_push(std::mem::take(&mut ended.reply), quirks);
        if ended.lost || ended.echoed {
            tracing::debug!("an action has no reply");
        } else if quirks.replies_to_every_console {
            here.push_all(&[reply]);
        } else {
            here.push_reply(console, &reply);
        }
        here.follow_up(&mut ended);
    });
}
