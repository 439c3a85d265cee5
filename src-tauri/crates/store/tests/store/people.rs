//! Customers, groups, members and friend requests.

use zuoxi_model::{
    AdminChange, Contact, Customer, CustomerId, FriendRequest, Gender, Group, GroupId, GroupMember, MemberRole,
    Relationship, RequestState, RobotKey, Timestamp,
};
use zuoxi_store::Effect;

use crate::samples::{Cache, chat, from_customer};

fn robot() -> RobotKey {
    "robot".into()
}

fn group() -> GroupId {
    "R:1".into()
}

fn customer(id: &str) -> Customer {
    Customer {
        robot_key: robot(),
        id: id.into(),
        name: "江夏".into(),
        remark: None,
        description: None,
        avatar_url: None,
        phone: None,
        relationship: Relationship::Normal,
        is_wechat: true,
        created_at: Some(Timestamp(1)),
    }
}

fn member(id: &str, role: MemberRole) -> GroupMember {
    GroupMember {
        robot_key: robot(),
        group_id: group(),
        id: id.into(),
        name: id.into(),
        avatar_url: None,
        role,
        is_wechat: true,
        is_external: id.starts_with('7'),
        is_present: true,
    }
}

async fn effect(cache: &Cache, effect: Effect) {
    cache.store.take_effects(&[effect], Timestamp(50)).await.unwrap();
}

async fn members(cache: &Cache) -> Vec<(String, MemberRole)> {
    let members = cache.store.group_members(&robot(), &group()).await.unwrap();
    members.into_iter().map(|member| (member.id.to_string(), member.role)).collect()
}

async fn with_members(ids: &[&str]) -> Cache {
    let cache = Cache::new().await;
    let listed = Group {
        robot_key: robot(),
        id: group(),
        name: "群".into(),
        owner_id: None,
        owner_name: None,
        member_count: 0,
        is_external: true,
        is_live: true,
        created_at: None,
    };
    cache.store.save_groups(&[listed]).await.unwrap();
    let listed: Vec<GroupMember> = ids
        .iter()
        .enumerate()
        .map(|(n, id)| member(id, if n == 0 { MemberRole::Owner } else { MemberRole::Member }))
        .collect();
    cache.store.save_members(&robot(), &group(), &listed, true, Timestamp(10)).await.unwrap();
    cache
}

#[tokio::test]
async fn a_page_of_customers_fills_in_what_is_known_and_reports_only_what_changed() {
    let cache = Cache::new().await;
    cache.say([from_customer(&chat("7881"), "1", 10)]).await;
    let remark = Effect::Remark {
        robot: robot(),
        customer: "7881".into(),
        name: Some("红儿".into()),
        description: Some("哈哈".into()),
    };
    effect(&cache, remark).await;
    let changed = cache.store.save_customers(&[customer("7881"), customer("7882")]).await.unwrap();
    assert_eq!(changed.len(), 2);
    assert!(cache.store.save_customers(&[customer("7881")]).await.unwrap().is_empty());
    let known = cache.store.customer(&robot(), &"7881".into()).await.unwrap().unwrap();
    assert_eq!((known.name.as_str(), known.remark.as_deref()), ("江夏", Some("红儿")));
    // From now on the chat does not rename the customer.
    cache.say([from_customer(&chat("7881"), "2", 20)]).await;
    assert_eq!(cache.store.customer(&robot(), &"7881".into()).await.unwrap().unwrap().name, "江夏");
    let erased =
        Effect::Remark { robot: robot(), customer: "7881".into(), name: Some(String::new()), description: None };
    effect(&cache, erased).await;
    let known = cache.store.customer(&robot(), &"7881".into()).await.unwrap().unwrap();
    assert_eq!((known.remark, known.description.as_deref()), (None, Some("哈哈")));
}

#[tokio::test]
async fn a_customer_of_two_robots_is_known_to_both() {
    let cache = Cache::new().await;
    let elsewhere = Customer { robot_key: "other".into(), ..customer("7881") };
    cache.store.save_customers(&[customer("7881"), elsewhere]).await.unwrap();
    let robots = cache.store.robots_of_customer(&"7881".into()).await.unwrap();
    assert_eq!(robots, [RobotKey::from("other"), robot()]);
}

#[tokio::test]
async fn q50_only_a_whole_list_says_who_left() {
    let cache = with_members(&["1", "2", "71"]).await;
    cache
        .store
        .save_members(&robot(), &group(), &[member("3", MemberRole::Member)], false, Timestamp(20))
        .await
        .unwrap();
    assert_eq!(members(&cache).await.len(), 4);
    let whole = [member("1", MemberRole::Owner), member("3", MemberRole::Member)];
    cache.store.save_members(&robot(), &group(), &whole, true, Timestamp(30)).await.unwrap();
    let ids: Vec<String> = members(&cache).await.into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["1", "3"]);
    let known = cache.store.known_group(&robot(), &group()).await.unwrap().unwrap();
    assert_eq!((known.group.member_count, known.members_read_at), (2, Some(Timestamp(30))));
}

#[tokio::test]
async fn an_admin_stays_one_when_the_list_is_read_again_and_the_owner_never_becomes_one() {
    let cache = with_members(&["1", "2", "3"]).await;
    let admins = ["1", "2"].map(CustomerId::from).to_vec();
    effect(&cache, Effect::Admins { robot: robot(), group: group(), admins }).await;
    cache
        .store
        .save_members(&robot(), &group(), &[member("2", MemberRole::Member)], false, Timestamp(60))
        .await
        .unwrap();
    let roles = [("1", MemberRole::Owner), ("2", MemberRole::Admin), ("3", MemberRole::Member)];
    assert_eq!(members(&cache).await, roles.map(|(id, role)| (id.to_owned(), role)));
    let change = |op, id: &str| Effect::AdminsChanged { robot: robot(), group: group(), op, members: vec![id.into()] };
    effect(&cache, change(AdminChange::Remove, "2")).await;
    effect(&cache, change(AdminChange::Add, "3")).await;
    assert_eq!(members(&cache).await[1], ("3".to_owned(), MemberRole::Admin));
}

#[tokio::test]
async fn q49_who_is_known_to_be_an_outsider_is_told_and_who_is_not_known_is_not() {
    let cache = with_members(&["1", "71"]).await;
    let named = Contact {
        id: "8".into(),
        name: None,
        remark: None,
        description: None,
        avatar_url: None,
        phone: None,
        gender: None,
        is_wechat: None,
        company_id: None,
    };
    effect(&cache, Effect::Joined { robot: robot(), group: group(), people: vec![named] }).await;
    let asked = ["1", "71", "8"].map(CustomerId::from);
    assert_eq!(cache.store.outsiders(&robot(), &group(), &asked).await.unwrap(), [CustomerId::from("71")]);
    effect(&cache, Effect::Left { robot: robot(), group: group(), members: vec!["71".into()] }).await;
    assert_eq!(members(&cache).await.len(), 2);
}

#[tokio::test]
async fn q11_a_group_is_found_by_its_alias() {
    let cache = Cache::new().await;
    let created =
        Effect::GroupCreated { robot: robot(), group: group(), alias: Some("R:2".into()), name: "新群".into() };
    effect(&cache, created).await;
    assert_eq!(cache.store.group_named(&robot(), &"R:2".into()).await.unwrap(), group());
    assert_eq!(cache.store.group_named(&robot(), &"R:3".into()).await.unwrap(), GroupId::from("R:3"));
}

#[tokio::test]
async fn q47_a_request_is_kept_with_the_time_it_came_and_asking_again_makes_it_wait_again() {
    let mut cache = Cache::new().await;
    let request = FriendRequest {
        from: "780000919".into(),
        name: "蘑菇".into(),
        avatar_url: None,
        reason: "我是蘑菇".into(),
        gender: Gender::Male,
        description: None,
        is_wechat: true,
    };
    let asks = Effect::FriendRequested { robot: robot(), request: request.clone() };
    effect(&cache, asks.clone()).await;
    let to = |state| Effect::Request { robot: robot(), from: "780000919".into(), state };
    effect(&cache, to(RequestState::Ignored)).await;
    cache.reopen().await;
    let kept = cache.store.friend_requests().await.unwrap().remove(0);
    assert_eq!((kept.received_at, kept.state, kept.request), (Timestamp(50), RequestState::Ignored, request));
    effect(&cache, asks).await;
    assert_eq!(cache.store.friend_requests().await.unwrap()[0].state, RequestState::Waiting);
    effect(&cache, to(RequestState::Accepted)).await;
    let friend = cache.store.customer(&robot(), &"780000919".into()).await.unwrap().unwrap();
    assert_eq!((friend.name.as_str(), friend.relationship), ("蘑菇", Relationship::Normal));
}
