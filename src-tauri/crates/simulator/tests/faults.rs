//! What breaks on demand: pushes, sends, actions, answers, the wire, the robots.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "this is a test; the lints know test functions but not what these call"
)]

mod console;

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use console::{Practice, Socket, asking_for, brisk, quiet};
use serde_json::{Value, json};
use tokio::net::TcpStream;

fn address(practice: &Practice) -> String {
    practice.running.base_url().replacen("http://", "", 1)
}

/// The next message's text; chats between are left out.
async fn next_text(socket: &mut Socket) -> Value {
    loop {
        let (event, payload) = socket.event().await;
        if event == "message" {
            return payload["content"]["content"].clone();
        }
    }
}

fn text_to(chat: &Value, id: &str, text: &str) -> Value {
    json!({ "message": { "contentType": 1, "content": text }, "chatId": chat["chatId"], "messageId": id })
}

#[tokio::test]
async fn pushes_are_dropped_doubled_and_swapped() {
    let practice = quiet().await;
    let chat = practice.some_chat().await;
    let mut socket = practice.connected().await;
    let plan = json!({ "event": "message", "drop": 1, "duplicate": 1, "reorder": 1 });
    practice.control("pushes", plan).await;
    for text in ["丢", "双", "后", "先"] {
        practice.say(&chat, text).await;
    }
    practice.say(&chat, "完").await;
    let mut heard = Vec::new();
    for _ in 0..5 {
        heard.push(next_text(&mut socket).await);
    }
    assert_eq!(heard, ["双", "双", "先", "后", "完"]);
}

#[tokio::test]
async fn pushes_come_late_but_in_order() {
    let practice = quiet().await;
    let chat = practice.some_chat().await;
    let mut socket = practice.connected().await;
    practice.control("pushes", json!({ "delayMs": 120 })).await;
    let start = Instant::now();
    for text in ["一", "二"] {
        practice.say(&chat, text).await;
    }
    assert_eq!(next_text(&mut socket).await, "一");
    assert!(start.elapsed() >= Duration::from_millis(120));
    assert_eq!(next_text(&mut socket).await, "二");
}

#[tokio::test]
async fn a_push_may_be_a_frame_that_stops_in_the_middle() {
    let practice = quiet().await;
    let chat = practice.some_chat().await;
    let mut socket = practice.connected().await;
    practice.control("pushes", json!({ "event": "message", "malformed": 1 })).await;
    practice.say(&chat, "半句话").await;
    loop {
        let text = socket.text().await;
        let Some(event) = text.strip_prefix("42/imchat,") else { continue };
        if serde_json::from_str::<Value>(event).is_err() {
            assert!(event.starts_with("[\"message\",{"), "{event}");
            break;
        }
    }
    practice.say(&chat, "完整的话").await;
    assert_eq!(next_text(&mut socket).await, "完整的话", "the line itself is whole");
}

#[tokio::test]
async fn a_black_hole_accepts_and_says_nothing_until_it_ends() {
    let practice = quiet().await;
    let chat = practice.some_chat().await;
    let mut socket = practice.connected().await;
    practice.control("network", json!({ "blackHole": true })).await;
    assert!(TcpStream::connect(address(&practice)).await.is_ok(), "the port is open");
    let call = practice.post_form("/wxworkapi/robot/list", &[]);
    let answered = tokio::time::timeout(Duration::from_millis(150), call).await;
    assert!(answered.is_err(), "but nobody answers");
    practice.say(&chat, "等你回来").await;
    practice.control("network", json!({ "up": true })).await;
    assert_eq!(next_text(&mut socket).await, "等你回来", "the connection was never lost");
    assert_eq!(practice.post_form("/wxworkapi/robot/list", &[]).await["code"], "0");
}

#[tokio::test]
async fn a_closed_port_refuses_and_opens_again_at_the_same_number() {
    let practice = quiet().await;
    practice.control("network", json!({ "up": false, "refuse": true })).await;
    let refused = async {
        while TcpStream::connect(address(&practice)).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        TcpStream::connect(address(&practice)).await.unwrap_err().kind()
    };
    assert_eq!(refused.await, ErrorKind::ConnectionRefused);
    practice.control("network", json!({ "up": true })).await;
    while TcpStream::connect(address(&practice)).await.is_err() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(practice.post_form("/wxworkapi/robot/list", &[]).await["code"], "0");
}

#[tokio::test]
async fn pages_are_slow_until_told_otherwise() {
    let practice = quiet().await;
    let path = "/wxworkapi/chat/list";
    practice.control("rest", json!({ "always": { "delayMs": 80, "path": path } })).await;
    for _ in 0..2 {
        let start = Instant::now();
        practice.post_form(path, &[("count", "1")]).await;
        assert!(start.elapsed() >= Duration::from_millis(80));
    }
    practice.control("rest", json!({ "next": [{ "code": "1000" }, { "code": "5000" }] })).await;
    assert_eq!(practice.post_form("/wxworkapi/robot/list", &[]).await["code"], "1000");
    assert_eq!(practice.post_form("/wxworkapi/robot/list", &[]).await["code"], "5000");
    practice.control("rest", json!({})).await;
    assert_eq!(practice.post_form("/wxworkapi/robot/list", &[]).await["code"], "0");
}

#[tokio::test]
async fn a_send_may_end_with_status_0_or_2_which_only_history_tells() {
    let practice = quiet().await;
    let chat = practice.some_chat().await;
    let mut socket = practice.connected().await;
    practice.control("send-status", json!({ "next": [0, 2] })).await;
    for (nth, text) in ["未发送", "失败", "成功"].iter().enumerate() {
        socket.emit("message", &text_to(&chat, &format!("202003021628500000001{nth}"), text)).await;
    }
    assert_eq!(next_text(&mut socket).await, "成功", "the others have no echo");
    let query = json!({ "robotKey": chat["robotKey"], "chatUser": chat["chatUser"], "count": 3 });
    let rows = practice.post_json("/wxworkapi/chat/message", &query).await["model"].clone();
    let statuses: Vec<&Value> = rows.as_array().unwrap().iter().map(|row| &row["sendStatus"]).collect();
    assert_eq!(statuses, [&json!(1), &json!(2), &json!(0)]);

    practice.control("send-status", json!({ "always": 2, "echo": true })).await;
    socket.emit("message", &text_to(&chat, "2020030216285000000099", "有回声")).await;
    assert_eq!(next_text(&mut socket).await, "有回声");
}

#[tokio::test]
async fn a_robot_that_is_not_online_sends_nothing_and_does_nothing() {
    let practice = brisk().await;
    let chat = practice.some_chat().await;
    let mut socket = practice.connected().await;
    for status in [2, 3, 4] {
        practice.control("robot", json!({ "robotKey": chat["robotKey"], "status": status })).await;
        let (event, update) = socket.event().await;
        assert_eq!((event.as_str(), &update["botInfo"]["robotStatus"]), ("chat", &json!(status)));
        let listed = practice.post_form("/wxworkapi/robot/list", &[]).await;
        let listed = listed["model"].as_array().unwrap().clone();
        let own = listed.iter().find(|robot| robot["robotKey"] == chat["robotKey"]).unwrap();
        assert_eq!(own["robotStatus"], status);
    }
    let action = asking_for("robot.tags.sync", &chat["robotKey"], &json!({}));
    assert_eq!(practice.act(&mut socket, &action).await["msg"], "robot is offline");
    socket.emit("message", &text_to(&chat, "2020030216285000000021", "发不出去")).await;
    let query = json!({ "robotKey": chat["robotKey"], "chatUser": chat["chatUser"], "count": 1 });
    loop {
        let row = practice.post_json("/wxworkapi/chat/message", &query).await["model"][0].clone();
        if row["content"]["content"] == "发不出去" {
            assert_eq!(row["sendStatus"], 0);
            break;
        }
    }
    practice.control("robot", json!({ "robotKey": chat["robotKey"], "status": 1 })).await;
    assert_eq!(practice.act(&mut socket, &action).await["code"], "0");
}

#[tokio::test]
async fn a_reply_may_never_come_come_late_fail_or_be_somebody_elses() {
    let practice = brisk().await;
    let chat = practice.some_chat().await;
    let mut socket = practice.connected().await;
    let remark = |text: &str| {
        let more = json!({ "userId": chat["chatUser"], "realRemark": text });
        asking_for("robot.cust.remark", &chat["robotKey"], &more)
    };
    let next = json!([{ "noReply": true }, { "lateMs": 60 }, { "foreign": true }, { "code": "1" }]);
    practice.control("action", json!({ "next": next })).await;

    socket.emit("action", &remark("无声")).await;
    while practice.directory(&chat).await["remark"] != "无声" {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let late = remark("迟到");
    let start = Instant::now();
    assert_eq!(practice.act(&mut socket, &late).await["messageId"], late["messageId"], "the one before never comes");
    assert!(start.elapsed() >= Duration::from_millis(60));

    let ours = remark("别人");
    let foreign = practice.act(&mut socket, &ours).await;
    assert_ne!(foreign["messageId"], ours["messageId"]);
    let (_, reply) = socket.event().await;
    assert_eq!(reply["messageId"], ours["messageId"]);

    let failed = practice.act(&mut socket, &remark("不成")).await;
    assert_eq!(failed["code"], "1");
    assert_eq!(practice.directory(&chat).await["remark"], "别人", "nothing was done");
}

#[tokio::test]
async fn the_clock_may_be_wrong() {
    let practice = quiet().await;
    let chat = practice.some_chat().await;
    let before = practice.say(&chat, "准").await["timestamp"].as_i64().unwrap();
    practice.control("clock", json!({ "skewMs": 3_600_000 })).await;
    let after = practice.say(&chat, "快").await["timestamp"].as_i64().unwrap();
    assert!((3_599_000..3_700_000).contains(&(after - before)));
}

#[tokio::test]
async fn a_reset_ends_connections_and_accepts_new_ones_at_once() {
    let practice = quiet().await;
    let mut socket = practice.connected().await;
    practice.control("network", json!({ "reset": true })).await;
    socket.end().await;
    practice.connect(4).await;
}
