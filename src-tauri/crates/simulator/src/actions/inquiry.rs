//! Spec 3.21: what WeCom knows of customers or groups. Whom the robot does not know is left out of the answer.

use serde_json::{Value, json};

use super::{Done, Refusal, Request, Shop, refused, success};
use crate::wire;
use crate::wire::replies::Family;

/// The sample of groups has `dts` as a number and neither `assignTo` nor `robotBizType` nor `msg`; that of friends has
/// them all.
pub fn inquire(shop: &mut Shop<'_>, request: &Request) -> Result<Done, Refusal> {
    let contacts = request.ids("contacts");
    match contacts.first() {
        None => refused("contacts invalid"),
        Some(first) if first.starts_with("R:") => Ok(groups(shop, request, &contacts)),
        Some(_) => Ok(friends(shop, request, &contacts)),
    }
}

fn friends(shop: &Shop<'_>, request: &Request, ids: &[String]) -> Done {
    let mut assign_to = "";
    let mut found: Vec<Value> = Vec::new();
    for id in ids {
        let Some(chat) = shop.world.chat_id_of(&request.robot_key, id).and_then(|id| shop.world.chat(&id)) else {
            continue;
        };
        let Some(friendship) = shop.world.directory.friendships.get(&chat.id) else { continue };
        let Some(customer) = chat.members.first() else { continue };
        assign_to = chat.assign_to;
        found.push(wire::customers::contact(chat, customer, friendship));
    }
    let more = json!({ "reqContacts": request.value("contacts"), "contacts": found });
    Done::reply(success(Family::Groups, request.head(assign_to, shop.now_ms), more))
}

fn groups(shop: &Shop<'_>, request: &Request, ids: &[String]) -> Done {
    let whole = !shop.quirks.partial_member_list;
    let found: Vec<Value> = ids
        .iter()
        .filter_map(|id| {
            let chat = shop.world.chat(&shop.world.group_chat_id(&request.robot_key, id)?)?;
            let facts = shop.world.directory.groups.get(&chat.id)?;
            Some(wire::groups::inquired_group(chat, shop.world.robot(&chat.robot_key)?, facts, whole))
        })
        .collect();
    let more = json!({ "reqContacts": request.value("contacts"), "contacts": found });
    let mut reply = success(Family::Customers, request.head("", shop.now_ms), more);
    reply.remove("msg");
    Done::reply(reply)
}
