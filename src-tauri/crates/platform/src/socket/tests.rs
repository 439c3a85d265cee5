//! Both transports against small servers: one that writes Engine.IO 3 by hand, and socketioxide for Engine.IO 4. The
//! servers do only what a test tells them to. Here is what the tests of both have in common, and the refusals.

mod eio3;
mod eio4;

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, accept_hdr_async,
    tungstenite::{
        Message,
        handshake::server::{Request as Upgrade, Response},
    },
};

use super::*;
use crate::{Outgoing, PlatformError};

/// Has a character that a URL must escape.
const TOKEN: &str = "eaa9+c/35";
const PATIENCE: Duration = Duration::from_secs(5);

fn target(base: &str) -> Target {
    let mut target = Target::new(Url::parse(base).unwrap(), TOKEN.to_owned().into());
    target.limits.handshake = Duration::from_secs(2);
    target.limits.probe = Duration::from_millis(20);
    target
}

fn outgoing(n: i64) -> Outgoing {
    Outgoing { event: "message", payload: json!({"messageId": n.to_string()}) }
}

async fn next(connection: &mut Connection) -> LineEvent {
    timeout(PATIENCE, connection.next()).await.expect("nothing came")
}

async fn event(connection: &mut Connection) -> RawEvent {
    match next(connection).await {
        LineEvent::Event(event) => event,
        LineEvent::Down(reason) => panic!("down: {reason:?}"),
    }
}

async fn down(connection: &mut Connection) -> DownReason {
    match next(connection).await {
        LineEvent::Event(event) => panic!("an event: {event:?}"),
        LineEvent::Down(reason) => reason,
    }
}
type Peer = WebSocketStream<TcpStream>;

/// Serves one client with a script, and gives its result and the address that the client asked for.
async fn serve<F, Fut, T>(script: F) -> (String, JoinHandle<(T, String)>)
where
    F: FnOnce(Peer) -> Fut + Send + 'static,
    Fut: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut asked = String::new();
        #[allow(clippy::result_large_err, reason = "the signature is the library's")]
        let note = |request: &Upgrade, response: Response| {
            asked = request.uri().to_string();
            Ok(response)
        };
        let peer = accept_hdr_async(stream, note).await.unwrap();
        (script(peer).await, asked)
    });
    (base, server)
}

async fn say(peer: &mut Peer, text: &str) {
    peer.send(Message::text(text)).await.unwrap();
}

async fn hear(peer: &mut Peer) -> String {
    loop {
        match timeout(PATIENCE, peer.next()).await.unwrap() {
            Some(Ok(Message::Text(text))) => return text.to_string(),
            Some(Ok(_)) => {}
            other => return format!("{other:?}"),
        }
    }
}

/// Waits until the client hangs up.
async fn drain(mut peer: Peer) {
    while let Some(Ok(_)) = peer.next().await {}
}

/// Answers every connection with fixed bytes, after reading its request.
async fn blunt(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = vec![0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    base
}

#[tokio::test]
async fn an_http_answer_instead_of_the_upgrade_tells_the_reason_on_both_generations() {
    let table = [
        ("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n", DownReason::WrongProtocol),
        ("HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n", DownReason::Unauthorized),
        ("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n", DownReason::Unauthorized),
        (
            "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n",
            DownReason::Unreachable { message: "HTTP 502".into() },
        ),
    ];
    for (answer, expected) in table {
        let base = blunt(answer).await;
        for choice in [ProtocolChoice::Eio3, ProtocolChoice::Eio4] {
            assert_eq!(open(&target(&base), choice, None).await.unwrap_err(), expected, "{choice:?}");
        }
    }
}

#[tokio::test]
async fn q07_the_token_is_in_no_reason_of_a_failed_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    for choice in [ProtocolChoice::Eio3, ProtocolChoice::Eio4, ProtocolChoice::Auto] {
        let reason = open(&target(&base), choice, None).await.unwrap_err();
        assert!(matches!(reason, DownReason::Unreachable { .. }), "{reason:?}");
        let text = format!("{reason:?}");
        assert!(!text.contains("eaa9"), "{text}");
    }
}

/// A server that restarts or a proxy that gives up is met again later in the generation that was spoken before.
#[tokio::test]
async fn q33_a_server_that_hangs_up_or_says_nothing_is_not_taken_for_one_of_the_other_generation() {
    let choices = [ProtocolChoice::Eio3, ProtocolChoice::Eio4, ProtocolChoice::Auto];
    // Without a word, in the middle of the answer, and after it.
    let upgrade_begun = "HTTP/1.1 101 Switching Protocols\r\nupgrade: web";
    for answer in ["", upgrade_begun] {
        let base = blunt(answer).await;
        for choice in choices {
            let reason = open(&target(&base), choice, None).await.unwrap_err();
            assert!(matches!(reason, DownReason::Unreachable { .. }), "{choice:?} after {answer:?}: {reason:?}");
        }
    }
    for choice in [ProtocolChoice::Eio3, ProtocolChoice::Eio4] {
        for farewell in [false, true] {
            let (base, _server) = serve(move |mut peer| async move {
                if farewell {
                    peer.close(None).await.unwrap();
                }
            })
            .await;
            let reason = open(&target(&base), choice, None).await.unwrap_err();
            let told = matches!(reason, DownReason::Unreachable { .. } | DownReason::Closed { .. });
            assert!(told, "{choice:?}: {reason:?}");
        }
        let (base, _server) = serve(drain).await;
        let mut target = target(&base);
        (target.limits.connect, target.limits.handshake) = (Duration::from_millis(300), Duration::from_millis(300));
        assert_eq!(open(&target, choice, None).await.unwrap_err(), DownReason::TimedOut, "{choice:?}");
    }
}

#[tokio::test]
async fn a_first_frame_that_is_not_open_is_another_protocol() {
    for choice in [ProtocolChoice::Eio3, ProtocolChoice::Eio4] {
        for first in ["40", "hello", "0nonsense"] {
            let (base, _server) = serve(move |mut peer| async move {
                say(&mut peer, first).await;
                drain(peer).await;
            })
            .await;
            // An OPEN of which nothing can be read has the protocol's own heartbeat for Engine.IO 3.
            if first == "0nonsense" && choice == ProtocolChoice::Eio3 {
                continue;
            }
            let reason = open(&target(&base), choice, None).await.unwrap_err();
            assert_eq!(reason, DownReason::WrongProtocol, "{choice:?} after {first:?}");
        }
    }
}

/// Q37: a filter would keep events from the console that it needs.
#[tokio::test]
async fn q37_the_socket_is_asked_for_without_a_filter() {
    for choice in [ProtocolChoice::Eio3, ProtocolChoice::Eio4] {
        let (base, server) = serve(|_| async {}).await;
        open(&target(&base), choice, None).await.unwrap_err();
        let ((), asked) = server.await.unwrap();
        assert!(asked.contains("token=") && !asked.contains("msgFilter"), "{asked}");
    }
}
