//! What the desktop knows of the accounts at work, whichever of them is in front. Pure.

use std::collections::BTreeMap;

use zuoxi_engine::{AtWork, Falls};
use zuoxi_model::{Account, AccountId, ChatKey, ChatRow, Robot, RobotKey, SessionState, Timestamp};

/// An account as far as notifications and icons are about it.
struct Known {
    account: Account,
    robots: Vec<Robot>,
    falls: Falls,
    offline: bool,
    /// Unread messages of the chats that are not muted.
    unread: BTreeMap<ChatKey, u32>,
}

/// Every account at work.
#[derive(Default)]
pub struct Accounts(BTreeMap<AccountId, Known>);

impl Accounts {
    /// An account as it is now, in the place of what was known of it. Falls of robots that were noticed go on.
    pub fn know(&mut self, at_work: &AtWork) {
        let AtWork { account, session, .. } = at_work;
        let falls = self.0.remove(&account.id).map(|known| known.falls).unwrap_or_default();
        let known = Known {
            account: account.clone(),
            robots: Vec::new(),
            falls,
            offline: is_offline(session),
            unread: BTreeMap::new(),
        };
        self.0.insert(account.id.clone(), known);
    }

    pub fn forget(&mut self, id: &AccountId) {
        self.0.remove(id);
    }

    pub fn has(&self, id: &AccountId) -> bool {
        self.0.contains_key(id)
    }

    pub fn session(&mut self, id: &AccountId, session: &SessionState) {
        if let Some(known) = self.0.get_mut(id) {
            known.offline = is_offline(session);
        }
    }

    /// Counts chats, and says which of them have been read.
    pub fn chats(&mut self, id: &AccountId, rows: Vec<ChatRow>) -> Vec<ChatKey> {
        let Some(known) = self.0.get_mut(id) else { return Vec::new() };
        let mut read = Vec::new();
        for row in rows {
            if row.chat.unread == 0 {
                read.push(row.chat.key.clone());
            }
            let unread = if row.marks.muted { 0 } else { row.chat.unread };
            known.unread.insert(row.chat.key, unread);
        }
        read
    }

    /// The robots as they are now; those that are up again after a fall was told.
    pub fn robots(&mut self, id: &AccountId, robots: Vec<Robot>, now: Timestamp) -> Vec<RobotKey> {
        let Some(known) = self.0.get_mut(id) else { return Vec::new() };
        let rose = known.falls.note(&robots, now);
        known.robots = robots;
        rose
    }

    /// The robots that have been down for long enough, each once.
    pub fn fallen(&mut self, now: Timestamp) -> Vec<(AccountId, Robot)> {
        let mut fallen = Vec::new();
        for (id, known) in &mut self.0 {
            let due = known.falls.due(now);
            let robots = known.robots.iter().filter(|robot| due.contains(&robot.key));
            fallen.extend(robots.map(|robot| (id.clone(), robot.clone())));
        }
        fallen
    }

    /// When to ask for [`Accounts::fallen`] again, if there is anything to ask for.
    pub fn next_fall(&self) -> Option<Timestamp> {
        self.0.values().filter_map(|known| known.falls.next()).min()
    }

    /// Unread messages of all.
    pub fn unread(&self) -> u32 {
        let each = self.0.values().flat_map(|known| known.unread.values());
        each.fold(0, |sum, unread| sum.saturating_add(*unread))
    }

    /// Whether customers of some account cannot be heard, or nobody is signed in.
    pub fn is_offline(&self) -> bool {
        self.0.is_empty() || self.0.values().any(|known| known.offline)
    }

    /// What to call an account where several are at work; nobody has to be told who the only one is.
    pub fn name(&self, id: &AccountId) -> Option<String> {
        if self.0.len() < 2 {
            return None;
        }
        let account = &self.0.get(id)?.account;
        let namesakes = self.0.values().filter(|known| known.account.access_key == account.access_key).count();
        let name = account.access_key.clone();
        if namesakes < 2 {
            return Some(name);
        }
        // The same name at two platforms: the address tells them apart.
        let base = &account.environment.api_base;
        let place = base.split_once("://").map_or(base.as_str(), |(_, place)| place);
        Some(format!("{name} @ {place}"))
    }
}

/// A line that is being opened, or a catch-up, is no news.
fn is_offline(session: &SessionState) -> bool {
    match session {
        SessionState::SignedOut | SessionState::Offline { .. } | SessionState::AuthLost { .. } => true,
        SessionState::Connecting | SessionState::CatchingUp { .. } | SessionState::Live { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use zuoxi_model::Environment;

    use super::*;

    fn at_work(key: &str, base: &str, session: SessionState) -> AtWork {
        let account = Account {
            id: AccountId::new(format!("{key} {base}")),
            environment: Environment::practice(base),
            access_key: key.to_owned(),
            remembered: true,
        };
        AtWork { account, session, robots: Vec::new(), chats: Vec::new() }
    }

    #[test]
    fn an_account_is_named_where_there_are_several_and_by_its_place_where_names_are_the_same() {
        let mut accounts = Accounts::default();
        let first = at_work("shop", "http://127.0.0.1:1", SessionState::Connecting);
        accounts.know(&first);
        assert_eq!(accounts.name(&first.account.id), None);
        let second = at_work("service", "http://127.0.0.1:1", SessionState::Connecting);
        accounts.know(&second);
        assert_eq!(accounts.name(&first.account.id).as_deref(), Some("shop"));
        let third = at_work("shop", "http://127.0.0.1:2", SessionState::Connecting);
        accounts.know(&third);
        assert_eq!(accounts.name(&first.account.id).as_deref(), Some("shop @ 127.0.0.1:1"));
        assert_eq!(accounts.name(&second.account.id).as_deref(), Some("service"));
    }

    #[test]
    fn one_account_that_cannot_hear_is_enough_to_be_offline() {
        let mut accounts = Accounts::default();
        assert!(accounts.is_offline());
        accounts.know(&at_work("a", "http://x", SessionState::Connecting));
        assert!(!accounts.is_offline());
        let lost = at_work("b", "http://x", SessionState::SignedOut);
        accounts.know(&lost);
        assert!(accounts.is_offline());
        accounts.forget(&lost.account.id);
        assert!(!accounts.is_offline());
    }
}
