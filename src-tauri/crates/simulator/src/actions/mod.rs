//! Actions: specs 3.7 to 3.23 over the socket, and the same over HTTP (spec 2.8).
//!
//! An action begins when it arrives and ends a moment later, with its effect and its reply. In between its robot is
//! taken: a second action on the same robot fails and is counted, for the specification says that concurrent label calls
//! go wrong and the console promises one action at a time for every type (quirk Q44). The specification gives neither
//! the code nor the words of that failure; the words here are this platform's own.

mod admins;
mod customers;
mod forward;
mod groups;
mod inquiry;
mod labels;
mod request;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::delivery::Push;
use crate::faults::{ActionFaultKind, Echo};
use crate::guarded::Guarded;
use crate::options::Quirks;
use crate::practice::Practice;
use crate::wire;
use crate::wire::replies::{Family, Head, base, refusal};
use crate::world::content::Content;
use crate::world::people::{ASSIGNEES, Person};
use crate::world::{Sender, World};
pub use request::Request;

/// The words with which a customer accepts a robot's request, as WeCom writes them.
const ACCEPTED: &str = "我通过了你的联系人验证请求，现在我们可以开始聊天了";

/// Robots with an action in flight.
#[derive(Clone, Debug, Default)]
pub struct InFlight(Arc<Guarded<HashSet<String>>>);

impl InFlight {
    /// Takes a robot until the claim is dropped; `None` if it is taken.
    fn claim(&self, robot_key: &str) -> Option<Claim> {
        let free = self.0.with(|robots| robots.insert(robot_key.to_owned()));
        free.then(|| Claim { in_flight: self.clone(), robot_key: robot_key.to_owned() })
    }
}

#[derive(Debug)]
struct Claim {
    in_flight: InFlight,
    robot_key: String,
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.in_flight.0.with(|robots| robots.remove(&self.robot_key));
    }
}

/// Why an action failed: `code` and `msg` of the reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    code: String,
    msg: String,
}

/// Spec 3.0: a failure without a number of its own.
fn refused<T>(msg: &str) -> Result<T, Refusal> {
    Err(Refusal { code: "1".to_owned(), msg: msg.to_owned() })
}

/// What an action may look at and change.
pub struct Shop<'a> {
    world: &'a mut World,
    quirks: &'a Quirks,
    now_ms: i64,
    /// The time for messages that are sent now.
    message_ms: i64,
    /// What becomes of the echoes of a forward.
    echo: Echo,
}

/// What an action has done.
#[derive(Debug, Default)]
struct Done {
    reply: Map<String, Value>,
    /// Spec 3.7 answers with echoes alone, without a reply.
    echoes: Option<Vec<Push>>,
    /// Goes to every console after the reply.
    notifications: Vec<Push>,
    after: Option<After>,
    forwarded: Option<usize>,
}

impl Done {
    fn reply(fields: Map<String, Value>) -> Self {
        Self { reply: fields, ..Self::default() }
    }
}

/// What people do because of an action.
#[derive(Debug)]
enum After {
    /// A new friend writes at once.
    Greets { chat_id: String, person: Arc<Person>, text: String },
    /// Somebody found by phone accepts after a while, if customers write by themselves.
    Accepts { robot_key: String, person: Arc<Person> },
}

type Perform = fn(&mut Shop<'_>, &Request) -> Result<Done, Refusal>;

/// The actions by their `type`.
fn perform(kind: &str) -> Option<Perform> {
    Some(match kind {
        "robot.message.forward" => forward::forward,
        "robot.accept.friend.request" => customers::accept,
        "robot.phone.contact.add" => customers::add_by_phone,
        "robot.cust.remark" => customers::remark,
        "robot.info.modify" => customers::own_profile,
        "robot.cust.tags" => labels::set,
        "robot.tags.sync" => labels::library,
        "robot.conv.admins" => admins::list,
        "robot.conv.modify.admins" => admins::modify,
        "robot.delete.group.members" => groups::remove,
        "robot.invite.friends.join.group" => groups::invite,
        "robot.modify.group.name" => groups::rename,
        "robot.create.group" => groups::create,
        "robot.set.group.announcement" => groups::announce,
        "robot.contacts.inquiry" => inquiry::inquire,
        _ => return None,
    })
}

/// An action that has arrived and, unless it is refused already, holds its robot.
#[derive(Debug)]
pub struct Begun {
    request: Request,
    perform: Result<(Perform, Claim), Refusal>,
    fault: Option<ActionFaultKind>,
}

/// Takes an action in. It holds its robot from here on, in the order of arrival. `None` when it cannot be understood or
/// needs no answer.
pub fn begin(practice: &Practice, payload: &Value) -> Option<Begun> {
    let request = match Request::read(payload) {
        Ok(request) if request.kind == "chat.heart" => return None,
        Ok(request) => request,
        Err(why) => {
            practice.book.with(|book| book.did_not_understand("action", payload, why));
            return None;
        }
    };
    practice.book.with(|book| book.acted(&request.kind));
    let fault = practice.faults.next_action(&request.kind);
    let perform = admit(practice, &request, payload);
    Some(Begun { request, perform, fault })
}

fn admit(practice: &Practice, request: &Request, payload: &Value) -> Result<(Perform, Claim), Refusal> {
    let Some(perform) = perform(&request.kind) else {
        practice.book.with(|book| book.did_not_understand("action", payload, "no such type"));
        return refused("unknown type");
    };
    match practice.world.with(|world| world.robot(&request.robot_key).map(|robot| robot.status)) {
        None => return refused("robot not found"),
        Some(1) => {}
        Some(_) => return refused("robot is offline"),
    }
    let Some(claim) = practice.in_flight.claim(&request.robot_key) else {
        practice.book.with(|book| book.overlapped(&request.robot_key));
        return refused("robot is busy with another action");
    };
    Ok((perform, claim))
}

/// How an action ended, for whoever asked.
#[derive(Debug)]
pub struct Ended {
    pub reply: Map<String, Value>,
    /// Over the socket the echoes are the whole answer.
    pub echoed: bool,
    /// A reply to some other console's action, which comes first.
    pub foreign: Option<Map<String, Value>>,
    pub late: Duration,
    /// The answer is lost on its way.
    pub lost: bool,
    notifications: Vec<Push>,
    after: Option<After>,
}

impl Begun {
    /// Does it, after the time that an action takes.
    pub async fn end(self, practice: &Arc<Practice>) -> Ended {
        let Self { request, perform, fault } = self;
        let now_ms = practice.clock.now_ms();
        let result = match perform {
            Err(refusal) => Err(refusal),
            Ok((perform, claim)) => {
                tokio::time::sleep(practice.options.action_time).await;
                let result = match &fault {
                    Some(ActionFaultKind::Code(code)) => {
                        Err(Refusal { code: code.clone(), msg: "planned failure".to_owned() })
                    }
                    _ => practice.perform(perform, &request),
                };
                drop(claim);
                result
            }
        };
        let head = request.head(ASSIGNEES.first().copied().unwrap_or("xiaohong"), now_ms);
        let done =
            result.unwrap_or_else(|Refusal { code, msg }| Done::reply(refusal(&request.fields, head, &code, &msg)));
        let foreign = matches!(fault, Some(ActionFaultKind::Foreign(true))).then(|| {
            let mut foreign = done.reply.clone();
            foreign.insert("messageId".to_owned(), "20200101000000000999999999".into());
            foreign
        });
        let late = match fault {
            Some(ActionFaultKind::LateMs(late_ms)) => Duration::from_millis(late_ms),
            _ => Duration::ZERO,
        };
        Ended {
            echoed: done.echoes.is_some(),
            reply: done.reply,
            foreign,
            late,
            lost: matches!(fault, Some(ActionFaultKind::NoReply(true))),
            notifications: done.notifications,
            after: done.after,
        }
    }
}

impl Practice {
    fn perform(self: &Arc<Self>, perform: Perform, request: &Request) -> Result<Done, Refusal> {
        let (now_ms, message_ms) = (self.clock.now_ms(), self.message_time_ms());
        let echo = self.faults.echo();
        let done = self.world.with(|world| {
            let mut shop = Shop { world, quirks: &self.options.quirks, now_ms, message_ms, echo };
            let done = perform(&mut shop, request)?;
            // Under the lock, as every echo: no two messages overtake each other on their way out.
            let echoes = done.echoes.as_deref().unwrap_or_default();
            match echo {
                Echo::Normal | Echo::OtherId => self.push_all(echoes),
                Echo::Twice => {
                    self.push_all(echoes);
                    self.push_all(echoes);
                }
                Echo::Never | Echo::Late(_) | Echo::Lost => {}
            }
            Ok(done)
        })?;
        if let (Echo::Late(delay), Some(echoes)) = (echo, &done.echoes) {
            self.push_later(echoes.clone(), delay);
        }
        if let Some(targets) = done.forwarded {
            self.book.with(|book| book.forwarded(&request.message_id, targets));
        }
        Ok(done)
    }

    /// What comes of an action besides its reply.
    pub fn follow_up(self: &Arc<Self>, ended: &mut Ended) {
        self.push_all(&std::mem::take(&mut ended.notifications));
        match ended.after.take() {
            None => {}
            Some(After::Greets { chat_id, person, text }) => {
                if let Err(unknown) = self.say(&chat_id, Sender::Contact(person), Content::text(text)) {
                    tracing::debug!(?unknown, chat_id, "a new friend could not write");
                }
            }
            Some(After::Accepts { robot_key, person }) => {
                if !self.traffic.is_on() {
                    return;
                }
                let practice = Arc::clone(self);
                self.spawn(async move {
                    tokio::time::sleep(Duration::from_millis(practice.options.pace.answer_ms.1)).await;
                    practice.accept_request_of(&robot_key, &person);
                });
            }
        }
    }

    /// Somebody new asks a robot for friendship (spec 3.8); their id.
    pub fn request_friendship(&self, robot_key: &str, reason: Option<String>) -> Option<String> {
        let now_ms = self.clock.now_ms();
        self.world.with(|world| {
            let request = world.request_friendship(robot_key, reason)?;
            let id = world.event_id(now_ms);
            self.push_all(&[notification(wire::customers::friend_request(&request, &id))]);
            Some(request.person.id.clone())
        })
    }

    /// A person whom a robot asked for friendship (spec 3.9) accepts.
    pub fn accept_request_of(&self, robot_key: &str, person: &Arc<Person>) {
        let now_ms = self.clock.now_ms();
        let chat_id = self.world.with(|world| world.befriend(robot_key, person, now_ms));
        if let Some(chat_id) = chat_id
            && let Err(unknown) = self.say(&chat_id, Sender::Contact(Arc::clone(person)), Content::text(ACCEPTED))
        {
            tracing::debug!(?unknown, chat_id, "a new friend could not write");
        }
    }
}

/// A reply as an event of the socket.
pub fn reply_push(reply: Map<String, Value>, quirks: &Quirks) -> Push {
    let payload = if quirks.wrapped_replies { json!(["action", reply]) } else { Value::Object(reply) };
    Push { event: "action", payload, passes_filter: true }
}

/// An event that nobody asked for: 3.8 and 3.22.
pub fn notification(payload: Value) -> Push {
    Push { event: "action", payload, passes_filter: true }
}

fn success(family: Family, head: Head<'_>, more: Value) -> Map<String, Value> {
    let mut fields = base(family, head);
    if let Value::Object(more) = more {
        fields.extend(more);
    }
    fields
}
