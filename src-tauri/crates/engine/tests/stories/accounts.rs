//! Several accounts on one desk, at two platforms: at work at once, told apart, left one by one.

use secrecy::SecretString;
use zuoxi_engine::{AccountSummary, Change, ErrorCode, News, Overheard, Push, SignInRequest, SignOutWipe, View};
use zuoxi_model::{AccountId, EnvironmentKind, OutboxState, SessionState};
use zuoxi_simulator::Options;

use crate::seat::{Seat, brisk, quiet, typed, words};

/// A desk with an account at each of two platforms; the second is in front.
struct Two {
    seat: Seat,
    /// The second platform; the desk that comes with it stays empty.
    other: Seat,
    first: AccountId,
    second: AccountId,
}

impl Two {
    async fn at_work() -> Self {
        let seat = Seat::live_with(small(), brisk()).await;
        let other = Seat::open_with(small(), brisk()).await;
        let first = seat.engine().await.account().id.clone();
        let second = sign_in_at(&seat, &other).await;
        seat.until_live().await;
        assert_ne!(first, second);
        Self { seat, other, first, second }
    }

    async fn summary(&self, id: &AccountId) -> AccountSummary {
        let (snapshot, _) = self.seat.desk.watch().await.unwrap();
        snapshot.accounts.into_iter().find(|summary| summary.account.id == *id).expect("a known account")
    }
}

/// A quiet platform with few chats: there are two of them here.
fn small() -> Options {
    let mut options = quiet();
    options.world.customers = 12;
    options.world.groups = 2;
    options.world.unread_chats = 4;
    options
}

/// Signs in to another platform than the desk's own, under its address.
async fn sign_in_at(seat: &Seat, other: &Seat) -> AccountId {
    let request = SignInRequest {
        environment: EnvironmentKind::Custom,
        api_base: Some(other.platform.base_url()),
        socket_base: None,
        access_key: "practice".into(),
        access_secret: SecretString::from("practice"),
        remember: true,
    };
    seat.desk.sign_in(request).await.unwrap().id
}

#[tokio::test]
async fn the_one_behind_goes_on_receiving_and_is_heard_of_by_its_summary_alone() {
    let two = Two::at_work().await;
    let seat = &two.seat;
    seat.desk.resume(&two.first).await.unwrap();
    let chat = seat.a_chat(|_| true).await;
    seat.desk.resume(&two.second).await.unwrap();
    let (snapshot, mut changes) = seat.desk.watch().await.unwrap();
    assert_eq!(snapshot.account.unwrap().id, two.second);
    let before = two.summary(&two.first).await.unread;

    let id = seat.customer_says(&chat, "后台账号的消息").await;

    let counted = async || (two.summary(&two.first).await.unread == before + 1).then_some(());
    seat.until("the unread count of the account behind", counted).await;
    let mut told = Vec::new();
    while let Ok(Push { changes, .. }) = changes.try_recv() {
        told.extend(changes);
    }
    let of_first = |change: &Change| match change {
        Change::Chats { rows } => rows.iter().any(|row| row.chat.key == chat),
        Change::Messages { messages } => messages.iter().any(|message| message.message.key.message_id == id),
        _ => false,
    };
    assert!(!told.iter().any(of_first), "{told:?}");

    seat.desk.resume(&two.first).await.unwrap();
    assert!(seat.thread(&chat).await.iter().any(|row| row.message.key.message_id == id));
    assert!(matches!(two.summary(&two.second).await.state, SessionState::Live { .. }), "the other stays connected");
}

#[tokio::test]
async fn whoever_notifies_hears_of_every_account_and_whose_message_it_is() {
    let two = Two::at_work().await;
    let seat = &two.seat;
    seat.desk.resume(&two.first).await.unwrap();
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    seat.desk.resume(&two.second).await.unwrap();
    let mut arrivals = seat.desk.arrivals();
    let (at_work, mut told) = seat.desk.overhear();
    assert!([&two.first, &two.second].iter().all(|id| at_work.contains(id)), "{at_work:?}");
    let before = seat.desk.at_work(&two.first).await.unwrap().unwrap();
    assert!(before.chats.iter().any(|row| row.chat.key == chat) && !before.robots.is_empty());

    let id = seat.customer_says(&chat, "后台账号的消息").await;
    let arrival = arrivals.recv().await.unwrap();
    assert_eq!((&arrival.account, arrival.message.key.message_id.clone()), (&two.first, id));
    assert_eq!(arrival.view, View::default(), "nobody looks at an account behind");
    let counts = |news: &News| matches!(news, News::Chats(rows) if rows.iter().any(|row| row.chat.key == chat));
    while !matches!(told.recv().await.unwrap(), Overheard { account, news } if account == two.first && counts(&news)) {}

    // A click on it is told whoever is in front: the window brings the account there.
    let (_, mut changes) = seat.desk.watch().await.unwrap();
    seat.desk.open_message(two.first.clone(), arrival.message.key.clone());
    let open = Change::Open { account: two.first.clone(), message: arrival.message.key };
    while !changes.recv().await.unwrap().changes.contains(&open) {}

    seat.desk.sign_out_of(&two.first, SignOutWipe::default()).await.unwrap();
    while told.recv().await.unwrap() != (Overheard { account: two.first.clone(), news: News::Left }) {}
    assert!(seat.desk.at_work(&two.first).await.unwrap().is_none());
    seat.desk.resume(&two.first).await.unwrap();
    while told.recv().await.unwrap() != (Overheard { account: two.first.clone(), news: News::Came }) {}
}

#[tokio::test]
async fn the_one_behind_goes_on_sending_and_keeps_its_drafts() {
    let two = Two::at_work().await;
    let seat = &two.seat;
    seat.desk.resume(&two.first).await.unwrap();
    let (robot, customer) = seat.a_customer().await;
    let chat = zuoxi_model::ChatKey { robot_key: robot, chat_user: customer.as_str().into() };
    let first = seat.engine().await;
    seat.network(false).await;
    seat.until_offline().await;
    let id = first.send(&chat, &words("离开之后才发出去"), 0).await.unwrap();
    first.save_draft(&chat, typed("说到一半")).await.unwrap();
    seat.desk.resume(&two.second).await.unwrap();
    assert_eq!(two.summary(&two.first).await.waiting, 1);

    seat.network(true).await;

    let delivered = async || {
        let thread = first.thread(&chat, None, 50).await.unwrap().messages;
        let answer = thread.into_iter().find(|row| row.message.key.message_id == id)?;
        matches!(answer.delivery, None | Some(OutboxState::Confirmed)).then_some(())
    };
    seat.until("sent behind the one in front", delivered).await;
    seat.desk.resume(&two.first).await.unwrap();
    assert_eq!(seat.row(&chat).await.draft.as_deref(), Some("说到一半"));
}

#[tokio::test]
async fn what_is_behind_is_not_being_read() {
    let two = Two::at_work().await;
    let seat = &two.seat;
    seat.desk.resume(&two.first).await.unwrap();
    let chat = seat.a_chat(|_| true).await;
    let first = seat.engine().await;
    first.show(View { chat: Some(chat.clone()), focused: true, newest_visible: true });
    seat.until("read", async || (seat.row(&chat).await.chat.unread == 0).then_some(())).await;
    seat.desk.resume(&two.second).await.unwrap();
    let id = seat.customer_says(&chat, "没有人在看").await;
    let arrived = async || {
        let thread = first.thread(&chat, None, 50).await.unwrap().messages;
        thread.iter().any(|row| row.message.key.message_id == id).then_some(())
    };
    seat.until("arrived", arrived).await;
    let rows = first.chats().await.unwrap();
    assert_eq!(rows.iter().find(|row| row.chat.key == chat).unwrap().chat.unread, 1);
}

#[tokio::test]
async fn a_restart_goes_on_with_every_account_and_the_same_one_in_front() {
    let mut two = Two::at_work().await;
    two.seat.desk.resume(&two.first).await.unwrap();
    two.seat.restart().await;
    assert_eq!(two.seat.engine().await.account().id, two.first);
    for id in [&two.first, &two.second] {
        let live = async || matches!(two.summary(id).await.state, SessionState::Live { .. }).then_some(());
        two.seat.until("live again", live).await;
    }
}

#[tokio::test]
async fn leaving_one_brings_another_to_the_front_and_keeps_what_was_not_to_go() {
    let mut two = Two::at_work().await;
    let keep = SignOutWipe::default();
    two.seat.desk.sign_out_of(&two.second, keep).await.unwrap();
    assert_eq!(two.seat.engine().await.account().id, two.first, "the other one comes to the front");
    assert_eq!(two.summary(&two.second).await.state, SessionState::SignedOut);
    assert!(two.seat.has_cache(&two.second) && two.seat.keeps_secrets_of(&two.second).await);
    assert!(two.seat.desk.sign_out_of(&two.second, keep).await.is_err());

    two.seat.restart().await;
    assert_eq!(two.summary(&two.second).await.state, SessionState::SignedOut, "it rests until it is asked for");
    two.seat.desk.resume(&two.second).await.unwrap();
    two.seat.until_live().await;
    two.seat.desk.sign_out_of(&two.second, SignOutWipe::ALL).await.unwrap();
    assert!(!two.seat.has_cache(&two.second) && !two.seat.keeps_secrets_of(&two.second).await);
    assert_eq!(two.seat.desk.accounts().await.len(), 1);
    two.other.book().await;
}

#[tokio::test]
async fn signing_in_again_takes_the_place_of_the_account_that_was_at_work() {
    let two = Two::at_work().await;
    two.seat.sign_in("practice").await.unwrap();
    two.seat.until_live().await;
    let (snapshot, _) = two.seat.desk.watch().await.unwrap();
    assert_eq!(snapshot.account.unwrap().id, two.first);
    assert_eq!(snapshot.accounts.len(), 2);
    assert_eq!(two.seat.sign_in("wrong").await.unwrap_err().code(), ErrorCode::Auth);
    assert_eq!(two.seat.engine().await.account().id, two.first, "a wrong secret changes nothing");
}

#[tokio::test]
async fn an_account_that_is_forgotten_leaves_nothing_on_this_machine() {
    let mut two = Two::at_work().await;
    let (first, second) = (two.first.clone(), two.second.clone());
    let seat = &mut two.seat;
    assert!(seat.has_cache(&first) && seat.has_cache(&second));
    assert!(seat.keeps_secrets_of(&first).await);
    for id in [&first, &second] {
        let refused = seat.desk.forget_account(id).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::InvalidInput, "an account at work is not forgotten");
    }
    seat.desk.sign_out_of(&first, SignOutWipe::SECRET).await.unwrap();
    assert!(seat.has_cache(&first));

    seat.desk.forget_account(&first).await.unwrap();

    assert!(!seat.has_cache(&first) && seat.has_cache(&second));
    assert!(!seat.keeps_secrets_of(&first).await);
    assert_eq!(seat.desk.resume(&first).await.unwrap_err().code(), ErrorCode::NotFound);
    assert_eq!(seat.desk.forget_account(&first).await.unwrap_err().code(), ErrorCode::NotFound);
    seat.restart().await;
    assert_eq!(seat.engine().await.account().id, second, "the account at work is resumed all the same");
}
