//! The token: who holds it, when it is due, and that it is never fetched twice at once (Q6).
//!
//! A renewal is a *flight*. Whoever asks for one while another is under way waits for that one and shares its result,
//! the failure too: ten calls that are refused at once must not try a wrong secret ten times.

use std::{
    future::Future,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use secrecy::{ExposeSecret, SecretString};
use tokio::{
    sync::{Mutex, watch},
    time::Instant,
};

use crate::PlatformError;

/// A token that is due for renewal after this share of its life (Q6).
const DUE_NUMERATOR: u32 = 4;
const DUE_DENOMINATOR: u32 = 5;

/// What a sign-in brought. Spec 2.1.
#[derive(Debug, Clone)]
pub(crate) struct Granted {
    pub(crate) value: SecretString,
    pub(crate) username: String,
    pub(crate) life: Duration,
}

/// A token in use.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) granted: Granted,
    /// Counts the grants, so that a refused call can tell whether its token was replaced meanwhile.
    pub(crate) issue: u64,
    /// Local receipt: the platform's clock and ours need not agree.
    received: Instant,
}

type Outcome = Result<Arc<Token>, PlatformError>;

#[derive(Debug)]
pub(crate) struct TokenKeeper {
    current: RwLock<Option<Arc<Token>>>,
    /// Held during a flight; keeps the last result for those who waited.
    flight: Mutex<Option<Outcome>>,
    landed: AtomicU64,
    generation: watch::Sender<u64>,
}

impl TokenKeeper {
    pub(crate) fn new() -> Self {
        Self {
            current: RwLock::new(None),
            flight: Mutex::new(None),
            landed: AtomicU64::new(0),
            generation: watch::Sender::new(0),
        }
    }

    pub(crate) fn current(&self) -> Option<Arc<Token>> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes whenever the token's value does.
    pub(crate) fn generation(&self) -> watch::Receiver<u64> {
        self.generation.subscribe()
    }

    /// The time left until the renewal is due; zero when it is overdue, none without a token.
    pub(crate) fn due_in(&self) -> Option<Duration> {
        let token = self.current()?;
        let due = token.granted.life / DUE_DENOMINATOR * DUE_NUMERATOR;
        Some(due.saturating_sub(token.received.elapsed()))
    }

    /// Fetches a token, or waits for the flight that is already doing so.
    pub(crate) async fn fetch<F>(&self, sign_in: F) -> Outcome
    where
        F: Future<Output = Result<Granted, PlatformError>>,
    {
        let landed_before = self.landed.load(Ordering::Acquire);
        let mut flight = self.flight.lock().await;
        if self.landed.load(Ordering::Acquire) != landed_before
            && let Some(outcome) = flight.as_ref()
        {
            return outcome.clone();
        }
        let outcome = sign_in.await.map(|granted| self.install(granted));
        *flight = Some(outcome.clone());
        self.landed.fetch_add(1, Ordering::Release);
        outcome
    }

    /// Replaces a token that was refused. If it has been replaced since, there is nothing to do.
    pub(crate) async fn replace<F>(&self, refused_issue: u64, sign_in: F) -> Outcome
    where
        F: Future<Output = Result<Granted, PlatformError>>,
    {
        match self.current() {
            Some(token) if token.issue != refused_issue => Ok(token),
            _ => self.fetch(sign_in).await,
        }
    }

    fn install(&self, granted: Granted) -> Arc<Token> {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let same_value =
            current.as_ref().is_some_and(|old| old.granted.value.expose_secret() == granted.value.expose_secret());
        let issue = current.as_ref().map_or(1, |old| old.issue + 1);
        let token = Arc::new(Token { granted, issue, received: Instant::now() });
        *current = Some(Arc::clone(&token));
        drop(current);
        if !same_value {
            self.generation.send_modify(|generation| *generation += 1);
        }
        token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU32;

    fn granted(value: &str) -> Granted {
        Granted { value: value.to_owned().into(), username: "user1".into(), life: Duration::from_mins(1451) }
    }

    #[tokio::test(start_paused = true)]
    async fn q06_renewal_is_due_at_80_percent_of_the_life_counted_from_receipt() {
        let keeper = TokenKeeper::new();
        assert_eq!(keeper.due_in(), None);
        keeper.fetch(async { Ok(granted("a")) }).await.unwrap();
        assert_eq!(keeper.due_in(), Some(Duration::from_secs(1451 * 60 * 4 / 5)));
        tokio::time::advance(Duration::from_mins(1)).await;
        assert_eq!(keeper.due_in(), Some(Duration::from_secs(1451 * 60 * 4 / 5 - 60)));
        tokio::time::advance(Duration::from_mins(1451)).await;
        assert_eq!(keeper.due_in(), Some(Duration::ZERO));
    }

    #[tokio::test]
    async fn q06_the_generation_changes_only_with_the_value() {
        let keeper = TokenKeeper::new();
        let generation = keeper.generation();
        assert_eq!(*generation.borrow(), 0);
        for (value, expected) in [("a", 1), ("a", 1), ("b", 2), ("b", 2), ("a", 3)] {
            keeper.fetch(async { Ok(granted(value)) }).await.unwrap();
            assert_eq!(*generation.borrow(), expected, "{value}");
        }
    }

    #[tokio::test]
    async fn q06_ten_that_ask_at_once_share_one_flight_and_its_failure() {
        for fails in [false, true] {
            let keeper = Arc::new(TokenKeeper::new());
            let flights = Arc::new(AtomicU32::new(0));
            let gate = Arc::new(tokio::sync::Barrier::new(11));
            let askers: Vec<_> = (0..10)
                .map(|_| {
                    let (keeper, flights, gate) = (Arc::clone(&keeper), Arc::clone(&flights), Arc::clone(&gate));
                    tokio::spawn(async move {
                        gate.wait().await;
                        let sign_in = async {
                            flights.fetch_add(1, Ordering::SeqCst);
                            // Lets every asker queue up behind this flight before it lands.
                            for _ in 0..100 {
                                tokio::task::yield_now().await;
                            }
                            if fails { Err(PlatformError::NotSignedIn) } else { Ok(granted("a")) }
                        };
                        keeper.fetch(sign_in).await.is_err()
                    })
                })
                .collect();
            gate.wait().await;
            for asker in askers {
                assert_eq!(asker.await.unwrap(), fails);
            }
            assert_eq!(flights.load(Ordering::SeqCst), 1);
        }
    }

    #[tokio::test]
    async fn a_refused_token_that_was_replaced_meanwhile_needs_no_flight() {
        let keeper = TokenKeeper::new();
        let first = keeper.fetch(async { Ok(granted("a")) }).await.unwrap();
        let second = keeper.replace(first.issue, async { Ok(granted("b")) }).await.unwrap();
        assert_ne!(first.issue, second.issue);
        let again = keeper.replace(first.issue, async { Err(PlatformError::NotSignedIn) }).await.unwrap();
        assert_eq!(again.issue, second.issue);
    }
}
