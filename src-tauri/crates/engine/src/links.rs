//! What a person should know before a link of a stranger is opened.
//!
//! A host may be written in letters that look like those of another (`аррӏе.com` in Cyrillic), and the text of a link
//! may name another host than the one it leads to. Browsers judge the first by their own rules once it is too late for
//! us, and never the second. Here both are said before anything is opened; the person decides.

use idna::domain_to_unicode;
use serde::Serialize;
use specta::Type;
use unicode_security::{RestrictionLevel, RestrictionLevelDetection, skeleton};
use url::{Host, Url};

use crate::EngineError;

/// Why a link deserves a second look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LinkWarning {
    /// The host is written in letters that look like other, plain ones.
    LookAlike,
    /// A part of the host mixes scripts that no language mixes.
    MixedScripts,
    /// The text of the link, or what stands before an @ in it, names another host.
    OtherHost,
    /// `http`: whoever is on the way can read and change it.
    NotSecure,
}

/// A link as it should be shown before it is opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LinkJudgement {
    /// What would be opened.
    pub url: String,
    /// The host as it travels: in punycode if it is not plain letters.
    pub host: String,
    pub warnings: Vec<LinkWarning>,
}

/// The most that is judged, in bytes; browsers open no longer address either.
const LIMIT_BYTES: usize = 64 * 1024;

/// Endings that make a word of a text a host even without `https://` before it.
const COMMON_ENDINGS: [&str; 22] = [
    "app", "biz", "cc", "club", "cn", "co", "com", "edu", "gov", "hk", "info", "io", "me", "net", "online", "org",
    "shop", "site", "top", "tv", "vip", "xyz",
];

/// Judges a link by its address and the text that it is shown as. Nothing but http and https is a link.
pub fn judge_link(url: &str, shown: &str) -> Result<LinkJudgement, EngineError> {
    let refused = || EngineError::InvalidInput("only http and https links are opened".into());
    if url.len() > LIMIT_BYTES {
        return Err(refused());
    }
    let url = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https")).ok_or_else(refused)?;
    let host = url.host_str().ok_or_else(refused)?.to_owned();
    let mut warnings = Vec::new();
    if let Some(Host::Domain(domain)) = url.host() {
        let (plain, _) = domain_to_unicode(domain);
        if plain.split('.').any(looks_plain) {
            warnings.push(LinkWarning::LookAlike);
        }
        if plain.split('.').any(|label| !label.check_restriction_level(RestrictionLevel::HighlyRestrictive)) {
            warnings.push(LinkWarning::MixedScripts);
        }
    }
    let has_bait = !url.username().is_empty() || url.password().is_some();
    if has_bait || names_another(shown, &host) {
        warnings.push(LinkWarning::OtherHost);
    }
    if url.scheme() == "http" {
        warnings.push(LinkWarning::NotSecure);
    }
    Ok(LinkJudgement { url: url.into(), host, warnings })
}

/// Not plain letters, but what Unicode's table of confusables makes of them is.
fn looks_plain(label: &str) -> bool {
    !label.is_ascii() && skeleton(label).all(|c| c.is_ascii())
}

/// Whether the text names hosts, and none of the ways to read one of them is this one.
fn names_another(shown: &str, host: &str) -> bool {
    let shown: String = shown.chars().filter(|&c| !is_unseen(c)).take(LIMIT_BYTES).collect();
    let lower = shown.to_lowercase();
    let words = lower.split(|c: char| !(c.is_alphanumeric() || ".-:/@%_".contains(c)));
    words.filter(|word| word.contains('.')).any(|word| {
        let readings: Vec<String> = readings(word).iter().filter_map(|reading| host_of(reading)).collect();
        !readings.is_empty() && !readings.iter().any(|named| same_host(named, host))
    })
}

/// A word of a text, and what is left of it when the Chinese before the address is taken off.
fn readings(word: &str) -> Vec<String> {
    let latin: String = {
        let backwards: String = word.chars().rev().take_while(char::is_ascii).collect();
        backwards.chars().rev().collect()
    };
    let before_chinese: String = word.chars().skip_while(|c| !c.is_ascii()).take_while(char::is_ascii).collect();
    vec![word.to_owned(), latin, before_chinese]
}

/// The host that a piece of text names, as it would travel.
fn host_of(text: &str) -> Option<String> {
    let (marked, rest) = match text.split_once("://") {
        Some((scheme, rest)) if scheme.ends_with("http") || scheme.ends_with("https") => (true, rest),
        Some(_) => return None,
        None => (text.starts_with("www."), text),
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // What a reader sees first is what stands before the @, so that is what is judged.
    let named = authority.split(['@', ':']).next().unwrap_or_default().trim_matches('.');
    let ending = named.rsplit_once('.').map(|(_, ending)| ending)?;
    if !marked && !COMMON_ENDINGS.contains(&ending) {
        return None;
    }
    Url::parse(&format!("https://{named}/")).ok()?.host_str().map(str::to_owned)
}

fn same_host(one: &str, other: &str) -> bool {
    let bare = |host: &str| host.trim_start_matches("www.").trim_end_matches('.').to_owned();
    bare(one) == bare(other)
}

/// Characters that are not seen, or that turn the order of what is.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn warnings(url: &str, shown: &str) -> Vec<LinkWarning> {
        judge_link(url, shown).unwrap().warnings
    }

    #[test]
    fn an_honest_link_gets_no_warning() {
        for (url, shown) in [
            ("https://shop.example.com/a?id=1", "https://shop.example.com/a?id=1"),
            ("https://www.taobao.com/x", "看这里taobao.com"),
            ("https://taobao.com/x", "www.taobao.com的活动"),
            ("https://item.example/x", "报价单.pdf"),
            ("https://例子.中国/", "https://例子.中国/"),
            ("https://淘宝shop.cn/", "淘宝shop.cn"),
            ("https://münchen.de/", "münchen.de"),
            ("https://1.2.3.4/", "https://1.2.3.4/"),
            ("https://a.example/", "版本 1.2.3 已发布"),
        ] {
            assert_eq!(warnings(url, shown), [], "{url} as {shown}");
        }
    }

    #[test]
    fn a_host_that_looks_like_another_is_named() {
        let judged = judge_link("https://аррӏе.com/login", "https://аррӏе.com/login").unwrap();
        assert_eq!(judged.host, "xn--80ak6aa92e.com");
        assert_eq!(judged.url, "https://xn--80ak6aa92e.com/login");
        assert_eq!(judged.warnings, [LinkWarning::LookAlike]);
        let mixed = warnings("https://tаobao.com/", "https://tаobao.com/");
        assert!(mixed.contains(&LinkWarning::MixedScripts) && mixed.contains(&LinkWarning::LookAlike));
        assert!(warnings("https://xn--80ak6aa92e.com/", "").contains(&LinkWarning::LookAlike));
    }

    #[test]
    fn a_text_that_names_another_host_is_said() {
        for (url, shown) in [
            ("https://evil.example/", "https://www.taobao.com/"),
            ("https://evil.example/", "淘宝 taobao.com 官网"),
            ("https://evil.example/", "点击www.taobao.com领取"),
            ("https://evil.example/", "tao\u{200b}bao.com"),
            ("https://taobao.com.evil.example/", "taobao.com"),
            ("https://taobao.com@evil.example/", "https://taobao.com@evil.example/"),
            ("https://xn--80ak6aa92e.com/", "apple.com"),
        ] {
            assert!(warnings(url, shown).contains(&LinkWarning::OtherHost), "{url} as {shown}");
        }
        assert_eq!(warnings("http://a.example/", "http://a.example/"), [LinkWarning::NotSecure]);
    }

    #[test]
    fn what_is_no_page_of_the_web_is_no_link() {
        for url in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,<script>",
            "file:///etc/passwd",
            "weixin://dl",
            "zuoxi://x",
            "//a.example",
            "https://",
            "",
        ] {
            assert!(judge_link(url, "").is_err(), "{url}");
        }
        assert!(judge_link(&format!("https://a.example/{}", "a".repeat(LIMIT_BYTES)), "").is_err());
    }

    proptest! {
        #[test]
        fn whatever_a_link_and_its_text_are_what_is_opened_is_a_page_of_the_web(url in ".{0,80}", shown in ".{0,80}") {
            for address in [url.clone(), format!("https://{url}"), format!("http://{url}")] {
                if let Ok(judged) = judge_link(&address, &shown) {
                    let parsed = Url::parse(&judged.url).unwrap();
                    prop_assert!(matches!(parsed.scheme(), "http" | "https"));
                    prop_assert_eq!(parsed.host_str(), Some(judged.host.as_str()));
                    prop_assert!(judged.host.is_ascii());
                }
            }
        }
    }
}
