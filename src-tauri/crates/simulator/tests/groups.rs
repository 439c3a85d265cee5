//! Actions upon groups, by members and by admins: over sockets spoken by hand and over the bridge.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "this is a test; the lints know test functions but not what these call"
)]

mod console;

use console::{asking_for, brisk, keys};
use serde_json::{Value, json};

const GROUP_REPLY: [&str; 11] = [
    "assignTo",
    "code",
    "dts",
    "friends",
    "groupId",
    "messageId",
    "msg",
    "robotBizType",
    "robotKey",
    "robotType",
    "type",
];

#[tokio::test]
async fn members_are_invited_and_removed_and_everybody_is_told() {
    let practice = brisk().await;
    let group = practice.some_group().await;
    let robot = &group["robotKey"];
    let world = practice.look("world").await;
    let members = group["members"].as_array().unwrap();
    let own = world["chats"].as_array().unwrap().iter().filter(|chat| chat["robotKey"] == *robot);
    let mut friends = own.filter(|chat| chat["isGroupChat"] == 0 && !members.contains(&chat["chatUser"]));
    let friend: u64 = friends.next_back().unwrap()["chatUser"].as_str().unwrap().parse().unwrap();
    let mut socket = practice.connected().await;

    let more = json!({ "groupId": group["chatUser"], "friends": [friend] });
    let reply = practice.act(&mut socket, &asking_for("robot.invite.friends.join.group", robot, &more)).await;
    assert_eq!(keys(&reply), GROUP_REPLY);
    assert!(reply["dts"].is_string() && reply["robotBizType"] == "5" && reply["robotType"] == 2);
    let (event, change) = socket.event().await;
    assert_eq!((event.as_str(), &change["type"]), ("action", &json!("robot.group.members.changed")));
    assert_eq!(change["newMembers"][0]["userId"], friend.to_string());
    assert!(change["newMembers"][0]["gender"].is_string());

    let more = json!({ "groupId": group["chatUser"], "members": [friend] });
    let action = asking_for("robot.delete.group.members", robot, &more);
    let reply = practice.act(&mut socket, &action).await;
    assert_eq!((keys(&reply), &reply["friends"]), (GROUP_REPLY.to_vec(), &json!([friend])));
    assert_eq!(socket.event().await.1["newMembers"], json!([]));
    let query = json!({ "robotKey": robot, "conversationId": group["chatUser"], "memberUserId": friend });
    let row = practice.post_json("/wxworkapi/group/member/list", &query).await["data"][0].clone();
    assert_eq!(row["status"], 0, "who left stays in the list");
    assert_eq!(practice.act(&mut socket, &action).await["code"], "1");

    let more = json!({ "robotKey": robot, "chatUser": group["chatUser"], "join": 2 });
    practice.control("members", more).await;
    assert_eq!(socket.event().await.1["newMembers"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_group_is_created_renamed_and_told_something() {
    let practice = brisk().await;
    let chat = practice.some_chat().await;
    let robot = &chat["robotKey"];
    let friend: u64 = chat["chatUser"].as_str().unwrap().parse().unwrap();
    let more = json!({ "topic": "测试25", "memberWxids": [friend] });
    let reply = practice.bridge(&asking_for("robot.create.group", robot, &more)).await;
    assert_eq!(reply["code"], "0", "{reply}");
    assert_ne!(reply["conversationId"], reply["groupWxid"]);
    assert_eq!((&reply["newName"], &reply["memberWxids"]), (&json!("测试25"), &json!([friend])));
    let group = json!({ "robotKey": robot, "chatUser": reply["conversationId"] });

    let more = json!({ "groupId": reply["groupWxid"], "newName": "测试26" });
    let renamed = practice.bridge(&asking_for("robot.modify.group.name", robot, &more)).await;
    assert_eq!(renamed["newName"], "测试26", "the other id is known too");
    let more = json!({ "groupId": reply["conversationId"], "isAll": 1, "notice": "大家好" });
    let told = practice.bridge(&asking_for("robot.set.group.announcement", robot, &more)).await;
    assert_eq!((&told["isAll"], &told["notice"]), (&json!(1), &json!("大家好")));
    let known = practice.directory(&group).await;
    assert_eq!((&known["name"], &known["notice"]), (&json!("测试26"), &json!("大家好")));
    assert_eq!(known["members"], json!([chat["chatUser"]]));
}

#[tokio::test]
async fn admins_are_listed_added_and_removed_with_the_documented_errors() {
    let practice = brisk().await;
    let world = practice.look("world").await;
    let groups = world["chats"].as_array().unwrap().iter().filter(|chat| chat["isGroupChat"] == 1);
    let group = groups.max_by_key(|chat| chat["members"].as_array().unwrap().len().min(9)).unwrap();
    let internal = world["chats"]
        .as_array()
        .unwrap()
        .iter()
        .find(|chat| chat["isGroupChat"] == 1 && chat["members"].as_array().unwrap().len() == 7);
    let internal = internal.unwrap();
    let modify = |group: &Value, opcode: u8, admins: Value| {
        let more = json!({ "opcode": opcode, "conversationId": group["chatUser"], "admins": admins });
        asking_for("robot.conv.modify.admins", &group["robotKey"], &more)
    };
    let wrong = json!({ "conversationId": "10696661588019912" });
    let reply = practice.bridge(&asking_for("robot.conv.admins", &group["robotKey"], &wrong)).await;
    assert_eq!((&reply["code"], &reply["msg"]), (&json!("1"), &json!("invalid conversion id")));
    assert!(reply.get("admins").is_none() && reply["siteCode"].is_string() && reply["robotBizType"] == 5);
    assert_eq!(reply["conversationId"], "10696661588019912");

    let outsider = group["members"].as_array().unwrap()[0].clone();
    let reply = practice.bridge(&modify(group, 1, json!([outsider]))).await;
    assert_eq!((&reply["code"], &reply["msg"]), (&json!("30"), &json!("members are not staff member")));
    let reply = practice.bridge(&modify(group, 1, json!([]))).await;
    assert_eq!((&reply["code"], &reply["msg"]), (&json!("1"), &json!("admins invalid")));
    assert!(reply.get("assignTo").is_none(), "as in the sample");

    let known = practice.directory(internal).await;
    let admins = known["admins"].as_array().unwrap();
    if !admins.is_empty() {
        practice.bridge(&modify(internal, 2, json!(admins))).await;
    }
    let candidates: Vec<&Value> =
        known["staff"].as_array().unwrap().iter().filter(|id| **id != known["creator"]).take(4).collect();
    let reply = practice.bridge(&modify(internal, 1, json!(candidates[..3]))).await;
    assert_eq!((&reply["code"], &reply["admins"]), (&json!("0"), &json!(candidates[..3])));
    let fourth = practice.bridge(&modify(internal, 1, json!([candidates[3]]))).await;
    assert_eq!(fourth["msg"], "admins invalid", "three at most");
    practice.bridge(&modify(internal, 2, json!([candidates[0]]))).await;
    let query =
        asking_for("robot.conv.admins", &internal["robotKey"], &json!({ "conversationId": internal["chatUser"] }));
    assert_eq!(practice.bridge(&query).await["admins"], json!(candidates[1..3]));
}
