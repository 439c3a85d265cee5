//! The HTTP side: spec 2. One file per group of endpoints.

pub mod auth;
pub mod chats;
pub mod envelope;
mod gate;
pub mod history;
pub mod params;
pub mod robots;

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
        .layer(middleware::from_fn_with_state(Arc::clone(practice), gate::gate))
        .with_state(Arc::clone(practice))
}
