//! The practice platform's own upload storage.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "this is a test; the lints know test functions but not what these call"
)]

mod console;

use console::{Practice, quiet};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use zuoxi_simulator::UPLOAD_KEY;

async fn put(practice: &Practice, path: &str, body: &'static str) -> Response {
    let address = format!("{}/media/upload/{path}", practice.running.base_url());
    practice.http.put(address).header("token", &practice.token).body(body).send().await.unwrap()
}

#[tokio::test]
async fn an_upload_is_public_and_has_the_right_type_length_and_ranges() {
    let practice = quiet().await;
    let stored = put(&practice, "a/b/图片.png", "0123456789").await;
    assert_eq!(stored.status(), StatusCode::CREATED);
    let url = stored.json::<Value>().await.unwrap()["url"].as_str().unwrap().to_owned();
    let head = practice.http.head(&url).send().await.unwrap();
    assert_eq!((head.status(), &head.headers()["content-length"]), (StatusCode::OK, &"10".parse().unwrap()));
    assert_eq!(head.headers()["content-type"], "image/png");
    assert!(head.bytes().await.unwrap().is_empty());
    let whole = practice.http.get(&url).send().await.unwrap();
    assert_eq!(whole.headers()["accept-ranges"], "bytes");
    assert_eq!(whole.text().await.unwrap(), "0123456789");
    let part = practice.http.get(&url).header("range", "bytes=2-4").send().await.unwrap();
    assert_eq!(
        (part.status(), &part.headers()["content-range"]),
        (StatusCode::PARTIAL_CONTENT, &"bytes 2-4/10".parse().unwrap())
    );
    assert_eq!(part.text().await.unwrap(), "234");
    let beyond = practice.http.get(&url).header("range", "bytes=10-").send().await.unwrap();
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);
}

#[tokio::test]
async fn writing_needs_the_token_or_the_key_and_the_declared_type_is_kept() {
    let practice = quiet().await;
    let address = format!("{}/media/upload/x.bin", practice.running.base_url());
    let nobody = practice.http.put(&address).body("x").send().await.unwrap();
    assert_eq!(nobody.status(), StatusCode::UNAUTHORIZED);
    let with_key = practice.http.put(&address).header("x-practice-key", UPLOAD_KEY).header("content-type", "video/mp4");
    assert_eq!(with_key.body("x").send().await.unwrap().status(), StatusCode::CREATED);
    assert_eq!(practice.http.get(&address).send().await.unwrap().headers()["content-type"], "video/mp4");

    assert_eq!(practice.http.delete(&address).send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    let delete = || practice.http.delete(&address).header("token", &practice.token).send();
    assert_eq!(delete().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(delete().await.unwrap().status(), StatusCode::NOT_FOUND);
    assert_eq!(practice.http.get(&address).send().await.unwrap().status(), StatusCode::NOT_FOUND);
    let uploads = practice.look("book").await["uploads"].clone();
    assert_eq!(uploads, json!({ "stored": 1, "bytes": 1, "refused": 1, "deleted": 1 }));
}

#[tokio::test]
async fn a_file_and_all_files_have_a_limit() {
    let practice = quiet().await;
    practice.control("uploads", json!({ "fileBytes": 6, "totalBytes": 10 })).await;
    assert_eq!(put(&practice, "a", "1234567").await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(put(&practice, "a", "123456").await.status(), StatusCode::CREATED);
    assert_eq!(put(&practice, "b", "123456").await.status(), StatusCode::INSUFFICIENT_STORAGE);
    assert_eq!(put(&practice, "a", "654321").await.status(), StatusCode::CREATED, "in place of the first");
    assert_eq!(put(&practice, "b", "1234").await.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn an_upload_fails_as_planned_and_works_again_afterwards() {
    let practice = quiet().await;
    practice.control("rest", json!({ "next": [{ "path": "/media/upload", "status": 503 }] })).await;
    assert_eq!(put(&practice, "a", "1").await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(put(&practice, "a", "1").await.status(), StatusCode::CREATED);
}
