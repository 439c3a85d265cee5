//! A chat record → [`ChatUpdate`]. Spec 2.10, 3.3.

use serde_json::Value;
use zuoxi_model::{Assignee, ChatId, ChatKind, ChatUpdate, ChatUser, RobotKey, Wxid};

use super::{Context, robot};
use crate::lenient::Record;

/// Decodes a chat; the error says what it lacks. Only the chat's id is required (Q15): a missing `robotKey` is found
/// through `botInfo.wxid`, a missing `chatUser` in the chat's id.
pub(crate) fn decode(value: &Value, context: Context<'_>) -> Result<ChatUpdate, String> {
    let record = Record::of(value).ok_or("not an object")?;
    let bot = record.child(&["botInfo"]);
    let said_id = record.id(&["chatId"]).map(ChatId::new);
    let (named_wxid, peer) = said_id.as_ref().and_then(ChatId::parts).unzip();
    let bot_wxid = bot.and_then(|bot| bot.id(&["wxid"])).map(Wxid::new);

    let robot_key = bot
        .and_then(|bot| bot.id(&["robotKey"]))
        .or_else(|| record.id(&["robotKey"]))
        .map(RobotKey::new)
        .or_else(|| bot_wxid.as_ref().and_then(|wxid| context.robots.key_of(wxid)))
        .or_else(|| named_wxid.as_ref().and_then(|wxid| context.robots.key_of(wxid)));
    let wxid = bot_wxid.or(named_wxid);
    let chat_user = record.id(&["chatUser"]).map(ChatUser::new).or(peer);
    let chat_id = match (said_id, &wxid, &chat_user) {
        (Some(id), _, _) => id,
        (None, Some(wxid), Some(chat_user)) => ChatId::between(wxid, chat_user),
        _ => return Err("no chatId".into()),
    };

    Ok(ChatUpdate {
        chat_id,
        robot_key,
        robot_status: bot.and_then(robot::status),
        kind: kind(record, chat_user.as_ref()),
        wxid,
        chat_user,
        name: record.filled(&["chatName"]),
        avatar_url: record.filled(&["chatHeadImg"]),
        last_active: record.time(&["lastMsgActive"]),
        unread: record.count(&["unreadCount"]),
        preview: record.text(&["pushContent"]),
        assignee: record.filled(&["assignTo"]).map(Assignee::new),
    })
}

/// What the record says, else what the peer's id tells: group ids begin with `R:`.
fn kind(record: Record<'_>, chat_user: Option<&ChatUser>) -> Option<ChatKind> {
    let group = record.flag(&["isGroupChat"]).or_else(|| chat_user.map(ChatUser::is_group))?;
    Some(if group { ChatKind::Group } else { ChatKind::Single })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::robot_index::RobotIndex;
    use serde_json::json;
    use zuoxi_model::{Robot, RobotStatus, Timestamp};

    fn read(value: &Value) -> Result<ChatUpdate, String> {
        let robots = RobotIndex::default();
        robots.learn(&[Robot {
            key: "cfb3".into(),
            wxid: "1683353440427222".into(),
            name: "listener".into(),
            alias: None,
            avatar_url: None,
            status: RobotStatus::Online,
            last_login: None,
            owner: None,
            corp_id: None,
            staff_id: None,
        }]);
        decode(value, Context { robots: &robots, now: Timestamp(1), asked: None })
    }

    /// Spec 3.3: without `robotKey`, `chatUser` and `chatHeadImg`.
    fn event() -> Value {
        json!({
            "chatId": "S:1688853470427542_7881300883899745", "chatName": "listener", "isGroupChat": 0,
            "lastMsgActive": 1_585_816_580_000_i64, "unreadCount": 3,
            "botInfo": {
                "wxid": "1683353440427222", "nickName": "listener", "headImg": "http://mfile.yjiyun.com/xxxx.png",
                "robotStatus": 1
            },
            "pushContent": "收到一条消息", "assignTo": "xiaohong"
        })
    }

    #[test]
    fn q15_the_event_of_3_3_finds_its_robot_by_wxid_and_its_peer_by_chat_id() {
        let chat = read(&event()).unwrap();
        assert_eq!(chat.robot_key.unwrap().as_str(), "cfb3");
        assert_eq!(chat.chat_user.unwrap().as_str(), "7881300883899745");
        assert_eq!(chat.kind, Some(ChatKind::Single));
        assert_eq!(chat.unread, Some(3));
        assert_eq!(chat.last_active, Some(Timestamp(1_585_816_580_000)));
        assert_eq!(chat.robot_status, Some(RobotStatus::Online));
        assert_eq!(chat.preview.as_deref(), Some("收到一条消息"));
        assert_eq!(chat.avatar_url, None);
    }

    #[test]
    fn the_recent_chat_of_2_10_is_read_whole() {
        let chat = read(&json!({
            "chatId": "S:168555xxx4427542_R:17360xxx55559", "chatUser": "R:173555909", "chatName": "欢乐大群",
            "chatHeadImg": "http://wework.qpic.cn/bizmail/x/0", "isGroupChat": 1,
            "lastMsgActive": 1_592_463_832_000_i64, "unreadCount": "4",
            "botInfo": {"robotKey": "73bd11c5xxxxxx4a3d5bad767", "wxid": "16888xxxx27542", "nickName": "Ze"},
            "pushContent": "小勇：收到一条消息", "assignTo": "136xxxxx9"
        }))
        .unwrap();
        assert_eq!(chat.robot_key.unwrap().as_str(), "73bd11c5xxxxxx4a3d5bad767");
        assert_eq!(chat.chat_user.unwrap().as_str(), "R:173555909");
        assert_eq!((chat.kind, chat.unread), (Some(ChatKind::Group), Some(4)));
        assert_eq!(chat.name.as_deref(), Some("欢乐大群"));
        assert_eq!(chat.robot_status, None);
    }

    #[test]
    fn what_a_chat_does_not_say_stays_unsaid() {
        let chat = read(&json!({"chatId": "S:5_R:7", "chatName": null, "unreadCount": "many"})).unwrap();
        assert_eq!((chat.name, chat.unread, chat.last_active), (None, None, None));
        assert_eq!((chat.robot_key, chat.kind), (None, Some(ChatKind::Group)));
        assert!(read(&json!({"chatName": "nobody"})).is_err());
        assert!(read(&json!(7)).is_err());
    }
}
