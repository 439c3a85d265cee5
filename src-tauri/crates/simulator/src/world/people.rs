//! Robots, customers and colleagues: names, ids and faces.

use std::collections::HashSet;

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::addresses::Addresses;
use super::script::entries;
use crate::clock::{self, DAY_MS, HOUR_MS};

/// The company that owns all robots.
pub const CORP_ID: &str = "ww5484f5410f7f5445";

/// Who answers: the values of `assignTo`.
pub const ASSIGNEES: [&str; 5] = ["xiaohong", "xiaoming", "lilei", "hanmeimei", "azhen"];

/// A WeCom account that the platform runs (spec 2.2).
#[derive(Clone, Debug)]
pub struct Robot {
    pub key: String,
    pub wxid: String,
    pub nick_name: String,
    /// How dialogues call the person behind it.
    pub short_name: String,
    pub head_img: String,
    /// Spec 2.2: 0 initialising, 1 online, 2 offline, 3 banned, 4 kicked out.
    pub status: u8,
    pub official_user_id: String,
    pub last_login_ms: i64,
    pub profile: Profile,
}

/// What a robot says about itself (spec 3.14).
#[derive(Clone, Debug, Default)]
pub struct Profile {
    pub alias: String,
    /// 0 unknown, 1 male, 2 female.
    pub gender: u8,
    /// A landline.
    pub phone: String,
    pub mobile: String,
    pub position: String,
}

/// A customer, or a colleague in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: String,
    pub name: String,
    pub head_img: String,
    pub english: bool,
    /// Belongs to the company, is not an external contact.
    pub staff: bool,
}

/// Draws people one after the other, never two with one id or one name.
pub struct People<'a> {
    rng: ChaCha8Rng,
    addresses: &'a Addresses,
    nicknames: Vec<&'static str>,
    surnames: Vec<char>,
    given: Vec<&'static str>,
    english_surnames: Vec<&'static str>,
    english_given: Vec<&'static str>,
    group_names: Vec<&'static str>,
    taken: HashSet<String>,
}

impl<'a> People<'a> {
    pub fn new(rng: ChaCha8Rng, addresses: &'a Addresses) -> Self {
        Self {
            rng,
            addresses,
            nicknames: section("nicknames").collect(),
            surnames: surnames(),
            given: given_names(),
            english_surnames: section("english-surnames").flat_map(str::split_whitespace).collect(),
            english_given: section("english-given").flat_map(str::split_whitespace).collect(),
            group_names: section("groups").collect(),
            taken: HashSet::new(),
        }
    }

    pub fn robot(&mut self, nth: usize, now_ms: i64) -> Robot {
        let (nick_name, short_name, official) = match nth {
            0 => ("旗舰店-小满".to_owned(), "小满".to_owned(), "XiaoMan".to_owned()),
            1 => ("客服2号".to_owned(), "小禾".to_owned(), "KeFu-0002".to_owned()),
            2 => ("直播间-阿青".to_owned(), "阿青".to_owned(), "AQing".to_owned()),
            more => (format!("客服{}号", more + 1), "小夏".to_owned(), format!("KeFu-{:04}", more + 1)),
        };
        let wxid = self.id("168885", 10);
        Robot {
            key: format!("{:032x}", self.rng.random::<u128>()),
            head_img: self.addresses.avatar("robot", &wxid),
            wxid,
            nick_name,
            short_name,
            status: 1,
            official_user_id: official,
            last_login_ms: now_ms - DAY_MS - self.rng.random_range(0..9 * HOUR_MS),
            profile: Profile { gender: 2, position: "客服".to_owned(), ..Profile::default() },
        }
    }

    /// The `nth` customer. The first ones carry the written nicknames, later ones composed names.
    pub fn customer(&mut self, nth: usize) -> Person {
        let (name, english) = match self.nicknames.get(nth).copied() {
            Some(nickname) => match nickname.strip_prefix("en:") {
                Some(name) => (name.to_owned(), true),
                None => (nickname.to_owned(), false),
            },
            None => self.composed_name(),
        };
        self.taken.insert(name.clone());
        // Some contact ids of 2.11 have seventeen digits: above 2^53, so no JavaScript number holds them (quirk Q9).
        let id = if nth % 23 == 7 { self.id("109775", 11) } else { self.id("788130", 10) };
        Person { head_img: self.addresses.avatar("customer", &id), id, name, english, staff: false }
    }

    pub fn colleague(&mut self) -> Person {
        let id = self.id("168885", 10);
        let (name, _) = self.chinese_name();
        Person { head_img: self.addresses.avatar("staff", &id), id, name, english: false, staff: true }
    }

    /// A group's id and name. Every fourth one is internal and has the short id of such groups (spec 2.4).
    pub fn group(&mut self, nth: usize) -> (String, String) {
        let id = if nth % 4 == 3 { self.id("R:1736", 6) } else { self.id("R:106960", 11) };
        let written = self.group_names.len().max(1);
        let name = self.group_names.get(nth % written).copied().unwrap_or("客户群");
        (id, if nth < written { name.to_owned() } else { format!("{name}{}", nth / written + 1) })
    }

    fn composed_name(&mut self) -> (String, bool) {
        for _ in 0..20 {
            let (name, english) = if self.rng.random_bool(0.05) { self.english_name() } else { self.chinese_name() };
            if !self.taken.contains(&name) {
                return (name, english);
            }
        }
        let (name, english) = self.chinese_name();
        (format!("{name}{}", self.taken.len()), english)
    }

    fn chinese_name(&mut self) -> (String, bool) {
        let surname = self.surnames.choose(&mut self.rng).copied().unwrap_or('王');
        let given = self.given.choose(&mut self.rng).copied().unwrap_or("小雨");
        (format!("{surname}{given}"), false)
    }

    fn english_name(&mut self) -> (String, bool) {
        let given = self.english_given.choose(&mut self.rng).copied().unwrap_or("Emma");
        let surname = self.english_surnames.choose(&mut self.rng).copied().unwrap_or("Kim");
        (format!("{given} {surname}"), true)
    }

    fn id(&mut self, prefix: &str, digits: usize) -> String {
        loop {
            let id = std::iter::once(prefix.to_owned())
                .chain((0..digits).map(|_| self.rng.random_range(0..10_u8).to_string()))
                .collect::<String>();
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// One line each, from the named section of the names file.
fn section(name: &str) -> impl Iterator<Item = &'static str> {
    let title = format!("[{name}]");
    entries(include_str!("../../data/names.txt"))
        .skip_while(move |line| *line != title)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
}

pub fn given_names() -> Vec<&'static str> {
    section("given").flat_map(str::split_whitespace).collect()
}

pub fn surnames() -> Vec<char> {
    section("surnames").flat_map(str::chars).collect()
}

impl Person {
    /// 0 unknown, 1 male, 2 female: a property of the id, so that it is the same in every answer.
    pub fn gender(&self) -> u8 {
        self.id.bytes().last().unwrap_or_default() % 3
    }
}

impl Robot {
    /// The robot as a member of its groups.
    pub fn as_person(&self) -> Person {
        Person {
            id: self.wxid.clone(),
            name: self.nick_name.clone(),
            head_img: self.head_img.clone(),
            english: false,
            staff: true,
        }
    }

    /// `lastLoginTime` of spec 2.2.
    pub fn last_login(&self) -> String {
        clock::date_time(self.last_login_ms)
    }
}
