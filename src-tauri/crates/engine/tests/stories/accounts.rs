//! The accounts that this console knows besides the one at work.

use secrecy::SecretString;
use zuoxi_engine::{ErrorCode, SignInRequest};
use zuoxi_model::{AccountId, EnvironmentKind};

use crate::seat::Seat;

/// Signs in to the same platform under an address of the person's own, which makes it another account.
async fn sign_in_beside(seat: &Seat) -> AccountId {
    let base = seat.engine().await.account().environment.api_base.clone();
    let request = SignInRequest {
        environment: EnvironmentKind::Custom,
        api_base: Some(base),
        socket_base: None,
        access_key: "practice".into(),
        access_secret: SecretString::from("practice"),
        remember: true,
    };
    seat.desk.sign_in(request).await.unwrap().id
}

#[tokio::test]
async fn an_account_that_is_forgotten_leaves_nothing_on_this_machine() {
    let mut seat = Seat::live().await;
    let first = seat.engine().await.account().id.clone();
    let second = sign_in_beside(&seat).await;
    assert_ne!(first, second);
    assert!(seat.has_cache(&first) && seat.has_cache(&second));
    assert!(seat.keeps_secrets_of(&first).await);

    seat.desk.forget_account(&first).await.unwrap();

    assert!(!seat.has_cache(&first) && seat.has_cache(&second));
    assert!(!seat.keeps_secrets_of(&first).await);
    assert_eq!(seat.desk.resume(&first).await.unwrap_err().code(), ErrorCode::NotFound);
    assert_eq!(seat.desk.forget_account(&first).await.unwrap_err().code(), ErrorCode::NotFound);
    seat.restart().await;
    assert_eq!(seat.engine().await.account().id, second, "the account at work is resumed all the same");
}

#[tokio::test]
async fn the_account_at_work_is_not_forgotten() {
    let seat = Seat::live().await;
    let id = seat.engine().await.account().id.clone();
    assert_eq!(seat.desk.forget_account(&id).await.unwrap_err().code(), ErrorCode::InvalidInput);
    assert!(seat.has_cache(&id) && seat.keeps_secrets_of(&id).await);
    assert_eq!(seat.desk.accounts().await.len(), 1);
}
