//! The client as the rest of the console sees it.

use std::{sync::Arc, time::Duration};

use secrecy::SecretString;
use tokio::sync::watch;
use url::Url;
use zuoxi_model::{
    Action, ActionEvent, Broadcast, ChatId, ChatUpdate, Customer, DownReason, Environment, Group, GroupDownload,
    GroupMember, GroupSettingsCopy, MessageId, Page, Robot, RobotKey, SocketProtocol, Timestamp,
};

use crate::{
    ChatPage, Connection, CustomerQuery, GroupQuery, History, Incoming, MemberQuery, PlatformError, Proxies, RawEvent,
    RecentChats, RobotList, SyncScope,
    rest::Rest,
    robot_index::RobotIndex,
    socket::{self, Target},
    wire::{self, Context},
};

/// What an account signs in with. Spec 2.1.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub access_key: String,
    /// The account's real password on the platform (Q7).
    pub access_secret: SecretString,
}

/// What a sign-in brought, without the token. Spec 2.1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    pub username: String,
    /// From local receipt.
    pub expires_in: Duration,
}

/// One account on one environment. Clones share the token and the index of robots.
#[derive(Debug, Clone)]
pub struct Platform(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    environment: Environment,
    socket_base: Url,
    proxies: Proxies,
    rest: Rest,
    robots: RobotIndex,
}

impl Platform {
    /// Checks the environment's addresses; makes no request. Takes the proxies of this machine.
    pub fn new(environment: Environment, credentials: Credentials) -> Result<Self, PlatformError> {
        Self::through(&Proxies::of_this_machine(), environment, credentials)
    }

    /// As [`Platform::new`], by these proxies.
    pub fn through(
        proxies: &Proxies,
        environment: Environment,
        credentials: Credentials,
    ) -> Result<Self, PlatformError> {
        let api_base = address(&environment.api_base, &["http", "https"])?;
        let socket_base = address(&environment.socket_base, &["http", "https", "ws", "wss"])?;
        let rest = Rest::new(api_base, credentials, proxies)?;
        let (proxies, robots) = (proxies.clone(), RobotIndex::default());
        Ok(Self(Arc::new(Inner { environment, socket_base, proxies, rest, robots })))
    }

    /// Signs in. Spec 2.1.
    pub async fn sign_in(&self) -> Result<SignedIn, PlatformError> {
        let token = self.0.rest.keeper.fetch(self.0.rest.sign_in()).await?;
        Ok(SignedIn { username: token.granted.username.clone(), expires_in: token.granted.life })
    }

    /// Extends the token by signing in again; joins a renewal that is already under way (Q6).
    pub async fn renew(&self) -> Result<(), PlatformError> {
        self.0.rest.keeper.fetch(self.0.rest.sign_in()).await.map(drop)
    }

    /// The time until 80 % of the token's life is over, on a monotonic clock; zero when it is (Q6).
    pub fn renew_due_in(&self) -> Option<Duration> {
        self.0.rest.keeper.due_in()
    }

    /// Changes whenever the token's *value* does: then the socket needs the new one (Q6).
    pub fn token_generation(&self) -> watch::Receiver<u64> {
        self.0.rest.keeper.generation()
    }

    /// What time it is for the platform, to about half a second, whatever this machine's clock says; none before its first
    /// answer (Q25).
    #[must_use]
    pub fn now(&self) -> Option<Timestamp> {
        self.0.rest.time.now()
    }

    /// A time that has passed for the platform in any case; none before its first answer.
    #[must_use]
    pub fn surely_passed(&self) -> Option<Timestamp> {
        self.0.rest.time.earliest()
    }

    /// The session's token, for what belongs to the platform but is not one of its calls; none before the sign-in.
    #[must_use]
    pub fn token(&self) -> Option<SecretString> {
        self.0.rest.keeper.current().map(|token| token.granted.value.clone())
    }

    /// The account's robots; also refreshes what is known of their wxids. Spec 2.2.
    pub async fn robots(&self) -> Result<Vec<Robot>, PlatformError> {
        Ok(self.list_robots().await?.robots)
    }

    /// As [`Platform::robots`], with the records that name no robot, to be kept raw (Q18). Spec 2.2.
    pub async fn list_robots(&self) -> Result<RobotList, PlatformError> {
        let list = self.0.rest.robots().await?;
        self.learn_robots(&list.robots);
        Ok(list)
    }

    /// Teaches the wxids of robots known from the cache, so that events are understood before the list is read (Q15).
    pub fn learn_robots(&self, robots: &[Robot]) {
        self.0.robots.learn(robots);
    }

    /// A page of a robot's customers. Their tags are not told by any call (Q43). Spec 2.3.
    pub async fn customers(&self, query: &CustomerQuery) -> Result<Page<Customer>, PlatformError> {
        self.0.rest.customers(query).await
    }

    /// A page of a robot's groups. Spec 2.4.
    pub async fn groups(&self, query: &GroupQuery) -> Result<Page<Group>, PlatformError> {
        self.0.rest.groups(query).await
    }

    /// The address of an Excel list of groups; it holds no group ids (Q52). Spec 2.5.
    pub async fn download_groups(&self, download: &GroupDownload) -> Result<String, PlatformError> {
        self.0.rest.download_groups(download).await
    }

    /// A page of a group's members; tells the owner, but not the admins. Spec 2.6.
    pub async fn members(&self, query: &MemberQuery) -> Result<Page<GroupMember>, PlatformError> {
        self.0.rest.members(query).await
    }

    /// Hands over a mass sending. It cannot be undone or followed, and after a timeout nobody knows whether it will
    /// happen; it is never made twice by itself (Q58). Spec 2.7.
    pub async fn broadcast(&self, broadcast: &Broadcast) -> Result<(), PlatformError> {
        self.0.rest.broadcast(broadcast).await
    }

    /// Makes an action over HTTP and waits for its reply (Q41). A refusal is a reply too; an error is one of the road.
    /// Repeats only what [is repeatable](Action::is_repeatable). Spec 2.8.
    pub async fn bridge(
        &self,
        action: &Action,
        robot_key: &RobotKey,
        message_id: &MessageId,
    ) -> Result<ActionEvent, PlatformError> {
        self.0.rest.bridge(action, robot_key, message_id, self.context()).await
    }

    /// Copies one group's automatic replies to other groups. Spec 2.9.
    pub async fn copy_group_settings(&self, copy: &GroupSettingsCopy) -> Result<(), PlatformError> {
        self.0.rest.copy_group_settings(copy).await
    }

    /// Tells the platform to read a robot's contacts anew. It answers at once and never says when it is done (Q52).
    /// Spec 2.13.
    pub async fn sync_contacts(&self, robot_key: &RobotKey, scope: SyncScope) -> Result<(), PlatformError> {
        self.0.rest.sync_contacts(robot_key, scope).await
    }

    /// A page of the recent chats, newest first. Spec 2.10.
    pub async fn recent_chats(&self, query: &RecentChats) -> Result<Vec<ChatUpdate>, PlatformError> {
        Ok(self.list_chats(query).await?.chats)
    }

    /// As [`Platform::recent_chats`], with the records that name no chat, to be kept raw (Q18). Spec 2.10.
    pub async fn list_chats(&self, query: &RecentChats) -> Result<ChatPage, PlatformError> {
        self.0.rest.recent_chats(query, self.context()).await
    }

    /// A page of a chat's history, newest first as served. Spec 2.11.
    ///
    /// What cannot be read is in the list as [`Incoming::Unrecognised`], so its length is the platform's.
    pub async fn history(&self, query: &History) -> Result<Vec<Incoming>, PlatformError> {
        self.0.rest.history(query, self.context()).await
    }

    /// Clears a chat's unread count, for everybody on the account and for good (Q31). Spec 2.12.
    pub async fn clear_unread(&self, chat_id: &ChatId) -> Result<(), PlatformError> {
        self.0.rest.clear_unread(chat_id).await
    }

    /// Opens one connection; it does not reopen itself. Spec 3.1.
    ///
    /// Speaks the protocol of the environment. For `auto` the remembered one goes first, else Engine.IO 3; if the
    /// server speaks the other, that one is tried at once. Without a token: `Unauthorized`.
    pub async fn connect(&self, remembered: Option<SocketProtocol>) -> Result<Connection, DownReason> {
        let token = self.0.rest.keeper.current().ok_or(DownReason::Unauthorized)?;
        let target = Target::new(self.0.socket_base.clone(), token.granted.value.clone());
        let target = target.through(self.0.proxies.clone());
        socket::open(&target, self.0.environment.protocol, remembered).await
    }

    /// Reads a socket event. Spec 3.2, 3.3, 3.7 to 3.23.
    pub fn decode(&self, event: &RawEvent) -> Incoming {
        wire::event(event, self.context())
    }

    fn context(&self) -> Context<'_> {
        let now = self.now().unwrap_or_else(|| Timestamp(jiff::Timestamp::now().as_millisecond()));
        Context { robots: &self.0.robots, now, asked: None }
    }
}

fn address(text: &str, schemes: &[&str]) -> Result<Url, PlatformError> {
    let invalid = |message: String| PlatformError::InvalidAddress { message };
    let address = Url::parse(text.trim()).map_err(|error| invalid(format!("{text:?}: {error}")))?;
    if !schemes.contains(&address.scheme()) || !address.has_host() {
        return Err(invalid(format!("{text:?} does not begin with {}://", schemes.join(":// or "))));
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q01_an_address_that_cannot_work_is_refused_before_anything_is_sent() {
        let credentials = Credentials { access_key: "user1".into(), access_secret: "Q3KR21ME".to_owned().into() };
        for base in ["", "www.yjiyun.com", "ftp://www.yjiyun.com", "http://", "wss://www.yjiyun.com"] {
            let environment = Environment { api_base: base.into(), ..Environment::test() };
            let refused = Platform::new(environment, credentials.clone());
            assert!(matches!(refused, Err(PlatformError::InvalidAddress { .. })), "{base}");
        }
        assert!(Platform::new(Environment::production(), credentials).is_ok());
    }

    #[test]
    fn q07_the_secret_is_not_in_the_debug_text() {
        let credentials = Credentials { access_key: "user1".into(), access_secret: "Q3KR21ME".to_owned().into() };
        assert!(!format!("{credentials:?}").contains("Q3KR21ME"));
        let platform = Platform::new(Environment::test(), credentials).unwrap();
        assert!(!format!("{platform:?}").contains("Q3KR21ME"));
    }
}
