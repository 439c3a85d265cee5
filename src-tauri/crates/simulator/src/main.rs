//! `zuoxi-simulator`: the practice platform as a program of its own.

use std::io;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use serde_json::json;
use tracing_subscriber::EnvFilter;
use zuoxi_simulator::{Options, Protocols, Quirks, UploadLimits, WorldSize};

const ABOUT: &str = "The practice platform of the Zuoxi console: robots, customers, groups and a week of conversations on this computer";

const AFTERWORD: &str = include_str!("../data/help.txt");

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
    /// Exactly so many chats, one in fifty a group, instead of --customers and --groups
    #[arg(long, conflicts_with_all = ["customers", "groups"])]
    chats: Option<usize>,
    /// Exactly so many messages, spread over all chats, instead of --conversations
    #[arg(long)]
    messages: Option<usize>,
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
    /// How long an action of the socket or the bridge takes, in milliseconds
    #[arg(long, default_value_t = 80)]
    action_ms: u64,
    /// How long after a synchronisation the lists show its result, in milliseconds
    #[arg(long, default_value_t = 3_000)]
    sync_ms: u64,
    /// Divides the pauses of mass sends
    #[arg(long, default_value_t = 1)]
    mass_send_speed: u32,
    /// Largest upload in bytes
    #[arg(long, default_value_t = UploadLimits::default().file_bytes)]
    upload_bytes: usize,
    /// All uploads together in bytes
    #[arg(long, default_value_t = UploadLimits::default().total_bytes)]
    uploads_bytes: usize,
    /// A place where the specification contradicts itself is read the other way; may be repeated
    #[arg(long, value_enum)]
    quirk: Vec<Quirk>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Quirk {
    /// Message times have milliseconds; the samples' do not
    MillisecondTimestamps,
    /// 3.2 without msgSvrID
    PushOmitsSvrId,
    /// 2.11 spells it sentStatus
    SentStatus,
    /// 2.3 has status 0 for some customers whom nobody deleted
    StaleCustomerStatus,
    /// Replies reach every console
    RepliesToAll,
    /// Replies are wrapped once more
    WrappedReplies,
    /// The reply of 3.12 has another messageId
    OtherIdInTagLibrary,
    /// The reply of 3.11 names other labels
    MismatchingTagReply,
    /// A label name occurs in two groups
    RepeatedLabelName,
    /// 3.21 lists all members of a group
    WholeMemberList,
    /// Sends to customers who deleted the robot end with status 2
    DeletedCustomersRefuse,
}

impl Quirk {
    fn apply(self, quirks: &mut Quirks) {
        match self {
            Self::MillisecondTimestamps => quirks.whole_second_timestamps = false,
            Self::PushOmitsSvrId => quirks.push_omits_svr_id = true,
            Self::SentStatus => quirks.sent_status_spelling = true,
            Self::StaleCustomerStatus => quirks.stale_customer_status = true,
            Self::RepliesToAll => quirks.replies_to_every_console = true,
            Self::WrappedReplies => quirks.wrapped_replies = true,
            Self::OtherIdInTagLibrary => quirks.other_id_in_tag_library = true,
            Self::MismatchingTagReply => quirks.mismatching_tag_reply = true,
            Self::RepeatedLabelName => quirks.repeated_label_name = true,
            Self::WholeMemberList => quirks.partial_member_list = false,
            Self::DeletedCustomersRefuse => quirks.deleted_customers_refuse = true,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Protocol {
    Both,
    Eio3,
    Eio4,
}

impl From<Arguments> for Options {
    fn from(arguments: Arguments) -> Self {
        let counted = WorldSize { customers: arguments.customers, groups: arguments.groups, ..WorldSize::default() };
        let world = arguments.chats.map_or(counted, WorldSize::of_chats);
        let mut quirks = Quirks::default();
        for quirk in arguments.quirk {
            quirk.apply(&mut quirks);
        }
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
            action_time: Duration::from_millis(arguments.action_ms),
            sync_time: Duration::from_millis(arguments.sync_ms),
            mass_send_speed: arguments.mass_send_speed,
            uploads: UploadLimits { file_bytes: arguments.upload_bytes, total_bytes: arguments.uploads_bytes },
            quirks,
            world: WorldSize {
                messages: arguments.messages,
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
