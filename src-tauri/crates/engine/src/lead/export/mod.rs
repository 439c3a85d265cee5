//! Transcripts out of the console: HTML, XLSX, CSV and JSON Lines, with what may be missing and what every file is.
//!
//! An export is planned once (`plan`), read in pages and written in parts (`job`), and closed with its index, its coverage
//! and its manifest (`manifest`). Each format is a file of its own behind one trait (`writer`).
//!
//! Decisions:
//! - **Every format is written in one reading**, so that they tell the same, and a page is read once.
//! - **What is finished stays.** A part that is written is noted with the SHA-256 of its files (`journal`). Going on with an
//!   export looks at them again, keeps those that are unchanged and writes the others anew.
//! - **An export that is not finished says so** in its own folder, whatever ended it.
//! - **It never writes over anything**: each export makes a folder of its own where the person chose.
//! - **One at a time.** Two would only wait for the same disk.

mod csv;
mod entry;
mod html;
mod job;
mod journal;
mod jsonl;
mod manifest;
mod media;
mod names;
mod plan;
mod problem;
mod sealing;
#[cfg(test)]
mod tests;
mod words;
mod workbook;
mod writer;
mod xlsx;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use zuoxi_model::{ExportId, ExportPreview, ExportRecord, ExportRequest, ExportScope, ExportState};

pub use media::{ExportMedia, MediaFailure};
pub use problem::ExportProblem;
pub use workbook::{Table, TableCell, metrics_workbook};

use self::{
    job::Job,
    journal::{Finished, Journal},
    plan::{FORM, Plan},
};
use crate::{Engine, EngineError, Language, core::Core, feed::Change};

/// The console's version, in every file that says who made it.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The setting in which exports are remembered, and how many of them.
const REMEMBERED: &str = "exports";
const MOST_REMEMBERED: usize = 20;

/// The export that runs.
#[derive(Default)]
pub(crate) struct Exports {
    running: Mutex<Option<Running>>,
    /// Held by whoever changes what is remembered.
    remembering: tokio::sync::Mutex<()>,
}

struct Running {
    record: ExportRecord,
    stop: CancellationToken,
}

impl Engine {
    /// How much an export would hold.
    pub async fn export_preview(&self, scope: &ExportScope) -> Result<ExportPreview, EngineError> {
        plan::preview_of(&self.core.store, &self.core.robots(), scope, self.core.clock.now()).await
    }

    /// Begins an export in a new folder within the one that was chosen. Its changes come with the feed.
    pub async fn start_export(
        &self,
        request: ExportRequest,
        language: Language,
        source: Arc<dyn ExportMedia>,
    ) -> Result<ExportRecord, EngineError> {
        if request.formats.is_empty() {
            return Err(EngineError::InvalidInput("choose at least one format".into()));
        }
        let core = &self.core;
        core.home.policy.check_transcripts(&request)?;
        // The same rules as for saving a file: nothing in hidden folders, nothing among the console's own.
        let within = self.may_save_at(&format!("{}/export", request.folder.trim_end_matches(['/', '\\'])))?;
        let within = within.parent().unwrap_or(Path::new("")).to_owned();
        let now = core.clock.now();
        let window = plan::window(&request.scope, now)?;
        let chats = plan::chats_of(&core.store, &core.robots(), &request.scope, window).await?;
        let plan = Plan {
            form: FORM,
            id: ExportId::from(Uuid::new_v4().simple().to_string()),
            requested_by: core.account.access_key.clone(),
            started_at: now,
            language,
            request,
            window,
            chats,
        };
        if plan.preview().messages == 0 {
            return Err(EngineError::NotFound("nothing on this computer matches: choose other chats or days".into()));
        }
        let folder = names::folder(&within, plan.words(), now, &plan.zone().0);
        let record = record_of(&plan, &folder);
        let stop = self.begin(&record)?;
        match Journal::begin(&folder, &plan) {
            Ok(journal) => Ok(self.run(plan, folder, source, stop, journal, Finished::default()).await),
            Err(problem) => {
                core.forget_running();
                Err(problem.into())
            }
        }
    }

    /// Goes on with an export that was not finished. What is finished is looked at and kept.
    pub async fn resume_export(
        &self,
        id: &ExportId,
        source: Arc<dyn ExportMedia>,
    ) -> Result<ExportRecord, EngineError> {
        let known = self.export(id).await?;
        if known.state == ExportState::Done {
            return Ok(known);
        }
        let stop = self.begin(&ExportRecord { state: ExportState::Running, finished_at: None, ..known.clone() })?;
        let folder = PathBuf::from(&known.folder);
        let at = folder.clone();
        let opened = tokio::task::spawn_blocking(move || Journal::resume(&at)).await;
        let opened = opened.unwrap_or_else(|error| {
            Err(ExportProblem::NothingToResume { folder: known.folder, why: error.to_string() })
        });
        match opened {
            Ok((journal, plan, finished)) => {
                // It may have been begun before the organisation decided.
                if let Err(refusal) = self.core.home.policy.check_transcripts(&plan.request) {
                    self.core.forget_running();
                    return Err(refusal);
                }
                Ok(self.run(plan, folder, source, stop, journal, finished).await)
            }
            Err(problem) => {
                self.core.forget_running();
                Err(problem.into())
            }
        }
    }

    /// Ends the export that runs, if it is this one.
    pub fn cancel_export(&self, id: &ExportId) {
        let running = self.core.exports.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = running.as_ref().filter(|running| running.record.id == *id) {
            running.stop.cancel();
        }
    }

    /// The exports of this console, the newest first.
    pub async fn exports(&self) -> Result<Vec<ExportRecord>, EngineError> {
        self.core.exports().await
    }

    /// The folder of an export, if it is still there.
    pub async fn export_folder(&self, id: &ExportId) -> Result<PathBuf, EngineError> {
        let folder = PathBuf::from(self.export(id).await?.folder);
        if tokio::fs::try_exists(&folder).await.unwrap_or(false) {
            return Ok(folder);
        }
        Err(EngineError::NotFound(format!("{} is not there any more: it was moved or removed", folder.display())))
    }

    async fn export(&self, id: &ExportId) -> Result<ExportRecord, EngineError> {
        let known = self.exports().await?.into_iter().find(|record| record.id == *id);
        known.ok_or_else(|| EngineError::NotFound("this console knows no such export".into()))
    }

    /// Takes the one place for an export that runs.
    fn begin(&self, record: &ExportRecord) -> Result<CancellationToken, ExportProblem> {
        let mut running = self.core.exports.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.as_ref().is_some_and(|running| running.record.state == ExportState::Running) {
            return Err(ExportProblem::Running);
        }
        let stop = self.core.stop.child_token();
        *running = Some(Running { record: record.clone(), stop: stop.clone() });
        Ok(stop)
    }

    async fn run(
        &self,
        plan: Plan,
        folder: PathBuf,
        source: Arc<dyn ExportMedia>,
        stop: CancellationToken,
        journal: Journal,
        finished: Finished,
    ) -> ExportRecord {
        let record = record_of(&plan, &folder);
        self.core.export_moved(|now| now.clone_from(&record));
        self.core.keep_export().await;
        let (core, plan) = (Arc::clone(&self.core), Arc::new(plan));
        self.tasks.spawn(Job { core, plan, folder, source, stop, journal, finished }.run());
        record
    }
}

impl Core {
    /// The exports of this console, the newest first.
    async fn exports(&self) -> Result<Vec<ExportRecord>, EngineError> {
        // Nothing may end between the two looks: what was remembered as running and runs no more would seem interrupted.
        let _unchanged = self.exports.remembering.lock().await;
        let mut known = self.remembered().await?;
        let now = self.export_now();
        for record in &mut known {
            match &now {
                Some(running) if running.id == record.id => record.clone_from(running),
                // The console ended while it ran.
                _ if record.state == ExportState::Running => record.state = ExportState::Interrupted,
                _ => {}
            }
        }
        Ok(known)
    }

    async fn remembered(&self) -> Result<Vec<ExportRecord>, EngineError> {
        let Some(value) = self.store.setting(REMEMBERED).await? else { return Ok(Vec::new()) };
        Ok(serde_json::from_value(value).unwrap_or_else(|error| {
            // A newer version may have written it; the exports themselves are where they are.
            tracing::warn!(%error, "the list of exports cannot be read");
            Vec::new()
        }))
    }

    /// The export that runs, as it is now.
    fn export_now(&self) -> Option<ExportRecord> {
        let running = self.exports.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.as_ref().map(|running| running.record.clone())
    }

    /// Changes what is told of the export that runs.
    fn export_moved(&self, change: impl FnOnce(&mut ExportRecord)) {
        let mut running = self.exports.running.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(running) = running.as_mut() else { return };
        change(&mut running.record);
        self.feed.publish(vec![Change::Export { record: running.record.clone() }]);
    }

    /// Remembers the export that runs as it is now, so that it is known after a crash, too.
    async fn keep_export(&self) {
        let Some(now) = self.export_now() else { return };
        let _changing = self.exports.remembering.lock().await;
        let kept = async {
            let mut known = self.remembered().await?;
            match known.iter_mut().find(|record| record.id == now.id) {
                Some(record) => *record = now,
                None => known.insert(0, now),
            }
            known.truncate(MOST_REMEMBERED);
            let known = serde_json::to_value(known).map_err(zuoxi_store::StoreError::from)?;
            Ok::<_, EngineError>(self.store.set_setting(REMEMBERED, &known).await?)
        };
        if let Err(error) = kept.await {
            // The export itself is not in danger: its folder has all it needs.
            tracing::warn!(%error, "the list of exports could not be written");
        }
    }

    async fn export_ended(&self, state: ExportState) {
        let finished_at = self.clock.now();
        self.export_moved(|record| {
            record.state = state;
            record.finished_at = Some(finished_at);
        });
        self.keep_export().await;
        // Another one may have begun since this one was told to have ended.
        let mut running = self.exports.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.take_if(|running| running.record.state != ExportState::Running);
    }

    fn forget_running(&self) {
        self.exports.running.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

fn record_of(plan: &Plan, folder: &Path) -> ExportRecord {
    let preview = plan.preview();
    ExportRecord {
        id: plan.id.clone(),
        folder: folder.display().to_string(),
        formats: plan.request.formats.clone(),
        media: plan.request.media,
        requested_by: plan.requested_by.clone(),
        started_at: plan.started_at,
        finished_at: None,
        state: ExportState::Running,
        chats: preview.chats,
        chats_not_complete: preview.chats_not_complete,
        messages: preview.messages,
        messages_done: 0,
        media_kept: 0,
        media_missing: 0,
        files: 0,
        bytes: 0,
    }
}
