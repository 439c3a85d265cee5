//! Specs 3.16 and 3.17: the admins of a group, with the errors that the specification documents.

use serde_json::{Value, json};

use super::{Done, Refusal, Request, Shop, refused, success};
use crate::wire::replies::{Family, refusal};

/// Besides the creator.
const MOST: usize = 3;
const ADD: i64 = 1;
const REMOVE: i64 = 2;

/// Spec 3.16: without the creator, and empty when there is nobody else.
pub fn list(shop: &mut Shop<'_>, request: &Request) -> Result<Done, Refusal> {
    let Some(chat_id) = group(shop, request) else { return refused("invalid conversion id") };
    let admins = shop.world.directory.groups.get(&chat_id).map(|facts| facts.admins.clone());
    let more = json!({ "conversationId": request.value("conversationId"), "admins": admins.unwrap_or_default() });
    Ok(succeeded(shop, request, &chat_id, more))
}

/// Spec 3.17. What happens at the fourth admin, or when somebody is removed who is none, is not in a sample; both are
/// answered like the documented invalid list.
pub fn modify(shop: &mut Shop<'_>, request: &Request) -> Result<Done, Refusal> {
    let Some(chat_id) = group(shop, request) else { return refused("invalid conversion id") };
    let wanted = request.ids("admins");
    // The sample of this failure alone has no `assignTo`.
    let invalid = |shop: &Shop<'_>| {
        let mut reply = refusal(&request.fields, request.head("", shop.now_ms), "1", "admins invalid");
        reply.remove("assignTo");
        Ok(Done::reply(reply))
    };
    if wanted.is_empty() {
        return invalid(shop);
    }
    let robot = shop.world.robot(&request.robot_key).map(|robot| robot.wxid.clone()).unwrap_or_default();
    let outsider =
        |id: &String| shop.world.chat(&chat_id).and_then(|chat| chat.member(id)).is_some_and(|who| !who.staff);
    if wanted.iter().any(outsider) {
        return Err(Refusal { code: "30".to_owned(), msg: "members are not staff member".to_owned() });
    }
    let is_member =
        |id: &String| *id == robot || shop.world.chat(&chat_id).is_some_and(|chat| chat.member(id).is_some());
    let all_members = wanted.iter().all(is_member);
    let Some(facts) = shop.world.directory.groups.get_mut(&chat_id) else { return invalid(shop) };
    let mut admins = facts.admins.clone();
    let valid = match request.integer("opcode") {
        Some(ADD) => {
            let new: Vec<String> = wanted.into_iter().filter(|id| !admins.contains(id)).collect();
            let names_creator = new.contains(&facts.creator.id);
            admins.extend(new);
            all_members && !names_creator && admins.len() <= MOST
        }
        Some(REMOVE) => {
            let all_admins = wanted.iter().all(|id| admins.contains(id));
            admins.retain(|id| !wanted.contains(id));
            all_admins
        }
        _ => false,
    };
    if !valid {
        return invalid(shop);
    }
    facts.admins = admins;
    facts.modified_ms = shop.now_ms;
    let more = json!({
        "opcode": request.value("opcode"),
        "conversationId": request.value("conversationId"),
        "admins": request.value("admins"),
    });
    Ok(succeeded(shop, request, &chat_id, more))
}

fn group(shop: &Shop<'_>, request: &Request) -> Option<String> {
    shop.world.group_chat_id(&request.robot_key, &request.text("conversationId")?)
}

fn succeeded(shop: &Shop<'_>, request: &Request, chat_id: &str, more: Value) -> Done {
    let assign_to = shop.world.chat(chat_id).map_or("", |chat| chat.assign_to);
    Done::reply(success(Family::Admins, request.head(assign_to, shop.now_ms), more))
}
