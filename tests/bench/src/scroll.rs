//! P9: scrolling through ten thousand chats and up a thread of a hundred thousand messages.
//!
//! Ours is the real window, which fetches each older page from the encrypted cache when it nears. The peer is the same page
//! in Chromium, with the stand-in for the engine that has everything in memory.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::Setting;
use crate::corpus::chat_key;
use crate::meter::spread;
use crate::report::{Row, Section, number};
use crate::window::desk::Desk;
use crate::window::driver::Driven;
use crate::window::peer::{Chromium, Node};

const SCRIPT: &str = include_str!("../peers/page/scroll.js");
const TARGET: f64 = 1.1;
const TARGET_FRAME_MS: f64 = 33.0;
/// What is scrolled, and how fast, in pixels a second: two screens of chats, a screen of messages and more.
const PARTS: [(&str, &str, u64); 2] = [("list", "10 k chats", 2_000), ("thread", "100 k messages, upwards", 1_500)];

/// Of each part: p99 and longest frame of each turn; and over all turns what must not be.
#[derive(Default)]
struct Frames {
    medians: [Vec<f64>; 2],
    p99s: [Vec<f64>; 2],
    longest: [Vec<f64>; 2],
    blank: [u64; 2],
    all: [u64; 2],
    stalled: [u64; 2],
}

pub async fn run(setting: &Setting) -> Result<Vec<Section>> {
    let messages = setting.size(1_000_000);
    let (desk, filled) = Desk::of_messages(setting, messages).await?;
    let (mut ours, mut theirs) = (Frames::default(), Frames::default());
    for round in 0..=setting.repeats {
        let counted = round > 0 || setting.repeats == 1;
        turn_of_ours(&desk, setting, &mut ours, counted).await?;
        if let (Some(program), Some(demo)) = (&setting.programs.chromium, &setting.programs.demo) {
            let mut node = Node::files(setting, demo).await?;
            let talk = messages / 10;
            let address = format!("{}/?chats={}&talk={talk}&traffic=0&open=1&theme=light", node.address, filled.chats);
            let opened = Chromium::open(&desk, program, &address, Chromium::profile()?)?;
            node.shown().await?;
            until_ready(async || node.page("ready", &Value::Null).await).await?;
            for (at, (part, _, speed)) in PARTS.into_iter().enumerate() {
                let read = node.page(part, &how(setting, speed)).await?;
                keep(&mut theirs, at, &read, counted)?;
            }
            desk.screen()?.close_window()?;
            opened.end().await?;
            node.end().await?;
        }
    }
    desk.end().await;
    Ok(vec![section(&ours, &theirs)])
}

fn how(setting: &Setting, speed: u64) -> Value {
    json!({ "seconds": if setting.is_smoke { 1 } else { 10 }, "speed": speed })
}

async fn until_ready(mut ask: impl AsyncFnMut() -> Result<Value>) -> Result<()> {
    for _ in 0..600 {
        if ask().await? == Value::Bool(true) {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    anyhow::bail!("the page has no rows")
}

async fn turn_of_ours(desk: &Desk, setting: &Setting, into: &mut Frames, counted: bool) -> Result<()> {
    let console = setting.programs.console.as_ref().context("there is no console")?;
    let driven = Driven::open(&desk.desktop, console, &desk.arguments()).await?;
    driven.load(SCRIPT).await?;
    // The chat that most is said in: somebody has written there lately, so its row is not far from the top.
    let chat = chat_key(0);
    let open = "
        const row = document.querySelector(`[data-testid=chat-row][data-chat=\"${arguments[0]}\"]`);
        if (row === null) document.querySelector('[data-testid=chat-list]')?.scrollBy(0, 300);
        else if (document.querySelector('[data-testid=thread]')?.dataset.chat !== arguments[0]) row.click();
        return document.querySelector('[data-testid=timeline] [data-testid=message]') !== null";
    let path = format!("{}/{}", chat.robot_key.as_str(), chat.chat_user.as_str());
    driven.until("the longest thread is open", open, &json!(path)).await?;
    until_ready(async || driven.order("ready", &Value::Null).await).await?;
    for (at, (part, _, speed)) in PARTS.into_iter().enumerate() {
        let read = driven.order(part, &how(setting, speed)).await?;
        keep(into, at, &read, counted)?;
    }
    driven.end().await
}

fn keep(into: &mut Frames, at: usize, read: &Value, counted: bool) -> Result<()> {
    let frames: Vec<f64> = read["frames"].as_array().context("no frames")?.iter().filter_map(Value::as_f64).collect();
    ensure!(read["scrolled"].as_f64().unwrap_or(0.0) > 200.0, "nothing was scrolled: {} px", read["scrolled"]);
    let of = spread(&frames);
    let longest = frames.iter().copied().fold(0.0, f64::max);
    let Frames { medians, p99s, longest: all_longest, blank, all: count, stalled } = into;
    let (Some(medians), Some(p99s), Some(all_longest), Some(blank), Some(count), Some(stalled)) = (
        medians.get_mut(at),
        p99s.get_mut(at),
        all_longest.get_mut(at),
        blank.get_mut(at),
        count.get_mut(at),
        stalled.get_mut(at),
    ) else {
        return Ok(());
    };
    if counted {
        medians.push(of.median);
        p99s.push(of.p99);
        all_longest.push(longest);
        *blank += read["blank"].as_u64().unwrap_or(0);
        *stalled += read["stalled"].as_u64().unwrap_or(0);
        *count += frames.len() as u64;
    }
    Ok(())
}

fn section(ours: &Frames, theirs: &Frames) -> Section {
    let (mut rows, mut notes) = (Vec::new(), Vec::new());
    for (at, (_, what, _)) in PARTS.into_iter().enumerate() {
        let of = |values: &[Vec<f64>; 2]| values.get(at).cloned().unwrap_or_default();
        if !of(&theirs.p99s).is_empty() {
            let row = |kind: &str, ours, peer, target| Row { what: format!("{what}: {kind}"), ours, peer, target };
            rows.push(row("frame, median", of(&ours.medians), of(&theirs.medians), None));
            rows.push(row("frame, p99", of(&ours.p99s), of(&theirs.p99s), Some(TARGET)));
            rows.push(row("frame, longest", of(&ours.longest), of(&theirs.longest), None));
        }
        let longest = spread(&of(&ours.longest)).median;
        let met = |is_met: bool| if is_met { "met" } else { "**not met**" };
        let [blank, frames, stalled] =
            [ours.blank, ours.all, ours.stalled].map(|all| all.get(at).copied().unwrap_or(0));
        let [their_blank, their_frames] = [theirs.blank, theirs.all].map(|all| all.get(at).copied().unwrap_or(0));
        notes.push(format!(
            "{what}: of {frames} frames of ours {blank} had a place without a row (target none: {}), and {stalled} waited for \
             an older page; of {their_frames} in Chromium {their_blank} had such a place. The longest frame of a turn is \
             {} ms (target ≤ {TARGET_FRAME_MS}: {}).",
            met(blank == 0),
            number(longest),
            met(longest <= TARGET_FRAME_MS),
        ));
    }
    Section {
        id: "P9",
        title: "Scrolling",
        unit: "ms",
        peer: "the same page in Chromium",
        rows,
        checked: "both are scrolled, and rows are there.".to_owned(),
        notes,
    }
}
