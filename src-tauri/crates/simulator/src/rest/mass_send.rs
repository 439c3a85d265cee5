//! Spec 2.7: mass sends. The specification's table is flat and its sample is nested; the sample's shape is taken, with
//! integers as numbers or strings (quirk Q58). Everything is checked before anything is sent, for nothing can be taken
//! back.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::envelope::{code, done, failure};
use super::params::JsonBody;
use crate::broadcast::{self, MassSend, Start};
use crate::practice::Practice;
use crate::world::World;
use crate::world::content::{Content, kind};

const COMMAND: &str = "wxwork.robot.batch.send";
const MOST_CONTENTS: usize = 8;
/// `suitCount`: "fixed 12" in the table, 1 in the sample.
const MOST_AT_ONCE: i64 = 12;
/// The pause of rule 1, and the shortest one of rule 2.
const DEFAULT_SECONDS: u64 = 30;
const SHORTEST_SECONDS: u64 = 45;
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

pub async fn save(State(practice): State<Arc<Practice>>, JsonBody(task): JsonBody) -> Response {
    match practice.world.with(|world| read(&task, world)) {
        Ok(send) => {
            practice.spawn(broadcast::run(Arc::clone(&practice), send));
            done()
        }
        Err(why) => failure(code::FAILED, why),
    }
}

fn read(task: &Map<String, Value>, world: &World) -> Result<MassSend, &'static str> {
    let name = text(task, "name").ok_or("name 不能为空")?;
    if text(task, "commandType").as_deref() != Some(COMMAND) {
        return Err("commandType 无效");
    }
    let data = task.get("taskData").and_then(Value::as_object).ok_or("taskData 不能为空")?;
    let contents: Vec<Content> = data
        .get("contents")
        .and_then(Value::as_array)
        .ok_or("contents 不能为空")?
        .iter()
        .map(content)
        .collect::<Option<_>>()
        .ok_or("contents 无效")?;
    if contents.is_empty() || contents.len() > MOST_CONTENTS {
        return Err("contents 数量须为 1 至 8");
    }
    let to_groups = match integer(data, "isGroupChat").or_else(|| integer(task, "isGroupChat")) {
        Some(1) => false,
        Some(2) => true,
        _ => return Err("isGroupChat 无效"),
    };
    let at_once = integer(task, "suitCount").filter(|count| (1..=MOST_AT_ONCE).contains(count));
    let at_once = at_once.and_then(|count| usize::try_from(count).ok()).ok_or("suitCount 无效")?;
    Ok(MassSend {
        name,
        contents,
        chat_ids: targets(data, to_groups, world)?,
        at_once,
        pause_seconds: pause(task)?,
        start: start(task)?,
    })
}

fn targets(data: &Map<String, Value>, to_groups: bool, world: &World) -> Result<Vec<String>, &'static str> {
    let rows = data.get("acceptTarget").and_then(Value::as_array).ok_or("acceptTarget 不能为空")?;
    let mut chat_ids = Vec::new();
    for row in rows.iter().filter_map(Value::as_object) {
        let robot_key = text(row, "robotKey").ok_or("robotKey 不能为空")?;
        for chat_user in row.get("chatUser").and_then(Value::as_array).into_iter().flatten() {
            let chat_user = scalar(chat_user).ok_or("chatUser 无效")?;
            if chat_user.starts_with("R:") != to_groups {
                return Err("chatUser 与 isGroupChat 不一致");
            }
            chat_ids.push(world.chat_id_of(&robot_key, &chat_user).ok_or("chatUser 不存在")?);
        }
    }
    if chat_ids.is_empty() { Err("acceptTarget 不能为空") } else { Ok(chat_ids) }
}

fn pause(task: &Map<String, Value>) -> Result<(u64, u64), &'static str> {
    let seconds = |name| integer(task, name).and_then(|value| u64::try_from(value).ok());
    match integer(task, "taskRule").unwrap_or(1) {
        1 => Ok((DEFAULT_SECONDS, DEFAULT_SECONDS)),
        2 => {
            let shortest = seconds("perSuitSecond").ok_or("perSuitSecond 不能为空")?;
            let longest = seconds("perSuitSecondUpper").ok_or("perSuitSecondUpper 不能为空")?;
            if shortest < SHORTEST_SECONDS {
                return Err("perSuitSecond 不能小于 45");
            }
            if longest < shortest {
                Err("perSuitSecondUpper 不能小于 perSuitSecond")
            } else {
                Ok((shortest, longest))
            }
        }
        _ => Err("taskRule 无效"),
    }
}

fn start(task: &Map<String, Value>) -> Result<Start, &'static str> {
    match integer(task, "taskType") {
        Some(1) => Ok(integer(task, "startTime").map_or(Start::Now, Start::At)),
        Some(2) => {
            let time = text(task, "execStartTime").ok_or("execStartTime 不能为空")?;
            let minute_of_day = minute_of_day(&time).ok_or("execStartTime 无效")?;
            let days = task.get("weekday").and_then(Value::as_array).ok_or("weekday 不能为空")?;
            let weekdays: Option<Vec<i8>> = days.iter().map(weekday).collect();
            let weekdays = weekdays.filter(|days| !days.is_empty()).ok_or("weekday 无效")?;
            Ok(Start::Weekly { minute_of_day, weekdays })
        }
        _ => Err("taskType 无效"),
    }
}

fn minute_of_day(time: &str) -> Option<i64> {
    let (hour, minute) = time.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

fn weekday(value: &Value) -> Option<i8> {
    let day = scalar(value)?;
    let by_name = (1..).zip(WEEKDAYS).find(|(_, name)| day.eq_ignore_ascii_case(name)).map(|(number, _)| number);
    by_name.or_else(|| day.parse().ok().filter(|number| (1..=7).contains(number)))
}

/// One of `contents`, in the vocabulary of 2.7, as what reaches the customer, in that of 3.2.
fn content(value: &Value) -> Option<Content> {
    let fields = value.as_object()?;
    let field = |name: &str| text(fields, name);
    Some(match integer(fields, "msgType")? {
        1 => Content::text(field("content")?),
        3 => Content::other(json!({ "contentType": kind::IMAGE, "pic": field("content")? })),
        16 => Content::other(json!({
            "contentType": kind::LINK,
            "title": field("title")?,
            "link": field("link")?,
            "description": field("description").unwrap_or_default(),
            "coverImgFile": field("coverImgFile").unwrap_or_default(),
        })),
        49 => Content::other(json!({ "contentType": kind::FILE, "fileName": field("content")? })),
        78 => Content::other(json!({
            "contentType": kind::MINI_PROGRAM,
            "title": field("title")?,
            "content": field("content")?,
            "senderName": field("senderName")?,
            "senderHeadImg": field("senderHeadImg").unwrap_or_default(),
            "logo": field("logo").unwrap_or_default(),
        })),
        _ => return None,
    })
}

fn integer(fields: &Map<String, Value>, name: &str) -> Option<i64> {
    scalar(fields.get(name)?)?.trim().parse().ok()
}

fn text(fields: &Map<String, Value>, name: &str) -> Option<String> {
    scalar(fields.get(name)?).filter(|text| !text.is_empty())
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::WorldSize;

    fn world() -> World {
        World::generate(5, &WorldSize::default(), 1_795_417_200_000, "http://127.0.0.1:1")
    }

    /// The specification's sample, to one of our groups.
    fn sample(world: &World) -> Value {
        let group = world.chats.iter().find(|chat| chat.is_group).unwrap();
        json!({
            "name": "消息群发test", "taskType": "1", "commandType": COMMAND, "taskRule": "2",
            "taskData": {
                "contents": [
                    { "content": "消息群发test", "msgType": 1 },
                    { "content": "http://a.example/x.jpg", "msgType": 3 },
                    { "msgType": 78, "title": "微信读书", "content": "向上生长", "senderName": "凯撒" }
                ],
                "acceptTarget": [{ "robotKey": group.robot_key, "chatUser": [group.peer] }],
                "isGroupChat": "2"
            },
            "suitCount": 1, "perSuitSecond": 45, "perSuitSecondUpper": 60
        })
    }

    fn outcome(world: &World, task: &Value) -> Result<MassSend, &'static str> {
        read(task.as_object().unwrap(), world)
    }

    #[test]
    fn the_sample_is_understood() {
        let world = world();
        let send = outcome(&world, &sample(&world)).unwrap();
        assert_eq!((send.at_once, send.pause_seconds, send.start), (1, (45, 60), Start::Now));
        let kinds: Vec<i64> = send.contents.iter().map(Content::kind).collect();
        assert_eq!(kinds, [kind::TEXT, kind::IMAGE, kind::MINI_PROGRAM]);
    }

    #[test]
    fn every_limit_is_checked() {
        let world = world();
        let nine: Vec<Value> = (0..9).map(|nth| json!({ "msgType": 1, "content": nth.to_string() })).collect();
        let cases = [
            ("/name", json!(""), "name 不能为空"),
            ("/commandType", json!("x"), "commandType 无效"),
            ("/taskType", json!(3), "taskType 无效"),
            ("/taskType", json!(2), "execStartTime 不能为空"),
            ("/taskRule", json!(5), "taskRule 无效"),
            ("/perSuitSecond", json!(44), "perSuitSecond 不能小于 45"),
            ("/perSuitSecondUpper", json!(44), "perSuitSecondUpper 不能小于 perSuitSecond"),
            ("/suitCount", json!(13), "suitCount 无效"),
            ("/taskData/contents", json!(nine), "contents 数量须为 1 至 8"),
            ("/taskData/contents", json!([]), "contents 数量须为 1 至 8"),
            ("/taskData/contents/0/msgType", json!(7), "contents 无效"),
            ("/taskData/isGroupChat", json!(1), "chatUser 与 isGroupChat 不一致"),
            ("/taskData/acceptTarget", json!([]), "acceptTarget 不能为空"),
            ("/taskData/acceptTarget/0/chatUser", json!(["R:1"]), "chatUser 不存在"),
        ];
        for (place, value, expected) in cases {
            let mut task = sample(&world);
            *task.pointer_mut(place).unwrap() = value;
            assert_eq!(outcome(&world, &task).err(), Some(expected), "{place}");
        }
    }

    #[test]
    fn days_are_numbers_from_sunday_or_names() {
        assert_eq!(weekday(&json!("1")), Some(1));
        assert_eq!(weekday(&json!("sat")), Some(7));
        assert_eq!(weekday(&json!(8)), None);
        assert_eq!(minute_of_day("09:30"), Some(570));
        assert_eq!(minute_of_day("24:00"), None);
    }
}
