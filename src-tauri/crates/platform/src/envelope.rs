//! The envelope of every REST answer: `{code, msg, …payload}`. Spec 1.2.
//!
//! The payload's key differs by call: `data`, `model` or `chats` (Q2). A list is taken from whichever of the three is
//! there. Each item of a list stays raw JSON text until it is decoded by itself, so that one odd record cannot cost the
//! others, and so that the text that is kept (Q18) is the platform's own, digit by digit.

use std::collections::BTreeMap;

use serde_json::{Value, json, value::RawValue};

use crate::lenient::Record;

/// The keys a payload may have (Q2).
const PAYLOAD_KEYS: [&str; 3] = ["data", "model", "chats"];

/// Success. Spec 1.2.
pub(crate) const CODE_OK: &str = "0";
/// The token is not, or no longer, valid. Spec 1.2.
pub(crate) const CODE_AUTH: &str = "1000";
/// The server is busy. Spec 1.2.
pub(crate) const CODE_BUSY: &str = "5000";

#[derive(Debug)]
pub(crate) struct Envelope {
    /// `code` as text, whether it came as string or number (Q3).
    pub(crate) code: String,
    /// `msg`, empty if absent.
    pub(crate) msg: String,
    fields: BTreeMap<String, Box<RawValue>>,
}

impl Envelope {
    /// Reads an answer's body; the error says what is wrong with it. A byte that is not UTF-8 becomes U+FFFD, so that a
    /// broken nickname cannot cost a whole list.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, String> {
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{feff}');
        let fields: BTreeMap<String, Box<RawValue>> = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let head = |key: &str| fields.get(key).and_then(|raw| serde_json::from_str::<Value>(raw.get()).ok());
        let head = Value::Object(
            ["code", "msg"].iter().filter_map(|key| head(key).map(|value| ((*key).to_owned(), value))).collect(),
        );
        let record = Record::of(&head);
        let code = record.and_then(|record| record.id(&["code"])).ok_or("no code")?;
        let msg = record.and_then(|record| record.text(&["msg"])).unwrap_or_default();
        Ok(Self { code, msg, fields })
    }

    /// The records of a list answer as raw JSON texts. One object is a list of one: spec 1.2 promises an array for a
    /// list and an object for one record. Absent or null is the empty list, but not if a key that nobody expected
    /// carries something: then the records may well be there, and calling the list empty would hide them.
    pub(crate) fn list(&self) -> Result<Vec<&str>, String> {
        let Some(payload) = self.payload() else {
            return match self.fields.iter().find(|(_, raw)| is_structure(raw)) {
                Some((key, _)) => Err(format!("the records are not under {PAYLOAD_KEYS:?} but perhaps under {key:?}")),
                None => Ok(Vec::new()),
            };
        };
        if payload.get().starts_with('{') {
            return Ok(vec![payload.get()]);
        }
        let items: Vec<&RawValue> = serde_json::from_str(payload.get()).map_err(|error| error.to_string())?;
        Ok(items.into_iter().map(RawValue::get).collect())
    }

    /// The payload of an answer that carries one object.
    pub(crate) fn object(&self) -> Result<Value, String> {
        let payload = self.payload().ok_or("no data")?;
        let value: Value = serde_json::from_str(payload.get()).map_err(|error| error.to_string())?;
        if value.is_object() { Ok(value) } else { Err("data is not an object".into()) }
    }

    /// `total`, where the call has one. Spec 2.3, 2.4, 2.6.
    pub(crate) fn total(&self) -> Option<u32> {
        let total = self.value("total")?;
        Record::of(&json!({ "total": total })).and_then(|record| record.count(&["total"]))
    }

    /// A field beside the payload: `downloadUrl` of 2.5.
    pub(crate) fn value(&self, key: &str) -> Option<Value> {
        serde_json::from_str(self.fields.get(key)?.get()).ok()
    }

    /// The whole answer as JSON text, for calls whose fields are not under one key (2.8). Every digit is the platform's.
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(&self.fields).unwrap_or_default()
    }

    fn payload(&self) -> Option<&RawValue> {
        PAYLOAD_KEYS.iter().filter_map(|key| self.fields.get(*key)).find(|raw| raw.get() != "null").map(AsRef::as_ref)
    }
}

fn is_structure(raw: &RawValue) -> bool {
    raw.get().starts_with(['{', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(body: &str) -> Result<Vec<String>, String> {
        let envelope = Envelope::parse(body.as_bytes())?;
        Ok(envelope.list()?.into_iter().map(str::to_owned).collect())
    }

    #[test]
    fn q02_a_list_may_be_under_data_model_or_chats() {
        for key in ["data", "model", "chats"] {
            let body = format!(r#"{{"msg":"OK","code":"0","total":2,"{key}":[{{"a":1}}, 7]}}"#);
            assert_eq!(list(&body).unwrap(), [r#"{"a":1}"#, "7"]);
        }
        assert_eq!(list(r#"{"code":"0","data":null,"model":[1]}"#).unwrap(), ["1"]);
        assert_eq!(list(r#"{"code":"0","data":{"a":1}}"#).unwrap(), [r#"{"a":1}"#]);
    }

    #[test]
    fn an_absent_list_is_empty_unless_the_records_may_be_elsewhere() {
        assert_eq!(list(r#"{"code":"0","msg":"ok"}"#).unwrap(), Vec::<String>::new());
        assert_eq!(list(r#"{"code":"0","data":null}"#).unwrap(), Vec::<String>::new());
        assert!(list(r#"{"code":"0","messages":[{"messageId":"1"}]}"#).unwrap_err().contains("messages"));
        assert!(list(r#"{"code":"0","data":"none"}"#).is_err());
    }

    #[test]
    fn q03_the_code_may_be_a_string_or_a_number() {
        for body in [r#"{"code":"1000","msg":"用户认证失败"}"#, r#"{"code":1000,"msg":"用户认证失败"}"#] {
            let envelope = Envelope::parse(body.as_bytes()).unwrap();
            assert_eq!((envelope.code.as_str(), envelope.msg.as_str()), (CODE_AUTH, "用户认证失败"));
        }
        assert_eq!(Envelope::parse(br#"{"code":0}"#).unwrap().msg, "");
        for body in ["", "<html>", "[]", r#"{"msg":"ok"}"#, r#"{"code":null}"#] {
            assert!(Envelope::parse(body.as_bytes()).is_err(), "{body}");
        }
    }

    #[test]
    fn q09_an_items_text_keeps_every_digit() {
        let item = r#"{"id":184467440737095516160123,"n":1.0}"#;
        assert_eq!(list(&format!(r#"{{"code":"0","data":[{item}]}}"#)).unwrap(), [item]);
    }

    #[test]
    fn a_broken_byte_costs_one_character_and_not_the_list() {
        let envelope = Envelope::parse(b"{\"code\":\"0\",\"data\":[{\"name\":\"\xff\"}]}").unwrap();
        assert_eq!(envelope.list().unwrap(), ["{\"name\":\"\u{fffd}\"}"]);
    }
}
