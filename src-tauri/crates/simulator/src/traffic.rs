//! Customers who write and answer by themselves.
//!
//! A customer opens with the first lines of a written dialogue and then waits. When somebody at a console answers,
//! whatever the answer, the customer goes on with the dialogue after a few seconds; when the dialogue is over, with a
//! reply that fits the words of the answer. Members of a group talk on without waiting. Who writes when, and what, comes
//! from the seed; only the pace is real time.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use crate::clock::HOUR_MS;
use crate::practice::Practice;
use crate::world::addresses::Addresses;
use crate::world::compose::{self, Cast};
use crate::world::content::Content;
use crate::world::script::{Library, Line, Script, What, Who};
use crate::world::slots::{Catalogue, Slots};
use crate::world::{Sender, World};

/// Conversations that wait for an answer at most; beyond it the customer who waited longest gives up.
const PATIENCE: usize = 40;

/// Whether customers write by themselves.
#[derive(Debug)]
pub struct Switch(watch::Sender<bool>);

impl Switch {
    pub fn new(on: bool) -> Self {
        Self(watch::Sender::new(on))
    }

    pub fn set(&self, on: bool) {
        self.0.send_replace(on);
    }

    pub fn is_on(&self) -> bool {
        *self.0.borrow()
    }

    fn changes(&self) -> watch::Receiver<bool> {
        self.0.subscribe()
    }
}

/// What a console wrote to a chat.
#[derive(Clone, Debug)]
pub struct Heard {
    pub chat_id: String,
    pub text: String,
}

/// Runs until the platform is shut down.
pub async fn run(practice: Arc<Practice>, mut heard: mpsc::UnboundedReceiver<Heard>) {
    let mut switch = practice.traffic.changes();
    let mut traffic = Traffic::new(&practice);
    loop {
        let on = *switch.borrow_and_update();
        if !on {
            traffic.stop();
        } else if traffic.agenda.is_empty() {
            traffic.plan_opening();
        }
        let next = traffic.agenda.first_key_value().map(|(&(at, _), _)| at);
        tokio::select! {
            changed = switch.changed() => if changed.is_err() { return },
            said = heard.recv() => match said {
                Some(said) if on => traffic.hear(&practice, said),
                Some(_) => {}
                None => return,
            },
            () = tokio::time::sleep_until(next.unwrap_or_else(Instant::now)), if next.is_some() => traffic.act(&practice),
        }
    }
}

struct Traffic {
    rng: ChaCha8Rng,
    library: Arc<Library>,
    catalogue: Arc<Catalogue>,
    addresses: Addresses,
    opening_ms: (u64, u64),
    answer_ms: (u64, u64),
    conversations: BTreeMap<String, Conversation>,
    agenda: BTreeMap<(Instant, u64), Plan>,
    /// Chats for which something is planned.
    busy: HashSet<String>,
    counter: u64,
    openings: u64,
}

struct Conversation {
    opened: u64,
    is_group: bool,
    lines: VecDeque<Line>,
    cast: Cast,
    slots: Slots,
}

enum Plan {
    Open,
    GoOn(String),
    Reply(Heard),
}

impl Traffic {
    fn new(practice: &Practice) -> Self {
        let (library, catalogue, addresses) = practice
            .world
            .with(|world| (Arc::clone(&world.library), Arc::clone(&world.catalogue), world.addresses.clone()));
        let mut rng = ChaCha8Rng::seed_from_u64(practice.options.seed);
        rng.set_stream(u64::MAX - 2);
        Self {
            rng,
            library,
            catalogue,
            addresses,
            opening_ms: practice.options.pace.opening_ms,
            answer_ms: practice.options.pace.answer_ms,
            conversations: BTreeMap::new(),
            agenda: BTreeMap::new(),
            busy: HashSet::new(),
            counter: 0,
            openings: 0,
        }
    }

    fn stop(&mut self) {
        self.agenda.clear();
        self.busy.clear();
        self.conversations.clear();
    }

    fn plan(&mut self, (shortest, longest): (u64, u64), plan: Plan) {
        let wait = self.rng.random_range(shortest..=longest.max(shortest));
        self.counter += 1;
        self.agenda.insert((Instant::now() + Duration::from_millis(wait), self.counter), plan);
    }

    fn plan_opening(&mut self) {
        self.plan(self.opening_ms, Plan::Open);
    }

    fn plan_going_on(&mut self, chat_id: String) {
        if self.busy.insert(chat_id.clone()) {
            self.plan(self.answer_ms, Plan::GoOn(chat_id));
        }
    }

    /// Does what is due.
    fn act(&mut self, practice: &Practice) {
        let Some((_, plan)) = self.agenda.pop_first() else { return };
        match plan {
            Plan::Open => {
                self.open(practice);
                self.ask_for_friendship(practice);
                self.plan_opening();
            }
            Plan::GoOn(chat_id) => {
                self.busy.remove(&chat_id);
                self.go_on(practice, chat_id);
            }
            Plan::Reply(heard) => {
                self.busy.remove(&heard.chat_id);
                self.reply(practice, &heard);
            }
        }
    }

    fn hear(&mut self, practice: &Practice, heard: Heard) {
        if let Some(conversation) = self.conversations.get_mut(&heard.chat_id) {
            conversation.skip_ours();
            if conversation.lines.is_empty() {
                self.conversations.remove(&heard.chat_id);
            }
            self.plan_going_on(heard.chat_id);
            return;
        }
        let is_group = practice.world.with(|world| world.chat(&heard.chat_id).is_some_and(|chat| chat.is_group));
        let silent = is_group && self.rng.random_bool(0.5);
        if !silent && self.busy.insert(heard.chat_id.clone()) {
            self.plan(self.answer_ms, Plan::Reply(heard));
        }
    }

    /// Somebody begins to talk, in a chat where nobody is talking.
    fn open(&mut self, practice: &Practice) {
        let Some((chat_id, english, group_name, cast)) = practice.world.with(|world| self.choose_chat(world)) else {
            return;
        };
        let lines = match &group_name {
            None if !english && self.rng.random_bool(0.25) => self.nudge(),
            None => {
                let pool = if english { &self.library.english } else { &self.library.single };
                pool.choose(&mut self.rng).map(spoken_now)
            }
            Some(name) => {
                let pool = crate::world::group_scripts(&self.library, name);
                pool.choose(&mut self.rng).copied().map(spoken_now)
            }
        };
        let Some((about, lines)) = lines.filter(|(_, lines)| !lines.is_empty()) else { return };
        let mut slots = self.slots(practice, about);
        cast.introduce(&mut slots);
        if self.conversations.len() >= PATIENCE {
            let longest = self.conversations.iter().min_by_key(|(_, conversation)| conversation.opened);
            if let Some(chat_id) = longest.map(|(chat_id, _)| chat_id.clone()) {
                self.conversations.remove(&chat_id);
            }
        }
        self.counter += 1;
        let conversation = Conversation { opened: self.counter, is_group: group_name.is_some(), lines, cast, slots };
        self.conversations.insert(chat_id.clone(), conversation);
        self.go_on(practice, chat_id);
    }

    /// Every so often a stranger would like to become a friend (spec 3.8).
    fn ask_for_friendship(&mut self, practice: &Practice) {
        self.openings += 1;
        let every = practice.options.pace.openings_per_friend_request;
        if every == 0 || !self.openings.is_multiple_of(every) {
            return;
        }
        let keys = practice.world.with(|world| world.robots.iter().map(|robot| robot.key.clone()).collect::<Vec<_>>());
        if let Some(robot_key) = keys.choose(&mut self.rng) {
            practice.request_friendship(robot_key, None);
        }
    }

    fn choose_chat(&mut self, world: &World) -> Option<(String, bool, Option<String>, Cast)> {
        let groups = self.rng.random_bool(0.2);
        let free: Vec<_> = world
            .chats
            .iter()
            .filter(|chat| chat.is_group == groups && !self.conversations.contains_key(&chat.id))
            .filter(|chat| world.directory.is_alive(&chat.id))
            .collect();
        let chat = *free.choose(&mut self.rng)?;
        let robot = world.robot(&chat.robot_key)?;
        let english = chat.members.iter().any(|member| member.english);
        let name = chat.is_group.then(|| chat.name.clone());
        Some((chat.id.clone(), english, name, Cast::of(robot, chat)))
    }

    fn nudge(&mut self) -> Option<(Option<&'static str>, VecDeque<Line>)> {
        let text = self.library.nudges.choose(&mut self.rng)?.clone();
        let line = Line { who: Who::Customer, after_ms: None, mention: None, what: What::Text(vec![text]) };
        Some((None, VecDeque::from([line])))
    }

    fn slots(&mut self, practice: &Practice, about: Option<&'static str>) -> Slots {
        let kind = about.unwrap_or("garment");
        let rng = ChaCha8Rng::seed_from_u64(self.rng.random());
        Slots::new(&self.catalogue, kind, rng, practice.clock.now_ms())
    }

    /// Says the next line of a conversation, unless it is ours to say.
    fn go_on(&mut self, practice: &Practice, chat_id: String) {
        let Some(conversation) = self.conversations.get_mut(&chat_id) else { return };
        if conversation.is_group {
            conversation.skip_ours();
        }
        if let Some(line) = conversation.next_of_customer() {
            let (sender, content) =
                compose::message(&line, &conversation.cast, &mut conversation.slots, &self.addresses);
            if let Err(unknown) = practice.say(&chat_id, sender, content) {
                tracing::debug!(?unknown, chat_id, "nobody could say this");
            }
        }
        let ended = conversation.lines.is_empty();
        let talks_on = conversation.is_group || conversation.lines.front().is_some_and(|line| !line.who.is_ours());
        if ended {
            self.conversations.remove(&chat_id);
        } else if talks_on {
            self.plan_going_on(chat_id);
        }
    }

    /// Answers what the console wrote, where no dialogue says how.
    fn reply(&mut self, practice: &Practice, heard: &Heard) {
        let text = heard.text.to_lowercase();
        let fits = |keyword: &str| keyword == "*" || text.contains(keyword);
        let library = Arc::clone(&self.library);
        let Some(reply) = library.replies.iter().find(|reply| fits(&reply.keyword)) else { return };
        let content = Content::text(self.slots(practice, None).fill(&reply.answers));
        let sender = practice.world.with(|world| {
            let members = &world.chat(&heard.chat_id)?.members;
            members.choose(&mut self.rng).map(|member| Sender::Contact(Arc::clone(member)))
        });
        let Some(sender) = sender else { return };
        if let Err(unknown) = practice.say(&heard.chat_id, sender, content) {
            tracing::debug!(?unknown, chat_id = heard.chat_id, "nobody could answer this");
        }
    }
}

impl Conversation {
    fn skip_ours(&mut self) {
        while self.lines.front().is_some_and(|line| line.who.is_ours()) {
            self.lines.pop_front();
        }
    }

    fn next_of_customer(&mut self) -> Option<Line> {
        if self.lines.front()?.who.is_ours() { None } else { self.lines.pop_front() }
    }
}

/// The part of a dialogue that can be spoken in one sitting: from the customer's first line to the first long pause.
fn spoken_now(script: &Script) -> (Option<&'static str>, VecDeque<Line>) {
    tracing::debug!(dialogue = script.name, "somebody begins to talk");
    let lines = script
        .lines
        .iter()
        .skip_while(|line| line.who.is_ours())
        .take_while(|line| line.after_ms.is_none_or(|after| after < HOUR_MS))
        .cloned()
        .collect();
    (compose::subject(script), lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dialogue_can_be_spoken_live() {
        let library = Library::read();
        for script in library.single.iter().chain(&library.english) {
            let (_, lines) = spoken_now(script);
            assert!(lines.front().is_some_and(|line| !line.who.is_ours()), "{}", script.name);
        }
    }
}
