//! Logs in the data folder: one file a day, a week of them, and no secret in any.
//!
//! Secrets are kept out at the source (they live in `secrecy` types, and addresses are logged without their query).
//! The writer is the second fence: whatever follows `token=`, `accessSecret` or `accessToken` is masked on its way
//! to the file, whoever logged it, libraries included.

use std::{io, path::Path};

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::{EnvFilter, fmt::MakeWriter, layer::SubscriberExt, util::SubscriberInitExt};
use zuoxi_platform::TARGETS_THAT_LOG_SECRETS;

const DAYS: usize = 7;
const MARKS: [&str; 4] = ["token=", "accessSecret", "accessToken", "PRAGMA key"];

/// Starts logging into `<data_dir>/logs`. `ZUOXI_LOG` chooses what is logged, in the usual filter syntax.
pub fn start(data_dir: &Path) -> Result<(), String> {
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("zuoxi")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(data_dir.join("logs"))
        .map_err(|error| format!("the log folder could not be opened: {error}"))?;
    let chosen = EnvFilter::try_from_env("ZUOXI_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,zuoxi_engine=debug,zuoxi_platform=debug"));
    let quieted = TARGETS_THAT_LOG_SECRETS.iter().filter_map(|target| format!("{target}=info").parse().ok());
    let filter = quieted.fold(chosen, EnvFilter::add_directive);
    let layer = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Redacting { appender });
    tracing_subscriber::registry()
        .with(filter)
        .with(layer)
        .try_init()
        .map_err(|error| format!("logging could not be started: {error}"))
}

struct Redacting {
    appender: RollingFileAppender,
}

impl<'a> MakeWriter<'a> for Redacting {
    type Writer = Redacted<<RollingFileAppender as MakeWriter<'a>>::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Redacted { inner: self.appender.make_writer() }
    }
}

struct Redacted<W> {
    inner: W,
}

impl<W: io::Write> io::Write for Redacted<W> {
    /// The formatter hands over whole lines, so a secret is never split between two calls.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.inner.write_all(redact(&String::from_utf8_lossy(line)).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Replaces the value after each mark: the separators stay, the word after them goes.
pub fn redact(line: &str) -> String {
    let mut clean = line.to_owned();
    for mark in MARKS {
        let mut parts = clean.split(mark);
        let mut masked = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let value = part.trim_start_matches(['"', '\\', ':', '=', ' ', '\'']);
            let separators = part.strip_suffix(value).unwrap_or_default();
            let rest = value.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "-_.%+/*!@#$^~".contains(c));
            masked.push_str(mark);
            masked.push_str(separators);
            masked.push_str("[redacted]");
            masked.push_str(rest);
        }
        clean = masked;
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q07_what_follows_a_token_or_a_secret_is_masked() {
        let table = [
            ("GET /socket.io/?token=eaa9c935&EIO=3", "GET /socket.io/?token=[redacted]&EIO=3"),
            (r#"{"accessSecret":"Q3KR21ME","x":1}"#, r#"{"accessSecret":"[redacted]","x":1}"#),
            (r#"{\"accessToken\": \"eaa9\"}"#, r#"{\"accessToken\": \"[redacted]\"}"#),
            ("token=a token=b 客户", "token=[redacted] token=[redacted] 客户"),
            ("nothing to hide\n", "nothing to hide\n"),
        ];
        for (line, expected) in table {
            assert_eq!(redact(line), expected);
        }
    }
}
