//! The cipher keeps its thoughts to itself: whatever a file or a key is like, nothing of it gets to the standard error,
//! where the desktop's journal would keep it.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use zuoxi_store::{AsideReason, CacheKey, Store, StoreError};

use crate::samples::{Cache, chat, from_customer};

const FOLDER: &str = "ZUOXI_QUIET_FOLDER";
const PAGE: usize = 4096;

/// Not a test by itself: what is done in the process whose standard error is listened to.
#[tokio::test]
async fn console_that_meets_faults() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let (path, key) = (Path::new(&folder).join("cache.db"), key());
    assert!(matches!(Store::open(&path, &CacheKey::random()).await, Err(StoreError::WrongKey)));
    let store = Store::open(&path, &key).await.unwrap();
    assert!(!store.health().await.unwrap().is_sound());
    store.mark_damaged().await.unwrap();
    store.close().await;
    let now = zuoxi_model::Timestamp(1);
    let (store, _) = Store::rebuild(&path, &key, AsideReason::Damaged, now).await.unwrap();
    store.close().await;
    writeln!(std::io::stdout(), "quiet: done").unwrap();
}

fn key() -> CacheKey {
    CacheKey::from_hex(&"5a".repeat(32).into()).unwrap()
}

#[tokio::test]
async fn neither_a_wrong_key_nor_damage_writes_to_the_standard_error() {
    let cache = Cache::with_key(key()).await;
    let path = cache.path();
    for peer in 0..20 {
        let chat = chat(&format!("peer-{peer}"));
        cache.say((0..60).map(|n| from_customer(&chat, &format!("{peer}-{n}"), n))).await;
    }
    cache.store.close().await;
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / PAGE / 2 * PAGE;
    bytes[middle..middle + 64].fill(0xa5);
    std::fs::write(&path, bytes).unwrap();

    let output = Command::new(std::env::current_exe().unwrap())
        .args(["quiet::console_that_meets_faults", "--exact", "--nocapture", "--test-threads=1"])
        .env(FOLDER, path.parent().unwrap())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("quiet: done"), "{said}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
