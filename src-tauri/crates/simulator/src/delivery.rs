//! The way of a message: said or sent, stored, pushed.
//!
//! Whatever happens to a push, the message is in the history first. While the network is down nothing is pushed, and
//! nothing is pushed later either: spec 3.0 does not promise what was said during a disconnection, so a console that
//! does not ask 2.11 has lost it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::book::Book;
use crate::faults::Echo;
use crate::practice::Practice;
use crate::traffic::Heard;
use crate::wire;
use crate::world::content::Content;
use crate::world::{Message, Saying, Sender};

/// Why nothing could be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    Robot,
    Chat,
    Member,
}

/// One event for the consoles.
#[derive(Clone, Debug)]
pub struct Push {
    pub event: &'static str,
    pub payload: Value,
    /// Reaches consoles that asked for `msgFilter=1` too (spec 3.1).
    pub passes_filter: bool,
}

impl Practice {
    /// A customer, a member of a group, or the robot's owner on the phone writes now.
    pub fn say(&self, chat_id: &str, sender: Sender, content: Content) -> Result<Message, Unknown> {
        let at_ms = self.message_time_ms();
        let quirks = &self.options.quirks;
        let said = self.world.with(|world| {
            let message = world.say(chat_id, Saying { id: None, at_ms, sender, content, send_status: 1 })?;
            let chat = world.chat(chat_id)?;
            let robot = world.robot(&chat.robot_key)?;
            let is_text = matches!(message.content, Content::Text { .. });
            let passes_filter = is_text && (!chat.is_group || message.content.mentions(&robot.wxid));
            let pushes = [
                Push {
                    event: "message",
                    payload: wire::received_message(chat, robot, &message, quirks),
                    passes_filter,
                },
                Push { event: "chat", payload: wire::received_chat(chat, robot), passes_filter: false },
            ];
            // Pushed while the world is locked, so that no two messages overtake each other on their way out.
            self.push_all(&pushes);
            Some(message)
        });
        said.ok_or(Unknown::Chat)
    }

    /// As [`Self::say`], by the ids that a test knows. Without a sender the customer writes, or the first member.
    pub fn say_to(
        &self,
        robot_key: &str,
        chat_user: &str,
        sender_id: Option<&str>,
        content: Content,
    ) -> Result<Message, Unknown> {
        let (chat_id, sender) = self.world.with(|world| {
            world.robot(robot_key).ok_or(Unknown::Robot)?;
            let chat_id = world.chat_id_of(robot_key, chat_user).ok_or(Unknown::Chat)?;
            let chat = world.chat(&chat_id).ok_or(Unknown::Chat)?;
            let sender = match sender_id {
                Some(id) => chat.member(id),
                None => chat.members.first(),
            };
            Ok((chat_id.clone(), Arc::clone(sender.ok_or(Unknown::Member)?)))
        })?;
        self.say(&chat_id, Sender::Contact(sender), content)
    }

    /// A console emitted a message (specs 3.4–3.6, 3.10, 3.24). It goes out to the customer every time: an id that was
    /// sent before does not make the platform hold it back.
    pub fn send(self: &Arc<Self>, chat_id: &str, message_id: &str, content: &Content) -> Result<(), Unknown> {
        let echo = self.faults.echo();
        if echo == Echo::Lost {
            self.book.with(|book| book.sent(message_id, chat_id, content));
            return Ok(());
        }
        let id = if echo == Echo::OtherId { with_one_more_zero(message_id) } else { message_id.to_owned() };
        let at_ms = self.message_time_ms();
        let pushes = self.world.with(|world| {
            let saying =
                Saying { id: Some(id), at_ms, sender: Sender::Robot, content: content.clone(), send_status: 1 };
            let message = world.say(chat_id, saying)?;
            let chat = world.chat(chat_id)?;
            let robot = world.robot(&chat.robot_key)?;
            self.book.with(|book| book.sent(message_id, chat_id, content));
            let pushes = vec![
                Push { event: "chat", payload: wire::echoed_chat(chat, robot), passes_filter: false },
                Push {
                    event: "message",
                    payload: wire::echoed_message(chat, robot, &message),
                    passes_filter: !chat.is_group,
                },
            ];
            match echo {
                Echo::Normal | Echo::OtherId => self.push_all(&pushes),
                Echo::Twice => {
                    self.push_all(&pushes);
                    self.push_all(&pushes);
                }
                Echo::Never | Echo::Late(_) | Echo::Lost => {}
            }
            Some(pushes)
        });
        let pushes = pushes.ok_or(Unknown::Chat)?;
        if let Echo::Late(delay) = echo {
            self.push_later(pushes, delay);
        }
        // Without traffic nobody listens, which is no failure of the send.
        let _ = self.heard.send(Heard { chat_id: chat_id.to_owned(), text: content.preview() });
        Ok(())
    }

    fn push_all(&self, pushes: &[Push]) {
        if !self.network.is_up() {
            return;
        }
        for push in pushes {
            self.book.with(Book::pushed);
            self.consoles.push(push);
        }
    }

    fn push_later(self: &Arc<Self>, pushes: Vec<Push>, delay: Duration) {
        let practice = Arc::clone(self);
        self.spawn(async move {
            tokio::time::sleep(delay).await;
            practice.push_all(&pushes);
        });
    }
}

/// `2020030216285000000001` is echoed as `20200302162850000000001` in the sample of 3.4: after the second, a zero more.
fn with_one_more_zero(message_id: &str) -> String {
    let (second, rest): (String, String) = {
        let mut characters = message_id.chars();
        (characters.by_ref().take(14).collect(), characters.collect())
    };
    format!("{second}0{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_id_is_that_of_the_sample() {
        assert_eq!(with_one_more_zero("2020030216285000000001"), "20200302162850000000001");
    }
}
