//! Actions over HTTP, when the socket is no way. Spec 2.8, Q41.

use zuoxi_model::{Action, ActionEvent, MessageId, RobotKey};

use super::{Body, Endpoint, Rest, endpoints};
use crate::{
    PlatformError,
    wire::{
        Context,
        action::{self, Known, Topic, encode},
    },
};

impl Rest {
    /// The reply, a refusal included: over the socket it would be the same event.
    pub(crate) async fn bridge(
        &self,
        action: &Action,
        robot_key: &RobotKey,
        message_id: &MessageId,
        context: Context<'_>,
    ) -> Result<ActionEvent, PlatformError> {
        let endpoint = Endpoint { repeatable: action.is_repeatable(), ..endpoints::BRIDGE };
        let body = Body::from(encode::request(action, robot_key, message_id));
        let answer = self.call(&endpoint, &body).await?;
        let known = Known {
            topic: Some(Topic::Reply(action.kind())),
            message_id: Some(message_id),
            robot_key: Some(robot_key),
        };
        let raw = answer.envelope.text();
        let value = serde_json::from_str(&raw).map_err(|error| answer.malformed(error.to_string()))?;
        let event = action::decode(&value, raw, known, context).map_err(|why| answer.malformed(why))?;
        if event.replies_to == Some(action.kind()) {
            Ok(event)
        } else {
            Err(answer.malformed("the reply is to another action"))
        }
    }
}
