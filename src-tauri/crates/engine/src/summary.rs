//! How each account is, in a line: what the window is told of the accounts that are not in front.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use zuoxi_model::{Account, SessionState};

use crate::{Engine, EngineError, Feed, Profile, Timing, feed::Change, roster::Roster};

/// An account that this console knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountSummary {
    pub account: Account,
    /// Signed out unless it is at work.
    pub state: SessionState,
    /// Unread messages of the chats that are not muted.
    pub unread: u32,
    /// Sends that have not been confirmed and need nobody's decision.
    pub waiting: u32,
}

impl Engine {
    async fn summary(&self) -> Result<AccountSummary, EngineError> {
        Ok(AccountSummary {
            account: self.account().clone(),
            state: self.session(),
            unread: self.core.store.unread().await?,
            waiting: self.waiting().await?,
        })
    }
}

/// Every known account, the last used first.
pub(crate) async fn summaries(profile: &Mutex<Profile>, roster: &Roster) -> Vec<AccountSummary> {
    let known = profile.lock().await.accounts.clone();
    let mut summaries = Vec::with_capacity(known.len());
    for account in known {
        let summary = match roster.get(&account.id) {
            Some(engine) => engine.summary().await,
            None => Ok(signed_out(account.clone())),
        };
        summaries.push(summary.unwrap_or_else(|error| {
            tracing::debug!(%error, "an account could not be counted; it has just been left, or its cache is at fault");
            signed_out(account)
        }));
    }
    summaries
}

fn signed_out(account: Account) -> AccountSummary {
    AccountSummary { account, state: SessionState::SignedOut, unread: 0, waiting: 0 }
}

/// Tells the watchers when a summary is not what it was. A burst of changes is counted once.
pub(crate) async fn run(
    feed: Feed,
    profile: Arc<Mutex<Profile>>,
    roster: Arc<Roster>,
    timing: Timing,
    stop: CancellationToken,
) {
    let telling = async {
        let mut told = Vec::new();
        loop {
            feed.stirred().await;
            let accounts = summaries(&profile, &roster).await;
            if accounts != told {
                told.clone_from(&accounts);
                feed.publish(vec![Change::Accounts { accounts }]);
            }
            tokio::time::sleep(timing.summary_pause).await;
        }
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = telling => {}
    }
}
