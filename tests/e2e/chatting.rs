//! A day in the chats: everything an agent writes with, and everything done to chats and messages, in one window.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::seat::{Seat, until};
use crate::story::{Story, tell};
use crate::world::{Chat, Send};

#[tokio::test]
async fn what_an_agent_writes_with() -> Result<()> {
    tell("writing", async |story| {
        let seat = a_seat(story).await?;
        a_quick_reply_is_kept_in_the_settings(&seat).await?;
        let (chat, other) = two_customers(story, &seat).await?;
        seat.open_chat(&chat).await?;
        a_quick_reply_is_called_by_its_code(story, &seat, &chat).await?;
        what_was_sent_can_be_taken_back(story, &seat, &chat).await?;
        what_is_being_written_stays_with_its_chat(&seat, &chat, &other).await?;
        an_emoji_is_found_by_its_name(story, &seat, &chat).await?;
        a_pasted_picture_and_a_link_card_leave_in_order(story, &seat, &chat).await?;
        a_sensitive_word_is_asked_about(story, &seat, &chat).await?;
        somebody_in_a_group_is_called(story, &seat).await?;
        seat.close().await
    })
    .await
}

#[tokio::test]
async fn what_an_agent_does_with_chats_and_messages() -> Result<()> {
    tell("handling", async |story| {
        let seat = a_seat(story).await?;
        let (chat, other) = two_customers(story, &seat).await?;
        seat.open_chat(&chat).await?;
        a_message_is_quoted_and_several_are_copied(story, &seat, &chat).await?;
        a_day_is_jumped_to(story, &seat, &chat).await?;
        a_picture_is_forwarded(story, &seat, &chat, &other).await?;
        chats_are_pinned_marked_and_put_off(&seat, &chat, &other).await?;
        the_list_is_filtered(&seat, &chat).await?;
        the_next_one_who_waits_opens_by_a_key(story, &seat).await?;
        seat.close().await
    })
    .await
}

/// Opens a chat that may be far down the list.
pub async fn open_by_name(seat: &Seat, chat: &Chat) -> Result<()> {
    seat.keys(&[Key::Control], "k").await?;
    seat.element("palette-field").await?.send_keys(&chat.name).await?;
    seat.until_says("palette", &chat.name).await?;
    seat.type_here(Key::Enter).await?;
    seat.until_gone("palette").await?;
    seat.until_says("thread-title", &chat.name).await
}

/// Signed in, with the guide closed.
pub async fn a_seat(story: &Story) -> Result<Arc<Seat>> {
    let seat = story.open_seat(&["--practice"]).await?;
    seat.until_live().await?;
    seat.until_list().await?;
    seat.press("button", "关闭引导").await?;
    Ok(seat)
}

/// Two customers of one robot, whose rows are on the screen.
pub async fn two_customers(story: &Story, seat: &Seat) -> Result<(Chat, Chat)> {
    let mut known: Vec<Chat> = Vec::new();
    for row in seat.rows().await? {
        let chat = story.world.chat(&row.chat).await?;
        if chat.is_group == 0 {
            if let Some(first) = known.iter().find(|first| first.through == chat.through) {
                return Ok((first.clone(), chat));
            }
            known.push(chat);
        }
    }
    anyhow::bail!("no robot has two customers on the screen")
}

async fn sends_to(story: &Story, chat: &Chat) -> Result<Vec<Send>> {
    let sends = story.world.book().await?.sends;
    Ok(sends.into_iter().filter(|send| send.chat_id == chat.id).collect())
}

async fn until_sent(story: &Story, chat: &Chat, text: &str) -> Result<()> {
    until(&format!("“{text}” has reached the platform"), async || {
        Ok(sends_to(story, chat).await?.iter().any(|send| send.text.contains(text) && send.times == 1))
    })
    .await
}

async fn a_quick_reply_is_kept_in_the_settings(seat: &Seat) -> Result<()> {
    seat.press("button", "设置").await?;
    seat.element("settings-replies").await?.click().await?;
    seat.element("reply-new").await?.click().await?;
    seat.write("标题", "发货时间").await?;
    seat.write("编号", "fh").await?;
    seat.write("内容", "{{客户}}您好，今天下午发货。").await?;
    seat.element("reply-save").await?.click().await?;
    seat.until_says("reply-row", "发货时间").await?;
    seat.press("button", "会话").await
}

async fn a_quick_reply_is_called_by_its_code(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    seat.type_text("/fh").await?;
    seat.until_says("picker", "发货时间").await?;
    seat.type_here(Key::Enter).await?;
    until("the reply is in the box, with the customer's name", async || {
        let text = seat.value_of("composer-input").await?;
        Ok(text.ends_with("您好，今天下午发货。") && !text.contains('{'))
    })
    .await?;
    seat.type_here(Key::Enter).await?;
    until_sent(story, chat, "今天下午发货").await
}

async fn what_was_sent_can_be_taken_back(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    seat.answer("这句说错了").await?;
    seat.element("undo").await?.click().await?;
    until("the words are in the box again", async || Ok(seat.value_of("composer-input").await? == "这句说错了"))
        .await?;
    seat.until_gone("undo-bar").await?;
    seat.fill_in("composer-input", "这句才对").await?;
    seat.type_here(Key::Enter).await?;
    until_sent(story, chat, "这句才对").await?;
    let wrong = sends_to(story, chat).await?.into_iter().any(|send| send.text.contains("说错"));
    ensure!(!wrong, "what was taken back has left");
    Ok(())
}

async fn what_is_being_written_stays_with_its_chat(seat: &Seat, chat: &Chat, other: &Chat) -> Result<()> {
    seat.type_text("给第一位客户的半句话").await?;
    seat.open_chat(other).await?;
    until("the other chat's box is empty", async || Ok(seat.value_of("composer-input").await?.is_empty())).await?;
    seat.open_chat(chat).await?;
    until("the draft is back", async || Ok(seat.value_of("composer-input").await? == "给第一位客户的半句话")).await?;
    seat.fill_in("composer-input", Key::Backspace).await
}

async fn an_emoji_is_found_by_its_name(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    seat.press("button", "表情").await?;
    seat.write("搜索表情", "玫瑰").await?;
    seat.press("gridcell", "玫瑰").await?;
    until("the emoji is in the box", async || Ok(seat.value_of("composer-input").await?.contains('🌹'))).await?;
    seat.element("composer-send").await?.click().await?;
    until_sent(story, chat, "🌹").await
}

/// A drawing of four by four points, as a screenshot tool puts it on the clipboard.
const PASTE: &str = "
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 4;
    canvas.getContext('2d').fillRect(0, 0, 4, 4);
    const bytes = Uint8Array.from(atob(canvas.toDataURL('image/png').split(',')[1]), c => c.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
    const box = document.querySelector('[data-testid=composer-input]');
    box.focus();
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    return null";

async fn a_pasted_picture_and_a_link_card_leave_in_order(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    seat.run::<Value>(PASTE, Value::Null).await?;
    seat.element("tray-file").await?;
    seat.press("button", "发送链接卡片").await?;
    seat.until_focus_is_in("link-dialog").await?;
    seat.write("标题", "物流查询").await?;
    seat.write("网页地址", "https://example.com/track").await?;
    seat.press("button", "放入输入框").await?;
    seat.element("tray-link").await?;
    seat.type_text("图和链接都在上面").await?;
    seat.type_here(Key::Enter).await?;
    until_sent(story, chat, "图和链接都在上面").await?;
    let texts: Vec<String> = sends_to(story, chat).await?.into_iter().rev().take(3).map(|send| send.text).collect();
    let texts: Vec<&str> = texts.iter().rev().map(String::as_str).collect();
    ensure!(
        matches!(texts.as_slice(), [picture, card, _] if picture.contains("图片") && card.contains("物流查询")),
        "left in this order: {texts:?}"
    );
    Ok(())
}

async fn a_sensitive_word_is_asked_about(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    seat.press("button", "设置").await?;
    seat.element("settings-reply").await?.click().await?;
    seat.fill_in("sensitive-words", "加微信").await?;
    seat.press("button", "会话").await?;
    seat.type_text("您可以加微信聊").await?;
    seat.type_here(Key::Enter).await?;
    seat.press("button", "返回修改").await?;
    ensure!(seat.value_of("composer-input").await? == "您可以加微信聊", "the text was lost");
    ensure!(!sends_to(story, chat).await?.iter().any(|send| send.text.contains("加微信")));
    seat.fill_in("composer-input", "在这里说就行").await?;
    seat.type_here(Key::Enter).await?;
    until_sent(story, chat, "在这里说就行").await
}

async fn somebody_in_a_group_is_called(story: &Story, seat: &Seat) -> Result<()> {
    let chats = story.world.chats().await?;
    let rows = seat.rows().await?;
    let group = chats
        .into_iter()
        .find(|chat| chat.is_group == 1 && rows.iter().any(|row| row.chat == chat.key()))
        .context("no group on the screen")?;
    seat.open_chat(&group).await?;
    seat.type_text("@").await?;
    seat.element("picker-option").await?;
    seat.type_here(Key::Enter).await?;
    until("the name is in the box", async || Ok(seat.value_of("composer-input").await?.chars().count() > 2)).await?;
    let name = seat.value_of("composer-input").await?.trim().to_owned();
    seat.type_here("请看一下群公告").await?;
    seat.type_here(Key::Enter).await?;
    until_sent(story, &group, "请看一下群公告").await?;
    seat.until_shown(&name).await
}

async fn a_message_is_quoted_and_several_are_copied(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    let said = story.world.say(chat, "我要的是蓝色那款").await?;
    seat.until_shown("我要的是蓝色那款").await?;
    let also = story.world.say(chat, "要两条").await?;
    seat.until_shown("要两条").await?;
    menu_of(seat, &said.message_id).await?;
    seat.press("menuitem", "引用回复").await?;
    until("the quotation is in the box", async || {
        Ok(seat.value_of("composer-input").await?.contains("我要的是蓝色那款"))
    })
    .await?;
    seat.fill_in("composer-input", Key::Backspace).await?;
    menu_of(seat, &said.message_id).await?;
    seat.press("menuitem", "多选").await?;
    seat.until_says("picking-bar", "已选 1 条").await?;
    seat.element_with(&format!("[data-message-id='{}']", also.message_id)).await?.click().await?;
    seat.until_says("picking-bar", "已选 2 条").await?;
    seat.element("picked-copy").await?.click().await?;
    seat.until_gone("picking-bar").await?;
    seat.element("composer-input").await?.click().await?;
    seat.keys(&[Key::Control], "v").await?;
    until("both are on the clipboard", async || {
        let pasted = seat.value_of("composer-input").await?;
        Ok(["我要的是蓝色那款", "要两条"].iter().all(|text| pasted.contains(text)))
    })
    .await?;
    seat.fill_in("composer-input", Key::Backspace).await
}

/// To the day of the chat's first message, which is not loaded yet.
async fn a_day_is_jumped_to(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    let (oldest, at) = story.world.oldest(chat).await?;
    seat.element("jump-to-date").await?.click().await?;
    let day = "
        const at = new Date(arguments[0]);
        const two = number => String(number).padStart(2, '0');
        return document.querySelector(
            `[data-day='${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}'] button`);";
    let mut found = None;
    until("the calendar shows the day", async || {
        found = seat.element_by(day, json!(at)).await?;
        if found.is_none() {
            seat.press("button", "前往上个月").await?;
        }
        Ok(found.is_some())
    })
    .await?;
    found.context("it was there a moment ago")?.click().await?;
    until("the first message of that day is on the screen", async || {
        let seen = "
            const box = document.querySelector('[data-testid=timeline]').getBoundingClientRect();
            const first = document.querySelector(`[data-message-id='${arguments[0]}']`)?.getBoundingClientRect();
            return first !== undefined && first.top >= box.top && first.bottom <= box.bottom";
        seat.run(seen, json!(oldest)).await
    })
    .await?;
    if seat.has("jump-to-bottom").await? {
        seat.element("jump-to-bottom").await?.click().await?;
    }
    seat.until_shown("要两条").await
}

async fn menu_of(seat: &Seat, message: &str) -> Result<()> {
    let script = "
        const bubble = document.querySelector(`[data-message-id='${arguments[0]}']`);
        bubble.scrollIntoView({ block: 'center' });
        bubble.querySelector('[data-testid=message-more]').click();
        return null";
    seat.run::<Value>(script, json!(message)).await?;
    seat.element("message-menu").await.map(drop)
}

async fn a_picture_is_forwarded(story: &Story, seat: &Seat, chat: &Chat, other: &Chat) -> Result<()> {
    let picture =
        json!({ "contentType": 7, "fileUrl": format!("{}/media/avatar/1-0000000000000001.png", story.world.url()) });
    let said = story.world.say_content(chat, &picture).await?;
    until("the picture is in the thread", async || {
        Ok(seat.bubbles().await?.iter().any(|bubble| bubble.id == said.message_id))
    })
    .await?;
    menu_of(seat, &said.message_id).await?;
    seat.press("menuitem", "转发").await?;
    seat.write("按名称、备注或拼音查找", &other.name).await?;
    seat.press("checkbox", &other.name).await?;
    seat.press("button", "下一步").await?;
    seat.press("button", "转发给 1 个会话").await?;
    until("the platform was asked to forward", async || Ok(story.world.book().await?.forwards.len() == 1)).await
}

async fn chats_are_pinned_marked_and_put_off(seat: &Seat, chat: &Chat, other: &Chat) -> Result<()> {
    menu_of_chat(seat, other).await?;
    seat.press("menuitem", "置顶").await?;
    until("the pinned chat is first", async || {
        Ok(seat.rows().await?.first().is_some_and(|row| row.chat == other.key()))
    })
    .await?;
    menu_of_chat(seat, chat).await?;
    seat.press("menuitem", "隐藏").await?;
    until("the hidden chat is gone", async || Ok(!seat.rows().await?.iter().any(|row| row.chat == chat.key()))).await?;
    seat.press("button", "筛选与视图").await?;
    seat.press("button", "已隐藏和稍后处理").await?;
    seat.type_here(Key::Escape).await?;
    until("the hidden chat is shown by the filter", async || {
        Ok(seat.rows().await?.iter().any(|row| row.chat == chat.key()))
    })
    .await?;
    menu_of_chat(seat, chat).await?;
    seat.press("menuitem", "取消隐藏").await?;
    seat.press("button", "去掉筛选").await?;
    until("both are on the list", async || {
        let rows = seat.rows().await?;
        Ok([chat, other].iter().all(|chat| rows.iter().any(|row| row.chat == chat.key())))
    })
    .await
}

pub async fn menu_of_chat(seat: &Seat, chat: &Chat) -> Result<()> {
    let script = "document.querySelector(`[data-testid=chat-row][data-chat='${arguments[0]}'] [data-testid=chat-more]`).click(); return null";
    seat.run::<Value>(script, json!(chat.key())).await?;
    seat.named("menu", "会话操作").await.map(drop)
}

async fn the_list_is_filtered(seat: &Seat, chat: &Chat) -> Result<()> {
    seat.write("按名称筛选", &chat.name).await?;
    until("only chats of this name are left", async || {
        let rows = seat.rows().await?;
        Ok(!rows.is_empty() && rows.iter().all(|row| row.text.contains(&chat.name)))
    })
    .await?;
    seat.type_here(Key::Escape).await?;
    until("the list is whole again", async || Ok(seat.rows().await?.len() > 3)).await
}

async fn the_next_one_who_waits_opens_by_a_key(story: &Story, seat: &Seat) -> Result<()> {
    let before = seat.words_of("thread-title").await?;
    seat.keys(&[Key::Control], "j").await?;
    until("another chat is open", async || Ok(seat.words_of("thread-title").await? != before)).await?;
    let shown = seat.words_of("thread-title").await?;
    ensure!(story.world.chats().await?.iter().any(|chat| shown.contains(&chat.name)), "“{shown}” is nobody");
    Ok(())
}
