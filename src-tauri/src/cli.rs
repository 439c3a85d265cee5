//! The command line.

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

/// 坐席: the desktop seat of a customer-service team on the yjiyun WeCom robot platform.
#[derive(Debug, Parser)]
#[command(name = "zuoxi", version)]
pub struct Cli {
    /// Where accounts, caches and logs are kept, instead of the system's place for application data.
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,

    /// Sign in to the practice platform at once.
    #[arg(long)]
    pub practice: bool,

    /// Use a running zuoxi-simulator as the practice platform, instead of the built-in one.
    #[arg(long, value_name = "URL")]
    pub practice_url: Option<String>,

    /// Started with the session of the computer: the window may stay away.
    #[arg(long, hide = true)]
    pub at_login: bool,

    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the program does instead of opening its window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check without a window whether this machine can work with the platform.
    Doctor(DoctorOptions),
    /// Write the TypeScript bindings of the commands.
    #[command(hide = true)]
    Bindings { file: PathBuf },
}

/// The access secret is read from standard input, so that it shows up in no process list.
#[derive(Debug, Args)]
pub struct DoctorOptions {
    #[arg(long, value_enum)]
    pub env: EnvironmentName,
    /// Base of the REST calls, with --env custom.
    #[arg(long, value_name = "URL", required_if_eq("env", "custom"))]
    pub api: Option<String>,
    /// Base of the socket, with --env custom; the REST base if missing.
    #[arg(long, value_name = "URL")]
    pub socket: Option<String>,
    /// The account's access key. The practice platform has its own.
    #[arg(long, value_name = "KEY")]
    pub access_key: Option<String>,
    /// Also count the events that arrive within this time.
    #[arg(long, value_name = "SECONDS")]
    pub listen: Option<u64>,
    /// Print the findings as one JSON object.
    #[arg(long)]
    pub json: bool,
}

/// The environments, as they are named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EnvironmentName {
    Practice,
    Test,
    Production,
    Custom,
}

impl Cli {
    /// The place of the data, if the person chose it; then it is a desk of its own, beside the usual one.
    #[must_use]
    pub fn own_data_dir(&self) -> Option<&Path> {
        self.data_dir.as_deref()
    }

    /// Where caches, settings and logs are.
    #[must_use]
    pub fn data_dir(&self) -> PathBuf {
        self.data_dir.clone().unwrap_or_else(|| {
            directories::ProjectDirs::from("io.github", "zuoxi", "zuoxi")
                .map_or_else(|| PathBuf::from("zuoxi-data"), |dirs| dirs.data_local_dir().to_owned())
        })
    }
}
