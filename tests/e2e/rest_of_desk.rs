//! The rest of the desk: mass sends, search and the palette, settings; and nobody is kept out of any view.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use thirtyfour::Key;

use crate::chatting::{a_seat, two_customers};
use crate::seat::{Seat, until};
use crate::story::{Story, tell};
use crate::untrusted::PICTURE;

const VIEWS: [&str; 8] = ["会话", "搜索", "好友申请", "动态", "通讯录", "群发", "机器人", "设置"];

#[tokio::test]
async fn many_are_written_to_and_anything_is_found_again() -> Result<()> {
    tell("finding", async |story| {
        let seat = a_seat(story).await?;
        let (chat, other) = two_customers(story, &seat).await?;
        let said = story.world.say(&chat, "订单号 2611 的蓝色羊毛围巾到了吗").await?;
        until("the row tells of it", async || Ok(seat.row(&chat).await?.text.contains("蓝色羊毛围巾"))).await?;

        two_customers_are_written_to_at_once(story, &seat, &[&chat.name, &other.name]).await?;
        a_message_is_found_and_opened(&seat, &said.message_id).await?;
        the_palette_leads_anywhere(&seat, &other.name).await?;
        the_window_looks_as_it_is_told(&seat).await?;
        seat.close().await
    })
    .await
}

#[tokio::test]
async fn nobody_is_kept_out() -> Result<()> {
    tell("access", async |story| {
        let seat = story.open_seat(&[]).await?;
        seat.element("sign-in").await?;
        seat.no_one_is_kept_out("sign-in").await?;
        seat.sign_in_to_practice().await?;
        seat.until_list().await?;
        seat.no_one_is_kept_out("the guide").await?;
        seat.press("button", "关闭引导").await?;
        let (chat, _) = two_customers(story, &seat).await?;
        seat.open_chat(&chat).await?;
        for theme in ["dark", "light"] {
            let now = "return document.documentElement.dataset.theme === arguments[0]";
            if !seat.run::<bool>(now, theme.into()).await? {
                seat.element("theme-toggle").await?.click().await?;
                until("the theme has changed", async || seat.run(now, theme.into()).await).await?;
            }
            for view in VIEWS {
                seat.press("button", view).await?;
                seat.no_one_is_kept_out(&format!("{view}, {theme}")).await?;
            }
        }
        the_regions_are_walked_by_a_key(&seat).await?;
        seat.close().await
    })
    .await
}

async fn two_customers_are_written_to_at_once(story: &Story, seat: &Seat, names: &[&str]) -> Result<()> {
    seat.press("button", "群发").await?;
    seat.press("button", "新建群发").await?;
    for name in names {
        seat.write("搜索姓名", name).await?;
        seat.press("checkbox", name).await?;
    }
    seat.press("button", "下一步").await?;
    seat.write("群发名称", "围巾到货").await?;
    seat.write("文字", "您看过的羊毛围巾到货了，欢迎来店试戴。").await?;
    a_picture_of_this_machine_goes_with_it(story, seat).await?;
    seat.press("button", "下一步").await?;
    seat.press("button", "核对").await?;
    seat.press("checkbox", "我已核对对象和内容").await?;
    seat.write("输入对象个数", "2").await?;
    seat.press("button", "发送给 2 个对象").await?;
    until("the platform has accepted it", async || Ok(story.world.book().await?.broadcasts.len() == 1)).await?;
    let broadcast = story.world.book().await?.broadcasts.pop().context("it is gone")?;
    ensure!(broadcast["name"] == "围巾到货" && broadcast["contents"] == 2, "{broadcast}");
    until("the record is on the list", async || {
        seat.run("return document.body.innerText.includes('平台已接受')", Value::Null).await
    })
    .await
}

/// The platform fetches what a broadcast carries (Q55), so the console brings the file to an address first.
async fn a_picture_of_this_machine_goes_with_it(story: &Story, seat: &Seat) -> Result<()> {
    let file = story.home().join("围巾.png");
    fs::write(&file, PICTURE)?;
    seat.element("add-image").await?.click().await?;
    seat.answer_next_dialog(&file).await?;
    seat.press("button", "上传：图片的公网地址").await?;
    let address = "return [...document.querySelectorAll('[data-testid=part] input')].at(-1)?.value ?? ''";
    until("the picture has an address", async || {
        Ok(seat.run::<String>(address, Value::Null).await?.starts_with(&story.world.url()))
    })
    .await
}

async fn a_message_is_found_and_opened(seat: &Seat, message: &str) -> Result<()> {
    seat.press("button", "搜索").await?;
    seat.element("search-field").await?.send_keys("羊毛围").await?;
    seat.until_says("search-hit", "蓝色羊毛围巾").await?;
    seat.element("search-hit").await?.click().await?;
    until("the thread is open at the message", async || {
        Ok(seat.bubbles().await?.iter().any(|bubble| bubble.id == message))
    })
    .await
}

async fn the_palette_leads_anywhere(seat: &Seat, name: &str) -> Result<()> {
    seat.keys(&[Key::Control], "k").await?;
    seat.element("palette-field").await?.send_keys(name).await?;
    seat.until_says("palette", name).await?;
    seat.type_here(Key::Enter).await?;
    seat.until_says("thread-title", name).await?;
    seat.keys(&[Key::Control], "k").await?;
    seat.element("palette-field").await?.send_keys("通讯录").await?;
    seat.until_says("palette", "前往：通讯录").await?;
    seat.type_here(Key::Enter).await?;
    seat.named("button", "同步联系人").await?;
    // What is closing still takes the clicks.
    seat.until_gone("palette").await
}

async fn the_window_looks_as_it_is_told(seat: &Seat) -> Result<()> {
    seat.press("button", "设置").await?;
    seat.element("settings-look").await?.click().await?;
    seat.press("radio", "深色").await?;
    until("it is dark", async || {
        seat.run("return document.documentElement.dataset.theme === 'dark'", Value::Null).await
    })
    .await?;
    seat.press("radio", "English").await?;
    until("it speaks English", async || seat.run("return document.documentElement.lang === 'en'", Value::Null).await)
        .await?;
    // Last, because the driver points at places of a page that is not zoomed.
    let width = "return window.innerWidth";
    let before: f64 = seat.run(width, Value::Null).await?;
    seat.element("zoom-in").await?.click().await?;
    until("everything is larger", async || Ok(seat.run::<f64>(width, Value::Null).await? < before)).await
}

/// F6 leads from region to region, and the focus can be seen wherever it is.
async fn the_regions_are_walked_by_a_key(seat: &Seat) -> Result<()> {
    seat.press("button", "会话").await?;
    let mut places = Vec::new();
    for _ in 0..4 {
        seat.type_here(Key::F6).await?;
        let place =
            "const e = document.activeElement; return e.dataset.testid ?? e.getAttribute('aria-label') ?? e.tagName";
        places.push(seat.run::<String>(place, Value::Null).await?);
    }
    places.sort();
    places.dedup();
    ensure!(places.len() >= 3, "F6 leads to {places:?} alone");
    Ok(())
}
