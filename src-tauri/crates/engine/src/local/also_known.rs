//! Other robots that know the same customer.

use zuoxi_model::{AlsoKnown, ChatKey};

use crate::{Engine, EngineError};

impl Engine {
    /// The other robots that know the customer of this chat, and what was said there last; from the cache.
    pub async fn also_known(&self, chat: &ChatKey) -> Result<Vec<AlsoKnown>, EngineError> {
        Ok(self.core.store.also_known(chat).await?)
    }
}
