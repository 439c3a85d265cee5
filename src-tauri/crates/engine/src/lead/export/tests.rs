//! Each format, read back by a program that did not write it.

use std::{fs, io::BufRead, path::Path};

use calamine::{Data, Reader, Xlsx as Workbook};
use proptest::prelude::*;
use serde_json::Value;
use zuoxi_model::{
    Content, Direction, ExportFormat, Message, MessageKey, Origin, Sender, ThreadMessage, Timestamp, spreadsheet,
};

use super::{
    csv::Csv,
    entry::{Entry, Medium, visible},
    html::Html,
    plan::{PlannedChat, tests::chat, tests::plan},
    writer::{PartWriter, Writer},
    xlsx::Xlsx,
};

pub fn entry(chat: &PlannedChat, id: usize, text: &str) -> Entry {
    let key = MessageKey {
        robot_key: chat.key.robot_key.clone(),
        chat_user: chat.key.chat_user.clone(),
        message_id: format!("m{id}").as_str().into(),
    };
    let message = Message {
        key,
        chat_id: "S:1688_788".into(),
        chat_name: None,
        msg_svr_id: None,
        timestamp: Timestamp(1_583_138_140_000 + i64::try_from(id).unwrap() * 1_000),
        direction: Direction::In,
        origin: Origin::Customer,
        sender: Sender { id: "788".into(), name: "小王".into(), avatar_url: None },
        content: Content::Text { text: text.into(), mentions: vec![] },
        send_status: None,
        assignee: None,
        raw: String::new(),
    };
    Entry { told: ThreadMessage { message, delivery: None, attachment: None }, medium: Medium::None }
}

/// Writes these texts as one chat in every format.
fn write_all(folder: &Path, texts: &[String]) -> Vec<super::sealing::Written> {
    let one = chat(1, "王小明", texts.len() as u64);
    let plan = plan(vec![one.clone()]);
    let mut writer = PartWriter::begin(&plan, 1, folder).unwrap();
    writer.begin_chat(&one).unwrap();
    for (id, text) in texts.iter().enumerate() {
        writer.message(&one, &entry(&one, id, text)).unwrap();
    }
    writer.end_chat(&one).unwrap();
    let done = writer.finish().unwrap();
    assert_eq!(done.chats, [(1, texts.len() as u64)]);
    done.files
}

fn read_csv(path: &Path) -> Vec<String> {
    let bytes = fs::read(path).unwrap();
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").expect("the mark of UTF-8");
    let mut reader = ::csv::Reader::from_reader(bytes);
    assert_eq!(reader.headers().unwrap().get(8), Some("内容"));
    reader.records().map(|record| spreadsheet::text(record.unwrap().get(8).unwrap()).to_owned()).collect()
}

/// The texts of the sheets of messages; rows that go on with a text are put together again.
fn read_xlsx(path: &Path) -> Vec<String> {
    let mut book: Workbook<_> = calamine::open_workbook(path).unwrap();
    let mut cells: Vec<String> = Vec::new();
    for name in book.sheet_names().into_iter().filter(|name| name.starts_with("聊天记录")) {
        let range = book.worksheet_range(&name).unwrap();
        for row in range.rows().skip(1) {
            let cell = match row.get(8) {
                Some(Data::String(text)) => text.clone(),
                Some(Data::Empty) | None => String::new(),
                Some(other) => panic!("a text became {other:?}"),
            };
            match (row.get(7), cells.last_mut()) {
                (Some(Data::String(kind)), Some(last)) if kind == "…" => last.push_str(&cell),
                _ => cells.push(cell),
            }
        }
    }
    cells.iter().map(|cell| spreadsheet::text(cell).to_owned()).collect()
}

fn read_jsonl(path: &Path) -> Vec<String> {
    let lines = std::io::BufReader::new(fs::File::open(path).unwrap()).lines();
    let lines: Vec<Value> = lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    assert_eq!(lines[0]["type"], "export");
    assert_eq!(lines[1]["type"], "chat");
    let messages = lines.iter().filter(|line| line["type"] == "message");
    messages.map(|line| line["content"]["text"].as_str().unwrap().to_owned()).collect()
}

/// What a browser makes of the pages, as far as it is ours: the texts between their tags, with the four signs that are
/// written otherwise put back.
fn read_html(pages: &[std::path::PathBuf]) -> Vec<String> {
    let mut texts = Vec::new();
    for page in pages {
        let page = fs::read_to_string(page).unwrap();
        for article in page.split("<article").skip(1) {
            let text = article
                .split_once(r#"<p class="text" dir="auto">"#)
                .map_or("", |(_, rest)| rest.split_once("</p>").expect("its end").0);
            assert!(!text.contains('<'), "{text}");
            let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
            texts.push(plain);
        }
    }
    texts
}

fn check(texts: &[String]) {
    let folder = tempfile::tempdir().unwrap();
    let files = write_all(folder.path(), texts);
    for file in &files {
        assert!(super::sealing::is_intact(folder.path(), file), "{}", file.path);
        assert_eq!(file.messages, texts.len() as u64, "{}", file.path);
    }
    let shown: Vec<String> = texts.iter().map(|text| visible(text)).collect();
    assert_eq!(read_jsonl(&folder.path().join("messages-001.jsonl")), texts, "JSON Lines are exact");
    assert_eq!(read_csv(&folder.path().join("messages-001.csv")), shown);
    assert_eq!(read_xlsx(&folder.path().join("messages-001.xlsx")), shown);
    assert_eq!(read_html(&[folder.path().join("chats/00001-王小明.html")]), shown);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "nothing else stays behind");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_format_reads_back_to_the_same_texts(texts in prop::collection::vec(any::<String>(), 1..6)) {
        check(&texts);
    }
}

#[test]
fn texts_that_programs_take_for_something_else_stay_texts() {
    let texts = [
        "=HYPERLINK(\"http://x\",\"y\")",
        "+86 138",
        "-1",
        "@all",
        "'=1",
        "<script>alert(1)</script>",
        "a,b;\"c\"\r\nd",
        "_x0041_ and _x000D_",
        "&amp;lt;",
        "007",
        "2026-11-23",
        " leading and trailing ",
        "\u{202e}gnp.exe",
        "",
        "👨‍👩‍👧‍👦",
    ];
    check(&texts.map(str::to_owned));
    check(&["很".repeat(40_000) + "😀", "x".repeat(70_000)]);
}

#[test]
fn rows_that_do_not_fit_go_on_in_another_sheet_and_another_file() {
    let folder = tempfile::tempdir().unwrap();
    let one = chat(1, "王小明", 10);
    let plan = plan(vec![one.clone()]);
    let texts: Vec<String> = (0..10).map(|n| format!("text {n}")).collect();
    let writers: [Box<dyn Writer>; 3] = [
        Box::new(Csv::with_rows(&plan, 1, folder.path(), 5).unwrap()),
        Box::new(Xlsx::with_rows(&plan, 1, folder.path(), 5).unwrap()),
        Box::new(Html::with_pages(&plan, folder.path(), 4)),
    ];
    let mut files = Vec::new();
    for mut writer in writers {
        writer.begin_chat(&one).unwrap();
        for (id, text) in texts.iter().enumerate() {
            writer.message(&one, &entry(&one, id, text)).unwrap();
        }
        writer.end_chat(&one).unwrap();
        files.extend(writer.finish().unwrap().into_iter().map(|file| (file.path, file.messages)));
    }
    let known = [
        ("messages-001.csv", 4),
        ("messages-001-2.csv", 4),
        ("messages-001-3.csv", 2),
        ("messages-001.xlsx", 10),
        ("chats/00001-王小明.html", 4),
        ("chats/00001-王小明-2.html", 4),
        ("chats/00001-王小明-3.html", 2),
    ];
    assert_eq!(files, known.map(|(path, messages)| (path.to_owned(), messages)));
    let at = |name: &str| folder.path().join(name);
    let csv: Vec<String> = known[..3].iter().flat_map(|(name, _)| read_csv(&at(name))).collect();
    assert_eq!(csv, texts);
    assert_eq!(read_xlsx(&at("messages-001.xlsx")), texts);
    let pages = known[4..].iter().map(|(name, _)| at(name)).collect::<Vec<_>>();
    assert_eq!(read_html(&pages), texts);
    let second = fs::read_to_string(&pages[1]).unwrap();
    assert!(second.contains(r#"href="00001-王小明.html""#) && second.contains(r#"href="00001-王小明-3.html""#));
}

#[test]
fn a_gap_stands_where_it_is_and_above() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = chat(1, "王小明", 2);
    let at = |second: i64| Timestamp(1_583_138_140_000 + second * 1_000);
    one.gaps = vec![zuoxi_model::Interval { from: at(2), to: at(6) }];
    let mut plan = plan(vec![one.clone()]);
    plan.request.formats = vec![ExportFormat::Html];
    let mut writer = PartWriter::begin(&plan, 1, folder.path()).unwrap();
    writer.begin_chat(&one).unwrap();
    writer.message(&one, &entry(&one, 0, "before")).unwrap();
    writer.message(&one, &entry(&one, 9, "after")).unwrap();
    writer.end_chat(&one).unwrap();
    writer.finish().unwrap();
    let page = fs::read_to_string(folder.path().join("chats/00001-王小明.html")).unwrap();
    assert!(page.contains("2020-03-02 16:35:42 – 2020-03-02 16:35:46"), "{page}");
    let [before, gap, after] = ["before", "此处可能缺少消息", "after"].map(|words| page.find(words).unwrap());
    assert!(before < gap && gap < after);
}
