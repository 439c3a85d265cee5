//! Replies and notices as they may come instead of as the samples have them; the samples are in the conformance suite.

use proptest::prelude::*;
use serde_json::json;
use zuoxi_model::{Action, AdminChange, Timestamp};

use super::*;
use crate::{
    RawEvent,
    robot_index::RobotIndex,
    wire::{self, Incoming},
};

fn read(value: &Value) -> Result<ActionEvent, String> {
    read_knowing(value, Known::default())
}

fn read_knowing(value: &Value, known: Known<'_>) -> Result<ActionEvent, String> {
    let robots = RobotIndex::default();
    decode(value, value.to_string(), known, Context { robots: &robots, now: Timestamp(1), asked: None })
}

fn event(name: &str, payload: Value) -> Incoming {
    let robots = RobotIndex::default();
    let context = Context { robots: &robots, now: Timestamp(1), asked: None };
    wire::event(&RawEvent { name: name.to_owned(), payload }, context)
}

fn reply(kind: &str, fields: Value) -> Value {
    let mut value = json!({"type": kind, "messageId": "1", "robotKey": "k", "code": "0", "msg": "OK"});
    let Value::Object(fields) = fields else { panic!("fields of a record") };
    value.as_object_mut().unwrap().extend(fields);
    value
}

fn outcome(kind: &str, fields: Value) -> ActionOutcome {
    read(&reply(kind, fields)).unwrap().outcome
}

#[test]
fn every_kind_has_a_type_of_its_own() {
    for kind in ActionKind::ALL {
        assert_eq!(Topic::named(type_name(kind)), Some(Topic::Reply(kind)));
    }
}

#[test]
fn q38_an_action_is_read_whether_it_is_wrapped_or_not() {
    let record = reply("robot.conv.admins", json!({"conversationId": "R:1", "admins": []}));
    for (name, payload) in [
        ("action", record.clone()),
        ("action", json!(["action", record])),
        ("action", json!([record])),
        ("action", json!(record.to_string())),
        ("action", json!(json!(["action", record]).to_string())),
        ("robot.conv.admins", record.clone()),
    ] {
        let Incoming::Action(action) = event(name, payload.clone()) else { panic!("{payload}") };
        assert_eq!(action.replies_to, Some(ActionKind::QueryAdmins));
        assert_eq!(action.outcome, ActionOutcome::Admins { group: "R:1".into(), members: vec![] });
        assert_eq!(serde_json::from_str::<Value>(&action.raw).unwrap(), record);
    }
}

#[test]
fn q38_an_unknown_type_is_kept_as_it_came() {
    let heart = json!({"type": "chat.heart", "robotKey": "k", "messageId": "1", "code": "0"});
    let Incoming::Unrecognised { name, raw, why } = event("action", heart.clone()) else { panic!("{heart}") };
    assert_eq!((name.as_str(), raw), ("action", heart.to_string()));
    assert!(why.contains("chat.heart"), "{why}");
    for lacking in ["type", "messageId", "robotKey", "code"] {
        let mut record = reply("robot.tags.sync", json!({"groupLabels": []}));
        record.as_object_mut().unwrap().remove(lacking);
        assert!(matches!(event("action", record), Incoming::Unrecognised { .. }), "{lacking}");
    }
}

#[test]
fn q15_what_a_reply_does_not_say_is_known_from_its_request() {
    let (id, robot) = ("20200205".into(), "3a8d".into());
    let known =
        Known { topic: Some(Topic::Reply(ActionKind::Forward)), message_id: Some(&id), robot_key: Some(&robot) };
    let event = read_knowing(&json!({"code": 0}), known).unwrap();
    assert_eq!((event.message_id, event.robot_key), (id.clone(), robot.clone()));
    assert_eq!(event.outcome, ActionOutcome::Forwarded);
}

#[test]
fn q03_a_refusal_is_told_by_code_and_words() {
    for (code, msg, expected) in [
        (json!("1"), "invalid conversion id", Refusal::NoSuchGroup),
        (json!("1"), "admins invalid", Refusal::InvalidAdmins),
        (json!(30), "members are not staff member", Refusal::NotStaff),
        (json!("1000"), "用户认证失败", Refusal::SignedOut),
        (json!(5000), "服务器繁忙", Refusal::Busy),
        (json!("1"), "no such friend", Refusal::Other),
        (json!("77"), "", Refusal::Other),
    ] {
        let event = read(&reply("robot.conv.admins", json!({"code": code, "msg": msg}))).unwrap();
        assert_eq!(event.outcome, ActionOutcome::Refused { reason: expected }, "{code}");
        assert_eq!(event.msg, msg);
    }
}

#[test]
fn a_success_that_does_not_tell_what_it_should_is_unreadable_and_not_empty() {
    for (kind, fields) in [
        ("robot.conv.admins", json!({"conversationId": "R:1"})),
        ("robot.conv.modify.admins", json!({"conversationId": "R:1", "opcode": 3})),
        ("robot.contacts.inquiry", json!({})),
        ("robot.contacts.inquiry", json!({"contacts": [{"name": "no id"}]})),
        ("robot.tags.sync", json!({})),
        ("robot.create.group", json!({"topic": "测试"})),
        ("robot.cust.remark", json!({})),
    ] {
        assert!(matches!(outcome(kind, fields.clone()), ActionOutcome::Unreadable { .. }), "{kind} {fields}");
    }
}

#[test]
fn q10_ids_of_a_reply_may_be_numbers_or_strings() {
    let expected = ActionOutcome::Kicked { group: "R:1".into(), members: vec!["1688853470819974".into()] };
    for members in [json!([1_688_853_470_819_974_i64]), json!(["1688853470819974"]), json!("1688853470819974")] {
        assert_eq!(outcome("robot.delete.group.members", json!({"groupId": "R:1", "friends": members})), expected);
    }
    let instead = json!({"conversationId": "R:1", "members": [1_688_853_470_819_974_i64, null, {}]});
    assert_eq!(outcome("robot.delete.group.members", instead), expected, "Q50: the request's own word is read too");
}

#[test]
fn q11_the_created_group_is_the_conversation_and_keeps_its_alias() {
    let created = |fields: Value| match outcome("robot.create.group", fields) {
        ActionOutcome::GroupCreated { group, alias, .. } => (group.to_string(), alias.map(|alias| alias.to_string())),
        other => panic!("{other:?}"),
    };
    let two = created(json!({"groupWxid": "R:2", "conversationId": "R:1"}));
    assert_eq!(two, ("R:1".to_owned(), Some("R:2".to_owned())));
    assert_eq!(created(json!({"groupWxid": "R:1", "conversationId": "R:1"})), ("R:1".to_owned(), None));
    assert_eq!(created(json!({"groupWxid": "R:2"})), ("R:2".to_owned(), None), "the only id there is");
}

#[test]
fn q46_a_tag_counts_once_and_a_group_row_is_never_one() {
    let label = |id: u64, name: &str| json!({"labelId": id, "isGroupLabel": 0, "name": name, "labelGroupId": 1});
    let group = json!({"labelId": 1, "isGroupLabel": "1", "name": "行业", "subLabelList": [
        label(14_073_752_703_607_622, "教育培训"), label(14_073_752_703_607_623, "\\"),
        {"labelId": 9, "isGroupLabel": 1, "name": "组中组", "subLabelList": [label(14_073_752_703_607_624, "未知")]},
        {"name": "no id"}, 7
    ]});
    let fields = json!({"groupLabels": [group, label(14_073_752_703_607_625, "零售")], "personLabel": group});
    let ActionOutcome::Tags { library } = outcome("robot.tags.sync", fields) else { panic!("no tags") };
    let read: Vec<(&str, Vec<(&str, &str)>)> = library
        .groups
        .iter()
        .map(|group| (group.name.as_str(), group.tags.iter().map(|tag| (tag.id.as_str(), tag.name.as_str())).collect()))
        .collect();
    assert_eq!(
        read,
        [
            (
                "行业",
                vec![("14073752703607622", "教育培训"), ("14073752703607623", "\\"), ("14073752703607625", "零售")]
            ),
            ("组中组", vec![("14073752703607624", "未知")]),
        ]
    );
    assert_eq!(library.personal.unwrap().as_str(), "1");
}

#[test]
fn q45_the_tags_of_a_reply_are_not_taken_for_what_changed() {
    let fields = json!({"userId": "7881302985963919", "tags": ["1"], "erasingTags": ["2"]});
    let changed = ActionOutcome::TagsChanged { customer: Some("7881302985963919".into()) };
    assert_eq!(outcome("robot.cust.tags", fields), changed);
}

#[test]
fn q49_a_change_of_admins_says_which_way() {
    let changed = |opcode: Value| {
        outcome("robot.conv.modify.admins", json!({"conversationId": "R:1", "opcode": opcode, "admins": ["5"]}))
    };
    for (opcode, op) in [(json!(1), AdminChange::Add), (json!("2"), AdminChange::Remove)] {
        let expected = ActionOutcome::AdminsChanged { group: "R:1".into(), op, members: vec!["5".into()] };
        assert_eq!(changed(opcode), expected);
    }
}

/// JSON of any shape, in which the platform's own keys and types are likely.
fn json() -> impl Strategy<Value = Value> {
    let keys = prop::sample::select(vec![
        "type",
        "code",
        "msg",
        "messageId",
        "robotKey",
        "wxid",
        "userId",
        "userData",
        "groupLabels",
        "personLabel",
        "subLabelList",
        "labelId",
        "isGroupLabel",
        "labelGroupId",
        "name",
        "contacts",
        "conversationId",
        "memberList",
        "memberCount",
        "creatorId",
        "newMembers",
        "admins",
        "opcode",
        "friends",
        "groupId",
        "notice",
        "isAll",
        "dts",
        "gender",
        "status",
        "flag",
        "state",
        "friendWxid",
        "groupWxid",
        "newName",
        "createTime",
        "x",
    ]);
    let words: Vec<String> = TYPES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0_i64..3).prop_map(Value::from),
        prop::sample::select(words).prop_map(Value::from),
        prop::sample::select(vec!["0", "1", "", "R:1", "2020-02-30 25:61:61", "好"]).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::vec((keys.clone(), inner), 0..8)
                .prop_map(|pairs| pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    })
}

proptest! {
    #[test]
    fn no_event_is_lost_whatever_it_contains(
        name in prop::sample::select(vec!["action", "message", "chat", "robot.tags.sync", "other"]),
        payload in json(),
    ) {
        match event(name, payload) {
            Incoming::Unrecognised { why, .. } => prop_assert!(!why.is_empty()),
            Incoming::Action(event) => prop_assert!(!event.raw.is_empty()),
            Incoming::Message(_) | Incoming::Chat(_) => {}
        }
    }

    #[test]
    fn every_reply_is_an_outcome_or_says_why_not(kind in 0..ActionKind::ALL.len(), fields in json()) {
        let mut record = json!({"messageId": "1", "robotKey": "k", "code": "0"});
        if let Value::Object(fields) = fields {
            record.as_object_mut().unwrap().extend(fields);
        }
        record["type"] = json!(type_name(ActionKind::ALL[kind]));
        record["code"] = json!("0");
        match read(&record) {
            Ok(event) => prop_assert_eq!(event.replies_to, Some(ActionKind::ALL[kind])),
            Err(why) => prop_assert!(!why.is_empty()),
        }
    }

    #[test]
    fn records_of_people_and_groups_never_panic(value in json()) {
        let robot = "k".into();
        let _ = contact::customer(&value, &robot);
        let _ = contact::contact(&value);
        let _ = contact::member(&value, &robot, &"R:1".into(), None);
        let _ = wire::group::listed(&value, &robot);
        let _ = wire::group::inquired(&value, &robot);
    }

    #[test]
    fn every_request_names_its_type_its_robot_and_its_id(ids in prop::collection::vec("[0-9]{1,20}|R:[0-9]{5}", 0..4)) {
        let users: Vec<_> = ids.iter().map(|id| id.as_str().into()).collect();
        let request = encode::request(
            &Action::Kick { group: "R:1".into(), members: users },
            &"k".into(),
            &"1".into(),
        );
        prop_assert_eq!(request.get("type"), Some(&json!("robot.delete.group.members")));
        let sent: Vec<String> = request["members"].as_array().unwrap().iter().map(|id| id.to_string().replace('"', "")).collect();
        prop_assert_eq!(sent, ids);
    }
}
