//! What an agent sets up around the chats: robots, views, chats put off, keys; what a message offers when one looks closer;
//! and the way out.

use std::fs;
use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::chatting::{a_seat, menu_of_chat, two_customers};
use crate::seat::{Seat, until, until_within};
use crate::story::{Story, tell_among_few};
use crate::world::Chat;

const REFUSED: &str = "这一条平台没有送到";

#[tokio::test]
async fn robots_views_and_keys_are_set_up_and_what_failed_is_sent_again() -> Result<()> {
    tell_among_few("detail", async |story| {
        let seat = a_seat(story).await?;
        let (chat, other) = two_customers(story, &seat).await?;
        seat.open_chat(&chat).await?;
        // The platform is asked about it after a while: everything else comes first.
        story.world.refuse_next_send().await?;
        seat.answer(REFUSED).await?;

        a_robot_gets_a_colour_and_its_fall_is_told(story, &seat, &chat).await?;
        a_view_is_saved(&seat, &chat).await?;
        a_chat_is_put_off_and_comes_back_with_its_customer(story, &seat, &other).await?;
        the_list_is_put_in_another_order(&seat).await?;
        a_picture_is_looked_at_and_kept(story, &seat, &chat).await?;
        every_kind_of_message_has_a_face(story, &seat, &chat).await?;
        every_key_is_on_a_sheet(&seat).await?;
        what_failed_is_sent_again(story, &seat, &chat).await?;
        one_leaves_and_nothing_is_left(story, &seat).await?;
        seat.close().await
    })
    .await
}

async fn a_robot_gets_a_colour_and_its_fall_is_told(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    let name = story.world.robot_name(&chat.through).await?;
    seat.element("robots").await?.click().await?;
    seat.press("button", &format!("“{name}”的颜色")).await?;
    seat.press("button", "颜色 7").await?;
    let hue = "
        const row = document.querySelector(`[data-testid=chat-row][data-chat='${arguments[0]}']`);
        return row.querySelector('.robot-colour')?.dataset.hue ?? null";
    until("the row bears the colour", async || {
        Ok(seat.run::<Option<String>>(hue, json!(chat.key())).await?.as_deref() == Some("7"))
    })
    .await?;
    seat.type_here(Key::Escape).await?;
    seat.press("button", &format!("“{name}”免打扰")).await?;
    seat.press("button", &format!("取消“{name}”免打扰")).await?;
    seat.press("button", &format!("只看“{name}”的会话")).await?;
    until("only this robot's chats are left", async || {
        let rows = seat.rows().await?;
        Ok(!rows.is_empty() && rows.iter().all(|row| row.chat.starts_with(&format!("{}/", chat.through))))
    })
    .await?;
    seat.press("button", &format!("只看“{name}”的会话")).await?;
    until("every robot's chats are back", async || {
        Ok(seat.rows().await?.iter().any(|row| !row.chat.starts_with(&format!("{}/", chat.through))))
    })
    .await?;
    seat.type_here(Key::Escape).await?;
    seat.until_gone("robot-list").await?;

    story.world.robot_is(&chat.through, OFFLINE).await?;
    seat.until_says("robot-alert", &name).await?;
    story.world.robot_is(&chat.through, ONLINE).await?;
    seat.until_gone("robot-alert").await
}

/// Spec 2.2.
const ONLINE: u8 = 1;
const OFFLINE: u8 = 2;

async fn a_view_is_saved(seat: &Seat, chat: &Chat) -> Result<()> {
    seat.press("button", "筛选与视图").await?;
    seat.press("radio", "单聊").await?;
    seat.write("视图名称", "只看客户").await?;
    seat.type_here(Key::Enter).await?;
    seat.type_here(Key::Escape).await?;
    seat.named("button", "只看客户").await?;
    until("only customers are left", async || {
        let groups = "return document.querySelectorAll('[data-testid=chat-row][data-chat*=\"/R:\"]').length";
        Ok(seat.run::<usize>(groups, Value::Null).await? == 0 && seat.row(chat).await.is_ok())
    })
    .await?;
    seat.element("filter-all").await?.click().await?;
    until("groups are back", async || Ok(seat.rows().await?.iter().any(|row| row.chat.contains("/R:")))).await
}

async fn a_chat_is_put_off_and_comes_back_with_its_customer(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    let is_listed = async || Ok(seat.rows().await?.iter().any(|row| row.chat == chat.key()));
    menu_of_chat(seat, chat).await?;
    seat.press("menuitem", "稍后处理").await?;
    seat.press("menuitem", "30 分钟后").await?;
    until("the chat is off the list", async || Ok(!is_listed().await?)).await?;
    story.world.say(chat, "我想好了，就要蓝色").await?;
    until("its customer brings it back", is_listed).await
}

/// Whoever waits longest is first, and then whoever wrote last again.
async fn the_list_is_put_in_another_order(seat: &Seat) -> Result<()> {
    let first = async || Ok::<_, anyhow::Error>(seat.rows().await?.into_iter().next().map(|row| row.chat));
    let latest = first().await?;
    seat.press("button", "筛选与视图").await?;
    seat.press("radio", "等得最久").await?;
    until("somebody else is first", async || Ok(first().await? != latest)).await?;
    let longest = first().await?;
    seat.press("radio", "最新消息").await?;
    until("whoever waits longest is not first any more", async || Ok(first().await? != longest)).await?;
    seat.type_here(Key::Escape).await
}

async fn a_picture_is_looked_at_and_kept(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    let url = format!("{}/media/avatar/1-0000000000000001.png", story.world.url());
    let said = story.world.say_content(chat, &json!({ "contentType": 7, "fileUrl": url })).await?;
    let picture = format!("[data-message-id='{}'] button[aria-label='查看图片']", said.message_id);
    until("the picture is in the thread", async || {
        seat.run(&format!("return document.querySelector(\"{picture} img\")?.naturalWidth > 0"), Value::Null).await
    })
    .await?;
    seat.element_with(&picture).await?.click().await?;
    seat.element("lightbox").await?;
    seat.press("button", "原始大小").await?;
    seat.named("button", "适应窗口").await?;
    let file = story.home().join("顾客的图.png");
    seat.answer_next_dialog(&file).await?;
    seat.element("lightbox-save").await?.click().await?;
    until("the picture is on the disk", async || Ok(fs::read(&file).is_ok_and(|bytes| bytes.starts_with(b"\x89PNG"))))
        .await?;
    seat.type_here(Key::Escape).await?;
    seat.until_gone("lightbox").await
}

/// What customers send besides texts and pictures, what was sent on the phone, and what nobody knows yet (spec 3.2).
async fn every_kind_of_message_has_a_face(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    let media = |name: &str| format!("{}/media/{name}", story.world.url());
    let kinds = [
        (json!({ "contentType": 8, "fileName": "报价.xlsx", "fileUrl": media("file/a.xlsx") }), "报价.xlsx"),
        (json!({ "contentType": 9, "voice": media("voice/a.mp3") }), "语音"),
        (json!({ "contentType": 5, "video": media("video/a.mp4") }), "视频"),
        (json!({ "contentType": 29, "url": media("sticker/a.gif") }), "表情"),
        (
            json!({ "contentType": 13, "title": "冬季新品", "link": "https://example.com/new", "description": "上新" }),
            "冬季新品",
        ),
        (json!({ "contentType": 78, "title": "会员商城", "content": "积分兑换", "senderName": "品牌" }), "会员商城"),
        (json!({ "contentType": 4242, "content": "?" }), "4242"),
    ];
    for (content, words) in kinds {
        let said = story.world.say_content(chat, &content).await?;
        let bubble = "const e = document.querySelector(`[data-message-id='${arguments[0]}']`);
            return e === null ? '' : e.innerText + [...e.querySelectorAll('[aria-label]')].map(a => a.ariaLabel).join()";
        until(&format!("“{words}” is in the thread"), async || {
            Ok(seat.run::<String>(bubble, json!(said.message_id)).await?.contains(words))
        })
        .await?;
    }
    story.world.say_on_phone(chat, "手机上回的一句").await?;
    seat.until_shown("手机上回的一句").await?;
    let ours = seat.bubbles_with(&["手机上回的一句"]).await?;
    ensure!(matches!(ours.as_slice(), [only] if only.direction == "out"), "{ours:?}");
    Ok(())
}

async fn every_key_is_on_a_sheet(seat: &Seat) -> Result<()> {
    seat.keys(&[Key::Control], "/").await?;
    seat.until_says("cheat-sheet", "Ctrl").await?;
    seat.type_here(Key::Escape).await?;
    seat.until_gone("cheat-sheet").await
}

async fn what_failed_is_sent_again(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    until_within(Duration::from_secs(90), "the send is shown as failed", async || {
        Ok(seat.bubbles_with(&[REFUSED]).await?.iter().any(|bubble| bubble.delivery == "failed"))
    })
    .await?;
    seat.element("resolve-send").await?.click().await?;
    seat.until_confirmed(REFUSED).await?;
    let sends = story.world.book().await?.sends;
    let of_it = sends.iter().filter(|send| send.chat_id == chat.id && send.text == REFUSED).count();
    ensure!(of_it == 2, "sent {of_it} times: once refused, once again");
    Ok(())
}

/// Signing out with everything removed needs a second gesture, and removes everything.
async fn one_leaves_and_nothing_is_left(story: &Story, seat: &Seat) -> Result<()> {
    let accounts = story.data().join("accounts");
    let caches = || fs::read_dir(&accounts).map_or(0, Iterator::count);
    ensure!(caches() == 1, "there is no cache");
    seat.element("account-menu").await?.click().await?;
    seat.press("menuitem", "退出登录").await?;
    seat.element("sign-out-wipe").await?.click().await?;
    let confirm = seat.element("sign-out-confirm").await?;
    ensure!(!confirm.is_enabled().await?, "one gesture is enough to lose everything");
    seat.element("sign-out-consent").await?.click().await?;
    seat.element("sign-out-confirm").await?.click().await?;
    seat.element("sign-in").await?;
    until("the cache is gone", async || Ok(caches() == 0)).await
}
