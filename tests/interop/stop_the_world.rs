//! A server whose world stops for 25 seconds and then goes on, as that of a Java server with a full heap does.
//!
//! With the heartbeat of the field, a ping every 25 s and 20 s to answer it, such a stop is no end: the line is kept on
//! both sides, what was sent meanwhile arrives once, and nobody knocks again. One server of each generation is stopped for
//! the full time; the others, at the same time, for a tenth of it with a tenth of the heartbeat. Stops that outlast the
//! heartbeat are in [`recovery`](crate::recovery).

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use zuoxi_platform::Outgoing;

use crate::seat::{Row, SERVERS, Seat, each, every};
use crate::server::Kind;

const FIELD: [&str; 2] = ["25000", "20000"];
const FIELD_STOP: Duration = Duration::from_secs(25);

const TENTH: [&str; 2] = ["2500", "2000"];
const TENTH_STOP: Duration = Duration::from_millis(2_500);

#[tokio::test]
async fn a_stop_of_25_seconds_is_outlived_and_nothing_is_lost_or_doubled() -> Result<()> {
    let with_full_stop = SERVERS
        .iter()
        .filter(|row| row.kind == Kind::SocketIo2 || row.kind == Kind::SocketIo4 && row.arguments.is_empty());
    let (full, tenth) = tokio::join!(
        each(with_full_stop, |row| stop(row, FIELD, FIELD_STOP)),
        every(|row| stop(row, TENTH, TENTH_STOP)),
    );
    full.and(tenth)
}

async fn stop(row: &'static Row, ping: [&str; 2], length: Duration) -> Result<()> {
    let seat = Seat::alone(row, ping).await?;
    let mut connection = seat.connect().await?;
    seat.hears(&mut connection, "message", &json!("before")).await?;
    seat.server.program.freeze()?;
    let message = Outgoing { event: "message", payload: json!({ "说": "停顿时发的" }) };
    connection.emitter().emit(&message).await?;
    let heard = tokio::time::timeout(length, connection.next()).await;
    seat.server.program.thaw()?;
    ensure!(heard.is_err(), "while the world stopped: {heard:?}");

    let is_ours = |report: &Value| seat.is_ours(report, "heard");
    let arrived = seat.server.program.report("what was sent meanwhile", is_ours).await?;
    ensure!(arrived.get("payload") == Some(&message.payload), "{arrived}");
    seat.hears(&mut connection, "message", &json!("after")).await?;
    ensure!(seat.server.program.count(is_ours) == 1, "it arrived twice");
    ensure!(seat.door.knocks().len() == 1, "the console connected again");
    connection.close().await;
    Ok(())
}
