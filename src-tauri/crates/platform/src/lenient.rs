//! Reading a record whose spelling and types cannot be trusted (Q10, Q14, Q15, Q17).
//!
//! The same field comes as number, numeric string, boolean or null, and under more than one spelling. Serde's derive
//! was considered and rejected: a record that carries *both* spellings of an aliased field is an error to it, and one
//! field of a wrong type costs the whole record. A [`Record`] reads field by field instead, and what cannot be read is
//! merely absent.
//!
//! Ids are never floats: `serde_json` reads integers up to 2^64 exactly and turns only larger ones into floats. Such a
//! number is no id of this platform, and a rounded id would name somebody else, so [`Record::id`] does not accept it.

use serde_json::{Map, Number, Value};
use zuoxi_model::Timestamp;

/// A view of a JSON object. Every reader takes the field's spellings and uses the first that it can read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record<'a>(&'a Map<String, Value>);

impl<'a> Record<'a> {
    pub(crate) fn of(value: &'a Value) -> Option<Self> {
        value.as_object().map(Self)
    }

    /// Whatever is there and not null.
    pub(crate) fn value(self, names: &[&str]) -> Option<&'a Value> {
        self.first(names, Some)
    }

    pub(crate) fn child(self, names: &[&str]) -> Option<Record<'a>> {
        self.first(names, Record::of)
    }

    /// An id: a string that is not blank, or an integer, exact to the last digit (Q9, Q10).
    pub(crate) fn id(self, names: &[&str]) -> Option<String> {
        self.first(names, id)
    }

    /// A list of ids, each as [`Record::id`] reads it; what is none is passed over. A single id is a list of one.
    pub(crate) fn ids(self, names: &[&str]) -> Option<Vec<String>> {
        self.first(names, |value| match value {
            Value::Array(items) => Some(items.iter().filter_map(id).collect()),
            single => id(single).map(|id| vec![id]),
        })
    }

    /// Text as it is, be it empty; numbers and booleans as they are written.
    pub(crate) fn text(self, names: &[&str]) -> Option<String> {
        self.first(names, text)
    }

    /// Text that says something: not blank.
    pub(crate) fn filled(self, names: &[&str]) -> Option<String> {
        self.first(names, |value| text(value).filter(|text| !text.trim().is_empty()))
    }

    /// A whole number, a string of one, or a boolean as 0 and 1.
    pub(crate) fn integer(self, names: &[&str]) -> Option<i64> {
        self.first(names, integer)
    }

    /// A count: a whole number that is not negative.
    pub(crate) fn count(self, names: &[&str]) -> Option<u32> {
        self.first(names, |value| u32::try_from(integer(value)?).ok())
    }

    /// 1 and 0, in whichever type; also the words `true` and `false`.
    pub(crate) fn flag(self, names: &[&str]) -> Option<bool> {
        self.first(names, |value| match value {
            Value::String(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
            Value::String(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
            _ => integer(value).map(|number| number != 0),
        })
    }

    /// Epoch milliseconds as number or string, or `yyyy-MM-dd HH:mm:ss` in Shanghai; the epoch is none (Q17).
    pub(crate) fn time(self, names: &[&str]) -> Option<Timestamp> {
        self.first(names, |value| match integer(value) {
            Some(ms) => Timestamp::from_platform_ms(ms),
            None => Timestamp::parse_platform(value.as_str()?),
        })
    }

    fn first<T>(self, names: &[&str], read: impl Fn(&'a Value) -> Option<T>) -> Option<T> {
        names.iter().filter_map(|name| self.0.get(*name)).filter(|value| !value.is_null()).find_map(read)
    }
}

fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|id| !id.is_empty()),
        Value::Number(number) => integer_text(number),
        _ => None,
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => whole(&number.to_string()),
        Value::String(text) => whole(text.trim()),
        Value::Bool(flag) => Some(i64::from(*flag)),
        _ => None,
    }
}

/// The digits of an integer. Anything with a fraction or an exponent has been rounded somewhere and is not one.
fn integer_text(number: &Number) -> Option<String> {
    let text = number.to_string();
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then_some(text)
}

fn whole(text: &str) -> Option<i64> {
    let text = match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|byte| byte == b'0') => whole,
        _ => text,
    };
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn with<T>(value: &Value, read: impl FnOnce(Record<'_>) -> T) -> T {
        read(Record::of(value).unwrap())
    }

    #[test]
    fn q09_ids_above_2_pow_53_stay_exact_and_rounded_ones_are_refused() {
        for text in ["14073752703607622", "14073752703607623", "18446744073709551615", "-9007199254740993"] {
            let record: Value = serde_json::from_str(&format!(r#"{{"labelId":{text}}}"#)).unwrap();
            assert_eq!(with(&record, |r| r.id(&["labelId"])).as_deref(), Some(text));
        }
        for text in ["184467440737095516160", "1.4e16", "7.5", "true", "{}", "\" \"", "null"] {
            let record: Value = serde_json::from_str(&format!(r#"{{"labelId":{text}}}"#)).unwrap();
            let read = with(&record, |r| r.id(&["labelId"]));
            // With serde_json's arbitrary_precision on, the first of these would be exact and welcome.
            assert!(read.is_none() || read.as_deref() == Some(text), "{text} became {read:?}");
        }
    }

    #[test]
    fn q10_a_field_may_be_a_number_a_string_a_boolean_or_null() {
        let cases = [
            (json!(3), Some(3)),
            (json!("3"), Some(3)),
            (json!(" 3 "), Some(3)),
            (json!(3.0), Some(3)),
            (json!(true), Some(1)),
            (json!(null), None),
            (json!(3.5), None),
            (json!("three"), None),
            (json!([3]), None),
        ];
        for (value, expected) in cases {
            let record = json!({ "unreadCount": value });
            assert_eq!(with(&record, |r| r.integer(&["unreadCount"])), expected, "{record}");
        }
        let flags = [
            (json!("1"), Some(true)),
            (json!(0), Some(false)),
            (json!(false), Some(false)),
            (json!("true"), Some(true)),
            (json!(null), None),
        ];
        for (value, expected) in flags {
            let record = json!({ "isCreator": value });
            assert_eq!(with(&record, |r| r.flag(&["isCreator"])), expected, "{record}");
        }
        assert_eq!(with(&json!({"unreadCount": -1}), |r| r.count(&["unreadCount"])), None);
    }

    #[test]
    fn q14_both_spellings_are_read_even_side_by_side() {
        let names = ["officialUserId", "officailUserId"];
        for record in [
            json!({"officialUserId": "LianSen"}),
            json!({"officailUserId": "LianSen"}),
            json!({"officialUserId": null, "officailUserId": "LianSen"}),
            json!({"officialUserId": "", "officailUserId": "LianSen"}),
            json!({"officialUserId": "LianSen", "officailUserId": "LianSen"}),
        ] {
            assert_eq!(with(&record, |r| r.filled(&names)).as_deref(), Some("LianSen"), "{record}");
        }
    }

    #[test]
    fn q17_a_time_is_milliseconds_or_shanghai_and_the_epoch_is_none() {
        let at = Timestamp(1_583_138_140_000);
        for (value, expected) in [
            (json!(1_583_138_140_000_i64), Some(at)),
            (json!("1583138140000"), Some(at)),
            (json!("2020-03-02 16:35:40"), Some(at)),
            (json!("1970-01-01 08:00:00"), None),
            (json!(0), None),
            (json!("soon"), None),
            (json!(null), None),
        ] {
            let record = json!({ "timestamp": value });
            assert_eq!(with(&record, |r| r.time(&["timestamp"])), expected, "{record}");
        }
    }
}
