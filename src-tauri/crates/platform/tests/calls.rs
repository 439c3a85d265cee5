//! The calls about people, groups and robots: what they send, what is repeated and what never is. That they read the
//! specification's own samples is shown by the conformance suite.

// Clippy exempts functions marked as tests; what they call in a test file is test code as well.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::path};
use zuoxi_model::{
    Action, ActionKind, ActionOutcome, Audience, Broadcast, BroadcastContent, BroadcastDraft, BroadcastPace,
    BroadcastSchedule, Environment, GroupSettingsCopy, PageRequest, Recipients, Refusal, Relationship, RobotGroups,
    RobotKey, SettingsModule, Timestamp, Weekday,
};
use zuoxi_platform::{
    Credentials, CustomerQuery, GroupDownload, GroupFilter, GroupOrder, GroupQuery, MemberQuery, Platform,
    PlatformError, SyncScope,
};

const CUSTOMERS: &str = "/wxworkapi/external/user/list";
const GROUPS: &str = "/wxworkapi/group/list";
const DOWNLOAD: &str = "/wxworkapi/grouptag/list/download";
const MEMBERS: &str = "/wxworkapi/group/member/list";
const BROADCAST: &str = "/wxworkapi/multiple/task/save";
const BRIDGE: &str = "/wxworkapi/bridge";
const COPY: &str = "/wxworkapi/group/setting/duplicate";
const SYNC: &str = "/wxworkapi/contact/sync";

struct Story {
    server: MockServer,
    platform: Platform,
}

impl Story {
    /// Signed in; `at` answers with `body`.
    async fn in_which(at: &str, body: Value) -> Self {
        let server = MockServer::start().await;
        let granted = json!({"code": "0", "data": {"expireMinutes": 1451, "accessToken": "token1"}});
        for (at, body) in [("/robotapi/client/auth", granted), (at, body)] {
            let answer = ResponseTemplate::new(200).set_body_json(body);
            Mock::given(path(at)).respond_with(answer).mount(&server).await;
        }
        let credentials = Credentials { access_key: "user1".into(), access_secret: "Q3KR21ME".to_owned().into() };
        let platform = Platform::new(Environment::practice(&server.uri()), credentials).unwrap();
        platform.sign_in().await.unwrap();
        Self { server, platform }
    }

    async fn requests(&self, at: &str) -> Vec<Request> {
        let all = self.server.received_requests().await.unwrap();
        all.into_iter().filter(|request| request.url.path() == at).collect()
    }

    /// The body of the one request, as text.
    async fn sent(&self, at: &str) -> String {
        let requests = self.requests(at).await;
        assert_eq!(requests.len(), 1);
        String::from_utf8(requests[0].body.clone()).unwrap()
    }

    async fn sent_json(&self, at: &str) -> Value {
        assert_eq!(self.requests(at).await[0].headers["content-type"], "application/json;charset=UTF-8");
        serde_json::from_str(&self.sent(at).await).unwrap()
    }
}

fn empty() -> Value {
    json!({"code": "0", "msg": "OK", "total": 0, "data": []})
}

fn robot() -> RobotKey {
    RobotKey::from("03f1")
}

fn sorted(form: &str) -> Vec<String> {
    let mut pairs: Vec<String> = form.split('&').map(str::to_owned).collect();
    pairs.sort();
    pairs
}

#[tokio::test]
async fn customers_are_asked_for_with_every_parameter_as_a_form() {
    let story = Story::in_which(CUSTOMERS, empty()).await;
    let query = CustomerQuery {
        is_live: Some(false),
        customer: Some("7881299459945762".into()),
        name: Some("江夏".into()),
        page: PageRequest { number: 3, size: 50 },
        ..CustomerQuery::all(robot())
    };
    story.platform.customers(&query).await.unwrap();
    assert_eq!(
        sorted(&story.sent(CUSTOMERS).await),
        ["name=%E6%B1%9F%E5%A4%8F", "pageNum=3", "pageSize=50", "robotKey=03f1", "status=0", "userId=7881299459945762"]
    );
}

#[tokio::test]
async fn q04_customers_with_a_tag_are_asked_for_as_json() {
    let story = Story::in_which(CUSTOMERS, empty()).await;
    let query = CustomerQuery { tags: vec!["教育培训".into()], ..CustomerQuery::all(robot()) };
    story.platform.customers(&query).await.unwrap();
    let expected = json!({"robotKey": "03f1", "pageNum": 1, "pageSize": 20, "tagList": ["教育培训"]});
    assert_eq!(story.sent_json(CUSTOMERS).await, expected);
}

#[tokio::test]
async fn a_customer_that_cannot_be_read_costs_only_itself_and_is_counted() {
    let records = json!([{"userId": 7, "flag": 2049}, {"name": "no id"}, 7]);
    let story = Story::in_which(CUSTOMERS, json!({"code": "0", "total": "695", "data": records})).await;
    let page = story.platform.customers(&CustomerQuery::all(robot())).await.unwrap();
    assert_eq!((page.total, page.unreadable, page.items.len()), (Some(695), 2, 1));
    assert_eq!(page.items[0].relationship, Relationship::DeletedUs);
    assert_eq!(page.items[0].robot_key, robot());
}

#[tokio::test]
async fn groups_and_members_are_asked_for_with_every_parameter() {
    let story = Story::in_which(GROUPS, empty()).await;
    let query = GroupQuery {
        is_live: Some(true),
        group: Some("R:1".into()),
        owner: Some("7881".into()),
        name: Some("p".into()),
        ..GroupQuery::all(robot())
    };
    story.platform.groups(&query).await.unwrap();
    assert_eq!(
        sorted(&story.sent(GROUPS).await),
        ["conversationId=R%3A1", "creatorId=7881", "name=p", "pageNum=1", "pageSize=20", "robotKey=03f1", "status=1"]
    );

    let story = Story::in_which(MEMBERS, empty()).await;
    let query = MemberQuery {
        is_present: Some(true),
        member: Some("1688".into()),
        name: Some("Pe".into()),
        ..MemberQuery::all(robot(), "R:1".into())
    };
    story.platform.members(&query).await.unwrap();
    assert_eq!(
        sorted(&story.sent(MEMBERS).await),
        [
            "conversationId=R%3A1",
            "memberName=Pe",
            "memberUserId=1688",
            "pageNum=1",
            "pageSize=20",
            "robotKey=03f1",
            "status=1"
        ]
    );
}

#[tokio::test]
async fn q52_the_excel_list_is_of_chosen_groups_or_of_matching_ones_and_never_of_both() {
    let answer = json!({"code": "0", "downloadUrl": "http://media.yjiyun.com/a.xlsx"});
    let story = Story::in_which(DOWNLOAD, answer.clone()).await;
    let chosen = GroupDownload::Chosen { robot_key: robot(), groups: vec!["R:1".into(), "R:2".into()] };
    assert_eq!(story.platform.download_groups(&chosen).await.unwrap(), "http://media.yjiyun.com/a.xlsx");
    assert_eq!(story.sent_json(DOWNLOAD).await, json!({"robotKey": "03f1", "conversationIds": ["R:1", "R:2"]}));

    let story = Story::in_which(DOWNLOAD, answer).await;
    let filter = GroupFilter {
        robot_keys: vec![robot()],
        is_live: Some(true),
        owner_name: Some("Ke".into()),
        owner: Some("7881300883888745".into()),
        name: Some("群".into()),
        at_least_members: Some(3),
        at_most_members: Some(200),
        is_external: Some(false),
        order: GroupOrder::OldestFirst,
    };
    story.platform.download_groups(&GroupDownload::Matching(filter)).await.unwrap();
    let expected = json!({
        "robotKeys": ["03f1"], "status": 1, "creatorName": "Ke", "creatorId": 7_881_300_883_888_745_i64, "name": "群",
        "memberCount": 3, "upmemberCount": 200, "outerGroupChat": 0, "orderBy": 3
    });
    assert_eq!(story.sent_json(DOWNLOAD).await, expected);
}

#[tokio::test]
async fn a_download_without_an_address_is_malformed() {
    let story = Story::in_which(DOWNLOAD, json!({"code": "0", "downloadUrl": ""})).await;
    let all = GroupDownload::Matching(GroupFilter::default());
    assert!(matches!(story.platform.download_groups(&all).await, Err(PlatformError::Malformed { .. })));
}

fn draft() -> BroadcastDraft {
    BroadcastDraft {
        name: "通知".into(),
        contents: vec![BroadcastContent::Text { text: "大家好".into() }],
        audience: Audience::Customers(vec![Recipients { robot_key: robot(), to: vec!["7881".into()] }]),
        schedule: BroadcastSchedule::Now,
        pace: BroadcastPace::Default,
    }
}

async fn broadcast(draft: BroadcastDraft) -> Value {
    let story = Story::in_which(BROADCAST, json!({"code": "0"})).await;
    story.platform.broadcast(&Broadcast::try_from(draft).unwrap()).await.unwrap();
    story.sent_json(BROADCAST).await
}

#[tokio::test]
async fn q12_a_broadcast_counts_friends_as_1_and_groups_as_2() {
    let sent = broadcast(draft()).await;
    assert_eq!(sent["taskData"]["isGroupChat"], "1");
    assert_eq!(sent["taskData"]["acceptTarget"], json!([{"robotKey": "03f1", "chatUser": ["7881"]}]));
    let groups = Audience::Groups(vec![Recipients { robot_key: robot(), to: vec!["R:1".into()] }]);
    assert_eq!(broadcast(BroadcastDraft { audience: groups, ..draft() }).await["taskData"]["isGroupChat"], "2");
}

#[tokio::test]
async fn q58_a_weekly_broadcast_counts_sunday_as_1_and_one_without_a_pace_leaves_it_to_the_platform() {
    let sent = broadcast(draft()).await;
    assert_eq!((&sent["taskType"], &sent["taskRule"], &sent["suitCount"]), (&json!("1"), &json!("1"), &json!(1)));
    assert_eq!((sent.get("startTime"), sent.get("perSuitSecond")), (None, None));

    let once = BroadcastSchedule::Once { at: Timestamp(1_592_463_832_000) };
    let sent = broadcast(BroadcastDraft { schedule: once, ..draft() }).await;
    assert_eq!((&sent["taskType"], &sent["startTime"]), (&json!("1"), &json!(1_592_463_832_000_i64)));

    let days = vec![Weekday::Sunday, Weekday::Monday, Weekday::Saturday];
    let weekly = BroadcastSchedule::Weekly { hour: 9, minute: 5, days };
    let sent = broadcast(BroadcastDraft { schedule: weekly, ..draft() }).await;
    assert_eq!((&sent["taskType"], &sent["execStartTime"]), (&json!("2"), &json!("09:05")));
    assert_eq!(sent["weekday"], json!(["1", "2", "7"]));
}

#[tokio::test]
async fn q19_a_broadcast_has_a_vocabulary_of_its_own() {
    let contents = vec![
        BroadcastContent::File { url: "http://m/a.xls".into() },
        BroadcastContent::Link {
            title: "t".into(),
            link: "https://l".into(),
            description: "d".into(),
            cover_url: None,
            is_music: true,
        },
    ];
    let sent = broadcast(BroadcastDraft { contents, ..draft() }).await;
    let expected = json!([
        {"msgType": 49, "content": "http://m/a.xls"},
        {"msgType": 16, "appType": 2, "title": "t", "link": "https://l", "description": "d"}
    ]);
    assert_eq!(sent["taskData"]["contents"], expected);
}

#[tokio::test]
async fn q58_a_broadcast_is_never_made_twice_by_itself() {
    for (status, body) in [(200, r#"{"code":"5000"}"#), (503, ""), (429, "")] {
        let story = Story::in_which(SYNC, empty()).await;
        let busy = ResponseTemplate::new(status).set_body_string(body);
        Mock::given(path(BROADCAST)).respond_with(busy).mount(&story.server).await;
        let error = story.platform.broadcast(&Broadcast::try_from(draft()).unwrap()).await.unwrap_err();
        assert!(matches!(error, PlatformError::Busy { .. }));
        assert_eq!(story.requests(BROADCAST).await.len(), 1, "{status}");
    }
}

#[tokio::test]
async fn q53_a_robot_and_its_groups_stay_together_when_settings_are_copied() {
    let story = Story::in_which(COPY, json!({"code": "0"})).await;
    let to = [("d500", vec!["R:1".into(), "R:2".into()]), ("none", vec![]), ("42fb", vec!["R:3".into()])];
    let copy = GroupSettingsCopy {
        from_robot: "c596".into(),
        from_group: "R:9".into(),
        modules: vec![SettingsModule::Welcome, SettingsModule::KeywordReplies, SettingsModule::DefaultReply],
        to: to.into_iter().filter_map(|(robot, groups)| RobotGroups::new(robot.into(), groups)).collect(),
    };
    story.platform.copy_group_settings(&copy).await.unwrap();
    let expected = json!({
        "r": "c596", "g": "R:9", "module": ["WELCOME_NEW_MEMBER", "GROUP_KEYWORD_REPLY", "PERIOD_AUTO_REPLY"],
        "chatroom": ["R:1;R:2", "R:3"], "robotKey": ["d500", "42fb"]
    });
    assert_eq!(story.sent_json(COPY).await, expected);
}

#[tokio::test]
async fn a_sync_says_what_to_read_anew() {
    for (scope, number) in [
        (SyncScope::Everything, 0),
        (SyncScope::Customers, 1),
        (SyncScope::Groups, 2),
        (SyncScope::CustomersAndGroups, 3),
        (SyncScope::Departments, 4),
    ] {
        let story = Story::in_which(SYNC, json!({"code": "0"})).await;
        story.platform.sync_contacts(&robot(), scope).await.unwrap();
        assert_eq!(story.sent(SYNC).await, format!("robotKey=03f1&syncType={number}"));
    }
}

#[tokio::test]
async fn q41_a_refusal_over_http_is_the_same_event_as_over_the_socket() {
    let refused = json!({"code": "30", "msg": "members are not staff member", "type": "robot.conv.admins"});
    let story = Story::in_which(BRIDGE, refused).await;
    let action = Action::QueryAdmins { group: "R:1".into() };
    let event = story.platform.bridge(&action, &robot(), &"2021".into()).await.unwrap();
    assert_eq!(event.outcome, ActionOutcome::Refused { reason: Refusal::NotStaff });
    assert_eq!((event.code.as_str(), event.msg.as_str()), ("30", "members are not staff member"));
    assert_eq!((event.message_id.as_str(), event.robot_key), ("2021", robot()), "known from the request (Q15)");
    assert_eq!(event.replies_to, Some(ActionKind::QueryAdmins));
    assert!(event.raw.contains("staff"));
}

#[tokio::test]
async fn q41_only_an_action_that_is_repeatable_is_repeated_when_the_platform_is_busy() {
    for (action, times) in [
        (Action::QueryTags, 3),
        (Action::SetRemark { customer: "7".into(), name: Some("甜".into()), description: None }, 3),
        (Action::AddByPhone { phone: "156".into(), greeting: None }, 1),
        (Action::CreateGroup { name: "群".into(), members: vec![] }, 1),
    ] {
        let story = Story::in_which(BRIDGE, json!({"code": "5000", "msg": "服务器繁忙"})).await;
        let error = story.platform.bridge(&action, &robot(), &"1".into()).await.unwrap_err();
        assert!(matches!(error, PlatformError::Busy { .. }));
        assert_eq!(story.requests(BRIDGE).await.len(), times, "{action:?}");
    }
}

#[tokio::test]
async fn q39_the_reply_to_another_action_is_not_taken_for_ours() {
    let other = json!({"code": "0", "type": "robot.tags.sync", "groupLabels": [], "messageId": "1", "robotKey": "k"});
    let story = Story::in_which(BRIDGE, other).await;
    let action = Action::QueryAdmins { group: "R:1".into() };
    let error = story.platform.bridge(&action, &robot(), &"1".into()).await.unwrap_err();
    assert!(matches!(error, PlatformError::Malformed { .. }));
}
