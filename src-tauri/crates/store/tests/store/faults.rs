//! What can happen to a cache's files, and what is left of them: nothing is deleted, and what a person typed is saved.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rand::{Rng as _, RngCore as _, SeedableRng as _, rngs::StdRng};
use serde_json::json;
use zuoxi_model::{ChatKey, Content, Draft, FailureReason, OutboxState, Timestamp};
use zuoxi_store::{AsideReason, CacheKey, SetAside, Store, StoreError};

use crate::samples::{Cache, chat, confirmed, echo_of, entry, from_customer, typed};

const NOW: Timestamp = Timestamp(1_764_000_000_000);
/// Longer than a page, so that it lies in several.
const LONG: usize = 12_000;

/// A cache with everything a person typed, and much that the platform has.
async fn typed_into() -> Cache {
    let cache = Cache::new().await;
    for peer in 0..20 {
        let chat = chat(&format!("peer-{peer:02}"));
        cache.say((0..60).map(|n| from_customer(&chat, &format!("{peer}-{n}"), n))).await;
        cache.send(&chat, &format!("queued-{peer}"), 100).await;
        let emitted = cache.send(&chat, &format!("emitted-{peer}"), 101).await;
        cache
            .store
            .move_send(&emitted.id, &OutboxState::Queued, &OutboxState::Emitted { at: Timestamp(102) }, 1)
            .await
            .unwrap();
        let failed = cache.send(&chat, &format!("failed-{peer}"), 103).await;
        let refused = OutboxState::Failed { reason: FailureReason::Refused };
        cache.store.move_send(&failed.id, &OutboxState::Queued, &refused, 1).await.unwrap();
        let confirmed_id = format!("confirmed-{peer}");
        cache.send(&chat, &confirmed_id, 104).await;
        cache.apply(|batch| batch.confirmed.push(confirmed(&confirmed_id, None))).await;
        let draft = Draft { chat: chat.clone(), content: typed(&format!("草稿 {peer}")), updated_at: Timestamp(5) };
        cache.store.save_draft(&draft).await.unwrap();
    }
    let mut long = entry(&chat("peer-00"), "long", 105);
    long.content = Content::Text { text: "长".repeat(LONG), mentions: vec![] };
    cache.store.enqueue(&long, &echo_of(&long)).await.unwrap();
    cache.store.set_setting("chosen", &json!({"by": "a person"})).await.unwrap();
    // The long text took the first draft with it.
    let draft = Draft { chat: chat("peer-00"), content: typed("草稿 0"), updated_at: Timestamp(5) };
    cache.store.save_draft(&draft).await.unwrap();
    cache
}

/// What was saved of it.
struct Left {
    sends: BTreeMap<String, OutboxState>,
    drafts: usize,
}

async fn left(store: &Store) -> Left {
    let sends = store.outbox().await.unwrap();
    let mut drafts = 0;
    for peer in 0..20 {
        let chat: ChatKey = chat(&format!("peer-{peer:02}"));
        if let Some(draft) = store.draft(&chat).await.unwrap() {
            assert_eq!(draft.content.text, format!("草稿 {peer}"));
            drafts += 1;
        }
        for row in store.thread_page(&chat, None, 100).await.unwrap().messages {
            assert!(row.delivery.is_some(), "only what was typed is in the new cache");
        }
    }
    for send in &sends {
        let text = send.content.text();
        assert!(text == send.id.as_str() || (send.id.as_str() == "long" && text == "长".repeat(LONG)), "{text}");
    }
    Left { sends: sends.into_iter().map(|send| (send.id.to_string(), send.state)).collect(), drafts }
}

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_default()
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", path.display()))
}

/// Opens what cannot be opened, and rebuilds it.
async fn rebuild(path: &Path, key: &CacheKey) -> (Store, SetAside) {
    let why = match Store::open(path, key).await {
        Err(StoreError::WrongKey) => AsideReason::WrongKey,
        Err(StoreError::Corrupt { .. }) => AsideReason::Damaged,
        other => panic!("{other:?}"),
    };
    let before = (bytes(path), bytes(&beside(path, "-wal")));
    let (store, aside) = Store::rebuild(path, key, why, NOW).await.unwrap();
    assert_eq!((bytes(&aside.file), bytes(&beside(&aside.file, "-wal"))), before, "the old files are as they were");
    assert!(store.health().await.unwrap().is_sound());
    (store, aside)
}

/// Damages a closed cache, rebuilds it, and says what is left.
async fn damage(how: impl FnOnce(&mut Vec<u8>)) -> (Left, SetAside) {
    let cache = typed_into().await;
    cache.store.close().await;
    let path = cache.path();
    let mut damaged = bytes(&path);
    how(&mut damaged);
    std::fs::write(&path, damaged).unwrap();
    if let Ok(store) = Store::open(&path, &cache.key).await {
        // Opening reads a few pages only; whoever finds the damage marks it.
        assert!(!store.health().await.unwrap().is_sound());
        store.mark_damaged().await.unwrap();
        store.close().await;
    }
    let (store, aside) = rebuild(&path, &cache.key).await;
    assert_eq!(aside.why, AsideReason::Damaged);
    let name = aside.file.file_name().unwrap().to_str().unwrap();
    assert_eq!(name, format!("cache-{}-damaged.db", NOW.0));
    let left = left(&store).await;
    assert_eq!(left.sends.len(), aside.saved.sends as usize);
    assert_eq!(left.drafts, aside.saved.drafts as usize);
    store.close().await;
    Store::open(&path, &cache.key).await.unwrap().close().await;
    (left, aside)
}

fn assert_all(left: &Left) {
    assert_eq!((left.sends.len(), left.drafts), (61, 20));
    for (id, state) in &left.sends {
        match id.split('-').next().unwrap() {
            // It may have left since: a person decides.
            "queued" | "long" => assert_eq!(*state, OutboxState::Unconfirmed, "{id}"),
            // The platform is asked.
            "emitted" => assert_eq!(*state, OutboxState::Emitted { at: Timestamp(102) }),
            "failed" => assert!(matches!(state, OutboxState::Failed { .. })),
            _ => panic!("{id} was confirmed"),
        }
    }
}

#[tokio::test]
async fn flipped_bytes_in_the_head_cost_nothing_that_was_typed() {
    let (left, aside) = damage(|file| file[..16].iter_mut().for_each(|byte| *byte ^= 0x55)).await;
    assert_all(&left);
    assert!(aside.saved.others >= 1);
}

#[tokio::test]
async fn a_first_page_of_noise_costs_nothing_that_was_typed() {
    let mut chance = StdRng::seed_from_u64(1);
    let (left, _) = damage(|file| file[..4096].iter_mut().for_each(|byte| *byte = chance.random())).await;
    assert_all(&left);
}

#[tokio::test]
async fn flipped_bytes_in_the_middle_cost_little() {
    let (left, aside) = damage(|file| {
        let middle = file.len() / 2;
        file[middle..middle + 200].iter_mut().for_each(|byte| *byte ^= 0xff);
    })
    .await;
    assert!(left.sends.len() >= 55 && left.drafts >= 18, "{:?}", aside.saved);
}

#[tokio::test]
async fn a_flipped_byte_in_every_page_leaves_most() {
    let (left, aside) = damage(|file| {
        for page in file.chunks_mut(4096) {
            page[2000] ^= 0x01;
        }
    })
    .await;
    assert!(left.sends.len() >= 50 && left.drafts >= 18, "{:?}", aside.saved);
}

#[tokio::test]
async fn noise_in_every_fiftieth_page_leaves_the_others() {
    let mut chance = StdRng::seed_from_u64(2);
    let (left, aside) = damage(|file| {
        for page in file.chunks_mut(4096).skip(49).step_by(50) {
            chance.fill_bytes(page);
        }
    })
    .await;
    assert!(left.sends.len() >= 40 && left.drafts >= 18, "{:?}", aside.saved);
}

#[tokio::test]
async fn a_file_that_was_cut_off_leaves_what_came_before() {
    let (left, aside) = damage(|file| file.truncate(file.len() / 5 * 4 + 100)).await;
    assert!(!left.sends.is_empty(), "{:?}", aside.saved);
    assert_eq!(left.drafts, 20);
}

#[tokio::test]
async fn flipped_bytes_in_the_log_are_not_taken_for_an_interrupted_write() {
    for at in [4, 20, 32 + 24 + 700, 5 * 4120 + 1] {
        let cache = typed_into().await;
        // The files as they are after a kill.
        let copy = tempfile::tempdir().unwrap();
        let path = copy.path().join("cache.db");
        std::fs::copy(cache.path(), &path).unwrap();
        let log = beside(&path, "-wal");
        let mut bytes = bytes(&beside(&cache.path(), "-wal"));
        bytes[at] ^= 0xff;
        std::fs::write(&log, bytes).unwrap();
        let (store, aside) = rebuild(&path, &cache.key).await;
        assert_eq!(aside.why, AsideReason::Damaged);
        let left = left(&store).await;
        assert!(left.sends.len() >= 55 && left.drafts >= 18, "at {at}: {:?}", aside.saved);
        store.close().await;
    }
}

#[tokio::test]
async fn a_log_that_ends_in_the_middle_of_a_write_is_no_damage() {
    let cache = typed_into().await;
    let copy = tempfile::tempdir().unwrap();
    let path = copy.path().join("cache.db");
    std::fs::copy(cache.path(), &path).unwrap();
    let log = bytes(&beside(&cache.path(), "-wal"));
    for cut in [log.len() - 1, log.len() - 5000, 33, 31, 0] {
        std::fs::write(beside(&path, "-wal"), &log[..cut]).unwrap();
        let opened = Store::open(&path, &cache.key).await;
        opened.unwrap_or_else(|error| panic!("cut at {cut}: {error}")).close().await;
        std::fs::copy(cache.path(), &path).unwrap();
    }
}

#[tokio::test]
async fn a_file_that_was_emptied_keeps_its_log() {
    let cache = typed_into().await;
    let copy = tempfile::tempdir().unwrap();
    let path = copy.path().join("cache.db");
    std::fs::write(&path, []).unwrap();
    std::fs::copy(beside(&cache.path(), "-wal"), beside(&path, "-wal")).unwrap();
    let (store, aside) = rebuild(&path, &cache.key).await;
    assert!(aside.saved.drafts > 0, "{:?}", aside.saved);
    store.close().await;
}

#[tokio::test]
async fn nothing_can_be_read_with_another_key_and_the_file_is_kept_for_the_right_one() {
    let cache = typed_into().await;
    cache.store.close().await;
    let other = CacheKey::random();
    let (store, aside) = rebuild(&cache.path(), &other).await;
    assert_eq!(aside.why, AsideReason::WrongKey);
    assert_eq!((aside.saved.sends, aside.saved.drafts), (0, 0));
    assert!(store.outbox().await.unwrap().is_empty());
    store.close().await;
    let old = Store::open(&aside.file, &cache.key).await.unwrap();
    assert_eq!(old.outbox().await.unwrap().len(), 61);
    old.close().await;
}

#[tokio::test]
async fn each_file_that_is_set_aside_has_a_name_of_its_own() {
    let cache = typed_into().await;
    cache.store.close().await;
    let mut names = Vec::new();
    for _ in 0..3 {
        let (store, aside) =
            Store::rebuild(&cache.path(), &CacheKey::random(), AsideReason::LostKey, NOW).await.unwrap();
        store.close().await;
        names.push(aside.file);
    }
    assert!(names.iter().all(|name| name.exists()));
    names.dedup();
    assert_eq!(names.len(), 3);
}

#[tokio::test]
async fn a_crash_while_it_is_rebuilt_loses_neither_the_old_nor_the_new() {
    let cache = typed_into().await;
    cache.store.close().await;
    let path = cache.path();
    // Before the old file was moved: the unfinished new one counts for nothing.
    std::fs::write(path.with_extension("db.new"), "half").unwrap();
    let store = Store::open(&path, &cache.key).await.unwrap();
    assert_eq!(store.outbox().await.unwrap().len(), 61);
    store.close().await;
    let (store, _) = Store::rebuild(&path, &cache.key, AsideReason::Damaged, NOW).await.unwrap();
    store.close().await;
    // After it: the finished new one takes its place.
    std::fs::rename(&path, path.with_extension("db.new")).unwrap();
    std::fs::write(beside(&path, "-wal"), "of the old one").unwrap();
    let store = Store::open(&path, &cache.key).await.unwrap();
    assert_eq!(store.outbox().await.unwrap().len(), 61);
    store.close().await;
}

#[tokio::test]
async fn a_full_disk_costs_only_what_is_written_then() {
    let cache = typed_into().await;
    let chat = chat("peer-01");
    cache.store.limit_size(Some(0)).await.unwrap();
    let mut draft = Draft { chat: chat.clone(), content: typed(&"新".repeat(20_000)), updated_at: Timestamp(9) };
    let error = cache.store.save_draft(&draft).await.unwrap_err();
    assert!(matches!(error, StoreError::DiskFull), "{error:?}");
    let big = (0..200).map(|n| from_customer(&chat, &format!("new-{n}"), n)).collect();
    let batch = zuoxi_store::Batch { messages: big, ..zuoxi_store::Batch::new(NOW) };
    for _ in 0..3 {
        let again = cache.store.apply(&batch).await;
        assert!(matches!(again, Err(StoreError::DiskFull)), "{again:?}");
    }
    assert_eq!(cache.store.outbox().await.unwrap().len(), 61);
    assert_eq!(cache.store.draft(&chat).await.unwrap().unwrap().content.text, "草稿 1");

    cache.store.limit_size(None).await.unwrap();
    cache.store.save_draft(&draft).await.unwrap();
    draft.content = typed("短");
    cache.store.save_draft(&draft).await.unwrap();
    cache.store.apply(&batch).await.unwrap();
    assert!(cache.store.health().await.unwrap().is_sound());
}

/// A small disk of its own, where the machine lets the test have one.
#[cfg(target_os = "linux")]
struct SmallDisk(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mount = ["-t", "tmpfs", "-o", "size=2m", "tmpfs"];
        let mounted = std::process::Command::new("mount").args(mount).arg(folder.path()).output();
        mounted.is_ok_and(|mounted| mounted.status.success()).then_some(Self(folder))
    }

    fn make_read_only(&self) {
        let mount = std::process::Command::new("mount").args(["-o", "remount,ro"]).arg(self.0.path()).status();
        assert!(mount.unwrap().success());
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").args(["--lazy"]).arg(self.0.path()).status();
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_disk_that_is_full_and_one_that_is_read_only_are_told_apart_and_nothing_is_moved() {
    // Only root may mount; a_full_disk_costs_only_what_is_written_then needs nobody.
    let Some(disk) = SmallDisk::new() else { return };
    let (path, key) = (disk.0.path().join("cache.db"), CacheKey::random());
    let store = Store::open(&path, &key).await.unwrap();
    let chat = chat("7881");
    let sent = entry(&chat, "1", 10);
    store.enqueue(&sent, &echo_of(&sent)).await.unwrap();
    std::fs::write(disk.0.path().join("filler"), vec![0; 2 << 20]).unwrap_err();
    let draft = Draft { chat: chat.clone(), content: typed(&"新".repeat(20_000)), updated_at: Timestamp(9) };
    let error = store.save_draft(&draft).await.unwrap_err();
    assert!(matches!(error, StoreError::DiskFull), "{error:?}");
    assert_eq!(store.outbox().await.unwrap(), [sent]);
    std::fs::remove_file(disk.0.path().join("filler")).unwrap();
    store.try_writing().await.unwrap();
    store.save_draft(&draft).await.unwrap();
    store.close().await;

    disk.make_read_only();
    let before = std::fs::read_dir(disk.0.path()).unwrap().count();
    let error = Store::open(&path, &key).await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly), "{error:?}");
    assert_eq!(std::fs::read_dir(disk.0.path()).unwrap().count(), before);
}
