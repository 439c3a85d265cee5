//! The account's robots. Spec 2.2.

use serde::Serialize;
use sqlx::SqliteConnection;
use zuoxi_model::{Assignee, Robot, RobotKey, RobotStatus, Timestamp};

use crate::rows::json;
use crate::store::begin;
use crate::words::Word as _;
use crate::{Store, StoreError};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RobotRow<'a> {
    key: &'a str,
    wxid: &'a str,
    name: &'a str,
    alias: Option<&'a str>,
    avatar_url: Option<&'a str>,
    status: &'static str,
    last_login: Option<i64>,
    owner: Option<&'a str>,
    corp_id: Option<&'a str>,
    staff_id: Option<&'a str>,
}

impl<'a> From<&'a Robot> for RobotRow<'a> {
    fn from(robot: &'a Robot) -> Self {
        Self {
            key: robot.key.as_str(),
            wxid: robot.wxid.as_str(),
            name: &robot.name,
            alias: robot.alias.as_deref(),
            avatar_url: robot.avatar_url.as_deref(),
            status: robot.status.word(),
            last_login: robot.last_login.map(|at| at.0),
            owner: robot.owner.as_ref().map(Assignee::as_str),
            corp_id: robot.corp_id.as_deref(),
            staff_id: robot.staff_id.as_deref(),
        }
    }
}

impl Store {
    /// The robots, in the order the platform listed them.
    pub async fn robots(&self) -> Result<Vec<Robot>, StoreError> {
        let rows = sqlx::query!(
            "SELECT robot_key, wxid, name, alias, avatar_url, status, last_login, owner, corp_id, staff_id
             FROM robots ORDER BY position"
        )
        .fetch_all(self.readers())
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Robot {
                    key: row.robot_key.into(),
                    wxid: row.wxid.into(),
                    name: row.name,
                    alias: row.alias,
                    avatar_url: row.avatar_url,
                    status: RobotStatus::read(&row.status)?,
                    last_login: row.last_login.map(Timestamp),
                    owner: row.owner.map(Into::into),
                    corp_id: row.corp_id,
                    staff_id: row.staff_id,
                })
            })
            .collect()
    }

    /// Takes the list as the platform gave it. A robot that is no longer in it goes; its chats stay.
    pub async fn save_robots(&self, robots: &[Robot]) -> Result<(), StoreError> {
        let rows = json(&robots.iter().map(RobotRow::from).collect::<Vec<_>>())?;
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        sqlx::query!("DELETE FROM robots").execute(&mut *tx).await?;
        sqlx::query!(
            "INSERT OR REPLACE INTO robots (
                position, robot_key, wxid, name, alias, avatar_url, status, last_login, owner, corp_id, staff_id
            )
            SELECT
                key, value ->> 'key', value ->> 'wxid', value ->> 'name', value ->> 'alias', value ->> 'avatarUrl',
                value ->> 'status', value ->> 'lastLogin', value ->> 'owner', value ->> 'corpId', value ->> 'staffId'
            FROM json_each(?1)",
            rows
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Notes a robot's state, from a `chat` event for instance. Nothing happens for a robot that is not listed.
    pub async fn set_robot_status(&self, robot: &RobotKey, status: RobotStatus) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        set_statuses(&mut writer, &[(robot, status)]).await
    }
}

/// Notes the states of several robots.
pub(crate) async fn set_statuses(
    conn: &mut SqliteConnection,
    statuses: &[(&RobotKey, RobotStatus)],
) -> Result<(), StoreError> {
    if statuses.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = statuses.iter().map(|(robot, status)| [robot.as_str(), status.word()]).collect();
    let rows = json(&rows)?;
    sqlx::query!(
        "UPDATE robots SET status = said.value ->> 1
         FROM json_each(?1) AS said
         WHERE robots.robot_key = said.value ->> 0 AND robots.status <> said.value ->> 1",
        rows
    )
    .execute(conn)
    .await?;
    Ok(())
}
