//! Groups and their members: specs 2.4, 2.6, 3.21 and 3.22.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::customers::WECHAT_COMPANY_ID;
use super::{number, object};
use crate::clock;
use crate::world::Chat;
use crate::world::directory::GroupFacts;
use crate::world::people::{Person, Robot};
use crate::world::script::entries;

const COMPANY_ID: u64 = 1_970_325_046_037_717;

/// Everybody in the group, the robot with them.
pub fn everyone(chat: &Chat, robot: &Robot, facts: &GroupFacts) -> Vec<Arc<Person>> {
    let robot = (!facts.dissolved).then(|| Arc::new(robot.as_person()));
    robot.into_iter().chain(chat.members.iter().cloned()).collect()
}

fn outsiders(people: &[Arc<Person>]) -> usize {
    people.iter().filter(|person| !person.staff).count()
}

/// A row of 2.4.
pub fn group_row(chat: &Chat, robot: &Robot, facts: &GroupFacts) -> Value {
    let people = everyone(chat, robot, facts);
    json!({
        "robotKey": chat.robot_key,
        "conversationId": chat.peer,
        "name": chat.name,
        "creatorId": number(&facts.creator.id),
        "creatorName": facts.creator.name,
        "memberCount": people.len(),
        "outerUserCount": outsiders(&people),
        "status": i32::from(!facts.dissolved),
        "isOuterGroupConversation": i32::from(is_external(chat)),
        "createTime": clock::date_time(facts.created_ms),
        "gmtCreate": clock::date_time(facts.created_ms),
        "gmtModify": clock::date_time(facts.modified_ms),
    })
}

/// `isOuterGroupConversation`: whether anybody from outside the company belongs to it.
pub fn is_external(chat: &Chat) -> bool {
    chat.members.iter().any(|member| !member.staff)
}

/// A row of 2.6. Only the creator's has `isCreator`, and it is a string there.
pub fn member_row(chat: &Chat, facts: &GroupFacts, member: &Person, present: bool) -> Value {
    let mut row = object(json!({
        "robotKey": chat.robot_key,
        "conversationId": chat.peer,
        "conversationName": chat.name,
        "userId": number(&member.id),
        "name": member.name,
        "avatorUrl": member.head_img,
        "status": i32::from(present),
        "isOuterUser": i32::from(!member.staff),
        "isExternalUser": i32::from(!member.staff),
        "gmtCreate": clock::date_time(facts.created_ms),
        "gmtModify": clock::date_time(facts.modified_ms),
    }));
    if member.id == facts.creator.id {
        row.insert("isCreator".to_owned(), "1".into());
    }
    Value::Object(row)
}

/// The notification of 3.22. Only new members are documented; after a removal the list is empty (quirk Q50).
pub fn members_changed(chat: &Chat, new: &[Arc<Person>], message_id: &str, now_ms: i64) -> Value {
    let new: Vec<Value> = new
        .iter()
        .map(|person| {
            json!({
                "gender": person.gender().to_string(),
                "groupNickName": "",
                "headImg": person.head_img,
                "nickName": person.name,
                "userId": person.id,
                "userName": person.id,
            })
        })
        .collect();
    json!({
        "messageId": message_id,
        "assignTo": chat.assign_to,
        "code": "0",
        "chatroom": chat.peer,
        "conversationId": chat.peer,
        "groupNickName": chat.name,
        "name": chat.name,
        "dts": now_ms.to_string(),
        "type": "robot.group.members.changed",
        "msg": "OK",
        "robotBizType": "5",
        "robotKey": chat.robot_key,
        "robotType": 2,
        "newMembers": new,
    })
}

/// A group in 3.21. The sample counts eight members and lists four: with `whole` unset, only the first half is listed.
pub fn inquired_group(chat: &Chat, robot: &Robot, facts: &GroupFacts, whole: bool) -> Value {
    let people = everyone(chat, robot, facts);
    let listed = if whole { people.len() } else { people.len().div_ceil(2) };
    let members: Vec<Value> =
        people.iter().take(listed).enumerate().map(|(nth, person)| inquired_member(nth, person)).collect();
    let none = clock::date_time(0);
    let notices = if facts.notice.is_empty() { json!([]) } else { json!([{ "notice": facts.notice }]) };
    let mut group = template(include_str!("../../data/inquired-group.txt"));
    group.extend(object(json!({
        "conversationId": chat.peer,
        "name": chat.name,
        "groupNotices": notices,
        "noticeTime": facts.notice_ms.map_or(none, clock::date_time),
        "noticeUserId": facts.notice_ms.map_or(0.into(), |_| number(&robot.wxid)),
        "creatorId": number(&facts.creator.id),
        "createTime": clock::date_time(facts.created_ms),
        "modifyTime": clock::date_time(facts.modified_ms),
        "memberCount": people.len(),
        "normalMemberCount": people.len(),
        "outerUserCount": outsiders(&people),
        "isOuterGroupConversation": i32::from(is_external(chat)),
        "hasOuterUser": i32::from(is_external(chat)),
        "isConversationDismiss": i32::from(facts.dissolved),
        "memberList": members,
    })));
    Value::Object(group)
}

fn inquired_member(nth: usize, person: &Person) -> Value {
    let mut member = template(include_str!("../../data/inquired-member.txt"));
    let outside = i32::from(!person.staff);
    member.extend(object(json!({
        "userId": number(&person.id),
        "name": person.name,
        "namePinyin": person.name,
        "avatorUrl": person.head_img,
        "wechatImgUrl": person.head_img,
        "gender": person.gender(),
        "isOuterUser": outside,
        "isExternalUser": outside,
    })));
    if person.staff {
        // As the sample's colleagues differ from its outsiders.
        member.extend(object(json!({
            "companyId": COMPANY_ID,
            "isAvailable": 1,
            "isHideAddress": 1,
            "authority": 134_218_048,
            "authority2": 128,
            "position": "客服",
        })));
    } else {
        // The sample's fourth member spells it so (quirk Q14).
        let spelling = if nth % 4 == 3 { "corpanyId" } else { "companyId" };
        member.remove("companyId");
        member.insert(spelling.to_owned(), WECHAT_COMPANY_ID.into());
    }
    Value::Object(member)
}

/// `key = JSON value` lines.
fn template(file: &str) -> Map<String, Value> {
    let fields = entries(file).filter_map(|line| line.split_once(" = "));
    fields.filter_map(|(key, value)| Some((key.to_owned(), serde_json::from_str(value).ok()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::WorldSize;
    use crate::world::World;

    #[test]
    fn an_inquired_group_has_the_samples_fields_and_fewer_members_than_it_counts() {
        let world = World::generate(3, &WorldSize::default(), 1_795_417_200_000, "http://127.0.0.1:1");
        let chat = world.chats.iter().find(|chat| chat.is_group && is_external(chat)).unwrap();
        let (robot, facts) = (world.robot(&chat.robot_key).unwrap(), &world.directory.groups[&chat.id]);
        let group = inquired_group(chat, robot, facts, false);
        // 47 fields and the member list; a member has 72.
        assert_eq!(group.as_object().unwrap().len(), 48);
        let members = group["memberList"].as_array().unwrap();
        assert!(members.len() < usize::try_from(group["memberCount"].as_u64().unwrap()).unwrap());
        for member in members {
            assert_eq!(member.as_object().unwrap().len(), 72);
            assert_eq!(member["isWorkChatCustomer"], false, "the one boolean of the sample");
        }
        assert_eq!(members[0]["userId"].to_string(), robot.wxid);
        assert_eq!(members[3].get("companyId"), None);
        assert_eq!(members[3]["corpanyId"], WECHAT_COMPANY_ID);
        assert_eq!(group["status"], 0, "0 for a group that lives, unlike 2.4");
    }

    #[test]
    fn only_the_creator_is_marked_and_with_a_string() {
        let world = World::generate(3, &WorldSize::default(), 1_795_417_200_000, "http://127.0.0.1:1");
        let chat = world.chats.iter().find(|chat| chat.is_group).unwrap();
        let facts = &world.directory.groups[&chat.id];
        let creator = member_row(chat, facts, &facts.creator, true);
        assert_eq!(creator["isCreator"], "1");
        let other = chat.members.iter().find(|member| member.id != facts.creator.id).unwrap();
        assert_eq!(member_row(chat, facts, other, true).get("isCreator"), None);
    }
}
