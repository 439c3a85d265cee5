//! The console under the driver: how it is opened, watched and killed. What a person does in it is in `page`.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::{By, Capabilities, WebDriver, WebElement};
use xtask::headless::{Desktop, Driver};

use crate::{process, story};

/// Long enough for a cold start on a busy machine; whatever takes longer is broken.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// One window. The story keeps it until the end, so that a failure can still be photographed.
pub struct Seat {
    web: WebDriver,
    app: u32,
    _driver: Driver,
}

impl Seat {
    pub async fn open(desktop: &Desktop, arguments: &[&str]) -> Result<Self> {
        let driver = Driver::start(desktop)?;
        let mut capabilities = Capabilities::new();
        let options = json!({ "binary": story::console()?, "args": arguments });
        capabilities.set("webkitgtk:browserOptions", options)?;
        let web = WebDriver::builder(driver.url(), capabilities).request_timeout(Duration::from_mins(1)).await;
        let web = web.context("the console's window does not open")?;
        let app = process::descendants(driver.pid())?
            .into_iter()
            .find(|(_, name)| name == "zuoxi")
            .context("the driver opened no console")?
            .0;
        web.set_window_rect(0, 0, 1280, 800).await?;
        Ok(Self { web, app, _driver: driver })
    }

    /// The console's own process.
    pub fn app(&self) -> u32 {
        self.app
    }

    /// The processes in which the web UI runs.
    pub fn web_processes(&self) -> Result<Vec<u32>> {
        let family = process::descendants(self.app)?;
        Ok(family.into_iter().filter(|(_, name)| name.starts_with("WebKit")).map(|(id, _)| id).collect())
    }

    /// The power cord is pulled.
    pub async fn kill(&self) -> Result<()> {
        process::kill(self.app)?;
        until("the console is dead", async || Ok(process::is_gone(self.app))).await
    }

    /// The window is closed, as the driver closes it.
    pub async fn close(&self) -> Result<()> {
        self.web.clone().quit().await?;
        until("the console has ended", async || Ok(process::is_gone(self.app))).await
    }

    /// The first element with this `data-testid`, once there is one.
    pub async fn element(&self, testid: &str) -> Result<WebElement> {
        until(&format!("{testid} is there"), async || self.has(testid).await).await?;
        Ok(self.web.find(By::Testid(testid)).await?)
    }

    /// The first element that a CSS selector finds.
    pub async fn element_with(&self, selector: &str) -> Result<WebElement> {
        Ok(self.web.find(By::Css(selector)).await?)
    }

    pub async fn has(&self, testid: &str) -> Result<bool> {
        // Asked by the page itself: to the driver an element that goes meanwhile is an error.
        let script = "return document.querySelector(`[data-testid=\"${arguments[0]}\"]`) !== null";
        self.run(script, json!(testid)).await
    }

    /// Runs the body of a function in the page; `arguments[0]` is `argument`.
    pub async fn run<T: DeserializeOwned>(&self, script: &str, argument: Value) -> Result<T> {
        Ok(self.web.execute(script, vec![argument]).await?.convert()?)
    }

    /// The same for a body that calls its last argument when it is through.
    pub async fn run_async<T: DeserializeOwned>(&self, script: &str) -> Result<T> {
        Ok(self.web.execute_async(script, Vec::new()).await?.convert()?)
    }

    /// The element that the body of a function returns, if it does.
    pub async fn element_by(&self, script: &str, argument: Value) -> Result<Option<WebElement>> {
        let found = self.web.execute(script, vec![argument]).await?;
        if found.json().is_null() { Ok(None) } else { Ok(Some(found.element()?)) }
    }

    /// The pointer comes to rest in the middle of an element.
    pub async fn hover(&self, element: &WebElement) -> Result<()> {
        Ok(self.web.action_chain().move_to_element_center(element).perform().await?)
    }

    /// What has the keyboard.
    pub async fn focused(&self) -> Result<WebElement> {
        Ok(self.web.active_element().await?)
    }

    /// The page as it is now.
    pub async fn source(&self) -> Result<String> {
        Ok(self.web.source().await?)
    }

    /// A picture of the window as PNG.
    pub async fn picture(&self) -> Result<Vec<u8>> {
        Ok(self.web.screenshot_as_png().await?)
    }

    /// Gives the window a size in pixels, at the origin of the screen.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        Ok(self.web.set_window_rect(0, 0, width, height).await?)
    }

    pub async fn minimise(&self) -> Result<()> {
        Ok(self.web.minimize_window().await?)
    }

    pub async fn bring_back(&self) -> Result<()> {
        Ok(self.web.set_window_rect(0, 0, 1280, 800).await?)
    }
}

impl Drop for Seat {
    /// The driver does not end a window whose session was never closed.
    fn drop(&mut self) {
        if !process::is_gone(self.app) {
            let _ = process::kill(self.app);
        }
        // A session that was closed cannot be given up as well, and need not be.
        let _ = self.web.clone().leak();
    }
}

/// Waits until something is so, for as long as [`PATIENCE`].
pub async fn until(what: &str, is_so: impl AsyncFnMut() -> Result<bool>) -> Result<()> {
    until_within(PATIENCE, what, is_so).await
}

pub async fn until_within(time: Duration, what: &str, mut is_so: impl AsyncFnMut() -> Result<bool>) -> Result<()> {
    let deadline = Instant::now() + time;
    while !is_so().await.with_context(|| format!("asking whether {what}"))? {
        if Instant::now() > deadline {
            bail!("after {} s it is still not so that {what}", time.as_secs());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}
