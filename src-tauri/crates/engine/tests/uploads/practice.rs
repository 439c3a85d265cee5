//! Against the contract of the practice platform's storage.

use std::{future::pending, time::Duration};

use http::Method;
use secrecy::SecretString;
use zuoxi_engine::{CheckStep, NetworkRules, Storage, StorageConfig, UploadError};

use crate::{
    desk::{Desk, MIB, assert_told_to_the_end, brisk, fetch, open, open_with},
    servers::{PracticeServer, SECRET, serve},
};

#[tokio::test]
async fn a_picture_goes_to_the_practice_platform_with_the_sessions_token() {
    let server = PracticeServer::start().await;
    let desk = Desk::with(open(&StorageConfig::practice(&server.url)));
    let request = desk.picture("练习.png", 2 * MIB);
    let (sent, reports) = desk.watched(&request, |_| {}).await;
    let sent = sent.unwrap();
    assert_told_to_the_end(&reports, 2 * MIB);
    assert!(sent.url.starts_with(&format!("{}/media/upload/2026/11/", server.url)), "{}", sent.url);
    assert_eq!(fetch(&sent.url).await.1, std::fs::read(&request.path).unwrap());
    assert!(desk.send(&request).await.unwrap().reused);
    assert_eq!(server.log.count(&Method::PUT), 1);
}

#[tokio::test]
async fn the_practice_storage_passes_its_check_and_keeps_nothing_of_it() {
    let server = PracticeServer::start().await;
    open(&StorageConfig::practice(&server.url)).check().await.unwrap();
    assert_eq!(server.contents(), Vec::<String>::new());
}

#[tokio::test]
async fn a_token_that_ran_out_is_told_as_such() {
    let server = PracticeServer::start().await;
    let error = open_with(&StorageConfig::practice(&server.url), "expired").check().await.unwrap_err();
    let UploadError::Check { step: CheckStep::Write, left: None, source } = error else { panic!("{error:?}") };
    assert!(matches!(*source, UploadError::Denied), "{source:?}");
}

#[tokio::test]
async fn a_cancelled_upload_leaves_nothing() {
    let server = PracticeServer::start().await;
    let desk = Desk::with(open(&StorageConfig::practice(&server.url)));
    let (outcome, _) = desk.cancelled_at(&desk.picture("a.png", 10 * MIB), MIB as u64).await;
    assert!(matches!(outcome, Err(UploadError::Cancelled { left: None })), "{outcome:?}");
    assert_eq!(server.contents(), Vec::<String>::new());
}

#[tokio::test]
async fn a_storage_that_takes_the_connection_and_never_answers_is_given_up_on() {
    let silent = serve(async |_| pending().await).await;
    let rules = NetworkRules { stall_limit: Duration::from_millis(100), ..brisk() };
    let storage = Storage::open_under(&StorageConfig::practice(&silent), &SecretString::from(SECRET), &rules).unwrap();
    let desk = Desk::with(storage);
    let error = desk.send(&desk.picture("a.png", 1000)).await.unwrap_err();
    assert!(matches!(error, UploadError::Stalled { .. }), "{error:?}");
}
