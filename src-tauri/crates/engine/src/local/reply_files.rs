//! The files quick replies travel in.
//!
//! CSV is UTF-8 with a mark at its beginning, because without it Excel takes it for the local encoding; on the way in the
//! mark may be missing. The first line names the columns, in Chinese or English and in any order. A cell that a
//! spreadsheet would run as a formula gets an apostrophe in front, as spreadsheets themselves write it, and loses it again
//! on the way in. JSON is the list as it is kept.

use csv::{ReaderBuilder, StringRecord, WriterBuilder};
use serde::Deserialize;
use serde_json::Value;
use zuoxi_model::{
    QuickReply, QuickReplyContent, ReplyAttachment, ReplyAttachmentKind, ReplyCover, SkipReason, SkippedReply,
    spreadsheet,
};

use crate::EngineError;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The columns: as they are written, and how they may also be called.
const COLUMNS: [(&str, &[&str]); 10] = [
    ("分组", &["group"]),
    ("代码", &["code", "快捷码", "编码"]),
    ("标题", &["title"]),
    ("类型", &["kind", "type"]),
    ("内容", &["text", "content", "话术"]),
    ("文件", &["file", "path"]),
    ("链接", &["link", "url"]),
    ("链接标题", &["link title"]),
    ("链接描述", &["link description", "description"]),
    ("封面", &["cover"]),
];

/// A reply as a file says it. Its id is empty where the file has none.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct FileReply {
    #[serde(default)]
    id: String,
    #[serde(default)]
    group: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    title: String,
    content: QuickReplyContent,
}

impl FileReply {
    /// True if it is the same reply, whatever it says now: by id, else by its code in its group, else by its title there,
    /// else by what it sends.
    pub fn means(&self, known: &QuickReply) -> bool {
        if !self.id.is_empty() && self.id == known.id {
            return true;
        }
        if self.group != known.group || self.code != known.code {
            return false;
        }
        !self.code.is_empty()
            || (self.title == known.title && (!self.title.is_empty() || self.content == known.content))
    }

    pub fn says_the_same(&self, known: &QuickReply) -> bool {
        (&self.group, &self.code, &self.title, &self.content)
            == (&known.group, &known.code, &known.title, &known.content)
    }

    pub fn over(self, known: &mut QuickReply) {
        known.group = self.group;
        known.code = self.code;
        known.title = self.title;
        known.content = self.content;
    }

    pub fn into_reply(self, id: String) -> QuickReply {
        QuickReply {
            id,
            group: self.group,
            code: self.code,
            title: self.title,
            content: self.content,
            used_at: None,
            uses: 0,
        }
    }
}

type Records = Vec<Result<FileReply, SkippedReply>>;

pub(super) fn to_json(replies: &[QuickReply]) -> Result<Vec<u8>, EngineError> {
    serde_json::to_vec_pretty(replies).map_err(|error| unwritable(&error))
}

pub(super) fn to_csv(replies: &[QuickReply]) -> Result<Vec<u8>, EngineError> {
    let mut writer = WriterBuilder::new().from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    writer.write_record(COLUMNS.iter().map(|(name, _)| name)).map_err(|error| unwritable(&error))?;
    for reply in replies {
        let mut row = [reply.group.as_str(), &reply.code, &reply.title, "文本", "", "", "", "", "", ""];
        let [.., kind, text, file, link, link_title, link_description, link_cover] = &mut row;
        match &reply.content {
            QuickReplyContent::Text { text: words, .. } => *text = words,
            QuickReplyContent::Attachment { attachment } => {
                *kind = match attachment.kind {
                    ReplyAttachmentKind::Image => "图片",
                    ReplyAttachmentKind::File => "文件",
                    ReplyAttachmentKind::Video => "视频",
                };
                *file = &attachment.path;
            }
            QuickReplyContent::Link { title, link: address, description, cover } => {
                *kind = "链接";
                (*link, *link_title, *link_description) = (address, title, description);
                *link_cover = match cover {
                    Some(ReplyCover::Address { url }) => url,
                    Some(ReplyCover::File { path }) => path,
                    None => "",
                };
            }
        }
        writer
            .write_record(row.map(|text| spreadsheet::cell(text).into_owned()))
            .map_err(|error| unwritable(&error))?;
    }
    writer.into_inner().map_err(|error| unwritable(error.error()))
}

fn unwritable(error: &dyn std::error::Error) -> EngineError {
    EngineError::InvalidInput(format!("the replies cannot be written as a file: {error}"))
}

/// Reads a file. A record that cannot be taken says where it is; a file that cannot be read at all is an error.
pub(super) fn read(bytes: &[u8], is_json: bool) -> Result<Records, EngineError> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        EngineError::InvalidInput(
            "the file is not UTF-8; in Excel, save it as \"CSV UTF-8\" and import it again".into(),
        )
    })?;
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    if is_json || text.trim_start().starts_with('[') { from_json(text) } else { from_csv(text) }
}

fn from_json(text: &str) -> Result<Records, EngineError> {
    let entries: Vec<Value> = serde_json::from_str(text)
        .map_err(|error| EngineError::InvalidInput(format!("the file is no list of replies: {error}")))?;
    let read = |(index, entry): (usize, Value)| {
        let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let reply: FileReply =
            serde_json::from_value(entry).map_err(|_| SkippedReply { line, why: SkipReason::Unreadable })?;
        checked(reply).map_err(|why| SkippedReply { line, why })
    };
    Ok(entries.into_iter().enumerate().map(read).collect())
}

fn from_csv(text: &str) -> Result<Records, EngineError> {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| EngineError::InvalidInput(format!("no CSV: {error}")))?.clone();
    let places = COLUMNS.map(|(name, others)| {
        header.iter().position(|said| {
            let said = said.trim().to_lowercase();
            said == name || others.contains(&said.as_str())
        })
    });
    let [group, code, title, kind, words, file, address, link_title, link_description, cover] = places;
    if words.is_none() && file.is_none() && address.is_none() {
        return Err(EngineError::InvalidInput(
            "the first line has to name the columns: 分组, 代码, 标题, 类型, 内容, 文件, 链接".into(),
        ));
    }
    let mut records = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                records.push(Err(SkippedReply { line: line_number(line), why: SkipReason::Unreadable }));
                continue;
            }
        };
        let line = line_number(record.position().map_or(0, csv::Position::line));
        let cell = |place: Option<usize>| spreadsheet::text(at(&record, place)).to_owned();
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let content = content(cell(kind).trim(), [words, file, address, link_title, link_description, cover].map(cell));
        let reply = content.and_then(|content| {
            let trimmed = |place| cell(place).trim().to_owned();
            let (group, code, title) = (trimmed(group), trimmed(code), trimmed(title));
            checked(FileReply { id: String::new(), group, code, title, content })
        });
        records.push(reply.map_err(|why| SkippedReply { line, why }));
    }
    Ok(records)
}

fn at(record: &StringRecord, place: Option<usize>) -> &str {
    place.and_then(|place| record.get(place)).unwrap_or_default()
}

fn line_number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

fn content(kind: &str, cells: [String; 6]) -> Result<QuickReplyContent, SkipReason> {
    let [text, path, link, title, description, cover] = cells;
    let attachment = |kind| {
        let path = path.trim().to_owned();
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        QuickReplyContent::Attachment { attachment: ReplyAttachment { path, name, kind } }
    };
    Ok(match kind.to_lowercase().as_str() {
        "" if text.trim().is_empty() && !link.trim().is_empty() => link_card(title, &link, description, &cover),
        "" | "文本" | "文字" | "text" => QuickReplyContent::Text { text, mentions: Vec::new() },
        "图片" | "image" => attachment(ReplyAttachmentKind::Image),
        "文件" | "file" => attachment(ReplyAttachmentKind::File),
        "视频" | "video" => attachment(ReplyAttachmentKind::Video),
        "链接" | "link" => link_card(title, &link, description, &cover),
        _ => return Err(SkipReason::UnknownKind),
    })
}

fn link_card(title: String, link: &str, description: String, cover: &str) -> QuickReplyContent {
    let cover = match cover.trim() {
        "" => None,
        url if is_web(url) => Some(ReplyCover::Address { url: url.to_owned() }),
        path => Some(ReplyCover::File { path: path.to_owned() }),
    };
    QuickReplyContent::Link { title, link: link.trim().to_owned(), description, cover }
}

fn is_web(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

fn checked(reply: FileReply) -> Result<FileReply, SkipReason> {
    match &reply.content {
        QuickReplyContent::Text { text, .. } if text.trim().is_empty() => Err(SkipReason::Empty),
        QuickReplyContent::Attachment { attachment } if attachment.path.is_empty() => Err(SkipReason::Empty),
        QuickReplyContent::Link { link, .. } if !is_web(link) => Err(SkipReason::NotALink),
        _ => Ok(reply),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_kind() -> Vec<QuickReply> {
        let reply = |code: &str, content| QuickReply {
            id: format!("id-{code}"),
            group: "售后".into(),
            code: code.into(),
            title: "标题, \"引号\"".into(),
            content,
            used_at: None,
            uses: 0,
        };
        let text = |text: &str| QuickReplyContent::Text { text: text.into(), mentions: vec![] };
        let attachment =
            ReplyAttachment { path: "C:\\图\\a.png".into(), name: "a.png".into(), kind: ReplyAttachmentKind::Image };
        vec![
            reply("a", text("{{客户}}您好，\n第二行 🙂")),
            reply("b", text("=HYPERLINK(\"http://x\")")),
            reply("c", text("'=1")),
            reply("d", text("'quoted'")),
            reply("e", QuickReplyContent::Attachment { attachment }),
            reply(
                "f",
                QuickReplyContent::Link {
                    title: "杯子".into(),
                    link: "https://shop.example/1?a=b".into(),
                    description: "两件 85 折".into(),
                    cover: Some(ReplyCover::Address { url: "https://shop.example/1.png".into() }),
                },
            ),
        ]
    }

    #[test]
    fn what_goes_out_comes_in_again() {
        let replies = every_kind();
        for (bytes, is_json) in [(to_csv(&replies).unwrap(), false), (to_json(&replies).unwrap(), true)] {
            let read = read(&bytes, is_json).unwrap();
            assert_eq!(read.len(), replies.len());
            for (found, known) in read.into_iter().zip(&replies) {
                let found = found.unwrap();
                assert!(found.means(known) && found.says_the_same(known), "{found:?}");
            }
        }
    }

    #[test]
    fn no_cell_is_run_as_a_formula() {
        let csv = String::from_utf8(to_csv(&every_kind()).unwrap()).unwrap();
        assert!(csv.starts_with(BYTE_ORDER_MARK));
        assert!(csv.contains("\"'=HYPERLINK"));
        assert!(!csv.contains(",=HYPERLINK") && !csv.contains(",\"=HYPERLINK"));
    }

    #[test]
    fn a_record_that_cannot_be_taken_says_where_it_stands() {
        let csv = "内容,类型,链接\n您好,,\n,文本,\n\"两\n行\",,\n,贴纸,\n,链接,javascript:1\n,,https://a.example/\n";
        let found: Vec<_> = read(csv.as_bytes(), false).unwrap().into_iter().map(Result::err).collect();
        let skipped = |line, why| Some(SkippedReply { line, why });
        let expected = [
            None,
            skipped(3, SkipReason::Empty),
            None,
            skipped(6, SkipReason::UnknownKind),
            skipped(7, SkipReason::NotALink),
            None,
        ];
        assert_eq!(found, expected);
        let json = br#"[{"content":{"kind":"text","text":"hi","mentions":[]}},{"content":1}]"#;
        let found: Vec<_> = read(json, false).unwrap().into_iter().map(Result::err).collect();
        assert_eq!(found, [None, skipped(2, SkipReason::Unreadable)]);
    }

    #[test]
    fn a_file_that_is_no_list_of_replies_says_what_to_do() {
        for (bytes, is_json) in [(&b"a,b\n1,2\n"[..], false), (b"\xc4\xe3\xba\xc3", false), (b"{}", true), (b"", false)]
        {
            assert!(matches!(read(bytes, is_json), Err(EngineError::InvalidInput(_))));
        }
    }
}
