//! Cards, and telling the watchers that one is different.

use zuoxi_model::{ChatKey, CustomerCard, CustomerId, GroupCard, GroupId, MessageId, RobotKey};
use zuoxi_store::Touched;

use crate::{EngineError, core::Core, feed::Change};

impl Core {
    /// What is known of a customer; from now on changes of it are told.
    pub(crate) async fn open_customer(
        &self,
        robot: &RobotKey,
        customer: &CustomerId,
    ) -> Result<Option<CustomerCard>, EngineError> {
        self.people.follow_customer(robot, customer);
        self.customer_card(robot, customer).await
    }

    /// What is known of a group; from now on changes of it are told. A member list that was never read is read now, in
    /// the background.
    pub(crate) async fn open_group(&self, robot: &RobotKey, group: &GroupId) -> Result<Option<GroupCard>, EngineError> {
        let group = self.store.group_named(robot, group).await?;
        self.people.follow_group(robot, &group);
        let card = self.group_card(robot, &group).await?;
        if card.as_ref().is_some_and(|card| card.members_read_at.is_none()) {
            self.people.reread_members(robot, &group, std::time::Duration::ZERO);
        }
        Ok(card)
    }

    async fn customer_card(&self, robot: &RobotKey, id: &CustomerId) -> Result<Option<CustomerCard>, EngineError> {
        let Some(customer) = self.store.customer(robot, id).await? else { return Ok(None) };
        let library = self.store.tag_library(robot).await?;
        let mut also_known_to = self.store.robots_of_customer(id).await?;
        also_known_to.retain(|other| other != robot);
        Ok(Some(CustomerCard {
            customer,
            tags: self.store.carried_tags(robot, id).await?,
            ambiguous: self.store.ambiguous_tags(robot, id).await?,
            tags_checked_at: library.and_then(|known| known.checked_at),
            tags_doubtful: self.store.are_tags_doubtful(robot, id).await?,
            also_known_to,
        }))
    }

    async fn group_card(&self, robot: &RobotKey, id: &GroupId) -> Result<Option<GroupCard>, EngineError> {
        let Some(known) = self.store.known_group(robot, id).await? else { return Ok(None) };
        Ok(Some(GroupCard {
            group: known.group,
            members: self.store.group_members(robot, id).await?,
            members_read_at: known.members_read_at,
            admins_read_at: known.admins_read_at,
        }))
    }

    pub(crate) async fn publish_actions(&self, ids: &[MessageId]) -> Result<(), EngineError> {
        let rows = self.store.actions_by_id(ids).await?;
        if rows.is_empty() {
            return Ok(());
        }
        self.feed.publish(vec![Change::Actions { rows: rows.clone() }]);
        self.follow_actions(&rows).await
    }

    /// Tells the watchers what was written: whole rows, of cards only those that were opened lately.
    pub(crate) async fn publish_touched(&self, touched: &Touched) -> Result<(), EngineError> {
        let mut changes = Vec::new();
        for robot in &touched.libraries {
            if let Some(tags) = self.store.tag_library(robot).await? {
                changes.push(Change::Tags { tags });
            }
        }
        if !touched.requests.is_empty() {
            changes.push(Change::Requests { rows: self.store.friend_requests_from(&touched.requests).await? });
        }
        if !touched.customers.is_empty() {
            let followed = self.people.followed_customers();
            let mut cards = Vec::new();
            for (robot, customer) in touched.customers.iter().filter(|key| followed.contains(key)) {
                cards.extend(self.customer_card(robot, customer).await?);
            }
            if !cards.is_empty() {
                changes.push(Change::Customers { cards });
            }
        }
        if !touched.groups.is_empty() {
            let followed = self.people.followed_groups();
            let mut cards = Vec::new();
            for (robot, group) in touched.groups.iter().filter(|key| followed.contains(key)) {
                cards.extend(self.group_card(robot, group).await?);
            }
            if !cards.is_empty() {
                changes.push(Change::Groups { cards });
            }
        }
        self.feed.publish(changes);
        if !touched.requests.is_empty() {
            self.publish_attention().await?;
        }
        let mut chats = touched.chats.clone();
        // The list shows the remark.
        chats.extend(touched.customers.iter().map(|(robot, customer)| chat_of(robot, customer)));
        let chats: Vec<_> = chats.into_iter().collect();
        self.publish_chats(&chats).await
    }
}

fn chat_of(robot: &RobotKey, customer: &CustomerId) -> ChatKey {
    ChatKey { robot_key: robot.clone(), chat_user: customer.as_str().into() }
}
