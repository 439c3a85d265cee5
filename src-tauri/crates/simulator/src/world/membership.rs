//! Who comes and goes: new friends, new groups, members in and out, and what a synchronisation brings.

use std::sync::Arc;

use super::directory::{FriendRequest, Friendship, GroupFacts, PhoneChange};
use super::people::{ASSIGNEES, Person};
use super::{Chat, World, chat_id};

impl World {
    /// Makes a person a friend of a robot; the id of their chat. Somebody who was a friend already keeps everything.
    pub fn befriend(&mut self, robot_key: &str, person: &Arc<Person>, now_ms: i64) -> Option<String> {
        let id = chat_id(&self.robot(robot_key)?.wxid, &person.id);
        self.directory.requests.retain(|request| request.robot_key != robot_key || request.person.id != person.id);
        if self.chat(&id).is_none() {
            self.add_chat(Chat {
                robot_key: robot_key.to_owned(),
                id: id.clone(),
                peer: person.id.clone(),
                name: person.name.clone(),
                head_img: person.head_img.clone(),
                is_group: false,
                members: vec![Arc::clone(person)],
                assign_to: self.next_assignee(),
                unread: 0,
                messages: Vec::new(),
            });
        }
        self.directory.friendships.entry(id.clone()).or_insert_with(|| Friendship::new(now_ms)).state =
            super::directory::state::NORMAL;
        Some(id)
    }

    /// A new group, created by the robot (spec 3.20); its `conversationId` and its `groupWxid`.
    pub fn open_group(
        &mut self,
        robot_key: &str,
        name: &str,
        members: Vec<Arc<Person>>,
        now_ms: i64,
    ) -> Option<(String, String)> {
        let robot = self.robot(robot_key)?;
        let (wxid, creator) = (robot.wxid.clone(), Arc::new(robot.as_person()));
        let conversation = self.strangers.id("R:106960527", 8);
        let alias = self.strangers.id("R:106960527", 8);
        let id = chat_id(&wxid, &conversation);
        self.add_chat(Chat {
            robot_key: robot_key.to_owned(),
            id: id.clone(),
            peer: conversation.clone(),
            name: name.to_owned(),
            head_img: self.addresses.avatar("group", &conversation),
            is_group: true,
            members,
            assign_to: self.next_assignee(),
            unread: 0,
            messages: Vec::new(),
        });
        let facts = GroupFacts { alias: Some(alias.clone()), ..GroupFacts::new(creator, now_ms) };
        self.directory.groups.insert(id, facts);
        Some((conversation, alias))
    }

    /// The chat id of a group that the robot is in, by either of its ids.
    pub fn group_chat_id(&self, robot_key: &str, group: &str) -> Option<String> {
        if !group.starts_with("R:") {
            return None;
        }
        let by_alias = || {
            let named = self.directory.groups.iter().find(|(_, facts)| facts.alias.as_deref() == Some(group));
            named.map(|(id, _)| id.clone()).filter(|id| self.chat(id).is_some_and(|chat| chat.robot_key == robot_key))
        };
        let id = self.chat_id_of(robot_key, group).or_else(by_alias)?;
        self.directory.groups.get(&id).is_some_and(|facts| !facts.dissolved).then_some(id)
    }

    /// A customer of this robot, or a colleague.
    pub fn acquaintance(&self, robot_key: &str, id: &str) -> Option<Arc<Person>> {
        let friend = self.chat_id_of(robot_key, id).and_then(|id| self.chat(&id)).filter(|chat| !chat.is_group);
        if let Some(person) = friend.and_then(|chat| chat.members.first()) {
            return Some(Arc::clone(person));
        }
        let colleague = |chat: &Chat| chat.member(id).filter(|person| person.staff).cloned();
        let groups = self.chats.iter().filter(|chat| chat.is_group);
        groups.into_iter().find_map(colleague).or_else(|| {
            let robot = self.robots.iter().find(|robot| robot.wxid == id && robot.key != robot_key)?;
            Some(Arc::new(robot.as_person()))
        })
    }

    /// Adds people to a group; those who were not in it before.
    pub fn join(&mut self, chat_id: &str, people: &[Arc<Person>], now_ms: i64) -> Vec<Arc<Person>> {
        let Some(chat) = self.chat_mut(chat_id) else { return Vec::new() };
        let new: Vec<Arc<Person>> =
            people.iter().filter(|person| chat.member(&person.id).is_none()).map(Arc::clone).collect();
        chat.members.extend(new.iter().cloned());
        if let Some(facts) = self.directory.groups.get_mut(chat_id) {
            facts.left.retain(|gone| !new.iter().any(|person| person.id == gone.id));
            facts.modified_ms = now_ms;
        }
        new
    }

    /// Removes people from a group.
    pub fn leave(&mut self, chat_id: &str, ids: &[String], now_ms: i64) {
        let Some(chat) = self.chat_mut(chat_id) else { return };
        let (gone, staying): (Vec<_>, Vec<_>) = chat.members.drain(..).partition(|member| ids.contains(&member.id));
        chat.members = staying;
        if let Some(facts) = self.directory.groups.get_mut(chat_id) {
            facts.admins.retain(|admin| !ids.contains(admin));
            facts.left.extend(gone);
            facts.modified_ms = now_ms;
        }
    }

    /// Somebody new asks a robot for friendship.
    pub fn request_friendship(&mut self, robot_key: &str, reason: Option<String>) -> Option<FriendRequest> {
        self.robot(robot_key)?;
        let person = Arc::new(self.strangers.draw(&self.addresses));
        let reason = reason.unwrap_or_else(|| format!("我是{}", person.name));
        let request = FriendRequest { robot_key: robot_key.to_owned(), person, reason };
        self.directory.requests.push(request.clone());
        Some(request)
    }

    /// Brings into the lists what happened on the phone (spec 2.13). `customers` and `groups` say what is wanted.
    pub fn synchronise(&mut self, robot_key: &str, customers: bool, groups: bool, now_ms: i64) {
        let waiting = self.directory.unsynced.remove(robot_key).unwrap_or_default();
        let mut still_waiting = Vec::new();
        for change in waiting {
            let wanted = match &change {
                PhoneChange::NewGroup { .. } => groups,
                PhoneChange::Renamed { chat_user, .. } if chat_user.starts_with("R:") => groups,
                _ => customers,
            };
            if wanted {
                self.apply(robot_key, change, now_ms);
            } else {
                still_waiting.push(change);
            }
        }
        if !still_waiting.is_empty() {
            self.directory.unsynced.insert(robot_key.to_owned(), still_waiting);
        }
    }

    fn apply(&mut self, robot_key: &str, change: PhoneChange, now_ms: i64) {
        match change {
            PhoneChange::NewCustomer => {
                let person = Arc::new(self.strangers.draw(&self.addresses));
                self.befriend(robot_key, &person, now_ms);
            }
            PhoneChange::NewGroup { name } => {
                let members = (0..3).map(|_| Arc::new(self.strangers.draw(&self.addresses))).collect();
                self.open_group(robot_key, &name, members, now_ms);
            }
            PhoneChange::Renamed { chat_user, name } => {
                let Some(id) = self.chat_id_of(robot_key, &chat_user) else { return };
                self.rename(&id, &name, now_ms);
            }
            PhoneChange::Friendship { chat_user, state } => {
                let Some(id) = self.chat_id_of(robot_key, &chat_user) else { return };
                if let Some(friendship) = self.directory.friendships.get_mut(&id) {
                    friendship.state = state;
                    friendship.modified_ms = now_ms;
                }
            }
        }
    }

    /// Another name for a group or a customer.
    pub fn rename(&mut self, chat_id: &str, name: &str, now_ms: i64) {
        if let Some(chat) = self.chat_mut(chat_id) {
            name.clone_into(&mut chat.name);
        }
        if let Some(facts) = self.directory.groups.get_mut(chat_id) {
            facts.modified_ms = now_ms;
        }
        if let Some(friendship) = self.directory.friendships.get_mut(chat_id) {
            friendship.modified_ms = now_ms;
        }
    }

    fn add_chat(&mut self, chat: Chat) {
        self.by_chat_id.insert(chat.id.clone(), self.chats.len());
        self.chats.push(chat);
    }

    fn next_assignee(&self) -> &'static str {
        ASSIGNEES.get(self.chats.len() % ASSIGNEES.len()).copied().unwrap_or("xiaohong")
    }
}
