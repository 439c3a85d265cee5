//! What uploads promise, told against storages that were not written here: an S3 server and a `WebDAV` server, both
//! from the registry, on loopback. The clouds without a free server are judged by the requests they would get.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may")]

mod bad_input;
mod clouds;
mod covers;
mod desk;
mod practice;
mod s3;
mod servers;
mod webdav;
