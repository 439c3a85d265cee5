//! A seat with files to send, and the words the stories are told in.

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use secrecy::SecretString;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use zuoxi_engine::{
    Clock, NetworkRules, Storage, StorageConfig, StorageProvider, UploadError, UploadKind, UploadLimits,
    UploadProgress, UploadRequest, UploadState, Uploaded, Uploader,
};
use zuoxi_model::Timestamp;

use crate::servers::{BUCKET, DavServer, KEY, S3Server, SECRET};

pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01";
pub const MIB: usize = 1024 * 1024;

/// A day in November 2026.
struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp(1_795_000_000_000)
    }
}

/// The product's rules at a pace for tests.
pub fn brisk() -> NetworkRules {
    NetworkRules {
        connect_limit: Duration::from_secs(5),
        stall_limit: Duration::from_secs(10),
        tidy_limit: Duration::from_secs(10),
        retries: 2,
        first_pause: Duration::from_millis(1),
        proxy: None,
    }
}

pub fn s3_config(server: &S3Server) -> StorageConfig {
    let provider = StorageProvider::S3 {
        endpoint: server.url.clone(),
        region: "us-east-1".into(),
        bucket: BUCKET.into(),
        access_key_id: KEY.into(),
        virtual_host: false,
    };
    StorageConfig { provider, folder: "zuoxi".into(), public_base: format!("{}/{BUCKET}", server.url) }
}

pub fn dav_config(server: &DavServer) -> StorageConfig {
    let provider = StorageProvider::Webdav { endpoint: server.url.clone(), username: "seat".into() };
    StorageConfig { provider, folder: "客服".into(), public_base: server.url.clone() }
}

pub fn open(config: &StorageConfig) -> Storage {
    open_with(config, SECRET)
}

pub fn open_with(config: &StorageConfig, secret: &str) -> Storage {
    Storage::open_under(config, &SecretString::from(secret), &brisk()).unwrap()
}

/// A person with a folder of files and a storage.
pub struct Desk {
    pub uploader: Uploader,
    folder: TempDir,
}

type Reports = Arc<Mutex<Vec<UploadProgress>>>;

impl Desk {
    pub fn with(storage: Storage) -> Self {
        Self::under(storage, UploadLimits::default())
    }

    pub fn under(storage: Storage, limits: UploadLimits) -> Self {
        Self { uploader: Uploader::new(storage, limits, Arc::new(Noon)), folder: tempfile::tempdir().unwrap() }
    }

    pub fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn file(&self, name: &str, bytes: &[u8], kind: UploadKind) -> UploadRequest {
        let path = self.place(name);
        fs::write(&path, bytes).unwrap();
        UploadRequest { path, name: None, kind }
    }

    pub fn picture(&self, name: &str, bytes: usize) -> UploadRequest {
        self.file(name, &filled(PNG, bytes), UploadKind::Image)
    }

    pub async fn send(&self, request: &UploadRequest) -> Result<Uploaded, UploadError> {
        self.watched(request, |_| {}).await.0
    }

    /// Sends, and returns every report.
    pub async fn watched(
        &self,
        request: &UploadRequest,
        also: impl Fn(&UploadProgress) + Send + Sync + 'static,
    ) -> (Result<Uploaded, UploadError>, Vec<UploadProgress>) {
        self.cancellable(request, &CancellationToken::new(), also).await
    }

    /// Sends, and cancels as soon as `bytes` are on their way.
    pub async fn cancelled_at(
        &self,
        request: &UploadRequest,
        bytes: u64,
    ) -> (Result<Uploaded, UploadError>, Vec<UploadProgress>) {
        let cancel = CancellationToken::new();
        let trigger = cancel.clone();
        let watch = move |progress: &UploadProgress| {
            if progress.sent_bytes >= bytes {
                trigger.cancel();
            }
        };
        self.cancellable(request, &cancel, watch).await
    }

    pub async fn cancellable(
        &self,
        request: &UploadRequest,
        cancel: &CancellationToken,
        also: impl Fn(&UploadProgress) + Send + Sync + 'static,
    ) -> (Result<Uploaded, UploadError>, Vec<UploadProgress>) {
        let reports = Reports::default();
        let keep = Arc::clone(&reports);
        let watch = move |progress: UploadProgress| {
            also(&progress);
            keep.lock().unwrap().push(progress);
        };
        let outcome = self.uploader.upload(request, watch, cancel).await;
        let reports = std::mem::take(&mut *reports.lock().unwrap());
        (outcome, reports)
    }
}

/// A file of this length with something else in every place.
pub fn filled(head: &[u8], bytes: usize) -> Vec<u8> {
    let noise = (0_u32..).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]);
    head.iter().copied().chain(noise).take(bytes).collect()
}

/// What everyone gets at an address.
pub async fn fetch(url: &str) -> (u16, Vec<u8>, String) {
    let answer = reqwest::Client::builder().no_proxy().build().unwrap().get(url).send().await.unwrap();
    let mime = answer.headers().get("content-type").map(|mime| mime.to_str().unwrap().to_owned());
    (answer.status().as_u16(), answer.bytes().await.unwrap().to_vec(), mime.unwrap_or_default())
}

/// Reports never go back, and end at the total with the outcome.
pub fn assert_told_to_the_end(reports: &[UploadProgress], total: usize) {
    assert!(reports.is_sorted_by_key(|report| report.sent_bytes), "went back: {reports:?}");
    let last = reports.last().unwrap();
    assert_eq!((last.sent_bytes, last.total_bytes), (total as u64, total as u64));
    assert!(matches!(last.state, UploadState::Done { .. }), "{last:?}");
}
