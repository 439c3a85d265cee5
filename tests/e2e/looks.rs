//! How the console looks in both themes and both languages: pictures to look at, in `target/e2e/screens`.

use std::fs;
use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::seat::{Seat, until, until_within};
use crate::story::{results, tell};

#[tokio::test]
async fn both_themes_speak_both_languages() -> Result<()> {
    tell("looks", async |story| {
        let seat = story.open_seat(&[]).await?;
        seat.element("sign-in").await?;
        photograph(&seat, "sign-in").await?;
        seat.sign_in_to_practice().await?;
        seat.until_list().await?;
        let mut texts = Vec::new();
        for language in ["zh-CN", "en"] {
            toggle_until(&seat, "language-toggle", "document.documentElement.lang", language).await?;
            for theme in ["light", "dark"] {
                toggle_until(&seat, "theme-toggle", "document.documentElement.dataset.theme", theme).await?;
                photograph(&seat, &format!("list-{theme}-{language}")).await?;
            }
            texts.push(seat.element("status-line").await?.text().await?);
        }
        ensure!(texts[0] != texts[1], "both languages say the same: {texts:?}");

        let first = seat.rows().await?.remove(0);
        seat.open_chat(&story.world.chat(&first.chat).await?).await?;
        for theme in ["dark", "light"] {
            toggle_until(&seat, "theme-toggle", "document.documentElement.dataset.theme", theme).await?;
            for language in ["en", "zh-CN"] {
                toggle_until(&seat, "language-toggle", "document.documentElement.lang", language).await?;
                photograph(&seat, &format!("thread-{theme}-{language}")).await?;
            }
        }
        seat.close().await
    })
    .await
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
    let settled = "return document.fonts.status === 'loaded' && [...document.images].every(i => i.complete)
                   && performance.getEntriesByName('first-contentful-paint').length > 0
                   && document.getAnimations().every(a => a.playState !== 'running')";
    until("the page has settled", async || seat.run(settled, Value::Null).await).await?;
    let folder = results().join("screens");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(format!("{name}.png")), seat.picture().await?)?;
    Ok(())
}
