//! `zuoxi-simulator`: the practice platform as a program of its own.

use std::io;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use serde_json::json;
use tracing_subscriber::EnvFilter;
use zuoxi_simulator::{Options, Protocols, WorldSize};

const ABOUT: &str = "The practice platform of the Zuoxi console: robots, customers, groups and a week of conversations on this computer";

const AFTERWORD: &str = r#"Sign in with access key "practice" and secret "practice".

When it is ready, one line of JSON is printed: "baseUrl" is for the console, "controlUrl" for tests and demonstrations.
  GET  /control/world                           who there is
  GET  /control/book                            what was said, sent, asked and connected
  GET  /control/chat?robotKey=&chatUser=        one chat
  POST /control/say      {"robotKey", "chatUser", "text"}
  POST /control/network  {"up": false} | {"downForMs": 15000} | {"reset": true}
  POST /control/traffic  {"on": false}
  POST /control/echo     {"mode": "normal" | "otherId" | "late" | "never" | "twice", "lateMs": 5000}
  POST /control/token    {"expire": true}
  POST /control/rest     {"next": [{"code": "5000"}, {"status": 503}, {"malformed": true}, {"delayMs": 800}]}
  POST /control/clock    {"skewMs": 60000}

It runs until Ctrl-C. Logs go to the standard error stream; RUST_LOG chooses which."#;

#[derive(Debug, Parser)]
#[command(version, about = ABOUT, after_help = AFTERWORD)]
struct Arguments {
    /// Port of the platform; 0 takes any free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Port of the control interface; 0 takes any free one
    #[arg(long, default_value_t = 0)]
    control_port: u16,
    /// The same seed makes the same shop
    #[arg(long, default_value_t = Options::default().seed)]
    seed: u64,
    /// Customers stay silent unless /control/say makes them talk
    #[arg(long)]
    no_traffic: bool,
    /// Customers of the shop
    #[arg(long, default_value_t = WorldSize::default().customers)]
    customers: usize,
    /// Groups of the shop
    #[arg(long, default_value_t = WorldSize::default().groups)]
    groups: usize,
    /// Conversations per chat, at most; about ten messages each
    #[arg(long, default_value_t = WorldSize::default().conversations.1)]
    conversations: usize,
    /// Which Engine.IO protocols the socket speaks
    #[arg(long, value_enum, default_value_t = Protocol::Both)]
    protocols: Protocol,
    /// Engine.IO pingInterval in milliseconds
    #[arg(long, default_value_t = 25_000)]
    ping_interval_ms: u64,
    /// Engine.IO pingTimeout in milliseconds
    #[arg(long, default_value_t = 20_000)]
    ping_timeout_ms: u64,
    /// Life of a token in minutes
    #[arg(long, default_value_t = Options::default().token_minutes)]
    token_minutes: u32,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Protocol {
    Both,
    Eio3,
    Eio4,
}

impl From<Arguments> for Options {
    fn from(arguments: Arguments) -> Self {
        let world = WorldSize::default();
        Self {
            seed: arguments.seed,
            port: arguments.port,
            control_port: arguments.control_port,
            traffic: !arguments.no_traffic,
            protocols: match arguments.protocols {
                Protocol::Both => Protocols::Both,
                Protocol::Eio3 => Protocols::Eio3Only,
                Protocol::Eio4 => Protocols::Eio4Only,
            },
            ping_interval: Duration::from_millis(arguments.ping_interval_ms),
            ping_timeout: Duration::from_millis(arguments.ping_timeout_ms),
            token_minutes: arguments.token_minutes,
            world: WorldSize {
                customers: arguments.customers,
                groups: arguments.groups,
                conversations: (
                    world.conversations.0.min(arguments.conversations),
                    arguments.conversations.max(world.conversations.0),
                ),
                ..world
            },
            ..Self::default()
        }
    }
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
    let practice = zuoxi_simulator::start(Arguments::parse().into()).await?;
    let ready = json!({ "baseUrl": practice.base_url(), "controlUrl": practice.control_url() });
    announce(&ready.to_string());
    tokio::signal::ctrl_c().await?;
    practice.shutdown().await;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the addresses are this program's output; whoever started it reads the line")]
fn announce(ready: &str) {
    println!("{ready}");
}
