//! The robot list. Spec 2.2.

use zuoxi_model::Robot;

use super::{Body, Rest, endpoints};
use crate::{Incoming, PlatformError, wire};

/// The robots of an account. Spec 2.2.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RobotList {
    pub robots: Vec<Robot>,
    /// Records without `robotKey`, which no call can name: [`Incoming::Unrecognised`], each with its raw text (Q18).
    pub unrecognised: Vec<Incoming>,
}

impl Rest {
    pub(crate) async fn robots(&self) -> Result<RobotList, PlatformError> {
        let answer = self.call(&endpoints::ROBOTS, &Body::new()).await?;
        let mut list = RobotList::default();
        for raw in answer.list()? {
            let decoded = serde_json::from_str(raw)
                .map_err(|error| error.to_string())
                .and_then(|value| wire::robot::decode(&value));
            match decoded {
                Ok(robot) => list.robots.push(robot),
                Err(why) => list.unrecognised.push(wire::unrecognised(endpoints::ROBOTS.path, raw, why)),
            }
        }
        Ok(list)
    }
}
