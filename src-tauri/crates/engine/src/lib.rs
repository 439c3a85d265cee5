//! The engine of the seat: sign-in and session, catch-up, outbox, read marks, and the feed of changes.
//!
//! Architecture invariants: no Tauri, no SQL, no wire names. Everything the platform says goes through
//! `intake` into the cache in one transaction and comes out as changes of the [`Feed`]. Decisions
//! are here; `platform` only speaks, `store` only keeps.
//!
//! Where to begin: [`Desk`] signs in and out; [`Engine`] is one account at work; `session` owns the line;
//! `catchup` reads what was missed; `outbox` sends; `actions` is what robots are asked to do beside sending; `people` is
//! what is known of customers, groups and tags; `broadcasts`, `adding` and `admins` are what takes more than one step.

mod actions;
mod adding;
mod addresses;
mod admins;
mod alerts;
mod attention;
mod broadcasts;
mod cache;
mod catchup;
mod clock;
mod core;
mod desk;
mod diagnostics;
mod doctor;
mod engine;
mod error;
mod feed;
mod groups;
mod home;
mod intake;
mod lead;
mod links;
mod local;
mod media;
mod missing;
mod network;
mod notices;
mod opening;
mod outbox;
mod people;
mod policy;
mod profile;
mod quiet;
mod reading;
mod received;
mod recovery;
mod retention;
mod roster;
#[cfg(feature = "sabotage")]
pub mod sabotage;
mod search;
mod sending;
mod session;
mod signing_out;
mod summary;
mod timing;
mod upload;
mod vault;
mod wiping;

pub use addresses::custom_environment;
pub use alerts::{
    Arrival, AtWork, Board, Card, DesktopSettings, Falls, Moment, News, NotificationContent, NotificationSettings,
    Notify, Overheard, QuietTime, Slot, Step, Subject, WallTime, is_quiet, notify,
};
pub use clock::{Clock, SystemClock};
pub use desk::{Desk, Practice, PracticeAt, SignInRequest, Snapshot};
pub use diagnostics::{AccountSketch, CacheSketch, Diagnostics, PreferenceSketch};
pub use doctor::{DoctorReport, Examination, examine};
pub use engine::Engine;
pub use error::{EngineError, ErrorCode};
pub use feed::{Change, Feed, Push};
pub use groups::GroupSheet;
pub use home::Home;
pub use lead::export::{ExportMedia, ExportProblem, MediaFailure, Table, TableCell, metrics_workbook};
pub use lead::{Quality, Review};
pub use links::{LinkJudgement, LinkWarning, judge_link};
pub use media::MediaId;
pub use network::{ProxyFinding, TrustFinding};
pub use notices::{CacheFault, Notice, NoticeKind};
pub use outbox::StorageState;
pub use policy::{AllowedEnvironments, ExportKind, Policy};
pub use profile::{Density, Language, Preferences, Profile, SendKey, Theme};
pub use reading::View;
pub use received::{HEAD_BYTES, Received, is_program};
pub use retention::{Retention, StorageUsed};
pub use signing_out::SignOutWipe;
pub use summary::AccountSummary;
pub use timing::Timing;
pub use upload::{
    CheckStep, CoverSeen, FileSeen, KindLimits, NetworkRules, PublicWeb, Storage, StorageConfig, StorageProvider,
    UploadError, UploadKind, UploadLimits, UploadProgress, UploadRequest, UploadState, Uploaded, Uploader, safe_name,
};
pub use vault::KeyringState;
pub use wiping::WipeWhat;
