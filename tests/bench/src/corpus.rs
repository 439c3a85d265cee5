//! What people say in the benchmarks: seeded, so that every run has the same messages.
//!
//! Chats are chosen by Zipf's law, words too: a few of each are met all the time and most hardly ever, as in a shop. Four in
//! five texts are Chinese. Times rise by a second and a bit, so that "the newest" has one answer.

use std::fmt::Write as _;

use anyhow::Result;
use rand::distr::Distribution;
use rand::distr::weighted::WeightedIndex;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use zuoxi_model::{
    ChatKey, ChatKind, ChatUpdate, Content, Direction, Interval, Message, MessageKey, Origin, SendStatus, Sender,
    Timestamp,
};
use zuoxi_store::Batch;

const SEED: u64 = 7;
const HAN: &str = include_str!("../data/words.txt");
const LATIN: &str = include_str!("../data/latin.txt");

/// Milliseconds since 1970 of the first message.
pub const BEGAN: i64 = 1_700_000_000_000;
const STEP_MS: i64 = 1_017;

/// Said by somebody once in five thousand messages.
pub const RARE: &str = "琥珀色";
/// Never said.
pub const ABSENT: &str = "麒麟送子";
/// Said as a whole once in two hundred messages.
pub const PHRASE: &str = "什么时候发货呢";

/// One message.
pub struct Said {
    /// From 0, in the order of time.
    pub number: u64,
    /// Place of its chat.
    pub chat: usize,
    pub at: Timestamp,
    pub is_ours: bool,
    pub text: String,
}

/// All that is ever said, one after the other.
pub struct Corpus {
    chance: ChaCha8Rng,
    chats: WeightedIndex<f64>,
    han: Vec<&'static str>,
    latin: Vec<&'static str>,
    han_chance: WeightedIndex<f64>,
    latin_chance: WeightedIndex<f64>,
    number: u64,
}

fn zipf(count: usize) -> Result<WeightedIndex<f64>> {
    Ok(WeightedIndex::new((1..=count.max(1)).map(|rank| 1.0 / rank as f64))?)
}

impl Corpus {
    pub fn new(chats: usize) -> Result<Self> {
        let han: Vec<_> = HAN.lines().collect();
        let latin: Vec<_> = LATIN.lines().collect();
        let (han_chance, latin_chance) = (zipf(han.len())?, zipf(latin.len())?);
        let chance = ChaCha8Rng::seed_from_u64(SEED);
        Ok(Self { chance, chats: zipf(chats)?, han, latin, han_chance, latin_chance, number: 0 })
    }

    fn text(&mut self) -> String {
        let mut text = String::new();
        let length = self.chance.random_range(4..36_usize);
        let is_latin = self.chance.random_bool(0.2);
        while text.chars().count() < length {
            if is_latin {
                let word = self.latin.get(self.latin_chance.sample(&mut self.chance)).copied().unwrap_or_default();
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(word);
            } else {
                let word = self.han.get(self.han_chance.sample(&mut self.chance)).copied().unwrap_or_default();
                text.push_str(word);
                if self.chance.random_bool(0.15) {
                    text.push('，');
                }
            }
        }
        if self.number % 5_000 == 17 {
            text.push_str(RARE);
        }
        if self.number % 200 == 3 {
            text.push_str(PHRASE);
        }
        if self.chance.random_bool(0.05) {
            // Writing to a string cannot fail.
            let _ = write!(text, " {}", self.chance.random_range(10_000_000..100_000_000_u32));
        }
        text
    }
}

impl Iterator for Corpus {
    type Item = Said;

    fn next(&mut self) -> Option<Said> {
        let number = self.number;
        let chat = self.chats.sample(&mut self.chance);
        let is_ours = self.chance.random_bool(0.4);
        let text = self.text();
        self.number += 1;
        Some(Said { number, chat, at: time_of(number), is_ours, text })
    }
}

fn time_of(number: u64) -> Timestamp {
    Timestamp(BEGAN + i64::try_from(number).unwrap_or(0) * STEP_MS)
}

pub fn chat_key(chat: usize) -> ChatKey {
    ChatKey {
        robot_key: format!("robot-{}-0123456789abcdef", chat % 3).as_str().into(),
        chat_user: format!("788130{:010}", chat * 7_919).as_str().into(),
    }
}

fn chat_id(chat: &ChatKey) -> String {
    format!("S:1688850000000000_{}", chat.chat_user.as_str())
}

pub fn message_id(number: u64) -> String {
    format!("20261123134{number:011}")
}

/// What [`message_id`] made.
pub fn number_of(message_id: &str) -> Option<u64> {
    message_id.strip_prefix("20261123134")?.parse().ok()
}

/// The message as it comes out of `platform`, its record as long as that of 3.2.
pub fn message(said: &Said) -> Message {
    let key = chat_key(said.chat);
    let chat_id = chat_id(&key);
    let text = &said.text;
    let record = "x".repeat(480);
    Message {
        key: MessageKey {
            robot_key: key.robot_key,
            chat_user: key.chat_user.clone(),
            message_id: message_id(said.number).as_str().into(),
        },
        chat_id: chat_id.as_str().into(),
        chat_name: Some(name(said.chat)),
        msg_svr_id: Some(format!("{}", 7_000_000_000_000_000_000_u64 + said.number).as_str().into()),
        timestamp: said.at,
        direction: if said.is_ours { Direction::Out } else { Direction::In },
        origin: if said.is_ours { Origin::Elsewhere } else { Origin::Customer },
        sender: Sender {
            id: key.chat_user.as_str().into(),
            name: name(said.chat),
            avatar_url: Some(picture(said.chat)),
        },
        content: Content::Text { text: text.clone(), mentions: Vec::new() },
        send_status: said.is_ours.then_some(SendStatus::Sent),
        assignee: Some("azhen".into()),
        raw: format!("{{\"content\":{{\"contentType\":7,\"content\":\"{text}\"}},\"rest\":\"{record}\"}}"),
    }
}

/// The `chat` event that follows a message.
pub fn update(chat: usize, text: &str, at: Timestamp) -> ChatUpdate {
    let key = chat_key(chat);
    ChatUpdate {
        chat_id: chat_id(&key).as_str().into(),
        robot_key: Some(key.robot_key),
        wxid: None,
        chat_user: Some(key.chat_user),
        robot_status: None,
        kind: Some(ChatKind::Single),
        name: Some(name(chat)),
        avatar_url: Some(picture(chat)),
        last_active: Some(at),
        unread: Some(3),
        preview: Some(text.to_owned()),
        assignee: Some("azhen".into()),
    }
}

/// Surnames and given names, so that finding people by how they are read has something to read.
fn name(chat: usize) -> String {
    const SURNAMES: [&str; 10] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"];
    const GIVEN: [&str; 12] =
        ["小明", "丽娜", "建国", "秀英", "伟", "芳", "子涵", "浩然", "一笑", "静怡", "志强", "雨桐"];
    let pick = |from: &[&'static str], nth: usize| from.get(nth % from.len()).copied().unwrap_or_default();
    format!("{}{}{}", pick(&SURNAMES, chat), pick(&GIVEN, chat / 10), chat)
}

fn picture(chat: usize) -> String {
    format!("https://wework.qpic.cn/bizmail/{chat:016}/0")
}

/// What a live line says: each message with the `chat` event after it, and the stretch that is complete with it.
pub fn live_batch(said: &[Said]) -> Batch {
    let mut batch = Batch::new(Timestamp(BEGAN));
    for each in said {
        batch.messages.push(message(each));
        batch.chats.push(update(each.chat, &each.text, each.at));
        batch.covered.push((chat_key(each.chat), Interval::new(Timestamp(BEGAN), each.at)));
    }
    batch
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_the_same_every_time_and_about_twenty_characters_long() {
        let texts = || Corpus::new(100).unwrap().take(2_000).map(|said| said.text).collect::<Vec<_>>();
        assert_eq!(texts(), texts());
        let characters: usize = texts().iter().map(|text| text.chars().count()).sum();
        assert!((15..27).contains(&(characters / 2_000)), "{}", characters / 2_000);
        assert!(!texts().iter().any(|text| text.contains(ABSENT)));
    }

    #[test]
    fn a_number_comes_back_from_its_id() {
        assert_eq!(number_of(&message_id(1_234_567)), Some(1_234_567));
    }
}
