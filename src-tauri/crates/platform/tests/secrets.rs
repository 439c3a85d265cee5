//! The secret and the token are in no log line (Q7).

// Clippy exempts functions marked as tests; what they call in a test file is test code as well.
#![allow(clippy::unwrap_used)]

use std::{
    io,
    sync::{Arc, Mutex},
};

use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::path};
use zuoxi_model::{DownReason, Environment, ProtocolChoice};
use zuoxi_platform::{Credentials, Platform};

const SECRET: &str = "Q3KR21ME-the-secret";
const TOKEN: &str = "eaa9c935b5b27c231a8b0c323feb1361";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn q07_no_log_line_at_any_level_contains_the_secret_or_the_token() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let server = MockServer::start().await;
    let granted = json!({"code": "0", "data": {"accessToken": TOKEN, "expireMinutes": 1451, "username": "user1"}});
    Mock::given(path("/robotapi/client/auth"))
        .respond_with(ResponseTemplate::new(200).set_body_json(granted))
        .mount(&server)
        .await;
    let environment = Environment { protocol: ProtocolChoice::Eio3, ..Environment::practice(&server.uri()) };
    let credentials = Credentials { access_key: "user1".into(), access_secret: SECRET.to_owned().into() };
    let platform = Platform::new(environment, credentials).unwrap();

    assert_eq!(platform.connect(None).await.unwrap_err(), DownReason::Unauthorized);
    platform.sign_in().await.unwrap();
    let refused = platform.robots().await.unwrap_err();
    platform.connect(None).await.unwrap_err();

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains(refused.request_id().unwrap()), "the call is logged with its request_id:\n{log}");
    assert!(log.contains("no line"), "the connection attempt is logged:\n{log}");
    assert!(!log.contains(SECRET) && !log.contains(TOKEN), "{log}");
}
