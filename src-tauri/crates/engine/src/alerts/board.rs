//! Which notifications stand on the screen, and what becomes of them as messages come.
//!
//! One notification for each chat, replaced in place, so that ten messages of one customer are one notification and not
//! ten. When more than [`MOST_CHATS`] chats write within [`BURST_MS`], their notifications give way to one that counts,
//! and it goes on counting until nobody wrote for that long. Pure: it says what to show and what to take away, and
//! somebody else talks to the system.

use std::collections::{BTreeMap, BTreeSet};

use zuoxi_model::{ChatKey, ChatKind, Content, MessageKey, NotificationSound, RobotKey, RobotStatus, Timestamp};

use super::{Arrival, NotificationContent, Notify};

/// As many chats may notify side by side.
const MOST_CHATS: usize = 5;
/// Chats that notify within so long of each other are one burst, in milliseconds.
const BURST_MS: i64 = 10_000;
/// The shortest pause between two sounds, in milliseconds.
const SOUND_PAUSE_MS: i64 = 3_000;

/// A place for one notification; what is shown there replaces what stood there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slot {
    Chat(ChatKey),
    /// Several chats, or messages of nobody in particular.
    Summary,
    Robot(RobotKey),
}

/// What a notification is about. Words are made of it by whoever shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A chat whose last message may be read.
    Message {
        chat: String,
        robot: String,
        group: bool,
        sender: String,
        content: Content,
        messages: u32,
    },
    /// A chat whose messages are not shown.
    Chat {
        chat: String,
        robot: String,
        messages: u32,
    },
    Summary {
        chats: u32,
        messages: u32,
    },
    RobotFell {
        robot: String,
        status: RobotStatus,
    },
}

/// A notification to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub subject: Subject,
    /// None where a sound was heard just now.
    pub sound: Option<NotificationSound>,
    /// What a click opens; none brings the window to the front and no more.
    pub opens: Option<MessageKey>,
}

/// What is to be done on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "a handful live at a time, and each for a moment")]
pub enum Step {
    Show { slot: Slot, card: Card },
    Close { slot: Slot },
}

#[derive(Debug)]
struct Standing {
    /// It has a notification of its own on the screen.
    shown: bool,
    messages: u32,
    last_at: Timestamp,
    opens: MessageKey,
}

/// The notifications that stand, as far as is known.
#[derive(Debug, Default)]
pub struct Board {
    chats: BTreeMap<ChatKey, Standing>,
    /// The messages that the summary counts, while there is one.
    summary: BTreeMap<ChatKey, Standing>,
    /// It is on the screen, whether it goes on counting or not.
    summary_shown: bool,
    robots: BTreeSet<RobotKey>,
    last_sound: Option<Timestamp>,
}

impl Board {
    /// Takes messages in that came at about the same time, each with how it is to be told.
    pub fn arrive(&mut self, arrivals: &[(Arrival, Notify)], now: Timestamp) -> Vec<Step> {
        let mut touched: Vec<(&Arrival, Notify)> = Vec::new();
        let counted = arrivals.iter().any(|(_, notify)| notify.content == NotificationContent::Count);
        let since = now.plus_ms(-BURST_MS);
        if !counted && !self.summary.values().any(|standing| standing.last_at >= since) && !self.summary.is_empty() {
            // The burst is over; its summary stays on the screen and counts no further.
            self.summary.clear();
        }
        for (arrival, notify) in arrivals {
            let chat = &arrival.chat.chat.key;
            let standing = self.chats.entry(chat.clone()).or_insert_with(|| Standing {
                shown: false,
                messages: 0,
                last_at: now,
                opens: arrival.message.key.clone(),
            });
            standing.messages = standing.messages.saturating_add(1);
            standing.last_at = now;
            standing.opens = arrival.message.key.clone();
            touched.retain(|(earlier, _)| earlier.chat.chat.key != *chat);
            touched.push((arrival, *notify));
        }
        let lately = self.chats.values().filter(|standing| standing.last_at >= since).count();
        if counted || !self.summary.is_empty() || lately > MOST_CHATS {
            return self.summarise(&touched, now);
        }
        touched
            .into_iter()
            .filter_map(|(arrival, notify)| {
                let key = arrival.chat.chat.key.clone();
                let standing = self.chats.get_mut(&key)?;
                standing.shown = true;
                let messages = standing.messages;
                let sound = self.sound(notify.sound, now);
                let subject = subject(arrival, notify.content, messages);
                let card = Card { subject, sound, opens: Some(arrival.message.key.clone()) };
                Some(Step::Show { slot: Slot::Chat(key), card })
            })
            .collect()
    }

    /// Everything that stood by itself goes into one notification that counts.
    fn summarise(&mut self, touched: &[(&Arrival, Notify)], now: Timestamp) -> Vec<Step> {
        let mut steps = Vec::new();
        for (key, standing) in std::mem::take(&mut self.chats) {
            if standing.shown {
                steps.push(Step::Close { slot: Slot::Chat(key.clone()) });
            }
            let known = self.summary.get(&key).map_or(0, |known| known.messages);
            let messages = known.saturating_add(standing.messages);
            self.summary.insert(key, Standing { messages, shown: false, ..standing });
        }
        let chats = u32::try_from(self.summary.len()).unwrap_or(u32::MAX);
        let messages = self.summary.values().fold(0_u32, |sum, standing| sum.saturating_add(standing.messages));
        let opens = match (chats, self.summary.values().next()) {
            (1, Some(only)) => Some(only.opens.clone()),
            _ => None,
        };
        let wanted = touched.iter().map(|(_, notify)| notify.sound).find(|sound| *sound != NotificationSound::Silent);
        let sound = self.sound(wanted.unwrap_or(NotificationSound::Silent), now);
        self.summary_shown = true;
        steps.push(Step::Show {
            slot: Slot::Summary,
            card: Card { subject: Subject::Summary { chats, messages }, sound, opens },
        });
        steps
    }

    /// A robot went down and stayed down.
    pub fn fell(
        &mut self,
        robot: RobotKey,
        name: String,
        status: RobotStatus,
        sound: NotificationSound,
        now: Timestamp,
    ) -> Step {
        self.robots.insert(robot.clone());
        let sound = self.sound(sound, now);
        let card = Card { subject: Subject::RobotFell { robot: name, status }, sound, opens: None };
        Step::Show { slot: Slot::Robot(robot), card }
    }

    /// The robot is up again.
    pub fn rose(&mut self, robot: &RobotKey) -> Option<Step> {
        self.robots.remove(robot).then(|| Step::Close { slot: Slot::Robot(robot.clone()) })
    }

    /// The chat was read, here or elsewhere.
    pub fn read(&mut self, chat: &ChatKey) -> Vec<Step> {
        let mut steps = Vec::new();
        if self.chats.remove(chat).is_some() {
            steps.push(Step::Close { slot: Slot::Chat(chat.clone()) });
        }
        if self.summary.remove(chat).is_some() && self.summary.is_empty() {
            steps.extend(self.looked());
        }
        steps
    }

    /// The person is at the window: what only counts has done its work.
    pub fn looked(&mut self) -> Option<Step> {
        self.summary.clear();
        std::mem::take(&mut self.summary_shown).then_some(Step::Close { slot: Slot::Summary })
    }

    /// The notification is gone from the screen: waved away, or clicked. The next message begins to count anew.
    pub fn gone(&mut self, slot: &Slot) {
        match slot {
            Slot::Chat(chat) => drop(self.chats.remove(chat)),
            Slot::Summary => {
                self.summary.clear();
                self.summary_shown = false;
            }
            Slot::Robot(robot) => {
                self.robots.remove(robot);
            }
        }
    }

    /// Another account, or none: nothing of what stands means anything any more.
    pub fn clear(&mut self) -> Vec<Step> {
        let chats = std::mem::take(&mut self.chats).into_keys().map(Slot::Chat);
        let robots = std::mem::take(&mut self.robots).into_iter().map(Slot::Robot);
        let mut steps: Vec<Step> = chats.chain(robots).map(|slot| Step::Close { slot }).collect();
        steps.extend(self.looked());
        steps
    }

    /// A sound, unless one was heard just now.
    fn sound(&mut self, sound: NotificationSound, now: Timestamp) -> Option<NotificationSound> {
        let heard = self.last_sound.is_some_and(|last| last <= now && now < last.plus_ms(SOUND_PAUSE_MS));
        if sound == NotificationSound::Silent || heard {
            return None;
        }
        self.last_sound = Some(now);
        Some(sound)
    }
}

fn subject(arrival: &Arrival, content: NotificationContent, messages: u32) -> Subject {
    let row = &arrival.chat;
    let chat = row.remark.clone().filter(|remark| !remark.trim().is_empty()).unwrap_or_else(|| row.chat.name.clone());
    let robot = arrival.robot.clone();
    if content == NotificationContent::Full {
        Subject::Message {
            chat,
            robot,
            group: row.chat.kind == ChatKind::Group,
            sender: arrival.message.sender.name.clone(),
            content: arrival.message.content.clone(),
            messages,
        }
    } else {
        Subject::Chat { chat, robot, messages }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::testing::arrival, *};

    const FULL: Notify = Notify { content: NotificationContent::Full, sound: NotificationSound::Message };
    const START: Timestamp = Timestamp(1_000_000);

    fn chat(user: &str) -> ChatKey {
        ChatKey { robot_key: "r".into(), chat_user: user.into() }
    }

    fn with(content: NotificationContent, arrivals: &[(&str, &str)]) -> Vec<(Arrival, Notify)> {
        arrivals.iter().map(|(user, id)| (arrival(user, id, "在吗"), Notify { content, ..FULL })).collect()
    }

    fn full(arrivals: &[(&str, &str)]) -> Vec<(Arrival, Notify)> {
        with(NotificationContent::Full, arrivals)
    }

    fn shown(steps: &[Step]) -> Vec<(&Slot, &Card)> {
        let shown = steps.iter().filter_map(|step| match step {
            Step::Show { slot, card } => Some((slot, card)),
            Step::Close { .. } => None,
        });
        shown.collect()
    }

    fn counts(card: &Card) -> (u32, u32) {
        match card.subject {
            Subject::Summary { chats, messages } => (chats, messages),
            Subject::Message { messages, .. } | Subject::Chat { messages, .. } => (1, messages),
            Subject::RobotFell { .. } => (0, 0),
        }
    }

    #[test]
    fn messages_of_one_chat_are_one_notification_that_opens_the_last() {
        let mut board = Board::default();
        let first = board.arrive(&full(&[("wang", "m1")]), START);
        let next = board.arrive(&full(&[("wang", "m2"), ("wang", "m3")]), START.plus_ms(100));
        let (first, next) = (shown(&first), shown(&next));
        assert_eq!((first.len(), next.len()), (1, 1));
        assert_eq!(first[0].0, next[0].0);
        assert_eq!((counts(first[0].1).1, counts(next[0].1).1), (1, 3));
        assert_eq!(next[0].1.opens.as_ref().unwrap().message_id.as_str(), "m3");
        // The second sound within a moment is left out.
        assert_eq!((first[0].1.sound, next[0].1.sound), (Some(NotificationSound::Message), None));
        let later = board.arrive(&full(&[("wang", "m4")]), START.plus_ms(SOUND_PAUSE_MS));
        assert_eq!(shown(&later)[0].1.sound, Some(NotificationSound::Message));
    }

    #[test]
    fn more_than_five_chats_become_one_summary_and_go_on_counting() {
        let mut board = Board::default();
        let five = full(&[("a", "1"), ("b", "2"), ("c", "3"), ("d", "4"), ("e", "5")]);
        assert_eq!(shown(&board.arrive(&five, START)).len(), 5);
        let steps = board.arrive(&full(&[("f", "6"), ("f", "7")]), START.plus_ms(1_000));
        for user in ["a", "b", "c", "d", "e"] {
            assert!(steps.contains(&Step::Close { slot: Slot::Chat(chat(user)) }), "{user}");
        }
        assert_eq!(shown(&steps).iter().map(|(_, card)| counts(card)).collect::<Vec<_>>(), [(6, 7)]);
        let steps = board.arrive(&full(&[("a", "8")]), START.plus_ms(2_000));
        assert_eq!(
            shown(&steps).iter().map(|(slot, card)| (*slot, counts(card))).collect::<Vec<_>>(),
            [(&Slot::Summary, (6, 8))]
        );
        assert_eq!(shown(&steps)[0].1.opens, None);
        // After a while without anybody the next one stands for itself again.
        let steps = board.arrive(&full(&[("a", "9")]), START.plus_ms(2_001 + BURST_MS));
        assert_eq!(shown(&steps)[0].0, &Slot::Chat(chat("a")));
        assert_eq!(board.looked(), Some(Step::Close { slot: Slot::Summary }), "the old one is taken away, too");
    }

    #[test]
    fn five_slow_chats_and_a_sixth_stay_apart() {
        let mut board = Board::default();
        for (nth, user) in (0..).zip(["a", "b", "c", "d", "e", "f"]) {
            let steps = board.arrive(&full(&[(user, user)]), START.plus_ms(nth * BURST_MS));
            assert_eq!(shown(&steps)[0].0, &Slot::Chat(chat(user)));
        }
    }

    #[test]
    fn what_only_counts_names_nobody() {
        let mut board = Board::default();
        let one = board.arrive(&with(NotificationContent::Count, &[("a", "1")]), START);
        let (slot, card) = shown(&one)[0];
        assert_eq!((slot, counts(card)), (&Slot::Summary, (1, 1)));
        assert_eq!(card.opens.as_ref().unwrap().message_id.as_str(), "1");
        let two = board.arrive(&with(NotificationContent::Count, &[("b", "2")]), START.plus_ms(60_000));
        assert_eq!(counts(shown(&two)[0].1), (2, 2));
        assert_eq!(shown(&two)[0].1.opens, None);
    }

    #[test]
    fn a_name_without_its_message_prefers_the_remark() {
        let mut board = Board::default();
        let mut arrivals = with(NotificationContent::Name, &[("wang", "1")]);
        arrivals[0].0.chat.remark = Some("王总".into());
        let steps = board.arrive(&arrivals, START);
        let expected = Subject::Chat { chat: "王总".into(), robot: "小坐".into(), messages: 1 };
        assert_eq!(shown(&steps)[0].1.subject, expected);
    }

    #[test]
    fn what_was_read_or_waved_away_counts_anew() {
        let mut board = Board::default();
        board.arrive(&full(&[("wang", "1")]), START);
        assert_eq!(board.read(&chat("wang")), [Step::Close { slot: Slot::Chat(chat("wang")) }]);
        assert_eq!(board.read(&chat("wang")), []);
        board.arrive(&full(&[("wang", "2")]), START);
        board.gone(&Slot::Chat(chat("wang")));
        assert_eq!(counts(shown(&board.arrive(&full(&[("wang", "3")]), START))[0].1).1, 1);
        board.arrive(&with(NotificationContent::Count, &[("li", "4")]), START);
        assert_eq!(board.looked(), Some(Step::Close { slot: Slot::Summary }));
        assert_eq!(board.looked(), None);
    }

    #[test]
    fn a_robot_that_is_up_again_takes_its_notification_away() {
        let mut board = Board::default();
        let robot = RobotKey::from("r");
        assert_eq!(board.rose(&robot), None);
        board.fell(robot.clone(), "小坐".into(), RobotStatus::Offline, NotificationSound::Message, START);
        assert_eq!(board.rose(&robot), Some(Step::Close { slot: Slot::Robot(robot.clone()) }));
        board.fell(robot.clone(), "小坐".into(), RobotStatus::Offline, NotificationSound::Message, START);
        assert_eq!(board.clear(), [Step::Close { slot: Slot::Robot(robot) }]);
    }
}
