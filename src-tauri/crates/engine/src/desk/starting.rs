//! Putting an account to work: its folder, the key and the cache in it, and the engine that works with them.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use zuoxi_model::{Account, AccountId, EnvironmentKind};
use zuoxi_platform::Platform;
use zuoxi_store::{CacheKey, StoreError};

use super::{Desk, Place, key_name};
use crate::{Engine, EngineError, Home, KeyringState, cache};

impl Desk {
    /// Starts the account's engine, in the place of the one it may have already.
    pub(super) async fn put_to_work(
        &self,
        account: Account,
        platform: Platform,
        place: Place,
    ) -> Result<Account, EngineError> {
        self.put_to_work_on(account, platform, place, self.practice.begins_anew()).await
    }

    /// `begins_anew`: the practice platform has another history by now, and the cache of the one before is of no use.
    pub(crate) async fn put_to_work_on(
        &self,
        account: Account,
        platform: Platform,
        place: Place,
        begins_anew: bool,
    ) -> Result<Account, EngineError> {
        let id = account.id.clone();
        if let Some(running) = self.roster.take(&id) {
            running.stop().await;
        }
        let started = self.start(account.clone(), platform, begins_anew).await;
        if let Err(error) = started {
            // Another account goes on where this one was in front and is not at work any more.
            self.settle_front();
            return Err(error);
        }
        let mut profile = self.profile.lock().await;
        match place {
            Place::Front => {
                self.roster.bring_to_front(Some(id));
                profile.remember(account.clone());
            }
            Place::Behind => profile.remember_behind(account.clone()),
        }
        profile.save(&self.data_dir)?;
        Ok(account)
    }

    /// Stops the account, removes its cache and the key of it, and puts it to work again.
    pub(crate) async fn begin_anew(&self, engine: &Engine) -> Result<(), EngineError> {
        let _moving = self.moving.lock().await;
        let account = engine.account().clone();
        engine.stop().await;
        let removed = match self.keyring.vault().await.delete(&key_name(&account.id)).await {
            Ok(()) => self.remove_cache(&account.id).await,
            Err(error) => Err(error.into()),
        };
        // Also when something could not be removed: the account works on with what is left.
        self.put_to_work(account, engine.core.platform.clone(), Place::Front).await?;
        removed
    }

    /// If nobody is in front, the account that has been at work longest is from now on; nobody if there is none.
    pub(crate) fn settle_front(&self) {
        if self.roster.is_headless() {
            let next = self.roster.all().first().map(|engine| engine.account().id.clone());
            self.roster.bring_to_front(next);
        }
    }

    async fn start(&self, account: Account, platform: Platform, begins_anew: bool) -> Result<(), EngineError> {
        if account.environment.kind == EnvironmentKind::Practice && begins_anew {
            self.remove_cache(&account.id).await?;
        }
        let (key, is_new_key) = self.cache_key(&account.id).await?;
        if is_new_key && self.keyring.settled().await != KeyringState::Available {
            // The cache of an earlier session without a keyring: its key was in that session's memory only.
            self.remove_cache(&account.id).await?;
        }
        let folder = self.folder(&account.id).await;
        let feed = self.feed.of_account(account.id.clone());
        let is_closed = self.closed.lock().await;
        if *is_closed {
            return Err(StoreError::Closed.into());
        }
        let store = cache::open(&folder.join("cache.db"), &key, is_new_key, self.clock.now(), &feed).await?;
        let engine = Engine::start(
            account,
            store,
            platform,
            feed,
            Arc::clone(&self.clock),
            self.timing.clone(),
            Home { vault: self.keyring.vault().await, folder, policy: Arc::clone(&self.policy) },
        )
        .await?;
        self.roster.add(Arc::new(engine));
        Ok(())
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

    pub(crate) async fn remove_cache(&self, id: &AccountId) -> Result<(), EngineError> {
        remove_folder(&self.folder(id).await)
    }
}

pub(super) fn remove_folder(folder: &Path) -> Result<(), EngineError> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(EngineError::Profile { path: folder.display().to_string(), source: error })
        }
        _ => Ok(()),
    }
}
