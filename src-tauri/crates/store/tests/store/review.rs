//! Which conversations a lead finds, and that the way there reads alone.

use zuoxi_model::{AgentKey, ChatKey, Message, Origin, ReviewQuery, Timestamp};

use crate::samples::{Cache, chat, from_customer, from_us, news};

fn by(agent: &str, message: Message) -> Message {
    Message { assignee: Some(agent.into()), ..message }
}

async fn found(cache: &Cache, query: ReviewQuery) -> Vec<String> {
    let page = cache.store.reader().review_chats(&ReviewQuery { limit: 50, ..query }).await.unwrap();
    page.chats.into_iter().map(|chat| chat.row.chat.key.chat_user.to_string()).collect()
}

async fn three_chats() -> (Cache, [ChatKey; 3]) {
    let cache = Cache::new().await;
    let chats = [chat("1"), chat("2"), chat("R:3")];
    let [one, two, group] = &chats;
    cache
        .apply(|batch| {
            let mut named = news(one);
            named.name = Some("王小满".into());
            batch.chats = vec![named];
            batch.messages = vec![
                from_customer(one, "什么时候发货", 10),
                by("小红", from_us(one, "今天发货", 20)),
                from_customer(two, "在吗", 30),
                by("小李", from_us(two, "在的", 40)),
                Message { origin: Origin::Phone, ..from_us(group, "大家好", 50) },
            ];
        })
        .await;
    (cache, chats)
}

#[tokio::test]
async fn conversations_are_found_by_agent_customer_words_and_date() {
    let (cache, _) = three_chats().await;
    let all = || ReviewQuery::default();
    assert_eq!(found(&cache, all()).await, ["R:3", "2", "1"]);
    let agent = |key: &str| ReviewQuery { agent: Some(AgentKey(key.into())), ..all() };
    assert_eq!(found(&cache, agent("=小红")).await, ["1"]);
    assert_eq!(found(&cache, agent("phone")).await, ["R:3"]);
    assert_eq!(found(&cache, agent("console")).await, [""; 0]);
    assert_eq!(found(&cache, ReviewQuery { customer: "小满".into(), ..all() }).await, ["1"]);
    assert_eq!(found(&cache, ReviewQuery { text: "发货".into(), ..all() }).await, ["1"]);
    assert_eq!(found(&cache, ReviewQuery { since: Some(Timestamp(35)), ..all() }).await, ["R:3", "2"]);
    assert_eq!(found(&cache, ReviewQuery { until: Some(Timestamp(25)), ..all() }).await, ["1"]);
    let late_red = ReviewQuery { since: Some(Timestamp(25)), ..agent("=小红") };
    assert_eq!(found(&cache, late_red).await, [""; 0], "who answered counts in the period alone");
}

#[tokio::test]
async fn a_conversation_begins_where_its_words_were_said_last() {
    let (cache, chats) = three_chats().await;
    let begin = async |text: &str| {
        let query = ReviewQuery { text: text.into(), limit: 1, ..ReviewQuery::default() };
        let page = cache.store.reader().review_chats(&query).await.unwrap();
        page.chats.into_iter().find(|chat| chat.row.chat.key == chats[0]).and_then(|chat| chat.begin)
    };
    assert_eq!(begin("发货").await, Some("今天发货".into()));
    assert_eq!(begin("什么时候").await, Some("什么时候发货".into()));
}

#[tokio::test]
async fn pages_follow_each_other_without_a_hole() {
    let (cache, _) = three_chats().await;
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let query = ReviewQuery { after, limit: 1, ..ReviewQuery::default() };
        let page = cache.store.reader().review_chats(&query).await.unwrap();
        seen.extend(page.chats.into_iter().map(|chat| chat.row.chat.key.chat_user.to_string()));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["R:3", "2", "1"]);
}
