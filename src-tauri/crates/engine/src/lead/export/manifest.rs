//! What closes an export: the index, the coverage of every chat, and the list of every file with its SHA-256.
//!
//! `manifest.json` says who exported what, when and with which console, what may be missing, and what every file is.
//! `SHA256SUMS` says the same of the files in the form that `sha256sum -c` reads, and of the manifest as well: whoever keeps
//! that one file apart can show later that nothing was changed.

use std::{collections::HashMap, io::Write, path::Path};

use serde_json::{Value, json};
use zuoxi_model::ExportFormat;

use super::{
    VERSION, csv,
    entry::guarded,
    html,
    journal::Finished,
    plan::Plan,
    problem::ExportProblem,
    sealing::{Sealing, Written},
};

const SUMS: &str = "SHA256SUMS";

/// Every file of an export, and their size in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Whole {
    pub files: u32,
    pub bytes: u64,
    pub messages: u64,
}

/// Writes what closes the export. `media_missing` is how many media could not be fetched.
pub(super) fn close(
    plan: &Plan,
    folder: &Path,
    finished: &Finished,
    media_missing: u32,
) -> Result<Whole, ExportProblem> {
    let messages: HashMap<u32, u64> = finished.parts.values().flat_map(|part| part.chats.iter().copied()).collect();
    let total: u64 = messages.values().sum();
    let mut own = vec![coverage(plan, folder, &messages)?];
    if plan.request.formats.contains(&ExportFormat::Html) {
        own.push(html::index(plan, folder, &messages)?);
    }
    let mut files: Vec<&Written> = finished.parts.values().flat_map(|part| &part.files).collect();
    files.extend(finished.media.values().map(|medium| &medium.file));
    files.extend(&own);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let manifest = manifest(plan, folder, &files, total, media_missing)?;

    let mut sums = Sealing::begin(folder, SUMS)?;
    for file in files.iter().copied().chain([&manifest]) {
        sums.put(&format!("{}  {}\n", file.sha256, file.path))?;
    }
    let sums = sums.seal()?;
    let all = files.iter().copied().chain([&manifest, &sums]);
    Ok(Whole {
        files: u32::try_from(all.clone().count()).unwrap_or(u32::MAX),
        bytes: all.map(|file| file.bytes).sum(),
        messages: total,
    })
}

fn manifest(
    plan: &Plan,
    folder: &Path,
    files: &[&Written],
    messages: u64,
    media_missing: u32,
) -> Result<Written, ExportProblem> {
    let mut out = Sealing::begin(folder, "manifest.json")?;
    let preview = plan.preview();
    let zone = plan.zone();
    let mut head = json!({
        "form": 1,
        "product": "Zuoxi",
        "version": VERSION,
        "id": plan.id,
        "exportedBy": plan.requested_by,
        "exportedAt": zone.time(plan.started_at),
        "exportedAtMs": plan.started_at,
        "timeZone": plan.request.time_zone,
        "scope": plan.request.scope,
        "formats": plan.request.formats,
        "period": { "fromMs": plan.window.from, "toMs": plan.window.to },
        "chats": preview.chats,
        "messages": messages,
        "coverage": {
            "complete": preview.chats_not_complete == 0,
            "chatsNotComplete": preview.chats_not_complete,
            "table": "coverage.csv",
        },
        "media": { "asked": plan.request.media, "missing": media_missing },
    });
    // The list of files is written file by file; of a large export it is long.
    let list = json!("\u{0}files");
    if let Value::Object(fields) = &mut head {
        fields.insert("files".into(), list.clone());
    }
    let text = serde_json::to_string_pretty(&head).map_err(|error| out.problem(error.into()))?;
    let mark = list.to_string();
    let (before, after) = text.split_once(&mark).unwrap_or((text.as_str(), ""));
    out.put(before)?;
    out.put("[")?;
    for (index, file) in files.iter().enumerate() {
        let line = serde_json::to_string(file).map_err(|error| out.problem(error.into()))?;
        out.put(if index == 0 { "\n    " } else { ",\n    " })?;
        out.put(&line)?;
    }
    out.put("\n  ]")?;
    out.put(after)?;
    out.put("\n")?;
    out.flush().map_err(|error| out.problem(error))?;
    out.seal()
}

/// A row for every stretch that may be missing; one for each chat that is complete.
fn coverage(plan: &Plan, folder: &Path, messages: &HashMap<u32, u64>) -> Result<Written, ExportProblem> {
    let (words, zone) = (plan.words(), plan.zone());
    let mut out = csv::open(folder, "coverage.csv", words.coverage_columns)?;
    for chat in &plan.chats {
        let found = messages.get(&chat.number).copied().unwrap_or_default().to_string();
        let id = guarded(&format!("{}/{}", chat.key.robot_key, chat.key.chat_user));
        let (robot, name) = (guarded(&chat.robot), guarded(&chat.name));
        if chat.gaps.is_empty() {
            csv::put(&mut out, [robot.as_str(), &name, &found, words.complete, "", &id])?;
        }
        for gap in &chat.gaps {
            let from = if gap.from.0 <= 0 { words.beginning.to_owned() } else { zone.time(gap.from) };
            csv::put(&mut out, [robot.as_str(), &name, &found, &from, &zone.time(gap.to), &id])?;
        }
    }
    csv::seal(out)
}
