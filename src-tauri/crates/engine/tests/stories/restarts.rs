//! The console ends in every state that a send can be in, with every kind of content, and starts again.

use serde_json::json;
use zuoxi_model::{
    AttachmentKind, ChatKey, Composed, Cover, FailureReason, MessageId, OutboxState, Resolution, ThreadMessage,
};

use crate::{
    files::{Files, MP4, PNG},
    seat::{Seat, words},
};

/// One of each kind, each with bytes and words of its own.
fn every_kind(files: &Files, tag: &str) -> [Composed; 5] {
    let attachment = |name: String, start: &[u8], kind| Composed::Attachment {
        attachment: files.attachment(&name, &[start, name.as_bytes()].concat(), kind),
    };
    let cover = files.write(&format!("{tag}-cover.png"), &[PNG, tag.as_bytes()].concat());
    [
        words(&format!("{tag} 文字")),
        attachment(format!("{tag}.png"), PNG, AttachmentKind::Image),
        attachment(format!("{tag}.txt"), b"file", AttachmentKind::File),
        attachment(format!("{tag}.mp4"), MP4, AttachmentKind::Video),
        Composed::Link {
            title: format!("{tag} 卡片"),
            link: "https://www.yjiyun.com/shop".into(),
            description: String::new(),
            cover: Some(Cover::File { path: cover }),
        },
    ]
}

/// A chat of its own for each kind, so that none waits for another.
async fn five_chats(seat: &Seat) -> Vec<ChatKey> {
    let online = seat.online().await;
    let rows = seat.engine().await.chats().await.unwrap();
    let single = rows.into_iter().map(|row| row.chat.key).filter(|chat| !chat.chat_user.is_group());
    let chats: Vec<ChatKey> = single.filter(|chat| online.contains(&chat.robot_key)).take(5).collect();
    assert_eq!(chats.len(), 5);
    chats
}

async fn send_all(seat: &Seat, chats: &[ChatKey], contents: &[Composed]) -> Vec<MessageId> {
    let engine = seat.engine().await;
    let mut ids = Vec::new();
    for (chat, composed) in chats.iter().zip(contents) {
        ids.push(engine.send(chat, composed, 0).await.unwrap());
    }
    ids
}

async fn row(seat: &Seat, chat: &ChatKey, id: &MessageId) -> Option<ThreadMessage> {
    seat.thread(chat).await.into_iter().find(|row| row.message.key.message_id == *id)
}

/// Waits until each send is in a state that fits.
async fn until_each(seat: &Seat, what: &str, chats: &[ChatKey], ids: &[MessageId], fits: fn(&OutboxState) -> bool) {
    for (chat, id) in chats.iter().zip(ids) {
        seat.until(what, async || row(seat, chat, id).await?.delivery.is_some_and(|state| fits(&state)).then_some(()))
            .await;
    }
}

async fn each_was_sent(seat: &Seat, ids: &[MessageId], times: u64) {
    for id in ids {
        assert_eq!(seat.times_sent(id).await, times, "{id}");
    }
}

fn is_confirmed(state: &OutboxState) -> bool {
    *state == OutboxState::Confirmed
}

#[tokio::test]
async fn what_was_queued_leaves_once_after_a_restart() {
    let (mut seat, files) = (Seat::live().await, Files::new());
    let chats = five_chats(&seat).await;
    seat.network(false).await;
    seat.until_offline().await;
    let ids = send_all(&seat, &chats, &every_kind(&files, "queued")).await;
    assert_eq!(row(&seat, &chats[0], &ids[0]).await.unwrap().delivery, Some(OutboxState::Queued));
    seat.restart().await;
    assert_eq!(seat.engine().await.waiting().await.unwrap(), 5);
    seat.network(true).await;
    until_each(&seat, "confirmed", &chats, &ids, is_confirmed).await;
    each_was_sent(&seat, &ids, 1).await;
}

#[tokio::test]
async fn what_was_uploading_is_uploaded_anew_and_leaves_once_after_a_restart() {
    let (mut seat, files) = (Seat::live().await, Files::new());
    let chats = five_chats(&seat).await;
    seat.storage_answers(Some(503)).await;
    let ids = send_all(&seat, &chats, &every_kind(&files, "uploading")).await;
    let with_files = (&chats[1..], &ids[1..]);
    until_each(&seat, "uploading", with_files.0, with_files.1, |state| {
        matches!(state, OutboxState::Uploading | OutboxState::Queued)
    })
    .await;
    seat.restart().await;
    seat.until_live().await;
    each_was_sent(&seat, with_files.1, 0).await;
    seat.storage_answers(None).await;
    until_each(&seat, "confirmed", &chats, &ids, is_confirmed).await;
    each_was_sent(&seat, &ids, 1).await;
}

#[tokio::test]
async fn what_was_emitted_is_asked_about_and_never_emitted_again_after_a_restart() {
    let (mut seat, files) = (Seat::live().await, Files::new());
    let chats = five_chats(&seat).await;
    seat.control("echo", json!({ "mode": "never" })).await;
    // What is asked about gets no answer, so that it stays as it is.
    seat.control("rest", json!({ "always": { "path": "/wxworkapi/chat/message", "code": "7" } })).await;
    let ids = send_all(&seat, &chats, &every_kind(&files, "emitted")).await;
    until_each(&seat, "emitted", &chats, &ids, |state| matches!(state, OutboxState::Emitted { .. })).await;
    for id in &ids {
        seat.until("handed over", async || (seat.times_sent(id).await == 1).then_some(())).await;
    }
    seat.restart().await;
    until_each(&seat, "still emitted", &chats, &ids, |state| matches!(state, OutboxState::Emitted { .. })).await;
    seat.control("rest", json!({})).await;
    until_each(&seat, "confirmed", &chats, &ids, is_confirmed).await;
    each_was_sent(&seat, &ids, 1).await;
}

#[tokio::test]
async fn what_was_confirmed_stays_so_after_a_restart() {
    let (mut seat, files) = (Seat::live().await, Files::new());
    let chats = five_chats(&seat).await;
    let ids = send_all(&seat, &chats, &every_kind(&files, "confirmed")).await;
    until_each(&seat, "confirmed", &chats, &ids, is_confirmed).await;
    seat.restart().await;
    seat.until_live().await;
    until_each(&seat, "confirmed", &chats, &ids, is_confirmed).await;
    each_was_sent(&seat, &ids, 1).await;
}

#[tokio::test]
async fn what_failed_waits_for_a_person_after_a_restart_and_can_be_sent_again_whole() {
    let (mut seat, files) = (Seat::live().await, Files::new());
    let chats = five_chats(&seat).await;
    seat.control("send-status", json!({ "next": [2, 2, 2, 2, 2] })).await;
    let contents = every_kind(&files, "failed");
    let ids = send_all(&seat, &chats, &contents).await;
    let refused = |state: &OutboxState| *state == OutboxState::Failed { reason: FailureReason::Refused };
    until_each(&seat, "failed", &chats, &ids, refused).await;
    seat.restart().await;
    seat.until_live().await;
    until_each(&seat, "failed", &chats, &ids, refused).await;
    each_was_sent(&seat, &ids, 1).await;
    for (chat, id) in chats.iter().zip(&ids) {
        let content = row(&seat, chat, id).await.unwrap().message.content;
        seat.engine().await.resolve_send(id, Resolution::SendAgain).await.unwrap();
        let again = async || {
            let thread = seat.thread(chat).await;
            let row = thread.iter().find(|row| row.message.key.message_id != *id && row.message.content == content)?;
            (row.delivery == Some(OutboxState::Confirmed)).then_some(())
        };
        seat.until("sent again with the same content", again).await;
    }
}

#[tokio::test]
async fn what_nobody_knows_of_stays_unconfirmed_after_a_restart_and_is_not_sent_by_itself() {
    let (mut seat, files) = (Seat::live().await, Files::new());
    let chats = five_chats(&seat).await;
    seat.control("echo", json!({ "mode": "lost" })).await;
    let ids = send_all(&seat, &chats, &every_kind(&files, "unconfirmed")).await;
    let unconfirmed = |state: &OutboxState| *state == OutboxState::Unconfirmed;
    until_each(&seat, "unconfirmed", &chats, &ids, unconfirmed).await;
    seat.control("echo", json!({ "mode": "normal" })).await;
    seat.restart().await;
    seat.until_live().await;
    until_each(&seat, "unconfirmed", &chats, &ids, unconfirmed).await;
    each_was_sent(&seat, &ids, 1).await;
}
