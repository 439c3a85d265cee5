//! Engine.IO 4 against socketioxide, and against a server that misbehaves by hand.

use axum::{Router, extract::Request, http::StatusCode, middleware, response::IntoResponse};
use socketioxide::{
    SocketIo,
    extract::{Data, SocketRef},
};
use tokio::sync::mpsc;

use super::*;

/// What the server does with a client in the namespace.
pub(super) type Greeting = fn(&SocketRef);

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Refuses {
    Nothing,
    /// As a server does that was built without it.
    Eio3,
}

/// A socketioxide server. It tells the address of every client that joined, and then what the client sent.
pub(super) async fn socketioxide(refuses: Refuses, greeting: Greeting) -> (String, mpsc::UnboundedReceiver<String>) {
    let (layer, io) = SocketIo::builder().ping_interval(Duration::from_millis(100)).build_layer();
    let (tell, heard) = mpsc::unbounded_channel();
    let server = io.clone();
    // An Engine.IO 3 client is in the root namespace before it joins any other.
    io.ns("/", async || {});
    io.ns("/imchat", async move |socket: SocketRef| {
        let _ = tell.send(socket.req_parts().uri.to_string());
        let tell = tell.clone();
        socket.on("message", async move |Data::<Value>(data)| {
            let _ = tell.send(data.to_string());
        });
        socket.on("go away", async move || server.close().await);
        greeting(&socket);
    });
    let gate = middleware::from_fn(move |request: Request, next: middleware::Next| async move {
        let eio3 = request.uri().query().is_some_and(|query| query.contains("EIO=3"));
        if eio3 && refuses == Refuses::Eio3 {
            (StatusCode::BAD_REQUEST, r#"{"code":"5","message":"Unsupported protocol version"}"#).into_response()
        } else {
            next.run(request).await
        }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().layer(layer).layer(gate)).await.unwrap() });
    (base, heard)
}

async fn connect_eio4(base: &str) -> Connection {
    open(&target(base), ProtocolChoice::Eio4, None).await.unwrap()
}

#[tokio::test]
async fn an_eio4_line_joins_the_namespace_receives_and_sends() {
    let (base, mut heard) = socketioxide(Refuses::Eio3, |socket| {
        socket.emit("message", &json!({"msgSvrID": 14_073_752_703_607_623_i64})).unwrap();
        socket.emit("chat", &json!({"chatId": "S:1_2"})).unwrap();
    })
    .await;
    let mut connection = connect_eio4(&base).await;
    let received = event(&mut connection).await;
    assert_eq!(
        (received.name.as_str(), received.payload["msgSvrID"].to_string()),
        ("message", "14073752703607623".into())
    );
    assert_eq!(event(&mut connection).await.payload, json!({"chatId": "S:1_2"}));
    connection.emitter().emit(&outgoing(7)).await.unwrap();

    let asked = heard.recv().await.unwrap();
    assert!(asked.contains("/socket.io/") && asked.contains("token=eaa9%2Bc%2F35"), "{asked}");
    assert_eq!(heard.recv().await.unwrap(), r#"{"messageId":"7"}"#);
    connection.close().await;
}

#[tokio::test]
async fn q33_auto_flips_once_to_eio4_and_a_remembered_generation_goes_first() {
    let (base, _heard) = socketioxide(Refuses::Eio3, |_| {}).await;
    for remembered in [None, Some(SocketProtocol::Eio3), Some(SocketProtocol::Eio4)] {
        let connection = open(&target(&base), ProtocolChoice::Auto, remembered).await.unwrap();
        assert_eq!(connection.protocol(), SocketProtocol::Eio4);
    }
    let only_eio3 = open(&target(&base), ProtocolChoice::Eio3, None).await.unwrap_err();
    assert_eq!(only_eio3, DownReason::WrongProtocol);
}

#[tokio::test]
async fn an_eio4_line_survives_many_heartbeats() {
    let (base, _heard) = socketioxide(Refuses::Eio3, |socket| {
        let socket = socket.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(600)).await;
            socket.emit("chat", &json!({})).unwrap();
        });
    })
    .await;
    let mut connection = connect_eio4(&base).await;
    assert_eq!(event(&mut connection).await.name, "chat");
}

#[tokio::test]
async fn being_put_out_of_the_namespace_ends_an_eio4_line() {
    let (base, _heard) = socketioxide(Refuses::Eio3, |socket| {
        let socket = socket.clone();
        socket.clone().on("message", async move || socket.disconnect().unwrap());
    })
    .await;
    let mut connection = connect_eio4(&base).await;
    connection.emitter().emit(&outgoing(1)).await.unwrap();
    assert!(matches!(down(&mut connection).await, DownReason::Closed { .. }));
    assert_eq!(connection.emitter().emit(&outgoing(2)).await, Err(PlatformError::LineDown));
}

#[tokio::test]
async fn a_server_that_goes_away_ends_an_eio4_line() {
    let (base, _heard) = socketioxide(Refuses::Eio3, |_| {}).await;
    let mut connection = connect_eio4(&base).await;
    let go_away = Outgoing { event: "go away", payload: json!(null) };
    connection.emitter().emit(&go_away).await.unwrap();
    assert!(matches!(down(&mut connection).await, DownReason::Closed { .. }));
}

/// The clean WebSocket close of which the library says nothing; only the probe notices.
#[tokio::test]
async fn a_clean_close_ends_an_eio4_line_after_what_came_before() {
    let (base, _server) = serve(|mut peer| async move {
        welcome(&mut peer, 25_000, 20_000).await;
        say(&mut peer, r#"42/imchat,["chat",{"n":1}]"#).await;
        peer.close(None).await.unwrap();
        drain(peer).await;
    })
    .await;
    let mut connection = connect_eio4(&base).await;
    assert_eq!(event(&mut connection).await.payload, json!({"n": 1}));
    assert!(matches!(down(&mut connection).await, DownReason::Closed { .. }));
}

#[tokio::test]
async fn an_eio4_server_that_never_answers_connect_is_timed_out_and_one_that_refuses_is_heard() {
    for (answer, expected) in
        [(None, DownReason::TimedOut), (Some(r#"44/imchat,{"message":"token invalid"}"#), DownReason::Unauthorized)]
    {
        let (base, _server) = serve(move |mut peer| async move {
            say(&mut peer, r#"0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000}"#).await;
            if let Some(answer) = answer {
                say(&mut peer, answer).await;
            }
            drain(peer).await;
        })
        .await;
        let mut target = target(&base);
        target.limits.handshake = Duration::from_millis(300);
        assert_eq!(open(&target, ProtocolChoice::Eio4, None).await.unwrap_err(), expected);
    }
}

/// OPEN with a heartbeat in milliseconds, the client's CONNECT, and the answer.
async fn welcome(peer: &mut Peer, interval: u64, silence: u64) {
    let open = format!(r#"0{{"sid":"x","upgrades":[],"pingInterval":{interval},"pingTimeout":{silence}}}"#);
    say(peer, &open).await;
    while !hear(peer).await.starts_with("40/imchat") {}
    say(peer, r#"40/imchat,{"sid":"y"}"#).await;
}

#[tokio::test]
async fn a_missed_ping_ends_an_eio4_line_by_time() {
    let (base, _server) = serve(|mut peer| async move {
        welcome(&mut peer, 500, 700).await;
        say(&mut peer, "2").await;
        drain(peer).await;
    })
    .await;
    let mut connection = connect_eio4(&base).await;
    assert_eq!(down(&mut connection).await, DownReason::TimedOut);
    assert_eq!(connection.emitter().emit(&outgoing(2)).await, Err(PlatformError::LineDown));
}

#[tokio::test]
async fn a_connection_that_is_cut_ends_an_eio4_line_and_not_by_time() {
    let (base, _server) = serve(|mut peer| async move {
        welcome(&mut peer, 25_000, 20_000).await;
        peer.get_mut().set_zero_linger().unwrap();
    })
    .await;
    let mut connection = connect_eio4(&base).await;
    let reason = down(&mut connection).await;
    assert!(matches!(reason, DownReason::Closed { .. }), "{reason:?}");
}

/// The library keeps the packet to itself. If the server then neither closes the WebSocket nor goes on, only the
/// heartbeat that does not come ends the line, and it is time that is told. Engine.IO 3 ends at once.
#[tokio::test]
async fn a_close_packet_ends_an_eio4_line_within_a_heartbeat() {
    let (base, _server) = serve(|mut peer| async move {
        welcome(&mut peer, 40, 60).await;
        say(&mut peer, "1").await;
        drain(peer).await;
    })
    .await;
    let mut connection = connect_eio4(&base).await;
    assert!(matches!(down(&mut connection).await, DownReason::TimedOut | DownReason::Closed { .. }));
}

#[tokio::test]
async fn a_send_after_a_close_packet_is_not_written_and_ends_an_eio4_line() {
    let (base, _server) = serve(|mut peer| async move {
        welcome(&mut peer, 25_000, 20_000).await;
        say(&mut peer, "1").await;
        say(&mut peer, r#"42/imchat,["chat",{"n":1}]"#).await;
        drain(peer).await;
    })
    .await;
    let mut connection = connect_eio4(&base).await;
    assert_eq!(event(&mut connection).await.payload, json!({"n": 1}));
    assert_eq!(connection.emitter().emit(&outgoing(1)).await, Err(PlatformError::LineDown));
    assert!(matches!(down(&mut connection).await, DownReason::Closed { .. }));
}

/// The library cannot answer a ping then, and reports it in the words of a missed one.
#[tokio::test]
async fn a_ping_after_a_close_packet_ends_an_eio4_line_and_not_by_time() {
    let (base, _server) = serve(|mut peer| async move {
        welcome(&mut peer, 25_000, 20_000).await;
        say(&mut peer, "1").await;
        say(&mut peer, "2").await;
        drain(peer).await;
    })
    .await;
    let mut connection = connect_eio4(&base).await;
    let reason = down(&mut connection).await;
    assert!(matches!(reason, DownReason::Closed { .. }), "{reason:?}");
}

/// A server that sends a close packet and closes the WebSocket, as most do, is not waited for.
#[tokio::test]
async fn a_close_packet_and_a_clean_close_end_an_eio4_line_at_once() {
    let (base, _server) = serve(|mut peer| async move {
        welcome(&mut peer, 25_000, 20_000).await;
        say(&mut peer, "1").await;
        peer.close(None).await.unwrap();
        drain(peer).await;
    })
    .await;
    let mut connection = connect_eio4(&base).await;
    assert!(matches!(down(&mut connection).await, DownReason::Closed { .. }));
}

/// A binary frame may look like an event; what it is is said by the text before it.
#[tokio::test]
async fn binary_frames_of_engine_io_4_are_ignored_safely() {
    let (base, _server) = serve(|mut peer| async move {
        welcome(&mut peer, 25_000, 20_000).await;
        say(&mut peer, r#"452-/imchat,["file",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#).await;
        peer.send(Message::binary(br#"2/imchat,["chat",{"n":0}]"#.to_vec())).await.unwrap();
        say(&mut peer, "bAQID").await;
        say(&mut peer, r#"42/imchat,["chat",{"n":1}]"#).await;
        drain(peer).await;
    })
    .await;
    let mut connection = connect_eio4(&base).await;
    assert_eq!(event(&mut connection).await.payload, json!({"n": 1}));
}

/// The library gives up at a frame that it cannot read; what was missed is read after the reconnect.
#[tokio::test]
async fn a_frame_that_cannot_be_read_ends_an_eio4_line_after_what_came_before() {
    for frame in [Message::binary(vec![4, 0xff]), Message::text("42/imchat,["), Message::text("4nonsense")] {
        let (base, _server) = serve(|mut peer| async move {
            welcome(&mut peer, 25_000, 20_000).await;
            say(&mut peer, r#"42/imchat,["chat",{"n":1}]"#).await;
            peer.send(frame).await.unwrap();
            drain(peer).await;
        })
        .await;
        let mut connection = connect_eio4(&base).await;
        assert_eq!(event(&mut connection).await.payload, json!({"n": 1}));
        let DownReason::Closed { message } = down(&mut connection).await else { panic!("not closed") };
        assert!(!message.is_empty() && message != "closed by the server", "{message}");
    }
}

/// Half a binary event makes the library's task panic; the fence holds that too.
#[tokio::test]
async fn a_server_that_leaves_in_the_middle_of_a_binary_event_ends_an_eio4_line() {
    let (base, _server) = serve(|mut peer| async move {
        welcome(&mut peer, 25_000, 20_000).await;
        say(&mut peer, r#"451-/imchat,["file",{"_placeholder":true,"num":0}]"#).await;
        peer.close(None).await.unwrap();
        drain(peer).await;
    })
    .await;
    let mut connection = connect_eio4(&base).await;
    assert!(matches!(down(&mut connection).await, DownReason::Closed { .. }));
}

#[tokio::test]
async fn events_with_the_names_of_the_librarys_own_are_events() {
    let (base, _server) = serve(|mut peer| async move {
        welcome(&mut peer, 25_000, 20_000).await;
        for name in ["open", "close", "error"] {
            say(&mut peer, &format!(r#"42/imchat,["{name}",{{"n":1}}]"#)).await;
        }
        say(&mut peer, r#"42/imchat,["error","not the end"]"#).await;
        say(&mut peer, r#"42/imchat,["chat",{"n":1}]"#).await;
        drain(peer).await;
    })
    .await;
    let mut connection = connect_eio4(&base).await;
    for name in ["open", "close", "error", "chat"] {
        let heard = event(&mut connection).await;
        assert_eq!((heard.name.as_str(), heard.payload), (name, json!({"n": 1})));
    }
}

#[tokio::test]
async fn q34_an_event_before_the_connect_reply_of_engine_io_4_is_not_lost() {
    let (base, _server) = serve(|mut peer| async move {
        say(&mut peer, r#"0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000}"#).await;
        say(&mut peer, r#"42/imchat,["chat",{"chatId":"S:1_2"}]"#).await;
        while !hear(&mut peer).await.starts_with("40/imchat") {}
        say(&mut peer, r#"40/imchat,{"sid":"y"}"#).await;
        drain(peer).await;
    })
    .await;
    let mut connection = connect_eio4(&base).await;
    assert_eq!(event(&mut connection).await.payload, json!({"chatId": "S:1_2"}));
}

#[tokio::test]
async fn closing_an_eio4_line_says_farewell() {
    let (base, server) = serve(|mut peer| async move {
        welcome(&mut peer, 25_000, 20_000).await;
        hear(&mut peer).await
    })
    .await;
    connect_eio4(&base).await.close().await;
    assert_eq!(server.await.unwrap().0, "41/imchat,");
}

#[tokio::test]
async fn dropping_an_eio4_line_ends_the_connection() {
    let (base, server) = serve(|mut peer| async move {
        welcome(&mut peer, 25_000, 20_000).await;
        drain(peer).await;
    })
    .await;
    drop(connect_eio4(&base).await);
    timeout(PATIENCE, server).await.unwrap().unwrap();
}
