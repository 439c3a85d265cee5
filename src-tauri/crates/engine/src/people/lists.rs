//! Reading the platform's lists into the cache, and telling the platform to read its own anew. Spec 2.3, 2.4, 2.6, 2.13.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use zuoxi_model::{GroupId, GroupMember, PageRequest, RobotKey, Timestamp};
use zuoxi_platform::{CustomerQuery, GroupQuery, MemberQuery, SyncScope};
use zuoxi_store::Touched;

use crate::{EngineError, core::Core};

/// No list is longer; a platform that serves the same page for ever must not keep us.
const MOST_PAGES: u32 = 10_000;

impl Core {
    /// Reads the customers and groups of a robot. Spec 2.3, 2.4.
    pub(super) async fn read_contacts(&self, robot: &RobotKey) -> Result<(), EngineError> {
        let mut query = CustomerQuery { page: self.first_page(), ..CustomerQuery::all(robot.clone()) };
        while query.page.number <= MOST_PAGES {
            let page = self.platform.customers(&query).await?;
            let customers = self.store.save_customers(&page.items).await?.into_iter().collect();
            self.publish_touched(&Touched { customers, ..Touched::default() }).await?;
            if page.is_last(query.page) {
                break;
            }
            query.page.number += 1;
            tokio::time::sleep(self.timing.list_pause).await;
        }
        let mut query = GroupQuery { page: self.first_page(), ..GroupQuery::all(robot.clone()) };
        while query.page.number <= MOST_PAGES {
            let page = self.platform.groups(&query).await?;
            let groups = self.store.save_groups(&page.items).await?.into_iter().collect();
            self.publish_touched(&Touched { groups, ..Touched::default() }).await?;
            if page.is_last(query.page) {
                break;
            }
            query.page.number += 1;
            tokio::time::sleep(self.timing.list_pause).await;
        }
        self.store.set_setting(&read_at(robot), &json!(self.clock.now())).await?;
        Ok(())
    }

    /// Reads who is in a group. Only a list that is whole says who left (Q50). Spec 2.6.
    pub(crate) async fn read_members(&self, robot: &RobotKey, group: &GroupId) -> Result<(), EngineError> {
        let mut query = MemberQuery { page: self.first_page(), ..MemberQuery::all(robot.clone(), group.clone()) };
        let mut members: BTreeMap<String, GroupMember> = BTreeMap::new();
        let mut is_whole = true;
        let mut said = 0;
        while query.page.number <= MOST_PAGES {
            let page = self.platform.members(&query).await?;
            let is_last = page.is_last(query.page);
            is_whole &= page.unreadable == 0;
            said = said.max(page.total.unwrap_or(0));
            members.extend(page.items.into_iter().map(|member| (member.id.to_string(), member)));
            if is_last {
                break;
            }
            query.page.number += 1;
        }
        // Pages shift while people come and go; fewer than the platform counts is not everybody.
        is_whole &= usize::try_from(said).is_ok_and(|said| said <= members.len()) && !members.is_empty();
        let members: Vec<GroupMember> = members.into_values().collect();
        self.store.save_members(robot, group, &members, is_whole, self.clock.now()).await?;
        let groups = BTreeSet::from([(robot.clone(), group.clone())]);
        self.publish_touched(&Touched { groups, ..Touched::default() }).await
    }

    /// Tells the platform to read a robot's contacts anew, and reads the lists twice afterwards, because it does not say
    /// when it is done (Q52). Returns from when on it may be asked again. Spec 2.13.
    pub(crate) async fn sync_contacts(&self, robot: &RobotKey) -> Result<Timestamp, EngineError> {
        if self.robot(robot).is_none() {
            return Err(EngineError::NotFound("this robot is not known".into()));
        }
        let now = self.clock.now();
        let cooldown_ms = i64::try_from(self.timing.sync_cooldown.as_millis()).unwrap_or(i64::MAX);
        let name = format!("contactsSyncedAt/{robot}");
        if let Some(last) = self.remembered_time(&name).await? {
            let until = last.plus_ms(cooldown_ms);
            if now < until && last <= now {
                return Err(EngineError::TooSoon { until });
            }
        }
        self.platform.sync_contacts(robot, SyncScope::CustomersAndGroups).await?;
        self.store.set_setting(&name, &json!(now)).await?;
        for after in self.timing.sync_rereads {
            self.people.read_lists(robot, after);
        }
        Ok(now.plus_ms(cooldown_ms))
    }

    /// Plans to read the lists of these robots, unless they were read lately.
    pub(super) async fn plan_lists(&self, robots: &[RobotKey]) -> Result<(), EngineError> {
        let age_ms = i64::try_from(self.timing.lists_age.as_millis()).unwrap_or(i64::MAX);
        for robot in robots {
            let read_at = self.remembered_time(&read_at(robot)).await?;
            if read_at.is_none_or(|read_at| read_at.plus_ms(age_ms) < self.clock.now()) {
                self.people.read_lists(robot, std::time::Duration::ZERO);
            }
        }
        Ok(())
    }

    async fn remembered_time(&self, name: &str) -> Result<Option<Timestamp>, EngineError> {
        Ok(self.store.setting(name).await?.and_then(|value| value.as_i64()).map(Timestamp))
    }

    fn first_page(&self) -> PageRequest {
        PageRequest { number: 1, size: self.timing.list_page }
    }
}

/// The setting that remembers when a robot's lists were read.
fn read_at(robot: &RobotKey) -> String {
    format!("contactsReadAt/{robot}")
}
