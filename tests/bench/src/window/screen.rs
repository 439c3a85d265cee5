//! What the X server shows, looked at from outside, so that no window is measured by anything that is in it.

use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ClientMessageEvent, ConnectionExt as _, EventMask, ImageFormat, MapState, Window};
use x11rb::rust_connection::RustConnection;
use xtask::headless::Desktop;

/// How often it is looked: half a frame.
const LOOK: Duration = Duration::from_millis(8);
/// A picture that has not changed for so long is the last one.
const STILL: Duration = Duration::from_millis(1_500);
const PATIENCE: Duration = Duration::from_mins(3);
/// A window of a person is at least so wide; toolkits keep smaller ones that nobody sees.
const WIDE: u16 = 600;
/// Anything darker is ink: text and pictures of it, and neither lines nor the shades of what is still being fetched.
const INK: u32 = 120;

/// The part of the window that is looked at: where the list has its rows, below its head.
#[derive(Clone, Copy)]
pub struct Part {
    pub x: i16,
    pub y: i16,
    pub width: u16,
    pub height: u16,
}

pub struct Screen {
    connection: RustConnection,
    root: Window,
}

impl Screen {
    pub fn open(desktop: &Desktop) -> Result<Self> {
        let name = desktop.environment().into_iter().find(|(key, _)| *key == "DISPLAY").context("no display")?.1;
        let (connection, screen) = x11rb::connect(Some(&name))?;
        let root = connection.setup().roots.get(screen).context("no screen")?.root;
        Ok(Self { connection, root })
    }

    /// The window that people would see; there is one at a time.
    fn window(&self) -> Result<Option<Window>> {
        for window in self.connection.query_tree(self.root)?.reply()?.children {
            // A window may go between the listing and the looking.
            let Ok(size) = self.connection.get_geometry(window)?.reply() else { continue };
            let Ok(state) = self.connection.get_window_attributes(window)?.reply() else { continue };
            if size.width >= WIDE && state.map_state == MapState::VIEWABLE {
                return Ok(Some(window));
            }
        }
        Ok(None)
    }

    /// How many dark pixels that part of the window has.
    fn ink(&self, window: Window, part: Part) -> Result<usize> {
        let Part { x, y, width, height } = part;
        let picture = self.connection.get_image(ImageFormat::Z_PIXMAP, window, x, y, width, height, u32::MAX)?;
        // Not everything has been mapped for good when it is first seen.
        let Ok(picture) = picture.reply() else { return Ok(0) };
        let dark = |pixel: &&[u8]| pixel.iter().take(3).map(|part| u32::from(*part)).sum::<u32>() < INK * 3;
        Ok(picture.data.chunks_exact(4).filter(dark).count())
    }

    /// Looks until nothing changes any more, and says when at least half of the ink that is there at the end was there for
    /// the first time.
    pub fn until_painted(&self, part: Part) -> Result<Instant> {
        let (began, mut seen) = (Instant::now(), Vec::<(Instant, usize)>::new());
        loop {
            let ink = match self.window()? {
                Some(window) => self.ink(window, part)?,
                None => 0,
            };
            let now = Instant::now();
            if seen.last().is_none_or(|last| last.1 != ink) {
                seen.push((now, ink));
            }
            if let Some((since, ink)) = seen.last().copied()
                && ink > 0
                && now.duration_since(since) >= STILL
            {
                let first = seen.iter().find(|(_, then)| then * 2 >= ink).context("nothing was painted")?;
                return Ok(first.0);
            }
            ensure!(began.elapsed() < PATIENCE, "nothing was painted: {:?}", seen.last().map(|last| last.1));
            sleep(LOOK);
        }
    }

    /// The person clicks the cross of the window.
    pub fn close_window(&self) -> Result<()> {
        let window = self.window()?.context("there is no window to close")?;
        let data = [self.atom("WM_DELETE_WINDOW")?, x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, self.atom("WM_PROTOCOLS")?, data);
        self.connection.send_event(false, window, EventMask::NO_EVENT, message)?.check()?;
        Ok(())
    }

    fn atom(&self, name: &str) -> Result<u32> {
        Ok(self.connection.intern_atom(false, name.as_bytes())?.reply()?.atom)
    }
}
