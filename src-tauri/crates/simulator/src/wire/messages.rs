//! Messages and chats: specs 2.10, 2.11 and 3.2 to 3.4.
//!
//! The same thing looks different in every place: a received message has no `chatUser`, an echoed one has no `chatName`,
//! history has both and no `isSelf`. One function per sample keeps these differences where a reader can check them.

use serde_json::{Value, json};

use super::object;
use crate::options::Quirks;
use crate::world::people::Robot;
use crate::world::{Chat, Message, Sender};

/// A row of 2.10.
pub fn recent_chat(chat: &Chat, robot: &Robot) -> Value {
    json!({
        "chatId": chat.id,
        "chatUser": chat.peer,
        "chatName": chat.name,
        "chatHeadImg": chat.head_img,
        "isGroupChat": i32::from(chat.is_group),
        "lastMsgActive": chat.last_active_ms(),
        "unreadCount": chat.unread,
        "botInfo": {
            "robotKey": robot.key,
            "wxid": robot.wxid,
            "nickName": robot.nick_name,
            "headImg": robot.head_img,
        },
        "pushContent": chat.preview(robot),
        "assignTo": chat.assign_to,
    })
}

/// A row of 2.11.
pub fn history_row(chat: &Chat, robot: &Robot, message: &Message, quirks: &Quirks) -> Value {
    let status = if quirks.sent_status_spelling { "sentStatus" } else { "sendStatus" };
    let mut row = object(json!({
        "messageId": message.id,
        "msgSvrID": message.svr_id.to_string(),
        "timestamp": message.at_ms,
        "robotKey": chat.robot_key,
        "chatId": chat.id,
        "chatUser": chat.peer,
        "chatName": chat.name,
        "from": from(chat, robot, &message.sender),
        "isGroupChat": i32::from(chat.is_group),
        "content": message.content.to_history(message.sender == Sender::Phone),
    }));
    row.insert(status.to_owned(), message.send_status.into());
    Value::Object(row)
}

/// The `message` event of 3.2: somebody wrote, or the robot's owner did on the phone.
pub fn received_message(chat: &Chat, robot: &Robot, message: &Message, quirks: &Quirks) -> Value {
    let mut event = object(json!({
        "messageId": message.id,
        "timestamp": message.at_ms,
        "robotKey": chat.robot_key,
        "chatId": chat.id,
        "chatName": chat.name,
        "from": from(chat, robot, &message.sender),
        "isGroupChat": i32::from(chat.is_group),
        "content": message.content.to_push(message.sender == Sender::Phone),
        "assignTo": message.assign_to,
    }));
    if !quirks.push_omits_svr_id {
        event.insert("msgSvrID".to_owned(), message.svr_id.to_string().into());
    }
    Value::Object(event)
}

/// The `chat` event of 3.3, which follows a received message.
pub fn received_chat(chat: &Chat, robot: &Robot) -> Value {
    json!({
        "chatId": chat.id,
        "chatName": chat.name,
        "isGroupChat": i32::from(chat.is_group),
        "lastMsgActive": chat.last_active_ms(),
        "unreadCount": chat.unread,
        "botInfo": {
            "wxid": robot.wxid,
            "nickName": robot.nick_name,
            "headImg": robot.head_img,
            "robotStatus": robot.status,
        },
        "pushContent": chat.preview(robot),
        "assignTo": chat.assign_to,
    })
}

/// The `chat` event of 3.4, which comes before the echo of a send. It has two fields more than that of 3.3.
pub fn echoed_chat(chat: &Chat, robot: &Robot) -> Value {
    json!({
        "chatId": chat.id,
        "chatName": chat.name,
        "chatUser": chat.peer,
        "isGroupChat": i32::from(chat.is_group),
        "lastMsgActive": chat.last_active_ms(),
        "unreadCount": chat.unread,
        "botInfo": {
            "wxid": robot.wxid,
            "nickName": robot.nick_name,
            "headImg": robot.head_img,
            "robotKey": robot.key,
            "robotStatus": robot.status,
        },
        "pushContent": chat.preview(robot),
        "assignTo": chat.assign_to,
    })
}

/// The `message` event of 3.4: the echo of a send.
pub fn echoed_message(chat: &Chat, robot: &Robot, message: &Message) -> Value {
    let mut from = object(from(chat, robot, &message.sender));
    from.insert("isSelf".to_owned(), 1.into());
    json!({
        "messageId": message.id,
        "msgSvrID": message.svr_id.to_string(),
        "timestamp": message.at_ms,
        "robotKey": chat.robot_key,
        "chatId": chat.id,
        "chatUser": chat.peer,
        "from": from,
        "isGroupChat": i32::from(chat.is_group),
        "content": message.content.to_push(false),
        "assignTo": message.assign_to,
    })
}

fn from(chat: &Chat, robot: &Robot, sender: &Sender) -> Value {
    let (id, name, head_img) = match sender {
        Sender::Contact(person) => (&person.id, &person.name, &person.head_img),
        Sender::Robot | Sender::Phone => (&robot.wxid, &robot.nick_name, &robot.head_img),
    };
    json!({
        "contactId": id,
        "nickName": name,
        "headImg": head_img,
        "isGroupContact": i32::from(chat.is_group),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::WorldSize;
    use crate::world::World;

    /// Sorted: whether a JSON object keeps its order depends on what else is built.
    fn keys(value: &Value) -> Vec<&str> {
        let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        keys
    }

    #[test]
    fn every_shape_has_the_keys_of_its_sample() {
        let world = World::generate(3, &WorldSize::default(), 1_795_417_200_000, "http://127.0.0.1:1");
        let chat = world.chats.first().unwrap();
        let robot = world.robot(&chat.robot_key).unwrap();
        let message = chat.messages.last().unwrap();
        let quirks = Quirks { push_omits_svr_id: true, ..Quirks::default() };

        // serde_json keeps the keys of an object sorted, and so are the lists here.
        assert_eq!(
            keys(&recent_chat(chat, robot)),
            [
                "assignTo",
                "botInfo",
                "chatHeadImg",
                "chatId",
                "chatName",
                "chatUser",
                "isGroupChat",
                "lastMsgActive",
                "pushContent",
                "unreadCount"
            ]
        );
        assert_eq!(keys(&recent_chat(chat, robot)["botInfo"]), ["headImg", "nickName", "robotKey", "wxid"]);
        assert_eq!(
            keys(&history_row(chat, robot, message, &quirks)),
            [
                "chatId",
                "chatName",
                "chatUser",
                "content",
                "from",
                "isGroupChat",
                "messageId",
                "msgSvrID",
                "robotKey",
                "sendStatus",
                "timestamp"
            ]
        );
        assert_eq!(
            keys(&received_message(chat, robot, message, &quirks)),
            ["assignTo", "chatId", "chatName", "content", "from", "isGroupChat", "messageId", "robotKey", "timestamp"]
        );
        assert_eq!(
            keys(&received_chat(chat, robot)),
            ["assignTo", "botInfo", "chatId", "chatName", "isGroupChat", "lastMsgActive", "pushContent", "unreadCount"]
        );
        assert_eq!(
            keys(&echoed_chat(chat, robot)["botInfo"]),
            ["headImg", "nickName", "robotKey", "robotStatus", "wxid"]
        );
        let echo = echoed_message(chat, robot, message);
        assert_eq!(
            keys(&echo),
            [
                "assignTo",
                "chatId",
                "chatUser",
                "content",
                "from",
                "isGroupChat",
                "messageId",
                "msgSvrID",
                "robotKey",
                "timestamp"
            ]
        );
        assert_eq!(keys(&echo["from"]), ["contactId", "headImg", "isGroupContact", "isSelf", "nickName"]);
    }
}
