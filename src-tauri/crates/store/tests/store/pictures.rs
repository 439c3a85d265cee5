//! Pictures are kept up to a limit, the last shown the longest.

use zuoxi_model::Timestamp;
use zuoxi_store::Picture;

use crate::samples::Cache;

fn picture(bytes: usize) -> Picture {
    Picture { mime: "image/png".into(), bytes: vec![7; bytes] }
}

#[tokio::test]
async fn a_picture_comes_back_as_it_was_and_the_least_recently_shown_goes_first() {
    let cache = Cache::new().await;
    let store = &cache.store;
    let day = 24 * 60 * 60 * 1000;
    store.keep_picture("a", &picture(400), Timestamp(1), 1_000).await.unwrap();
    store.keep_picture("b", &picture(400), Timestamp(2), 1_000).await.unwrap();
    assert_eq!(store.picture("a", Timestamp(3 + day)).await.unwrap(), Some(picture(400)));
    store.keep_picture("c", &picture(400), Timestamp(4 + day), 1_000).await.unwrap();
    assert_eq!(store.picture("b", Timestamp(5)).await.unwrap(), None);
    assert_eq!(store.picture("a", Timestamp(5)).await.unwrap(), Some(picture(400)));
    assert_eq!(store.picture("c", Timestamp(5)).await.unwrap(), Some(picture(400)));
}
