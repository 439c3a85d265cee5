//! The practice platform, as the desk sees it: a place to sign in to without an account.

use async_trait::async_trait;

/// What the desk needs from around it: the practice platform, which lives outside of it.
#[async_trait]
pub trait Practice: Send + Sync {
    /// The base address of a running practice platform; starts one if need be.
    async fn base(&self) -> Result<String, String>;

    /// True if the platform begins anew with every start of the app, and with it its history.
    fn begins_anew(&self) -> bool;
}

/// A practice platform that somebody else runs and that keeps its history, such as a `zuoxi-simulator`.
#[derive(Debug, Clone)]
pub struct PracticeAt {
    base: String,
}

impl PracticeAt {
    /// `base` is the address of its calls, such as `http://127.0.0.1:8800`.
    #[must_use]
    pub fn new(base: &str) -> Self {
        Self { base: base.trim_end_matches('/').to_owned() }
    }
}

#[async_trait]
impl Practice for PracticeAt {
    async fn base(&self) -> Result<String, String> {
        Ok(self.base.clone())
    }

    fn begins_anew(&self) -> bool {
        false
    }
}
