//! Mass sending. Spec 2.7, Q12, Q58.
//!
//! The table of the specification is flat, its sample nested; the sample is what is sent, with its whole numbers
//! written as strings where it writes them so. `suitCount` is 1 as in the sample, not 12 as in the table. The token is
//! not repeated in the body: it travels in the header like in every call (Q5).

use serde_json::{Map, Value, json};
use zuoxi_model::{
    Audience, Broadcast, BroadcastContent, BroadcastPace, BroadcastSchedule, CustomerId, GroupId, Recipients, Weekday,
};

use super::{Body, Rest, endpoints};
use crate::PlatformError;

/// `isGroupChat` of this call alone; everywhere else 1 is a group and 0 is not (Q12).
#[derive(Debug, Clone, Copy)]
enum MassSendTo {
    Friends,
    Groups,
}

impl MassSendTo {
    fn is_group_chat(self) -> &'static str {
        match self {
            Self::Friends => "1",
            Self::Groups => "2",
        }
    }
}

impl Rest {
    /// Never made twice by itself: not on a timeout, not when the platform is busy (Q58). After code 1000 it is, once,
    /// because then the platform did not take it.
    pub(crate) async fn broadcast(&self, broadcast: &Broadcast) -> Result<(), PlatformError> {
        self.call(&endpoints::BROADCAST, &body(broadcast)).await.map(drop)
    }
}

fn body(broadcast: &Broadcast) -> Body {
    let draft = broadcast.draft();
    let (to, targets) = match &draft.audience {
        Audience::Customers(robots) => (MassSendTo::Friends, targets(robots, CustomerId::as_str)),
        Audience::Groups(robots) => (MassSendTo::Groups, targets(robots, GroupId::as_str)),
    };
    let contents: Vec<Value> = draft.contents.iter().map(content).collect();
    let body = Body::new()
        .with("name", draft.name.as_str())
        .with("commandType", "wxwork.robot.batch.send")
        .with("suitCount", 1)
        .with("taskData", json!({"contents": contents, "acceptTarget": targets, "isGroupChat": to.is_group_chat()}));
    let body = match draft.pace {
        BroadcastPace::Default => body.with("taskRule", "1"),
        BroadcastPace::Between { min_s, max_s } => {
            body.with("taskRule", "2").with("perSuitSecond", min_s).with("perSuitSecondUpper", max_s)
        }
    };
    match &draft.schedule {
        BroadcastSchedule::Now => body.with("taskType", "1"),
        BroadcastSchedule::Once { at } => body.with("taskType", "1").with("startTime", at.0),
        BroadcastSchedule::Weekly { hour, minute, days } => {
            let days: Vec<&str> = days.iter().map(|day| weekday(*day)).collect();
            body.with("taskType", "2")
                .with("execStartTime", format!("{hour:02}:{minute:02}"))
                .with_some("weekday", (!days.is_empty()).then(|| json!(days)))
        }
    }
}

fn targets<T>(robots: &[Recipients<T>], id: impl Fn(&T) -> &str) -> Vec<Value> {
    let target = |robot: &Recipients<T>| {
        let users: Vec<&str> = robot.to.iter().map(&id).collect();
        json!({"robotKey": robot.robot_key.as_str(), "chatUser": users})
    };
    robots.iter().map(target).collect()
}

/// The table of what can be sent to many; its types are not those of sending to one (Q19).
fn content(content: &BroadcastContent) -> Value {
    match content {
        BroadcastContent::Text { text } => json!({"msgType": 1, "content": text}),
        BroadcastContent::Image { url } => json!({"msgType": 3, "content": url}),
        BroadcastContent::File { url } => json!({"msgType": 49, "content": url}),
        BroadcastContent::Link { title, link, description, cover_url, is_music } => {
            let mut fields = Map::new();
            fields.insert("msgType".into(), json!(16));
            fields.insert("appType".into(), json!(if *is_music { 2 } else { 1 }));
            fields.insert("title".into(), json!(title));
            fields.insert("link".into(), json!(link));
            fields.insert("description".into(), json!(description));
            if let Some(cover_url) = cover_url {
                fields.insert("coverImgFile".into(), json!(cover_url));
            }
            Value::Object(fields)
        }
        BroadcastContent::MiniProgram { title, description, sender_name, sender_avatar_url, logo_url } => json!({
            "msgType": 78, "title": title, "content": description, "senderName": sender_name,
            "senderHeadImg": sender_avatar_url, "logo": logo_url
        }),
    }
}

/// 1 is Sunday.
fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Sunday => "1",
        Weekday::Monday => "2",
        Weekday::Tuesday => "3",
        Weekday::Wednesday => "4",
        Weekday::Thursday => "5",
        Weekday::Friday => "6",
        Weekday::Saturday => "7",
    }
}
