//! The wire between the platform and its clients, which can be cut.
//!
//! A cut has to look like a pulled cable and not like a polite goodbye: every open connection is reset at once, without
//! a Socket.IO or WebSocket close, and whoever connects meanwhile is dropped right after `accept`. The server above must
//! not notice before the client does, so the cut is made below it: each accepted connection is a [`Wire`] whose TCP
//! stream can be taken away from outside. `SO_LINGER` of zero turns its drop into an RST; it is set only then, because on
//! an ordinary close it would throw away what the client has not read yet.
//!
//! Three more ways to be unreachable: a black hole accepts connections and neither reads nor answers; a closed port
//! refuses them; and a broken frame can be slipped into every WebSocket, below the server that would never write one.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::guarded::Guarded;
use crate::socket::repeated_query::Frames;

/// How a WebSocket connection begins, seen from below.
const SWITCHING_PROTOCOLS: &[u8] = b"HTTP/1.1 101";

/// So many bytes of a WebSocket are looked at in one go.
const CHUNK: usize = 8 * 1024;

/// Whether the platform can be reached, and all connections it has.
#[derive(Debug, Default)]
pub struct Network {
    down: AtomicBool,
    black_hole: Arc<AtomicBool>,
    /// Whether nobody listens at the port.
    closed: watch::Sender<bool>,
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

    /// As [`Self::cut`], and nobody listens at the port any more: a client is refused instead of dropped.
    pub fn close(&self) {
        self.closed.send_replace(true);
        self.cut();
    }

    /// Everything is reachable again, whatever was wrong.
    pub fn restore(&self) {
        self.closed.send_replace(false);
        self.down.store(false, Ordering::SeqCst);
        self.set_black_hole(false);
    }

    /// Keeps every connection and accepts new ones, but reads nothing and answers nothing.
    pub fn set_black_hole(&self, on: bool) {
        self.black_hole.store(on, Ordering::SeqCst);
        if on {
            return;
        }
        for line in self.lines.with(|lines| lines.clone()) {
            if let Some(line) = line.upgrade() {
                line.wake();
            }
        }
    }

    /// Writes one text frame into every WebSocket. It may meet a frame that is on its way in parts only when a client
    /// reads too slowly, which is a broken stream as well.
    pub fn inject_text(&self, text: &str) {
        let frame = text_frame(text.as_bytes());
        for line in self.lines.with(|lines| lines.clone()) {
            if let Some(line) = line.upgrade() {
                line.inject(&frame);
            }
        }
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
        let ends = Ends { stream: Some(stream), ..Ends::default() };
        let line = Arc::new(Line { ends: Guarded::new(ends), black_hole: Arc::clone(&self.black_hole) });
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
    /// `None` while the port is closed.
    listener: Option<TcpListener>,
    address: SocketAddr,
    closed: watch::Receiver<bool>,
    network: Arc<Network>,
}

impl Exchange {
    pub fn new(listener: TcpListener, network: Arc<Network>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        Ok(Self { listener: Some(listener), address, closed: network.closed.subscribe(), network })
    }

    /// Opens or closes the port as the network wants it; the listener of an open one.
    async fn listener(&mut self) -> Option<&TcpListener> {
        if *self.closed.borrow_and_update() {
            self.listener = None;
            // It fails when the platform is going down.
            let _ = self.closed.wait_for(|closed| !closed).await;
        }
        if self.listener.is_none() {
            match TcpListener::bind(self.address).await {
                Ok(listener) => self.listener = Some(listener),
                Err(error) => {
                    tracing::warn!(%error, "the port could not be opened again yet");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
        self.listener.as_ref()
    }
}

/// Before something is tried again that would only spin.
const PAUSE: Duration = Duration::from_millis(100);

impl Listener for Exchange {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        loop {
            let mut closing = self.closed.clone();
            let Some(listener) = self.listener().await else { continue };
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = closing.wait_for(|closed| *closed) => continue,
            };
            match accepted {
                Ok((stream, address)) => {
                    if let Some(wire) = self.network.admit(stream) {
                        return (wire, address);
                    }
                }
                Err(error) => {
                    // Out of file descriptors, most likely.
                    tracing::warn!(%error, "could not accept a connection");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// One connection as the server sees it.
#[derive(Debug)]
pub struct Wire(Arc<Line>);

#[derive(Debug)]
struct Line {
    ends: Guarded<Ends>,
    black_hole: Arc<AtomicBool>,
}

#[derive(Debug, Default)]
struct Ends {
    /// `None` once the line is cut.
    stream: Option<TcpStream>,
    reader: Option<Waker>,
    writer: Option<Waker>,
    is_websocket: bool,
    /// Looks at what a WebSocket client writes.
    frames: Frames,
    /// What has been looked at and not been read yet.
    looked_at: VecDeque<u8>,
}

impl Line {
    fn is_swallowed(&self) -> bool {
        self.black_hole.load(Ordering::SeqCst)
    }

    /// Lets both directions look again.
    fn wake(&self) {
        let (reader, writer) = self.ends.with(|ends| (ends.reader.take(), ends.writer.take()));
        for waker in [reader, writer].into_iter().flatten() {
            waker.wake();
        }
    }

    fn inject(&self, frame: &[u8]) {
        self.ends.with(|ends| {
            let Some(stream) = ends.stream.as_ref().filter(|_| ends.is_websocket) else { return };
            if let Err(error) = stream.try_write(frame) {
                tracing::warn!(%error, "a broken frame could not be sent");
            }
        });
    }

    fn reset(&self) {
        let ends = self.ends.with(|ends| (ends.stream.take(), ends.reader.take(), ends.writer.take()));
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

/// A text frame as a server writes it: final, unmasked.
fn text_frame(text: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x81];
    match (u8::try_from(text.len()), u16::try_from(text.len())) {
        (Ok(length @ ..126), _) => frame.push(length),
        (_, Ok(length)) => {
            frame.push(126);
            frame.extend(length.to_be_bytes());
        }
        _ => {
            frame.push(127);
            frame.extend((text.len() as u64).to_be_bytes());
        }
    }
    frame.extend(text);
    frame
}

// The wakers are stored before the black hole is looked at, all under the lock: whoever ends it wakes those who saw it.
impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let line = &self.0;
        line.ends.with(|ends| {
            let Some(stream) = &mut ends.stream else { return Poll::Ready(Err(cut())) };
            ends.reader = Some(context.waker().clone());
            if line.is_swallowed() {
                return Poll::Pending;
            }
            if !ends.is_websocket {
                return Pin::new(stream).poll_read(context, buffer);
            }
            while ends.looked_at.is_empty() {
                let mut arrived = [0; CHUNK];
                let mut arrived = ReadBuf::new(&mut arrived);
                ready!(Pin::new(&mut *stream).poll_read(context, &mut arrived))?;
                if arrived.filled().is_empty() {
                    return Poll::Ready(Ok(()));
                }
                ends.looked_at.extend(ends.frames.take(arrived.filled()));
            }
            let read = ends.looked_at.len().min(buffer.remaining());
            for byte in ends.looked_at.drain(..read) {
                buffer.put_slice(&[byte]);
            }
            Poll::Ready(Ok(()))
        })
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let line = &self.0;
        line.ends.with(|ends| {
            let Some(stream) = &mut ends.stream else { return Poll::Ready(Err(cut())) };
            ends.writer = Some(context.waker().clone());
            if line.is_swallowed() {
                return Poll::Pending;
            }
            ends.is_websocket |= bytes.starts_with(SWITCHING_PROTOCOLS);
            Pin::new(stream).poll_write(context, bytes)
        })
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.ends.with(|ends| match &mut ends.stream {
            Some(stream) => Pin::new(stream).poll_flush(context),
            None => Poll::Ready(Err(cut())),
        })
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.ends.with(|ends| match &mut ends.stream {
            Some(stream) => Pin::new(stream).poll_shutdown(context),
            None => Poll::Ready(Ok(())),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_says_how_long_it_is() {
        assert_eq!(text_frame(b"ab"), [0x81, 2, b'a', b'b']);
        assert_eq!(text_frame(&[b'x'; 300]).get(..4), Some(&[0x81, 126, 1, 44][..]));
        assert_eq!(text_frame(&vec![b'x'; 70_000]).get(..2), Some(&[0x81, 127][..]));
    }
}
