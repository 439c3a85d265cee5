//! Ways into the private decoders for the fuzz targets in `tests/fuzz`; part of no build of the console.
//!
//! Nothing may panic, and every event is either understood or kept with a reason. How the bytes become an input is the
//! targets' affair alone and may change. The tests send a fixed corpus the same ways: the specification's samples, each
//! cut off and garbled at many places, and what has broken decoders elsewhere.

use serde_json::Value;
use zuoxi_model::Timestamp;

use crate::{
    Incoming, RawEvent,
    envelope::Envelope,
    robot_index::RobotIndex,
    socket,
    wire::{self, Context, contact, group},
};

/// An answer over HTTP, and its records as every list might read them. Spec 1.2, 2.3 to 2.11.
pub fn envelope(bytes: &[u8]) {
    let Ok(envelope) = Envelope::parse(bytes) else { return };
    drop((envelope.total(), envelope.object(), envelope.text()));
    let robot = "k".into();
    for raw in envelope.list().unwrap_or_default() {
        with_context(|context| {
            drop(wire::history_record("fuzz", raw, context));
            let Ok(value) = serde_json::from_str(raw) else { return };
            drop(wire::chat::decode(&value, context));
            drop(wire::robot::decode(&value));
            drop(contact::customer(&value, &robot));
            drop(contact::member(&value, &robot, &"R:1".into(), None));
            drop(group::listed(&value, &robot));
        });
    }
}

/// An event: a name, a line break, and its argument as JSON. Spec 3.2 to 3.23.
///
/// # Panics
/// If an event is kept without a reason: that is what the target looks for.
pub fn event(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Some((name, json)) = text.split_once('\n') else { return };
    let Ok(payload) = serde_json::from_str::<Value>(json) else { return };
    with_context(|context| {
        let incoming = wire::event(&RawEvent { name: name.to_owned(), payload }, context);
        assert!(!matches!(incoming, Incoming::Unrecognised { why, .. } if why.is_empty()), "kept without a reason");
    });
}

/// A text frame of Engine.IO 3.
pub fn eio3_frame(bytes: &[u8]) {
    socket::parse_frame(&String::from_utf8_lossy(bytes));
}

fn with_context(decode: impl FnOnce(Context<'_>)) {
    let robots = RobotIndex::default();
    decode(Context { robots: &robots, now: Timestamp(1), asked: None });
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Every sample of the specification.
    fn samples() -> Vec<Vec<u8>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/conformance/fixtures");
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let samples: Vec<Vec<u8>> = files
            .filter(|file| file.extension().is_some_and(|end| end == "json"))
            .map(|file| std::fs::read(file).unwrap())
            .collect();
        assert!(samples.len() > 50, "the samples are not where they were");
        samples
    }

    /// What breaks decoders, wherever they are.
    fn monsters() -> Vec<Vec<u8>> {
        let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(50_000), close.repeat(50_000)).into_bytes();
        let texts = [
            "",
            "null",
            "true",
            "-",
            "1e999999999",
            "123456789012345678901234567890",
            "-9223372036854775809",
            r#""\ud800""#,
            r#"{"code":"0","code":0,"data":{},"model":[],"chats":null}"#,
            r#"{"code":0,"data":[null,1,"x",[],{},{"chatUser":null}],"total":-1}"#,
            r#"{"code":{"a":[]},"msg":[[]]}"#,
            r#"["action",["action",["action",{}]]]"#,
            r#"{"timestamp":"1970-01-01 08:00:00","messageId":7,"isSelf":"1","content":"{"}"#,
            r#"{"timestamp":"2020-02-31 25:61:61","msgSvrID":1e3,"content":{"contentType":"\u0000"}}"#,
            "\u{feff}{}",
            "\u{202e}\u{0}\u{fffd}",
            "42/imchat,[",
            "40/imchat?token=,",
            "451-[\"message\",{\"_placeholder\":true,\"num\":0}]",
            "4",
            "2probe",
            "0{\"sid\":1,\"pingInterval\":-1,\"pingTimeout\":1e99}",
            "99999999999999999999:4",
        ];
        let mut monsters: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
        monsters.push(deep("[", "]"));
        monsters.push(deep("{\"data\":", "}"));
        monsters.push(format!("{{\"code\":\"0\",\"data\":[\"{}\"]}}", "长".repeat(350_000)).into_bytes());
        monsters.push(vec![0xff; 4_096]);
        monsters
    }

    /// The sample, cut off at many places and with single bytes changed.
    fn variants(sample: &[u8]) -> Vec<Vec<u8>> {
        let step = (sample.len() / 60).max(1);
        let mut variants = vec![sample.to_vec()];
        for place in (0..sample.len()).step_by(step) {
            variants.push(sample[..place].to_vec());
            for garbage in [0, b'"', b'{', b']', b'9', 0xe4] {
                let mut garbled = sample.to_vec();
                garbled[place] = garbage;
                variants.push(garbled);
            }
        }
        variants
    }

    fn corpus() -> impl Iterator<Item = Vec<u8>> {
        samples().into_iter().flat_map(|sample| variants(&sample)).chain(monsters())
    }

    #[test]
    fn the_fixed_corpus_breaks_no_decoder_of_answers() {
        corpus().for_each(|bytes| envelope(&bytes));
    }

    #[test]
    fn the_fixed_corpus_breaks_no_decoder_of_events_and_each_is_understood_or_kept_with_a_reason() {
        for bytes in corpus() {
            for name in ["message", "chat", "action", "somethingNew"] {
                event(&[name.as_bytes(), b"\n", &bytes].concat());
            }
        }
    }

    #[test]
    fn the_fixed_corpus_breaks_no_decoder_of_frames() {
        for bytes in corpus() {
            eio3_frame(&bytes);
            eio3_frame(&[b"42/imchat,[\"message\",".as_slice(), &bytes, b"]"].concat());
        }
    }
}
