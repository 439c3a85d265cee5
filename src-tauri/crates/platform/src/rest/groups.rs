//! A robot's groups, their members, the Excel list, and copying settings. Spec 2.4, 2.5, 2.6, 2.9.

use serde_json::{Value, json};
use zuoxi_model::{
    CustomerId, Group, GroupDownload, GroupId, GroupMember, GroupOrder, GroupSettingsCopy, Page, PageRequest,
    RobotGroups, RobotKey, SettingsModule,
};

use super::{Body, Rest, endpoints};
use crate::{
    PlatformError,
    wire::{action::encode, contact, group},
};

/// Which groups of a robot. Spec 2.4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupQuery {
    pub robot_key: RobotKey,
    /// `status`: only those the robot is in, or only those it is not in any more.
    pub is_live: Option<bool>,
    pub group: Option<GroupId>,
    pub owner: Option<CustomerId>,
    /// Part of a name.
    pub name: Option<String>,
    pub page: PageRequest,
}

impl GroupQuery {
    /// All groups of a robot, from the first page.
    #[must_use]
    pub fn all(robot_key: RobotKey) -> Self {
        Self { robot_key, is_live: None, group: None, owner: None, name: None, page: PageRequest::default() }
    }
}

/// Which members of a group. Spec 2.6.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberQuery {
    pub robot_key: RobotKey,
    pub group: GroupId,
    /// `status`: only those who are there, or only those who left.
    pub is_present: Option<bool>,
    pub member: Option<CustomerId>,
    /// Part of a member's name.
    pub name: Option<String>,
    pub page: PageRequest,
}

impl MemberQuery {
    /// All members of a group, from the first page.
    #[must_use]
    pub fn all(robot_key: RobotKey, group: GroupId) -> Self {
        Self { robot_key, group, is_present: None, member: None, name: None, page: PageRequest::default() }
    }
}

fn download_body(download: &GroupDownload) -> Body {
    match download {
        GroupDownload::Chosen { robot_key, groups } => {
            let ids: Vec<&str> = groups.iter().map(GroupId::as_str).collect();
            Body::new().with("robotKey", robot_key.as_str()).with("conversationIds", json!(ids))
        }
        GroupDownload::Matching(filter) => {
            let keys: Vec<&str> = filter.robot_keys.iter().map(RobotKey::as_str).collect();
            Body::new()
                .with("robotKeys", json!(keys))
                .with_some("status", filter.is_live.map(u8::from))
                .with_some("creatorName", filter.owner_name.as_deref())
                .with_some("creatorId", filter.owner.as_ref().map(|id| encode::number(id.as_str())))
                .with_some("name", filter.name.as_deref())
                .with_some("memberCount", filter.at_least_members)
                .with_some("upmemberCount", filter.at_most_members)
                .with_some("outerGroupChat", filter.is_external.map(u8::from))
                .with(
                    "orderBy",
                    match filter.order {
                        GroupOrder::Name => 1,
                        GroupOrder::NameReversed => 2,
                        GroupOrder::OldestFirst => 3,
                        GroupOrder::NewestFirst => 4,
                    },
                )
        }
    }
}

/// The wire's one-letter parameters, and its two lists that belong together by position (Q53).
fn settings_body(copy: &GroupSettingsCopy) -> Body {
    let joined = |to: &RobotGroups| {
        let ids: Vec<&str> = to.groups().map(GroupId::as_str).collect();
        ids.join(";")
    };
    let modules: Vec<&str> = copy
        .modules
        .iter()
        .map(|module| match module {
            SettingsModule::Welcome => "WELCOME_NEW_MEMBER",
            SettingsModule::KeywordReplies => "GROUP_KEYWORD_REPLY",
            SettingsModule::DefaultReply => "PERIOD_AUTO_REPLY",
        })
        .collect();
    let (chatroom, robot_key): (Vec<String>, Vec<&str>) =
        copy.to.iter().map(|to| (joined(to), to.robot_key.as_str())).unzip();
    Body::new()
        .with("r", copy.from_robot.as_str())
        .with("g", copy.from_group.as_str())
        .with("module", json!(modules))
        .with("chatroom", json!(chatroom))
        .with("robotKey", json!(robot_key))
}

impl Rest {
    pub(crate) async fn groups(&self, query: &GroupQuery) -> Result<Page<Group>, PlatformError> {
        let body = Body::new()
            .with("robotKey", query.robot_key.as_str())
            .with_some("status", query.is_live.map(u8::from))
            .with_some("conversationId", query.group.as_ref().map(GroupId::as_str))
            .with_some("creatorId", query.owner.as_ref().map(|id| encode::number(id.as_str())))
            .with_some("name", query.name.as_deref())
            .with_page(query.page);
        self.page(&endpoints::GROUPS, &body, |value| group::listed(value, &query.robot_key)).await
    }

    pub(crate) async fn members(&self, query: &MemberQuery) -> Result<Page<GroupMember>, PlatformError> {
        let body = Body::new()
            .with("robotKey", query.robot_key.as_str())
            .with("conversationId", query.group.as_str())
            .with_some("status", query.is_present.map(u8::from))
            .with_some("memberUserId", query.member.as_ref().map(|id| encode::number(id.as_str())))
            .with_some("memberName", query.name.as_deref())
            .with_page(query.page);
        let decode = |value: &Value| contact::member(value, &query.robot_key, &query.group, None);
        self.page(&endpoints::MEMBERS, &body, decode).await
    }

    pub(crate) async fn download_groups(&self, download: &GroupDownload) -> Result<String, PlatformError> {
        let answer = self.call(&endpoints::DOWNLOAD_GROUPS, &download_body(download)).await?;
        let url = answer.envelope.value("downloadUrl").and_then(|url| url.as_str().map(str::to_owned));
        url.filter(|url| !url.trim().is_empty()).ok_or_else(|| answer.malformed("no downloadUrl"))
    }

    pub(crate) async fn copy_group_settings(&self, copy: &GroupSettingsCopy) -> Result<(), PlatformError> {
        self.call(&endpoints::COPY_GROUP_SETTINGS, &settings_body(copy)).await.map(drop)
    }
}
