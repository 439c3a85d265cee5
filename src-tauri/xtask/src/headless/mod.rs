//! A desktop of our own: an X server without a screen, a D-Bus session and an unlocked keyring.
//!
//! A CI machine has no display and no one who is signed in, and the console needs both: a window to draw in, a session
//! bus for its single-instance lock, and a keyring for the cache key. Even where a person is signed in, screenshots and
//! stories must not touch that person's windows and secrets, so they always get this desktop.
//!
//! Rejected: wrapping everything in `xvfb-run dbus-run-session`. Both are shell wrappers that end after their command
//! does, so that a story could neither restart the console within one desktop nor run two desktops side by side.

mod bus;
mod display;
mod driver;
mod process;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use bus::{Bus, Keyring};
use display::Display;
pub use driver::Driver;

/// Everything stops when the value is dropped, in the order of the fields: nobody outlives what it talks to.
pub struct Desktop {
    keyring: Keyring,
    bus: Bus,
    display: Display,
    home: PathBuf,
}

impl Desktop {
    /// Starts the desktop with `home` as its home folder, which the caller owns and removes.
    pub fn start(home: &Path) -> Result<Self> {
        ensure!(cfg!(target_os = "linux"), "a desktop without a screen can be started on Linux only");
        for folder in ["data", "config", "cache", "runtime"] {
            private_folder(&home.join(folder))?;
        }
        let log = home.join("desktop.log");
        let display = Display::start(&log)?;
        let bus = Bus::start(&log)?;
        let keyring = Keyring::start(&bus, home, &log)?;
        Ok(Self { keyring, bus, display, home: home.to_path_buf() })
    }

    /// What a process needs to live on this desktop and nowhere else.
    ///
    /// `WEBKIT_DISABLE_DMABUF_RENDERER`, which older advice sets for displays without a graphics card, is left out: with
    /// it `WebKitGTK` 2.50 still draws the window, but the driver waits for ever for a picture of it.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let mut environment = surroundings(&self.home);
        environment.extend([
            ("DISPLAY", self.display.name()),
            ("DBUS_SESSION_BUS_ADDRESS", self.bus.address()),
            ("GDK_BACKEND", "x11".to_owned()),
            // Nobody listens on the accessibility bus, and starting it costs every window half a second.
            ("NO_AT_BRIDGE", "1".to_owned()),
            // Without a graphics card the page is painted by the processor either way. Through OpenGL it is done by several
            // threads at once, over which Mesa's software driver of Debian 12 now and then crashes.
            ("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1".to_owned()),
        ]);
        environment
    }

    /// The address of the session bus, for whoever wants to look into the keyring.
    pub fn bus_address(&self) -> String {
        self.bus.address()
    }

    /// The keyring's process, for a story that takes the keyring away.
    pub fn keyring_pid(&self) -> u32 {
        self.keyring.pid()
    }

    pub fn home(&self) -> &Path {
        &self.home
    }
}

/// Is there a display on which a person could see a window?
pub fn has_display() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// The folders of the freedesktop convention, all under one home, so that nothing is read from or left in the real one.
fn surroundings(home: &Path) -> Vec<(&'static str, String)> {
    let folder = |name: &str| home.join(name).display().to_string();
    vec![
        ("HOME", home.display().to_string()),
        ("XDG_DATA_HOME", folder("data")),
        ("XDG_CONFIG_HOME", folder("config")),
        ("XDG_CACHE_HOME", folder("cache")),
        ("XDG_RUNTIME_DIR", folder("runtime")),
    ]
}

/// D-Bus and the keyring refuse a runtime folder that others may enter.
fn private_folder(path: &Path) -> Result<()> {
    std::fs::create_dir_all(path).with_context(|| format!("cannot make {}", path.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}
