//! Friend requests. They come by push only, without a time, and never again (Q47).

use sqlx::SqliteConnection;
use zuoxi_model::{CustomerId, FriendRequest, Gender, ReceivedRequest, RequestState, RobotKey, Timestamp};

use crate::rows::json;
use crate::words::Word as _;
use crate::{Store, StoreError};

struct RequestRow {
    robot_key: String,
    customer_id: String,
    name: String,
    avatar_url: Option<String>,
    reason: String,
    gender: String,
    description: Option<String>,
    is_wechat: bool,
    received_at: i64,
    state: String,
}

impl TryFrom<RequestRow> for ReceivedRequest {
    type Error = StoreError;

    fn try_from(row: RequestRow) -> Result<Self, StoreError> {
        Ok(Self {
            robot_key: row.robot_key.into(),
            request: FriendRequest {
                from: row.customer_id.into(),
                name: row.name,
                avatar_url: row.avatar_url,
                reason: row.reason,
                gender: Gender::read(&row.gender)?,
                description: row.description,
                is_wechat: row.is_wechat,
            },
            received_at: Timestamp(row.received_at),
            state: RequestState::read(&row.state)?,
        })
    }
}

impl Store {
    /// Every friend request that came, newest first, also those that were dealt with.
    pub async fn friend_requests(&self) -> Result<Vec<ReceivedRequest>, StoreError> {
        let rows = sqlx::query_as!(
            RequestRow,
            r#"SELECT robot_key, customer_id, name, avatar_url, reason, gender, description, is_wechat AS "is_wechat: bool",
                      received_at, state
               FROM friend_requests ORDER BY received_at DESC"#
        )
        .fetch_all(self.readers())
        .await?;
        rows.into_iter().map(ReceivedRequest::try_from).collect()
    }

    /// These requests; one that is not known is left out.
    pub async fn friend_requests_from(
        &self,
        keys: impl IntoIterator<Item = &(RobotKey, CustomerId)>,
    ) -> Result<Vec<ReceivedRequest>, StoreError> {
        let keys: Vec<[&str; 2]> = keys.into_iter().map(|(robot, from)| [robot.as_str(), from.as_str()]).collect();
        let keys = json(&keys)?;
        let rows =
            sqlx::query_file_as!(RequestRow, "queries/friend_requests.sql", keys).fetch_all(self.readers()).await?;
        rows.into_iter().map(ReceivedRequest::try_from).collect()
    }
}

/// Stores a request on arrival. Who asks again waits again, unless the answer is on its way.
pub(crate) async fn receive(
    conn: &mut SqliteConnection,
    robot: &RobotKey,
    request: &FriendRequest,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (robot_key, from, gender) = (robot.as_str(), request.from.as_str(), request.gender.word());
    sqlx::query!(
        "INSERT INTO friend_requests (
            robot_key, customer_id, name, avatar_url, reason, gender, description, is_wechat, received_at
         ) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (robot_key, customer_id) DO UPDATE SET
            name = excluded.name,
            avatar_url = COALESCE(excluded.avatar_url, friend_requests.avatar_url),
            reason = excluded.reason,
            gender = excluded.gender,
            description = excluded.description,
            is_wechat = excluded.is_wechat,
            received_at = excluded.received_at,
            state = CASE WHEN friend_requests.state = 'accepting' THEN 'accepting' ELSE 'waiting' END",
        robot_key,
        from,
        request.name,
        request.avatar_url,
        request.reason,
        gender,
        request.description,
        request.is_wechat,
        at.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// False if there is no such request, or it is in that state already.
pub(crate) async fn set_state(
    conn: &mut SqliteConnection,
    robot: &RobotKey,
    from: &CustomerId,
    state: RequestState,
) -> Result<bool, StoreError> {
    let (robot_key, from, state) = (robot.as_str(), from.as_str(), state.word());
    let done = sqlx::query!(
        "UPDATE friend_requests SET state = ?3 WHERE robot_key = ?1 AND customer_id = ?2 AND state <> ?3",
        robot_key,
        from,
        state
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Makes a customer of whom a robot has accepted, with what the request told.
pub(crate) async fn befriend(
    conn: &mut SqliteConnection,
    robot: &RobotKey,
    from: &CustomerId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (robot_key, from) = (robot.as_str(), from.as_str());
    sqlx::query!(
        "INSERT INTO customers (robot_key, customer_id, name, avatar_url, relationship, is_wechat, created_at)
         SELECT robot_key, customer_id, name, avatar_url, 'normal', is_wechat, ?3
         FROM friend_requests WHERE robot_key = ?1 AND customer_id = ?2
         ON CONFLICT (robot_key, customer_id) DO UPDATE SET
            relationship = 'normal',
            name = COALESCE(nullif(customers.name, ''), excluded.name),
            avatar_url = COALESCE(customers.avatar_url, excluded.avatar_url)",
        robot_key,
        from,
        at.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
