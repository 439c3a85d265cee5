//! What an organisation has decided for a machine: a file that administrators put there, read once at the start.
//!
//! Decisions:
//! - **The file is the machine's**, beside the programs' settings and not the person's: see [`Policy::file_of_this_machine`].
//!   The console never writes it. It holds who is careful to what was agreed; whoever can start another program on the machine
//!   is not stopped by a file.
//! - **A file that cannot be followed word for word is followed in the strictest way**: an unknown word may be a rule with a
//!   slip in it, and a rule that is silently left out is worse than one that is noticed. Nobody signs in and nothing is
//!   exported until it is mended. Only what cannot be undone is not done because of it: no message is removed.
//! - **The engine refuses**, whatever the window offers; the window shows what is decided, so that nobody runs into it.

use std::{
    io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use specta::Type;
use url::Url;
use zuoxi_model::{Environment, EnvironmentKind, ExportFormat, ExportRequest};

use crate::EngineError;

/// Names a file that is read where the machine has none. It can only add rules: the machine's own file goes first.
const VARIABLE: &str = "ZUOXI_POLICY";

/// What can leave the console as a file, and can be forbidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ExportKind {
    Html,
    Xlsx,
    Csv,
    Jsonl,
    /// Pictures, voices, videos and files beside the transcripts.
    Media,
    /// The platform's Excel list of groups. Spec 2.5.
    Groups,
}

impl ExportKind {
    const ALL: [Self; 6] = [Self::Html, Self::Xlsx, Self::Csv, Self::Jsonl, Self::Media, Self::Groups];

    fn word(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Media => "media",
            Self::Groups => "groups",
        }
    }
}

impl From<ExportFormat> for ExportKind {
    fn from(format: ExportFormat) -> Self {
        match format {
            ExportFormat::Html => Self::Html,
            ExportFormat::Xlsx => Self::Xlsx,
            ExportFormat::Csv => Self::Csv,
            ExportFormat::Jsonl => Self::Jsonl,
        }
    }
}

/// Where people may sign in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AllowedEnvironments {
    pub kinds: Vec<EnvironmentKind>,
    /// Addresses of environments of one's own, for the calls and for the socket. Each of an environment's two has to be one.
    pub addresses: Vec<String>,
}

/// The rules of this machine. Without a file there are none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// The file they are from.
    pub file: Option<String>,
    /// Why the file cannot be followed. Then all that it could forbid is forbidden.
    pub problem: Option<String>,
    /// Where people may sign in; anywhere if it does not say.
    pub environments: Option<AllowedEnvironments>,
    /// The longest time that messages are kept, in days.
    pub retention_days: Option<u32>,
    pub forbidden_exports: Vec<ExportKind>,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    allowed_environments: Option<Vec<String>>,
    retention_days: Option<u32>,
    #[serde(default)]
    forbidden_exports: Vec<String>,
}

impl Policy {
    /// Where administrators put the file.
    #[must_use]
    pub fn file_of_this_machine() -> PathBuf {
        if cfg!(windows) {
            let shared =
                std::env::var_os("ProgramData").map_or_else(|| PathBuf::from(r"C:\ProgramData"), PathBuf::from);
            shared.join("Zuoxi").join("policy.toml")
        } else if cfg!(target_os = "macos") {
            PathBuf::from("/Library/Application Support/Zuoxi/policy.toml")
        } else {
            PathBuf::from("/etc/zuoxi/policy.toml")
        }
    }

    /// The rules of this machine.
    #[must_use]
    pub fn of_this_machine() -> Self {
        let own = Self::read(&Self::file_of_this_machine());
        match std::env::var_os(VARIABLE) {
            Some(file) if own.file.is_none() => Self::read(Path::new(&file)),
            _ => own,
        }
    }

    /// The rules of a file. One that is not there makes none.
    #[must_use]
    pub fn read(file: &Path) -> Self {
        let read = match std::fs::read_to_string(file) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Self::default(),
            Err(error) => Err(format!("it cannot be read: {error}")),
        };
        let policy = read.unwrap_or_else(Self::strictest);
        if let Some(problem) = &policy.problem {
            tracing::error!(file = %file.display(), problem, "the policy of this machine cannot be followed; all that it could forbid is forbidden");
        }
        Self { file: Some(file.display().to_string()), ..policy }
    }

    fn parse(text: &str) -> Result<Self, String> {
        let written: Written = toml::from_str(text).map_err(|error| place(text, &error))?;
        if written.retention_days == Some(0) {
            return Err("retention_days is 0: leave it out to keep messages without a limit".into());
        }
        Ok(Self {
            file: None,
            problem: None,
            environments: written.allowed_environments.map(|words| environments(&words)).transpose()?,
            retention_days: written.retention_days,
            forbidden_exports: exports(&written.forbidden_exports)?,
        })
    }

    fn strictest(problem: String) -> Self {
        Self {
            file: None,
            problem: Some(problem),
            environments: Some(AllowedEnvironments::default()),
            retention_days: None,
            forbidden_exports: ExportKind::ALL.to_vec(),
        }
    }

    /// Refuses an environment that nobody may sign in to here.
    pub fn check_environment(&self, environment: &Environment) -> Result<(), EngineError> {
        let Some(allowed) = &self.environments else { return Ok(()) };
        let listed = |base: &str| allowed.addresses.iter().any(|address| same_place(address, base));
        let own = environment.kind == EnvironmentKind::Custom
            && listed(&environment.api_base)
            && listed(&environment.socket_base);
        if own || allowed.kinds.contains(&environment.kind) {
            return Ok(());
        }
        Err(self.refusal("signing in to this environment"))
    }

    /// Refuses to have messages kept longer than is allowed. 0 days keep them without a limit.
    pub(crate) fn check_retention(&self, days: u32) -> Result<(), EngineError> {
        if self.problem.is_some() {
            return Err(self.refusal("changing how long messages are kept"));
        }
        match self.retention_days {
            Some(most) if days == 0 || days > most => {
                Err(self.refusal(&format!("keeping messages for more than {most} days")))
            }
            _ => Ok(()),
        }
    }

    /// For how long messages are kept where a person has chosen so many days, 0 being without a limit.
    pub(crate) fn retention(&self, chosen: u32) -> u32 {
        match self.retention_days {
            Some(most) if chosen == 0 => most,
            Some(most) => most.min(chosen),
            None => chosen,
        }
    }

    /// Refuses an export that holds something of a kind that may not leave.
    pub(crate) fn check_transcripts(&self, request: &ExportRequest) -> Result<(), EngineError> {
        request.formats.iter().try_for_each(|format| self.check_export((*format).into()))?;
        if request.media { self.check_export(ExportKind::Media) } else { Ok(()) }
    }

    pub(crate) fn check_export(&self, kind: ExportKind) -> Result<(), EngineError> {
        if self.forbidden_exports.contains(&kind) {
            return Err(self.refusal(&format!("exporting {}", kind.word())));
        }
        Ok(())
    }

    fn refusal(&self, what: &str) -> EngineError {
        let why = self.problem.as_ref().map(|problem| format!(" ({problem})")).unwrap_or_default();
        EngineError::ForbiddenByPolicy(format!(
            "{what} is not allowed by {}{why}",
            self.file.as_deref().unwrap_or("the policy of this machine")
        ))
    }
}

fn environments(words: &[String]) -> Result<AllowedEnvironments, String> {
    let mut allowed = AllowedEnvironments::default();
    for word in words {
        match word.as_str() {
            "production" => allowed.kinds.push(EnvironmentKind::Production),
            "test" => allowed.kinds.push(EnvironmentKind::Test),
            "practice" => allowed.kinds.push(EnvironmentKind::Practice),
            "custom" => allowed.kinds.push(EnvironmentKind::Custom),
            address if Url::parse(address).is_ok_and(|url| url.has_host()) => {
                allowed.addresses.push(address.to_owned());
            }
            other => {
                return Err(format!(
                    "allowed_environments: \"{other}\" is neither production, test, practice, custom nor an address such as \
                     https://platform.example"
                ));
            }
        }
    }
    Ok(allowed)
}

fn exports(words: &[String]) -> Result<Vec<ExportKind>, String> {
    let mut kinds = Vec::new();
    for word in words {
        let named = ExportKind::ALL.into_iter().find(|kind| kind.word() == word);
        match (named, word.as_str()) {
            (Some(kind), _) => kinds.push(kind),
            (None, "all") => kinds.extend(ExportKind::ALL),
            (None, other) => {
                let known = ExportKind::ALL.map(ExportKind::word).join(", ");
                return Err(format!("forbidden_exports: \"{other}\" is none of {known}, all"));
            }
        }
    }
    Ok(kinds)
}

/// Scheme, host and port are the same, however they are written.
fn same_place(one: &str, other: &str) -> bool {
    let origin = |address: &str| Url::parse(address).ok().map(|url| url.origin());
    matches!((origin(one), origin(other)), (Some(one), Some(other)) if one == other)
}

/// What is wrong with a file, and in which line.
fn place(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.as_bytes().get(..span.start));
    match before {
        Some(before) => {
            let line = before.split(|byte| *byte == b'\n').count();
            format!("line {line}: {}", error.message())
        }
        None => error.message().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custom_environment;

    fn policy(text: &str) -> Policy {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("policy.toml");
        std::fs::write(&file, text).unwrap();
        Policy::read(&file)
    }

    #[test]
    fn without_a_file_or_a_rule_everything_is_allowed() {
        let none = Policy::read(Path::new("/nowhere/policy.toml"));
        assert_eq!(none, Policy::default());
        for free in [none, policy("# nothing yet\n")] {
            assert!(free.problem.is_none() && free.check_environment(&Environment::test()).is_ok());
            assert!(free.check_retention(0).is_ok() && free.check_export(ExportKind::Csv).is_ok());
            assert_eq!((free.retention(0), free.retention(90)), (0, 90));
        }
    }

    #[test]
    fn only_what_is_listed_can_be_signed_in_to() {
        let policy =
            policy(r#"allowed_environments = ["production", "https://robots.example", "https://chat.example:8443/"]"#);
        let own = |api: &str, socket: &str| policy.check_environment(&custom_environment(api, Some(socket)).unwrap());
        assert!(policy.check_environment(&Environment::production()).is_ok());
        assert!(own("https://robots.example/", "https://robots.example:443").is_ok());
        assert!(own("https://robots.example", "https://chat.example:8443").is_ok());
        assert!(own("https://robots.example", "https://elsewhere.example").is_err(), "the token would go there");
        assert!(own("https://robots.example.evil.test", "https://robots.example").is_err());
        for refused in [Environment::test(), Environment::practice("http://127.0.0.1:1")] {
            let error = policy.check_environment(&refused).unwrap_err();
            assert_eq!(error.code(), crate::ErrorCode::ForbiddenByPolicy);
            assert!(error.to_string().contains("policy.toml"), "{error}");
        }
    }

    #[test]
    fn messages_are_kept_no_longer_than_is_allowed() {
        let policy = policy("retention_days = 90\n");
        assert_eq!((policy.retention(0), policy.retention(30), policy.retention(365)), (90, 30, 90));
        assert!(policy.check_retention(90).is_ok() && policy.check_retention(7).is_ok());
        assert!(policy.check_retention(0).is_err() && policy.check_retention(91).is_err());
    }

    #[test]
    fn what_may_not_leave_is_refused_by_format_and_with_media() {
        let policy = policy(r#"forbidden_exports = ["csv", "media"]"#);
        let request = |formats: &[ExportFormat], media| ExportRequest {
            scope: zuoxi_model::ExportScope::default(),
            formats: formats.to_vec(),
            media,
            folder: String::new(),
            time_zone: String::new(),
        };
        assert!(policy.check_transcripts(&request(&[ExportFormat::Html], false)).is_ok());
        assert!(policy.check_transcripts(&request(&[ExportFormat::Html], true)).is_err());
        assert!(policy.check_transcripts(&request(&[ExportFormat::Html, ExportFormat::Csv], false)).is_err());
        assert!(policy.check_export(ExportKind::Groups).is_ok());
    }

    #[test]
    fn a_file_that_cannot_be_followed_is_followed_in_the_strictest_way_and_says_where_it_is_wrong() {
        for (text, said) in [
            ("allowed_environments = [\"production\"\n", "line "),
            ("retention_days = 30\nretention_day = 30\n", "line 2"),
            ("retention_days = \"30\"\n", "line 1"),
            ("retention_days = -1\n", "line 1"),
            ("retention_days = 0\n", "retention_days is 0"),
            ("allowed_environments = [\"productoin\"]\n", "productoin"),
            ("forbidden_exports = [\"pdf\"]\n", "pdf"),
            ("\u{0}", "line 1"),
        ] {
            let policy = policy(text);
            let problem = policy.problem.clone().unwrap_or_default();
            assert!(problem.contains(said), "{text:?}: {problem}");
            assert!(policy.check_environment(&Environment::production()).is_err());
            assert!(policy.check_environment(&Environment::practice("http://127.0.0.1:1")).is_err());
            assert!(ExportKind::ALL.into_iter().all(|kind| policy.check_export(kind).is_err()));
            assert!(policy.check_retention(7).is_err());
            assert_eq!((policy.retention(0), policy.retention(30)), (0, 30), "nothing is removed because of a slip");
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_no_missing_file() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Policy::read(folder.path()).problem.is_some());
    }
}
