//! Pictures, files, videos and link cards: to the storage, then to the customer, once and in order.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;
use zuoxi_engine::ErrorCode;
use zuoxi_model::{
    ActionState, AttachmentKind, ChatKey, Composed, Content, Cover, DraftContent, MessageKey, OutboxState, Resolution,
};

use crate::{
    files::{Files, MP4, PNG, fetch, link},
    seat::{Seat, words},
};

/// A single chat, and another one of the same robot.
async fn two_chats(seat: &Seat) -> (ChatKey, ChatKey) {
    let online = seat.online().await;
    let chat = seat.a_chat(|row| online.contains(&row.chat.key.robot_key)).await;
    let other = seat.a_chat(|row| row.chat.key.robot_key == chat.robot_key && row.chat.key != chat).await;
    (chat, other)
}

#[tokio::test]
async fn every_kind_of_content_arrives_with_an_address_that_everyone_can_read() {
    let (seat, files) = (Seat::live().await, Files::new());
    let engine = seat.engine().await;
    let chat = seat.a_chat(|_| true).await;
    let sends = [
        files.attachment("照片 1.png", PNG, AttachmentKind::Image),
        files.attachment("报价.txt", "您好".as_bytes(), AttachmentKind::File),
        files.attachment("介绍.mp4", MP4, AttachmentKind::Video),
    ];
    for attachment in sends {
        let id = engine.send(&chat, &Composed::Attachment { attachment: attachment.clone() }, 0).await.unwrap();
        seat.until_delivery(&chat, &id, OutboxState::Confirmed).await;
        let content = seat.content(&chat, &id).await;
        let url = content.address().unwrap().to_owned();
        assert_eq!(attachment.content(url.clone()), content);
        assert_eq!(fetch(&url).await, std::fs::read(&attachment.path).unwrap());
        assert_eq!(seat.times_sent(&id).await, 1);
    }
}

#[tokio::test]
async fn q56_a_card_leaves_with_a_cover_that_was_uploaded_or_looked_at() {
    let (seat, files) = (Seat::live().await, Files::new());
    let engine = seat.engine().await;
    let chat = seat.a_chat(|_| true).await;
    let path = files.write("cover.png", PNG);
    let cover_of = async |cover| {
        let id = engine.send(&chat, &link(cover), 0).await.unwrap();
        seat.until_delivery(&chat, &id, OutboxState::Confirmed).await;
        match seat.content(&chat, &id).await {
            Content::Link { cover_url, title, .. } if title == "秋季新款" => cover_url,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(cover_of(None).await, None);
    let url = cover_of(Some(Cover::File { path })).await.unwrap();
    assert_eq!(fetch(&url).await, PNG);
    engine.check_cover(&url).await.unwrap();
    assert_eq!(cover_of(Some(Cover::Address { url: url.clone() })).await, Some(url.clone()));

    let signed = Cover::Address { url: format!("{url}?Signature=x") };
    let error = engine.send(&chat, &link(Some(signed)), 0).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::AddressHasQuery);
    let gone = format!("{url}.gone");
    assert_eq!(engine.check_cover(&gone).await.unwrap_err().code(), ErrorCode::NotPublic);
    let id = engine.send(&chat, &link(Some(Cover::Address { url: gone })), 0).await.unwrap();
    assert_eq!(seat.until_failed(&chat, &id).await, "notPublic");
    assert_eq!(seat.times_sent(&id).await, 0, "a card whose cover cannot be loaded fails as a whole");
}

#[tokio::test]
async fn an_upload_holds_back_what_follows_in_its_chat_and_nothing_in_another() {
    let (seat, files) = (Seat::live().await, Files::new());
    let engine = seat.engine().await;
    let (chat, other) = two_chats(&seat).await;
    seat.storage_answers(Some(503)).await;
    let picture = engine.send(&chat, &files.picture("a.png"), 0).await.unwrap();
    let text = engine.send(&chat, &words("图在前面"), 0).await.unwrap();
    seat.until_uploading(&chat, &picture).await;
    let elsewhere = engine.send(&other, &words("别的客户不等"), 0).await.unwrap();
    seat.until_delivery(&other, &elsewhere, OutboxState::Confirmed).await;
    assert_eq!(seat.delivery(&chat, &picture).await, Some(OutboxState::Uploading), "a busy storage is tried again");
    assert_eq!(seat.delivery(&chat, &text).await, Some(OutboxState::Queued));
    let row = seat.thread(&chat).await.into_iter().find(|row| row.message.key.message_id == picture).unwrap();
    assert_eq!(row.attachment.unwrap().name, "a.png");
    assert_eq!(engine.outgoing_picture(&picture).await.unwrap().unwrap().mime, "image/png");

    seat.storage_answers(None).await;
    for id in [&picture, &text] {
        seat.until_delivery(&chat, id, OutboxState::Confirmed).await;
        assert_eq!(seat.times_sent(id).await, 1);
    }
    let book = seat.book().await;
    let order: Vec<&str> =
        book["sends"].as_array().unwrap().iter().filter_map(|send| send["messageId"].as_str()).collect();
    let place = |id: &str| order.iter().position(|known| *known == id).unwrap();
    assert!(place(picture.as_str()) < place(text.as_str()), "{order:?}");
}

#[tokio::test]
async fn q25_a_picture_whose_echo_has_another_id_shows_once() {
    let (seat, files) = (Seat::live().await, Files::new());
    seat.control("echo", json!({"mode": "otherId"})).await;
    let chat = seat.a_chat(|_| true).await;
    let before = seat.thread(&chat).await.len();
    seat.engine().await.send(&chat, &files.picture("a.png"), 0).await.unwrap();
    seat.until("confirmed", async || {
        let thread = seat.thread(&chat).await;
        let last = thread.last()?;
        (thread.len() == before + 1 && last.delivery == Some(OutboxState::Confirmed)).then_some(())
    })
    .await;
    assert_eq!(seat.engine().await.waiting().await.unwrap(), 0);
}

#[tokio::test]
async fn what_has_not_left_can_be_taken_back_as_it_was_composed() {
    let (seat, files) = (Seat::live().await, Files::new());
    let engine = seat.engine().await;
    let chat = seat.a_chat(|_| true).await;
    let held = engine.send(&chat, &words("写错了"), 60_000).await.unwrap();
    let behind = engine.send(&chat, &words("等前一条"), 0).await.unwrap();
    assert_eq!(seat.delivery(&chat, &held).await, Some(OutboxState::Queued));
    assert_eq!(engine.take_back(&held).await.unwrap(), words("写错了"));
    seat.until_delivery(&chat, &behind, OutboxState::Confirmed).await;
    assert_eq!(engine.take_back(&behind).await.unwrap_err().code(), ErrorCode::AlreadySent);

    // On the way to the storage, whether it waits to be tried again or the storage is slow to answer.
    for fault in [json!({"path": "/media/upload", "status": 503}), json!({"path": "/media/upload", "delayMs": 60_000})]
    {
        seat.control("rest", json!({ "always": fault })).await;
        let picture = files.picture("错的.png");
        let id = engine.send(&chat, &picture, 0).await.unwrap();
        seat.until_uploading(&chat, &id).await;
        let behind = engine.send(&chat, &words("图后面的话"), 0).await.unwrap();
        assert_eq!(engine.take_back(&id).await.unwrap(), picture);
        seat.until_delivery(&chat, &behind, OutboxState::Confirmed).await;
        assert_eq!((seat.times_sent(&id).await, seat.delivery(&chat, &id).await), (0, None));
        seat.storage_answers(None).await;
    }
    assert_eq!((seat.times_sent(&held).await, engine.waiting().await.unwrap()), (0, 0));
}

#[tokio::test]
async fn a_hold_outlives_a_restart_and_ends_by_itself() {
    let mut seat = Seat::live().await;
    let chat = seat.a_chat(|_| true).await;
    let engine = seat.engine().await;
    let long = engine.send(&chat, &words("想一想"), 60_000).await.unwrap();
    seat.restart().await;
    seat.until_live().await;
    assert_eq!(seat.delivery(&chat, &long).await, Some(OutboxState::Queued));
    assert_eq!(seat.engine().await.take_back(&long).await.unwrap(), words("想一想"));

    let short = seat.engine().await.send(&chat, &words("过一会儿就走"), 300).await.unwrap();
    seat.restart().await;
    seat.until_delivery(&chat, &short, OutboxState::Confirmed).await;
    assert_eq!((seat.times_sent(&short).await, seat.times_sent(&long).await), (1, 0));
}

#[tokio::test]
async fn an_upload_that_a_restart_broke_off_begins_anew_and_arrives_once() {
    let (mut seat, files) = (Seat::live().await, Files::new());
    let chat = seat.a_chat(|_| true).await;
    seat.storage_answers(Some(503)).await;
    let id = seat.engine().await.send(&chat, &files.picture("a.png"), 0).await.unwrap();
    seat.until_uploading(&chat, &id).await;
    seat.restart().await;
    seat.until_uploading(&chat, &id).await;
    seat.storage_answers(None).await;
    seat.until_delivery(&chat, &id, OutboxState::Confirmed).await;
    assert_eq!((seat.times_sent(&id).await, seat.stored().await), (1, 1));

    // The same picture again: the storage has it by its content.
    let again = seat.engine().await.send(&chat, &files.picture("a.png"), 0).await.unwrap();
    seat.until_delivery(&chat, &again, OutboxState::Confirmed).await;
    assert_eq!((seat.times_sent(&again).await, seat.stored().await), (1, 1));
}

#[tokio::test]
async fn a_restart_between_the_emit_of_a_picture_and_its_echo_doubles_nothing() {
    let (mut seat, files) = (Seat::live().await, Files::new());
    seat.control("echo", json!({"mode": "never"})).await;
    let chat = seat.a_chat(|_| true).await;
    let id = seat.engine().await.send(&chat, &files.picture("a.png"), 0).await.unwrap();
    seat.until("handed over", async || (seat.times_sent(&id).await == 1).then_some(())).await;
    seat.restart().await;
    seat.until_delivery(&chat, &id, OutboxState::Confirmed).await;
    assert_eq!((seat.times_sent(&id).await, seat.stored().await), (1, 1));
}

#[tokio::test]
async fn what_is_sent_without_a_line_leaves_when_it_is_back() {
    let (seat, files) = (Seat::live().await, Files::new());
    let chat = seat.a_chat(|_| true).await;
    seat.network(false).await;
    seat.until_offline().await;
    let engine = seat.engine().await;
    let picture = engine.send(&chat, &files.picture("a.png"), 0).await.unwrap();
    let text = engine.send(&chat, &words("先发图"), 0).await.unwrap();
    assert_eq!(engine.waiting().await.unwrap(), 2);
    seat.network(true).await;
    for id in [&picture, &text] {
        seat.until_delivery(&chat, id, OutboxState::Confirmed).await;
        assert_eq!(seat.times_sent(id).await, 1);
    }
}

#[tokio::test]
async fn a_file_that_is_gone_fails_with_its_reason_and_can_be_sent_again() {
    let (seat, files) = (Seat::live().await, Files::new());
    let engine = seat.engine().await;
    let chat = seat.a_chat(|_| true).await;
    let picture = files.picture("a.png");
    let path = picture.attachment().unwrap().path.clone();
    // It waits behind another one, so that it is surely gone before anybody opens it.
    seat.storage_answers(Some(503)).await;
    let first = engine.send(&chat, &files.picture("b.png"), 0).await.unwrap();
    let id = engine.send(&chat, &picture, 0).await.unwrap();
    seat.until_uploading(&chat, &first).await;
    let bytes = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    seat.storage_answers(None).await;
    assert_eq!(seat.until_failed(&chat, &id).await, "fileUnreadable");
    seat.until_delivery(&chat, &first, OutboxState::Confirmed).await;
    assert_eq!(seat.row(&chat).await.needs_decision, 1);
    assert_eq!(engine.send(&chat, &picture, 0).await.unwrap_err().code(), ErrorCode::FileUnreadable);
    assert_eq!(engine.examine_file(&path).await.problem.unwrap().code(), ErrorCode::FileUnreadable);

    std::fs::write(&path, bytes).unwrap();
    engine.resolve_send(&id, Resolution::SendAgain).await.unwrap();
    let arrived = async || {
        let thread = seat.thread(&chat).await;
        (thread.last()?.delivery == Some(OutboxState::Confirmed)).then_some(())
    };
    seat.until("sent again", arrived).await;
    assert_eq!((seat.row(&chat).await.needs_decision, seat.times_sent(&id).await), (0, 0));
}

#[tokio::test]
async fn q57_a_picture_can_be_forwarded_and_a_text_cannot() {
    let (seat, files) = (Seat::live().await, Files::new());
    let engine = seat.engine().await;
    let (chat, other) = two_chats(&seat).await;
    let key = |id| MessageKey { robot_key: chat.robot_key.clone(), chat_user: chat.chat_user.clone(), message_id: id };
    let text = engine.send(&chat, &words("只是文字"), 0).await.unwrap();
    let picture = engine.send(&chat, &files.picture("a.png"), 0).await.unwrap();
    let pending = engine.send(&chat, &files.picture("b.png"), 60_000).await.unwrap();
    seat.until_delivery(&chat, &picture, OutboxState::Confirmed).await;

    let to = std::slice::from_ref(&other);
    let stranger = ChatKey { robot_key: "another robot".into(), ..other.clone() };
    for (message, to) in [(&text, to), (&pending, to), (&picture, std::slice::from_ref(&stranger)), (&picture, &[])] {
        let error = engine.forward(&key(message.clone()), to).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidInput, "{error}");
    }
    assert_eq!(engine.forward(&key("unknown".into()), to).await.unwrap_err().code(), ErrorCode::NotFound);
    engine.take_back(&pending).await.unwrap();

    let action = engine.forward(&key(picture.clone()), &[other.clone(), other.clone()]).await.unwrap();
    assert_eq!(seat.until_settled(&action).await.state, ActionState::Done);
    let url = seat.content(&chat, &picture).await;
    let arrived = async || {
        let thread = seat.thread(&other).await;
        thread.into_iter().find(|row| row.message.key.message_id == action).map(|row| row.message.content)
    };
    assert_eq!(seat.until("the echo", arrived).await, url);
}

#[tokio::test]
async fn a_draft_keeps_its_files_over_a_restart_and_loses_each_with_its_send() {
    let (mut seat, files) = (Seat::live().await, Files::new());
    let chat = seat.a_chat(|_| true).await;
    let engine = seat.engine().await;
    let path = engine.keep_pasted("截图.png", &STANDARD.encode(PNG)).await.unwrap();
    let never_sent = engine.keep_pasted("多余.png", &STANDARD.encode(PNG)).await.unwrap();
    let pasted = zuoxi_model::Attachment { path: path.clone(), name: "截图.png".into(), kind: AttachmentKind::Image };
    let own = files.attachment("报价.txt", "您好".as_bytes(), AttachmentKind::File);
    let draft = DraftContent {
        text: "请看".into(),
        mentions: vec!["788".into()],
        attachments: vec![pasted.clone(), own.clone()],
        links: Vec::new(),
    };
    engine.save_draft(&chat, draft.clone()).await.unwrap();
    seat.restart().await;
    let engine = seat.engine().await;
    assert_eq!(engine.draft(&chat).await.unwrap(), Some(draft.clone()));
    assert_eq!(seat.row(&chat).await.draft.as_deref(), Some("请看"));
    assert!(std::fs::exists(&path).unwrap() && !std::fs::exists(&never_sent).unwrap());

    engine.send(&chat, &Composed::Attachment { attachment: pasted }, 0).await.unwrap();
    let rest = DraftContent { attachments: vec![own.clone()], ..draft };
    assert_eq!(engine.draft(&chat).await.unwrap(), Some(rest));
    seat.until("the pasted file is gone", async || (!std::fs::exists(&path).unwrap()).then_some(())).await;
    engine.send(&chat, &words("请看"), 0).await.unwrap();
    let id = engine.send(&chat, &Composed::Attachment { attachment: own.clone() }, 0).await.unwrap();
    assert_eq!(engine.draft(&chat).await.unwrap(), None);
    seat.until_delivery(&chat, &id, OutboxState::Confirmed).await;
    assert!(std::fs::exists(&own.path).unwrap(), "a person's own file is never touched");
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_while_it_is_in_the_composer() {
    let (seat, files) = (Seat::live().await, Files::new());
    let engine = seat.engine().await;
    let chat = seat.a_chat(|_| true).await;
    let card = |title: &str, link: &str| Composed::Link {
        title: title.into(),
        link: link.into(),
        description: String::new(),
        cover: None,
    };
    let no_picture = Composed::Attachment { attachment: files.attachment("a.png", b"text", AttachmentKind::Image) };
    let empty = Composed::Attachment { attachment: files.attachment("b.png", b"", AttachmentKind::Image) };
    for (composed, code) in [
        (card(" ", "https://x.cn"), ErrorCode::InvalidInput),
        (card("t", "javascript:alert(1)"), ErrorCode::InvalidInput),
        (no_picture, ErrorCode::FileType),
        (empty, ErrorCode::FileEmpty),
        (link(Some(Cover::File { path: files.write("c.gif", b"GIF89a......") })), ErrorCode::FileType),
    ] {
        assert_eq!(engine.send(&chat, &composed, 0).await.unwrap_err().code(), code, "{composed:?}");
    }
    assert_eq!(engine.waiting().await.unwrap(), 0);
}
