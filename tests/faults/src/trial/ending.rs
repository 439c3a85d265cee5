//! The end of a trial: everything is mended, the seat comes to rest, and its cache is compared with the platform's book.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use anyhow::{Context, Result, bail};
use rand::seq::IndexedRandom;
use serde_json::{Value, json};

use super::{Outcome, Trial};
use crate::patience::Patience;
use crate::seat::chat_order;
use crate::verdict::{self, Verdict};

/// A trial in which nothing moved for so many looks never comes to rest. Longer than the longest pause of a seat.
const REST_LOOKS: u32 = 2_400;

/// What is still on its way at rest (a history read that mends a hole) moves within so many looks.
const MENDING_LOOKS: u32 = 200;

impl Trial<'_> {
    /// Mends everything, brings the seat to rest, and judges; then presses every button and judges again.
    pub(super) async fn finish(&mut self) -> Outcome {
        self.stage.mend().await?;
        self.reachable = true;
        self.free_disk()?;
        self.moment += 1;
        self.need_seat().await?;
        self.until_rest("when nothing was wrong any more").await?;
        self.decide().await?;
        // Pushes come in order: when this one is there, everything before it has come.
        self.say(0, false).await?;
        self.until_rest("after what was undecided was decided").await?;

        let mut patience = Patience::of(MENDING_LOOKS);
        let mut verdict = loop {
            let verdict = self.judge().await?;
            let open = format!("{:?} {:?}", verdict.lost, verdict.late);
            if verdict.lost.is_empty() && verdict.late.is_empty() || !patience.waits(open).await {
                break verdict;
            }
        };
        self.read_everything().await?;
        let after = self.judge().await?;
        verdict.close(&after);
        verdict.injected = std::mem::take(&mut self.injected);
        Ok(verdict)
    }

    /// The person decides about what nobody knows.
    async fn decide(&mut self) -> Result<()> {
        for (chat, _) in self.stage.chats.clone() {
            let thread = self.thread(&chat).await?;
            for row in thread["messages"].as_array().into_iter().flatten() {
                if row["delivery"]["state"] != "unconfirmed" {
                    continue;
                }
                let Some(resolution) = ["checkAgain", "sendAgain", "discard", "leave"].choose(&mut self.rng).copied()
                else {
                    continue;
                };
                if resolution == "leave" {
                    continue;
                }
                self.ask(&json!({ "do": "resolve", "id": row["id"], "resolution": resolution })).await?;
                let asked = self.asked.iter_mut().find(|asked| row["text"] == asked.text.as_str());
                if let Some(asked) = asked.filter(|_| resolution != "checkAgain") {
                    asked.again = true;
                }
            }
        }
        Ok(())
    }

    async fn thread(&mut self, chat: &Value) -> Result<Value> {
        let answer = self.ask(&chat_order("thread", chat)).await?.context("there is no seat")?;
        answer.map_err(|error| anyhow::anyhow!("the thread cannot be read: {error}"))
    }

    async fn judge(&mut self) -> Result<Verdict> {
        self.note_clears().await?;
        let mut threads = Vec::new();
        for (chat, id) in self.stage.chats.clone() {
            threads.push((id, self.thread(&chat).await?));
        }
        let book = self.stage.look("book?history=true").await?;
        let live = self.stage.look("book").await?;
        let mut verdict = verdict::of(&book, &live, &threads, &self.asked, &self.looks, &self.clears, &self.said);
        let states = self.actions().await?;
        let mut peers = HashMap::new();
        for act in &self.acts {
            if let Entry::Vacant(place) = peers.entry(act.chat.to_string()) {
                place.insert(self.stage.peer(&act.chat).await?);
            }
        }
        verdict::actions(&mut verdict, &live, &self.acts, &states, &peers);
        Ok(verdict)
    }

    /// Every gap's button, and up to the first message of every chat.
    async fn read_everything(&mut self) -> Result<()> {
        for (chat, _) in self.stage.chats.clone() {
            self.ask(&chat_order("fill", &chat)).await?;
            // More pages than any thread here has; one that does not end is found missing something.
            for _ in 0..60 {
                if self.thread(&chat).await?["completeToStart"] == true {
                    break;
                }
                self.ask(&chat_order("older", &chat)).await?;
            }
            self.ask(&chat_order("fill", &chat)).await?;
        }
        Ok(())
    }

    /// Waits until the session is live and nothing is on its way: no send, no action, no message that was told of.
    pub(super) async fn until_rest(&mut self, when: &str) -> Result<()> {
        let mut patience = Patience::of(REST_LOOKS);
        loop {
            let state = self.state().await?;
            let actions = self.actions().await?;
            let moving = [&state["waiting"], &state["inDoubt"], &actions["open"]];
            if state["session"]["state"] == "live" && moving.iter().all(|count| **count == 0) {
                return Ok(());
            }
            // Without the times in it, which pass by themselves.
            let seen = format!("{} {} {moving:?}", state["session"]["state"], state["session"]["done"]);
            if !patience.waits(seen).await {
                bail!("never came to rest {when}: {state} {actions}");
            }
        }
    }
}
