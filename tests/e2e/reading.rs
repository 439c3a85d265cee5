//! Unread counts are cleared by reading, and only by reading (invariant of Q31: it cannot be undone).

use anyhow::{Context, Result, ensure};

use crate::page::Row;
use crate::seat::until;
use crate::story::tell;

#[tokio::test]
async fn a_message_in_a_minimised_window_stays_unread_until_the_window_is_back() -> Result<()> {
    tell("minimised", async |story| {
        let seat = story.open_seat(&["--practice"]).await?;
        seat.until_live().await?;
        let row = unread_row(&seat.until_list().await?)?;
        let chat = story.world.chat(&row.chat).await?;
        seat.open_chat(&chat).await?;
        story.world.until_read(&chat).await?;
        until("the row shows no unread", async || Ok(seat.row(&chat).await?.unread == 0)).await?;
        let cleared = story.world.book().await?.unread_cleared.len();

        seat.minimise().await?;
        until("the page knows that it is hidden", async || {
            seat.run("return !document.hasFocus()", serde_json::Value::Null).await
        })
        .await?;
        let text = "有人在吗？";
        story.world.say(&chat, text).await?;
        // The row is the proof that the message has come through the whole console, and was not marked on the way.
        until("the list counts the message", async || Ok(seat.row(&chat).await?.unread == 1)).await?;
        ensure!(story.world.book().await?.unread_cleared.len() == cleared, "read without having been seen");
        ensure!(story.world.chat(&row.chat).await?.unread == 1);

        seat.bring_back().await?;
        story.world.until_read(&chat).await?;
        seat.close().await
    })
    .await
}

#[tokio::test]
async fn a_message_in_another_chat_stays_unread_while_this_one_is_open() -> Result<()> {
    tell("other-chat", async |story| {
        let seat = story.open_seat(&["--practice"]).await?;
        seat.until_live().await?;
        let rows = seat.until_list().await?;
        let (open, other) = (rows.first().context("no chats")?, rows.get(1).context("only one chat")?);
        let (open, other) = (story.world.chat(&open.chat).await?, story.world.chat(&other.chat).await?);
        seat.open_chat(&open).await?;

        story.world.say(&other, "在别的会话里说一句").await?;
        until("the list counts the message", async || Ok(seat.row(&other).await?.unread == other.unread + 1)).await?;
        let cleared = story.world.book().await?.unread_cleared;
        ensure!(!cleared.contains(&other.id), "a chat that was never opened was marked as read");
        seat.close().await
    })
    .await
}

fn unread_row(rows: &[Row]) -> Result<Row> {
    rows.iter().find(|row| row.unread > 0).cloned().context("no chat on the list has unread messages")
}
