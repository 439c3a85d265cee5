//! Groups, and the other ids they go by.

use serde::Serialize;
use sqlx::SqliteConnection;
use zuoxi_model::{ChatKey, CustomerId, Group, GroupId, RobotKey, Timestamp};

use crate::rows::{chat_key, count, json};
use crate::{Store, StoreError};

/// A group, and when its members and admins were last told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownGroup {
    pub group: Group,
    /// Spec 2.6.
    pub members_read_at: Option<Timestamp>,
    /// Spec 3.16.
    pub admins_read_at: Option<Timestamp>,
}

impl Store {
    /// A group of a robot. Until the group list (2.4) is read, the name is that of the chat.
    pub async fn group(&self, robot: &RobotKey, id: &GroupId) -> Result<Option<Group>, StoreError> {
        Ok(self.known_group(robot, id).await?.map(|known| known.group))
    }

    /// As [`Store::group`], with how old the knowledge of its members is.
    pub async fn known_group(&self, robot: &RobotKey, id: &GroupId) -> Result<Option<KnownGroup>, StoreError> {
        let (robot_key, group_id) = (robot.as_str(), id.as_str());
        let row = sqlx::query!(
            r#"SELECT name, owner_id, owner_name, member_count, is_external AS "is_external: bool",
                      is_live AS "is_live: bool", created_at, members_read_at, admins_read_at
               FROM groups WHERE robot_key = ?1 AND group_id = ?2"#,
            robot_key,
            group_id
        )
        .fetch_optional(self.readers())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(KnownGroup {
            group: Group {
                robot_key: robot.clone(),
                id: id.clone(),
                name: row.name,
                owner_id: row.owner_id.map(Into::into),
                owner_name: row.owner_name,
                member_count: count(row.member_count),
                is_external: row.is_external,
                is_live: row.is_live,
                created_at: row.created_at.map(Timestamp),
            },
            members_read_at: row.members_read_at.map(Timestamp),
            admins_read_at: row.admins_read_at.map(Timestamp),
        }))
    }

    /// The group that goes by this id, which may be an alias (Q11); else the id itself.
    pub async fn group_named(&self, robot: &RobotKey, id: &GroupId) -> Result<GroupId, StoreError> {
        let (robot_key, alias) = (robot.as_str(), id.as_str());
        let group = sqlx::query_scalar!(
            "SELECT group_id FROM group_aliases WHERE robot_key = ?1 AND alias = ?2",
            robot_key,
            alias
        )
        .fetch_optional(self.readers())
        .await?;
        Ok(group.map_or_else(|| id.clone(), Into::into))
    }

    /// Takes in a page of the group list. Returns those of which something is different now. Spec 2.4.
    pub async fn save_groups(&self, groups: &[Group]) -> Result<Vec<(RobotKey, GroupId)>, StoreError> {
        let mut writer = self.writer().await?;
        upsert(&mut writer, groups).await
    }
}

pub(crate) async fn upsert(
    conn: &mut SqliteConnection,
    groups: &[Group],
) -> Result<Vec<(RobotKey, GroupId)>, StoreError> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Row<'a> {
        robot_key: &'a str,
        id: &'a str,
        name: &'a str,
        owner_id: Option<&'a str>,
        owner_name: Option<&'a str>,
        member_count: u32,
        is_external: bool,
        is_live: bool,
        created_at: Option<i64>,
    }

    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = groups
        .iter()
        .map(|group| Row {
            robot_key: group.robot_key.as_str(),
            id: group.id.as_str(),
            name: &group.name,
            owner_id: group.owner_id.as_ref().map(CustomerId::as_str),
            owner_name: group.owner_name.as_deref(),
            member_count: group.member_count,
            is_external: group.is_external,
            is_live: group.is_live,
            created_at: group.created_at.map(|at| at.0),
        })
        .collect();
    let rows = json(&rows)?;
    let changed = sqlx::query_file!("queries/upsert_groups.sql", rows).fetch_all(conn).await?;
    Ok(changed.into_iter().map(|row| (row.robot_key.into(), row.group_id.into())).collect())
}

/// Names a group, and its chat where there is one. Returns the chat if its row changed.
pub(crate) async fn rename(
    conn: &mut SqliteConnection,
    robot: &RobotKey,
    group: &GroupId,
    name: &str,
) -> Result<Vec<ChatKey>, StoreError> {
    let (robot_key, group_id) = (robot.as_str(), group.as_str());
    sqlx::query!(
        "INSERT INTO groups (robot_key, group_id, name) VALUES (?1, ?2, ?3)
         ON CONFLICT (robot_key, group_id) DO UPDATE SET name = excluded.name",
        robot_key,
        group_id,
        name
    )
    .execute(&mut *conn)
    .await?;
    let chats = sqlx::query!(
        "UPDATE chats SET name = ?3 WHERE robot_key = ?1 AND chat_user = ?2 AND name <> ?3
         RETURNING robot_key, chat_user",
        robot_key,
        group_id,
        name
    )
    .fetch_all(conn)
    .await?;
    Ok(chats.into_iter().map(|row| chat_key(row.robot_key, row.chat_user)).collect())
}

/// Notes a group that was just made. Spec 3.20.
pub(crate) async fn create(
    conn: &mut SqliteConnection,
    robot: &RobotKey,
    group: &GroupId,
    name: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (robot_key, group_id) = (robot.as_str(), group.as_str());
    sqlx::query!(
        "INSERT INTO groups (robot_key, group_id, name, created_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (robot_key, group_id) DO UPDATE SET name = excluded.name",
        robot_key,
        group_id,
        name,
        at.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(crate) async fn add_alias(
    conn: &mut SqliteConnection,
    robot: &RobotKey,
    alias: &GroupId,
    group: &GroupId,
) -> Result<(), StoreError> {
    let (robot_key, alias, group_id) = (robot.as_str(), alias.as_str(), group.as_str());
    sqlx::query!(
        "INSERT INTO group_aliases (robot_key, alias, group_id) VALUES (?1, ?2, ?3)
         ON CONFLICT (robot_key, alias) DO UPDATE SET group_id = excluded.group_id",
        robot_key,
        alias,
        group_id
    )
    .execute(conn)
    .await?;
    Ok(())
}
