//! The state that all parts of the practice platform share.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::actions::InFlight;
use crate::book::Book;
use crate::clock::{Clock, SECOND_MS};
use crate::control::load::Progress;
use crate::delivery::Push;
use crate::faults::Faults;
use crate::guarded::Guarded;
use crate::media::storage::Storage;
use crate::network::Network;
use crate::options::Options;
use crate::socket::consoles::Consoles;
use crate::tokens::Tokens;
use crate::traffic::{Heard, Switch};
use crate::world::{World, labels};

/// One running platform. No lock in it is held across an `await`, and none is taken while another is held, except
/// `book` inside `world`.
pub struct Practice {
    pub options: Options,
    pub clock: Clock,
    pub network: Arc<Network>,
    pub world: Guarded<World>,
    pub book: Guarded<Book>,
    pub tokens: Tokens,
    pub faults: Faults,
    pub consoles: Consoles,
    /// Robots with an action in flight.
    pub in_flight: InFlight,
    /// Uploads and exports.
    pub storage: Storage,
    /// Takes pushes that a fault delays.
    pub delayed: mpsc::UnboundedSender<(Instant, Push)>,
    /// Turns the customers' own writing on and off.
    pub traffic: Switch,
    /// Tells the traffic what the console wrote, so that customers can answer.
    pub heard: mpsc::UnboundedSender<Heard>,
    /// How far the last run of many messages is.
    pub load: Guarded<Progress>,
    tasks: Guarded<JoinSet<()>>,
}

impl Practice {
    pub fn new(
        options: Options,
        network: Arc<Network>,
        base_url: &str,
        heard: mpsc::UnboundedSender<Heard>,
        delayed: mpsc::UnboundedSender<(Instant, Push)>,
    ) -> Arc<Self> {
        let clock = Clock::default();
        let now_ms = clock.now_ms();
        let mut world = World::generate(options.seed, &options.world, now_ms, base_url);
        if options.quirks.repeated_label_name {
            labels::repeat_a_name(&mut world.label_groups);
        }
        Arc::new(Self {
            world: Guarded::new(world),
            book: Guarded::default(),
            tokens: Tokens::new(options.seed, now_ms, options.token_minutes),
            faults: Faults::default(),
            consoles: Consoles::default(),
            in_flight: InFlight::default(),
            storage: Storage::new(options.uploads.clone()),
            delayed,
            traffic: Switch::new(options.traffic),
            load: Guarded::default(),
            tasks: Guarded::default(),
            network,
            heard,
            clock,
            options,
        })
    }

    /// The time for a message that is said now.
    pub fn message_time_ms(&self) -> i64 {
        let now_ms = self.clock.now_ms();
        if self.options.quirks.whole_second_timestamps { now_ms / SECOND_MS * SECOND_MS } else { now_ms }
    }

    /// Runs `task` until it ends or the platform is shut down.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.with(|tasks| {
            while tasks.try_join_next().is_some() {}
            tasks.spawn(task);
        });
    }

    /// Ends everything that [`Self::spawn`] started.
    pub async fn end_tasks(&self) {
        let mut tasks = self.tasks.with(std::mem::take);
        tasks.shutdown().await;
    }
}
