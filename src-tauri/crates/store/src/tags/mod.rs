//! Tags: what a robot's tags are called, who carries them, and how far that was checked (Q43).

pub(crate) mod carried;
pub(crate) mod doubtful;
pub(crate) mod library;
pub(crate) mod sweep;
