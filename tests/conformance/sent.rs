//! What the console sends over the socket. Spec 3.4 to 3.24.

use serde_json::{Value, json};
use zuoxi_model::{
    Action, AdminChange, ChatId, Content, CustomerId, Gender, Inquiry, MessageId, ProfileChanges, RobotKey,
};
use zuoxi_platform::Outgoing;

use crate::fixture::{assert_same, load_event};

fn sends(name: &str, content: &Content) {
    sends_but(name, content, &[]);
}

/// A message equals its sample, but for the fields that are named.
fn sends_but(name: &str, content: &Content, differing: &[(&str, Value)]) {
    let (_, sample) = load_event(name);
    let id = |pointer| sample.pointer(pointer).and_then(Value::as_str).unwrap();
    let ours = Outgoing::message(&ChatId::from(id("/chatId")), &MessageId::from(id("/messageId")), content).unwrap();
    compare(name, &ours, differing);
}

fn asks(name: &str, action: &Action) {
    asks_but(name, action, &[]);
}

/// An action equals its sample, but for the fields that are named.
fn asks_but(name: &str, action: &Action, differing: &[(&str, Value)]) {
    let (_, sample) = load_event(name);
    let id = |pointer| sample.pointer(pointer).and_then(Value::as_str).unwrap();
    let (robot, message) = (RobotKey::from(id("/robotKey")), MessageId::from(id("/messageId")));
    compare(name, &Outgoing::action(action, &robot, &message).unwrap(), differing);
}

fn compare(name: &str, ours: &Outgoing, differing: &[(&str, Value)]) {
    let (event, mut sample) = load_event(name);
    for (pointer, value) in differing {
        let field = sample.pointer_mut(pointer).unwrap_or_else(|| panic!("{name} has no {pointer}"));
        assert_ne!(field, value, "{name}: {pointer} does not differ any more");
        *field = value.clone();
    }
    assert_eq!(ours.event, event, "{name}");
    assert_same(name, &ours.payload, &sample);
}

fn people(ids: &[&str]) -> Vec<CustomerId> {
    ids.iter().map(|id| CustomerId::from(*id)).collect()
}

const GROUP: &str = "R:10696052725010172";
const TWO: [&str; 2] = ["1688853470819974", "1688853470819976"];

#[test]
fn the_text_of_3_4_is_sent() {
    let content = Content::Text { text: "123".into(), mentions: vec!["780000919".into(), "780000966".into()] };
    // The sample has a space after the comma, its legend has none, and other samples show that the PDF adds some.
    sends_but("3.4_send_text", &content, &[("/message/atUserList", json!("780000919,780000966"))]);
}

#[test]
fn the_image_of_3_5_is_sent() {
    sends("3.5_send_image", &Content::Image { url: "http://media.yjiyun.com/xxx.png".into() });
}

#[test]
fn the_link_of_3_6_is_sent() {
    let content = Content::Link {
        title: "链接标题".into(),
        link: "https://www.yjiyun.com/community/group.html".into(),
        description: "链接描述内容".into(),
        cover_url: Some("https://media.yjiyun.com/xxx.png".into()),
    };
    sends("3.6_send_link", &content);
}

#[test]
fn the_file_of_3_10_and_the_video_of_3_24_are_sent() {
    sends("3.10_send_file", &Content::File { url: "http://media.yjiyun.com/xxx.xls".into(), name: None });
    sends("3.24_send_video", &Content::Video { url: "http://media.yjyun.com/xxx.MP4".into() });
}

#[test]
fn q10_the_forward_of_3_7_names_its_message_by_number_and_its_targets_by_text() {
    let to = vec!["1688853470829406".into(), "R:1970325038158435".into()];
    asks("3.7_request", &Action::Forward { message: "1058842".into(), to });
}

#[test]
fn q57_a_forward_names_one_robot_and_a_message_that_the_server_numbered() {
    let (robot, id) = (RobotKey::from("f1601ed8"), MessageId::from("2020030216285000000001"));
    let action = Action::Forward { message: "1058842".into(), to: vec!["1688853470829406".into()] };
    let payload = Outgoing::action(&action, &robot, &id).unwrap().payload;
    assert_eq!(payload.pointer("/robotKey"), Some(&json!("f1601ed8")));
    assert_eq!(payload.pointer("/msgSvrID"), Some(&json!(1_058_842)));
}

#[test]
fn the_friend_request_of_3_8_is_accepted() {
    asks("3.8_accept_request", &Action::AcceptFriend { from: "780000919".into() });
}

#[test]
fn the_person_of_3_9_is_added_by_phone() {
    let greeting = Some("加好友话术".into());
    asks("3.9_request", &Action::AddByPhone { phone: "156xxxxx".into(), greeting });
}

#[test]
fn q10_the_tags_of_3_11_are_changed_by_text() {
    let tags = Action::ChangeTags {
        customer: "7881302985963919".into(),
        add: vec!["14073751575621261".into(), "14073752493595753".into()],
        remove: vec!["14073753029596038".into(), "14073751306622334".into()],
    };
    asks("3.11_request", &tags);
}

#[test]
fn the_tag_library_of_3_12_is_asked_for() {
    asks("3.12_request", &Action::QueryTags);
}

#[test]
fn q13_the_remark_of_3_13_is_written_under_its_own_names() {
    let remark = Action::SetRemark {
        customer: "7881300928964508".into(),
        name: Some("小甜甜-W".into()),
        description: Some("转移客户".into()),
    };
    asks("3.13_request", &remark);
}

#[test]
fn the_profile_of_3_14_is_changed() {
    let changes = ProfileChanges {
        name: Some("HONG".into()),
        alias: Some("HONG".into()),
        gender: Some(Gender::Male),
        desk_phone: Some("38261212".into()),
        mobile: Some("139xxxxxxxx".into()),
        position: Some("CPP".into()),
    };
    asks("3.14_request", &Action::ChangeProfile { changes });
}

#[test]
fn q10_the_members_of_3_15_are_removed_by_number() {
    asks("3.15_request", &Action::Kick { group: GROUP.into(), members: people(&TWO) });
}

#[test]
fn the_admins_of_3_16_are_asked_for() {
    asks("3.16_request", &Action::QueryAdmins { group: "R:10696661588019912".into() });
}

#[test]
fn q49_the_admins_of_3_17_are_changed_and_removing_has_opcode_2() {
    let change = |op, members: &[&str]| Action::ChangeAdmins {
        group: "R:10696661588019912".into(),
        op,
        members: people(members),
    };
    asks("3.17_add_request", &change(AdminChange::Add, &["1688853866655589"]));
    asks("3.17_not_staff_request", &change(AdminChange::Add, &["7881314926912021"]));
    asks("3.17_nobody_request", &change(AdminChange::Add, &[]));
    // The sample repeats the opcode of adding; the legend under it says that 2 removes.
    let remove = change(AdminChange::Remove, &["1688853866655589"]);
    asks_but("3.17_remove_request", &remove, &[("/opcode", json!(2))]);
}

#[test]
fn q10_the_friends_of_3_18_are_invited_by_number() {
    asks("3.18_request", &Action::Invite { group: GROUP.into(), friends: people(&TWO) });
}

#[test]
fn the_group_of_3_19_is_renamed() {
    asks("3.19_request", &Action::RenameGroup { group: GROUP.into(), name: "测试 25".into() });
}

#[test]
fn q10_the_group_of_3_20_is_created_with_members_by_number() {
    asks("3.20_request", &Action::CreateGroup { name: "测试 25".into(), members: people(&TWO) });
}

#[test]
fn q10_the_contacts_of_3_21_are_asked_about_people_by_number_and_groups_by_text() {
    asks("3.21_people_request", &Action::Inquire { about: Inquiry::People(people(&TWO)) });
    let groups = Inquiry::Groups(vec!["R:10696052725013336".into()]);
    asks("3.21_groups_request", &Action::Inquire { about: groups });
}

#[test]
fn the_announcement_of_3_23_is_set() {
    let group = "R:106960527250***".into();
    asks("3.23_request", &Action::SetAnnouncement { group, text: "大家好".into(), notify_all: true });
}
