//! What is measured at the window itself: real ones, on a desktop of their own without a screen.
//!
//! - `desk`: the desktop, the practice platform, and an account whose cache is as large as wanted. `account`: the process
//!   that puts it there.
//! - `screen`: what the X server shows. `family`: memory and processor time of a program with all its processes.
//! - `driver`: the window under the browser driver, where a script has to run in its page.
//! - `peer`: the empty Tauri window, and Chromium with Node.

pub mod account;
pub mod desk;
pub mod driver;
pub mod family;
pub mod peer;
pub mod screen;

use std::path::PathBuf;

/// The programs that are measured. Without the console there is nothing to measure; a peer that is missing is left out.
#[derive(Clone)]
pub struct Programs {
    pub console: Option<PathBuf>,
    pub empty: Option<PathBuf>,
    pub chromium: Option<PathBuf>,
    /// The console's page with the engine's stand-in for a browser.
    pub demo: Option<PathBuf>,
    /// The packages, console and empty.
    pub packages: Option<(PathBuf, PathBuf)>,
}
