//! JSON Lines for other programs: an object a line, texts exactly as they came.
//!
//! The first line says what the file is (`"type": "export"`); before the messages of a chat stands the chat with what may be
//! missing of it (`"chat"`); then its messages (`"message"`), in the form the console's own window gets.

use std::{io::Write, path::Path};

use serde::Serialize;
use serde_json::json;

use super::{
    entry::{Entry, Medium},
    names,
    plan::{Plan, PlannedChat},
    problem::ExportProblem,
    sealing::{Sealing, Written},
    writer::Writer,
};
use crate::lead::export::VERSION;

pub(super) struct Jsonl {
    file: Sealing,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    r#type: &'static str,
    #[serde(flatten)]
    told: &'a zuoxi_model::ThreadMessage,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_missing: Option<&'a str>,
}

impl Jsonl {
    pub fn begin(plan: &Plan, part: usize, folder: &Path) -> Result<Self, ExportProblem> {
        let file = Sealing::begin(folder, names::table(part, 1, "jsonl"))?;
        let mut this = Self { file };
        this.line(&json!({
            "type": "export",
            "form": 1,
            "id": plan.id,
            "part": part,
            "exportedBy": plan.requested_by,
            "exportedAt": plan.started_at,
            "timeZone": plan.request.time_zone,
            "version": VERSION,
            "from": plan.window.from,
            "to": plan.window.to,
        }))?;
        Ok(this)
    }

    fn line(&mut self, value: &impl Serialize) -> Result<(), ExportProblem> {
        let mut line = serde_json::to_vec(value).map_err(|error| self.file.problem(error.into()))?;
        line.push(b'\n');
        self.file.write_all(&line).map_err(|error| self.file.problem(error))
    }
}

impl Writer for Jsonl {
    fn begin_chat(&mut self, chat: &PlannedChat) -> Result<(), ExportProblem> {
        self.line(&json!({
            "type": "chat",
            "robotKey": chat.key.robot_key,
            "chatUser": chat.key.chat_user,
            "robot": chat.robot,
            "name": chat.name,
            "kind": chat.kind,
            "assignee": chat.assignee,
            "mayBeMissing": chat.gaps,
        }))
    }

    fn message(&mut self, _: &PlannedChat, entry: &Entry) -> Result<(), ExportProblem> {
        let (file, file_missing) = match &entry.medium {
            Medium::None => (None, None),
            Medium::Kept { path, .. } => (Some(path.as_str()), None),
            Medium::Missing { why } => (None, Some(why.as_str())),
        };
        self.line(&Line { r#type: "message", told: &entry.told, file, file_missing })?;
        self.file.messages += 1;
        Ok(())
    }

    fn end_chat(&mut self, _: &PlannedChat) -> Result<(), ExportProblem> {
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Vec<Written>, ExportProblem> {
        Ok(vec![self.file.seal()?])
    }
}
