//! Specs 3.15, 3.18 to 3.20 and 3.23: members in and out, names, new groups, announcements.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{Done, Refusal, Request, Shop, notification, refused, success};
use crate::delivery::Push;
use crate::wire;
use crate::wire::replies::Family;
use crate::world::people::Person;

/// Spec 3.15. The request says `members`, the reply `friends` (quirk Q50).
pub fn remove(shop: &mut Shop<'_>, request: &Request) -> Result<Done, Refusal> {
    let chat_id = group(shop, request)?;
    let members = request.ids("members");
    let present = |id: &String| shop.world.chat(&chat_id).is_some_and(|chat| chat.member(id).is_some());
    if members.is_empty() || !members.iter().all(present) {
        return refused("members invalid");
    }
    shop.world.leave(&chat_id, &members, shop.now_ms);
    let more = json!({ "groupId": request.value("groupId"), "friends": request.value("members") });
    Ok(changed(shop, request, &chat_id, &[], more))
}

/// Spec 3.18. Only friends of the robot and colleagues can be invited.
pub fn invite(shop: &mut Shop<'_>, request: &Request) -> Result<Done, Refusal> {
    let chat_id = group(shop, request)?;
    let people = acquaintances(shop, request, "friends")?;
    let new = shop.world.join(&chat_id, &people, shop.now_ms);
    let more = json!({ "groupId": request.value("groupId"), "friends": request.value("friends") });
    Ok(changed(shop, request, &chat_id, &new, more))
}

/// Spec 3.19.
pub fn rename(shop: &mut Shop<'_>, request: &Request) -> Result<Done, Refusal> {
    let chat_id = group(shop, request)?;
    let name = request.needed("newName")?;
    shop.world.rename(&chat_id, &name, shop.now_ms);
    let more = json!({ "groupId": request.value("groupId"), "newName": name });
    Ok(Done::reply(reply(shop, request, &chat_id, more)))
}

/// Spec 3.20. `conversationId` is the group; `groupWxid` is another name for it (quirk Q11).
pub fn create(shop: &mut Shop<'_>, request: &Request) -> Result<Done, Refusal> {
    let topic = request.needed("topic")?;
    let people = acquaintances(shop, request, "memberWxids")?;
    let opened = shop.world.open_group(&request.robot_key, &topic, people.clone(), shop.now_ms);
    let Some((conversation, alias)) = opened else { return refused("group not created") };
    let Some(chat_id) = shop.world.chat_id_of(&request.robot_key, &conversation) else {
        return refused("group not created");
    };
    let more = json!({
        "topic": topic,
        "newName": topic,
        "conversationId": conversation,
        "groupWxid": alias,
        "memberWxids": request.value("memberWxids"),
    });
    Ok(changed(shop, request, &chat_id, &people, more))
}

/// Spec 3.23.
pub fn announce(shop: &mut Shop<'_>, request: &Request) -> Result<Done, Refusal> {
    let chat_id = group(shop, request)?;
    let notice = request.needed("notice")?;
    if let Some(facts) = shop.world.directory.groups.get_mut(&chat_id) {
        facts.notice.clone_from(&notice);
        facts.notice_ms = Some(shop.now_ms);
        facts.modified_ms = shop.now_ms;
    }
    let is_all = request.fields.get("isAll").cloned().unwrap_or_else(|| 0.into());
    let more = json!({ "groupId": request.value("groupId"), "isAll": is_all, "notice": notice });
    Ok(Done::reply(reply(shop, request, &chat_id, more)))
}

fn group(shop: &Shop<'_>, request: &Request) -> Result<String, Refusal> {
    let chat_id = shop.world.group_chat_id(&request.robot_key, &request.needed("groupId")?);
    chat_id.map_or_else(|| refused("groupId invalid"), Ok)
}

fn acquaintances(shop: &Shop<'_>, request: &Request, name: &str) -> Result<Vec<Arc<Person>>, Refusal> {
    let ids = request.ids(name);
    let people = ids.iter().map(|id| shop.world.acquaintance(&request.robot_key, id));
    let people: Option<Vec<Arc<Person>>> = people.collect();
    people.filter(|people| !people.is_empty()).map_or_else(|| refused(&format!("{name} invalid")), Ok)
}

fn reply(shop: &Shop<'_>, request: &Request, chat_id: &str, more: Value) -> Map<String, Value> {
    let assign_to = shop.world.chat(chat_id).map_or("", |chat| chat.assign_to);
    success(Family::Groups, request.head(assign_to, shop.now_ms), more)
}

/// A reply, and the notification of 3.22 after it.
fn changed(shop: &mut Shop<'_>, request: &Request, chat_id: &str, new: &[Arc<Person>], more: Value) -> Done {
    let reply = reply(shop, request, chat_id, more);
    let id = shop.world.event_id(shop.now_ms);
    let push = |payload: Value| -> Push { notification(payload) };
    let changed = shop.world.chat(chat_id).map(|chat| wire::groups::members_changed(chat, new, &id, shop.now_ms));
    Done { reply, notifications: changed.map(push).into_iter().collect(), ..Done::default() }
}
