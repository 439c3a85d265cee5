//! The console under load: the real window, and a platform on which very many people write at once.
//!
//! `cargo xtask load` measures; `cargo xtask test` runs the same at a small size and asserts what must hold at any speed:
//! nothing is lost, nothing is there twice, long texts are reachable and refused with a reason. No figure is asserted,
//! because a figure says as much about the machine as about the console.
//!
//! A message is two events of the socket (`message` and `chat`), so that a rate of 500 here is 1,000 events a second.
//!
//! - `meter`: memory and processor time of all processes of the console.
//! - `gauge`: what the page itself can tell: how old a message is when it is painted, how long frames take.
//! - `verdict`: the cache against the platform's book.
//! - `report`: the table.

mod gauge;
mod long_text;
#[expect(clippy::cast_precision_loss, reason = "no run has 2^52 of anything")]
mod meter;
#[expect(clippy::cast_precision_loss, reason = "no run has 2^52 of anything")]
mod report;
mod steady;
mod unread;
mod verdict;

use std::env;

use anyhow::{Context, Result};
use zuoxi_simulator::{Options, WorldSize};

use crate::story::{results, tell_in};
use report::Report;

/// How much of everything. What is not said is the small size of `cargo xtask test`.
struct Size {
    seconds: u64,
    /// Messages a second.
    rate: u64,
    /// Messages at once.
    burst: u64,
    /// Chats on the list while it is measured.
    chats: usize,
    /// Chats with unread messages.
    unread: usize,
}

impl Size {
    fn asked() -> Result<Self> {
        Ok(Self {
            seconds: asked("SECONDS", 10)?,
            rate: asked("RATE", 200)?,
            burst: asked("BURST", 2_000)?,
            chats: usize::try_from(asked("CHATS", 200)?)?,
            unread: usize::try_from(asked("UNREAD", 300)?)?,
        })
    }
}

fn asked(name: &str, otherwise: u64) -> Result<u64> {
    let name = format!("ZUOXI_LOAD_{name}");
    match env::var(&name) {
        Ok(said) => said.parse().with_context(|| format!("{name} is not a number: {said}")),
        Err(_) => Ok(otherwise),
    }
}

/// A quiet world of so many chats with a short history each.
fn world(chats: usize) -> Options {
    let world = WorldSize { messages: Some(chats * 4), ..WorldSize::of_chats(chats) };
    Options { traffic: false, world, ..Options::default() }
}

#[tokio::test]
async fn nothing_is_lost_however_many_write() -> Result<()> {
    let size = Size::asked()?;
    tell_in("load", world(size.chats), async |story| {
        let mut report = Report::begin(&size);
        let seat = steady::open(story).await?;
        let watched = steady::watch(story, &seat).await?;
        steady::paced(story, &seat, &watched, &size, &mut report).await?;
        steady::burst(story, &seat, &watched, &size, &mut report).await?;
        long_text::comes_in(story, &seat, &watched, &mut report).await?;
        long_text::is_refused(story, &seat, &mut report).await?;
        steady::until_complete(&seat, &mut report).await?;
        seat.close().await?;
        let verdict = verdict::of(story, 0).await?;
        report.verdict("all of it", &verdict);
        report.write(&results().with_file_name("load"), "load")?;
        verdict.must_be_whole()
    })
    .await
}

#[tokio::test]
async fn very_many_unread_chats_are_a_list_like_any_other() -> Result<()> {
    let size = Size::asked()?;
    tell_in("load-unread", world(size.unread), async |story| {
        let mut report = Report::begin(&size);
        let seat = unread::arrive(story, &size, &mut report).await?;
        unread::go_on(story, &seat, &size, &mut report).await?;
        steady::until_complete(&seat, &mut report).await?;
        seat.close().await?;
        let verdict = verdict::of(story, u64::try_from(size.unread)?).await?;
        report.verdict("with all chats unread", &verdict);
        report.write(&results().with_file_name("load"), "unread")?;
        verdict.must_be_whole()
    })
    .await
}
