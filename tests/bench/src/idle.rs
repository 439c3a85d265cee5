//! P10: memory and processor time of a console that nobody touches, with a large cache, after much was said.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::Setting;
use crate::meter::spread;
use crate::report::{Row, Section, number};
use crate::window::desk::Desk;
use crate::window::family;
use crate::window::peer::{Chromium, Node};
use crate::window::screen::Part;

const ANYWHERE: Part = Part { x: 90, y: 240, width: 220, height: 400 };
const TARGET_EMPTY: f64 = 1.25;
const TARGET_CHROMIUM: f64 = 0.40;
const TARGET_CPU_PERCENT: f64 = 0.1;
const TARGET_SLOPE: f64 = 1.0;
/// Messages of the soak, and how many of them are said in a second.
const SOAK: u64 = 6_000;
const SOAK_RATE: u64 = 100;

/// How long is waited for what a program still does after its start or the soak, and how long it is watched then.
struct Patience {
    rest: Duration,
    watch: Duration,
    /// The last time it is watched longer, for the slope.
    long: Duration,
}

/// What was read of a program that nobody touches.
#[derive(Default)]
struct Readings {
    memory: Vec<f64>,
    cpu: Vec<f64>,
    slope: f64,
}

pub async fn run(setting: &Setting) -> Result<Vec<Section>> {
    let messages = setting.size(1_000_000);
    let programs = &setting.programs;
    let console = programs.console.as_ref().context("there is no console")?;
    let (mut desk, filled) = Desk::of_messages(setting, messages).await?;
    let screen = desk.screen()?;
    let patience = if setting.is_smoke {
        Patience { rest: Duration::from_secs(1), watch: Duration::from_secs(1), long: Duration::from_secs(2) }
    } else {
        Patience { rest: Duration::from_secs(30), watch: Duration::from_secs(30), long: Duration::from_mins(10) }
    };
    // Each turn takes minutes, and memory hardly differs from one to the next.
    let repeats = setting.repeats.min(3);
    let soak = if setting.is_smoke { SOAK_RATE } else { SOAK };
    let node = match &programs.chromium {
        Some(_) => Some(Node::with_list(setting, filled.chats, messages).await?),
        None => None,
    };
    let (mut ours, mut empty, mut chromium) = (Readings::default(), Readings::default(), Readings::default());
    for round in 0..repeats {
        let mut child = desk.run(console, &desk.arguments())?;
        screen.until_painted(ANYWHERE)?;
        let pid = child.id().context("the console has ended")?;
        desk.world.load(soak, Some(SOAK_RATE), 3).await?;
        desk.world.all_said().await?;
        watch(&[pid], &patience, round + 1 == repeats, &mut ours).await?;
        screen.close_window()?;
        child.wait().await?;
        if let Some(program) = &programs.empty {
            let mut child = desk.run(program, &[])?;
            screen.until_painted(ANYWHERE)?;
            let pid = child.id().context("the empty window has ended")?;
            watch(&[pid], &patience, false, &mut empty).await?;
            screen.close_window()?;
            child.wait().await?;
        }
        if let (Some(program), Some(node)) = (&programs.chromium, &node) {
            let opened = Chromium::open(&desk, program, &format!("{}/seat.html", node.address), Chromium::profile()?)?;
            screen.until_painted(ANYWHERE)?;
            watch(&[opened.pid()?, node.pid()?], &patience, false, &mut chromium).await?;
            screen.close_window()?;
            opened.end().await?;
        }
    }
    if let Some(node) = node {
        node.end().await?;
    }
    desk.end().await;
    Ok(sections(setting, &ours, &empty, &chromium, &patience))
}

/// Lets it come to rest, and reads then.
async fn watch(family: &[u32], patience: &Patience, is_long: bool, into: &mut Readings) -> Result<()> {
    let memory = || -> Result<f64> { family.iter().map(|pid| family::memory_mb(*pid)).sum() };
    let cpu = || -> Result<f64> { family.iter().map(|pid| family::cpu_us(*pid)).sum() };
    tokio::time::sleep(patience.rest).await;
    let (began, before) = (Instant::now(), cpu()?);
    // Reading memory costs the programs that are read, so nothing is read while processor time is.
    tokio::time::sleep(patience.watch).await;
    into.cpu.push((cpu()? - before) / began.elapsed().as_secs_f64() / 1e6 * 100.0);
    into.memory.push(memory()?);
    if is_long {
        let mut readings = Vec::new();
        while began.elapsed() < patience.watch + patience.long {
            readings.push((began.elapsed().as_secs_f64(), memory()?));
            tokio::time::sleep(patience.long / 20).await;
        }
        into.slope = family::slope_per_hour(&readings);
    }
    Ok(())
}

fn sections(
    setting: &Setting,
    ours: &Readings,
    empty: &Readings,
    chromium: &Readings,
    patience: &Patience,
) -> Vec<Section> {
    let row = |what: &str, peer: &[f64], ours: &[f64], target| Row {
        what: what.to_owned(),
        ours: ours.to_vec(),
        peer: peer.to_vec(),
        target,
    };
    let cpu = spread(&ours.cpu).median;
    let met = |is_met: bool| if is_met { "met" } else { "**not met**" };
    let note = format!(
        "Processor time at rest: {} % of one processor (target ≤ {TARGET_CPU_PERCENT} %: {}); the empty window {} %, Chromium \
         and Node {} %. Memory over the last {} minutes: {} MB an hour (target < {TARGET_SLOPE}: {}).",
        number(cpu),
        met(cpu <= TARGET_CPU_PERCENT),
        number(spread(&empty.cpu).median),
        number(spread(&chromium.cpu).median),
        patience.long.as_secs() / 60,
        number(ours.slope),
        met(ours.slope < TARGET_SLOPE),
    );
    let section = |id, peer, rows, notes| Section {
        id,
        title: "Memory (PSS of all processes)",
        unit: "MB",
        peer,
        rows,
        checked: "the windows are painted and all processes live while they are read.".to_owned(),
        notes,
    };
    let what = format!("{} messages in the cache, after a soak", setting.size(1_000_000));
    let mut sections = vec![section(
        "P10",
        "an empty Tauri window",
        if empty.memory.is_empty() {
            Vec::new()
        } else {
            vec![row(&what, &empty.memory, &ours.memory, Some(TARGET_EMPTY))]
        },
        vec![note],
    )];
    if !chromium.memory.is_empty() {
        let rows = vec![row(&what, &chromium.memory, &ours.memory, Some(TARGET_CHROMIUM))];
        sections.push(section("P10-chromium", "Chromium and Node", rows, Vec::new()));
    }
    sections
}
