//! The sign-in page when something is wrong.

use anyhow::{Result, ensure};
use zuoxi_simulator::ACCESS_KEY;

use crate::seat::until;
use crate::secrets::Secrets;
use crate::story::tell;

/// A word that occurs nowhere else, so that a trace of it is a leak.
const WRONG_SECRET: &str = "Q3KR21ME-not-it";

#[tokio::test]
async fn a_wrong_secret_is_told_in_words_and_what_was_typed_stays() -> Result<()> {
    tell("wrong-secret", async |story| {
        let seat = story.open_seat(&[]).await?;
        let platform = story.world.url();
        seat.choose_environment("custom").await?;
        seat.fill_in("api-base", &platform).await?;
        seat.fill_in("socket-base", &platform).await?;
        seat.fill_in("access-key", ACCESS_KEY).await?;
        seat.fill_in("access-secret", WRONG_SECRET).await?;
        seat.submit_sign_in().await?;

        let error = seat.element("sign-in-error").await?;
        until("the error has words", async || Ok(!error.text().await?.trim().is_empty())).await?;
        ensure!(!error.text().await?.contains(WRONG_SECRET), "the error repeats the secret");
        ensure!(seat.value_of("access-key").await? == ACCESS_KEY, "the access key was lost");
        ensure!(seat.value_of("api-base").await? == platform, "the address was lost");
        ensure!(!seat.has("shell").await?, "a wrong secret opened the console");
        let found = Secrets::only("the typed secret", WRONG_SECRET).in_files(story.home())?;
        ensure!(found.is_empty(), "{found:#?}");
        seat.close().await
    })
    .await
}

#[tokio::test]
async fn a_platform_that_cannot_be_reached_is_told_in_words() -> Result<()> {
    tell("unreachable", async |story| {
        let seat = story.open_seat(&[]).await?;
        story.world.cut_network().await?;
        seat.choose_environment("practice").await?;
        seat.submit_sign_in().await?;
        let error = seat.element("sign-in-error").await?;
        until("the error has words", async || Ok(!error.text().await?.trim().is_empty())).await?;

        story.world.mend_network().await?;
        seat.submit_sign_in().await?;
        seat.until_list().await?;
        seat.close().await
    })
    .await
}
