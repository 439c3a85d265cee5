//! Who is in a group, and what they may do there.
//!
//! A member never goes from the table: whoever left is not present, and messages still name them. Only the whole list of
//! spec 2.6 can say that somebody left whom no reply named (Q50).

use serde::Serialize;
use sqlx::SqliteConnection;
use zuoxi_model::{AdminChange, Contact, CustomerId, GroupId, GroupMember, MemberRole, RobotKey, Timestamp};

use crate::rows::json;
use crate::store::begin;
use crate::words::Word as _;
use crate::{Store, StoreError};

impl Store {
    /// Those who are in the group: the owner, the admins, the rest, each by name.
    pub async fn group_members(&self, robot: &RobotKey, group: &GroupId) -> Result<Vec<GroupMember>, StoreError> {
        let (robot_key, group_id) = (robot.as_str(), group.as_str());
        let rows =
            sqlx::query_file!("queries/group_members.sql", robot_key, group_id).fetch_all(self.readers()).await?;
        rows.into_iter()
            .map(|row| {
                Ok(GroupMember {
                    robot_key: robot.clone(),
                    group_id: group.clone(),
                    id: row.customer_id.into(),
                    name: row.name,
                    avatar_url: row.avatar_url,
                    role: MemberRole::read(&row.role)?,
                    is_wechat: row.is_wechat,
                    is_external: row.is_external.unwrap_or(false),
                    is_present: true,
                })
            })
            .collect()
    }

    /// Where the picture of somebody in the group is, present or not.
    pub async fn member_avatar(
        &self,
        robot: &RobotKey,
        group: &GroupId,
        member: &CustomerId,
    ) -> Result<Option<String>, StoreError> {
        let (robot_key, group_id, customer_id) = (robot.as_str(), group.as_str(), member.as_str());
        let found = sqlx::query_scalar!(
            "SELECT avatar_url FROM group_members WHERE robot_key = ?1 AND group_id = ?2 AND customer_id = ?3",
            robot_key,
            group_id,
            customer_id
        )
        .fetch_optional(self.readers())
        .await?;
        Ok(found.flatten())
    }

    /// Those of the people who are known not to be of the company (Q49).
    pub async fn outsiders(
        &self,
        robot: &RobotKey,
        group: &GroupId,
        people: &[CustomerId],
    ) -> Result<Vec<CustomerId>, StoreError> {
        let (robot_key, group_id) = (robot.as_str(), group.as_str());
        let people = json(people)?;
        let rows = sqlx::query_scalar!(
            "SELECT customer_id FROM group_members
             WHERE robot_key = ?1 AND group_id = ?2 AND is_external = 1
                AND customer_id IN (SELECT value FROM json_each(?3))",
            robot_key,
            group_id,
            people
        )
        .fetch_all(self.readers())
        .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Takes in members as they were listed. If they are the whole list, whoever is not in it has left. Spec 2.6.
    pub async fn save_members(
        &self,
        robot: &RobotKey,
        group: &GroupId,
        members: &[GroupMember],
        is_whole: bool,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (robot_key, group_id) = (robot.as_str(), group.as_str());
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        upsert(&mut tx, members).await?;
        if is_whole {
            let listed = json(&members.iter().map(|member| member.id.as_str()).collect::<Vec<_>>())?;
            sqlx::query!(
                "UPDATE group_members SET is_present = 0
                 WHERE robot_key = ?1 AND group_id = ?2 AND is_present = 1
                    AND customer_id NOT IN (SELECT value FROM json_each(?3))",
                robot_key,
                group_id,
                listed
            )
            .execute(&mut *tx)
            .await?;
            sqlx::query!(
                "UPDATE groups SET
                    members_read_at = ?3,
                    member_count = (
                        SELECT count(*) FROM group_members
                        WHERE group_members.robot_key = ?1 AND group_members.group_id = ?2 AND is_present = 1
                    )
                 WHERE robot_key = ?1 AND group_id = ?2",
                robot_key,
                group_id,
                at.0
            )
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

pub(crate) async fn upsert(conn: &mut SqliteConnection, members: &[GroupMember]) -> Result<(), StoreError> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Row<'a> {
        robot_key: &'a str,
        group_id: &'a str,
        id: &'a str,
        name: &'a str,
        avatar_url: Option<&'a str>,
        role: &'static str,
        is_wechat: bool,
        is_external: bool,
        is_present: bool,
    }

    let rows: Vec<Row> = members
        .iter()
        .map(|member| Row {
            robot_key: member.robot_key.as_str(),
            group_id: member.group_id.as_str(),
            id: member.id.as_str(),
            name: &member.name,
            avatar_url: member.avatar_url.as_deref(),
            role: member.role.word(),
            is_wechat: member.is_wechat,
            is_external: member.is_external,
            is_present: member.is_present,
        })
        .collect();
    let rows = json(&rows)?;
    // A list tells the owner only, so whoever is known as an admin stays one.
    sqlx::query!(
        "INSERT INTO group_members (
            robot_key, group_id, customer_id, name, avatar_url, role, is_wechat, is_external, is_present
         )
         SELECT
            value ->> 'robotKey', value ->> 'groupId', value ->> 'id', value ->> 'name', value ->> 'avatarUrl',
            value ->> 'role', value ->> 'isWechat', value ->> 'isExternal', value ->> 'isPresent'
         FROM json_each(?1) WHERE true
         ON CONFLICT (robot_key, group_id, customer_id) DO UPDATE SET
            name = COALESCE(nullif(excluded.name, ''), group_members.name),
            avatar_url = COALESCE(excluded.avatar_url, group_members.avatar_url),
            role = CASE
                WHEN excluded.role = 'member' AND group_members.role = 'admin' THEN 'admin'
                ELSE excluded.role
            END,
            is_wechat = excluded.is_wechat,
            is_external = excluded.is_external,
            is_present = excluded.is_present",
        rows
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// These and nobody else but the owner are admins. Spec 3.16.
pub(crate) async fn set_admins(
    conn: &mut SqliteConnection,
    robot: &RobotKey,
    group: &GroupId,
    admins: &[CustomerId],
    at: Timestamp,
) -> Result<(), StoreError> {
    let (robot_key, group_id) = (robot.as_str(), group.as_str());
    sqlx::query!(
        "UPDATE group_members SET role = 'member' WHERE robot_key = ?1 AND group_id = ?2 AND role = 'admin'",
        robot_key,
        group_id
    )
    .execute(&mut *conn)
    .await?;
    change_admins(conn, robot, group, AdminChange::Add, admins).await?;
    sqlx::query!(
        "UPDATE groups SET admins_read_at = ?3 WHERE robot_key = ?1 AND group_id = ?2",
        robot_key,
        group_id,
        at.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Spec 3.17.
pub(crate) async fn change_admins(
    conn: &mut SqliteConnection,
    robot: &RobotKey,
    group: &GroupId,
    op: AdminChange,
    members: &[CustomerId],
) -> Result<(), StoreError> {
    let (robot_key, group_id) = (robot.as_str(), group.as_str());
    let role = match op {
        AdminChange::Add => MemberRole::Admin,
        AdminChange::Remove => MemberRole::Member,
    };
    let role = role.word();
    let members = json(members)?;
    sqlx::query!(
        "INSERT INTO group_members (robot_key, group_id, customer_id, role)
         SELECT ?1, ?2, value, ?4 FROM json_each(?3) WHERE true
         ON CONFLICT (robot_key, group_id, customer_id) DO UPDATE SET role = excluded.role
         WHERE group_members.role <> 'owner'",
        robot_key,
        group_id,
        members,
        role
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Spec 3.15.
pub(crate) async fn leave(
    conn: &mut SqliteConnection,
    robot: &RobotKey,
    group: &GroupId,
    members: &[CustomerId],
) -> Result<(), StoreError> {
    let (robot_key, group_id) = (robot.as_str(), group.as_str());
    let members = json(members)?;
    sqlx::query!(
        "UPDATE group_members SET is_present = 0
         WHERE robot_key = ?1 AND group_id = ?2 AND customer_id IN (SELECT value FROM json_each(?3))",
        robot_key,
        group_id,
        members
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Spec 3.18, 3.22.
pub(crate) async fn join(
    conn: &mut SqliteConnection,
    robot: &RobotKey,
    group: &GroupId,
    people: &[Contact],
) -> Result<(), StoreError> {
    let (robot_key, group_id) = (robot.as_str(), group.as_str());
    let rows: Vec<(&str, Option<&str>, Option<&str>)> = people
        .iter()
        .map(|person| (person.id.as_str(), person.name.as_deref(), person.avatar_url.as_deref()))
        .collect();
    let rows = json(&rows)?;
    sqlx::query!(
        "INSERT INTO group_members (robot_key, group_id, customer_id, name, avatar_url)
         SELECT ?1, ?2, value ->> 0, COALESCE(value ->> 1, ''), value ->> 2 FROM json_each(?3) WHERE true
         ON CONFLICT (robot_key, group_id, customer_id) DO UPDATE SET
            name = COALESCE(nullif(excluded.name, ''), group_members.name),
            avatar_url = COALESCE(excluded.avatar_url, group_members.avatar_url),
            is_present = 1",
        robot_key,
        group_id,
        rows
    )
    .execute(conn)
    .await?;
    Ok(())
}
