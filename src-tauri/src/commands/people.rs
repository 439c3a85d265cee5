//! The panel beside a thread, friend requests, and contacts.

use tauri::State;
use zuoxi_model::{
    CustomerCard, CustomerId, GroupCard, GroupId, KnownTags, MessageId, ReceivedRequest, RobotKey, Timestamp,
};

use super::{Answer, Seat};

/// What is known of a customer, from the cache; from now on changes of it are told.
#[tauri::command]
#[specta::specta]
pub async fn customer_card(
    seat: State<'_, Seat>,
    robot: RobotKey,
    customer: CustomerId,
) -> Answer<Option<CustomerCard>> {
    Ok(seat.desk.engine().await?.customer_card(&robot, &customer).await?)
}

/// What is known of a group, from the cache; from now on changes of it are told.
#[tauri::command]
#[specta::specta]
pub async fn group_card(seat: State<'_, Seat>, robot: RobotKey, group: GroupId) -> Answer<Option<GroupCard>> {
    Ok(seat.desk.engine().await?.group_card(&robot, &group).await?)
}

/// Reads a group's members from the platform. Spec 2.6.
#[tauri::command]
#[specta::specta]
pub async fn read_members(seat: State<'_, Seat>, robot: RobotKey, group: GroupId) -> Answer<()> {
    Ok(seat.desk.engine().await?.read_members(&robot, &group).await?)
}

/// A robot's tags as the platform told them last; none while it never did.
#[tauri::command]
#[specta::specta]
pub async fn tag_library(seat: State<'_, Seat>, robot: RobotKey) -> Answer<Option<KnownTags>> {
    Ok(seat.desk.engine().await?.tag_library(&robot).await?)
}

/// Every friend request that came, newest first. Spec 3.8.
#[tauri::command]
#[specta::specta]
pub async fn friend_requests(seat: State<'_, Seat>) -> Answer<Vec<ReceivedRequest>> {
    Ok(seat.desk.engine().await?.friend_requests().await?)
}

/// Has the robot accept a friend request. Spec 3.8.
#[tauri::command]
#[specta::specta]
pub async fn accept_friend(seat: State<'_, Seat>, robot: RobotKey, from: CustomerId) -> Answer<MessageId> {
    Ok(seat.desk.engine().await?.accept_friend(&robot, &from).await?)
}

/// Leaves a friend request alone; the platform cannot be told so (Q47).
#[tauri::command]
#[specta::specta]
pub async fn ignore_friend(seat: State<'_, Seat>, robot: RobotKey, from: CustomerId) -> Answer<()> {
    Ok(seat.desk.engine().await?.ignore_friend(&robot, &from).await?)
}

/// Tells the platform to read a robot's contacts anew; returns from when on it may be asked again. Spec 2.13.
#[tauri::command]
#[specta::specta]
pub async fn sync_contacts(seat: State<'_, Seat>, robot: RobotKey) -> Answer<Timestamp> {
    Ok(seat.desk.engine().await?.sync_contacts(&robot).await?)
}
