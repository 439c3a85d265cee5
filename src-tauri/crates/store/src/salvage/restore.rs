//! What was saved, written into the cache that takes the damaged one's place.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{AssertSqlSafe, ConnectOptions as _, Row as _, SqliteConnection};
use zuoxi_model::{ChatKey, Content, Direction, Message, MessageKey, Origin, OutboxState, Sender, Timestamp};

use super::{Findings, Found, LEDGERS, OUTBOX, PERSONAL, Row, Value, ledgers};
use crate::rows::chat_key;
use crate::store::begin;
use crate::{Saved, Store, StoreError, outbox, summary};

/// A row with the names of its columns.
pub(super) type Record = BTreeMap<String, Value>;

/// A column of a table of this version.
struct Column {
    name: String,
    kind: String,
    may_be_null: bool,
    is_key: bool,
}

/// Writes what was found, all or nothing; a row that does not fit counts as lost.
pub(crate) async fn restore(store: &Store, mut findings: Findings) -> Result<Saved, StoreError> {
    let mut saved = Saved { lost: u32::try_from(findings.lost).unwrap_or(u32::MAX), ..Saved::default() };
    let mut writer = store.writer().await?;
    let mut tx = begin(&mut writer).await?;
    for table in PERSONAL.into_iter().chain(LEDGERS).chain([OUTBOX]) {
        let columns = columns(&mut tx, table).await?;
        let found = findings.tables.remove(table).unwrap_or_default();
        let records = records(found, &findings.strays, &columns).await;
        if table == OUTBOX {
            saved.sends = restore_sends(&mut tx, records, &mut saved.lost).await?;
            continue;
        }
        if LEDGERS.contains(&table) {
            let written = ledgers::restore(&mut tx, table, records, &mut saved.lost).await?;
            saved.others += written.rows;
            saved.undecided += written.undecided;
            continue;
        }
        let mut written = 0;
        for record in records {
            if insert(&mut tx, table, &record).await? {
                written += 1;
            } else {
                saved.lost += 1;
            }
        }
        match table {
            "drafts" => saved.drafts = written,
            _ => saved.others += written,
        }
    }
    tx.commit().await?;
    Ok(saved)
}

async fn columns(conn: &mut SqliteConnection, table: &str) -> Result<Vec<Column>, StoreError> {
    let rows = sqlx::query("SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1) ORDER BY cid")
        .bind(table)
        .fetch_all(conn)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Column {
                name: row.try_get(0)?,
                kind: row.try_get(1)?,
                may_be_null: row.try_get::<i64, _>(2)? == 0,
                is_key: row.try_get::<i64, _>(3)? > 0,
            })
        })
        .collect::<Result<_, sqlx::Error>>()
        .map_err(StoreError::from)
}

/// Names the columns of what was found. The file's own statement says how they were called when the rows were written; it
/// is run in a database of its own in memory, and where it is no statement, this version's columns are tried.
async fn records(found: Found, strays: &[Row], columns: &[Column]) -> Vec<Record> {
    let names = match found.sql {
        Some(sql) => names(sql).await,
        None => None,
    };
    let names = names.unwrap_or_else(|| columns.iter().map(|column| column.name.clone()).collect());
    let strays = strays.iter().filter(|row| has_shape(row, &names, columns)).cloned();
    let rows = found.rows.into_iter().chain(strays);
    rows.map(|row| named(row, &names, columns)).collect()
}

async fn names(sql: String) -> Option<Vec<String>> {
    let mut memory = sqlx::sqlite::SqliteConnectOptions::new().in_memory(true).connect().await.ok()?;
    sqlx::query(AssertSqlSafe(sql)).execute(&mut memory).await.ok()?;
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table' ORDER BY c.cid",
    )
    .fetch_all(&mut memory)
    .await
    .ok()?;
    (!names.is_empty()).then_some(names)
}

/// A row that belongs nowhere is one of this table if each of its values may stand in its column.
fn has_shape(row: &Row, names: &[String], columns: &[Column]) -> bool {
    row.values.len() == names.len()
        && names.iter().zip(&row.values).all(|(name, value)| {
            let Some(column) = columns.iter().find(|column| column.name == *name) else { return true };
            match value {
                Value::Null => column.may_be_null || (column.is_key && column.kind == "INTEGER"),
                Value::Int(_) => column.kind == "INTEGER",
                Value::Text(text) if name.ends_with("_json") => {
                    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
                }
                Value::Text(_) => column.kind == "TEXT",
            }
        })
}

/// The values by name, as far as there is still a column of that name. A row that was written before a column was added
/// does not have it.
fn named(row: Row, names: &[String], columns: &[Column]) -> Record {
    let mut record = Record::new();
    for (name, value) in names.iter().zip(row.values) {
        let Some(column) = columns.iter().find(|column| column.name == *name) else { continue };
        // The key of a row stands in its place in the tree, not in its columns.
        let is_rowid = value == Value::Null && column.is_key && column.kind == "INTEGER";
        record.insert(name.clone(), if is_rowid { Value::Int(row.rowid) } else { value });
    }
    record
}

/// Writes a row; false if the table does not take it, because it is there already or breaks a rule.
pub(super) async fn insert(conn: &mut SqliteConnection, table: &str, record: &Record) -> Result<bool, StoreError> {
    // Words in a damaged page may still be words, but no JSON, and whoever read them later would find damage again.
    let is_broken = |(name, value): (&String, &Value)| match value {
        Value::Text(text) => name.ends_with("_json") && serde_json::from_str::<serde::de::IgnoredAny>(text).is_err(),
        _ => false,
    };
    if record.iter().any(is_broken) {
        return Ok(false);
    }
    let names: Vec<String> = record.keys().map(|name| format!("\"{name}\"")).collect();
    let places = vec!["?"; names.len()].join(", ");
    let sql = format!("INSERT INTO {table} ({}) VALUES ({places})", names.join(", "));
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for value in record.values() {
        query = match value {
            Value::Null => query.bind(None::<String>),
            Value::Int(number) => query.bind(*number),
            Value::Text(text) => query.bind(text.clone()),
        };
    }
    match query.execute(conn).await {
        Ok(_) => Ok(true),
        Err(sqlx::Error::Database(error)) if !matches!(error.kind(), sqlx::error::ErrorKind::Other) => Ok(false),
        // STRICT refuses a value of another type with a code that sqlx does not name.
        Err(error) if crate::error::primary_code(&error) == Some(crate::error::code::CONSTRAINT) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Writes the sends that are not confirmed, each once, with its local echo.
async fn restore_sends(conn: &mut SqliteConnection, records: Vec<Record>, lost: &mut u32) -> Result<u32, StoreError> {
    let is_confirmed = |record: &Record| text(record, "state") == Some(OutboxState::Confirmed.name());
    let mut done: BTreeSet<String> =
        records.iter().filter(|r| is_confirmed(r)).filter_map(|r| text(r, "id").map(str::to_owned)).collect();
    let mut written = 0;
    for mut record in records {
        let Some(id) = text(&record, "id").map(str::to_owned) else {
            *lost += 1;
            continue;
        };
        if !done.insert(id) {
            continue;
        }
        let Some(echo) = echo_of(&record) else {
            *lost += 1;
            continue;
        };
        ask_a_person(&mut record);
        if !insert(conn, OUTBOX, &record).await? {
            *lost += 1;
            continue;
        }
        let chat = summary::ensure(conn, &echo.key.chat(), echo.chat_id.as_str()).await?;
        outbox::insert_echo(conn, chat, &echo).await?;
        summary::refresh(conn, &[chat]).await?;
        written += 1;
    }
    Ok(written)
}

/// What has failed stays failed and what was emitted is asked about; neither is sent again by itself. Everything else may
/// have left since it was written down.
fn ask_a_person(record: &mut Record) {
    let is_asked_about =
        text(record, "state") == Some("emitted") && matches!(record.get("emitted_at"), Some(Value::Int(_)));
    let has_failed = text(record, "state") == Some("failed")
        && text(record, "failure_json")
            .is_some_and(|why| serde_json::from_str::<zuoxi_model::FailureReason>(why).is_ok());
    if !has_failed {
        record.insert("failure_json".into(), Value::Null);
    }
    if !is_asked_about {
        record.insert("emitted_at".into(), Value::Null);
    }
    if !has_failed && !is_asked_about {
        record.insert("state".into(), Value::Text(OutboxState::Unconfirmed.name().into()));
    }
}

fn echo_of(record: &Record) -> Option<Message> {
    let content: Content = serde_json::from_str(text(record, "content_json")?).ok()?;
    let chat: ChatKey = chat_key(text(record, "robot_key")?.into(), text(record, "chat_user")?.into());
    let Some(Value::Int(created_at)) = record.get("created_at") else { return None };
    Some(Message {
        key: MessageKey {
            robot_key: chat.robot_key,
            chat_user: chat.chat_user,
            message_id: text(record, "id")?.into(),
        },
        chat_id: text(record, "chat_id")?.into(),
        chat_name: None,
        msg_svr_id: None,
        timestamp: Timestamp(*created_at),
        direction: Direction::Out,
        origin: Origin::Console,
        sender: Sender { id: String::new(), name: String::new(), avatar_url: None },
        content,
        send_status: None,
        assignee: None,
        raw: String::new(),
    })
}

pub(super) fn text<'a>(record: &'a Record, name: &str) -> Option<&'a str> {
    match record.get(name)? {
        Value::Text(text) => Some(text),
        _ => None,
    }
}
