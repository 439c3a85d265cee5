//! Against dav-server.

use http::Method;
use zuoxi_engine::{CheckStep, StorageConfig, StorageProvider, UploadError, UploadKind, UploadState};

use crate::{
    desk::{Desk, MIB, assert_told_to_the_end, dav_config, fetch, open, open_with},
    servers::DavServer,
};

#[tokio::test]
async fn a_file_is_streamed_into_folders_that_are_made_for_it() {
    let server = DavServer::start().await;
    let desk = Desk::with(open(&dav_config(&server)));
    let request = desk.picture("合同 + 附件🎉.png", 10 * MIB);
    let (sent, reports) = desk.watched(&request, |_| {}).await;
    let sent = sent.unwrap();
    assert_told_to_the_end(&reports, 10 * MIB);
    assert!(reports.len() > 50, "{} reports", reports.len());
    assert_eq!(fetch(&sent.url).await.1, std::fs::read(&request.path).unwrap());
    let contents = server.contents();
    assert!(contents[0].starts_with("客服/2026/11/") && contents[0].ends_with("/合同 + 附件🎉.png"), "{contents:?}");
}

#[tokio::test]
async fn the_same_file_is_written_once() {
    let server = DavServer::start().await;
    let desk = Desk::with(open(&dav_config(&server)));
    let request = desk.picture("a.png", 100_000);
    let first = desk.send(&request).await.unwrap();
    let second = desk.send(&request).await.unwrap();
    assert_eq!((first.url, first.reused, second.reused), (second.url, false, true));
    assert_eq!(server.log.count(&Method::PUT), 1);
}

#[tokio::test]
async fn a_put_that_fails_once_is_repeated_and_counted_once() {
    let server = DavServer::start().await;
    let desk = Desk::with(open(&dav_config(&server)));
    server.log.fail_next_puts(1);
    let (sent, reports) = desk.watched(&desk.picture("a.png", 3 * MIB), |_| {}).await;
    sent.unwrap();
    assert_told_to_the_end(&reports, 3 * MIB);
    assert_eq!(server.log.count(&Method::PUT), 2);
}

#[tokio::test]
async fn a_cancelled_upload_leaves_nothing() {
    let server = DavServer::start().await;
    let desk = Desk::with(open(&dav_config(&server)));
    let (outcome, reports) = desk.cancelled_at(&desk.picture("a.png", 15 * MIB), MIB as u64).await;
    assert!(matches!(outcome, Err(UploadError::Cancelled { left: None })), "{outcome:?}");
    assert_eq!(reports.last().unwrap().state, UploadState::Cancelled { left: None });
    assert_eq!(server.contents(), Vec::<String>::new());
}

#[tokio::test]
async fn a_file_that_changes_while_it_is_sent_does_not_stay() {
    let server = DavServer::start().await;
    let desk = Desk::with(open(&dav_config(&server)));
    let request = desk.picture("a.png", 5 * MIB);
    let path = request.path.clone();
    let (outcome, _) = desk
        .watched(&request, move |report| {
            if report.state == UploadState::Sending && report.sent_bytes == 0 {
                std::fs::File::options().write(true).open(&path).unwrap().set_len(4_000_000).unwrap();
            }
        })
        .await;
    assert!(matches!(outcome, Err(UploadError::Changed)), "{outcome:?}");
    assert_eq!(server.contents(), Vec::<String>::new());
}

#[tokio::test]
async fn a_storage_that_works_passes_its_check_and_keeps_nothing_of_it() {
    let server = DavServer::start().await;
    open(&dav_config(&server)).check().await.unwrap();
    assert_eq!(server.contents(), Vec::<String>::new());
}

#[tokio::test]
async fn a_wrong_password_is_told_as_such() {
    let server = DavServer::start().await;
    let storage = open_with(&dav_config(&server), "wrong");
    let error = storage.check().await.unwrap_err();
    let UploadError::Check { step: CheckStep::Write, left: None, source } = error else { panic!("{error:?}") };
    assert!(matches!(*source, UploadError::Denied), "{source:?}");
    let desk = Desk::with(storage);
    let error = desk.send(&desk.picture("a.png", 1000)).await.unwrap_err();
    assert!(matches!(error, UploadError::Denied), "{error:?}");
}

#[tokio::test]
async fn a_collection_that_does_not_exist_and_a_foreign_public_address_are_found_out() {
    let server = DavServer::start().await;
    let place = format!("{}/shared/media", server.url);
    let provider = StorageProvider::Webdav { endpoint: place.clone(), username: "seat".into() };
    let right = StorageConfig { provider, folder: String::new(), public_base: place.clone() };
    let error = open(&right).check().await.unwrap_err();
    let UploadError::Check { step: CheckStep::Write, left: None, source } = error else { panic!("{error:?}") };
    assert!(matches!(&*source, UploadError::NoBucket { place: named } if *named == place), "{source:?}");

    server.make_folder("shared/media");
    open(&right).check().await.unwrap();
    let wrong = StorageConfig { public_base: server.url.clone(), ..right };
    let error = open(&wrong).check().await.unwrap_err();
    let UploadError::Check { step: CheckStep::PublicRead, left: None, source } = error else { panic!("{error:?}") };
    assert!(matches!(*source, UploadError::NotPublic { status: 404 }), "{source:?}");
    assert_eq!(server.contents(), Vec::<String>::new());
}

#[tokio::test]
async fn the_longest_name_is_shortened_so_that_a_file_system_takes_it() {
    let server = DavServer::start().await;
    let desk = Desk::with(open(&dav_config(&server)));
    let mut request = desk.file("a.pdf", b"%PDF-1.7 ...", UploadKind::File);
    request.name = Some(format!("{}.pdf", "合同🎉".repeat(300)));
    let sent = desk.send(&request).await.unwrap();
    assert!(sent.name.rsplit_once('.').is_some_and(|(stem, ext)| ext == "pdf" && stem.starts_with("合同🎉合同")));
    assert!(sent.name.chars().count() <= 80);
    assert_eq!(fetch(&sent.url).await.1, b"%PDF-1.7 ...");
}
