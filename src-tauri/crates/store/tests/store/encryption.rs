use secrecy::ExposeSecret as _;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use sqlx::AssertSqlSafe;
use zuoxi_model::{ChatKey, Draft, DraftContent, Timestamp};
use zuoxi_store::{CacheKey, Store, StoreError};

use crate::samples::{Cache, chat, from_customer, raw_connection, text};

const MARKER: &str = "MARKER-of-a-private-message";

fn draft(chat: ChatKey) -> Draft {
    let content = DraftContent { text: MARKER.into(), ..DraftContent::default() };
    Draft { chat, content, updated_at: Timestamp(1) }
}

fn contains(path: &Path, needle: &str) -> bool {
    let bytes = std::fs::read(path).unwrap_or_default();
    bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
}

/// Every file of the folder with its bytes.
fn files(path: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|file| file.unwrap())
        .map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap()))
        .collect()
}

#[tokio::test]
async fn no_text_of_a_message_or_draft_is_in_the_bytes_of_the_files() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    let mut message = from_customer(&chat, "1", 10);
    message.content = text(MARKER);
    message.raw = MARKER.into();
    cache.say([message]).await;
    let draft = draft(chat.clone());
    cache.store.save_draft(&draft).await.unwrap();

    let path = cache.path();
    let log = path.with_file_name("cache.db-wal");
    assert!(log.metadata().unwrap().len() > 0, "the write-ahead log should be in use");
    assert!(!contains(&path, MARKER) && !contains(&log, MARKER));
    cache.store.close().await;
    assert!(!contains(&path, MARKER));
    assert!(!contains(&path, "SQLite format 3"));
    assert!(!log.exists(), "closing folds the log into the file");
}

#[tokio::test]
async fn a_wrong_key_is_told_and_leaves_the_file_as_it_was() {
    let mut cache = Cache::new().await;
    cache.say([from_customer(&chat("7881"), "1", 10)]).await;
    cache.store.close().await;
    let before = files(&cache.path());

    let error = Store::open(&cache.path(), &CacheKey::random()).await.unwrap_err();
    assert!(matches!(error, StoreError::WrongKey), "{error:?}");
    assert_eq!(files(&cache.path()), before);
    cache.reopen().await;
    assert_eq!(cache.texts(&chat("7881")).await, ["1"]);
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_refused_and_kept() {
    let cache = Cache::new().await;
    cache.store.close().await;
    let mut connection = raw_connection(&cache.path(), &cache.key).await;
    let ours: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut connection).await.unwrap();
    let theirs = ours + 1;
    sqlx::query(AssertSqlSafe(format!("PRAGMA user_version = {theirs}"))).execute(&mut connection).await.unwrap();
    sqlx::Connection::close(connection).await.unwrap();
    let before = std::fs::read(cache.path()).unwrap();

    let error = Store::open(&cache.path(), &cache.key).await.unwrap_err();
    assert!(matches!(error, StoreError::Newer { found, known } if found == theirs && known == ours), "{error:?}");
    assert_eq!(std::fs::read(cache.path()).unwrap(), before);
}

#[tokio::test]
async fn a_file_with_a_migration_this_version_does_not_have_is_newer_too() {
    let cache = Cache::new().await;
    cache.store.close().await;
    let mut connection = raw_connection(&cache.path(), &cache.key).await;
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (99990101000000, 'of the future', true, x'00', 0)",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    sqlx::Connection::close(connection).await.unwrap();
    let error = Store::open(&cache.path(), &cache.key).await.unwrap_err();
    assert!(matches!(error, StoreError::Newer { .. }), "{error:?}");
}

#[tokio::test]
async fn a_file_that_is_no_cache_is_damaged_and_not_a_wrong_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.db");
    std::fs::write(&path, "short").unwrap();
    let error = Store::open(&path, &CacheKey::random()).await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");

    let plain = [b"SQLite format 3\0".as_slice(), &[0; 8192]].concat();
    std::fs::write(&path, &plain).unwrap();
    let error = Store::open(&path, &CacheKey::random()).await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
    assert_eq!(std::fs::read(&path).unwrap(), plain);
}

#[tokio::test]
async fn a_damaged_page_is_found() {
    let mut cache = Cache::new().await;
    let chat = chat("7881");
    cache.say((0..500).map(|n| from_customer(&chat, &format!("{n:05}"), n))).await;
    cache.store.close().await;
    let mut bytes = std::fs::read(cache.path()).unwrap();
    // Past the tables that are read on opening, in every page from there to the end.
    let start = bytes.len() / 2;
    for byte in bytes[start..].iter_mut().step_by(1000) {
        *byte ^= 0xff;
    }
    std::fs::write(cache.path(), bytes).unwrap();

    match Store::open(&cache.path(), &cache.key).await {
        Err(StoreError::Corrupt { .. }) => {}
        Err(error) => panic!("{error:?}"),
        Ok(store) => {
            cache.store = store;
            assert!(!cache.store.health().await.unwrap().is_sound());
            let error = cache.store.thread_page(&chat, None, 500).await.unwrap_err();
            assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
        }
    }
}

#[tokio::test]
async fn a_sound_cache_says_so_with_its_size() {
    let cache = Cache::new().await;
    cache.say([from_customer(&chat("7881"), "1", 10), from_customer(&chat("7882"), "2", 10)]).await;
    let health = cache.store.health().await.unwrap();
    assert!(health.is_sound(), "{health:?}");
    assert!(health.cipher_version.starts_with('4'), "{health:?}");
    assert_eq!((health.chats, health.messages, health.outbox_open), (2, 2, 0));
    assert!(health.file_bytes > 4096);
}

#[tokio::test]
async fn a_closed_cache_answers_that_it_is_closed() {
    let cache = Cache::new().await;
    cache.store.close().await;
    cache.store.close().await;
    assert!(matches!(cache.store.chat_list().await, Err(StoreError::Closed)));
    assert!(matches!(cache.store.set_unread(&chat("7881"), 1).await, Err(StoreError::Closed)));
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn q07_the_key_is_in_no_log_line_at_any_level() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    tracing::info!("the log works");
    let cache = Cache::new().await;
    let draft = draft(chat("7881"));
    cache.store.save_draft(&draft).await.unwrap();
    cache.store.chat_list().await.unwrap();
    Store::open(&cache.path(), &CacheKey::random()).await.unwrap_err();
    drop(guard);

    let lines = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(lines.contains("the log works"));
    assert!(!lines.contains(cache.key.to_hex().expose_secret()) && !lines.contains(MARKER), "{lines}");
}

#[tokio::test]
async fn q07_an_open_cache_does_not_tell_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let key = CacheKey::random();
    let store = Store::open(&folder.path().join("cache.db"), &key).await.unwrap();
    assert!(!format!("{store:?} {key:?}").contains(key.to_hex().expose_secret()));
}
