//! The way out: one account is left, and the person says what of it goes from this machine.
//!
//! What stays is of use the next time: the secret signs in without typing, the cache opens at once. An account that is left
//! with its secret rests: the next start does not take it up by itself.

use serde::{Deserialize, Serialize};
use specta::Type;
use zuoxi_model::AccountId;

use crate::{Desk, EngineError, desk::secret_name};

/// What goes with an account that is left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignOutWipe {
    /// The remembered secret.
    pub secret: bool,
    /// Pictures that were shown and files that were opened.
    pub media: bool,
    /// Everything: the cache with messages, drafts and what has not been sent, its key, the media, and the secret.
    pub cache: bool,
}

impl SignOutWipe {
    /// Only the secret goes.
    pub const SECRET: Self = Self { secret: true, media: false, cache: false };
    /// The account was never here.
    pub const ALL: Self = Self { secret: true, media: true, cache: true };
}

impl Desk {
    /// Signs out of the account in front; does nothing while nobody is signed in.
    pub async fn sign_out(&self, wipe: SignOutWipe) -> Result<(), EngineError> {
        match self.roster.front() {
            Some(engine) => self.sign_out_of(&engine.account().id, wipe).await,
            None => Ok(()),
        }
    }

    /// Signs out of one account; another one at work comes to the front if this one was there.
    pub async fn sign_out_of(&self, id: &AccountId, wipe: SignOutWipe) -> Result<(), EngineError> {
        let _moving = self.moving.lock().await;
        let Some(engine) = self.roster.take(id) else { return Err(EngineError::NotSignedIn) };
        let media = if wipe.media && !wipe.cache { engine.wipe_media().await } else { Ok(()) };
        engine.stop().await;
        let left = self.leave(id, wipe).await;
        // Also when something could not be removed: the account is left, and the error says what is still there.
        self.settle_front();
        self.feed.stir();
        media.and(left)
    }

    async fn leave(&self, id: &AccountId, wipe: SignOutWipe) -> Result<(), EngineError> {
        if wipe.cache {
            return self.erase(id).await;
        }
        let mut profile = self.profile.lock().await;
        if profile.last.as_ref() == Some(id) {
            profile.last = None;
        }
        if wipe.secret {
            if let Some(known) = profile.accounts.iter_mut().find(|known| known.id == *id) {
                known.remembered = false;
            }
            self.keyring.vault().await.delete(&secret_name(id)).await?;
        } else {
            profile.resting.push(id.clone());
        }
        profile.save(self.data_dir())
    }
}
