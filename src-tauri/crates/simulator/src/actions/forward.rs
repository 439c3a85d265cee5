//! Spec 3.7: one message to several chats. All echoes carry the request's id (quirk Q24).

use super::{Done, Refusal, Request, Shop, refused, success};
use crate::delivery::{Push, with_one_more_zero};
use crate::faults::Echo;
use crate::wire;
use crate::wire::replies::Family;
use crate::world::content::kind;
use crate::world::{Saying, Sender};

/// Mini programs, images, files and links.
const FORWARDABLE: [i64; 4] = [kind::MINI_PROGRAM, kind::IMAGE, kind::FILE, kind::LINK];

pub fn forward(shop: &mut Shop<'_>, request: &Request) -> Result<Done, Refusal> {
    let svr_id = request.integer("msgSvrID").and_then(|id| u64::try_from(id).ok());
    let found = svr_id.and_then(|id| shop.world.by_svr_id(&request.robot_key, id));
    let Some(content) = found.map(|(_, message)| message.content.clone()) else {
        return refused("message not found");
    };
    if !FORWARDABLE.contains(&content.kind()) {
        return refused("message type can not be forwarded");
    }
    let targets: Vec<Option<String>> = request
        .ids("friends")
        .iter()
        .map(|friend| {
            let group = shop.world.group_chat_id(&request.robot_key, friend);
            group.or_else(|| shop.world.chat_id_of(&request.robot_key, friend).filter(|_| !friend.starts_with("R:")))
        })
        .collect();
    // All or none: a forward that reached half of its targets could not be told from its echoes.
    let Some(targets) = targets.into_iter().collect::<Option<Vec<String>>>().filter(|ids| !ids.is_empty()) else {
        return refused("friends invalid");
    };
    let id = match shop.echo {
        Echo::OtherId => with_one_more_zero(&request.message_id),
        _ => request.message_id.clone(),
    };
    // What is lost reaches nobody.
    let lost = shop.echo == Echo::Lost;
    let mut echoes = Vec::new();
    for chat_id in targets.iter().filter(|_| !lost) {
        let saying = Saying {
            id: Some(id.clone()),
            at_ms: shop.message_ms,
            sender: Sender::Robot,
            content: content.clone(),
            send_status: 1,
        };
        let Some(message) = shop.world.say(chat_id, saying) else { continue };
        let Some(chat) = shop.world.chat(chat_id) else { continue };
        let Some(robot) = shop.world.robot(&chat.robot_key) else { continue };
        echoes.push(Push { event: "chat", payload: wire::echoed_chat(chat, robot), passes_filter: false });
        let payload = wire::echoed_message(chat, robot, &message);
        echoes.push(Push { event: "message", payload, passes_filter: false });
    }
    let reply = success(Family::Friends, request.head("", shop.now_ms), serde_json::Value::Null);
    Ok(Done { reply, echoes: Some(echoes), forwarded: Some(targets.len()), ..Done::default() })
}
