//! Into the platform and out of it.

use zuoxi_engine::{ErrorCode, SignOutWipe};
use zuoxi_model::{DraftContent, SessionState};

use crate::seat::Seat;

#[tokio::test]
async fn a_wrong_secret_is_refused_before_anything_is_stored() {
    let seat = Seat::open().await;
    let error = seat.sign_in("wrong").await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::Auth);
    assert!(error.request_id().is_some());
    assert!(seat.desk.engine().await.is_err());
    assert!(seat.desk.accounts().await.is_empty());
}

#[tokio::test]
async fn after_signing_in_the_chats_of_every_robot_are_there_with_their_unread_counts() {
    let seat = Seat::live().await;
    let (snapshot, _) = seat.desk.watch().await.unwrap();
    assert_eq!(snapshot.robots.len(), 3);
    let world = seat.look("world").await;
    assert_eq!(snapshot.chats.len(), world["chats"].as_array().unwrap().len());
    assert!(snapshot.chats.iter().any(|row| row.chat.unread > 0));
    let newest_first = snapshot.chats.is_sorted_by_key(|row| std::cmp::Reverse(row.chat.last_active));
    assert!(newest_first);
}

#[tokio::test]
async fn an_expired_token_is_renewed_unseen() {
    let seat = Seat::live().await;
    seat.control("token", serde_json::json!({"expire": true})).await;
    let chat = seat.a_chat(|_| true).await;
    seat.engine().await.load_older(&chat).await.unwrap();
    seat.until_live().await;
}

#[tokio::test]
async fn a_restart_without_a_network_shows_what_is_known_and_a_wipe_leaves_nothing() {
    let mut seat = Seat::live().await;
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    let before = seat.thread(&chat).await;
    let draft = DraftContent { text: "稍等，我查一下".into(), ..DraftContent::default() };
    seat.engine().await.save_draft(&chat, draft).await.unwrap();
    seat.network(false).await;
    seat.restart().await;
    assert_eq!(seat.thread(&chat).await, before);
    assert_eq!(seat.row(&chat).await.draft.as_deref(), Some("稍等，我查一下"));
    seat.until_offline().await;
    seat.desk.sign_out(SignOutWipe::ALL).await.unwrap();
    let (snapshot, _) = seat.desk.watch().await.unwrap();
    assert_eq!(snapshot.session, SessionState::SignedOut);
    assert!(snapshot.accounts.is_empty());
}

#[tokio::test]
async fn a_cache_whose_key_is_lost_is_set_aside_and_rebuilt() {
    let mut seat = Seat::live().await;
    let account = seat.engine().await.account().id.clone();
    seat.lose_cache_key(&account).await;
    seat.restart().await;
    seat.until_live().await;
    let (snapshot, _) = seat.desk.watch().await.unwrap();
    assert!(!snapshot.chats.is_empty());
    assert_eq!(seat.set_aside(&account), 1);
}
