//! What the console itself remembers.

use zuoxi_engine::{EngineError, View};
use zuoxi_model::{
    Action, ChatKey, ChatMarks, ChatMarksChange, ListFilter, QuickReply, QuickReplyContent, RobotMarks, SavedView,
    Timestamp,
};

use crate::seat::Seat;

fn now_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

#[tokio::test]
async fn a_hidden_chat_comes_back_when_the_customer_writes() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|_| true).await;
    let hide = ChatMarksChange { hidden: Some(true), muted: Some(true), ..ChatMarksChange::default() };
    seat.engine().await.set_chat_marks(std::slice::from_ref(&chat), &hide).await.unwrap();
    assert!(seat.row(&chat).await.marks.hidden);
    seat.customer_says(&chat, "还在吗").await;
    let back = async || (!seat.row(&chat).await.marks.hidden).then_some(());
    seat.until("back", back).await;
    assert!(seat.row(&chat).await.marks.muted, "what was not a matter of the message stays");
}

#[tokio::test]
async fn a_snoozed_chat_comes_back_by_itself_also_after_a_restart() {
    let mut seat = Seat::live().await;
    let chat = seat.a_chat(|_| true).await;
    let until = Timestamp(now_ms() + 400);
    let snooze = ChatMarksChange { snoozed_until: Some(until), ..ChatMarksChange::default() };
    seat.engine().await.set_chat_marks(std::slice::from_ref(&chat), &snooze).await.unwrap();
    seat.restart().await;
    let back = async || (seat.row(&chat).await.marks.snoozed_until.is_none()).then_some(());
    seat.until("awake", back).await;
    assert!(now_ms() >= until.0);

    let snooze = ChatMarksChange { snoozed_until: Some(Timestamp(now_ms() + 400)), ..ChatMarksChange::default() };
    seat.engine().await.set_chat_marks(std::slice::from_ref(&chat), &snooze).await.unwrap();
    let back = async || (seat.row(&chat).await.marks.snoozed_until.is_none()).then_some(());
    seat.until("awake", back).await;
}

#[tokio::test]
async fn a_mark_of_unread_goes_when_the_chat_is_read() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|row| row.chat.unread == 0).await;
    let engine = seat.engine().await;
    let unread = ChatMarksChange { unread_mark: Some(true), ..ChatMarksChange::default() };
    engine.set_chat_marks(std::slice::from_ref(&chat), &unread).await.unwrap();
    assert!(seat.row(&chat).await.marks.unread_mark);
    engine.show(View { chat: Some(chat.clone()), focused: true, newest_visible: true });
    let read = async || (seat.row(&chat).await.marks == ChatMarks::default()).then_some(());
    seat.until("read", read).await;
    assert!(seat.book().await["unreadCleared"].as_array().unwrap().is_empty(), "the platform had nothing to clear");
}

#[tokio::test]
async fn notes_belong_to_their_chat_and_survive_a_restart() {
    let mut seat = Seat::live().await;
    let chat = seat.a_chat(|_| true).await;
    let engine = seat.engine().await;
    let note = engine.save_note(&chat, None, "  喜欢墨绿 ").await.unwrap();
    let note = engine.save_note(&chat, Some(&note.id), "喜欢奶白").await.unwrap();
    assert!(matches!(engine.save_note(&chat, None, "  ").await, Err(EngineError::InvalidInput(_))));
    drop(engine);
    seat.restart().await;
    let engine = seat.engine().await;
    assert_eq!(engine.notes(&chat).await.unwrap(), std::slice::from_ref(&note));
    assert_eq!((note.text.as_str(), note.by.as_str()), ("喜欢奶白", "practice"));
    engine.delete_note(&chat, &note.id).await.unwrap();
    assert!(matches!(engine.delete_note(&chat, &note.id).await, Err(EngineError::NotFound(_))));
}

#[tokio::test]
async fn quick_replies_travel_from_one_console_to_another() {
    let seat = Seat::live().await;
    let engine = seat.engine().await;
    let content = QuickReplyContent::Text { text: "您好，{{客户}}".into(), mentions: vec![] };
    let reply = QuickReply {
        id: String::new(),
        group: "售前".into(),
        code: "nh".into(),
        title: "问候".into(),
        content,
        used_at: None,
        uses: 0,
    };
    let reply = engine.save_quick_reply(reply).await.unwrap();
    engine.quick_reply_used(&reply.id).await.unwrap();
    assert_eq!(engine.quick_replies().await.unwrap()[0].uses, 1);

    let folder = tempfile::tempdir().unwrap();
    let other = Seat::live().await;
    for name in ["replies.csv", "replies.JSON"] {
        let file = folder.path().join(name);
        assert_eq!(engine.export_quick_replies(&file).await.unwrap(), 1);
        let report = other.engine().await.import_quick_replies(&file).await.unwrap();
        assert_eq!(report.skipped, []);
    }
    let arrived = other.engine().await.quick_replies().await.unwrap();
    assert_eq!(arrived.len(), 1, "the second file says what the first one said");
    assert_eq!((&arrived[0].content, arrived[0].uses), (&reply.content, 0));
    let missing = engine.import_quick_replies(&folder.path().join("none.csv")).await;
    assert!(matches!(missing, Err(EngineError::Upload(_))));
    let unwritable = engine.export_quick_replies(&folder.path().join("none/x.csv")).await;
    assert!(matches!(unwritable, Err(EngineError::FileUnwritable { .. })));
}

#[tokio::test]
async fn views_begin_with_three_and_robots_keep_their_marks() {
    let seat = Seat::live().await;
    let engine = seat.engine().await;
    let ids = |views: &[SavedView]| views.iter().map(|view| view.id.clone()).collect::<Vec<_>>();
    let mut views = engine.saved_views().await.unwrap();
    assert_eq!(ids(&views), ["all", "waiting", "mine"]);
    views.reverse();
    let filter = ListFilter { mentioned: true, ..ListFilter::default() };
    views.push(SavedView { id: "own".into(), name: "@我的".into(), filter });
    engine.save_views(&views).await.unwrap();
    assert_eq!(engine.saved_views().await.unwrap(), views);
    views.push(views[0].clone());
    assert!(matches!(engine.save_views(&views).await, Err(EngineError::InvalidInput(_))));
    engine.save_views(&[]).await.unwrap();
    assert_eq!(ids(&engine.saved_views().await.unwrap()), ["all", "waiting", "mine"]);

    let robot = engine.robots()[0].key.clone();
    let marks = RobotMarks { hue: Some(5), muted: true, sound: None };
    engine.set_robot_marks(&robot, marks).await.unwrap();
    assert_eq!(engine.robot_marks().await.unwrap().get(&robot), Some(&marks));
    engine.set_robot_marks(&robot, RobotMarks::default()).await.unwrap();
    assert!(engine.robot_marks().await.unwrap().is_empty());
    let ninth = RobotMarks { hue: Some(9), muted: false, sound: None };
    assert!(matches!(engine.set_robot_marks(&robot, ninth).await, Err(EngineError::InvalidInput(_))));
}

#[tokio::test]
async fn the_chats_of_a_tag_are_found_once_a_customer_carries_it() {
    let seat = Seat::live().await;
    let (robot, customer) = seat.a_customer().await;
    let engine = seat.engine().await;
    seat.done(&robot, Action::QueryTags).await;
    let tags = engine.all_tags().await.unwrap();
    let tag = tags.first().expect("the robot has tags").tag.id.clone();
    assert!(tags.iter().skip(1).all(|other| other.tag.id != tag), "each tag is there once");
    let chat = ChatKey { robot_key: robot.clone(), chat_user: customer.as_str().into() };
    assert!(!engine.chats_with_tag(&tag).await.unwrap().contains(&chat));
    seat.done(&robot, Action::ChangeTags { customer, add: vec![tag.clone()], remove: vec![] }).await;
    assert!(engine.chats_with_tag(&tag).await.unwrap().contains(&chat));
}
