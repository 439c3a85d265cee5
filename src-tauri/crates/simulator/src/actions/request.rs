//! Reading an action. The samples come bare or as `["action", {…}]`, and ids in them are numbers or strings (quirks Q38,
//! Q10); everything is accepted.

use serde_json::{Map, Value};

use super::Refusal;
use crate::wire::replies::Head;

#[derive(Clone, Debug)]
pub struct Request {
    pub kind: String,
    pub robot_key: String,
    pub message_id: String,
    /// All of it, as it came.
    pub fields: Map<String, Value>,
}

impl Request {
    pub fn read(payload: &Value) -> Result<Self, &'static str> {
        let fields = unwrap(payload).ok_or("not an object")?;
        let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
        let kind = text("type").ok_or("type is missing")?;
        let message_id = match text("messageId") {
            Some(id) if id.chars().count() > 32 => return Err("a messageId has at most 32 characters"),
            Some(id) => id,
            None if kind == "chat.heart" => String::new(),
            None => return Err("messageId is missing"),
        };
        Ok(Self { robot_key: text("robotKey").unwrap_or_default(), kind, message_id, fields: fields.clone() })
    }

    pub fn head<'a>(&'a self, assign_to: &'a str, now_ms: i64) -> Head<'a> {
        Head { kind: &self.kind, robot_key: &self.robot_key, message_id: &self.message_id, assign_to, now_ms }
    }

    /// A field as it came, for replies that repeat it.
    pub fn value(&self, name: &str) -> Value {
        self.fields.get(name).cloned().unwrap_or_default()
    }

    pub fn integer(&self, name: &str) -> Option<i64> {
        scalar(self.fields.get(name)?)?.parse().ok()
    }

    /// A text or an id; `None` when it is missing or empty.
    pub fn text(&self, name: &str) -> Option<String> {
        scalar(self.fields.get(name)?).filter(|text| !text.is_empty())
    }

    /// As [`Self::text`], for what cannot be done without.
    pub fn needed(&self, name: &str) -> Result<String, Refusal> {
        let missing = || Refusal { code: "1".to_owned(), msg: format!("{name} is missing") };
        self.text(name).ok_or_else(missing)
    }

    /// A list of ids; empty when it is missing.
    pub fn ids(&self, name: &str) -> Vec<String> {
        let values = self.fields.get(name).and_then(Value::as_array);
        values.into_iter().flatten().filter_map(scalar).collect()
    }
}

fn unwrap(payload: &Value) -> Option<&Map<String, Value>> {
    match payload {
        Value::Object(fields) => Some(fields),
        Value::Array(items) => match items.as_slice() {
            [Value::String(event), Value::Object(fields)] if event == "action" => Some(fields),
            [Value::Object(fields)] => Some(fields),
            _ => None,
        },
        _ => None,
    }
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
    use serde_json::json;

    use super::*;

    #[test]
    fn an_action_is_read_bare_and_wrapped_and_ids_of_both_types() {
        let bare =
            json!({ "type": "t", "messageId": "1", "robotKey": "k", "friends": ["R:1", 7_881_302_985_963_919_u64] });
        for payload in [bare.clone(), json!(["action", bare]), json!([bare])] {
            let request = Request::read(&payload).unwrap();
            assert_eq!((request.kind.as_str(), request.robot_key.as_str()), ("t", "k"));
            assert_eq!(request.ids("friends"), ["R:1", "7881302985963919"]);
        }
    }

    #[test]
    fn an_action_needs_a_type_and_an_id() {
        for broken in [json!(1), json!({ "messageId": "1" }), json!({ "type": "t" })] {
            assert!(Request::read(&broken).is_err(), "{broken}");
        }
        let long = json!({ "type": "t", "messageId": "1".repeat(33) });
        assert!(Request::read(&long).is_err());
    }
}
