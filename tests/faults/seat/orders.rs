//! What the campaign may ask of a seat: what a person does at the window, and what is in the cache.

use serde::Deserialize;
use serde_json::{Value, json};
use zuoxi_engine::{Desk, Engine, EngineError, View};
use zuoxi_model::{ChatKey, Composed, MessageId, Resolution, ThreadPage};

use crate::clock::WrongClock;

/// A page larger than any thread here would also do; several exercise the paging.
const PAGE: u32 = 40;

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Order {
    /// How the session is and how much is on its way.
    State,
    Send {
        chat: ChatKey,
        text: String,
    },
    /// What the window shows from now on.
    Look {
        view: View,
    },
    /// Scrolls up by a page.
    Older {
        chat: ChatKey,
    },
    /// Presses the button of every gap of the newest page.
    Fill {
        chat: ChatKey,
    },
    Resolve {
        id: MessageId,
        resolution: Resolution,
    },
    /// The whole thread as it is in the cache.
    Thread {
        chat: ChatKey,
    },
    /// The clock is so far off from now on.
    Clock {
        off_ms: i64,
    },
}

pub async fn carry_out(desk: &Desk, clock: &WrongClock, order: Order) -> Result<Value, EngineError> {
    let engine = desk.engine().await?;
    match order {
        Order::State => {
            let waiting = engine.waiting().await?;
            return Ok(json!({ "session": engine.session(), "waiting": waiting }));
        }
        Order::Send { chat, text } => {
            let id = engine.send(&chat, &Composed::Text { text, mentions: Vec::new() }, 0).await?;
            return Ok(json!({ "id": id }));
        }
        Order::Look { view } => engine.show(view),
        Order::Older { chat } => engine.load_older(&chat).await?,
        Order::Fill { chat } => {
            let (_, gaps, _) = thread(&engine, &chat).await?;
            for gap in gaps {
                engine.fill_gap(&chat, gap).await?;
            }
        }
        Order::Resolve { id, resolution } => engine.resolve_send(&id, resolution).await?,
        Order::Thread { chat } => {
            let (messages, gaps, complete_to_start) = thread(&engine, &chat).await?;
            return Ok(json!({ "messages": messages, "gaps": gaps, "completeToStart": complete_to_start }));
        }
        Order::Clock { off_ms } => clock.set(off_ms),
    }
    Ok(Value::Null)
}

/// All pages of a thread, as somebody who scrolls up sees them.
async fn thread(
    engine: &Engine,
    chat: &ChatKey,
) -> Result<(Vec<Value>, Vec<zuoxi_model::Interval>, bool), EngineError> {
    let mut messages = Vec::new();
    let mut gaps = Vec::new();
    let mut before: Option<MessageId> = None;
    loop {
        let page: ThreadPage = engine.thread(chat, before.as_ref(), PAGE).await?;
        gaps.extend(page.gaps);
        let rows = page.messages.iter().map(|row| {
            json!({
                "id": row.message.key.message_id,
                "at": row.message.timestamp,
                "text": row.message.content.text(),
                "delivery": row.delivery,
            })
        });
        messages.splice(0..0, rows);
        match page.messages.first() {
            Some(first) if page.older_in_cache => before = Some(first.message.key.message_id.clone()),
            _ => return Ok((messages, gaps, page.complete_to_start)),
        }
    }
}
