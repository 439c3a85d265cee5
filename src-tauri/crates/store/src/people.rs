//! Customers, as far as they are known.

use serde::Serialize;
use sqlx::SqliteConnection;
use zuoxi_model::{Contact, Customer, CustomerId, Relationship, RobotKey, Timestamp};

use crate::rows::json;
use crate::words::Word as _;
use crate::{Store, StoreError};

/// A customer for `json_each`; what is null was not said.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    robot_key: &'a str,
    id: &'a str,
    name: Option<&'a str>,
    remark: Option<&'a str>,
    description: Option<&'a str>,
    avatar_url: Option<&'a str>,
    phone: Option<&'a str>,
    relationship: &'static str,
    is_wechat: Option<bool>,
    created_at: Option<i64>,
}

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

    /// The robots that know a customer.
    pub async fn robots_of_customer(&self, id: &CustomerId) -> Result<Vec<RobotKey>, StoreError> {
        let id = id.as_str();
        let rows = sqlx::query_scalar!("SELECT robot_key FROM customers WHERE customer_id = ?1 ORDER BY robot_key", id)
            .fetch_all(self.readers())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Takes in a page of the customer list. Returns those of whom something is different now. Spec 2.3.
    pub async fn save_customers(&self, customers: &[Customer]) -> Result<Vec<(RobotKey, CustomerId)>, StoreError> {
        if customers.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<Row> = customers
            .iter()
            .map(|customer| Row {
                robot_key: customer.robot_key.as_str(),
                id: customer.id.as_str(),
                name: Some(customer.name.as_str()).filter(|name| !name.is_empty()),
                remark: customer.remark.as_deref(),
                description: customer.description.as_deref(),
                avatar_url: customer.avatar_url.as_deref(),
                phone: customer.phone.as_deref(),
                relationship: customer.relationship.word(),
                is_wechat: Some(customer.is_wechat),
                created_at: customer.created_at.map(|at| at.0),
            })
            .collect();
        let mut writer = self.writer().await?;
        upsert(&mut writer, &rows).await
    }
}

async fn upsert(conn: &mut SqliteConnection, rows: &[Row<'_>]) -> Result<Vec<(RobotKey, CustomerId)>, StoreError> {
    let rows = json(rows)?;
    let changed = sqlx::query_file!("queries/upsert_customers.sql", rows).fetch_all(conn).await?;
    Ok(changed.into_iter().map(|row| (row.robot_key.into(), row.customer_id.into())).collect())
}

/// Fills in what a reply said of people. An empty remark or description was said and says that there is none.
pub(crate) async fn fill_in(
    conn: &mut SqliteConnection,
    robot: &RobotKey,
    people: &[Contact],
) -> Result<(), StoreError> {
    let rows: Vec<Row> = people
        .iter()
        .map(|person| Row {
            robot_key: robot.as_str(),
            id: person.id.as_str(),
            name: person.name.as_deref().filter(|name| !name.is_empty()),
            remark: person.remark.as_deref(),
            description: person.description.as_deref(),
            avatar_url: person.avatar_url.as_deref(),
            phone: person.phone.as_deref().filter(|phone| !phone.is_empty()),
            relationship: Relationship::Unknown.word(),
            is_wechat: person.is_wechat,
            created_at: None,
        })
        .collect();
    upsert(conn, &rows).await.map(drop)
}

/// What is `None` stays as it is.
pub(crate) async fn set_remark(
    conn: &mut SqliteConnection,
    robot: &RobotKey,
    customer: &CustomerId,
    name: Option<&str>,
    description: Option<&str>,
) -> Result<(), StoreError> {
    let (robot_key, customer_id) = (robot.as_str(), customer.as_str());
    sqlx::query!(
        "INSERT INTO customers (robot_key, customer_id, remark, description)
         VALUES (?1, ?2, nullif(?3, ''), nullif(?4, ''))
         ON CONFLICT (robot_key, customer_id) DO UPDATE SET
            remark = CASE WHEN ?3 IS NULL THEN customers.remark ELSE nullif(?3, '') END,
            description = CASE WHEN ?4 IS NULL THEN customers.description ELSE nullif(?4, '') END",
        robot_key,
        customer_id,
        name,
        description
    )
    .execute(conn)
    .await?;
    Ok(())
}
