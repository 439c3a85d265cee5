//! What the developer commands share with the end-to-end stories: a desktop for machines that have none.
//!
//! It is a library so that `cargo xtask run --screenshot` and the stories start the very same surroundings. It depends
//! on the standard library and `anyhow` alone, and compiles everywhere, though only Linux can start such a desktop.

pub mod headless;
