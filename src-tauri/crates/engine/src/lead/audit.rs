//! Who asked what of which robot, and what came back.

use zuoxi_model::audit::{AuditPage, AuditQuery};

use crate::{Engine, EngineError};

const PAGE_LIMIT: u32 = 200;

impl Engine {
    /// A page of the audit log, newest first.
    pub async fn audit(&self, mut query: AuditQuery) -> Result<AuditPage, EngineError> {
        query.limit = query.limit.clamp(1, PAGE_LIMIT);
        Ok(self.core.store.audit(&query).await?)
    }
}
