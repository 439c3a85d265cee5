//! What whoever notifies is told, and what not.

use zuoxi_engine::View;
use zuoxi_model::{NotificationSound, RobotMarks};

use crate::seat::{Seat, words};

#[tokio::test]
async fn a_live_message_arrives_with_what_its_notification_needs() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    let engine = seat.engine().await;
    let marks = RobotMarks { hue: None, muted: false, sound: Some(NotificationSound::Bell) };
    engine.set_robot_marks(&chat.robot_key, marks).await.unwrap();
    let view = View { chat: Some(chat.clone()), focused: true, newest_visible: false };
    engine.show(view.clone());
    let mut arrivals = seat.desk.arrivals();

    engine.send(&chat, &words("我们自己的"), 0).await.unwrap();
    let id = seat.customer_says(&chat, "在吗").await;
    let arrival = arrivals.recv().await.unwrap();
    assert_eq!((arrival.message.key.message_id, arrival.message.content.text()), (id, "在吗"));
    assert_eq!((arrival.chat.chat.key, arrival.view, arrival.robot_marks), (chat, view, marks));
    assert!(arrival.complete && !arrival.robot.is_empty());
    assert!(arrivals.try_recv().is_err(), "our own message is nobody's news");
}

#[tokio::test]
async fn what_was_missed_and_read_back_is_not_told() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    let mut arrivals = seat.desk.arrivals();
    seat.network(false).await;
    seat.until_offline().await;
    seat.customer_says(&chat, "断线时说的").await;
    seat.network(true).await;
    seat.until_live().await;
    let after = seat.customer_says(&chat, "恢复后说的").await;
    let arrival = arrivals.recv().await.unwrap();
    assert_eq!(arrival.message.key.message_id, after);
}
