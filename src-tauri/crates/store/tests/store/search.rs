//! Search finds what reading every text would find, whatever was done to the messages in between.

use proptest::prelude::*;
use zuoxi_model::{
    ChatKind, Content, Message, SearchOrder, SearchPage, SearchQuery, SearchedContent, Speaker, Timestamp,
};

use crate::samples::{Cache, chat, confirmed, from_customer, from_us, key, news, text};

fn said(peer: &str, id: &str, at: i64, words: &str) -> Message {
    Message { content: text(words), ..from_customer(&chat(peer), id, at) }
}

fn looking_for(words: &str) -> SearchQuery {
    SearchQuery { text: words.into(), limit: 100, ..SearchQuery::default() }
}

async fn ids(cache: &Cache, query: &SearchQuery) -> Vec<String> {
    let page = cache.store.search(query).await.unwrap();
    page.hits.iter().map(|hit| hit.key.message_id.to_string()).collect()
}

/// A scan that knows nothing of tokens: both sides are written out with a bar wherever something new can begin, and one
/// has to stand in the other.
fn scan(words: &str, query: &str) -> bool {
    use unicode_normalization::UnicodeNormalization as _;
    let canonical = |text: &str| {
        let folded: Vec<char> = text.nfkc().collect::<String>().to_lowercase().chars().collect();
        let letter = |c: char| c.is_alphabetic() && c < '\u{E00}';
        let mut out = String::from("|");
        for (at, c) in folded.iter().enumerate() {
            if c.is_whitespace() || matches!(c, '\u{FE0F}' | '\u{200D}') {
                continue;
            }
            out.push(*c);
            if !(letter(*c) && folded.get(at + 1).is_some_and(|next| letter(*next))) {
                out.push('|');
            }
        }
        out
    };
    let query = canonical(query);
    let wanted = match query.strip_suffix('|') {
        Some(open) if open.ends_with(|c: char| c.is_alphabetic() && c < '\u{E00}') => open,
        _ => &query,
    };
    query != "|" && canonical(words).contains(wanted)
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec!["退", "款", "货", "我", "要", "好", "的", "吗"]),
        3 => prop::sample::select(vec!["refund", "Re", "fund", "OK", "a", "É", "ﬁ", "ＡＢ", "straße"]),
        3 => prop::sample::select(vec!["0", "1", "12", "2026", "９"]),
        2 => prop::sample::select(vec!["👍", "👍🏻", "❤️", "👩‍💻", "😀"]),
        3 => prop::sample::select(vec![" ", "，", ",", "。", "\"", "*", "-", "\n", "NOT", "(", "%", "_"]),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_result_equals_a_scan_of_the_same_texts(
        texts in prop::collection::vec((pieces(), 0_i64..2_000), 1..40),
        queries in prop::collection::vec(pieces(), 1..25),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let cache = Cache::new().await;
            cache.say(texts.iter().enumerate().map(|(n, (words, at))| said("7881", &n.to_string(), *at, words))).await;
            for query in queries.iter().chain(texts.iter().map(|(words, _)| words)) {
                let mut expected: Vec<usize> =
                    (0..texts.len()).filter(|n| scan(&texts[*n].0, query)).collect();
                for order in [SearchOrder::Newest, SearchOrder::Relevance] {
                    let found = ids(&cache, &SearchQuery { order, ..looking_for(query) }).await;
                    let mut found: Vec<usize> = found.iter().map(|id| id.parse().unwrap()).collect();
                    if order == SearchOrder::Newest {
                        prop_assert!(found.windows(2).all(|pair| texts[pair[0]].1 >= texts[pair[1]].1));
                    }
                    found.sort_unstable();
                    expected.sort_unstable();
                    prop_assert_eq!(&found, &expected, "{:?}", query);
                }
            }
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn the_newest_come_first_even_if_they_were_read_first() {
    let cache = Cache::new().await;
    cache.say([said("1", "new", 900, "退款")]).await;
    cache.say([said("1", "old", 100, "退款"), said("2", "between", 500, "要退款")]).await;
    assert_eq!(ids(&cache, &looking_for("退款")).await, ["new", "between", "old"]);
}

#[tokio::test]
async fn pages_follow_each_other_without_loss_or_repetition() {
    let cache = Cache::new().await;
    cache.say((0..25).map(|n| said("1", &n.to_string(), 1_000 + n / 4, "退款 refund"))).await;
    for order in [SearchOrder::Newest, SearchOrder::Relevance] {
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let query = SearchQuery { after, limit: 10, order, ..looking_for("退") };
            let page: SearchPage = cache.store.search(&query).await.unwrap();
            seen.extend(page.hits.iter().map(|hit| hit.key.message_id.to_string()));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 25, "{order:?}");
    }
}

#[tokio::test]
async fn each_filter_leaves_out_what_it_should() {
    let cache = Cache::new().await;
    cache
        .apply(|batch| {
            let mut group = news(&chat("R:group"));
            group.kind = Some(ChatKind::Group);
            batch.chats.push(group);
            batch.messages = vec![
                said("1", "asked", 100, "退款"),
                Message { content: text("退款"), ..from_us(&chat("1"), "answered", 200) },
                Message {
                    content: text("退款"),
                    origin: zuoxi_model::Origin::Phone,
                    ..from_us(&chat("2"), "phone", 300)
                },
                said("R:group", "in group", 400, "退款"),
                Message {
                    content: Content::File { url: "https://a/b".into(), name: Some("退款.pdf".into()) },
                    ..from_customer(&chat("2"), "file", 500)
                },
            ];
        })
        .await;
    let all = looking_for("退款");
    let case = async |query: SearchQuery| ids(&cache, &query).await;
    assert_eq!(case(all.clone()).await, ["file", "in group", "phone", "answered", "asked"]);
    let speaker = Some(Speaker::Customer);
    assert_eq!(case(SearchQuery { speaker, ..all.clone() }).await, ["file", "in group", "asked"]);
    assert_eq!(case(SearchQuery { speaker: Some(Speaker::Us), ..all.clone() }).await, ["answered"]);
    assert_eq!(case(SearchQuery { speaker: Some(Speaker::Phone), ..all.clone() }).await, ["phone"]);
    assert_eq!(case(SearchQuery { chat: Some(chat("2")), ..all.clone() }).await, ["file", "phone"]);
    assert_eq!(case(SearchQuery { kind: Some(ChatKind::Group), ..all.clone() }).await, ["in group"]);
    assert_eq!(case(SearchQuery { content: Some(SearchedContent::File), ..all.clone() }).await, ["file"]);
    assert_eq!(case(SearchQuery { robot: Some("other".into()), ..all.clone() }).await, Vec::<String>::new());
    let (since, until) = (Some(Timestamp(200)), Some(Timestamp(400)));
    assert_eq!(case(SearchQuery { since, until, ..all }).await, ["in group", "phone", "answered"]);
}

#[tokio::test]
async fn what_goes_and_what_takes_its_place_is_followed() {
    let cache = Cache::new().await;
    let peer = chat("7881");
    // Its text is its id.
    cache.send(&peer, "退款一", 50).await;
    cache.send(&peer, "退款二", 60).await;
    assert_eq!(ids(&cache, &looking_for("退款")).await, ["退款二", "退款一"]);
    cache
        .apply(|batch| {
            batch.messages.push(Message { content: text("退款一"), ..from_us(&peer, "10", 51) });
            batch.confirmed.push(confirmed("退款一", Some(key(&peer, "10"))));
        })
        .await;
    cache.store.discard(&"退款二".into()).await.unwrap();
    assert_eq!(ids(&cache, &looking_for("退款")).await, ["10"]);
    // The platform's time moves it in the order as well.
    cache.say([said("7881", "later", 70, "退款")]).await;
    cache.say([Message { content: text("退款一"), ..from_us(&peer, "10", 80) }]).await;
    assert_eq!(ids(&cache, &looking_for("退款")).await, ["10", "later"]);
    // An echo and the history tell of it at once, with other times.
    cache.say([90, 95].map(|at| said("7881", "twice", at, "退款"))).await;
    cache.say([90, 96].map(|at| said("7881", "twice", at, "退款"))).await;
    assert_eq!(ids(&cache, &looking_for("退款")).await, ["twice", "10", "later"]);
}

#[tokio::test]
async fn an_index_of_another_version_is_built_anew_in_slices_that_a_stop_may_part() {
    let mut cache = Cache::new().await;
    while cache.store.build_index(10).await.unwrap() {}
    cache.say((0..55).map(|n| said("1", &n.to_string(), 1_000 + n, "退款"))).await;
    let mut raw = crate::samples::raw_connection(&cache.path(), &cache.key).await;
    sqlx::query("UPDATE search_state SET version = 0").execute(&mut raw).await.unwrap();
    sqlx::Connection::close(raw).await.unwrap();

    assert!(cache.store.build_index(20).await.unwrap());
    assert_eq!(ids(&cache, &looking_for("退")).await.len(), 20, "the newest are there first");
    let page = cache.store.search(&looking_for("退")).await.unwrap();
    assert!(page.coverage.indexing.is_some_and(|so_far| (30..50).contains(&so_far.percent)));
    cache.reopen().await;
    cache.say([said("1", "55", 2_000, "退款")]).await;
    while cache.store.build_index(20).await.unwrap() {}
    assert_eq!(ids(&cache, &looking_for("退")).await.len(), 56);
    assert_eq!(cache.store.index_progress().await.unwrap(), None);
}

#[tokio::test]
async fn how_much_is_here_to_be_found_is_said() {
    let cache = Cache::new().await;
    cache.say([said("1", "a", 100, "退款"), said("2", "b", 200, "退款")]).await;
    cache.cover(&chat("1"), &[(0, 300)]).await;
    let coverage = cache.store.search(&looking_for("退")).await.unwrap().coverage;
    assert_eq!((coverage.chats, coverage.chats_not_complete, coverage.complete_from), (2, 1, None));
    cache.cover(&chat("2"), &[(150, 300)]).await;
    let coverage = cache.store.search(&looking_for("退")).await.unwrap().coverage;
    assert_eq!((coverage.chats_not_complete, coverage.complete_from), (1, Some(Timestamp(150))));
    let since = SearchQuery { since: Some(Timestamp(150)), ..looking_for("退") };
    assert_eq!(cache.store.search(&since).await.unwrap().coverage.chats_not_complete, 0);
}

#[tokio::test]
async fn people_and_groups_are_found_by_how_they_are_read() {
    let cache = Cache::new().await;
    cache
        .apply(|batch| {
            for (peer, name) in [("1", "张三丰"), ("2", "李四"), ("R:3", "张家港客户群")] {
                let mut chat = news(&chat(peer));
                chat.kind = Some(if peer.starts_with("R:") { ChatKind::Group } else { ChatKind::Single });
                chat.name = Some(name.into());
                batch.chats.push(chat);
            }
        })
        .await;
    let page = cache.store.search(&looking_for("zhang")).await.unwrap();
    assert_eq!(page.people.iter().map(|hit| hit.name.as_str()).collect::<Vec<_>>(), ["张三丰"]);
    assert_eq!(page.groups.iter().map(|hit| hit.name.as_str()).collect::<Vec<_>>(), ["张家港客户群"]);
    assert!(page.people[0].has_chat);
    assert_eq!(cache.store.search(&looking_for("zsf")).await.unwrap().people.len(), 1);
}

#[tokio::test]
async fn whoever_changes_their_name_or_is_new_is_found_at_once() {
    let cache = Cache::new().await;
    let call = async |peer: &str, name: &str| {
        cache
            .apply(|batch| {
                let mut chat = news(&chat(peer));
                chat.kind = Some(ChatKind::Single);
                chat.name = Some(name.into());
                batch.chats.push(chat);
            })
            .await;
    };
    let found = async |words: &str| cache.store.search(&looking_for(words)).await.unwrap().people.len();
    call("1", "张三丰").await;
    assert_eq!((found("zsf").await, found("王五").await), (1, 0));
    call("1", "王五").await;
    assert_eq!((found("zsf").await, found("王五").await), (0, 1));
    call("2", "王五六").await;
    assert_eq!((found("zsf").await, found("王五").await), (0, 2));
}

#[tokio::test]
async fn a_hit_opens_with_what_stands_around_it_and_leads_on_to_the_end() {
    let cache = Cache::new().await;
    let peer = chat("7881");
    cache.say((0..30).map(|n| from_customer(&peer, &format!("{n:02}"), 100 + n))).await;
    cache.cover(&peer, &[(0, 500)]).await;
    let window = cache.store.thread_around(&peer, &"10".into(), 6).await.unwrap();
    let shown = |window: &zuoxi_model::ThreadWindow| -> Vec<String> {
        window.page.messages.iter().map(|m| m.message.key.message_id.to_string()).collect()
    };
    assert_eq!(shown(&window), ["07", "08", "09", "10", "11", "12", "13"]);
    assert!(window.page.older_in_cache && window.newer_in_cache && window.page.gaps.is_empty());
    let on = cache.store.thread_after(&peer, Some(&"13".into()), 10).await.unwrap();
    assert_eq!((shown(&on).first().unwrap().as_str(), on.newer_in_cache), ("14", true));
    let end = cache.store.thread_after(&peer, Some(&"23".into()), 10).await.unwrap();
    assert_eq!((shown(&end).len(), end.newer_in_cache), (6, false));
    let first = cache.store.thread_around(&peer, &"00".into(), 4).await.unwrap();
    assert_eq!(shown(&first), ["00", "01", "02"]);
    let unknown = cache.store.thread_around(&peer, &"nobody".into(), 5).await.unwrap();
    assert_eq!((shown(&unknown).len(), unknown.newer_in_cache), (5, false));
}
