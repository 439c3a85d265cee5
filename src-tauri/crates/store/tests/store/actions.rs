//! The robots' queues as they are kept.

use zuoxi_model::{
    Action, ActionOutcome, ActionReply, ActionState, MessageId, QueuedAction, RequestedBy, RobotKey, Timestamp,
};
use zuoxi_store::{Effect, Move, Store};

use crate::samples::Cache;

fn queued(id: &str, robot: &str, action: Action) -> QueuedAction {
    QueuedAction {
        id: id.into(),
        robot_key: robot.into(),
        action,
        sent: None,
        carried_by: None,
        requested_by: RequestedBy::Person { account: "practice".into() },
        requested_at: Timestamp(5),
        state: ActionState::Queued,
        attempts: 0,
        finished_at: None,
        reply: None,
        decided_at: None,
    }
}

fn tags(add: &str) -> Action {
    Action::ChangeTags { customer: "c".into(), add: vec![add.into()], remove: vec![] }
}

async fn ask(cache: &Cache, id: &str, robot: &str, action: Action) -> QueuedAction {
    let row = queued(id, robot, action);
    cache.store.enqueue_action(&row).await.unwrap();
    row
}

async fn moved(store: &Store, id: &str, from: ActionState, to: ActionState, effects: &[Effect]) -> bool {
    let reply = ActionReply { code: "0".into(), msg: "OK".into(), outcome: Some(ActionOutcome::Forwarded) };
    let step = Move { id: &id.into(), from, to, at: Timestamp(9), reply: Some(&reply) };
    store.move_action(&step, effects).await.unwrap().is_some()
}

const IN_FLIGHT: ActionState = ActionState::InFlight { at: Timestamp(7) };

async fn send(store: &Store, id: &str, passengers: &[&str]) -> bool {
    let passengers: Vec<MessageId> = passengers.iter().map(|id| MessageId::from(*id)).collect();
    store.send_action(&id.into(), Timestamp(7), None, &passengers).await.unwrap()
}

#[tokio::test]
async fn a_queue_is_there_after_reopening_and_its_head_is_the_oldest() {
    let mut cache = Cache::new().await;
    let first = ask(&cache, "1", "r", Action::QueryTags).await;
    ask(&cache, "2", "r", tags("a")).await;
    ask(&cache, "3", "other", tags("a")).await;
    cache.reopen().await;
    let store = &cache.store;
    assert_eq!(store.next_action(&"r".into()).await.unwrap(), Some(first));
    let mut robots = store.robots_with_actions().await.unwrap();
    robots.sort();
    assert_eq!(robots, [RobotKey::from("other"), RobotKey::from("r")]);
    let ids = |rows: Vec<QueuedAction>| rows.into_iter().map(|row| row.id.to_string()).collect::<Vec<_>>();
    assert_eq!(ids(store.actions_page(None, None, 10).await.unwrap()), ["3", "2", "1"]);
    assert_eq!(ids(store.actions_page(Some(&"r".into()), Some(&"2".into()), 10).await.unwrap()), ["1"]);
}

#[tokio::test]
async fn q44_the_file_itself_refuses_a_second_action_in_flight_on_one_robot() {
    let cache = Cache::new().await;
    ask(&cache, "1", "r", Action::QueryTags).await;
    ask(&cache, "2", "r", Action::QueryTags).await;
    assert!(send(&cache.store, "1", &[]).await);
    cache.store.send_action(&"2".into(), Timestamp(7), None, &[]).await.unwrap_err();
    assert_eq!(cache.store.action(&"2".into()).await.unwrap().unwrap().state, ActionState::Queued);
}

#[tokio::test]
async fn an_action_moves_only_from_the_state_it_is_in_and_takes_its_effects_with_it() {
    let cache = Cache::new().await;
    ask(&cache, "1", "r", tags("a")).await;
    let effect = [Effect::Tags { robot: "r".into(), customer: "c".into(), add: vec!["a".into()], remove: vec![] }];
    assert!(!moved(&cache.store, "1", IN_FLIGHT, ActionState::Done, &effect).await);
    assert!(cache.store.carried_tags(&"r".into(), &"c".into()).await.unwrap().is_empty());
    assert!(send(&cache.store, "1", &[]).await);
    assert!(moved(&cache.store, "1", IN_FLIGHT, ActionState::Done, &effect).await);
    assert!(!moved(&cache.store, "1", IN_FLIGHT, ActionState::Refused, &[]).await);
    let row = cache.store.action(&"1".into()).await.unwrap().unwrap();
    assert_eq!((row.state, row.attempts, row.finished_at), (ActionState::Done, 1, Some(Timestamp(9))));
    assert_eq!(row.reply.unwrap().outcome, Some(ActionOutcome::Forwarded));
    assert_eq!(cache.store.carried_tags(&"r".into(), &"c".into()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn those_that_leave_with_another_share_its_fate_and_wait_again_if_it_never_left() {
    let cache = Cache::new().await;
    for id in ["1", "2", "3"] {
        ask(&cache, id, "r", tags(id)).await;
    }
    let store = &cache.store;
    let waiting = store.waiting_tag_changes(&"r".into(), &"c".into()).await.unwrap();
    assert_eq!(waiting.len(), 3);
    assert!(send(store, "1", &["2", "3"]).await);
    assert!(store.waiting_tag_changes(&"r".into(), &"c".into()).await.unwrap().is_empty());
    assert!(moved(store, "1", IN_FLIGHT, ActionState::Queued, &[]).await);
    let again = store.waiting_tag_changes(&"r".into(), &"c".into()).await.unwrap();
    assert_eq!(again, waiting);

    assert!(send(store, "1", &["2", "3"]).await);
    assert!(moved(store, "1", IN_FLIGHT, ActionState::Unknown, &[]).await);
    let third = store.action(&"3".into()).await.unwrap().unwrap();
    assert_eq!((third.state, third.carried_by), (ActionState::Unknown, Some("1".into())));
    assert_eq!(store.undecided_actions().await.unwrap().len(), 1);
    assert!(moved(store, "1", ActionState::Unknown, ActionState::Done, &[]).await);
    assert_eq!(store.action(&"3".into()).await.unwrap().unwrap().state, ActionState::Done);
    assert_eq!(store.next_action(&"r".into()).await.unwrap(), None);
}

#[tokio::test]
async fn one_that_was_taken_back_meanwhile_does_not_leave_and_nor_does_the_rest() {
    let cache = Cache::new().await;
    ask(&cache, "1", "r", tags("a")).await;
    ask(&cache, "2", "r", tags("b")).await;
    assert!(moved(&cache.store, "2", ActionState::Queued, ActionState::Cancelled, &[]).await);
    assert!(!send(&cache.store, "1", &["2"]).await);
    assert_eq!(cache.store.action(&"1".into()).await.unwrap().unwrap().state, ActionState::Queued);
}

#[tokio::test]
async fn a_decision_about_an_unknown_action_is_taken_once() {
    let cache = Cache::new().await;
    ask(&cache, "1", "r", tags("a")).await;
    send(&cache.store, "1", &[]).await;
    moved(&cache.store, "1", IN_FLIGHT, ActionState::Unknown, &[]).await;
    let again = queued("2", "r", tags("a"));
    assert!(cache.store.decide_action(&"1".into(), Timestamp(10), Some(&again)).await.unwrap());
    assert!(!cache.store.decide_action(&"1".into(), Timestamp(11), None).await.unwrap());
    assert_eq!(cache.store.next_action(&"r".into()).await.unwrap(), Some(again));
    assert!(cache.store.undecided_actions().await.unwrap().is_empty());
}
