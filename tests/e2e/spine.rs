//! The backbone, from sign-in to a delivered answer, through a cut network and a pulled power cord.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::page::{Bubble, Row};
use crate::seat::{Seat, until, until_within};
use crate::secrets::Secrets;
use crate::story::{Story, tell};
use crate::world::Chat;

const QUESTION: &str = "请问昨天下的订单什么时候发货？";
const ANSWER: &str = "您好，已为您查询，订单今天下午发出。";
const WHILE_AWAY: [&str; 3] = ["第一条：物流停了吗？", "第二条：我想改地址。", "第三条：麻烦尽快回复。"];
const DRAFT: &str = "改地址的话请把新地址";

#[tokio::test]
async fn signed_in_read_answered_cut_off_caught_up_killed_and_still_there() -> Result<()> {
    tell("spine", async |story| {
        let seat = story.open_seat(&[]).await?;
        seat.sign_in_to_practice().await?;

        let chat = a_chat_with_unread(story, &seat.until_list().await?).await?;
        nothing_was_read_by_looking_at_the_list(story).await?;
        opening_the_chat_clears_it(story, &seat, &chat).await?;
        a_customer_writes_and_is_answered(story, &seat, &chat).await?;
        messages_of_an_outage_arrive_in_order_and_once(story, &seat, &chat).await?;

        seat.type_text(DRAFT).await?;
        // A draft is promised to be kept within this time. The promise is a length of time, so this is what is waited.
        tokio::time::sleep(Duration::from_millis(500)).await;
        let before = seat.bubbles().await?;
        seat.kill().await?;
        let seat = everything_is_there_before_the_network(story, &chat, &before).await?;

        story.world.mend_network().await?;
        until_within(Duration::from_mins(2), "the console is connected again", async || {
            Ok(seat.connection().await? == "live")
        })
        .await?;
        each_message_is_there_once(&seat).await?;
        ensure!(sends_of(story, &chat).await? == [(ANSWER.to_owned(), 1)], "the restart sent something again");

        secrets_are_nowhere_but_in_the_keyring(story, &seat).await?;
        seat.close().await
    })
    .await
}

/// The uppermost chat that has unread messages, after the list and the platform agreed on how many.
async fn a_chat_with_unread(story: &Story, rows: &[Row]) -> Result<Chat> {
    let row = rows.iter().find(|row| row.unread > 0).context("no chat on the list has unread messages")?;
    let chat = story.world.chat(&row.chat).await?;
    ensure!(chat.unread == row.unread, "the list says {}, the platform {}", row.unread, chat.unread);
    Ok(chat)
}

async fn nothing_was_read_by_looking_at_the_list(story: &Story) -> Result<()> {
    let cleared = story.world.book().await?.unread_cleared;
    ensure!(cleared.is_empty(), "the list alone marked {cleared:?} as read");
    Ok(())
}

async fn opening_the_chat_clears_it(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    seat.open_chat(chat).await?;
    story.world.until_read(chat).await?;
    until("the row shows no unread", async || Ok(seat.row(chat).await?.unread == 0)).await?;
    let cleared = story.world.book().await?.unread_cleared;
    ensure!(cleared.iter().all(|id| *id == chat.id), "other chats were marked as read, too: {cleared:?}");
    Ok(())
}

async fn a_customer_writes_and_is_answered(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    let said = story.world.say(chat, QUESTION).await?;
    seat.until_shown(QUESTION).await?;
    let shown = seat.bubbles_with(&[QUESTION]).await?;
    ensure!(matches!(shown.as_slice(), [bubble] if bubble.id == said.message_id && bubble.direction == "in"));

    seat.answer(ANSWER).await?;
    seat.until_confirmed(ANSWER).await?;
    ensure!(sends_of(story, chat).await? == [(ANSWER.to_owned(), 1)], "the platform did not get the answer just once");
    Ok(())
}

async fn messages_of_an_outage_arrive_in_order_and_once(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    story.world.cut_network_for(Duration::from_secs(15)).await?;
    until("the console says that it is offline", async || Ok(seat.connection().await? == "offline")).await?;
    for text in WHILE_AWAY {
        story.world.say(chat, text).await?;
    }
    ensure!(seat.bubbles_with(&WHILE_AWAY).await?.is_empty(), "a message came through a network that was cut");

    // An outage of 15 s and the pause before the second try, which may be as long as the platform's rule allows.
    until_within(Duration::from_mins(2), "the console is connected again", async || {
        Ok(seat.connection().await? == "live")
    })
    .await?;
    each_message_is_there_once(seat).await
}

async fn each_message_is_there_once(seat: &Seat) -> Result<()> {
    for text in WHILE_AWAY {
        seat.until_shown(text).await?;
    }
    let expected = [QUESTION, ANSWER, WHILE_AWAY[0], WHILE_AWAY[1], WHILE_AWAY[2]];
    let shown: Vec<String> = seat.bubbles_with(&expected).await?.into_iter().map(|bubble| bubble.text).collect();
    let in_order = shown.len() == expected.len() && shown.iter().zip(expected).all(|(text, want)| text.contains(want));
    ensure!(in_order, "the thread shows {shown:#?}");
    Ok(())
}

/// The network is cut before the console starts, so whatever it shows comes from its own cache.
async fn everything_is_there_before_the_network(story: &Story, chat: &Chat, before: &[Bubble]) -> Result<Arc<Seat>> {
    story.world.cut_network().await?;
    let asked = story.world.book().await?;

    let seat = story.open_seat(&[]).await?;
    seat.until_list().await?;
    seat.open_chat(chat).await?;
    each_message_is_there_once(&seat).await?;
    let last = before.iter().rev().take(6).map(|bubble| &bubble.id).collect::<Vec<_>>();
    until("the thread ends as before", async || {
        Ok(seat.bubbles().await?.iter().rev().take(6).map(|bubble| &bubble.id).eq(last.iter().copied()))
    })
    .await?;
    until("the draft is in the composer", async || Ok(seat.value_of("composer-input").await? == DRAFT)).await?;

    let after = story.world.book().await?;
    ensure!(after.requests == asked.requests, "the console asked the platform: {:?}", after.requests);
    ensure!(after.sockets_open == 0 && after.socket_connects.len() == asked.socket_connects.len());
    ensure!(seat.connection().await? != "live", "the console claims to be connected to nothing");
    Ok(seat)
}

async fn secrets_are_nowhere_but_in_the_keyring(story: &Story, seat: &Seat) -> Result<()> {
    // What is known to be there has to be found, or the search proves nothing.
    let draft = Secrets::only("the draft", DRAFT);
    let places = draft.in_the_web_ui(seat).await?;
    ensure!(places.iter().any(|place| place.contains("memory")), "the search of the memory is blind");
    ensure!(!places.iter().all(|place| place.contains("memory")), "the search of the page is blind");
    let address = Secrets::only("the address", &story.world.url());
    ensure!(!address.in_the_command_line(seat)?.is_empty(), "the search of the command line is blind");

    // The bundle for support lies among the files that are searched now.
    let bundle = story.home().join("support.zip");
    let saved = seat.call("save_diagnostics", json!({ "path": bundle })).await?;
    ensure!(saved.is_null(), "{saved}");
    let blind = Secrets::only("the cipher's version", "cipherVersion").in_files(story.home())?;
    ensure!(blind.iter().any(|place| place.contains("report.json")), "the search of the bundle is blind: {blind:?}");

    let secrets = Secrets::of(story).await?;
    let mut found = secrets.in_files(story.home())?;
    found.extend(secrets.in_the_command_line(seat)?);
    found.extend(secrets.in_the_web_ui(seat).await?);
    // Conversations are private, too: the cache and the logs do not hold them in the clear.
    found.extend(Secrets::only("the answer", ANSWER).in_files(&story.data())?);
    found.extend(draft.in_files(&story.data())?);
    found.extend(Secrets::only("the answer", ANSWER).packed_in(&bundle)?);
    found.extend(draft.packed_in(&bundle)?);
    ensure!(found.is_empty(), "{found:#?}");
    Ok(())
}

async fn sends_of(story: &Story, chat: &Chat) -> Result<Vec<(String, u32)>> {
    let sends = story.world.book().await?.sends.into_iter();
    Ok(sends.filter(|send| send.chat_id == chat.id).map(|send| (send.text, send.times)).collect())
}
