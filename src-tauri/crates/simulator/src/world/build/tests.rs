use super::*;
use crate::clock::DAY_MS;

const NOW_MS: i64 = 1_795_417_200_000;

fn shop(seed: u64) -> World {
    World::generate(seed, &WorldSize::default(), NOW_MS, "http://127.0.0.1:1")
}

fn told(world: &World) -> Vec<(String, String, String, i64)> {
    let rows = world.chats.iter().flat_map(|chat| {
        chat.messages.iter().map(|message| {
            (chat.id.clone(), message.id.clone(), message.content.to_push(false).to_string(), message.at_ms)
        })
    });
    rows.collect()
}

#[test]
fn the_same_seed_tells_the_same_story() {
    assert_eq!(told(&shop(7)), told(&shop(7)));
    assert_ne!(told(&shop(7)), told(&shop(8)));
}

#[test]
fn the_shop_is_as_large_as_asked() {
    let world = shop(7);
    assert_eq!(world.robots.len(), 3);
    assert_eq!(world.robots[0].nick_name, "旗舰店-小满");
    assert_eq!(world.chats.iter().filter(|chat| chat.is_group).count(), 20);
    let customers: std::collections::HashSet<&str> =
        world.chats.iter().filter(|chat| !chat.is_group).map(|chat| chat.peer.as_str()).collect();
    assert_eq!(customers.len(), 200);
    assert!(world.chats.len() > 220, "some customers know two robots");
}

#[test]
fn a_dozen_chats_wait_with_the_customers_last_messages() {
    let world = shop(7);
    let unread: Vec<&Chat> = world.chats.iter().filter(|chat| chat.unread > 0).collect();
    assert_eq!(unread.len(), 12);
    for chat in unread {
        assert!((1..=9).contains(&chat.unread));
        let unread = usize::try_from(chat.unread).unwrap();
        assert!(chat.messages.iter().rev().take(unread).all(|message| !message.sender.is_self()), "{}", chat.name);
    }
}

#[test]
fn history_is_in_order_ends_now_and_fills_a_week() {
    let world = shop(7);
    let mut oldest = NOW_MS;
    for chat in &world.chats {
        assert!(!chat.messages.is_empty(), "{}", chat.name);
        assert!(chat.messages.is_sorted_by_key(|message| message.at_ms), "{}", chat.name);
        assert!(chat.messages.iter().all(|message| message.at_ms < NOW_MS));
        oldest = oldest.min(chat.messages[0].at_ms);
    }
    let latest = world.chats.iter().map(Chat::last_active_ms).max().unwrap();
    assert!(NOW_MS - latest < 3 * MINUTE_MS);
    assert!(NOW_MS - oldest > 6 * DAY_MS);
}

#[test]
fn no_two_messages_of_a_chat_share_an_id() {
    for chat in shop(7).chats {
        let ids: std::collections::HashSet<&str> = chat.messages.iter().map(|message| message.id.as_str()).collect();
        assert_eq!(ids.len(), chat.messages.len(), "{}", chat.name);
    }
}

#[test]
fn the_chat_list_begins_with_different_stories() {
    let world = shop(7);
    let mut chats: Vec<&Chat> = world.chats.iter().collect();
    chats.sort_by_key(|chat| std::cmp::Reverse(chat.last_active_ms()));
    let previews: std::collections::HashSet<String> =
        chats.iter().take(20).map(|chat| chat.preview(&world.robots[0])).collect();
    assert!(previews.len() >= 18, "{previews:?}");
}

#[test]
fn a_measured_world_has_exactly_the_chats_and_messages_that_were_asked_for() {
    let size = WorldSize { messages: Some(2_503), ..WorldSize::of_chats(120) };
    let world = World::generate(7, &size, NOW_MS, "http://127.0.0.1:1");
    assert_eq!(world.chats.len(), 120);
    assert_eq!(world.chats.iter().map(|chat| chat.messages.len()).sum::<usize>(), 2_503);
    for chat in &world.chats {
        assert!(chat.messages.is_sorted_by_key(|message| message.at_ms), "{}", chat.name);
    }
}
