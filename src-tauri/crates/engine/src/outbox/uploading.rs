//! Files and covers on their way to an address, before their message may leave.
//!
//! One upload at a time for each chat, so that a pile of files in one chat does not hold up the others, and a few in
//! all. It needs no line to the platform: what can be uploaded meanwhile leaves the sooner when the line is back.
//!
//! What fails for the storage's sake is tried again, less and less often, and at once when the line comes back or the
//! storage is set up anew. What fails for the file's sake, or because the storage refuses, waits for a person. After a
//! restart an upload begins anew; the storage knows a file by its content, so nothing is there twice.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use tokio::{
    task::{Id, JoinError, JoinSet},
    time::Instant,
};
use tokio_util::sync::CancellationToken;
use zuoxi_model::{Content, Cover, FailureReason, MessageId, OutboxEntry, OutboxState};

use super::{
    dispatch::{earlier, held_until},
    transition::{OutboxEvent, advance, can_be_taken_back},
};
use crate::{
    EngineError, PublicWeb, UploadError, UploadKind, UploadLimits, UploadProgress, UploadRequest, Uploaded, core::Core,
    feed::Change,
};

type Outcome = Result<Content, EngineError>;

/// How an upload ended, by its task.
pub(super) type Ended = Result<(Id, Outcome), JoinError>;

/// The uploads of the outbox.
#[derive(Default)]
pub(super) struct Uploads {
    tasks: JoinSet<Outcome>,
    running: HashMap<Id, MessageId>,
    /// Those that failed and are tried again.
    failed: HashMap<MessageId, Failed>,
}

struct Failed {
    pauses: ExponentialBackoff,
    again_at: Instant,
}

impl Uploads {
    /// Begins what may begin; returns when the next one may.
    pub(super) async fn begin(
        &mut self,
        core: &Arc<Core>,
        open: &[OutboxEntry],
    ) -> Result<Option<Instant>, EngineError> {
        self.failed.retain(|id, _| open.iter().any(|entry| entry.id == *id));
        let now = Instant::now();
        let mut chats = HashSet::new();
        let mut next = None;
        for entry in open.iter().filter(|entry| can_be_taken_back(&entry.state) && entry.awaits_upload()) {
            if !chats.insert(&entry.chat) || self.running.values().any(|id| *id == entry.id) {
                continue;
            }
            let again_at = self.failed.get(&entry.id).map(|failed| failed.again_at);
            if let Some(due) = held_until(core, entry).max(again_at).filter(|due| *due > now) {
                next = earlier(next, Some(due));
                continue;
            }
            // The end of another one is the next occasion.
            if self.running.len() >= core.timing.uploads {
                continue;
            }
            if let Some(uploading) = advance(&entry.state, &OutboxEvent::Upload)
                && !core.move_send(entry, &uploading, entry.attempts).await?
            {
                continue;
            }
            let cancel = core.depot.begin(&entry.id);
            let task = self.tasks.spawn(bring(Arc::clone(core), entry.clone(), cancel));
            self.running.insert(task.id(), entry.id.clone());
        }
        Ok(next)
    }

    /// Waits for the end of one; for ever while there is none.
    pub(super) async fn ended(&mut self) -> Ended {
        match self.tasks.join_next_with_id().await {
            Some(ended) => ended,
            None => std::future::pending().await,
        }
    }

    /// What failed is tried again now: the line is back, or the storage is another.
    pub(super) fn hurry(&mut self) {
        let now = Instant::now();
        for failed in self.failed.values_mut() {
            failed.again_at = now;
        }
    }

    /// Takes in how an upload ended.
    pub(super) async fn settle(&mut self, core: &Core, ended: Ended) -> Result<(), EngineError> {
        let (task, outcome) = match ended {
            Ok((task, outcome)) => (task, outcome),
            Err(error) => (error.id(), Err(EngineError::InvalidInput(format!("the upload broke off: {error}")))),
        };
        let Some(id) = self.running.remove(&task) else { return Ok(()) };
        core.depot.end(&id);
        let entry = core.store.outbox_entry(&id).await?.filter(|entry| entry.state == OutboxState::Uploading);
        // Without one the person has taken it back.
        let Some(entry) = entry else { return Ok(()) };
        match outcome {
            Ok(content) => {
                self.failed.remove(&id);
                core.address_send(&entry, &content).await
            }
            Err(error) if passes(&error) => {
                tracing::info!(%id, %error, "a file could not be uploaded now; it is tried again");
                self.wait(core, id);
                // While nothing can be reached it waits like everything else.
                let event = core.line.borrow().is_none().then_some(OutboxEvent::Interrupted);
                step(core, &entry, event).await
            }
            Err(error) => {
                tracing::warn!(%id, code = ?error.code(), "a file cannot be uploaded");
                let reason = FailureReason::Upload { code: error.code().word(), message: error.to_string() };
                step(core, &entry, Some(OutboxEvent::Fail { reason })).await
            }
        }
    }

    fn wait(&mut self, core: &Core, id: MessageId) {
        let [first, longest] = core.timing.upload_retry;
        let now = Instant::now();
        let failed = self.failed.entry(id).or_insert_with(|| {
            let pauses = ExponentialBuilder::default().with_min_delay(first).with_max_delay(longest).with_jitter();
            Failed { pauses: pauses.without_max_times().build(), again_at: now }
        });
        failed.again_at = now + failed.pauses.next().unwrap_or(longest);
    }
}

/// What was uploading when the console ended begins anew.
pub(super) async fn begin_anew(core: &Core) -> Result<(), EngineError> {
    for entry in core.store.outbox().await? {
        if entry.state == OutboxState::Uploading {
            step(core, &entry, Some(OutboxEvent::Interrupted)).await?;
        }
    }
    Ok(())
}

async fn step(core: &Core, entry: &OutboxEntry, event: Option<OutboxEvent>) -> Result<(), EngineError> {
    if let Some(state) = event.and_then(|event| advance(&entry.state, &event)) {
        core.move_send(entry, &state, entry.attempts).await?;
    }
    Ok(())
}

/// True if it may work a little later with nothing changed. A file that changed is not among it: it may be another file
/// by now, and the person has chosen the earlier one.
fn passes(error: &EngineError) -> bool {
    match error {
        EngineError::Upload(error) => {
            matches!(error, UploadError::Unreachable { .. } | UploadError::Stalled { .. } | UploadError::Busy)
        }
        // The practice storage is opened with the session's token, and there is none before the sign-in.
        EngineError::Platform(error) => {
            error.retryable() || matches!(error, zuoxi_platform::PlatformError::NotSignedIn)
        }
        _ => false,
    }
}

/// Brings the file or the cover of a send to an address; returns the message with it.
async fn bring(core: Arc<Core>, entry: OutboxEntry, cancel: CancellationToken) -> Outcome {
    match attempt(&core, &entry, &cancel).await {
        Err(error) => {
            renew_after(&core, error).await?;
            attempt(&core, &entry, &cancel).await
        }
        done => done,
    }
}

/// Renews the token if the storage refused it, as it does once it has run out while the line is down; then another try is
/// worth it. Any other error stands.
pub(super) async fn renew_after(core: &Core, error: EngineError) -> Result<(), EngineError> {
    if !matches!(error, EngineError::Upload(UploadError::Denied)) || !core.stores_by_token().await {
        return Err(error);
    }
    Ok(core.platform.renew().await?)
}

async fn attempt(core: &Core, entry: &OutboxEntry, cancel: &CancellationToken) -> Outcome {
    if let Some(attachment) = &entry.attachment {
        let name = Some(attachment.name.clone());
        let request = UploadRequest { path: attachment.path.clone().into(), name, kind: attachment.kind.into() };
        let uploaded = upload(core, entry, &request, cancel).await?;
        return Ok(attachment.content(uploaded.url));
    }
    let address = match &entry.cover {
        None => return Ok(entry.content.clone()),
        Some(Cover::File { path }) => {
            let request = UploadRequest { path: path.into(), name: None, kind: UploadKind::Cover };
            upload(core, entry, &request, cancel).await?.url
        }
        Some(Cover::Address { url }) => {
            let web = PublicWeb::new(&core.timing.network)?;
            let listed = &core.account.environment.media_hosts;
            web.check_cover(url, &UploadLimits::default(), listed, cancel).await?;
            url.trim().to_owned()
        }
    };
    Ok(match entry.content.clone() {
        Content::Link { title, link, description, .. } => {
            Content::Link { title, link, description, cover_url: Some(address) }
        }
        content => content,
    })
}

async fn upload(
    core: &Core,
    entry: &OutboxEntry,
    request: &UploadRequest,
    cancel: &CancellationToken,
) -> Result<Uploaded, EngineError> {
    let uploader = core.uploader().await?;
    let (feed, id) = (core.feed.clone(), entry.id.clone());
    let watch = move |progress: UploadProgress| feed.publish(vec![Change::Upload { id: id.clone(), progress }]);
    Ok(uploader.upload(request, watch, cancel).await?)
}
