//! What can be known to fail before the platform is asked.

use zuoxi_model::{Action, AdminChange, CustomerId, GroupId, Inquiry, LabelId, MemberRole, RobotKey};

use crate::{EngineError, core::Core};

/// Beside the owner. Spec 3.17, Q49.
const MOST_ADMINS: usize = 3;

impl Core {
    /// Refuses what cannot succeed, as far as the cache knows.
    pub(super) async fn check_action(&self, robot: &RobotKey, action: &Action) -> Result<(), EngineError> {
        if self.robot(robot).is_none() {
            return Err(EngineError::NotFound("this robot is not known".into()));
        }
        complete(action).map_err(|why| EngineError::InvalidInput(why.into()))?;
        match action {
            Action::ChangeTags { add, remove, .. } => self.check_tags(robot, add, remove).await,
            Action::ChangeAdmins { group, op: AdminChange::Add, members } => {
                self.check_admins(robot, group, members).await
            }
            _ => Ok(()),
        }
    }

    /// The row of a group of tags is no tag (Q46).
    async fn check_tags(&self, robot: &RobotKey, add: &[LabelId], remove: &[LabelId]) -> Result<(), EngineError> {
        let Some(known) = self.store.tag_library(robot).await? else { return Ok(()) };
        let mut groups = known.library.groups.iter();
        match groups.find(|group| add.contains(&group.id) || remove.contains(&group.id)) {
            Some(group) => Err(EngineError::InvalidInput(format!("\"{}\" is a group of tags, not a tag", group.name))),
            None => Ok(()),
        }
    }

    /// At most three admins beside the owner, of the company only, as far as that is known (Q49).
    async fn check_admins(&self, robot: &RobotKey, group: &GroupId, wanted: &[CustomerId]) -> Result<(), EngineError> {
        let members = self.store.group_members(robot, group).await?;
        let others = members.iter().filter(|member| member.role == MemberRole::Admin && !wanted.contains(&member.id));
        if others.count() + wanted.len() > MOST_ADMINS {
            return Err(EngineError::InvalidInput(format!(
                "a group has at most {MOST_ADMINS} admins besides its owner"
            )));
        }
        let outsiders = self.store.outsiders(robot, group, wanted).await?;
        if outsiders.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> =
            members.iter().filter(|member| outsiders.contains(&member.id)).map(|member| member.name.as_str()).collect();
        Err(EngineError::InvalidInput(format!("only members of the company can be admins: {}", names.join(", "))))
    }
}

/// Whether the action says everything it has to.
fn complete(action: &Action) -> Result<(), &'static str> {
    let missing = match action {
        Action::Forward { message, to } => to.is_empty() || message.as_str().is_empty(),
        Action::AddByPhone { phone, .. } => phone.trim().is_empty(),
        Action::ChangeTags { add, remove, .. } => {
            if add.iter().any(|label| remove.contains(label)) {
                return Err("a tag cannot be given and taken away at once");
            }
            add.is_empty() && remove.is_empty()
        }
        Action::SetRemark { name, description, .. } => name.is_none() && description.is_none(),
        Action::ChangeProfile { changes } => *changes == zuoxi_model::ProfileChanges::default(),
        Action::Kick { members, .. }
        | Action::ChangeAdmins { members, .. }
        | Action::CreateGroup { members, .. }
        | Action::Invite { friends: members, .. } => members.is_empty(),
        Action::RenameGroup { name, .. } => name.trim().is_empty(),
        Action::SetAnnouncement { text, .. } => text.trim().is_empty(),
        Action::Inquire { about: Inquiry::People(people) } => people.is_empty(),
        Action::Inquire { about: Inquiry::Groups(groups) } => groups.is_empty(),
        Action::AcceptFriend { .. } | Action::QueryTags | Action::QueryAdmins { .. } => false,
    };
    if missing { Err("the request is empty: it names nobody or changes nothing") } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use zuoxi_model::ProfileChanges;

    use super::*;

    #[test]
    fn an_action_that_names_nobody_or_changes_nothing_is_refused() {
        let empty = [
            Action::Forward { message: "1".into(), to: vec![] },
            Action::AddByPhone { phone: " ".into(), greeting: None },
            Action::ChangeTags { customer: "c".into(), add: vec![], remove: vec![] },
            Action::SetRemark { customer: "c".into(), name: None, description: None },
            Action::ChangeProfile { changes: ProfileChanges::default() },
            Action::Kick { group: "R:1".into(), members: vec![] },
            Action::ChangeAdmins { group: "R:1".into(), op: AdminChange::Remove, members: vec![] },
            Action::Invite { group: "R:1".into(), friends: vec![] },
            Action::CreateGroup { name: "新群".into(), members: vec![] },
            Action::RenameGroup { group: "R:1".into(), name: String::new() },
            Action::SetAnnouncement { group: "R:1".into(), text: "\n".into(), notify_all: true },
            Action::Inquire { about: Inquiry::People(vec![]) },
        ];
        for action in empty {
            assert!(complete(&action).is_err(), "{action:?}");
        }
        let erased = Action::SetRemark { customer: "c".into(), name: Some(String::new()), description: None };
        assert_eq!(complete(&erased), Ok(()));
    }

    #[test]
    fn a_tag_is_not_given_and_taken_away_in_one_change() {
        let action = Action::ChangeTags { customer: "c".into(), add: vec!["a".into()], remove: vec!["a".into()] };
        assert!(complete(&action).is_err());
    }
}
