//! Specs 3.8, 3.9, 3.13 and 3.14: new friends, remarks, and what the robot says about itself.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{After, Done, Refusal, Request, Shop, refused, success};
use crate::wire;
use crate::wire::replies::Family;

/// Spec 3.8: accepts a request that was pushed before. What the new friend gave as the reason becomes the first message.
pub fn accept(shop: &mut Shop<'_>, request: &Request) -> Result<Done, Refusal> {
    let wxid = request.needed("friendWxid")?;
    let waiting = shop.world.directory.requests.iter();
    let mut waiting = waiting.filter(|each| each.robot_key == request.robot_key && each.person.id == wxid);
    let Some(asked) = waiting.next().cloned() else { return refused("friend request not found") };
    let chat_id = shop.world.befriend(&request.robot_key, &asked.person, shop.now_ms);
    let more = json!({ "friendWxid": request.value("friendWxid") });
    Ok(Done {
        reply: success(Family::Friends, request.head("", shop.now_ms), more),
        after: chat_id.map(|chat_id| After::Greets { chat_id, person: asked.person, text: asked.reason }),
        ..Done::default()
    })
}

/// Spec 3.9. Success means that the request is on its way, not that anybody accepted it (quirk Q48).
pub fn add_by_phone(shop: &mut Shop<'_>, request: &Request) -> Result<Done, Refusal> {
    let phone = request.needed("phone")?;
    let Some(person) = shop.world.strangers.by_phone(&phone, &shop.world.addresses) else {
        return refused("user not found");
    };
    let more = json!({ "phone": request.value("phone"), "userData": wire::customers::found_by_phone(&person) });
    let known = shop.world.chat_id_of(&request.robot_key, &person.id).is_some();
    let after = After::Accepts { robot_key: request.robot_key.clone(), person: Arc::new(person) };
    Ok(Done {
        reply: success(Family::Friends, request.head("", shop.now_ms), more),
        after: (!known).then_some(after),
        ..Done::default()
    })
}

/// Spec 3.13: remark, description, or both. An empty text removes; a missing one changes nothing.
pub fn remark(shop: &mut Shop<'_>, request: &Request) -> Result<Done, Refusal> {
    let user_id = request.needed("userId")?;
    let chat_id = shop.world.chat_id_of(&request.robot_key, &user_id);
    let Some(friendship) = chat_id.and_then(|id| shop.world.directory.friendships.get_mut(&id)) else {
        return refused("userId invalid");
    };
    let mut more = Map::from_iter([("userId".to_owned(), request.value("userId"))]);
    let fields = [("realRemark", &mut friendship.remark), ("userRemark", &mut friendship.description)];
    for (name, field) in fields {
        if let Some(Value::String(text)) = request.fields.get(name) {
            field.clone_from(text);
            more.insert(name.to_owned(), text.as_str().into());
        }
    }
    friendship.modified_ms = shop.now_ms;
    Ok(Done::reply(success(Family::Customers, request.head("", shop.now_ms), Value::Object(more))))
}

/// Spec 3.14. What an omitted field does is not said (quirk Q51); here it stays as it is. The reply has all of them.
pub fn own_profile(shop: &mut Shop<'_>, request: &Request) -> Result<Done, Refusal> {
    let gender = match request.integer("gender") {
        None => None,
        Some(gender) => match u8::try_from(gender) {
            Ok(gender @ 1..=2) => Some(gender),
            _ => return refused("gender invalid"),
        },
    };
    let robots = &mut shop.world.robots;
    let Some(robot) = robots.iter_mut().find(|robot| robot.key == request.robot_key) else {
        return refused("robot not found");
    };
    let profile = &mut robot.profile;
    let fields = [
        ("name", &mut robot.nick_name),
        ("alias", &mut profile.alias),
        ("phone", &mut profile.phone),
        ("mobile", &mut profile.mobile),
        ("position", &mut profile.position),
    ];
    for (name, field) in fields {
        if let Some(Value::String(text)) = request.fields.get(name) {
            field.clone_from(text);
        }
    }
    profile.gender = gender.unwrap_or(profile.gender);
    let more = json!({
        "phone": profile.phone,
        "position": profile.position,
        "mobile": profile.mobile,
        "address": "大学城",
        "alias": profile.alias,
        "gender": profile.gender,
        "name": robot.nick_name,
    });
    Ok(Done::reply(success(Family::Customers, request.head("", shop.now_ms), more)))
}
