//! Spec 2.3: the customers of a robot.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde_json::Value;

use super::envelope::{code, failure, listed};
use super::params::Params;
use crate::options::Quirks;
use crate::practice::Practice;
use crate::wire::customers::{customer_row, status};
use crate::world::World;
use crate::world::directory::Friendship;

/// What is asked for. The specification does not say how several tag names are joined; a customer with any of them is
/// meant here. A name that occurs in two label groups means both labels.
struct Query<'a> {
    robot_key: &'a str,
    status: Option<i64>,
    user_id: Option<&'a str>,
    name: Option<&'a str>,
    tags: Option<Vec<&'a str>>,
}

impl Query<'_> {
    fn labels(&self, world: &World) -> Option<Vec<u64>> {
        let names = self.tags.as_ref()?;
        let labels = world.label_groups.iter().flat_map(|group| &group.labels);
        Some(labels.filter(|label| names.contains(&label.name.as_str())).map(|label| label.id).collect())
    }

    fn wants(&self, name: &str, user_id: &str, friendship: &Friendship, quirks: &Quirks) -> bool {
        self.status.is_none_or(|wanted| wanted == i64::from(status(friendship, quirks)))
            && self.user_id.is_none_or(|wanted| wanted == user_id)
            && self.name.is_none_or(|part| name.contains(part) || friendship.remark.contains(part))
    }

    fn rows(&self, world: &World, quirks: &Quirks) -> Vec<Value> {
        let labels = self.labels(world);
        let own = world.chats.iter().filter(|chat| !chat.is_group && chat.robot_key == self.robot_key);
        own.filter_map(|chat| {
            let (customer, friendship) = (chat.members.first()?, world.directory.friendships.get(&chat.id)?);
            let labelled =
                labels.as_ref().is_none_or(|wanted| wanted.iter().any(|label| friendship.labels.contains(label)));
            let wanted = labelled && self.wants(&chat.name, &customer.id, friendship, quirks);
            wanted.then(|| customer_row(chat, customer, friendship, quirks))
        })
        .collect()
    }
}

pub async fn list(State(practice): State<Arc<Practice>>, params: Params) -> Response {
    let Some(robot_key) = params.text("robotKey") else {
        return failure(code::FAILED, "robotKey 不能为空");
    };
    let query = Query {
        robot_key,
        status: params.integer("status"),
        user_id: params.text("userId"),
        name: params.text("name"),
        tags: params.list("tagList"),
    };
    let rows = practice.world.with(|world| query.rows(world, &practice.options.quirks));
    listed(rows, params.page())
}
