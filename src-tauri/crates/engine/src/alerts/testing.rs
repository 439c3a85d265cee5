//! Messages and robots for the tests of this folder.

use zuoxi_model::{
    Chat, ChatKey, ChatKind, ChatMarks, ChatRow, Content, Direction, Message, MessageKey, Origin, Robot, RobotMarks,
    RobotStatus, Sender, Timestamp,
};

use super::Arrival;
use crate::View;

pub fn arrival(user: &str, id: &str, text: &str) -> Arrival {
    let key = ChatKey { robot_key: "r".into(), chat_user: user.into() };
    let chat = Chat {
        key: key.clone(),
        chat_id: user.into(),
        kind: ChatKind::Single,
        name: user.into(),
        avatar_url: None,
        last_active: None,
        unread: 1,
        preview: String::new(),
        assignee: None,
    };
    let row = ChatRow {
        chat,
        last: None,
        draft: None,
        needs_decision: 0,
        waiting_since: None,
        remark: None,
        mentions_me: false,
        marks: ChatMarks::default(),
    };
    let message = Message {
        key: MessageKey { robot_key: key.robot_key, chat_user: key.chat_user, message_id: id.into() },
        chat_id: user.into(),
        chat_name: None,
        msg_svr_id: None,
        timestamp: Timestamp(1),
        direction: Direction::In,
        origin: Origin::Customer,
        sender: Sender { id: user.into(), name: user.into(), avatar_url: None },
        content: Content::Text { text: text.into(), mentions: Vec::new() },
        send_status: None,
        assignee: None,
        raw: String::new(),
    };
    Arrival {
        account: "account".into(),
        message,
        chat: row,
        robot: "小坐".into(),
        robot_marks: RobotMarks::default(),
        view: View::default(),
        complete: true,
    }
}

pub fn robot(key: &str, status: RobotStatus) -> Robot {
    Robot {
        key: key.into(),
        wxid: key.into(),
        name: "小坐".into(),
        alias: None,
        avatar_url: None,
        status,
        last_login: None,
        owner: None,
        corp_id: None,
        staff_id: None,
    }
}
