//! A runtime for the library alone, which ends with the line: there is no handle to the library's task.

use tokio::{
    runtime::{Builder, Runtime},
    task::JoinHandle,
};
use zuoxi_model::DownReason;

use crate::error::chain;

/// A runtime for the library alone.
pub(super) struct Fence(Option<Runtime>);

impl Fence {
    pub(super) fn new() -> Result<Self, DownReason> {
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("engine.io-4").enable_all().build();
        runtime.map(|runtime| Self(Some(runtime))).map_err(|error| DownReason::Unreachable { message: chain(&error) })
    }

    pub(super) fn spawn<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        match &self.0 {
            Some(runtime) => runtime.spawn(future),
            None => tokio::spawn(future),
        }
    }

    /// True when the library's task has ended, for whichever reason.
    pub(super) fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|runtime| runtime.metrics().num_alive_tasks() == 0)
    }
}

impl Drop for Fence {
    /// Ends every task inside, without waiting: a runtime must not be waited for within another.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
