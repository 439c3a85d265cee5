use serde_json::json;
use zuoxi_model::{Account, Environment, OutboxState, Timestamp};
use zuoxi_store::Batch;

use crate::samples::{Cache, chat, confirmed, echo_of, entry, from_customer, news};

#[tokio::test]
async fn the_cache_knows_whose_it_is() {
    let mut cache = Cache::new().await;
    assert_eq!(cache.store.account().await.unwrap(), None);
    let mut account = Account {
        id: "a1".into(),
        environment: Environment::practice("http://127.0.0.1:1"),
        access_key: "practice".into(),
        remembered: true,
    };
    cache.store.save_account(&account).await.unwrap();
    account.remembered = false;
    cache.store.save_account(&account).await.unwrap();
    cache.reopen().await;
    assert_eq!(cache.store.account().await.unwrap(), Some(account));
}

#[tokio::test]
async fn a_setting_keeps_its_last_value() {
    let cache = Cache::new().await;
    assert_eq!(cache.store.setting("socket").await.unwrap(), None);
    cache.store.set_setting("socket", &json!("eio3")).await.unwrap();
    cache.store.set_setting("socket", &json!({"protocol": "eio4"})).await.unwrap();
    assert_eq!(cache.store.setting("socket").await.unwrap(), Some(json!({"protocol": "eio4"})));
}

#[tokio::test]
async fn unread_counts_are_set_for_the_one_chat() {
    let cache = Cache::new().await;
    let (one, two) = (chat("7881"), chat("7882"));
    cache
        .apply(|batch| {
            batch.chats = vec![news(&one), news(&two)];
            batch.chats[0].unread = Some(4);
            batch.chats[1].unread = Some(5);
        })
        .await;
    cache.store.set_unread(&one, 0).await.unwrap();
    assert_eq!(cache.store.chat(&one).await.unwrap().unwrap().unread, 0);
    assert_eq!(cache.store.chat(&two).await.unwrap().unwrap().unread, 5);
}

#[tokio::test]
async fn the_cache_can_be_used_from_many_tasks_at_once() {
    let cache = Cache::new().await;
    let tasks: Vec<_> = (0..20)
        .map(|n| {
            let store = cache.store.clone();
            tokio::spawn(async move {
                let chat = chat(&n.to_string());
                let sent = entry(&chat, &format!("sent {n}"), n);
                store.enqueue(&sent, &echo_of(&sent)).await?;
                let mut batch = Batch::new(Timestamp(n));
                batch.messages.push(from_customer(&chat, "in", n + 1));
                batch.confirmed.push(confirmed(sent.id.as_str(), None));
                store.apply(&batch).await?;
                store.move_send(&sent.id, &OutboxState::Confirmed, &OutboxState::Unconfirmed, 1).await?;
                store.thread_page(&chat, None, 10).await
            })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap().messages.len(), 2);
    }
    assert_eq!(cache.store.outbox().await.unwrap().len(), 20);
}
