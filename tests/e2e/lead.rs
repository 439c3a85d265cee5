//! A team lead looks up what was asked and how everything fared, and judges by keyboard.

use anyhow::{Result, ensure};
use serde_json::Value;
use thirtyfour::Key;

use crate::chatting::{a_seat, two_customers};
use crate::seat::{Seat, until};
use crate::story::tell;
use crate::world::Chat;

#[tokio::test]
async fn what_was_asked_and_how_it_fared_is_looked_up() -> Result<()> {
    tell("looked-up", async |story| {
        let seat = a_seat(story).await?;
        let (chat, _) = two_customers(story, &seat).await?;
        seat.open_chat(&chat).await?;
        seat.answer("已为您查询").await?;
        seat.until_confirmed("已为您查询").await?;
        story.world.cut_network().await?;
        until("the line is down", async || Ok(seat.connection().await? == "offline")).await?;
        seat.answer("断线时写的").await?;
        story.world.mend_network().await?;
        seat.until_confirmed("断线时写的").await?;

        the_audit_names_what_was_sent(&seat, &chat).await?;
        the_health_tells_of_the_cut(&seat).await?;
        every_view_is_reached_by_a_key(&seat).await?;
        seat.close().await
    })
    .await
}

#[tokio::test]
async fn what_a_rule_finds_is_judged_by_keyboard() -> Result<()> {
    tell("judged", async |story| {
        let seat = a_seat(story).await?;
        let (one, other) = two_customers(story, &seat).await?;
        for chat in [&one, &other] {
            seat.open_chat(chat).await?;
            seat.answer("急的话打我电话 13812345678").await?;
            seat.until_confirmed("13812345678").await?;
        }
        let cleared = story.world.book().await?.unread_cleared.len();
        seat.element("view-lead").await?.click().await?;
        a_rule_for_private_contacts(&seat).await?;
        seat.element("quality-flags").await?.click().await?;
        until("both are flagged", async || Ok(seat.words_of("flag").await?.matches("13812345678").count() == 2))
            .await?;

        // From one flag to the next, a note, a score, and on; the hands stay on the keyboard.
        seat.element("lead-review").await?.click().await?;
        seat.element("review-row").await?.click().await?;
        seat.type_here("f").await?;
        seat.until_says("flag", "13812345678").await?;
        let first = seat.looked_at().await?;
        seat.type_here("m").await?;
        seat.type_here("不能给客户私人电话").await?;
        seat.type_here(Key::Enter).await?;
        until("the note is kept", async || {
            let script = "return document.querySelector('[data-review-note]')?.value === ''";
            seat.run(script, Value::Null).await
        })
        .await?;
        seat.type_here(Key::Escape).await?;
        seat.type_here("s").await?;
        seat.a_score_is_given().await?;
        seat.keys(&[Key::Control, Key::Enter], "").await?;
        until("the next conversation is open", async || Ok(seat.looked_at().await? != first)).await?;
        seat.type_here("p").await?;
        until("and back", async || Ok(seat.looked_at().await? == first)).await?;
        seat.until_says("judge", "100").await?;
        seat.until_says("judge", "本机坐席").await?;
        let book = story.world.book().await?;
        ensure!(book.sends.len() == 2 && book.unread_cleared.len() == cleared, "judging wrote: {book:?}");
        seat.close().await
    })
    .await
}

async fn the_audit_names_what_was_sent(seat: &Seat, chat: &Chat) -> Result<()> {
    seat.element("view-lead").await?.click().await?;
    seat.element("lead-audit").await?.click().await?;
    seat.until_says("audit-row", "断线时写的").await?;
    let rows = seat.words_of("audit-row").await?;
    let (newer, older) = (rows.find("断线时写的"), rows.find("已为您查询"));
    ensure!(newer.is_some() && newer < older, "the newest stands first: {rows}");
    ensure!(rows.contains(&chat.name) && rows.contains("practice") && rows.contains("成功"), "{rows}");
    seat.element("audit-broadcast").await?.click().await?;
    seat.until_says("audit", "没有符合条件的记录").await?;
    seat.element("audit-send").await?.click().await?;
    seat.until_says("audit-row", "已为您查询").await
}

async fn the_health_tells_of_the_cut(seat: &Seat) -> Result<()> {
    seat.element("lead-health").await?.click().await?;
    let line = "
        const line = document.querySelector('[data-testid=health] section');
        return line === null ? '' : [...line.querySelectorAll('td')].map(e => e.textContent).join(' ')";
    until("the line is told of", async || {
        let told: String = seat.run(line, Value::Null).await?;
        Ok(told.contains("正常") && told.contains("断开"))
    })
    .await?;
    seat.until_says("health", "在线").await
}

async fn every_view_is_reached_by_a_key(seat: &Seat) -> Result<()> {
    for (number, view) in ["waiting", "metrics", "review", "quality", "audit", "health", "export"].iter().enumerate() {
        seat.keys(&[Key::Alt, Key::Shift], &(number + 1).to_string()).await?;
        let current = "return document.querySelector('[data-testid=lead-view] [aria-current]')?.dataset.testid";
        until(&format!("{view} is open"), async || {
            Ok(seat.run::<Option<String>>(current, Value::Null).await? == Some(format!("lead-{view}")))
        })
        .await?;
        seat.no_one_is_kept_out(view).await?;
        // The view that went took the focus along.
        seat.element(&format!("lead-{view}")).await?.click().await?;
    }
    Ok(())
}

async fn a_rule_for_private_contacts(seat: &Seat) -> Result<()> {
    seat.element("lead-quality").await?.click().await?;
    seat.element("quality-rules").await?.click().await?;
    seat.element("preset-privateContact").await?.click().await?;
    seat.element("rule-save").await?.click().await?;
    seat.until_gone("rule-form").await
}

impl Seat {
    async fn looked_at(&self) -> Result<Option<String>> {
        let script = "return document.querySelector('[data-testid=review-thread]')?.dataset.chat ?? null";
        self.run(script, Value::Null).await
    }

    /// Full marks for every item, by digits and Tab.
    async fn a_score_is_given(&self) -> Result<()> {
        let groups = "return document.querySelectorAll('[data-testid=score-form] [role=radiogroup]').length";
        let count: usize = self.run(groups, Value::Null).await?;
        ensure!(count > 0, "the card has no items");
        for group in 0..count {
            let focus = "
                const group = document.querySelectorAll('[data-testid=score-form] [role=radiogroup]')[arguments[0]];
                const radios = group.querySelectorAll('input');
                radios[radios.length - 1].focus();
                return radios.length - 1";
            let most: usize = self.run(focus, group.into()).await?;
            self.type_here(most.to_string()).await?;
        }
        Ok(())
    }
}
