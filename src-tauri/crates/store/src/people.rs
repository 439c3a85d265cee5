//! Customers and groups, as far as they are known.

use zuoxi_model::{Customer, CustomerId, Group, GroupId, Relationship, RobotKey, Timestamp};

use crate::rows::count;
use crate::words::Word as _;
use crate::{Store, StoreError};

impl Store {
    /// A customer of a robot. Until the customer list (2.3) is read, name and picture are those of the chat.
    pub async fn customer(&self, robot: &RobotKey, id: &CustomerId) -> Result<Option<Customer>, StoreError> {
        let (robot_key, customer_id) = (robot.as_str(), id.as_str());
        let row = sqlx::query!(
            r#"SELECT name, remark, description, avatar_url, phone, relationship, is_wechat AS "is_wechat: bool", created_at
               FROM customers WHERE robot_key = ?1 AND customer_id = ?2"#,
            robot_key,
            customer_id
        )
        .fetch_optional(self.readers())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Customer {
            robot_key: robot.clone(),
            id: id.clone(),
            name: row.name,
            remark: row.remark,
            description: row.description,
            avatar_url: row.avatar_url,
            phone: row.phone,
            relationship: Relationship::read(&row.relationship)?,
            is_wechat: row.is_wechat,
            created_at: row.created_at.map(Timestamp),
        }))
    }

    /// A group of a robot. Until the group list (2.4) is read, the name is that of the chat.
    pub async fn group(&self, robot: &RobotKey, id: &GroupId) -> Result<Option<Group>, StoreError> {
        let (robot_key, group_id) = (robot.as_str(), id.as_str());
        let row = sqlx::query!(
            r#"SELECT name, owner_id, owner_name, member_count, is_external AS "is_external: bool",
                      is_live AS "is_live: bool", created_at
               FROM groups WHERE robot_key = ?1 AND group_id = ?2"#,
            robot_key,
            group_id
        )
        .fetch_optional(self.readers())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Group {
            robot_key: robot.clone(),
            id: id.clone(),
            name: row.name,
            owner_id: row.owner_id.map(Into::into),
            owner_name: row.owner_name,
            member_count: count(row.member_count),
            is_external: row.is_external,
            is_live: row.is_live,
            created_at: row.created_at.map(Timestamp),
        }))
    }
}
