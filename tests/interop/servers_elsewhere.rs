//! The client against every server of the table, one connection at a time.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use zuoxi_model::{DownReason, SocketProtocol};
use zuoxi_platform::{LineEvent, Outgoing};

use crate::seat::{Seat, every, next};
use crate::server::Kind;

/// Letters of several alphabets, and what breaks naive framing: quotes, line ends of JavaScript, digits and commas as
/// in a packet's head.
const CHINESE: &str = "请问「第 1 单」什么时候发货？😀👨‍👩‍👧 \"42/imchat,[\" \\ \u{2028} 𠮷 é ٣";

fn is_closed(event: &LineEvent) -> bool {
    matches!(event, LineEvent::Down(DownReason::Closed { .. }))
}

#[tokio::test]
async fn the_namespace_is_joined_with_the_token_of_the_query() -> Result<()> {
    every(async |row| {
        let seat = Seat::at(row).await?;
        let connection = seat.connect().await?;
        ensure!(connection.protocol() == row.protocol);
        let number = if row.protocol == SocketProtocol::Eio3 { 3 } else { 4 };
        ensure!(seat.joined().await?.get("protocol") == Some(&json!(number)), "{}", seat.joined().await?);
        connection.close().await;
        seat.server.program.report("that we left", |report| seat.is_ours(report, "left")).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_text_event_is_heard_as_it_was_said() -> Result<()> {
    every(async |row| {
        let seat = Seat::at(row).await?;
        let mut connection = seat.connect().await?;
        let payload = json!({ "text": "hello", "big": 9_007_199_254_740_991_i64, "none": null, "list": [1, [2], {}] });
        seat.hears(&mut connection, "message", &payload).await
    })
    .await
}

#[tokio::test]
async fn chinese_survives_in_both_directions() -> Result<()> {
    every(async |row| {
        let seat = Seat::at(row).await?;
        let mut connection = seat.connect().await?;
        let payload = json!({ "昵称": CHINESE });
        seat.hears(&mut connection, "message", &payload).await?;
        for event in ["message", "action"] {
            let outgoing = Outgoing { event, payload: payload.clone() };
            connection.emitter().emit(&outgoing).await?;
            let is_it = |report: &Value| {
                seat.is_ours(report, "heard") && report.get("event").and_then(Value::as_str) == Some(event)
            };
            let heard = seat.server.program.report("what we said", is_it).await?;
            ensure!(heard.get("payload") == Some(&payload), "{heard}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_binary_event_is_ignored_and_what_follows_is_heard() -> Result<()> {
    every(async |row| {
        let seat = Seat::at(row).await?;
        let mut connection = seat.connect().await?;
        for _ in 0..3 {
            seat.tell("binary", "file", &Value::Null)?;
        }
        seat.hears(&mut connection, "message", &json!("after")).await
    })
    .await
}

#[tokio::test]
async fn put_out_of_the_namespace_the_line_is_down() -> Result<()> {
    every(async |row| {
        let seat = Seat::at(row).await?;
        let mut connection = seat.connect().await?;
        seat.tell("kick", "", &Value::Null)?;
        let event = next(&mut connection).await?;
        ensure!(is_closed(&event), "{event:?}");
        ensure!(next(&mut connection).await? == event, "down is not for good");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_socket_that_the_server_closes_is_down() -> Result<()> {
    every(async |row| {
        // socketioxide closes all its sockets or none.
        let everybodys = row.kind == Kind::Socketioxide;
        let seat = if everybodys { Seat::alone(row, crate::seat::PING).await? } else { Seat::at(row).await? };
        let mut connection = seat.connect().await?;
        seat.tell("close", "", &Value::Null)?;
        let event = next(&mut connection).await?;
        // This server sends its close packet and leaves closing the WebSocket to the client. The library for this
        // generation keeps the packet to itself, so that the heartbeat ends the line, and it is time that is told.
        let by_heartbeat = row.kind == Kind::PythonSocketIo5 && event == LineEvent::Down(DownReason::TimedOut);
        ensure!(is_closed(&event) || by_heartbeat, "{event:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_line_outlives_several_heartbeats() -> Result<()> {
    every(async |row| {
        let seat = Seat::at(row).await?;
        let mut connection = seat.connect().await?;
        // Longer than the interval and the timeout together: a line without a heartbeat would be over.
        let quiet = tokio::time::timeout(Duration::from_secs(5), connection.next()).await;
        ensure!(quiet.is_err(), "{quiet:?}");
        seat.hears(&mut connection, "chat", &json!({ "still": "here" })).await
    })
    .await
}

#[tokio::test]
async fn a_wrong_token_is_refused_as_such() -> Result<()> {
    every(async |row| {
        let seat = Seat::stranger(row).await?;
        seat.platform.sign_in().await?;
        let refused = seat.platform.connect(None).await.err().context("a stranger was let in")?;
        ensure!(refused == DownReason::Unauthorized, "{refused:?}");
        ensure!(seat.door.knocks().len() == 1, "a refusal was not taken for an answer");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_wrong_path_is_not_taken_for_a_wrong_token() -> Result<()> {
    every(async |row| {
        let seat = Seat::at(row).await?;
        seat.platform.sign_in().await?;
        seat.door.mislead();
        let refused = seat.platform.connect(None).await.err().context("nobody is there, and yet")?;
        let told = matches!(refused, DownReason::Unreachable { .. });
        ensure!(told && !format!("{refused:?}").contains(&seat.token), "{refused:?}");
        eprintln!("{}: {refused:?}", seat.server);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_server_without_the_namespace_is_not_taken_for_a_wrong_token() -> Result<()> {
    every(async |row| {
        let seat = Seat::elsewhere(row).await?;
        seat.platform.sign_in().await?;
        let answer = seat.platform.connect(None).await;
        if row.kind == Kind::PythonSocketIo4 {
            // It lets everybody into namespaces of which it knows nothing.
            return answer.map(drop).map_err(|reason| anyhow::anyhow!("{reason:?}"));
        }
        let refused = answer.err().context("let into a namespace that is not there")?;
        eprintln!("{}: {refused:?}", seat.server);
        let DownReason::Closed { message } = &refused else { anyhow::bail!("{refused:?}") };
        ensure!(!message.is_empty() && !message.contains(&seat.token), "{message}");
        ensure!(seat.door.knocks().len() == 1, "a refusal was not taken for an answer");
        Ok(())
    })
    .await
}
