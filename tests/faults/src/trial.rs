//! One seed, from the start of a platform of its own to the verdict.

mod asking;
mod breaking;
mod ending;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::Broken;
use crate::disk::{self, SmallDisk};
use crate::script::{Script, Step};
use crate::seat::{Places, Seat, chat_order};
use crate::stage::Stage;
use crate::verdict::{Act, Asked, Look, Verdict};

/// What trials have in common.
pub struct Surroundings {
    /// The program of the seat.
    pub seat: PathBuf,
    pub folder: PathBuf,
    pub sabotage: Option<Broken>,
    /// Or why not.
    pub disk_can_be_full: Result<(), String>,
}

/// What a trial found, or why it could not be carried through.
pub type Outcome = Result<Verdict>;

pub async fn run(seed: u64, surroundings: &Surroundings) -> Outcome {
    let script = Script::of(seed);
    let folder = surroundings.folder.join(seed.to_string());
    if folder.exists() {
        disk::release(&folder.join("data"));
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(folder.join("data"))?;
    std::fs::create_dir_all(folder.join("files"))?;
    std::fs::write(folder.join("certificates.pem"), "")?;
    let stage = Stage::set(&script).await?;
    let disk = match surroundings.disk_can_be_full {
        Ok(()) if script.needs_small_disk() => Some(SmallDisk::mount(&folder.join("data"))?),
        _ => None,
    };
    let mut trial = Trial {
        surroundings,
        places: Places::within(&folder, stage.base_url()),
        stage,
        disk,
        rng: ChaCha8Rng::seed_from_u64(!seed),
        seed,
        seat: None,
        clock_off_ms: script.clock_off_ms,
        reachable: true,
        disk_full: false,
        moment: 0,
        spoken: 0,
        said: HashMap::new(),
        looks: Vec::new(),
        asked: Vec::new(),
        acts: Vec::new(),
        clears: Vec::new(),
        injected: BTreeMap::new(),
    };
    let outcome = trial.play(&script).await;
    if let Some(seat) = trial.seat.take() {
        seat.kill().await?;
    }
    let kept = outcome.as_ref().map_or(true, |verdict| !verdict.violations.is_empty());
    if kept {
        std::fs::write(folder.join("script.txt"), script.to_string())?;
        let book = trial.stage.look("book?history=true").await?;
        std::fs::write(folder.join("book.json"), serde_json::to_string_pretty(&book)?)?;
        if trial.disk.is_some() {
            copy_folder(&folder.join("data"), &folder.join("data-kept"))?;
        }
    }
    let Trial { stage, disk, .. } = trial;
    drop(disk);
    stage.end().await;
    if !kept {
        std::fs::remove_dir_all(&folder)?;
    }
    outcome
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else if entry.file_name() != "ballast" {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

struct Trial<'a> {
    surroundings: &'a Surroundings,
    places: Places,
    stage: Stage,
    disk: Option<SmallDisk>,
    rng: ChaCha8Rng,
    seed: u64,
    /// None while it cannot start, because the disk is full.
    seat: Option<Seat>,
    clock_off_ms: i64,
    reachable: bool,
    disk_full: bool,
    /// Counts what the campaign does, so that what was said can be told from what was looked at later.
    moment: u64,
    spoken: u64,
    /// When a message was said, by its id. What was there at the start was said at 0.
    said: HashMap<String, u64>,
    looks: Vec<Look>,
    asked: Vec<Asked>,
    /// What robots were asked to do.
    acts: Vec<Act>,
    /// When each clearing of the book was noticed.
    clears: Vec<u64>,
    injected: BTreeMap<&'static str, u64>,
}

impl Trial<'_> {
    async fn play(&mut self, script: &Script) -> Outcome {
        self.need_seat().await?;
        self.until_rest("at the start").await?;
        for step in &script.steps {
            self.moment += 1;
            self.take(step).await.with_context(|| format!("{step:?}"))?;
            self.note_clears().await?;
        }
        self.finish().await
    }

    fn chat(&self, number: usize) -> Value {
        let count = self.stage.chats.len().max(1);
        self.stage.chats.get(number % count).map(|(chat, _)| chat.clone()).unwrap_or_default()
    }

    fn inject(&mut self, what: &'static str) {
        *self.injected.entry(what).or_default() += 1;
    }

    async fn take(&mut self, step: &Step) -> Result<()> {
        match step {
            Step::Say { chat, messages } => {
                for _ in 0..*messages {
                    self.say(*chat, false).await?;
                }
            }
            Step::Phone { chat } => self.say(*chat, true).await?,
            Step::Flood => {
                for chat in 0..self.stage.chats.len() {
                    self.say(chat, false).await?;
                }
            }
            Step::Send { chat } => self.send(*chat).await?,
            Step::SendFile { chat, kind } => self.send_file(*chat, *kind).await?,
            Step::Remark { chat } => self.remark(*chat).await?,
            Step::Tag { chat, label } => self.tag(*chat, *label).await?,
            Step::SendAndKill { chat } => self.send_and_kill(*chat).await?,
            Step::Look { chat, focused, newest } => self.look_at(*chat, *focused, *newest).await?,
            Step::LookAway => {
                self.ask(&json!({ "do": "look", "view": { "chat": null, "focused": true, "newestVisible": true } }))
                    .await?;
                self.looked_away();
            }
            Step::Older { chat } if self.reachable => {
                self.ask(&chat_order("older", &self.chat(*chat))).await?;
            }
            Step::Fill { chat } if self.reachable => {
                self.ask(&chat_order("fill", &self.chat(*chat))).await?;
            }
            // Nobody scrolls up while the line is visibly down.
            Step::Older { .. } | Step::Fill { .. } => {}
            Step::Kill { after } => {
                sleep(Duration::from_millis(*after)).await;
                self.kill().await?;
                self.need_seat().await?;
            }
            Step::Freeze { ms, chat } => self.freeze(*ms, *chat).await?,
            Step::Pause { ms } => sleep(Duration::from_millis(*ms)).await,
            fault => self.break_something(fault).await?,
        }
        Ok(())
    }

    /// A text that occurs once in the world.
    fn words(&mut self, who: &str) -> String {
        self.spoken += 1;
        format!("{who} {}-{}", self.seed, self.spoken)
    }

    async fn say(&mut self, chat: usize, from_phone: bool) -> Result<()> {
        self.moment += 1;
        let (chat, text) = (self.chat(chat), self.words(if from_phone { "手机" } else { "客户" }));
        let id = self.stage.say(&chat, &text, from_phone).await?;
        self.said.insert(id, self.moment);
        Ok(())
    }

    async fn freeze(&mut self, ms: u64, chat: usize) -> Result<()> {
        self.need_seat().await?;
        let Some(seat) = &self.seat else { return Ok(()) };
        seat.freeze()?;
        self.inject("seat frozen");
        self.say(chat, false).await?;
        sleep(Duration::from_millis(ms)).await;
        self.say(chat, false).await?;
        if let Some(seat) = &self.seat {
            seat.thaw()?;
        }
        Ok(())
    }

    async fn kill(&mut self) -> Result<()> {
        if let Some(seat) = self.seat.take() {
            seat.kill().await?;
            self.inject("kill -9");
            self.looked_away();
        }
        Ok(())
    }

    /// Starts a seat if there is none. While the disk is full it need not succeed.
    async fn need_seat(&mut self) -> Result<()> {
        if self.seat.is_none() {
            match Seat::start(self.surroundings, &self.places, self.clock_off_ms).await {
                Ok(seat) => self.seat = Some(seat),
                Err(_) if self.disk_full => self.inject("start on a full disk"),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// None without a seat.
    async fn ask(&mut self, order: &Value) -> Result<Option<Result<Value, String>>> {
        self.need_seat().await?;
        match &mut self.seat {
            Some(seat) => Ok(Some(seat.ask(order).await?)),
            None => Ok(None),
        }
    }

    async fn note_clears(&mut self) -> Result<()> {
        let book = self.stage.look("book").await?;
        let count = book["unreadCleared"].as_array().map_or(0, Vec::len);
        self.clears.resize(count, self.moment);
        Ok(())
    }

    async fn state(&mut self) -> Result<Value> {
        let answer = self.ask(&json!({ "do": "state" })).await?;
        Ok(answer.context("there is no seat")?.unwrap_or_default())
    }

    /// What became of the actions that were asked for.
    async fn actions(&mut self) -> Result<Value> {
        let ids: Vec<&str> = self.acts.iter().map(|act| act.id.as_str()).collect();
        let order = json!({ "do": "actions", "ids": ids });
        Ok(self.ask(&order).await?.context("there is no seat")?.unwrap_or_default())
    }
}
