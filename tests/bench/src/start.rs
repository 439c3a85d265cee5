//! P7: from the start of the process to a list that can be used.
//!
//! The programs are started as people start them, with nothing in them or around them that measures: the screen is looked
//! at from outside, every eight milliseconds, where the list has its rows.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tokio::process::Child;

use crate::Setting;
use crate::report::{Row, Section};
use crate::window::desk::Desk;
use crate::window::driver::Driven;
use crate::window::peer::{Chromium, Node};
use crate::window::screen::{Part, Screen};

/// Of a window of 1280 by 800, beside the rail and below the head of the list.
const LIST: Part = Part { x: 90, y: 240, width: 220, height: 400 };
const WARM_EMPTY: f64 = 1.15;
const WARM_CHROMIUM: f64 = 0.75;
const COLD_EMPTY: f64 = 1.5;

pub async fn run(setting: &Setting) -> Result<Vec<Section>> {
    let messages = setting.size(1_000_000);
    let console = setting.programs.console.as_ref().context("there is no console")?;
    let (desk, filled) = Desk::of_messages(setting, messages).await?;
    let screen = desk.screen()?;
    let listed = check(&desk, setting, filled.chats).await?;
    let mut sections = Vec::new();
    let checked = format!("the list has {listed} rows to scroll through, and the newest are drawn.");
    let ours = async || -> Result<f64> {
        let began = Instant::now();
        let child = desk.run(console, &desk.arguments())?;
        painted(&screen, child, began).await
    };
    if let Some(empty) = &setting.programs.empty {
        let empty = async || -> Result<f64> {
            let began = Instant::now();
            let child = desk.run(empty, &[])?;
            painted(&screen, child, began).await
        };
        let mut rows = Vec::new();
        rows.push(turns("warm", setting.repeats, WARM_EMPTY, &ours, &empty, false).await?);
        let mut notes = Vec::new();
        if may_forget_files() {
            rows.push(turns("cold", setting.repeats.min(5), COLD_EMPTY, &ours, &empty, true).await?);
        } else {
            notes.push("Cold starts are not measured: only root may make the system forget files.".to_owned());
        }
        sections.push(section("P7", "an empty Tauri window", rows, &checked, notes));
    } else {
        ours().await?;
    }
    if let Some(chromium) = &setting.programs.chromium {
        let node = Node::with_list(setting, filled.chats, messages).await?;
        let address = format!("{}/seat.html", node.address);
        let profile = std::cell::Cell::new(Some(Chromium::profile()?));
        let peer = async || -> Result<f64> {
            let kept = profile.take().context("the profile is in use")?;
            let began = Instant::now();
            let opened = Chromium::open(&desk, chromium, &address, kept)?;
            let at = screen.until_painted(LIST)?;
            screen.close_window()?;
            profile.set(Some(opened.end().await?));
            Ok(at.duration_since(began).as_secs_f64() * 1e3)
        };
        let rows = vec![turns("warm", setting.repeats, WARM_CHROMIUM, &ours, &peer, false).await?];
        node.end().await?;
        sections.push(section("P7-chromium", "Chromium and Node", rows, &checked, Vec::new()));
    }
    desk.end().await;
    if sections.is_empty() {
        sections.push(section("P7", "", Vec::new(), &checked, Vec::new()));
    }
    Ok(sections)
}

fn section(id: &'static str, peer: &'static str, rows: Vec<Row>, checked: &str, notes: Vec<String>) -> Section {
    Section { id, title: "Start to a painted list", unit: "ms", peer, rows, checked: checked.to_owned(), notes }
}

/// Both in turns, after a round that is not counted.
async fn turns(
    what: &str,
    repeats: u64,
    target: f64,
    ours: &impl AsyncFn() -> Result<f64>,
    peer: &impl AsyncFn() -> Result<f64>,
    cold: bool,
) -> Result<Row> {
    let (mut mine, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..=repeats {
        if cold {
            forget_files()?;
        }
        let first = ours().await?;
        if cold {
            forget_files()?;
        }
        let second = peer().await?;
        if round > 0 {
            mine.push(first);
            theirs.push(second);
        }
    }
    Ok(Row { what: what.to_owned(), ours: mine, peer: theirs, target: Some(target) })
}

/// Milliseconds until it is painted; then its window is closed.
async fn painted(screen: &Screen, mut child: Child, began: Instant) -> Result<f64> {
    let at = screen.until_painted(LIST)?;
    screen.close_window()?;
    child.wait().await?;
    Ok(at.duration_since(began).as_secs_f64() * 1e3)
}

/// Once under the driver, to see that the list that is painted is the whole one.
async fn check(desk: &Desk, setting: &Setting, chats: usize) -> Result<u64> {
    let console = setting.programs.console.as_ref().context("there is no console")?;
    let driven = Driven::open(&desk.desktop, console, &desk.arguments()).await?;
    let script = "
        const list = document.querySelector('[data-testid=chat-list]');
        const rows = document.querySelectorAll('[data-testid=chat-row]').length;
        return list === null || rows < 5 ? null : Math.floor(list.scrollHeight / 64);";
    let listed = driven.until("the list has rows", script, &Value::Null).await?.as_u64().context("no number")?;
    driven.end().await?;
    ensure!(listed >= chats as u64, "the list has {listed} rows and the cache {chats} chats");
    Ok(listed)
}

const FORGET: &str = "/proc/sys/vm/drop_caches";

fn may_forget_files() -> bool {
    std::fs::OpenOptions::new().write(true).open(FORGET).is_ok()
}

fn forget_files() -> Result<()> {
    std::process::Command::new("sync").status()?;
    std::fs::write(FORGET, "3\n").context("the system does not forget its files")
}
