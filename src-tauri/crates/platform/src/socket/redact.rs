//! Keeps the token out of what is reported: it is part of the socket's address, and libraries quote addresses (Q7).

use url::form_urlencoded;

/// The text without the token, plain or percent-encoded, and cut to a length that fits a status line.
pub(super) fn redact(text: &str, token: &str) -> String {
    const LONGEST: usize = 300;
    let mut clean = text.to_owned();
    if !token.is_empty() {
        let encoded: String = form_urlencoded::byte_serialize(token.as_bytes()).collect();
        clean = clean.replace(&encoded, "***").replace(token, "***");
    }
    // Whatever a quoted address carries as its token, in whichever spelling.
    let mut parts = clean.split("token=");
    let head = parts.next().unwrap_or_default().to_owned();
    let clean = parts.fold(head, |mut text, part| {
        let rest = part.trim_start_matches(|c: char| !c.is_whitespace() && !"&\"'),;".contains(c));
        text.push_str("token=***");
        text.push_str(rest);
        text
    });
    if clean.chars().count() > LONGEST { clean.chars().take(LONGEST).chain(['…']).collect() } else { clean }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q07_the_token_is_taken_out_plain_and_encoded() {
        let token = "eaa9/c9+35";
        for text in [
            "no route to ws://h/socket.io/?token=eaa9%2Fc9%2B35&EIO=3",
            "bad token eaa9/c9+35",
            "ws://h/?token=eaa9%2fc9%2b35 failed",
            "token=\"eaa9/c9+35\"",
        ] {
            let clean = redact(text, token);
            assert!(!clean.contains("eaa9"), "{clean}");
        }
        assert_eq!(redact("ws://h/?token=x&EIO=3", token), "ws://h/?token=***&EIO=3");
        assert_eq!(redact("连接被拒绝", ""), "连接被拒绝");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(redact(&"好".repeat(1000), "t").chars().count(), 301);
    }
}
