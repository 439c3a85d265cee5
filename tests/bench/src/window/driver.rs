//! A window under `WebKitWebDriver`, where a script has to run in its page.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use xtask::headless::{Desktop, Driver};

use super::family;

/// On a machine that is busy with other things everything takes longer; whatever takes longer than this hangs.
const PATIENCE: Duration = Duration::from_mins(3);
const LOOK: Duration = Duration::from_millis(50);

/// The window closes with [`Driven::end`].
pub struct Driven {
    http: reqwest::Client,
    address: String,
    driver: Driver,
}

impl Driven {
    pub async fn open(desktop: &Desktop, program: &Path, arguments: &[String]) -> Result<Self> {
        let driver = Driver::start(desktop)?;
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_mins(2)).build()?;
        let options = json!({ "binary": program, "args": arguments });
        let capabilities = json!({ "alwaysMatch": { "webkitgtk:browserOptions": options } });
        let opened =
            post(&http, &format!("{}/session", driver.url()), &json!({ "capabilities": capabilities })).await?;
        let id = opened["sessionId"].as_str().context("the driver names no session")?;
        let window = Self { address: format!("{}/session/{id}", driver.url()), http, driver };
        let rectangle = json!({ "x": 0, "y": 0, "width": 1280, "height": 800 });
        post(&window.http, &format!("{}/window/rect", window.address), &rectangle).await?;
        Ok(window)
    }

    /// The program that the driver opened.
    pub fn pid(&self) -> Result<u32> {
        family::members(self.driver.pid())?.get(1).copied().context("the driver opened nothing")
    }

    /// Runs the body of a function in the page; `arguments[0]` is `argument`.
    pub async fn run(&self, script: &str, argument: &Value) -> Result<Value> {
        let body = json!({ "script": script, "args": [argument] });
        post(&self.http, &format!("{}/execute/sync", self.address), &body).await
    }

    /// Waits until what the body of a function returns is neither null nor false, and returns it.
    pub async fn until(&self, what: &str, script: &str, argument: &Value) -> Result<Value> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = self.run(script, argument).await.with_context(|| format!("asking whether {what}"))?;
            if !answer.is_null() && answer != Value::Bool(false) {
                return Ok(answer);
            }
            ensure!(Instant::now() < deadline, "it is still not so that {what}");
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Gives the page a script whose `orders` are carried out by [`Self::order`]; pages of peers have the same from their server.
    pub async fn load(&self, script: &str) -> Result<()> {
        self.run(&format!("{script}; window.benchOrders = orders; return true;"), &Value::Null).await.map(drop)
    }

    pub async fn order(&self, order: &str, argument: &Value) -> Result<Value> {
        let begin = "
            const [order, argument] = arguments[0];
            window.benchAnswer = undefined;
            (async () => { window.benchAnswer = [await window.benchOrders[order](argument)]; })();
            return true;";
        self.run(begin, &json!([order, argument])).await?;
        let answer = self.until("the page has answered", "return window.benchAnswer ?? null", &Value::Null).await?;
        Ok(answer[0].clone())
    }

    pub async fn end(self) -> Result<()> {
        let pid = self.pid()?;
        self.http.delete(&self.address).send().await?;
        let deadline = Instant::now() + PATIENCE;
        while !family::is_gone(pid) {
            ensure!(Instant::now() < deadline, "the window does not close");
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }
}

async fn post(http: &reqwest::Client, address: &str, body: &Value) -> Result<Value> {
    let mut answer: Value = http.post(address).json(body).send().await?.json().await?;
    let value = answer["value"].take();
    match value["error"].as_str() {
        Some(error) => bail!("{error}: {}", value["message"].as_str().unwrap_or_default()),
        None => Ok(value),
    }
}
