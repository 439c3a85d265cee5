//! Messages as the specification's own samples have them, and as they may come instead.

use serde_json::json;
use zuoxi_model::{ChatKey, Content, Robot, RobotStatus};

use super::*;
use crate::robot_index::RobotIndex;

const NOW: Timestamp = Timestamp(1_700_000_000_000);

/// Spec 3.2, with its comment taken out.
fn received() -> Value {
    json!({
        "messageId": "202003241342304979",
        "timestamp": 1_585_024_550_000_i64,
        "robotKey": "cfb3e2c2686d437ab1109cd63b87ea48",
        "chatId": "S:1688853440227542_R:1736442911",
        "chatName": "客户群",
        "from": {
            "contactId": "1688853470825570", "nickName": "客服昵称",
            "headImg": "https://wework.qpic.cn/wwhead/xxx/0", "isGroupContact": 1
        },
        "isGroupChat": 1,
        "content": {"contentType": 1, "content": "get", "atUserList": "7881299823****, 16888534708****"},
        "assignTo": "xiaohong"
    })
}

/// Spec 3.4, the echo of a send.
fn echo() -> Value {
    json!({
        "messageId": "20200302162850000000001", "msgSvrID": "1002484", "timestamp": 1_585_024_550_000_i64,
        "robotKey": "cfb3e2c2686d437ab1109cd63b87ea48",
        "chatId": "S:1688853470427542_1688853470829406", "chatUser": "1688853470829406",
        "from": {"contactId": "1688853470427542", "nickName": "客服昵称", "headImg": null, "isGroupContact": 0, "isSelf": 1},
        "isGroupChat": 0, "content": {"contentType": 1, "content": "123"}, "assignTo": "xiaohong"
    })
}

fn robots() -> RobotIndex {
    let index = RobotIndex::default();
    index.learn(&[Robot {
        key: "cfb3".into(),
        wxid: "1688853470427542".into(),
        name: "Ze".into(),
        alias: None,
        avatar_url: None,
        status: RobotStatus::Online,
        last_login: None,
        owner: None,
        corp_id: None,
        staff_id: None,
    }]);
    index
}

fn read(value: &Value) -> Result<Message, String> {
    read_asking(None, value)
}

fn read_asking(asked: Option<&ChatKey>, value: &Value) -> Result<Message, String> {
    decode(value, value.to_string(), Context { robots: &robots(), now: NOW, asked })
}

fn without(mut value: Value, keys: &[&str]) -> Value {
    for key in keys {
        value.as_object_mut().unwrap().remove(*key);
    }
    value
}

#[test]
fn the_received_message_of_3_2_is_read_whole() {
    let message = read(&received()).unwrap();
    assert_eq!(message.key.robot_key.as_str(), "cfb3e2c2686d437ab1109cd63b87ea48");
    assert_eq!(message.key.chat_user.as_str(), "R:1736442911");
    assert_eq!(message.key.message_id.as_str(), "202003241342304979");
    assert_eq!(message.chat_name.as_deref(), Some("客户群"));
    assert_eq!(message.timestamp, Timestamp(1_585_024_550_000));
    assert_eq!((message.direction, message.origin), (Direction::In, Origin::Customer));
    assert_eq!(message.sender.name, "客服昵称");
    assert_eq!(message.assignee.as_ref().unwrap().as_str(), "xiaohong");
    assert!(matches!(&message.content, Content::Text { text, mentions } if text == "get" && mentions.len() == 2));
    assert_eq!(serde_json::from_str::<Value>(&message.raw).unwrap(), received());
}

#[test]
fn q23_a_message_is_ours_by_is_self_by_the_robots_wxid_or_by_type_2() {
    let ours = (Direction::Out, Origin::Elsewhere);
    let theirs = (Direction::In, Origin::Customer);
    let phone = (Direction::Out, Origin::Phone);
    let by = |contact: &str, is_self: Value, content_type: i64| {
        let mut record = echo();
        record["from"]["contactId"] = json!(contact);
        record["from"]["isSelf"] = is_self;
        record["content"]["contentType"] = json!(content_type);
        read(&record).map(|message| (message.direction, message.origin)).unwrap()
    };
    assert_eq!(by("1688853470427542", json!(1), 1), ours);
    assert_eq!(by("1688853470427542", json!(null), 1), ours);
    assert_eq!(by("someone", json!("1"), 1), ours);
    assert_eq!(by("someone", json!(true), 1), ours);
    assert_eq!(by("someone", json!(0), 1), theirs);
    assert_eq!(by("1688853470829406", json!(null), 1), theirs);
    assert_eq!(by("someone", json!(null), 2), phone);
    assert_eq!(by("1688853470427542", json!(1), 2), phone);
}

#[test]
fn q22_the_send_status_is_read_in_both_spellings_and_on_our_own_messages_only() {
    for (key, value, expected) in [
        ("sendStatus", json!(0), Some(SendStatus::NotSent)),
        ("sentStatus", json!(1), Some(SendStatus::Sent)),
        ("sendStatus", json!("2"), Some(SendStatus::Failed)),
        ("sendStatus", json!(9), None),
        ("sendStatus", json!(null), None),
    ] {
        let mut record = echo();
        record[key] = value;
        assert_eq!(read(&record).unwrap().send_status, expected, "{record}");
    }
    let mut record = received();
    record["sendStatus"] = json!(1);
    assert_eq!(read(&record).unwrap().send_status, None);
}

#[test]
fn q10_ids_may_be_numbers_and_stay_exact() {
    let mut record = echo();
    record["msgSvrID"] = json!(1_058_842);
    record["chatUser"] = json!(14_073_752_703_607_623_i64);
    record["messageId"] = json!(18_446_744_073_709_551_615_u64);
    let message = read(&record).unwrap();
    assert_eq!(message.msg_svr_id.unwrap().as_str(), "1058842");
    assert_eq!(message.key.chat_user.as_str(), "14073752703607623");
    assert_eq!(message.key.message_id.as_str(), "18446744073709551615");
}

#[test]
fn q15_a_missing_robot_key_is_found_through_the_wxid() {
    assert_eq!(read(&without(echo(), &["robotKey"])).unwrap().key.robot_key.as_str(), "cfb3");

    let mut through_bot = without(echo(), &["robotKey"]);
    through_bot["chatId"] = json!("odd");
    through_bot["botInfo"] = json!({"wxid": 1_688_853_470_427_542_i64});
    assert_eq!(read(&through_bot).unwrap().key.robot_key.as_str(), "cfb3");

    let mut stranger = without(received(), &["robotKey"]);
    stranger["chatId"] = json!("S:1_2");
    assert!(read(&stranger).unwrap_err().contains("robotKey"));
}

#[test]
fn q15_a_missing_chat_user_or_chat_id_is_put_together() {
    assert_eq!(read(&without(echo(), &["chatUser"])).unwrap().key.chat_user.as_str(), "1688853470829406");

    let mut no_chat_id = without(echo(), &["chatId"]);
    no_chat_id["robotKey"] = json!("cfb3");
    assert_eq!(read(&no_chat_id).unwrap().chat_id.as_str(), "S:1688853470427542_1688853470829406");

    assert!(read(&without(echo(), &["chatUser", "chatId"])).unwrap_err().contains("chatUser"));
}

#[test]
fn q15_a_record_that_names_no_chat_belongs_to_the_one_that_was_asked_about() {
    let asked = ChatKey { robot_key: "cfb3".into(), chat_user: "R:5".into() };
    let message = read_asking(Some(&asked), &json!({"messageId": "1"})).unwrap();
    assert_eq!(message.key.chat(), asked);
    assert_eq!(message.chat_id.as_str(), "S:1688853470427542_R:5");
    assert_eq!(read_asking(Some(&asked), &received()).unwrap(), read(&received()).unwrap());
}

#[test]
fn q15_only_ids_are_required() {
    let bare = json!({"messageId": "202003241342304979", "robotKey": "cfb3", "chatUser": "R:1"});
    let message = read(&bare).unwrap();
    assert_eq!(message.direction, Direction::In);
    assert_eq!(message.sender.id, "");
    assert!(matches!(message.content, Content::Unsupported { .. }));
    // 2020-03-24 13:42:30 in Shanghai, from the id.
    assert_eq!(message.timestamp, Timestamp(1_585_028_550_000));

    let mut odd_id = bare;
    odd_id["messageId"] = json!("abc");
    assert_eq!(read(&odd_id).unwrap().timestamp, NOW);
    odd_id["messageId"] = json!(null);
    assert!(read(&odd_id).unwrap_err().contains("messageId"));
}

#[test]
fn q24_a_forward_to_two_chats_keeps_one_id_under_two_keys() {
    let mut group = echo();
    group["chatId"] = json!("S:1688853470427542_R:1970325038158435");
    group["chatUser"] = json!("R:1970325038158435");
    let (single, group) = (read(&echo()).unwrap(), read(&group).unwrap());
    assert_eq!(single.key.message_id, group.key.message_id);
    assert_ne!(single.key, group.key);
}

#[test]
fn q18_unknown_fields_are_kept_in_the_raw_record_and_never_rejected() {
    let mut record = received();
    record["quoted"] = json!({"messageId": 7});
    record["from"]["mood"] = json!("sunny");
    record["content"]["contentType"] = json!(4711);
    let message = read(&record).unwrap();
    assert!(message.raw.contains("sunny"));
    assert!(matches!(message.content, Content::Unsupported { content_type, .. } if content_type == "4711"));
}
