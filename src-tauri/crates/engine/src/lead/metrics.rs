//! Figures, the lists behind them, and the counting that goes on behind the work.

use std::{sync::Arc, time::Duration};

use serde_json::json;
use zuoxi_model::metrics::{ChatVolumePage, Metrics, MetricsQuery, TurnPage, TurnQuery, VolumeQuery, WorkHours};

use crate::{Engine, EngineError, core::Core};

/// The setting that keeps the working hours.
const HOURS: &str = "workHours";
/// Chats counted in one transaction, which a live message may have to wait for.
const SLICE: u32 = 16;
/// What is left to count when figures are asked for, or rules judge, is counted first, but no more than that: the first counting of a large
/// cache has a progress of its own.
const SLICES_BEFORE_FIGURES: u32 = 64;
/// New messages are counted so often.
const PAUSE: Duration = Duration::from_secs(30);
/// The most lines of a page.
const PAGE_LIMIT: u32 = 500;

impl Engine {
    /// What this account calls working time and waiting too long.
    pub async fn work_hours(&self) -> Result<WorkHours, EngineError> {
        self.core.work_hours().await
    }

    /// Sets the working hours. Every figure goes by them at once, those of the past too, and every rule about time.
    pub async fn set_work_hours(&self, hours: WorkHours) -> Result<(), EngineError> {
        hours.check().map_err(|problem| EngineError::InvalidInput(problem.to_string()))?;
        self.core.store.set_setting(HOURS, &json!(hours)).await?;
        self.core.store.quality_book().judge_time_anew().await?;
        self.core.rules_wake.notify_one();
        Ok(())
    }

    /// The figures of a period.
    pub async fn metrics(&self, query: &MetricsQuery) -> Result<Metrics, EngineError> {
        self.core.count_what_is_left().await?;
        Ok(self.core.store.metrics(query, &self.work_hours().await?, self.core.clock.now()).await?)
    }

    /// The turns behind a figure.
    pub async fn metric_turns(&self, mut query: TurnQuery) -> Result<TurnPage, EngineError> {
        query.limit = query.limit.clamp(1, PAGE_LIMIT);
        Ok(self.core.store.turns(&query, &self.work_hours().await?, self.core.clock.now()).await?)
    }

    /// The chats behind a number of messages.
    pub async fn metric_chats(&self, mut query: VolumeQuery) -> Result<ChatVolumePage, EngineError> {
        query.limit = query.limit.clamp(1, PAGE_LIMIT);
        Ok(self.core.store.chat_volumes(&query, &self.work_hours().await?, self.core.clock.now()).await?)
    }
}

impl Core {
    pub(super) async fn work_hours(&self) -> Result<WorkHours, EngineError> {
        let kept = self.store.setting(HOURS).await?;
        let hours = kept.and_then(|value| serde_json::from_value::<WorkHours>(value).ok());
        // A zone that this computer does not know any more must not lock anybody out.
        Ok(hours.filter(|hours| hours.check().is_ok()).unwrap_or_default())
    }

    pub(super) async fn count_what_is_left(&self) -> Result<(), EngineError> {
        let mut behind = 0;
        for _ in 0..SLICES_BEFORE_FIGURES {
            match self.store.fold_turns(SLICE, behind).await? {
                Some(last) => behind = last,
                None => break,
            }
        }
        Ok(())
    }
}

/// Counts what is new, again and again, until the engine stops.
pub(crate) async fn count(core: Arc<Core>) {
    let counting = async {
        let mut behind = 0;
        loop {
            let next = core.store.fold_turns(SLICE, behind).await;
            behind = next.as_ref().ok().copied().flatten().unwrap_or_default();
            match next {
                Ok(Some(_)) => tokio::task::yield_now().await,
                Ok(None) => tokio::time::sleep(PAUSE).await,
                Err(error) => {
                    tracing::warn!(%error, "the figures are not up to date");
                    core.note_fault(&error.into()).await;
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    };
    tokio::select! {
        () = core.stop.cancelled() => {}
        () = counting => {}
    }
}
