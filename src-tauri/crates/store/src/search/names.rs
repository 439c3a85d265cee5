//! People and groups by name or remark: as written, as read aloud in full, and by initials.
//!
//! Decision: the names are read and compared one by one. There are thousands of them where there are millions of messages,
//! and an index of every reading would have to follow each change of a name. Rejected for now, not for ever.

use pinyin::ToPinyinMulti as _;
use zuoxi_model::{NameHit, search};

use crate::rows::chat_key;
use crate::{Store, StoreError};

/// How well a name fits; less is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Beginning,
    Within,
    Aloud,
}

/// A query, prepared once.
struct Wanted {
    folded: String,
    /// Small letters and digits alone, if there is nothing else in it but blanks.
    typed: Option<String>,
}

impl Wanted {
    fn of(text: &str) -> Self {
        let folded = search::fold(text.trim());
        let typed: String = folded.chars().filter(|c| !c.is_whitespace() && *c != '\'').collect();
        let is_typed =
            typed.chars().all(|c| c.is_ascii_alphanumeric()) && typed.chars().any(|c| c.is_ascii_lowercase());
        Self { folded, typed: is_typed.then_some(typed) }
    }

    fn fit(&self, name: &str) -> Option<Fit> {
        let folded = search::fold(name);
        match folded.find(&self.folded) {
            Some(0) if folded.len() == self.folded.len() => Some(Fit::Whole),
            Some(0) => Some(Fit::Beginning),
            Some(_) => Some(Fit::Within),
            None => {
                let readings: Vec<Vec<String>> = folded.chars().filter(|c| !c.is_whitespace()).map(readings).collect();
                let typed = self.typed.as_deref()?;
                let mut from: &[Vec<String>] = &readings;
                loop {
                    if reads(from, typed) {
                        return Some(Fit::Aloud);
                    }
                    from = from.split_first()?.1;
                }
            }
        }
    }
}

/// How a character may be read; what is not Han is read as itself.
fn readings(character: char) -> Vec<String> {
    match character.to_pinyin_multi() {
        Some(readings) => readings.into_iter().map(|reading| reading.plain().to_owned()).collect(),
        None => vec![character.to_string()],
    }
}

/// Whether the characters are read as what was typed: each in full or by its initial, the last one by any beginning.
fn reads(name: &[Vec<String>], typed: &str) -> bool {
    if typed.is_empty() {
        return true;
    }
    let Some((first, rest)) = name.split_first() else { return false };
    first.iter().any(|reading| {
        reading.starts_with(typed)
            || typed.strip_prefix(reading.as_str()).is_some_and(|left| reads(rest, left))
            || reading
                .chars()
                .next()
                .and_then(|initial| typed.strip_prefix(initial))
                .is_some_and(|left| reads(rest, left))
    })
}

fn best(mut found: Vec<(Fit, bool, NameHit)>, limit: usize) -> Vec<NameHit> {
    // Whom one writes with comes before whom one only has.
    found.sort_by(|a, b| (a.0, !a.1, &a.2.name).cmp(&(b.0, !b.1, &b.2.name)));
    found.into_iter().take(limit).map(|(_, _, hit)| hit).collect()
}

impl Store {
    /// Customers whose name or remark fits, the best first.
    pub(super) async fn people_named(
        &self,
        text: &str,
        robot: Option<&str>,
        limit: usize,
    ) -> Result<Vec<NameHit>, StoreError> {
        let wanted = Wanted::of(text);
        let rows = sqlx::query!(
            r#"SELECT customers.robot_key, customers.customer_id, customers.name, customers.remark,
                customers.avatar_url, chats.id IS NOT NULL AS "has_chat!: bool"
               FROM customers LEFT JOIN chats
                ON chats.robot_key = customers.robot_key AND chats.chat_user = customers.customer_id
               WHERE ?1 IS NULL OR customers.robot_key = ?1"#,
            robot
        )
        .fetch_all(self.readers())
        .await?;
        let found = rows.into_iter().filter_map(|row| {
            let fit = [Some(row.name.as_str()), row.remark.as_deref()].into_iter().flatten();
            let fit = fit.filter_map(|name| wanted.fit(name)).min()?;
            let hit = NameHit {
                chat: chat_key(row.robot_key, row.customer_id),
                name: row.name,
                remark: row.remark.filter(|remark| !remark.is_empty()),
                avatar_url: row.avatar_url,
                has_chat: row.has_chat,
            };
            Some((fit, row.has_chat, hit))
        });
        Ok(best(found.collect(), limit))
    }

    /// Groups whose name fits, the best first.
    pub(super) async fn groups_named(
        &self,
        text: &str,
        robot: Option<&str>,
        limit: usize,
    ) -> Result<Vec<NameHit>, StoreError> {
        let wanted = Wanted::of(text);
        let rows = sqlx::query!(
            r#"SELECT groups.robot_key, groups.group_id, groups.name, chats.avatar_url AS "avatar_url?: String",
                chats.id IS NOT NULL AS "has_chat!: bool"
               FROM groups LEFT JOIN chats
                ON chats.robot_key = groups.robot_key AND chats.chat_user = groups.group_id
               WHERE ?1 IS NULL OR groups.robot_key = ?1"#,
            robot
        )
        .fetch_all(self.readers())
        .await?;
        let found = rows.into_iter().filter_map(|row| {
            let fit = wanted.fit(&row.name)?;
            let hit = NameHit {
                chat: chat_key(row.robot_key, row.group_id),
                name: row.name,
                remark: None,
                avatar_url: row.avatar_url,
                has_chat: row.has_chat,
            };
            Some((fit, row.has_chat, hit))
        });
        Ok(best(found.collect(), limit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(name: &str, query: &str) -> Option<Fit> {
        Wanted::of(query).fit(name)
    }

    #[test]
    fn names_are_found_in_full_by_initials_and_in_between() {
        assert_eq!(fits("张三", "张三"), Some(Fit::Whole));
        assert_eq!(fits("小张", "张"), Some(Fit::Within));
        for typed in ["zhangsan", "zs", "zhangs", "zsan", "san", "zhang san", "ZS"] {
            assert_eq!(fits("张三", typed), Some(Fit::Aloud), "{typed}");
        }
        assert_eq!(fits("张三", "sz"), None);
        assert_eq!(fits("VIP群2号", "vipq"), Some(Fit::Aloud));
    }

    #[test]
    fn every_reading_of_a_character_counts() {
        assert!(fits("单雄信", "shan").is_some());
        assert!(fits("单雄信", "dan").is_some());
    }
}
