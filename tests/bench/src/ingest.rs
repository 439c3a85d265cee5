//! P1 and P2: from the socket to where it can be found, in processor time for each message.
//!
//! Both sides are consoles on a practice platform of their own that pushes the same messages at the same pace: ours is desk,
//! engine and encrypted store with everything they do besides; the peer is what a team on Electron would build. The floor
//! under both is SQLite alone, in C, which is handed the very rows that ours wrote.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};

use crate::Setting;
use crate::floor::Floor;
use crate::meter::Other;
use crate::report::{Row, Section, number};
use crate::seat;
use crate::side::Side;
use crate::world::World;

/// Messages a second. Below what either side can do, so that none falls behind; enough to fill batches of a thousand.
const RATE: u64 = 5_000;

/// Against the peer, against the floor, and in microseconds.
const TARGET_PEER: f64 = 0.5;
const TARGET_FLOOR: f64 = 1.3;
const TARGET_US: f64 = 42.0;

/// Ours or the peer's console, with the platform it is on.
struct Console {
    world: World,
    side: Side,
    is_ours: bool,
    chats: usize,
}

impl Console {
    async fn ours(folder: &Path, chats: usize) -> Result<Self> {
        let world = World::start(chats).await?;
        let folder = folder.display().to_string();
        let mut side = Side::ours("seat", &[&folder, &world.base_url()])?;
        side.hear().await?;
        Ok(Self { world, side, is_ours: true, chats })
    }

    async fn peer(peers: &Path, folder: &Path, chats: usize) -> Result<Self> {
        let world = World::start(chats).await?;
        let file = folder.join("peer.db").display().to_string();
        let mut side = Side::node(peers, "ingest.js", &[&world.base_url(), &world.token().await?, &file])?;
        side.hear().await?;
        Ok(Self { world, side, is_ours: false, chats })
    }

    /// What it costs to take in so many messages more, in microseconds for each, when the last can be found.
    async fn round(&mut self, count: u64) -> Result<(f64, f64)> {
        if self.is_ours {
            let chat = self.world.last_chat(count, self.chats)?;
            self.side.ask(&json!({ "do": "follow", "chat": chat })).await?;
        }
        let before = Other::begin(self.side.pid()?)?;
        let last = self.world.load(count, Some(RATE), self.chats).await?;
        if self.is_ours {
            self.side.ask(&json!({ "do": "until", "number": last })).await?;
        } else {
            self.side.say(&json!({ "until": last + 1 })).await?;
            self.side.hear().await?;
        }
        let cost = before.end()?.each(count);
        Ok((cost.cpu_us, cost.wall_us))
    }

    async fn end(self) -> Result<u64> {
        let said = self.world.said();
        self.side.end().await?;
        self.world.end().await;
        Ok(said)
    }
}

pub async fn run(setting: &Setting) -> Result<Vec<Section>> {
    let count = setting.size(20_000);
    let chats = usize::try_from(setting.size(10_000))?;
    let place = tempfile::tempdir_in(&setting.kept)?;
    let folder = |name: &str| -> Result<PathBuf> {
        let folder = place.path().join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    };

    // The rows that the floor is handed, from a console that took in all of them.
    let rounds = setting.repeats + 1;
    let mut first = Console::ours(&folder("first")?, chats).await?;
    first.world.chat_events(false).await?;
    for _ in 0..rounds {
        first.round(count).await?;
    }
    let said = first.end().await?;
    let rows = check_ours(&folder("first")?, said, Some(&place.path().join("rows"))).await?;
    let mut plain = Floor::ingest(setting, place.path(), &rows, false).await?;
    let mut cipher = Floor::ingest(setting, place.path(), &rows, true).await?;

    let mut p1 = section("P1", "Ingest, processor time for each message", "peer");
    let mut p2 = section("P2", "Ingest, processor time for each message", "SQLite in C");
    for (what, with_chat_events) in [("`message` events alone", false), ("each with its `chat` event", true)] {
        let name = if with_chat_events { "both" } else { "alone" };
        let mut ours = Console::ours(&folder(&format!("ours-{name}"))?, chats).await?;
        let peer_folder = folder(&format!("peer-{name}"))?;
        let mut peer = Console::peer(&setting.peers, &peer_folder, chats).await?;
        for console in [&ours, &peer] {
            console.world.chat_events(with_chat_events).await?;
        }
        let (mut mine, mut theirs, mut mine_wall, mut theirs_wall) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut floor, mut floor_cipher) = (Vec::new(), Vec::new());
        // The first round finds everything cold and is not counted.
        for round in 0..rounds {
            let (our_cpu, our_wall) = ours.round(count).await?;
            let (peer_cpu, peer_wall) = peer.round(count).await?;
            let floors =
                if with_chat_events { None } else { Some((plain.round(count).await?, cipher.round(count).await?)) };
            if round > 0 {
                mine.push(our_cpu);
                mine_wall.push(our_wall);
                theirs.push(peer_cpu);
                theirs_wall.push(peer_wall);
                if let Some((plain, cipher)) = floors {
                    floor.push(plain);
                    floor_cipher.push(cipher);
                }
            }
        }
        let said = ours.end().await?;
        check_ours(&folder(&format!("ours-{name}"))?, said, None).await?;
        let said = peer.end().await?;
        check_peer(&peer_folder.join("peer.db"), said).await?;
        let wall = |times: &[f64]| number(crate::meter::spread(times).median);
        p1.notes.push(format!(
            "{what}: wall time for each message ours {} µs, peer {} µs; both are paced at {RATE} messages a second.",
            wall(&mine_wall),
            wall(&theirs_wall)
        ));
        if !with_chat_events {
            let median = crate::meter::spread(&mine).median;
            let met = if median <= TARGET_US { "met" } else { "**not met**" };
            p1.notes.push(format!("The target of {TARGET_US} µs for each message: {} µs, {met}.", number(median)));
            let floors = [("plain file", floor, Some(TARGET_FLOOR)), ("encrypted file", floor_cipher, None)];
            for (which, floor, target) in floors {
                p2.rows.push(Row { what: which.to_owned(), ours: mine.clone(), peer: floor, target });
            }
        }
        p1.rows.push(Row { what: what.to_owned(), ours: mine, peer: theirs, target: Some(TARGET_PEER) });
    }
    plain.end().await?;
    cipher.end().await?;
    Ok(vec![p1, p2])
}

fn section(id: &'static str, title: &'static str, peer: &'static str) -> Section {
    Section {
        id,
        title,
        unit: "µs",
        peer,
        rows: Vec::new(),
        checked:
            "every message that was said is in each file once, and a search for a word of two Han characters finds \
                  as many as a reading of all texts."
                .to_owned(),
        notes: Vec::new(),
    }
}

/// What the seat keeps, read past the product: every message once, and the index finds what the texts have. Writes the rows
/// for the floor on the way if they are wanted.
pub async fn check_ours(folder: &Path, said: u64, rows: Option<&Path>) -> Result<PathBuf> {
    let mut cache = open(folder).await?;
    let scanned =
        count(&mut cache, "SELECT count(*) FROM messages WHERE text LIKE 'L %' AND text LIKE '%发货%'").await?;
    let found = count(
        &mut cache,
        "SELECT count(*) FROM search_text JOIN search_rows ON key = search_text.rowid JOIN messages ON messages.id = message
         WHERE search_text MATCH '\"发 货\"' AND text LIKE 'L %'",
    )
    .await?;
    let kept = count(&mut cache, "SELECT count(DISTINCT text) FROM messages WHERE text LIKE 'L %'").await?;
    let twice = count(&mut cache, "SELECT count(*) FROM messages WHERE text LIKE 'L %'").await? - kept;
    ensure!(kept == said && twice == 0, "of {said} messages {kept} are kept, {twice} twice");
    ensure!(found == scanned && (said < 4 || scanned > 0), "the index finds {found} of {scanned}");
    if let Some(path) = rows {
        crate::floor::write_rows(&mut cache, path).await?;
    }
    cache.close().await?;
    Ok(rows.map(Path::to_owned).unwrap_or_default())
}

async fn check_peer(file: &Path, said: u64) -> Result<()> {
    let mut cache = SqliteConnectOptions::new().filename(file).read_only(true).connect().await?;
    let kept = count(&mut cache, "SELECT count(DISTINCT text) FROM messages").await?;
    let scanned = count(&mut cache, "SELECT count(*) FROM messages WHERE text LIKE '%还没有发货%'").await?;
    let found = count(&mut cache, "SELECT count(*) FROM found WHERE found MATCH '\"还没有发货\"'").await?;
    ensure!(kept == said && found == scanned, "the peer keeps {kept} of {said} and finds {found} of {scanned}");
    cache.close().await?;
    Ok(())
}

async fn count(cache: &mut SqliteConnection, sql: &'static str) -> Result<u64> {
    let count: i64 = sqlx::query_scalar(sql).fetch_one(cache).await?;
    Ok(u64::try_from(count)?)
}

/// Opens the cache of a seat that has ended, with the key from its vault.
async fn open(folder: &Path) -> Result<SqliteConnection> {
    let secrets: Value = serde_json::from_str(&std::fs::read_to_string(seat::vault_file(folder))?)?;
    let secrets = secrets.as_object().context("the vault has secrets")?;
    let is_key = |text: &&str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let key = secrets.values().filter_map(Value::as_str).find(is_key).context("the vault has no key")?;
    let file = find(folder).context("there is no cache")?;
    let options = SqliteConnectOptions::new().filename(file).pragma("key", format!("\"x'{key}'\"")).read_only(true);
    Ok(options.connect().await?)
}

fn find(folder: &Path) -> Option<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).ok()?.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name == "cache.db") {
                return Some(path);
            }
        }
    }
    None
}
