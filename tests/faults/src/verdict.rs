//! The cache against the platform's book.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use serde_json::Value;

/// A send that the person asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    pub text: String,
    /// None if the seat was killed before it said that it had taken it.
    pub id: Option<String>,
    /// The person had it sent again or thrown away.
    pub again: bool,
}

/// A chat was on the screen of a focused window with its newest message, from one moment to another.
#[derive(Clone, Debug)]
pub struct Look {
    pub chat_id: String,
    pub from: u64,
    pub to: Option<u64>,
}

/// What a robot was asked to do, and for whom.
#[derive(Clone, Debug)]
pub struct Act {
    pub id: String,
    pub chat: Value,
    pub wish: Wish,
}

/// What the platform should show of a customer then.
#[derive(Clone, Debug)]
pub enum Wish {
    Remark(String),
    Tag(String),
}

#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Distinct messages that the platform has since the start, ours included.
    pub delivered: u64,
    pub in_cache: u64,
    /// Not in the cache, and in no gap that is shown. Chat and text.
    pub lost: Vec<String>,
    /// In the cache more than once.
    pub doubled: Vec<String>,
    /// Not in the cache, but the thread shows that something may be missing there.
    pub in_shown_gap: u64,
    pub asked: u64,
    pub arrived: u64,
    /// Reached the customer more often than asked.
    pub sent_twice: Vec<String>,
    /// Taken by the seat and then nowhere.
    pub sends_lost: Vec<String>,
    /// Shown as confirmed, and the platform does not have it.
    pub confirmed_wrongly: Vec<String>,
    /// Still moving when everything was at rest.
    pub late: Vec<String>,
    pub unconfirmed: u64,
    /// Of those, how many had arrived all the same.
    pub unconfirmed_arrived: u64,
    pub failed: u64,
    pub cleared: u64,
    pub cleared_wrongly: Vec<String>,
    pub acted: u64,
    pub done: u64,
    /// Shown as done, and the platform shows something else; or two of one robot at once.
    pub acts_wrong: Vec<String>,
    pub injected: BTreeMap<&'static str, u64>,
    pub violations: Vec<Violation>,
}

#[derive(Clone, Debug)]
pub struct Violation {
    pub promise: &'static str,
    pub what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.promise, self.what)
    }
}

/// A message of the book.
struct Entry<'a> {
    chat_id: &'a str,
    id: &'a str,
    text: &'a str,
    at: i64,
    sent: bool,
    ours: bool,
}

fn entries(book: &Value) -> Vec<Entry<'_>> {
    let rows = book["messages"].as_array().into_iter().flatten();
    rows.map(|row| Entry {
        chat_id: row["chatId"].as_str().unwrap_or_default(),
        id: row["messageId"].as_str().unwrap_or_default(),
        text: words(row),
        at: row["timestamp"].as_i64().unwrap_or_default(),
        sent: row["sendStatus"] == 1,
        ours: row["isSelf"] == true,
    })
    .collect()
}

/// A text, or the name of a file, which its address ends with.
fn words(row: &Value) -> &str {
    let address = row["address"].as_str().and_then(|address| address.rsplit('/').next());
    address.or_else(|| row["text"].as_str()).unwrap_or_default()
}

/// Whether a text has reached the platform, whatever became of it there.
pub fn handed_over(book: &Value, text: &str) -> bool {
    book["sends"].as_array().is_some_and(|sends| sends.iter().any(|send| send["text"] == text))
}

fn rows(thread: &Value) -> impl Iterator<Item = &Value> {
    thread["messages"].as_array().into_iter().flatten()
}

/// Whether the thread says of a time that something may be missing there.
fn is_shown(thread: &Value, at: i64) -> bool {
    let in_gap = thread["gaps"].as_array().into_iter().flatten().any(|gap| {
        gap["from"].as_i64().is_some_and(|from| from <= at) && gap["to"].as_i64().is_some_and(|to| at <= to)
    });
    let first = rows(thread).next().and_then(|row| row["at"].as_i64());
    in_gap || thread["completeToStart"] == false && first.is_none_or(|first| at <= first)
}

/// `history` is the book with what the world began with, `live` without.
pub fn of(
    history: &Value,
    live: &Value,
    threads: &[(String, Value)],
    asked: &[Asked],
    looks: &[Look],
    clears: &[u64],
    said: &HashMap<String, u64>,
) -> Verdict {
    let mut verdict = Verdict::default();
    let threads: HashMap<&str, &Value> = threads.iter().map(|(id, thread)| (id.as_str(), thread)).collect();
    let live_entries = entries(live);
    messages(&mut verdict, &live_entries, &threads, asked);
    doubles(&mut verdict, &entries(history), &threads);
    sends(&mut verdict, &live_entries, &threads, asked);
    clearings(&mut verdict, live, looks, clears, said);
    verdict
}

fn messages(verdict: &mut Verdict, live: &[Entry], threads: &HashMap<&str, &Value>, asked: &[Asked]) {
    let cached: BTreeSet<(&str, &str)> = threads
        .iter()
        .flat_map(|(chat, thread)| rows(thread).filter_map(|row| Some((*chat, row["id"].as_str()?))))
        .collect();
    // The record of an attempt that was not sent may have an id of its own; its send stands in the thread for it, until
    // the person has decided about it.
    let decided = |entry: &Entry| asked.iter().any(|send| send.again && send.text == entry.text);
    let stands_for = |entry: &Entry, thread: &Value| {
        entry.ours && !entry.sent && (decided(entry) || rows(thread).any(|row| row["text"] == entry.text))
    };
    let mut counted = BTreeSet::new();
    for entry in live.iter().filter(|entry| counted.insert((entry.chat_id, entry.id))) {
        verdict.delivered += 1;
        let thread = threads.get(entry.chat_id);
        if cached.contains(&(entry.chat_id, entry.id)) || thread.is_some_and(|thread| stands_for(entry, thread)) {
            verdict.in_cache += 1;
        } else if thread.is_some_and(|thread| is_shown(thread, entry.at)) {
            verdict.in_shown_gap += 1;
        } else {
            verdict.lost.push(format!("{} of {} in {}", entry.text, entry.at, entry.chat_id));
        }
    }
}

/// Every text of a script occurs once, so a text that is in a thread more often than in the book is doubled; and no id
/// may be there that the book does not have, except for sends.
fn doubles(verdict: &mut Verdict, history: &[Entry], threads: &HashMap<&str, &Value>) {
    let mut ids: HashMap<(&str, &str), BTreeSet<&str>> = HashMap::new();
    for entry in history {
        ids.entry((entry.chat_id, entry.text)).or_default().insert(entry.id);
    }
    for (chat, thread) in threads {
        let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows(thread) {
            *shown.entry(row["text"].as_str().unwrap_or_default()).or_default() += 1;
        }
        // What is neither text nor file has a preview in the book, which the cache does not keep.
        for (text, times) in shown.into_iter().filter(|(text, _)| !text.is_empty()) {
            let expected = ids.get(&(*chat, text)).map_or(1, BTreeSet::len);
            if times > expected {
                verdict.doubled.push(format!("{text} is there {times} times in {chat}"));
            }
        }
    }
}

fn sends(verdict: &mut Verdict, live: &[Entry], threads: &HashMap<&str, &Value>, asked: &[Asked]) {
    for send in asked {
        let arrived = live.iter().filter(|entry| entry.ours && entry.sent && entry.text == send.text).count();
        let shown: Vec<&Value> =
            threads.values().flat_map(|thread| rows(thread)).filter(|row| row["text"] == send.text.as_str()).collect();
        if send.id.is_some() {
            verdict.asked += 1;
        } else if arrived > 0 || !shown.is_empty() {
            // The seat had taken it when it was killed.
            verdict.asked += 1;
        } else {
            continue;
        }
        verdict.arrived += u64::from(arrived > 0);
        let allowed = if send.again { 2 } else { 1 };
        if arrived > allowed {
            verdict.sent_twice.push(format!("{} arrived {arrived} times", send.text));
        }
        if shown.is_empty() && !send.again {
            verdict.sends_lost.push(send.text.clone());
        }
        for row in shown {
            match row["delivery"]["state"].as_str() {
                Some("confirmed") if arrived == 0 => verdict.confirmed_wrongly.push(send.text.clone()),
                Some("unconfirmed") => {
                    verdict.unconfirmed += 1;
                    verdict.unconfirmed_arrived += u64::from(arrived > 0);
                }
                Some("failed") => verdict.failed += 1,
                Some("queued" | "emitted" | "uploading") => verdict.late.push(send.text.clone()),
                _ => {}
            }
        }
    }
}

/// A clearing is right if the newest message it cleared was said before the person looked away.
fn clearings(verdict: &mut Verdict, live: &Value, looks: &[Look], clears: &[u64], said: &HashMap<String, u64>) {
    let chats = live["unreadCleared"].as_array().into_iter().flatten();
    let newest = live["newestWhenCleared"].as_array().into_iter().flatten();
    for ((chat, newest), noticed) in chats.zip(newest).zip(clears) {
        verdict.cleared += 1;
        let said = newest.as_str().and_then(|id| said.get(id)).copied().unwrap_or(0);
        let seen = looks
            .iter()
            .any(|look| chat == look.chat_id.as_str() && look.from <= *noticed && look.to.is_none_or(|to| said <= to));
        if !seen {
            verdict.cleared_wrongly.push(format!("{chat}, said at moment {said}, cleared by moment {noticed}"));
        }
    }
}

/// What robots were asked to do, against what the platform knows of the customers. Tags and remarks may be asked for again
/// by themselves (they end the same), one at a time; what counts is that nothing is shown as done that is not.
pub fn actions(verdict: &mut Verdict, live: &Value, acts: &[Act], states: &Value, peers: &HashMap<String, Value>) {
    let state = |act: &Act| states["states"][act.id.as_str()].as_str().unwrap_or("gone");
    let overlapping = live["actionsOverlapping"].as_u64().unwrap_or_default();
    if overlapping > 0 {
        verdict.acts_wrong.push(format!("{overlapping} actions came while another one of their robot was under way"));
    }
    for (place, act) in acts.iter().enumerate() {
        verdict.acted += 1;
        let done = state(act) == "done";
        verdict.done += u64::from(done);
        let peer = peers.get(&act.chat.to_string());
        let right = match &act.wish {
            // What was asked for last and not refused is what counts; where nobody knows of a later one, nothing is told.
            Wish::Remark(name) => {
                let later = acts.iter().skip(place + 1).any(|later| {
                    later.chat == act.chat && matches!(later.wish, Wish::Remark(_)) && state(later) != "refused"
                });
                later || peer.is_some_and(|peer| peer["remark"] == name.as_str())
            }
            Wish::Tag(label) => peer.is_some_and(|peer| {
                peer["labels"].as_array().is_some_and(|labels| labels.iter().any(|known| known == label.as_str()))
            }),
        };
        if done && !right {
            verdict.acts_wrong.push(format!("{:?} is done, and the platform has {peer:?}", act.wish));
        }
        if matches!(state(act), "queued" | "inFlight") {
            verdict.late.push(format!("{:?}", act.wish));
        }
    }
}

impl Verdict {
    /// Takes in what was found after every gap was filled, and decides what is a violation.
    pub fn close(&mut self, after: &Self) {
        let promises = [
            ("lost", &self.lost),
            ("lost after every gap was filled", &after.lost),
            ("doubled", &self.doubled),
            ("doubled after every gap was filled", &after.doubled),
            ("sent twice", &after.sent_twice),
            ("a send was lost", &self.sends_lost),
            ("confirmed wrongly", &self.confirmed_wrongly),
            ("never settled", &self.late),
            ("cleared wrongly", &after.cleared_wrongly),
            ("an action", &after.acts_wrong),
        ];
        for (promise, whats) in promises {
            self.violations.extend(whats.iter().map(|what| Violation { promise, what: what.clone() }));
        }
        if after.in_shown_gap > 0 {
            let what = format!("{} messages", after.in_shown_gap);
            self.violations.push(Violation { promise: "a gap could not be filled", what });
        }
        self.cleared = after.cleared;
    }
}
