//! People and groups by name or remark: as written, as read aloud in full, and by initials.
//!
//! Decision: the names are kept in memory, by the characters they have and by the letters these may begin with when they are
//! read, and the few that come into question are compared one by one. Reading every name from the cache for each search was
//! measured at most of what a search cost. The writer's connection notes when a name may have changed, whichever statement it
//! was; the next search then reads the names anew.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use pinyin::ToPinyinMulti as _;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteOperation;
use zuoxi_model::{NameHit, search};

use crate::rows::{chat_key, json};
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

    fn fit(&self, folded: &str, readings: &Readings) -> Option<Fit> {
        match folded.find(&self.folded) {
            Some(0) if folded.len() == self.folded.len() => Some(Fit::Whole),
            Some(0) => Some(Fit::Beginning),
            Some(_) => Some(Fit::Within),
            None => {
                let typed = self.typed.as_deref()?;
                let name: Vec<&[String]> =
                    folded.chars().filter(|c| !c.is_whitespace()).filter_map(|c| readings.of(c)).collect();
                let mut from: &[&[String]] = &name;
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

/// How the characters of all names may be read; what is not Han is read as itself.
#[derive(Debug, Default)]
struct Readings(HashMap<char, Vec<String>>);

impl Readings {
    fn learn(&mut self, character: char) -> &[String] {
        self.0.entry(character).or_insert_with(|| match character.to_pinyin_multi() {
            Some(readings) => readings.into_iter().map(|reading| reading.plain().to_owned()).collect(),
            None => vec![character.to_string()],
        })
    }

    fn of(&self, character: char) -> Option<&[String]> {
        self.0.get(&character).map(Vec::as_slice)
    }
}

/// Whether the characters are read as what was typed: each in full or by its initial, the last one by any beginning.
fn reads(name: &[&[String]], typed: &str) -> bool {
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

/// One customer or group.
#[derive(Debug)]
struct Entry {
    robot_key: Arc<str>,
    id: String,
    name: String,
    remark: Option<String>,
    /// Name and remark, folded.
    folded: Vec<String>,
    has_chat: bool,
}

/// Everything of one kind that has a name.
#[derive(Debug, Default)]
struct Shelf {
    entries: Vec<Entry>,
    /// Places of the entries that have a character.
    having: HashMap<char, Vec<usize>>,
    /// Places of the entries that have a character whose reading may begin with a letter.
    beginning: HashMap<char, Vec<usize>>,
    readings: Readings,
}

impl Shelf {
    fn put(&mut self, robot_key: Arc<str>, id: String, name: String, remark: Option<String>, has_chat: bool) {
        let remark = remark.filter(|remark| !remark.is_empty());
        let folded: Vec<String> =
            [Some(&name), remark.as_ref()].into_iter().flatten().map(|name| search::fold(name)).collect();
        let place = self.entries.len();
        let characters: HashSet<char> =
            folded.iter().flat_map(|name| name.chars()).filter(|c| !c.is_whitespace()).collect();
        let mut initials = HashSet::new();
        for character in characters {
            self.having.entry(character).or_default().push(place);
            initials.extend(self.readings.learn(character).iter().filter_map(|reading| reading.chars().next()));
        }
        for initial in initials {
            self.beginning.entry(initial).or_default().push(place);
        }
        self.entries.push(Entry { robot_key, id, name, remark, folded, has_chat });
    }

    /// The entries that may fit: whoever has the query in it has its rarest character, and whoever is read like it has a
    /// character that is read from its first letter on.
    fn in_question(&self, wanted: &Wanted) -> Vec<usize> {
        let characters = wanted.folded.chars().filter(|c| !c.is_whitespace());
        let rarest =
            characters.map(|c| self.having.get(&c).map_or(&[][..], Vec::as_slice)).min_by_key(|held| held.len());
        let initial = wanted.typed.as_ref().and_then(|typed| typed.chars().next());
        let read = initial.and_then(|initial| self.beginning.get(&initial));
        let mut places: Vec<usize> = rarest.into_iter().flatten().chain(read.into_iter().flatten()).copied().collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    fn find(&self, wanted: &Wanted, robot: Option<&str>, limit: usize) -> Vec<&Entry> {
        let mut found: Vec<(Fit, &Entry)> = self
            .in_question(wanted)
            .into_iter()
            .filter_map(|place| self.entries.get(place))
            .filter(|entry| robot.is_none_or(|robot| *entry.robot_key == *robot))
            .filter_map(|entry| {
                let fits = entry.folded.iter().filter_map(|name| wanted.fit(name, &self.readings));
                Some((fits.min()?, entry))
            })
            .collect();
        // Whom one writes with comes before whom one only has.
        found.sort_by(|a, b| (a.0, !a.1.has_chat, &a.1.name).cmp(&(b.0, !b.1.has_chat, &b.1.name)));
        found.into_iter().take(limit).map(|(_, entry)| entry).collect()
    }
}

/// Every name of the cache, as of some change.
#[derive(Debug)]
struct Book {
    as_of: u64,
    people: Shelf,
    groups: Shelf,
}

/// The names as they were read last, and how often they may have changed.
#[derive(Debug, Default)]
pub struct Names {
    changes: Arc<AtomicU64>,
    book: Mutex<Option<Arc<Book>>>,
}

impl Names {
    /// Has the writer's connection note what may change a name, or whether there is a chat with whoever bears it.
    pub async fn watch(&self, writer: &mut SqliteConnection) -> Result<(), StoreError> {
        let changes = Arc::clone(&self.changes);
        changes.fetch_add(1, Ordering::SeqCst);
        writer.lock_handle().await?.set_update_hook(move |change| {
            let moves_a_name = match change.table {
                "customers" | "groups" => true,
                // Every message changes its chat's row; what matters here is only that there is one.
                "chats" => change.operation != SqliteOperation::Update,
                _ => false,
            };
            if moves_a_name {
                changes.fetch_add(1, Ordering::SeqCst);
            }
        });
        Ok(())
    }

    fn known(&self) -> Option<Arc<Book>> {
        let book = self.book.lock().unwrap_or_else(PoisonError::into_inner).clone();
        book.filter(|book| book.as_of == self.changes.load(Ordering::SeqCst))
    }
}

impl Store {
    async fn names_now(&self) -> Result<Arc<Book>, StoreError> {
        if let Some(book) = self.names().known() {
            return Ok(book);
        }
        // With the writer in hand no transaction is under way whose changes are noted and cannot be read yet.
        let writer = self.writer().await?;
        let as_of = self.names().changes.load(Ordering::SeqCst);
        let mut book = Book { as_of, people: Shelf::default(), groups: Shelf::default() };
        let mut robots: HashSet<Arc<str>> = HashSet::new();
        let mut shared = |robot_key: String| {
            if let Some(known) = robots.get(robot_key.as_str()) {
                return Arc::clone(known);
            }
            let new: Arc<str> = robot_key.into();
            robots.insert(Arc::clone(&new));
            new
        };
        let rows = sqlx::query!(
            r#"SELECT customers.robot_key, customers.customer_id, customers.name, customers.remark,
                chats.id IS NOT NULL AS "has_chat!: bool"
               FROM customers LEFT JOIN chats
                ON chats.robot_key = customers.robot_key AND chats.chat_user = customers.customer_id"#
        )
        .fetch_all(self.readers())
        .await?;
        for row in rows {
            book.people.put(shared(row.robot_key), row.customer_id, row.name, row.remark, row.has_chat);
        }
        let rows = sqlx::query!(
            r#"SELECT groups.robot_key, groups.group_id, groups.name, chats.id IS NOT NULL AS "has_chat!: bool"
               FROM groups LEFT JOIN chats
                ON chats.robot_key = groups.robot_key AND chats.chat_user = groups.group_id"#
        )
        .fetch_all(self.readers())
        .await?;
        drop(writer);
        for row in rows {
            book.groups.put(shared(row.robot_key), row.group_id, row.name, None, row.has_chat);
        }
        let book = Arc::new(book);
        *self.names().book.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&book));
        Ok(book)
    }

    /// Customers and groups whose name or remark fits, the best first.
    pub(super) async fn named(
        &self,
        text: &str,
        robot: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<NameHit>, Vec<NameHit>), StoreError> {
        let wanted = Wanted::of(text);
        let book = self.names_now().await?;
        let people = self.hits(book.people.find(&wanted, robot, limit)).await?;
        let groups = self.hits(book.groups.find(&wanted, robot, limit)).await?;
        Ok((people, groups))
    }

    /// With the pictures, which change without a name changing. A group's is its chat's.
    async fn hits(&self, entries: Vec<&Entry>) -> Result<Vec<NameHit>, StoreError> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<[&str; 2]> = entries.iter().map(|entry| [&*entry.robot_key, entry.id.as_str()]).collect();
        let keys = json(&keys)?;
        let rows = sqlx::query!(
            r#"SELECT COALESCE(customers.avatar_url, chats.avatar_url) AS "avatar_url?: String"
               FROM json_each(?1) AS wanted
               LEFT JOIN customers
                ON customers.robot_key = wanted.value ->> 0 AND customers.customer_id = wanted.value ->> 1
               LEFT JOIN chats ON chats.robot_key = wanted.value ->> 0 AND chats.chat_user = wanted.value ->> 1
               ORDER BY wanted.key"#,
            keys
        )
        .fetch_all(self.readers())
        .await?;
        let hits = entries.into_iter().zip(rows).map(|(entry, row)| NameHit {
            chat: chat_key(entry.robot_key.to_string(), entry.id.clone()),
            name: entry.name.clone(),
            remark: entry.remark.clone(),
            avatar_url: row.avatar_url,
            has_chat: entry.has_chat,
        });
        Ok(hits.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(name: &str, query: &str) -> Option<Fit> {
        let mut shelf = Shelf::default();
        shelf.put("robot".into(), "id".into(), name.into(), None, true);
        let wanted = Wanted::of(query);
        let fit = wanted.fit(&search::fold(name), &shelf.readings);
        // Whoever fits has to be in question, or nobody would look.
        assert_eq!(shelf.find(&wanted, None, 1).len(), usize::from(fit.is_some()), "{name} {query}");
        fit
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
