//! The console without its window, on a practice platform: the desk, the engine and the store as people have them.
//!
//! It differs from the product in one thing: secrets lie in a file, because no keyring is needed to measure. It speaks when a
//! message of the chat that it follows has come, which is after it has been written and can be found.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedReceiver;
use zuoxi_engine::{Change, Desk, PracticeAt, Push, SignInRequest, SystemClock, Timing};
use zuoxi_model::{ChatKey, EnvironmentKind, SessionState};

use crate::side;
use crate::vault::FileVault;

/// Reading what was missed of a hundred thousand messages takes minutes at the worst.
const PATIENCE: Duration = Duration::from_mins(20);

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "camelCase")]
enum Order {
    /// From now on this chat's messages are heard.
    Follow { chat: ChatKey },
    /// Waits for the message of this number in the chat that is followed.
    Until { number: u64 },
    /// Waits until the line is down.
    Away,
    /// Waits until the line is up and everything has been read that was missed.
    Back,
}

/// The process: answers orders on its standard input.
pub async fn serve(folder: &Path, platform: String) -> Result<()> {
    let vault = Arc::new(FileVault::new(vault_file(folder)));
    let desk =
        Desk::open(folder, vault, Box::new(PracticeAt::new(&platform)), Arc::new(SystemClock), Timing::default())?;
    let (_, mut changes) = desk.watch().await?;
    let request = SignInRequest {
        environment: EnvironmentKind::Practice,
        api_base: None,
        socket_base: None,
        access_key: zuoxi_simulator::ACCESS_KEY.into(),
        access_secret: zuoxi_simulator::ACCESS_SECRET.to_owned().into(),
        remember: true,
    };
    desk.sign_in(request).await?;
    let engine = desk.engine().await?;
    while !matches!(engine.session(), SessionState::Live { .. }) {
        next(&mut changes).await?;
    }
    println!("{}", json!({ "ready": true }));
    side::answer(async |order| match serde_json::from_value(order)? {
        Order::Follow { chat } => {
            engine.thread(&chat, None, 50).await?;
            Ok(json!({}))
        }
        Order::Until { number } => until(&mut changes, number).await,
        Order::Away => {
            while !matches!(engine.session(), SessionState::Offline { .. }) {
                next(&mut changes).await?;
            }
            Ok(json!({}))
        }
        Order::Back => {
            engine.reconnect();
            let mut began = None;
            while !matches!(engine.session(), SessionState::Live { .. }) {
                next(&mut changes).await?;
                // The pause before a reconnection is the platform's rule and no part of reading.
                if began.is_none() && !matches!(engine.session(), SessionState::Offline { .. }) {
                    began = Some(Instant::now());
                }
            }
            let took = began.map(|began| began.elapsed().as_secs_f64() * 1e6);
            Ok(json!({ "tookUs": took }))
        }
    })
    .await?;
    desk.close().await;
    Ok(())
}

pub fn vault_file(folder: &Path) -> PathBuf {
    folder.join("vault.json")
}

async fn next(changes: &mut UnboundedReceiver<Push>) -> Result<Vec<Change>> {
    let push = tokio::time::timeout(PATIENCE, changes.recv()).await.context("nothing happens any more")?;
    Ok(push.context("the desk is gone")?.changes)
}

/// How long each message of the chat that is followed was under way until it was written, and when the wanted one came.
/// A line that breaks meanwhile makes the time worthless.
async fn until(changes: &mut UnboundedReceiver<Push>, wanted: u64) -> Result<Value> {
    let mut delays_ms = Vec::new();
    loop {
        for change in next(changes).await? {
            match change {
                Change::Messages { messages } => {
                    for each in messages {
                        let Some((number, said_at)) = mark(each.message.content.text()) else { continue };
                        delays_ms.push(now_ms().saturating_sub(said_at));
                        if number == wanted {
                            return Ok(json!({ "delaysMs": delays_ms }));
                        }
                    }
                }
                Change::Session { session: SessionState::Offline { reason, .. } } => {
                    bail!("the line broke: {reason:?}")
                }
                _ => {}
            }
        }
    }
}

/// The practice platform's texts under load begin with their number and the time.
fn mark(text: &str) -> Option<(u64, u64)> {
    let mut words = text.strip_prefix("L ")?.split(' ');
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

pub fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
