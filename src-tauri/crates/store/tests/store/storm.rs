//! A write storm that is killed, again and again: what was confirmed is there, and the file is sound.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use secrecy::ExposeSecret as _;
use zuoxi_model::{Direction, OutboxState, Timestamp};
use zuoxi_store::{Batch, CacheKey, Store};

use crate::samples::{chat, echo_of, entry, from_customer, key, raw_connection};

const ROUNDS: u32 = 200;
/// A cache lives through so many kills before the next one begins: long enough for its log to be folded many times.
const ROUNDS_OF_A_CACHE: u32 = 25;
const FOLDER: &str = "ZUOXI_STORM_FOLDER";
const KEY: &str = "ZUOXI_STORM_KEY";
const ROUND: &str = "ZUOXI_STORM_ROUND";

/// Not a test by itself: what the storm's process does. It says each id once its transaction is through.
#[tokio::test]
async fn writer_that_is_killed() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let key = CacheKey::from_hex(&std::env::var(KEY).unwrap().into()).unwrap();
    let round = std::env::var(ROUND).unwrap();
    let store = Store::open(&Path::new(&folder).join("cache.db"), &key).await.unwrap();
    for step in 0_i64.. {
        let chat = chat(&format!("peer-{}", step % 5));
        let mut batch = Batch::new(Timestamp(step));
        let ids: Vec<String> = (0..=step % 20).map(|n| format!("{round}-{step}-{n}")).collect();
        for id in &ids {
            let mut message = from_customer(&chat, id, step);
            message.raw = "x".repeat(1500);
            batch.messages.push(message);
        }
        store.apply(&batch).await.unwrap();
        say(ids.iter().map(|id| format!("message {} {id}", chat.chat_user)));
        let sent = entry(&chat, &format!("{round}-{step}-sent"), step);
        store.enqueue(&sent, &echo_of(&sent)).await.unwrap();
        say([format!("queued {} {}", chat.chat_user, sent.id)]);
        store
            .move_send(&sent.id, &OutboxState::Queued, &OutboxState::Emitted { at: Timestamp(step) }, 1)
            .await
            .unwrap();
        say([format!("emitted {} {}", chat.chat_user, sent.id)]);
    }
}

fn say(lines: impl IntoIterator<Item = String>) {
    let mut out = std::io::stdout().lock();
    for line in lines {
        writeln!(out, "storm {line}").unwrap();
    }
    out.flush().unwrap();
}

#[tokio::test]
async fn two_hundred_kills_lose_nothing_that_was_confirmed() {
    let mut chance = StdRng::seed_from_u64(7);
    for first in (0..ROUNDS).step_by(ROUNDS_OF_A_CACHE as usize) {
        let folder = tempfile::tempdir().unwrap();
        let key = CacheKey::random();
        let mut confirmed = Vec::new();
        for round in first..first + ROUNDS_OF_A_CACHE {
            let said = storm(folder.path(), &key, round, &mut chance);
            assert!(!said.is_empty(), "round {round} wrote nothing");
            check(&folder.path().join("cache.db"), &key, &said, round).await;
            confirmed.extend(said);
        }
        check(&folder.path().join("cache.db"), &key, &confirmed, first).await;
        let files = std::fs::read_dir(folder.path()).unwrap().count();
        assert!(files <= 3, "nothing was set aside");
    }
}

/// Starts the writer, kills it at some moment, and returns what it had said by then.
fn storm(folder: &Path, key: &CacheKey, round: u32, chance: &mut StdRng) -> Vec<String> {
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["storm::writer_that_is_killed", "--exact", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(KEY, key.to_hex().expose_secret())
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    let mut lines = lines.map_while(Result::ok).filter_map(|line| Some(line.split_once("storm ")?.1.to_owned()));
    let mut said: Vec<String> = lines.by_ref().take(chance.random_range(1..80)).collect();
    kill_within(&mut writer, Duration::from_micros(chance.random_range(0..4_000)));
    // What it had said before it died was confirmed; a line that was cut off was not.
    said.extend(lines.filter(|line| line.split(' ').count() == 3));
    said
}

/// Kills in the middle of whatever the writer does then.
fn kill_within(writer: &mut Child, time: Duration) {
    let moment = Instant::now() + time;
    while Instant::now() < moment {
        std::hint::spin_loop();
    }
    writer.kill().unwrap();
    writer.wait().unwrap();
}

async fn check(path: &Path, cache_key: &CacheKey, confirmed: &[String], round: u32) {
    let store = Store::open(path, cache_key).await.unwrap_or_else(|error| panic!("round {round}: {error}"));
    let open: HashMap<_, _> =
        store.outbox().await.unwrap().into_iter().map(|sent| (sent.id.to_string(), sent.state)).collect();
    for line in confirmed {
        let [what, peer, id] = line.split(' ').collect::<Vec<_>>().try_into().unwrap();
        let message = store.message(&key(&chat(peer), id)).await.unwrap();
        let message = message.unwrap_or_else(|| panic!("round {round}: {line} is missing"));
        let sent = open.get(id);
        match what {
            "message" => assert_eq!(message.direction, Direction::In),
            "queued" => assert!(sent.is_some(), "round {round}: {line} is missing"),
            _ => assert!(
                matches!(sent, Some(OutboxState::Emitted { .. })),
                "round {round}: {line}, and the cache says {sent:?}"
            ),
        }
    }
    store.close().await;
    // Every few rounds only: it reads each index row by row.
    if round % 5 == 4 {
        let mut raw = raw_connection(path, cache_key).await;
        let findings: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut raw).await.unwrap();
        assert_eq!(findings, ["ok"], "round {round}");
        let pages: Vec<String> = sqlx::query_scalar("PRAGMA cipher_integrity_check").fetch_all(&mut raw).await.unwrap();
        assert!(pages.is_empty(), "round {round}: {pages:?}");
    }
}

#[tokio::test]
async fn every_commit_of_the_writer_is_flushed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("cache.db"), &CacheKey::random()).await.unwrap();
    // 2 is FULL: `Emitted` has to be on the disk before the message leaves, also when the power goes.
    assert_eq!(store.flushes().await.unwrap(), 2);
    store.close().await;
    assert!(matches!(store.flushes().await, Err(zuoxi_store::StoreError::Closed)));
}
