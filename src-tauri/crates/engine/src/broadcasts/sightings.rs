//! Seeing a broadcast arrive: our own messages in the chats of its audience that say what one of its parts says and were
//! not sent from here.

use std::collections::BTreeSet;

use zuoxi_model::{
    BroadcastContent, BroadcastId, BroadcastSchedule, ChatKey, Content, Direction, Message, MessageKey, Origin,
    Timestamp,
};
use zuoxi_store::{Applied, Awaited, Batch, Sighting};

use crate::{EngineError, core::Core, intake::Source};

impl Core {
    /// Notes which of the messages that were just written are parts of broadcasts.
    pub(crate) async fn see_broadcasts(
        &self,
        batch: &Batch,
        applied: &Applied,
        source: Source,
    ) -> Result<(), EngineError> {
        let new: BTreeSet<&MessageKey> = applied.new_messages.iter().collect();
        let sent_here: BTreeSet<&MessageKey> = batch.confirmed.iter().filter_map(|sent| sent.echo.as_ref()).collect();
        let arrived: Vec<&Message> = batch
            .messages
            .iter()
            .filter(|message| message.direction == Direction::Out && message.origin == Origin::Elsewhere)
            .filter(|message| new.contains(&message.key) && !sent_here.contains(&message.key))
            .collect();
        if arrived.is_empty() {
            return Ok(());
        }
        let chats: BTreeSet<ChatKey> = arrived.iter().map(|message| message.key.chat()).collect();
        let mut awaited = self.store.awaited_in(&chats.into_iter().collect::<Vec<_>>()).await?;
        let mut sightings = Vec::new();
        for message in arrived {
            // What was heard just now was said just now, whatever the platform's clock shows.
            let said_at = if source == Source::Live { batch.received_at } else { self.by_our_clock(message.timestamp) };
            let earliest = said_at.plus_ms(self.timing.match_window_ms);
            sightings.extend(part_of(message, earliest, &mut awaited));
        }
        if sightings.is_empty() {
            return Ok(());
        }
        self.store.note_sightings(&sightings).await?;
        let ids: BTreeSet<BroadcastId> = sightings.into_iter().map(|sighting| sighting.broadcast).collect();
        self.publish_broadcasts(&ids.into_iter().collect::<Vec<_>>()).await
    }
}

/// The part that a message is, of the oldest broadcast that still lacks it there.
fn part_of(message: &Message, latest_start: Timestamp, awaited: &mut [Awaited]) -> Option<Sighting> {
    let chat = message.key.chat();
    for broadcast in awaited.iter_mut().filter(|broadcast| broadcast.chat == chat) {
        let begins = match broadcast.draft.schedule {
            BroadcastSchedule::Once { at } => at,
            BroadcastSchedule::Now | BroadcastSchedule::Weekly { .. } => broadcast.started_at,
        };
        if latest_start < begins {
            continue;
        }
        let parts = (0_u32..).zip(&broadcast.draft.contents);
        let found = parts
            .into_iter()
            .find(|(part, content)| !broadcast.seen.contains(part) && is_shown_by(content, &message.content));
        if let Some((part, _)) = found {
            broadcast.seen.push(part);
            return Some(Sighting {
                broadcast: broadcast.broadcast.clone(),
                chat,
                part,
                message: message.key.message_id.clone(),
                at: message.timestamp,
            });
        }
    }
    None
}

/// Whether a message says what a part of a broadcast says.
fn is_shown_by(part: &BroadcastContent, message: &Content) -> bool {
    match (part, message) {
        (BroadcastContent::Text { text }, Content::Text { text: said, .. }) => text.trim() == said.trim(),
        (BroadcastContent::Image { url }, Content::Image { url: shown })
        | (BroadcastContent::File { url }, Content::File { url: shown, .. }) => url == shown,
        (BroadcastContent::Link { title, link, .. }, Content::Link { title: shown_title, link: shown_link, .. }) => {
            title == shown_title && link == shown_link
        }
        (BroadcastContent::MiniProgram { title, .. }, Content::MiniProgram { title: shown, .. }) => title == shown,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use zuoxi_model::{Audience, BroadcastDraft, BroadcastPace, Sender};

    use super::*;

    fn said(text: &str) -> Message {
        Message {
            key: MessageKey { robot_key: "r".into(), chat_user: "c".into(), message_id: "1".into() },
            chat_id: "S:1_c".into(),
            chat_name: None,
            msg_svr_id: None,
            timestamp: Timestamp(5),
            direction: Direction::Out,
            origin: Origin::Elsewhere,
            sender: Sender { id: "1".into(), name: String::new(), avatar_url: None },
            content: Content::Text { text: text.into(), mentions: vec![] },
            send_status: None,
            assignee: None,
            raw: String::new(),
        }
    }

    fn waiting(id: &str, started_at: i64) -> Awaited {
        let part = |text: &str| BroadcastContent::Text { text: text.into() };
        Awaited {
            broadcast: id.into(),
            chat: said("").key.chat(),
            draft: BroadcastDraft {
                name: "通知".into(),
                contents: vec![part("大家好"), part("大家好"), part("再见")],
                audience: Audience::Customers(vec![]),
                schedule: BroadcastSchedule::Now,
                pace: BroadcastPace::Default,
            },
            started_at: Timestamp(started_at),
            seen: vec![],
        }
    }

    #[test]
    fn q58_a_message_shows_one_part_of_the_oldest_broadcast_that_lacks_it() {
        let mut awaited = [waiting("a", 100), waiting("b", 200)];
        let mut next = |text: &str| {
            part_of(&said(text), Timestamp(1_000), &mut awaited).map(|seen| (seen.broadcast.to_string(), seen.part))
        };
        assert_eq!(next("大家好"), Some(("a".into(), 0)));
        assert_eq!(next("大家好"), Some(("a".into(), 1)));
        assert_eq!(next("大家好"), Some(("b".into(), 0)));
        assert_eq!(next("再见"), Some(("a".into(), 2)));
        assert_eq!(next("别的话"), None);
    }

    #[test]
    fn what_was_said_before_a_broadcast_is_no_part_of_it() {
        assert_eq!(part_of(&said("大家好"), Timestamp(99), &mut [waiting("a", 100)]), None);
    }
}
