//! Many people write at once: paced or in one burst, so that a console can be measured under load.
//!
//! Every text begins with `L <number> <milliseconds>`: its place in the run, and when it was said by the clock of this
//! machine. A console on the same machine tells from it how long a message took to the screen.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{Shared, unknown};
use crate::delivery::Unknown;
use crate::practice::Practice;
use crate::world::Sender;
use crate::world::content::Content;

/// How often a paced run speaks. What is due by then is said together.
const TICK: Duration = Duration::from_millis(10);

/// A burst lets others run after so many messages.
const BURST_SLICE: u64 = 50;

/// What people go on with after the number and the time, so that texts are as long as those of customers.
const WORDS: [&str; 4] = [
    "你好，昨天下的单还没有发货，麻烦帮我催一下",
    "请问这件有现货吗？M码的",
    "好的",
    "收到的杯子有一道裂缝，照片发给你了，可以换一个吗？谢谢，地址和上次一样，不用改",
];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Load {
    /// Messages in all.
    count: u64,
    /// Messages a second; all of them at once when it is missing. Each message is two events, `message` and `chat`.
    #[serde(default)]
    rate: Option<u64>,
    /// Spread over the first so many chats.
    #[serde(default = "one")]
    chats: usize,
    /// Every so manieth message goes to the chat that is watched.
    #[serde(default)]
    watched: Option<Watched>,
    /// The number of the first message.
    #[serde(default)]
    from: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Watched {
    robot_key: String,
    chat_user: String,
    every: u64,
}

/// How many different ids a second has.
const DIGITS: u64 = 10_000;

fn one() -> usize {
    1
}

/// Begins a run; `GET /control/load` tells how far it is.
pub async fn start(State(practice): Shared, Json(load): Json<Load>) -> Response {
    let targets = practice.world.with(|world| {
        let mut chats: Vec<_> = world.chats.iter().take(load.chats.max(1)).map(|chat| chat.id.clone()).collect();
        let watched = load.watched.as_ref().map(|watched| {
            (world.chat_id_of(&watched.robot_key, &watched.chat_user).ok_or(Unknown::Chat), watched.every.max(1))
        });
        if let Some((Ok(watched), _)) = &watched
            && chats.len() > 1
        {
            chats.retain(|chat| chat != watched);
        }
        (chats, watched)
    });
    let (chats, watched) = match targets {
        (_, Some((Err(missing), _))) => return unknown(missing),
        (chats, Some((Ok(chat), every))) => (chats, Some((chat, every))),
        (chats, None) => (chats, None),
    };
    practice.load.with(|progress| *progress = Progress { planned: load.count, said: 0 });
    let run = Run { practice: Arc::clone(&practice), chats, watched, from: load.from, count: load.count };
    practice.spawn(async move {
        match load.rate {
            Some(rate) => run.paced(rate.max(1)).await,
            None => run.burst().await,
        }
    });
    StatusCode::ACCEPTED.into_response()
}

pub async fn progress(State(practice): Shared) -> Json<Value> {
    let progress = practice.load.with(|progress| *progress);
    Json(json!({ "planned": progress.planned, "said": progress.said }))
}

/// How far the last run is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    planned: u64,
    said: u64,
}

struct Run {
    practice: Arc<Practice>,
    chats: Vec<String>,
    watched: Option<(String, u64)>,
    from: u64,
    count: u64,
}

impl Run {
    /// Keeps to the clock, not to pauses: what a tick was late with is said at the next one.
    async fn paced(self, rate: u64) {
        let started = Instant::now();
        let mut ticks = tokio::time::interval(TICK);
        let mut said = 0;
        while said < self.count {
            ticks.tick().await;
            let elapsed = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
            let due = elapsed.saturating_mul(rate).div_euclid(1_000).min(self.count);
            while said < due {
                self.say(said);
                said += 1;
            }
        }
    }

    async fn burst(self) {
        for number in 0..self.count {
            self.say(number);
            if number % BURST_SLICE == BURST_SLICE - 1 {
                tokio::task::yield_now().await;
            }
        }
    }

    fn say(&self, number: u64) {
        if let Some(chat_id) = self.target(number) {
            let word = usize::try_from(number).ok().and_then(|number| WORDS.iter().cycle().nth(number % WORDS.len()));
            let text = format!("L {} {} {}", self.from + number, now_ms(), word.copied().unwrap_or_default());
            let sender = self.practice.world.with(|world| world.chat(chat_id)?.members.first().cloned());
            if let Some(sender) = sender
                && let Err(missing) = self.practice.say(chat_id, Sender::Contact(sender), Content::text(text))
            {
                tracing::warn!(?missing, chat_id, "a chat under load is gone");
            }
        }
        self.practice.load.with(|progress| progress.said += 1);
    }

    /// Ids repeat their digits after ten thousand messages of one second. Two of the same id go to two chats, where the
    /// platform would keep them apart as well.
    fn target(&self, number: u64) -> Option<&String> {
        match &self.watched {
            Some((chat, every)) if number.is_multiple_of(*every) => Some(chat),
            _ => {
                let chats = u64::try_from(self.chats.len()).ok().filter(|chats| *chats > 0)?;
                self.chats.get(usize::try_from((number + number / DIGITS) % chats).ok()?)
            }
        }
    }
}

/// The clock of this machine, whatever the platform believes that it is.
fn now_ms() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis())
}
