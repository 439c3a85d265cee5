//! A push that never came although the line is up.
//!
//! Specification 3.0 says that it does not happen, and a message that is lost all the same would be lost unseen: the next
//! one of its chat would extend coverage over it. But the platform tells of every message twice, by the `message` itself
//! and by the chat's `chat` event, whose `lastMsgActive` moves. So the two are counted against each other: a chat that was
//! told to have moved and of which no message came is *owed* one. While it is, nothing extends its coverage, and if it is
//! still owed after a grace (events overtake each other), that stretch is read from the history.
//!
//! Where both events of a message are lost, the chat's next one tells by its unread count, which went up by more than the
//! messages that came; or else the recent list, the top of which is looked at now and then.
//!
//! What the catch-up could not read is in doubt in the same way, but no message that comes settles that: only its reading.
//!
//! Decisions:
//! - Told is what reaches the newest second of the chat or a later one: 3.3 and 2.10 count whole seconds. An event that
//!   moves nothing and only lowers the unread count is somebody who read the chat.
//! - A false alarm costs one small request and nothing else, so every doubt is one.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use tokio::time::Instant;
use zuoxi_model::{ChatKey, Interval, Message, MessageId, Timestamp};
use zuoxi_platform::{Incoming, RecentChats};

use crate::{
    EngineError, Timing,
    catchup::end_of_second,
    core::Core,
    intake::{Source, Stage},
};

/// A message is pushed once; of how many of a chat it is remembered that they came, for those that are pushed twice.
const REMEMBERED: usize = 32;

/// The history may know a message a moment later than the list; after so many readings there is none.
const MOST_READINGS: u32 = 3;

/// The list is followed so many pages down at most; what moved more than that was heard.
const MOST_PAGES: u32 = 20;

/// What was told and heard of the chats since the line came up.
#[derive(Debug, Default)]
pub(crate) struct Told(HashMap<ChatKey, Account>);

#[derive(Debug, Default)]
struct Account {
    /// Messages that were told and have not come.
    owed: u32,
    /// Of these, how many a reading is looking for.
    sought: u32,
    /// Messages that came before they were told.
    ahead: u32,
    /// Up to where the chat was complete at the last event of it that hid nothing.
    sure_to: Option<Timestamp>,
    /// From where on something may be missing, if that is older than what counts as complete.
    doubtful_from: Option<Timestamp>,
    /// The newest activity that was told, and the unread count with it.
    told_to: Option<Timestamp>,
    unread: Option<u32>,
    /// The newest message that came while some were owed.
    heard_to: Option<Timestamp>,
    /// The catch-up could not read a stretch of it.
    not_read: bool,
    /// Since when.
    owed_since: Option<Instant>,
    readings: u32,
    /// Readings that failed one after the other.
    failures: u32,
    came: VecDeque<MessageId>,
}

/// A stretch that may miss a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Doubt {
    pub chat: ChatKey,
    /// From here on, or from where the chat is complete.
    pub from: Option<Timestamp>,
    /// Up to here something was told or heard.
    pub to: Timestamp,
}

impl Told {
    /// A `chat` event, or a row of the recent list. `complete_to` is up to where the chat is complete.
    pub(crate) fn tell(
        &mut self,
        chat: &ChatKey,
        last_active: Option<Timestamp>,
        unread: Option<u32>,
        complete_to: Option<Timestamp>,
        now: Instant,
    ) {
        let account = self.0.entry(chat.clone()).or_default();
        let was_read = account.told_to == last_active && unread.is_some_and(|unread| account.unread > Some(unread));
        let unread_before = account.unread;
        account.unread = unread.or(unread_before);
        let more_unread = unread.zip(unread_before).map_or(0, |(now, before)| now.saturating_sub(before));
        let Some(at) = last_active else { return };
        account.told_to = account.told_to.max(Some(at));
        let known = complete_to.max(account.heard_to).map(end_of_second);
        if was_read || known.is_some_and(|known| end_of_second(at) < known) {
            return;
        }
        let came = std::mem::take(&mut account.ahead);
        // Several may be told at once; more than came, and nobody told of them.
        let hidden = more_unread.saturating_sub(came.max(1));
        if hidden > 0 {
            account.doubtful_from = account.doubtful_from.or(account.sure_to);
        } else {
            account.sure_to = complete_to;
        }
        let owed = hidden + u32::from(came == 0);
        if owed > 0 {
            account.owed = account.owed.saturating_add(owed);
            account.owed_since.get_or_insert(now);
        }
    }

    /// As [`Told::tell`], by the recent list, which tells of no single message: only of a chat that moved beyond all that
    /// was heard of it.
    pub(crate) fn list(
        &mut self,
        chat: &ChatKey,
        last_active: Option<Timestamp>,
        complete_to: Option<Timestamp>,
        now: Instant,
    ) {
        let account = self.0.entry(chat.clone()).or_default();
        let known = complete_to.max(account.heard_to).map(end_of_second);
        let Some(at) = last_active.filter(|at| known.is_none_or(|known| end_of_second(*at) > known)) else { return };
        account.told_to = account.told_to.max(Some(at));
        account.owed = account.owed.max(1);
        account.owed_since.get_or_insert(now);
    }

    /// A message came.
    pub(crate) fn hear(&mut self, chat: &ChatKey, id: &MessageId, at: Timestamp) {
        let account = self.0.entry(chat.clone()).or_default();
        if !account.remember(id) {
            return;
        }
        if !account.is_owed() {
            account.ahead = account.ahead.saturating_add(1);
            return;
        }
        account.heard_to = account.heard_to.max(Some(at));
        account.owed = account.owed.saturating_sub(1);
        account.sought = account.sought.min(account.owed);
        if !account.is_owed() {
            account.settle();
        }
    }

    /// The catch-up could not read all of a chat up to `to`.
    pub(crate) fn not_read(&mut self, chat: &ChatKey, to: Timestamp, now: Instant) {
        let account = self.0.entry(chat.clone()).or_default();
        account.not_read = true;
        account.told_to = account.told_to.max(Some(to));
        account.owed_since.get_or_insert(now);
    }

    /// Messages were found in the history. They pay for nothing, because their reading does; if one of them is pushed after
    /// all, it must not pay for another.
    pub(crate) fn find(&mut self, messages: &[Message]) {
        // Newest first, as they are served: the newest are remembered longest.
        for message in messages.iter().rev() {
            if let Some(account) = self.0.get_mut(&message.key.chat()).filter(|account| account.is_owed()) {
                account.remember(&message.key.message_id);
            }
        }
    }

    /// Whether a message of this chat is owed, so that nothing may extend its coverage.
    pub(crate) fn is_owed(&self, chat: &ChatKey) -> bool {
        self.0.get(chat).is_some_and(Account::is_owed)
    }

    /// How many chats are owed a message.
    pub(crate) fn owed(&self) -> usize {
        self.0.values().filter(|account| account.is_owed()).count()
    }

    /// The chats that are owed a message since `since` or longer, and when the next one will be, unless it is among them.
    fn due(&mut self, since: Instant) -> (Vec<Doubt>, Option<Instant>) {
        let mut due = Vec::new();
        let mut next: Option<Instant> = None;
        for (chat, account) in self.0.iter_mut().filter(|(_, account)| account.is_owed()) {
            match (account.owed_since, account.told_to.max(account.heard_to)) {
                (Some(owed_since), Some(to)) if owed_since <= since => {
                    account.sought = account.owed;
                    due.push(Doubt { chat: chat.clone(), from: account.doubtful_from, to });
                }
                (Some(owed_since), _) => next = Some(next.map_or(owed_since, |next| next.min(owed_since))),
                _ => {}
            }
        }
        (due, next)
    }

    /// The stretch of a doubt was read, and the newest message in it found. Whether the chat is owed nothing more.
    fn read(&mut self, doubt: &Doubt, newest: Option<Timestamp>, now: Instant) -> bool {
        let Some(account) = self.0.get_mut(&doubt.chat) else { return true };
        account.readings += 1;
        account.failures = 0;
        account.not_read = false;
        let found = newest.is_some_and(|newest| end_of_second(newest) >= end_of_second(doubt.to));
        if found || account.readings >= MOST_READINGS {
            account.owed -= account.sought.min(account.owed);
            account.sought = 0;
            account.readings = 0;
        }
        if account.is_owed() {
            account.owed_since = Some(now);
        } else {
            account.settle();
        }
        !account.is_owed()
    }

    /// A reading failed; it is tried again after the grace, and later each time, since some things are refused for good.
    fn postpone(&mut self, chat: &ChatKey, now: Instant, timing: &Timing) {
        if let Some(account) = self.0.get_mut(chat).filter(|account| account.is_owed()) {
            let pause = timing.reread_pause.saturating_mul(2_u32.saturating_pow(account.failures)).min(timing.relist);
            account.failures = account.failures.saturating_add(1);
            account.owed_since = Some(now + pause);
        }
    }

    /// The newest message that came while something was owed, once nothing is.
    pub(crate) fn heard_to(&mut self, chat: &ChatKey) -> Option<Timestamp> {
        let account = self.0.get_mut(chat).filter(|account| !account.is_owed())?;
        account.heard_to.take()
    }
}

impl Account {
    fn is_owed(&self) -> bool {
        self.owed > 0 || self.not_read
    }

    /// Nothing is owed any more.
    fn settle(&mut self) {
        self.owed = 0;
        self.sought = 0;
        self.ahead = 0;
        self.doubtful_from = None;
        self.owed_since = None;
        self.readings = 0;
    }

    /// False if it is remembered already.
    fn remember(&mut self, id: &MessageId) -> bool {
        if self.came.contains(id) {
            return false;
        }
        self.came.push_back(id.clone());
        if self.came.len() > REMEMBERED {
            self.came.pop_front();
        }
        true
    }
}

/// Reads what was told and did not come. Runs until the engine stops.
pub(crate) async fn run(core: Arc<Core>) {
    let mut listing = Instant::now() + core.timing.relist;
    let mut listed_to: Option<Timestamp> = None;
    loop {
        let next = match core.read_missing().await {
            Ok(next) => next,
            Err(error) => {
                core.note_fault(&error).await;
                Some(Instant::now() + core.timing.reread_pause)
            }
        };
        let until = next.map_or(listing, |next| next.min(listing));
        tokio::select! {
            () = core.stop.cancelled() => return,
            () = core.told_more.notified() => {}
            () = tokio::time::sleep_until(until) => {}
        }
        if Instant::now() >= listing {
            listing = Instant::now() + core.timing.relist;
            match core.list_top(listed_to).await {
                Ok(newest) => listed_to = newest.or(listed_to),
                Err(error) => tracing::info!(%error, "the recent list could not be looked at"),
            }
        }
    }
}

impl Core {
    /// Reads every stretch that has been in doubt for long enough; when the next one will be.
    async fn read_missing(&self) -> Result<Option<Instant>, EngineError> {
        let now = Instant::now();
        let grace = self.timing.push_grace;
        let (due, next) = {
            let mut intake = self.intake.lock().await;
            if !matches!(intake.stage, Stage::CaughtUp(_)) {
                return Ok(None);
            }
            intake.told.due(now.checked_sub(grace).unwrap_or(now))
        };
        let mut again = next.map(|owed_since| owed_since + grace);
        for doubt in due {
            match self.read_doubt(&doubt).await {
                Ok(true) => {}
                Ok(false) => again = Some(Instant::now() + grace),
                Err(error) => {
                    tracing::info!(chat = ?doubt.chat, %error, "what a push may have missed could not be read yet");
                    self.intake.lock().await.told.postpone(&doubt.chat, Instant::now(), &self.timing);
                    again = Some(Instant::now() + grace.max(self.timing.reread_pause));
                }
            }
        }
        Ok(again)
    }

    async fn read_doubt(&self, doubt: &Doubt) -> Result<bool, EngineError> {
        let chat = &doubt.chat;
        let complete_to = match &self.intake.lock().await.stage {
            Stage::CaughtUp(complete_to) => complete_to.get(chat).copied(),
            _ => return Ok(true),
        };
        let newest = match complete_to {
            Some(complete_to) => {
                let from = doubt.from.map_or(complete_to, |from| from.min(complete_to));
                let window = Interval::new(from.plus_ms(-self.timing.overlap_ms), end_of_second(doubt.to));
                self.read_window(chat, window).await?
            }
            None => Some(self.read_back(chat, end_of_second(doubt.to), false).await?.1),
        };
        let mut guard = self.intake.lock().await;
        let intake = &mut *guard;
        let settled = intake.told.read(doubt, newest, Instant::now());
        // The line may have gone meanwhile; then the catch-up reads all of it.
        let Stage::CaughtUp(complete) = &mut intake.stage else { return Ok(true) };
        let Some(newest) = newest else {
            drop(guard);
            self.reading.reconsider(std::slice::from_ref(chat));
            return Ok(settled);
        };
        let from = complete.get(chat).copied().map_or(newest, |known| known.max(newest));
        // What came during the reading joins on to it, unless something of that is owed again.
        let to = intake.told.heard_to(chat).map_or(from, |heard| heard.max(from));
        complete.insert(chat.clone(), to);
        drop(guard);
        tracing::info!(?chat, settled, ?newest, "a push was missing, or late; its stretch was read");
        self.take_in(Vec::new(), Source::History, vec![(chat.clone(), Interval::new(from, to))]).await?;
        // All of it is on the screen now, if the chat is.
        self.reading.reconsider(std::slice::from_ref(chat));
        Ok(settled)
    }

    /// Looks at the recent list down to what was its top the last time; its newest activity.
    async fn list_top(&self, listed_to: Option<Timestamp>) -> Result<Option<Timestamp>, EngineError> {
        let mut before = None;
        let mut newest = None;
        for _ in 0..MOST_PAGES {
            if !matches!(self.intake.lock().await.stage, Stage::CaughtUp(_)) {
                return Ok(None);
            }
            let query = RecentChats { count: self.timing.chat_page, before, robot_key: None };
            let page = self.platform.list_chats(&query).await?.chats;
            let oldest = page.iter().filter_map(|row| row.last_active).min();
            newest = newest.max(page.iter().filter_map(|row| row.last_active).max());
            let rows = page.into_iter().map(|row| Incoming::Chat(Box::new(row))).collect();
            self.take_in(rows, Source::Listed, Vec::new()).await?;
            // What was told just before the last look may have been on its way then.
            let down_to = listed_to.map(|at| at.plus_ms(-self.timing.relist_margin_ms));
            let next = oldest.map(|oldest| end_of_second(oldest).plus_ms(1));
            if listed_to.is_none() || oldest < down_to || next == before {
                break;
            }
            before = next;
        }
        Ok(newest)
    }
}

#[cfg(test)]
mod tests;
