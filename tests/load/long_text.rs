//! A text of a megabyte: comes in and can be read, goes out never.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::gauge;
use super::meter::Meter;
use super::report::Report;
use crate::seat::{Seat, until, until_within};
use crate::story::Story;
use crate::world::Chat;

/// Three bytes each in UTF-8: a megabyte, with line breaks as people write them.
const SENTENCES: usize = 1 << 20;

const SENTENCE: &str = "这是一段很长的说明，一共有很多很多行，请耐心看完。\n";

const END: &str = "全文到此结束。";

fn text() -> String {
    let mut text = String::with_capacity(SENTENCES + SENTENCE.len() + END.len());
    while text.len() < SENTENCES {
        text.push_str(SENTENCE);
    }
    text.push_str(END);
    text
}

pub async fn comes_in(story: &Story, seat: &Seat, watched: &Chat, report: &mut Report) -> Result<()> {
    gauge::begin(seat).await?;
    let mut meter = Meter::begin(seat)?;
    let began = Instant::now();
    let long = text();
    story.world.say(watched, &long).await?;
    until_within(Duration::from_mins(2), "the long text is shown in part", async || seat.has("text-more").await)
        .await?;
    let shown = began.elapsed();
    meter.read()?;
    let drawn: usize =
        seat.run("return document.querySelector('[data-testid=timeline]').innerText.length", Value::Null).await?;
    ensure!(drawn < 100_000, "{drawn} characters are drawn at once");
    // A person who wants all of it gets all of it, a part after the other.
    let expanded = Instant::now();
    let mut unfolding = Meter::begin(seat)?;
    until_within(Duration::from_mins(2), "all of it can be read", async || {
        let script = "
            document.querySelector('[data-testid=text-more]')?.click();
            const texts = [...document.querySelectorAll('[data-testid=timeline] [data-testid=message]')];
            return texts.some(each => each.textContent.includes(arguments[0]))";
        seat.run(script, json!(END)).await
    })
    .await?;
    let whole: usize = seat
        .run(
            "return Math.max(...[...document.querySelectorAll('[data-testid=timeline] [data-testid=message]')]
                 .map(each => each.textContent.length))",
            Value::Null,
        )
        .await?;
    ensure!(whole >= long.chars().count(), "only {whole} of {} characters can be read", long.chars().count());
    unfolding.read()?;
    let gauge = gauge::read(seat).await?;
    report.long_text(long.len(), shown, &meter, expanded.elapsed(), &unfolding, gauge.frames.most);
    Ok(())
}

/// The platform's frame does not hold it, so it has to be refused before it leaves, and stay where it was typed.
pub async fn is_refused(story: &Story, seat: &Seat, report: &mut Report) -> Result<()> {
    let sends = story.world.book().await?.sends.len();
    let long = text();
    let mut meter = Meter::begin(seat)?;
    let began = Instant::now();
    let paste = "
        const box = document.querySelector('[data-testid=composer-input]');
        box.focus();
        Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(box, arguments[0]);
        box.dispatchEvent(new Event('input', { bubbles: true }));
        return true";
    seat.run::<bool>(paste, json!(long)).await?;
    until("the composer says that it is too long", async || {
        let script =
            "return document.querySelector('[data-testid=composer-input]').getAttribute('aria-invalid') === 'true'";
        seat.run(script, Value::Null).await
    })
    .await?;
    let said_so = began.elapsed();
    meter.read()?;
    let enter = "
        const box = document.querySelector('[data-testid=composer-input]');
        box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
        return [document.querySelector('[data-testid=composer-send]').disabled, box.value.length]";
    let (disabled, kept): (bool, usize) = seat.run(enter, Value::Null).await?;
    ensure!(disabled, "the button would send it");
    // The box counts in UTF-16, in which each of these characters is one.
    ensure!(kept == long.chars().count(), "{kept} of {} characters are left in the box", long.chars().count());
    ensure!(story.world.book().await?.sends.len() == sends, "it was sent");
    // The next one has room again.
    seat.run::<bool>(paste, json!("")).await?;
    report.refused(long.len(), said_so, &meter);
    Ok(())
}
