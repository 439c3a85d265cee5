//! Who waits at this moment.

use zuoxi_model::metrics::WaitingNow;

use crate::{Engine, EngineError};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Whoever has waited longer will not be helped by a list.
const MOST_DAYS: u32 = 90;

impl Engine {
    /// Customers who wait, the longest first, of those who began to in the last `days`. Most chats end with a word of the
    /// customer, and nobody owes an answer to a thank-you of last month.
    pub async fn waiting_now(&self, days: u32) -> Result<WaitingNow, EngineError> {
        let now = self.core.clock.now();
        let earliest = now.plus_ms(-i64::from(days.clamp(1, MOST_DAYS)) * DAY_MS);
        Ok(self.core.store.waiting_now(&self.work_hours().await?, earliest, now).await?)
    }
}
