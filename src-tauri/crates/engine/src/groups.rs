//! Looking through customers and groups, the Excel list of groups, and copying a group's automatic replies.
//! Spec 2.5, 2.9, Q52, Q53.

use serde::{Deserialize, Serialize};
use specta::Type;
use url::Url;
use zuoxi_model::{ContactQuery, Customer, GroupDownload, GroupListQuery, GroupSettingsCopy, GroupSummary, Page};

use crate::{Engine, EngineError, ExportKind};

/// The most rows a page of a list may have.
const PAGE_LIMIT: u32 = 200;

/// An Excel list that the platform has made; fetched under the rules of every download. Spec 2.5.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupSheet {
    pub address: String,
    /// What the platform calls the file, without any folder.
    pub file_name: String,
}

impl Engine {
    /// A page of the customers of the cache that fit, by name.
    pub async fn contacts(&self, query: &ContactQuery) -> Result<Page<Customer>, EngineError> {
        let query = ContactQuery { limit: query.limit.clamp(1, PAGE_LIMIT), ..query.clone() };
        Ok(self.core.store.contacts(&query).await?)
    }

    /// A page of the groups of the cache that fit, by name.
    pub async fn groups(&self, query: &GroupListQuery) -> Result<Page<GroupSummary>, EngineError> {
        let query = GroupListQuery { limit: query.limit.clamp(1, PAGE_LIMIT), ..query.clone() };
        Ok(self.core.store.group_summaries(&query).await?)
    }

    /// Has the platform make an Excel list of groups: of chosen ones, or of all that fit. The list has no group ids (Q52).
    /// Spec 2.5.
    pub async fn download_groups(&self, download: &GroupDownload) -> Result<GroupSheet, EngineError> {
        let nobody = match download {
            GroupDownload::Chosen { groups, .. } => groups.is_empty(),
            GroupDownload::Matching(filter) => filter.robot_keys.is_empty(),
        };
        if nobody {
            return Err(EngineError::InvalidInput("the list would be of no groups: choose some".into()));
        }
        self.core.home.policy.check_export(ExportKind::Groups)?;
        let address = self.core.platform.download_groups(download).await?;
        let file_name = file_name(&address);
        Ok(GroupSheet { address, file_name })
    }

    /// Copies a group's automatic replies to other groups. Not repeated by itself: whether twice doubles them is not said.
    /// Spec 2.9.
    pub async fn copy_group_settings(&self, copy: &GroupSettingsCopy) -> Result<(), EngineError> {
        let refused = |why: &str| Err(EngineError::InvalidInput(why.into()));
        if copy.modules.is_empty() {
            return refused("choose what to copy");
        }
        if copy.to.is_empty() {
            return refused("choose the groups to copy to");
        }
        let robots = copy.to.iter().map(|to| &to.robot_key).chain([&copy.from_robot]);
        for robot in robots {
            if self.core.robot(robot).is_none() {
                return Err(EngineError::NotFound("this robot is not known".into()));
            }
        }
        let onto_itself = |to: &zuoxi_model::RobotGroups| {
            to.robot_key == copy.from_robot && to.groups().any(|group| *group == copy.from_group)
        };
        if copy.to.iter().any(onto_itself) {
            return refused("a group's settings cannot be copied to the group itself");
        }
        Ok(self.core.platform.copy_group_settings(copy).await?)
    }
}

/// The last part of the address, decoded, without what a file system would take for a folder.
fn file_name(address: &str) -> String {
    const PLAIN: &str = "groups.xlsx";
    let Ok(url) = Url::parse(address) else { return PLAIN.into() };
    let last = url.path_segments().and_then(|mut parts| parts.next_back()).unwrap_or_default();
    let decoded = percent_encoding::percent_decode_str(last).decode_utf8_lossy();
    let name: String = decoded.chars().filter(|c| !c.is_control() && !r#"/\:*?"<>|"#.contains(*c)).collect();
    let name = name.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if name.is_empty() { PLAIN.into() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_sheet_is_no_way_out_of_its_folder() {
        let sample = "http://media.yjiyun.com/513/3b48566a/%E7%BE%A4%E6%95%B0%E6%8D%AE_202111290946319.xlsx";
        assert_eq!(file_name(sample), "群数据_202111290946319.xlsx");
        assert_eq!(file_name("http://x.cn/..%2F..%2Fetc%2Fpasswd"), "etcpasswd");
        for nameless in ["http://x.cn/", "http://x.cn/%2E%2E", "not an address"] {
            assert_eq!(file_name(nameless), "groups.xlsx", "{nameless}");
        }
    }
}
