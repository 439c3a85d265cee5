//! Sends: once, in order, and never in doubt without saying so.

use std::time::Duration;

use serde_json::json;
use zuoxi_engine::Timing;
use zuoxi_model::{DraftContent, Origin, OutboxState, Resolution};

use crate::seat::{Seat, brisk, quiet, texts, words};

/// How often the platform was handed a text.
async fn handed_over(seat: &Seat, text: &str) -> u64 {
    let book = seat.book().await;
    let sends = book["sends"].as_array().unwrap();
    sends.iter().filter(|send| send["text"] == text).map(|send| send["times"].as_u64().unwrap()).sum()
}

#[tokio::test]
async fn an_answer_is_confirmed_by_its_echo() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|_| true).await;
    let id = seat.engine().await.send(&chat, &words("您好，已为您查询"), 0).await.unwrap();
    seat.until_delivery(&chat, &id, OutboxState::Confirmed).await;
    assert_eq!(handed_over(&seat, "您好，已为您查询").await, 1);
    let thread = seat.thread(&chat).await;
    let row = thread.last().unwrap();
    assert_eq!((row.message.content.text(), row.message.origin), ("您好，已为您查询", Origin::Console));
    assert!(row.message.msg_svr_id.is_some());
}

#[tokio::test]
async fn q25_an_echo_under_another_id_confirms_the_send_and_shows_once() {
    let seat = Seat::live().await;
    seat.control("echo", json!({"mode": "otherId"})).await;
    let chat = seat.a_chat(|_| true).await;
    seat.engine().await.send(&chat, &words("换个号码回来"), 0).await.unwrap();
    seat.until("confirmed", async || {
        let thread = seat.thread(&chat).await;
        let rows: Vec<_> = thread.iter().filter(|row| row.message.content.text() == "换个号码回来").collect();
        (rows.len() == 1 && rows[0].delivery == Some(OutboxState::Confirmed)).then_some(())
    })
    .await;
    assert_eq!(seat.engine().await.waiting().await.unwrap(), 0);
}

#[tokio::test]
async fn q30_without_an_echo_the_platform_is_asked_and_nothing_is_sent_twice() {
    let seat = Seat::live().await;
    seat.control("echo", json!({"mode": "never"})).await;
    let chat = seat.a_chat(|_| true).await;
    let id = seat.engine().await.send(&chat, &words("没有回声"), 0).await.unwrap();
    seat.until_delivery(&chat, &id, OutboxState::Confirmed).await;
    assert_eq!(handed_over(&seat, "没有回声").await, 1);
}

#[tokio::test]
async fn what_is_typed_while_the_line_is_down_leaves_by_itself_in_order_when_it_is_back() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|_| true).await;
    seat.network(false).await;
    seat.until_offline().await;
    let engine = seat.engine().await;
    let mut ids = Vec::new();
    for text in ["一", "二", "三"] {
        ids.push(engine.send(&chat, &words(text), 0).await.unwrap());
    }
    assert_eq!(engine.waiting().await.unwrap(), 3);
    assert_eq!(seat.delivery(&chat, &ids[0]).await, Some(OutboxState::Queued));
    seat.network(true).await;
    for id in &ids {
        seat.until_delivery(&chat, id, OutboxState::Confirmed).await;
    }
    let said = texts(&seat.thread(&chat).await);
    assert_eq!(said[said.len() - 3..], ["一", "二", "三"]);
    for text in ["一", "二", "三"] {
        assert_eq!(handed_over(&seat, text).await, 1, "{text}");
    }
}

#[tokio::test]
async fn a_restart_between_the_emit_and_the_echo_doubles_nothing() {
    let mut seat = Seat::live().await;
    seat.control("echo", json!({"mode": "never"})).await;
    let chat = seat.a_chat(|_| true).await;
    let id = seat.engine().await.send(&chat, &words("刚发就关"), 0).await.unwrap();
    seat.until("handed over", async || {
        matches!(seat.delivery(&chat, &id).await?, OutboxState::Emitted { .. } | OutboxState::Confirmed).then_some(())
    })
    .await;
    seat.restart().await;
    seat.until_live().await;
    let settled = async || {
        matches!(seat.delivery(&chat, &id).await?, OutboxState::Confirmed | OutboxState::Unconfirmed).then_some(())
    };
    seat.until("settled", settled).await;
    assert!(handed_over(&seat, "刚发就关").await <= 1);
}

/// The platform keeps a record of each attempt, under one id and at different times.
#[tokio::test]
async fn a_send_that_was_not_sent_twice_arrives_at_the_third_time_and_shows_once() {
    let seat = Seat::live().await;
    seat.control("send-status", json!({"next": [0, 0]})).await;
    let chat = seat.a_chat(|_| true).await;
    let id = seat.engine().await.send(&chat, &words("第三次才成"), 0).await.unwrap();
    seat.until_delivery(&chat, &id, OutboxState::Confirmed).await;
    assert_eq!(handed_over(&seat, "第三次才成").await, 3);
    let said = texts(&seat.thread(&chat).await);
    assert_eq!(said.iter().filter(|text| *text == "第三次才成").count(), 1);
    let error = seat.engine().await.load_older(&chat).await.err();
    assert!(error.is_none(), "{error:?}");
}

#[tokio::test]
async fn q25_a_record_of_an_attempt_under_another_id_is_not_shown_beside_the_send() {
    let seat = Seat::live().await;
    seat.control("echo", json!({"mode": "otherId"})).await;
    seat.control("send-status", json!({"always": 0})).await;
    let chat = seat.a_chat(|_| true).await;
    let id = seat.engine().await.send(&chat, &words("没发出去"), 0).await.unwrap();
    seat.until_delivery(&chat, &id, OutboxState::Unconfirmed).await;
    let shown = async || texts(&seat.thread(&chat).await).iter().filter(|text| *text == "没发出去").count();
    assert_eq!(shown().await, 1);
    // The platform is asked again, and tells of the attempt again.
    seat.engine().await.resolve_send(&id, Resolution::CheckAgain).await.unwrap();
    assert_eq!(shown().await, 1);
    assert_eq!(handed_over(&seat, "没发出去").await, 1);
}

/// The first attempt was not sent; the second one arrived, under another id and without an echo. What the platform says of
/// the first is no reason to send a third time.
#[tokio::test]
async fn q25_an_attempt_that_arrived_unheard_is_not_repeated_for_one_that_was_not_sent() {
    // Long enough to set the stage for the second attempt after the first.
    let timing = Timing { echo_deadline: Duration::from_secs(3), ..brisk() };
    let seat = Seat::live_with(quiet(), timing).await;
    seat.control("send-status", json!({"next": [0]})).await;
    let chat = seat.a_chat(|_| true).await;
    let id = seat.engine().await.send(&chat, &words("第二次到了"), 0).await.unwrap();
    seat.until("the first attempt", async || (handed_over(&seat, "第二次到了").await == 1).then_some(())).await;
    seat.control("echo", json!({"mode": "otherId"})).await;
    seat.control("pushes", json!({"drop": 8})).await;
    seat.until("the end of it", async || {
        let thread = seat.thread(&chat).await;
        let row = thread.iter().find(|row| row.message.content.text() == "第二次到了")?;
        (row.message.key.message_id != id && row.delivery == Some(OutboxState::Confirmed)).then_some(())
    })
    .await;
    assert_eq!(handed_over(&seat, "第二次到了").await, 2);
}

#[tokio::test]
async fn a_send_the_platform_does_not_know_waits_for_a_person() {
    let seat = Seat::live().await;
    seat.control("echo", json!({"mode": "lost"})).await;
    let chat = seat.a_chat(|_| true).await;
    let engine = seat.engine().await;
    let id = engine.send(&chat, &words("石沉大海"), 0).await.unwrap();
    seat.until_delivery(&chat, &id, OutboxState::Unconfirmed).await;
    assert_eq!(seat.row(&chat).await.needs_decision, 1);

    engine.resolve_send(&id, Resolution::CheckAgain).await.unwrap();
    assert_eq!(seat.delivery(&chat, &id).await, Some(OutboxState::Unconfirmed));
    seat.control("echo", json!({"mode": "normal"})).await;
    engine.resolve_send(&id, Resolution::SendAgain).await.unwrap();
    seat.until("sent once", async || {
        let thread = seat.thread(&chat).await;
        let rows: Vec<_> = thread.iter().filter(|row| row.message.content.text() == "石沉大海").collect();
        (rows.len() == 1 && rows[0].delivery == Some(OutboxState::Confirmed)).then_some(())
    })
    .await;
    assert_eq!(seat.row(&chat).await.needs_decision, 0);

    seat.control("echo", json!({"mode": "lost"})).await;
    let id = engine.send(&chat, &words("不要了"), 0).await.unwrap();
    seat.until_delivery(&chat, &id, OutboxState::Unconfirmed).await;
    engine.resolve_send(&id, Resolution::Discard).await.unwrap();
    assert!(!texts(&seat.thread(&chat).await).contains(&"不要了".into()));
}

#[tokio::test]
async fn an_empty_text_and_one_over_the_frame_limit_are_refused_and_the_draft_is_kept() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|_| true).await;
    let engine = seat.engine().await;
    let draft = DraftContent { text: "草稿".into(), ..DraftContent::default() };
    engine.save_draft(&chat, draft.clone()).await.unwrap();
    assert!(engine.send(&chat, &words(" \n"), 0).await.is_err());
    let error = engine.send(&chat, &words(&"长".repeat(40_000)), 0).await.unwrap_err();
    assert_eq!(error.code(), zuoxi_engine::ErrorCode::TooLarge);
    assert_eq!(engine.draft(&chat).await.unwrap(), Some(draft));
    assert_eq!(engine.waiting().await.unwrap(), 0);
}

#[tokio::test]
async fn q32_who_answered_is_known_here_for_our_own_sends_and_elsewhere_by_the_assignee() {
    let seat = Seat::live().await;
    let other = Seat::live_beside(&seat, brisk()).await;
    let chat = seat.a_chat(|_| true).await;
    let id = seat.engine().await.send(&chat, &words("谁答的？"), 0).await.unwrap();
    seat.until_delivery(&chat, &id, OutboxState::Confirmed).await;
    let of = async |seat: &Seat| {
        let thread = seat.thread(&chat).await;
        let row = thread.iter().find(|row| row.message.content.text() == "谁答的？")?;
        Some((row.message.origin, row.message.assignee.is_some()))
    };
    assert_eq!(of(&seat).await.map(|(origin, _)| origin), Some(Origin::Console));
    let heard = other.until("heard by the other console", async || of(&other).await).await;
    assert_eq!(heard, (Origin::Elsewhere, true));
}
