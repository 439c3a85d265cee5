//! What an account keeps on this machine, for how long, and what a person removes.

use std::sync::Arc;

use zuoxi_engine::{Clock, Retention, SystemClock, WipeWhat};
use zuoxi_model::{OutboxState, Timestamp};

use crate::seat::{Seat, typed, words};

/// The system's clock in a year to come.
struct YearsOn;

impl Clock for YearsOn {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus_ms(400 * 24 * 60 * 60 * 1000)
    }
}

#[tokio::test]
async fn messages_go_when_they_are_older_than_the_person_wants_and_their_thread_says_so() {
    let seat = Seat::live_by(Arc::new(YearsOn) as Arc<dyn Clock>).await;
    let engine = seat.engine().await;
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    engine.load_older(&chat).await.unwrap();
    let before = engine.storage_used().await.unwrap();
    assert!(before.messages > 0 && before.cache_bytes > 0 && before.picture_limit_bytes > 0);
    assert_eq!(engine.retention().await.unwrap(), Retention { days: 0 });
    engine.set_retention(Retention { days: 500 }).await.unwrap();
    assert_eq!(engine.storage_used().await.unwrap().messages, before.messages, "none is that old");

    engine.set_retention(Retention { days: 30 }).await.unwrap();

    let gone = async || (engine.storage_used().await.unwrap().messages == 0).then_some(());
    seat.until("every message is gone", gone).await;
    seat.until("the row says so", async || seat.row(&chat).await.last.is_none().then_some(())).await;
    assert!(engine.thread(&chat, None, 10).await.unwrap().messages.is_empty());
    assert!(engine.set_retention(Retention { days: u32::MAX }).await.is_err());
}

#[tokio::test]
async fn wiping_takes_what_was_asked_for_and_the_account_goes_on() {
    let seat = Seat::live().await;
    let (robot, customer) = seat.a_customer().await;
    let chat = zuoxi_model::ChatKey { robot_key: robot, chat_user: customer.as_str().into() };
    let engine = seat.engine().await;
    seat.network(false).await;
    seat.until_offline().await;
    let id = engine.send(&chat, &words("还没发出"), 0).await.unwrap();
    engine.save_draft(&chat, typed("说到一半")).await.unwrap();
    seat.desk.wipe(WipeWhat::Media).await.unwrap();
    seat.desk.wipe(WipeWhat::Messages).await.unwrap();
    assert_eq!(seat.thread(&chat).await.len(), 1, "what has not been sent stays");
    assert_eq!(seat.row(&chat).await.draft.as_deref(), Some("说到一半"));
    seat.network(true).await;
    seat.until_delivery(&chat, &id, OutboxState::Confirmed).await;

    seat.desk.wipe(WipeWhat::All).await.unwrap();

    seat.until_live().await;
    assert_eq!(seat.row(&chat).await.draft, None);
    assert_eq!(seat.engine().await.storage_used().await.unwrap().drafts, 0);
    assert!(seat.keeps_secrets_of(&seat.engine().await.account().id).await);
}
