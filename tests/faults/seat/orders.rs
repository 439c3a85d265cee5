//! What the campaign may ask of a seat: what a person does at the window, and what is in the cache.

use serde::Deserialize;
use serde_json::{Map, Value, json};
use zuoxi_engine::{Desk, Engine, EngineError, View};
use zuoxi_model::{Action, ChatKey, Composed, Content, MessageId, Resolution, RobotKey, ThreadMessage, ThreadPage};

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
    /// Anything that can be composed.
    Compose {
        chat: ChatKey,
        composed: Composed,
    },
    Act {
        robot: RobotKey,
        action: Action,
    },
    /// What became of these actions.
    Actions {
        ids: Vec<MessageId>,
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
            let in_doubt = engine.chats_in_doubt().await;
            return Ok(json!({ "session": engine.session(), "waiting": waiting, "inDoubt": in_doubt }));
        }
        Order::Send { chat, text } => {
            let id = engine.send(&chat, &Composed::Text { text, mentions: Vec::new() }, 0).await?;
            return Ok(json!({ "id": id }));
        }
        Order::Compose { chat, composed } => {
            let id = engine.send(&chat, &composed, 0).await?;
            return Ok(json!({ "id": id }));
        }
        Order::Act { robot, action } => {
            let id = engine.act(&robot, action).await?;
            return Ok(json!({ "id": id }));
        }
        Order::Actions { ids } => {
            let mut open = 0;
            let mut states = Map::new();
            for id in ids {
                // One that was coalesced with another is gone.
                let Some(row) = engine.action(&id).await? else { continue };
                open += u32::from(row.state.is_open());
                states.insert(id.to_string(), row.state.name().into());
            }
            return Ok(json!({ "open": open, "states": states }));
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
                "text": words(row),
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

/// A text, a card's title as the platform previews it, or the name of a file, which its address ends with.
fn words(row: &ThreadMessage) -> String {
    match &row.message.content {
        Content::Link { title, .. } => format!("[链接] {title}"),
        Content::Image { url } | Content::Video { url } | Content::File { url, .. } if url.is_empty() => {
            row.attachment.as_ref().map(|attachment| attachment.name.clone()).unwrap_or_default()
        }
        Content::Image { url } | Content::Video { url } | Content::File { url, .. } => {
            url.rsplit('/').next().unwrap_or_default().to_owned()
        }
        content => content.text().to_owned(),
    }
}
