//! What the socket brings. Spec 3.2 to 3.23.

use serde_json::Value;
use zuoxi_model::{ActionOutcome, Environment, LabelId, Robot, RobotStatus};
use zuoxi_platform::{Credentials, Incoming, Platform, RawEvent};

use crate::fixture::{assert_same, assert_snapshot, load_event};

/// A client that knows the robot of 3.3, whose event names it by wxid only (Q15).
fn platform() -> Platform {
    let credentials = Credentials { access_key: "user1".into(), access_secret: "Q3KR21ME".to_owned().into() };
    let platform = Platform::new(Environment::test(), credentials).unwrap();
    platform.learn_robots(&[Robot {
        key: "known-by-wxid".into(),
        wxid: "1683353440427222".into(),
        name: "listener".into(),
        alias: None,
        avatar_url: None,
        status: RobotStatus::Online,
        last_login: None,
        owner: None,
        corp_id: None,
        staff_id: None,
    }]);
    platform
}

/// Decodes a sample, checks that the raw record is kept (Q18) and compares the rest with its snapshot.
fn received(name: &str) -> Incoming {
    let (event, payload) = load_event(name);
    let mut incoming = platform().decode(&RawEvent { name: event, payload: payload.clone() });
    let raw = match &mut incoming {
        Incoming::Message(message) => Some(std::mem::take(&mut message.raw)),
        Incoming::Action(action) => Some(std::mem::take(&mut action.raw)),
        Incoming::Chat(_) => None,
        Incoming::Unrecognised { why, .. } => panic!("{name}: {why}"),
    };
    if let Some(raw) = raw {
        assert_same(name, &serde_json::from_str::<Value>(&raw).unwrap(), &payload);
    }
    assert_snapshot(name, &incoming);
    incoming
}

fn outcome(name: &str) -> ActionOutcome {
    match received(name) {
        Incoming::Action(action) => action.outcome,
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn the_message_of_3_2_is_received() {
    received("3.2_message");
}

#[test]
fn q15_the_chat_of_3_3_is_received_and_finds_its_robot() {
    received("3.3_chat");
}

#[test]
fn the_echoes_of_3_4_are_received() {
    received("3.4_echo_chat");
    received("3.4_echo_message");
}

#[test]
fn q24_the_echoes_of_a_forward_to_two_chats_are_two_messages() {
    received("3.7_echo_chat");
    received("3.7_echo_group_chat");
    let key = |name| match received(name) {
        Incoming::Message(message) => message.key,
        other => panic!("{other:?}"),
    };
    let (single, group) = (key("3.7_echo_message"), key("3.7_echo_group_message"));
    assert_eq!(single.message_id.as_str(), "2020030216285000000002");
    assert_eq!(group.message_id.as_str(), "20200302162850000000002", "the sample has a zero more (Q25)");
    assert_ne!(single.chat(), group.chat());
}

#[test]
fn q47_the_friend_request_of_3_8_is_received() {
    received("3.8_pushed");
}

#[test]
fn the_reply_to_an_accepted_friend_request_is_received() {
    received("3.8_accept_reply");
}

#[test]
fn the_reply_to_adding_by_phone_is_received() {
    received("3.9_reply");
}

#[test]
fn q45_the_reply_to_changed_tags_is_received_without_its_tags() {
    assert!(matches!(outcome("3.11_reply"), ActionOutcome::TagsChanged { .. }));
}

#[test]
fn q09_q46_the_tag_library_keeps_every_label_apart_and_offers_no_group() {
    let ActionOutcome::Tags { library } = outcome("3.12_reply") else { panic!("no tags") };
    let ids: Vec<&str> = library.groups.iter().flat_map(|group| group.tags.iter().map(|tag| tag.id.as_str())).collect();
    assert_eq!(ids[..4], ["14073752703607622", "14073752703607623", "14073752703607624", "14073752703607625"]);
    assert_eq!(ids.len(), 18, "each tag once, though personLabel repeats two of them");
    let groups: Vec<&LabelId> = library.groups.iter().map(|group| &group.id).collect();
    assert_eq!(groups.len(), 5);
    assert!(groups.iter().all(|group| !ids.contains(&group.as_str())));
    assert!(library.groups.iter().flat_map(|group| &group.tags).any(|tag| tag.name == "\\"), "a tag named \\");
}

#[test]
fn q13_the_reply_to_a_changed_remark_is_received() {
    received("3.13_reply");
}

#[test]
fn the_reply_to_a_changed_profile_is_received() {
    received("3.14_reply");
}

#[test]
fn q50_the_reply_to_a_kick_is_received() {
    received("3.15_reply");
}

#[test]
fn the_admins_are_received_and_the_refusal_with_the_platforms_words() {
    received("3.16_reply");
    received("3.16_reply_refused");
}

#[test]
fn the_replies_to_changed_admins_are_received_and_their_refusals_told_apart() {
    for name in ["3.17_add_reply", "3.17_remove_reply", "3.17_not_staff_reply", "3.17_nobody_reply"] {
        received(name);
    }
}

#[test]
fn the_reply_to_an_invitation_is_received() {
    received("3.18_reply");
}

#[test]
fn the_reply_to_a_new_name_is_received() {
    received("3.19_reply");
}

#[test]
fn q11_the_created_group_is_received_with_both_its_ids() {
    received("3.20_reply");
}

#[test]
fn the_people_that_were_asked_about_are_received() {
    received("3.21_people_reply");
}

#[test]
fn q50_the_group_that_was_asked_about_says_that_its_members_are_not_all() {
    let ActionOutcome::Inquired { groups, .. } = outcome("3.21_groups_reply") else { panic!("nobody") };
    assert!(groups[0].members_partial);
    assert_eq!((groups[0].group.member_count, groups[0].members.len()), (8, 4));
    assert!(groups[0].group.is_live, "although its status is 0 (Q16)");
}

#[test]
fn the_changed_members_of_3_22_are_received() {
    received("3.22_pushed");
}

#[test]
fn the_reply_to_an_announcement_is_received() {
    received("3.23_reply");
}
