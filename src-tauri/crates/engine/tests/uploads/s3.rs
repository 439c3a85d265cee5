//! Against s3s-fs.

use http::Method;
use tokio_util::sync::CancellationToken;
use zuoxi_engine::{CheckStep, StorageConfig, StorageProvider, UploadError, UploadKind, UploadLimits, UploadState};

use crate::{
    desk::{Desk, MIB, assert_told_to_the_end, fetch, filled, open, open_with, s3_config},
    servers::{S3Server, SECRET, nobody},
};

const MP4: &[u8] = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41";

#[tokio::test]
async fn a_picture_goes_out_and_everyone_can_read_it() {
    let server = S3Server::public().await;
    let desk = Desk::with(open(&s3_config(&server)));
    let request = desk.picture("产品 图🎉+1.png", 50_000);
    let (sent, reports) = desk.watched(&request, |_| {}).await;
    let sent = sent.unwrap();
    assert_told_to_the_end(&reports, 50_000);
    assert!(sent.url.starts_with(&format!("{}/uploads/zuoxi/2026/11/", server.url)), "{}", sent.url);
    assert!(sent.url.ends_with("/%E4%BA%A7%E5%93%81%20%E5%9B%BE%F0%9F%8E%89%2B1.png"), "{}", sent.url);
    assert_eq!((sent.name.as_str(), sent.mime.as_str(), sent.reused), ("产品 图🎉+1.png", "image/png", false));
    let (status, bytes, mime) = fetch(&sent.url).await;
    assert_eq!((status, mime.as_str()), (200, "image/png"));
    assert_eq!(bytes, std::fs::read(&request.path).unwrap());
}

#[tokio::test]
async fn a_video_goes_in_parts_and_its_progress_only_grows() {
    let server = S3Server::public().await;
    let desk = Desk::with(open(&s3_config(&server)));
    let bytes = filled(MP4, 20 * MIB);
    let request = desk.file("演示.mp4", &bytes, UploadKind::Video);
    // One part fails on its way and is sent again.
    let log = server.log.clone();
    log.fail_next_puts(1);
    let (sent, reports) = desk.watched(&request, |_| {}).await;
    let sent = sent.unwrap();
    assert_told_to_the_end(&reports, 20 * MIB);
    assert!(reports.len() > 20, "progress within parts: {} reports", reports.len());
    assert_eq!(server.log.count(&Method::PUT), 4, "three parts, one of them twice");
    assert!(fetch(&sent.url).await.1 == bytes);
    assert_eq!(server.contents().len(), 1, "{:?}", server.contents());
}

#[tokio::test]
async fn the_same_file_is_written_once() {
    let server = S3Server::public().await;
    let desk = Desk::with(open(&s3_config(&server)));
    let request = desk.picture("a.png", 100_000);
    let first = desk.send(&request).await.unwrap();
    let (second, reports) = desk.watched(&request, |_| {}).await;
    let second = second.unwrap();
    assert_eq!(first.url, second.url);
    assert!(!first.reused && second.reused);
    assert_told_to_the_end(&reports, 100_000);
    assert_eq!(server.log.count(&Method::PUT), 1, "{:?}", server.log.paths());
}

#[tokio::test]
async fn the_same_file_sent_twice_at_once_is_written_once() {
    let server = S3Server::public().await;
    let desk = Desk::with(open(&s3_config(&server)));
    let request = desk.picture("a.png", 3 * MIB);
    let (one, two) = tokio::join!(desk.send(&request), desk.send(&request));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.url, two.url);
    assert!(one.reused != two.reused);
    assert_eq!(server.log.count(&Method::PUT), 1, "{:?}", server.log.paths());
}

#[tokio::test]
async fn a_cancelled_upload_leaves_nothing_whether_in_parts_or_not() {
    let server = S3Server::public().await;
    let desk = Desk::with(open(&s3_config(&server)));
    let small = desk.picture("small.png", MIB);
    let large = desk.file("large.mp4", &filled(MP4, 20 * MIB), UploadKind::Video);
    for (request, at) in [(small, MIB / 2), (large, 10 * MIB)] {
        let (outcome, reports) = desk.cancelled_at(&request, at as u64).await;
        assert!(matches!(outcome, Err(UploadError::Cancelled { left: None })), "{outcome:?}");
        assert_eq!(reports.last().unwrap().state, UploadState::Cancelled { left: None });
        assert_eq!(server.contents(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn an_upload_that_was_cancelled_before_it_began_sends_nothing() {
    let server = S3Server::public().await;
    let desk = Desk::with(open(&s3_config(&server)));
    let cancel = CancellationToken::new();
    cancel.cancel();
    let (outcome, _) = desk.cancellable(&desk.picture("a.png", 1000), &cancel, |_| {}).await;
    assert!(matches!(outcome, Err(UploadError::Cancelled { left: None })));
    assert_eq!(server.log.paths(), Vec::<String>::new());
}

#[tokio::test]
async fn after_a_cancel_the_same_file_can_be_sent() {
    let server = S3Server::public().await;
    let desk = Desk::with(open(&s3_config(&server)));
    let request = desk.picture("a.png", 2 * MIB);
    desk.cancelled_at(&request, MIB as u64).await.0.unwrap_err();
    assert!(!desk.send(&request).await.unwrap().reused);
}

#[tokio::test]
async fn a_file_that_changes_while_it_is_sent_does_not_go_out() {
    let server = S3Server::public().await;
    let desk = Desk::with(open(&s3_config(&server)));
    let mut bytes = filled(MP4, 20 * MIB);
    let request = desk.file("a.mp4", &bytes, UploadKind::Video);
    let path = request.path.clone();
    let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
    bytes[19 * MIB] ^= 1;
    // The same length and the same time: only the content gives it away.
    let (outcome, _) = desk
        .watched(&request, move |report| {
            if report.state == UploadState::Sending && report.sent_bytes == 0 {
                std::fs::write(&path, &bytes).unwrap();
                std::fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
            }
        })
        .await;
    assert!(matches!(outcome, Err(UploadError::Changed)), "{outcome:?}");
    assert_eq!(server.contents(), Vec::<String>::new());
}

#[tokio::test]
async fn a_storage_that_works_passes_its_check_and_keeps_nothing_of_it() {
    let server = S3Server::public().await;
    open(&s3_config(&server)).check().await.unwrap();
    assert_eq!(server.contents(), Vec::<String>::new());
}

fn failed_at(outcome: Result<(), UploadError>) -> (CheckStep, UploadError) {
    let error = outcome.unwrap_err();
    let told = format!("{error} {error:?}");
    assert!(!told.contains(SECRET) && !told.contains("wrong-secret"), "{told}");
    match error {
        UploadError::Check { step, left: None, source } => (step, *source),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_wrong_key_is_told_as_such() {
    let server = S3Server::public().await;
    let config = s3_config(&server);
    let (step, error) = failed_at(open_with(&config, "wrong-secret").check().await);
    assert_eq!(step, CheckStep::Write);
    assert!(matches!(error, UploadError::Denied), "{error:?}");
    let StorageProvider::S3 { endpoint, region, bucket, virtual_host, .. } = config.provider.clone() else {
        unreachable!()
    };
    let access_key_id = "NOBODY".to_owned();
    let provider = StorageProvider::S3 { endpoint, region, bucket, access_key_id, virtual_host };
    let (_, error) = failed_at(open(&StorageConfig { provider, ..config.clone() }).check().await);
    assert!(matches!(error, UploadError::Denied), "{error:?}");
    let desk = Desk::with(open_with(&config, "wrong-secret"));
    let error = desk.send(&desk.picture("a.png", 1000)).await.unwrap_err();
    assert!(matches!(error, UploadError::Denied), "{error:?}");
}

fn with_bucket(config: &StorageConfig, other: &str, at: Option<&str>) -> StorageConfig {
    let StorageProvider::S3 { endpoint, region, access_key_id, virtual_host, .. } = config.provider.clone() else {
        unreachable!()
    };
    let endpoint = at.map_or(endpoint, str::to_owned);
    let bucket = other.to_owned();
    StorageConfig {
        provider: StorageProvider::S3 { endpoint, region, bucket, access_key_id, virtual_host },
        ..config.clone()
    }
}

#[tokio::test]
async fn a_missing_bucket_is_told_by_its_name() {
    let server = S3Server::public().await;
    let config = with_bucket(&s3_config(&server), "elsewhere", None);
    let (step, error) = failed_at(open(&config).check().await);
    assert_eq!(step, CheckStep::Write);
    assert!(matches!(&error, UploadError::NoBucket { place } if place == "elsewhere"), "{error:?}");
}

#[tokio::test]
async fn a_storage_out_of_reach_is_told_after_a_few_attempts() {
    let server = S3Server::public().await;
    let gone = nobody().await;
    let config = with_bucket(&s3_config(&server), "uploads", Some(&gone));
    let (step, error) = failed_at(open(&config).check().await);
    assert_eq!(step, CheckStep::Write);
    assert!(matches!(&error, UploadError::Unreachable { host, .. } if gone.ends_with(host)), "{error:?}");
    let desk = Desk::with(open(&config));
    let (outcome, reports) = desk.watched(&desk.picture("a.png", 1000), |_| {}).await;
    assert!(matches!(outcome, Err(UploadError::Unreachable { .. })), "{outcome:?}");
    assert!(matches!(reports.last().unwrap().state, UploadState::Failed { retryable: true, .. }));
}

#[tokio::test]
async fn q56_a_bucket_that_strangers_cannot_read_is_found_out() {
    let server = S3Server::private().await;
    let (step, error) = failed_at(open(&s3_config(&server)).check().await);
    assert_eq!(step, CheckStep::PublicRead);
    assert!(matches!(error, UploadError::NotPublic { status: 403 }), "{error:?}");
    assert_eq!(server.contents(), Vec::<String>::new(), "the probe was taken back");
    let desk = Desk::with(open(&s3_config(&server)));
    let error = desk.send(&desk.picture("a.png", 1000)).await.unwrap_err();
    assert!(matches!(error, UploadError::NotPublic { status: 403 }), "{error:?}");
}

#[tokio::test]
async fn a_public_address_of_another_place_is_found_out() {
    let (server, other) = (S3Server::public().await, S3Server::public().await);
    let config = StorageConfig { public_base: format!("{}/uploads", other.url), ..s3_config(&server) };
    let (step, error) = failed_at(open(&config).check().await);
    assert_eq!(step, CheckStep::PublicRead);
    assert!(matches!(error, UploadError::NotPublic { status: 404 }), "{error:?}");
}

#[tokio::test]
async fn a_storage_that_keeps_failing_is_busy_and_nothing_is_left() {
    let server = S3Server::public().await;
    let desk = Desk::under(open(&s3_config(&server)), UploadLimits::default());
    server.log.fail_next_puts(100);
    let error = desk.send(&desk.picture("a.png", 1000)).await.unwrap_err();
    assert!(matches!(error, UploadError::Busy), "{error:?}");
    assert_eq!(server.log.count(&Method::PUT), 3, "the first attempt and two more");
    assert_eq!(server.contents(), Vec::<String>::new());
}
