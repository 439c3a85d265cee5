//! The cache against the platform's book.
//!
//! The cache is read from its file after the window has been closed, with the key from the desktop's keyring: what counts
//! is what is kept, whatever was shown.

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::keyring;
use crate::story::Story;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    pub robot_key: String,
    pub chat_user: String,
    pub message_id: String,
    pub text: String,
}

pub struct Verdict {
    pub said: u64,
    pub kept: u64,
    pub lost: Vec<String>,
    pub doubled: Vec<String>,
}

impl Verdict {
    pub fn must_be_whole(&self) -> Result<()> {
        let lost: Vec<_> = self.lost.iter().take(5).collect();
        ensure!(self.lost.is_empty(), "{} of {} messages are lost, such as {lost:#?}", self.lost.len(), self.said);
        let doubled: Vec<_> = self.doubled.iter().take(5).collect();
        ensure!(self.doubled.is_empty(), "{} messages are there twice, such as {doubled:#?}", self.doubled.len());
        Ok(())
    }
}

/// Compares what was said since the platform started with what the cache has of it. The first `before` of the numbered
/// texts were said before anybody signed in: a first sign-in reads the chats that moved last, and the others when they are
/// opened, so that they need not be there.
pub async fn of(story: &Story, before: u64) -> Result<Verdict> {
    let mut said: Vec<Entry> = story.world.said().await?;
    said.retain(|entry| number(&entry.text).is_none_or(|number| number >= before));
    let mut cached: HashMap<(String, String, String), u64> = HashMap::new();
    for row in cached_rows(story).await? {
        *cached.entry(row).or_default() += 1;
    }
    let mut verdict = Verdict { said: u64::try_from(said.len())?, kept: 0, lost: Vec::new(), doubled: Vec::new() };
    for entry in said {
        let shown: String = entry.text.chars().take(40).collect();
        let place = format!("{}/{} {}: {shown}", entry.robot_key, entry.chat_user, entry.message_id);
        match cached.get(&(entry.robot_key, entry.chat_user, entry.text)) {
            None => verdict.lost.push(place),
            Some(times) => {
                verdict.kept += 1;
                if *times > 1 {
                    verdict.doubled.push(place);
                }
            }
        }
    }
    Ok(verdict)
}

/// The place of a text in its run.
fn number(text: &str) -> Option<u64> {
    text.strip_prefix("L ")?.split_once(' ')?.0.parse().ok()
}

/// Robot, peer and text of every message. Every text under load occurs once.
async fn cached_rows(story: &Story) -> Result<Vec<(String, String, String)>> {
    let key = cache_key(story).await?;
    let mut cache = SqliteConnectOptions::new()
        .filename(cache_file(story)?)
        .pragma("key", format!("\"x'{key}'\""))
        .read_only(true)
        .connect()
        .await?;
    let rows = sqlx::query_as(
        "SELECT robot_key, chat_user, text FROM messages JOIN chats ON chats.id = messages.chat WHERE text <> ''",
    )
    .fetch_all(&mut cache)
    .await?;
    cache.close().await?;
    Ok(rows)
}

/// The one secret that is 64 hexadecimal digits.
async fn cache_key(story: &Story) -> Result<String> {
    let secrets = keyring::everything(&story.desktop().bus_address()).await?;
    let texts = secrets.into_iter().filter_map(|(_, secret)| String::from_utf8(secret).ok());
    let is_key = |text: &String| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    texts.into_iter().find(is_key).context("the keyring holds no key of a cache")
}

fn cache_file(story: &Story) -> Result<PathBuf> {
    let mut folders = vec![story.data()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name == "cache.db") {
                return Ok(path);
            }
        }
    }
    anyhow::bail!("there is no cache under {}", story.data().display())
}
