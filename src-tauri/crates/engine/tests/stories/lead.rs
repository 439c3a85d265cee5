//! What a team lead looks up: who asked what of which robot, and how robots and line fared.

use serde_json::json;
use zuoxi_model::audit::{AuditItem, AuditKind, AuditOutcome, AuditPage, AuditQuery};
use zuoxi_model::health::{HealthReport, LineState, SendTrouble};
use zuoxi_model::{
    Action, ActionState, FailureReason, Interval, MessageId, OutboxState, RequestedBy, RobotStatus, Timestamp,
};

use crate::seat::{Seat, words};

async fn audit(seat: &Seat, query: AuditQuery) -> AuditPage {
    seat.engine().await.audit(query).await.unwrap()
}

fn id_of(item: &AuditItem) -> String {
    match item {
        AuditItem::Action { action } => action.id.to_string(),
        AuditItem::Send { send, .. } => send.id.to_string(),
        AuditItem::Broadcast { broadcast } => broadcast.id.to_string(),
    }
}

#[tokio::test]
async fn the_audit_log_says_who_asked_what_of_which_robot_and_what_came_back() {
    let seat = Seat::live().await;
    let engine = seat.engine().await;
    let (robot, customer) = seat.a_customer().await;
    let chat = seat.a_chat(|row| row.chat.key.robot_key == robot).await;
    let before = audit(&seat, AuditQuery { limit: 100, ..AuditQuery::default() }).await.entries.len();

    let remark =
        |name: &str| Action::SetRemark { customer: customer.clone(), name: Some(name.into()), description: None };
    let done = seat.done(&robot, remark("老客户")).await;
    seat.control("action", json!({"next": [{"code": "77"}]})).await;
    let refused = seat.done(&robot, remark("红儿")).await;
    assert_eq!((done.state, refused.state), (ActionState::Done, ActionState::Refused));
    let reply = engine.send(&chat, &words("查到了"), 0).await.unwrap();
    seat.until_delivery(&chat, &reply, OutboxState::Confirmed).await;
    seat.control("send-status", json!({ "next": [2] })).await;
    let failed = engine.send(&chat, &words("发不出去"), 0).await.unwrap();
    seat.until_delivery(&chat, &failed, OutboxState::Failed { reason: FailureReason::Refused }).await;

    let page = audit(&seat, AuditQuery { limit: 100, ..AuditQuery::default() }).await;
    let mut told: Vec<(String, AuditOutcome)> =
        page.entries.iter().map(|entry| (id_of(&entry.item), entry.outcome)).take(4).collect();
    // Sends are dated by the platform's clock, of which a second is known, and actions by ours: the ids tell the order.
    told.sort_by(|one, other| other.0.cmp(&one.0));
    let id = |id: &MessageId| id.to_string();
    assert_eq!(
        told,
        [
            (id(&failed), AuditOutcome::Refused),
            (id(&reply), AuditOutcome::Done),
            (id(&refused.id), AuditOutcome::Refused),
            (id(&done.id), AuditOutcome::Done),
        ]
    );
    assert_eq!(page.entries.len(), before + 4);
    let of_refused = page.entries.iter().find(|entry| id_of(&entry.item) == id(&refused.id)).unwrap();
    let AuditItem::Action { action } = &of_refused.item else { panic!("{of_refused:?}") };
    assert_eq!(action.requested_by, RequestedBy::Person { account: "practice".into() });
    assert_eq!(action.reply.as_ref().map(|reply| reply.code.as_str()), Some("77"));

    // Every part of it, and a line at a time, each line once.
    for (query, expected) in [
        (AuditQuery { kind: Some(AuditKind::Send), ..AuditQuery::default() }, 2),
        (AuditQuery { kind: Some(AuditKind::Broadcast), ..AuditQuery::default() }, 0),
        (AuditQuery { outcome: Some(AuditOutcome::Refused), ..AuditQuery::default() }, 2),
        (AuditQuery { robot: Some("nobody".into()), ..AuditQuery::default() }, 0),
        (AuditQuery { until: Some(Timestamp(1)), ..AuditQuery::default() }, 0),
    ] {
        let page = audit(&seat, AuditQuery { limit: 100, ..query.clone() }).await;
        assert_eq!(page.entries.len(), expected, "{query:?}");
    }
    let (mut walked, mut after) = (Vec::new(), None);
    loop {
        let page = audit(&seat, AuditQuery { after, limit: 1, ..AuditQuery::default() }).await;
        walked.extend(page.entries);
        let Some(next) = page.next else { break };
        after = Some(next);
    }
    assert_eq!(walked, page.entries);
}

async fn health(seat: &Seat, since: Timestamp) -> HealthReport {
    let period = Interval::new(since, Timestamp(i64::MAX));
    seat.engine().await.health_report(period).await.unwrap()
}

#[tokio::test]
async fn the_health_report_says_how_robots_and_line_fared() {
    let mut seat = Seat::live().await;
    let robot = seat.online().await.remove(0);
    let chat = seat.a_chat(|row| row.chat.key.robot_key == robot).await;
    let id = seat.customer_says(&chat, "在吗").await;
    let heard = async || {
        let thread = seat.thread(&chat).await;
        thread.iter().any(|row| row.message.key.message_id == id).then_some(())
    };
    seat.until("heard", heard).await;
    seat.control("send-status", json!({ "next": [2] })).await;
    let failed = seat.engine().await.send(&chat, &words("发不出去"), 0).await.unwrap();
    seat.until_delivery(&chat, &failed, OutboxState::Failed { reason: FailureReason::Refused }).await;

    let calm = health(&seat, Timestamp(0)).await;
    assert_eq!(calm.line.last().map(|stretch| stretch.state), Some(LineState::Live));
    let lag = calm.lag.last().expect("a message came over a live line");
    assert!(lag.messages >= 1 && lag.mean <= lag.worst, "{lag:?}");
    let troubled: Vec<_> = calm.sends.iter().map(|send| (send.key.message_id.clone(), send.trouble)).collect();
    assert!(troubled.contains(&(failed, SendTrouble::Refused)), "{troubled:?}");
    assert!(calm.gaps_total as usize >= calm.gaps.len());

    seat.network(false).await;
    seat.until_offline().await;
    seat.control("robot", json!({ "robotKey": robot, "status": 2 })).await;
    seat.network(true).await;
    seat.until_live().await;
    let fell = async || {
        let robots = seat.engine().await.robots();
        robots.iter().any(|known| known.key == robot && known.status == RobotStatus::Offline).then_some(())
    };
    seat.until("the robot is down", fell).await;
    // The console is left and comes back: the time without it is nobody's.
    seat.restart().await;
    seat.until_live().await;
    let after = health(&seat, Timestamp(0)).await;
    let states: Vec<LineState> = after.line.iter().map(|stretch| stretch.state).collect();
    for state in [LineState::Offline, LineState::Closed] {
        assert!(states.contains(&state), "{states:?}");
    }
    for pair in after.line.windows(2) {
        assert_eq!(pair[0].to, pair[1].from, "nothing is left out and nothing told twice");
    }
    assert_eq!(after.line.last().map(|stretch| stretch.to), Some(after.period.to));
    let timeline = after.robots.iter().find(|each| each.robot_key == robot).expect("the robot has a timeline");
    let statuses: Vec<RobotStatus> = timeline.stretches.iter().map(|stretch| stretch.status).collect();
    assert!(statuses.ends_with(&[RobotStatus::Online, RobotStatus::Offline]), "{statuses:?}");
}
