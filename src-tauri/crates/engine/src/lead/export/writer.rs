//! What every format's writer does, and all of those of one part together.

use std::path::Path;

use serde::{Deserialize, Serialize};
use zuoxi_model::ExportFormat;

use super::{
    csv::Csv,
    entry::Entry,
    html::Html,
    jsonl::Jsonl,
    plan::{Plan, PlannedChat},
    problem::ExportProblem,
    sealing::Written,
    xlsx::Xlsx,
};

/// Writes chats one after the other, and their messages one after the other.
pub(super) trait Writer {
    fn begin_chat(&mut self, chat: &PlannedChat) -> Result<(), ExportProblem>;
    fn message(&mut self, chat: &PlannedChat, entry: &Entry) -> Result<(), ExportProblem>;
    fn end_chat(&mut self, chat: &PlannedChat) -> Result<(), ExportProblem>;
    fn finish(self: Box<Self>) -> Result<Vec<Written>, ExportProblem>;
}

/// What a part became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PartDone {
    /// Counts from 1.
    pub part: usize,
    pub files: Vec<Written>,
    /// The numbers of its chats, and how many messages each was found to have.
    pub chats: Vec<(u32, u64)>,
}

/// The writers of one part. Dropped before it is finished, it leaves no file that is called like a finished one, except
/// pages of chats, which are written again.
pub(super) struct PartWriter<'a> {
    part: usize,
    writers: Vec<Box<dyn Writer + 'a>>,
    chats: Vec<(u32, u64)>,
}

impl<'a> PartWriter<'a> {
    pub fn begin(plan: &'a Plan, part: usize, folder: &'a Path) -> Result<Self, ExportProblem> {
        let mut formats = plan.request.formats.clone();
        formats.sort_unstable();
        formats.dedup();
        let mut writers: Vec<Box<dyn Writer + 'a>> = Vec::new();
        for format in formats {
            writers.push(match format {
                ExportFormat::Html => Box::new(Html::new(plan, folder)),
                ExportFormat::Xlsx => Box::new(Xlsx::begin(plan, part, folder)?),
                ExportFormat::Csv => Box::new(Csv::begin(plan, part, folder)?),
                ExportFormat::Jsonl => Box::new(Jsonl::begin(plan, part, folder)?),
            });
        }
        Ok(Self { part, writers, chats: Vec::new() })
    }

    pub fn begin_chat(&mut self, chat: &PlannedChat) -> Result<(), ExportProblem> {
        self.chats.push((chat.number, 0));
        self.writers.iter_mut().try_for_each(|writer| writer.begin_chat(chat))
    }

    pub fn message(&mut self, chat: &PlannedChat, entry: &Entry) -> Result<(), ExportProblem> {
        if let Some((_, messages)) = self.chats.last_mut() {
            *messages += 1;
        }
        self.writers.iter_mut().try_for_each(|writer| writer.message(chat, entry))
    }

    pub fn end_chat(&mut self, chat: &PlannedChat) -> Result<(), ExportProblem> {
        self.writers.iter_mut().try_for_each(|writer| writer.end_chat(chat))
    }

    pub fn finish(self) -> Result<PartDone, ExportProblem> {
        let mut files = Vec::new();
        for writer in self.writers {
            files.extend(writer.finish()?);
        }
        Ok(PartDone { part: self.part, files, chats: self.chats })
    }
}
