//! The storage that files go to: set up, refused, taken away, and how far an upload is.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use secrecy::SecretString;
use serde_json::json;
use zuoxi_engine::{Change, ErrorCode, SignInRequest, StorageConfig, UploadKind, UploadState};
use zuoxi_model::{AttachmentKind, Composed, Environment, EnvironmentKind, OutboxState, Resolution};
use zuoxi_platform::{Credentials, Platform};

use crate::{
    files::{Files, PNG, fetch},
    seat::{Seat, words},
};

#[tokio::test]
async fn a_storage_that_refuses_leaves_the_file_to_a_person() {
    let seat = Seat::live().await;
    let engine = seat.engine().await;
    let chat = seat.a_chat(|_| true).await;
    seat.control("uploads", json!({"fileBytes": 4, "totalBytes": 1_000_000})).await;
    let path = engine.keep_pasted("截图.png", &STANDARD.encode(PNG)).await.unwrap();
    let attachment =
        zuoxi_model::Attachment { path: path.clone(), name: "截图.png".into(), kind: AttachmentKind::Image };
    let id = engine.send(&chat, &Composed::Attachment { attachment }, 0).await.unwrap();
    assert_eq!(seat.until_failed(&chat, &id).await, "rejected");
    assert!(std::fs::exists(&path).unwrap(), "nothing is lost");
    engine.resolve_send(&id, Resolution::Discard).await.unwrap();
    assert!(!std::fs::exists(&path).unwrap(), "what was pasted goes with its send");
    assert_eq!(engine.waiting().await.unwrap(), 0);
}

#[tokio::test]
async fn without_a_storage_texts_leave_and_files_wait_until_one_is_set_up() {
    let (seat, files) = (Seat::open().await, Files::new());
    let base = seat.platform.base_url();
    let request = SignInRequest {
        environment: EnvironmentKind::Custom,
        api_base: Some(base.clone()),
        socket_base: None,
        access_key: "practice".into(),
        access_secret: SecretString::from("practice"),
        remember: true,
    };
    seat.desk.sign_in(request).await.unwrap();
    seat.until_live().await;
    let engine = seat.engine().await;
    let chat = seat.a_chat(|_| true).await;
    assert!(!engine.storage().await.unwrap().configured);
    let error = engine.send(&chat, &files.picture("a.png"), 0).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageNotConfigured);
    let text = engine.send(&chat, &words("文字照发"), 0).await.unwrap();
    seat.until_delivery(&chat, &text, OutboxState::Confirmed).await;

    let config = StorageConfig::practice(&base);
    let error = engine.save_storage(&config, Some(SecretString::from("wrong"))).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageDenied);
    assert!(!engine.storage().await.unwrap().configured, "what does not work is not kept");
    let credentials = Credentials { access_key: "practice".into(), access_secret: SecretString::from("practice") };
    let platform = Platform::new(Environment::practice(&base), credentials).unwrap();
    platform.sign_in().await.unwrap();
    let token = platform.token().unwrap();
    engine.save_storage(&config, Some(token.clone())).await.unwrap();
    assert_eq!(engine.storage().await.unwrap().config, Some(config.clone()));
    engine.save_storage(&config, None).await.expect("the secret was kept");

    // It goes away while something waits for it.
    seat.storage_answers(Some(503)).await;
    let picture = engine.send(&chat, &files.picture("a.png"), 0).await.unwrap();
    seat.until_uploading(&chat, &picture).await;
    engine.forget_storage().await.unwrap();
    assert_eq!(seat.until_failed(&chat, &picture).await, "storageNotConfigured");
    seat.storage_answers(None).await;
    engine.save_storage(&config, Some(token)).await.unwrap();
    engine.resolve_send(&picture, Resolution::SendAgain).await.unwrap();
    let arrived = async || (seat.thread(&chat).await.last()?.delivery == Some(OutboxState::Confirmed)).then_some(());
    seat.until("sent again", arrived).await;
}

#[tokio::test]
async fn the_token_that_opens_the_practice_storage_is_renewed_unseen() {
    let (seat, files) = (Seat::live().await, Files::new());
    let engine = seat.engine().await;
    let chat = seat.a_chat(|_| true).await;
    assert!(engine.storage().await.unwrap().configured, "the practice platform brings its own");
    seat.control("token", json!({"expire": true})).await;
    let id = engine.send(&chat, &files.picture("a.png"), 0).await.unwrap();
    seat.until_delivery(&chat, &id, OutboxState::Confirmed).await;
}

#[tokio::test]
async fn how_far_an_upload_is_reaches_the_watchers() {
    let (seat, files) = (Seat::live().await, Files::new());
    let chat = seat.a_chat(|_| true).await;
    let (_, mut changes) = seat.desk.watch().await.unwrap();
    let attachment = files.attachment("大.bin", &vec![7; 3 * 1024 * 1024], AttachmentKind::File);
    let id = seat.engine().await.send(&chat, &Composed::Attachment { attachment }, 0).await.unwrap();
    let mut reports = Vec::new();
    let ended =
        |state: &UploadState| !matches!(state, UploadState::Preparing | UploadState::Sending | UploadState::Verifying);
    while !reports.last().is_some_and(ended) {
        for change in changes.recv().await.unwrap().changes {
            if let Change::Upload { id: of, progress } = change {
                assert_eq!(of, id);
                assert!(progress.sent_bytes <= progress.total_bytes);
                reports.push(progress.state);
            }
        }
    }
    assert!(matches!(reports.last(), Some(UploadState::Done { .. })), "{reports:?}");
    assert!(reports.contains(&UploadState::Sending) && reports.contains(&UploadState::Verifying), "{reports:?}");
}

#[tokio::test]
async fn a_picture_of_a_broadcast_gets_an_address_without_a_send() {
    let (seat, files) = (Seat::live().await, Files::new());
    let engine = seat.engine().await;
    let poster = files.write("海报.png", PNG);
    let url = engine.upload_file(&poster, UploadKind::Image).await.unwrap();
    assert_eq!(fetch(&url).await, PNG);
    assert_eq!(engine.upload_file(&poster, UploadKind::Image).await.unwrap(), url);
    assert_eq!(seat.stored().await, 1, "the storage knows the file by its content");
    let words = files.write("海报.txt", "这不是图片".as_bytes());
    assert_eq!(engine.upload_file(&words, UploadKind::Image).await.unwrap_err().code(), ErrorCode::FileType);
    assert_eq!(engine.waiting().await.unwrap(), 0);
}
