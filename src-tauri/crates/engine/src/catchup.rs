//! Reading what was missed, and what is older: no gap that is not shown.
//!
//! After the line came up: robots, then the recent list (2.10) back to shortly before the newest activity that was
//! known, then history (2.11) of every chat that moved beyond its coverage. Every bound is a time the platform itself
//! wrote, never our clock, so that a wrong clock on this side leaves no hole; whether a second is over is told by what the
//! platform says of its own clock (Q25), with a margin. The same reader serves scrolling up
//! and the button on a gap.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use futures_util::{StreamExt, stream};
use zuoxi_model::{Chat, ChatId, ChatKey, ChatUpdate, Interval, SessionState, Timestamp};
use zuoxi_platform::{History, Incoming, RecentChats};
use zuoxi_store::StoreError;

use crate::{EngineError, core::Core, feed::Change, intake::Source};

/// What has to be read of one chat.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Task {
    /// It moved past its coverage: from there to its last activity.
    Missed { chat: ChatKey, window: Interval, over: bool },
    /// Nothing of it was ever read: its newest page.
    Newest { chat: ChatKey, last_active: Timestamp, over: bool },
}

impl Task {
    fn chat(&self) -> &ChatKey {
        match self {
            Self::Missed { chat, .. } | Self::Newest { chat, .. } => chat,
        }
    }

    /// The last activity that is known of.
    fn to(&self) -> Timestamp {
        match self {
            Self::Missed { window, .. } => window.to,
            Self::Newest { last_active, .. } => *last_active,
        }
    }
}

/// The top of the list is listed again so often at most: where that much moves all the time, it is heard live.
const TOP_LISTINGS: u32 = 5;

/// So many chats in one second are more than an account has.
const LARGEST_CHAT_PAGE: u32 = 100_000;

/// The machine of the platform that answers and the one that dates messages are no further apart.
const CLOCKS_APART_MS: i64 = 60_000;

/// A history that could not be read for a reason that time does not cure is tried so often all the same: an answer that
/// was cut off on its way is whole the next time.
const HOPELESS_READS: u32 = 3;

/// Reads everything that was missed. Returns when nothing is missing that can be read; what the platform refuses to
/// give stays a gap and is shown as one.
///
/// `known_before` is the newest activity up to which nothing was missing when the line came up, and none at the first
/// sign-in. Not what the cache knows: since then it has heard of newer things, live or in a list whose histories a kill
/// kept from being read. Returns the same for the next time.
pub(crate) async fn run(core: Arc<Core>, known_before: Option<Timestamp>) -> Result<Option<Timestamp>, EngineError> {
    core.set_session(SessionState::CatchingUp { done: 0, total: 0 });
    let list = core.platform.list_robots().await?;
    core.take_in(list.unrecognised, Source::History, Vec::new()).await?;
    core.set_robots(list.robots).await?;
    let listed = core.list_moved(known_before).await?;
    let (mut complete, mut tasks) = core.plan(&listed, known_before.is_none()).await?;
    let total = u32::try_from(tasks.len()).unwrap_or(u32::MAX);
    let mut done = 0;
    let mut unread = HashMap::new();
    let mut round = 0;
    loop {
        round += 1;
        let mut again = Vec::new();
        let mut reads = stream::iter(tasks)
            .map(|task| async {
                let result = core.carry_out(&task).await;
                (task, result)
            })
            .buffer_unordered(core.timing.parallel_reads);
        while let Some((task, result)) = reads.next().await {
            match result {
                Ok((chat, to)) => {
                    complete.insert(chat, to);
                    done += 1;
                    core.set_session(SessionState::CatchingUp { done, total });
                }
                // Nothing can be read into a full disk. Once there is room the line comes up again and everything is read.
                Err(error @ EngineError::Store(StoreError::DiskFull)) => return Err(error),
                Err(error) if error.retryable() || round < HOPELESS_READS => {
                    tracing::info!(?task, %error, "history could not be read yet");
                    again.push(task);
                }
                Err(error) => {
                    tracing::warn!(?task, %error, "history could not be read; the gap stays and is shown");
                    core.uncover_unread(&task).await?;
                    unread.insert(task.chat().clone(), task.to());
                    done += 1;
                }
            }
        }
        drop(reads);
        if again.is_empty() {
            break;
        }
        tasks = again;
        tokio::time::sleep(core.timing.reread_pause).await;
    }
    core.caught_up(complete, &unread).await?;
    let newest = listed.iter().filter_map(|chat| chat.last_active).max();
    // What could not be read is looked for again (`missing`), and when the line comes up the next time.
    Ok(if unread.is_empty() { newest.max(known_before) } else { known_before })
}

impl Core {
    /// Every chat that moved since `known_before` less a margin, or every chat at the first sign-in.
    ///
    /// A chat that moves while the list is paged goes to its top, past which the paging is by then, and would escape with
    /// all that it missed. So the top is listed again, until one page holds all that moved meanwhile.
    async fn list_moved(&self, known_before: Option<Timestamp>) -> Result<Vec<Chat>, EngineError> {
        let since = known_before.map(|at| at.plus_ms(-self.timing.relist_margin_ms));
        let (mut listed, mut pages) = self.list_chats(since).await?;
        for _ in 0..TOP_LISTINGS {
            let newest = listed.iter().filter_map(|chat| chat.last_active).max();
            if pages <= 1 || newest.is_none() {
                break;
            }
            let (top, top_pages) = self.list_chats(newest).await?;
            let moved: HashSet<ChatKey> = top.iter().map(|chat| chat.key.clone()).collect();
            listed.retain(|chat| !moved.contains(&chat.key));
            listed.splice(0..0, top);
            pages = top_pages;
        }
        Ok(listed)
    }

    /// Pages the recent list back to before `since`, or to its end. Returns the chats and how many pages it took.
    async fn list_chats(&self, since: Option<Timestamp>) -> Result<(Vec<Chat>, u32), EngineError> {
        let mut pages = 0;
        let mut seen: HashSet<ChatId> = HashSet::new();
        let mut listed = Vec::new();
        let mut before: Option<Timestamp> = None;
        let mut count = self.timing.chat_page;
        loop {
            let query = RecentChats { count, before, robot_key: None };
            let served = self.platform.list_chats(&query).await?;
            pages += 1;
            let rows = served.chats.len() + served.unrecognised.len();
            self.take_in(served.unrecognised, Source::History, Vec::new()).await?;
            let page = served.chats;
            let fresh: Vec<ChatUpdate> = page.iter().filter(|row| seen.insert(row.chat_id.clone())).cloned().collect();
            let oldest = page.iter().filter_map(|row| row.last_active).min();
            if fresh.is_empty() {
                // The page ends where it began: either this is all, or more chats share that second than fit on a page.
                // A larger page reaches past them (no maximum is told); a page that is not full was the last.
                let full = u32::try_from(rows).unwrap_or(u32::MAX) >= count;
                if full && count < LARGEST_CHAT_PAGE {
                    count = count.saturating_mul(4);
                    continue;
                }
                return Ok((listed, pages));
            }
            let ids: Vec<ChatId> = fresh.iter().map(|row| row.chat_id.clone()).collect();
            // What the platform lists as the last activity decides what is read, whatever came in live meanwhile.
            let active: HashMap<ChatId, Option<Timestamp>> =
                fresh.iter().map(|row| (row.chat_id.clone(), row.last_active)).collect();
            let incoming = fresh.into_iter().map(|row| Incoming::Chat(Box::new(row))).collect();
            self.take_in(incoming, Source::History, Vec::new()).await?;
            for id in ids {
                if let Some(chat) = self.store.chat_by_id(&id).await? {
                    let last_active = active.get(&id).copied().flatten();
                    listed.push(Chat { last_active, ..chat });
                }
            }
            if since.is_some_and(|since| oldest.is_none_or(|oldest| oldest < since)) {
                return Ok((listed, pages));
            }
            // Later than the whole second of the oldest, so that chats that share it are not skipped (Q28).
            before = oldest.map(|oldest| end_of_second(oldest).plus_ms(1));
            if before.is_none() {
                return Ok((listed, pages));
            }
        }
    }

    /// What of the listed chats is complete already, and what has to be read, in the order of need: the open chat,
    /// the unread ones, the rest by activity.
    async fn plan(
        &self,
        listed: &[Chat],
        first: bool,
    ) -> Result<(HashMap<ChatKey, Timestamp>, Vec<Task>), EngineError> {
        let open = self.reading.view().chat;
        let newest = listed.iter().filter_map(|chat| chat.last_active).max();
        let mut complete = HashMap::new();
        let mut tasks = Vec::new();
        for (place, chat) in listed.iter().enumerate() {
            let Some(last_active) = chat.last_active.map(end_of_second) else { continue };
            // The platform's own list tells that this second was over when it was answered, or its clock does. Where it may
            // still have been running, more can be said in it after the read.
            let over = newest.is_some_and(|newest| newest > last_active)
                || self.platform.surely_passed().is_some_and(|passed| passed > last_active.plus_ms(CLOCKS_APART_MS));
            let end = self.store.coverage(&chat.key).await?.last().map(|last| last.to);
            let need = (open.as_ref() != Some(&chat.key), chat.unread == 0, place);
            match end {
                Some(end) if end >= last_active => {
                    complete.insert(chat.key.clone(), end);
                }
                Some(end) => {
                    let window = Interval::new(end.plus_ms(-self.timing.overlap_ms), last_active);
                    tasks.push((need, Task::Missed { chat: chat.key.clone(), window, over }));
                }
                None => tasks.push((need, Task::Newest { chat: chat.key.clone(), last_active, over })),
            }
        }
        tasks.sort_by_key(|(need, _)| *need);
        // The other chats of a first sign-in are read on demand. What was read before, by a start that was cut short, has
        // to be brought up to now in any case.
        let mut newest_pages = 0..self.timing.first_reads;
        let wanted = |task: &Task| !first || matches!(task, Task::Missed { .. }) || newest_pages.next().is_some();
        let tasks = tasks.into_iter().map(|(_, task)| task).filter(wanted).collect();
        Ok((complete, tasks))
    }

    /// Takes back that a chat is complete in the second of its last activity, which may have been read while it ran: more
    /// was said in it, could not be read, and would be lost unseen behind what is read later. The instant before goes
    /// with it, because a single instant is not shown as a gap.
    async fn uncover_unread(&self, task: &Task) -> Result<(), EngineError> {
        let Task::Missed { chat, window, .. } = task else { return Ok(()) };
        self.store.uncover(chat, end_of_second(window.to).plus_ms(-1_000)).await?;
        self.feed.publish(vec![Change::Coverage { chat: chat.clone() }]);
        Ok(())
    }

    /// Reads; returns up to where the chat is complete now.
    async fn carry_out(&self, task: &Task) -> Result<(ChatKey, Timestamp), EngineError> {
        let (chat, to) = match task {
            Task::Missed { chat, window, over: true } => {
                self.read_closed_window(chat, *window).await?;
                (chat, window.to)
            }
            Task::Missed { chat, window, over: false } => {
                let newest = self.read_window(chat, *window).await?;
                // The window begins before the old end of the coverage.
                (chat, newest.unwrap_or(window.from).max(window.from.plus_ms(self.timing.overlap_ms)))
            }
            Task::Newest { chat, last_active, over } => {
                let (_, to) = self.read_back(chat, *last_active, *over).await?;
                (chat, to)
            }
        };
        Ok((chat.clone(), to))
    }

    /// Reads all of a window that may not be over yet, and marks it complete up to its newest message, which it returns:
    /// what is said after that and before the window's end is not known yet.
    pub(crate) async fn read_window(&self, chat: &ChatKey, window: Interval) -> Result<Option<Timestamp>, EngineError> {
        self.read(chat, window, false).await
    }

    /// Reads all of a window of which the platform's own times show that it is over, and marks all of it complete.
    pub(crate) async fn read_closed_window(&self, chat: &ChatKey, window: Interval) -> Result<(), EngineError> {
        self.read(chat, window, true).await.map(drop)
    }

    /// The window is marked complete with its last page. Its bounds do not move while it is read, so that offsets do not
    /// shift (Q27); where they do, because something is said meanwhile, a row is read twice and none is skipped.
    async fn read(&self, chat: &ChatKey, window: Interval, over: bool) -> Result<Option<Timestamp>, EngineError> {
        #[cfg(feature = "sabotage")]
        if crate::sabotage::covers_unread() {
            self.take_in(Vec::new(), Source::History, vec![(chat.clone(), window)]).await?;
            return Ok(Some(window.to));
        }
        let mut offset = 0;
        let mut newest = None;
        loop {
            let rows = self.platform.history(&self.history(chat, window, offset)).await?;
            newest = rows.iter().filter_map(timestamp).max().max(newest);
            let read = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            let drained = read < self.timing.history_page;
            let to = if over { Some(window.to) } else { newest };
            let covered = to.filter(|_| drained).map(|to| (chat.clone(), Interval::new(window.from, to)));
            self.take_in(rows, Source::History, covered.into_iter().collect()).await?;
            if drained {
                return Ok(newest);
            }
            offset += read;
        }
    }

    /// Reads one page backwards from `from`, which is `over` or not, and joins it to what is complete there. Returns
    /// whether the chat is now complete to its first message, and up to where it is complete.
    pub(crate) async fn read_back(
        &self,
        chat: &ChatKey,
        from: Timestamp,
        over: bool,
    ) -> Result<(bool, Timestamp), EngineError> {
        let mut offset = 0;
        let mut newest = None;
        let mut oldest: Option<Timestamp> = None;
        loop {
            let window = Interval::new(Timestamp(0), from.plus_ms(self.timing.overlap_ms));
            let rows = self.platform.history(&self.history(chat, window, offset)).await?;
            newest = rows.iter().filter_map(timestamp).max().max(newest);
            let read = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            let to_start = read < self.timing.history_page;
            oldest = rows.iter().filter_map(timestamp).min().into_iter().chain(oldest).min();
            let to = if over { from } else { newest.map_or(Timestamp(0), |newest| newest.min(from)) };
            // More messages may share the oldest moment than were on the page, so it is complete only from there on.
            let behind = oldest.filter(|oldest| newest.is_some_and(|newest| *oldest < newest)).map(|at| at.plus_ms(1));
            let reached = if to_start { Some(Timestamp(0)) } else { behind.filter(|behind| *behind < to) };
            let covered = reached.map(|reached| (chat.clone(), Interval::new(reached, to)));
            self.take_in(rows, Source::History, covered.into_iter().collect()).await?;
            if reached.is_some() {
                return Ok((to_start, to));
            }
            // Nothing new is complete while a moment fills the page: go on behind it.
            offset += read;
        }
    }

    /// Extends a chat's history to the past by a page.
    pub(crate) async fn load_older(&self, chat: &ChatKey) -> Result<(), EngineError> {
        let coverage = self.store.coverage(chat).await?;
        let (from, over) = match coverage.first() {
            Some(first) if first.from <= Timestamp(0) => return Ok(()),
            Some(first) => (first.from, true),
            None => {
                let known = self.store.chat(chat).await?.and_then(|chat| chat.last_active);
                (known.map_or_else(|| self.platform_now(), end_of_second), false)
            }
        };
        self.read_back(chat, from, over).await.map(drop)
    }

    fn history(&self, chat: &ChatKey, window: Interval, offset: u32) -> History {
        History {
            robot_key: chat.robot_key.clone(),
            chat_user: chat.chat_user.clone(),
            window: Some(window),
            message_ids: Vec::new(),
            offset,
            count: self.timing.history_page,
        }
    }
}

/// The platform counts a chat's last activity in whole seconds (spec 2.10), its messages in milliseconds: the last one
/// may be anywhere in that second, and so may one that was missed after one that was not.
pub(crate) fn end_of_second(at: Timestamp) -> Timestamp {
    Timestamp(at.0.saturating_sub(at.0.rem_euclid(1_000)).saturating_add(999))
}

fn timestamp(row: &Incoming) -> Option<Timestamp> {
    match row {
        Incoming::Message(message) => Some(message.timestamp),
        _ => None,
    }
}
