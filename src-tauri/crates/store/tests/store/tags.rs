//! Tag libraries, who carries what, and the sweep.

use zuoxi_model::{CustomerId, LabelId, RobotKey, Tag, TagGroup, TagLibrary, TagSource, Timestamp};
use zuoxi_store::{Effect, SweepStep, SweptPage};

use crate::samples::Cache;

fn robot() -> RobotKey {
    "r".into()
}

fn group(id: &str, tags: &[(&str, &str)]) -> TagGroup {
    let tags = tags.iter().map(|(id, name)| Tag { id: (*id).into(), name: (*name).into() }).collect();
    TagGroup { id: id.into(), name: format!("组{id}"), tags }
}

async fn with_library(groups: Vec<TagGroup>) -> Cache {
    let cache = Cache::new().await;
    let library = TagLibrary { groups, personal: Some("g2".into()) };
    cache.store.take_effects(&[Effect::Library { robot: robot(), library }], Timestamp(100)).await.unwrap();
    cache
}

async fn write(cache: &Cache, customer: &str, add: &[&str], remove: &[&str], at: i64) {
    let ids = |ids: &[&str]| ids.iter().map(|id| LabelId::from(*id)).collect();
    let effect = Effect::Tags { robot: robot(), customer: customer.into(), add: ids(add), remove: ids(remove) };
    cache.store.take_effects(&[effect], Timestamp(at)).await.unwrap();
}

async fn sweep(cache: &Cache, step: &SweepStep, customers: &[&str], asked_at: i64, is_last: bool) -> Vec<CustomerId> {
    let customers = customers.iter().map(|id| CustomerId::from(*id)).collect();
    let page = SweptPage { customers, asked_at: Timestamp(asked_at), has_unreadable: false, is_last };
    cache.store.take_sweep(step, &page).await.unwrap()
}

fn step(name: &str, page: u32) -> SweepStep {
    SweepStep { robot_key: robot(), name: name.into(), page }
}

async fn carried(cache: &Cache, customer: &str) -> Vec<String> {
    let tags = cache.store.carried_tags(&robot(), &customer.into()).await.unwrap();
    tags.into_iter().map(|tag| tag.id.to_string()).collect()
}

#[tokio::test]
async fn a_library_is_replaced_as_a_whole_and_what_customers_carry_stays() {
    let cache = with_library(vec![group("g1", &[("1", "甲"), ("2", "乙")]), group("g2", &[("3", "丙")])]).await;
    write(&cache, "c", &["2", "1"], &[], 200).await;
    assert_eq!(carried(&cache, "c").await, ["1", "2"]);
    let library = TagLibrary { groups: vec![group("g1", &[("2", "乙乙")])], personal: None };
    cache
        .store
        .take_effects(&[Effect::Library { robot: robot(), library: library.clone() }], Timestamp(300))
        .await
        .unwrap();
    let known = cache.store.tag_library(&robot()).await.unwrap().unwrap();
    assert_eq!((known.library, known.as_of, known.checked_at), (library, Timestamp(300), None));
    let tags = cache.store.carried_tags(&robot(), &"c".into()).await.unwrap();
    assert_eq!(tags[0].name.as_deref(), Some("乙乙"));
    assert_eq!((tags[1].id.as_str(), tags[1].name.as_ref()), ("1", None));
}

#[tokio::test]
async fn q43_a_sweep_is_resumed_by_page_and_the_name_checked_longest_ago_is_next() {
    let mut cache = with_library(vec![group("g1", &[("1", "甲"), ("2", "乙")])]).await;
    let robots = [robot()];
    let next = cache.store.next_sweep(&robots, Timestamp(500)).await.unwrap().unwrap();
    assert_eq!(next.page, 1);
    assert_eq!(sweep(&cache, &next, &["a", "b"], 400, false).await.len(), 2);
    cache.reopen().await;
    let resumed = cache.store.next_sweep(&robots, Timestamp(500)).await.unwrap().unwrap();
    assert_eq!(resumed, SweepStep { page: 2, ..next.clone() });
    sweep(&cache, &resumed, &["c"], 410, true).await;
    let other = cache.store.next_sweep(&robots, Timestamp(500)).await.unwrap().unwrap();
    assert_ne!(other.name, next.name);
    assert_eq!(cache.store.tag_library(&robot()).await.unwrap().unwrap().checked_at, None);
    sweep(&cache, &other, &[], 600, true).await;
    assert_eq!(cache.store.tag_library(&robot()).await.unwrap().unwrap().checked_at, Some(Timestamp(400)));
    assert_eq!(cache.store.next_sweep(&robots, Timestamp(400)).await.unwrap(), None);
}

#[tokio::test]
async fn what_a_whole_sweep_did_not_see_is_gone_and_what_was_written_since_it_began_stays() {
    let cache = with_library(vec![group("g1", &[("1", "甲")])]).await;
    for (customer, at) in [("old", 200), ("seen", 200), ("fresh", 450)] {
        write(&cache, customer, &["1"], &[], at).await;
    }
    let changed = sweep(&cache, &step("甲", 1), &["seen", "new"], 400, true).await;
    assert_eq!(changed, [CustomerId::from("new"), "old".into()]);
    assert_eq!(carried(&cache, "old").await, Vec::<String>::new());
    assert_eq!(carried(&cache, "fresh").await, ["1"]);
    let seen = &cache.store.carried_tags(&robot(), &"seen".into()).await.unwrap()[0];
    assert_eq!((seen.source, seen.known_since), (TagSource::Written, Timestamp(200)));
    let new = &cache.store.carried_tags(&robot(), &"new".into()).await.unwrap()[0];
    assert_eq!((new.source, new.known_since), (TagSource::Swept, Timestamp(400)));
}

#[tokio::test]
async fn a_page_that_was_asked_for_before_a_tag_was_taken_away_does_not_bring_it_back() {
    let cache = with_library(vec![group("g1", &[("1", "甲")])]).await;
    write(&cache, "c", &["1"], &[], 200).await;
    write(&cache, "c", &[], &["1"], 405).await;
    assert!(sweep(&cache, &step("甲", 1), &["c"], 400, true).await.is_empty());
    assert!(carried(&cache, "c").await.is_empty());
    sweep(&cache, &step("甲", 1), &["c"], 500, true).await;
    assert_eq!(carried(&cache, "c").await, ["1"]);
}

#[tokio::test]
async fn a_sweep_that_could_not_read_everything_takes_nothing_away() {
    let cache = with_library(vec![group("g1", &[("1", "甲")])]).await;
    write(&cache, "c", &["1"], &[], 200).await;
    let page = SweptPage { customers: vec![], asked_at: Timestamp(400), has_unreadable: true, is_last: true };
    cache.store.take_sweep(&step("甲", 1), &page).await.unwrap();
    assert_eq!(carried(&cache, "c").await, ["1"]);
}

#[tokio::test]
async fn q43_a_shared_name_is_kept_as_a_name_until_one_of_its_tags_is_known() {
    let cache = with_library(vec![group("g1", &[("1", "甲")]), group("g2", &[("2", "甲")])]).await;
    sweep(&cache, &step("甲", 1), &["c"], 400, true).await;
    assert!(carried(&cache, "c").await.is_empty());
    let found = cache.store.ambiguous_tags(&robot(), &"c".into()).await.unwrap();
    assert_eq!((found.len(), found[0].candidates.len()), (1, 2));
    write(&cache, "c", &["2"], &[], 450).await;
    assert!(cache.store.ambiguous_tags(&robot(), &"c".into()).await.unwrap().is_empty());
    // Nobody has the name any more: neither tag is carried.
    sweep(&cache, &step("甲", 1), &[], 500, true).await;
    assert!(carried(&cache, "c").await.is_empty());
}
