//! A lead looks through conversations, and the platform never hears of it.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::seat::{Seat, until};
use crate::story::tell;
use crate::world::Book;

/// An hour of somebody who gives each conversation ten seconds.
const LOOKED_AT: usize = 360;

#[tokio::test]
async fn an_hour_of_reviewing_by_keyboard_writes_nothing_to_the_platform() -> Result<()> {
    tell("review", async |story| {
        let seat = story.open_seat(&["--practice"]).await?;
        seat.until_live().await?;
        let rows = seat.until_list().await?;
        ensure!(rows.iter().any(|row| row.unread > 0), "there is nothing that could be cleared");
        let before = story.world.chats().await?;

        seat.element("view-lead").await?.click().await?;
        seat.element("lead-review").await?.click().await?;
        until("conversations are listed", async || Ok(seat.count("review-row").await? > 5)).await?;
        seat.element("review-next").await?.click().await?;
        let mut forward = true;
        for looked_at in 0..LOOKED_AT {
            let open = seat.reviewed().await?;
            if looked_at % 60 == 30 {
                // The customer writes while the conversation is on the screen of a focused window: in the inbox it would
                // be read by that.
                let chat = story.world.chat(&open).await?;
                story.world.say(&chat, "还在吗？").await?;
            }
            let (key, button) = if forward { ("n", "review-next") } else { ("p", "review-previous") };
            if !seat.element(button).await?.is_enabled().await? {
                forward = !forward;
                continue;
            }
            seat.press_in_thread(key).await?;
            until("another conversation is open", async || Ok(seat.reviewed().await? != open)).await?;
        }

        ensure!(!seat.has("composer-input").await? || seat.is_inert("composer-input").await?, "one could type here");
        let book: Book = story.world.book().await?;
        ensure!(book.unread_cleared.is_empty(), "cleared: {:?}", book.unread_cleared);
        ensure!(book.sends.is_empty(), "sent: {:?}", book.sends);
        ensure!(book.forwards.is_empty() && book.broadcasts.is_empty());
        for chat in &before {
            let now = story.world.chat(&chat.key()).await?;
            ensure!(now.unread >= chat.unread, "{} has fewer unread than before", chat.key());
        }

        // That the platform would have told: the inbox, in the same window, clears what is looked at there.
        let unread = before.iter().find(|chat| chat.unread > 0).context("nothing is unread")?;
        seat.press("button", "会话").await?;
        seat.open_chat(unread).await?;
        story.world.until_read(unread).await?;
        seat.close().await
    })
    .await
}

impl Seat {
    /// The conversation that is looked at, once its messages are there.
    async fn reviewed(&self) -> Result<String> {
        until("the conversation has its messages", async || {
            let script =
                "return document.querySelector('[data-testid=review-timeline] [data-testid=message]') !== null";
            self.run(script, Value::Null).await
        })
        .await?;
        let script = "return document.querySelector('[data-testid=review-thread]')?.dataset.chat ?? null";
        self.run::<Option<String>>(script, Value::Null).await?.context("no conversation is open")
    }

    async fn press_in_thread(&self, key: &str) -> Result<()> {
        self.element("review-timeline").await?.send_keys(key).await?;
        Ok(())
    }

    async fn count(&self, testid: &str) -> Result<usize> {
        let script = "return document.querySelectorAll(`[data-testid=${arguments[0]}]`).length";
        self.run(script, Value::from(testid)).await
    }

    async fn is_inert(&self, testid: &str) -> Result<bool> {
        let script = "return document.querySelector(`[data-testid=${arguments[0]}]`).closest('[inert]') !== null";
        self.run(script, Value::from(testid)).await
    }
}
