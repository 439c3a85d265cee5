use super::{
    super::testing::{arrival, robot},
    *,
};

const FULL: Notify = Notify { content: NotificationContent::Full, sound: NotificationSound::Message };
const START: Timestamp = Timestamp(1_000_000);

fn chat(user: &str) -> ChatKey {
    ChatKey { robot_key: "r".into(), chat_user: user.into() }
}

fn slot(user: &str) -> Slot {
    Slot::Chat("account".into(), chat(user))
}

fn with(content: NotificationContent, arrivals: &[(&str, &str)]) -> Vec<(Arrival, Notify)> {
    arrivals.iter().map(|(user, id)| (arrival(user, id, "在吗"), Notify { content, ..FULL })).collect()
}

fn full(arrivals: &[(&str, &str)]) -> Vec<(Arrival, Notify)> {
    with(NotificationContent::Full, arrivals)
}

fn shown(steps: &[Step]) -> Vec<(&Slot, &Card)> {
    let shown = steps.iter().filter_map(|step| match step {
        Step::Show { slot, card } => Some((slot, card)),
        Step::Close { .. } => None,
    });
    shown.collect()
}

fn counts(card: &Card) -> (u32, u32) {
    match card.subject {
        Subject::Summary { chats, messages } => (chats, messages),
        Subject::Message { messages, .. } | Subject::Chat { messages, .. } => (1, messages),
        Subject::RobotFell { .. } => (0, 0),
    }
}

#[test]
fn messages_of_one_chat_are_one_notification_that_opens_the_last() {
    let mut board = Board::default();
    let first = board.arrive(&full(&[("wang", "m1")]), START);
    let next = board.arrive(&full(&[("wang", "m2"), ("wang", "m3")]), START.plus_ms(100));
    let (first, next) = (shown(&first), shown(&next));
    assert_eq!((first.len(), next.len()), (1, 1));
    assert_eq!(first[0].0, next[0].0);
    assert_eq!((counts(first[0].1).1, counts(next[0].1).1), (1, 3));
    assert_eq!(next[0].1.opens.as_ref().unwrap().message_id.as_str(), "m3");
    // The second sound within a moment is left out.
    assert_eq!((first[0].1.sound, next[0].1.sound), (Some(NotificationSound::Message), None));
    let later = board.arrive(&full(&[("wang", "m4")]), START.plus_ms(SOUND_PAUSE_MS));
    assert_eq!(shown(&later)[0].1.sound, Some(NotificationSound::Message));
}

#[test]
fn more_than_five_chats_become_one_summary_and_go_on_counting() {
    let mut board = Board::default();
    let five = full(&[("a", "1"), ("b", "2"), ("c", "3"), ("d", "4"), ("e", "5")]);
    assert_eq!(shown(&board.arrive(&five, START)).len(), 5);
    let steps = board.arrive(&full(&[("f", "6"), ("f", "7")]), START.plus_ms(1_000));
    for user in ["a", "b", "c", "d", "e"] {
        assert!(steps.contains(&Step::Close { slot: slot(user) }), "{user}");
    }
    assert_eq!(shown(&steps).iter().map(|(_, card)| counts(card)).collect::<Vec<_>>(), [(6, 7)]);
    let steps = board.arrive(&full(&[("a", "8")]), START.plus_ms(2_000));
    assert_eq!(
        shown(&steps).iter().map(|(slot, card)| (*slot, counts(card))).collect::<Vec<_>>(),
        [(&Slot::Summary, (6, 8))]
    );
    assert_eq!(shown(&steps)[0].1.opens, None);
    // After a while without anybody the next one stands for itself again.
    let steps = board.arrive(&full(&[("a", "9")]), START.plus_ms(2_001 + BURST_MS));
    assert_eq!(shown(&steps)[0].0, &slot("a"));
    assert_eq!(board.looked(), Some(Step::Close { slot: Slot::Summary }), "the old one is taken away, too");
}

#[test]
fn five_slow_chats_and_a_sixth_stay_apart() {
    let mut board = Board::default();
    for (nth, user) in (0..).zip(["a", "b", "c", "d", "e", "f"]) {
        let steps = board.arrive(&full(&[(user, user)]), START.plus_ms(nth * BURST_MS));
        assert_eq!(shown(&steps)[0].0, &slot(user));
    }
}

#[test]
fn what_only_counts_names_nobody() {
    let mut board = Board::default();
    let one = board.arrive(&with(NotificationContent::Count, &[("a", "1")]), START);
    let (slot, card) = shown(&one)[0];
    assert_eq!((slot, counts(card)), (&Slot::Summary, (1, 1)));
    assert_eq!(card.opens.as_ref().unwrap().message_id.as_str(), "1");
    let two = board.arrive(&with(NotificationContent::Count, &[("b", "2")]), START.plus_ms(60_000));
    assert_eq!(counts(shown(&two)[0].1), (2, 2));
    assert_eq!(shown(&two)[0].1.opens, None);
}

#[test]
fn a_name_without_its_message_prefers_the_remark() {
    let mut board = Board::default();
    let mut arrivals = with(NotificationContent::Name, &[("wang", "1")]);
    arrivals[0].0.chat.remark = Some("王总".into());
    let steps = board.arrive(&arrivals, START);
    let expected = Subject::Chat { chat: "王总".into(), robot: "小坐".into(), messages: 1 };
    assert_eq!(shown(&steps)[0].1.subject, expected);
}

#[test]
fn what_was_read_or_waved_away_counts_anew() {
    let mut board = Board::default();
    board.arrive(&full(&[("wang", "1")]), START);
    let account = AccountId::from("account");
    assert_eq!(board.read(&account, &chat("wang")), [Step::Close { slot: slot("wang") }]);
    assert_eq!(board.read(&account, &chat("wang")), []);
    board.arrive(&full(&[("wang", "2")]), START);
    board.gone(&slot("wang"));
    assert_eq!(counts(shown(&board.arrive(&full(&[("wang", "3")]), START))[0].1).1, 1);
    board.arrive(&with(NotificationContent::Count, &[("li", "4")]), START);
    assert_eq!(board.looked(), Some(Step::Close { slot: Slot::Summary }));
    assert_eq!(board.looked(), None);
}

#[test]
fn a_robot_that_is_up_again_takes_its_notification_away() {
    let mut board = Board::default();
    let (account, fallen) = (AccountId::from("account"), robot("r", RobotStatus::Offline));
    let close = Step::Close { slot: Slot::Robot(account.clone(), fallen.key.clone()) };
    assert_eq!(board.rose(&account, &fallen.key), None);
    board.fell(&account, &fallen, NotificationSound::Message, START);
    assert_eq!(board.rose(&"other".into(), &fallen.key), None);
    assert_eq!(board.rose(&account, &fallen.key), Some(close.clone()));
    board.fell(&account, &fallen, NotificationSound::Message, START);
    assert_eq!(board.left(&account), [close]);
}

#[test]
fn the_same_chat_of_two_accounts_is_two_notifications_and_one_account_leaves_alone() {
    let mut board = Board::default();
    let mut both = full(&[("wang", "m1"), ("wang", "m1")]);
    both[1].0.account = "other".into();
    let steps = board.arrive(&both, START);
    let told: Vec<_> = shown(&steps).iter().map(|(slot, card)| ((*slot).clone(), card.account.clone())).collect();
    let of = |account: &str| (Slot::Chat(account.into(), chat("wang")), Some(AccountId::from(account)));
    assert_eq!(told, [of("account"), of("other")]);
    assert_eq!(board.left(&"other".into()), [Step::Close { slot: of("other").0 }]);
    assert_eq!(board.read(&"account".into(), &chat("wang")), [Step::Close { slot: slot("wang") }]);
}

#[test]
fn a_count_of_several_accounts_is_nobodys_and_goes_with_the_last_of_them() {
    let mut board = Board::default();
    let mut both = with(NotificationContent::Count, &[("wang", "m1"), ("wang", "m1")]);
    let steps = board.arrive(&both[..1], START);
    assert_eq!(shown(&steps)[0].1.account, Some("account".into()));
    both[1].0.account = "other".into();
    let steps = board.arrive(&both[1..], START);
    let card = shown(&steps)[0].1;
    assert_eq!((&card.account, &card.opens, counts(card)), (&None, &None, (2, 2)));
    assert_eq!(board.left(&"other".into()), []);
    assert_eq!(board.left(&"account".into()), [Step::Close { slot: Slot::Summary }]);
}
