//! `content` of a message → [`Content`]. Spec 3.2, 2.11; the fields of what 3.2 does not show mirror the send samples
//! of 3.5, 3.6, 3.10 and 3.24 (Q21).

use serde_json::Value;
use url::form_urlencoded;
use zuoxi_model::Content;

use crate::lenient::Record;

/// The type that says "sent from the phone": a direction, not a format (Q20).
pub(crate) const FROM_PHONE: i64 = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    /// Whatever the payload's fields look like.
    ByFields,
    Video,
    Image,
    File,
    Voice,
    Link,
    Sticker,
    MiniProgram,
}

/// `contentType` of received and echoed messages, spec 3.2; 5 is from 3.24.
const RECEIVED: [(i64, Format); 9] = [
    (1, Format::Text),
    (FROM_PHONE, Format::ByFields),
    (5, Format::Video),
    (7, Format::Image),
    (8, Format::File),
    (9, Format::Voice),
    (13, Format::Link),
    (29, Format::Sticker),
    (78, Format::MiniProgram),
];

/// What the history of spec 2.11 calls otherwise. The rest it presumably shares with 3.2, to which its table refers.
const HISTORY: [(i64, Format); 1] = [(3, Format::Image)];

/// Decodes the `content` of a record. Every record gets a content: what is unknown or incomplete keeps its raw JSON
/// (Q18).
pub(crate) fn decode(value: Option<&Value>) -> Content {
    let raw = || value.map(Value::to_string).unwrap_or_default();
    let Some(record) = value.and_then(Record::of) else {
        return Content::Unsupported { content_type: String::new(), raw: raw() };
    };
    let known = content_type(record)
        .and_then(|number| RECEIVED.iter().chain(&HISTORY).find(|(known, _)| *known == number))
        .and_then(|(_, format)| read(*format, record));
    known.unwrap_or_else(|| Content::Unsupported {
        content_type: record.text(&["contentType"]).unwrap_or_default(),
        raw: raw(),
    })
}

pub(crate) fn content_type(record: Record<'_>) -> Option<i64> {
    record.integer(&["contentType"])
}

/// Reads a payload of a known format; none if the field that carries it is missing.
fn read(format: Format, record: Record<'_>) -> Option<Content> {
    match format {
        Format::Text => Some(Content::Text { text: record.text(&["content"])?, mentions: mentions(record) }),
        Format::Image => Some(Content::Image { url: address(record, &["pic", "url", "fileUrl"])? }),
        Format::Sticker => Some(Content::Sticker { url: address(record, &["pic", "url", "fileUrl"])? }),
        Format::Voice => Some(Content::Voice { url: address(record, &["voice", "url", "fileUrl"])? }),
        Format::Video => Some(Content::Video { url: address(record, &["video", "url", "fileUrl"])? }),
        Format::File => {
            let url = address(record, &["fileUrl", "url"])?;
            let name = file_name(record, &url);
            Some(Content::File { url, name })
        }
        Format::Link => Some(Content::Link {
            link: record.filled(&["link", "url"])?,
            title: record.text(&["title"]).unwrap_or_default(),
            description: record.text(&["description", "desc", "content"]).unwrap_or_default(),
            cover_url: record.filled(&["coverImgFile", "pic"]),
        }),
        Format::MiniProgram => {
            let title = record.filled(&["title"]);
            let description = record.filled(&["content", "description"]);
            (title.is_some() || description.is_some()).then(|| Content::MiniProgram {
                title: title.unwrap_or_default(),
                description: description.unwrap_or_default(),
            })
        }
        Format::ByFields => by_fields(record),
    }
}

/// Guesses the format from the fields that are there (Q20). The most telling come first.
fn by_fields(record: Record<'_>) -> Option<Content> {
    let format = if record.filled(&["link"]).is_some() {
        Format::Link
    } else if record.filled(&["video"]).is_some() {
        Format::Video
    } else if record.filled(&["voice"]).is_some() {
        Format::Voice
    } else if record.filled(&["pic"]).is_some() {
        Format::Image
    } else if record.filled(&["fileName", "fileUrl"]).is_some() {
        let video = address(record, &["fileUrl", "url"]).is_some_and(|url| looks_like_video(&url));
        if video { Format::Video } else { Format::File }
    } else if record.filled(&["title"]).is_some() {
        Format::MiniProgram
    } else {
        Format::Text
    };
    read(format, record)
}

/// The address of a medium: the fields that are meant for one as they are; `fileName` and `content`, which may also
/// carry words, only if they look like an address.
fn address(record: Record<'_>, meant_for_it: &[&str]) -> Option<String> {
    let doubtful =
        || ["fileName", "content"].iter().filter_map(|name| record.filled(&[*name])).find(|text| is_address(text));
    record.filled(meant_for_it).or_else(doubtful)
}

fn is_address(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    text.starts_with("http://") || text.starts_with("https://")
}

fn looks_like_video(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".mp4", ".mov", ".m4v", ".avi", ".mkv"].iter().any(|extension| path.ends_with(extension))
}

/// The name a file was given, else the last part of its address.
fn file_name(record: Record<'_>, url: &str) -> Option<String> {
    let given = record.filled(&["fileName", "title", "name"]).filter(|name| !is_address(name));
    given.or_else(|| {
        let path = url.split(['?', '#']).next()?;
        let last = path.rsplit('/').next().filter(|last| !last.is_empty())?;
        // The form decoder is the percent decoder at hand; its one other rule, + for space, is escaped away.
        let pair = format!("name={}", last.replace('+', "%2B").replace('&', "%26"));
        form_urlencoded::parse(pair.as_bytes()).next().map(|(_, name)| name.into_owned())
    })
}

/// `atUserList`: one string, comma and space separated (Q29); an array is accepted too.
fn mentions(record: Record<'_>) -> Vec<String> {
    if let Some(Value::Array(items)) = record.value(&["atUserList"]) {
        return items
            .iter()
            .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
            .filter(|id| !id.is_empty())
            .collect();
    }
    let list = record.text(&["atUserList"]).unwrap_or_default();
    list.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(text: &str) -> Content {
        Content::Text { text: text.into(), mentions: Vec::new() }
    }

    #[test]
    fn q21_a_medium_is_found_in_whichever_field_carries_it() {
        let url = "http://media.yjiyun.com/a.bin";
        for content_type in [5, 7, 8, 9, 29] {
            let own = match content_type {
                5 => "video",
                9 => "voice",
                8 => "fileName",
                _ => "pic",
            };
            for carrier in ["url", "content", "fileUrl", own] {
                let content = decode(Some(&json!({"contentType": content_type, carrier: url})));
                let (Content::Image { url: found }
                | Content::Sticker { url: found }
                | Content::Voice { url: found }
                | Content::Video { url: found }
                | Content::File { url: found, .. }) = &content
                else {
                    panic!("{content_type} in {carrier}: {content:?}")
                };
                assert_eq!(found, url, "{content_type} in {carrier}");
            }
            let without = decode(Some(&json!({"contentType": content_type, "words": "nothing"})));
            assert!(matches!(&without, Content::Unsupported { raw, .. } if raw.contains("nothing")), "{without:?}");
        }
    }

    #[test]
    fn q19_every_type_of_both_vocabularies_becomes_its_content() {
        let url = "http://media.yjiyun.com/a.bin".to_owned();
        let table = [
            (json!({"contentType": 1, "content": "get"}), text("get")),
            (json!({"contentType": "1", "content": 110}), text("110")),
            (json!({"contentType": 1, "content": ""}), text("")),
            (json!({"contentType": 7, "pic": url}), Content::Image { url: url.clone() }),
            (json!({"contentType": 3, "pic": url}), Content::Image { url: url.clone() }),
            (json!({"contentType": 29, "url": url}), Content::Sticker { url: url.clone() }),
            (json!({"contentType": 9, "voice": url}), Content::Voice { url: url.clone() }),
            (json!({"contentType": 9, "content": url}), Content::Voice { url: url.clone() }),
            (json!({"contentType": 5, "fileName": url}), Content::Video { url: url.clone() }),
            (json!({"contentType": 5, "video": url}), Content::Video { url: url.clone() }),
            (
                json!({"contentType": 8, "fileName": url}),
                Content::File { url: url.clone(), name: Some("a.bin".into()) },
            ),
            (
                json!({"contentType": 8, "fileName": "报价.xls", "fileUrl": url}),
                Content::File { url: url.clone(), name: Some("报价.xls".into()) },
            ),
            (
                json!({"contentType": 13, "title": "t", "link": "https://l", "description": "d", "coverImgFile": url}),
                Content::Link {
                    title: "t".into(),
                    link: "https://l".into(),
                    description: "d".into(),
                    cover_url: Some(url.clone()),
                },
            ),
            (
                json!({"contentType": 78, "title": "微信读书", "content": "向上生长", "senderName": "凯撒"}),
                Content::MiniProgram { title: "微信读书".into(), description: "向上生长".into() },
            ),
        ];
        for (value, expected) in table {
            assert_eq!(decode(Some(&value)), expected, "{value}");
        }
    }

    #[test]
    fn q20_what_the_phone_sent_is_read_by_its_fields() {
        let url = "http://media.yjiyun.com/a.MP4".to_owned();
        let table = [
            (json!({"contentType": 2, "content": "好的"}), text("好的")),
            (json!({"contentType": 2, "pic": url}), Content::Image { url: url.clone() }),
            (json!({"contentType": 2, "fileName": url}), Content::Video { url: url.clone() }),
            (
                json!({"contentType": 2, "fileName": "http://media.yjiyun.com/%E5%90%8C.xls"}),
                Content::File { url: "http://media.yjiyun.com/%E5%90%8C.xls".into(), name: Some("同.xls".into()) },
            ),
        ];
        for (value, expected) in table {
            assert_eq!(decode(Some(&value)), expected, "{value}");
        }
        assert!(matches!(decode(Some(&json!({"contentType": 2}))), Content::Unsupported { .. }));
    }

    #[test]
    fn q18_what_is_unknown_or_incomplete_keeps_its_raw_json() {
        for (value, content_type) in [
            (json!({"contentType": 4242, "content": {"deep": [1]}}), "4242"),
            (json!({"contentType": "card", "x": 1}), "card"),
            (json!({"contentType": 7, "pic": null}), "7"),
            (json!({"contentType": 9, "content": "不是地址"}), "9"),
            (json!({"content": "no type"}), ""),
            (json!("just text"), ""),
        ] {
            let expected = Content::Unsupported { content_type: content_type.into(), raw: value.to_string() };
            assert_eq!(decode(Some(&value)), expected);
        }
        assert_eq!(decode(None), Content::Unsupported { content_type: String::new(), raw: String::new() });
    }

    #[test]
    fn q29_mentions_are_split_at_commas_and_trimmed() {
        for list in [json!("7881299823****, 16888534708****"), json!(["7881299823****", "16888534708****"])] {
            let value = json!({"contentType": 1, "content": "get", "atUserList": list});
            let Content::Text { mentions, .. } = decode(Some(&value)) else { panic!("{value}") };
            assert_eq!(mentions, ["7881299823****", "16888534708****"]);
        }
        let one = json!({"contentType": 1, "content": "get", "atUserList": 7_881_299_823_i64});
        assert!(matches!(decode(Some(&one)), Content::Text { mentions, .. } if mentions == ["7881299823"]));
    }
}
