//! What the console remembers between starts outside any account's cache: the accounts and the preferences.
//! A small JSON file, `zuoxi.json`, without any secret. It is written beside itself and renamed, so that a crash
//! leaves the old one or the new one. A file that cannot be read is set aside, not overwritten.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::{Map, Value};
use specta::Type;
use zuoxi_model::{Account, AccountId};

use crate::{DesktopSettings, EngineError, NotificationSettings};

/// Bright, dark, or as the system has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// The language of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub enum Language {
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    #[serde(rename = "en")]
    En,
}

/// The key that sends; the other one starts a new line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SendKey {
    #[default]
    Enter,
    CtrlEnter,
}

/// How large the writing is: 12/13, 13/14 or 14/15 pixels for lists and messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Density {
    Compact,
    #[default]
    Standard,
    Comfortable,
}

/// How the person wants the console to look, speak and send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Preferences {
    pub theme: Theme,
    pub language: Language,
    /// How long a message can be taken back before it leaves, in seconds; 0 sends at once.
    pub undo_seconds: u8,
    pub send_key: SendKey,
    /// Words that make the console ask before it sends.
    pub sensitive_words: Vec<String>,
    pub density: Density,
    /// How much larger than drawn the window is shown, in percent; 80 to 200.
    pub zoom_percent: u16,
    /// The list of chats shows no text of messages.
    pub hide_previews: bool,
    /// A window that is not in front shows nothing of what it holds.
    pub blur_unfocused: bool,
    /// The first steps have been shown, or waved away.
    pub coached: bool,
    /// The keys that the person chose, by the name of what they do; what is missing has the key it came with.
    pub shortcuts: BTreeMap<String, String>,
    pub notifications: NotificationSettings,
    pub desktop: DesktopSettings,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            language: Language::default(),
            undo_seconds: 3,
            send_key: SendKey::default(),
            sensitive_words: Vec::new(),
            density: Density::default(),
            zoom_percent: 100,
            hide_previews: false,
            blur_unfocused: false,
            coached: false,
            shortcuts: BTreeMap::new(),
            notifications: NotificationSettings::default(),
            desktop: DesktopSettings::default(),
        }
    }
}

/// What this computer keeps outside of the caches: its accounts, and what a person prefers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Profile {
    pub accounts: Vec<Account>,
    /// The account that was signed in last, resumed at the next start.
    pub last: Option<AccountId>,
    /// Accounts that were signed out with their secret kept: they are not resumed by themselves.
    pub resting: Vec<AccountId>,
    #[serde(deserialize_with = "kept_preferences")]
    pub preferences: Preferences,
}

/// What an older file does not name, and what it names in a way that is not known any more, has its default. Here and not
/// at the type, for between the engine and the window every preference is always named.
fn kept_preferences<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Preferences, D::Error> {
    let kept = Map::deserialize(deserializer)?;
    let mut preferences = serde_json::to_value(Preferences::default()).map_err(D::Error::custom)?;
    for (name, value) in kept {
        take_over(&mut preferences, &format!("/{name}"), value);
    }
    Preferences::deserialize(preferences).map_err(D::Error::custom)
}

/// Puts a value in its place if that can be understood; if not, as much of it as can.
fn take_over(preferences: &mut Value, place: &str, value: Value) {
    let mut tried = preferences.clone();
    let Some(found) = tried.pointer_mut(place) else { return };
    found.clone_from(&value);
    if Preferences::deserialize(&tried).is_ok() {
        *preferences = tried;
    } else if let Value::Object(parts) = value {
        for (name, part) in parts {
            take_over(preferences, &format!("{place}/{name}"), part);
        }
    }
}

impl Profile {
    fn file(data_dir: &Path) -> PathBuf {
        data_dir.join("zuoxi.json")
    }

    /// Reads the profile; a missing one is empty, and one that is not JSON is set aside as `zuoxi.json.unreadable`.
    pub fn load(data_dir: &Path) -> Result<Self, EngineError> {
        let path = Self::file(data_dir);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(EngineError::Profile { path: path.display().to_string(), source }),
        };
        serde_json::from_str(&text).or_else(|error| {
            let aside = path.with_extension("json.unreadable");
            tracing::warn!(%error, aside = %aside.display(), "the profile could not be read and was set aside");
            std::fs::rename(&path, &aside)
                .map_err(|source| EngineError::Profile { path: path.display().to_string(), source })?;
            Ok(Self::default())
        })
    }

    /// Writes the file in one step, so that a crash leaves the old or the new one.
    pub fn save(&self, data_dir: &Path) -> Result<(), EngineError> {
        let path = Self::file(data_dir);
        let failed = |source| EngineError::Profile { path: path.display().to_string(), source };
        let text = serde_json::to_string_pretty(self).map_err(|error| failed(error.into()))?;
        std::fs::create_dir_all(data_dir).map_err(failed)?;
        let beside = path.with_extension("json.new");
        std::fs::write(&beside, text).map_err(failed)?;
        std::fs::rename(&beside, &path).map_err(failed)
    }

    /// Adds the account, or replaces what was known of it.
    pub fn remember(&mut self, account: Account) {
        self.last = Some(account.id.clone());
        self.resting.retain(|resting| *resting != account.id);
        self.accounts.retain(|known| known.id != account.id);
        self.accounts.insert(0, account);
    }

    /// As [`Profile::remember`], for an account that goes on behind the one in front: it keeps its place.
    pub fn remember_behind(&mut self, account: Account) {
        self.resting.retain(|resting| *resting != account.id);
        match self.accounts.iter_mut().find(|known| known.id == account.id) {
            Some(known) => *known = account,
            None => self.accounts.push(account),
        }
    }

    /// The accounts to go on with at the start, the one that was in front first.
    #[must_use]
    pub fn to_resume(&self) -> Vec<AccountId> {
        let known = self.accounts.iter().filter(|account| account.remembered && !self.resting.contains(&account.id));
        let mut ids: Vec<AccountId> = known.map(|account| account.id.clone()).collect();
        ids.sort_by_key(|id| self.last.as_ref() != Some(id));
        ids
    }

    /// Takes an account off the list.
    pub fn forget(&mut self, id: &AccountId) {
        self.accounts.retain(|known| known.id != *id);
        self.resting.retain(|resting| resting != id);
        if self.last.as_ref() == Some(id) {
            self.last = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use zuoxi_model::Environment;

    use super::*;

    fn account(name: &str) -> Account {
        Account {
            id: AccountId::from(name),
            environment: Environment::test(),
            access_key: name.into(),
            remembered: true,
        }
    }

    #[test]
    fn what_was_saved_is_there_at_the_next_start() {
        let dir = tempfile::tempdir().unwrap();
        let mut profile = Profile::load(dir.path()).unwrap();
        profile.remember(account("a"));
        profile.remember(account("b"));
        profile.remember(account("a"));
        profile.save(dir.path()).unwrap();
        let again = Profile::load(dir.path()).unwrap();
        assert_eq!(again, profile);
        assert_eq!(again.accounts.len(), 2);
        assert_eq!(again.last, Some(AccountId::from("a")));
    }

    #[test]
    fn the_start_goes_on_with_every_account_but_those_that_rest() {
        let mut profile = Profile::default();
        for name in ["a", "b", "c"] {
            profile.remember(account(name));
        }
        profile.remember(Account { remembered: false, ..account("d") });
        profile.resting.push("b".into());
        profile.last = Some("a".into());
        assert_eq!(profile.to_resume(), ["a", "c"].map(AccountId::from));
        profile.remember_behind(account("b"));
        assert_eq!(profile.to_resume(), ["a", "c", "b"].map(AccountId::from));
    }

    #[test]
    fn an_older_profile_gets_the_default_of_what_it_does_not_name() {
        let dir = tempfile::tempdir().unwrap();
        let older = r#"{"accounts":[],"last":null,"preferences":{"theme":"dark","language":"en"}}"#;
        std::fs::write(dir.path().join("zuoxi.json"), older).unwrap();
        let preferences = Profile::load(dir.path()).unwrap().preferences;
        assert_eq!(preferences, Preferences { theme: Theme::Dark, language: Language::En, ..Preferences::default() });
        assert_eq!(preferences.undo_seconds, 3);
    }

    #[test]
    fn of_a_group_of_preferences_what_is_understood_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let newer = r#"{"preferences":{"desktop":{"closeToTray":false,"shortcut":7},"shortcuts":{"search":"Ctrl+J"}}}"#;
        std::fs::write(dir.path().join("zuoxi.json"), newer).unwrap();
        let preferences = Profile::load(dir.path()).unwrap().preferences;
        assert_eq!(preferences.desktop, DesktopSettings { close_to_tray: false, ..DesktopSettings::default() });
        assert_eq!(preferences.shortcuts.len(), 1);
    }

    #[test]
    fn a_profile_that_is_not_json_is_set_aside_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("zuoxi.json"), "{ half").unwrap();
        assert_eq!(Profile::load(dir.path()).unwrap(), Profile::default());
        assert_eq!(std::fs::read_to_string(dir.path().join("zuoxi.json.unreadable")).unwrap(), "{ half");
    }
}
