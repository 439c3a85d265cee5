//! What is done with groups seldom, and with many at once: made, joined, run by others, listed, set up alike.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::chatting::{a_seat, open_by_name};
use crate::people::{members_of, our_group};
use crate::seat::{Seat, until};
use crate::story::{Story, tell_among_few};
use crate::world::Chat;

const NEW_GROUP: &str = "新品内购群";

#[tokio::test]
async fn groups_are_made_filled_listed_and_set_up_alike() -> Result<()> {
    tell_among_few("groups", async |story| {
        let seat = a_seat(story).await?;
        contacts_are_synchronised(&seat).await?;
        let group = our_group(story).await?;
        open_by_name(&seat, &group).await?;
        seat.element("member").await?;
        who_joins_is_shown_at_once(story, &seat, &group).await?;
        a_colleague_becomes_an_admin(story, &seat, &group).await?;
        friends_are_invited(story, &seat, &group).await?;
        a_group_is_made(story, &seat).await?;
        the_list_for_a_spreadsheet_is_saved(story, &seat).await?;
        its_settings_become_another_groups(story, &seat).await?;
        seat.close().await
    })
    .await
}

/// Whom a robot knows is known after that, and can be invited.
async fn contacts_are_synchronised(seat: &Seat) -> Result<()> {
    seat.press("button", "通讯录").await?;
    seat.press("button", "同步联系人").await?;
    let listed = "return document.querySelectorAll('[data-testid=contact]').length";
    until("contacts are listed", async || Ok(seat.run::<usize>(listed, Value::Null).await? > 2)).await?;
    seat.press("button", "会话").await
}

/// Spec 3.22. The panel counts the robot as well.
async fn who_joins_is_shown_at_once(story: &Story, seat: &Seat, group: &Chat) -> Result<()> {
    let counted = "const title = document.querySelector('[data-testid=members]')?.ariaLabel ?? '';
        return Number(/\\d+/.exec(title)?.[0] ?? 0)";
    let before: u32 = seat.run(counted, Value::Null).await?;
    story.world.join(group, 2).await?;
    until("the panel counts two more", async || Ok(seat.run::<u32>(counted, Value::Null).await? == before + 2)).await
}

/// Spec 3.17.
async fn a_colleague_becomes_an_admin(story: &Story, seat: &Seat, group: &Chat) -> Result<()> {
    let facts = story.world.directory(group).await?;
    let ids = |of: &str| facts[of].as_array().cloned().unwrap_or_default();
    let (admins, creator) = (ids("admins"), facts["creator"].clone());
    let colleague = ids("staff").into_iter().find(|id| !admins.contains(id) && *id != creator);
    let colleague = colleague.context("every colleague is an admin")?;
    seat.element("members-choose").await?.click().await?;
    seat.element(&format!("choose-{}", colleague.as_str().unwrap_or_default())).await?.click().await?;
    seat.press("button", "设为管理员").await?;
    seat.element("member-consent").await?.click().await?;
    seat.element("member-confirm").await?.click().await?;
    seat.until_gone("member-dialog").await?;
    until("the platform has the admin", async || {
        let admins = story.world.directory(group).await?["admins"].clone();
        Ok(admins.as_array().is_some_and(|admins| admins.contains(&colleague)))
    })
    .await?;
    seat.until_gone("member-acts").await
}

/// Chooses the first ones that can be chosen, looks once more, and goes on.
async fn two_friends_are_chosen(seat: &Seat) -> Result<()> {
    seat.element("friend-search").await?;
    let free = "return [...document.querySelectorAll('[data-testid^=choose-][role=checkbox]')]
        .find(e => e.getAttribute('aria-checked') === 'false' && !e.hasAttribute('data-disabled')) ?? null";
    for _ in 0..2 {
        let mut found = None;
        until("a friend can be chosen", async || {
            found = seat.element_by(free, Value::Null).await?;
            Ok(found.is_some())
        })
        .await?;
        found.context("it was there a moment ago")?.click().await?;
    }
    seat.element("friends-next").await?.click().await?;
    seat.element("friends-preview").await?;
    seat.element("friends-confirm").await?.click().await?;
    seat.until_gone("friends-preview").await
}

/// Spec 3.18.
async fn friends_are_invited(story: &Story, seat: &Seat, group: &Chat) -> Result<()> {
    let before = members_of(story, group).await?;
    seat.element("group-invite").await?.click().await?;
    two_friends_are_chosen(seat).await?;
    until("the platform has two members more", async || Ok(members_of(story, group).await? == before + 2)).await
}

/// Spec 3.20.
async fn a_group_is_made(story: &Story, seat: &Seat) -> Result<()> {
    seat.element("group-create").await?.click().await?;
    seat.fill_in("create-name", NEW_GROUP).await?;
    two_friends_are_chosen(seat).await?;
    until("the platform has the group", async || {
        Ok(story.world.chats().await?.iter().any(|chat| chat.is_group == 1 && chat.name == NEW_GROUP))
    })
    .await
}

/// Spec 2.5.
async fn the_list_for_a_spreadsheet_is_saved(story: &Story, seat: &Seat) -> Result<()> {
    let file = story.home().join("群名单.xlsx");
    seat.element("tool-download").await?.click().await?;
    seat.element("download-groups").await?;
    seat.answer_next_dialog(&file).await?;
    seat.element("download-save").await?.click().await?;
    seat.until_says("download-groups", "群名单.xlsx").await?;
    ensure!(fs::read(&file)?.starts_with(b"PK"), "what was saved is no workbook");
    seat.press("button", "关闭").await?;
    seat.until_gone("download-groups").await
}

/// Spec 2.9.
async fn its_settings_become_another_groups(story: &Story, seat: &Seat) -> Result<()> {
    let copied = async || {
        let requests = story.world.book().await?.requests;
        let count = requests.iter().filter(|(path, _)| path.contains("group/setting/duplicate")).map(|(_, n)| n);
        Ok::<u64, anyhow::Error>(count.sum())
    };
    ensure!(copied().await? == 0);
    seat.element("tool-copy").await?.click().await?;
    seat.element("copy-settings").await?;
    for box_of in ["[data-testid^=module-]", "[data-testid^=pick-]"] {
        let there = format!("return document.querySelector('[data-testid=copy-settings] {box_of}') !== null");
        until(&format!("{box_of} is there"), async || seat.run(&there, Value::Null).await).await?;
        seat.element_with(&format!("[data-testid=copy-settings] {box_of}")).await?.click().await?;
    }
    seat.element("copy-next").await?.click().await?;
    ensure!(!seat.element("copy-confirm").await?.is_enabled().await?, "one gesture is enough");
    seat.element("copy-consent").await?.click().await?;
    seat.element("copy-confirm").await?.click().await?;
    until("the platform was asked once", async || Ok(copied().await? == 1)).await
}
