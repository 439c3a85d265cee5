//! Engine.IO 3 against a server that writes it by hand, and against socketioxide.

use super::*;

/// OPEN with a heartbeat in milliseconds, the client's CONNECT, and the answer.
async fn welcome(peer: &mut Peer, interval: u64, silence: u64) {
    let open = format!(r#"0{{"sid":"x","upgrades":[],"pingInterval":{interval},"pingTimeout":{silence}}}"#);
    say(peer, &open).await;
    say(peer, "40").await;
    assert_eq!(hear(peer).await, "40/imchat,");
    say(peer, "40/imchat").await;
}

async fn connect_eio3(base: &str) -> Result<Connection, DownReason> {
    open(&target(base), ProtocolChoice::Eio3, None).await
}
#[tokio::test]
async fn an_eio3_line_joins_the_namespace_receives_and_sends() {
    let (base, server) = serve(|mut peer| async move {
        welcome(&mut peer, 25_000, 5_000).await;
        say(&mut peer, r#"42/imchat,["message",{"msgSvrID":14073752703607623}]"#).await;
        hear(&mut peer).await
    })
    .await;
    let mut connection = connect_eio3(&base).await.unwrap();
    assert_eq!(connection.protocol(), SocketProtocol::Eio3);
    let received = event(&mut connection).await;
    assert_eq!(received.name, "message");
    assert_eq!(received.payload["msgSvrID"].to_string(), "14073752703607623");
    connection.emitter().emit(&outgoing(7)).await.unwrap();

    let (heard, asked) = server.await.unwrap();
    assert_eq!(heard, r#"42/imchat,["message",{"messageId":"7"}]"#);
    assert_eq!(asked, "/socket.io/?token=eaa9%2Bc%2F35&EIO=3&transport=websocket");
    assert!(matches!(down(&mut connection).await, DownReason::Closed { .. }));
    assert!(matches!(down(&mut connection).await, DownReason::Closed { .. }), "after Down always Down");
    assert_eq!(connection.emitter().emit(&outgoing(8)).await, Err(PlatformError::LineDown));
}

#[tokio::test]
async fn q34_an_event_before_the_connect_reply_is_not_lost() {
    let (base, _server) = serve(|mut peer| async move {
        say(&mut peer, r#"0{"sid":"x","pingInterval":25000,"pingTimeout":5000}"#).await;
        say(&mut peer, r#"42/imchat,["chat",{"chatId":"S:1_2"}]"#).await;
        assert_eq!(hear(&mut peer).await, "40/imchat,");
        say(&mut peer, "40/imchat,").await;
        drain(peer).await;
    })
    .await;
    let mut connection = connect_eio3(&base).await.unwrap();
    assert_eq!(event(&mut connection).await.payload, json!({"chatId": "S:1_2"}));
}

#[tokio::test]
async fn the_heartbeat_keeps_an_eio3_line_up() {
    let (base, server) = serve(|mut peer| async move {
        welcome(&mut peer, 30, 2_000).await;
        for _ in 0..5 {
            assert_eq!(hear(&mut peer).await, "2");
            say(&mut peer, "3").await;
        }
        say(&mut peer, r#"42/imchat,["chat",{}]"#).await;
        drain(peer).await;
    })
    .await;
    let mut connection = connect_eio3(&base).await.unwrap();
    assert_eq!(event(&mut connection).await.name, "chat");
    connection.close().await;
    server.await.unwrap();
}

#[tokio::test]
async fn silence_after_a_ping_ends_an_eio3_line() {
    let (base, _server) = serve(|mut peer| async move {
        welcome(&mut peer, 20, 60).await;
        drain(peer).await;
    })
    .await;
    let mut connection = connect_eio3(&base).await.unwrap();
    assert_eq!(down(&mut connection).await, DownReason::TimedOut);
}

#[tokio::test]
async fn a_disconnect_or_a_close_packet_ends_an_eio3_line_after_what_came_before() {
    for farewell in ["41", "41/imchat", "41/imchat,", "1"] {
        let (base, _server) = serve(move |mut peer| async move {
            welcome(&mut peer, 25_000, 5_000).await;
            say(&mut peer, "41/elsewhere,").await;
            say(&mut peer, r#"42/imchat,["chat",{}]"#).await;
            say(&mut peer, farewell).await;
            drain(peer).await;
        })
        .await;
        let mut connection = connect_eio3(&base).await.unwrap();
        assert_eq!(event(&mut connection).await.name, "chat");
        assert!(matches!(down(&mut connection).await, DownReason::Closed { .. }), "{farewell}");
    }
}

#[tokio::test]
async fn a_refusal_that_names_the_token_is_unauthorized_and_any_other_is_closed() {
    let cases = [
        (r#"44"token invalid""#, true),
        (r#"44/imchat,"Authentication error""#, true),
        (r#"44/imchat,{"message":"用户认证失败"}"#, true),
        (r#"44/imchat,"Invalid namespace""#, false),
    ];
    for (refusal, unauthorized) in cases {
        let (base, _server) = serve(move |mut peer| async move {
            say(&mut peer, r#"0{"sid":"x","pingInterval":25000,"pingTimeout":5000}"#).await;
            say(&mut peer, refusal).await;
            drain(peer).await;
        })
        .await;
        let reason = connect_eio3(&base).await.unwrap_err();
        assert_eq!(reason == DownReason::Unauthorized, unauthorized, "{reason:?}");
        assert!(unauthorized || matches!(reason, DownReason::Closed { .. }), "{reason:?}");
    }
}

#[tokio::test]
async fn binary_frames_and_binary_events_are_ignored_safely() {
    let (base, _server) = serve(|mut peer| async move {
        welcome(&mut peer, 25_000, 5_000).await;
        peer.send(Message::binary(vec![4, 1, 2, 3])).await.unwrap();
        say(&mut peer, r#"451-/imchat,["file",{"_placeholder":true,"num":0}]"#).await;
        peer.send(Message::binary(vec![4, 0xff])).await.unwrap();
        peer.send(Message::binary(Vec::new())).await.unwrap();
        say(&mut peer, r#"42/imchat,["chat",{"n":1}]"#).await;
        drain(peer).await;
    })
    .await;
    let mut connection = connect_eio3(&base).await.unwrap();
    assert_eq!(event(&mut connection).await.payload, json!({"n": 1}));
}

#[tokio::test]
async fn q18_an_unreadable_event_and_several_arguments_all_arrive() {
    let (base, _server) = serve(|mut peer| async move {
        welcome(&mut peer, 25_000, 5_000).await;
        say(&mut peer, r#"42/imchat,["message",{"n":1},{"n":2}]"#).await;
        say(&mut peer, r#"42/imchat,{"messageId":"3"}"#).await;
        drain(peer).await;
    })
    .await;
    let mut connection = connect_eio3(&base).await.unwrap();
    assert_eq!(event(&mut connection).await.payload, json!({"n": 1}));
    assert_eq!(event(&mut connection).await.payload, json!({"n": 2}));
    assert_eq!(event(&mut connection).await.payload, json!(r#"2/imchat,{"messageId":"3"}"#));
}

#[tokio::test]
async fn a_flood_that_nobody_takes_ends_the_line_and_not_the_heartbeat() {
    let (base, server) = serve(|mut peer| async move {
        welcome(&mut peer, 25_000, 5_000).await;
        for n in 0..10 {
            say(&mut peer, &format!(r#"42/imchat,["chat",{{"n":{n}}}]"#)).await;
        }
        drain(peer).await;
    })
    .await;
    let mut target = target(&base);
    target.limits.event_queue = 3;
    let mut connection = open(&target, ProtocolChoice::Eio3, None).await.unwrap();
    server.await.unwrap();
    for n in 0..3 {
        assert_eq!(event(&mut connection).await.payload, json!({ "n": n }));
    }
    assert!(matches!(down(&mut connection).await, DownReason::Closed { message } if message.contains("more events")));
}

#[tokio::test]
async fn closing_says_farewell() {
    let (base, server) = serve(|mut peer| async move {
        welcome(&mut peer, 25_000, 5_000).await;
        hear(&mut peer).await
    })
    .await;
    connect_eio3(&base).await.unwrap().close().await;
    assert_eq!(server.await.unwrap().0, "41/imchat,");
}

#[tokio::test]
async fn a_dropped_connection_ends_too() {
    let (base, server) = serve(|mut peer| async move {
        welcome(&mut peer, 25_000, 5_000).await;
        drain(peer).await;
    })
    .await;
    drop(connect_eio3(&base).await.unwrap());
    timeout(PATIENCE, server).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_server_that_never_opens_is_timed_out() {
    let (base, _server) = serve(drain).await;
    let mut target = target(&base);
    target.limits.handshake = Duration::from_millis(50);
    assert_eq!(open(&target, ProtocolChoice::Eio3, None).await.unwrap_err(), DownReason::TimedOut);
}
#[tokio::test]
async fn a_server_that_writes_http_into_the_upgraded_socket_speaks_another_protocol() {
    let (base, _server) = serve(|mut peer| async move {
        let refusal = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-type: text/html\r\n\
            Content-Length: 28\r\n\r\nUnsupported protocol version";
        peer.get_mut().write_all(refusal).await.unwrap();
        drain(peer).await;
    })
    .await;
    assert_eq!(connect_eio3(&base).await.unwrap_err(), DownReason::WrongProtocol);
}

/// As a Node server does over TLS: its refusal is lost, but a poll is refused as well.
#[tokio::test]
async fn q33_a_server_that_hangs_up_and_refuses_a_poll_speaks_another_protocol() {
    for (answer, is_other) in [("HTTP/1.1 400 Bad Request", true), ("HTTP/1.1 502 Bad Gateway", false)] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            drop(tokio_tungstenite::accept_async(stream).await.unwrap());
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = vec![0; 4096];
            let read = stream.read(&mut request).await.unwrap();
            assert!(request[..read].starts_with(b"GET /socket.io/?token=eaa9%2Bc%2F35&EIO=3&transport=polling "));
            stream.write_all(format!("{answer}\r\ncontent-length: 0\r\n\r\n").as_bytes()).await.unwrap();
        });
        let reason = connect_eio3(&base).await.unwrap_err();
        assert_eq!(reason == DownReason::WrongProtocol, is_other, "{reason:?}");
        assert!(is_other || matches!(reason, DownReason::Unreachable { .. }), "{reason:?}");
    }
}

#[tokio::test]
async fn an_eio3_line_works_against_socketioxide() {
    let (base, mut heard) = eio4::socketioxide(eio4::Refuses::Nothing, |socket| {
        socket.emit("chat", &json!({"n": 1})).unwrap();
    })
    .await;
    let mut connection = connect_eio3(&base).await.unwrap();
    assert_eq!(event(&mut connection).await.payload, json!({"n": 1}));
    connection.emitter().emit(&outgoing(7)).await.unwrap();
    assert!(heard.recv().await.unwrap().contains("token=eaa9%2Bc%2F35"));
    assert_eq!(heard.recv().await.unwrap(), r#"{"messageId":"7"}"#);
    connection.close().await;
}
