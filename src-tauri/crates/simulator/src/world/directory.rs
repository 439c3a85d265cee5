//! What the platform knows of customers and groups beside their chats: remarks, labels, creators, admins, who left.
//!
//! Everything is kept by chat id. A friendship belongs to one robot, so a customer who knows two robots has two, each
//! with its own remark and labels.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rand::seq::{IndexedRandom, IteratorRandom};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::Chat;
use super::labels::LabelGroup;
use super::people::{Person, Robot};
use crate::clock::DAY_MS;

/// `state` of spec 2.3.
pub mod state {
    pub const BOTH_DELETED: u8 = 0;
    pub const NORMAL: u8 = 1;
    pub const CUSTOMER_DELETED: u8 = 2;
    pub const WE_DELETED: u8 = 3;
}

/// One robot's acquaintance with one customer (spec 2.3).
#[derive(Clone, Debug)]
pub struct Friendship {
    /// See [`state`].
    pub state: u8,
    /// `realRemarks` when read, `realRemark` when written (quirk Q13).
    pub remark: String,
    /// `remarks` when read, `userRemark` when written.
    pub description: String,
    pub labels: BTreeSet<u64>,
    pub created_ms: i64,
    pub modified_ms: i64,
    /// `mark_as_customer_time`; the epoch stands for never (quirk Q17).
    pub customer_since_ms: Option<i64>,
    pub source: u32,
}

impl Friendship {
    pub fn new(now_ms: i64) -> Self {
        Self {
            state: state::NORMAL,
            remark: String::new(),
            description: String::new(),
            labels: BTreeSet::new(),
            created_ms: now_ms,
            modified_ms: now_ms,
            customer_since_ms: None,
            source: 1,
        }
    }

    /// Whether the customer can still be written to.
    pub fn reaches_customer(&self) -> bool {
        matches!(self.state, state::NORMAL | state::WE_DELETED)
    }

    /// `flag`: 2049 when the customer has deleted us, else 2057.
    pub fn flag(&self) -> u32 {
        if self.reaches_customer() { 2057 } else { 2049 }
    }

    /// `isDelete`, and the opposite of `status`: whether the robot's own list has lost the customer.
    pub fn is_deleted(&self) -> bool {
        matches!(self.state, state::BOTH_DELETED | state::WE_DELETED)
    }
}

/// What a group has beside its chat (specs 2.4, 2.6, 3.15 to 3.23).
#[derive(Clone, Debug)]
pub struct GroupFacts {
    pub creator: Arc<Person>,
    /// Ids of the admins, without the creator.
    pub admins: Vec<String>,
    /// The announcement of 3.23.
    pub notice: String,
    pub notice_ms: Option<i64>,
    /// The `groupWxid` of 3.20, which differs from the `conversationId` (quirk Q11).
    pub alias: Option<String>,
    pub created_ms: i64,
    pub modified_ms: i64,
    pub dissolved: bool,
    /// Who left or was removed; rows with status 0 in 2.6.
    pub left: Vec<Arc<Person>>,
}

impl GroupFacts {
    pub fn new(creator: Arc<Person>, now_ms: i64) -> Self {
        Self {
            creator,
            admins: Vec::new(),
            notice: String::new(),
            notice_ms: None,
            alias: None,
            created_ms: now_ms,
            modified_ms: now_ms,
            dissolved: false,
            left: Vec::new(),
        }
    }
}

/// Somebody who asked to become a friend and waits (spec 3.8).
#[derive(Clone, Debug)]
pub struct FriendRequest {
    pub robot_key: String,
    pub person: Arc<Person>,
    pub reason: String,
}

/// What happened on the phone and is not in the platform's lists yet; spec 2.13 brings it in.
#[derive(Clone, Debug)]
pub enum PhoneChange {
    NewCustomer,
    NewGroup {
        name: String,
    },
    Renamed {
        chat_user: String,
        name: String,
    },
    /// Another `state` of 2.3.
    Friendship {
        chat_user: String,
        state: u8,
    },
}

#[derive(Clone, Debug, Default)]
pub struct Directory {
    pub friendships: HashMap<String, Friendship>,
    pub groups: HashMap<String, GroupFacts>,
    pub requests: Vec<FriendRequest>,
    /// By robot.
    pub unsynced: HashMap<String, Vec<PhoneChange>>,
}

impl Directory {
    pub fn build(seed: u64, chats: &[Chat], robots: &[Robot], labels: &[LabelGroup], now_ms: i64) -> Self {
        let mut directory = Self::default();
        let ids: Vec<u64> = labels.iter().flat_map(|group| &group.labels).map(|label| label.id).collect();
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(u64::MAX - 3);
        let mut groups = 0;
        for (nth, chat) in chats.iter().enumerate() {
            if chat.is_group {
                groups += 1;
                let Some(robot) = robots.iter().find(|robot| robot.key == chat.robot_key) else { continue };
                let mut facts = past_group(chat, robot, now_ms, &mut rng);
                // The list of 2.4 keeps groups that no longer exist.
                facts.dissolved = groups % 11 == 0 && chat.unread == 0;
                directory.groups.insert(chat.id.clone(), facts);
            } else {
                let friendship = past_friendship(nth, chat, &ids, now_ms, &mut rng);
                directory.friendships.insert(chat.id.clone(), friendship);
            }
        }
        directory
    }

    /// Whether anybody of this chat would write: not a dissolved group, not a customer who has deleted the robot.
    pub fn is_alive(&self, chat_id: &str) -> bool {
        self.friendships.get(chat_id).is_none_or(Friendship::reaches_customer)
            && self.groups.get(chat_id).is_none_or(|group| !group.dissolved)
    }
}

fn past_friendship(nth: usize, chat: &Chat, labels: &[u64], now_ms: i64, rng: &mut ChaCha8Rng) -> Friendship {
    let created_ms = now_ms - rng.random_range(8 * DAY_MS..500 * DAY_MS);
    let mut friendship = Friendship::new(created_ms);
    friendship.modified_ms = now_ms - rng.random_range(0..8 * DAY_MS);
    friendship.source = rng.random_range(1..4);
    if rng.random_bool(0.45) {
        let count = rng.random_range(1..=3);
        friendship.labels = labels.iter().copied().choose_multiple(rng, count).into_iter().collect();
    }
    if rng.random_bool(0.2) {
        let remark = ["老客", "企业采购", "湖滨店", "会员", "退换货留意"].choose(rng).copied().unwrap_or("老客");
        friendship.remark = format!("{}-{remark}", chat.name);
        "半夏里·门店加的微信".clone_into(&mut friendship.description);
    }
    friendship.customer_since_ms = rng.random_bool(0.5).then_some(created_ms);
    // Who waits for an answer has not deleted us.
    if chat.unread == 0 {
        friendship.state = match nth % 41 {
            11 => state::CUSTOMER_DELETED,
            23 => state::WE_DELETED,
            37 => state::BOTH_DELETED,
            _ => state::NORMAL,
        };
    }
    friendship
}

fn past_group(chat: &Chat, robot: &Robot, now_ms: i64, rng: &mut ChaCha8Rng) -> GroupFacts {
    let staff: Vec<&Arc<Person>> = chat.members.iter().filter(|member| member.staff).collect();
    let robot = Arc::new(robot.as_person());
    let creator =
        if rng.random_bool(0.6) { robot } else { staff.choose(rng).map_or(robot, |&person| Arc::clone(person)) };
    let mut facts = GroupFacts::new(creator, now_ms - rng.random_range(8 * DAY_MS..700 * DAY_MS));
    facts.modified_ms = now_ms - rng.random_range(0..8 * DAY_MS);
    if rng.random_bool(0.5) {
        let admins = staff.iter().filter(|person| person.id != facts.creator.id).take(1);
        facts.admins = admins.map(|person| person.id.clone()).collect();
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::WorldSize;
    use crate::world::World;

    #[test]
    fn there_are_customers_of_every_state_and_a_dissolved_group() {
        let world = World::generate(7, &WorldSize::default(), 1_795_417_200_000, "http://127.0.0.1:1");
        let states: BTreeSet<u8> = world.directory.friendships.values().map(|friendship| friendship.state).collect();
        assert_eq!(states.into_iter().collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert!(world.directory.friendships.values().any(|friendship| friendship.labels.len() > 1));
        assert!(world.directory.groups.values().filter(|group| group.dissolved).count() <= 2);
        for chat in world.chats.iter().filter(|chat| chat.unread > 0) {
            assert!(world.directory.is_alive(&chat.id), "{} waits for an answer", chat.name);
        }
    }
}
