//! A cache of a given size, and the process that works with it: the store as the console has it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use zuoxi_model::{Interval, MessageId, SearchOrder, SearchQuery, Timestamp};
use zuoxi_store::{Batch, CacheKey, Store};

use crate::corpus::{self, BEGAN, Corpus, Said, chat_key, live_batch, message_id, number_of};
use crate::meter::Own;
use crate::side;

/// What a cache is made of. Another number throws away what is kept of earlier runs.
const MAKE: u32 = 1;
/// Messages written at once while a cache is filled.
const FILL: usize = 5_000;

/// Where a filled cache lies, and how large it is.
#[derive(Debug, Clone)]
pub struct Filled {
    pub folder: PathBuf,
    pub messages: u64,
    pub chats: usize,
}

impl Filled {
    pub fn file(&self) -> PathBuf {
        self.folder.join("cache.db")
    }

    /// The arguments of a side that opens it.
    pub fn arguments(&self) -> [String; 3] {
        [self.folder.display().to_string(), self.messages.to_string(), self.chats.to_string()]
    }

    /// A copy that may be written to.
    pub fn copy(&self, folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        for name in ["cache.db", "key"] {
            std::fs::copy(self.folder.join(name), folder.join(name))?;
        }
        Ok(Self { folder: folder.to_owned(), ..self.clone() })
    }
}

/// Chats of a cache of so many messages: as many as a team has, fewer in a small one.
pub fn chats_of(messages: u64) -> usize {
    usize::try_from(messages / 100).unwrap_or(usize::MAX).clamp(50, 10_000)
}

/// The cache of so many messages, made if there is none yet. `encrypted` is how people have it.
pub async fn filled(kept: &Path, messages: u64, encrypted: bool) -> Result<Filled> {
    let how = if encrypted { "encrypted" } else { "plain" };
    let filled = Filled { folder: kept.join(format!("{how}-{messages}-{MAKE}")), messages, chats: chats_of(messages) };
    if filled.folder.join("whole").exists() {
        return Ok(filled);
    }
    if filled.folder.exists() {
        std::fs::remove_dir_all(&filled.folder)?;
    }
    std::fs::create_dir_all(&filled.folder)?;
    let key = if encrypted { CacheKey::random() } else { CacheKey::none() };
    std::fs::write(filled.folder.join("key"), key.to_hex().expose_secret())?;
    eprintln!("filling a cache, {how}, of {messages} messages …");
    let store = Store::open(&filled.file(), &key).await?;
    fill(&store, messages, filled.chats).await?;
    store.close().await;
    std::fs::write(filled.folder.join("whole"), "")?;
    Ok(filled)
}

async fn fill(store: &Store, messages: u64, chats: usize) -> Result<()> {
    // An empty cache is indexed at once, and from then on with each message.
    while store.build_index(1).await? {}
    let mut corpus = Corpus::new(chats)?;
    let mut left = usize::try_from(messages)?;
    while left > 0 {
        let said: Vec<Said> = corpus.by_ref().take(left.min(FILL)).collect();
        left -= said.len();
        let mut batch = Batch::new(Timestamp(BEGAN));
        batch.messages = said.iter().map(corpus::message).collect();
        store.apply(&batch).await?;
    }
    let end = corpus.next().map_or(Timestamp(BEGAN), |said| said.at);
    let mut batch = Batch::new(Timestamp(BEGAN));
    for chat in 0..chats {
        batch.chats.push(corpus::update(chat, "好的", Timestamp(BEGAN)));
        batch.covered.push((chat_key(chat), Interval::new(Timestamp(BEGAN), end)));
    }
    store.apply(&batch).await?;
    while store.fold_turns(64, 0).await?.is_some() {}
    Ok(())
}

async fn open(folder: &Path) -> Result<Store> {
    let key = SecretString::from(std::fs::read_to_string(folder.join("key"))?);
    let key = if key.expose_secret().is_empty() { CacheKey::none() } else { CacheKey::from_hex(&key)? };
    Ok(Store::open(&folder.join("cache.db"), &key).await?)
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "camelCase")]
enum Order {
    /// The newest fifty that have it.
    Search { text: String },
    /// Pages of fifty at random depths, as they go over IPC.
    Pages { count: u64, seed: u64 },
    /// So many messages more, as they come live.
    Ingest { count: usize, batch: usize },
    /// Closes it, opens it, and reads what the window shows first.
    Open,
}

/// The process: answers orders on its standard input.
pub async fn serve(folder: &Path, messages: u64, chats: usize) -> Result<()> {
    let mut store = Some(open(folder).await?);
    let mut corpus = Corpus::new(chats)?;
    let known = places(&mut corpus, messages);
    side::answer(async |order| {
        let open_store = store.as_ref().context("the cache is closed")?;
        match serde_json::from_value(order)? {
            Order::Search { text } => search(open_store, text).await,
            Order::Pages { count, seed } => pages(open_store, &known, count, seed).await,
            Order::Ingest { count, batch } => ingest(open_store, &mut corpus, count, batch).await,
            Order::Open => {
                if let Some(store) = store.take() {
                    store.close().await;
                }
                let own = Own::begin();
                let fresh = open(folder).await?;
                let chats = fresh.chat_list().await?;
                let wire = serde_json::to_string(&chats)?;
                let cost = own.end();
                store = Some(fresh);
                Ok(json!({ "cost": cost, "chats": chats.len(), "bytes": wire.len() }))
            }
        }
    })
    .await?;
    if let Some(store) = store {
        store.close().await;
    }
    Ok(())
}

/// Message and chat of what the cache was filled with; the corpus is where the next message is afterwards.
fn places(corpus: &mut Corpus, messages: u64) -> Vec<(u64, usize)> {
    corpus.by_ref().take(usize::try_from(messages).unwrap_or(0)).map(|said| (said.number, said.chat)).collect()
}

async fn search(store: &Store, text: String) -> Result<Value> {
    let query = SearchQuery {
        text,
        speaker: None,
        robot: None,
        chat: None,
        kind: None,
        content: None,
        since: None,
        until: None,
        order: SearchOrder::Newest,
        after: None,
        limit: 50,
    };
    let own = Own::begin();
    let page = store.search(&query).await?;
    let cost = own.end();
    let numbers: Vec<_> = page.hits.iter().map(|hit| number_of(hit.key.message_id.as_str())).collect();
    Ok(json!({ "cost": cost, "numbers": numbers }))
}

async fn pages(store: &Store, known: &[(u64, usize)], count: u64, seed: u64) -> Result<Value> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut costs = Vec::new();
    for _ in 0..count {
        let Some(&(number, chat)) = known.get(chance.random_range(0..known.len().max(1))) else {
            bail!("the cache is empty");
        };
        let before = MessageId::from(message_id(number).as_str());
        let own = Own::begin();
        let page = store.thread_page(&chat_key(chat), Some(&before), 50).await?;
        let wire = serde_json::to_string(&page)?;
        costs.push(own.end().wall_us);
        let numbers: Vec<_> =
            page.messages.iter().filter_map(|each| number_of(each.message.key.message_id.as_str())).collect();
        let in_order = numbers.is_sorted() && numbers.iter().all(|each| *each < number);
        anyhow::ensure!(in_order && !wire.is_empty(), "the page before {number} is {numbers:?}");
    }
    Ok(json!({ "wallUs": costs }))
}

async fn ingest(store: &Store, corpus: &mut Corpus, count: usize, size: usize) -> Result<Value> {
    let batches: Vec<Batch> =
        (0..count.div_ceil(size.max(1))).map(|_| live_batch(&corpus.by_ref().take(size).collect::<Vec<_>>())).collect();
    let own = Own::begin();
    let mut new = 0;
    for batch in &batches {
        new += store.apply(batch).await?.new_messages.len();
    }
    let cost = own.end();
    Ok(json!({ "cost": cost, "new": new }))
}
