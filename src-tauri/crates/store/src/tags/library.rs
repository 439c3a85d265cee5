//! A robot's tag library. Spec 3.12.

use std::collections::HashMap;

use serde::Serialize;
use sqlx::SqliteConnection;
use zuoxi_model::{KnownTags, LabelId, RobotKey, Tag, TagGroup, TagLibrary, Timestamp};

use super::sweep;
use crate::rows::json;
use crate::{Store, StoreError};

impl Store {
    /// A robot's tags as the platform told them last; `None` while it never did.
    pub async fn tag_library(&self, robot: &RobotKey) -> Result<Option<KnownTags>, StoreError> {
        let robot_key = robot.as_str();
        let mut reader = self.readers().acquire().await?;
        let known = sqlx::query!("SELECT personal_group_id, as_of FROM tag_libraries WHERE robot_key = ?1", robot_key)
            .fetch_optional(&mut *reader)
            .await?;
        let Some(known) = known else { return Ok(None) };
        let groups =
            sqlx::query!("SELECT group_id, name FROM tag_groups WHERE robot_key = ?1 ORDER BY position", robot_key)
                .fetch_all(&mut *reader)
                .await?;
        let tags =
            sqlx::query!("SELECT label_id, group_id, name FROM tags WHERE robot_key = ?1 ORDER BY position", robot_key)
                .fetch_all(&mut *reader)
                .await?;
        let mut by_group: HashMap<String, Vec<Tag>> = HashMap::new();
        for tag in tags {
            by_group.entry(tag.group_id).or_default().push(Tag { id: tag.label_id.into(), name: tag.name });
        }
        let groups = groups
            .into_iter()
            .map(|group| TagGroup {
                tags: by_group.remove(&group.group_id).unwrap_or_default(),
                id: group.group_id.into(),
                name: group.name,
            })
            .collect();
        Ok(Some(KnownTags {
            robot_key: robot.clone(),
            library: TagLibrary { groups, personal: known.personal_group_id.map(Into::into) },
            as_of: Timestamp(known.as_of),
            checked_at: sweep::checked_at(&mut reader, robot_key).await?,
        }))
    }
}

/// Takes the library as the platform gave it. Who carries a tag that is no longer in it stays known.
pub(crate) async fn replace(
    conn: &mut SqliteConnection,
    robot: &RobotKey,
    library: &TagLibrary,
    at: Timestamp,
) -> Result<(), StoreError> {
    #[derive(Serialize)]
    struct Row<'a>(&'a str, &'a str, &'a str);

    let robot_key = robot.as_str();
    let personal = library.personal.as_ref().map(LabelId::as_str);
    sqlx::query!(
        "INSERT INTO tag_libraries (robot_key, personal_group_id, as_of) VALUES (?1, ?2, ?3)
         ON CONFLICT (robot_key) DO UPDATE SET
            personal_group_id = excluded.personal_group_id,
            as_of = excluded.as_of",
        robot_key,
        personal,
        at.0
    )
    .execute(&mut *conn)
    .await?;
    let groups: Vec<[&str; 2]> = library.groups.iter().map(|group| [group.id.as_str(), group.name.as_str()]).collect();
    let groups = json(&groups)?;
    let tags: Vec<Row> = library
        .groups
        .iter()
        .flat_map(|group| group.tags.iter().map(|tag| Row(tag.id.as_str(), group.id.as_str(), tag.name.as_str())))
        .collect();
    let tags = json(&tags)?;
    sqlx::query!("DELETE FROM tag_groups WHERE robot_key = ?1", robot_key).execute(&mut *conn).await?;
    sqlx::query!("DELETE FROM tags WHERE robot_key = ?1", robot_key).execute(&mut *conn).await?;
    sqlx::query!(
        "INSERT OR REPLACE INTO tag_groups (robot_key, group_id, position, name)
         SELECT ?1, value ->> 0, key, value ->> 1 FROM json_each(?2)",
        robot_key,
        groups
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT OR REPLACE INTO tags (robot_key, label_id, group_id, position, name)
         SELECT ?1, value ->> 0, value ->> 1, key, value ->> 2 FROM json_each(?2)",
        robot_key,
        tags
    )
    .execute(&mut *conn)
    .await?;
    // Every name is to be swept; what is left of names that are gone goes.
    sqlx::query!(
        "DELETE FROM tag_sweeps WHERE robot_key = ?1
            AND name NOT IN (SELECT tags.name FROM tags WHERE tags.robot_key = ?1)",
        robot_key
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO tag_sweeps (robot_key, name)
         SELECT DISTINCT robot_key, name FROM tags WHERE robot_key = ?1 AND name <> ''
         ON CONFLICT (robot_key, name) DO NOTHING",
        robot_key
    )
    .execute(conn)
    .await?;
    Ok(())
}
