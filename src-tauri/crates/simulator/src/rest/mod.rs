//! The HTTP side: spec 2. One file per group of endpoints.

pub mod auth;
pub mod bridge;
pub mod chats;
pub mod customers;
pub mod envelope;
pub mod export;
mod gate;
pub mod groups;
pub mod history;
pub mod mass_send;
pub mod params;
pub mod robots;
pub mod sync;

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::post;

use crate::practice::Practice;

/// All endpoints, behind the checks that every request has to pass.
pub fn routes(practice: &Arc<Practice>) -> Router {
    Router::new()
        .route(gate::SIGN_IN, post(auth::sign_in))
        .route("/wxworkapi/robot/list", post(robots::list))
        .route("/wxworkapi/chat/list", post(chats::recent))
        .route("/wxworkapi/chat/message", post(history::messages))
        .route("/wxworkapi/unreadmsg/clean", post(chats::clear_unread))
        .route("/wxworkapi/external/user/list", post(customers::list))
        .route("/wxworkapi/group/list", post(groups::list))
        .route("/wxworkapi/grouptag/list/download", post(export::download))
        .route("/wxworkapi/group/member/list", post(groups::members))
        .route("/wxworkapi/multiple/task/save", post(mass_send::save))
        .route("/wxworkapi/bridge", post(bridge::bridge))
        .route("/wxworkapi/group/setting/duplicate", post(groups::duplicate_settings))
        .route("/wxworkapi/contact/sync", post(sync::contacts))
        .layer(middleware::from_fn_with_state(Arc::clone(practice), gate::gate))
        .with_state(Arc::clone(practice))
}
