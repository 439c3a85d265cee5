//! Adding people by phone: one by one, slowly, and never at night.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use zuoxi_engine::{Clock, ErrorCode, SystemClock};
use zuoxi_model::{AddingId, AddingRules, AddingState, QuietHours, RobotKey, Timestamp};

use crate::seat::Seat;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Runs like any clock, and can be put forward.
struct Wound(AtomicI64);

impl Wound {
    /// At ten in the morning in Shanghai.
    fn at_ten() -> Arc<Self> {
        let now = SystemClock.now().0;
        let of_day = (now + 8 * HOUR_MS).rem_euclid(DAY_MS);
        Arc::new(Self(AtomicI64::new(10 * HOUR_MS - of_day)))
    }

    fn forward(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for Wound {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus_ms(self.0.load(Ordering::SeqCst))
    }
}

fn phones(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("156200012{n:02}")).collect()
}

async fn states(seat: &Seat, id: &AddingId) -> Vec<AddingState> {
    let lists = seat.engine().await.addings().await.unwrap();
    let list = lists.into_iter().find(|list| list.id == *id).expect("the list is kept");
    list.phones.into_iter().map(|phone| phone.state).collect()
}

async fn until_states(seat: &Seat, id: &AddingId, expected: &[AddingState]) {
    let reached = async || (states(seat, id).await == expected).then_some(());
    seat.until(&format!("{expected:?}"), reached).await;
}

/// The clock has moved: the line takes that for a night's sleep and comes up again; meanwhile nobody is asked.
async fn settle(seat: &Seat, robot: &RobotKey) {
    seat.until_live().await;
    seat.done(robot, zuoxi_model::Action::QueryTags).await;
    seat.until_live().await;
}

use AddingState::{Asked, Cancelled, Refused, Waiting};

#[tokio::test]
async fn q59_people_are_added_one_by_one_with_a_pause_and_never_at_night() {
    let clock = Wound::at_ten();
    let seat = Seat::live_by(Arc::clone(&clock) as Arc<dyn Clock>).await;
    let robot = seat.online().await.remove(0);
    let engine = seat.engine().await;
    let id = engine.add_by_phone(&robot, &phones(3), Some("你好".into())).await.unwrap();
    until_states(&seat, &id, &[Asked, Waiting, Waiting]).await;

    clock.forward(2 * MINUTE_MS);
    settle(&seat, &robot).await;
    assert_eq!(states(&seat, &id).await, [Asked, Waiting, Waiting], "the shortest pause is three minutes");
    clock.forward(6 * MINUTE_MS);
    until_states(&seat, &id, &[Asked, Asked, Waiting]).await;

    clock.forward(13 * HOUR_MS);
    settle(&seat, &robot).await;
    assert_eq!(states(&seat, &id).await, [Asked, Asked, Waiting], "it is past eleven at night");
    clock.forward(10 * HOUR_MS);
    until_states(&seat, &id, &[Asked, Asked, Asked]).await;
    assert_eq!(seat.book().await["actions"]["robot.phone.contact.add"], 3);
}

#[tokio::test]
async fn q59_a_robot_asks_no_more_people_a_day_than_it_may() {
    let clock = Wound::at_ten();
    let seat = Seat::live_by(Arc::clone(&clock) as Arc<dyn Clock>).await;
    let robot = seat.online().await.remove(0);
    let engine = seat.engine().await;
    assert_eq!(engine.adding_rules().await.unwrap().daily_cap, 20);
    let rules = AddingRules { daily_cap: 2, ..AddingRules::default() };
    engine.set_adding_rules(rules).await.unwrap();
    for out_of_bounds in [
        AddingRules { daily_cap: 200, ..rules },
        AddingRules { least_pause_s: 1, ..rules },
        AddingRules { quiet: QuietHours { from_minute: 0, to_minute: 1 }, ..rules },
    ] {
        let error = engine.set_adding_rules(out_of_bounds).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidInput);
    }
    // One that somebody asked by hand counts.
    let by_hand = zuoxi_model::Action::AddByPhone { phone: "13900000000".into(), greeting: None };
    seat.done(&robot, by_hand).await;
    let id = engine.add_by_phone(&robot, &phones(2), None).await.unwrap();
    until_states(&seat, &id, &[Asked, Waiting]).await;
    clock.forward(HOUR_MS);
    settle(&seat, &robot).await;
    assert_eq!(states(&seat, &id).await, [Asked, Waiting]);
    clock.forward(DAY_MS);
    until_states(&seat, &id, &[Asked, Asked]).await;
}

#[tokio::test]
async fn q59_a_restart_does_not_hurry_and_what_waits_can_be_taken_back() {
    let clock = Wound::at_ten();
    let mut seat = Seat::live_by(Arc::clone(&clock) as Arc<dyn Clock>).await;
    let robot = seat.online().await.remove(0);
    let numbers = ["12345".to_owned(), "156 2000-1234".into(), "15620001234".into()];
    let id = seat.engine().await.add_by_phone(&robot, &numbers, None).await.unwrap();
    // Nobody has the first number; the second and the third are the same.
    until_states(&seat, &id, &[Refused, Waiting]).await;
    seat.restart().await;
    settle(&seat, &robot).await;
    assert_eq!(states(&seat, &id).await, [Refused, Waiting]);
    let engine = seat.engine().await;
    engine.cancel_adding(&id).await.unwrap();
    assert_eq!(states(&seat, &id).await, [Refused, Cancelled]);
    assert_eq!(engine.cancel_adding(&id).await.unwrap_err().code(), ErrorCode::NotFound);
    let error = engine.add_by_phone(&robot, &["小红".into()], None).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidInput);
}
