use zuoxi_model::{
    ChatKind, Direction, Draft, DraftContent, FailureReason, OutboxState, RobotStatus, SendStatus, Timestamp,
};
use zuoxi_store::Applied;

use crate::samples::{Cache, chat, chat_id, from_customer, from_us, news};

#[tokio::test]
async fn what_an_update_does_not_say_keeps_its_value() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    let mut full = news(&chat);
    full.name = Some("小王".into());
    full.avatar_url = Some("http://a/1".into());
    full.unread = Some(2);
    full.preview = Some("在吗".into());
    full.last_active = Some(Timestamp(50));
    full.assignee = Some("李".into());
    cache.apply(|batch| batch.chats.push(full)).await;
    let applied = cache.apply(|batch| batch.chats.push(news(&chat))).await;
    assert_eq!(applied, Applied::default(), "an update that says nothing changes nothing");

    let mut read = news(&chat);
    read.unread = Some(0);
    read.last_active = Some(Timestamp(40));
    let applied = cache.apply(|batch| batch.chats.push(read)).await;
    assert_eq!(applied.changed_chats, std::slice::from_ref(&chat));
    let stored = cache.store.chat(&chat).await.unwrap().unwrap();
    assert_eq!((stored.name.as_str(), stored.unread, stored.preview.as_str()), ("小王", 0, "在吗"));
    assert_eq!(stored.last_active, Some(Timestamp(50)), "an older page of the list takes nothing back");
    assert_eq!(stored.assignee, Some("李".into()));
    assert_eq!(cache.store.chat_by_id(&chat_id(&chat)).await.unwrap(), Some(stored));
    assert_eq!(cache.store.latest_activity().await.unwrap(), Some(Timestamp(50)));
}

#[tokio::test]
async fn two_updates_of_one_chat_in_a_batch_are_heard_in_order() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    let (mut first, mut second) = (news(&chat), news(&chat));
    first.unread = Some(1);
    first.name = Some("小王".into());
    second.unread = Some(2);
    cache.apply(|batch| batch.chats.extend([first, second])).await;
    let stored = cache.store.chat(&chat).await.unwrap().unwrap();
    assert_eq!((stored.unread, stored.name.as_str()), (2, "小王"));
}

#[tokio::test]
async fn q15_an_update_that_cannot_be_placed_is_skipped() {
    let cache = Cache::new().await;
    let mut nowhere = news(&chat("7881"));
    nowhere.robot_key = None;
    let applied = cache.apply(|batch| batch.chats.push(nowhere)).await;
    assert_eq!(applied, Applied::default());
}

#[tokio::test]
async fn a_chat_that_is_known_by_a_message_alone_has_a_row_and_a_name() {
    let cache = Cache::new().await;
    let (person, group, named) = (chat("7881"), chat("R:1736"), chat("7882"));
    let mut with_name = from_customer(&named, "3", 30);
    with_name.chat_name = Some("王先生".into());
    cache.say([from_customer(&person, "1", 10), from_customer(&group, "2", 20), with_name]).await;
    let rows = cache.store.chat_list().await.unwrap();
    let shown: Vec<_> = rows.iter().map(|row| (row.chat.name.as_str(), row.chat.kind)).collect();
    assert_eq!(
        shown,
        [("王先生", ChatKind::Single), ("", ChatKind::Group), ("小王", ChatKind::Single)],
        "the member who wrote is not the group's name"
    );
    let mut said = news(&person);
    said.name = Some("王总".into());
    cache.apply(|batch| batch.chats.push(said)).await;
    cache.say([from_customer(&person, "4", 40)]).await;
    assert_eq!(cache.store.chat(&person).await.unwrap().unwrap().name, "王总");
    let customer = cache.store.customer(&person.robot_key, &"7881".into()).await.unwrap().unwrap();
    assert_eq!(customer.name, "王总");
    assert!(cache.store.group(&group.robot_key, &"R:1736".into()).await.unwrap().is_some());
}

#[tokio::test]
async fn the_list_shows_the_newest_message_draft_and_open_decisions() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.say([from_customer(&chat, "new", 20), from_us(&chat, "old", 10)]).await;
    let content = DraftContent { text: "你好".into(), ..DraftContent::default() };
    let draft = Draft { chat: chat.clone(), content, updated_at: Timestamp(1) };
    cache.store.save_draft(&draft).await.unwrap();
    let row = &cache.store.chat_list().await.unwrap()[0];
    let last = row.last.as_ref().unwrap();
    assert_eq!((last.content.text(), last.direction, last.timestamp), ("new", Direction::In, Timestamp(20)));
    assert_eq!((row.draft.as_deref(), row.needs_decision), (Some("你好"), 0));

    let applied = cache.say([from_us(&chat, "older", 5)]).await;
    assert_eq!(applied.changed_chats, [], "older history leaves the row as it is");
}

#[tokio::test]
async fn the_newest_activity_is_first() {
    let cache = Cache::new().await;
    let (quiet, talking, listed) = (chat("1"), chat("2"), chat("3"));
    let mut update = news(&listed);
    update.last_active = Some(Timestamp(20));
    cache
        .apply(|batch| {
            batch.messages.extend([from_customer(&quiet, "a", 10), from_customer(&talking, "b", 30)]);
            batch.chats.push(update);
        })
        .await;
    let order: Vec<_> = cache.store.chat_list().await.unwrap().into_iter().map(|row| row.chat.key).collect();
    assert_eq!(order, [talking.clone(), listed, quiet.clone()]);
    let some = cache.store.chat_rows(&[quiet.clone(), talking.clone(), chat("unknown")]).await.unwrap();
    assert_eq!(some.into_iter().map(|row| row.chat.key).collect::<Vec<_>>(), [talking, quiet]);
}

#[tokio::test]
async fn a_customer_waits_from_the_first_message_after_our_last_one() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.say([from_customer(&chat, "1", 10), from_customer(&chat, "2", 20)]).await;
    assert_eq!(cache.waiting_since(&chat).await, Some(10));
    cache.say([from_us(&chat, "3", 30)]).await;
    assert_eq!(cache.waiting_since(&chat).await, None);
    cache.say([from_customer(&chat, "5", 50), from_customer(&chat, "4", 40)]).await;
    assert_eq!(cache.waiting_since(&chat).await, Some(40));
    // History that comes late: an answer in the middle, then older ones that change nothing.
    cache.say([from_us(&chat, "4a", 45)]).await;
    assert_eq!(cache.waiting_since(&chat).await, Some(50));
    cache.say([from_us(&chat, "0", 5), from_customer(&chat, "00", 4)]).await;
    assert_eq!(cache.waiting_since(&chat).await, Some(50));
}

#[tokio::test]
async fn an_answer_that_failed_leaves_the_customer_waiting() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.say([from_customer(&chat, "1", 10)]).await;
    cache.send(&chat, "2", 20).await;
    assert_eq!(cache.waiting_since(&chat).await, None);
    let failed = OutboxState::Failed { reason: FailureReason::TooLarge { limit_bytes: 65_536 } };
    cache.store.move_send(&"2".into(), &OutboxState::Queued, &failed, 0).await.unwrap();
    assert_eq!(cache.waiting_since(&chat).await, Some(10));
    cache.store.discard(&"2".into()).await.unwrap();
    assert_eq!(cache.waiting_since(&chat).await, Some(10));

    let mut refused = from_us(&chat, "3", 30);
    refused.send_status = Some(SendStatus::Failed);
    cache.say([refused]).await;
    assert_eq!(cache.waiting_since(&chat).await, Some(10));
}

#[tokio::test]
async fn a_chat_event_tells_the_robots_state_too() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    let robot = zuoxi_model::Robot {
        key: chat.robot_key.clone(),
        wxid: "wxid".into(),
        name: "客服一号".into(),
        alias: None,
        avatar_url: Some("http://a/1".into()),
        status: RobotStatus::Online,
        last_login: Some(Timestamp(7)),
        owner: Some("李".into()),
        corp_id: None,
        staff_id: None,
    };
    cache.store.save_robots(std::slice::from_ref(&robot)).await.unwrap();
    assert_eq!(cache.store.robots().await.unwrap(), std::slice::from_ref(&robot));
    let mut update = news(&chat);
    update.robot_status = Some(RobotStatus::Kicked);
    cache.apply(|batch| batch.chats.push(update)).await;
    assert_eq!(cache.store.robots().await.unwrap()[0].status, RobotStatus::Kicked);
    cache.store.set_robot_status(&chat.robot_key, RobotStatus::Online).await.unwrap();
    assert_eq!(cache.store.robots().await.unwrap()[0].status, RobotStatus::Online);
    cache.store.save_robots(&[]).await.unwrap();
    assert_eq!(cache.store.robots().await.unwrap(), []);
}
