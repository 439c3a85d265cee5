//! The address the console knows, in front of a server that may die and come back elsewhere. It notes when somebody
//! knocks, also while there is no server.

use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

const RIGHT: &[u8] = b"GET /socket.io/";
const WRONG: &[u8] = b"GET /elsewhere/";

pub struct Door {
    port: u16,
    behind: Arc<Behind>,
    keeper: JoinHandle<()>,
}

struct Behind {
    server: AtomicU16,
    misleads: AtomicBool,
    knocks: Mutex<Vec<Instant>>,
}

impl Door {
    pub async fn before(server: u16) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let behind = Arc::new(Behind {
            server: AtomicU16::new(server),
            misleads: AtomicBool::new(false),
            knocks: Mutex::default(),
        });
        let keeper = tokio::spawn(keep(listener, Arc::clone(&behind)));
        Ok(Self { port, behind, keeper })
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn lead_to(&self, server: u16) {
        self.behind.server.store(server, Ordering::Relaxed);
    }

    /// From now on every request arrives at the server with another path.
    pub fn mislead(&self) {
        self.behind.misleads.store(true, Ordering::Relaxed);
    }

    /// When somebody knocked, in order.
    pub fn knocks(&self) -> Vec<Instant> {
        self.behind.knocks.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for so many knocks in all.
    pub async fn until_knocks(&self, count: usize) {
        while self.knocks().len() < count {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.keeper.abort();
    }
}

async fn keep(listener: TcpListener, behind: Arc<Behind>) {
    let mut visits = JoinSet::new();
    while let Ok((visitor, _)) = listener.accept().await {
        behind.knocks.lock().unwrap_or_else(PoisonError::into_inner).push(Instant::now());
        let behind = Arc::clone(&behind);
        visits.spawn(async move { drop(let_in(visitor, &behind).await) });
    }
}

/// Without a server the visitor is sent away; whichever side ends, the other ends with it.
async fn let_in(mut visitor: TcpStream, behind: &Behind) -> Result<()> {
    let mut server = TcpStream::connect(("127.0.0.1", behind.server.load(Ordering::Relaxed))).await?;
    if behind.misleads.load(Ordering::Relaxed) {
        let mut right = [0; RIGHT.len()];
        visitor.read_exact(&mut right).await?;
        server.write_all(if right == RIGHT { WRONG } else { &right }).await?;
    }
    let (mut from_visitor, mut to_visitor) = visitor.split();
    let (mut from_server, mut to_server) = server.split();
    tokio::select! {
        ended = copy(&mut from_visitor, &mut to_server) => ended?,
        ended = copy(&mut from_server, &mut to_visitor) => ended?,
    };
    Ok(())
}
