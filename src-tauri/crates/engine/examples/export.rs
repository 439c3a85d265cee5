//! Exports as many messages as it is told, in every format, and says how long it took and how much memory the process
//! had at most: `cargo run --release -p zuoxi-engine --example export -- 1000000`.
//!
//! A second argument is a folder to export to; without it the export goes once it was measured. Nothing is signed in: the engine starts from a cache that was filled here, and an export reads nothing else.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for whoever develops, not a part of the product"
)]

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use async_trait::async_trait;
use secrecy::SecretString;
use zuoxi_engine::{Engine, ExportMedia, Feed, Home, Language, MediaFailure, SystemClock, Timing};
use zuoxi_model::{
    Account, ChatKey, Content, Direction, Environment, EnvironmentKind, ExportFormat, ExportRequest, ExportScope,
    ExportState, Message, MessageKey, Origin, ProtocolChoice, Sender, Timestamp,
};
use zuoxi_platform::{Credentials, Platform};
use zuoxi_store::{Batch, CacheKey, Store, keyring::MemoryVault};

const CHATS: u64 = 200;
const BATCH: u64 = 5_000;
/// One message a minute, up to 2026-11-23.
const LAST_MS: i64 = 1_795_400_000_000;
const APART_MS: i64 = 60_000;

struct NoMedia;

#[async_trait]
impl ExportMedia for NoMedia {
    async fn bring(&self, _: &str, _: u64, _: &Path) -> Result<(), MediaFailure> {
        Err(MediaFailure::Missing("none".into()))
    }
}

#[tokio::main]
async fn main() {
    let wanted: u64 = std::env::args().nth(1).map_or(100_000, |text| text.parse().unwrap());
    let folder = tempfile::Builder::new().prefix("zuoxi-export").tempdir().unwrap();
    let home = folder.path().join("console/accounts/one");
    std::fs::create_dir_all(&home).unwrap();
    let out = std::env::args().nth(2).map_or_else(|| folder.path().join("out"), PathBuf::from);
    std::fs::create_dir_all(&out).unwrap();

    let begun = Instant::now();
    let store = Store::open(&home.join("cache.db"), &CacheKey::random()).await.unwrap();
    for first in (0..wanted).step_by(usize::try_from(BATCH).unwrap()) {
        let mut batch = Batch::new(Timestamp(LAST_MS));
        batch.messages.extend((first..wanted.min(first + BATCH)).map(|n| message(n, wanted)));
        store.apply(&batch).await.unwrap();
    }
    println!("filled with {wanted} messages in {:.1?}; peak {}", begun.elapsed(), peak());

    let account = Account {
        id: "one".into(),
        environment: Environment {
            kind: EnvironmentKind::Custom,
            // Nobody answers there, and nobody has to.
            api_base: "http://127.0.0.1:9".into(),
            socket_base: "http://127.0.0.1:9".into(),
            media_hosts: vec![],
            protocol: ProtocolChoice::Auto,
        },
        access_key: "example".into(),
        remembered: false,
    };
    let credentials = Credentials { access_key: "example".into(), access_secret: SecretString::from("example") };
    let platform = Platform::new(account.environment.clone(), credentials).unwrap();
    let feed = Feed::default();
    let home = Home { vault: Arc::new(MemoryVault::new()), folder: home, policy: Arc::default() };
    let engine =
        Engine::start(account, store, platform, feed.clone(), Arc::new(SystemClock), Timing::default(), home).await;
    let engine = engine.unwrap();
    let (_, mut changes) = feed.subscribe();
    let begun = Instant::now();
    let request = ExportRequest {
        scope: ExportScope::default(),
        formats: vec![ExportFormat::Html, ExportFormat::Xlsx, ExportFormat::Csv, ExportFormat::Jsonl],
        media: false,
        folder: out.display().to_string(),
        time_zone: "Asia/Shanghai".into(),
    };
    engine.start_export(request, Language::ZhCn, Arc::new(NoMedia)).await.unwrap();
    loop {
        changes.recv().await.unwrap();
        let record = engine.exports().await.unwrap().remove(0);
        if record.state != ExportState::Running {
            let (files, megabytes) = (record.files, record.bytes / 1_000_000);
            println!("{:?}: {} messages, {files} files, {megabytes} MB", record.state, record.messages);
            break;
        }
    }
    println!("exported in {:.1?}; peak {}", begun.elapsed(), peak());
    engine.stop().await;
}

fn message(number: u64, of: u64) -> Message {
    let chat = ChatKey { robot_key: "robot".into(), chat_user: format!("78813000{}", number % CHATS).into() };
    let before = i64::try_from(of - number).unwrap() * APART_MS;
    let is_ours = number.is_multiple_of(3);
    Message {
        key: MessageKey {
            robot_key: chat.robot_key.clone(),
            chat_user: chat.chat_user.clone(),
            message_id: format!("message-{number:012}").into(),
        },
        chat_id: format!("S:1688_{}", chat.chat_user).into(),
        chat_name: Some(format!("客户 {}", number % CHATS)),
        msg_svr_id: Some(format!("10{number:012}").into()),
        timestamp: Timestamp(LAST_MS - before),
        direction: if is_ours { Direction::Out } else { Direction::In },
        origin: if is_ours { Origin::Elsewhere } else { Origin::Customer },
        sender: Sender { id: chat.chat_user.to_string(), name: "王小明".into(), avatar_url: None },
        content: Content::Text {
            text: format!("您好，第 {number} 条：保温杯墨绿色还有货吗？周三能到吗？"),
            mentions: vec![],
        },
        send_status: None,
        assignee: None,
        raw: String::new(),
    }
}

/// The most memory the process ever had, as Linux counts it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "not known on this system".into(), |peak| peak.trim().to_owned())
}
