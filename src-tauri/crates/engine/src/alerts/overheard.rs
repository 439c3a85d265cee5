//! What every account at work says, in front or behind, to whoever watches all of them.
//!
//! The change feed tells of the account in front alone, because the window shows that one. Notifications, the tray and the
//! badge are about all of them: a customer of the account behind waits as long as any other. What the desktop needs is a
//! part of what an account says, so that is all that is told here, and nothing is copied while nobody listens.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc;
use zuoxi_model::{Account, AccountId, ChatRow, Robot, RobotKey, RobotMarks, SessionState};

use crate::{Change, Desk, EngineError};

/// Something about an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overheard {
    pub account: AccountId,
    pub news: News,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// It is at work from now on, or anew: [`Desk::at_work`] says how it is.
    Came,
    Session(SessionState),
    Robots(Vec<Robot>),
    Chats(Vec<ChatRow>),
    /// It is not at work any more. What it still says is not worth hearing.
    Left,
}

/// How an account is.
#[derive(Debug)]
pub struct AtWork {
    pub account: Account,
    pub session: SessionState,
    pub robots: Vec<Robot>,
    pub chats: Vec<ChatRow>,
}

/// Hands on what accounts say. Clones share the listeners.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listeners(Arc<Mutex<Vec<mpsc::UnboundedSender<Overheard>>>>);

impl Listeners {
    pub(crate) fn tell(&self, account: &AccountId, news: News) {
        let mut listeners = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let told = Overheard { account: account.clone(), news };
        listeners.retain(|listener| listener.send(told.clone()).is_ok());
    }

    /// What of these changes is told here.
    pub(crate) fn changed(&self, account: &AccountId, changes: &[Change]) {
        if self.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
            return;
        }
        for change in changes {
            let news = match change {
                Change::Session { session } => News::Session(session.clone()),
                Change::Robots { robots } => News::Robots(robots.clone()),
                Change::Chats { rows } => News::Chats(rows.clone()),
                _ => continue,
            };
            self.tell(account, news);
        }
    }

    fn listen(&self) -> mpsc::UnboundedReceiver<Overheard> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        receiver
    }
}

impl Desk {
    /// What the accounts say from now on, and who is at work already. Whoever comes while this is called may be in both,
    /// which does no harm.
    #[must_use]
    pub fn overhear(&self) -> (Vec<AccountId>, mpsc::UnboundedReceiver<Overheard>) {
        let told = self.feed.overheard().listen();
        (self.roster.all().iter().map(|engine| engine.account().id.clone()).collect(), told)
    }

    /// How an account marked one of its robots.
    pub async fn marks_of(&self, account: &AccountId, robot: &RobotKey) -> Result<RobotMarks, EngineError> {
        let engine = self.roster.get(account).ok_or(EngineError::NotSignedIn)?;
        Ok(engine.robot_marks().await?.get(robot).copied().unwrap_or_default())
    }

    /// How an account is now; `None` if it is not at work.
    pub async fn at_work(&self, id: &AccountId) -> Result<Option<AtWork>, EngineError> {
        let Some(engine) = self.roster.get(id) else { return Ok(None) };
        Ok(Some(AtWork {
            account: engine.account().clone(),
            session: engine.session(),
            robots: engine.robots(),
            chats: engine.chats().await?,
        }))
    }
}
