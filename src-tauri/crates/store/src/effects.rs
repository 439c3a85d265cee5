//! What the outcome of an action changes in the cache, its own or another console's.

use std::collections::BTreeSet;

use sqlx::SqliteConnection;
use zuoxi_model::{
    AdminChange, ChatKey, Contact, CustomerId, FriendRequest, GroupDetails, GroupId, LabelId, RequestState, RobotKey,
    TagLibrary, Timestamp,
};

use crate::store::begin;
use crate::{Store, StoreError, groups, members, people, requests, tags};

/// One change, on the word of the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// The customer carries these tags, and those no more. Spec 3.11, Q45.
    Tags { robot: RobotKey, customer: CustomerId, add: Vec<LabelId>, remove: Vec<LabelId> },
    /// Another console changed the tags of this customer, or of one it did not name, and nobody said how (Q39, Q45).
    TagsDoubtful { robot: RobotKey, customer: Option<CustomerId> },
    /// Spec 3.12.
    Library { robot: RobotKey, library: TagLibrary },
    /// What is `None` stays as it is. Spec 3.13.
    Remark { robot: RobotKey, customer: CustomerId, name: Option<String>, description: Option<String> },
    /// What is known of people, as far as it was said. Spec 3.9, 3.21.
    People { robot: RobotKey, people: Vec<Contact> },
    /// Spec 3.21. Nobody leaves by this: the list may be a part (Q50).
    Groups { robot: RobotKey, groups: Vec<GroupDetails> },
    /// Spec 3.19, 3.22.
    GroupName { robot: RobotKey, group: GroupId, name: String },
    /// Spec 3.20.
    GroupCreated { robot: RobotKey, group: GroupId, alias: Option<GroupId>, name: String },
    /// These and no others are admins. Spec 3.16.
    Admins { robot: RobotKey, group: GroupId, admins: Vec<CustomerId> },
    /// Spec 3.17.
    AdminsChanged { robot: RobotKey, group: GroupId, op: AdminChange, members: Vec<CustomerId> },
    /// Spec 3.15.
    Left { robot: RobotKey, group: GroupId, members: Vec<CustomerId> },
    /// Spec 3.18, 3.22.
    Joined { robot: RobotKey, group: GroupId, people: Vec<Contact> },
    /// Spec 3.8.
    FriendRequested { robot: RobotKey, request: FriendRequest },
    /// What became of a friend request.
    Request { robot: RobotKey, from: CustomerId, state: RequestState },
}

/// Whose rows were touched by what was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    pub customers: BTreeSet<(RobotKey, CustomerId)>,
    pub groups: BTreeSet<(RobotKey, GroupId)>,
    pub libraries: BTreeSet<RobotKey>,
    pub requests: BTreeSet<(RobotKey, CustomerId)>,
    pub chats: BTreeSet<ChatKey>,
}

impl Store {
    /// Writes what somebody else's action changed.
    pub async fn take_effects(&self, effects: &[Effect], at: Timestamp) -> Result<Touched, StoreError> {
        if effects.is_empty() {
            return Ok(Touched::default());
        }
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let touched = write(&mut tx, effects, at).await?;
        tx.commit().await?;
        Ok(touched)
    }
}

pub(crate) async fn write(
    conn: &mut SqliteConnection,
    effects: &[Effect],
    at: Timestamp,
) -> Result<Touched, StoreError> {
    let mut touched = Touched::default();
    for effect in effects {
        write_one(conn, effect, at, &mut touched).await?;
    }
    Ok(touched)
}

async fn write_one(
    conn: &mut SqliteConnection,
    effect: &Effect,
    at: Timestamp,
    touched: &mut Touched,
) -> Result<(), StoreError> {
    match effect {
        Effect::Tags { robot, customer, add, remove } => {
            tags::carried::write(conn, robot, customer, add, remove, at).await?;
            touched.customers.insert((robot.clone(), customer.clone()));
        }
        Effect::TagsDoubtful { robot, customer: Some(customer) } => {
            tags::doubtful::doubt(conn, robot, customer, at).await?;
            touched.customers.insert((robot.clone(), customer.clone()));
        }
        Effect::TagsDoubtful { robot, customer: None } => {
            tags::doubtful::doubt_everyone(conn, robot).await?;
            touched.libraries.insert(robot.clone());
        }
        Effect::Library { robot, library } => {
            tags::library::replace(conn, robot, library, at).await?;
            touched.libraries.insert(robot.clone());
        }
        Effect::Remark { robot, customer, name, description } => {
            people::set_remark(conn, robot, customer, name.as_deref(), description.as_deref()).await?;
            touched.customers.insert((robot.clone(), customer.clone()));
        }
        Effect::People { robot, people } => {
            people::fill_in(conn, robot, people).await?;
            touched.customers.extend(people.iter().map(|person| (robot.clone(), person.id.clone())));
        }
        Effect::Groups { robot, groups: details } => {
            for details in details {
                groups::upsert(conn, std::slice::from_ref(&details.group)).await?;
                members::upsert(conn, &details.members).await?;
                touched.groups.insert((robot.clone(), details.group.id.clone()));
            }
        }
        Effect::GroupName { robot, group, name } => {
            touched.chats.extend(groups::rename(conn, robot, group, name).await?);
            touched.groups.insert((robot.clone(), group.clone()));
        }
        Effect::GroupCreated { robot, group, alias, name } => {
            groups::create(conn, robot, group, name, at).await?;
            if let Some(alias) = alias {
                groups::add_alias(conn, robot, alias, group).await?;
            }
            touched.groups.insert((robot.clone(), group.clone()));
        }
        Effect::Admins { robot, group, admins } => {
            members::set_admins(conn, robot, group, admins, at).await?;
            touched.groups.insert((robot.clone(), group.clone()));
        }
        Effect::AdminsChanged { robot, group, op, members: changed } => {
            members::change_admins(conn, robot, group, *op, changed).await?;
            touched.groups.insert((robot.clone(), group.clone()));
        }
        Effect::Left { robot, group, members: left } => {
            members::leave(conn, robot, group, left).await?;
            touched.groups.insert((robot.clone(), group.clone()));
        }
        Effect::Joined { robot, group, people } => {
            members::join(conn, robot, group, people).await?;
            touched.groups.insert((robot.clone(), group.clone()));
        }
        Effect::FriendRequested { robot, request } => {
            requests::receive(conn, robot, request, at).await?;
            touched.requests.insert((robot.clone(), request.from.clone()));
        }
        Effect::Request { robot, from, state } => {
            if requests::set_state(conn, robot, from, *state).await? {
                touched.requests.insert((robot.clone(), from.clone()));
            }
            if *state == RequestState::Accepted {
                requests::befriend(conn, robot, from, at).await?;
                touched.customers.insert((robot.clone(), from.clone()));
            }
        }
    }
    Ok(())
}
