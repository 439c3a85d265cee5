//! What is finished of an export, in its folder: the plan once, and a line for each part and each medium.
//!
//! A line is brought to the disk before it counts. The last one may be cut off by a crash; then it counts as not written,
//! and what it stood for is made again.

use std::{
    collections::HashMap,
    fs::{self, File, OpenOptions},
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{
    plan::{FORM, Plan},
    problem::ExportProblem,
    sealing::{UNFINISHED, Written, is_intact},
    writer::PartDone,
};

const PLAN: &str = "export-plan.json";
const JOURNAL: &str = "export-journal.jsonl";
/// Says to whoever opens the folder that it is not whole.
pub(super) const INCOMPLETE: &str = "INCOMPLETE.txt";

const INCOMPLETE_WORDS: &str = "\u{feff}此导出尚未完成，文件不完整。请在坐席的“主管 › 导出”中继续。\r\n\
    This export is not finished and its files are not complete. Go on with it in Zuoxi, under Lead, Export.\r\n";

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Line {
    Part(PartDone),
    Medium(MediumDone),
}

/// A medium that was fetched, or could not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MediumDone {
    /// The hash of its address.
    pub key: String,
    pub file: Written,
    pub is_program: bool,
}

/// What was finished before.
#[derive(Debug, Default)]
pub(super) struct Finished {
    /// By their numbers.
    pub parts: HashMap<usize, PartDone>,
    /// By the hashes of their addresses. This grows with the media of an export, not with its messages.
    pub media: HashMap<String, MediumDone>,
}

pub(super) struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Makes the folder of a new export.
    pub fn begin(folder: &Path, plan: &Plan) -> Result<Self, ExportProblem> {
        let at = |error| ExportProblem::at(folder, error);
        fs::create_dir(folder).map_err(at)?;
        fs::write(folder.join(INCOMPLETE), INCOMPLETE_WORDS).map_err(at)?;
        let written = serde_json::to_vec(plan).map_err(std::io::Error::from);
        written.and_then(|plan| fs::write(folder.join(PLAN), plan)).map_err(at)?;
        Self::open(folder)
    }

    /// Opens that of an export that was not finished. What it says is finished was looked at again.
    pub fn resume(folder: &Path) -> Result<(Self, Plan, Finished), ExportProblem> {
        let nothing = |why: String| ExportProblem::NothingToResume { folder: folder.display().to_string(), why };
        let plan = fs::read(folder.join(PLAN)).map_err(|error| nothing(error.to_string()))?;
        let plan: Plan = serde_json::from_slice(&plan).map_err(|error| nothing(error.to_string()))?;
        if plan.form != FORM {
            return Err(nothing("another version of Zuoxi began it".into()));
        }
        let finished = read(folder)?;
        sweep(folder);
        // Without a line that was cut off: the next one would be written on to it.
        let journal = Self::rewrite(folder, &finished)?;
        Ok((journal, plan, finished))
    }

    fn rewrite(folder: &Path, finished: &Finished) -> Result<Self, ExportProblem> {
        let path = folder.join(JOURNAL);
        let file = File::create(&path).map_err(|error| ExportProblem::at(&path, error))?;
        let mut this = Self { path, file };
        let mut parts: Vec<_> = finished.parts.values().cloned().collect();
        parts.sort_by_key(|part| part.part);
        for medium in finished.media.values() {
            this.put(&Line::Medium(medium.clone()))?;
        }
        for part in parts {
            this.put(&Line::Part(part))?;
        }
        this.sync()?;
        Ok(this)
    }

    fn open(folder: &Path) -> Result<Self, ExportProblem> {
        let path = folder.join(JOURNAL);
        let file = OpenOptions::new().create(true).append(true).open(&path);
        let file = file.map_err(|error| ExportProblem::at(&path, error))?;
        Ok(Self { path, file })
    }

    pub fn part(&mut self, part: PartDone) -> Result<(), ExportProblem> {
        self.put(&Line::Part(part))?;
        self.sync()
    }

    /// Not brought to the disk by itself: a medium that is fetched once more does no harm.
    pub fn medium(&mut self, medium: MediumDone) -> Result<(), ExportProblem> {
        self.put(&Line::Medium(medium))
    }

    fn put(&mut self, line: &Line) -> Result<(), ExportProblem> {
        let mut text = serde_json::to_vec(line).map_err(|error| ExportProblem::at(&self.path, error.into()))?;
        text.push(b'\n');
        self.file.write_all(&text).map_err(|error| ExportProblem::at(&self.path, error))
    }

    fn sync(&self) -> Result<(), ExportProblem> {
        self.file.sync_all().map_err(|error| ExportProblem::at(&self.path, error))
    }
}

/// Takes away what says that the export is not finished.
pub(super) fn end(folder: &Path) -> Result<(), ExportProblem> {
    for name in [PLAN, JOURNAL, INCOMPLETE] {
        let path = folder.join(name);
        fs::remove_file(&path).map_err(|error| ExportProblem::at(&path, error))?;
    }
    Ok(())
}

fn read(folder: &Path) -> Result<Finished, ExportProblem> {
    let path = folder.join(JOURNAL);
    let file = File::open(&path).map_err(|error| ExportProblem::at(&path, error))?;
    let mut finished = Finished::default();
    for line in BufReader::new(file).split(b'\n') {
        let line = line.map_err(|error| ExportProblem::at(&path, error))?;
        match serde_json::from_slice(&line) {
            Ok(Line::Part(part)) if part.files.iter().all(|file| is_intact(folder, file)) => {
                finished.parts.insert(part.part, part);
            }
            Ok(Line::Medium(medium)) if is_intact(folder, &medium.file) => {
                finished.media.insert(medium.key.clone(), medium);
            }
            // Changed since, or cut off: it is made again.
            Ok(_) | Err(_) => {}
        }
    }
    Ok(finished)
}

/// Removes what was being written when it ended. What stays names itself unfinished.
fn sweep(folder: &Path) {
    for folder in [folder.to_owned(), folder.join("chats"), folder.join("media")] {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for entry in entries.flatten() {
            if entry.file_name().to_string_lossy().ends_with(UNFINISHED) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::plan::tests::plan, super::sealing::Sealing, *};

    fn write(folder: &Path, name: &str) -> Written {
        let mut file = Sealing::begin(folder, name).unwrap();
        file.put(name).unwrap();
        file.seal().unwrap()
    }

    #[test]
    fn what_is_finished_is_known_again_and_what_was_changed_is_not() {
        let within = tempfile::tempdir().unwrap();
        let folder = within.path().join("export");
        let plan = plan(vec![]);
        let mut journal = Journal::begin(&folder, &plan).unwrap();
        for part in 1..=3 {
            let files = vec![write(&folder, &format!("messages-{part}.csv"))];
            journal.part(PartDone { part, files, chats: vec![(1, 5)] }).unwrap();
        }
        drop(journal);
        fs::write(folder.join("messages-2.csv"), "another text..").unwrap();
        fs::write(folder.join("messages-4.csv.part"), "half").unwrap();
        // The last line was cut off by a crash.
        let path = folder.join(JOURNAL);
        let text = fs::read(&path).unwrap();
        fs::write(&path, &text[..text.len() - 9]).unwrap();

        let (mut journal, again, finished) = Journal::resume(&folder).unwrap();
        assert_eq!(again, plan);
        assert_eq!(finished.parts.keys().collect::<Vec<_>>(), [&1]);
        assert!(!folder.join("messages-4.csv.part").exists());
        let files = vec![write(&folder, "messages-2.csv")];
        journal.part(PartDone { part: 2, files, chats: vec![] }).unwrap();
        drop(journal);
        let (_, _, finished) = Journal::resume(&folder).unwrap();
        assert_eq!(finished.parts.len(), 2, "the line after the one that was cut off is read");
        end(&folder).unwrap();
        assert!(matches!(Journal::resume(&folder), Err(ExportProblem::NothingToResume { .. })));
    }

    #[test]
    fn a_folder_that_is_there_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Journal::begin(folder.path(), &plan(vec![])).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
