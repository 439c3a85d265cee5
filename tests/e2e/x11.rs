//! What only the X server can do to the console: close its window as a window manager does, and press keys that no window
//! has to itself.

use anyhow::{Context, Result};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, InputFocus, MapState, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;
use xtask::headless::Desktop;

const PRESS: u8 = 2;
const RELEASE: u8 = 3;
const BUTTON_PRESS: u8 = 4;
const BUTTON_RELEASE: u8 = 5;
const MOTION: u8 = 6;
const LEFT_BUTTON: u8 = 1;
/// Names of keys as X has them: `Control_L`, `Alt_L`.
pub const CONTROL: u32 = 0xFFE3;
pub const ALT: u32 = 0xFFE9;
pub const RETURN: u32 = 0xFF0D;

/// A connection of our own to the display.
pub struct Display {
    connection: RustConnection,
    root: Window,
}

impl Display {
    pub fn open(desktop: &Desktop) -> Result<Self> {
        let name = desktop.environment().into_iter().find(|(key, _)| *key == "DISPLAY").context("no display")?.1;
        let (connection, screen) = x11rb::connect(Some(&name))?;
        let root = connection.setup().roots.get(screen).context("no screen")?.root;
        Ok(Self { connection, root })
    }

    /// The window of this process, whether it is shown or not.
    pub fn window(&self, process: u32) -> Result<Window> {
        let pid = self.atom("_NET_WM_PID")?;
        for window in self.connection.query_tree(self.root)?.reply()?.children {
            let owner = self.connection.get_property(false, window, pid, AtomEnum::CARDINAL, 0, 1)?.reply()?;
            let size = self.connection.get_geometry(window)?.reply()?;
            // Beside its window the toolkit keeps small ones that are never shown.
            if owner.value32().and_then(|mut ids| ids.next()) == Some(process) && size.width > 200 {
                return Ok(window);
            }
        }
        anyhow::bail!("process {process} has no window")
    }

    pub fn is_shown(&self, window: Window) -> Result<bool> {
        Ok(self.connection.get_window_attributes(window)?.reply()?.map_state == MapState::VIEWABLE)
    }

    /// The person clicks the cross of the window.
    pub fn close(&self, window: Window) -> Result<()> {
        let data = [self.atom("WM_DELETE_WINDOW")?, x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, self.atom("WM_PROTOCOLS")?, data);
        self.connection.send_event(false, window, EventMask::NO_EVENT, message)?.check()?;
        Ok(())
    }

    /// Clicks into the middle of a window.
    pub fn click(&self, window: Window) -> Result<()> {
        let size = self.connection.get_geometry(window)?.reply()?;
        self.click_at(window, i16::try_from(size.width / 2)?, i16::try_from(size.height / 2)?)
    }

    /// Clicks into a window at so many pixels from its corner.
    pub fn click_at(&self, window: Window, x: i16, y: i16) -> Result<()> {
        let at = self.connection.translate_coordinates(window, self.root, x, y)?.reply()?;
        self.connection.xtest_fake_input(MOTION, 0, 0, self.root, at.dst_x, at.dst_y, 0)?.check()?;
        for step in [BUTTON_PRESS, BUTTON_RELEASE] {
            self.connection.xtest_fake_input(step, LEFT_BUTTON, 0, self.root, 0, 0, 0)?.check()?;
        }
        Ok(())
    }

    /// Gives a window the keyboard, as a window manager does.
    pub fn focus(&self, window: Window) -> Result<()> {
        self.connection.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME)?.check()?;
        Ok(())
    }

    /// Presses these keys together.
    pub fn press(&self, keys: &[u32]) -> Result<()> {
        let setup = self.connection.setup();
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let map = self.connection.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        let code = |key: &u32| {
            let row = map.keysyms.chunks(usize::from(map.keysyms_per_keycode)).position(|row| row.contains(key));
            let row = row.with_context(|| format!("the keyboard has no key {key:#x}"))?;
            anyhow::Ok(first + u8::try_from(row)?)
        };
        let codes = keys.iter().map(code).collect::<Result<Vec<u8>>>()?;
        for code in &codes {
            self.connection.xtest_fake_input(PRESS, *code, 0, self.root, 0, 0, 0)?.check()?;
        }
        for code in codes.iter().rev() {
            self.connection.xtest_fake_input(RELEASE, *code, 0, self.root, 0, 0, 0)?.check()?;
        }
        Ok(())
    }

    fn atom(&self, name: &str) -> Result<u32> {
        Ok(self.connection.intern_atom(false, name.as_bytes())?.reply()?.atom)
    }
}
