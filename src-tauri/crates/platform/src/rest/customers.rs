//! A robot's customers, and telling the platform to read its contacts anew. Spec 2.3, 2.13.

use serde_json::json;
use zuoxi_model::{Customer, CustomerId, Page, PageRequest, RobotKey};

use super::{Body, Rest, endpoints};
use crate::{
    PlatformError,
    wire::{action::encode, contact},
};

/// Which customers of a robot. Spec 2.3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerQuery {
    pub robot_key: RobotKey,
    /// `status`: only those who are still there, or only those who are not.
    pub is_live: Option<bool>,
    pub customer: Option<CustomerId>,
    /// Part of a name or remark name.
    pub name: Option<String>,
    /// Customers with these tags, by *name*; empty for all. Names may repeat across groups of tags (Q43).
    pub tags: Vec<String>,
    pub page: PageRequest,
}

impl CustomerQuery {
    /// All customers of a robot, from the first page.
    #[must_use]
    pub fn all(robot_key: RobotKey) -> Self {
        Self { robot_key, is_live: None, customer: None, name: None, tags: Vec::new(), page: PageRequest::default() }
    }
}

/// What the platform reads anew, `syncType`. Spec 2.13.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SyncScope {
    Everything,
    Customers,
    Groups,
    CustomersAndGroups,
    Departments,
}

impl SyncScope {
    fn sync_type(self) -> u8 {
        match self {
            Self::Everything => 0,
            Self::Customers => 1,
            Self::Groups => 2,
            Self::CustomersAndGroups => 3,
            Self::Departments => 4,
        }
    }
}

impl Rest {
    pub(crate) async fn customers(&self, query: &CustomerQuery) -> Result<Page<Customer>, PlatformError> {
        let body = Body::new()
            .with("robotKey", query.robot_key.as_str())
            .with_some("status", query.is_live.map(u8::from))
            .with_some("userId", query.customer.as_ref().map(|id| encode::number(id.as_str())))
            .with_some("name", query.name.as_deref())
            .with_page(query.page)
            .with_some("tagList", (!query.tags.is_empty()).then(|| json!(query.tags)));
        self.page(&endpoints::CUSTOMERS, &body, |value| contact::customer(value, &query.robot_key)).await
    }

    pub(crate) async fn sync_contacts(&self, robot_key: &RobotKey, scope: SyncScope) -> Result<(), PlatformError> {
        let body = Body::new().with("robotKey", robot_key.as_str()).with("syncType", scope.sync_type());
        self.call(&endpoints::SYNC_CONTACTS, &body).await.map(drop)
    }
}
