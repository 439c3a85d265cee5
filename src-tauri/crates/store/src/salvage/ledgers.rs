//! What was asked of the robots beside messages, saved from a damaged file.
//!
//! These tables are the audit log, which no other place has, and the queues in one. A row is kept as it was, except that
//! nothing may go on by itself: what is read here may be older than what happened to it. What waited, or was on its way,
//! has an unknown outcome, about which a person decides; a number whose turn had not come is taken out of its list, which
//! can be asked for again. A row whose JSON is not what its column holds does not come along, because it would be damage
//! in the new file, too.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;
use zuoxi_model::{Action, BroadcastDraft, LeftOut, RequestedBy};

use super::Value;
use super::restore::{Record, insert, text};
use crate::{StoreError, broadcasts};

/// In this order, because numbers belong to lists.
pub(crate) const LEDGERS: [&str; 6] =
    ["actions", "broadcasts", "adding_lists", "adding_phones", "admin_replacements", "friend_requests"];

/// How many rows were written, and how many of them a person has to decide about.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Written {
    pub rows: u32,
    pub undecided: u32,
}

/// Writes the rows of a ledger, each once.
pub(super) async fn restore(
    conn: &mut SqliteConnection,
    table: &str,
    mut records: Vec<Record>,
    lost: &mut u32,
) -> Result<Written, StoreError> {
    // Of several copies of a row the one that has come furthest is the newest.
    records.sort_by_key(|record| is_open(table, record));
    let mut done = BTreeSet::new();
    let mut written = Written::default();
    let lists = if table == "adding_phones" { known_lists(conn).await? } else { BTreeSet::new() };
    for mut record in records {
        if !is_whole(table, &record, &lists) {
            *lost += 1;
            continue;
        }
        if !done.insert(identity(table, &record)) {
            continue;
        }
        let is_undecided = halt(table, &mut record);
        if !insert(conn, table, &record).await? {
            *lost += 1;
            continue;
        }
        if table == "broadcasts" {
            restore_audience(conn, &record).await?;
        }
        written.rows += 1;
        written.undecided += u32::from(is_undecided);
    }
    Ok(written)
}

/// What tells a row from every other one of its table.
fn identity(table: &str, record: &Record) -> Vec<String> {
    let names: &[&str] = match table {
        "adding_phones" => &["list_id", "phone"],
        "friend_requests" => &["robot_key", "customer_id"],
        _ => &["id"],
    };
    names.iter().map(|name| text(record, name).unwrap_or_default().to_owned()).collect()
}

/// True while more could have happened to it than this row says.
fn is_open(table: &str, record: &Record) -> bool {
    match (table, text(record, "state")) {
        ("actions", state) => matches!(state, Some("queued" | "inFlight")),
        ("broadcasts", state) => matches!(state, Some("planned" | "sending")),
        ("admin_replacements", state) => matches!(state, Some("removing" | "adding")),
        ("friend_requests", state) => matches!(state, Some("waiting" | "accepting")),
        ("adding_phones", _) => text(record, "action_id").is_none(),
        _ => false,
    }
}

/// Keeps a row from going on by itself; true if a person has to decide about it now.
fn halt(table: &str, record: &mut Record) -> bool {
    if !is_open(table, record) {
        return false;
    }
    let mut set = |name: &str, value: Value| record.insert(name.into(), value);
    let word = |word: &str| Value::Text(word.into());
    match table {
        "actions" => {
            set("state", word("unknown"));
            set("in_flight_at", Value::Null);
            set("decided_at", Value::Null);
            true
        }
        "broadcasts" => {
            set("state", word("unknown"));
            set("decided_at", Value::Null);
            if let (None | Some(Value::Null), Some(planned_at)) =
                (record.get("started_at"), record.get("planned_at").cloned())
            {
                record.insert("started_at".into(), planned_at);
            }
            true
        }
        "admin_replacements" => {
            let state = if text(record, "state") == Some("adding") { "additionUnknown" } else { "removalUnknown" };
            record.insert("state".into(), word(state));
            if let Some(requested_at) = record.get("requested_at").cloned() {
                record.insert("finished_at".into(), requested_at);
            }
            true
        }
        "adding_phones" => {
            set("cancelled", Value::Int(1));
            false
        }
        // The action that accepts may be lost; accepting twice is answered by the platform and does no harm.
        "friend_requests" => {
            set("state", word("waiting"));
            false
        }
        _ => false,
    }
}

/// Are the columns that hold JSON what this version reads from them?
fn is_whole(table: &str, record: &Record, lists: &BTreeSet<String>) -> bool {
    match table {
        "actions" => {
            reads::<Action>(record, "action_json")
                && reads::<RequestedBy>(record, "requested_by_json")
                && (text(record, "sent_json").is_none() || reads::<Action>(record, "sent_json"))
        }
        "broadcasts" => {
            reads::<BroadcastDraft>(record, "draft_json")
                && reads::<Vec<LeftOut>>(record, "left_out_json")
                && reads::<RequestedBy>(record, "requested_by_json")
        }
        "adding_lists" | "admin_replacements" => reads::<RequestedBy>(record, "requested_by_json"),
        "adding_phones" => text(record, "list_id").is_some_and(|list| lists.contains(list)),
        _ => true,
    }
}

fn reads<T: DeserializeOwned>(record: &Record, name: &str) -> bool {
    text(record, name).is_some_and(|text| serde_json::from_str::<T>(text).is_ok())
}

async fn known_lists(conn: &mut SqliteConnection) -> Result<BTreeSet<String>, StoreError> {
    let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM adding_lists").fetch_all(conn).await?;
    Ok(ids.into_iter().collect())
}

/// Whom a broadcast was for stands in a table without row ids, which is not read; its draft says it, too.
async fn restore_audience(conn: &mut SqliteConnection, record: &Record) -> Result<(), StoreError> {
    let (Some(id), Some(draft)) = (text(record, "id"), text(record, "draft_json")) else { return Ok(()) };
    let Ok(draft) = serde_json::from_str::<BroadcastDraft>(draft) else { return Ok(()) };
    broadcasts::write_audience(conn, id, &draft.audience).await
}
