//! What Socket.IO 2 clients put into CONNECT: the query of their address once more.
//!
//! `io(url + '/imchat', { query: { token } })` sends `40/imchat?token=…,`. Servers of that generation, netty-socketio
//! among them, read the namespace up to the question mark and answer for the namespace alone (quirk Q34). The socket
//! server here would take the query for a part of the name and answer nothing that the client understands. So the query
//! is cut off before the server reads it: in the bodies of long polling by the gate, in WebSocket frames on the wire.

/// Frames above this are no CONNECT packet and pass unread.
const LONGEST: u64 = 4 * 1024;

const FINAL_TEXT: u8 = 0x81;
const MASKED: u8 = 0x80;
/// The length follows in two bytes, or in eight.
const TWO_BYTES_OF_LENGTH: u8 = 0x7e;
const EIGHT_BYTES_OF_LENGTH: u8 = 0x7f;

/// The CONNECT packet without its query; `None` for anything else.
fn without_query(packet: &str) -> Option<String> {
    let namespace = packet.strip_prefix("40/")?;
    let (name, after) = namespace.split_once('?')?;
    if name.contains(',') {
        return None;
    }
    let rest = after.find(',').and_then(|comma| after.get(comma..)).unwrap_or_default();
    Some(format!("40/{name}{rest}"))
}

/// A body of Engine.IO 3, `<length>:<packet>` one after the other, without the queries; `None` if it has none. Lengths
/// count as JavaScript does, in UTF-16.
pub fn cut_from_body(body: &str) -> Option<String> {
    let mut rest = body;
    let mut cut = String::new();
    let mut found = false;
    while !rest.is_empty() {
        let (length, from) = rest.split_once(':')?;
        let mut units = length.parse::<usize>().ok()?;
        let mut characters = from.chars();
        let mut packet = String::new();
        while units > 0 {
            let character = characters.next()?;
            units = units.checked_sub(character.len_utf16())?;
            packet.push(character);
        }
        rest = characters.as_str();
        if let Some(shorter) = without_query(&packet) {
            (packet, found) = (shorter, true);
        }
        cut.push_str(&packet.encode_utf16().count().to_string());
        cut.push(':');
        cut.push_str(&packet);
    }
    found.then_some(cut)
}

/// What a client writes after the WebSocket upgrade, on its way to the server.
#[derive(Debug, Default)]
pub struct Frames {
    /// The beginning of a frame of which the rest is still to come.
    begun: Vec<u8>,
    /// So many bytes of a frame pass unread.
    passing: u64,
}

impl Frames {
    /// Takes what arrived and gives what the server is to read: all of it, but for the queries, and for a short frame
    /// that is not whole yet.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.begun.extend_from_slice(bytes);
        let mut ready = Vec::new();
        loop {
            let passing = usize::try_from(self.passing).unwrap_or(usize::MAX).min(self.begun.len());
            ready.extend(self.begun.drain(..passing));
            self.passing -= passing as u64;
            if self.passing > 0 {
                return ready;
            }
            let Some(head) = Head::of(&self.begun) else { return ready };
            if !head.is_short_text {
                self.passing = head.frame_bytes;
                continue;
            }
            let Some((frame, _)) = usize::try_from(head.frame_bytes).ok().and_then(|n| self.begun.split_at_checked(n))
            else {
                return ready;
            };
            let whole = frame.len();
            match cut_from_frame(frame, &head) {
                Some(shorter) => ready.extend(shorter),
                None => ready.extend_from_slice(frame),
            }
            self.begun.drain(..whole);
        }
    }
}

/// How a frame begins (RFC 6455, 5.2).
struct Head {
    /// Head and payload together.
    frame_bytes: u64,
    is_short_text: bool,
    key: [u8; 4],
    payload_at: usize,
}

impl Head {
    /// `None` while it is not whole.
    fn of(bytes: &[u8]) -> Option<Self> {
        let (&first, &second) = (bytes.first()?, bytes.get(1)?);
        let (length, key_at): (u64, usize) = match second & !MASKED {
            TWO_BYTES_OF_LENGTH => (u16::from_be_bytes(*bytes.get(2..)?.first_chunk()?).into(), 4),
            EIGHT_BYTES_OF_LENGTH => (u64::from_be_bytes(*bytes.get(2..)?.first_chunk()?), 10),
            short => (short.into(), 2),
        };
        let is_masked = second & MASKED != 0;
        let payload_at = key_at + if is_masked { 4 } else { 0 };
        let key = if is_masked { *bytes.get(key_at..)?.first_chunk()? } else { [0; 4] };
        let is_short_text = first == FINAL_TEXT && is_masked && length <= LONGEST;
        Some(Self { frame_bytes: length.saturating_add(payload_at as u64), is_short_text, key, payload_at })
    }
}

fn masked(bytes: &[u8], key: [u8; 4]) -> Vec<u8> {
    bytes.iter().zip(key.iter().cycle()).map(|(byte, key)| byte ^ key).collect()
}

fn cut_from_frame(frame: &[u8], head: &Head) -> Option<Vec<u8>> {
    let text = String::from_utf8(masked(frame.get(head.payload_at..)?, head.key)).ok()?;
    let shorter = without_query(&text)?;
    let mut frame = vec![FINAL_TEXT];
    if let Ok(length @ ..126) = u8::try_from(shorter.len()) {
        frame.push(MASKED | length);
    } else {
        frame.push(MASKED | TWO_BYTES_OF_LENGTH);
        frame.extend(u16::try_from(shorter.len()).ok()?.to_be_bytes());
    }
    frame.extend(head.key);
    frame.extend(masked(shorter.as_bytes(), head.key));
    Some(frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 4] = [7, 99, 200, 31];

    fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
        let mut frame = vec![first];
        match payload.len() {
            short @ ..126 => frame.push(MASKED | u8::try_from(short).unwrap()),
            long => {
                frame.push(MASKED | TWO_BYTES_OF_LENGTH);
                frame.extend(u16::try_from(long).unwrap().to_be_bytes());
            }
        }
        frame.extend(KEY);
        frame.extend(masked(payload, KEY));
        frame
    }

    fn text(payload: &str) -> Vec<u8> {
        frame(FINAL_TEXT, payload.as_bytes())
    }

    #[test]
    fn q34_the_query_is_cut_from_connect_and_from_nothing_else() {
        for (packet, expected) in [
            ("40/imchat?token=a%2Fb,", Some("40/imchat,")),
            ("40/imchat?token=a&msgFilter=1", Some("40/imchat")),
            ("40/imchat?token=a,{\"x\":\"?\"}", Some("40/imchat,{\"x\":\"?\"}")),
            ("40/imchat,{\"x\":\"?\"}", None),
            ("40/imchat,", None),
            ("40", None),
            ("42/imchat,[\"message\",\"40/imchat?\"]", None),
        ] {
            assert_eq!(without_query(packet).as_deref(), expected, "{packet}");
        }
    }

    #[test]
    fn q34_the_query_is_cut_from_the_body_of_a_poll() {
        let event = "42/imchat,[\"message\",\"在吗😀:\"]";
        let length = event.encode_utf16().count();
        let body = format!("22:40/imchat?token=a%2Fb,{length}:{event}");
        assert_eq!(cut_from_body(&body).unwrap(), format!("10:40/imchat,{length}:{event}"));
        assert_eq!(cut_from_body(&format!("{length}:{event}")), None);
        for odd in ["", "5", "9:40", "x:40/imchat?a,", ":", "1:😀"] {
            assert_eq!(cut_from_body(odd), None, "{odd}");
        }
    }

    /// Whatever the pieces in which TCP delivers them.
    #[test]
    fn q34_the_query_is_cut_from_a_frame_and_every_other_byte_passes() {
        let long = "长".repeat(3_000);
        let others = [text("2probe"), frame(0x82, &[4, 1]), text(&long), frame(0x01, b"40/imchat?a=b,"), text("")];
        let connect = [text("40/imchat?token=eaa9,"), text("40/imchat,")];
        let [sent, read] = connect.map(|connect| [others.concat(), connect, others.concat()].concat());
        for piece in [1, 3, 50, 4_000, sent.len()] {
            let mut frames = Frames::default();
            let passed: Vec<u8> = sent.chunks(piece).flat_map(|bytes| frames.take(bytes)).collect();
            assert_eq!(passed, read, "in pieces of {piece}");
        }
    }

    #[test]
    fn what_is_left_of_a_long_name_has_a_long_head() {
        let name = "n".repeat(200);
        let mut frames = Frames::default();
        assert_eq!(frames.take(&text(&format!("40/{name}?a=b,"))), text(&format!("40/{name},")));
    }
}
