//! The samples, and how they are compared.

use std::{collections::BTreeMap, fs, path::PathBuf};

use serde_json::Value;

pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("conformance/fixtures")
}

pub fn load(name: &str) -> Value {
    let path = folder().join(format!("{name}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A sample as an event: `["name", {…}]`, or the bare record of an action (Q38).
pub fn load_event(name: &str) -> (String, Value) {
    match load(name) {
        Value::Array(parts) => match <[Value; 2]>::try_from(parts) {
            Ok([Value::String(event), payload]) => (event, payload),
            other => panic!("{name}: {other:?}"),
        },
        record => ("action".to_owned(), record),
    }
}

/// JSON text with the keys of every object sorted.
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let sorted: BTreeMap<&String, String> = fields.iter().map(|(key, value)| (key, canonical(value))).collect();
            let fields: Vec<String> = sorted
                .into_iter()
                .map(|(key, value)| format!("{}:{value}", serde_json::to_string(key).unwrap()))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

pub fn assert_same(name: &str, ours: &Value, sample: &Value) {
    assert_eq!(canonical(ours), canonical(sample), "{name}");
}

/// Compares with a committed snapshot, named after the sample.
pub fn assert_snapshot(name: &str, value: &impl std::fmt::Debug) {
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_debug_snapshot!(name, value);
    });
}

#[test]
fn the_keys_are_sorted_and_nothing_else_is_touched() {
    let value = serde_json::json!({"b": [{"d": 1, "c": "二"}], "a": 14_073_752_703_607_623_i64});
    assert_eq!(canonical(&value), r#"{"a":14073752703607623,"b":[{"c":"二","d":1}]}"#);
}
