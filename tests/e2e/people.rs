//! What an agent knows of people, and what robots are asked to do: the panels, requests, contacts, profile and activity.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use thirtyfour::Key;

use crate::chatting::{a_seat, open_by_name, two_customers};
use crate::seat::{Seat, until};
use crate::story::{Story, tell_among_few};
use crate::world::Chat;

const NEW_GROUP_NAME: &str = "湖滨店老客群";
const GREETING: &str = "您好，我是您的专属顾问，有需要随时找我。";
const NOTICE: &str = "周六下午三点试穿会，请提前半小时到。";

#[tokio::test]
async fn people_and_groups_are_looked_after() -> Result<()> {
    tell_among_few("people", async |story| {
        let seat = a_seat(story).await?;
        let (chat, _) = two_customers(story, &seat).await?;
        let newcomer = a_friend_of_the_phone_is_synchronised(story, &seat, &chat.through).await?;
        seat.press("button", "会话").await?;
        seat.open_chat(&chat).await?;
        a_customer_gets_a_remark_and_a_tag(story, &seat, &chat).await?;
        a_note_is_written(&seat).await?;

        let group = our_group(story).await?;
        open_by_name(&seat, &group).await?;
        the_members_have_faces(&seat).await?;
        the_group_is_renamed_and_told_something(story, &seat, &group).await?;
        a_member_is_asked_to_leave(story, &seat, &group).await?;

        a_request_is_accepted(story, &seat, &chat.through).await?;
        a_stranger_is_added_by_phone(story, &seat).await?;
        a_contact_opens_its_chat(&seat, &chat).await?;
        whom_nobody_wrote_to_is_written_to(story, &seat, &newcomer).await?;
        a_robot_changes_its_position(story, &seat).await?;
        all_of_it_is_in_the_activity(&seat).await?;
        seat.close().await
    })
    .await
}

async fn a_customer_gets_a_remark_and_a_tag(story: &Story, seat: &Seat, chat: &Chat) -> Result<()> {
    seat.press("button", "备注：").await?;
    seat.write("备注", "老客-王").await?;
    seat.type_here(Key::Enter).await?;
    until("the platform has the remark", async || Ok(story.world.directory(chat).await?["remark"] == "老客-王"))
        .await?;
    seat.press("button", "修改标签").await?;
    seat.element("tags-search").await?;
    let offered = "const found = document.querySelector('[role=option][data-tag]');
        return found && { id: found.dataset.tag, name: found.innerText.trim() }";
    until("tags are offered", async || Ok(!seat.run::<Value>(offered, Value::Null).await?.is_null())).await?;
    let tag: Value = seat.run(offered, Value::Null).await?;
    let name = tag["name"].as_str().context("a tag without a name")?.to_owned();
    seat.press("option", &name).await?;
    until("the platform has the tag", async || {
        let labels = story.world.directory(chat).await?["labels"].clone();
        Ok(labels.as_array().is_some_and(|labels| labels.iter().any(|label| *label == tag["id"])))
    })
    .await?;
    seat.type_here(Key::Escape).await?;
    seat.until_says("tag", &name).await
}

async fn a_note_is_written(seat: &Seat) -> Result<()> {
    seat.press("tab", "笔记").await?;
    seat.write("新笔记", "喜欢蓝色，身高 165").await?;
    seat.press("button", "保存").await?;
    seat.until_says("note", "喜欢蓝色").await?;
    seat.press("tab", "客户").await
}

/// A group that one of our robots made, so that it may do everything there.
pub async fn our_group(story: &Story) -> Result<Chat> {
    for chat in story.world.chats().await? {
        if chat.is_group == 1 {
            let facts = story.world.directory(&chat).await?;
            if story.world.is_robot(facts["creator"].as_str().unwrap_or_default()).await? {
                return Ok(chat);
            }
        }
    }
    anyhow::bail!("no robot has made a group")
}

async fn the_members_have_faces(seat: &Seat) -> Result<()> {
    let seen = "return [...document.querySelectorAll('[data-testid=member] img')].some(face => face.naturalWidth > 0)";
    until("a member's picture is shown", async || seat.run(seen, Value::Null).await).await
}

async fn the_group_is_renamed_and_told_something(story: &Story, seat: &Seat, group: &Chat) -> Result<()> {
    seat.press("button", "群名称：").await?;
    seat.write("群名称", NEW_GROUP_NAME).await?;
    seat.type_here(Key::Enter).await?;
    until("the platform has the name", async || Ok(story.world.directory(group).await?["name"] == NEW_GROUP_NAME))
        .await?;
    seat.press("button", "发公告").await?;
    seat.write("公告内容", NOTICE).await?;
    seat.press("button", "下一步：预览").await?;
    seat.press("button", "发布").await?;
    seat.until_gone("announcement-preview").await?;
    until("the platform has the notice", async || {
        Ok(story.world.directory(group).await?["notice"].as_str().is_some_and(|notice| notice.contains(NOTICE)))
    })
    .await
}

async fn a_member_is_asked_to_leave(story: &Story, seat: &Seat, group: &Chat) -> Result<()> {
    let before = members_of(story, group).await?;
    seat.element("members-choose").await?.click().await?;
    // The last one is neither the owner nor the robot, who are listed first.
    let last = "return [...document.querySelectorAll('[data-testid=member] [role=checkbox]')].at(-1)";
    seat.element_by(last, Value::Null).await?.context("nobody can be chosen")?.click().await?;
    seat.press("button", "移出群").await?;
    seat.press("checkbox", "我已核对这 1 人").await?;
    seat.element("member-confirm").await?.click().await?;
    seat.until_gone("member-dialog").await?;
    until("the platform has one member less", async || Ok(members_of(story, group).await? + 1 == before)).await
}

/// How many the platform knows to be in a group.
pub async fn members_of(story: &Story, group: &Chat) -> Result<usize> {
    Ok(story.world.directory(group).await?["members"].as_array().map_or(0, Vec::len))
}

async fn a_request_is_accepted(story: &Story, seat: &Seat, robot: &str) -> Result<()> {
    story.world.ask_for_friendship(robot, "想咨询羊毛大衣").await?;
    seat.press("button", "好友申请").await?;
    seat.until_says("request", "想咨询羊毛大衣").await?;
    seat.element("request-accept").await?.click().await?;
    until("the platform was told so", async || {
        Ok(story.world.book().await?.actions.contains_key("robot.accept.friend.request"))
    })
    .await
}

async fn a_stranger_is_added_by_phone(story: &Story, seat: &Seat) -> Result<()> {
    seat.press("button", "按手机号添加").await?;
    seat.write("手机号", "13800138000").await?;
    seat.press("button", "发送申请").await?;
    until("the platform was asked", async || {
        Ok(story.world.book().await?.actions.contains_key("robot.phone.contact.add"))
    })
    .await?;
    seat.type_here(Key::Escape).await
}

async fn a_contact_opens_its_chat(seat: &Seat, chat: &Chat) -> Result<()> {
    seat.press("button", "通讯录").await?;
    seat.write("搜索姓名", "老客-王").await?;
    seat.press("option", "老客-王").await?;
    seat.until_says("thread-title", "老客-王").await?;
    ensure!(seat.rows().await?.iter().any(|row| row.chat == chat.key()));
    Ok(())
}

/// Somebody who was added on the phone and with whom nothing was said: in the lists of the platform (spec 2.3) after it was
/// told to read them anew (spec 2.13), and no chat of spec 2.10. The console reads the lists again by and by.
async fn a_friend_of_the_phone_is_synchronised(story: &Story, seat: &Seat, robot: &str) -> Result<Chat> {
    let known: Vec<String> = story.world.chats().await?.into_iter().map(|chat| chat.id).collect();
    story.world.befriend_on_the_phone(robot).await?;
    seat.press("button", "通讯录").await?;
    seat.press("button", "同步联系人").await?;
    let mut newcomer = None;
    until("the platform has read the phone", async || {
        newcomer = story.world.chats().await?.into_iter().find(|chat| !known.contains(&chat.id));
        Ok(newcomer.is_some())
    })
    .await?;
    newcomer.context("nobody is new")
}

async fn whom_nobody_wrote_to_is_written_to(story: &Story, seat: &Seat, newcomer: &Chat) -> Result<()> {
    seat.press("button", "通讯录").await?;
    seat.write("搜索姓名", &newcomer.name).await?;
    seat.until_says("contact", "发起会话").await?;
    seat.press("option", &newcomer.name).await?;
    seat.until_says("thread-title", &newcomer.name).await?;
    seat.until_says("timeline", "还没有消息").await?;
    seat.answer(GREETING).await?;
    seat.until_confirmed(GREETING).await?;
    let sends = story.world.book().await?.sends;
    ensure!(sends.iter().any(|send| send.chat_id == newcomer.id && send.text == GREETING), "it went elsewhere");
    ensure!(seat.rows().await?.iter().filter(|row| row.chat == newcomer.key()).count() == 1);
    Ok(())
}

async fn a_robot_changes_its_position(story: &Story, seat: &Seat) -> Result<()> {
    seat.press("button", "机器人").await?;
    seat.press("button", "职务：").await?;
    seat.write("职务", "高级客服").await?;
    seat.type_here(Key::Enter).await?;
    until("the platform was told so", async || Ok(story.world.book().await?.actions.contains_key("robot.info.modify")))
        .await
}

async fn all_of_it_is_in_the_activity(seat: &Seat) -> Result<()> {
    seat.press("button", "动态").await?;
    for what in ["老客-王", "打标签", NEW_GROUP_NAME, "移出", "好友申请", "138", "机器人资料"] {
        until(&format!("the activity tells of “{what}”"), async || {
            seat.run::<bool>("return document.body.innerText.includes(arguments[0])", what.into()).await
        })
        .await?;
    }
    Ok(())
}
