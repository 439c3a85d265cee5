//! Reading what was missed, and what is older: no gap that is not shown.
//!
//! After the line came up: robots, then the recent list (2.10) back to shortly before the newest activity that was
//! known, then history (2.11) of every chat that moved beyond its coverage. Every bound is a time the platform itself
//! wrote, never our clock, so that a wrong clock on either side leaves no hole. The same reader serves scrolling up
//! and the button on a gap.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use futures_util::{StreamExt, stream};
use zuoxi_model::{Chat, ChatId, ChatKey, ChatUpdate, Interval, SessionState, Timestamp};
use zuoxi_platform::{History, Incoming, RecentChats};

use crate::{EngineError, core::Core, intake::Source};

/// What has to be read of one chat.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Task {
    /// It moved past its coverage: from there to its last activity.
    Missed { chat: ChatKey, window: Interval },
    /// Nothing of it was ever read: its newest page.
    Newest { chat: ChatKey, last_active: Timestamp },
}

/// Reads everything that was missed. Returns when nothing is missing that can be read; what the platform refuses to
/// give stays a gap and is shown as one.
pub(crate) async fn run(core: Arc<Core>) -> Result<(), EngineError> {
    core.set_session(SessionState::CatchingUp { done: 0, total: 0 });
    core.set_robots(core.platform.robots().await?).await?;
    let known_before = core.store.latest_activity().await?;
    let listed = core.list_chats(known_before).await?;
    let (mut complete, mut tasks) = core.plan(&listed, known_before.is_none()).await?;
    let total = u32::try_from(tasks.len()).unwrap_or(u32::MAX);
    let mut done = 0;
    loop {
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
                Err(error) if error.retryable() => again.push(task),
                Err(error) => {
                    tracing::warn!(?task, %error, "history could not be read; the gap stays and is shown");
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
    core.caught_up(complete).await
}

impl Core {
    /// Pages the recent list back to `known_before` less a margin, or to its end at the first sign-in.
    async fn list_chats(&self, known_before: Option<Timestamp>) -> Result<Vec<Chat>, EngineError> {
        let since = known_before.map(|at| at.plus_ms(-self.timing.relist_margin_ms));
        let mut seen: HashSet<ChatId> = HashSet::new();
        let mut listed = Vec::new();
        let mut before = None;
        loop {
            let query = RecentChats { count: self.timing.chat_page, before, robot_key: None };
            let page = self.platform.recent_chats(&query).await?;
            let fresh: Vec<ChatUpdate> = page.iter().filter(|row| seen.insert(row.chat_id.clone())).cloned().collect();
            if fresh.is_empty() {
                return Ok(listed);
            }
            let oldest = page.iter().filter_map(|row| row.last_active).min();
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
                return Ok(listed);
            }
            // One millisecond later than the oldest, so that chats that share its time are not skipped (Q28).
            before = oldest.map(|oldest| oldest.plus_ms(1));
            if before.is_none() {
                return Ok(listed);
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
        let mut complete = HashMap::new();
        let mut tasks = Vec::new();
        for (place, chat) in listed.iter().enumerate() {
            let Some(last_active) = chat.last_active.map(end_of_second) else { continue };
            let end = self.store.coverage(&chat.key).await?.last().map(|last| last.to);
            let need = (open.as_ref() != Some(&chat.key), chat.unread == 0, place);
            match end {
                Some(end) if end >= last_active => {
                    complete.insert(chat.key.clone(), end);
                }
                Some(end) => {
                    let window = Interval::new(end.plus_ms(-self.timing.overlap_ms), last_active);
                    tasks.push((need, Task::Missed { chat: chat.key.clone(), window }));
                }
                None => tasks.push((need, Task::Newest { chat: chat.key.clone(), last_active })),
            }
        }
        tasks.sort_by_key(|(need, _)| *need);
        let mut tasks: Vec<Task> = tasks.into_iter().map(|(_, task)| task).collect();
        if first {
            tasks.truncate(self.timing.first_reads);
        }
        Ok((complete, tasks))
    }

    async fn carry_out(&self, task: &Task) -> Result<(ChatKey, Timestamp), EngineError> {
        match task {
            Task::Missed { chat, window } => {
                self.read_window(chat, *window).await?;
                Ok((chat.clone(), window.to))
            }
            Task::Newest { chat, last_active } => {
                self.read_back(chat, *last_active).await?;
                Ok((chat.clone(), *last_active))
            }
        }
    }

    /// Reads all of a window and marks it complete with its last page. Its bounds do not move while it is read,
    /// so that offsets do not shift (Q27).
    pub(crate) async fn read_window(&self, chat: &ChatKey, window: Interval) -> Result<(), EngineError> {
        #[cfg(feature = "sabotage")]
        if crate::sabotage::covers_unread() {
            return self.take_in(Vec::new(), Source::History, vec![(chat.clone(), window)]).await.map(drop);
        }
        let mut offset = 0;
        loop {
            let rows = self.platform.history(&self.history(chat, window, offset)).await?;
            let read = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            let drained = read < self.timing.history_page;
            let covered = if drained { vec![(chat.clone(), window)] } else { Vec::new() };
            self.take_in(rows, Source::History, covered).await?;
            if drained {
                return Ok(());
            }
            offset += read;
        }
    }

    /// Reads one page backwards from `from` and joins it to what is complete there. Returns whether the chat is now
    /// complete to its first message.
    pub(crate) async fn read_back(&self, chat: &ChatKey, from: Timestamp) -> Result<bool, EngineError> {
        let mut offset = 0;
        loop {
            let window = Interval::new(Timestamp(0), from.plus_ms(self.timing.overlap_ms));
            let rows = self.platform.history(&self.history(chat, window, offset)).await?;
            let read = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            let to_start = read < self.timing.history_page;
            let oldest = rows.iter().filter_map(timestamp).min();
            let reached = if to_start { Some(Timestamp(0)) } else { oldest.filter(|oldest| *oldest < from) };
            let covered = reached.map(|reached| (chat.clone(), Interval::new(reached, from)));
            self.take_in(rows, Source::History, covered.into_iter().collect()).await?;
            if reached.is_some() {
                return Ok(to_start);
            }
            // The whole page shares one moment: go on behind it.
            offset += read;
        }
    }

    /// Extends a chat's history to the past by a page.
    pub(crate) async fn load_older(&self, chat: &ChatKey) -> Result<(), EngineError> {
        let coverage = self.store.coverage(chat).await?;
        let from = match coverage.first() {
            Some(first) if first.from <= Timestamp(0) => return Ok(()),
            Some(first) => first.from,
            None => {
                let known = self.store.chat(chat).await?;
                known.and_then(|chat| chat.last_active).unwrap_or_else(|| self.clock.now())
            }
        };
        self.read_back(chat, from).await.map(drop)
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
fn end_of_second(at: Timestamp) -> Timestamp {
    Timestamp(at.0.saturating_sub(at.0.rem_euclid(1_000)).saturating_add(999))
}

fn timestamp(row: &Incoming) -> Option<Timestamp> {
    match row {
        Incoming::Message(message) => Some(message.timestamp),
        _ => None,
    }
}
