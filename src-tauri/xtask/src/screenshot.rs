//! A picture of the console's window, taken through the browser driver once the page has settled.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use xtask::headless::{Desktop, Driver};

use crate::page::{SETTLED, click, toggle_until, until, until_found, until_there};
use crate::repository;
use crate::webdriver::Session;

/// How the photographed window looks.
#[derive(Args)]
pub struct Look {
    /// The theme of the picture
    #[arg(long, requires = "screenshot", value_enum)]
    theme: Option<Theme>,
    /// The language of the picture
    #[arg(long, requires = "screenshot", value_parser = ["zh-CN", "en"])]
    language: Option<String>,
    /// Wait until all messages are there, and open the chat at the top of the list
    #[arg(long, requires = "screenshot")]
    open_first_chat: bool,
    /// The size of the window in pixels
    #[arg(long, requires = "screenshot", value_name = "WIDTHxHEIGHT", default_value = "1280x800", value_parser = size)]
    size: (u32, u32),
}

#[derive(Clone, Copy, ValueEnum)]
enum Theme {
    Dark,
    Light,
}

impl Theme {
    fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }
}

/// Opens the console with `arguments` on a desktop and with data of its own, and writes a PNG to `file`.
pub fn take(file: &Path, arguments: &[String], look: &Look) -> Result<()> {
    let home = tempfile::tempdir()?;
    let desktop = Desktop::start(home.path())?;
    println!("The window opens on an X server of its own.");
    let driver = Driver::start(&desktop)?;
    let data = home.path().join("zuoxi").display().to_string();
    let arguments: Vec<String> = [arguments, &["--data-dir".to_owned(), data]].concat();
    let session = Session::open(&driver.url(), &repository::built("zuoxi")?, &arguments)?;
    session.resize(look.size)?;

    let practice = arguments.iter().any(|argument| argument == "--practice");
    until_there(&session, if practice { "chat-row" } else { "sign-in" })?;
    if let Some(theme) = look.theme {
        toggle_until(&session, "theme-toggle", "document.documentElement.dataset.theme", theme.name())?;
    }
    if let Some(language) = &look.language {
        toggle_until(&session, "language-toggle", "document.documentElement.lang", language)?;
    }
    if look.open_first_chat {
        until_found(&session, "[data-testid=status-line][data-state=live]")?;
        click(&session, "chat-row")?;
        until_there(&session, "message")?;
    }
    until(&session, "fonts and pictures are loaded", SETTLED)?;
    fs::write(file, session.picture()?).with_context(|| format!("cannot write {}", file.display()))?;
    println!("saved {}", file.display());
    Ok(())
}

fn size(text: &str) -> Result<(u32, u32), String> {
    text.split_once('x')
        .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)))
        .ok_or_else(|| format!("`{text}` is not a size like 1280x800"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_two_numbers_with_an_x_between() {
        assert_eq!(size("1024x640"), Ok((1024, 640)));
        assert!(size("1024").is_err() && size("x640").is_err() && size("1024*640").is_err());
    }
}
