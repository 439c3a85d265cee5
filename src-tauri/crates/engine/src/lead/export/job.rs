//! An export at work: it reads pages, fetches their media, and hands both to the writers of the part.
//!
//! The writers work on a thread of their own, because they only compute and wait for the disk. Between the two is a channel
//! of [`PAGES_WAITING`] pages: what is in memory is that many pages of [`PAGE`] messages and the buffers of open files,
//! however many messages there are. The list of the chats and that of the media are held whole.

use std::{path::PathBuf, sync::Arc};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use zuoxi_model::ExportState;
use zuoxi_store::ExportCursor;

use super::{
    entry::{Entry, Medium},
    journal::{self, Finished, Journal},
    manifest,
    media::{self, ExportMedia},
    plan::{Plan, PlannedChat},
    problem::ExportProblem,
    writer::{PartDone, PartWriter},
};
use crate::{EngineError, core::Core};

/// Messages read at once.
const PAGE: u32 = 500;
const PAGES_WAITING: usize = 2;

/// What the writers are told, in this order.
enum Told {
    Begin(usize),
    Page(Vec<Entry>),
    End,
    /// The part is whole. If the channel ends without it, nothing is finished.
    Whole,
}

pub(super) struct Job {
    pub core: Arc<Core>,
    pub plan: Arc<Plan>,
    pub folder: PathBuf,
    pub source: Arc<dyn ExportMedia>,
    pub stop: CancellationToken,
    pub journal: Journal,
    pub finished: Finished,
}

impl Job {
    /// Runs to its end, whichever that is, and tells the watchers.
    pub async fn run(mut self) {
        let ended = self.work().await;
        let state = match ended {
            Ok(()) => ExportState::Done,
            Err(EngineError::Export(ExportProblem::Ended)) if self.core.stop.is_cancelled() => ExportState::Interrupted,
            Err(EngineError::Export(ExportProblem::Ended)) => ExportState::Cancelled,
            Err(error) => {
                tracing::warn!(%error, "an export did not go on");
                ExportState::Failed { code: error.code().word(), message: error.to_string() }
            }
        };
        self.core.export_ended(state).await;
    }

    async fn work(&mut self) -> Result<(), EngineError> {
        self.note_finished();
        for (number, range) in (1..).zip(self.plan.parts()) {
            if self.finished.parts.contains_key(&number) {
                continue;
            }
            let done = self.part(number, range).await?;
            self.journal.part(done.clone())?;
            self.finished.parts.insert(number, done);
            self.core.keep_export().await;
        }
        self.close().await
    }

    /// What was finished before counts as done.
    fn note_finished(&self) {
        let done: u64 = self.finished.parts.values().flat_map(|part| &part.chats).map(|(_, messages)| messages).sum();
        let media = u32::try_from(self.finished.media.len()).unwrap_or(u32::MAX);
        self.core.export_moved(|record| {
            record.messages_done = done;
            record.media_kept = media;
        });
    }

    async fn part(&mut self, number: usize, range: std::ops::Range<usize>) -> Result<PartDone, EngineError> {
        let (tell, told) = mpsc::channel(PAGES_WAITING);
        let (plan, folder) = (Arc::clone(&self.plan), self.folder.clone());
        let writing = tokio::task::spawn_blocking(move || write(&plan, number, &folder, told));
        let read = self.read(range, tell).await;
        // A writer that has failed has the reason why nobody takes the pages any more.
        let written = writing.await.unwrap_or_else(|error| {
            // The workbook's own writer ends so when its rows find no room.
            let source = std::io::Error::other(format!("the writers ended: {error}"));
            Err(ExportProblem::Unwritable { path: self.folder.display().to_string(), source })
        });
        match (read, written) {
            (Ok(()), written) => Ok(written?),
            (Err(EngineError::Export(ExportProblem::Ended)), Err(problem)) if !self.stop.is_cancelled() => {
                Err(problem.into())
            }
            (Err(error), _) => Err(error),
        }
    }

    /// Reads the chats of a part for the writers.
    async fn read(&mut self, range: std::ops::Range<usize>, tell: mpsc::Sender<Told>) -> Result<(), EngineError> {
        let plan = Arc::clone(&self.plan);
        let gone = |_| ExportProblem::Ended;
        for index in range {
            let Some(chat) = plan.chats.get(index).filter(|chat| chat.messages > 0) else { continue };
            tell.send(Told::Begin(index)).await.map_err(gone)?;
            let mut from = Some(ExportCursor::at(plan.window.from));
            while let Some(cursor) = from {
                let page = self.core.store.export_page(&chat.key, &cursor, plan.window.to, PAGE).await?;
                from = page.next;
                let count = page.messages.len() as u64;
                let stop = self.stop.clone();
                let entries = tokio::select! {
                    () = stop.cancelled() => return Err(ExportProblem::Ended.into()),
                    entries = self.entries(page.messages) => entries?,
                };
                tell.send(Told::Page(entries)).await.map_err(gone)?;
                self.core.export_moved(|record| record.messages_done += count);
            }
            tell.send(Told::End).await.map_err(gone)?;
        }
        Ok(tell.send(Told::Whole).await.map_err(gone)?)
    }

    async fn entries(&mut self, messages: Vec<zuoxi_model::ThreadMessage>) -> Result<Vec<Entry>, ExportProblem> {
        if !self.plan.request.media {
            return Ok(messages.into_iter().map(|told| Entry { told, medium: Medium::None }).collect());
        }
        let fetched = media::fetch(&self.core, &*self.source, &self.folder, &self.finished, messages).await?;
        let new = u32::try_from(fetched.new.len()).unwrap_or(u32::MAX);
        for medium in fetched.new {
            self.journal.medium(medium.clone())?;
            self.finished.media.insert(medium.key.clone(), medium);
        }
        self.core.export_moved(|record| {
            record.media_kept = record.media_kept.saturating_add(new);
            record.media_missing = record.media_missing.saturating_add(fetched.missing);
        });
        Ok(fetched.entries)
    }

    async fn close(&mut self) -> Result<(), EngineError> {
        let missing = self.core.export_now().map_or(0, |record| record.media_missing);
        let (plan, folder) = (Arc::clone(&self.plan), self.folder.clone());
        let finished = std::mem::take(&mut self.finished);
        let closing = tokio::task::spawn_blocking(move || {
            let whole = manifest::close(&plan, &folder, &finished, missing)?;
            journal::end(&folder)?;
            Ok::<_, ExportProblem>(whole)
        });
        let closed = closing.await;
        let whole = closed.map_err(|error| {
            ExportProblem::at(&self.folder, std::io::Error::other(format!("the export was not closed: {error}")))
        })??;
        self.core.export_moved(|record| {
            record.files = whole.files;
            record.bytes = whole.bytes;
            record.messages = whole.messages;
            record.messages_done = whole.messages;
        });
        Ok(())
    }
}

/// Writes a part as it is told, on a thread of its own.
fn write(
    plan: &Plan,
    number: usize,
    folder: &std::path::Path,
    mut told: mpsc::Receiver<Told>,
) -> Result<PartDone, ExportProblem> {
    let mut writer = PartWriter::begin(plan, number, folder)?;
    let mut chat: Option<&PlannedChat> = None;
    while let Some(next) = told.blocking_recv() {
        match (next, chat) {
            (Told::Begin(index), _) => {
                chat = plan.chats.get(index);
                if let Some(chat) = chat {
                    writer.begin_chat(chat)?;
                }
            }
            (Told::Page(entries), Some(chat)) => {
                entries.iter().try_for_each(|entry| writer.message(chat, entry))?;
            }
            (Told::End, Some(chat)) => writer.end_chat(chat)?,
            (Told::Whole, _) => return writer.finish(),
            (Told::Page(_) | Told::End, None) => {}
        }
    }
    Err(ExportProblem::Ended)
}
