//! Echoes and refusals of what the console sent.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;
use sqlx::SqliteConnection;
use zuoxi_model::{ChatKey, MessageKey};

use super::Confirmation;
use crate::StoreError;
use crate::rows::{OutboxColumns, chat_key, json};

/// What [`write`] changed.
#[derive(Default)]
pub struct Settled {
    pub changed: Vec<MessageKey>,
    pub removed: Vec<MessageKey>,
    /// Chats with one send more or less that waits for a decision, or whose message is shown differently.
    pub decided: Vec<ChatKey>,
    /// Row ids of the chats whose summary may have changed.
    pub chats: BTreeSet<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Question<'a> {
    outbox_id: &'a str,
    robot_key: Option<&'a str>,
    chat_user: Option<&'a str>,
    message_id: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    outbox_id: &'a str,
    state: &'static str,
    failure_json: Option<String>,
    echoed_as: Option<&'a str>,
}

/// Settles sends. Reads first what is known of each, then writes what differs.
pub async fn write(conn: &mut SqliteConnection, confirmed: &[Confirmation]) -> Result<Settled, StoreError> {
    // Two words about one send in one batch: the later one counts.
    let latest: HashMap<&str, &Confirmation> = confirmed.iter().map(|c| (c.outbox_id.as_str(), c)).collect();
    if latest.is_empty() {
        return Ok(Settled::default());
    }
    let confirmed: Vec<&Confirmation> = latest.into_values().collect();
    let questions: Vec<Question> = confirmed
        .iter()
        .map(|c| Question {
            outbox_id: c.outbox_id.as_str(),
            robot_key: c.echo.as_ref().map(|echo| echo.robot_key.as_str()),
            chat_user: c.echo.as_ref().map(|echo| echo.chat_user.as_str()),
            message_id: c.echo.as_ref().map(|echo| echo.message_id.as_str()),
        })
        .collect();
    let questions = json(&questions)?;
    let known = sqlx::query_file!("queries/confirmations.sql", questions).fetch_all(&mut *conn).await?;

    let mut settled = Settled::default();
    let mut answers = Vec::new();
    let mut ours = Vec::new();
    let mut superseded = Vec::new();
    for row in known {
        let Some(confirmation) = usize::try_from(row.position).ok().and_then(|at| confirmed.get(at)) else { continue };
        let columns = OutboxColumns::of(&confirmation.state)?;
        let chat = chat_key(row.robot_key, row.chat_user);
        // An echo that is not stored takes nobody's place.
        let echo = confirmation.echo.as_ref().zip(row.echo);
        let renamed = echo.filter(|(key, _)| key.message_id != confirmation.outbox_id);
        let echoed_as = renamed.map(|(key, _)| key.message_id.as_str());

        let state_differs = row.state != columns.state || row.failure_json != columns.failure_json;
        let echo_differs = echoed_as.is_some() && row.echoed_as.as_deref() != echoed_as;
        if state_differs || echo_differs {
            answers.push(Answer {
                outbox_id: confirmation.outbox_id.as_str(),
                state: columns.state,
                failure_json: columns.failure_json,
                echoed_as,
            });
        }
        let own_key = MessageKey {
            robot_key: chat.robot_key.clone(),
            chat_user: chat.chat_user.clone(),
            message_id: confirmation.outbox_id.clone(),
        };
        let (shown, shown_origin, shown_key) = match (renamed, row.own) {
            (Some((key, id)), own) => {
                if let Some(own) = own {
                    superseded.push(own);
                    settled.removed.push(own_key);
                }
                (Some(id), row.echo_origin, key.clone())
            }
            (None, own) => (own, row.own_origin, own_key),
        };
        let origin_differs = shown.is_some() && shown_origin.as_deref() != Some("console");
        if let Some(shown) = shown.filter(|_| origin_differs) {
            ours.push(shown);
        }
        if state_differs || echo_differs || origin_differs {
            settled.chats.extend(row.chat);
            settled.decided.push(chat);
            if shown.is_some() {
                settled.changed.push(shown_key);
            }
        }
    }
    save_answers(conn, &answers).await?;
    mark_ours(conn, &ours).await?;
    remove(conn, &superseded).await?;
    Ok(settled)
}

async fn save_answers(conn: &mut SqliteConnection, answers: &[Answer<'_>]) -> Result<(), StoreError> {
    if answers.is_empty() {
        return Ok(());
    }
    let answers = json(answers)?;
    sqlx::query!(
        "UPDATE outbox SET
            state = answer.value ->> 'state',
            emitted_at = NULL,
            failure_json = answer.value ->> 'failureJson',
            echoed_as = COALESCE(answer.value ->> 'echoedAs', echoed_as)
         FROM json_each(?1) AS answer
         WHERE outbox.id = answer.value ->> 'outboxId'",
        answers
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn mark_ours(conn: &mut SqliteConnection, messages: &[i64]) -> Result<(), StoreError> {
    if messages.is_empty() {
        return Ok(());
    }
    let messages = json(messages)?;
    sqlx::query!(
        "UPDATE messages SET origin = 'console', direction = 'out' WHERE id IN (SELECT value FROM json_each(?1))",
        messages
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn remove(conn: &mut SqliteConnection, messages: &[i64]) -> Result<(), StoreError> {
    if messages.is_empty() {
        return Ok(());
    }
    let messages = json(messages)?;
    sqlx::query!("DELETE FROM messages WHERE id IN (SELECT value FROM json_each(?1))", messages).execute(conn).await?;
    Ok(())
}
