//! The process that signs an account in on a desktop, as the console does, and gives it a cache that is large already.
//!
//! It is a process of its own because the keyring is found by the session bus of its surroundings.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use secrecy::SecretString;
use serde_json::json;
use zuoxi_engine::{Desk, PracticeAt, SignInRequest, SystemClock, Timing};
use zuoxi_model::{EnvironmentKind, SessionState};
use zuoxi_store::keyring::{OsVault, Vault as _};

/// The process: signs in, waits until everything has been read, and leaves.
pub async fn prepare(folder: &Path, platform: String, cache: Option<&Path>) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let vault = Arc::new(OsVault::default());
    let desk = Desk::open(
        folder,
        vault.clone(),
        Box::new(PracticeAt::new(&platform)),
        Arc::new(SystemClock),
        Timing::default(),
    )?;
    let (_, mut changes) = desk.watch().await?;
    let request = SignInRequest {
        environment: EnvironmentKind::Practice,
        api_base: None,
        socket_base: None,
        access_key: zuoxi_simulator::ACCESS_KEY.into(),
        access_secret: zuoxi_simulator::ACCESS_SECRET.to_owned().into(),
        remember: true,
    };
    let account = desk.sign_in(request).await?;
    ensure!(account.remembered, "the keyring does not keep the secret");
    let engine = desk.engine().await?;
    while !matches!(engine.session(), SessionState::Live { .. }) {
        changes.recv().await.context("the desk is gone")?;
    }
    drop(engine);
    desk.close().await;
    drop(desk);
    if let Some(cache) = cache {
        let place = folder.join("accounts").join(account.id.to_string());
        for log in ["cache.db-wal", "cache.db-shm"] {
            if place.join(log).exists() {
                std::fs::remove_file(place.join(log))?;
            }
        }
        std::fs::copy(cache.join("cache.db"), place.join("cache.db"))?;
        let key = SecretString::from(std::fs::read_to_string(cache.join("key"))?);
        vault.set(&format!("{}/cache-key", account.id), &key).await?;
    }
    println!("{}", json!({ "ready": true }));
    Ok(())
}
