//! Replacing an admin of a group: two steps, and what each failure leaves.

use serde_json::json;
use zuoxi_engine::ErrorCode;
use zuoxi_model::{
    Action, AdminReplacement, CustomerId, GroupId, MemberRole, ReplacementId, ReplacementState, RobotKey,
};

use crate::seat::Seat;

/// A group with an admin and a colleague who is none.
struct Place {
    robot: RobotKey,
    group: GroupId,
    admin: CustomerId,
    colleague: CustomerId,
}

async fn a_place(seat: &Seat) -> Place {
    let (engine, online) = (seat.engine().await, seat.online().await);
    for row in engine.chats().await.unwrap() {
        let robot = row.chat.key.robot_key;
        if !row.chat.key.chat_user.is_group() || !online.contains(&robot) {
            continue;
        }
        let group = GroupId::from(row.chat.key.chat_user.as_str());
        engine.read_members(&robot, &group).await.unwrap();
        seat.done(&robot, Action::QueryAdmins { group: group.clone() }).await;
        let members = engine.group_card(&robot, &group).await.unwrap().unwrap().members;
        let of = |role| members.iter().find(|member| member.role == role && !member.is_external);
        if let (Some(admin), Some(colleague)) = (of(MemberRole::Admin), of(MemberRole::Member)) {
            return Place { admin: admin.id.clone(), colleague: colleague.id.clone(), robot, group };
        }
    }
    panic!("no group has an admin and a colleague")
}

async fn admins(seat: &Seat, place: &Place) -> Vec<CustomerId> {
    let card = seat.engine().await.group_card(&place.robot, &place.group).await.unwrap().unwrap();
    card.members.into_iter().filter(|member| member.role == MemberRole::Admin).map(|member| member.id).collect()
}

async fn until_ended(seat: &Seat, id: &ReplacementId) -> AdminReplacement {
    let ended = async || {
        let all = seat.engine().await.admin_replacements(None).await.unwrap();
        all.into_iter().find(|row| row.id == *id && !row.state.is_open())
    };
    seat.until("the end of the replacement", ended).await
}

async fn replace(seat: &Seat, place: &Place) -> ReplacementId {
    let engine = seat.engine().await;
    engine.replace_admin(&place.robot, &place.group, &place.admin, &place.colleague).await.unwrap()
}

#[tokio::test]
async fn q49_an_admin_is_replaced_although_the_console_ends_in_between() {
    let mut seat = Seat::live().await;
    let place = a_place(&seat).await;
    let id = replace(&seat, &place).await;
    seat.restart().await;
    let row = until_ended(&seat, &id).await;
    assert_eq!(row.state, ReplacementState::Replaced);
    assert_eq!(admins(&seat, &place).await, std::slice::from_ref(&place.colleague));
    // Both steps are in the audit log.
    for action in [row.removal, row.addition.unwrap()] {
        assert!(matches!(seat.action(&action).await.action, Action::ChangeAdmins { .. }));
    }
    let again = seat.engine().await.replace_admin(&place.robot, &place.group, &place.admin, &place.colleague).await;
    assert_eq!(again.unwrap_err().code(), ErrorCode::InvalidInput);
}

#[tokio::test]
async fn q49_a_replacement_that_fails_half_way_says_that_the_old_admin_is_gone() {
    let seat = Seat::live().await;
    let place = a_place(&seat).await;
    let kind = "robot.conv.modify.admins";
    seat.control("action", json!({"next": [{"type": kind, "lateMs": 1}, {"type": kind, "code": "30"}]})).await;
    let row = until_ended(&seat, &replace(&seat, &place).await).await;
    assert_eq!(row.state, ReplacementState::RemovedOnly);
    seat.until_settled(&row.inquiry.unwrap()).await;
    assert_eq!(admins(&seat, &place).await, []);
}

#[tokio::test]
async fn q49_a_removal_that_is_refused_leaves_everything_as_it_was() {
    let seat = Seat::live().await;
    let place = a_place(&seat).await;
    seat.control("action", json!({"next": [{"type": "robot.conv.modify.admins", "code": "1"}]})).await;
    let row = until_ended(&seat, &replace(&seat, &place).await).await;
    assert_eq!((row.state, row.addition), (ReplacementState::NothingChanged, None));
    seat.until_settled(&row.inquiry.unwrap()).await;
    assert_eq!(admins(&seat, &place).await, [place.admin]);
}

#[tokio::test]
async fn q49_a_removal_without_an_answer_is_told_as_unknown_and_nobody_is_added() {
    let seat = Seat::live().await;
    let place = a_place(&seat).await;
    let silent = json!({"type": "robot.conv.modify.admins", "noReply": true});
    seat.control("action", json!({"next": [silent, silent, silent]})).await;
    let row = until_ended(&seat, &replace(&seat, &place).await).await;
    assert_eq!((row.state, row.addition), (ReplacementState::RemovalUnknown, None));
    // What is so, the question afterwards tells.
    seat.until_settled(&row.inquiry.unwrap()).await;
    assert_eq!(admins(&seat, &place).await, []);
}
