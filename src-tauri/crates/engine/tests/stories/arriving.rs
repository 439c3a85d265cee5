//! What is told of messages that arrive.

use zuoxi_engine::Change;

use crate::seat::Seat;

#[tokio::test]
async fn a_message_that_joins_on_to_what_is_complete_moves_no_gap() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|_| true).await;
    let engine = seat.engine().await;
    engine.thread(&chat, None, 20).await.unwrap();
    let (_, mut changes) = seat.desk.watch().await.unwrap();
    // What is told of the first is told before anything of the second.
    for text in ["在吗", "在的话回我一下"] {
        let id = seat.customer_says(&chat, text).await;
        let mut arrived = false;
        while !arrived {
            for change in changes.recv().await.unwrap().changes {
                match change {
                    Change::Messages { messages } => {
                        arrived |= messages.iter().any(|each| each.message.key.message_id == id);
                    }
                    Change::Coverage { chat } => panic!("a gap moved in {chat:?}"),
                    _ => {}
                }
            }
        }
    }
    let thread = engine.thread(&chat, None, 20).await.unwrap();
    assert!(thread.gaps.is_empty(), "{:?}", thread.gaps);
}
