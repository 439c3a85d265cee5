//! The robot list. Spec 2.2.

use zuoxi_model::Robot;

use super::{Body, Rest, endpoints};
use crate::{PlatformError, wire};

impl Rest {
    /// All robots of the account. A record without `robotKey` cannot be named by any call and is left out, with a line
    /// in the log.
    pub(crate) async fn robots(&self) -> Result<Vec<Robot>, PlatformError> {
        let answer = self.call(&endpoints::ROBOTS, &Body::new()).await?;
        let mut robots = Vec::new();
        for raw in answer.list()? {
            let decoded = serde_json::from_str(raw)
                .map_err(|error| error.to_string())
                .and_then(|value| wire::robot::decode(&value));
            match decoded {
                Ok(robot) => robots.push(robot),
                Err(why) => tracing::warn!(request_id = answer.request_id, why, "a robot could not be read"),
            }
        }
        Ok(robots)
    }
}
