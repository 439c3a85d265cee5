//! What an outcome changes in the cache.

use zuoxi_model::{Action, ActionOutcome, GroupId, ProfileChanges, RequestState, RobotKey};
use zuoxi_store::Effect;

/// What follows from an outcome beside what is written at once.
#[derive(Debug, Default)]
pub(super) struct Consequences {
    pub effects: Vec<Effect>,
    /// The member list of this group is to be read again (Q50).
    pub reread: Option<GroupId>,
    /// The robot's own profile.
    pub profile: Option<ProfileChanges>,
}

/// What is so now that our own action was done. Where the request says all of it, the request is believed: the reply may
/// list something else (Q45).
pub(super) fn of_ours(robot: &RobotKey, sent: &Action, outcome: &ActionOutcome) -> Consequences {
    let mut consequences = of_outcome(robot, outcome);
    let robot = || robot.clone();
    let told = match sent {
        Action::ChangeTags { customer, add, remove } => {
            Effect::Tags { robot: robot(), customer: customer.clone(), add: add.clone(), remove: remove.clone() }
        }
        Action::AcceptFriend { from } => {
            Effect::Request { robot: robot(), from: from.clone(), state: RequestState::Accepted }
        }
        Action::SetRemark { customer, name, description } => Effect::Remark {
            robot: robot(),
            customer: customer.clone(),
            name: name.clone(),
            description: description.clone(),
        },
        Action::Kick { group, members } => {
            consequences.reread = Some(group.clone());
            Effect::Left { robot: robot(), group: group.clone(), members: members.clone() }
        }
        Action::ChangeAdmins { group, op, members } => {
            Effect::AdminsChanged { robot: robot(), group: group.clone(), op: *op, members: members.clone() }
        }
        Action::RenameGroup { group, name } => {
            Effect::GroupName { robot: robot(), group: group.clone(), name: name.clone() }
        }
        Action::CreateGroup { name, .. } => {
            for effect in &mut consequences.effects {
                if let Effect::GroupCreated { name: known, .. } = effect
                    && known.is_empty()
                {
                    known.clone_from(name);
                }
            }
            return consequences;
        }
        Action::Invite { group, .. } => {
            consequences.reread = Some(group.clone());
            return consequences;
        }
        Action::ChangeProfile { changes } => {
            consequences.profile = Some(changes.clone());
            return consequences;
        }
        Action::Forward { .. }
        | Action::AddByPhone { .. }
        | Action::QueryTags
        | Action::QueryAdmins { .. }
        | Action::Inquire { .. }
        | Action::SetAnnouncement { .. } => return consequences,
    };
    consequences.effects = vec![told];
    consequences
}

/// What is not so although it was asked for.
pub(super) fn of_refusal(robot: &RobotKey, sent: &Action) -> Vec<Effect> {
    request_is(robot, sent, RequestState::Failed)
}

/// What becomes of the friend request that an action was to accept.
pub(super) fn request_is(robot: &RobotKey, action: &Action, state: RequestState) -> Vec<Effect> {
    match action {
        Action::AcceptFriend { from } => vec![Effect::Request { robot: robot.clone(), from: from.clone(), state }],
        _ => Vec::new(),
    }
}

/// What an outcome says by itself: of another console's action (Q39), or of what the platform pushed.
pub(super) fn of_outcome(robot: &RobotKey, outcome: &ActionOutcome) -> Consequences {
    let robot = || robot.clone();
    let mut reread = None;
    let mut profile = None;
    let effects = match outcome.clone() {
        // Forwards and announcements change nothing the cache keeps; who was only asked for friendship is no customer
        // yet (Q48).
        ActionOutcome::Refused { .. }
        | ActionOutcome::Unreadable { .. }
        | ActionOutcome::Forwarded
        | ActionOutcome::FriendAsked { .. }
        | ActionOutcome::AnnouncementSet { .. } => Vec::new(),
        // Which tags a foreign change was about its reply does not tell (Q45); so what is known is in doubt until checked.
        ActionOutcome::TagsChanged { customer } => vec![Effect::TagsDoubtful { robot: robot(), customer }],
        ActionOutcome::FriendAccepted { from } => {
            vec![Effect::Request { robot: robot(), from, state: RequestState::Accepted }]
        }
        ActionOutcome::Tags { library } => vec![Effect::Library { robot: robot(), library }],
        ActionOutcome::RemarkSet { customer, name, description } => {
            vec![Effect::Remark { robot: robot(), customer, name, description }]
        }
        ActionOutcome::ProfileChanged { changes } => {
            profile = Some(changes);
            Vec::new()
        }
        ActionOutcome::Kicked { group, members } => {
            reread = Some(group.clone());
            vec![Effect::Left { robot: robot(), group, members }]
        }
        ActionOutcome::Admins { group, members } => vec![Effect::Admins { robot: robot(), group, admins: members }],
        ActionOutcome::AdminsChanged { group, op, members } => {
            vec![Effect::AdminsChanged { robot: robot(), group, op, members }]
        }
        ActionOutcome::Invited { group, .. } => {
            reread = Some(group);
            Vec::new()
        }
        ActionOutcome::GroupRenamed { group, name } => vec![Effect::GroupName { robot: robot(), group, name }],
        ActionOutcome::GroupCreated { group, alias, name, .. } => {
            reread = Some(group.clone());
            vec![Effect::GroupCreated { robot: robot(), group, alias, name: name.unwrap_or_default() }]
        }
        ActionOutcome::Inquired { people, groups } => {
            vec![Effect::People { robot: robot(), people }, Effect::Groups { robot: robot(), groups }]
        }
        ActionOutcome::FriendRequested { request } => vec![Effect::FriendRequested { robot: robot(), request }],
        ActionOutcome::MembersChanged { group, name, joined } => {
            reread = Some(group.clone());
            let named = name.map(|name| Effect::GroupName { robot: robot(), group: group.clone(), name });
            let came = Effect::Joined { robot: robot(), group, people: joined };
            named.into_iter().chain([came]).collect()
        }
    };
    Consequences { effects, reread, profile }
}

/// The group an outcome speaks of, to be put right where it is an alias (Q11).
pub(super) fn group_of(outcome: &mut ActionOutcome) -> Option<&mut GroupId> {
    match outcome {
        ActionOutcome::Kicked { group, .. }
        | ActionOutcome::Admins { group, .. }
        | ActionOutcome::AdminsChanged { group, .. }
        | ActionOutcome::Invited { group, .. }
        | ActionOutcome::GroupRenamed { group, .. }
        | ActionOutcome::AnnouncementSet { group, .. }
        | ActionOutcome::MembersChanged { group, .. } => Some(group),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q45_the_tags_of_our_own_change_are_those_we_asked_for() {
        let sent = Action::ChangeTags { customer: "c".into(), add: vec!["a".into()], remove: vec!["b".into()] };
        let outcome = ActionOutcome::TagsChanged { customer: Some("c".into()) };
        let expected =
            Effect::Tags { robot: "r".into(), customer: "c".into(), add: vec!["a".into()], remove: vec!["b".into()] };
        assert_eq!(of_ours(&"r".into(), &sent, &outcome).effects, [expected]);
        let doubtful = Effect::TagsDoubtful { robot: "r".into(), customer: Some("c".into()) };
        assert_eq!(of_outcome(&"r".into(), &outcome).effects, [doubtful]);
    }

    #[test]
    fn q48_somebody_who_was_asked_for_friendship_is_no_customer_yet() {
        let sent = Action::AddByPhone { phone: "156".into(), greeting: None };
        let outcome = ActionOutcome::FriendAsked { phone: Some("156".into()), contact: None };
        assert!(of_ours(&"r".into(), &sent, &outcome).effects.is_empty());
    }

    #[test]
    fn q50_after_any_change_of_members_the_list_is_read_again() {
        let kick = Action::Kick { group: "R:1".into(), members: vec!["c".into()] };
        let unreadable = ActionOutcome::Unreadable { why: "no friends".into() };
        assert_eq!(of_ours(&"r".into(), &kick, &unreadable).reread, Some("R:1".into()));
        let joined = ActionOutcome::MembersChanged { group: "R:2".into(), name: None, joined: vec![] };
        assert_eq!(of_outcome(&"r".into(), &joined).reread, Some("R:2".into()));
    }
}
