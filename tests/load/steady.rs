//! A thread is open and many write, first at a pace and then all at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::Size;
use super::gauge;
use super::meter::Meter;
use super::report::Report;
use crate::seat::{Seat, until, until_within};
use crate::story::Story;
use crate::world::Chat;

/// One in so many messages goes to the chat that is open. Seven and ten thousand have no common divisor: ids, which repeat
/// their digits after ten thousand messages of one second, do not meet in it.
const WATCHED_EVERY: u64 = 7;

/// How often a person opens another chat meanwhile.
const OPEN_EVERY: Duration = Duration::from_secs(15);

/// The console may still be at it when the last one has been said. Whatever takes longer hangs.
const PATIENCE: Duration = Duration::from_mins(3);

pub async fn open(story: &Story) -> Result<Arc<Seat>> {
    let seat = story.open_seat(&[]).await?;
    seat.choose_environment("practice").await?;
    seat.submit_sign_in().await?;
    until_within(PATIENCE, "the console is connected and complete", async || {
        Ok(seat.connection().await? == "live" && !seat.rows().await?.is_empty())
    })
    .await?;
    Ok(seat)
}

/// Opens the chat at the top of the list.
pub async fn watch(story: &Story, seat: &Seat) -> Result<Chat> {
    let rows = seat.until_list().await?;
    let first = rows.first().context("the list is empty")?;
    let chat = story.world.chat(&first.chat).await?;
    seat.open_chat(&chat).await?;
    Ok(chat)
}

/// A line on which more came than could be taken is let go, and what was missed is read after the reconnect, chat by chat.
/// Until that is done nothing can be called lost.
pub async fn until_complete(seat: &Seat, report: &mut Report) -> Result<()> {
    let began = Instant::now();
    until_within(PATIENCE, "everything that was missed has been read", async || Ok(seat.connection().await? == "live"))
        .await?;
    report.completed(began.elapsed());
    Ok(())
}

pub async fn paced(story: &Story, seat: &Seat, watched: &Chat, size: &Size, report: &mut Report) -> Result<()> {
    let count = size.rate * size.seconds;
    gauge::begin(seat).await?;
    let mut meter = Meter::begin(seat)?;
    let began = Instant::now();
    let mut opened = Vec::new();
    let mut due = began + OPEN_EVERY;
    story.world.load(&run(watched, count, Some(size.rate), size.chats, 0)).await?;
    until_within(Duration::from_secs(size.seconds * 2) + PATIENCE, "everything has been said", async || {
        meter.tick()?;
        if Instant::now() >= due {
            due = Instant::now() + OPEN_EVERY;
            opened.push(gauge::open_another(seat, u64::try_from(opened.len())? + 1).await?);
            open_again(seat, watched).await?;
        }
        Ok(story.world.load_said().await? == count)
    })
    .await?;
    let said_in = began.elapsed();
    until_shown(story, seat, watched).await?;
    meter.read()?;
    report.paced(count, said_in, began.elapsed(), &meter, &gauge::read(seat).await?, &opened);
    Ok(())
}

pub async fn burst(story: &Story, seat: &Seat, watched: &Chat, size: &Size, report: &mut Report) -> Result<()> {
    gauge::begin(seat).await?;
    let mut meter = Meter::begin(seat)?;
    let began = Instant::now();
    story.world.load(&run(watched, size.burst, None, size.chats, size.rate * size.seconds)).await?;
    until_within(PATIENCE, "everything has been said", async || Ok(story.world.load_said().await? == size.burst))
        .await?;
    let said_in = began.elapsed();
    until_shown(story, seat, watched).await?;
    meter.read()?;
    report.burst(size.burst, said_in, began.elapsed(), &meter, &gauge::read(seat).await?);
    Ok(())
}

fn run(watched: &Chat, count: u64, rate: Option<u64>, chats: usize, from: u64) -> Value {
    let watched = json!({ "robotKey": watched.through, "chatUser": watched.with, "every": WATCHED_EVERY });
    json!({ "count": count, "rate": rate, "chats": chats, "from": from, "watched": watched })
}

/// The row of the open chat may be anywhere in the list: the search box would find it, and so does this.
async fn open_again(seat: &Seat, watched: &Chat) -> Result<()> {
    let key = watched.key();
    until("the chat is on the list again", async || {
        let script = "
            const row = document.querySelector(`[data-testid=chat-row][data-chat=\"${arguments[0]}\"]`);
            row?.click();
            return row !== null";
        seat.run::<bool>(script, json!(key)).await
    })
    .await
}

/// Waits until the thread shows the last message that was said in its chat.
pub async fn until_shown(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    let said = story.world.said_in(chat).await?;
    let Some(last) = said.last() else { return Ok(()) };
    // The number and the time at the beginning tell one text from all others.
    let mark: String = last.chars().take(24).collect();
    let script = "return [...document.querySelectorAll('[data-testid=timeline] [data-testid=message]')]
                      .some(each => each.textContent.includes(arguments[0]))";
    until_within(PATIENCE, "the thread shows the last message", async || seat.run(script, json!(mark)).await).await
}
