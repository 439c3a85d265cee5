//! Signing in. Spec 2.1.

use std::time::Duration;

use secrecy::ExposeSecret;

use super::{Body, Rest, endpoints};
use crate::{PlatformError, lenient::Record, token::Granted};

/// The life of a token whose `expireMinutes` cannot be read. Short, because renewing too often costs one call and too
/// seldom costs the line.
const LIFE_WHEN_UNSAID: Duration = Duration::from_hours(1);
/// Longer lives are cut to this; a token is renewed at least daily.
const LONGEST_LIFE_MINUTES: i64 = 7 * 24 * 60;

impl Rest {
    /// Asks for a token. Never called but by the token's keeper, which sees to it that there is one flight at a time.
    pub(crate) async fn sign_in(&self) -> Result<Granted, PlatformError> {
        let body = Body::new()
            .with("accessKey", self.credentials.access_key.as_str())
            .with("accessSecret", self.credentials.access_secret.expose_secret());
        let answer = self.call_without_token(&endpoints::AUTH, &body).await?;
        let data = answer.object()?;
        let record = Record::of(&data);
        let text = |name: &str| record.and_then(|record| record.filled(&[name]));
        let value = text("accessToken").ok_or_else(|| answer.malformed("no accessToken"))?;
        let minutes = record.and_then(|record| record.integer(&["expireMinutes"])).filter(|minutes| *minutes > 0);
        let life = minutes
            .and_then(|minutes| u64::try_from(minutes.min(LONGEST_LIFE_MINUTES)).ok())
            .map_or(LIFE_WHEN_UNSAID, Duration::from_mins);
        let username = text("username").unwrap_or_else(|| self.credentials.access_key.clone());
        Ok(Granted { value: value.into(), username, life })
    }
}
