//! What it costs to take messages in, in processor time for each, which a busy machine hardly changes.
//!
//! ```text
//! cargo run --release -p zuoxi-store --example ingest -- [CHATS] [MESSAGES]
//! ```
//!
//! The cache has so many chats with ten messages each; then messages come to chats at random as they do live, each with
//! the `chat` event that follows it, in batches of several sizes. Linux only: the time is read from `/proc`.

#![expect(clippy::cast_precision_loss, reason = "no run has 2^52 of anything")]

use std::error::Error;
use std::time::Instant;

use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use zuoxi_model::{
    ChatKey, ChatKind, ChatUpdate, Content, Direction, Interval, Message, MessageKey, Origin, Sender, Timestamp,
};
use zuoxi_store::{Batch, CacheKey, Store};

const WORDS: [&str; 4] = [
    "你好，昨天下的单还没有发货，麻烦帮我催一下",
    "请问这件有现货吗？M码的",
    "好的",
    "收到的杯子有一道裂缝，照片发给你了，可以换一个吗？谢谢，地址和上次一样，不用改",
];
const SEEDED: i64 = 10;
/// Seconds since 1970.
const BEGAN: i64 = 1_795_000_000;

#[tokio::main(flavor = "current_thread")]
#[expect(clippy::print_stdout, reason = "the table is what it is for")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let chats: usize = arguments.next().map_or(Ok(10_000), |said| said.parse())?;
    let messages: usize = arguments.next().map_or(Ok(40_000), |said| said.parse())?;
    let folder = tempfile::tempdir()?;
    let store = Store::open(&folder.path().join("cache.db"), &CacheKey::random()).await?;
    let mut chance = StdRng::seed_from_u64(1);
    let mut world = World::new(chats);

    let seed = Cost::begin();
    for round in 0..SEEDED {
        for slice in (0..chats).collect::<Vec<_>>().chunks(500) {
            store.apply(&world.batch(slice, BEGAN + round)).await?;
        }
    }
    store.build_index(1).await?;
    println!("{chats} chats; seeding: {}\n", seed.for_each(chats * 10));
    println!("| Messages in a batch | For each message |\n| --- | --- |");
    for size in [10, 100, 1_000] {
        let cost = Cost::begin();
        for _ in 0..messages / size {
            let wanted: Vec<usize> = (0..size).map(|_| chance.random_range(0..chats)).collect();
            store.apply(&world.batch(&wanted, BEGAN + 1_000)).await?;
        }
        println!("| {size} | {} |", cost.for_each(messages / size * size));
    }
    store.close().await;
    Ok(())
}

struct World {
    chats: Vec<ChatKey>,
    said: i64,
}

impl World {
    fn new(chats: usize) -> Self {
        let key = |nth: usize| ChatKey {
            robot_key: format!("robot-{}-0123456789abcdef", nth % 3).as_str().into(),
            chat_user: format!("788130{:010}", nth * 7_919).as_str().into(),
        };
        Self { chats: (0..chats).map(key).collect(), said: 0 }
    }

    fn batch(&mut self, wanted: &[usize], second: i64) -> Batch {
        let mut batch = Batch::new(Timestamp(BEGAN * 1_000));
        for chat in wanted.iter().filter_map(|nth| self.chats.get(*nth)) {
            self.said += 1;
            let at = Timestamp(second * 1_000 + self.said);
            let text = WORDS.iter().cycle().nth(usize::try_from(self.said).unwrap_or(0) % WORDS.len());
            let text = format!("{} {}", self.said, text.copied().unwrap_or_default());
            let chat_id = format!("S:1688850000000000_{}", chat.chat_user.as_str());
            batch.chats.push(update(chat, &chat_id, &text, at));
            batch.covered.push((chat.clone(), Interval::new(Timestamp(BEGAN * 1_000), at)));
            batch.messages.push(message(chat, &chat_id, self.said, &text, at));
        }
        batch
    }
}

fn update(chat: &ChatKey, chat_id: &str, text: &str, at: Timestamp) -> ChatUpdate {
    ChatUpdate {
        chat_id: chat_id.into(),
        robot_key: Some(chat.robot_key.clone()),
        wxid: None,
        chat_user: Some(chat.chat_user.clone()),
        robot_status: None,
        kind: Some(ChatKind::Single),
        name: Some("韦一笑".into()),
        avatar_url: Some("https://wework.qpic.cn/bizmail/0123456789abcdef/0".into()),
        last_active: Some(at),
        unread: Some(3),
        preview: Some(text.into()),
        assignee: Some("azhen".into()),
    }
}

fn message(chat: &ChatKey, chat_id: &str, number: i64, text: &str, at: Timestamp) -> Message {
    Message {
        key: MessageKey {
            robot_key: chat.robot_key.clone(),
            chat_user: chat.chat_user.clone(),
            message_id: format!("20261123134{number:011}").as_str().into(),
        },
        chat_id: chat_id.into(),
        chat_name: Some("韦一笑".into()),
        msg_svr_id: Some(format!("{}", 7_000_000_000_000_000_000_i64 + number).as_str().into()),
        timestamp: at,
        direction: Direction::In,
        origin: Origin::Customer,
        sender: Sender {
            id: chat.chat_user.as_str().into(),
            name: "韦一笑".into(),
            avatar_url: Some("https://wework.qpic.cn/bizmail/0123456789abcdef/0".into()),
        },
        content: Content::Text { text: text.into(), mentions: Vec::new() },
        send_status: None,
        assignee: Some("azhen".into()),
        // As long as the record of 3.2.
        raw: format!("{{\"content\":{{\"contentType\":1,\"content\":\"{text}\"}},\"rest\":\"{}\"}}", "x".repeat(480)),
    }
}

struct Cost {
    cpu_ticks: u64,
    began: Instant,
}

impl Cost {
    fn begin() -> Self {
        Self { cpu_ticks: cpu_ticks(), began: Instant::now() }
    }

    fn for_each(&self, count: usize) -> String {
        let count = count.max(1) as f64;
        let cpu = (cpu_ticks() - self.cpu_ticks) as f64 * 10_000.0 / count;
        let wall = self.began.elapsed().as_secs_f64() * 1e6 / count;
        format!("{cpu:.1} µs of processor time, {wall:.1} µs")
    }
}

/// User and system time of the whole process, in hundredths of a second.
fn cpu_ticks() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
}
