//! What the console itself remembers: marks, mentions, quick replies, notes, views.

use zuoxi_model::{
    ChatKey, ChatMarks, ChatMarksChange, Content, ListFilter, Message, Note, QuickReply, QuickReplyContent, Robot,
    RobotMarks, RobotStatus, SavedView, Timestamp,
};

use crate::samples::{Cache, chat, from_customer, from_us, news};

async fn marks(cache: &Cache, chat: &ChatKey) -> ChatMarks {
    cache.store.chat_rows(std::slice::from_ref(chat)).await.unwrap()[0].marks
}

async fn mark(cache: &Cache, chat: &ChatKey, change: ChatMarksChange) {
    cache.store.set_chat_marks(std::slice::from_ref(chat), &change).await.unwrap();
}

fn hide() -> ChatMarksChange {
    ChatMarksChange { hidden: Some(true), ..ChatMarksChange::default() }
}

fn snooze(until: i64) -> ChatMarksChange {
    ChatMarksChange { snoozed_until: Some(Timestamp(until)), ..ChatMarksChange::default() }
}

#[tokio::test]
async fn a_mark_changes_alone_and_for_several_chats_at_once() {
    let mut cache = Cache::new().await;
    let (one, two) = (chat("1"), chat("2"));
    cache.say([from_customer(&one, "a", 10), from_customer(&two, "b", 20)]).await;
    let pinned = ChatMarksChange { pinned: Some(true), ..ChatMarksChange::default() };
    cache.store.set_chat_marks(&[one.clone(), two.clone()], &pinned).await.unwrap();
    let muted = ChatMarksChange { muted: Some(true), unread_mark: Some(true), ..ChatMarksChange::default() };
    mark(&cache, &one, muted).await;
    mark(&cache, &two, ChatMarksChange { pinned: Some(false), ..ChatMarksChange::default() }).await;
    cache.reopen().await;
    let expected = ChatMarks { pinned: true, muted: true, unread_mark: true, ..ChatMarks::default() };
    assert_eq!(marks(&cache, &one).await, expected);
    assert_eq!(marks(&cache, &two).await, ChatMarks::default());
    assert!(cache.store.clear_unread_mark(&one).await.unwrap());
    assert!(!cache.store.clear_unread_mark(&one).await.unwrap());
    assert_eq!(cache.store.chat_list().await.unwrap()[1].marks, ChatMarks { unread_mark: false, ..expected });
}

#[tokio::test]
async fn a_hidden_chat_comes_back_with_a_newer_message_and_not_with_history() {
    let cache = Cache::new().await;
    let chat = chat("1");
    cache.say([from_customer(&chat, "b", 20)]).await;
    mark(&cache, &chat, hide()).await;
    cache.say([from_customer(&chat, "a", 10)]).await;
    assert!(marks(&cache, &chat).await.hidden);
    let applied = cache.say([from_us(&chat, "c", 30)]).await;
    assert_eq!(applied.changed_chats, std::slice::from_ref(&chat));
    assert!(!marks(&cache, &chat).await.hidden);
}

#[tokio::test]
async fn a_snoozed_chat_comes_back_when_its_time_is_up_or_the_customer_writes() {
    let cache = Cache::new().await;
    let (timed, called) = (chat("1"), chat("2"));
    cache.say([from_customer(&timed, "a", 10), from_customer(&called, "b", 20)]).await;
    mark(&cache, &timed, snooze(5_000)).await;
    mark(&cache, &called, snooze(9_000)).await;
    cache.say([from_us(&called, "c", 30)]).await;
    assert_eq!(marks(&cache, &called).await.snoozed_until, Some(Timestamp(9_000)), "our own answer does not wake");
    assert_eq!(cache.store.next_wake().await.unwrap(), Some(Timestamp(5_000)));
    assert_eq!(cache.store.wake(Timestamp(4_999)).await.unwrap(), []);
    assert_eq!(cache.store.wake(Timestamp(5_000)).await.unwrap(), std::slice::from_ref(&timed));
    assert_eq!(marks(&cache, &timed).await, ChatMarks::default());
    cache.say([from_customer(&called, "d", 40)]).await;
    assert_eq!(marks(&cache, &called).await, ChatMarks::default());
    mark(&cache, &timed, snooze(8_000)).await;
    mark(&cache, &timed, snooze(0)).await;
    assert_eq!(cache.store.next_wake().await.unwrap(), None);
}

fn naming(chat: &ChatKey, id: &str, at: i64, text: &str, mentions: &[&str]) -> Message {
    let mentions = mentions.iter().map(ToString::to_string).collect();
    Message { content: Content::Text { text: text.into(), mentions }, ..from_customer(chat, id, at) }
}

#[tokio::test]
async fn an_unread_message_that_names_the_robot_is_shown_until_it_is_read() {
    let cache = Cache::new().await;
    let group = chat("R:1");
    let robot = Robot {
        key: group.robot_key.clone(),
        wxid: "wxid".into(),
        name: "客服2号".into(),
        alias: None,
        avatar_url: None,
        status: RobotStatus::Online,
        last_login: None,
        owner: None,
        corp_id: None,
        staff_id: None,
    };
    cache.store.save_robots(&[robot]).await.unwrap();
    let mentioned = async || cache.store.chat_rows(std::slice::from_ref(&group)).await.unwrap()[0].mentions_me;
    let unread = async |count| {
        let mut update = news(&group);
        update.unread = Some(count);
        cache.apply(|batch| batch.chats.push(update)).await
    };
    cache.say([naming(&group, "1", 10, "@小李 在吗", &["other"]), naming(&group, "2", 20, "好", &["wxid"])]).await;
    assert!(!mentioned().await, "it was read");
    assert_eq!(unread(1).await.changed_chats, std::slice::from_ref(&group));
    assert!(mentioned().await);
    cache.say([from_customer(&group, "3", 30)]).await;
    assert!(!mentioned().await, "one is unread, and that is another one");
    unread(2).await;
    assert!(mentioned().await);
    cache.store.set_unread(&group, 0).await.unwrap();
    assert!(!mentioned().await);
    unread(1).await;
    let applied = cache.say([naming(&group, "4", 40, "@客服2号还有吗", &[])]).await;
    assert_eq!(applied.changed_chats, std::slice::from_ref(&group));
    assert!(mentioned().await, "the name is typed rather than chosen");
}

fn reply(id: &str, group: &str, text: &str) -> QuickReply {
    QuickReply {
        id: id.into(),
        group: group.into(),
        code: id.into(),
        title: String::new(),
        content: QuickReplyContent::Text { text: text.into(), mentions: vec![] },
        used_at: None,
        uses: 0,
    }
}

#[tokio::test]
async fn quick_replies_are_counted_when_used_and_keep_the_count_when_changed() {
    let mut cache = Cache::new().await;
    cache.store.save_quick_replies(&[reply("b", "售后", "好"), reply("a", "售前", "您好")]).await.unwrap();
    assert!(cache.store.quick_reply_used("a", Timestamp(7)).await.unwrap());
    assert!(!cache.store.quick_reply_used("none", Timestamp(7)).await.unwrap());
    cache.store.save_quick_replies(&[reply("a", "售前", "您好呀")]).await.unwrap();
    cache.reopen().await;
    let stored = cache.store.quick_replies().await.unwrap();
    let used = QuickReply { used_at: Some(Timestamp(7)), uses: 1, ..reply("a", "售前", "您好呀") };
    assert_eq!(stored, [used, reply("b", "售后", "好")]);
    assert!(cache.store.delete_quick_reply("a").await.unwrap());
    assert!(!cache.store.delete_quick_reply("a").await.unwrap());
}

#[tokio::test]
async fn a_note_belongs_to_one_chat_of_one_robot() {
    let cache = Cache::new().await;
    let (one, two) = (chat("1"), chat("2"));
    let note = |id: &str, text: &str, at| Note { id: id.into(), text: text.into(), at: Timestamp(at), by: "me".into() };
    assert!(cache.store.save_note(&one, &note("a", "喜欢墨绿", 10)).await.unwrap());
    assert!(cache.store.save_note(&one, &note("b", "生日 5 月", 20)).await.unwrap());
    assert!(cache.store.save_note(&one, &note("a", "喜欢奶白", 30)).await.unwrap());
    assert!(!cache.store.save_note(&two, &note("a", "错", 40)).await.unwrap());
    assert_eq!(cache.store.notes(&one).await.unwrap(), [note("a", "喜欢奶白", 30), note("b", "生日 5 月", 20)]);
    assert!(!cache.store.delete_note(&two, "a").await.unwrap());
    assert!(cache.store.delete_note(&one, "a").await.unwrap());
    assert_eq!(cache.store.notes(&one).await.unwrap().len(), 1);
    assert_eq!(cache.store.notes(&two).await.unwrap(), []);
}

#[tokio::test]
async fn other_robots_that_know_a_customer_come_with_their_last_words() {
    let cache = Cache::new().await;
    let here = chat("7881");
    let there = ChatKey { robot_key: "robot2".into(), chat_user: "7881".into() };
    cache.say([from_customer(&here, "a", 10), from_us(&there, "b", 20)]).await;
    let known = cache.store.also_known(&here).await.unwrap();
    assert_eq!(known.len(), 1);
    assert_eq!(known[0].chat, Some(there));
    assert_eq!(known[0].last_message.as_ref().unwrap().content.text(), "b");
    assert_eq!(cache.store.also_known(&chat("R:1")).await.unwrap(), []);
}

#[tokio::test]
async fn views_and_the_marks_of_robots_are_kept_and_what_cannot_be_read_is_as_if_it_was_not_there() {
    let cache = Cache::new().await;
    assert_eq!(cache.store.saved_views().await.unwrap(), None);
    let filter = ListFilter { waiting: true, ..ListFilter::default() };
    let views = [SavedView { id: "v".into(), name: "急".into(), filter }];
    cache.store.save_views(&views).await.unwrap();
    assert_eq!(cache.store.saved_views().await.unwrap().as_deref(), Some(&views[..]));
    cache.store.set_setting("savedViews", &serde_json::json!({ "later": 1 })).await.unwrap();
    assert_eq!(cache.store.saved_views().await.unwrap(), None);

    let marks = [("robot".into(), RobotMarks { hue: Some(3), muted: true, sound: None })].into_iter().collect();
    cache.store.save_robot_marks(&marks).await.unwrap();
    assert_eq!(cache.store.robot_marks().await.unwrap(), marks);
}

#[tokio::test]
async fn a_row_of_the_list_has_the_customers_remark() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.say([from_customer(&chat, "a", 10)]).await;
    let remark = async || cache.store.chat_list().await.unwrap()[0].remark.clone();
    assert_eq!(remark().await, None);
    let mut customer = cache.store.customer(&chat.robot_key, &"7881".into()).await.unwrap().unwrap();
    customer.remark = Some("老客-王".into());
    cache.store.save_customers(&[customer]).await.unwrap();
    assert_eq!(remark().await.as_deref(), Some("老客-王"));
}
