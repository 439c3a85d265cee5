//! Transcripts out of the console.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use async_trait::async_trait;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::sync::Semaphore;
use zuoxi_engine::{EngineError, ErrorCode, ExportMedia, Language, MediaFailure};
use zuoxi_model::{ExportFormat, ExportRecord, ExportRequest, ExportScope, ExportState, Timestamp};

use crate::seat::Seat;

/// A place that media come from: as many as there are permits.
struct Source {
    permits: Semaphore,
    /// Addresses that end so are gone.
    gone: &'static str,
}

impl Source {
    fn open() -> Arc<Self> {
        Self::with(Semaphore::MAX_PERMITS, "\0")
    }

    fn with(permits: usize, gone: &'static str) -> Arc<Self> {
        Arc::new(Self { permits: Semaphore::new(permits), gone })
    }
}

#[async_trait]
impl ExportMedia for Source {
    async fn bring(&self, address: &str, _: u64, file: &Path) -> Result<(), MediaFailure> {
        self.permits.acquire().await.unwrap().forget();
        if address.ends_with(self.gone) {
            return Err(MediaFailure::Missing("404".into()));
        }
        Ok(tokio::fs::write(file, address).await?)
    }
}

fn request(folder: &Path, formats: &[ExportFormat], media: bool) -> ExportRequest {
    ExportRequest {
        scope: ExportScope::default(),
        formats: formats.to_vec(),
        media,
        folder: folder.display().to_string(),
        time_zone: "Asia/Shanghai".into(),
    }
}

const ALL: [ExportFormat; 4] = [ExportFormat::Html, ExportFormat::Xlsx, ExportFormat::Csv, ExportFormat::Jsonl];

/// A folder whose name is not hidden, as those of the system's own may be.
fn folder() -> TempDir {
    tempfile::Builder::new().prefix("exports").tempdir().unwrap()
}

async fn now(seat: &Seat) -> ExportRecord {
    seat.engine().await.exports().await.unwrap().remove(0)
}

async fn until_ended(seat: &Seat) -> ExportRecord {
    let ended = async || Some(now(seat).await).filter(|record| record.state != ExportState::Running);
    seat.until("the export has ended", ended).await
}

/// Every file is what the list of sums says, and there is no other.
fn verify(folder: &Path) -> usize {
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    for line in sums.lines() {
        let (sum, path) = line.split_once("  ").unwrap();
        let hash = Sha256::digest(fs::read(folder.join(path)).unwrap());
        assert_eq!(format!("{hash:x}"), sum, "{path}");
    }
    let found = files(folder);
    assert_eq!(found.len(), sums.lines().count() + 1, "{found:#?}");
    found.len()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

fn rows(folder: &Path) -> u64 {
    let tables = files(folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "csv") && !path.ends_with("coverage.csv"));
    tables.map(|table| csv::Reader::from_path(table).unwrap().records().map(Result::unwrap).count() as u64).sum()
}

#[tokio::test]
async fn an_export_says_what_it_holds_and_what_may_be_missing() {
    let seat = Seat::live().await;
    let engine = seat.engine().await;
    let within = folder();
    let preview = engine.export_preview(&ExportScope::default()).await.unwrap();
    assert!(preview.messages > 0 && preview.chats_not_complete > 0, "{preview:?}");
    let begun = engine.start_export(request(within.path(), &ALL, false), Language::ZhCn, Source::open()).await.unwrap();
    let record = until_ended(&seat).await;
    assert_eq!((&record.id, &record.state), (&begun.id, &ExportState::Done));
    assert_eq!(
        (record.messages, record.messages_done, record.chats),
        (preview.messages, preview.messages, preview.chats)
    );
    let folder = engine.export_folder(&record.id).await.unwrap();
    assert_eq!(verify(&folder), record.files as usize);
    assert_eq!(rows(&folder), record.messages);
    assert!(!folder.join("INCOMPLETE.txt").exists());

    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["exportedBy"], "practice");
    assert_eq!(manifest["timeZone"], "Asia/Shanghai");
    assert_eq!(manifest["messages"], record.messages);
    assert_eq!(manifest["coverage"]["chatsNotComplete"], preview.chats_not_complete);
    assert_eq!(manifest["files"].as_array().unwrap().len(), record.files as usize - 2, "all but the two lists");
    let coverage = fs::read_to_string(folder.join("coverage.csv")).unwrap();
    assert!(coverage.contains("最早"), "{coverage}");
    let index = fs::read_to_string(folder.join("index.html")).unwrap();
    assert_eq!(index.matches("href=\"chats/").count(), preview.chats as usize);
}

#[tokio::test]
async fn a_scope_leaves_out_what_was_not_chosen() {
    let seat = Seat::live().await;
    let engine = seat.engine().await;
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    let last = seat.row(&chat).await.last.unwrap().timestamp;
    let one = ExportScope { chats: vec![chat.clone()], ..ExportScope::default() };
    assert_eq!(engine.export_preview(&one).await.unwrap().chats, 1);
    let until = ExportScope { until: Some(last.plus_ms(-1)), ..one.clone() };
    let (whole, before) = (engine.export_preview(&one).await.unwrap(), engine.export_preview(&until).await.unwrap());
    assert!(before.messages < whole.messages && before.last < whole.last);
    let robot = ExportScope { robots: vec!["nobody".into()], ..ExportScope::default() };
    assert_eq!(engine.export_preview(&robot).await.unwrap().messages, 0);
    let within = folder();
    let nothing = ExportRequest { scope: robot, ..request(within.path(), &ALL, false) };
    let refused = engine.start_export(nothing, Language::ZhCn, Source::open()).await.unwrap_err();
    assert_eq!(refused.code(), ErrorCode::NotFound);
    let never = ExportScope { since: Some(Timestamp(5)), until: Some(Timestamp(4)), ..ExportScope::default() };
    assert!(matches!(engine.export_preview(&never).await, Err(EngineError::InvalidInput(_))));
    assert_eq!(fs::read_dir(within.path()).unwrap().count(), 0, "what is refused leaves nothing");
}

#[tokio::test]
async fn media_lie_beside_the_transcripts_and_what_is_gone_is_named() {
    let seat = Seat::live().await;
    let within = folder();
    let engine = seat.engine().await;
    let source = Source::with(Semaphore::MAX_PERMITS, ".png");
    engine.start_export(request(within.path(), &ALL, true), Language::En, source).await.unwrap();
    let record = until_ended(&seat).await;
    assert_eq!(record.state, ExportState::Done);
    let folder = engine.export_folder(&record.id).await.unwrap();
    verify(&folder);
    let media = fs::read_dir(folder.join("media")).unwrap().count();
    assert_eq!(media, record.media_kept as usize);
    assert!(media > 0 && record.media_missing > 0, "{record:?}");
    let pages: String = files(&folder.join("chats")).iter().map(|page| fs::read_to_string(page).unwrap()).collect();
    assert!(pages.contains("could not be fetched: 404") && pages.contains("\"../media/"));
    assert!(!pages.contains("src=\"http") && !pages.contains("href=\"http"), "nothing is loaded from elsewhere");
}

#[tokio::test]
async fn an_export_that_was_ended_says_so_and_goes_on_where_it_was() {
    let mut seat = Seat::live().await;
    let within = folder();
    let engine = seat.engine().await;
    let few = Source::with(2, "\0");
    let begun = engine.start_export(request(within.path(), &ALL, true), Language::ZhCn, few.clone()).await.unwrap();
    let again = engine.start_export(request(within.path(), &ALL, true), Language::ZhCn, few).await.unwrap_err();
    assert_eq!(again.code(), ErrorCode::ExportRunning);
    engine.cancel_export(&begun.id);
    let record = until_ended(&seat).await;
    assert_eq!(record.state, ExportState::Cancelled);
    let place = PathBuf::from(&record.folder);
    assert!(place.join("INCOMPLETE.txt").exists() && !place.join("manifest.json").exists());

    // It is gone on with, and the console is closed meanwhile.
    engine.resume_export(&begun.id, Source::with(1, "\0")).await.unwrap();
    drop(engine);
    seat.restart().await;
    assert_eq!(now(&seat).await.state, ExportState::Interrupted);
    assert!(place.join("INCOMPLETE.txt").exists());

    let engine = seat.engine().await;
    engine.resume_export(&begun.id, Source::open()).await.unwrap();
    let record = until_ended(&seat).await;
    assert_eq!((&record.state, record.messages), (&ExportState::Done, begun.messages));
    verify(&place);
    assert_eq!(rows(&place), begun.messages);
    assert_eq!(engine.resume_export(&begun.id, Source::open()).await.unwrap().state, ExportState::Done);
    assert_eq!(engine.exports().await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_export_goes_only_where_it_may() {
    let seat = Seat::live().await;
    let engine = seat.engine().await;
    let home = folder();
    fs::create_dir(home.path().join(".hidden")).unwrap();
    for refused in [home.path().join(".hidden"), home.path().join("nowhere"), seat.data_dir().join("accounts")] {
        let begun = engine.start_export(request(&refused, &ALL, false), Language::ZhCn, Source::open()).await;
        assert!(begun.is_err(), "{}", refused.display());
    }
    assert_eq!(engine.exports().await.unwrap(), []);
    let begun = engine.start_export(request(home.path(), &ALL, false), Language::ZhCn, Source::open()).await;
    assert!(begun.is_ok(), "what was refused does not stand in the way");
    until_ended(&seat).await;
    fs::remove_dir_all(&begun.as_ref().unwrap().folder).unwrap();
    let gone = engine.export_folder(&begun.unwrap().id).await.unwrap_err();
    assert_eq!(gone.code(), ErrorCode::NotFound);
}

/// By another program, which was not asked how it would like its files.
#[tokio::test]
#[ignore = "needs LibreOffice; run by name"]
async fn libreoffice_opens_every_table_and_page() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|_| true).await;
    let id = seat.customer_says(&chat, "=1+1 很长的号码 14073752703607622").await;
    seat.until("heard", async || {
        seat.thread(&chat).await.iter().any(|row| row.message.key.message_id == id).then_some(())
    })
    .await;
    let within = folder();
    let engine = seat.engine().await;
    let scope = ExportScope { chats: vec![chat], ..ExportScope::default() };
    let one = ExportRequest { scope, ..request(within.path(), &ALL, false) };
    engine.start_export(one, Language::ZhCn, Source::open()).await.unwrap();
    let place = PathBuf::from(until_ended(&seat).await.folder);
    let page = files(&place.join("chats")).remove(0);
    for (file, to) in [
        (place.join("messages-001.xlsx"), "csv:Text - txt - csv (StarCalc):44,34,76,1"),
        (place.join("messages-001.csv"), "xlsx"),
        (page, "txt:Text (encoded):UTF8"),
    ] {
        let out = within.path().join("converted");
        let profile = format!("-env:UserInstallation=file://{}/profile", within.path().display());
        let ran = Command::new("soffice")
            .args([profile.as_str(), "--headless", "--convert-to", to, "--outdir"])
            .arg(&out)
            .arg(&file)
            .output()
            .expect("LibreOffice is installed");
        let stem = file.file_stem().unwrap();
        let extension = to.split(':').next().unwrap();
        let made = out.join(stem).with_extension(extension);
        assert!(ran.status.success() && made.exists(), "{}: {ran:?}", file.display());
        if extension != "xlsx" {
            let text = fs::read_to_string(&made).unwrap();
            assert!(text.contains("=1+1 很长的号码 14073752703607622"), "{text}");
        }
    }
}
