//! The practice platform: a server for the 有机云 (yjiyun) WeCom robot API, written from its specification alone.
//!
//! It shares no code with the console, so that a misreading of the specification cannot cancel itself out. One loopback
//! port speaks HTTP and Socket.IO as the platform does; another one is the control interface, which says what to do and
//! tells what happened.
//!
//! - [`options`]: what can be chosen at the start.
//! - `world`: robots, customers, groups and a week of conversations, from a seed; dialogues are in `data/`.
//! - `rest`, `socket`, `wire`: the specification's sections 2 and 3, and the shapes they have in common.
//! - `actions`: what section 3 calls actions, over the socket and over HTTP. `broadcast`: mass sends.
//! - `delivery`: the way of a message from being said to being pushed.
//! - `traffic`: customers who write and answer by themselves.
//! - `network`, `faults`: what goes wrong when asked to. `book`: what was delivered and received. `control`: both, for
//!   tests.
//! - `media`: drawn pictures, sample files, and a storage for uploads.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! let practice = zuoxi_simulator::start(zuoxi_simulator::Options::default()).await?;
//! println!("{}", practice.base_url());
//! practice.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod actions;
mod book;
mod broadcast;
mod clock;
mod control;
mod delivery;
mod faults;
mod guarded;
mod media;
mod network;
pub mod options;
mod practice;
mod rest;
mod socket;
mod tokens;
mod traffic;
mod wire;
mod world;

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::middleware;
use socketioxide::SocketIo;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

pub use options::{ACCESS_KEY, ACCESS_SECRET, Options, Pace, Protocols, Quirks, UPLOAD_KEY, UploadLimits, WorldSize};

use network::{Exchange, Network};
use practice::Practice;

/// Starts a platform on the current Tokio runtime and returns when both ports are open.
///
/// # Errors
/// When a wanted port is taken.
pub async fn start(options: Options) -> io::Result<Running> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
    let control_listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.control_port)).await?;
    let base_url = format!("http://{}", listener.local_addr()?);
    let control_url = format!("http://{}", control_listener.local_addr()?);

    let network = Arc::new(Network::default());
    let (say_heard, heard) = mpsc::unbounded_channel();
    let (delay, delayed) = mpsc::unbounded_channel();
    let practice = Practice::new(options, Arc::clone(&network), &base_url, say_heard, delay);
    let (socket_layer, io) = socket::layer(&practice);
    // The gate is added last and is therefore the outermost: it sees a handshake before the socket server does.
    let platform = rest::routes(&practice)
        .merge(media::routes(&practice))
        .layer(socket_layer)
        .layer(middleware::from_fn_with_state(Arc::clone(&practice), socket::gate));
    let control = control::routes(&practice);

    let exchange = Exchange::new(listener, network)?;
    let servers = [
        tokio::spawn(async move { ended(axum::serve(exchange, platform).await) }),
        tokio::spawn(async move { ended(axum::serve(control_listener, control).await) }),
    ];
    practice.spawn(delivery::run_delayed(Arc::clone(&practice), delayed));
    practice.spawn(traffic::run(Arc::clone(&practice), heard));
    tracing::info!(base_url, control_url, "the practice platform is ready");
    Ok(Running { base_url, control_url, practice, io, servers })
}

fn ended(result: io::Result<()>) {
    if let Err(error) = result {
        tracing::error!(%error, "a server of the practice platform ended");
    }
}

/// A platform that runs until [`Running::shutdown`]. Dropping it without that leaves it running with the runtime.
pub struct Running {
    base_url: String,
    control_url: String,
    practice: Arc<Practice>,
    io: SocketIo,
    servers: [JoinHandle<()>; 2],
}

impl Running {
    /// `http://127.0.0.1:<port>`: API, sockets and media.
    pub fn base_url(&self) -> String {
        self.base_url.clone()
    }

    /// `http://127.0.0.1:<port>`: the control interface, below `/control/`.
    pub fn control_url(&self) -> String {
        self.control_url.clone()
    }

    /// Ends every task and connection of this platform.
    pub async fn shutdown(self) {
        for server in &self.servers {
            server.abort();
        }
        self.practice.network.cut();
        self.practice.consoles.close_all();
        self.io.close().await;
        self.practice.end_tasks().await;
        for server in self.servers {
            // An aborted task ends with an error that says so.
            let _ = server.await;
        }
    }
}
