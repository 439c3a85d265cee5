//! The wire between the platform and its clients, which can be cut.
//!
//! A cut has to look like a pulled cable and not like a polite goodbye: every open connection is reset at once, without
//! a Socket.IO or WebSocket close, and whoever connects meanwhile is dropped right after `accept`. The server above must
//! not notice before the client does, so the cut is made below it: each accepted connection is a [`Wire`] whose TCP
//! stream can be taken away from outside. `SO_LINGER` of zero turns its drop into an RST; it is set only then, because on
//! an ordinary close it would throw away what the client has not read yet.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use crate::guarded::Guarded;

/// Whether the platform can be reached, and all connections it has.
#[derive(Debug, Default)]
pub struct Network {
    down: AtomicBool,
    lines: Guarded<Vec<Weak<Line>>>,
}

impl Network {
    pub fn is_up(&self) -> bool {
        !self.down.load(Ordering::SeqCst)
    }

    /// Resets every connection and refuses new ones until [`Self::restore`].
    pub fn cut(&self) {
        self.down.store(true, Ordering::SeqCst);
        self.reset_all();
    }

    pub fn restore(&self) {
        self.down.store(false, Ordering::SeqCst);
    }

    /// Resets every connection; new ones are accepted.
    pub fn reset_all(&self) {
        for line in self.lines.with(std::mem::take) {
            if let Some(line) = line.upgrade() {
                line.reset();
            }
        }
    }

    fn admit(&self, stream: TcpStream) -> Option<Wire> {
        if !self.is_up() {
            abort(stream);
            return None;
        }
        // Nagle's delay would only blur what a benchmark measures.
        stream.set_nodelay(true).ok()?;
        let line = Arc::new(Line(Guarded::new(Ends { stream: Some(stream), reader: None, writer: None })));
        self.lines.with(|lines| {
            lines.retain(|line| line.strong_count() > 0);
            lines.push(Arc::downgrade(&line));
        });
        // A cut between the check above and the registration would have missed this line.
        if !self.is_up() {
            line.reset();
        }
        Some(Wire(line))
    }
}

/// Accepts connections for the platform and puts each on a [`Wire`].
#[derive(Debug)]
pub struct Exchange {
    pub listener: TcpListener,
    pub network: Arc<Network>,
}

impl Listener for Exchange {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok((stream, address)) => {
                    if let Some(wire) = self.network.admit(stream) {
                        return (wire, address);
                    }
                }
                Err(error) => {
                    // Out of file descriptors, most likely: trying again at once would only spin.
                    tracing::warn!(%error, "could not accept a connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// One connection as the server sees it.
#[derive(Debug)]
pub struct Wire(Arc<Line>);

#[derive(Debug)]
struct Line(Guarded<Ends>);

#[derive(Debug)]
struct Ends {
    /// `None` once the line is cut.
    stream: Option<TcpStream>,
    reader: Option<Waker>,
    writer: Option<Waker>,
}

impl Line {
    fn reset(&self) {
        let ends = self.0.with(|ends| (ends.stream.take(), ends.reader.take(), ends.writer.take()));
        // The wakers are called outside the lock, for the tasks they wake look at the line at once.
        let (stream, reader, writer) = ends;
        if let Some(stream) = stream {
            abort(stream);
        }
        for waker in [reader, writer].into_iter().flatten() {
            waker.wake();
        }
    }
}

/// Closes with an RST instead of a FIN.
fn abort(stream: TcpStream) {
    if let Err(error) = stream.set_zero_linger() {
        tracing::warn!(%error, "a connection is closed instead of reset");
    }
    drop(stream);
}

fn cut() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionReset, "the practice network was cut")
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.0.0.with(|ends| {
            let Some(stream) = &mut ends.stream else { return Poll::Ready(Err(cut())) };
            ends.reader = Some(context.waker().clone());
            Pin::new(stream).poll_read(context, buffer)
        })
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.0.0.with(|ends| {
            let Some(stream) = &mut ends.stream else { return Poll::Ready(Err(cut())) };
            ends.writer = Some(context.waker().clone());
            Pin::new(stream).poll_write(context, bytes)
        })
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.0.with(|ends| match &mut ends.stream {
            Some(stream) => Pin::new(stream).poll_flush(context),
            None => Poll::Ready(Err(cut())),
        })
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.0.with(|ends| match &mut ends.stream {
            Some(stream) => Pin::new(stream).poll_shutdown(context),
            None => Poll::Ready(Ok(())),
        })
    }
}
