//! Files on their way out: to an object storage of the company's own, and from there to the platform by address.
//!
//! The platform has no upload call (Q55). Pictures, files, videos and the covers of link cards are sent as addresses
//! that its servers can read without a key, so the console writes them to a storage that the company sets up, looks at
//! the public address as a stranger would, and only then lets the address go into a message.
//!
//! - [`StorageConfig`] says where; the key is not in it but in the keyring, under [`StorageConfig::secret_name`].
//! - [`Storage::open`] makes the connection, [`Storage::check`] tries it out when the settings are saved.
//! - [`Uploader::upload`] takes one file: looks at it, hashes it, writes it once, and checks the public address.
//! - [`PublicWeb::check_cover`] judges a cover whose address a person typed (Q56).
//!
//! Decisions:
//! - **The object's name is its content**: `yyyy/mm/<BLAKE3>/<safe name>`. The same file in the same month is written
//!   once, by whichever console comes first; two uploads of it in one console take turns, and the second finds it done.
//! - **S3, OSS, COS and OBS go through opendal**, which knows their signatures and multipart calls. Its HTTP transport
//!   is ours (`transport`): one reqwest client with the one TLS stack of the product, progress by the byte rather than
//!   by the part, a limit on stalling rather than on duration, and a cancel that still lets the clean-up through.
//! - **`WebDAV` and the practice platform are written by a plain PUT** (`put`), because opendal's `WebDAV` writer wants
//!   the whole file in memory. Folders, inquiry and deletion of `WebDAV` are opendal's.
//! - **A file that changes on the way is noticed**: it is hashed again while it is sent, and the last step that would
//!   make the object visible is not taken if the hash is another.
//! - **Addresses are never presigned**: a query string breaks covers (Q56), and a signature runs out.
//!
//! The cancel token is the way to give up on an upload. Dropping the future also ends it, but cleans nothing up.

mod backend;
mod check;
mod config;
mod error;
mod kind;
mod lane;
mod meter;
mod name;
mod operator;
mod public;
mod put;
mod seen;
mod source;
mod storage;
mod transport;
mod uploader;
mod web;

pub use check::CheckStep;
pub use config::{StorageConfig, StorageProvider};
pub use error::UploadError;
pub use kind::{KindLimits, UploadKind, UploadLimits};
pub use meter::{UploadProgress, UploadState};
pub use name::safe_name;
pub use public::{CoverSeen, PublicWeb};
pub use seen::FileSeen;
pub use storage::Storage;
pub use uploader::{UploadRequest, Uploaded, Uploader};
pub use web::NetworkRules;
