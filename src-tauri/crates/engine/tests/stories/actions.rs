//! The robots' queues: one action at a time, each answered, nothing done twice that must not be.

use std::time::Duration;

use serde_json::json;
use zuoxi_engine::{ErrorCode, Timing};
use zuoxi_model::{
    Action, ActionDecision, ActionOutcome, ActionState, AdminChange, ChatKey, ChatUser, Content, CustomerId, Direction,
    Inquiry, Origin, Refusal, RequestedBy, RobotKey,
};
use zuoxi_simulator::{Options, Quirks};

use crate::seat::{Seat, brisk, quiet};

fn remark(customer: &CustomerId, name: &str) -> Action {
    Action::SetRemark { customer: customer.clone(), name: Some(name.into()), description: None }
}

/// How often the platform was asked for an action of this type.
async fn asked(seat: &Seat, kind: &str) -> u64 {
    seat.book().await["actions"][kind].as_u64().unwrap_or(0)
}

#[tokio::test]
async fn q44_a_thousand_requests_over_three_robots_never_overlap_and_each_is_answered() {
    let options = Options { action_time: Duration::from_millis(2), ..quiet() };
    let timing = Timing { action_deadline: Duration::from_secs(30), ..brisk() };
    let seat = Seat::live_with(options, timing).await;
    let engine = seat.engine().await;
    let robots: Vec<RobotKey> = engine.robots().into_iter().map(|robot| robot.key).collect();
    assert_eq!(robots.len(), 3);
    for robot in &robots {
        seat.control("robot", json!({"robotKey": robot, "status": 1})).await;
    }
    let chats: Vec<ChatKey> = engine.chats().await.unwrap().into_iter().map(|row| row.chat.key).collect();
    let of = |robot: &RobotKey| -> Vec<CustomerId> {
        let own = chats.iter().filter(|chat| chat.robot_key == *robot && !chat.chat_user.is_group());
        own.map(|chat| CustomerId::from(chat.chat_user.as_str())).collect()
    };
    let mut asking = Vec::new();
    for n in 0..1_000_usize {
        let robot = robots[n % 3].clone();
        let customers = of(&robot);
        let customer = customers[n % customers.len()].clone();
        let label = ["14073752703607622", "14073752703607623", "14073752703607624", "14073752703607625"][n % 4];
        let action = match n % 5 {
            0 => remark(&customer, &format!("备注{n}")),
            1 => Action::Inquire { about: Inquiry::People(vec![customer]) },
            2 => Action::ChangeTags { customer, add: vec![], remove: vec![label.into()] },
            _ => Action::ChangeTags { customer, add: vec![label.into()], remove: vec![] },
        };
        let engine = std::sync::Arc::clone(&engine);
        asking.push(tokio::spawn(async move { engine.act(&robot, action).await.unwrap() }));
    }
    let mut ids = Vec::new();
    for asked in asking {
        ids.push(asked.await.unwrap());
    }
    for id in &ids {
        let row = seat.until_settled(id).await;
        assert_eq!(row.state, ActionState::Done, "{row:?}");
    }
    let book = seat.book().await;
    assert_eq!(book["actionsOverlapping"], 0);
    let total: u64 = book["actions"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
    assert!(total <= 1_000, "{total} actions for a thousand requests");
}

#[tokio::test]
async fn an_action_is_a_row_that_says_who_wanted_it_and_what_the_platform_said() {
    let seat = Seat::live().await;
    let (robot, customer) = seat.a_customer().await;
    let row = seat.done(&robot, remark(&customer, "小甜甜-W")).await;
    assert_eq!(row.state, ActionState::Done);
    assert_eq!(row.requested_by, RequestedBy::Person { account: "practice".into() });
    assert_eq!((row.attempts, row.reply.as_ref().unwrap().code.as_str()), (1, "0"));
    assert!(row.finished_at.unwrap() >= row.requested_at);
    let engine = seat.engine().await;
    let card = engine.customer_card(&robot, &customer).await.unwrap().unwrap();
    assert_eq!(card.customer.remark.as_deref(), Some("小甜甜-W"));
    assert_eq!(seat.directory(&robot, customer.as_str()).await["remark"], "小甜甜-W");
    assert_eq!(engine.actions(Some(&robot), None, 10).await.unwrap(), std::slice::from_ref(&row));
    assert_eq!(engine.actions(None, Some(&row.id), 10).await.unwrap(), []);
}

#[tokio::test]
async fn q13_a_remark_and_a_description_are_changed_one_without_the_other() {
    let seat = Seat::live().await;
    let (robot, customer) = seat.a_customer().await;
    seat.done(&robot, remark(&customer, "红儿")).await;
    let described = Action::SetRemark { customer: customer.clone(), name: None, description: Some("老客户".into()) };
    seat.done(&robot, described).await;
    let card = seat.engine().await.customer_card(&robot, &customer).await.unwrap().unwrap();
    assert_eq!(card.customer.remark.as_deref(), Some("红儿"));
    assert_eq!(card.customer.description.as_deref(), Some("老客户"));
}

#[tokio::test]
async fn q38_a_reply_is_understood_wrapped_or_not() {
    let options = Options { quirks: Quirks { wrapped_replies: true, ..Quirks::default() }, ..quiet() };
    let seat = Seat::live_with(options, brisk()).await;
    let (robot, customer) = seat.a_customer().await;
    assert_eq!(seat.done(&robot, remark(&customer, "红儿")).await.state, ActionState::Done);
}

#[tokio::test]
async fn q39_a_foreign_reply_is_not_mistaken_for_ours_and_still_updates_the_cache() {
    let options = Options { quirks: Quirks { replies_to_every_console: true, ..Quirks::default() }, ..quiet() };
    let seat = Seat::live_with(options, brisk()).await;
    let (robot, customer) = seat.a_customer().await;
    // A foreign reply comes first; ours is late, and only it ends the action.
    seat.control("action", json!({"next": [{"foreign": true}]})).await;
    let row = seat.done(&robot, remark(&customer, "红儿")).await;
    assert_eq!((row.state, row.attempts), (ActionState::Done, 1));

    let other = Seat::live_beside(&seat, brisk()).await;
    other.engine().await.customer_card(&robot, &customer).await.unwrap().unwrap();
    seat.done(&robot, remark(&customer, "别处改的")).await;
    let heard = async || {
        let card = other.engine().await.customer_card(&robot, &customer).await.unwrap()?;
        (card.customer.remark.as_deref() == Some("别处改的")).then_some(())
    };
    other.until("heard", heard).await;
    assert!(other.engine().await.actions(None, None, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn q40_the_tag_library_is_taken_from_a_reply_with_another_id() {
    let options = Options { quirks: Quirks { other_id_in_tag_library: true, ..Quirks::default() }, ..quiet() };
    let seat = Seat::live_with(options, brisk()).await;
    let robot = seat.online().await.remove(0);
    let row = seat.done(&robot, Action::QueryTags).await;
    assert_eq!((row.state, row.attempts), (ActionState::Done, 1));
    assert!(seat.engine().await.tag_library(&robot).await.unwrap().is_some());
}

#[tokio::test]
async fn q39_the_reply_to_another_consoles_action_does_not_answer_ours() {
    let options = Options { quirks: Quirks { replies_to_every_console: true, ..Quirks::default() }, ..quiet() };
    let seat = Seat::live_with(options, brisk()).await;
    let other = Seat::live_beside(&seat, brisk()).await;
    let (robot, customer) = seat.a_customer().await;
    let create = |name: &str| Action::CreateGroup { name: name.into(), members: vec![customer.clone()] };
    seat.control("action", json!({"next": [{"noReply": true}]})).await;
    let ours = seat.engine().await.act(&robot, create("我们的群")).await.unwrap();
    let left = async || matches!(seat.action(&ours).await.state, ActionState::InFlight { .. }).then_some(());
    seat.until("in flight", left).await;
    let theirs = loop {
        // The platform may still be busy with ours.
        let row = other.done(&robot, create("别人的群")).await;
        if row.state == ActionState::Done {
            break row;
        }
    };
    let row = seat.until_settled(&ours).await;
    assert_eq!(row.state, ActionState::Unknown, "{row:?}");
    let Some(ActionOutcome::GroupCreated { group, .. }) = theirs.reply.unwrap().outcome else { panic!("a group") };
    assert!(seat.engine().await.group_card(&robot, &group).await.unwrap().is_some(), "the cache knows of it");
}

#[tokio::test]
async fn q41_a_repeatable_action_without_a_reply_is_repeated_over_the_bridge() {
    let seat = Seat::live().await;
    let (robot, customer) = seat.a_customer().await;
    seat.control("action", json!({"next": [{"noReply": true}]})).await;
    let row = seat.done(&robot, remark(&customer, "红儿")).await;
    assert_eq!((row.state, row.attempts), (ActionState::Done, 2));
    assert_eq!(asked(&seat, "robot.cust.remark").await, 2);
}

#[tokio::test]
async fn q41_while_the_socket_is_down_the_bridge_is_taken() {
    let timing = Timing { reconnect_floor: Duration::from_secs(15), reconnect_cap: Duration::from_secs(15), ..brisk() };
    let seat = Seat::live_with(quiet(), timing).await;
    let (robot, customer) = seat.a_customer().await;
    seat.network(false).await;
    seat.until_offline().await;
    let id = seat.engine().await.act(&robot, remark(&customer, "红儿")).await.unwrap();
    assert_eq!(seat.action(&id).await.attempts, 0, "nothing leaves into a dead network");
    seat.network(true).await;
    let row = seat.until_settled(&id).await;
    assert_eq!((row.state, row.attempts), (ActionState::Done, 1));
    assert!(matches!(seat.engine().await.session(), zuoxi_model::SessionState::Offline { .. }));
}

#[tokio::test]
async fn what_must_not_be_done_twice_asks_a_person_when_no_reply_came() {
    let seat = Seat::live().await;
    let (robot, customer) = seat.a_customer().await;
    let engine = seat.engine().await;
    seat.control("action", json!({"always": {"noReply": true}})).await;
    let create = Action::CreateGroup { name: "售后群".into(), members: vec![customer] };
    let row = seat.done(&robot, create.clone()).await;
    assert_eq!((row.state, row.attempts), (ActionState::Unknown, 1));
    assert_eq!(engine.undecided_actions().await.unwrap(), std::slice::from_ref(&row));
    assert_eq!(asked(&seat, "robot.create.group").await, 1);

    seat.control("action", json!({})).await;
    let again = engine.decide_action(&row.id, ActionDecision::DoAgain).await.unwrap().unwrap();
    assert_eq!(seat.until_settled(&again).await.state, ActionState::Done);
    assert!(engine.undecided_actions().await.unwrap().is_empty());
    let error = engine.decide_action(&row.id, ActionDecision::LetBe).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::NotFound);
}

#[tokio::test]
async fn what_a_person_saw_done_counts_although_nobody_replied() {
    let seat = Seat::live().await;
    let (robot, customer) = seat.a_customer().await;
    let engine = seat.engine().await;
    seat.control("action", json!({"always": {"noReply": true}})).await;
    let row = seat.done(&robot, remark(&customer, "老客")).await;
    assert_eq!(row.state, ActionState::Unknown);
    let known = || async { engine.customer_card(&robot, &customer).await.unwrap().unwrap().customer.remark };
    assert_ne!(known().await.as_deref(), Some("老客"));

    assert_eq!(engine.decide_action(&row.id, ActionDecision::WasDone).await.unwrap(), None);
    assert_eq!(known().await.as_deref(), Some("老客"));
    assert!(engine.undecided_actions().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_reply_after_an_action_was_given_up_still_counts() {
    let seat = Seat::live().await;
    let (robot, customer) = seat.a_customer().await;
    seat.control("action", json!({"next": [{"lateMs": 1200}]})).await;
    let create = Action::CreateGroup { name: "晚到的群".into(), members: vec![customer] };
    let id = seat.engine().await.act(&robot, create).await.unwrap();
    assert_eq!(seat.until_settled(&id).await.state, ActionState::Unknown);
    let done = async || (seat.action(&id).await.state == ActionState::Done).then_some(());
    seat.until("done after all", done).await;
}

#[tokio::test]
async fn a_refusal_says_why_in_the_platforms_words() {
    let seat = Seat::live().await;
    let (robot, customer) = seat.a_customer().await;
    seat.control("action", json!({"next": [{"code": "77"}]})).await;
    let row = seat.done(&robot, remark(&customer, "红儿")).await;
    assert_eq!(row.state, ActionState::Refused);
    let reply = row.reply.unwrap();
    assert_eq!((reply.code.as_str(), reply.msg.as_str()), ("77", "planned failure"));
    assert_eq!(reply.outcome, Some(ActionOutcome::Refused { reason: Refusal::Other }));
    let card = seat.engine().await.customer_card(&robot, &customer).await.unwrap().unwrap();
    assert_eq!(card.customer.remark, None);
}

#[tokio::test]
async fn a_busy_platform_is_asked_again() {
    let seat = Seat::live().await;
    let (robot, customer) = seat.a_customer().await;
    seat.control("action", json!({"next": [{"code": "5000"}]})).await;
    let row = seat.done(&robot, remark(&customer, "红儿")).await;
    assert_eq!((row.state, row.attempts), (ActionState::Done, 2));
}

#[tokio::test]
async fn an_action_in_flight_survives_a_restart_and_its_robot_stays_taken() {
    let mut seat = Seat::live().await;
    let (robot, customer) = seat.a_customer().await;
    seat.control("action", json!({"next": [{"noReply": true}, {"noReply": true}]})).await;
    let engine = seat.engine().await;
    let repeatable = engine.act(&robot, remark(&customer, "红儿")).await.unwrap();
    let waits = engine.act(&robot, Action::QueryTags).await.unwrap();
    let left = async || matches!(seat.action(&repeatable).await.state, ActionState::InFlight { .. }).then_some(());
    seat.until("in flight", left).await;
    drop(engine);
    seat.restart().await;
    assert!(seat.action(&waits).await.state.is_open());
    let row = seat.until_settled(&repeatable).await;
    assert_eq!(row.state, ActionState::Done);
    assert!(row.attempts >= 2);
    assert_eq!(seat.until_settled(&waits).await.state, ActionState::Done);
    assert_eq!(seat.book().await["actionsOverlapping"], 0);
}

#[tokio::test]
async fn after_a_restart_what_must_not_be_done_twice_asks_a_person() {
    let mut seat = Seat::live().await;
    let (robot, customer) = seat.a_customer().await;
    seat.control("action", json!({"next": [{"noReply": true}]})).await;
    let create = Action::CreateGroup { name: "售后群".into(), members: vec![customer] };
    let id = seat.engine().await.act(&robot, create).await.unwrap();
    // That it left is written down before it leaves.
    let arrived = async || (asked(&seat, "robot.create.group").await == 1).then_some(());
    seat.until("arrived", arrived).await;
    seat.restart().await;
    assert_eq!(seat.until_settled(&id).await.state, ActionState::Unknown);
    assert_eq!(asked(&seat, "robot.create.group").await, 1);
}

#[tokio::test]
async fn what_waits_can_be_taken_back_and_what_left_cannot() {
    let options = Options { action_time: Duration::from_millis(200), ..quiet() };
    let seat = Seat::live_with(options, brisk()).await;
    let (robot, customer) = seat.a_customer().await;
    let engine = seat.engine().await;
    let first = engine.act(&robot, Action::QueryTags).await.unwrap();
    let second = engine.act(&robot, remark(&customer, "不要了")).await.unwrap();
    engine.cancel_action(&second).await.unwrap();
    assert_eq!(seat.action(&second).await.state, ActionState::Cancelled);
    assert_eq!(seat.until_settled(&first).await.state, ActionState::Done);
    let error = engine.cancel_action(&first).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::NotFound);
    assert_eq!(asked(&seat, "robot.cust.remark").await, 0);
}

#[tokio::test]
async fn q24_a_forward_is_answered_by_its_echoes_which_are_ours() {
    let seat = Seat::live().await;
    let engine = seat.engine().await;
    let online = seat.online().await;
    let mut found = None;
    for row in engine.chats().await.unwrap() {
        if !online.contains(&row.chat.key.robot_key) {
            continue;
        }
        let thread = seat.thread(&row.chat.key).await;
        let fits = |content: &Content| matches!(content, Content::Image { .. } | Content::Link { .. });
        if let Some(message) = thread.into_iter().find(|row| fits(&row.message.content)) {
            found = message.message.msg_svr_id.map(|id| (row.chat.key, id));
            break;
        }
    }
    let (from, message) = found.expect("an image or a link in some thread");
    let targets: Vec<ChatKey> = engine
        .chats()
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.chat.key)
        .filter(|key| key.robot_key == from.robot_key && *key != from)
        .take(2)
        .collect();
    let to: Vec<ChatUser> = targets.iter().map(|key| key.chat_user.clone()).collect();
    let row = seat.done(&from.robot_key, Action::Forward { message, to }).await;
    assert_eq!((row.state, row.attempts), (ActionState::Done, 1));
    for target in &targets {
        let arrived = async || {
            let thread = seat.thread(target).await;
            let echo = thread.into_iter().find(|shown| shown.message.key.message_id == row.id)?.message;
            Some((echo.direction, echo.origin))
        };
        assert_eq!(seat.until("the echo", arrived).await, (Direction::Out, Origin::Console));
    }
}

#[tokio::test]
async fn q49_a_group_gets_no_more_than_three_admins_and_only_staff() {
    let seat = Seat::live().await;
    let (robot, group) = seat.a_group().await;
    let engine = seat.engine().await;
    engine.group_card(&robot, &group).await.unwrap();
    engine.read_members(&robot, &group).await.unwrap();
    let known = engine.group_card(&robot, &group).await.unwrap().unwrap();
    let add = |members: Vec<CustomerId>| Action::ChangeAdmins { group: group.clone(), op: AdminChange::Add, members };
    let outsider = known.members.iter().find(|member| member.is_external).expect("a customer in the group");
    let error = engine.act(&robot, add(vec![outsider.id.clone()])).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidInput);
    let four = ["1", "2", "3", "4"].map(CustomerId::from).to_vec();
    assert_eq!(engine.act(&robot, add(four)).await.unwrap_err().code(), ErrorCode::InvalidInput);
    let asked = seat.book().await;
    assert!(asked["actions"].as_object().unwrap().is_empty(), "nothing was asked: {asked}");

    let row = seat.done(&robot, Action::QueryAdmins { group: group.clone() }).await;
    assert_eq!(row.state, ActionState::Done);
    let card = engine.group_card(&robot, &group).await.unwrap().unwrap();
    assert!(card.admins_read_at.is_some());
}
