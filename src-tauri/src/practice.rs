//! The practice platform inside the app: started when somebody signs in to it, ended with the app.

use async_trait::async_trait;
use tokio::sync::OnceCell;
use zuoxi_engine::Practice;
use zuoxi_simulator::{Options, Running};

/// The practice platform, built in or running elsewhere.
pub enum PracticePlatform {
    /// Starts inside the app on first use, with live traffic, and begins anew each time.
    BuiltIn(OnceCell<Running>),
    /// A zuoxi-simulator that somebody else runs and that keeps its history.
    At(String),
}

impl PracticePlatform {
    #[must_use]
    pub fn new(url: Option<&str>) -> Self {
        match url {
            Some(url) => Self::At(url.trim_end_matches('/').to_owned()),
            None => Self::BuiltIn(OnceCell::new()),
        }
    }
}

#[async_trait]
impl Practice for PracticePlatform {
    async fn base(&self) -> Result<String, String> {
        match self {
            Self::At(url) => Ok(url.clone()),
            Self::BuiltIn(running) => {
                let start = || zuoxi_simulator::start(Options { traffic: true, ..Options::default() });
                running.get_or_try_init(start).await.map(Running::base_url).map_err(|error| error.to_string())
            }
        }
    }

    fn begins_anew(&self) -> bool {
        matches!(self, Self::BuiltIn(_))
    }
}
