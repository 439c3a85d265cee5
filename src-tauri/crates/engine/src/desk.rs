//! The desk: who is signed in, and the way in and out.
//!
//! Several accounts are at work at once, each with its own engine; one of them is in front, and the window works with that
//! one. The others go on receiving and sending. Coming and going is one at a time, so that no cache is opened twice.
//!
//! Each account has a folder of its own with its own cache under its own key. The key and, if the person wants it,
//! the account's secret are in the keyring. Without a keyring the desk still works: the cache key then lives in
//! memory only, so the cache starts afresh next time, and the console says so.

mod practice;
mod starting;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::sync::Mutex;
use tokio_util::sync::{CancellationToken, DropGuard};
use zuoxi_model::{Account, AccountId, ChatRow, Environment, EnvironmentKind, Robot, SessionState};
use zuoxi_platform::{Credentials, Platform};
use zuoxi_store::{Attention, keyring::Vault};

use crate::{
    AccountSummary, Clock, Engine, EngineError, Feed, KeyringState, Notice, Policy, Preferences, Profile,
    StorageConfig, Timing,
    addresses::{account_id, custom_environment},
    feed::Push,
    roster::Roster,
    summary::{self, summaries},
    vault::Keyring,
};

pub use practice::{Practice, PracticeAt};
use starting::remove_folder;

/// What the sign-in page asks for. The secret goes straight on into a [`SecretString`].
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInRequest {
    pub environment: EnvironmentKind,
    /// Base of the REST calls; custom environments only.
    pub api_base: Option<String>,
    /// Base of the socket; custom environments only, the REST base if missing.
    pub socket_base: Option<String>,
    pub access_key: String,
    #[specta(type = String)]
    pub access_secret: SecretString,
    /// Keep the secret in the keyring.
    pub remember: bool,
}

/// Everything a window needs to show itself, as of change number `seq`: the account in front, and a line about the others.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    #[specta(type = specta_typescript::Number)]
    pub seq: u64,
    pub account: Option<Account>,
    pub session: SessionState,
    pub robots: Vec<Robot>,
    pub chats: Vec<ChatRow>,
    pub waiting: u32,
    /// Friend requests that nobody has answered.
    pub requests: u32,
    /// Actions whose outcome is unknown and that wait for a person.
    pub undecided: u32,
    /// Broadcasts of which nobody knows whether they run.
    pub broadcasts: u32,
    pub preferences: Preferences,
    pub keyring: KeyringState,
    pub notices: Vec<Notice>,
    /// Every account this console knows, the last used first.
    pub accounts: Vec<AccountSummary>,
}

/// Where an account goes that is put to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Front,
    Behind,
}

/// The desk of one person on one machine.
pub struct Desk {
    data_dir: PathBuf,
    pub(crate) keyring: Arc<Keyring>,
    practice: Box<dyn Practice>,
    clock: Arc<dyn Clock>,
    timing: Timing,
    policy: Arc<Policy>,
    pub(crate) feed: Feed,
    pub(crate) profile: Arc<Mutex<Profile>>,
    pub(crate) roster: Arc<Roster>,
    /// Held while an account comes or goes.
    pub(crate) moving: Mutex<()>,
    /// Held while a cache is opened; `true` once the desk is closed.
    closed: Mutex<bool>,
    /// Ends the telling of summaries with the desk.
    _summaries: DropGuard,
}

impl Desk {
    /// Opens the desk; nobody is signed in yet. The keyring is asked meanwhile, by a task of the runtime this is called in.
    pub fn open(
        data_dir: &Path,
        vault: Arc<dyn Vault>,
        practice: Box<dyn Practice>,
        clock: Arc<dyn Clock>,
        timing: Timing,
    ) -> Result<Self, EngineError> {
        let profile = Arc::new(Mutex::new(Profile::load(data_dir)?));
        let feed = Feed::default();
        let keyring = Keyring::new(vault, feed.clone(), Arc::clone(&clock));
        keyring.check();
        let roster = Arc::new(Roster::new(feed.clone()));
        let stop = CancellationToken::new();
        tokio::spawn(summary::run(
            feed.clone(),
            Arc::clone(&profile),
            Arc::clone(&roster),
            timing.clone(),
            stop.clone(),
        ));
        Ok(Self {
            data_dir: data_dir.to_owned(),
            keyring,
            practice,
            clock,
            timing,
            policy: Arc::default(),
            feed,
            profile,
            roster,
            moving: Mutex::default(),
            closed: Mutex::default(),
            _summaries: stop.drop_guard(),
        })
    }

    /// Holds the desk to these rules; before that there are none.
    #[must_use]
    pub fn governed_by(mut self, policy: Policy) -> Self {
        self.policy = Arc::new(policy);
        self
    }

    /// The rules of this machine.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The account in front.
    #[expect(clippy::unused_async, reason = "everybody awaits it, and need not know that looking takes no time")]
    pub async fn engine(&self) -> Result<Arc<Engine>, EngineError> {
        self.roster.front().ok_or(EngineError::NotSignedIn)
    }

    /// What [`Desk::watch`] tells, as far as the cache can be read.
    pub(crate) async fn look(&self) -> Result<(Snapshot, tokio::sync::mpsc::UnboundedReceiver<Push>), EngineError> {
        let (seq, changes) = self.feed.subscribe();
        let engine = self.roster.front();
        let (session, robots, chats, waiting) = match &engine {
            Some(engine) => (engine.session(), engine.robots(), engine.chats().await?, engine.waiting().await?),
            None => (SessionState::SignedOut, Vec::new(), Vec::new(), 0),
        };
        let attention = match &engine {
            Some(engine) => engine.attention().await?,
            None => Attention::default(),
        };
        let preferences = self.profile.lock().await.preferences.clone();
        let snapshot = Snapshot {
            seq,
            account: engine.as_ref().map(|engine| engine.account().clone()),
            session,
            robots,
            chats,
            waiting,
            requests: attention.requests,
            undecided: attention.undecided,
            broadcasts: attention.broadcasts,
            preferences,
            keyring: self.keyring.state(),
            notices: self.feed.notices(),
            accounts: summaries(&self.profile, &self.roster).await,
        };
        Ok((snapshot, changes))
    }

    /// Signs in and puts the account to work, in front of those that are. A wrong secret is found out here, before anything is stored.
    pub async fn sign_in(&self, request: SignInRequest) -> Result<Account, EngineError> {
        let access_key = request.access_key.trim().to_owned();
        if access_key.is_empty() {
            return Err(EngineError::InvalidInput("the access key is empty".into()));
        }
        let environment =
            self.environment(request.environment, request.api_base.as_deref(), request.socket_base.as_deref()).await?;
        // Before the secret goes anywhere.
        self.policy.check_environment(&environment)?;
        let account = Account {
            id: account_id(&environment, &access_key),
            environment,
            access_key: access_key.clone(),
            remembered: request.remember && self.keyring.settled().await == KeyringState::Available,
        };
        let credentials = Credentials { access_key, access_secret: request.access_secret.clone() };
        let platform = Platform::new(account.environment.clone(), credentials)?;
        platform.sign_in().await?;
        let _moving = self.moving.lock().await;
        let vault = self.keyring.vault().await;
        if account.remembered {
            vault.set(&secret_name(&account.id), &request.access_secret).await?;
        } else {
            vault.delete(&secret_name(&account.id)).await?;
        }
        self.put_to_work(account, platform, Place::Front).await
    }

    /// Puts an account in front: one that is at work as it is, a remembered one without asking for its secret and without
    /// waiting for the network.
    pub async fn resume(&self, id: &AccountId) -> Result<Account, EngineError> {
        let _moving = self.moving.lock().await;
        let Some(engine) = self.roster.get(id) else { return self.take_up(id, Place::Front).await };
        self.roster.bring_to_front(Some(id.clone()));
        let account = engine.account().clone();
        let mut profile = self.profile.lock().await;
        profile.remember(account.clone());
        profile.save(&self.data_dir)?;
        Ok(account)
    }

    async fn take_up(&self, id: &AccountId, place: Place) -> Result<Account, EngineError> {
        let mut account = self
            .profile
            .lock()
            .await
            .accounts
            .iter()
            .find(|account| account.id == *id)
            .cloned()
            .ok_or_else(|| EngineError::NotFound("this account is not known here".into()))?;
        self.policy.check_environment(&account.environment)?;
        let secret = self
            .keyring
            .vault()
            .await
            .get(&secret_name(id))
            .await?
            .ok_or_else(|| EngineError::NotFound("the keyring holds no secret of this account".into()))?;
        if account.environment.kind == EnvironmentKind::Practice {
            account.environment = self.environment(EnvironmentKind::Practice, None, None).await?;
        }
        let credentials = Credentials { access_key: account.access_key.clone(), access_secret: secret };
        let platform = Platform::new(account.environment.clone(), credentials)?;
        self.put_to_work(account, platform, place).await
    }

    /// Goes on with every account that was remembered and not signed out, with the one that was in front there again.
    pub async fn resume_last(&self) -> Result<Option<Account>, EngineError> {
        let ids = self.profile.lock().await.to_resume();
        let mut front = Ok(None);
        for (at, id) in ids.into_iter().enumerate() {
            let _moving = self.moving.lock().await;
            if self.roster.get(&id).is_some() {
                continue;
            }
            if at == 0 {
                front = self.take_up(&id, Place::Front).await.map(Some);
            } else if let Err(error) = self.take_up(&id, Place::Behind).await {
                tracing::warn!(%error, "an account that was remembered could not be resumed; the list shows it signed out");
            }
        }
        front
    }

    /// Stops every account at work, as the end of the program does. No other one begins afterwards; one that waits for the
    /// keyring is not waited for.
    pub async fn close(&self) {
        *self.closed.lock().await = true;
        for engine in self.roster.all() {
            engine.stop().await;
        }
    }

    /// Removes a known account from this machine: its cache, its key and its secrets. An account at work is signed out
    /// first, so that nobody loses by one click what they are working with.
    pub async fn forget_account(&self, id: &AccountId) -> Result<(), EngineError> {
        let _moving = self.moving.lock().await;
        if self.roster.get(id).is_some() {
            return Err(EngineError::InvalidInput("the account at work is signed out before it is forgotten".into()));
        }
        if !self.profile.lock().await.accounts.iter().any(|known| known.id == *id) {
            return Err(EngineError::NotFound("this account is not known here".into()));
        }
        self.erase(id).await
    }

    pub(crate) async fn erase(&self, id: &AccountId) -> Result<(), EngineError> {
        let mut profile = self.profile.lock().await;
        // The keyring first: while it refuses, the account stays as it was.
        let vault = self.keyring.vault().await;
        for name in [secret_name(id), key_name(id), StorageConfig::secret_name(id)] {
            vault.delete(&name).await?;
        }
        for folder in [id.to_string(), format!("{id}-unkeyed")] {
            remove_folder(&self.data_dir.join("accounts").join(folder))?;
        }
        profile.forget(id);
        self.feed.of_account(id.clone()).withdraw(|_| true);
        self.feed.stir();
        profile.save(&self.data_dir)
    }

    /// What is known without asking the account at work: the profile, the keyring, and how many notices stand.
    pub(crate) async fn outline(&self) -> (Profile, KeyringState, usize) {
        (self.profile.lock().await.clone(), self.keyring.state(), self.feed.notices().len())
    }

    /// The folder that everything is kept in.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// Asks the keyring again, when nobody is at work whose secrets would change their place; then goes on with the accounts
    /// that were signed in last.
    pub async fn check_keyring(&self) -> Result<Option<Account>, EngineError> {
        if !self.roster.all().is_empty() {
            return Err(EngineError::InvalidInput("the keyring is looked at again once nobody is signed in".into()));
        }
        self.keyring.check();
        match self.keyring.settled().await {
            KeyringState::Available => self.resume_last().await,
            _ => Ok(None),
        }
    }

    /// A person has read a notice.
    pub fn dismiss_notice(&self, id: u32) {
        self.feed.dismiss_notice(id);
    }

    /// The accounts this console knows, the last used first.
    pub async fn accounts(&self) -> Vec<Account> {
        self.profile.lock().await.accounts.clone()
    }

    /// Keeps what a person prefers.
    pub async fn set_preferences(&self, preferences: Preferences) -> Result<(), EngineError> {
        let mut profile = self.profile.lock().await;
        profile.preferences = preferences;
        profile.save(&self.data_dir)
    }

    async fn environment(
        &self,
        kind: EnvironmentKind,
        api_base: Option<&str>,
        socket_base: Option<&str>,
    ) -> Result<Environment, EngineError> {
        match kind {
            EnvironmentKind::Production => Ok(Environment::production()),
            EnvironmentKind::Test => Ok(Environment::test()),
            EnvironmentKind::Practice => {
                let base = self.practice.base().await.map_err(EngineError::Practice)?;
                Ok(Environment::practice(&base))
            }
            EnvironmentKind::Custom => custom_environment(api_base.unwrap_or_default(), socket_base),
        }
    }
}

pub(crate) fn secret_name(id: &AccountId) -> String {
    format!("{id}/access-secret")
}

pub(crate) fn key_name(id: &AccountId) -> String {
    format!("{id}/cache-key")
}
