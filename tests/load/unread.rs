//! Every chat is unread, and there are very many.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::meter::Meter;
use super::report::Report;
use super::{Size, gauge, steady};
use crate::seat::{Seat, until_within};
use crate::story::Story;

/// Each chat's history is read once, a page each.
const PATIENCE: Duration = Duration::from_mins(30);

/// From the sign-in to a list that is complete.
pub async fn arrive(story: &Story, size: &Size, report: &mut Report) -> Result<Arc<Seat>> {
    // Somebody writes in each chat before anybody looks.
    let count = u64::try_from(size.unread)?;
    story.world.load(&json!({ "count": count, "chats": size.unread })).await?;
    until_within(PATIENCE, "everybody has written", async || Ok(story.world.load_said().await? == count)).await?;
    let seat = story.open_seat(&[]).await?;
    let mut meter = Meter::begin(&seat)?;
    let began = Instant::now();
    seat.choose_environment("practice").await?;
    seat.submit_sign_in().await?;
    until_within(PATIENCE, "the chat list is shown", async || Ok(!seat.rows().await?.is_empty())).await?;
    let listed = began.elapsed();
    until_within(PATIENCE, "the console is connected and complete", async || {
        meter.tick()?;
        Ok(seat.connection().await? == "live")
    })
    .await?;
    let live = began.elapsed();
    let unread: usize = story.world.chats().await?.iter().filter(|chat| chat.unread > 0).count();
    ensure!(unread == size.unread, "{unread} of {} chats are unread", size.unread);
    meter.read()?;
    report.arrived(unread, listed, live, &meter);
    Ok(seat)
}

/// The list is scrolled from end to end, chats are opened, and people write.
pub async fn go_on(story: &Story, seat: &Seat, size: &Size, report: &mut Report) -> Result<()> {
    gauge::begin(seat).await?;
    let scroll = "
        const list = document.querySelector('[data-testid=chat-list]');
        const step = list.scrollHeight / 120;
        let left = 120;
        window.__scrolled = false;
        const next = () => {
            if (left-- === 0) { list.scrollTop = 0; window.__scrolled = true; return; }
            list.scrollTop += step;
            requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
        return true";
    seat.run::<bool>(scroll, Value::Null).await?;
    until_within(Duration::from_mins(2), "the list has been scrolled through", async || {
        seat.run("return window.__scrolled", Value::Null).await
    })
    .await?;
    let scrolled = gauge::read(seat).await?.frames;

    let watched = steady::watch(story, seat).await?;
    let mut opened = Vec::new();
    for nth in 0..5 {
        opened.push(gauge::open_another(seat, nth).await?);
    }
    seat.open_chat(&story.world.chat(&watched.key()).await?).await?;

    gauge::begin(seat).await?;
    let mut meter = Meter::begin(seat)?;
    let count = size.rate * size.seconds.min(60);
    let began = Instant::now();
    let to = json!({ "robotKey": watched.through, "chatUser": watched.with, "every": 7 });
    story
        .world
        .load(&json!({ "count": count, "rate": size.rate, "chats": size.unread, "from": size.unread, "watched": to }))
        .await?;
    until_within(PATIENCE, "everything has been said", async || Ok(story.world.load_said().await? == count)).await?;
    steady::until_shown(story, seat, &watched).await?;
    meter.read()?;
    report.unread(scrolled, &opened, count, began.elapsed(), &meter, &gauge::read(seat).await?);
    Ok(())
}
