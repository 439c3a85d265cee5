//! Who carries which tag: our own writes, the sweep, and what neither can tell.

use std::time::Duration;

use serde_json::Value;
use zuoxi_engine::{ErrorCode, Timing};
use zuoxi_model::{Action, ActionState, CustomerId, LabelId, RobotKey, TagSource};
use zuoxi_simulator::{Options, Quirks};

use crate::seat::{Seat, brisk, quiet};

const INDUSTRY: [&str; 4] = ["14073752703607622", "14073752703607623", "14073752703607624", "14073752703607625"];

fn labels(ids: &[&str]) -> Vec<LabelId> {
    ids.iter().map(|id| LabelId::from(*id)).collect()
}

fn change(customer: &CustomerId, add: &[&str], remove: &[&str]) -> Action {
    Action::ChangeTags { customer: customer.clone(), add: labels(add), remove: labels(remove) }
}

async fn carried(seat: &Seat, robot: &RobotKey, customer: &CustomerId) -> Vec<LabelId> {
    let card = seat.engine().await.customer_card(robot, customer).await.unwrap().unwrap();
    card.tags.into_iter().map(|tag| tag.id).collect()
}

async fn labels_there(seat: &Seat, robot: &RobotKey, customer: &CustomerId) -> Vec<LabelId> {
    let there = seat.directory(robot, customer.as_str()).await;
    let mut ids: Vec<LabelId> =
        there["labels"].as_array().unwrap().iter().map(|id| LabelId::from(id.as_str().unwrap())).collect();
    ids.sort();
    ids
}

/// A pace at which the sweep begins at once.
fn sweeping() -> Timing {
    Timing { sweep_delay: Duration::ZERO, ..brisk() }
}

async fn until_checked(seat: &Seat, robot: &RobotKey) {
    let checked = async || seat.engine().await.tag_library(robot).await.unwrap()?.checked_at;
    seat.until("every tag checked", checked).await;
}

#[tokio::test]
async fn q09_four_neighbouring_labels_stay_distinct_from_the_library_to_the_customer_and_back() {
    let seat = Seat::live().await;
    let (robot, customer) = seat.a_customer().await;
    seat.done(&robot, Action::QueryTags).await;
    let library = seat.engine().await.tag_library(&robot).await.unwrap().unwrap().library;
    let industry: Vec<LabelId> = library.groups[0].tags.iter().map(|tag| tag.id.clone()).collect();
    assert_eq!(industry, labels(&INDUSTRY));

    let before = labels_there(&seat, &robot, &customer).await;
    let all = change(&customer, &INDUSTRY, &[]);
    assert_eq!(seat.done(&robot, all).await.state, ActionState::Done);
    seat.done(&robot, change(&customer, &[], &[INDUSTRY[1]])).await;
    let there = labels_there(&seat, &robot, &customer).await;
    for (n, label) in INDUSTRY.iter().enumerate() {
        assert_eq!(there.contains(&LabelId::from(*label)), n != 1, "{label}: {there:?}, before {before:?}");
    }
    assert_eq!(carried(&seat, &robot, &customer).await, labels(&[INDUSTRY[0], INDUSTRY[2], INDUSTRY[3]]));
}

#[tokio::test]
async fn q45_the_customer_has_the_tags_we_asked_for_whatever_the_reply_lists() {
    let options = Options { quirks: Quirks { mismatching_tag_reply: true, ..Quirks::default() }, ..quiet() };
    let seat = Seat::live_with(options, brisk()).await;
    let (robot, customer) = seat.a_customer().await;
    seat.done(&robot, change(&customer, &[INDUSTRY[0]], &[])).await;
    assert_eq!(carried(&seat, &robot, &customer).await, labels(&[INDUSTRY[0]]));
    let card = seat.engine().await.customer_card(&robot, &customer).await.unwrap().unwrap();
    assert_eq!((card.tags[0].source, card.tags[0].name.as_ref()), (TagSource::Written, None));
    assert_eq!(card.tags_checked_at, None);
}

#[tokio::test]
async fn q44_tag_changes_that_wait_leave_as_one_and_what_cancels_out_does_not_leave() {
    let options = Options { action_time: Duration::from_millis(150), ..quiet() };
    let seat = Seat::live_with(options, brisk()).await;
    let (robot, customer) = seat.a_customer().await;
    let engine = seat.engine().await;
    let first = engine.act(&robot, Action::QueryTags).await.unwrap();
    let mut ids = Vec::new();
    for action in [
        change(&customer, &[INDUSTRY[0]], &[]),
        change(&customer, &[INDUSTRY[1]], &[INDUSTRY[2]]),
        change(&customer, &[], &[INDUSTRY[0]]),
    ] {
        ids.push(engine.act(&robot, action).await.unwrap());
    }
    seat.until_settled(&first).await;
    for id in &ids {
        assert_eq!(seat.until_settled(id).await.state, ActionState::Done);
    }
    assert_eq!(seat.book().await["actions"]["robot.cust.tags"], 1);
    let head = seat.action(&ids[0]).await;
    assert_eq!(head.sent, Some(change(&customer, &[INDUSTRY[1]], &[INDUSTRY[2]])));
    assert_eq!(seat.action(&ids[2]).await.carried_by, Some(head.id.clone()));
    assert_eq!(carried(&seat, &robot, &customer).await, labels(&[INDUSTRY[1]]));

    let blocker = engine.act(&robot, Action::QueryTags).await.unwrap();
    let add = engine.act(&robot, change(&customer, &[INDUSTRY[3]], &[])).await.unwrap();
    let remove = engine.act(&robot, change(&customer, &[], &[INDUSTRY[3]])).await.unwrap();
    seat.until_settled(&blocker).await;
    for id in [add, remove] {
        let row = seat.until_settled(&id).await;
        assert_eq!((row.state, row.attempts), (ActionState::Done, 0));
    }
    assert_eq!(seat.book().await["actions"]["robot.cust.tags"], 1);
}

#[tokio::test]
async fn q46_the_row_of_a_group_of_tags_is_refused_and_each_tag_is_offered_once() {
    let seat = Seat::live().await;
    let (robot, customer) = seat.a_customer().await;
    seat.done(&robot, Action::QueryTags).await;
    let engine = seat.engine().await;
    let library = engine.tag_library(&robot).await.unwrap().unwrap().library;
    let mut ids: Vec<&LabelId> = library.groups.iter().flat_map(|group| &group.tags).map(|tag| &tag.id).collect();
    assert!(ids.len() >= 18 && library.personal.is_some());
    assert!(library.groups.iter().flat_map(|group| &group.tags).any(|tag| tag.name == "\\"));
    let total = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), total);
    let group = library.groups[0].id.clone();
    let action = Action::ChangeTags { customer, add: vec![group], remove: vec![] };
    assert_eq!(engine.act(&robot, action).await.unwrap_err().code(), ErrorCode::InvalidInput);
}

#[tokio::test]
async fn q43_the_sweep_finds_out_who_carries_which_tag_and_how_old_that_is() {
    let seat = Seat::live_with(quiet(), sweeping()).await;
    let (robot, _) = seat.a_customer().await;
    until_checked(&seat, &robot).await;
    let engine = seat.engine().await;
    let mut seen = 0;
    for row in engine.chats().await.unwrap() {
        if row.chat.key.robot_key != robot || row.chat.key.chat_user.is_group() {
            continue;
        }
        let customer = CustomerId::from(row.chat.key.chat_user.as_str());
        let mut known = carried(&seat, &robot, &customer).await;
        known.sort();
        assert_eq!(known, labels_there(&seat, &robot, &customer).await, "{customer}");
        seen += known.len();
        let card = engine.customer_card(&robot, &customer).await.unwrap().unwrap();
        assert!(card.tags_checked_at.is_some() && card.tags.iter().all(|tag| tag.source == TagSource::Swept));
    }
    assert!(seen > 0, "somebody carries a tag");
}

#[tokio::test]
async fn q43_a_name_that_two_tags_share_is_ambiguous_and_not_guessed() {
    let options = Options { quirks: Quirks { repeated_label_name: true, ..Quirks::default() }, ..quiet() };
    // Somebody gives it at another console, so that this one knows it from the sweep alone.
    let other = Seat::live_with(options, brisk()).await;
    let (robot, customer) = other.a_customer().await;
    other.done(&robot, change(&customer, &[INDUSTRY[0]], &[])).await;
    let seat = Seat::live_beside(&other, sweeping()).await;
    until_checked(&seat, &robot).await;
    let engine = seat.engine().await;
    let found = async || {
        let card = engine.customer_card(&robot, &customer).await.unwrap()?;
        (!card.ambiguous.is_empty()).then_some(card)
    };
    let card = seat.until("the ambiguous name", found).await;
    assert!(!card.tags.iter().any(|tag| tag.id == LabelId::from(INDUSTRY[0])));
    let ambiguous = &card.ambiguous[0];
    assert_eq!((ambiguous.name.as_str(), ambiguous.candidates.len()), ("教育培训", 2));
    assert_ne!(ambiguous.candidates[0].group, ambiguous.candidates[1].group);
}

#[tokio::test]
async fn a_sweep_goes_on_where_it_stopped() {
    let timing = Timing { list_page: 1, sweep_pause: Duration::from_millis(20), ..sweeping() };
    let mut seat = Seat::live_with(quiet(), timing).await;
    let (robot, _) = seat.a_customer().await;
    let asked = async || {
        let book = seat.book().await;
        (book["requests"]["/wxworkapi/external/user/list"].as_u64()? > 5).then_some(())
    };
    let robots = seat.online().await;
    for robot in &robots {
        seat.until("begun", async || seat.engine().await.tag_library(robot).await.unwrap().map(drop)).await;
    }
    seat.until("some pages", async || {
        seat.engine().await.chats().await.unwrap();
        asked().await
    })
    .await;
    seat.restart().await;
    seat.until_live().await;
    until_checked(&seat, &robot).await;
    let queries: Value = seat.book().await["actions"]["robot.tags.sync"].clone();
    assert_eq!(queries, robots.len(), "the library was asked for once per robot");
}

#[tokio::test]
async fn q39_tags_that_another_console_changed_are_in_doubt_and_checked_first() {
    let options = Options { quirks: Quirks { replies_to_every_console: true, ..Quirks::default() }, ..quiet() };
    let other = Seat::live_with(options, brisk()).await;
    let (robot, customer) = other.a_customer().await;
    let seat = Seat::live_beside(&other, sweeping()).await;
    until_checked(&seat, &robot).await;
    let engine = seat.engine().await;
    let before = labels_there(&seat, &robot, &customer).await;
    let label = INDUSTRY.iter().find(|label| !before.contains(&LabelId::from(**label))).expect("a tag they lack");
    // The cards are pushed; the one that is in doubt comes before the one that was checked.
    engine.customer_card(&robot, &customer).await.unwrap();
    let (_, mut changes) = seat.desk.watch().await.unwrap();
    other.done(&robot, change(&customer, &[*label], &[])).await;
    let mut doubts = Vec::new();
    let told = async {
        while doubts.last() != Some(&false) || !doubts.contains(&true) {
            let push = changes.recv().await.expect("the desk is open");
            for change in push.changes {
                if let zuoxi_engine::Change::Customers { cards } = change {
                    doubts.extend(cards.iter().map(|card| card.tags_doubtful));
                }
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), told).await.expect("the doubt ends");
    let mut known = carried(&seat, &robot, &customer).await;
    known.sort();
    assert_eq!(known, labels_there(&seat, &robot, &customer).await);
    assert!(known.contains(&LabelId::from(*label)));
}
