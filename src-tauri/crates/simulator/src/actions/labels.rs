//! Specs 3.11 and 3.12: labelling customers.

use serde_json::{Map, Value, json};

use super::{Done, Refusal, Request, Shop, refused, success};
use crate::wire;
use crate::wire::replies::Family;

/// Spec 3.11. A label group is not a label, although it has an id in the same library (quirk Q46).
pub fn set(shop: &mut Shop<'_>, request: &Request) -> Result<Done, Refusal> {
    let user_id = request.needed("userId")?;
    let known = |id: &String| {
        let id: u64 = id.parse().ok()?;
        let mut labels = shop.world.label_groups.iter().flat_map(|group| &group.labels);
        labels.any(|label| label.id == id).then_some(id)
    };
    let erased: Option<Vec<u64>> = request.ids("erasingTags").iter().map(known).collect();
    let added: Option<Vec<u64>> = request.ids("tags").iter().map(known).collect();
    let (Some(erased), Some(added)) = (erased, added) else { return refused("tags invalid") };
    let chat_id = shop.world.chat_id_of(&request.robot_key, &user_id);
    let Some(friendship) = chat_id.and_then(|id| shop.world.directory.friendships.get_mut(&id)) else {
        return refused("userId invalid");
    };
    friendship.labels.retain(|label| !erased.contains(label));
    friendship.labels.extend(&added);
    friendship.modified_ms = shop.now_ms;
    let (mut erasing, mut tags) = (request.value("erasingTags"), request.value("tags"));
    if shop.quirks.mismatching_tag_reply {
        // In the sample the first entries of both lists have changed places.
        if let (Some(first), Some(second)) = (erasing.get_mut(0), tags.get_mut(0)) {
            std::mem::swap(first, second);
        } else {
            std::mem::swap(&mut erasing, &mut tags);
        }
    }
    let more = json!({ "userId": request.value("userId"), "erasingTags": erasing, "tags": tags });
    Ok(Done::reply(success(Family::Customers, request.head("", shop.now_ms), more)))
}

/// Spec 3.12: the whole library. `personLabel` repeats the last group.
pub fn library(shop: &mut Shop<'_>, request: &Request) -> Result<Done, Refusal> {
    let groups = wire::labels::tree(&shop.world.label_groups);
    let Some(robot) = shop.world.robot(&request.robot_key) else { return refused("robot not found") };
    let mut more = Map::from_iter([
        ("personLabel".to_owned(), groups.last().cloned().unwrap_or_default()),
        ("groupLabels".to_owned(), groups.into()),
        ("wxid".to_owned(), wire::number(&robot.wxid)),
        ("companyName".to_owned(), "半夏里（杭州）贸易有限公司".into()),
        ("companyId".to_owned(), "1970325046037717".into()),
    ]);
    if shop.quirks.other_id_in_tag_library {
        more.insert("messageId".to_owned(), shop.world.event_id(shop.now_ms).into());
    }
    Ok(Done::reply(success(Family::Customers, request.head("", shop.now_ms), Value::Object(more))))
}
