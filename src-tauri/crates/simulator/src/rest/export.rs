//! Spec 2.5: the groups as an Excel file, by two modes. The file holds what the specification's picture of it shows, and
//! no group ids (quirk Q52).

use std::cmp::Reverse;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rust_xlsxwriter::{Workbook, XlsxError};

use super::envelope::{code, failure, ok};
use super::params::Params;
use crate::clock;
use crate::practice::Practice;
use crate::wire::groups::{everyone, is_external};
use crate::world::directory::GroupFacts;
use crate::world::{Chat, World};

const TITLES: [&str; 8] = ["序号", "群名称", "群主", "状态", "群类型", "群人数", "创建时间", "更新时间"];

/// The sample's address keeps `_` and `.` of the file's name.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.');

/// One group as the file shows it.
#[derive(Clone, Debug)]
struct Line<'a> {
    chat: &'a Chat,
    facts: &'a GroupFacts,
    members: usize,
}

impl Line<'_> {
    fn cells(&self, number: usize) -> [String; 8] {
        [
            number.to_string(),
            self.chat.name.clone(),
            self.facts.creator.name.clone(),
            if self.facts.dissolved { "解散" } else { "正常" }.to_owned(),
            if is_external(self.chat) { "外部群" } else { "内部群" }.to_owned(),
            self.members.to_string(),
            clock::date_time(self.facts.created_ms),
            clock::date_time(self.facts.modified_ms),
        ]
    }
}

pub async fn download(State(practice): State<Arc<Practice>>, params: Params) -> Response {
    let by_id = params.text("robotKey").zip(params.list("conversationIds"));
    let robots = params.list("robotKeys");
    if by_id.is_none() && robots.is_none() {
        return failure(code::FAILED, "robotKey 和 conversationIds，或 robotKeys 不能为空");
    }
    let rows: Vec<[String; 8]> = practice.world.with(|world| {
        let mut lines = lines(world);
        match (&by_id, &robots) {
            (Some((robot, ids)), _) => {
                lines.retain(|line| line.chat.robot_key == *robot && ids.contains(&line.chat.peer.as_str()));
            }
            (None, robots) => {
                let robots = robots.clone().unwrap_or_default();
                lines.retain(|line| robots.contains(&line.chat.robot_key.as_str()) && wanted(line, &params));
            }
        }
        sort(&mut lines, params.integer("orderBy"));
        lines.iter().enumerate().map(|(number, line)| line.cells(number)).collect()
    });
    let file = match workbook(&rows) {
        Ok(file) => file,
        Err(error) => {
            tracing::error!(%error, "the export could not be written");
            return failure(code::BUSY, "服务器繁忙");
        }
    };
    let name = format!("机器人群数据_{}.xlsx", clock::stamp(practice.clock.now_ms()));
    let path = practice.storage.export(&name, file);
    let base = practice.world.with(|world| world.addresses.below(&path.0));
    ok("downloadUrl", format!("{base}/{}", utf8_percent_encode(&path.1, ENCODED)).into())
}

fn lines(world: &World) -> Vec<Line<'_>> {
    let groups = world.chats.iter().filter(|chat| chat.is_group);
    groups
        .filter_map(|chat| {
            let facts = world.directory.groups.get(&chat.id)?;
            let members = everyone(chat, world.robot(&chat.robot_key)?, facts).len();
            Some(Line { chat, facts, members })
        })
        .collect()
}

/// The conditions of the second mode.
fn wanted(line: &Line<'_>, params: &Params) -> bool {
    let count = i64::try_from(line.members).unwrap_or(i64::MAX);
    params.integer("status").is_none_or(|wanted| wanted == i64::from(!line.facts.dissolved))
        && params.text("creatorName").is_none_or(|wanted| wanted == line.facts.creator.name)
        && params.text("creatorId").is_none_or(|wanted| wanted == line.facts.creator.id)
        && params.text("name").is_none_or(|part| line.chat.name.contains(part))
        && params.integer("memberCount").is_none_or(|least| count >= least)
        && params.integer("upmemberCount").is_none_or(|most| count <= most)
        && params.integer("outerGroupChat").is_none_or(|wanted| wanted == i64::from(is_external(line.chat)))
}

/// `orderBy`: 1 and 2 by name, 3 and 4 by creation; 4, newest first, is the default.
fn sort(lines: &mut [Line<'_>], order: Option<i64>) {
    match order {
        Some(1) => lines.sort_by(|one, other| one.chat.name.cmp(&other.chat.name)),
        Some(2) => lines.sort_by(|one, other| other.chat.name.cmp(&one.chat.name)),
        Some(3) => lines.sort_by_key(|line| line.facts.created_ms),
        _ => lines.sort_by_key(|line| Reverse(line.facts.created_ms)),
    }
}

fn workbook(rows: &[[String; 8]]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, TITLES)?;
    for (row, cells) in (1..).zip(rows) {
        sheet.write_row(row, 0, cells)?;
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::WorldSize;

    #[test]
    fn the_newest_group_comes_first_unless_told_otherwise() {
        let world = World::generate(5, &WorldSize::default(), 1_795_417_200_000, "http://127.0.0.1:1");
        let mut lines = lines(&world);
        sort(&mut lines, None);
        assert!(lines.is_sorted_by_key(|line| Reverse(line.facts.created_ms)));
        sort(&mut lines, Some(1));
        assert!(lines.is_sorted_by_key(|line| line.chat.name.clone()));
        let cells = lines[0].cells(0);
        assert_eq!(cells[0], "0", "the numbers begin at 0, as in the specification");
        assert!(["外部群", "内部群"].contains(&cells[4].as_str()));
        assert!(workbook(&[cells]).unwrap().starts_with(b"PK"));
    }
}
