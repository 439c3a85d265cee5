//! The desk: who is signed in, and the way in and out.
//!
//! Each account has a folder of its own with its own cache under its own key. The key and, if the person wants it,
//! the account's secret are in the keyring. Without a keyring the desk still works: the cache key then lives in
//! memory only, so the cache starts afresh next time, and the console says so.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::sync::Mutex;
use zuoxi_model::{Account, AccountId, ChatRow, Environment, EnvironmentKind, Robot, SessionState};
use zuoxi_platform::{Credentials, Platform};
use zuoxi_store::{Attention, CacheKey, keyring::Vault};

use crate::{
    Clock, Engine, EngineError, Feed, Home, KeyringState, Notice, Preferences, Profile, StorageConfig, Timing,
    addresses::{account_id, custom_environment},
    cache,
    feed::{Change, Push},
    vault::Keyring,
};

/// What the desk needs from around it: the practice platform, which lives in the app.
#[async_trait]
pub trait Practice: Send + Sync {
    /// The base address of a running practice platform; starts one if need be.
    async fn base(&self) -> Result<String, String>;

    /// True if the platform begins anew with every start of the app, and with it its history.
    fn begins_anew(&self) -> bool;
}

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

/// Everything a window needs to show itself, as of change number `seq`.
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
    pub accounts: Vec<Account>,
}

/// The desk of one person on one machine.
pub struct Desk {
    data_dir: PathBuf,
    keyring: Arc<Keyring>,
    practice: Box<dyn Practice>,
    clock: Arc<dyn Clock>,
    timing: Timing,
    pub(crate) feed: Feed,
    profile: Mutex<Profile>,
    engine: Mutex<Option<Arc<Engine>>>,
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
        let profile = Profile::load(data_dir)?;
        let feed = Feed::default();
        let keyring = Keyring::new(vault, feed.clone(), Arc::clone(&clock));
        keyring.check();
        Ok(Self {
            data_dir: data_dir.to_owned(),
            keyring,
            practice,
            clock,
            timing,
            feed,
            profile: Mutex::new(profile),
            engine: Mutex::new(None),
        })
    }

    /// The account at work.
    pub async fn engine(&self) -> Result<Arc<Engine>, EngineError> {
        self.engine.lock().await.clone().ok_or(EngineError::NotSignedIn)
    }

    /// Everything that is known now, and every change after it.
    pub async fn watch(&self) -> Result<(Snapshot, tokio::sync::mpsc::UnboundedReceiver<Push>), EngineError> {
        let (seq, changes) = self.feed.subscribe();
        let engine = self.engine.lock().await.clone();
        let profile = self.profile.lock().await.clone();
        let (session, robots, chats, waiting) = match &engine {
            Some(engine) => (engine.session(), engine.robots(), engine.chats().await?, engine.waiting().await?),
            None => (SessionState::SignedOut, Vec::new(), Vec::new(), 0),
        };
        let attention = match &engine {
            Some(engine) => engine.attention().await?,
            None => Attention::default(),
        };
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
            preferences: profile.preferences,
            keyring: self.keyring.state(),
            notices: self.feed.notices(),
            accounts: profile.accounts,
        };
        Ok((snapshot, changes))
    }

    /// Signs in and puts the account to work. A wrong secret is found out here, before anything is stored.
    pub async fn sign_in(&self, request: SignInRequest) -> Result<Account, EngineError> {
        let access_key = request.access_key.trim().to_owned();
        if access_key.is_empty() {
            return Err(EngineError::InvalidInput("the access key is empty".into()));
        }
        let environment =
            self.environment(request.environment, request.api_base.as_deref(), request.socket_base.as_deref()).await?;
        let account = Account {
            id: account_id(&environment, &access_key),
            environment,
            access_key: access_key.clone(),
            remembered: request.remember && self.keyring.settled().await == KeyringState::Available,
        };
        let credentials = Credentials { access_key, access_secret: request.access_secret.clone() };
        let platform = Platform::new(account.environment.clone(), credentials)?;
        platform.sign_in().await?;
        let vault = self.keyring.vault().await;
        if account.remembered {
            vault.set(&secret_name(&account.id), &request.access_secret).await?;
        } else {
            vault.delete(&secret_name(&account.id)).await?;
        }
        self.put_to_work(account, platform).await
    }

    /// Puts a remembered account to work without asking for its secret, and without waiting for the network.
    pub async fn resume(&self, id: &AccountId) -> Result<Account, EngineError> {
        let mut account = self
            .profile
            .lock()
            .await
            .accounts
            .iter()
            .find(|account| account.id == *id)
            .cloned()
            .ok_or_else(|| EngineError::NotFound("this account is not known here".into()))?;
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
        self.put_to_work(account, platform).await
    }

    /// Resumes the account that was signed in last, if it was remembered.
    pub async fn resume_last(&self) -> Result<Option<Account>, EngineError> {
        let last = {
            let profile = self.profile.lock().await;
            profile
                .last
                .clone()
                .filter(|last| profile.accounts.iter().any(|account| account.id == *last && account.remembered))
        };
        match last {
            Some(id) => self.resume(&id).await.map(Some),
            None => Ok(None),
        }
    }

    /// Signs out. `wipe` also removes the account's cache, its key and its secret from this machine.
    pub async fn sign_out(&self, wipe: bool) -> Result<(), EngineError> {
        let Some(engine) = self.engine.lock().await.take() else { return Ok(()) };
        engine.stop().await;
        let forgotten = self.forget(engine.account(), wipe).await;
        // Also when something could not be removed: nobody is signed in any more, and the error says what is left.
        self.feed.publish(vec![Change::Reset]);
        forgotten
    }

    /// Removes a known account from this machine: its cache, its key and its secrets. The account at work is signed out
    /// first, so that nobody loses by one click what they are working with.
    pub async fn forget_account(&self, id: &AccountId) -> Result<(), EngineError> {
        let engine = self.engine.lock().await;
        if engine.as_ref().is_some_and(|engine| engine.account().id == *id) {
            return Err(EngineError::InvalidInput("the account at work is signed out before it is forgotten".into()));
        }
        let mut profile = self.profile.lock().await;
        if !profile.accounts.iter().any(|known| known.id == *id) {
            return Err(EngineError::NotFound("this account is not known here".into()));
        }
        // The keyring first: while it refuses, the account stays as it was.
        let vault = self.keyring.vault().await;
        for name in [secret_name(id), key_name(id), StorageConfig::secret_name(id)] {
            vault.delete(&name).await?;
        }
        for folder in [id.to_string(), format!("{id}-unkeyed")] {
            remove_folder(&self.data_dir.join("accounts").join(folder))?;
        }
        profile.forget(id);
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

    async fn forget(&self, account: &Account, wipe: bool) -> Result<(), EngineError> {
        let mut profile = self.profile.lock().await;
        profile.last = None;
        let vault = self.keyring.vault().await;
        vault.delete(&secret_name(&account.id)).await?;
        if wipe {
            profile.forget(&account.id);
            vault.delete(&key_name(&account.id)).await?;
            vault.delete(&StorageConfig::secret_name(&account.id)).await?;
            self.remove_cache(&account.id).await?;
        } else if let Some(known) = profile.accounts.iter_mut().find(|known| known.id == account.id) {
            known.remembered = false;
        }
        profile.save(&self.data_dir)
    }

    /// Asks the keyring again, when nobody is at work whose secrets would change their place; then goes on with the account
    /// that was signed in last.
    pub async fn check_keyring(&self) -> Result<Option<Account>, EngineError> {
        if self.engine.lock().await.is_some() {
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

    pub async fn set_preferences(&self, preferences: Preferences) -> Result<(), EngineError> {
        let mut profile = self.profile.lock().await;
        profile.preferences = preferences;
        profile.save(&self.data_dir)
    }

    async fn put_to_work(&self, account: Account, platform: Platform) -> Result<Account, EngineError> {
        let started = self.start(account, platform).await;
        // Also when it failed: whoever was at work before is not any more.
        self.feed.publish(vec![Change::Reset]);
        started
    }

    async fn start(&self, account: Account, platform: Platform) -> Result<Account, EngineError> {
        if let Some(running) = self.engine.lock().await.take() {
            running.stop().await;
        }
        if account.environment.kind == EnvironmentKind::Practice && self.practice.begins_anew() {
            self.remove_cache(&account.id).await?;
        }
        let (key, is_new_key) = self.cache_key(&account.id).await?;
        let file = self.folder(&account.id).await.join("cache.db");
        let store = cache::open(&file, &key, is_new_key, self.clock.now(), &self.feed).await?;
        let engine = Engine::start(
            account.clone(),
            store,
            platform,
            self.feed.clone(),
            Arc::clone(&self.clock),
            self.timing.clone(),
            Home { vault: self.keyring.vault().await, folder: self.folder(&account.id).await },
        )
        .await?;
        *self.engine.lock().await = Some(Arc::new(engine));
        let mut profile = self.profile.lock().await;
        profile.remember(account.clone());
        profile.save(&self.data_dir)?;
        Ok(account)
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

    /// The key of the account's cache, and whether it was made just now.
    async fn cache_key(&self, id: &AccountId) -> Result<(CacheKey, bool), EngineError> {
        let name = key_name(id);
        let vault = self.keyring.vault().await;
        if let Some(hex) = vault.get(&name).await? {
            match CacheKey::from_hex(&hex) {
                Ok(key) => return Ok((key, false)),
                // What somebody else has put there opens nothing.
                Err(error) => tracing::warn!(%error, "the keyring's entry is no key; a new one takes its place"),
            }
        }
        let key = CacheKey::random();
        vault.set(&name, &key.to_hex()).await?;
        Ok((key, true))
    }

    async fn folder(&self, id: &AccountId) -> PathBuf {
        let folder = match self.keyring.settled().await {
            KeyringState::Available => id.to_string(),
            // A cache whose key is in memory only is of no use next time, and must not stand in the other's place.
            _ => format!("{id}-unkeyed"),
        };
        self.data_dir.join("accounts").join(folder)
    }

    async fn remove_cache(&self, id: &AccountId) -> Result<(), EngineError> {
        remove_folder(&self.folder(id).await)
    }
}

fn remove_folder(folder: &Path) -> Result<(), EngineError> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(EngineError::Profile { path: folder.display().to_string(), source: error })
        }
        _ => Ok(()),
    }
}

fn secret_name(id: &AccountId) -> String {
    format!("{id}/access-secret")
}

fn key_name(id: &AccountId) -> String {
    format!("{id}/cache-key")
}
