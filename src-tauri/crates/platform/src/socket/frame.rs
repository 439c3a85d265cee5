//! The text frames of Engine.IO 3 and Socket.IO 2, as pure functions.
//!
//! A frame is an Engine.IO digit, and for `4` a Socket.IO digit, a namespace that begins with `/` and ends with a comma
//! (servers leave the comma away when nothing follows, Q34), an acknowledgement id, and JSON. Parsing is total: what
//! cannot be read is a frame too, [`Frame::Unreadable`], because it may have been somebody's message.

use std::time::Duration;

use serde_json::Value;

use crate::lenient::Record;

/// The platform's namespace. Spec 3.1, Q34.
pub(super) const NAMESPACE: &str = "/imchat";

/// The client's heartbeat: an Engine.IO 3 client pings, the server answers.
pub(super) const PING: &str = "2";

/// How often to ping, and how long silence may last after that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Beat {
    pub(super) interval: Duration,
    pub(super) timeout: Duration,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Frame {
    Open(Beat),
    /// The Engine.IO connection ends.
    Close,
    /// A server of this generation does not ping; one that does is answered with the same text.
    Ping(String),
    Pong,
    /// The server let us into a namespace.
    Joined {
        namespace: String,
    },
    /// The server put us out of a namespace.
    Left {
        namespace: String,
    },
    Event {
        name: String,
        arguments: Vec<Value>,
    },
    /// The server refuses the namespace, or a middleware refused us.
    Refused {
        namespace: String,
        message: String,
    },
    /// Nothing for us: acknowledgements, upgrades, and the text half of binary events.
    Ignored,
    /// An event that is not `["name", …]`.
    Unreadable {
        text: String,
    },
}

/// Reads a text frame.
pub(super) fn parse(text: &str) -> Frame {
    let mut rest = text.chars();
    match rest.next() {
        Some('0') => Frame::Open(beat(rest.as_str())),
        Some('1') => Frame::Close,
        Some('2') => Frame::Ping(rest.as_str().to_owned()),
        Some('3') => Frame::Pong,
        Some('4') => packet(rest.as_str()),
        _ => Frame::Ignored,
    }
}

/// The CONNECT packet of a namespace; the token is in the address already (Q34).
pub(super) fn join(namespace: &str) -> String {
    format!("40{namespace},")
}

/// The DISCONNECT packet of a namespace.
pub(super) fn leave(namespace: &str) -> String {
    format!("41{namespace},")
}

/// The answer to a server's ping.
pub(super) fn pong(payload: &str) -> String {
    format!("3{payload}")
}

/// An EVENT packet with one argument. Both generations of the protocol write it alike.
pub(super) fn event(namespace: &str, name: &str, payload: &Value) -> String {
    format!("42{namespace},[{},{payload}]", Value::from(name))
}

fn packet(text: &str) -> Frame {
    let mut rest = text.chars();
    let kind = rest.next();
    let (namespace, body) = namespace_of(rest.as_str());
    match kind {
        Some('0') => Frame::Joined { namespace },
        Some('1') => Frame::Left { namespace },
        Some('2') => event_of(body).unwrap_or_else(|| Frame::Unreadable { text: text.to_owned() }),
        Some('4') => Frame::Refused { namespace, message: message_of(body) },
        _ => Frame::Ignored,
    }
}

/// The namespace without its query, and what follows the comma.
fn namespace_of(text: &str) -> (String, &str) {
    if !text.starts_with('/') {
        return ("/".to_owned(), text);
    }
    let (namespace, body) = text.split_once(',').unwrap_or((text, ""));
    (namespace.split('?').next().unwrap_or_default().to_owned(), body)
}

fn event_of(body: &str) -> Option<Frame> {
    let json = body.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let mut items = serde_json::from_str::<Vec<Value>>(json).ok()?.into_iter();
    match items.next()? {
        Value::String(name) => Some(Frame::Event { name, arguments: items.collect() }),
        _ => None,
    }
}

/// The words of an ERROR packet: a JSON string, an object with `message`, or whatever it is.
pub(super) fn message_of(body: &str) -> String {
    match serde_json::from_str::<Value>(body) {
        Ok(Value::String(text)) => text,
        Ok(value) => Record::of(&value).and_then(|record| record.text(&["message"])).unwrap_or_else(|| body.to_owned()),
        Err(_) => body.to_owned(),
    }
}

/// The heartbeat of an OPEN packet. What is absent or absurd becomes the protocol's own default.
fn beat(json: &str) -> Beat {
    let value: Value = serde_json::from_str(json).unwrap_or_default();
    let millis = |name: &str, default: u64| {
        let said = Record::of(&value).and_then(|record| record.integer(&[name]));
        let usable = said.and_then(|ms| u64::try_from(ms).ok()).filter(|ms| (1..=86_400_000).contains(ms));
        Duration::from_millis(usable.unwrap_or(default))
    };
    Beat { interval: millis("pingInterval", 25_000), timeout: millis("pingTimeout", 60_000) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn namespace(name: &str) -> String {
        name.to_owned()
    }

    #[test]
    fn an_open_packet_sets_the_heartbeat_and_odd_values_become_the_default() {
        let beat = |interval, timeout| {
            Frame::Open(Beat { interval: Duration::from_millis(interval), timeout: Duration::from_millis(timeout) })
        };
        let open = r#"0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":"5000"}"#;
        assert_eq!(parse(open), beat(25_000, 5_000));
        for odd in ["0", "0{}", "0[]", r#"0{"pingInterval":0,"pingTimeout":-1}"#, r#"0{"pingInterval":1e300}"#] {
            assert_eq!(parse(odd), beat(25_000, 60_000), "{odd}");
        }
    }

    #[test]
    fn q34_a_connect_reply_is_read_with_and_without_comma_and_query() {
        for text in ["40/imchat", "40/imchat,", "40/imchat?token=abc,", "40/imchat,{\"sid\":\"x\"}"] {
            assert_eq!(parse(text), Frame::Joined { namespace: namespace("/imchat") }, "{text}");
        }
        assert_eq!(parse("40"), Frame::Joined { namespace: namespace("/") });
        assert_eq!(join(NAMESPACE), "40/imchat,");
    }

    #[test]
    fn an_event_is_read_with_and_without_an_acknowledgement_id() {
        let expected = Frame::Event { name: "message".into(), arguments: vec![json!({"messageId": "1,2"})] };
        assert_eq!(parse(r#"42/imchat,["message",{"messageId":"1,2"}]"#), expected);
        assert_eq!(parse(r#"42/imchat,17["message",{"messageId":"1,2"}]"#), expected);
        assert_eq!(parse(r#"42["message",{"messageId":"1,2"}]"#), expected);
    }

    #[test]
    fn q09_an_events_numbers_keep_every_digit() {
        let Frame::Event { arguments, .. } = parse(r#"42/imchat,["action",{"labelId":14073752703607623}]"#) else {
            panic!("no event")
        };
        assert_eq!(arguments[0]["labelId"].to_string(), "14073752703607623");
    }

    #[test]
    fn q18_an_event_that_cannot_be_read_is_not_lost() {
        for text in [r#"2/imchat,{"messageId":1}"#, "2/imchat,[", "2/imchat,[7]", "2", "2/imchat"] {
            assert_eq!(parse(&format!("4{text}")), Frame::Unreadable { text: text.to_owned() });
        }
    }

    #[test]
    fn a_refusal_gives_its_words_whatever_their_form() {
        for (text, expected_namespace, expected) in [
            (r#"44"token invalid""#, "/", "token invalid"),
            (r#"44/imchat,"Invalid namespace""#, "/imchat", "Invalid namespace"),
            (r#"44/imchat,{"message":"not authorized"}"#, "/imchat", "not authorized"),
            ("44/imchat,plain", "/imchat", "plain"),
            ("44", "/", ""),
        ] {
            let refused = Frame::Refused { namespace: namespace(expected_namespace), message: expected.into() };
            assert_eq!(parse(text), refused);
        }
    }

    #[test]
    fn what_is_not_for_us_is_ignored() {
        let binary_event = r#"451-/imchat,["file",{"_placeholder":true,"num":0}]"#;
        for text in ["", "6", "5", "43/imchat,1[]", binary_event, "461-[]", "x", "49", "4", "b4AQID"] {
            assert_eq!(parse(text), Frame::Ignored, "{text}");
        }
        assert_eq!(parse("1"), Frame::Close);
        assert_eq!(parse("3probe"), Frame::Pong);
        assert_eq!(parse("2probe"), Frame::Ping("probe".into()));
        assert_eq!(parse("41/imchat"), Frame::Left { namespace: namespace("/imchat") });
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            ".*".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::hash_map(".*", inner, 0..4).prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in any::<String>()) {
            let _ = parse(&text);
        }

        #[test]
        fn no_text_that_begins_like_a_packet_makes_the_parser_panic(
            text in "[0-6][0-6]?(/[a-z?=,]{0,9})?,?[0-9]{0,22}[\\[{\"]?.{0,40}"
        ) {
            let _ = parse(&text);
        }

        #[test]
        fn an_event_that_is_written_is_read_back(name in ".+", payload in any_json()) {
            let text = event(NAMESPACE, &name, &payload);
            prop_assert_eq!(parse(&text), Frame::Event { name, arguments: vec![payload] });
        }
    }
}
