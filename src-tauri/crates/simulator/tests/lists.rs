//! The endpoints 2.3 to 2.9 and 2.13, called by hand.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "this is a test; the lints know test functions but not what these call"
)]

mod console;

use std::collections::HashSet;
use std::time::Duration;

use console::{Practice, asking_for, brisk, keys, practice, quiet};
use serde_json::{Value, json};
use zuoxi_simulator::{Options, Quirks};

const CUSTOMERS: &str = "/wxworkapi/external/user/list";
const GROUPS: &str = "/wxworkapi/group/list";
const MEMBERS: &str = "/wxworkapi/group/member/list";
const DOWNLOAD: &str = "/wxworkapi/grouptag/list/download";
const MASS_SEND: &str = "/wxworkapi/multiple/task/save";
const SYNC: &str = "/wxworkapi/contact/sync";

async fn rows(practice: &Practice, path: &str, query: Value) -> Vec<Value> {
    let mut query = query;
    if query.get("pageSize").is_none() {
        query["pageSize"] = 1_000.into();
    }
    let answer = practice.post_json(path, &query).await;
    assert_eq!(answer["code"], "0", "{answer}");
    assert_eq!(keys(&answer), ["code", "data", "msg", "total"]);
    answer["data"].as_array().unwrap().clone()
}

async fn robot(practice: &Practice) -> Value {
    practice.look("world").await["robots"][0]["robotKey"].clone()
}

#[tokio::test]
async fn customers_have_the_samples_fields_and_come_in_pages() {
    let practice = quiet().await;
    let robot = robot(&practice).await;
    let all = rows(&practice, CUSTOMERS, json!({ "robotKey": robot })).await;
    for customer in &all {
        for key in ["avatorUrl", "gender", "gmtCreate", "isDelete", "isExternalUser", "isOuterUser", "mobile", "name"] {
            assert!(customer.get(key).is_some(), "{key}");
        }
        assert!(customer["userId"].is_u64() && customer["status"].is_u64() && customer["flag"].is_u64());
    }
    let form = [("robotKey", robot.as_str().unwrap()), ("pageNum", "2"), ("pageSize", "7")];
    let page = practice.post_form(CUSTOMERS, &form).await;
    assert_eq!(page["total"], all.len());
    assert_eq!(page["data"].as_array().unwrap()[..], all[7..14]);
    let default = practice.post_json(CUSTOMERS, &json!({ "robotKey": robot })).await;
    assert_eq!(default["data"].as_array().unwrap().len(), 20, "twenty by default");
}

#[tokio::test]
async fn customers_are_found_by_tag_name_status_id_and_name() {
    let practice = quiet().await;
    let robot = robot(&practice).await;
    let all = rows(&practice, CUSTOMERS, json!({ "robotKey": robot })).await;
    let tagged = rows(&practice, CUSTOMERS, json!({ "robotKey": robot, "tagList": ["消费品"] })).await;
    assert!(!tagged.is_empty() && tagged.len() < all.len());
    let both = rows(&practice, CUSTOMERS, json!({ "robotKey": robot, "tagList": ["消费品", "\\"] })).await;
    assert!(both.len() > tagged.len(), "any of the names");
    let chat = json!({ "robotKey": robot, "chatUser": tagged[0]["userId"].to_string() });
    let labels = practice.directory(&chat).await["labels"].clone();
    assert!(labels.as_array().unwrap().contains(&json!("14073752703607623")), "{labels}");

    let one = rows(&practice, CUSTOMERS, json!({ "robotKey": robot, "userId": all[3]["userId"] })).await;
    assert_eq!(one, [all[3].clone()]);
    let named = rows(&practice, CUSTOMERS, json!({ "robotKey": robot, "name": all[3]["name"] })).await;
    assert!(named.contains(&all[3]));
    let deleted = rows(&practice, CUSTOMERS, json!({ "robotKey": robot, "status": 0 })).await;
    assert!(deleted.iter().all(|customer| customer["isDelete"] == 1) && !deleted.is_empty());
    let gone = all.iter().find(|customer| customer["state"] == 2).unwrap();
    assert_eq!((&gone["flag"], &gone["status"]), (&json!(2049), &json!(1)), "the customer deleted us, we did not");
}

#[tokio::test]
async fn a_status_may_contradict_flag_and_state() {
    let quirks = Quirks { stale_customer_status: true, ..Quirks::default() };
    let practice = practice(Options { traffic: false, quirks, ..Options::default() }).await;
    let robot = robot(&practice).await;
    let all = rows(&practice, CUSTOMERS, json!({ "robotKey": robot })).await;
    assert!(all.iter().any(|row| row["state"] == 1 && row["flag"] == 2057 && row["status"] == 0));
}

#[tokio::test]
async fn groups_and_members_have_the_samples_fields() {
    let practice = quiet().await;
    let group = practice.some_group().await;
    let robot = &group["robotKey"];
    let all = rows(&practice, GROUPS, json!({ "robotKey": robot })).await;
    let fields = [
        "conversationId",
        "createTime",
        "creatorId",
        "creatorName",
        "gmtCreate",
        "gmtModify",
        "isOuterGroupConversation",
        "memberCount",
        "name",
        "outerUserCount",
        "robotKey",
        "status",
    ];
    for row in &all {
        assert_eq!(keys(row), fields);
    }
    let found = rows(&practice, GROUPS, json!({ "robotKey": robot, "conversationId": group["chatUser"] })).await;
    let members = rows(&practice, MEMBERS, json!({ "robotKey": robot, "conversationId": group["chatUser"] })).await;
    assert_eq!(found[0]["memberCount"], members.len());
    let creators: Vec<&Value> = members.iter().filter(|member| member.get("isCreator").is_some()).collect();
    assert_eq!(creators.len(), 1);
    assert_eq!((&creators[0]["isCreator"], &creators[0]["userId"]), (&json!("1"), &found[0]["creatorId"]));
    let outside = members.iter().filter(|member| member["isOuterUser"] == 1).count();
    assert_eq!(found[0]["outerUserCount"], outside);
    let by_creator = rows(&practice, GROUPS, json!({ "robotKey": robot, "creatorId": found[0]["creatorId"] })).await;
    assert!(by_creator.contains(&found[0]));
    let one = json!({ "robotKey": robot, "conversationId": group["chatUser"], "memberUserId": members[2]["userId"] });
    assert_eq!(rows(&practice, MEMBERS, one).await, [members[2].clone()]);
}

#[tokio::test]
async fn an_excel_file_can_be_ordered_in_both_modes_and_fetched() {
    let practice = quiet().await;
    let group = practice.some_group().await;
    let by_id = json!({ "robotKey": group["robotKey"], "conversationIds": [group["chatUser"]] });
    let by_query = json!({ "robotKeys": [group["robotKey"]], "outerGroupChat": 1, "orderBy": 1 });
    let mut sizes = HashSet::new();
    for order in [by_id, by_query] {
        let answer = practice.post_json(DOWNLOAD, &order).await;
        assert_eq!(keys(&answer), ["code", "downloadUrl", "msg"]);
        let address = answer["downloadUrl"].as_str().unwrap();
        assert!(address.contains("%E6%9C%BA"), "{address}");
        assert_eq!(address.rsplit_once('.').unwrap().1, "xlsx");
        let file = practice.http.get(address).send().await.unwrap();
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        assert_eq!(file.headers()["content-type"], kind);
        let bytes = file.bytes().await.unwrap();
        assert!(bytes.starts_with(b"PK"));
        sizes.insert(bytes.len());
    }
    assert_eq!(sizes.len(), 2, "one line is less than many");
    assert_eq!(practice.post_json(DOWNLOAD, &json!({})).await["code"], "1");
}

fn mass_send(targets: &[&Value], to_groups: bool) -> Value {
    let accept: Vec<Value> =
        targets.iter().map(|chat| json!({ "robotKey": chat["robotKey"], "chatUser": [chat["chatUser"]] })).collect();
    json!({
        "name": "消息群发test",
        "taskType": "1",
        "commandType": "wxwork.robot.batch.send",
        "taskRule": "2",
        "taskData": {
            "contents": [
                { "content": "消息群发test", "msgType": 1 },
                { "content": "http://a.example/x.jpg", "msgType": 3 },
            ],
            "acceptTarget": accept,
            "isGroupChat": if to_groups { "2" } else { "1" },
        },
        "suitCount": 1,
        "perSuitSecond": 45,
        "perSuitSecondUpper": 60,
    })
}

#[tokio::test]
async fn a_mass_send_lands_in_its_chats_with_echoes() {
    let practice = brisk().await;
    let world = practice.look("world").await;
    let chats = world["chats"].as_array().unwrap();
    let targets: Vec<&Value> = chats.iter().filter(|chat| chat["isGroupChat"] == 0).take(3).collect();
    let mut socket = practice.connect(4).await;
    practice.until_open(1).await;
    let answer = practice.post_json(MASS_SEND, &mass_send(&targets, false)).await;
    assert_eq!(answer, json!({ "code": "0", "msg": "ok" }), "no task id, no status");
    for target in targets {
        for (kind, field) in [(1, "content"), (7, "pic")] {
            assert_eq!(socket.event().await.0, "chat");
            let (event, echo) = socket.event().await;
            assert_eq!((event.as_str(), &echo["chatId"]), ("message", &target["chatId"]));
            assert_eq!((&echo["content"]["contentType"], &echo["from"]["isSelf"]), (&json!(kind), &json!(1)));
            assert!(echo["content"][field].is_string());
        }
    }
    let book = practice.look("book").await;
    assert_eq!(book["broadcasts"][0]["delivered"], 6);
    assert_eq!(book["broadcasts"][0]["chats"], 3);
}

#[tokio::test]
async fn a_mass_send_over_a_limit_sends_nothing() {
    let practice = brisk().await;
    let group = practice.some_group().await;
    let mut task = mass_send(&[&group], true);
    task["perSuitSecond"] = 30.into();
    assert_eq!(practice.post_json(MASS_SEND, &task).await["code"], "1");
    assert_eq!(practice.post_json(MASS_SEND, &mass_send(&[&group], false)).await["code"], "1");
    assert_eq!(practice.look("book").await["broadcasts"], json!([]));
}

#[tokio::test]
async fn settings_are_copied_by_position() {
    let practice = quiet().await;
    let group = practice.some_group().await;
    let mut copy = json!({
        "chatroom": [group["chatUser"]], "g": group["chatUser"], "r": group["robotKey"],
        "module": ["WELCOME_NEW_MEMBER", "PERIOD_AUTO_REPLY"], "robotKey": [group["robotKey"]]
    });
    let path = "/wxworkapi/group/setting/duplicate";
    assert_eq!(practice.post_json(path, &copy).await, json!({ "code": "0", "msg": "OK" }));
    copy["chatroom"] = json!([group["chatUser"], group["chatUser"]]);
    assert_eq!(practice.post_json(path, &copy).await["code"], "1");
}

#[tokio::test]
async fn a_synchronisation_brings_what_happened_on_the_phone_a_little_later() {
    let practice = brisk().await;
    let robot = robot(&practice).await;
    let before = rows(&practice, CUSTOMERS, json!({ "robotKey": robot })).await.len();
    practice.control("on-phone", json!({ "robotKey": robot, "kind": "newCustomer" })).await;
    practice.control("on-phone", json!({ "robotKey": robot, "kind": "newGroup", "name": "手机上建的群" })).await;
    let answer = practice.post_form(SYNC, &[("robotKey", robot.as_str().unwrap()), ("syncType", "1")]).await;
    assert_eq!(answer, json!({ "code": "0", "msg": "ok" }));
    while rows(&practice, CUSTOMERS, json!({ "robotKey": robot })).await.len() == before {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let group = json!({ "robotKey": robot, "name": "手机上建的群" });
    assert!(rows(&practice, GROUPS, group.clone()).await.is_empty(), "customers only were asked for");
    practice.post_form(SYNC, &[("robotKey", robot.as_str().unwrap())]).await;
    while rows(&practice, GROUPS, group.clone()).await.is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn the_bridge_answers_like_the_socket() {
    let practice = brisk().await;
    let robot = robot(&practice).await;
    let action = asking_for("robot.phone.contact.add", &robot, &json!({ "phone": "13800138000" }));
    let reply = practice.bridge(&action).await;
    assert_eq!(keys(&reply), ["code", "messageId", "msg", "phone", "robotKey", "type", "userData"]);
    assert_eq!((&reply["messageId"], &reply["code"]), (&action["messageId"], &json!("0")));
    assert_eq!(keys(&reply["userData"]), ["gender", "isOuterUser", "name", "userId", "wechatImgUrl"]);
    let nobody = asking_for("robot.phone.contact.add", &robot, &json!({ "phone": "123" }));
    assert_eq!(practice.bridge(&nobody).await["code"], "1");
}
