//! What rules look for in a text.
//!
//! Words are compared folded, as search does it, so that case and width make no difference. Patterns are regular
//! expressions of a kind whose time grows with the text alone, so that no rule can hold up the seat, and are limited in
//! size. What stands for money and private contact is written down here: words people use, and the shapes of numbers.

use regex::{Regex, RegexBuilder};
use zuoxi_model::{RuleCheck, search::fold};

use crate::EngineError;

/// The most memory a pattern may take, in bytes.
const PATTERN_BYTES: usize = 1 << 20;
/// How much of a hit is kept with a flag.
const FOUND_CHARACTERS: usize = 60;

const MONEY_WORDS: &[&str] = &[
    "转账",
    "打款",
    "汇款",
    "红包",
    "返现",
    "返利",
    "返钱",
    "赔偿",
    "赔付",
    "赔钱",
    "补偿",
    "差价",
    "私下付",
    "付款码",
    "收款码",
    "扫码付",
    "支付宝",
    "银行卡",
    "现金",
    "全额退",
    "双倍",
    "bank card",
    "cash back",
    "compensation",
    "red packet",
];
/// A card number: 16 to 19 digits, in fours or in one.
const CARD_NUMBER: &str = r"(?:^|[^\d])(\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}(?:[ -]?\d{1,3})?)(?:[^\d]|$)";

const CONTACT_WORDS: &[&str] = &[
    "加我微信",
    "加个微信",
    "加微信",
    "加我vx",
    "私人微信",
    "个人微信",
    "微信号",
    "薇信",
    "威信号",
    "私聊",
    "私下联系",
    "加我qq",
    "加qq",
    "我的手机",
    "我的电话",
    "手机号是",
    "打我电话",
    "add me on",
    "my wechat",
    "my number",
];
/// A mobile number of the mainland, also in groups of three and four.
const MOBILE: &str = r"(?:^|[^\d])((?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?:[^\d]|$)";
/// An account after what it is of.
const ACCOUNT: &str = r"(?i)((?:wx|vx|v信|微信|qq|扣扣)\s*(?:号|id)?\s*[:：是]?\s*[a-z0-9][a-z0-9_-]{4,19})";

/// A rule about words, ready to read.
#[derive(Debug)]
pub struct Matcher {
    words: Vec<String>,
    patterns: Vec<Regex>,
}

impl Matcher {
    /// None for a rule about time.
    pub fn of(check: &RuleCheck) -> Result<Option<Self>, EngineError> {
        let (words, patterns): (Vec<&str>, Vec<&str>) = match check {
            RuleCheck::Words { words, .. } => (words.iter().map(String::as_str).collect(), Vec::new()),
            RuleCheck::Pattern { pattern, .. } => (Vec::new(), vec![pattern]),
            RuleCheck::Money { .. } => (MONEY_WORDS.to_vec(), vec![CARD_NUMBER]),
            RuleCheck::PrivateContact { .. } => (CONTACT_WORDS.to_vec(), vec![MOBILE, ACCOUNT]),
            RuleCheck::Late { .. } | RuleCheck::Unanswered { .. } => return Ok(None),
        };
        let patterns = patterns.into_iter().map(compiled).collect::<Result<_, _>>()?;
        let words = words.into_iter().map(fold).filter(|word| !word.is_empty()).collect();
        Ok(Some(Self { words, patterns }))
    }

    /// The first thing that is found in a text.
    pub fn find(&self, text: &str) -> Option<String> {
        let folded = fold(text);
        if let Some(word) = self.words.iter().find(|word| folded.contains(word.as_str())) {
            return Some(shortened(word));
        }
        self.patterns.iter().find_map(|pattern| {
            let found = pattern.captures(text)?;
            // The first group where there is one: what is around it only says where the number ends.
            let hit = found.get(1).or_else(|| found.get(0))?;
            Some(shortened(hit.as_str()))
        })
    }
}

fn compiled(pattern: &str) -> Result<Regex, EngineError> {
    let wrong = |why: String| EngineError::InvalidInput(format!("the pattern cannot be used: {why}"));
    if pattern.trim().is_empty() {
        return Err(wrong("it is empty".into()));
    }
    let compiled =
        RegexBuilder::new(pattern).size_limit(PATTERN_BYTES).build().map_err(|why| wrong(why.to_string()))?;
    if compiled.is_match("") {
        return Err(wrong("it finds nothing at all in every message".into()));
    }
    Ok(compiled)
}

fn shortened(found: &str) -> String {
    found.chars().take(FOUND_CHARACTERS).collect()
}

#[cfg(test)]
mod tests {
    use zuoxi_model::RuleSide::Us;

    use super::*;

    fn found(check: &RuleCheck, text: &str) -> Option<String> {
        Matcher::of(check).unwrap().expect("a rule about words").find(text)
    }

    #[test]
    fn words_are_found_whatever_their_case_and_width() {
        let rule = RuleCheck::Words { words: vec!["最低价".into(), "VIP".into()], side: Us };
        assert_eq!(found(&rule, "这是最低价了").as_deref(), Some("最低价"));
        assert_eq!(found(&rule, "您是ｖｉｐ客户").as_deref(), Some("vip"));
        assert_eq!(found(&rule, "价格最低"), None);
    }

    #[test]
    fn money_is_a_word_or_a_card_number() {
        let rule = RuleCheck::Money { side: Us };
        for (text, expected) in [
            ("好评给您返现5元", Some("返现")),
            ("卡号 6222 0210 0111 6245 702，麻烦了", Some("6222 0210 0111 6245 702")),
            ("订单号 202611230001 已发货", None),
            ("这款是棉的", None),
        ] {
            assert_eq!(found(&rule, text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_private_contact_is_a_word_a_phone_or_an_account() {
        let rule = RuleCheck::PrivateContact { side: Us };
        for (text, expected) in [
            ("我的号码13812345678", Some("13812345678")),
            ("138-1234-5678 晚上打", Some("138-1234-5678")),
            ("vx: xiaohong_88", Some("vx: xiaohong_88")),
            ("您可以加我微信", Some("加我微信")),
            ("运单号 813812345678901", None),
            ("您好，请问要什么尺码", None),
        ] {
            assert_eq!(found(&rule, text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_pattern_that_is_wrong_or_finds_everything_is_refused() {
        for pattern in ["(", "", "a*", "(?:a{1000}){1000}"] {
            let rule = RuleCheck::Pattern { pattern: pattern.into(), side: Us };
            assert!(matches!(Matcher::of(&rule), Err(EngineError::InvalidInput(_))), "{pattern}");
        }
        let rule = RuleCheck::Pattern { pattern: r"(?i)guarantee|保证\S{0,4}退".into(), side: Us };
        assert_eq!(found(&rule, "我保证给您退").as_deref(), Some("保证给您退"));
    }
}
