//! Reads `tauri.conf.json` at compile time, where there is a window to build.

fn main() {
    #[cfg(feature = "window")]
    tauri_build::build();
}
