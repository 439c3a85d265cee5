use std::time::Duration;

use super::*;

fn chat() -> ChatKey {
    ChatKey { robot_key: "k".into(), chat_user: "7".into() }
}

/// What happens: a `chat` event of a second, or a message of one.
enum Event {
    Chat(i64),
    Says(&'static str, i64),
}
use Event::{Chat, Says};

/// How many messages are owed after these, in a chat that is complete up to second 10.
fn owed_after(events: &[Event]) -> u32 {
    let mut told = Told::default();
    let complete = Some(Timestamp(10_500));
    for event in events {
        match event {
            Chat(second) => {
                told.tell(&chat(), Some(Timestamp(second * 1_000)), Some(1), complete, Instant::now());
            }
            Says(id, second) => told.hear(&chat(), &MessageId::from(*id), Timestamp(second * 1_000 + 7)),
        }
    }
    told.0.get(&chat()).map_or(0, |account| account.owed)
}

#[test]
fn what_is_told_is_owed_until_it_comes_in_either_order() {
    for (events, owed) in [
        (vec![Chat(11)], 1),
        (vec![Chat(11), Says("a", 11)], 0),
        (vec![Says("a", 11), Chat(11)], 0),
        (vec![Chat(11), Chat(12), Says("a", 11), Says("b", 12)], 0),
        (vec![Chat(11), Chat(12), Says("b", 12), Says("a", 11)], 0),
        // The first message never comes, and the second must not pay for it.
        (vec![Chat(11), Chat(12), Says("b", 12)], 1),
        (vec![Says("a", 11), Chat(11), Chat(12), Chat(13), Says("c", 13)], 1),
        // Two of one second.
        (vec![Says("a", 11), Chat(11), Chat(11)], 1),
        // A message that is pushed twice pays once.
        (vec![Chat(11), Says("a", 11), Says("a", 11), Chat(12)], 1),
        // What is older than all that is known announces nothing.
        (vec![Chat(9)], 0),
        // Several messages may be told at once.
        (vec![Says("a", 11), Says("b", 12), Chat(12)], 0),
    ] {
        assert_eq!(owed_after(&events), owed);
    }
}

#[test]
fn a_count_that_went_up_by_more_than_came_tells_of_what_nobody_told() {
    let (mut told, now) = (Told::default(), Instant::now());
    let at = |second: i64| Some(Timestamp(second * 1_000));
    told.hear(&chat(), &"a".into(), Timestamp(11_000));
    told.tell(&chat(), at(11), Some(1), at(11), now);
    assert_eq!(told.owed(), 0);
    // Nothing came of the message of second 12, and that of second 13 came before it was told.
    told.hear(&chat(), &"c".into(), Timestamp(13_000));
    told.tell(&chat(), at(13), Some(3), at(13), now);
    let doubt = Doubt { chat: chat(), from: at(11), to: Timestamp(13_000) };
    assert_eq!(told.due(now).0, std::slice::from_ref(&doubt));
    assert!(told.read(&doubt, at(13), now));
    // Two that are told at once.
    told.hear(&chat(), &"d".into(), Timestamp(14_000));
    told.hear(&chat(), &"e".into(), Timestamp(15_000));
    told.tell(&chat(), at(15), Some(5), at(15), now);
    assert_eq!(told.owed(), 0);
    // Read elsewhere meanwhile, which nobody tells either.
    told.hear(&chat(), &"f".into(), Timestamp(16_000));
    told.tell(&chat(), at(16), Some(1), at(16), now);
    assert_eq!(told.owed(), 0);
}

#[test]
fn somebody_who_reads_a_chat_announces_nothing() {
    let (mut told, now) = (Told::default(), Instant::now());
    let at = Some(Timestamp(11_000));
    told.hear(&chat(), &"a".into(), Timestamp(11_000));
    told.tell(&chat(), at, Some(1), at, now);
    told.tell(&chat(), at, Some(0), at, now);
    assert_eq!(told.owed(), 0);
}

#[test]
fn the_list_tells_only_of_chats_that_moved_beyond_what_was_heard() {
    let (mut told, now) = (Told::default(), Instant::now());
    let complete = Some(Timestamp(11_900));
    told.list(&chat(), Some(Timestamp(11_000)), complete, now);
    assert_eq!(told.owed(), 0);
    told.list(&chat(), Some(Timestamp(12_000)), complete, now);
    told.list(&chat(), Some(Timestamp(12_000)), complete, now);
    assert_eq!((told.owed(), told.is_owed(&chat())), (1, true));
    told.hear(&chat(), &"a".into(), Timestamp(12_400));
    assert_eq!(told.owed(), 0);
    assert_eq!(told.heard_to(&chat()), Some(Timestamp(12_400)));
}

#[test]
fn what_could_not_be_read_is_settled_by_its_reading_alone_and_asked_for_less_and_less() {
    let (timing, now) = (Timing::default(), Instant::now());
    let mut told = Told::default();
    told.not_read(&chat(), Timestamp(9_000), now);
    told.hear(&chat(), &MessageId::new("a"), Timestamp(10_000));
    assert!(told.is_owed(&chat()), "a message that comes says nothing of those before it");
    let mut pauses = Vec::new();
    for _ in 0..9 {
        told.postpone(&chat(), now, &timing);
        pauses.push(told.due(now).1.unwrap().duration_since(now));
    }
    assert_eq!((pauses[0], pauses[1]), (timing.reread_pause, timing.reread_pause * 2));
    assert_eq!(pauses[8], timing.relist);
    let (due, _) = told.due(now + timing.relist);
    assert_eq!(due, [Doubt { chat: chat(), from: None, to: Timestamp(10_000) }]);
    assert!(told.read(&due[0], Some(Timestamp(10_000)), now));
    assert_eq!((told.is_owed(&chat()), told.heard_to(&chat())), (false, Some(Timestamp(10_000))));
}

#[test]
fn a_doubt_is_read_after_its_grace_and_three_times_at_most() {
    let (mut told, start) = (Told::default(), Instant::now());
    let later = start + Duration::from_secs(1);
    told.tell(&chat(), Some(Timestamp(11_000)), Some(1), Some(Timestamp(10_000)), later);
    assert_eq!(told.due(start), (vec![], Some(later)));
    let doubt = Doubt { chat: chat(), from: None, to: Timestamp(11_000) };
    assert_eq!(told.due(later).0, std::slice::from_ref(&doubt));
    assert!(!told.read(&doubt, None, later));
    assert!(!told.read(&doubt, Some(Timestamp(10_000)), later));
    assert!(told.read(&doubt, None, later), "there is no such message");
    told.tell(&chat(), Some(Timestamp(12_000)), Some(2), Some(Timestamp(10_000)), later);
    let doubt = Doubt { chat: chat(), from: None, to: Timestamp(12_000) };
    assert_eq!(told.due(later).0, std::slice::from_ref(&doubt));
    assert!(told.read(&doubt, Some(Timestamp(12_345)), later));
    assert_eq!(told.owed(), 0);
}
