//! What one reads stays where it is: while older messages come in above it, a new one below it, and pictures anywhere.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::chatting::{a_seat, two_customers};
use crate::seat::{Seat, until};
use crate::story::{Story, tell_among_few};
use crate::world::Chat;

/// More than three pages of a thread.
const MESSAGES: usize = 170;
/// The message that is a picture; it is among the page that is there at opening.
const PICTURE: usize = 135;
/// As far as a message may move without anybody seeing it, in CSS pixels.
const MOST_PX: f64 = 1.0;

#[tokio::test]
async fn what_one_reads_stays_where_it_is() -> Result<()> {
    tell_among_few("scrolling", async |story| {
        let seat = a_seat(story).await?;
        let (chat, _) = two_customers(story, &seat).await?;
        let picture = much_is_said(story, &chat).await?;
        // Its row goes up while many write, and a click is for a row that stays.
        let last = format!("第{}句", MESSAGES - 1);
        until("the list tells of the last message", async || Ok(seat.row(&chat).await?.text.contains(&last))).await?;
        seat.open_chat(&chat).await?;
        story.world.until_read(&chat).await?;
        a_link_card_waits(&seat, &chat).await?;

        let seat = opened_again(story, &seat, &chat).await?;
        seat.element("tray-link").await.context("the link card did not survive the restart")?;
        a_picture_gets_its_size(&seat, &picture).await?;
        older_messages_come_in(&seat).await?;
        a_message_arrives_while_one_reads(story, &seat, &chat).await?;
        one_comes_back_to_the_end(&seat).await?;
        seat.close().await
    })
    .await
}

/// Texts of every height, and a picture; returns the picture's message.
async fn much_is_said(story: &Story, chat: &Chat) -> Result<String> {
    let mut picture = None;
    for number in 0..MESSAGES {
        if number == PICTURE {
            let url = format!("{}/media/avatar/1-0000000000000001.png", story.world.url());
            let said = story.world.say_content(chat, &json!({ "contentType": 7, "fileUrl": url })).await?;
            picture = Some(said.message_id);
        } else {
            let lines = "这一段话有长有短，行数也就不一样。".repeat(1 + number % 7);
            story.world.say(chat, &format!("第{number}句：{lines}")).await?;
        }
    }
    picture.context("no picture was sent")
}

async fn a_link_card_waits(seat: &Seat, chat: &Chat) -> Result<()> {
    seat.press("button", "发送链接卡片").await?;
    seat.until_focus_is_in("link-dialog").await?;
    seat.write("标题", "物流查询").await?;
    seat.write("网页地址", "https://example.com/track").await?;
    seat.press("button", "放入输入框").await?;
    seat.element("tray-link").await?;
    until("the cache keeps it", async || {
        let key = json!({ "robotKey": chat.through, "chatUser": chat.with });
        Ok(seat.call("draft", json!({ "chat": key })).await?["links"][0]["title"] == "物流查询")
    })
    .await
}

/// With everything read and in the cache, the thread begins with its last page.
async fn opened_again(story: &Story, seat: &Seat, chat: &Chat) -> Result<Arc<Seat>> {
    seat.close().await?;
    let seat = story.open_seat(&["--practice"]).await?;
    seat.until_live().await?;
    seat.until_list().await?;
    seat.open_chat(chat).await?;
    until("the thread stands at its end", async || {
        let end = "const b = document.querySelector('[data-testid=timeline]');
            return b.scrollHeight - b.scrollTop - b.clientHeight < 40";
        seat.run(end, Value::Null).await
    })
    .await?;
    Ok(seat)
}

/// Scrolls as the wheel does, to so many pixels from the top of what is loaded, or not at all; then looks at the uppermost
/// whole message after every frame, until it is asked how far it moved.
const WATCH: &str = "
    const box = document.querySelector('[data-testid=timeline]');
    const edge = box.getBoundingClientRect().top;
    const place = e => e.getBoundingClientRect().top - edge;
    window.watched = null;
    const height = box.scrollHeight;
    if (arguments[0] !== null) box.scrollTop = arguments[0];
    // A task after the frame sees what was painted: what is measured in the frame has moved back by then.
    const next = task => requestAnimationFrame(() => setTimeout(task));
    const begin = () => {
        const first = [...box.querySelectorAll('[data-testid=message]')]
            .filter(e => place(e) >= 0 && place(e) < box.clientHeight).sort((a, b) => place(a) - place(b))[0];
        if (first === undefined) return next(begin);
        const watched = { height, furthest: 0, frames: 0, on: true };
        const [id, from] = [first.dataset.messageId, place(first)];
        window.watched = watched;
        const look = () => {
            const now = box.querySelector(`[data-message-id='${id}']`);
            watched.furthest = Math.max(watched.furthest, now === null ? 10000 : Math.abs(place(now) - from));
            watched.frames += 1;
            if (watched.on) next(look);
        };
        next(look);
    };
    next(begin);
    return null";

/// Returns how high the thread is at the beginning.
async fn watch(seat: &Seat, scroll_to: Option<f64>) -> Result<f64> {
    seat.run::<Value>(WATCH, json!(scroll_to)).await?;
    let mut height = None;
    until("a message is watched", async || {
        height = seat.run::<Option<f64>>("return window.watched?.height ?? null", Value::Null).await?;
        Ok(height.is_some())
    })
    .await?;
    height.context("it was there a moment ago")
}

#[derive(Debug, Deserialize)]
struct Watched {
    furthest: f64,
    frames: u32,
}

async fn nothing_moved(seat: &Seat, while_what: &str) -> Result<()> {
    // What comes late comes within the next frames.
    let seen: Watched = seat.run("return window.watched", Value::Null).await?;
    until("some more frames were drawn", async || {
        let now: Watched = seat.run("return window.watched", Value::Null).await?;
        Ok(now.frames > seen.frames + 10)
    })
    .await?;
    let watched: Watched = seat.run("window.watched.on = false; return window.watched", Value::Null).await?;
    ensure!(watched.furthest <= MOST_PX, "while {while_what}, what one reads moved: {watched:?}");
    Ok(())
}

async fn height(seat: &Seat) -> Result<f64> {
    seat.run("return document.querySelector('[data-testid=timeline]').scrollHeight", Value::Null).await
}

async fn a_picture_gets_its_size(seat: &Seat, picture: &str) -> Result<()> {
    // Upwards until the picture's row is laid out above what is on the screen.
    until("the picture is just above", async || {
        let script = "
            const box = document.querySelector('[data-testid=timeline]');
            const row = box.querySelector(`[data-message-id='${arguments[0]}']`);
            if (row === null) box.scrollTop -= 200;
            return row !== null";
        seat.run(script, json!(picture)).await
    })
    .await?;
    watch(seat, None).await?;
    until("the picture is there", async || {
        let script = "
            const image = document.querySelector(`[data-message-id='${arguments[0]}'] button img`);
            return image !== null && image.complete && image.naturalHeight > 0";
        seat.run(script, json!(picture)).await
    })
    .await?;
    nothing_moved(seat, "a picture got its size").await
}

async fn older_messages_come_in(seat: &Seat) -> Result<()> {
    for page in 1..=2 {
        let before = watch(seat, Some(300.0)).await?;
        until("an older page is there", async || Ok(height(seat).await? > before + 1000.0)).await?;
        nothing_moved(seat, &format!("older page {page} came in")).await?;
    }
    Ok(())
}

async fn a_message_arrives_while_one_reads(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    watch(seat, None).await?;
    story.world.say(chat, "您还在看上面吗？").await?;
    until("the way to the end counts it", async || Ok(seat.words_of("jump-to-bottom").await?.contains('1'))).await?;
    nothing_moved(seat, "a message arrived").await?;
    ensure!(story.world.chat(&chat.key()).await?.unread == 1, "what nobody has seen was marked as read");
    Ok(())
}

async fn one_comes_back_to_the_end(seat: &Seat) -> Result<()> {
    seat.element("jump-to-bottom").await?.click().await?;
    seat.until_shown("您还在看上面吗？").await?;
    seat.until_gone("jump-to-bottom").await
}
