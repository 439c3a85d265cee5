//! The REST calls against a mock that answers with the specification's own samples.

// Clippy exempts functions marked as tests; what they call in a test file is test code as well.
#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, Request, Respond, ResponseTemplate,
    matchers::{header, method, path},
};
use zuoxi_model::{
    ChatUser, Content, Direction, Environment, Interval, MessageId, ProtocolChoice, RobotKey, RobotStatus, Timestamp,
};
use zuoxi_platform::{Credentials, History, Incoming, Platform, PlatformError, RawEvent, RecentChats};

const SECRET: &str = "Q3KR21ME";

/// A platform that grants the tokens `token1`, `token2`, … one after the other.
struct Story {
    server: MockServer,
    platform: Platform,
}

struct Grants {
    granted: AtomicU32,
    same: bool,
}

impl Respond for Grants {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let n = self.granted.fetch_add(1, Ordering::SeqCst) + 1;
        let token = if self.same { "token1".to_owned() } else { format!("token{n}") };
        ResponseTemplate::new(200).set_body_json(json!({
            "code": "0", "msg": "OK",
            "data": {"createTime": 1_530_537_138_000_i64, "expireMinutes": 1451, "accessToken": token, "username": "user1"}
        }))
    }
}

impl Story {
    async fn begin() -> Self {
        Self::with_grants(false).await
    }

    async fn with_grants(same: bool) -> Self {
        let server = MockServer::start().await;
        let grants = Grants { granted: AtomicU32::new(0), same };
        Mock::given(method("POST")).and(path("/robotapi/client/auth")).respond_with(grants).mount(&server).await;
        let environment = Environment { protocol: ProtocolChoice::Auto, ..Environment::practice(&server.uri()) };
        let credentials = Credentials { access_key: "user1".into(), access_secret: SECRET.to_owned().into() };
        let platform = Platform::new(environment, credentials).unwrap();
        Self { server, platform }
    }

    async fn signed_in() -> Self {
        let story = Self::begin().await;
        story.platform.sign_in().await.unwrap();
        story
    }

    async fn answers(&self, at: &str, body: Value) -> &Self {
        let answer = ResponseTemplate::new(200).set_body_json(body);
        Mock::given(method("POST")).and(path(at)).respond_with(answer).mount(&self.server).await;
        self
    }

    async fn requests(&self, at: &str) -> Vec<Request> {
        let all = self.server.received_requests().await.unwrap();
        all.into_iter().filter(|request| request.url.path() == at).collect()
    }
}

const ROBOTS: &str = "/wxworkapi/robot/list";
const CHATS: &str = "/wxworkapi/chat/list";
const HISTORY: &str = "/wxworkapi/chat/message";
const CLEAR: &str = "/wxworkapi/unreadmsg/clean";

fn recent(count: u32) -> RecentChats {
    RecentChats { count, before: None, robot_key: None }
}

fn history() -> History {
    History {
        robot_key: RobotKey::from("73bd11c5b17f462fba08d4a3d5bad767"),
        chat_user: ChatUser::from("R:1736038942"),
        window: Some(Interval::new(Timestamp(1000), Timestamp(2000))),
        message_ids: Vec::new(),
        offset: 0,
        count: 20,
    }
}

fn body(request: &Request) -> String {
    String::from_utf8(request.body.clone()).unwrap()
}

fn request_id(request: &Request) -> String {
    request.url.query_pairs().find(|(name, _)| name == "request_id").unwrap().1.into_owned()
}

#[tokio::test]
async fn signing_in_sends_a_form_and_brings_the_life_of_the_token() {
    let story = Story::begin().await;
    assert_eq!(story.platform.renew_due_in(), None);
    assert!(matches!(story.platform.robots().await, Err(PlatformError::NotSignedIn)));
    let signed_in = story.platform.sign_in().await.unwrap();
    assert_eq!((signed_in.username.as_str(), signed_in.expires_in.as_secs()), ("user1", 1451 * 60));
    assert!(story.platform.renew_due_in().unwrap().as_secs() > 1451 * 60 / 2);

    let requests = story.requests("/robotapi/client/auth").await;
    assert_eq!(body(&requests[0]), "accessKey=user1&accessSecret=Q3KR21ME");
    assert_eq!(requests[0].headers["content-type"], "application/x-www-form-urlencoded");
    assert!(!requests[0].headers.contains_key("token"));
}

#[tokio::test]
async fn q05_every_call_carries_the_token_and_a_request_id_of_its_own() {
    let story = Story::signed_in().await;
    story.answers(ROBOTS, json!({"code": "0", "model": []})).await;
    story.platform.robots().await.unwrap();
    story.platform.robots().await.unwrap();
    let calls = story.requests(ROBOTS).await;
    let ids: Vec<String> = calls.iter().map(request_id).collect();
    assert!(calls.iter().all(|call| call.headers["token"] == "token1"));
    assert!(ids.iter().all(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())), "{ids:?}");
    assert_ne!(ids[0], ids[1]);
}

#[tokio::test]
async fn robots_are_read_and_one_odd_record_costs_only_itself() {
    let story = Story::signed_in().await;
    let sample = json!({
        "msg": "OK", "code": "0", "model": [
            {"robotKey": "947e51add5294feebd8123985f1594f6", "robotStatus": 1, "nickName": "Pe", "wxid": "168833333427542"},
            {"nickName": "no key"}, 7, null,
            {"robotKey": "f16096caffd246acb5bb69b657a0894e", "robotStatus": "2", "headImg": null, "wxid": 168_885_444_829_406_i64}
        ]
    });
    story.answers(ROBOTS, sample).await;
    let list = story.platform.list_robots().await.unwrap();
    let read: Vec<_> = list.robots.iter().map(|robot| (robot.wxid.as_str(), robot.status)).collect();
    assert_eq!(read, [("168833333427542", RobotStatus::Online), ("168885444829406", RobotStatus::Offline)]);

    // What names no robot is handed on raw, to be kept (Q18).
    let raw: Vec<&str> = list
        .unrecognised
        .iter()
        .map(|record| match record {
            Incoming::Unrecognised { raw, .. } => raw.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(raw, [r#"{"nickName":"no key"}"#, "7", "null"]);

    // The list taught the index: an event without robotKey is understood (Q15).
    let payload =
        json!({"messageId": "1", "chatId": "S:168885444829406_7881", "content": {"contentType": 1, "content": "在吗"}});
    let event = RawEvent { name: "message".into(), payload };
    let Incoming::Message(message) = story.platform.decode(&event) else { panic!("not a message") };
    assert_eq!(message.key.robot_key.as_str(), "f16096caffd246acb5bb69b657a0894e");
}

#[tokio::test]
async fn recent_chats_ask_with_a_form_and_read_the_sample_of_2_10() {
    let story = Story::signed_in().await;
    let chat = json!({
        "chatId": "S:168885xxx542_R:1069xxx011948", "chatUser": "R:10696xxx11948", "chatName": "有机云体验群",
        "isGroupChat": 1, "lastMsgActive": 1_592_391_284_000_i64, "unreadCount": 54,
        "botInfo": {"robotKey": "73bd11c5xxxxxx4a3d5bad767", "wxid": "16888xxxx27542"}, "assignTo": "136xxxxx9"
    });
    story.answers(CHATS, json!({"msg": "OK", "code": "0", "chats": [chat, {"chatName": "no id"}]})).await;
    let query = RecentChats { count: 50, before: Some(Timestamp(9)), robot_key: Some(RobotKey::from("k")) };
    let page = story.platform.list_chats(&query).await.unwrap();
    assert_eq!((page.chats.len(), page.chats[0].unread), (1, Some(54)));
    let [Incoming::Unrecognised { raw, .. }] = page.unrecognised.as_slice() else { panic!("{page:?}") };
    assert_eq!(raw, r#"{"chatName":"no id"}"#);
    assert_eq!(body(&story.requests(CHATS).await[0]), "count=50&robotKey=k&timestamp=9");
}

#[tokio::test]
async fn history_is_a_form_without_ids_and_json_with_them() {
    let story = Story::signed_in().await;
    story.answers(HISTORY, json!({"code": "0", "model": []})).await;
    story.platform.history(&history()).await.unwrap();
    let with_ids = History { message_ids: vec![MessageId::from("1"), MessageId::from("2")], window: None, ..history() };
    story.platform.history(&with_ids).await.unwrap();

    let calls = story.requests(HISTORY).await;
    assert_eq!(
        body(&calls[0]),
        "chatUser=R%3A1736038942&count=20&offset=0&robotKey=73bd11c5b17f462fba08d4a3d5bad767&s_timestamp=1000&timestamp=2000"
    );
    assert_eq!(calls[1].headers["content-type"], "application/json;charset=UTF-8");
    assert_eq!(
        serde_json::from_str::<Value>(&body(&calls[1])).unwrap(),
        json!({
            "robotKey": "73bd11c5b17f462fba08d4a3d5bad767", "chatUser": "R:1736038942", "msgIds": ["1", "2"],
            "offset": 0, "count": 20
        })
    );
}

#[tokio::test]
async fn q18_history_gives_every_record_back_as_a_message_or_raw() {
    let story = Story::signed_in().await;
    let record = |id: Value, content: Value| {
        json!({
            "messageId": id, "msgSvrID": "1125510", "timestamp": 1_592_478_515_000_i64,
            "robotKey": "73bd11c5b17f462fba08d4a3d5bad767", "chatId": "S:1688853470427542_R:1736038942",
            "chatUser": "R:1736038942", "chatName": "有机云客户群", "sendStatus": 1,
            "from": {"contactId": "10977527701716415", "nickName": "小红", "isGroupContact": 1},
            "isGroupChat": 1, "content": content
        })
    };
    let model = json!([
        record(json!("202006181908351755"), json!({"contentType": 1, "content": "你在哪里"})),
        record(json!("202006181736194265"), json!({"contentType": 3, "pic": "https://media.yjiyun.com/xxx.png"})),
        record(json!(null), json!({"contentType": 1, "content": "no id"})),
        record(json!("3"), json!({"contentType": 999, "what": "ever"})),
        "not even an object"
    ]);
    story.answers(HISTORY, json!({"msg": "OK", "code": "0", "model": model})).await;
    let records = story.platform.history(&history()).await.unwrap();
    assert_eq!(records.len(), 5);
    let Incoming::Message(text) = &records[0] else { panic!("{:?}", records[0]) };
    assert_eq!((text.direction, text.sender.name.as_str()), (Direction::In, "小红"));
    assert!(matches!(&records[1], Incoming::Message(image) if matches!(image.content, Content::Image { .. })));
    assert!(
        matches!(&records[2], Incoming::Unrecognised { raw, why, .. } if raw.contains("no id") && why.contains("messageId"))
    );
    assert!(
        matches!(&records[3], Incoming::Message(odd) if matches!(&odd.content, Content::Unsupported { raw, .. } if raw.contains("ever")))
    );
    assert!(matches!(&records[4], Incoming::Unrecognised { raw, .. } if raw.contains("not even")));
}

#[tokio::test]
async fn q09_an_id_beyond_64_bits_is_never_rounded() {
    let story = Story::signed_in().await;
    let text = r#"{"code":"0","model":[
        {"messageId":14073752703607623,"chatId":"S:1_R:1","chatUser":18446744073709551615},
        {"messageId":184467440737095516160,"chatId":"S:1_R:1"}
    ]}"#;
    let answer = ResponseTemplate::new(200).set_body_string(text);
    Mock::given(path(HISTORY)).respond_with(answer).mount(&story.server).await;
    let records = story.platform.history(&history()).await.unwrap();
    let ids: Vec<_> = records
        .iter()
        .map(|record| match record {
            Incoming::Message(message) => message.key.message_id.as_str().to_owned(),
            Incoming::Unrecognised { raw, .. } => raw.clone(),
            Incoming::Chat(_) | Incoming::Action(_) => panic!("not a record of the history"),
        })
        .collect();
    assert_eq!(ids[0], "14073752703607623");
    assert!(ids[1].contains("184467440737095516160"), "{}", ids[1]);
}

#[tokio::test]
async fn clearing_unread_names_the_chat() {
    let story = Story::signed_in().await;
    story.answers(CLEAR, json!({"code": "0", "msg": "ok"})).await;
    story.platform.clear_unread(&"S:1_R:2".into()).await.unwrap();
    assert_eq!(body(&story.requests(CLEAR).await[0]), "chatId=S%3A1_R%3A2");
}

#[tokio::test]
async fn q03_code_1000_renews_the_token_once_and_repeats_the_call_once() {
    let story = Story::signed_in().await;
    let refused = ResponseTemplate::new(200).set_body_json(json!({"code": "1000", "msg": "用户认证失败"}));
    Mock::given(path(ROBOTS)).and(header("token", "token1")).respond_with(refused).mount(&story.server).await;
    Mock::given(path(ROBOTS))
        .and(header("token", "token2"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"code": "0", "model": []})))
        .mount(&story.server)
        .await;
    let generation = story.platform.token_generation();
    assert_eq!(*generation.borrow(), 1);
    story.platform.robots().await.unwrap();
    assert_eq!(*generation.borrow(), 2);
    assert_eq!(story.requests(ROBOTS).await.len(), 2);
    assert_eq!(story.requests("/robotapi/client/auth").await.len(), 2);
}

#[tokio::test]
async fn q03_a_second_1000_is_an_error_for_a_person() {
    let story = Story::signed_in().await;
    story.answers(ROBOTS, json!({"code": 1000, "msg": "用户认证失败"})).await;
    let error = story.platform.robots().await.unwrap_err();
    assert!(matches!(&error, PlatformError::Auth { code, msg, .. } if code == "1000" && msg == "用户认证失败"));
    let calls = story.requests(ROBOTS).await;
    assert_eq!(calls.len(), 2);
    assert_eq!(error.request_id().unwrap(), request_id(&calls[1]));
}

#[tokio::test]
async fn q06_many_refused_calls_share_one_renewal() {
    let story = Story::signed_in().await;
    let refused = ResponseTemplate::new(200).set_body_json(json!({"code": "1000"}));
    Mock::given(path(CHATS)).and(header("token", "token1")).respond_with(refused).mount(&story.server).await;
    Mock::given(path(CHATS))
        .and(header("token", "token2"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"code": "0", "chats": []})))
        .mount(&story.server)
        .await;
    let query = recent(20);
    let calls = (0..8).map(|_| story.platform.recent_chats(&query));
    for result in futures_util::future::join_all(calls).await {
        result.unwrap();
    }
    assert_eq!(story.requests("/robotapi/client/auth").await.len(), 2);
}

#[tokio::test]
async fn q06_a_renewal_that_keeps_the_value_does_not_change_the_generation() {
    let story = Story::with_grants(true).await;
    story.platform.sign_in().await.unwrap();
    story.platform.renew().await.unwrap();
    assert_eq!(*story.platform.token_generation().borrow(), 1);
}

#[tokio::test]
async fn q03_a_busy_platform_is_asked_again() {
    for (status, text) in [(200, r#"{"code":"5000","msg":"busy"}"#), (429, ""), (503, "<html>")] {
        let story = Story::signed_in().await;
        let busy = ResponseTemplate::new(status).set_body_string(text);
        Mock::given(path(CHATS)).respond_with(busy).up_to_n_times(2).mount(&story.server).await;
        story.answers(CHATS, json!({"code": "0", "chats": []})).await;
        story.platform.recent_chats(&recent(20)).await.unwrap();
        let ids: Vec<String> = story.requests(CHATS).await.iter().map(request_id).collect();
        assert_eq!(ids.len(), 3, "{status}");
        assert!(ids[0] != ids[1] && ids[1] != ids[2], "each attempt is a call of its own");
    }
}

#[tokio::test]
async fn a_platform_that_stays_busy_is_reported_after_three_attempts() {
    let story = Story::signed_in().await;
    story.answers(CHATS, json!({"code": "5000", "msg": "服务器繁忙"})).await;
    let error = story.platform.recent_chats(&recent(20)).await.unwrap_err();
    assert!(matches!(error, PlatformError::Busy { .. }));
    assert_eq!(story.requests(CHATS).await.len(), 3);
}

#[tokio::test]
async fn q03_any_other_code_is_an_answer_and_is_not_asked_again() {
    let story = Story::signed_in().await;
    story.answers(CLEAR, json!({"code": "30", "msg": "members are not staff member"})).await;
    let error = story.platform.clear_unread(&"S:1_2".into()).await.unwrap_err();
    assert!(matches!(&error, PlatformError::Rejected { code, msg, .. } if code == "30" && msg.contains("staff")));
    assert_eq!(story.requests(CLEAR).await.len(), 1);
}

#[tokio::test]
async fn an_answer_that_is_not_json_is_malformed_and_not_empty() {
    let story = Story::signed_in().await;
    let page = ResponseTemplate::new(200).set_body_string("<html>maintenance</html>");
    Mock::given(path(CHATS)).respond_with(page).mount(&story.server).await;
    let error = story.platform.recent_chats(&recent(20)).await.unwrap_err();
    assert!(matches!(error, PlatformError::Malformed { .. }));
    assert!(error.request_id().is_some());
}

#[tokio::test]
async fn q07_a_redirect_is_not_followed_with_the_token() {
    let story = Story::signed_in().await;
    let elsewhere = MockServer::start().await;
    let redirect = ResponseTemplate::new(307).insert_header("location", elsewhere.uri());
    Mock::given(path(CHATS)).respond_with(redirect).mount(&story.server).await;
    assert!(matches!(story.platform.recent_chats(&recent(20)).await, Err(PlatformError::Rejected { .. })));
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn q07_neither_secret_nor_token_is_in_an_error_or_in_a_debug_text() {
    let story = Story::signed_in().await;
    story.answers(CHATS, json!({"code": "7", "msg": "no"})).await;
    let refused = story.platform.recent_chats(&recent(20)).await.unwrap_err();
    let Story { server, platform } = story;
    drop(server);
    let unreachable = platform.clear_unread(&"S:1_2".into()).await.unwrap_err();
    for text in [format!("{refused} {refused:?}"), format!("{unreachable} {unreachable:?}"), format!("{platform:?}")] {
        assert!(!text.contains(SECRET) && !text.contains("token1"), "{text}");
    }
}

#[tokio::test]
async fn events_of_every_name_are_decoded_or_kept() {
    let story = Story::begin().await;
    let decode = |name: &str, payload: Value| story.platform.decode(&RawEvent { name: name.into(), payload });
    assert!(matches!(decode("chat", json!({"chatId": "S:1_R:2"})), Incoming::Chat(_)));
    let message =
        json!({"messageId": "1", "robotKey": "k", "chatId": "S:1_2", "content": {"contentType": 1, "content": "hi"}});
    assert!(matches!(decode("message", message.clone()), Incoming::Message(_)));
    assert!(matches!(decode("message", json!(message.to_string())), Incoming::Message(_)), "JSON in a string");
    for (name, payload) in
        [("action", json!({"type": "x"})), ("message", json!({})), ("unreadable", json!("2[")), ("chat", json!(null))]
    {
        let Incoming::Unrecognised { name: kept, raw, why } = decode(name, payload.clone()) else { panic!("{name}") };
        assert_eq!(kept, name);
        assert_eq!(raw, payload.as_str().map_or_else(|| payload.to_string(), str::to_owned));
        assert!(!why.is_empty());
    }
}
