//! The one task that watches the seat for the desktop: what came in becomes notifications, what is unread a number on the
//! icons.

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use tauri::{AppHandle, Manager, State};
use tokio::sync::mpsc::UnboundedReceiver;
use zuoxi_engine::{
    Arrival, Board, Change, Clock, EngineError, Falls, Moment, NotificationContent, Push, Slot, Snapshot, Step,
    SystemClock, WallTime, is_quiet, notify,
};
use zuoxi_model::{ChatKey, ChatRow, MessageKey, Robot, SessionState, Timestamp};

use super::{
    Desktop, badge,
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
    let (mut watcher, mut changes) = match Watcher::begin(&app).await {
        Ok(begun) => begun,
        Err(error) => {
            tracing::warn!(%error, "the desktop is told nothing: the seat cannot be watched");
            return;
        }
    };
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
            push = changes.recv() => {
                let Some(push) = push else { return };
                if push.changes.contains(&Change::Reset) {
                    match watcher.reset().await {
                        Ok(anew) => changes = anew,
                        Err(error) => tracing::warn!(%error, "the desktop does not know who is signed in"),
                    }
                } else {
                    for change in push.changes {
                        watcher.changed(change).await;
                    }
                }
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
    falls: Falls,
    robots: Vec<Robot>,
    offline: bool,
    /// Unread messages of the chats that are not muted.
    unread: BTreeMap<ChatKey, u32>,
    /// What a click on a notification opens.
    opens: HashMap<Slot, MessageKey>,
    badge: Option<u32>,
}

impl<'a> Watcher<'a> {
    async fn begin(app: &'a AppHandle) -> Result<(Self, UnboundedReceiver<Push>), EngineError> {
        let (snapshot, changes) = app.state::<Seat>().desk.watch().await?;
        let mut watcher = Self {
            app,
            board: Board::default(),
            falls: Falls::default(),
            robots: Vec::new(),
            offline: true,
            unread: BTreeMap::new(),
            opens: HashMap::new(),
            badge: None,
        };
        watcher.know(snapshot).await;
        Ok((watcher, changes))
    }

    fn desktop(&self) -> State<'a, Desktop> {
        self.app.state()
    }

    fn seat(&self) -> State<'a, Seat> {
        self.app.state()
    }

    /// Another account, or none.
    async fn reset(&mut self) -> Result<UnboundedReceiver<Push>, EngineError> {
        let steps = self.board.clear();
        self.perform(steps).await;
        self.falls.clear();
        self.unread.clear();
        let (snapshot, changes) = self.seat().desk.watch().await?;
        self.know(snapshot).await;
        Ok(changes)
    }

    async fn know(&mut self, snapshot: Snapshot) {
        self.chats(snapshot.chats).await;
        self.robots(snapshot.robots).await;
        self.offline = is_offline(&snapshot.session);
    }

    async fn changed(&mut self, change: Change) {
        match change {
            Change::Chats { rows } => self.chats(rows).await,
            Change::Robots { robots } => self.robots(robots).await,
            Change::Session { session } => self.offline = is_offline(&session),
            _ => {}
        }
    }

    async fn chats(&mut self, rows: Vec<ChatRow>) {
        let mut steps = Vec::new();
        for row in rows {
            let unread = if row.marks.muted { 0 } else { row.chat.unread };
            if row.chat.unread == 0 {
                steps.extend(self.board.read(&row.chat.key));
            }
            self.unread.insert(row.chat.key, unread);
        }
        self.perform(steps).await;
    }

    async fn robots(&mut self, robots: Vec<Robot>) {
        let rose = self.falls.note(&robots, SystemClock.now());
        let steps = rose.iter().filter_map(|robot| self.board.rose(robot)).collect();
        self.robots = robots;
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
        let due = self.falls.due(now.at);
        if due.is_empty() {
            return;
        }
        let settings = self.seat().desk.preferences().await.notifications;
        let quiet = is_quiet(&settings.quiet, self.desktop().quiet.until(now.at), now);
        if settings.content == NotificationContent::Off || quiet {
            return;
        }
        let marks = match self.seat().desk.engine().await {
            Ok(engine) => engine.robot_marks().await.unwrap_or_default(),
            Err(_) => return,
        };
        let mut steps = Vec::new();
        for key in due {
            let marks = marks.get(&key).copied().unwrap_or_default();
            let Some(robot) = self.robots.iter().find(|robot| robot.key == key).filter(|_| !marks.muted) else {
                continue;
            };
            let sound = marks.sound.unwrap_or(settings.sound);
            steps.push(self.board.fell(key, robot.name.clone(), robot.status, sound, now.at));
        }
        self.perform(steps).await;
    }

    /// Until when there is nothing to do by itself.
    fn patience(&self) -> Duration {
        let left_ms = self.falls.next().map(|at| at.0.saturating_sub(SystemClock.now().0));
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
                if let Some(message) = self.opens.remove(&slot) {
                    self.seat().desk.open_message(message);
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
                    let notice = words::notice(language, &card);
                    match card.opens {
                        Some(message) => self.opens.insert(slot.clone(), message),
                        None => self.opens.remove(&slot),
                    };
                    if let Err(error) = desktop.notifier.show(Some(slot), notice).await {
                        tracing::info!(%error, "a notification could not be shown; the number on the icon stands");
                    }
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
        let unread = self.unread.values().fold(0_u32, |sum, unread| sum.saturating_add(*unread));
        if self.badge != Some(unread) {
            self.badge = Some(unread);
            badge::show(self.app, unread);
        }
        let desktop = self.desktop();
        let Some(tray) = &desktop.tray else { return };
        let preferences = self.seat().desk.preferences().await;
        let quiet = desktop.quiet.until(SystemClock.now()).is_some();
        tray.show(Shown { language: preferences.language, unread, offline: self.offline, quiet });
    }
}

fn now() -> Moment {
    let at: Timestamp = SystemClock.now();
    Moment { at, wall: WallTime::now() }
}

/// A line that is being opened, or a catch-up, is no news.
fn is_offline(session: &SessionState) -> bool {
    match session {
        SessionState::SignedOut | SessionState::Offline { .. } | SessionState::AuthLost { .. } => true,
        SessionState::Connecting | SessionState::CatchingUp { .. } | SessionState::Live { .. } => false,
    }
}
