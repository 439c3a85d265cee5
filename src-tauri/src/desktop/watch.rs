//! The one task that watches the seat for the desktop: what came in becomes notifications, what is unread a number on the
//! icons.

use std::{collections::HashMap, time::Duration};

use tauri::{AppHandle, Manager, State};
use tokio::sync::mpsc::UnboundedReceiver;
use zuoxi_engine::{
    Arrival, Board, Clock, Moment, News, NotificationContent, Overheard, Slot, Step, SystemClock, WallTime, is_quiet,
    notify,
};
use zuoxi_model::{AccountId, ChatRow, MessageKey, Robot, RobotMarks, Timestamp};

use super::{
    Desktop,
    accounts::Accounts,
    badge,
    notify::{Event, Place},
    raise::{is_shown, raise},
    tray::Shown,
    words,
};
use crate::commands::Seat;

/// Messages that come within this time of each other are told together.
const TOGETHER: Duration = Duration::from_millis(300);
/// The end of a quiet hour, and a clock that was set, are noticed after this long.
const LOOK: Duration = Duration::from_secs(30);

/// Runs until the app ends.
pub async fn run(app: AppHandle, mut events: UnboundedReceiver<Event>) {
    let mut arrivals = app.state::<Seat>().desk.arrivals();
    let (at_work, mut told) = app.state::<Seat>().desk.overhear();
    let mut watcher = Watcher::new(&app);
    for account in at_work {
        watcher.came(&account).await;
    }
    loop {
        watcher.show().await;
        tokio::select! {
            first = arrivals.recv() => {
                let Some(first) = first else { return };
                tokio::time::sleep(TOGETHER).await;
                let mut gathered = vec![first];
                while let Ok(next) = arrivals.try_recv() {
                    gathered.push(next);
                }
                watcher.arrived(gathered).await;
            }
            overheard = told.recv() => {
                let Some(Overheard { account, news }) = overheard else { return };
                watcher.heard(account, news).await;
            }
            event = events.recv() => {
                let Some(event) = event else { return };
                watcher.event(event).await;
            }
            () = watcher.desktop().inner().look.notified() => watcher.looked().await,
            () = tokio::time::sleep(watcher.patience()) => watcher.fallen().await,
        }
    }
}

struct Watcher<'a> {
    app: &'a AppHandle,
    board: Board,
    accounts: Accounts,
    /// What a click on a notification opens.
    opens: HashMap<Slot, (AccountId, MessageKey)>,
    badge: Option<u32>,
    /// The last notification could be shown: said once, when that changes, and not with each.
    are_shown: bool,
}

impl<'a> Watcher<'a> {
    fn new(app: &'a AppHandle) -> Self {
        Self {
            app,
            board: Board::default(),
            accounts: Accounts::default(),
            opens: HashMap::new(),
            badge: None,
            are_shown: true,
        }
    }

    fn desktop(&self) -> State<'a, Desktop> {
        self.app.state()
    }

    fn seat(&self) -> State<'a, Seat> {
        self.app.state()
    }

    async fn heard(&mut self, account: AccountId, news: News) {
        match news {
            News::Came => self.came(&account).await,
            News::Session(session) => self.accounts.session(&account, &session),
            News::Robots(robots) => self.robots(&account, robots).await,
            News::Chats(rows) => self.chats(&account, rows).await,
            News::Left => {
                self.accounts.forget(&account);
                let steps = self.board.left(&account);
                self.perform(steps).await;
            }
        }
    }

    async fn came(&mut self, account: &AccountId) {
        match self.seat().desk.at_work(account).await {
            Ok(Some(at_work)) => {
                self.accounts.know(&at_work);
                self.chats(account, at_work.chats).await;
                self.robots(account, at_work.robots).await;
            }
            // It has left again, which will be told.
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "the desktop does not know how an account is"),
        }
    }

    async fn chats(&mut self, account: &AccountId, rows: Vec<ChatRow>) {
        let read = self.accounts.chats(account, rows);
        let steps = read.iter().flat_map(|chat| self.board.read(account, chat)).collect();
        self.perform(steps).await;
    }

    async fn robots(&mut self, account: &AccountId, robots: Vec<Robot>) {
        let rose = self.accounts.robots(account, robots, SystemClock.now());
        let steps = rose.iter().filter_map(|robot| self.board.rose(account, robot)).collect();
        self.perform(steps).await;
    }

    async fn arrived(&mut self, arrivals: Vec<Arrival>) {
        let settings = self.seat().desk.preferences().await.notifications;
        let now = now();
        let asked = self.desktop().quiet.until(now.at);
        let shown = is_shown(self.app);
        let told: Vec<_> = arrivals
            .into_iter()
            .filter_map(|mut arrival| {
                // A window that is hidden may not have said so yet.
                arrival.view.focused &= shown;
                if !self.accounts.has(&arrival.account) {
                    return None;
                }
                let notify = notify(&arrival, &settings, asked, now)?;
                Some((arrival, notify))
            })
            .collect();
        if told.is_empty() {
            return;
        }
        let steps = self.board.arrive(&told, now.at);
        self.perform(steps).await;
    }

    /// Tells of the robots that have been down for long enough.
    async fn fallen(&mut self) {
        let now = now();
        let due = self.accounts.fallen(now.at);
        if due.is_empty() {
            return;
        }
        let settings = self.seat().desk.preferences().await.notifications;
        let quiet = is_quiet(&settings.quiet, self.desktop().quiet.until(now.at), now);
        if settings.content == NotificationContent::Off || quiet {
            return;
        }
        let mut steps = Vec::new();
        for (account, robot) in due {
            let marks = match self.seat().desk.marks_of(&account, &robot.key).await {
                Ok(marks) if marks.muted => continue,
                Ok(marks) => marks,
                Err(error) => {
                    tracing::debug!(%error, "a robot is told without its marks");
                    RobotMarks::default()
                }
            };
            let sound = marks.sound.unwrap_or(settings.sound);
            steps.push(self.board.fell(&account, &robot, sound, now.at));
        }
        self.perform(steps).await;
    }

    /// Until when there is nothing to do by itself.
    fn patience(&self) -> Duration {
        let left_ms = self.accounts.next_fall().map(|at| at.0.saturating_sub(SystemClock.now().0));
        let left = left_ms.map(|ms| Duration::from_millis(u64::try_from(ms).unwrap_or(0)));
        left.map_or(LOOK, |left| left.min(LOOK))
    }

    /// Somebody is at the window.
    async fn looked(&mut self) {
        if is_shown(self.app) {
            let steps = self.board.looked().into_iter().collect();
            self.perform(steps).await;
        }
    }

    async fn event(&mut self, event: Event) {
        match event {
            Event::Clicked(place) => {
                raise(self.app);
                let Some(slot) = place else { return };
                if let Some((account, message)) = self.opens.remove(&slot) {
                    self.seat().desk.open_message(account, message);
                }
                self.board.gone(&slot);
                // Some services leave a notification where it is after a click.
                self.desktop().notifier.close(Some(slot)).await;
            }
            Event::Gone(Some(slot)) => {
                self.opens.remove(&slot);
                self.board.gone(&slot);
            }
            Event::Gone(None) => {}
        }
    }

    async fn perform(&mut self, steps: Vec<Step>) {
        if steps.is_empty() {
            return;
        }
        let language = self.seat().desk.preferences().await.language;
        let desktop = self.desktop();
        for step in steps {
            match step {
                Step::Show { slot, card } => {
                    let account = card.account.as_ref().and_then(|account| self.accounts.name(account));
                    let notice = words::notice(language, &card, account.as_deref());
                    match card.account.zip(card.opens) {
                        Some(message) => self.opens.insert(slot.clone(), message),
                        None => self.opens.remove(&slot),
                    };
                    let shown = desktop.notifier.show(Some(slot), notice).await;
                    if let Err(error) = &shown
                        && self.are_shown
                    {
                        tracing::info!(%error, "notifications cannot be shown; the number on the icon stands");
                    }
                    self.are_shown = shown.is_ok();
                }
                Step::Close { slot } => {
                    self.opens.remove(&slot);
                    let place: Place = Some(slot);
                    desktop.notifier.close(place).await;
                }
            }
        }
    }

    /// Brings the icons up to date.
    async fn show(&mut self) {
        let unread = self.accounts.unread();
        if self.badge != Some(unread) {
            self.badge = Some(unread);
            badge::show(self.app, unread);
        }
        let desktop = self.desktop();
        let Some(tray) = &desktop.tray else { return };
        let preferences = self.seat().desk.preferences().await;
        let quiet = desktop.quiet.until(SystemClock.now()).is_some();
        tray.show(Shown { language: preferences.language, unread, offline: self.accounts.is_offline(), quiet });
    }
}

fn now() -> Moment {
    let at: Timestamp = SystemClock.now();
    Moment { at, wall: WallTime::now() }
}
