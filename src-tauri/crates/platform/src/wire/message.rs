//! A message record → [`Message`]. Spec 3.2, 3.4, 2.11.

use jiff::{
    civil,
    tz::{self, TimeZone},
};
use serde_json::Value;
use zuoxi_model::{
    Assignee, ChatId, ChatUser, Direction, Message, MessageId, MessageKey, MsgSvrId, Origin, RobotKey, SendStatus,
    Sender, Timestamp, Wxid,
};

use super::{Context, content};
use crate::lenient::Record;

/// Decodes a message; the error says what it lacks. Only ids are required: `messageId`, and what tells the chat (Q15).
pub(crate) fn decode(value: &Value, raw: String, context: Context<'_>) -> Result<Message, String> {
    let record = Record::of(value).ok_or("not an object")?;
    let message_id = MessageId::new(record.id(&["messageId"]).ok_or("no messageId")?);
    let place = Place::of(record, context)?;

    let from = record.child(&["from"]);
    let sender = Sender {
        id: from.and_then(|from| from.id(&["contactId"])).unwrap_or_default(),
        name: from.and_then(|from| from.text(&["nickName"])).unwrap_or_default(),
        avatar_url: from.and_then(|from| from.filled(&["headImg"])),
    };
    let body = record.value(&["content"]);
    let said_self = from.and_then(|from| from.flag(&["isSelf"])).or_else(|| record.flag(&["isSelf"])) == Some(true);
    let from_phone = body.and_then(Record::of).and_then(content::content_type) == Some(content::FROM_PHONE);
    let (direction, origin) = whence(said_self, from_phone, &sender, place.wxid.as_ref());

    Ok(Message {
        timestamp: record.time(&["timestamp"]).or_else(|| time_in(&message_id)).unwrap_or(context.now),
        key: MessageKey { robot_key: place.robot_key, chat_user: place.chat_user, message_id },
        chat_id: place.chat_id,
        chat_name: record.filled(&["chatName"]),
        msg_svr_id: record.id(&["msgSvrID", "msgSvrId"]).map(MsgSvrId::new),
        direction,
        origin,
        sender,
        content: content::decode(body),
        send_status: match direction {
            Direction::Out => send_status(record),
            Direction::In => None,
        },
        assignee: record.filled(&["assignTo"]).map(Assignee::new),
        raw,
    })
}

/// The chat a record belongs to, put together from whichever ids it carries.
struct Place {
    robot_key: RobotKey,
    chat_user: ChatUser,
    chat_id: ChatId,
    /// The robot's own contact id, if anything tells it.
    wxid: Option<Wxid>,
}

impl Place {
    fn of(record: Record<'_>, context: Context<'_>) -> Result<Self, String> {
        let chat_id = record.id(&["chatId"]).map(ChatId::new);
        let (named_wxid, peer) = chat_id.as_ref().and_then(ChatId::parts).unzip();
        let bot = record.child(&["botInfo"]);
        let bot_wxid = bot.and_then(|bot| bot.id(&["wxid"])).map(Wxid::new);

        let said_key = record.id(&["robotKey"]).or_else(|| bot.and_then(|bot| bot.id(&["robotKey"])));
        let robot_key = said_key
            .map(RobotKey::new)
            .or_else(|| bot_wxid.as_ref().and_then(|wxid| context.robots.key_of(wxid)))
            .or_else(|| named_wxid.as_ref().and_then(|wxid| context.robots.key_of(wxid)))
            .or_else(|| context.asked.map(|chat| chat.robot_key.clone()))
            .ok_or("no robotKey, and no known robot has its wxid")?;
        let wxid = named_wxid.or_else(|| context.robots.wxid_of(&robot_key)).or(bot_wxid);

        let chat_user = record
            .id(&["chatUser"])
            .map(ChatUser::new)
            .or(peer)
            .or_else(|| context.asked.map(|chat| chat.chat_user.clone()))
            .ok_or("no chatUser, and none in chatId")?;
        let chat_id = chat_id
            .or_else(|| wxid.as_ref().map(|wxid| ChatId::between(wxid, &chat_user)))
            .ok_or("no chatId, and the robot's wxid is not known")?;
        Ok(Self { robot_key, chat_user, chat_id, wxid })
    }
}

/// Ours if the record says so, if the sender is the robot, or if it was typed on the robot's phone (Q20, Q23). The
/// platform names no person (Q32), so what is ours and not from the phone came from elsewhere; whoever knows this
/// console's own sends calls those its own.
fn whence(said_self: bool, from_phone: bool, sender: &Sender, wxid: Option<&Wxid>) -> (Direction, Origin) {
    let sent_by_robot = wxid.is_some_and(|wxid| wxid.as_str() == sender.id);
    match (from_phone, said_self || sent_by_robot) {
        (true, _) => (Direction::Out, Origin::Phone),
        (false, true) => (Direction::Out, Origin::Elsewhere),
        (false, false) => (Direction::In, Origin::Customer),
    }
}

/// `sendStatus` in the sample, `sentStatus` in the table (Q22).
fn send_status(record: Record<'_>) -> Option<SendStatus> {
    match record.integer(&["sendStatus", "sentStatus"])? {
        0 => Some(SendStatus::NotSent),
        1 => Some(SendStatus::Sent),
        2 => Some(SendStatus::Failed),
        _ => None,
    }
}

/// The time a message id begins with, `yyyyMMddHHmmss` in Shanghai (Q26); the next best when the record has none.
fn time_in(id: &MessageId) -> Option<Timestamp> {
    let head: String = id.as_str().chars().take(14).collect();
    let local = civil::DateTime::strptime("%Y%m%d%H%M%S", &head).ok().filter(|local| local.year() >= 2000)?;
    let zoned = local.to_zoned(TimeZone::fixed(tz::offset(8))).ok()?;
    Timestamp::from_platform_ms(zoned.timestamp().as_millisecond())
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
