//! Damage that is met while the console runs: told, set aside on the spot, and nothing that was typed is lost.

use zuoxi_engine::{CacheFault, ErrorCode, NoticeKind};
use zuoxi_model::{Action, ActionState, OutboxState};

use crate::seat::{Seat, typed, words};

const PAGE: usize = 4096;

#[tokio::test]
async fn damage_that_is_met_while_the_console_runs_is_mended_without_a_restart() {
    mended(false).await;
}

#[tokio::test]
async fn a_window_that_opens_on_a_cache_that_was_damaged_meanwhile_has_something_to_show() {
    mended(true).await;
}

async fn mended(by_a_new_window: bool) {
    let mut seat = Seat::live().await;
    let robot = seat.online().await[0].clone();
    let asked = seat.done(&robot, Action::QueryTags).await;
    let chats = seat.engine().await.chats().await.unwrap();
    let (chat, other) = (chats[0].chat.key.clone(), chats[1].chat.key.clone());
    seat.network(false).await;
    // Everything is in the file now, and what is typed next is in its log.
    seat.restart().await;
    let account = seat.engine().await.account().id.clone();
    let written = seat.engine().await.send(&chat, &words("断网时写的"), 0).await.unwrap();
    seat.engine().await.save_draft(&other, typed("写到一半")).await.unwrap();
    let waiting = seat.engine().await.act(&robot, Action::QueryTags).await.unwrap();
    assert!(seat.desk.rebuild_cache().await.is_err(), "a sound cache is not thrown away");

    let file = seat.cache_file(&account);
    let mut bytes = std::fs::read(&file).unwrap();
    bytes.iter_mut().skip(PAGE).step_by(61).for_each(|byte| *byte ^= 0x55);
    std::fs::write(&file, bytes).unwrap();
    let mut met = None;
    for row in &chats {
        if let Err(error) = seat.engine().await.thread(&row.chat.key, None, 500).await {
            met = Some(error);
            break;
        }
    }
    let met = met.expect("the damage is not met by reading");
    assert_eq!(met.code(), ErrorCode::CacheDamaged, "{met:?}");
    seat.network(true).await;
    if !by_a_new_window {
        seat.desk.note_fault(&met).await;
        seat.desk.rebuild_cache().await.unwrap();
    }
    let (snapshot, _) = seat.desk.watch().await.unwrap();
    let [notice] = snapshot.notices.as_slice() else { panic!("{:?}", snapshot.notices) };
    let NoticeKind::CacheSetAside { why, file, saved_sends, saved_drafts } = &notice.kind else { panic!("{notice:?}") };
    assert_eq!((*why, *saved_sends, *saved_drafts), (CacheFault::Damaged, 1, 1));
    assert!(std::path::Path::new(file).is_file());
    seat.until_live().await;
    assert_eq!(seat.delivery(&chat, &written).await, Some(OutboxState::Unconfirmed), "only a person sends it again");
    assert_eq!(seat.engine().await.draft(&other).await.unwrap(), Some(typed("写到一半")));
    assert_eq!(seat.action(&waiting).await.state, ActionState::Unknown);
    let log = seat.engine().await.actions(None, None, 100).await.unwrap();
    assert!(log.iter().any(|action| action.id == waiting), "{log:?}");
    assert!(log.iter().all(|action| action.id != asked.id || action.state == ActionState::Done), "{log:?}");
    assert_eq!(seat.set_aside(&account), 1);
}
