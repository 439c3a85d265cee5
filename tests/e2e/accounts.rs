//! Two accounts side by side, each at a platform of its own.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use zuoxi_simulator::{ACCESS_KEY, ACCESS_SECRET, Options};

use crate::peers::Notifications;
use crate::seat::{Seat, until};
use crate::story::tell;
use crate::world::World;

const DRAFT: &str = "这句话留在第一个账号里";
const OTHER_DRAFT: &str = "这句话是第二个账号的";
const QUESTION: &str = "后台账号也要收到这一条";

#[tokio::test]
async fn two_accounts_are_at_work_and_the_person_goes_from_one_to_the_other() -> Result<()> {
    tell("two-accounts", async |story| {
        let screen = Notifications::start(&story.desktop().bus_address()).await?;
        let other = World::start(Options { traffic: false, ..Options::default() }).await?;
        let seat = story.open_seat(&[]).await?;
        seat.sign_in_to_practice().await?;
        let rows = seat.until_list().await?;
        let chat = story.world.chat(&rows.first().context("the list is empty")?.chat).await?;
        seat.open_chat(&chat).await?;
        seat.type_text(DRAFT).await?;

        // At once, before the draft would be saved by itself.
        seat.choose_in_account_menu("[data-testid=add-account]").await?;
        seat.element("sign-in-back").await?.click().await?;
        seat.until_list().await?;
        seat.choose_in_account_menu("[data-testid=add-account]").await?;
        seat.choose_environment("custom").await?;
        for (field, text) in [
            ("api-base", &*other.url()),
            ("socket-base", &*other.url()),
            ("access-key", ACCESS_KEY),
            ("access-secret", ACCESS_SECRET),
        ] {
            seat.fill_in(field, text).await?;
        }
        seat.submit_sign_in().await?;
        seat.until_live().await?;
        seat.until_list().await?;

        let others = other.chat(&seat.rows().await?.first().context("the list is empty")?.chat).await?;
        seat.open_chat(&others).await?;
        seat.type_text(OTHER_DRAFT).await?;

        story.world.say(&chat, QUESTION).await?;
        until("the rail shows that something is unread behind", async || seat.has("unread-behind").await).await?;
        let told = screen.with(QUESTION).await?;
        let place = story.world.url().replace("http://", "");
        ensure!(told.title.contains(&chat.name) && told.title.ends_with(&place), "whose is it? {told:?}");

        // Its click brings the account to the front, and what was typed for the other one is handed over before.
        screen.click(told.number).await?;
        seat.until_shown(QUESTION).await?;
        until("the draft is where it was typed", async || Ok(seat.value_of("composer-input").await? == DRAFT)).await?;
        ensure!(seat.connection().await? == "live", "the line of the account behind was given up");
        story.world.until_read(&chat).await?;

        seat.choose_in_account_menu("[data-testid=account-entry][aria-checked=false]").await?;
        until("the second account is in front", async || {
            Ok(seat.rows().await?.iter().any(|row| row.chat == others.key() && row.text.contains(OTHER_DRAFT)))
        })
        .await?;
        seat.open_chat(&others).await?;
        until("its draft is there", async || Ok(seat.value_of("composer-input").await? == OTHER_DRAFT)).await?;
        seat.close().await?;
        other.shutdown().await;
        Ok(())
    })
    .await
}

impl Seat {
    async fn choose_in_account_menu(&self, item: &str) -> Result<()> {
        self.element("account-menu").await?.click().await?;
        let is_there = "return document.querySelector(arguments[0]) !== null";
        until("the menu is open", async || self.run(is_there, json!(item)).await).await?;
        let click = "document.querySelector(arguments[0]).click()";
        self.run::<Option<()>>(click, json!(item)).await?;
        Ok(())
    }
}
