//! What an agent arranges and lives with: a mark on a chat, who is named, a colleague's replies, a robot's sound, other keys.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::chatting::{a_seat, menu_of_chat, two_customers};
use crate::peers::Notifications;
use crate::people::our_group;
use crate::seat::{Seat, until};
use crate::story::{Story, tell_among_few};
use crate::world::Chat;

#[tokio::test]
async fn marks_names_replies_sounds_and_keys_are_as_the_person_wants_them() -> Result<()> {
    tell_among_few("choices", async |story| {
        let screen = Notifications::start(&story.desktop().bus_address()).await?;
        let seat = a_seat(story).await?;
        let (chat, other) = two_customers(story, &seat).await?;
        for each in [&chat, &other] {
            seat.open_chat(each).await?;
            until("it is read", async || Ok(story.world.chat(&each.key()).await?.unread == 0)).await?;
        }
        a_chat_is_marked_as_unread(story, &seat, &chat).await?;
        whoever_names_the_robot_is_found(story, &seat).await?;
        a_colleagues_replies_come_from_a_file(story, &seat, &other).await?;
        a_robot_has_a_sound_of_its_own(story, &seat, &screen, &chat).await?;
        a_key_is_another_one(&seat, &other).await?;
        seat.close().await
    })
    .await
}

/// The mark is the person's own: the platform hears nothing of it, and opening the chat takes it away.
async fn a_chat_is_marked_as_unread(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    let marked =
        "return document.querySelector(`[data-chat='${arguments[0]}'] [data-testid=chat-unread-mark]`) !== null";
    let is_marked = async || seat.run::<bool>(marked, json!(chat.key())).await;
    menu_of_chat(seat, chat).await?;
    seat.press("menuitem", "标为未读").await?;
    until("the row bears the mark", is_marked).await?;
    ensure!(story.world.chat(&chat.key()).await?.unread == 0, "the platform was told");
    seat.open_chat(chat).await?;
    until("the mark is gone", async || Ok(!is_marked().await?)).await
}

async fn whoever_names_the_robot_is_found(story: &Story, seat: &Seat) -> Result<()> {
    let group = our_group(story).await?;
    let wxid = story.world.wxid(&group.through).await?;
    let content = json!({ "contentType": 1, "content": "@客服 麻烦看一下", "atUserList": wxid });
    story.world.say_content(&group, &content).await?;
    seat.press("button", "筛选与视图").await?;
    seat.press("button", "@我的").await?;
    until("only the group is left", async || {
        let rows = seat.rows().await?;
        Ok(matches!(rows.as_slice(), [only] if only.chat == group.key() && only.text.contains("[有人@我]")))
    })
    .await?;
    seat.press("button", "还原").await?;
    seat.type_here(Key::Escape).await?;
    until("the list is whole again", async || Ok(seat.rows().await?.len() > 3)).await
}

async fn a_colleagues_replies_come_from_a_file(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    let file = story.home().join("同事的快捷回复.csv");
    fs::write(&file, "代码,标题,分组,类型,内容\nyf,运费,售前,文字,满 99 元包邮\nkong,空的,售前,文字,\n")?;
    seat.element("view-settings").await?.click().await?;
    seat.element("settings-replies").await?.click().await?;
    seat.answer_next_dialog(&file).await?;
    seat.press("button", "导入").await?;
    let told = "return [...document.querySelectorAll('[role=status]')].map(e => e.innerText).join('\\n')";
    until("it says what became of the lines", async || {
        Ok(seat.run::<String>(told, Value::Null).await?.contains("新增 1 条，更新 0 条，跳过 1 条"))
    })
    .await?;
    seat.press("button", "会话").await?;
    seat.open_chat(chat).await?;
    seat.type_text("/yf").await?;
    seat.type_here(Key::Enter).await?;
    until("the reply is in the composer", async || Ok(seat.value_of("composer-input").await? == "满 99 元包邮"))
        .await?;
    seat.fill_in("composer-input", Key::Backspace + "").await
}

async fn a_robot_has_a_sound_of_its_own(story: &Story, seat: &Seat, screen: &Notifications, chat: &Chat) -> Result<()> {
    story.world.say(chat, "先听听原来的").await?;
    let before = screen.with("先听听原来的").await?.sound;
    let name = story.world.robot_name(&chat.through).await?;
    seat.element("view-settings").await?.click().await?;
    seat.element("settings-desktop").await?.click().await?;
    seat.choose(&format!("“{name}”的提示音"), "铃声").await?;
    seat.press("button", "会话").await?;
    until("its customer is heard by another sound", async || {
        story.world.say(chat, "再听听新的").await?;
        let shown = screen.with("再听听新的").await?;
        Ok(shown.sound.is_some() && shown.sound != before)
    })
    .await
}

async fn a_key_is_another_one(seat: &Seat, open: &Chat) -> Result<()> {
    seat.element("view-settings").await?.click().await?;
    seat.element("settings-keys").await?.click().await?;
    // One that is taken is refused, with the name of what has it.
    seat.element("key-nextWaiting").await?.click().await?;
    seat.keys(&[Key::Control], "i").await?;
    let refused = seat.named("alert", "Ctrl+I").await?;
    ensure!(refused.text().await?.contains("资料栏"), "{}", refused.text().await?);
    seat.keys(&[Key::Control], "m").await?;
    until("the new key stands there", async || Ok(seat.words_of("key-nextWaiting").await?.contains('M'))).await?;
    seat.press("button", "会话").await?;
    seat.open_chat(open).await?;
    let title = seat.words_of("thread-title").await?;
    seat.keys(&[Key::Control], "m").await?;
    until("the next who waits is open", async || Ok(seat.words_of("thread-title").await? != title)).await.context(title)
}
