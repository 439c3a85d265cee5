//! The desktop's keyring in each of its moods, with the real window and a real gnome-keyring: there, with another key,
//! without the key, locked behind a question that nobody answers, and gone. The window opens each time, says what is so,
//! offers a way on, and nothing that was typed is in clear text on the disk.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::keyring::{self, Hand};
use crate::process;
use crate::seat::{Seat, until};
use crate::secrets::Secrets;
use crate::story::{Story, tell};

const DRAFT: &str = "MARKER 客户的地址写到一半";
/// Another key than any that was drawn.
const OTHER_KEY: &str = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";

#[tokio::test]
async fn whatever_the_keyring_does_the_window_opens_and_there_is_a_way_on() -> Result<()> {
    tell("vault", async |story| {
        let bus = story.desktop().bus_address();
        let hand = Hand::on(&bus).await?;

        it_is_there(story).await?;
        ensure!(hand.replace("/cache-key", OTHER_KEY).await? == 1, "the keyring holds no key of the cache");
        a_cache_that_cannot_be_opened_makes_way(story, "密钥与它不符").await?;
        ensure!(hand.delete("/cache-key").await? == 1, "the keyring holds no key of the cache");
        a_cache_that_cannot_be_opened_makes_way(story, "已没有它的密钥").await?;
        ensure!(set_aside(&story.data())? == 2, "a cache was not kept");

        let asking = keyring::silent_prompter(&bus).await?;
        hand.lock().await?;
        let seat = it_is_locked_and_nobody_answers(story).await?;
        asking.close().await?;
        hand.unlock().await?;
        it_is_unlocked_later(&seat).await?;
        seat.close().await?;

        process::kill(story.desktop().keyring_pid())?;
        until("the keyring is gone", async || Ok(process::is_gone(story.desktop().keyring_pid()))).await?;
        let _nothing = keyring::nothing_in_its_place(&bus).await?;
        it_is_gone(story).await
    })
    .await
}

async fn it_is_there(story: &Story) -> Result<()> {
    let seat = story.open_seat(&[]).await?;
    sign_in(&seat).await?;
    ensure!(!seat.has("notice-keyringLocked").await? && !seat.has("notice-keyringAbsent").await?);
    type_a_draft(story, &seat).await?;
    seat.close().await
}

async fn a_cache_that_cannot_be_opened_makes_way(story: &Story, why: &str) -> Result<()> {
    let seat = story.open_seat(&[]).await?;
    let notice = seat.element("notice-cacheSetAside").await?.text().await?;
    ensure!(notice.contains(why), "{notice}");
    ensure!(notice.contains("原文件已另存"), "{notice}");
    type_a_draft(story, &seat).await?;
    seat.close().await
}

async fn it_is_locked_and_nobody_answers(story: &Story) -> Result<Arc<Seat>> {
    let seat = story.open_seat(&[]).await?;
    seat.element("sign-in").await?;
    seat.element("go-without-keyring").await?.click().await?;
    let notice = seat.element("notice-keyringLocked").await?.text().await?;
    ensure!(notice.contains("密钥只放在内存里"), "{notice}");
    works_in_memory(story, &seat).await?;
    Ok(seat)
}

async fn it_is_unlocked_later(seat: &Seat) -> Result<()> {
    let known = seat.call("accounts", json!({})).await?;
    let account = known.pointer("/0/id").context("no account is known")?.clone();
    let wipe = json!({ "secret": false, "media": false, "cache": false });
    let answer = seat.call("sign_out", json!({ "account": account, "wipe": wipe })).await?;
    ensure!(answer.is_null(), "{answer}");
    seat.element("sign-in").await?;
    seat.element("check-keyring").await?.click().await?;
    until("nothing is said of the keyring", async || Ok(!seat.has("notice-keyringLocked").await?)).await?;
    sign_in(seat).await
}

async fn it_is_gone(story: &Story) -> Result<()> {
    let seat = story.open_seat(&[]).await?;
    let notice = seat.element("notice-keyringAbsent").await?.text().await?;
    ensure!(notice.contains("没有可用的系统钥匙串"), "{notice}");
    works_in_memory(story, &seat).await?;
    seat.close().await
}

async fn works_in_memory(story: &Story, seat: &Seat) -> Result<()> {
    sign_in(seat).await?;
    type_a_draft(story, seat).await?;
    ensure!(!seat.has("notice-cacheSetAside").await?, "what an earlier session left is no fault");
    Ok(())
}

/// To the list. What was missed is read meanwhile, and no part of this story waits for it.
async fn sign_in(seat: &Seat) -> Result<()> {
    seat.choose_environment("practice").await?;
    seat.submit_sign_in().await?;
    seat.until_list().await?;
    until("the way in is over", async || {
        seat.run("return document.querySelector('[data-testid=chat-list]').closest('[inert]') === null", Value::Null)
            .await
    })
    .await
}

/// Types into a thread, waits until it is kept, and looks for it on the disk.
async fn type_a_draft(story: &Story, seat: &Seat) -> Result<()> {
    ensure!(!seat.until_list().await?.is_empty());
    seat.reach_for_list().await?;
    seat.element("chat-row").await?.click().await?;
    seat.fill_in("composer-input", DRAFT).await?;
    // A draft is promised to be kept within this time. The promise is a length of time, so this is what is waited.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let found = Secrets::only("the draft", DRAFT).in_files(&story.data())?;
    ensure!(found.is_empty(), "{found:#?}");
    let found = Secrets::only("a key", OTHER_KEY).in_files(&story.data())?;
    ensure!(found.is_empty(), "{found:#?}");
    Ok(())
}

/// How many caches were set aside and are still there.
fn set_aside(data: &Path) -> Result<usize> {
    let mut found = 0;
    for account in std::fs::read_dir(data.join("accounts"))? {
        for file in std::fs::read_dir(account?.path())? {
            let name = file?.file_name().to_string_lossy().into_owned();
            found += usize::from(name.starts_with("cache-") && name.ends_with("-key.db"));
        }
    }
    Ok(found)
}
