//! What people call themselves and each other: a story gives names that no honest person has.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{Shared, unknown};
use crate::delivery::Unknown;
use crate::world::people::Person;
use crate::world::{Chat, Sender, World};

/// Names for one chat and what belongs to it; what is missing stays as it is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Naming {
    robot_key: String,
    chat_user: String,
    /// Of the customer or group.
    #[serde(default)]
    name: Option<String>,
    /// Of everybody in the group.
    #[serde(default)]
    members: Option<String>,
    /// What the robot calls the customer.
    #[serde(default)]
    remark: Option<String>,
    #[serde(default)]
    description: Option<String>,
    /// The announcement of the group.
    #[serde(default)]
    notice: Option<String>,
    /// Of the library's first label, which the customer then carries.
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    robot: Option<String>,
}

/// The lists tell of it when they are read next; no event does.
pub async fn names(State(practice): Shared, Json(naming): Json<Naming>) -> Response {
    match practice.world.with(|world| give(world, &naming)) {
        Some(()) => StatusCode::NO_CONTENT.into_response(),
        None => unknown(Unknown::Chat),
    }
}

fn give(world: &mut World, naming: &Naming) -> Option<()> {
    let chat_id = world.chat_id_of(&naming.robot_key, &naming.chat_user)?;
    if let Some(name) = &naming.robot {
        world.robots.iter_mut().find(|robot| robot.key == naming.robot_key)?.nick_name.clone_from(name);
    }
    let chat = world.chat_mut(&chat_id)?;
    if let Some(name) = &naming.name {
        chat.name.clone_from(name);
        if !chat.is_group {
            rename_members(chat, name);
        }
    }
    if let Some(name) = &naming.members {
        rename_members(chat, name);
    }
    if let (Some(notice), Some(facts)) = (&naming.notice, world.directory.groups.get_mut(&chat_id)) {
        facts.notice.clone_from(notice);
    }
    let carried = naming.label.as_ref().and_then(|name| {
        let label = world.label_groups.first_mut()?.labels.first_mut()?;
        label.name.clone_from(name);
        Some(label.id)
    });
    if let Some(friendship) = world.directory.friendships.get_mut(&chat_id) {
        friendship.labels.extend(carried);
        if let Some(remark) = &naming.remark {
            friendship.remark.clone_from(remark);
        }
        if let Some(description) = &naming.description {
            friendship.description.clone_from(description);
        }
    }
    Some(())
}

/// Also in what they have said already.
fn rename_members(chat: &mut Chat, name: &str) {
    for member in &mut chat.members {
        *member = Arc::new(Person { name: name.to_owned(), ..Person::clone(member) });
    }
    for message in &mut chat.messages {
        if let Sender::Contact(person) = &mut message.sender {
            *person = Arc::new(Person { name: name.to_owned(), ..Person::clone(person) });
        }
    }
}
