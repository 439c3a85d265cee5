//! Which notifications stand on the screen, and what becomes of them as messages come.
//!
//! One notification for each chat, replaced in place, so that ten messages of one customer are one notification and not
//! ten. When more than [`MOST_CHATS`] chats write within [`BURST_MS`], their notifications give way to one that counts,
//! and it goes on counting until nobody wrote for that long. Pure: it says what to show and what to take away, and
//! somebody else talks to the system.

use std::collections::{BTreeMap, BTreeSet};

use zuoxi_model::{
    AccountId, ChatKey, ChatKind, Content, MessageKey, NotificationSound, Robot, RobotKey, RobotStatus, Timestamp,
};

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
    Chat(AccountId, ChatKey),
    /// Several chats, of whichever account, or messages of nobody in particular.
    Summary,
    Robot(AccountId, RobotKey),
}

/// Two accounts may see the same robot, so that a chat alone does not say which notification is meant.
type Place = (AccountId, ChatKey);

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
    /// Whose customer or robot it is about; none where it is about several accounts.
    pub account: Option<AccountId>,
    pub subject: Subject,
    /// None where a sound was heard just now.
    pub sound: Option<NotificationSound>,
    /// What a click opens, in that account; none brings the window to the front and no more.
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
    chats: BTreeMap<Place, Standing>,
    /// The messages that the summary counts, while there is one.
    summary: BTreeMap<Place, Standing>,
    /// It is on the screen, whether it goes on counting or not.
    summary_shown: bool,
    robots: BTreeSet<(AccountId, RobotKey)>,
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
            let place = place_of(arrival);
            let standing = self.chats.entry(place.clone()).or_insert_with(|| Standing {
                shown: false,
                messages: 0,
                last_at: now,
                opens: arrival.message.key.clone(),
            });
            standing.messages = standing.messages.saturating_add(1);
            standing.last_at = now;
            standing.opens = arrival.message.key.clone();
            touched.retain(|(earlier, _)| place_of(earlier) != place);
            touched.push((arrival, *notify));
        }
        let lately = self.chats.values().filter(|standing| standing.last_at >= since).count();
        if counted || !self.summary.is_empty() || lately > MOST_CHATS {
            return self.summarise(&touched, now);
        }
        touched
            .into_iter()
            .filter_map(|(arrival, notify)| {
                let (account, chat) = place_of(arrival);
                let standing = self.chats.get_mut(&(account.clone(), chat.clone()))?;
                standing.shown = true;
                let messages = standing.messages;
                let sound = self.sound(notify.sound, now);
                let subject = subject(arrival, notify.content, messages);
                let opens = Some(arrival.message.key.clone());
                let card = Card { account: Some(account.clone()), subject, sound, opens };
                Some(Step::Show { slot: Slot::Chat(account, chat), card })
            })
            .collect()
    }

    /// Everything that stood by itself goes into one notification that counts.
    fn summarise(&mut self, touched: &[(&Arrival, Notify)], now: Timestamp) -> Vec<Step> {
        let mut steps = Vec::new();
        for (place, standing) in std::mem::take(&mut self.chats) {
            if standing.shown {
                steps.push(Step::Close { slot: slot_of(place.clone()) });
            }
            let known = self.summary.get(&place).map_or(0, |known| known.messages);
            let messages = known.saturating_add(standing.messages);
            self.summary.insert(place, Standing { messages, shown: false, ..standing });
        }
        let chats = u32::try_from(self.summary.len()).unwrap_or(u32::MAX);
        let messages = self.summary.values().fold(0_u32, |sum, standing| sum.saturating_add(standing.messages));
        let opens = match (chats, self.summary.values().next()) {
            (1, Some(only)) => Some(only.opens.clone()),
            _ => None,
        };
        let mut accounts = self.summary.keys().map(|(account, _)| account);
        let account = accounts.next().filter(|first| accounts.all(|other| other == *first)).cloned();
        let wanted = touched.iter().map(|(_, notify)| notify.sound).find(|sound| *sound != NotificationSound::Silent);
        let sound = self.sound(wanted.unwrap_or(NotificationSound::Silent), now);
        self.summary_shown = true;
        steps.push(Step::Show {
            slot: Slot::Summary,
            card: Card { account, subject: Subject::Summary { chats, messages }, sound, opens },
        });
        steps
    }

    /// A robot went down and stayed down.
    pub fn fell(&mut self, account: &AccountId, robot: &Robot, sound: NotificationSound, now: Timestamp) -> Step {
        let place = (account.clone(), robot.key.clone());
        self.robots.insert(place.clone());
        let sound = self.sound(sound, now);
        let subject = Subject::RobotFell { robot: robot.name.clone(), status: robot.status };
        let card = Card { account: Some(account.clone()), subject, sound, opens: None };
        Step::Show { slot: Slot::Robot(place.0, place.1), card }
    }

    /// The robot is up again.
    pub fn rose(&mut self, account: &AccountId, robot: &RobotKey) -> Option<Step> {
        let (account, robot) = self.robots.take(&(account.clone(), robot.clone()))?;
        Some(Step::Close { slot: Slot::Robot(account, robot) })
    }

    /// The chat was read, here or elsewhere.
    pub fn read(&mut self, account: &AccountId, chat: &ChatKey) -> Vec<Step> {
        let mut steps = Vec::new();
        let place = (account.clone(), chat.clone());
        if self.chats.remove(&place).is_some() {
            steps.push(Step::Close { slot: slot_of(place.clone()) });
        }
        if self.summary.remove(&place).is_some() && self.summary.is_empty() {
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
            Slot::Chat(account, chat) => drop(self.chats.remove(&(account.clone(), chat.clone()))),
            Slot::Summary => {
                self.summary.clear();
                self.summary_shown = false;
            }
            Slot::Robot(account, robot) => {
                self.robots.remove(&(account.clone(), robot.clone()));
            }
        }
    }

    /// The account is not at work any more: nothing of what stands for it means anything.
    pub fn left(&mut self, account: &AccountId) -> Vec<Step> {
        let chats = self.chats.extract_if(.., |(of, _), _| of == account).map(|(place, _)| slot_of(place));
        let mut slots: Vec<Slot> = chats.collect();
        let robots = self.robots.extract_if(.., |(of, _)| of == account);
        slots.extend(robots.map(|(of, robot)| Slot::Robot(of, robot)));
        let mut steps: Vec<Step> = slots.into_iter().map(|slot| Step::Close { slot }).collect();
        let counted = self.summary.len();
        self.summary.retain(|(of, _), _| of != account);
        if counted > 0 && self.summary.is_empty() {
            steps.extend(self.looked());
        }
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

fn place_of(arrival: &Arrival) -> Place {
    (arrival.account.clone(), arrival.chat.chat.key.clone())
}

fn slot_of((account, chat): Place) -> Slot {
    Slot::Chat(account, chat)
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
mod tests;
