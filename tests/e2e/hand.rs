//! The hands of a person who reads what is on the controls: everything is found by its role and its name, as a screen
//! reader says them, so that a control without a name cannot be used by a story either.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use thirtyfour::{Key, TypingData, WebElement};

use crate::seat::{Seat, until};

/// `arguments[0]` is `{ role, name }`. An exact name goes before one that contains the words.
const NAMED: &str = "
    const { role, name } = arguments[0];
    const tags = { button: 'button,', textbox: 'input,textarea,', link: 'a,', combobox: 'select,', radio: 'label:has(input[type=radio]),' }[role] ?? '';
    const named = e => (e.getAttribute('aria-label')
        || (e.getAttribute('aria-labelledby') ?? '').split(' ').map(id => document.getElementById(id)?.innerText ?? '').join(' ').trim()
        || e.labels?.[0]?.innerText || e.innerText || e.placeholder || e.title || '').trim();
    const seen = [...document.querySelectorAll(`${tags}[role=${role}]`)]
        .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.closest('[inert],[aria-hidden=true]'));
    const found = seen.find(e => named(e) === name) ?? seen.find(e => named(e).includes(name));
    found?.scrollIntoView({ block: 'nearest' });
    return found ?? null;";

/// What axe-core holds against the page.
#[derive(Deserialize)]
struct Finding {
    id: String,
    impact: Option<String>,
    places: Vec<String>,
}

impl Seat {
    /// The control with this role and name, once there is one to be seen.
    pub async fn named(&self, role: &str, name: &str) -> Result<WebElement> {
        let wanted = json!({ "role": role, "name": name });
        let mut found = None;
        until(&format!("there is a {role} called “{name}”"), async || {
            found = self.element_by(NAMED, wanted.clone()).await?;
            Ok(found.is_some())
        })
        .await?;
        found.context("it was there a moment ago")
    }

    pub async fn press(&self, role: &str, name: &str) -> Result<()> {
        let control = self.named(role, name).await?;
        control.click().await.with_context(|| format!("the {role} “{name}” cannot be clicked"))
    }

    /// Chooses from one of the system's own lists, which opens outside of the page.
    pub async fn choose(&self, list: &str, option: &str) -> Result<()> {
        self.named("combobox", list).await?;
        let script = "
            const [label, option] = arguments[0];
            const list = [...document.querySelectorAll('select')].find(e => e.getAttribute('aria-label') === label);
            list.selectedIndex = [...list.options].findIndex(e => e.label === option);
            list.dispatchEvent(new Event('change', { bubbles: true }));
            return list.selectedIndex";
        let chosen: i64 = self.run(script, json!([list, option])).await?;
        ensure!(chosen >= 0, "“{list}” has no “{option}”");
        Ok(())
    }

    /// Presses keys together, wherever the focus is.
    pub async fn keys(&self, chord: &[Key], last: &str) -> Result<()> {
        let typed: String = chord.iter().map(Key::value).chain(last.chars()).collect();
        self.focused().await?.send_keys(typed).await?;
        Ok(())
    }

    /// Writes into the field with this name, whatever was in it before.
    pub async fn write(&self, field: &str, text: &str) -> Result<()> {
        let field = self.named("textbox", field).await?;
        field.click().await?;
        field.send_keys(Key::Control + "a").await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Types where the focus is.
    pub async fn type_here(&self, keys: impl Into<TypingData>) -> Result<()> {
        Ok(self.focused().await?.send_keys(keys).await?)
    }

    /// Waits for words on a part of the page.
    pub async fn until_says(&self, testid: &str, words: &str) -> Result<()> {
        until(&format!("{testid} says “{words}”"), async || Ok(self.words_of(testid).await?.contains(words))).await
    }

    pub async fn until_gone(&self, testid: &str) -> Result<()> {
        until(&format!("{testid} is gone"), async || Ok(!self.has(testid).await?)).await
    }

    /// Waits for a dialog to take the focus: whoever types before that types into a field it is about to be taken from.
    pub async fn until_focus_is_in(&self, testid: &str) -> Result<()> {
        let inside = "return document.activeElement?.closest(`[data-testid=${arguments[0]}]`) != null";
        until(&format!("the focus is in {testid}"), async || self.run(inside, json!(testid)).await).await
    }

    /// All that parts of the page with this `data-testid` say.
    pub async fn words_of(&self, testid: &str) -> Result<String> {
        let script =
            "return [...document.querySelectorAll(`[data-testid=${arguments[0]}]`)].map(e => e.innerText).join('\\n')";
        self.run(script, json!(testid)).await
    }

    /// Lets axe-core read the page as it is, and fails at whatever keeps people out.
    pub async fn no_one_is_kept_out(&self, of_what: &str) -> Result<()> {
        // A colour that is on its way to another one has a contrast that nobody is shown.
        let settled = "return document.getAnimations().every(a => a.playState !== 'running')";
        until("the page has settled", async || self.run(settled, Value::Null).await).await?;
        let axe = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/node_modules/axe-core/axe.min.js");
        let known: bool = self.run("return window.axe !== undefined", Value::Null).await?;
        if !known {
            let program = std::fs::read_to_string(axe).with_context(|| format!("no {axe}"))?;
            self.run::<Value>(&format!("{program}; window.axe = axe; return null"), Value::Null).await?;
        }
        let script = "
            const done = arguments[arguments.length - 1];
            window.axe.run(document, { resultTypes: ['violations'] }).then(
                read => done(read.violations.map(({ id, impact, nodes }) =>
                    ({ id, impact, places: nodes.map(node => `${node.target} ${node.html.slice(0, 160)}`) }))),
                error => done([{ id: String(error), impact: 'critical', places: [] }]));";
        let findings: Vec<Finding> = self.run_async(script).await?;
        let bad: Vec<String> = findings
            .into_iter()
            .filter(|finding| matches!(finding.impact.as_deref(), Some("serious" | "critical")))
            .map(|finding| format!("{}: {:#?}", finding.id, finding.places))
            .collect();
        ensure!(bad.is_empty(), "{of_what}: {bad:#?}");
        Ok(())
    }
}
