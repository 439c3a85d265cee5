//! The audit log and the queues after damage: every row is there, and none of them goes on by itself.

use zuoxi_model::{
    Action, ActionReply, ActionState, AddingList, AddingPhone, AddingState, AdminReplacement, Audience,
    BroadcastContent, BroadcastDraft, BroadcastPace, BroadcastPlan, BroadcastSchedule, BroadcastState, QueuedAction,
    Recipients, ReplacementState, RequestedBy, Timestamp,
};
use zuoxi_store::{AsideReason, BroadcastMove, Move, Saved, Store};

use crate::samples::{Cache, chat, from_customer, typed};

const PAGE: usize = 4096;
const ROBOT: &str = "r";

fn person() -> RequestedBy {
    RequestedBy::Person { account: "practice".into() }
}

fn action(id: &str, action: Action) -> QueuedAction {
    QueuedAction {
        id: id.into(),
        robot_key: ROBOT.into(),
        action,
        sent: None,
        carried_by: None,
        requested_by: person(),
        requested_at: Timestamp(5),
        state: ActionState::Queued,
        attempts: 0,
        finished_at: None,
        reply: None,
        decided_at: None,
    }
}

fn plan(id: &str) -> BroadcastPlan {
    BroadcastPlan {
        id: id.into(),
        draft: BroadcastDraft {
            name: "新品".into(),
            contents: vec![BroadcastContent::Text { text: "到货了".into() }],
            audience: Audience::Customers(vec![Recipients {
                robot_key: ROBOT.into(),
                to: vec!["c-1".into(), "c-2".into()],
            }]),
            schedule: BroadcastSchedule::Now,
            pace: BroadcastPace::Default,
        },
        recipients: 2,
        left_out: vec![],
        warnings: vec![],
        planned_at: Timestamp(5),
        starts_at: Timestamp(6),
        ends_at_earliest: Timestamp(7),
        ends_at_latest: Timestamp(8),
        valid_until: Timestamp(9),
    }
}

async fn asked() -> Cache {
    let cache = Cache::new().await;
    let store = &cache.store;
    for n in 0..60 {
        let id = format!("done-{n:02}");
        store.enqueue_action(&action(&id, Action::QueryTags)).await.unwrap();
        store.send_action(&id.as_str().into(), Timestamp(7), None, &[]).await.unwrap();
        let reply = ActionReply { code: "0".into(), msg: "OK".into(), outcome: None };
        let (from, to) = (ActionState::InFlight { at: Timestamp(7) }, ActionState::Done);
        let step = Move { id: &id.as_str().into(), from, to, at: Timestamp(8), reply: Some(&reply) };
        store.move_action(&step, &[]).await.unwrap().unwrap();
    }
    store.enqueue_action(&action("on-its-way", Action::QueryTags)).await.unwrap();
    store.send_action(&"on-its-way".into(), Timestamp(7), None, &[]).await.unwrap();
    let add = Action::ChangeTags { customer: "c-1".into(), add: vec!["a".into()], remove: vec![] };
    store.enqueue_action(&action("waiting", add)).await.unwrap();

    store.save_plan(&plan("b-planned"), &person()).await.unwrap();
    store.save_plan(&plan("b-sent"), &person()).await.unwrap();
    for (from, to) in
        [(BroadcastState::Planned, BroadcastState::Sending), (BroadcastState::Sending, BroadcastState::Sent)]
    {
        let step = BroadcastMove { id: &"b-sent".into(), from, to, at: Timestamp(6), answer: "OK" };
        assert!(store.move_broadcast(&step).await.unwrap());
    }

    let phone = |phone: &str| AddingPhone {
        phone: phone.into(),
        state: AddingState::Waiting,
        action: None,
        finished_at: None,
        msg: String::new(),
    };
    let list = AddingList {
        id: "list".into(),
        robot_key: ROBOT.into(),
        greeting: Some("您好".into()),
        requested_by: person(),
        requested_at: Timestamp(5),
        cancelled_at: None,
        phones: vec![phone("13800000001"), phone("13800000002")],
    };
    store.save_adding(&list).await.unwrap();

    let removal = action("removal", Action::QueryTags);
    let replacement = AdminReplacement {
        id: "replacement".into(),
        robot_key: ROBOT.into(),
        group_id: "g".into(),
        remove: "c-1".into(),
        add: "c-2".into(),
        state: ReplacementState::Removing,
        removal: removal.id.clone(),
        addition: None,
        inquiry: None,
        requested_by: person(),
        requested_at: Timestamp(5),
        finished_at: None,
    };
    store.save_replacement(&replacement, &removal).await.unwrap();
    // Much that the platform has, so that the ledgers are not the whole file.
    for peer in 0..20 {
        let chat = chat(&format!("peer-{peer}"));
        cache.say((0..40).map(|n| from_customer(&chat, &format!("{peer}-{n}"), n))).await;
    }
    cache
}

/// Damages the closed file, rebuilds it and opens what came of it.
async fn rebuilt(cache: &Cache, how: impl FnOnce(&mut Vec<u8>)) -> (Store, Saved) {
    cache.store.close().await;
    let mut bytes = std::fs::read(cache.path()).unwrap();
    how(&mut bytes);
    std::fs::write(cache.path(), bytes).unwrap();
    let (store, aside) = Store::rebuild(&cache.path(), &cache.key, AsideReason::Damaged, Timestamp(100)).await.unwrap();
    (store, aside.saved)
}

#[tokio::test]
async fn the_audit_log_is_there_after_damage_and_nothing_of_it_goes_on_by_itself() {
    let cache = asked().await;
    let before = cache.store.actions_page(None, None, 100).await.unwrap();
    let (store, saved) = rebuilt(&cache, |file| file[..PAGE].fill(0xa5)).await;

    let after = store.actions_page(None, None, 100).await.unwrap();
    assert_eq!(after.len(), before.len(), "{saved:?}");
    for (before, after) in before.iter().zip(&after) {
        if before.state == ActionState::Done {
            assert_eq!(before, after);
        } else {
            assert_eq!(after.state, ActionState::Unknown, "{}", after.id);
            assert_eq!((&before.id, &before.action), (&after.id, &after.action));
        }
    }
    assert!(store.robots_with_actions().await.unwrap().is_empty(), "no queue goes on");
    assert_eq!(store.undecided_actions().await.unwrap().len(), 3);

    let broadcasts = store.broadcasts().await.unwrap();
    let states: Vec<_> = broadcasts.iter().map(|row| (row.id.as_str(), row.state, row.recipients)).collect();
    assert_eq!(states, [("b-sent", BroadcastState::Sent, 2), ("b-planned", BroadcastState::Unknown, 2)]);
    assert!(store.broadcasts_under_way().await.unwrap().is_empty());

    let [list] = store.addings().await.unwrap().try_into().unwrap();
    assert_eq!((list.phones.len(), list.greeting.as_deref()), (2, Some("您好")));
    assert!(list.phones.iter().all(|phone| phone.state == AddingState::Cancelled), "{:?}", list.phones);
    assert!(store.next_phones().await.unwrap().is_empty());

    let [replacement] = store.replacements(None).await.unwrap().try_into().unwrap();
    assert_eq!(replacement.state, ReplacementState::RemovalUnknown);
    assert!(store.open_replacements().await.unwrap().is_empty());
    assert_eq!(saved.undecided, 5);

    // The log goes on where it ended.
    store.enqueue_action(&action("afterwards", Action::QueryTags)).await.unwrap();
    assert_eq!(store.actions_page(None, None, 1).await.unwrap()[0].id.as_str(), "afterwards");
    assert!(store.health().await.unwrap().is_sound());
}

#[tokio::test]
async fn a_page_of_the_log_that_is_lost_costs_its_rows_and_breaks_no_other() {
    for damaged in 1..12 {
        let cache = asked().await;
        cache.store.save_draft(&draft()).await.unwrap();
        let (store, _) = rebuilt(&cache, |file| {
            let page = file.len() / PAGE * damaged / 12 * PAGE;
            file[page..page + PAGE].fill(0x5a);
        })
        .await;
        // Whatever was saved can be read by everything that reads it.
        for action in store.actions_page(None, None, 100).await.unwrap() {
            assert!(matches!(action.state, ActionState::Done | ActionState::Unknown));
        }
        store.broadcasts().await.unwrap();
        store.addings().await.unwrap();
        store.replacements(None).await.unwrap();
        store.friend_requests().await.unwrap();
        assert!(store.robots_with_actions().await.unwrap().is_empty());
        store.close().await;
    }
}

fn draft() -> zuoxi_model::Draft {
    zuoxi_model::Draft { chat: chat("peer-1"), content: typed("写到一半"), updated_at: Timestamp(5) }
}
