//! Pushes, sends and their echoes, and the network, over sockets spoken by hand.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "this is a test; the lints know test functions but not what these call"
)]

mod console;

use std::io::ErrorKind;
use std::time::Duration;

use console::{Practice, practice, quiet};
use serde_json::{Value, json};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Error;
use zuoxi_simulator::{Options, Pace, Protocols};

fn text_to(chat: &Value, id: &str, text: &str) -> Value {
    json!({ "message": { "contentType": 1, "content": text }, "chatId": chat["chatId"], "messageId": id })
}

async fn hears_and_is_echoed(protocol: u8) {
    let practice = quiet().await;
    let chat = practice.some_chat().await;
    let mut socket = practice.connect(protocol).await;
    practice.until_open(1).await;

    let said = practice.say(&chat, "你好👋").await;
    let (event, message) = socket.event().await;
    assert_eq!(event, "message");
    assert_eq!(message["messageId"], said["messageId"]);
    assert_eq!(message["content"], json!({ "contentType": 1, "content": "你好👋" }));
    assert_eq!(message["from"]["contactId"], chat["chatUser"]);
    let (event, update) = socket.event().await;
    assert_eq!((event.as_str(), &update["unreadCount"]), ("chat", &json!(1)));
    assert!(update.get("chatUser").is_none(), "as in the sample of 3.3");

    let id = "2020030216285000000001";
    socket.emit("message", &text_to(&chat, id, "在的")).await;
    let (event, update) = socket.event().await;
    assert_eq!(event, "chat");
    assert_eq!(update["chatUser"], chat["chatUser"]);
    assert_eq!(update["botInfo"]["robotKey"], chat["robotKey"]);
    let (event, echo) = socket.event().await;
    assert_eq!(event, "message");
    assert_eq!(echo["messageId"], id);
    assert_eq!(echo["from"]["isSelf"], 1);
    let wxid = chat["chatId"].as_str().unwrap().split(['_', ':']).nth(1).unwrap().to_owned();
    assert_eq!(echo["from"]["contactId"], wxid);
    assert!(echo["assignTo"].is_string() && echo["msgSvrID"].is_string());

    let query = json!({ "robotKey": chat["robotKey"], "chatUser": chat["chatUser"], "msgIds": [id] });
    let row = practice.post_json("/wxworkapi/chat/message", &query).await["model"][0].clone();
    assert_eq!((&row["sendStatus"], &row["content"]["content"]), (&json!(1), &json!("在的")));
    assert!(row["from"].get("isSelf").is_none(), "as in the sample of 2.11");
    let book = practice.look("book").await;
    assert_eq!(book["socketConnects"][0]["protocol"], protocol);
    assert_eq!(book["socketConnects"].as_array().unwrap().len(), 1);
    practice.running.shutdown().await;
}

#[tokio::test]
async fn an_eio3_console_hears_and_is_echoed() {
    hears_and_is_echoed(3).await;
}

#[tokio::test]
async fn an_eio4_console_hears_and_is_echoed() {
    hears_and_is_echoed(4).await;
}

#[tokio::test]
async fn an_eio3_console_may_join_without_the_comma_and_keeps_its_heartbeat() {
    let practice = quiet().await;
    let (stream, _) = connect_async(practice.socket_address(3, &practice.token)).await.unwrap();
    let mut socket = console::Socket { stream };
    assert!(socket.text().await.starts_with("0{"));
    assert_eq!(socket.text().await, "40");
    socket.send("40/imchat").await;
    assert!(socket.text().await.starts_with("40/imchat"));
    socket.send("2").await;
    assert_eq!(socket.text().await, "3");
}

/// As the client of Socket.IO 2 does that was given the address of spec 3.1.
#[tokio::test]
async fn q34_an_eio3_console_may_repeat_the_query_when_it_joins() {
    let practice = quiet().await;
    let chat = practice.some_chat().await;
    let (stream, _) = connect_async(practice.socket_address(3, &practice.token)).await.unwrap();
    let mut socket = console::Socket { stream };
    assert!(socket.text().await.starts_with("0{"));
    assert_eq!(socket.text().await, "40");
    socket.send(&format!("40/imchat?token={}&EIO=3,", practice.token)).await;
    assert_eq!(socket.text().await, "40/imchat,");
    practice.until_open(1).await;
    let said = practice.say(&chat, "在吗").await;
    assert_eq!(socket.event().await.1["messageId"], said["messageId"]);

    let polling = practice.socket_address(3, &practice.token).replacen("ws", "http", 1);
    let polling = polling.replace("transport=websocket", "transport=polling");
    let open = practice.http.get(&polling).send().await.unwrap().text().await.unwrap();
    let (open, _) = open.split_once('}').unwrap();
    let open: Value = serde_json::from_str(&format!("{}}}", open.split_once(":0").unwrap().1)).unwrap();
    let session = format!("{polling}&sid={}", open["sid"].as_str().unwrap());
    let join = format!("40/imchat?token={},", practice.token);
    let post = practice.http.post(&session).header("content-type", "text/plain;charset=UTF-8");
    let posted = post.body(format!("{}:{join}", join.len())).send().await.unwrap();
    assert_eq!(posted.status(), 200);
    practice.until_open(2).await;
    let mut answers = String::new();
    while !answers.contains("40/imchat,") {
        answers = practice.http.get(&session).send().await.unwrap().text().await.unwrap();
    }
}

#[tokio::test]
async fn every_kind_of_content_is_echoed_as_it_was_sent() {
    let practice = quiet().await;
    let chat = practice.some_chat().await;
    let mut socket = practice.connect(4).await;
    practice.until_open(1).await;
    let contents = [
        json!({ "contentType": 1, "content": "@小红 在", "atUserList": "780000919, 780000966" }),
        json!({ "contentType": 7, "pic": "http://media.example/xxx.png" }),
        json!({ "contentType": 13, "title": "标题", "link": "https://a.example/", "description": "描述", "coverImgFile": "https://a.example/x.png" }),
        json!({ "contentType": 8, "fileName": "http://media.example/xxx.xls" }),
        json!({ "contentType": 5, "fileName": "http://media.example/xxx.MP4" }),
    ];
    for (number, content) in contents.iter().enumerate() {
        let id = format!("202003021628500000000{number}");
        let send = json!({ "message": content, "chatId": chat["chatId"], "messageId": id });
        socket.emit("message", &send).await;
        assert_eq!(socket.event().await.0, "chat");
        let (_, echo) = socket.event().await;
        assert_eq!((&echo["content"], &echo["messageId"]), (content, &json!(id)));
    }
    let query = json!({ "robotKey": chat["robotKey"], "chatUser": chat["chatUser"], "contentType": 3, "count": 1 });
    let row = practice.post_json("/wxworkapi/chat/message", &query).await["model"][0].clone();
    assert_eq!(row["content"], json!({ "contentType": 3, "pic": "http://media.example/xxx.png" }));
}

#[tokio::test]
async fn a_second_emission_of_an_id_reaches_the_customer_again_and_is_counted() {
    let practice = quiet().await;
    let chat = practice.some_chat().await;
    let mut socket = practice.connect(3).await;
    practice.until_open(1).await;
    for _ in 0..2 {
        socket.emit("message", &text_to(&chat, "2020030216285000000009", "一次就好")).await;
        socket.event().await;
        assert_eq!(socket.event().await.1["messageId"], "2020030216285000000009");
    }
    let book = practice.look("book").await;
    assert_eq!(book["sends"][0]["times"], 2);
    assert_eq!(book["messages"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn an_echo_may_have_another_id_or_come_never_late_or_twice() {
    let practice = quiet().await;
    let chat = practice.some_chat().await;
    let mut socket = practice.connect(4).await;
    practice.until_open(1).await;

    practice.control("echo", json!({ "mode": "otherId" })).await;
    socket.emit("message", &text_to(&chat, "2020030216285000000011", "换个号")).await;
    assert_eq!(socket.event().await.0, "chat");
    assert_eq!(socket.event().await.1["messageId"], "20200302162850000000011");

    practice.control("echo", json!({ "mode": "never" })).await;
    socket.emit("message", &text_to(&chat, "2020030216285000000012", "石沉大海")).await;
    until_sent(&practice, 2).await;
    practice.control("echo", json!({ "mode": "late", "lateMs": 40 })).await;
    socket.emit("message", &text_to(&chat, "2020030216285000000013", "慢半拍")).await;
    assert_eq!(socket.event().await.0, "chat");
    assert_eq!(socket.event().await.1["messageId"], "2020030216285000000013", "the one before never comes");

    practice.control("echo", json!({ "mode": "twice" })).await;
    socket.emit("message", &text_to(&chat, "2020030216285000000014", "回声")).await;
    for _ in 0..2 {
        assert_eq!(socket.event().await.0, "chat");
        assert_eq!(socket.event().await.1["messageId"], "2020030216285000000014");
    }
    assert_eq!(practice.look("book").await["messages"].as_array().unwrap().len(), 4, "all four went out");
}

/// Waits until the platform has got so many sends.
async fn until_sent(practice: &Practice, sends: usize) {
    while practice.look("book").await["sends"].as_array().unwrap().len() < sends {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_wrong_or_expired_token_opens_no_socket() {
    let practice = quiet().await;
    practice.control("token", json!({ "expire": true })).await;
    for token in ["nonsense", &practice.token] {
        for protocol in [3, 4] {
            match connect_async(practice.socket_address(protocol, token)).await {
                Err(Error::Http(response)) => assert_eq!(response.status(), 401),
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(practice.look("book").await["socketsOpen"], 0);
}

#[tokio::test]
async fn a_server_of_one_protocol_treats_the_other_as_real_ones_do() {
    let only_4 = practice(Options { traffic: false, protocols: Protocols::Eio4Only, ..Options::default() }).await;
    match connect_async(only_4.socket_address(3, &only_4.token)).await {
        Err(Error::Http(response)) => assert_eq!(response.status(), 400),
        other => panic!("{other:?}"),
    }
    only_4.connect(4).await;

    let only_3 = practice(Options {
        traffic: false,
        protocols: Protocols::Eio3Only,
        ping_interval: Duration::from_millis(60),
        ping_timeout: Duration::from_millis(40),
        ..Options::default()
    })
    .await;
    let (stream, _) = connect_async(only_3.socket_address(4, &only_3.token)).await.unwrap();
    let mut misled = console::Socket { stream };
    assert!(misled.text().await.starts_with("0{"));
    assert_eq!(misled.text().await, "40", "let in as a client of protocol 3");
    // It waits for a ping that such a server never sends, and is dropped.
    misled.end().await;
}

async fn is_refused(practice: &Practice) -> bool {
    let address = practice.running.base_url().replacen("http://", "", 1);
    let Ok(mut stream) = TcpStream::connect(address).await else { return true };
    let mut byte = [0; 1];
    !matches!(stream.read(&mut byte).await, Ok(1..))
}

#[tokio::test]
async fn a_cut_resets_what_is_open_refuses_what_is_new_and_redelivers_nothing() {
    let practice = quiet().await;
    let chat = practice.some_chat().await;
    let mut socket = practice.connect(3).await;
    practice.until_open(1).await;

    assert_eq!(practice.control("network", json!({ "up": false })).await["up"], false);
    match socket.end().await {
        Some(Error::Io(error)) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
        Some(Error::Protocol(_)) => {}
        other => panic!("a polite end: {other:?}"),
    }
    assert!(is_refused(&practice).await);
    let said = practice.say(&chat, "断网时说的").await;
    practice.until_open(0).await;

    practice.control("network", json!({ "up": true })).await;
    let mut socket = practice.connect(3).await;
    practice.until_open(1).await;
    let after = practice.say(&chat, "恢复之后说的").await;
    assert_eq!(socket.event().await.1["messageId"], after["messageId"], "what was missed is not sent later");
    let query = json!({ "robotKey": chat["robotKey"], "chatUser": chat["chatUser"], "count": 2 });
    let rows = practice.post_json("/wxworkapi/chat/message", &query).await;
    assert_eq!(rows["model"][1]["messageId"], said["messageId"], "but history has it");
    assert_eq!(practice.look("book").await["socketConnects"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_polling_session_does_not_outlive_a_cut() {
    let practice = quiet().await;
    let address = practice.socket_address(4, &practice.token).replacen("ws", "http", 1);
    let address = address.replace("transport=websocket", "transport=polling");
    let open = practice.http.get(&address).send().await.unwrap().text().await.unwrap();
    let open: Value = serde_json::from_str(open.strip_prefix('0').unwrap()).unwrap();
    let session = format!("{address}&sid={}", open["sid"].as_str().unwrap());
    practice.http.post(&session).body("40/imchat,").send().await.unwrap();
    practice.until_open(1).await;
    practice.control("network", json!({ "up": false })).await;
    practice.control("network", json!({ "up": true })).await;
    let answer = practice.http.get(&session).send().await.unwrap();
    assert_eq!(answer.status(), 400, "{}", answer.text().await.unwrap());
}

#[tokio::test]
async fn a_short_outage_ends_by_itself() {
    let practice = quiet().await;
    practice.control("network", json!({ "downForMs": 30 })).await;
    while is_refused_now(&practice).await {}
    practice.connect(4).await;
}

async fn is_refused_now(practice: &Practice) -> bool {
    connect_async(practice.socket_address(4, &practice.token)).await.is_err()
}

#[tokio::test]
async fn a_filtered_console_gets_private_texts_and_mentions_only() {
    let practice = quiet().await;
    let world = practice.look("world").await;
    let group = world["chats"].as_array().unwrap().iter().find(|chat| chat["isGroupChat"] == 1).unwrap();
    let chat = practice.some_chat().await;
    let address = format!("{}&msgFilter=1", practice.socket_address(4, &practice.token));
    let (stream, _) = connect_async(address).await.unwrap();
    let mut socket = console::Socket { stream };
    socket.send("40/imchat,").await;
    practice.until_open(1).await;
    practice.say(group, "群里随便说说").await;
    let said = practice.say(&chat, "私聊").await;
    let (event, payload) = socket.event().await;
    assert_eq!((event.as_str(), &payload["messageId"]), ("message", &said["messageId"]));
}

#[tokio::test]
async fn customers_write_and_answer_by_themselves() {
    let pace = Pace { opening_ms: (5, 10), answer_ms: (1, 3), ..Pace::default() };
    let practice = practice(Options { pace, ..Options::default() }).await;
    let mut socket = practice.connect(4).await;
    practice.until_open(1).await;
    assert!(["message", "chat"].contains(&socket.event().await.0.as_str()));
    practice.control("traffic", json!({ "on": false })).await;
    practice.control("traffic", json!({ "on": true })).await;

    let chat = practice.some_chat().await;
    socket.emit("message", &text_to(&chat, "2020030216285000000077", "请问还有什么可以帮您？")).await;
    let mut echoed = false;
    loop {
        let (event, payload) = socket.event().await;
        if event != "message" || payload["chatId"] != chat["chatId"] {
            continue;
        }
        if payload["from"]["isSelf"] == 1 {
            echoed = true;
        } else if echoed {
            break;
        }
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_world() {
    let (first, second) = (quiet().await, quiet().await);
    let (first, second) = (first.look("world").await, second.look("world").await);
    assert_eq!(first["robots"], second["robots"]);
    let names = |world: &Value| -> Vec<String> {
        world["chats"]
            .as_array()
            .unwrap()
            .iter()
            .map(|chat| format!("{}{}", chat["chatId"], chat["chatName"]))
            .collect()
    };
    assert_eq!(names(&first), names(&second));
}
