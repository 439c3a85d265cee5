//! What ends in the middle of work, and what is left of it.

use std::fs;
use std::process::{Child, Command, ExitStatus};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::process;
use crate::seat::{Seat, until};
use crate::story::{self, Story, tell};
use crate::x11::{Display, RETURN};

/// How often the console is left while messages arrive: the moment is another one each time.
const TIMES: usize = 6;
/// Messages that are on their way each time: more than are there when the window is closed.
const ARRIVALS: u64 = 2_000;

#[tokio::test]
async fn leaving_while_messages_arrive_ends_cleanly_and_keeps_the_cache() -> Result<()> {
    tell("leaving", async |story| {
        let seat = story.open_seat(&["--practice"]).await?;
        seat.until_live().await?;
        seat.close().await?;
        for time in 0..TIMES {
            let mut console = Console::start(story)?;
            let display = Display::open(story.desktop())?;
            until("the window is there", async || Ok(display.window(console.id()).is_ok())).await?;
            let number = u64::try_from(time)? * ARRIVALS;
            story.world.load(&json!({ "count": ARRIVALS, "rate": 1_000, "chats": 200, "from": number })).await?;
            until("messages arrive", async || Ok(story.world.load_said().await? > ARRIVALS / 4)).await?;
            display.close(display.window(console.id())?)?;
            let status = console.ended().await?;
            ensure!(status.success(), "time {time}: the console ended with {status}");
        }
        let accounts = fs::read_dir(story.data().join("accounts"))?.collect::<std::io::Result<Vec<_>>>()?;
        for account in accounts {
            let files: Vec<_> = fs::read_dir(account.path())?
                .map(|file| Ok(file?.file_name().to_string_lossy().into_owned()))
                .collect::<Result<_>>()?;
            ensure!(files.iter().all(|file| !file.starts_with("cache-")), "a sound cache was set aside: {files:?}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_page_that_crashed_is_drawn_again_with_what_was_typed() -> Result<()> {
    tell("crash", async |story| {
        let seat = story.open_seat(&["--practice"]).await?;
        seat.until_live().await?;
        let rows = seat.until_list().await?;
        let chat = story.world.chat(&rows.first().context("no chats")?.chat).await?;
        seat.open_chat(&chat).await?;
        seat.type_text("还没写完").await?;
        let key = json!({ "chat": { "robotKey": chat.through, "chatUser": chat.with } });
        until("the draft is kept", async || Ok(seat.call("draft", key.clone()).await? != Value::Null)).await?;
        let row = seat.middle_of(&format!("[data-chat=\"{}\"]", chat.key())).await?;
        let composer = seat.middle_of("[data-testid=composer-input]").await?;
        seat.kill_page().await?;

        // The driver has given up with the page. A mouse and a keyboard have not; until there is a page again, nothing comes
        // of them.
        let display = Display::open(story.desktop())?;
        let window = display.window(seat.app())?;
        display.focus(window)?;
        until("what was typed is sent from the page that was loaded again", async || {
            for (x, y) in [row, composer] {
                display.click_at(window, x, y)?;
            }
            display.press(&[RETURN])?;
            Ok(story.world.said_in(&chat).await?.contains(&"还没写完".to_owned()))
        })
        .await
    })
    .await
}

impl Seat {
    async fn middle_of(&self, selector: &str) -> Result<(i16, i16)> {
        let script = "
            const { x, y, width, height } = document.querySelector(arguments[0]).getBoundingClientRect();
            return [Math.round(x + width / 2), Math.round(y + height / 2)]";
        self.run(script, json!(selector)).await
    }

    /// The process that draws the page ends at once, as it does when the web engine or the driver of the screen fails.
    async fn kill_page(&self) -> Result<()> {
        let family = process::descendants(self.app())?;
        let page =
            family.into_iter().find(|(_, name)| name.starts_with("WebKitWeb")).context("nothing draws the page")?.0;
        process::kill(page)?;
        until("the page is gone", async || Ok(process::is_gone(page))).await
    }
}

/// The console as a person starts it, without a driver; killed if the story gives up.
struct Console(Child);

impl Console {
    fn start(story: &Story) -> Result<Self> {
        let data = story.data().display().to_string();
        let started = Command::new(story::console()?)
            .args(["--data-dir", &data, "--practice-url", &story.world.url()])
            .envs(story.desktop().environment())
            .spawn();
        Ok(Self(started.context("the console does not start")?))
    }

    fn id(&self) -> u32 {
        self.0.id()
    }

    async fn ended(&mut self) -> Result<ExitStatus> {
        let mut status = None;
        until("the console has ended", async || {
            status = self.0.try_wait()?;
            Ok(status.is_some())
        })
        .await?;
        status.context("it has no status")
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        // It is gone already where this fails.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
