//! How the console looks: every view in both themes and both languages, as pictures to look at in `target/e2e/screens`;
//! and whether every control can be got at in windows of other sizes.

use std::fs;
use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::chatting::two_customers;
use crate::seat::{Seat, until, until_within};
use crate::story::{Story, results, tell};

/// The rail from top to bottom, as its entries are called in the page.
const VIEWS: [&str; 9] =
    ["inbox", "search", "requests", "activity", "contacts", "broadcast", "robots", "lead", "settings"];

/// The lead's own navigation.
const LEAD_VIEWS: [&str; 7] = ["waiting", "metrics", "review", "quality", "audit", "health", "export"];

/// Controls that stick out of the window, and that no scrolling brings into it.
const OUT_OF_REACH: &str = "
    const scrolls = (e, axis) => {
        for (let up = e.parentElement; up; up = up.parentElement) {
            const style = getComputedStyle(up);
            if (axis === 'x' && /auto|scroll/.test(style.overflowX) && up.scrollWidth > up.clientWidth) return true;
            if (axis === 'y' && /auto|scroll/.test(style.overflowY) && up.scrollHeight > up.clientHeight) return true;
        }
        return false;
    };
    return [...document.querySelectorAll('button,input,textarea,select,a[href],[role=button],[role=tab],[role=option]')]
        .filter(e => e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
                     && !e.closest('[inert],[aria-hidden=true]'))
        .map(e => ({ e, box: e.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && box.height > 1)
        .filter(({ e, box }) => ((box.left < -1 || box.right > innerWidth + 1) && !scrolls(e, 'x'))
                                || ((box.top < -1 || box.bottom > innerHeight + 1) && !scrolls(e, 'y')))
        .map(({ e, box }) => `${e.getAttribute('aria-label') ?? e.innerText ?? ''} <${e.tagName} ${e.dataset.testid ?? ''}> `
                             + `${Math.round(box.left)},${Math.round(box.top)} to ${Math.round(box.right)},${Math.round(box.bottom)}`)
        .concat(document.documentElement.scrollWidth > innerWidth + 1 ? ['the page itself is wider than the window'] : []);";

#[tokio::test]
async fn both_themes_speak_both_languages() -> Result<()> {
    tell("looks", async |story| {
        let seat = story.open_seat(&[]).await?;
        seat.element("sign-in").await?;
        photograph(&seat, "sign-in").await?;
        seat.sign_in_to_practice().await?;
        seat.until_list().await?;
        photograph(&seat, "guide").await?;
        seat.press("button", "关闭引导").await?;
        a_morning_at_the_desk(story, &seat).await?;
        let mut texts = Vec::new();
        for language in ["zh-CN", "en"] {
            toggle_until(&seat, "language-toggle", "document.documentElement.lang", language).await?;
            for theme in ["light", "dark"] {
                toggle_until(&seat, "theme-toggle", "document.documentElement.dataset.theme", theme).await?;
                each_view(&seat, async |seat, view| photograph(seat, &format!("{view}-{language}-{theme}")).await)
                    .await?;
            }
            texts.push(seat.element("status-line").await?.text().await?);
        }
        ensure!(texts[0] != texts[1], "both languages say the same: {texts:?}");
        seat.close().await
    })
    .await
}

#[tokio::test]
async fn every_control_is_within_reach_in_windows_of_every_size() -> Result<()> {
    tell("sizes", async |story| {
        let seat = story.open_seat(&[]).await?;
        seat.element("sign-in").await?;
        within_reach(&seat, "sign-in").await?;
        seat.sign_in_to_practice().await?;
        seat.until_list().await?;
        seat.press("button", "关闭引导").await?;
        a_morning_at_the_desk(story, &seat).await?;
        for language in ["zh-CN", "en"] {
            toggle_until(&seat, "language-toggle", "document.documentElement.lang", language).await?;
            for (width, height) in [(1024, 640), (1280, 800), (1920, 1080)] {
                seat.resize(width, height).await?;
                each_view(&seat, async |seat, view| {
                    within_reach(seat, &format!("{view}, {language}, {width}×{height}")).await
                })
                .await?;
            }
        }
        // Everything twice as large is a window of half the size to the page.
        seat.resize(1920, 1080).await?;
        seat.element("view-inbox").await?.click().await?;
        for _ in 0..10 {
            seat.keys(&[Key::Control], "=").await?;
        }
        until("everything is twice as large", async || {
            Ok(seat.run::<f64>("return window.innerWidth", Value::Null).await? < 1000.0)
        })
        .await?;
        // The driver points at places of a page that is not zoomed, so that the views are walked from within.
        for view in VIEWS {
            let script = "document.querySelector(`[data-testid=view-${arguments[0]}]`).click(); return null";
            seat.run::<Value>(script, json!(view)).await?;
            within_reach(&seat, &format!("{view}, 200 %")).await?;
        }
        seat.close().await
    })
    .await
}

/// An open chat with something of everything, somebody who asks for friendship, and a line that is being written.
async fn a_morning_at_the_desk(story: &Story, seat: &Seat) -> Result<()> {
    let (chat, other) = two_customers(story, seat).await?;
    story.world.say(&chat, "您好，上周订的蓝色羊毛围巾什么时候能到？").await?;
    story.world.say(&other, "发票可以开公司抬头吗？").await?;
    story.world.ask_for_friendship(&chat.through, "我是老客户李女士介绍来的，想咨询定制").await?;
    seat.open_chat(&chat).await?;
    seat.until_shown("蓝色羊毛围巾").await
}

async fn each_view(seat: &Seat, look: impl AsyncFn(&Seat, &str) -> Result<()>) -> Result<()> {
    for view in VIEWS {
        seat.element(&format!("view-{view}")).await?.click().await?;
        if view != "lead" {
            look(seat, view).await?;
            continue;
        }
        for part in LEAD_VIEWS {
            seat.element(&format!("lead-{part}")).await?.click().await?;
            look(seat, &format!("lead-{part}")).await?;
        }
    }
    seat.element("view-inbox").await?.click().await?;
    Ok(())
}

async fn within_reach(seat: &Seat, view: &str) -> Result<()> {
    until_settled(seat).await?;
    let outside: Vec<String> = seat.run(OUT_OF_REACH, Value::Null).await?;
    ensure!(outside.is_empty(), "{view}: {outside:#?}");
    Ok(())
}

/// Presses a control that goes round a few choices until the page is as wanted. Not every press changes what is seen:
/// the theme of the system is one of the choices, and looks like one of the others.
async fn toggle_until(seat: &Seat, testid: &str, expression: &str, wanted: &str) -> Result<()> {
    let script = format!("return {expression} === arguments[0]");
    let is_so = async || seat.run(&script, json!(wanted)).await;
    for _ in 0..4 {
        if until_within(Duration::from_secs(1), testid, is_so).await.is_ok() {
            return Ok(());
        }
        seat.element(testid).await?.click().await?;
    }
    until(&format!("{testid} comes to {wanted}"), is_so).await
}

async fn photograph(seat: &Seat, name: &str) -> Result<()> {
    until_settled(seat).await?;
    let folder = results().join("screens");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(format!("{name}.png")), seat.picture().await?)?;
    Ok(())
}

/// True when the page has been drawn and nothing on it is still arriving or moving.
async fn until_settled(seat: &Seat) -> Result<()> {
    // Pictures further down are loaded when somebody gets there.
    let settled = "const seen = ({ top, bottom }) => bottom > 0 && top < innerHeight;
                   return document.fonts.status === 'loaded'
                   && [...document.images].every(i => i.complete || !seen(i.getBoundingClientRect()))
                   && performance.getEntriesByName('first-contentful-paint').length > 0
                   && document.getAnimations().every(a => a.playState !== 'running')";
    until("the page has settled", async || seat.run(settled, Value::Null).await).await
}
