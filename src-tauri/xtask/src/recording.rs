//! `cargo xtask recording`: the animated picture of the README, a tour through the real window on the practice platform.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use serde_json::json;
use xtask::headless::{Desktop, Driver};

use crate::film::Film;
use crate::page::{SETTLED, click, toggle_until, until, until_found, until_there};
use crate::setup::{self, Purpose};
use crate::tool::Tool;
use crate::webdriver::Session;
use crate::{repository, ui};

#[derive(Args)]
pub struct Arguments {
    /// Where the picture goes
    #[arg(long, value_name = "FILE", default_value = "docs/pictures/tour.png")]
    to: PathBuf,
    /// Film the console as it was built before
    #[arg(long)]
    built: bool,
    /// What the window speaks
    #[arg(long, default_value = "zh-CN", value_parser = ["zh-CN", "en"])]
    language: String,
}

/// The window of the picture. As small as it may be: it is shown in a column of a page.
const SIZE: (u32, u32) = (1024, 640);
/// How long a view is looked at, and how long what comes in between, in milliseconds.
const LOOK: u16 = 1800;
const GLANCE: u16 = 700;

pub fn run(arguments: &Arguments) -> Result<()> {
    setup::system(Purpose::Window)?;
    if !arguments.built {
        setup::npm(&repository::ui())?;
        ui::build()?;
        Tool::cargo().args(["build", "--package", "zuoxi"]).run()?;
    }
    let home = tempfile::tempdir()?;
    let desktop = Desktop::start(home.path())?;
    let driver = Driver::start(&desktop)?;
    let data = home.path().join("zuoxi").display().to_string();
    let console = ["--practice".to_owned(), "--data-dir".to_owned(), data];
    let session = Session::open(&driver.url(), &repository::built("zuoxi")?, &console)?;
    session.resize(SIZE)?;
    until_there(&session, "chat-row")?;
    toggle_until(&session, "theme-toggle", "document.documentElement.dataset.theme", "light")?;
    toggle_until(&session, "language-toggle", "document.documentElement.lang", &arguments.language)?;
    until_found(&session, "[data-testid=status-line][data-state=live]")?;
    if session.execute("return document.querySelector('[data-testid=coach-close]') !== null")? == json!(true) {
        click(&session, "coach-close")?;
    }
    let file = repository::root().join(&arguments.to);
    let words = if arguments.language == "en" { ENGLISH } else { CHINESE };
    Tour { session: &session, film: Film::default() }.take(&file, &words)?;
    let size = fs::metadata(&file)?.len();
    println!("saved {} ({} kB)", file.display(), size / 1000);
    Ok(())
}

/// What is typed on the way.
struct Words {
    answer: [&'static str; 2],
    search: &'static str,
}

const CHINESE: Words = Words {
    answer: ["您好，已经为您查到了，", "您好，已经为您查到了，今天下午发货。"],
    search: "发",
};
const ENGLISH: Words =
    Words { answer: ["Hello, I have looked it up:", "Hello, I have looked it up: it leaves today."], search: "发" };

struct Tour<'a> {
    session: &'a Session,
    film: Film,
}

impl Tour<'_> {
    fn take(mut self, file: &Path, words: &Words) -> Result<()> {
        let session = self.session;
        self.shoot(LOOK)?;

        click(session, "chat-row")?;
        until_there(session, "message")?;
        until_there(session, "composer-input")?;
        self.shoot(LOOK)?;
        for text in words.answer {
            self.type_into("composer-input", text)?;
            self.shoot(GLANCE)?;
        }
        let answer = words.answer.last().context("nothing to answer")?;
        click(session, "composer-send")?;
        let sent = format!(
            "return [...document.querySelectorAll('[data-testid=message]')].some(m => m.innerText.includes({}))",
            json!(answer)
        );
        until(session, "the answer is in the thread", &sent)?;
        self.shoot(LOOK)?;

        click(session, "view-search")?;
        until_there(session, "search-field")?;
        self.type_into("search-field", words.search)?;
        until_there(session, "search-hit")?;
        self.shoot(LOOK)?;

        for view in ["view-contacts", "view-broadcast", "view-lead", "view-settings"] {
            click(session, view)?;
            self.shoot(LOOK)?;
        }
        click(session, "view-inbox")?;
        self.shoot(GLANCE)?;
        toggle_until(session, "theme-toggle", "document.documentElement.dataset.theme", "dark")?;
        self.shoot(LOOK)?;
        self.film.develop(file)
    }

    fn shoot(&mut self, millis: u16) -> Result<()> {
        until(self.session, "nothing moves", SETTLED)?;
        self.film.shoot(&self.session.picture()?, millis)
    }

    /// Puts words into a field as typing does: React takes a value only with its event.
    fn type_into(&self, testid: &str, text: &str) -> Result<()> {
        let script = format!(
            "const field = document.querySelector('[data-testid={testid}]'); field.focus(); \
             const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement; \
             Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(field, {}); \
             field.dispatchEvent(new Event('input', {{ bubbles: true }}))",
            json!(text)
        );
        self.session.execute(&script).map(drop)
    }
}
