//! How much of what is searched is here to be found.
//!
//! Decision: every chat has a say in it, so that it is worked out once for as long as nothing is written, and not for each
//! key stroke.

use std::sync::{Mutex, PoisonError};

use zuoxi_model::{SearchCoverage, Timestamp};

use super::query::Filters;
use crate::rows::count;
use crate::{Store, StoreError};

/// What the answer depends on beside the cache.
#[derive(Debug, PartialEq, Eq)]
struct Question {
    robot: Option<String>,
    peer: Option<String>,
    kind: Option<&'static str>,
    since: i64,
    until: i64,
}

impl Question {
    fn of(filters: &Filters<'_>) -> Self {
        Self {
            robot: filters.robot.map(str::to_owned),
            peer: filters.peer.map(str::to_owned),
            kind: filters.kind,
            since: filters.since,
            until: filters.until,
        }
    }
}

/// The last answer, and since when nothing was written.
#[derive(Debug, Default)]
pub struct Scope(Mutex<Option<(u64, Question, SearchCoverage)>>);

impl Scope {
    fn known(&self, quiet: u64, question: &Question) -> Option<SearchCoverage> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (as_of, asked, answer) = known.as_ref()?;
        (*as_of == quiet && asked == question).then(|| answer.clone())
    }

    fn remember(&self, quiet: u64, question: Question, answer: SearchCoverage) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((quiet, question, answer));
    }
}

impl Store {
    /// How much of what these filters let through is in the cache.
    pub(super) async fn search_coverage(&self, filters: &Filters<'_>) -> Result<SearchCoverage, StoreError> {
        let question = Question::of(filters);
        let quiet = self.quiet_since();
        if let Some(answer) = quiet.and_then(|quiet| self.scope().known(quiet, &question)) {
            return Ok(answer);
        }
        let answer = self.read_search_coverage(filters).await?;
        if let Some(quiet) = quiet
            && self.quiet_since() == Some(quiet)
        {
            self.scope().remember(quiet, question, answer.clone());
        }
        Ok(answer)
    }

    async fn read_search_coverage(&self, filters: &Filters<'_>) -> Result<SearchCoverage, StoreError> {
        let since = filters.since.max(0);
        let row = sqlx::query!(
            r#"SELECT
                count(*) AS "chats!: i64",
                count(*) FILTER (WHERE latest IS NULL) AS "unread!: i64",
                count(*) FILTER (WHERE NOT complete) AS "incomplete!: i64",
                max(latest) AS "latest?: i64"
               FROM (
                SELECT
                    (
                        SELECT max(from_ts) FROM coverage
                        WHERE coverage.robot_key = chats.robot_key AND coverage.chat_user = chats.chat_user
                    ) AS latest,
                    EXISTS (
                        SELECT 1 FROM coverage AS stretch
                        WHERE stretch.robot_key = chats.robot_key AND stretch.chat_user = chats.chat_user
                            AND stretch.from_ts <= ?4
                            AND (stretch.to_ts >= ?5 OR NOT EXISTS (
                                SELECT 1 FROM coverage AS later
                                WHERE later.robot_key = chats.robot_key AND later.chat_user = chats.chat_user
                                    AND later.from_ts > stretch.from_ts
                            ))
                    ) AS complete
                FROM chats
                WHERE (?1 IS NULL OR chats.robot_key = ?1)
                    AND (?2 IS NULL OR chats.chat_user = ?2)
                    AND (?3 IS NULL OR chats.kind = ?3)
               )"#,
            filters.robot,
            filters.peer,
            filters.kind,
            since,
            filters.until
        )
        .fetch_one(self.readers())
        .await?;
        Ok(SearchCoverage {
            complete_from: row.latest.filter(|_| row.unread == 0).map(Timestamp),
            chats: count(row.chats),
            chats_not_complete: count(row.incomplete),
            indexing: self.index_progress().await?,
        })
    }
}
