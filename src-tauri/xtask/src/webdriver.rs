//! The five calls of the `WebDriver` protocol that a picture needs.
//!
//! The stories use `thirtyfour`; here it would make a quick command wait for an asynchronous HTTP stack to compile.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

/// One window under the driver. It closes when the value is dropped.
pub struct Session {
    agent: ureq::Agent,
    address: String,
}

impl Session {
    /// Lets the driver at `driver` open `program` with `arguments`.
    pub fn open(driver: &str, program: &Path, arguments: &[String]) -> Result<Self> {
        let agent = ureq::Agent::new_with_config(
            ureq::Agent::config_builder()
                .timeout_global(Some(Duration::from_mins(1)))
                .http_status_as_error(false)
                .build(),
        );
        let options = json!({ "binary": program, "args": arguments });
        let capabilities = json!({ "alwaysMatch": { "webkitgtk:browserOptions": options } });
        let opened = post(&agent, &format!("{driver}/session"), &json!({ "capabilities": capabilities }))?;
        let id = opened.get("sessionId").and_then(Value::as_str).context("the driver names no session")?;
        Ok(Self { address: format!("{driver}/session/{id}"), agent })
    }

    pub fn resize(&self, (width, height): (u32, u32)) -> Result<()> {
        let rectangle = json!({ "x": 0, "y": 0, "width": width, "height": height });
        post(&self.agent, &format!("{}/window/rect", self.address), &rectangle).map(drop)
    }

    /// Runs the body of a function in the page and returns what it returns.
    pub fn execute(&self, script: &str) -> Result<Value> {
        post(&self.agent, &format!("{}/execute/sync", self.address), &json!({ "script": script, "args": [] }))
    }

    /// The visible part of the page as a PNG.
    pub fn picture(&self) -> Result<Vec<u8>> {
        let mut response = self.agent.get(format!("{}/screenshot", self.address)).call()?;
        let picture = value(&response.body_mut().with_config().limit(64 << 20).read_json()?)?;
        Ok(BASE64_STANDARD.decode(picture.as_str().context("the driver sent no picture")?)?)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The driver may be gone already; then the window is, too.
        let _ = self.agent.delete(&self.address).call();
    }
}

fn post(agent: &ureq::Agent, address: &str, body: &Value) -> Result<Value> {
    let mut response = agent.post(address).send_json(body).context("the browser driver does not answer")?;
    value(&response.body_mut().read_json()?)
}

/// Every answer of the driver is wrapped in `value`; an error is a `value` with a name and a message.
fn value(answer: &Value) -> Result<Value> {
    let value = answer.get("value").context("the driver's answer has no value")?;
    if let Some(error) = value.get("error").and_then(Value::as_str) {
        bail!("{error}: {}", value.get("message").and_then(Value::as_str).unwrap_or_default());
    }
    Ok(value.clone())
}
