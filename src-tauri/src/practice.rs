//! The practice platform inside the app: started when somebody signs in to it, ended with the app.

use async_trait::async_trait;
use tokio::sync::OnceCell;
use zuoxi_engine::{Practice, PracticeAt};
use zuoxi_simulator::{Options, Running};

/// Starts inside the app on first use, with live traffic, and begins anew each time.
#[derive(Default)]
struct BuiltIn(OnceCell<Running>);

/// The practice platform of the app: its own, or the one at `url`.
#[must_use]
pub fn practice(url: Option<&str>) -> Box<dyn Practice> {
    match url {
        Some(url) => Box::new(PracticeAt::new(url)),
        None => Box::new(BuiltIn::default()),
    }
}

#[async_trait]
impl Practice for BuiltIn {
    async fn base(&self) -> Result<String, String> {
        let start = || zuoxi_simulator::start(Options { traffic: true, ..Options::default() });
        self.0.get_or_try_init(start).await.map(Running::base_url).map_err(|error| error.to_string())
    }

    fn begins_anew(&self) -> bool {
        true
    }
}
