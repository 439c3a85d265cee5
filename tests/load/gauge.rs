//! What the page can tell by itself. The script keeps histograms of a fixed size, so that it adds nothing to the memory
//! that is measured.

use anyhow::Result;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::seat::{Seat, until};

/// Runs on every frame, and looks at what is painted once it has been.
///
/// A message's age is the time between its being said, which stands in its text, and the end of the first frame that
/// shows it. Of several that came with one frame each counts. What was never shown, because the next came first, does not.
const BEGIN: &str = "
    if (window.__gauge) { window.__gauge.reset(); return true; }
    const LIMIT = 120000;
    const gauge = { thread: null, list: null, frames: null, longest: 0, top: -1, listTop: -1, before: 0 };
    gauge.reset = () => {
        gauge.thread = new Uint32Array(LIMIT); gauge.list = new Uint32Array(LIMIT); gauge.frames = new Uint32Array(LIMIT);
        gauge.before = 0;
    };
    const count = (histogram, value) => { histogram[Math.max(0, Math.min(LIMIT - 1, Math.round(value)))] += 1; };
    const MARK = /L (\\d+) (\\d{13}) /;
    const look = (selector, histogram, top) => {
        let next = top;
        const now = Date.now();
        for (const element of document.querySelectorAll(selector)) {
            const mark = MARK.exec(element.textContent);
            if (mark === null || Number(mark[1]) <= top) continue;
            next = Math.max(next, Number(mark[1]));
            count(histogram, now - Number(mark[2]));
        }
        return next;
    };
    const painted = () => {
        gauge.top = look('[data-testid=timeline] [data-testid=message]', gauge.thread, gauge.top);
        gauge.listTop = look('[data-testid=chat-row]', gauge.list, gauge.listTop);
    };
    const frame = (at) => {
        if (gauge.before > 0) count(gauge.frames, at - gauge.before);
        gauge.before = at;
        setTimeout(painted, 0);
        requestAnimationFrame(frame);
    };
    gauge.reset();
    window.__gauge = gauge;
    requestAnimationFrame(frame);
    return true;
";

const READ: &str = "
    const of = (histogram) => {
        let total = 0;
        for (const each of histogram) total += each;
        const at = (share) => {
            let left = Math.ceil(total * share);
            for (let value = 0; value < histogram.length; value++) {
                left -= histogram[value];
                if (left <= 0) return value;
            }
            return histogram.length;
        };
        return { count: total, median: at(0.5), p95: at(0.95), p99: at(0.99), most: total === 0 ? 0 : at(1) };
    };
    const gauge = window.__gauge;
    return { thread: of(gauge.thread), list: of(gauge.list), frames: of(gauge.frames) };
";

/// Milliseconds.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Spread {
    pub count: u64,
    pub median: u32,
    pub p95: u32,
    pub p99: u32,
    pub most: u32,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Gauge {
    /// How old messages were when the open thread showed them.
    pub thread: Spread,
    /// How old they were when a row of the list did.
    pub list: Spread,
    /// From one frame to the next.
    pub frames: Spread,
}

/// Begins anew.
pub async fn begin(seat: &Seat) -> Result<()> {
    seat.run::<bool>(BEGIN, Value::Null).await.map(drop)
}

pub async fn read(seat: &Seat) -> Result<Gauge> {
    seat.run(READ, Value::Null).await
}

/// Clicks on the row of another chat than the one that is open, and says how long it took until that chat's messages were
/// painted, in milliseconds. The row is the first, second, … that is drawn.
pub async fn open_another(seat: &Seat, nth: u64) -> Result<u32> {
    let click = "
        const rows = [...document.querySelectorAll('[data-testid=chat-row]')];
        const row = rows.filter(each => each.dataset.chat !== document.querySelector('[data-testid=thread]')?.dataset.chat)
            .at(arguments[0] % (rows.length - 1));
        const began = performance.now(), chat = row.dataset.chat;
        window.__opened = null;
        row.click();
        const look = () => {
            const thread = document.querySelector('[data-testid=thread]');
            const there = thread?.dataset.chat === chat && thread.querySelector('[data-testid=message]') !== null;
            if (there) window.__opened = performance.now() - began;
            else requestAnimationFrame(() => setTimeout(look, 0));
        };
        requestAnimationFrame(() => setTimeout(look, 0));
        return true;
    ";
    seat.run::<bool>(click, json!(nth)).await?;
    until("the other chat is open", async || seat.run::<bool>("return window.__opened !== null", Value::Null).await)
        .await?;
    seat.run("return Math.round(window.__opened)", Value::Null).await
}
