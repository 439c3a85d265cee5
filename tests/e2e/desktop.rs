//! The console on the desktop: notifications and their click, the tray, the key from anywhere, the start with the session.

use std::fs;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::peers::{Notifications, Tray};
use crate::process;
use crate::seat::{Seat, until};
use crate::story::{Story, tell};
use crate::world::Chat;
use crate::x11::{ALT, CONTROL, Display};

#[tokio::test]
async fn a_click_on_a_notification_opens_its_message() -> Result<()> {
    tell("notifications", async |story| {
        let screen = Notifications::start(&story.desktop().bus_address()).await?;
        let seat = story.open_seat(&["--practice"]).await?;
        seat.until_live().await?;
        let (open, other) = two_chats(story, &seat).await?;
        seat.open_chat(&open).await?;
        story.world.until_read(&open).await?;

        // In front of the person's eyes, and elsewhere.
        story.world.say(&open, "眼前的消息").await?;
        seat.until_shown("眼前的消息").await?;
        let text = "价格 <b>100</b> & 包邮吗？";
        story.world.say(&other, text).await?;
        let shown = screen.with("包邮吗").await?;
        ensure!(shown.body.contains("&lt;b&gt;100&lt;/b&gt; &amp; 包邮"), "markup of a customer: {shown:?}");
        ensure!(shown.actions == ["default", "打开坐席"] && shown.sound.is_some(), "{shown:?}");
        ensure!(shown.title.contains(&other.name), "{shown:?} is of {}", other.name);
        ensure!(screen.shown().len() == 1, "the chat in front was told, too: {:?}", screen.shown());

        // The same chat again takes the same place.
        story.world.say(&other, "还在吗？").await?;
        let again = screen.with("还在吗").await?;
        ensure!((again.replaces, again.number) == (shown.number, shown.number), "{again:?}");
        ensure!(again.body.contains("2 条新消息"), "{again:?}");

        screen.click(again.number).await?;
        seat.until_shown("还在吗？").await?;
        story.world.until_read(&other).await?;
        until("the notification is taken away", async || Ok(screen.closed().contains(&again.number))).await?;

        // A window that is not in front notifies of the chat that is open, too.
        seat.minimise().await?;
        until("the page knows that it is hidden", async || seat.run("return !document.hasFocus()", Value::Null).await)
            .await?;
        story.world.say(&other, "窗口收起时的消息").await?;
        screen.with("窗口收起时的消息").await?;
        seat.kill().await
    })
    .await
}

#[tokio::test]
async fn a_closed_window_waits_in_the_tray_and_comes_back() -> Result<()> {
    tell("tray", async |story| {
        let bus = story.desktop().bus_address();
        let (screen, tray) = (Notifications::start(&bus).await?, Tray::start(&bus).await?);
        let seat = story.open_seat(&["--practice"]).await?;
        seat.until_live().await?;
        let (_, chat) = two_chats(story, &seat).await?;

        until("the tray counts what is unread", async || {
            Ok(tray.label().await?.parse::<u32>().is_ok_and(|unread| unread > 0))
        })
        .await?;

        let display = Display::open(story.desktop())?;
        let window = display.window(seat.app())?;
        ensure!(display.is_shown(window)?);
        display.close(window)?;
        until("the window is put away", async || Ok(!display.is_shown(window)?)).await?;
        ensure!(!process::is_gone(seat.app()), "the console has ended with its window");

        story.world.say(&chat, "窗口关了还收得到吗？").await?;
        let shown = screen.with("窗口关了还收得到吗").await?;
        screen.click(shown.number).await?;
        until("the click brings the window back", async || display.is_shown(window)).await?;
        seat.until_shown("窗口关了还收得到吗？").await?;

        display.close(window)?;
        until("the window is put away again", async || Ok(!display.is_shown(window)?)).await?;
        display.press(&[CONTROL, ALT, u32::from(b'j')])?;
        until("the key brings the window back", async || display.is_shown(window)).await?;

        // Quiet for an hour: what the list shows is not told.
        tray.choose("免打扰 1 小时").await?;
        let told = screen.shown().len();
        seat.minimise().await?;
        until("the page knows that it is hidden", async || seat.run("return !document.hasFocus()", Value::Null).await)
            .await?;
        let counted = seat.row(&chat).await?.unread;
        story.world.say(&chat, "请勿打扰").await?;
        until("the list counts the message", async || Ok(seat.row(&chat).await?.unread > counted)).await?;
        tray.choose("免打扰 1 小时").await?;
        story.world.say(&chat, "可以打扰了").await?;
        screen.with("可以打扰了").await?;
        let since: Vec<_> = screen.shown().into_iter().skip(told).collect();
        ensure!(!since.iter().any(|shown| shown.body.contains("请勿打扰")), "told while it was quiet: {since:?}");

        tray.choose("退出坐席").await?;
        until("the console has ended", async || Ok(process::is_gone(seat.app()))).await
    })
    .await
}

/// Another program than ours says what it does with what it is told, and its own bubble is clicked.
#[tokio::test]
async fn a_service_of_the_system_shows_the_message_and_the_start_with_the_session_is_kept() -> Result<()> {
    tell("system", async |story| {
        let service = Service::start(story)?;
        let seat = story.open_seat(&["--practice"]).await?;
        seat.until_live().await?;
        let (open, other) = two_chats(story, &seat).await?;
        seat.open_chat(&open).await?;
        story.world.say(&other, "真正的通知服务").await?;
        let display = Display::open(story.desktop())?;
        let bubble = async || Ok(display.window(service.id()).is_ok_and(|it| display.is_shown(it).unwrap_or(false)));
        until("the service shows a bubble", bubble).await?;
        display.click(display.window(service.id())?)?;
        seat.until_shown("真正的通知服务").await?;
        story.world.until_read(&other).await?;
        until("the bubble is gone", async || Ok(!bubble().await?)).await?;

        seat.element("view-settings").await?.click().await?;
        seat.element("settings-desktop").await?.click().await?;
        let entry = story.home().join(".config/autostart/Zuoxi.desktop");
        seat.element("autostart").await?.click().await?;
        until("the entry is there", async || Ok(entry.is_file())).await?;
        let text = fs::read_to_string(&entry)?;
        let start = text.lines().find(|line| line.starts_with("Exec=")).context("it starts nothing")?;
        ensure!(start.contains("--at-login") && start.contains("--data-dir"), "{start}");
        seat.element("autostart").await?.click().await?;
        until("the entry is gone", async || Ok(!entry.exists())).await?;
        seat.close().await
    })
    .await
}

/// GNOME's notification service as Debian has it, for as long as the value lives.
struct Service(Child);

impl Service {
    fn start(story: &Story) -> Result<Self> {
        let program = "/usr/lib/notification-daemon/notification-daemon";
        let started = Command::new(program).envs(story.desktop().environment()).stderr(Stdio::null()).spawn();
        Ok(Self(started.with_context(|| format!("no {program}; `cargo xtask setup` installs it"))?))
    }

    fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It is gone already where this fails.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The first two chats of the list, as the platform knows them.
async fn two_chats(story: &Story, seat: &Seat) -> Result<(Chat, Chat)> {
    let rows = seat.until_list().await?;
    let (first, second) = (rows.first().context("no chats")?, rows.get(1).context("only one chat")?);
    Ok((story.world.chat(&first.chat).await?, story.world.chat(&second.chat).await?))
}
