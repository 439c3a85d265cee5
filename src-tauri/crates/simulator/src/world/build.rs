//! Generates a world: people first, then for every chat its conversations, laid out backwards from the present.
//!
//! Every chat has a random source of its own, derived from the seed and its number. A change to one chat's dialogue so
//! leaves all other chats as they were, and pictures of the console stay comparable.

use std::sync::Arc;

use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::addresses::Addresses;
use super::compose::{self, Cast};
use super::directory::Directory;
use super::people::{ASSIGNEES, People, Person, Robot};
use super::script::{Library, Line, Script, Who};
use super::slots::{Catalogue, Slots};
use super::strangers::Strangers;
use super::{Chat, Message, Sender, World, chat_id, labels, message_id};
use crate::clock::{self, HOUR_MS, MINUTE_MS, SECOND_MS};
use crate::options::WorldSize;

/// The platform's running number of messages does not begin at one in the samples either.
const FIRST_SVR_ID: u64 = 1_002_484;

pub fn world(seed: u64, size: &WorldSize, now_ms: i64, addresses: Addresses) -> World {
    let library = Arc::new(Library::read());
    let catalogue = Arc::new(Catalogue::read());
    let (robots, mut chats) = {
        let mut people = People::new(ChaCha8Rng::seed_from_u64(seed), &addresses);
        let robots: Vec<Robot> = (0..size.robots.max(1)).map(|nth| people.robot(nth, now_ms)).collect();
        let chats = empty_chats(&mut people, &robots, size, seed, &addresses);
        (robots, chats)
    };

    let mut order: Vec<usize> = (0..chats.len()).collect();
    order.shuffle(&mut random(seed, u64::MAX));
    let mut unread_left = size.unread_chats;
    for (rank, &position) in order.iter().enumerate() {
        let Some(chat) = chats.get_mut(position) else { continue };
        let Some(robot) = robots.iter().find(|robot| robot.key == chat.robot_key) else { continue };
        // Two of three of the most recent chats wait for an answer, until the wanted number is reached.
        let unread = unread_left > 0 && rank % 3 != 2;
        let mut historian = Historian {
            library: &library,
            catalogue: &catalogue,
            addresses: &addresses,
            cast: Cast::of(robot, chat),
            rng: random(seed, position as u64),
            rank,
        };
        let count = historian.rng.random_range(size.conversations.0.max(1)..=size.conversations.1.max(1));
        let end_ms = last_activity(rank, order.len(), now_ms, &mut historian.rng);
        historian.fill(chat, count, end_ms, unread);
        if let Some(messages) = size.messages {
            let share = messages / order.len() + usize::from(rank < messages % order.len());
            historian.fill_to(chat, share);
        }
        if unread {
            chat.unread = unanswered(chat).min(9);
            unread_left -= usize::from(chat.unread > 0);
        }
    }
    let last_svr_id = number_messages(&mut chats);
    let by_chat_id = chats.iter().enumerate().map(|(position, chat)| (chat.id.clone(), position)).collect();
    let label_groups = labels::read();
    World {
        directory: Directory::build(seed, &chats, &robots, &label_groups, now_ms),
        strangers: Strangers::new(seed),
        robots,
        chats,
        label_groups,
        addresses,
        library,
        catalogue,
        by_chat_id,
        last_svr_id,
        sequence: 0,
    }
}

fn random(seed: u64, stream: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream);
    rng
}

fn empty_chats(
    people: &mut People<'_>,
    robots: &[Robot],
    size: &WorldSize,
    seed: u64,
    addresses: &Addresses,
) -> Vec<Chat> {
    let customers: Vec<Arc<Person>> = (0..size.customers).map(|nth| Arc::new(people.customer(nth))).collect();
    let staff: Vec<Arc<Person>> = (0..8).map(|_| Arc::new(people.colleague())).collect();
    let mut rng = random(seed, u64::MAX - 1);
    let mut chats = Vec::new();
    let robot_of = |nth: usize| robots.get(nth % robots.len().max(1));
    for (nth, customer) in customers.iter().enumerate() {
        // Some customers are friends of two robots: one chat user, two chats.
        let second = (nth % 17 == 5 && robots.len() > 1).then(|| nth + 1);
        for robot in std::iter::once(nth).chain(second).filter_map(robot_of) {
            chats.push(Chat {
                id: chat_id(&robot.wxid, &customer.id),
                robot_key: robot.key.clone(),
                peer: customer.id.clone(),
                name: customer.name.clone(),
                head_img: customer.head_img.clone(),
                is_group: false,
                members: vec![Arc::clone(customer)],
                assign_to: ASSIGNEES.choose(&mut rng).copied().unwrap_or("xiaohong"),
                unread: 0,
                messages: Vec::new(),
            });
        }
    }
    for nth in 0..size.groups {
        let Some(robot) = robot_of(nth) else { continue };
        let (id, name) = people.group(nth);
        let internal = !id.starts_with("R:10");
        let outside = if internal { 0 } else { rng.random_range(8..40) };
        // The groups' dialogues are Chinese, so those who write in English are not among their first speakers.
        let mut members: Vec<Arc<Person>> = customers.choose_multiple(&mut rng, outside).cloned().collect();
        members.sort_by_key(|member| member.english);
        members.extend(staff.choose_multiple(&mut rng, if internal { 7 } else { 2 }).cloned());
        chats.push(Chat {
            id: chat_id(&robot.wxid, &id),
            robot_key: robot.key.clone(),
            head_img: addresses.avatar("group", &id),
            peer: id,
            name,
            is_group: true,
            members,
            assign_to: ASSIGNEES.choose(&mut rng).copied().unwrap_or("xiaohong"),
            unread: 0,
            messages: Vec::new(),
        });
    }
    chats
}

/// When a chat was active last: a handful within the hour, many today, the rest back to a week. Nights are quiet,
/// except that what happened in the last three hours did happen.
fn last_activity(rank: usize, chats: usize, now_ms: i64, rng: &mut ChaCha8Rng) -> i64 {
    const WEEK_MS: f64 = 7.0 * 24.0 * 3_600_000.0;
    #[expect(clippy::cast_precision_loss, reason = "a rank is far below 2^52")]
    let share = rank as f64 / chats.max(1) as f64;
    #[expect(clippy::cast_possible_truncation, reason = "at most a week in milliseconds")]
    let ago = (share.powf(2.5) * WEEK_MS) as i64;
    let at = now_ms - ago - rng.random_range(20 * SECOND_MS..100 * SECOND_MS);
    if now_ms - at < 3 * HOUR_MS { at } else { out_of_the_night(at, rng) }
}

fn out_of_the_night(at_ms: i64, rng: &mut ChaCha8Rng) -> i64 {
    let hour = i64::from(clock::beijing(at_ms).hour());
    if (9..23).contains(&hour) {
        return at_ms;
    }
    let hours_since_closing = (hour - 23).rem_euclid(24);
    at_ms - (hours_since_closing + 1) * HOUR_MS - rng.random_range(0..2 * HOUR_MS)
}

fn unanswered(chat: &Chat) -> u32 {
    let trailing = chat.messages.iter().rev().take_while(|message| !message.sender.is_self()).count();
    u32::try_from(trailing).unwrap_or(u32::MAX)
}

/// Gives every message its ids, in the order in which the platform saw them across all chats.
fn number_messages(chats: &mut [Chat]) -> u64 {
    let mut all: Vec<&mut Message> = chats.iter_mut().flat_map(|chat| chat.messages.iter_mut()).collect();
    all.sort_by_key(|message| message.at_ms);
    let mut svr_id = FIRST_SVR_ID;
    for message in all {
        svr_id += 1;
        message.svr_id = svr_id;
        message.id = message_id(message.at_ms, svr_id);
    }
    svr_id
}

/// Writes the past of one chat.
struct Historian<'a> {
    library: &'a Library,
    catalogue: &'a Catalogue,
    addresses: &'a Addresses,
    cast: Cast,
    rng: ChaCha8Rng,
    rank: usize,
}

impl Historian<'_> {
    /// Lays out `count` conversations so that the last one ends at `end_ms`.
    fn fill(&mut self, chat: &mut Chat, count: usize, mut end_ms: i64, unread: bool) {
        let mut conversations = Vec::new();
        for script in self.choose(chat, count, unread) {
            let (start_ms, messages) = self.write(&script, end_ms);
            conversations.push(messages);
            let pause = self.rng.random_range(5 * HOUR_MS..40 * HOUR_MS);
            end_ms = out_of_the_night(start_ms - pause, &mut self.rng);
        }
        chat.messages = conversations.into_iter().rev().flatten().collect();
        if let Some(last) = chat.messages.last() {
            chat.assign_to = last.assign_to;
        }
    }

    /// Writes further back, and forgets the oldest, until there are exactly so many messages.
    fn fill_to(&mut self, chat: &mut Chat, wanted: usize) {
        let mut older = Vec::new();
        let mut missing = wanted.saturating_sub(chat.messages.len());
        let mut end_ms = chat.messages.first().map_or(0, |first| first.at_ms);
        while missing > 0 {
            let pool: Vec<&Script> = if chat.is_group {
                group_scripts(self.library, &chat.name)
            } else {
                self.library.single.iter().collect()
            };
            let Some(script) = pool.choose(&mut self.rng).map(|script| (*script).clone()) else { return };
            let pause = self.rng.random_range(5 * HOUR_MS..40 * HOUR_MS);
            end_ms = out_of_the_night(end_ms - pause, &mut self.rng);
            let (start_ms, messages) = self.write(&script, end_ms);
            missing = missing.saturating_sub(messages.len());
            older.push(messages);
            end_ms = start_ms;
        }
        let newer = std::mem::take(&mut chat.messages);
        chat.messages = older.into_iter().rev().flatten().chain(newer).collect();
        let surplus = chat.messages.len().saturating_sub(wanted);
        chat.messages.drain(..surplus);
    }

    /// The dialogues of a chat, the latest first, none twice. The latest ones go round by rank, so that the top of the
    /// chat list does not show one dialogue in two rows.
    fn choose(&mut self, chat: &Chat, count: usize, unread: bool) -> Vec<Script> {
        let english = self.cast.members.iter().any(|member| member.english) && !chat.is_group;
        let mut pool: Vec<&Script> = match (chat.is_group, english) {
            (true, _) => group_scripts(self.library, &chat.name),
            (false, true) => self.library.english.iter().collect(),
            (false, false) => self.library.single.iter().collect(),
        };
        let waiting = if english { &self.library.waiting_english } else { &self.library.waiting };
        let mut chosen: Vec<&Script> = Vec::new();
        if unread && !chat.is_group && !waiting.is_empty() {
            chosen.extend(waiting.get(self.rank % waiting.len()));
        } else {
            if unread {
                let ending: Vec<&Script> = pool.iter().copied().filter(|script| ends_with_members(script)).collect();
                pool = if ending.is_empty() { pool } else { ending };
            }
            let turn = self.rank % pool.len().max(1);
            if turn < pool.len() {
                chosen.push(pool.remove(turn));
            }
        }
        pool.shuffle(&mut self.rng);
        chosen.extend(pool.into_iter().take(count.saturating_sub(1)));
        let mut scripts: Vec<Script> = chosen.into_iter().cloned().collect();
        // Worlds made for measuring ask for more conversations than there are dialogues.
        while scripts.len() < count && !chat.is_group {
            let Some(again) = self.library.single.choose(&mut self.rng) else { break };
            scripts.push(again.clone());
        }
        scripts
    }

    /// One conversation, ending at `end_ms`; its start and its messages.
    fn write(&mut self, script: &Script, end_ms: i64) -> (i64, Vec<Message>) {
        let mut offsets = Vec::with_capacity(script.lines.len());
        let mut offset = 0;
        let mut before = None;
        for line in &script.lines {
            offset += self.gap(before, line);
            offsets.push(offset);
            before = Some(line.who);
        }
        let start_ms = end_ms - offset;
        let kind = compose::subject(script)
            .unwrap_or_else(|| ["garment", "home", "tea"].choose(&mut self.rng).copied().unwrap_or("garment"));
        let slot_rng = ChaCha8Rng::seed_from_u64(self.rng.random());
        let mut slots = Slots::new(self.catalogue, kind, slot_rng, start_ms);
        self.cast.introduce(&mut slots);
        let assign_to = ASSIGNEES.choose(&mut self.rng).copied().unwrap_or("xiaohong");
        let mut messages = Vec::with_capacity(script.lines.len());
        for (line, offset) in script.lines.iter().zip(offsets) {
            let (sender, content) = compose::message(line, &self.cast, &mut slots, self.addresses);
            // Now and then somebody answers from the phone although the console is there.
            let from_phone = sender == Sender::Robot && self.rng.random_bool(0.03);
            messages.push(Message {
                id: String::new(),
                svr_id: 0,
                at_ms: (start_ms + offset) / SECOND_MS * SECOND_MS,
                sender: if from_phone { Sender::Phone } else { sender },
                content,
                send_status: 1,
                assign_to,
                live: false,
            });
        }
        (start_ms, messages)
    }

    /// Milliseconds between two lines: typing, thinking, and sometimes a queue.
    fn gap(&mut self, before: Option<Who>, line: &Line) -> i64 {
        if let Some(after) = line.after_ms {
            return after + self.rng.random_range(0..7 * MINUTE_MS);
        }
        match before {
            None => 0,
            Some(who) if who == line.who => self.rng.random_range(4 * SECOND_MS..25 * SECOND_MS),
            Some(_) if line.who.is_ours() => match self.rng.random_range(0..20) {
                0..13 => self.rng.random_range(14 * SECOND_MS..80 * SECOND_MS),
                13..18 => self.rng.random_range(80 * SECOND_MS..5 * MINUTE_MS),
                _ => self.rng.random_range(6 * MINUTE_MS..24 * MINUTE_MS),
            },
            Some(_) => self.rng.random_range(9 * SECOND_MS..110 * SECOND_MS),
        }
    }
}

/// Dialogues that fit a group: its own ones where there are some, else those that fit any group.
pub fn group_scripts<'a>(library: &'a Library, name: &str) -> Vec<&'a Script> {
    let own = |script: &&Script| script.only_for.as_ref().is_some_and(|part| name.contains(part.as_str()));
    let own: Vec<&Script> = library.groups.iter().filter(own).collect();
    if own.is_empty() { library.groups.iter().filter(|script| script.only_for.is_none()).collect() } else { own }
}

fn ends_with_members(script: &Script) -> bool {
    script.lines.last().is_some_and(|line| !line.who.is_ours())
}

#[cfg(test)]
mod tests;
