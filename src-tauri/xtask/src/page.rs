//! Waiting for things of the console's page, and pressing them, through the browser driver.

use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde_json::Value;

use crate::webdriver::Session;

/// True when the page has been drawn and nothing on it is still arriving or moving.
pub const SETTLED: &str = "return document.fonts.status === 'loaded' && [...document.images].every(i => i.complete) \
                       && performance.getEntriesByName('first-contentful-paint').length > 0 \
                       && document.getAnimations().every(a => a.playState !== 'running')";

/// Waits for an element with this `data-testid`.
pub fn until_there(session: &Session, testid: &str) -> Result<()> {
    until_found(session, &format!("[data-testid={testid}]"))
}

pub fn until_found(session: &Session, selector: &str) -> Result<()> {
    let script = format!("return document.querySelector('{selector}') !== null");
    until(session, &format!("{selector} is there"), &script)
}

pub fn click(session: &Session, testid: &str) -> Result<()> {
    session.execute(&format!("document.querySelector('[data-testid={testid}]').click()")).map(drop)
}

/// Presses a control that goes round a few choices until the page says it is on the wanted one. Not every press changes
/// what is seen: the theme of the system is one of the choices, and looks like one of the others.
pub fn toggle_until(session: &Session, testid: &str, expression: &str, wanted: &str) -> Result<()> {
    let script = format!("return {expression} === '{wanted}'");
    for _ in 0..4 {
        if until_within(Duration::from_secs(1), session, testid, &script).is_ok() {
            return Ok(());
        }
        click(session, testid)?;
    }
    until(session, &format!("{testid} comes to {wanted}"), &script)
}

pub fn until(session: &Session, what: &str, script: &str) -> Result<()> {
    until_within(Duration::from_mins(1), session, what, script)
}

fn until_within(time: Duration, session: &Session, what: &str, script: &str) -> Result<()> {
    let deadline = Instant::now() + time;
    while session.execute(script)? != Value::Bool(true) {
        if Instant::now() > deadline {
            bail!("after {} s it is still not so that {what}", time.as_secs());
        }
        sleep(Duration::from_millis(50));
    }
    Ok(())
}
