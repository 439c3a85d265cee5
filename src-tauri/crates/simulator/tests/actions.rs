//! Actions upon customers and robots: specs 3.7 to 3.23, over sockets spoken by hand and over the bridge.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "this is a test; the lints know test functions but not what these call"
)]

mod console;

use std::time::Duration;

use console::{asking_for, brisk, brisk_options, keys, practice};
use serde_json::{Value, json};
use zuoxi_simulator::{Options, Pace, Quirks};

fn ids(values: &Value) -> Vec<u64> {
    values.as_array().unwrap().iter().map(|id| id.as_str().unwrap().parse().unwrap()).collect()
}

#[tokio::test]
async fn a_forwarded_message_lands_in_both_chats_under_one_id() {
    let practice = brisk().await;
    let group = practice.some_group().await;
    let robot = &group["robotKey"];
    let world = practice.look("world").await;
    let mut own = world["chats"].as_array().unwrap().iter().filter(|chat| chat["robotKey"] == *robot);
    let friend = own.find(|chat| chat["isGroupChat"] == 0).unwrap();
    let picture = json!({ "contentType": 7, "pic": "http://a.example/x.png" });
    let said = json!({ "robotKey": robot, "chatUser": friend["chatUser"], "content": picture });
    let said = practice.control("say", said).await;
    let mut socket = practice.connected().await;
    let svr_id: u64 = said["msgSvrID"].as_str().unwrap().parse().unwrap();
    let more = json!({ "msgSvrID": svr_id, "friends": [friend["chatUser"], group["chatUser"]] });
    let action = asking_for("robot.message.forward", robot, &more);
    socket.emit("action", &action).await;
    for target in [friend, &group] {
        assert_eq!(socket.event().await.0, "chat");
        let (event, echo) = socket.event().await;
        assert_eq!((event.as_str(), &echo["chatId"]), ("message", &target["chatId"]));
        assert_eq!((&echo["messageId"], &echo["content"]), (&action["messageId"], &picture));
    }
    let book = practice.look("book").await;
    assert_eq!(book["forwards"][0]["targets"], 2);

    let text = practice.say(friend, "只是文字").await;
    let text: u64 = text["msgSvrID"].as_str().unwrap().parse().unwrap();
    let more = json!({ "msgSvrID": text, "friends": [group["chatUser"]] });
    let refused = practice.bridge(&asking_for("robot.message.forward", robot, &more)).await;
    assert_eq!(refused["code"], "1", "texts cannot be forwarded");
}

#[tokio::test]
async fn the_echoes_of_a_forward_come_as_every_echo_does() {
    let practice = brisk().await;
    let group = practice.some_group().await;
    let robot = &group["robotKey"];
    let picture = json!({ "contentType": 7, "pic": "http://a.example/x.png" });
    let said = json!({ "robotKey": robot, "chatUser": group["chatUser"], "content": picture });
    let said = practice.control("say", said).await;
    let svr_id: u64 = said["msgSvrID"].as_str().unwrap().parse().unwrap();
    let more = json!({ "msgSvrID": svr_id, "friends": [group["chatUser"]] });
    let mut socket = practice.connected().await;
    for mode in ["lost", "twice", "otherId"] {
        practice.control("echo", json!({ "mode": mode })).await;
        let action = asking_for("robot.message.forward", robot, &more);
        let asked = action["messageId"].as_str().unwrap().to_owned();
        practice.bridge(&action).await;
        let echoes = match mode {
            "lost" => 0,
            "twice" => 2,
            _ => 1,
        };
        for _ in 0..echoes {
            assert_eq!(socket.event().await.0, "chat");
            let (event, echo) = socket.event().await;
            assert_eq!(event, "message");
            assert_eq!(echo["messageId"] == asked.as_str(), mode != "otherId", "{mode}: {echo}");
        }
    }
}

#[tokio::test]
async fn a_friend_request_is_pushed_accepted_and_greets() {
    let practice = brisk().await;
    let robot = practice.look("world").await["robots"][0]["robotKey"].clone();
    let mut socket = practice.connected().await;
    let asked = practice.control("friend-request", json!({ "robotKey": robot, "reason": "我是蘑菇" })).await;
    let (event, request) = socket.event().await;
    assert_eq!(event, "action");
    let fields = [
        "code",
        "gender",
        "isOuterUser",
        "messageId",
        "name",
        "reason",
        "remarks",
        "robotKey",
        "type",
        "userId",
        "wechatImgUrl",
    ];
    assert_eq!(keys(&request), fields);
    assert_eq!(request["userId"].to_string(), asked["userId"].as_str().unwrap());

    let action = asking_for("robot.accept.friend.request", &robot, &json!({ "friendWxid": asked["userId"] }));
    let reply = practice.act(&mut socket, &json!(["action", action])).await;
    assert_eq!(reply["code"], "0");
    assert_eq!(keys(&reply), ["code", "friendWxid", "messageId", "msg", "robotKey", "type"]);
    let (event, greeting) = socket.event().await;
    assert_eq!((event.as_str(), &greeting["content"]["content"]), ("message", &json!("我是蘑菇")));
    let again = practice.bridge(&action).await;
    assert_eq!(again["code"], "1", "a request is accepted once");
}

#[tokio::test]
async fn somebody_found_by_phone_accepts_when_customers_write_by_themselves() {
    let pace = Pace { opening_ms: (600_000, 600_000), answer_ms: (1, 3), ..Pace::default() };
    let practice = practice(Options { pace, traffic: true, ..brisk_options() }).await;
    let robot = practice.look("world").await["robots"][0]["robotKey"].clone();
    let mut socket = practice.connected().await;
    let action = asking_for("robot.phone.contact.add", &robot, &json!({ "phone": "13800138000", "reason": "您好" }));
    let reply = practice.act(&mut socket, &action).await;
    assert_eq!(reply["code"], "0");
    let (event, hello) = socket.event().await;
    assert_eq!(event, "message");
    assert_eq!(hello["from"]["contactId"].as_str().unwrap(), reply["userData"]["userId"].to_string());
}

#[tokio::test]
async fn strangers_ask_for_friendship_now_and_then() {
    let pace = Pace { opening_ms: (1, 2), answer_ms: (1, 2), openings_per_friend_request: 3 };
    let practice = practice(Options { pace, traffic: true, ..brisk_options() }).await;
    let mut socket = practice.connected().await;
    while socket.event().await.1["type"] != "robot.on.new.friend.request" {}
}

#[tokio::test]
async fn the_four_labels_stay_distinct() {
    let practice = brisk().await;
    let chat = practice.some_chat().await;
    let mut socket = practice.connected().await;
    let set = |erasing: Value, tags: Value| {
        let more = json!({ "userId": chat["chatUser"], "erasingTags": erasing, "tags": tags });
        asking_for("robot.cust.tags", &chat["robotKey"], &more)
    };
    let four = ["14073752703607622", "14073752703607623", "14073752703607624", "14073752703607625"];
    assert_eq!(practice.act(&mut socket, &set(json!(four), json!([]))).await["code"], "0");
    let reply = practice.act(&mut socket, &set(json!([]), json!([four[1], four[3]]))).await;
    let fields = ["code", "dts", "erasingTags", "messageId", "msg", "robotKey", "robotType", "tags", "type", "userId"];
    assert_eq!(keys(&reply), fields);
    assert!(reply["dts"].is_i64() && reply["tags"] == json!([four[1], four[3]]));
    let labels = ids(&practice.directory(&chat).await["labels"]);
    assert!(labels.contains(&14_073_752_703_607_623) && labels.contains(&14_073_752_703_607_625));
    assert!(!labels.contains(&14_073_752_703_607_622) && !labels.contains(&14_073_752_703_607_624));
    let group = set(json!([]), json!(["14073752703607621"]));
    assert_eq!(practice.act(&mut socket, &group).await["code"], "1", "a label group is no label");
}

#[tokio::test]
async fn the_label_library_is_the_samples_tree() {
    let practice = brisk().await;
    let robot = practice.look("world").await["robots"][0].clone();
    let mut socket = practice.connected().await;
    let action = asking_for("robot.tags.sync", &robot["robotKey"], &json!({}));
    let reply = practice.act(&mut socket, &action).await;
    let fields = [
        "code",
        "companyId",
        "companyName",
        "dts",
        "groupLabels",
        "messageId",
        "msg",
        "personLabel",
        "robotKey",
        "robotType",
        "type",
        "wxid",
    ];
    assert_eq!(keys(&reply), fields);
    assert_eq!(reply["wxid"].to_string(), robot["wxid"].as_str().unwrap());
    assert_eq!(reply["personLabel"], reply["groupLabels"][4]);
    assert_eq!(reply["groupLabels"][0]["subLabelList"][3]["labelId"].to_string(), "14073752703607625");
    assert_eq!(reply["groupLabels"][3]["subLabelList"][2]["name"], "\\");
}

#[tokio::test]
async fn two_actions_at_once_on_one_robot_fail_and_are_counted() {
    let practice = practice(Options { action_time: Duration::from_millis(400), ..brisk_options() }).await;
    let robots = practice.look("world").await["robots"].clone();
    let action = |nth: usize| asking_for("robot.tags.sync", &robots[nth]["robotKey"], &json!({}));
    let (first, second, other) = (action(0), action(0), action(1));
    let mut socket = practice.connected().await;
    for each in [&first, &second, &other] {
        socket.emit("action", each).await;
    }
    let mut replies = Vec::new();
    for _ in 0..3 {
        replies.push(socket.event().await.1);
    }
    let code = |action: &Value| {
        replies.iter().find(|reply| reply["messageId"] == action["messageId"]).unwrap()["code"].clone()
    };
    assert_eq!((code(&first), code(&second), code(&other)), (json!("0"), json!("1"), json!("0")));
    let book = practice.look("book").await;
    assert_eq!(book["actionsOverlapping"], 1);
    assert_eq!(book["actionsOverlappingByRobot"][robots[0]["robotKey"].as_str().unwrap()], 1);
    assert_eq!(book["actions"]["robot.tags.sync"], 3);
}

#[tokio::test]
async fn remark_and_description_change_alone_or_together() {
    let practice = brisk().await;
    let chat = practice.some_chat().await;
    let remark = |more: Value| {
        let mut more = more;
        more["userId"] = chat["chatUser"].clone();
        asking_for("robot.cust.remark", &chat["robotKey"], &more)
    };
    let both = practice.bridge(&remark(json!({ "realRemark": "小甜甜-W", "userRemark": "转移客户" }))).await;
    let fields =
        ["code", "dts", "messageId", "msg", "realRemark", "robotKey", "robotType", "type", "userId", "userRemark"];
    assert_eq!(keys(&both), fields);
    practice.bridge(&remark(json!({ "realRemark": "小甜甜" }))).await;
    let known = practice.directory(&chat).await;
    assert_eq!((&known["remark"], &known["description"]), (&json!("小甜甜"), &json!("转移客户")));
    let query = json!({ "robotKey": chat["robotKey"], "userId": chat["chatUser"] });
    let row = practice.post_json("/wxworkapi/external/user/list", &query).await["data"][0].clone();
    assert_eq!((&row["realRemarks"], &row["remarks"]), (&json!("小甜甜"), &json!("转移客户")));
}

#[tokio::test]
async fn a_robot_changes_what_it_says_about_itself() {
    let practice = brisk().await;
    let robot = practice.look("world").await["robots"][0]["robotKey"].clone();
    let more = json!({ "name": "HONG", "alias": "红", "gender": 1 });
    let reply = practice.bridge(&asking_for("robot.info.modify", &robot, &more)).await;
    let fields = [
        "address",
        "alias",
        "code",
        "dts",
        "gender",
        "messageId",
        "mobile",
        "msg",
        "name",
        "phone",
        "position",
        "robotKey",
        "robotType",
        "type",
    ];
    assert_eq!(keys(&reply), fields);
    let robots = practice.post_form("/wxworkapi/robot/list", &[]).await;
    assert_eq!((&robots["model"][0]["nickName"], &robots["model"][0]["aliasName"]), (&json!("HONG"), &json!("红")));
}

#[tokio::test]
async fn customers_and_groups_can_be_inquired() {
    let practice = brisk().await;
    let chat = practice.some_chat().await;
    let friend: u64 = chat["chatUser"].as_str().unwrap().parse().unwrap();
    let more = json!({ "contacts": [friend, 1] });
    let reply = practice.bridge(&asking_for("robot.contacts.inquiry", &chat["robotKey"], &more)).await;
    assert_eq!((&reply["reqContacts"], reply["dts"].is_string()), (&json!([friend, 1]), true));
    let contacts = reply["contacts"].as_array().unwrap();
    assert_eq!(contacts.len(), 1, "who is not known is left out");
    assert_eq!(contacts[0]["userId"], chat["chatUser"]);
    assert!(contacts[0]["companyId"].is_string());

    let group = practice.some_group().await;
    let more = json!({ "contacts": [group["chatUser"]] });
    let reply = practice.bridge(&asking_for("robot.contacts.inquiry", &group["robotKey"], &more)).await;
    assert_eq!(keys(&reply), ["code", "contacts", "dts", "messageId", "reqContacts", "robotKey", "robotType", "type"]);
    assert!(reply["dts"].is_i64());
    let listed = reply["contacts"][0]["memberList"].as_array().unwrap().len();
    assert!(listed < usize::try_from(reply["contacts"][0]["memberCount"].as_u64().unwrap()).unwrap());
}

#[tokio::test]
async fn replies_may_reach_everybody_wrapped_with_other_ids_and_other_labels() {
    let quirks = Quirks {
        replies_to_every_console: true,
        wrapped_replies: true,
        other_id_in_tag_library: true,
        mismatching_tag_reply: true,
        repeated_label_name: true,
        ..Quirks::default()
    };
    let practice = practice(Options { quirks, ..brisk_options() }).await;
    let chat = practice.some_chat().await;
    let mut asking = practice.connect(4).await;
    let mut other = practice.connect(3).await;
    practice.until_open(2).await;
    let action = asking_for("robot.tags.sync", &chat["robotKey"], &json!({}));
    asking.emit("action", &action).await;
    for socket in [&mut asking, &mut other] {
        let (_, reply) = socket.event().await;
        assert_eq!(reply[0], "action");
        assert_eq!(reply[1]["type"], "robot.tags.sync");
        assert_ne!(reply[1]["messageId"], action["messageId"]);
        let personal = reply[1]["personLabel"]["subLabelList"].as_array().unwrap();
        assert!(personal.iter().any(|label| label["name"] == reply[1]["groupLabels"][0]["subLabelList"][0]["name"]));
    }
    let more =
        json!({ "userId": chat["chatUser"], "erasingTags": ["14073752703607622"], "tags": ["14073752703607623"] });
    let reply = practice.bridge(&asking_for("robot.cust.tags", &chat["robotKey"], &more)).await;
    assert_eq!((&reply["code"], &reply["tags"]), (&json!("0"), &json!(["14073752703607622"])));
}

#[tokio::test]
async fn an_unknown_action_or_robot_fails_and_nonsense_is_only_booked() {
    let practice = brisk().await;
    let robot = practice.look("world").await["robots"][0]["robotKey"].clone();
    assert_eq!(practice.bridge(&asking_for("robot.dance", &robot, &json!({}))).await["code"], "1");
    let nobody = asking_for("robot.tags.sync", &json!("nobody"), &json!({}));
    assert_eq!(practice.bridge(&nobody).await["msg"], "robot not found");
    let mut socket = practice.connected().await;
    socket.emit("action", &json!({ "type": "chat.heart" })).await;
    socket.emit("action", &json!("nonsense")).await;
    while practice.look("book").await["notUnderstood"].as_array().unwrap().len() < 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
