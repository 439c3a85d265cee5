//! Names that no honest person has, wherever the window shows a name: the list, a thread and its head, the panels of
//! customer and group, search, contacts, requests and robots. They are the words they are, on every page.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::seat::{Seat, until};
use crate::story::{Story, tell};
use crate::untrusted::LOADS_OR_LEADS;
use crate::world::Chat;

/// Script for whoever takes it for HTML; turned and hidden for whoever reads it.
fn hostile(word: &str) -> String {
    let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
    format!("<img src=x onerror=window.owned=1>{first}\u{202e}\u{200b}{rest}\u{2066}\u{feff}\u{ad}")
}

/// How such a name is to be read.
fn shown(word: &str) -> String {
    format!("<img src=x onerror=window.owned=1>{word}")
}

#[tokio::test]
async fn names_of_strangers_are_words_on_every_page() -> Result<()> {
    tell("names", async |story| {
        let chats = story.world.chats().await?;
        let customer = chats.iter().find(|chat| chat.is_group == 0).context("nobody is there")?.clone();
        let group = chats.iter().find(|chat| chat.is_group == 1).context("no group is there")?.clone();
        story
            .world
            .name(
                &customer,
                json!({ "name": hostile("王五名"), "remark": hostile("老客备"), "description": hostile("说明书"),
                        "label": hostile("标签丙"), "robot": hostile("机器甲") }),
            )
            .await?;
        story
            .world
            .name(
                &group,
                json!({ "name": hostile("群名乙"), "members": hostile("成员丁"), "notice": hostile("公告戊") }),
            )
            .await?;

        // Whoever wrote last is on top of the list.
        for chat in [&customer, &group] {
            story.world.say(chat, &hostile("你好吗")).await?;
        }
        let seat = story.open_seat(&[]).await?;
        seat.sign_in_to_practice().await?;
        the_list_and_the_threads(story, &seat, &customer, &group).await?;
        search(story, &seat, &customer).await?;
        story.world.ask_for_friendship(&customer.through, &hostile("请通过")).await?;
        for page in ["contacts", "requests", "activity", "robots", "broadcast", "settings"] {
            seat.element(&format!("view-{page}")).await?.click().await?;
            until("the page has come", async || current(&seat, page).await).await?;
            harmless(&seat, page).await?;
        }
        seat.element("view-requests").await?.click().await?;
        until("the request is there", async || says(&seat, &shown("请通过")).await).await?;
        harmless(&seat, "requests").await?;
        seat.close().await
    })
    .await
}

async fn the_list_and_the_threads(story: &Story, seat: &Seat, customer: &Chat, group: &Chat) -> Result<()> {
    for (chat, names) in
        [(customer, vec![shown("王五名"), shown("机器甲")]), (group, vec![shown("群名乙"), shown("成员丁")])]
    {
        until("the chat is on the list", async || Ok(seat.row(chat).await.is_ok())).await?;
        harmless(seat, "the list").await?;
        seat.open_chat(chat).await?;
        until("the message is there", async || says(seat, &shown("你好吗")).await).await?;
        let file = json!({ "contentType": 8, "fileUrl": "http://127.0.0.1:9/a", "fileName": format!("{}.pdf", hostile("报价单")) });
        story.world.say_content(chat, &file).await?;
        until("the file is there", async || says(seat, &format!("{}.pdf", shown("报价单"))).await).await?;
        for name in names {
            until(&format!("{name} is on the page"), async || says(seat, &name).await).await?;
        }
        harmless(seat, "the thread").await?;
    }
    Ok(())
}

async fn search(story: &Story, seat: &Seat, customer: &Chat) -> Result<()> {
    let said = story.world.say(customer, &hostile("发票抬头")).await?;
    seat.element("view-search").await?.click().await?;
    for (words, result) in [("五名", "search-name"), ("票抬头", "search-hit")] {
        seat.fill_in("search-field", words).await?;
        until(&format!("{words} is found"), async || seat.has(result).await).await?;
        harmless(seat, "search").await?;
    }
    ensure!(!said.message_id.is_empty());
    seat.element("view-inbox").await?.click().await?;
    Ok(())
}

async fn current(seat: &Seat, page: &str) -> Result<bool> {
    let script =
        "return document.querySelector(`[data-testid=view-${arguments[0]}]`)?.getAttribute('aria-current') === 'page'";
    seat.run(script, json!(page)).await
}

async fn says(seat: &Seat, words: &str) -> Result<bool> {
    seat.run("return document.body.innerText.includes(arguments[0])", json!(words)).await
}

/// Nothing of a name has become a part of the page, has run, or turns what is read.
async fn harmless(seat: &Seat, place: &str) -> Result<()> {
    let odd: Vec<String> = seat.run(LOADS_OR_LEADS, Value::Null).await?;
    ensure!(odd.is_empty(), "{place} holds what came from a name: {odd:#?}");
    let owned: bool = seat.run("return window.owned !== undefined", Value::Null).await?;
    ensure!(!owned, "{place}: a name ran as a script");
    let turning: Vec<String> = seat.run(TURNING, Value::Null).await?;
    ensure!(turning.is_empty(), "{place} holds characters that turn or hide text: {turning:#?}");
    Ok(())
}

/// Texts and spoken names of the page with characters that turn the direction of text.
const TURNING: &str = "
    const turns = /[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]/, found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (turns.test(walker.currentNode.data)) found.push(walker.currentNode.parentElement.outerHTML.slice(0, 300));
    for (const element of document.querySelectorAll('*'))
        for (const name of ['title', 'aria-label', 'alt', 'placeholder'])
            if (turns.test(element.getAttribute(name) ?? '')) found.push(`${name} of ${element.outerHTML.slice(0, 300)}`);
    if (turns.test(document.title)) found.push('the title of the window');
    return found;";
