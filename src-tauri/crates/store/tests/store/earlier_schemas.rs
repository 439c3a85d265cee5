//! A cache that was written by an earlier version opens with all that is in it. Every version that ever was is tried,
//! whatever the migrations are: the tables of today are filled through the console's own calls, their rows are put into
//! a file of the earlier schema as far as it had the columns, and the file is opened.

use std::collections::BTreeMap;
use std::path::Path;

use secrecy::ExposeSecret as _;
use serde_json::json;
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use zuoxi_model::{Account, ChatKind, Draft, Environment, FailureReason, OutboxState, Timestamp};
use zuoxi_store::{CacheKey, Store, Unrecognised};

use crate::samples::{Cache, chat, confirmed, from_customer, from_us, interval, news, raw_connection, typed};

static MIGRATIONS: Migrator = sqlx::migrate!();

/// The rows of a table, as SQL literals by the names of their columns.
type Rows = Vec<BTreeMap<String, String>>;

#[tokio::test]
async fn every_earlier_schema_opens_with_every_row() {
    let today = a_full_cache().await;
    let (path, key) = (today.path(), today.key.clone());
    let before = what_a_person_sees(&today.store).await;
    today.store.close().await;
    let versions = MIGRATIONS.iter().count();
    assert!(versions > 1, "there are earlier schemas");
    for version in 1..versions {
        let folder = tempfile::tempdir().unwrap();
        let old = folder.path().join("cache.db");
        let written = write_earlier(&old, version, &path, &key).await;
        assert!(written["messages"].len() > 1 && written["outbox"].len() > 1 && written["drafts"].len() == 1);

        let store = Store::open(&old, &key).await.unwrap_or_else(|error| panic!("schema {version}: {error}"));
        assert!(store.health().await.unwrap().is_sound());
        assert_eq!(what_a_person_sees(&store).await, before, "schema {version}");
        store.close().await;
        let mut raw = raw_connection(&old, &key).await;
        for (table, rows) in written {
            let now = rows_of(&mut raw, &table).await;
            assert_eq!(now.len(), rows.len(), "schema {version}: {table}");
            for row in &rows {
                let survives =
                    now.iter().any(|now| row.iter().all(|(name, value)| now.get(name).is_none_or(|v| v == value)));
                assert!(survives, "schema {version}: {row:?} of {table} is not in {now:?}");
            }
        }
        raw.close().await.unwrap();
        Store::open(&old, &key).await.unwrap().close().await;
    }
}

/// What the list, a thread, the outbox and the rest read from a cache, as text.
async fn what_a_person_sees(store: &Store) -> Vec<String> {
    let chat = chat("7881");
    vec![
        format!("{:?}", store.account().await.unwrap()),
        format!("{:?}", store.chat_list().await.unwrap()),
        format!("{:?}", store.thread_page(&chat, None, 100).await.unwrap()),
        format!("{:?}", store.outbox().await.unwrap()),
        format!("{:?}", store.draft(&chat).await.unwrap()),
        format!("{:?}", store.setting("socket").await.unwrap()),
        format!("{:?}", store.coverage(&chat).await.unwrap()),
    ]
}

/// Something in every table that an earlier version had.
async fn a_full_cache() -> Cache {
    let cache = Cache::new().await;
    let (chat, group) = (chat("7881"), chat("10696050000000001"));
    let account = Account {
        id: "a1".into(),
        environment: Environment::practice("http://127.0.0.1:1"),
        access_key: "practice".into(),
        remembered: true,
    };
    cache.store.save_account(&account).await.unwrap();
    cache
        .apply(|batch| {
            let mut named = news(&chat);
            named.name = Some("小王".into());
            let mut grouped = news(&group);
            grouped.kind = Some(ChatKind::Group);
            batch.chats = vec![named, grouped];
            batch.messages =
                vec![from_customer(&chat, "1", 10), from_us(&chat, "2", 11), from_customer(&group, "3", 12)];
            batch.covered.push((chat.clone(), interval(1, 12)));
            batch.unrecognised.push(Unrecognised { name: "chat".into(), raw: "{}".into(), why: "new".into() });
        })
        .await;
    for (id, state) in [
        ("queued", OutboxState::Queued),
        ("emitted", OutboxState::Emitted { at: Timestamp(21) }),
        ("failed", OutboxState::Failed { reason: FailureReason::Refused }),
        ("unconfirmed", OutboxState::Unconfirmed),
    ] {
        let sent = cache.send(&chat, id, 20).await;
        cache.store.move_send(&sent.id, &OutboxState::Queued, &state, 1).await.unwrap();
    }
    cache.send(&chat, "confirmed", 20).await;
    cache.apply(|batch| batch.confirmed.push(confirmed("confirmed", None))).await;
    let draft = Draft { chat: chat.clone(), content: typed("写到一半"), updated_at: Timestamp(30) };
    cache.store.save_draft(&draft).await.unwrap();
    cache.store.set_setting("socket", &json!("eio4")).await.unwrap();
    cache
}

/// Makes a file with the first `version` migrations and today's rows, as far as they fit; returns what it holds.
async fn write_earlier(old: &Path, version: usize, today: &Path, key: &CacheKey) -> BTreeMap<String, Rows> {
    let mut raw = raw_connection(old, key).await;
    let first = MIGRATIONS.iter().take(version).cloned().collect::<Vec<_>>();
    Migrator { migrations: first.into(), ..Migrator::DEFAULT }.run_direct(None, &mut raw, false).await.unwrap();
    let attach = format!("ATTACH DATABASE '{}' AS today KEY \"x'{}'\"", today.display(), key.to_hex().expose_secret());
    sqlx::query(AssertSqlSafe(attach)).execute(&mut raw).await.unwrap();
    sqlx::query("PRAGMA foreign_keys = OFF").execute(&mut raw).await.unwrap();
    let mut written = BTreeMap::new();
    for table in tables(&mut raw).await {
        let both: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM pragma_table_info(?1, 'main') INTERSECT SELECT name FROM pragma_table_info(?1, 'today')",
        )
        .bind(&table)
        .fetch_all(&mut raw)
        .await
        .unwrap();
        if both.is_empty() {
            continue;
        }
        let columns = both.join(", ");
        let copy = format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}");
        sqlx::query(AssertSqlSafe(copy)).execute(&mut raw).await.unwrap();
        written.insert(table.clone(), rows_of(&mut raw, &table).await);
    }
    raw.close().await.unwrap();
    written
}

/// Without the index of words, which SQLite fills by itself, and which is built anew where it lacks something.
async fn tables(raw: &mut SqliteConnection) -> Vec<String> {
    let tables = "SELECT name FROM main.sqlite_schema
         WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_sqlx%'
             AND name NOT LIKE 'search_text%'";
    sqlx::query_scalar(tables).fetch_all(raw).await.unwrap()
}

async fn rows_of(raw: &mut SqliteConnection, table: &str) -> Rows {
    let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?1, 'main')")
        .bind(table)
        .fetch_all(&mut *raw)
        .await
        .unwrap();
    let literals: Vec<String> = columns.iter().map(|name| format!("'{name}', quote({name})")).collect();
    let sql = format!("SELECT json_object({}) FROM main.{table}", literals.join(", "));
    let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(raw).await.unwrap();
    rows.iter().map(|row| serde_json::from_str(row).unwrap()).collect()
}
