//! Which of our sends an incoming message is the echo of (Q25).

use percent_encoding::percent_decode_str;
use zuoxi_model::{Content, Direction, Message, MessageId, Origin, OutboxEntry, OutboxState, Timestamp};

/// How a message proves a send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Echo {
    /// It carries the id of the send.
    SameId(MessageId),
    /// It carries another id; chat, content and time agree.
    OtherId(MessageId),
}

/// Finds the send that `message` echoes among those the platform may know.
///
/// The id decides where it can. Otherwise the oldest open send of the chat with the same content within the window
/// is meant, but only if `message` is new to the cache: a message that was known before the send cannot be its echo.
/// `seen_at` is when the message reached us, for a live one, and its own time for a row of history.
pub(crate) fn recognise(
    message: &Message,
    open: &[OutboxEntry],
    new_to_cache: bool,
    seen_at: Timestamp,
    window_ms: i64,
) -> Option<Echo> {
    if message.direction != Direction::Out || message.origin == Origin::Phone {
        return None;
    }
    let of_this_chat = || open.iter().filter(|entry| entry.chat == message.key.chat());
    if let Some(entry) = of_this_chat().find(|entry| entry.id == message.key.message_id) {
        return Some(Echo::SameId(entry.id.clone()));
    }
    if !new_to_cache {
        return None;
    }
    of_this_chat()
        .filter(|entry| handed_over(entry).is_some_and(|at| (seen_at.0 - at.0).abs() <= window_ms))
        .find(|entry| same_content(&entry.content, &message.content))
        .map(|entry| Echo::OtherId(entry.id.clone()))
}

/// When the send left, if it may have: what never left cannot have an echo.
fn handed_over(entry: &OutboxEntry) -> Option<Timestamp> {
    match entry.state {
        OutboxState::Emitted { at } => Some(at),
        OutboxState::Unconfirmed => Some(entry.created_at),
        _ => None,
    }
}

/// The platform may trim a text and rewrites the mention list; it names a file after its address and may keep a cover of
/// its own. So a text is known by its words, a card by its link, and a medium by its address.
fn same_content(ours: &Content, echoed: &Content) -> bool {
    match (ours, echoed) {
        (Content::Text { text: ours, .. }, Content::Text { text: echoed, .. }) => ours.trim() == echoed.trim(),
        (Content::Link { title: ours, link: our_link, .. }, Content::Link { title: echoed, link: echoed_link, .. }) => {
            same_address(our_link, echoed_link) && ours.trim() == echoed.trim()
        }
        (Content::Image { url: ours }, Content::Image { url: echoed })
        | (Content::Video { url: ours }, Content::Video { url: echoed })
        | (Content::File { url: ours, .. }, Content::File { url: echoed, .. }) => same_address(ours, echoed),
        _ => ours == echoed,
    }
}

/// The same address, however it is percent-encoded. An address that is missing is nobody's.
fn same_address(ours: &str, echoed: &str) -> bool {
    let (ours, echoed) = (ours.trim(), echoed.trim());
    !ours.is_empty() && percent_decode_str(ours).eq(percent_decode_str(echoed))
}

#[cfg(test)]
mod tests {
    use zuoxi_model::{ChatId, ChatKey, MessageKey, RobotKey, Sender};

    use super::*;

    const WINDOW_MS: i64 = 120_000;

    fn chat() -> ChatKey {
        ChatKey { robot_key: RobotKey::from("r"), chat_user: "c".into() }
    }

    fn text(text: &str) -> Content {
        Content::Text { text: text.into(), mentions: vec![] }
    }

    fn sent(id: &str, content: &str, at: i64) -> OutboxEntry {
        OutboxEntry {
            id: MessageId::from(id),
            chat: chat(),
            chat_id: ChatId::from("S:1_c"),
            content: text(content),
            created_at: Timestamp(at),
            state: OutboxState::Emitted { at: Timestamp(at) },
            attempts: 1,
            echoed_as: None,
            attachment: None,
            cover: None,
            not_before: None,
        }
    }

    fn incoming(id: &str, content: &str) -> Message {
        Message {
            key: MessageKey { robot_key: RobotKey::from("r"), chat_user: "c".into(), message_id: MessageId::from(id) },
            chat_id: ChatId::from("S:1_c"),
            chat_name: None,
            msg_svr_id: None,
            timestamp: Timestamp(1_000),
            direction: Direction::Out,
            origin: Origin::Elsewhere,
            sender: Sender { id: "1".into(), name: String::new(), avatar_url: None },
            content: text(content),
            send_status: None,
            assignee: None,
            raw: String::new(),
        }
    }

    #[test]
    fn q25_an_echo_is_matched_by_id_first_then_to_the_oldest_open_send_with_the_same_content() {
        let open = [sent("a", "好的", 1_000), sent("b", "好的", 1_000), sent("c", "在的", 1_000)];
        let found = |message: &Message| recognise(message, &open, true, Timestamp(1_000), WINDOW_MS);
        assert_eq!(found(&incoming("b", "好的")), Some(Echo::SameId("b".into())));
        assert_eq!(found(&incoming("x", "好的 ")), Some(Echo::OtherId("a".into())));
        assert_eq!(found(&incoming("x", "在的")), Some(Echo::OtherId("c".into())));
        assert_eq!(found(&incoming("x", "不在")), None);
    }

    #[test]
    fn a_message_that_was_known_before_or_is_too_far_away_is_nobodys_echo() {
        let open = [sent("a", "好的", 1_000)];
        let message = incoming("x", "好的");
        assert_eq!(recognise(&message, &open, false, Timestamp(1_000), WINDOW_MS), None);
        assert_eq!(recognise(&message, &open, true, Timestamp(1_001 + WINDOW_MS), WINDOW_MS), None);
        assert_eq!(
            recognise(&message, &open, true, Timestamp(1_000 + WINDOW_MS), WINDOW_MS),
            Some(Echo::OtherId("a".into()))
        );
    }

    #[test]
    fn what_never_left_and_what_others_wrote_has_no_echo() {
        let queued = OutboxEntry { state: OutboxState::Queued, ..sent("a", "好的", 1_000) };
        assert_eq!(recognise(&incoming("x", "好的"), &[queued], true, Timestamp(1_000), WINDOW_MS), None);
        let open = [sent("a", "好的", 1_000)];
        let phone = Message { origin: Origin::Phone, ..incoming("x", "好的") };
        assert_eq!(recognise(&phone, &open, true, Timestamp(1_000), WINDOW_MS), None);
        let customer = Message { direction: Direction::In, ..incoming("a", "好的") };
        assert_eq!(recognise(&customer, &open, true, Timestamp(1_000), WINDOW_MS), None);
    }

    #[test]
    fn q25_media_are_known_by_their_address_and_cards_by_their_link() {
        let file = |url: &str, name: &str| Content::File { url: url.into(), name: Some(name.into()) };
        let link = |title: &str, link: &str, cover: Option<&str>| Content::Link {
            title: title.into(),
            link: link.into(),
            description: String::new(),
            cover_url: cover.map(Into::into),
        };
        let image = |url: &str| Content::Image { url: url.into() };
        let same = [
            (file("https://x.cn/%E5%90%8C.xls", "报价.xls"), file("https://x.cn/%e5%90%8c.xls", "同.xls")),
            (image("https://x.cn/a.png"), image("https://x.cn/a.png ")),
            (link("促销", "https://x.cn/1", Some("https://x.cn/c.png")), link("促销 ", "https://x.cn/1", None)),
        ];
        for (ours, echoed) in same {
            assert!(same_content(&ours, &echoed), "{ours:?} {echoed:?}");
        }
        let different = [
            (image("https://x.cn/a.png"), image("https://x.cn/b.png")),
            (image("https://x.cn/a.png"), file("https://x.cn/a.png", "a.png")),
            (image(""), image("")),
            (link("促销", "https://x.cn/1", None), link("促销", "https://x.cn/2", None)),
        ];
        for (ours, echoed) in different {
            assert!(!same_content(&ours, &echoed), "{ours:?} {echoed:?}");
        }
    }
}
