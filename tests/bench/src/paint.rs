//! P8: from an event to its being painted, at the pace of a busy shop and ten times of it.
//!
//! Ours is the real window: the socket, the decoding, the encrypted cache, the channel, the page. The peer's page gets the
//! same events over a WebSocket and keeps nothing; the floor is one text node in the same web engine. One window is open at a
//! time, and the same script measures in each (`peers/page/gauge.js`).

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::Setting;
use crate::meter::spread;
use crate::report::{Row, Section, number};
use crate::window::desk::Desk;
use crate::window::driver::Driven;
use crate::window::peer::{Chromium, Node};

const GAUGE: &str = include_str!("../peers/page/gauge.js");
/// Messages a second; each is two events.
const RATES: [u64; 2] = [100, 1_000];
const CHATS: usize = 200;
/// One in so many messages goes to the chat that is open. Seven and ten thousand have no common divisor: the platform's ids,
/// which repeat their digits after ten thousand, then never meet in one chat.
const WATCHED_EVERY: u64 = 7;
const TARGET_MEDIAN: f64 = 1.2;
const TARGET_P99: f64 = 1.5;
/// The last messages are on their way when the last one has been said.
const REST: Duration = Duration::from_millis(700);

/// Ages in milliseconds of what was painted: of each turn the median and the p99, at each pace.
#[derive(Default)]
struct Ages {
    medians: [Vec<f64>; 2],
    p99s: [Vec<f64>; 2],
}

/// A window that is open, and how its page is asked.
enum Shown<'a> {
    Driven(&'a Driven),
    Served(&'a mut Node),
}

impl Shown<'_> {
    async fn order(&mut self, order: &str) -> Result<Value> {
        match self {
            Self::Driven(driven) => driven.order(order, &Value::Null).await,
            Self::Served(node) => node.page(order, &Value::Null).await,
        }
    }
}

pub async fn run(setting: &Setting) -> Result<Vec<Section>> {
    let mut desk = Desk::of_chats(setting, if setting.is_smoke { 20 } else { CHATS }).await?;
    let (mut ours, mut chromium, mut floor) = (Ages::default(), Ages::default(), Ages::default());
    let found = desk.world.look("world").await?;
    let watched = found["chats"][0].clone();
    let id = watched["chatId"].as_str().context("a chat without an id")?.to_owned();
    for round in 0..=setting.repeats {
        let counted = round > 0 || setting.repeats == 1;
        let ages = turn_of_ours(&mut desk, setting, &watched).await?;
        keep(&mut ours, &ages, counted);
        if let Some(program) = &setting.programs.chromium {
            let mut node = relay(&desk, setting).await?;
            let address = format!("{}/seat.html?watched={id}", node.address);
            let opened = Chromium::open(&desk, program, &address, Chromium::profile()?)?;
            node.shown().await?;
            let ages = at_each_pace(&mut desk, setting, &watched, &mut Shown::Served(&mut node)).await?;
            keep(&mut chromium, &ages, counted);
            desk.screen()?.close_window()?;
            opened.end().await?;
            node.end().await?;
        }
        if let Some(program) = &setting.programs.empty {
            let mut node = relay(&desk, setting).await?;
            let mut child = desk.run(program, &[format!("{}/floor.html?watched={id}", node.address)])?;
            node.shown().await?;
            let ages = at_each_pace(&mut desk, setting, &watched, &mut Shown::Served(&mut node)).await?;
            keep(&mut floor, &ages, counted);
            desk.screen()?.close_window()?;
            child.wait().await?;
            node.end().await?;
        }
    }
    desk.end().await;
    let mut sections = vec![section("P8", "the same page in Chromium over a WebSocket", &ours, &chromium, true)];
    if !floor.medians[0].is_empty() {
        sections.push(section("P8-floor", "one text node in WebKit", &ours, &floor, false));
    }
    Ok(sections)
}

async fn relay(desk: &Desk, setting: &Setting) -> Result<Node> {
    let token = desk.world.token().await?;
    Node::relay(setting, &desk.world.base_url(), &token).await
}

async fn turn_of_ours(desk: &mut Desk, setting: &Setting, watched: &Value) -> Result<[Vec<f64>; 2]> {
    let console = setting.programs.console.as_ref().context("there is no console")?;
    let driven = Driven::open(&desk.desktop, console, &desk.arguments()).await?;
    let live = "return document.querySelector('[data-testid=status-line]')?.dataset.state === 'live'";
    driven.until("the console is connected and complete", live, &Value::Null).await?;
    let chat = format!("{}/{}", watched["robotKey"].as_str().unwrap_or(""), watched["chatUser"].as_str().unwrap_or(""));
    // Its row is anywhere in the list, and at the top once somebody writes.
    desk.world.load_watched(1, 1_000, 1, watched, 1).await?;
    let open = "
        const row = document.querySelector(`[data-testid=chat-row][data-chat=\"${arguments[0]}\"]`);
        if (document.querySelector('[data-testid=thread]')?.dataset.chat !== arguments[0]) row?.click();
        return document.querySelector('[data-testid=timeline] [data-testid=message]') !== null";
    driven.until("the thread is open", open, &json!(chat)).await?;
    driven.load(GAUGE).await?;
    let ages = at_each_pace(desk, setting, watched, &mut Shown::Driven(&driven)).await?;
    driven.end().await?;
    Ok(ages)
}

async fn at_each_pace(
    desk: &mut Desk,
    setting: &Setting,
    watched: &Value,
    shown: &mut Shown<'_>,
) -> Result<[Vec<f64>; 2]> {
    let seconds = if setting.is_smoke { 1 } else { 10 };
    let chats = if setting.is_smoke { 20 } else { CHATS };
    let mut all = [Vec::new(), Vec::new()];
    for (rate, into) in RATES.into_iter().zip(&mut all) {
        shown.order("begin").await?;
        desk.world.load_watched(rate * seconds, rate, chats, watched, WATCHED_EVERY).await?;
        desk.world.all_said().await?;
        tokio::time::sleep(REST).await;
        let mut read = shown.order("read").await?;
        // On a machine that is busy the last ones come later; a window that never shows them fails.
        let last = desk.world.said() - 1 - (rate * seconds - 1) % WATCHED_EVERY;
        let mut waits = 0;
        while read["top"].as_u64().unwrap_or(0) < last {
            waits += 1;
            ensure!(waits < 60, "the thread shows no. {} and not no. {last}", read["top"]);
            tokio::time::sleep(REST).await;
            read = shown.order("read").await?;
        }
        let ages = read["thread"].as_array().context("the page has no ages")?;
        *into = ages.iter().filter_map(Value::as_f64).collect();
        ensure!(!into.is_empty(), "nothing was painted");
    }
    Ok(all)
}

fn keep(ages: &mut Ages, read: &[Vec<f64>; 2], counted: bool) {
    if counted {
        for ((medians, p99s), read) in ages.medians.iter_mut().zip(&mut ages.p99s).zip(read) {
            medians.push(spread(read).median);
            p99s.push(spread(read).p99);
        }
    }
}

fn section(id: &'static str, peer: &'static str, ours: &Ages, theirs: &Ages, has_target: bool) -> Section {
    let (mut rows, mut notes) = (Vec::new(), Vec::new());
    if theirs.medians[0].is_empty() {
        for ((rate, medians), p99s) in RATES.into_iter().zip(&ours.medians).zip(&ours.p99s) {
            let [median, p99] = [medians, p99s].map(|values| number(spread(values).median));
            notes.push(format!("Ours, without a peer, at {} events/s: median {median} ms, p99 {p99} ms.", rate * 2));
        }
    } else {
        for (at, rate) in RATES.into_iter().enumerate() {
            let kinds = [
                ("median", &ours.medians, &theirs.medians, TARGET_MEDIAN),
                ("p99", &ours.p99s, &theirs.p99s, TARGET_P99),
            ];
            for (kind, ours, theirs, target) in kinds {
                let of = |ages: &[Vec<f64>; 2]| ages.get(at).cloned().unwrap_or_default();
                let what = format!("{} events/s, {kind}", rate * 2);
                rows.push(Row { what, ours: of(ours), peer: of(theirs), target: has_target.then_some(target) });
            }
        }
    }
    Section {
        id,
        title: "Said to painted, of each turn",
        unit: "ms",
        peer,
        rows,
        checked: "every window shows the last message that was said in its chat.".to_owned(),
        notes,
    }
}
