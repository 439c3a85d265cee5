//! Quick replies: keeping them, and taking them in from files.

use std::path::Path;

use uuid::Uuid;
use zuoxi_model::{ImportedReplies, QuickReply, QuickReplyContent, SkippedReply};

use super::reply_files::{FileReply, read, to_csv, to_json};
use crate::{Engine, EngineError, UploadError};

/// A longer file holds something else.
const MOST_FILE_BYTES: u64 = 20 * 1024 * 1024;
const MOST_CODE_CHARACTERS: usize = 40;
const MOST_NAME_CHARACTERS: usize = 100;

impl Engine {
    /// Every quick reply, by group, code and title.
    pub async fn quick_replies(&self) -> Result<Vec<QuickReply>, EngineError> {
        Ok(self.core.store.quick_replies().await?)
    }

    /// Keeps a reply. One with an empty id is new.
    pub async fn save_quick_reply(&self, mut reply: QuickReply) -> Result<QuickReply, EngineError> {
        let longest = reply.group.chars().count().max(reply.title.chars().count());
        if longest > MOST_NAME_CHARACTERS || reply.code.chars().count() > MOST_CODE_CHARACTERS {
            return Err(EngineError::InvalidInput(format!(
                "a group or title has at most {MOST_NAME_CHARACTERS} characters, a code {MOST_CODE_CHARACTERS}"
            )));
        }
        if sends_nothing(&reply.content) {
            return Err(EngineError::InvalidInput("there is nothing to send in this reply".into()));
        }
        if reply.id.is_empty() {
            reply.id = new_id();
        }
        self.core.store.save_quick_replies(std::slice::from_ref(&reply)).await?;
        Ok(reply)
    }

    /// Deletes a quick reply.
    pub async fn delete_quick_reply(&self, id: &str) -> Result<(), EngineError> {
        known(self.core.store.delete_quick_reply(id).await?)
    }

    /// Notes that a reply was used, so that the ones in use come first.
    pub async fn quick_reply_used(&self, id: &str) -> Result<(), EngineError> {
        known(self.core.store.quick_reply_used(id, self.core.clock.now()).await?)
    }

    /// Writes every reply to a file, as JSON if its name ends so and else as CSV; how many there were.
    pub async fn export_quick_replies(&self, path: &Path) -> Result<u32, EngineError> {
        let replies = self.core.store.quick_replies().await?;
        let bytes = if is_json(path) { to_json(&replies)? } else { to_csv(&replies)? };
        tokio::fs::write(path, bytes)
            .await
            .map_err(|source| EngineError::FileUnwritable { name: name_of(path), source })?;
        Ok(u32::try_from(replies.len()).unwrap_or(u32::MAX))
    }

    /// Takes replies in from a file, all that can be read or, if that fails, none.
    pub async fn import_quick_replies(&self, path: &Path) -> Result<ImportedReplies, EngineError> {
        let unreadable = |source| UploadError::Io { name: name_of(path), source };
        if tokio::fs::metadata(path).await.map_err(unreadable)?.len() > MOST_FILE_BYTES {
            return Err(EngineError::InvalidInput("the file is larger than 20 MB; it is no list of replies".into()));
        }
        let bytes = tokio::fs::read(path).await.map_err(unreadable)?;
        let records = read(&bytes, is_json(path))?;
        let _comparing = self.core.local.replies.lock().await;
        let mut all = self.core.store.quick_replies().await?;
        let (report, written) = merge(&mut all, records);
        self.core.store.save_quick_replies(&written).await?;
        Ok(report)
    }
}

/// Puts the records of a file into what is there. Returns what to say and what to write.
fn merge(
    all: &mut Vec<QuickReply>,
    records: Vec<Result<FileReply, SkippedReply>>,
) -> (ImportedReplies, Vec<QuickReply>) {
    let mut report = ImportedReplies::default();
    let mut written: Vec<QuickReply> = Vec::new();
    for record in records {
        let found = match record {
            Ok(found) => found,
            Err(skipped) => {
                report.skipped.push(skipped);
                continue;
            }
        };
        let reply = if let Some(known) = all.iter_mut().find(|known| found.means(known)) {
            if found.says_the_same(known) {
                continue;
            }
            // A reply that this file brought itself is not counted twice.
            if written.iter().all(|reply| reply.id != known.id) {
                report.changed += 1;
            }
            found.over(known);
            known.clone()
        } else {
            report.added += 1;
            let reply = found.into_reply(new_id());
            all.push(reply.clone());
            reply
        };
        written.retain(|earlier| earlier.id != reply.id);
        written.push(reply);
    }
    (report, written)
}

fn sends_nothing(content: &QuickReplyContent) -> bool {
    match content {
        QuickReplyContent::Text { text, .. } => text.trim().is_empty(),
        QuickReplyContent::Attachment { attachment } => attachment.path.is_empty(),
        QuickReplyContent::Link { link, .. } => link.trim().is_empty(),
    }
}

fn known(was_there: bool) -> Result<(), EngineError> {
    if was_there { Ok(()) } else { Err(EngineError::NotFound("there is no such quick reply".into())) }
}

fn new_id() -> String {
    Uuid::new_v4().simple().to_string()
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use zuoxi_model::SkipReason;

    use super::*;

    fn csv(text: &str) -> Vec<Result<FileReply, SkippedReply>> {
        read(text.as_bytes(), false).unwrap()
    }

    #[test]
    fn an_import_adds_changes_and_leaves_out_and_takes_nothing_away() {
        let mut all = Vec::new();
        let (report, written) =
            merge(&mut all, csv("分组,代码,内容\n售前,nh,您好\n售前,,在的\n售后,tk,已退款\n售后,x,\n"));
        assert_eq!((report.added, report.changed), (3, 0));
        assert_eq!(report.skipped, [SkippedReply { line: 5, why: SkipReason::Empty }]);
        assert_eq!(written.len(), 3);
        let id = all[0].id.clone();
        all[0].uses = 9;

        let (report, written) = merge(&mut all, csv("code,text,group\nnh,您好呀,售前\ntk,已退款,售后\nnew,新,售后\n"));
        assert_eq!((report.added, report.changed, report.skipped.len()), (1, 1, 0));
        assert_eq!(written.len(), 2);
        assert_eq!((all.len(), &all[0].id, all[0].uses), (4, &id, 9));
    }

    #[test]
    fn a_record_that_comes_twice_is_one_reply() {
        let mut all = Vec::new();
        let (report, written) = merge(&mut all, csv("code,text\na,1\na,2\n"));
        assert_eq!((report.added, report.changed), (1, 0));
        assert_eq!(written.len(), 1);
        assert_eq!(written, all);
    }
}
