//! The endpoints 2.1, 2.2, 2.10, 2.11 and 2.12, called by hand.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "this is a test; the lints know test functions but not what these call"
)]

mod console;

use std::collections::HashSet;

use console::{Practice, keys, quiet};
use serde_json::{Value, json};

const HISTORY: &str = "/wxworkapi/chat/message";

fn ids(rows: &Value) -> Vec<String> {
    rows.as_array().unwrap().iter().map(|row| row["messageId"].as_str().unwrap().to_owned()).collect()
}

async fn history(practice: &Practice, chat: &Value, more: Value) -> Value {
    let mut query = json!({ "robotKey": chat["robotKey"], "chatUser": chat["chatUser"] });
    query.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let answer = practice.post_json(HISTORY, &query).await;
    assert_eq!(answer["code"], "0", "{answer}");
    answer["model"].clone()
}

/// A chat with a customer and a good deal of history.
async fn long_chat(practice: &Practice) -> Value {
    let world = practice.look("world").await;
    let chats = world["chats"].as_array().unwrap().iter().filter(|chat| chat["isGroupChat"] == 0);
    chats.max_by_key(|chat| chat["messageCount"].as_u64()).unwrap().clone()
}

#[tokio::test]
async fn signing_in_gives_a_token_and_the_samples_fields() {
    let practice = quiet().await;
    let form = [("accessKey", "practice"), ("accessSecret", "practice")];
    let answer = practice.post_form("/robotapi/client/auth", &form).await;
    assert_eq!(keys(&answer), ["code", "data", "msg"]);
    assert_eq!((&answer["code"], &answer["msg"]), (&json!("0"), &json!("OK")));
    assert_eq!(keys(&answer["data"]), ["accessToken", "createTime", "expireMinutes", "username"]);
    assert_eq!(answer["data"]["accessToken"], practice.token.as_str(), "signing in again keeps the token");
    assert_eq!(practice.token.len(), 32);
    let body = json!({ "accessKey": "practice", "accessSecret": "practice" });
    let again = practice.post_json("/robotapi/client/auth", &body).await;
    assert_eq!(again["data"]["accessToken"], practice.token.as_str(), "JSON is as good as a form");
    practice.running.shutdown().await;
}

#[tokio::test]
async fn a_wrong_secret_is_refused_with_1000() {
    let practice = quiet().await;
    let form = [("accessKey", "practice"), ("accessSecret", "wrong")];
    assert_eq!(practice.post_form("/robotapi/client/auth", &form).await["code"], "1000");
}

#[tokio::test]
async fn a_call_needs_a_living_token_and_a_request_id() {
    let mut practice = quiet().await;
    let address = format!("{}/wxworkapi/robot/list", practice.running.base_url());
    let send = |address: String, token: &str| {
        let request = practice.http.post(address).header("token", token);
        async { request.send().await.unwrap().json::<Value>().await.unwrap()["code"].clone() }
    };
    let with_id = format!("{address}?request_id={}", console::request_id(u64::MAX));
    assert_eq!(send(with_id.clone(), &practice.token).await, "0");
    assert_eq!(send(with_id.clone(), "").await, "1000");
    assert_eq!(send(address.clone(), &practice.token).await, "1");
    assert_eq!(send(format!("{address}?request_id=short"), &practice.token).await, "1");

    practice.control("token", json!({ "expire": true })).await;
    assert_eq!(practice.post_form("/wxworkapi/robot/list", &[]).await["code"], "1000");
    let old = std::mem::take(&mut practice.token);
    practice.token = practice.sign_in().await;
    assert_ne!(practice.token, old);
    assert_eq!(practice.post_form("/wxworkapi/robot/list", &[]).await["code"], "0");
}

#[tokio::test]
async fn robots_have_the_samples_fields() {
    let practice = quiet().await;
    let answer = practice.post_form("/wxworkapi/robot/list", &[]).await;
    assert_eq!(keys(&answer), ["code", "model", "msg"]);
    let robots = answer["model"].as_array().unwrap();
    assert_eq!(robots.len(), 3);
    for robot in robots {
        assert_eq!(
            keys(robot),
            [
                "aliasName",
                "clientCode",
                "color",
                "corpid",
                "headImg",
                "lastLoginTime",
                "masterClientCode",
                "nickName",
                "officialUserId",
                "robotKey",
                "robotStatus",
                "serviceCode",
                "wxid"
            ]
        );
        assert_eq!(robot["robotStatus"], 1);
        assert!(robot["wxid"].is_string() && robot["aliasName"].is_null());
    }
}

#[tokio::test]
async fn recent_chats_are_newest_first_and_page_by_time() {
    let practice = quiet().await;
    let first = practice.post_form("/wxworkapi/chat/list", &[("count", "30")]).await;
    let first = first["chats"].as_array().unwrap().clone();
    assert_eq!(first.len(), 30);
    let active: Vec<i64> = first.iter().map(|chat| chat["lastMsgActive"].as_i64().unwrap()).collect();
    assert!(active.is_sorted_by(|newer, older| newer >= older));

    let before = active.last().unwrap().to_string();
    let second = practice.post_form("/wxworkapi/chat/list", &[("count", "30"), ("timestamp", &before)]).await;
    let second = second["chats"].as_array().unwrap();
    assert_eq!(second[0]["chatId"], first[29]["chatId"], "the bound is part of the next page");
    assert!(second[0]["unreadCount"].is_u64() && second[0]["isGroupChat"].is_u64());

    let robot = first[0]["botInfo"]["robotKey"].as_str().unwrap();
    let own = practice.post_form("/wxworkapi/chat/list", &[("count", "500"), ("robotKey", robot)]).await;
    assert!(own["chats"].as_array().unwrap().iter().all(|chat| chat["botInfo"]["robotKey"] == robot));
}

#[tokio::test]
async fn history_is_read_by_window_offset_count_ids_and_type() {
    let practice = quiet().await;
    let chat = long_chat(&practice).await;
    let all = history(&practice, &chat, json!({ "count": 1000 })).await;
    let rows = all.as_array().unwrap();
    assert_eq!(rows.len() as u64, chat["messageCount"].as_u64().unwrap());
    let times: Vec<i64> = rows.iter().map(|row| row["timestamp"].as_i64().unwrap()).collect();
    assert!(times.is_sorted_by(|newer, older| newer >= older));

    let twenty = history(&practice, &chat, json!({})).await;
    assert_eq!(ids(&twenty), ids(&all)[..20], "twenty by default");
    let paged = history(&practice, &chat, json!({ "offset": 5, "count": 7 })).await;
    assert_eq!(ids(&paged), ids(&all)[5..12]);

    let (from, until) = (times[10], times[3]);
    let window = history(&practice, &chat, json!({ "s_timestamp": from, "timestamp": until, "count": 1000 })).await;
    let inside: Vec<String> =
        ids(&all).into_iter().zip(&times).filter(|(_, at)| (from..=until).contains(at)).map(|(id, _)| id).collect();
    assert_eq!(ids(&window), inside, "both bounds belong to the window");

    let wanted = &ids(&all)[2..5];
    let by_id = history(&practice, &chat, json!({ "msgIds": wanted })).await;
    assert_eq!(ids(&by_id), wanted);
    let form: Vec<(&str, &str)> =
        [("robotKey", chat["robotKey"].as_str().unwrap()), ("chatUser", chat["chatUser"].as_str().unwrap())]
            .into_iter()
            .chain(wanted.iter().map(|id| ("msgIds", id.as_str())))
            .collect();
    assert_eq!(ids(&practice.post_form(HISTORY, &form).await["model"]), wanted, "repeated keys are a list");

    let texts = history(&practice, &chat, json!({ "contentType": 1, "count": 1000 })).await;
    assert!(texts.as_array().unwrap().iter().all(|row| row["content"]["contentType"] == 1));
    assert!(!texts.as_array().unwrap().is_empty());
}

#[tokio::test]
async fn an_image_is_of_type_3_in_history_and_can_be_fetched() {
    let practice = quiet().await;
    let world = practice.look("world").await;
    for chat in world["chats"].as_array().unwrap() {
        let images = history(&practice, chat, json!({ "contentType": 3 })).await;
        assert_eq!(history(&practice, chat, json!({ "contentType": 7 })).await, json!([]));
        let Some(image) = images.as_array().unwrap().first() else { continue };
        let picture = practice.http.get(image["content"]["pic"].as_str().unwrap()).send().await.unwrap();
        assert_eq!(picture.headers()["content-type"], "image/png");
        assert!(picture.bytes().await.unwrap().starts_with(b"\x89PNG"));
        return;
    }
    panic!("nobody ever sent a picture");
}

#[tokio::test]
async fn clearing_the_unread_count_is_booked() {
    let practice = quiet().await;
    let world = practice.look("world").await;
    let unread: Vec<&Value> =
        world["chats"].as_array().unwrap().iter().filter(|chat| chat["unreadCount"] != 0).collect();
    assert_eq!(unread.len(), 12);
    let chat_id = unread[0]["chatId"].as_str().unwrap();
    let answer = practice.post_form("/wxworkapi/unreadmsg/clean", &[("chatId", chat_id)]).await;
    assert_eq!(answer, json!({ "code": "0", "msg": "ok" }));
    let chat = format!(
        "chat?robotKey={}&chatUser={}",
        unread[0]["robotKey"].as_str().unwrap(),
        unread[0]["chatUser"].as_str().unwrap()
    );
    assert_eq!(practice.look(&chat).await["unreadCount"], 0);
    assert_eq!(practice.look("book").await["unreadCleared"], json!([chat_id]));
}

#[tokio::test]
async fn planned_answers_come_once_and_in_order() {
    let practice = quiet().await;
    let plan = json!({ "next": [{ "code": "5000" }, { "status": 503 }, { "malformed": true, "path": HISTORY }] });
    practice.control("rest", plan).await;
    assert_eq!(practice.post_form("/wxworkapi/robot/list", &[]).await["code"], "5000");
    let address = format!(
        "{}/wxworkapi/robot/list?request_id={}",
        practice.running.base_url(),
        console::request_id(u64::MAX - 1)
    );
    assert_eq!(practice.http.post(address).send().await.unwrap().status(), 503);
    assert_eq!(practice.post_form("/wxworkapi/robot/list", &[]).await["code"], "0");
    let address = format!("{}{HISTORY}?request_id={}", practice.running.base_url(), console::request_id(u64::MAX - 2));
    assert!(practice.http.post(address).send().await.unwrap().json::<Value>().await.is_err());
    assert_eq!(practice.look("book").await["requests"]["/wxworkapi/robot/list"], 3);
}

#[tokio::test]
async fn every_face_is_served_and_faces_differ() {
    let practice = quiet().await;
    let list = practice.post_form("/wxworkapi/chat/list", &[("count", "12")]).await;
    let mut faces = HashSet::new();
    for chat in list["chats"].as_array().unwrap() {
        let face = practice.http.get(chat["chatHeadImg"].as_str().unwrap()).send().await.unwrap();
        assert_eq!(face.status(), 200);
        faces.insert(face.bytes().await.unwrap());
    }
    assert_eq!(faces.len(), 12);
}
