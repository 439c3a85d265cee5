//! From a draft to a plan: who is written to, who is not and why, and how long it takes.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use uuid::Uuid;
use zuoxi_model::{
    Audience, Broadcast, BroadcastDraft, BroadcastId, BroadcastPace, BroadcastPlan, BroadcastSchedule,
    BroadcastWarning, ChatKey, ChatUser, CustomerId, GroupId, LeftOut, LeftOutReason, Recipients, Relationship,
    RobotKey, RobotStatus, Timestamp, Weekday,
};

use crate::{EngineError, core::Core, quiet};

/// The pause of the platform's own rule, in seconds. Spec 2.7.
const DEFAULT_PAUSE_S: u32 = 30;
/// A plan is confirmed within this time, or made anew.
const PLAN_LIFE_MS: i64 = 30 * 60 * 1_000;

const EVERY_DAY: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// What is known of somebody of the draft.
#[derive(Debug, Clone, Default)]
struct Standing {
    name: String,
    /// Why they cannot be written to.
    out: Option<LeftOutReason>,
    last_spoken: Option<Timestamp>,
}

impl Core {
    /// Checks a draft, works out what it would mean, and keeps that as a plan that waits for its confirmation.
    pub(crate) async fn plan_broadcast(&self, draft: BroadcastDraft) -> Result<BroadcastPlan, EngineError> {
        draft.check()?;
        let now = self.clock.now();
        let schedule = whole(&draft.schedule);
        let starts_at = first_time(&schedule, now);
        if starts_at < now {
            return Err(EngineError::InvalidInput("the broadcast would begin in the past".into()));
        }
        let wanted = everyone(&draft.audience);
        let known = self.standings(&wanted, &draft.audience).await?;
        let (kept, left_out) = select(&wanted, &known);
        if kept.is_empty() {
            return Err(EngineError::InvalidInput("nobody is left who could be written to".into()));
        }
        let audience = regrouped(&draft.audience, &kept);
        let draft = BroadcastDraft { audience, schedule, ..draft };
        draft.check()?;
        let recipients = u32::try_from(kept.len()).unwrap_or(u32::MAX);
        let (least, most) = lasts(&draft.pace, recipients);
        let ends_at_latest = starts_at.plus_ms(most);
        let plan = BroadcastPlan {
            id: BroadcastId::new(Uuid::new_v4().simple().to_string()),
            warnings: self.warnings(&draft, &kept, starts_at, ends_at_latest).await?,
            draft,
            recipients,
            left_out,
            planned_at: now,
            starts_at,
            ends_at_earliest: starts_at.plus_ms(least),
            ends_at_latest,
            valid_until: now.plus_ms(PLAN_LIFE_MS),
        };
        self.store.save_plan(&plan, &self.person()).await?;
        self.publish_broadcasts(std::slice::from_ref(&plan.id)).await?;
        Ok(plan)
    }

    async fn standings(
        &self,
        wanted: &[ChatKey],
        audience: &Audience,
    ) -> Result<BTreeMap<ChatKey, Standing>, EngineError> {
        let spoken = self.store.last_spoken(wanted).await?;
        let mut known = BTreeMap::new();
        for key in wanted {
            let (name, out) = match audience {
                _ if self.robot(&key.robot_key).is_none() => (None, Some(LeftOutReason::NotKnown)),
                Audience::Customers(_) => {
                    let customer =
                        self.store.customer(&key.robot_key, &CustomerId::from(key.chat_user.as_str())).await?;
                    let out = customer.as_ref().map_or(Some(LeftOutReason::NotKnown), |customer| {
                        let relationship = customer.relationship;
                        let friends = matches!(relationship, Relationship::Normal | Relationship::Unknown);
                        (!friends).then_some(LeftOutReason::NotFriends { relationship })
                    });
                    (customer.map(|customer| customer.remark.unwrap_or(customer.name)), out)
                }
                Audience::Groups(_) => {
                    let group = self.store.group(&key.robot_key, &GroupId::from(key.chat_user.as_str())).await?;
                    let out = group.as_ref().map_or(Some(LeftOutReason::NotKnown), |group| {
                        (!group.is_live).then_some(LeftOutReason::NotInGroup)
                    });
                    (group.map(|group| group.name), out)
                }
            };
            let chat = spoken.get(key);
            let name = name.or_else(|| chat.map(|chat| chat.name.clone())).unwrap_or_default();
            let last_spoken = chat.and_then(|chat| chat.last_spoken);
            known.insert(key.clone(), Standing { name, out, last_spoken });
        }
        Ok(known)
    }

    async fn warnings(
        &self,
        draft: &BroadcastDraft,
        kept: &[ChatKey],
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<BroadcastWarning>, EngineError> {
        let mut warnings = Vec::new();
        if quiet::touches_quiet(self.adding_rules().await?.quiet, from, to) {
            warnings.push(BroadcastWarning::QuietHours);
        }
        if matches!(draft.schedule, BroadcastSchedule::Weekly { .. }) {
            warnings.push(BroadcastWarning::Repeats);
        }
        let robots: BTreeSet<&RobotKey> = kept.iter().map(|key| &key.robot_key).collect();
        for robot_key in robots {
            if self.robot(robot_key).is_none_or(|robot| robot.status != RobotStatus::Online) {
                warnings.push(BroadcastWarning::RobotNotOnline { robot_key: robot_key.clone() });
            }
        }
        Ok(warnings)
    }
}

/// "Every day" is written out, for not every platform reads a list that is missing so.
fn whole(schedule: &BroadcastSchedule) -> BroadcastSchedule {
    match schedule {
        BroadcastSchedule::Weekly { hour, minute, days } if days.is_empty() => {
            BroadcastSchedule::Weekly { hour: *hour, minute: *minute, days: EVERY_DAY.to_vec() }
        }
        schedule => schedule.clone(),
    }
}

/// When the first one is written to.
pub(super) fn first_time(schedule: &BroadcastSchedule, now: Timestamp) -> Timestamp {
    match schedule {
        BroadcastSchedule::Now => now,
        BroadcastSchedule::Once { at } => *at,
        BroadcastSchedule::Weekly { hour, minute, days } => quiet::next_weekly(now, *hour, *minute, days),
    }
}

/// From the first to the last, at the shortest and at the longest pauses, in milliseconds.
fn lasts(pace: &BroadcastPace, recipients: u32) -> (i64, i64) {
    let (min_s, max_s) = match pace {
        BroadcastPace::Default => (DEFAULT_PAUSE_S, DEFAULT_PAUSE_S),
        BroadcastPace::Between { min_s, max_s } => (*min_s, *max_s),
    };
    let pauses = i64::from(recipients.saturating_sub(1)) * 1_000;
    (pauses * i64::from(min_s), pauses * i64::from(max_s))
}

fn everyone(audience: &Audience) -> Vec<ChatKey> {
    fn keys<T>(robots: &[Recipients<T>], id: impl Fn(&T) -> &str) -> Vec<ChatKey> {
        let key = |robot: &Recipients<T>, to: &T| ChatKey {
            robot_key: robot.robot_key.clone(),
            chat_user: ChatUser::from(id(to)),
        };
        robots.iter().flat_map(|robot| robot.to.iter().map(|to| key(robot, to)).collect::<Vec<_>>()).collect()
    }
    match audience {
        Audience::Customers(robots) => keys(robots, CustomerId::as_str),
        Audience::Groups(robots) => keys(robots, GroupId::as_str),
    }
}

/// The audience of those who are kept, of the kind it was, robot by robot in the order of the draft.
fn regrouped(like: &Audience, kept: &[ChatKey]) -> Audience {
    fn grouped<T: for<'a> From<&'a str>>(kept: &[ChatKey]) -> Vec<Recipients<T>> {
        let mut robots: Vec<Recipients<T>> = Vec::new();
        for key in kept {
            let to = T::from(key.chat_user.as_str());
            match robots.iter_mut().find(|robot| robot.robot_key == key.robot_key) {
                Some(robot) => robot.to.push(to),
                None => robots.push(Recipients { robot_key: key.robot_key.clone(), to: vec![to] }),
            }
        }
        robots
    }
    match like {
        Audience::Customers(_) => Audience::Customers(grouped(kept)),
        Audience::Groups(_) => Audience::Groups(grouped(kept)),
    }
}

/// Tells who is written to from who is left out. Who is known to several robots is written to by the one that spoke to
/// them last; where none did, by the one that the draft names first.
fn select(wanted: &[ChatKey], known: &BTreeMap<ChatKey, Standing>) -> (Vec<ChatKey>, Vec<LeftOut>) {
    let mut left_out = Vec::new();
    let mut leave = |key: &ChatKey, why: LeftOutReason| {
        let name = known.get(key).map(|standing| standing.name.clone()).unwrap_or_default();
        left_out.push(LeftOut { robot_key: key.robot_key.clone(), chat_user: key.chat_user.clone(), name, why });
    };
    let mut seen: BTreeSet<&ChatKey> = BTreeSet::new();
    let mut candidates: Vec<&ChatKey> = Vec::new();
    for key in wanted {
        let out = known.get(key).map_or(Some(LeftOutReason::NotKnown), |standing| standing.out.clone());
        match out {
            _ if !seen.insert(key) => leave(key, LeftOutReason::Repeated),
            Some(why) => leave(key, why),
            None => candidates.push(key),
        }
    }
    let mut chosen: BTreeMap<&ChatUser, &ChatKey> = BTreeMap::new();
    let spoken = |key: &ChatKey| known.get(key).and_then(|standing| standing.last_spoken);
    for key in &candidates {
        let best = chosen.entry(&key.chat_user).or_insert(key);
        if Reverse(spoken(key)) < Reverse(spoken(best)) {
            *best = key;
        }
    }
    let mut kept = Vec::new();
    for key in candidates {
        match chosen.get(&key.chat_user) {
            Some(best) if *best != key => {
                leave(key, LeftOutReason::WrittenToBy { robot_key: best.robot_key.clone() });
            }
            _ => kept.push(key.clone()),
        }
    }
    (kept, left_out)
}

/// The draft of a plan, checked once more: only a [`Broadcast`] can be handed over.
pub(super) fn broadcast(draft: &BroadcastDraft) -> Result<Broadcast, EngineError> {
    Ok(Broadcast::try_from(draft.clone())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(robot: &str, user: &str) -> ChatKey {
        ChatKey { robot_key: robot.into(), chat_user: user.into() }
    }

    fn standing(last_spoken: Option<i64>) -> Standing {
        Standing { name: "小红".into(), out: None, last_spoken: last_spoken.map(Timestamp) }
    }

    #[test]
    fn q58_a_customer_of_several_robots_is_written_to_once_by_the_one_that_spoke_last() {
        let wanted = [key("a", "c"), key("b", "c"), key("d", "c"), key("b", "e"), key("b", "e")];
        let known = BTreeMap::from([
            (key("a", "c"), standing(None)),
            (key("b", "c"), standing(Some(9))),
            (key("d", "c"), standing(Some(5))),
            (key("b", "e"), standing(None)),
        ]);
        let (kept, left_out) = select(&wanted, &known);
        assert_eq!(kept, [key("b", "c"), key("b", "e")]);
        let by_b = LeftOutReason::WrittenToBy { robot_key: "b".into() };
        let whys: Vec<_> = left_out.iter().map(|out| (out.robot_key.as_str(), out.why.clone())).collect();
        assert_eq!(whys, [("b", LeftOutReason::Repeated), ("a", by_b.clone()), ("d", by_b)]);
    }

    #[test]
    fn who_cannot_be_reached_gives_their_place_to_another_robot() {
        let gone = LeftOutReason::NotFriends { relationship: Relationship::DeletedUs };
        let lost = Standing { out: Some(gone.clone()), ..standing(Some(9)) };
        let known = BTreeMap::from([(key("a", "c"), lost), (key("b", "c"), standing(None))]);
        let (kept, left_out) = select(&[key("a", "c"), key("b", "c"), key("b", "x")], &known);
        assert_eq!(kept, [key("b", "c")]);
        assert_eq!(left_out[0].why, gone);
        assert_eq!(left_out[1].why, LeftOutReason::NotKnown);
    }

    #[test]
    fn q58_ten_people_take_nine_pauses() {
        assert_eq!(lasts(&BroadcastPace::Default, 10), (270_000, 270_000));
        assert_eq!(lasts(&BroadcastPace::Between { min_s: 45, max_s: 60 }, 3), (90_000, 120_000));
        assert_eq!(lasts(&BroadcastPace::Default, 1), (0, 0));
    }
}
