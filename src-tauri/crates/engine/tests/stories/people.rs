//! Friend requests, groups and their members, and the lists of people.

use std::time::Duration;

use serde_json::json;
use zuoxi_engine::{ErrorCode, Timing};
use zuoxi_model::{
    Action, ActionOutcome, ActionState, ChatKey, ChatUser, ContactQuery, CustomerId, GroupId, Inquiry, MemberRole,
    OutboxState, ReceivedRequest, RequestState, RobotKey,
};
use zuoxi_simulator::Options;

use crate::seat::{Seat, brisk, quiet, words};

async fn somebody_asks(seat: &Seat, robot: &RobotKey, reason: &str) -> CustomerId {
    let asked = seat.control("friend-request", json!({"robotKey": robot, "reason": reason})).await;
    CustomerId::from(asked["userId"].as_str().unwrap())
}

async fn request(seat: &Seat, from: &CustomerId) -> Option<ReceivedRequest> {
    let all = seat.engine().await.friend_requests().await.unwrap();
    all.into_iter().find(|row| row.request.from == *from)
}

async fn present(seat: &Seat, robot: &RobotKey, group: &GroupId) -> Vec<String> {
    let card = seat.engine().await.group_card(robot, group).await.unwrap().unwrap();
    let mut ids: Vec<String> = card.members.into_iter().map(|member| member.id.to_string()).collect();
    ids.sort();
    ids
}

/// The platform counts the robot itself as a member, the simulator's directory does not.
async fn present_but_us(seat: &Seat, robot: &RobotKey, group: &GroupId) -> Vec<String> {
    let robots = seat.engine().await.robots();
    let us = robots.into_iter().find(|known| known.key == *robot).unwrap().wxid.to_string();
    present(seat, robot, group).await.into_iter().filter(|id| *id != us).collect()
}

async fn members_there(seat: &Seat, robot: &RobotKey, group: &GroupId) -> Vec<String> {
    let there = seat.directory(robot, group.as_str()).await;
    let mut ids: Vec<String> =
        there["members"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

#[tokio::test]
async fn q47_a_friend_request_is_kept_on_arrival_and_becomes_a_customer_when_accepted() {
    let mut seat = Seat::live().await;
    let robot = seat.online().await.remove(0);
    let from = somebody_asks(&seat, &robot, "我是蘑菇").await;
    let row = seat.until("the request", async || request(&seat, &from).await).await;
    assert_eq!((row.state, row.request.reason.as_str()), (RequestState::Waiting, "我是蘑菇"));
    seat.restart().await;
    seat.until_live().await;
    assert_eq!(request(&seat, &from).await.unwrap().received_at, row.received_at);

    let id = seat.engine().await.accept_friend(&robot, &from).await.unwrap();
    assert_ne!(request(&seat, &from).await.unwrap().state, RequestState::Waiting);
    assert_eq!(seat.until_settled(&id).await.state, ActionState::Done);
    assert_eq!(request(&seat, &from).await.unwrap().state, RequestState::Accepted);
    let card = seat.engine().await.customer_card(&robot, &from).await.unwrap().unwrap();
    assert_eq!(card.customer.name, row.request.name);
}

#[tokio::test]
async fn q47_ignoring_a_request_is_local() {
    let seat = Seat::live().await;
    let robot = seat.online().await.remove(0);
    let from = somebody_asks(&seat, &robot, "加一下").await;
    seat.until("the request", async || request(&seat, &from).await).await;
    seat.engine().await.ignore_friend(&robot, &from).await.unwrap();
    assert_eq!(request(&seat, &from).await.unwrap().state, RequestState::Ignored);
    assert!(seat.book().await["actions"].as_object().unwrap().is_empty());
}

#[tokio::test]
async fn a_request_that_the_platform_refuses_to_accept_says_so() {
    let seat = Seat::live().await;
    let robot = seat.online().await.remove(0);
    let from = somebody_asks(&seat, &robot, "加一下").await;
    seat.until("the request", async || request(&seat, &from).await).await;
    seat.control("action", json!({"next": [{"code": "1"}]})).await;
    let id = seat.engine().await.accept_friend(&robot, &from).await.unwrap();
    assert_eq!(seat.until_settled(&id).await.state, ActionState::Refused);
    assert_eq!(request(&seat, &from).await.unwrap().state, RequestState::Failed);
}

#[tokio::test]
async fn q48_asking_for_friendship_is_done_when_the_request_was_sent() {
    let seat = Seat::live().await;
    let robot = seat.online().await.remove(0);
    let add = Action::AddByPhone { phone: "15600000229".into(), greeting: Some("您好".into()) };
    let row = seat.done(&robot, add).await;
    assert_eq!(row.state, ActionState::Done, "{row:?}");
    assert!(matches!(row.reply.unwrap().outcome, Some(ActionOutcome::FriendAsked { .. })));
}

#[tokio::test]
async fn q50_after_members_came_and_went_the_list_is_read_again() {
    let seat = Seat::live().await;
    let (robot, group) = seat.a_group().await;
    seat.engine().await.read_members(&robot, &group).await.unwrap();
    let before = present_but_us(&seat, &robot, &group).await;
    assert_eq!(before, members_there(&seat, &robot, &group).await);
    let card = seat.engine().await.group_card(&robot, &group).await.unwrap().unwrap();
    assert_eq!(card.members[0].role, MemberRole::Owner);

    let owner = card.members[0].id.to_string();
    let leaver = before.iter().find(|id| **id != owner).unwrap().clone();
    seat.control("members", json!({"robotKey": robot, "chatUser": group, "join": 2, "leave": [leaver]})).await;
    let same = async || {
        let known = present_but_us(&seat, &robot, &group).await;
        (known == members_there(&seat, &robot, &group).await && !known.contains(&leaver)).then_some(known)
    };
    assert_eq!(seat.until("the new list", same).await.len(), before.len() + 1);
}

#[tokio::test]
async fn q50_a_partial_list_deletes_nobody() {
    let seat = Seat::live().await;
    let (robot, group) = seat.a_group().await;
    seat.engine().await.read_members(&robot, &group).await.unwrap();
    let before = present(&seat, &robot, &group).await;
    let row = seat.done(&robot, Action::Inquire { about: Inquiry::Groups(vec![group.clone()]) }).await;
    let Some(ActionOutcome::Inquired { groups, .. }) = row.reply.unwrap().outcome else { panic!("an inquiry") };
    assert!(groups[0].members.len() < before.len(), "the reply is partial");
    assert_eq!(present(&seat, &robot, &group).await, before);
}

#[tokio::test]
async fn a_renamed_group_has_its_new_name_in_the_list_of_chats() {
    let seat = Seat::live().await;
    let (robot, group) = seat.a_group().await;
    let rename = Action::RenameGroup { group: group.clone(), name: "测试 25".into() };
    assert_eq!(seat.done(&robot, rename).await.state, ActionState::Done);
    let chat = ChatKey { robot_key: robot.clone(), chat_user: group.as_str().into() };
    assert_eq!(seat.row(&chat).await.chat.name, "测试 25");
    let card = seat.engine().await.group_card(&robot, &group).await.unwrap().unwrap();
    assert_eq!(card.group.name, "测试 25");
}

#[tokio::test]
async fn q11_a_new_group_is_known_under_both_of_its_ids() {
    let seat = Seat::live().await;
    let (robot, customer) = seat.a_customer().await;
    let create = Action::CreateGroup { name: "测试 25".into(), members: vec![customer.clone()] };
    let row = seat.done(&robot, create).await;
    let Some(ActionOutcome::GroupCreated { group, alias, .. }) = row.reply.unwrap().outcome else {
        panic!("a new group")
    };
    let alias = alias.expect("the platform gives two ids");
    assert_ne!(group, alias);
    let engine = seat.engine().await;
    for id in [&group, &alias] {
        let card = engine.group_card(&robot, id).await.unwrap().unwrap();
        assert_eq!((card.group.id, card.group.name.as_str()), (group.clone(), "测试 25"));
    }
    let read = async || present(&seat, &robot, &group).await.contains(&customer.to_string()).then_some(());
    seat.until("its members", read).await;
}

#[tokio::test]
async fn who_was_kicked_is_not_in_the_group_any_more() {
    let seat = Seat::live().await;
    let (robot, group) = seat.a_group().await;
    seat.engine().await.read_members(&robot, &group).await.unwrap();
    let card = seat.engine().await.group_card(&robot, &group).await.unwrap().unwrap();
    let out = card.members.iter().find(|member| member.is_external).unwrap().id.clone();
    let row = seat.done(&robot, Action::Kick { group: group.clone(), members: vec![out.clone()] }).await;
    assert_eq!(row.state, ActionState::Done, "{row:?}");
    assert!(!present(&seat, &robot, &group).await.contains(&out.to_string()));
}

#[tokio::test]
async fn the_lists_of_people_are_read_in_the_background() {
    let timing = Timing { sweep_delay: Duration::ZERO, ..brisk() };
    let seat = Seat::live_with(quiet(), timing).await;
    let (robot, customer) = seat.a_customer().await;
    let listed = async || {
        let card = seat.engine().await.customer_card(&robot, &customer).await.unwrap()?;
        (card.customer.relationship != zuoxi_model::Relationship::Unknown).then_some(card)
    };
    let card = seat.until("the customer from the list", listed).await;
    assert!(card.customer.created_at.is_some());
    let known_to = card.also_known_to;
    assert!(!known_to.contains(&robot));
    let (robot, group) = seat.a_group().await;
    let counted = async || {
        let card = seat.engine().await.group_card(&robot, &group).await.unwrap()?;
        (card.group.member_count > 0).then_some(())
    };
    seat.until("the group from the list", counted).await;
}

#[tokio::test]
async fn q52_after_a_sync_the_lists_are_read_twice_and_the_button_rests() {
    let options = Options { sync_time: Duration::from_millis(200), ..quiet() };
    let seat = Seat::live_with(options, brisk()).await;
    let (robot, group) = seat.a_group().await;
    let renamed = json!({"robotKey": robot, "kind": "renamed", "chatUser": group, "name": "手机上改的名"});
    seat.control("on-phone", renamed).await;
    let engine = seat.engine().await;
    engine.group_card(&robot, &group).await.unwrap();
    let until = engine.sync_contacts(&robot).await.unwrap();
    let error = engine.sync_contacts(&robot).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::TooSoon);
    assert!(until.0 > 0);
    let seen = async || {
        let card = engine.group_card(&robot, &group).await.unwrap()?;
        (card.group.name == "手机上改的名").then_some(())
    };
    seat.until("the new name", seen).await;
    assert_eq!(seat.book().await["requests"]["/wxworkapi/contact/sync"], 1);
}

#[tokio::test]
async fn whom_nobody_wrote_to_yet_is_written_to_in_the_one_chat_there_will_be() {
    let options = Options { sync_time: Duration::from_millis(200), ..quiet() };
    let seat = Seat::live_with(options, brisk()).await;
    let engine = seat.engine().await;
    let robot = seat.online().await.remove(0);
    let friends = async || {
        let query = ContactQuery { robot: Some(robot.clone()), limit: 1_000, ..ContactQuery::default() };
        engine.contacts(&query).await.unwrap().items
    };
    let stranger = ChatKey { robot_key: robot.clone(), chat_user: ChatUser::from("nobody") };
    assert_eq!(engine.open_contact(&stranger).await.unwrap_err().code(), ErrorCode::NotFound);

    let known: Vec<CustomerId> = friends().await.into_iter().map(|friend| friend.id).collect();
    seat.control("on-phone", json!({"robotKey": robot, "kind": "newCustomer"})).await;
    engine.sync_contacts(&robot).await.unwrap();
    let newcomer = async || friends().await.into_iter().find(|friend| !known.contains(&friend.id));
    let newcomer = seat.until("the friend of the phone", newcomer).await;
    let chat = ChatKey { robot_key: robot.clone(), chat_user: ChatUser::from(newcomer.id.as_str()) };
    let rows = async || engine.chats().await.unwrap().into_iter().filter(|row| row.chat.key == chat).count();
    assert_eq!(rows().await, 0);

    engine.open_contact(&chat).await.unwrap();
    engine.open_contact(&chat).await.unwrap();
    let row = seat.row(&chat).await;
    assert_eq!((row.chat.name, row.chat.unread, row.chat.last_active), (newcomer.name, 0, None));
    assert_eq!(seat.thread(&chat).await, []);
    let id = engine.send(&chat, &words("您好"), 0).await.unwrap();
    seat.until_delivery(&chat, &id, OutboxState::Confirmed).await;
    assert_eq!((rows().await, seat.thread(&chat).await.len()), (1, 1));
}
