//! Whether a reply under an id nobody knows can be the one to our action (Q40).
//!
//! Other consoles ask for the same kinds of things on the same robots (Q39), so the kind is not enough: the reply has to
//! repeat what we asked. A refusal repeats nothing that could be trusted and is never taken.

use zuoxi_model::{Action, ActionOutcome, Inquiry, ProfileChanges};

pub(super) fn answers(sent: &Action, outcome: &ActionOutcome) -> bool {
    match (sent, outcome) {
        (Action::AcceptFriend { from }, ActionOutcome::FriendAccepted { from: said }) => from == said,
        (Action::AddByPhone { phone, .. }, ActionOutcome::FriendAsked { phone: said, .. }) => {
            Some(phone) == said.as_ref()
        }
        // Which tags it lists is not to be trusted (Q45).
        (Action::ChangeTags { customer, .. }, ActionOutcome::TagsChanged { customer: said }) => {
            Some(customer) == said.as_ref()
        }
        // The library is the same whoever asked for it.
        (Action::QueryTags, ActionOutcome::Tags { .. }) => true,
        (
            Action::SetRemark { customer, name, description },
            ActionOutcome::RemarkSet { customer: whose, name: named, description: described },
        ) => {
            customer == whose
                && repeats(name.as_ref(), named.as_ref())
                && repeats(description.as_ref(), described.as_ref())
        }
        (Action::ChangeProfile { changes }, ActionOutcome::ProfileChanged { changes: said }) => {
            is_part_of(changes, said)
        }
        (Action::Kick { group, members }, ActionOutcome::Kicked { group: place, members: said })
        | (Action::Invite { group, friends: members }, ActionOutcome::Invited { group: place, friends: said }) => {
            group == place && members == said
        }
        (Action::QueryAdmins { group }, ActionOutcome::Admins { group: place, .. }) => group == place,
        (
            Action::ChangeAdmins { group, op, members },
            ActionOutcome::AdminsChanged { group: place, op: done, members: said },
        ) => group == place && op == done && members == said,
        (Action::RenameGroup { group, name }, ActionOutcome::GroupRenamed { group: place, name: said }) => {
            group == place && name == said
        }
        (Action::CreateGroup { name, members }, ActionOutcome::GroupCreated { name: said, members: who, .. }) => {
            Some(name) == said.as_ref() && members == who
        }
        (Action::Inquire { about: Inquiry::People(ids) }, ActionOutcome::Inquired { people, .. }) => {
            !people.is_empty() && people.iter().all(|person| ids.contains(&person.id))
        }
        (Action::Inquire { about: Inquiry::Groups(ids) }, ActionOutcome::Inquired { groups, .. }) => {
            !groups.is_empty() && groups.iter().all(|details| ids.contains(&details.group.id))
        }
        (
            Action::SetAnnouncement { group, text, notify_all },
            ActionOutcome::AnnouncementSet { group: place, text: said, notify_all: notified },
        ) => group == place && text == said && notify_all == notified,
        _ => false,
    }
}

/// What was not asked for may be repeated or not.
fn repeats<T: PartialEq>(asked: Option<&T>, said: Option<&T>) -> bool {
    asked.is_none() || asked == said
}

fn is_part_of(asked: &ProfileChanges, said: &ProfileChanges) -> bool {
    repeats(asked.name.as_ref(), said.name.as_ref())
        && repeats(asked.alias.as_ref(), said.alias.as_ref())
        && repeats(asked.gender.as_ref(), said.gender.as_ref())
        && repeats(asked.desk_phone.as_ref(), said.desk_phone.as_ref())
        && repeats(asked.mobile.as_ref(), said.mobile.as_ref())
        && repeats(asked.position.as_ref(), said.position.as_ref())
}

#[cfg(test)]
mod tests {
    use zuoxi_model::Refusal;

    use super::*;

    #[test]
    fn q39_q40_only_a_reply_that_repeats_what_we_asked_can_be_ours() {
        let rename = Action::RenameGroup { group: "R:1".into(), name: "新名".into() };
        let renamed = |group: &str, name: &str| ActionOutcome::GroupRenamed { group: group.into(), name: name.into() };
        assert!(answers(&rename, &renamed("R:1", "新名")));
        assert!(!answers(&rename, &renamed("R:1", "别的名")));
        assert!(!answers(&rename, &renamed("R:2", "新名")));
        assert!(!answers(&rename, &ActionOutcome::Refused { reason: Refusal::Other }));
        assert!(!answers(&rename, &ActionOutcome::Unreadable { why: "no newName".into() }));
    }

    #[test]
    fn what_was_not_asked_for_may_be_repeated_or_not() {
        let remark = Action::SetRemark { customer: "c".into(), name: Some("红儿".into()), description: None };
        let set = |name: &str, description: Option<&str>| ActionOutcome::RemarkSet {
            customer: "c".into(),
            name: Some(name.into()),
            description: description.map(Into::into),
        };
        assert!(answers(&remark, &set("红儿", None)));
        assert!(answers(&remark, &set("红儿", Some("哈哈"))));
        assert!(!answers(&remark, &set("小红", None)));
    }
}
