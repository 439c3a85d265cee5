//! Transcripts and figures leave the console as files, in the real window and on a real disk.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::chatting::{a_seat, two_customers};
use crate::seat::{Seat, until, until_within};
use crate::story::{Story, tell};
use crate::world::Chat;

#[tokio::test]
async fn a_transcript_is_exported_and_opened() -> Result<()> {
    tell("export", async |story| {
        let seat = a_seat(story).await?;
        let (chat, _) = two_customers(story, &seat).await?;
        let words = "导出之前说的：=1+1 等于几？";
        story.world.say(&chat, words).await?;
        until("the row tells of it", async || Ok(seat.row(&chat).await?.text.contains("等于几"))).await?;

        a_new_export(&seat).await?;
        one_chat_of_today_as_pages_and_tables(&seat, &chat).await?;
        let within = into_a_folder(story, &seat, "transcripts").await?;
        seat.until_says("export-preview", "1 个会话").await?;
        seat.element("export-start").await?.click().await?;
        until_exported(&seat).await?;

        let folder = the_only_folder(&within)?;
        let manifest = manifest_that_holds(&folder)?;
        ensure!(manifest["exportedBy"] == "practice" && manifest["messages"].as_u64() > Some(0), "{manifest}");
        ensure!(
            manifest["coverage"]["chatsNotComplete"].is_u64(),
            "nothing is said of what may be missing: {manifest}"
        );
        let page = fs::read_dir(folder.join("chats"))?.next().context("no page of the chat")??.path();
        ensure!(fs::read_to_string(&page)?.contains(words), "{} lacks the words", page.display());
        let table = fs::read_to_string(folder.join("messages-001.csv"))?;
        ensure!(table.starts_with('\u{feff}') && table.contains(words), "{table}");
        ensure!(fs::metadata(folder.join("messages-001.xlsx"))?.len() > 1_000);
        ensure!(!folder.join("INCOMPLETE.txt").exists());
        seat.close().await
    })
    .await
}

#[tokio::test]
async fn an_export_that_was_cancelled_goes_on_where_it_was() -> Result<()> {
    tell("export-resumed", async |story| {
        let seat = a_seat(story).await?;
        a_new_export(&seat).await?;
        seat.element("export-media").await?.click().await?;
        let within = into_a_folder(story, &seat, "everything").await?;
        seat.until_says("export-preview", "条消息").await?;
        // Pictures are fetched from the platform, and nothing comes from there now.
        story.world.hold_network(true).await?;
        seat.element("export-start").await?.click().await?;
        until("one sees how far it is", async || {
            seat.run("return document.querySelector('[data-testid=export-row] progress') !== null", Value::Null).await
        })
        .await?;
        seat.element("export-cancel").await?.click().await?;
        until("it is cancelled", async || Ok(seat.export_state().await? == "cancelled")).await?;
        let folder = the_only_folder(&within)?;
        ensure!(folder.join("INCOMPLETE.txt").exists() && !folder.join("manifest.json").exists());

        story.world.hold_network(false).await?;
        seat.element("export-resume").await?.click().await?;
        until_exported(&seat).await?;
        ensure!(the_only_folder(&within)? == folder, "it began anew");
        ensure!(!folder.join("INCOMPLETE.txt").exists());
        let manifest = manifest_that_holds(&folder)?;
        let pages = fs::read_dir(folder.join("chats"))?.count() as u64;
        ensure!(manifest["chats"].as_u64().is_some_and(|chats| chats <= pages && chats > 10), "{manifest}");
        seat.close().await
    })
    .await
}

#[tokio::test]
async fn figures_are_saved_as_a_workbook() -> Result<()> {
    tell("figures", async |story| {
        let seat = a_seat(story).await?;
        seat.element("view-lead").await?.click().await?;
        seat.element("lead-metrics").await?.click().await?;
        seat.element("metrics-tiles").await?;
        // Every figure is drawn, under the policy of the real window as well.
        for chart in ["trend", "heat-map"] {
            let drawn = "return document.querySelector(`[data-testid=${arguments[0]}] canvas`) !== null";
            until(&format!("{chart} is drawn"), async || seat.run(drawn, chart.into()).await).await?;
        }
        until("the figures may be saved", async || {
            seat.element("metrics-save").await?.is_enabled().await.map_err(Into::into)
        })
        .await?;
        let path = story.home().join("figures.xlsx");
        seat.answer_next_dialog(&path).await?;
        seat.element("metrics-save").await?.click().await?;
        seat.until_says("metrics", "已保存").await?;
        let mut book = zip::ZipArchive::new(fs::File::open(&path)?)?;
        let workbook = std::io::read_to_string(book.by_name("xl/workbook.xml")?)?;
        for sheet in ["说明", "汇总", "按坐席", "按机器人", "按日", "一周分布"] {
            ensure!(workbook.contains(sheet), "no sheet {sheet}: {workbook}");
        }
        seat.close().await
    })
    .await
}

async fn until_exported(seat: &Seat) -> Result<()> {
    // Hundreds of pictures come from the platform, one after the other on a busy machine.
    let patience = Duration::from_mins(3);
    until_within(patience, "everything is exported", async || Ok(seat.export_state().await? == "done")).await
}

impl Seat {
    /// What became of the newest export.
    async fn export_state(&self) -> Result<String> {
        let script = "return document.querySelector('[data-testid=export-row]')?.dataset.state ?? ''";
        self.run(script, Value::Null).await
    }
}

async fn a_new_export(seat: &Seat) -> Result<()> {
    seat.element("view-lead").await?.click().await?;
    seat.element("lead-export").await?.click().await?;
    Ok(seat.element("export-new").await?.click().await?)
}

async fn one_chat_of_today_as_pages_and_tables(seat: &Arc<Seat>, chat: &Chat) -> Result<()> {
    let name = chat.name.as_str();
    seat.element("export-chats").await?.send_keys(name).await?;
    seat.press("button", name).await?;
    // A field for a date takes no letters; a script sets it as a choice in its calendar does.
    let script = "
        const field = document.querySelector('[data-testid=export-since]');
        const today = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, today);
        field.dispatchEvent(new Event('input', { bubbles: true }));
        return field.value";
    let since: String = seat.run(script, Value::Null).await?;
    ensure!(since.len() == 10, "no date: {since}");
    Ok(seat.element("export-format-csv").await?.click().await?)
}

/// Makes a folder and chooses it; returns it.
async fn into_a_folder(story: &Story, seat: &Seat, name: &str) -> Result<PathBuf> {
    let folder = story.home().join(name);
    fs::create_dir(&folder)?;
    seat.answer_next_dialog(&folder).await?;
    seat.element("export-folder").await?.click().await?;
    seat.until_says("export", name).await?;
    Ok(folder)
}

fn the_only_folder(within: &Path) -> Result<PathBuf> {
    let mut found = fs::read_dir(within)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    ensure!(found.len() == 1, "{found:#?}");
    found.pop().context("there is one")
}

/// The manifest, once it has been seen that every file is as long as it says, and that none is missing.
fn manifest_that_holds(folder: &Path) -> Result<Value> {
    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json"))?)?;
    let files = manifest["files"].as_array().context("a list of files")?;
    let sums = fs::read_to_string(folder.join("SHA256SUMS"))?;
    for file in files {
        let (name, sum) = (file["path"].as_str().context("a path")?, file["sha256"].as_str().context("a sum")?);
        ensure!(Some(fs::metadata(folder.join(name))?.len()) == file["bytes"].as_u64(), "{name} has another length");
        ensure!(sums.contains(&format!("{sum}  {name}")), "{name} has another sum in the list");
    }
    let mut check = Command::new("sha256sum");
    let checked = check.args(["--check", "--quiet", "SHA256SUMS"]).current_dir(folder).status()?;
    ensure!(checked.success(), "a file is not what its sum says");
    Ok(manifest)
}
