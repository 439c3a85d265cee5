//! Covers of link cards (Q56), against a web server on loopback.

use axum::{extract::Request, response::IntoResponse as _};
use http::{StatusCode, header};
use tokio_util::sync::CancellationToken;
use zuoxi_engine::{CoverSeen, PublicWeb, UploadError, UploadLimits};

use crate::{
    desk::{MIB, PNG, brisk, filled},
    servers::{nobody, serve},
};

async fn a_site() -> String {
    serve(async |request: Request| match request.uri().path() {
        "/cover.png" => filled(PNG, 30_000).into_response(),
        "/huge.png" => filled(PNG, 3 * MIB).into_response(),
        "/moved.png" => (StatusCode::FOUND, [(header::LOCATION, "/cover.png")]).into_response(),
        "/locked.png" => StatusCode::FORBIDDEN.into_response(),
        "/page.png" => ([(header::CONTENT_TYPE, "image/png")], "<!DOCTYPE html><html>").into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    })
    .await
}

async fn judge(address: &str, listed: &[&str]) -> Result<CoverSeen, UploadError> {
    let listed: Vec<String> = listed.iter().map(|&host| host.to_owned()).collect();
    let web = PublicWeb::new(&brisk()).unwrap();
    web.check_cover(address, &UploadLimits::default(), &listed, &CancellationToken::new()).await
}

#[tokio::test]
async fn q56_a_picture_that_everyone_can_read_is_a_cover() {
    let site = a_site().await;
    let seen = judge(&format!("{site}/cover.png"), &["127.0.0.1"]).await.unwrap();
    assert_eq!(seen, CoverSeen { mime: "image/png", bytes: Some(30_000) });
}

#[tokio::test]
async fn q56_what_would_fail_the_whole_card_is_refused_with_the_reason() {
    let site = a_site().await;
    let gone = nobody().await;
    let at = |path: &str| format!("{site}{path}");
    let told = async |address: String| judge(&address, &["127.0.0.1"]).await.unwrap_err();
    assert!(matches!(told(at("/cover.png?x=1")).await, UploadError::HasQuery { .. }));
    assert!(matches!(told(at("/nothing.png")).await, UploadError::NotPublic { status: 404 }));
    assert!(matches!(told(at("/locked.png")).await, UploadError::NotPublic { status: 403 }));
    assert!(matches!(told(at("/moved.png")).await, UploadError::NotPublic { status: 302 }));
    let page = told(at("/page.png")).await;
    assert!(matches!(&page, UploadError::NotAnImage { found } if found == "text/html"), "{page:?}");
    let huge = told(at("/huge.png")).await;
    assert!(matches!(huge, UploadError::TooLarge { found_bytes: 3_145_728, limit_bytes: 2_097_152 }), "{huge:?}");
    assert!(matches!(told(format!("{gone}/a.png")).await, UploadError::Unreachable { .. }));
    assert!(matches!(told("not an address".into()).await, UploadError::BadAddress { .. }));
}

#[tokio::test]
async fn q56_an_address_of_a_private_network_is_no_cover_unless_it_is_listed() {
    let site = a_site().await;
    for address in [format!("{site}/cover.png"), "http://192.168.1.7/a.png".into(), "http://localhost/a.png".into()] {
        let error = judge(&address, &[]).await.unwrap_err();
        assert!(matches!(error, UploadError::BadAddress { .. }), "{address}: {error:?}");
    }
}
