//! Transcripts as pages: one chat each, in pages of [`PAGE_MESSAGES`], with an index.
//!
//! Decisions:
//! - **The folder is self-contained, not each page.** Pictures, voices and files lie beside the pages, once each. As data
//!   within the page they would be a third larger, there again in every chat that has them, and a page with a few videos
//!   would not open at all.
//! - **Pages load nothing and run nothing**: styles are within, a policy forbids the rest, and addresses that customers sent
//!   are written out but not linked, because here nothing would look at where they lead.
//! - **A page is written piece by piece**; the templates are of single messages, so that no chat has to fit into memory.

use std::path::Path;

use maud::{DOCTYPE, Markup, PreEscaped, Render, html};
use zuoxi_model::{Content, Direction, Interval, Timestamp};

use super::{
    entry::{Entry, Medium, Zone, visible},
    names,
    plan::{Plan, PlannedChat},
    problem::ExportProblem,
    sealing::{Sealing, Written},
    words::Words,
    writer::Writer,
    xlsx::statement,
};

/// Messages of a page: browsers show so many at once.
const PAGE_MESSAGES: u64 = 2_000;

const STYLE: &str = include_str!("page.css");

/// Pages may show what lies beside them, wherever the folder is, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:; media-src 'self' file:";

pub(super) struct Html<'a> {
    plan: &'a Plan,
    words: &'static Words,
    zone: Zone,
    folder: &'a Path,
    most: u64,
    open: Option<Open>,
    finished: Vec<Written>,
}

/// The page that is being written.
struct Open {
    file: Sealing,
    number: u32,
    day: String,
    /// When the last message was, on whatever page.
    last: Option<Timestamp>,
}

impl<'a> Html<'a> {
    pub fn new(plan: &'a Plan, folder: &'a Path) -> Self {
        Self::with_pages(plan, folder, PAGE_MESSAGES)
    }

    pub fn with_pages(plan: &'a Plan, folder: &'a Path, most: u64) -> Self {
        let (words, zone) = (plan.words(), plan.zone());
        Self { plan, words, zone, folder, most, open: None, finished: Vec::new() }
    }

    fn begin_page(&self, chat: &PlannedChat, number: u32, last: Option<Timestamp>) -> Result<Open, ExportProblem> {
        let stem = chat.stem();
        let mut file = Sealing::begin(self.folder, names::page(&stem, number))?;
        let name = visible(&chat.name);
        let title = if number > 1 { format!("{name} ({number})") } else { name };
        put(&mut file, &head(self.words, &title))?;
        let top = html! {
            nav { a href="../index.html" { (self.words.all_chats) } (neighbour(&stem, number - 1, self.words.previous_page)) }
            header {
                h1 { bdi { (title) } }
                p.meta {
                    (self.words.robot) " " bdi { (visible(&chat.robot)) } " · " (self.words.chat_kind(chat.kind))
                    @if let Some(assignee) = &chat.assignee { " · " (self.words.assignee) " " bdi { (visible(assignee.as_str())) } }
                }
                (about(self.plan))
                (coverage(self.words, &self.zone, &chat.gaps))
            }
            (PreEscaped("<main>\n"))
        };
        put(&mut file, &top)?;
        Ok(Open { file, number, day: String::new(), last })
    }

    fn end_page(&self, mut open: Open, stem: &str, goes_on: bool) -> Result<Written, ExportProblem> {
        let next = if goes_on { open.number + 1 } else { 0 };
        let bottom = html! {
            (PreEscaped("</main>\n"))
            nav { a href="../index.html" { (self.words.all_chats) } (neighbour(stem, next, self.words.next_page)) }
            (PreEscaped("</body></html>\n"))
        };
        put(&mut open.file, &bottom)?;
        open.file.seal()
    }

    fn render(&self, chat: &PlannedChat, entry: &Entry, open: &mut Open) -> Markup {
        let message = &entry.told.message;
        let day = self.zone.day(message.timestamp);
        let is_new_day = day != open.day;
        open.day = day;
        let gap = open.last.map(|last| Interval::new(last, message.timestamp));
        let has_gap =
            gap.is_some_and(|between| chat.gaps.iter().any(|gap| gap.from > between.from && gap.to < between.to));
        open.last = Some(message.timestamp);
        let side = match message.direction {
            Direction::In => "in",
            Direction::Out => "out",
        };
        let state = self.words.state(entry.told.delivery.as_ref(), message.send_status);
        html! {
            @if has_gap { p.gap { (self.words.gap) } }
            @if is_new_day { h2 { (open.day) } }
            article class=(side) {
                p.by {
                    bdi { (visible(&message.sender.name)) } " "
                    time { (self.zone.clock(message.timestamp)) }
                    @if !state.is_empty() { " " span.state { (state) } }
                }
                (self.body(entry))
            }
            "\n"
        }
    }

    fn body(&self, entry: &Entry) -> Markup {
        let content = &entry.told.message.content;
        let text = visible(&entry.text());
        let has_words = !text.is_empty();
        let is_text = matches!(content, Content::Text { .. });
        html! {
            @if !is_text { p.kind { (self.words.content(content)) } }
            @if has_words { p.text dir="auto" { (text) } }
            @match &entry.medium {
                Medium::Kept { path, is_program } => (self.medium(content, path, *is_program)),
                Medium::Missing { why } => {
                    p.missing { (self.words.not_fetched) ": " (visible(why)) }
                    (address(entry))
                }
                Medium::None => (address(entry)),
            }
        }
    }

    fn medium(&self, content: &Content, path: &str, is_program: bool) -> Markup {
        let beside = format!("../{path}");
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        html! {
            @match content {
                _ if is_program => p.missing { (name) " – " (self.words.program) },
                Content::Image { .. } | Content::Sticker { .. } => a href=(beside) { img src=(beside) alt=(self.words.content(content)) loading="lazy"; },
                Content::Voice { .. } => {
                    audio src=(beside) controls preload="none" {}
                    p { a href=(beside) download { (name) } }
                },
                Content::Video { .. } => {
                    video src=(beside) controls preload="none" {}
                    p { a href=(beside) download { (name) } }
                },
                _ => p { a href=(beside) download { (name) } },
            }
        }
    }
}

/// The way to another page of the chat; there is none of number 0.
fn neighbour(stem: &str, number: u32, name: &str) -> Markup {
    let page = names::page(stem, number);
    let file = page.strip_prefix("chats/").unwrap_or(&page);
    html! { @if number > 0 { " " a href=(file) { (name) } } }
}

/// An address as it came, to be read and not to be followed.
fn address(entry: &Entry) -> Markup {
    html! { @if !entry.address().is_empty() { p.address { (visible(entry.address())) } } }
}

impl Writer for Html<'_> {
    fn begin_chat(&mut self, chat: &PlannedChat) -> Result<(), ExportProblem> {
        self.open = Some(self.begin_page(chat, 1, None)?);
        Ok(())
    }

    fn message(&mut self, chat: &PlannedChat, entry: &Entry) -> Result<(), ExportProblem> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        if open.file.messages == self.most {
            let (number, last) = (open.number, open.last);
            self.finished.push(self.end_page(open, &chat.stem(), true)?);
            open = self.begin_page(chat, number + 1, last)?;
        }
        let piece = self.render(chat, entry, &mut open);
        put(&mut open.file, &piece)?;
        open.file.messages += 1;
        self.open = Some(open);
        Ok(())
    }

    fn end_chat(&mut self, chat: &PlannedChat) -> Result<(), ExportProblem> {
        if let Some(open) = self.open.take() {
            self.finished.push(self.end_page(open, &chat.stem(), false)?);
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Vec<Written>, ExportProblem> {
        Ok(self.finished)
    }
}

/// The page that leads to all of them. `messages` are how many each chat was found to have, by its number.
pub(super) fn index(
    plan: &Plan,
    folder: &Path,
    messages: &std::collections::HashMap<u32, u64>,
) -> Result<Written, ExportProblem> {
    let (words, zone) = (plan.words(), plan.zone());
    let mut file = Sealing::begin(folder, "index.html")?;
    put(&mut file, &head(words, words.transcript))?;
    let preview = plan.preview();
    let top = html! {
        header {
            h1 { (words.transcript) }
            (about(plan))
            p.meta { (words.chats) " " (preview.chats) " · " (words.messages) " " (messages.values().sum::<u64>()) }
        }
        (PreEscaped("<main><table>\n"))
        thead { tr {
            th { (words.chat) } th { (words.robot) } th { (words.kind) } th { (words.assignee) }
            th.number { (words.messages) } th { (words.first) } th { (words.last) } th { (words.coverage) }
        } }
        (PreEscaped("<tbody>\n"))
    };
    put(&mut file, &top)?;
    for chat in &plan.chats {
        let found = messages.get(&chat.number).copied().unwrap_or_default();
        let time = |at: Option<Timestamp>| at.map(|at| zone.time(at)).unwrap_or_default();
        let row = html! {
            tr {
                td { @if found > 0 { a href=(names::page(&chat.stem(), 1)) { bdi { (visible(&chat.name)) } } } @else { bdi { (visible(&chat.name)) } } }
                td { bdi { (visible(&chat.robot)) } }
                td { (words.chat_kind(chat.kind)) }
                td { @if let Some(assignee) = &chat.assignee { bdi { (visible(assignee.as_str())) } } }
                td.number { @if found > 0 { (found) } @else { (words.no_messages) } }
                td { (time(chat.first)) }
                td { (time(chat.last)) }
                td { (coverage(words, &zone, &chat.gaps)) }
            }
            "\n"
        };
        put(&mut file, &row)?;
    }
    put(&mut file, &html! { (PreEscaped("</tbody></table></main></body></html>\n")) })?;
    file.seal()
}

fn head(words: &Words, title: &str) -> Markup {
    html! {
        (DOCTYPE)
        (PreEscaped(format!("<html lang=\"{}\">\n", words.lang)))
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="referrer" content="no-referrer";
            title { (title) }
            style { (PreEscaped(STYLE)) }
        }
        (PreEscaped("\n<body>\n"))
    }
}

/// Who exported this, when, of which time.
fn about(plan: &Plan) -> Markup {
    html! { p.meta { @for (index, (name, value)) in statement(plan).into_iter().enumerate() {
        @if index > 0 { " · " } (name) " " (value)
    } } }
}

fn coverage(words: &Words, zone: &Zone, gaps: &[Interval]) -> Markup {
    let from = |gap: &Interval| if gap.from.0 <= 0 { words.beginning.to_owned() } else { zone.time(gap.from) };
    html! {
        @if gaps.is_empty() {
            p.complete { (words.complete) }
        } @else {
            div.gaps { p { (words.not_complete) } ul { @for gap in gaps { li { (from(gap)) " – " (zone.time(gap.to)) } } } }
        }
    }
}

fn put(file: &mut Sealing, markup: &(impl Render + ?Sized)) -> Result<(), ExportProblem> {
    file.put(&markup.render().0)
}
