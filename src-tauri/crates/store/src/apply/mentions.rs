//! Which messages name their robot with @.
//!
//! The platform lists the ids of those who are named (Q29), but a member who types the name instead of choosing it is not
//! in that list and means the robot all the same.

use std::collections::HashMap;

use sqlx::SqliteConnection;
use zuoxi_model::{Content, Direction, Message};

use crate::StoreError;

/// What the robots are called.
#[derive(Default)]
pub struct RobotNames {
    /// Id and names by robot key.
    by_key: HashMap<String, (String, Vec<String>)>,
}

impl RobotNames {
    /// Reads the names, if any of the messages could use one.
    pub async fn of(conn: &mut SqliteConnection, messages: &[Message]) -> Result<Self, StoreError> {
        if !messages.iter().any(may_mention) {
            return Ok(Self::default());
        }
        let rows = sqlx::query!("SELECT robot_key, wxid, name, alias FROM robots").fetch_all(conn).await?;
        let by_key = rows
            .into_iter()
            .map(|row| {
                let names = [Some(row.name), row.alias].into_iter().flatten().filter(|name| !name.trim().is_empty());
                let names = names.map(|name| format!("@{}", name.trim())).collect();
                (row.robot_key, (row.wxid, names))
            })
            .collect();
        Ok(Self { by_key })
    }

    /// True if the message came in and names the robot it came to.
    pub fn are_in(&self, message: &Message) -> bool {
        let Content::Text { text, mentions } = &message.content else { return false };
        if !may_mention(message) {
            return false;
        }
        let known = self.by_key.get(message.key.robot_key.as_str());
        let by_chat = message.chat_id.parts().map(|(wxid, _)| wxid);
        let wxids = [known.map(|(wxid, _)| wxid.as_str()), by_chat.as_ref().map(zuoxi_model::Wxid::as_str)];
        wxids.into_iter().flatten().any(|wxid| !wxid.is_empty() && mentions.iter().any(|mention| mention == wxid))
            || known.is_some_and(|(_, names)| names.iter().any(|name| says(text, name)))
    }
}

fn may_mention(message: &Message) -> bool {
    message.direction == Direction::In
        && matches!(&message.content, Content::Text { text, mentions } if !mentions.is_empty() || text.contains('@'))
}

/// True if the name ends where it stands in the text: "@Ann" is not in "@Anna". Chinese puts no blank after a name, so
/// only a Latin letter or a digit goes on with one.
fn says(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, found)| {
        let next = text.get(at + found.len()..).and_then(|rest| rest.chars().next());
        !next.is_some_and(|next| next.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_where_it_ends() {
        assert!(says("@客服2号 在吗", "@客服2号"));
        assert!(says("你好@客服2号在吗", "@客服2号"));
        assert!(says("hi @Ann, there", "@Ann"));
        assert!(!says("hi @Anna", "@Ann"));
        assert!(says("@Anna @Ann", "@Ann"));
        assert!(!says("客服2号", "@客服2号"));
    }
}
