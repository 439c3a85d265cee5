//! Tokens: spec 2.1. One account, one token at a time; signing in again within its life extends it and keeps its value.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::clock::MINUTE_MS;
use crate::guarded::Guarded;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub value: String,
    pub created_ms: i64,
    pub expires_ms: i64,
}

#[derive(Debug)]
pub struct Tokens {
    minutes: u32,
    state: Guarded<(Option<Token>, ChaCha8Rng)>,
}

impl Tokens {
    /// Values depend on the start as well as on the seed: a token of an earlier run is not valid in the next one.
    pub fn new(seed: u64, started_ms: i64, minutes: u32) -> Self {
        let rng = ChaCha8Rng::seed_from_u64(seed ^ started_ms.unsigned_abs());
        Self { minutes, state: Guarded::new((None, rng)) }
    }

    /// `expireMinutes`.
    pub fn minutes(&self) -> u32 {
        self.minutes
    }

    /// A token for the account: the living one with a new end, else a new one.
    pub fn issue(&self, now_ms: i64) -> Token {
        let expires_ms = now_ms + i64::from(self.minutes) * MINUTE_MS;
        self.state.with(|(current, rng)| {
            let token = match current.take() {
                Some(living) if living.expires_ms > now_ms => Token { expires_ms, ..living },
                _ => Token { value: format!("{:032x}", rng.random::<u128>()), created_ms: now_ms, expires_ms },
            };
            *current = Some(token.clone());
            token
        })
    }

    pub fn is_valid(&self, value: &str, now_ms: i64) -> bool {
        self.state.with(|(current, _)| {
            current.as_ref().is_some_and(|token| token.value == value && token.expires_ms > now_ms)
        })
    }

    /// Ends the living token; the next sign-in gets another value.
    pub fn expire(&self) {
        self.state.with(|(current, _)| *current = None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_again_extends_the_same_token() {
        let tokens = Tokens::new(1, 0, 10);
        let first = tokens.issue(0);
        let again = tokens.issue(5 * MINUTE_MS);
        assert_eq!(first.value, again.value);
        assert!(tokens.is_valid(&first.value, 12 * MINUTE_MS));
        assert!(!tokens.is_valid(&first.value, 15 * MINUTE_MS));
    }

    #[test]
    fn an_expired_token_gives_way_to_another_value() {
        let tokens = Tokens::new(1, 0, 10);
        let first = tokens.issue(0);
        tokens.expire();
        assert!(!tokens.is_valid(&first.value, 1));
        assert_ne!(tokens.issue(2).value, first.value);
        assert_eq!(first.value.len(), 32);
    }
}
