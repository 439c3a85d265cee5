//! What a person reads and does in the window.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use thirtyfour::{Key, TypingData};

use crate::seat::{Seat, until};
use crate::world::Chat;

/// A row of the chat list.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Row {
    pub chat: String,
    pub unread: u32,
    pub text: String,
}

/// A message of the thread, from top to bottom as it is drawn.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Bubble {
    pub id: String,
    pub direction: String,
    pub delivery: String,
    pub text: String,
}

const ROWS: &str = "
    return [...document.querySelectorAll('[data-testid=chat-row]')]
        .map(row => ({ top: row.getBoundingClientRect().top, chat: row.dataset.chat,
                       unread: Number(row.dataset.unread || 0), text: row.innerText }))
        .sort((a, b) => a.top - b.top)";

const BUBBLES: &str = "
    return [...document.querySelectorAll('[data-testid=message]')]
        .map(bubble => ({ top: bubble.getBoundingClientRect().top, id: bubble.dataset.messageId,
                          direction: bubble.dataset.direction, delivery: bubble.dataset.delivery || '',
                          text: bubble.innerText }))
        .sort((a, b) => a.top - b.top)";

/// Signing in.
impl Seat {
    pub async fn choose_environment(&self, name: &str) -> Result<()> {
        self.element(&format!("env-{name}")).await?.click().await?;
        Ok(())
    }

    /// Fills a field in, whatever was in it before.
    pub async fn fill_in(&self, field: &str, text: impl Into<TypingData>) -> Result<()> {
        let field = self.element(field).await?;
        field.click().await?;
        field.send_keys(Key::Control + "a").await?;
        field.send_keys(text).await?;
        Ok(())
    }

    pub async fn value_of(&self, field: &str) -> Result<String> {
        let script = "return document.querySelector(`[data-testid=${arguments[0]}]`).value";
        self.run(script, json!(field)).await
    }

    pub async fn submit_sign_in(&self) -> Result<()> {
        self.element("sign-in-submit").await?.click().await?;
        Ok(())
    }

    /// From the sign-in page to the list, the way somebody does who sees the console for the first time.
    pub async fn sign_in_to_practice(&self) -> Result<()> {
        self.choose_environment("practice").await?;
        self.submit_sign_in().await?;
        self.until_live().await
    }
}

/// Reading.
impl Seat {
    pub async fn rows(&self) -> Result<Vec<Row>> {
        self.run(ROWS, Value::Null).await
    }

    pub async fn until_list(&self) -> Result<Vec<Row>> {
        until("the chat list is shown", async || Ok(!self.rows().await?.is_empty())).await?;
        self.rows().await
    }

    pub async fn row(&self, chat: &Chat) -> Result<Row> {
        let key = chat.key();
        self.rows().await?.into_iter().find(|row| row.chat == key).with_context(|| format!("{key} is not on the list"))
    }

    pub async fn bubbles(&self) -> Result<Vec<Bubble>> {
        self.run(BUBBLES, Value::Null).await
    }

    /// The messages of the thread that hold one of these texts, in the order of the thread.
    pub async fn bubbles_with(&self, texts: &[&str]) -> Result<Vec<Bubble>> {
        let bubbles = self.bubbles().await?;
        Ok(bubbles.into_iter().filter(|bubble| texts.iter().any(|text| bubble.text.contains(text))).collect())
    }

    pub async fn until_shown(&self, text: &str) -> Result<()> {
        until(&format!("“{text}” is in the thread"), async || Ok(!self.bubbles_with(&[text]).await?.is_empty())).await
    }

    /// The connection as the status line states it.
    pub async fn connection(&self) -> Result<String> {
        let script = "return document.querySelector('[data-testid=status-line]')?.dataset.state ?? ''";
        self.run(script, Value::Null).await
    }

    pub async fn until_live(&self) -> Result<()> {
        until("the console is connected and complete", async || Ok(self.connection().await? == "live")).await
    }
}

/// Working.
impl Seat {
    /// The pointer comes over the list, which keeps its order from then on, so that a row can be pressed.
    pub async fn reach_for_list(&self) -> Result<()> {
        let list = self.element("chat-list").await?;
        self.hover(&list).await
    }

    pub async fn open_chat(&self, chat: &Chat) -> Result<()> {
        let key = chat.key();
        self.reach_for_list().await?;
        self.row(chat).await?;
        let script = "document.querySelector(`[data-testid=chat-row][data-chat=\"${arguments[0]}\"]`).scrollIntoView({ block: 'nearest' })";
        self.run::<Value>(script, json!(key)).await?;
        self.element_with(&format!("[data-testid=chat-row][data-chat=\"{key}\"]")).await?.click().await?;
        until("the thread is open", async || Ok(!self.bubbles().await?.is_empty())).await
    }

    pub async fn type_text(&self, text: &str) -> Result<()> {
        let composer = self.element("composer-input").await?;
        composer.click().await?;
        composer.send_keys(text).await?;
        let typed = self.value_of("composer-input").await?;
        ensure!(typed.ends_with(text), "typed “{text}”, the composer shows “{typed}”");
        Ok(())
    }

    /// Types an answer and sends it with Enter.
    pub async fn answer(&self, text: &str) -> Result<()> {
        self.type_text(text).await?;
        self.element("composer-input").await?.send_keys(Key::Enter).await?;
        until("the composer is empty again", async || Ok(self.value_of("composer-input").await?.is_empty())).await
    }

    pub async fn until_confirmed(&self, text: &str) -> Result<()> {
        until(&format!("“{text}” is confirmed by its echo"), async || {
            Ok(matches!(self.bubbles_with(&[text]).await?.as_slice(), [only] if only.delivery == "confirmed"))
        })
        .await
    }
}

/// What a script in the page could do.
impl Seat {
    /// Calls a command from the page and returns its answer or its error; an error that is only words is `failed`.
    pub async fn call(&self, command: &str, arguments: Value) -> Result<Value> {
        let script = "
            const [command, args] = arguments[0];
            window.answered = undefined;
            const say = answer => { window.answered = JSON.stringify(answer ?? null); };
            window.__TAURI_INTERNALS__.invoke(command, args)
                .then(say, error => say(typeof error === 'string' ? { failed: error } : error));
            return null;";
        self.run::<Value>(script, json!([command, arguments])).await?;
        until(&format!("{command} is answered"), async || {
            self.run("return window.answered !== undefined", Value::Null).await
        })
        .await?;
        let answer: String = self.run("return window.answered", Value::Null).await?;
        Ok(serde_json::from_str(&answer)?)
    }
}
