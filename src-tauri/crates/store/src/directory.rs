//! Looking through customers and groups, page by page. A substring has no index; the tables hold some ten thousand rows
//! at most, and a page is asked for when somebody types.

use zuoxi_model::{
    ContactQuery, Customer, Group, GroupListQuery, GroupSummary, LabelId, Page, Relationship, RobotKey, Timestamp,
};

use crate::rows::count;
use crate::words::Word as _;
use crate::{Store, StoreError};

impl Store {
    /// A page of the customers that fit, by name.
    pub async fn contacts(&self, query: &ContactQuery) -> Result<Page<Customer>, StoreError> {
        let robot = query.robot.as_ref().map(RobotKey::as_str);
        let text = query.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let tag = query.tag.as_ref().map(LabelId::as_str);
        let relationship = query.relationship.as_ref().map(Relationship::word);
        let rows = sqlx::query!(
            r#"SELECT robot_key, customer_id, name, remark, description, avatar_url, phone, relationship,
                      is_wechat AS "is_wechat: bool", created_at, count(*) OVER () AS "total!: i64"
               FROM customers
               WHERE (?1 IS NULL OR robot_key = ?1)
                  AND (
                    ?2 IS NULL OR customer_id = ?2 OR instr(lower(name), lower(?2)) > 0
                    OR instr(lower(COALESCE(remark, '')), lower(?2)) > 0 OR instr(COALESCE(phone, ''), ?2) > 0
                  )
                  AND (?4 IS NULL OR relationship = ?4)
                  AND (?3 IS NULL OR EXISTS (
                    SELECT 1 FROM customer_tags
                    WHERE customer_tags.robot_key = customers.robot_key
                        AND customer_tags.customer_id = customers.customer_id
                        AND customer_tags.label_id = ?3 AND customer_tags.is_carried = 1
                  ))
               ORDER BY COALESCE(nullif(remark, ''), name), customer_id, robot_key
               LIMIT ?5 OFFSET ?6"#,
            robot,
            text,
            tag,
            relationship,
            query.limit,
            query.offset
        )
        .fetch_all(self.readers())
        .await?;
        let total = rows.first().map(|row| count(row.total));
        let items = rows
            .into_iter()
            .map(|row| {
                Ok(Customer {
                    robot_key: row.robot_key.into(),
                    id: row.customer_id.into(),
                    name: row.name,
                    remark: row.remark,
                    description: row.description,
                    avatar_url: row.avatar_url,
                    phone: row.phone,
                    relationship: Relationship::read(&row.relationship)?,
                    is_wechat: row.is_wechat,
                    created_at: row.created_at.map(Timestamp),
                })
            })
            .collect::<Result<_, StoreError>>()?;
        // A page behind the end has no row that could tell how many there are.
        let total = total.or((query.offset == 0).then_some(0));
        Ok(Page { items, total, unreadable: 0 })
    }

    /// A page of the groups that fit, by name.
    pub async fn group_summaries(&self, query: &GroupListQuery) -> Result<Page<GroupSummary>, StoreError> {
        let robot = query.robot.as_ref().map(RobotKey::as_str);
        let text = query.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let rows = sqlx::query!(
            r#"SELECT groups.robot_key, groups.group_id, groups.name, groups.owner_id, groups.owner_name,
                      groups.member_count, groups.is_external AS "is_external: bool", groups.is_live AS "is_live: bool",
                      groups.created_at, groups.members_read_at,
                      COALESCE(chats.last_timestamp, chats.last_active) AS "last_active?: i64",
                      count(*) OVER () AS "total!: i64"
               FROM groups
               LEFT JOIN chats ON chats.robot_key = groups.robot_key AND chats.chat_user = groups.group_id
               WHERE (?1 IS NULL OR groups.robot_key = ?1)
                  AND (
                    ?2 IS NULL OR groups.group_id = ?2 OR instr(lower(groups.name), lower(?2)) > 0
                    OR instr(lower(COALESCE(groups.owner_name, '')), lower(?2)) > 0
                  )
                  AND (?3 IS NULL OR groups.is_live = ?3)
               ORDER BY groups.name, groups.group_id, groups.robot_key
               LIMIT ?4 OFFSET ?5"#,
            robot,
            text,
            query.is_live,
            query.limit,
            query.offset
        )
        .fetch_all(self.readers())
        .await?;
        let total = rows.first().map(|row| count(row.total)).or((query.offset == 0).then_some(0));
        let items = rows.into_iter().map(|row| GroupSummary {
            group: Group {
                robot_key: row.robot_key.into(),
                id: row.group_id.into(),
                name: row.name,
                owner_id: row.owner_id.map(Into::into),
                owner_name: row.owner_name,
                member_count: count(row.member_count),
                is_external: row.is_external,
                is_live: row.is_live,
                created_at: row.created_at.map(Timestamp),
            },
            last_active: row.last_active.map(Timestamp),
            members_read_at: row.members_read_at.map(Timestamp),
        });
        Ok(Page { items: items.collect(), total, unreadable: 0 })
    }
}
