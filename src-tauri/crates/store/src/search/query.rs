//! What is found, and how much of what was asked for is here to be found.

use zuoxi_model::{
    ChatKind, Direction, MessageHit, MessageKey, Origin, SearchOrder, SearchPage, SearchQuery, SearchedContent,
    Speaker, Timestamp, search,
};

use super::index::first_key;
use crate::words::Word as _;
use crate::{Store, StoreError};

/// How many names a page has of each kind.
const NAMES: usize = 20;

/// A row of `search_newest.sql` and `search_relevant.sql`.
struct HitRow {
    key: i64,
    robot_key: String,
    chat_user: String,
    kind: String,
    chat_name: String,
    message_id: String,
    timestamp: i64,
    direction: String,
    origin: String,
    sender_name: String,
    text: String,
}

impl HitRow {
    /// None if the text does not have what was looked for after all.
    fn hit(self, query: &str) -> Result<Option<MessageHit>, StoreError> {
        let Some(snippet) = search::snippet(&self.text, query) else { return Ok(None) };
        Ok(Some(MessageHit {
            key: MessageKey {
                robot_key: self.robot_key.into(),
                chat_user: self.chat_user.into(),
                message_id: self.message_id.into(),
            },
            chat_name: self.chat_name,
            kind: ChatKind::read(&self.kind)?,
            timestamp: Timestamp(self.timestamp),
            direction: Direction::read(&self.direction)?,
            origin: Origin::read(&self.origin)?,
            sender_name: self.sender_name,
            snippet,
        }))
    }
}

/// The filters as the statements take them.
pub(super) struct Filters<'a> {
    pub robot: Option<&'a str>,
    pub peer: Option<&'a str>,
    pub kind: Option<&'static str>,
    speaker: Option<&'static str>,
    content: Option<&'static str>,
    pub since: i64,
    pub until: i64,
}

impl<'a> Filters<'a> {
    fn of(query: &'a SearchQuery) -> Self {
        let chat = query.chat.as_ref();
        let robot = chat.map(|chat| &chat.robot_key).or(query.robot.as_ref());
        Self {
            robot: robot.map(zuoxi_model::RobotKey::as_str),
            peer: chat.map(|chat| chat.chat_user.as_str()),
            kind: query.kind.as_ref().map(ChatKind::word),
            speaker: query.speaker.map(|speaker| match speaker {
                Speaker::Customer => "customer",
                Speaker::Us => "us",
                Speaker::Phone => "phone",
            }),
            content: query.content.map(|content| match content {
                SearchedContent::Text => "text",
                SearchedContent::File => "file",
                SearchedContent::Link => "link",
                SearchedContent::MiniProgram => "miniProgram",
            }),
            since: query.since.map_or(i64::MIN, |at| at.0),
            until: query.until.map_or(i64::MAX, |at| at.0),
        }
    }
}

impl Store {
    /// A page of what a query finds. A query without words finds nothing.
    pub async fn search(&self, query: &SearchQuery) -> Result<SearchPage, StoreError> {
        let filters = Filters::of(query);
        let coverage = self.search_coverage(&filters).await?;
        let Some(phrase) = search::phrase(&query.text) else {
            let (hits, people, groups) = (Vec::new(), Vec::new(), Vec::new());
            return Ok(SearchPage { hits, people, groups, coverage, next: None });
        };
        // Names belong to the whole: a search in one chat or in some kind of message is not for them.
        let for_names = query.after.is_none() && query.chat.is_none();
        let (people, groups) =
            if for_names { self.named(&query.text, filters.robot, NAMES).await? } else { (Vec::new(), Vec::new()) };
        let (hits, next) = match query.order {
            SearchOrder::Newest => self.newest_hits(query, &phrase, &filters).await?,
            SearchOrder::Relevance => self.relevant_hits(query, &phrase, &filters).await?,
        };
        Ok(SearchPage { hits, people, groups, coverage, next })
    }

    async fn newest_hits(
        &self,
        query: &SearchQuery,
        phrase: &str,
        filters: &Filters<'_>,
    ) -> Result<(Vec<MessageHit>, Option<String>), StoreError> {
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
        let wanted = i64::from(query.limit);
        let from = first_key(filters.since);
        // Keys may stand a little above their time; the statement looks at the time itself.
        let end = first_key(filters.until.saturating_add(2)).saturating_add(i64::from(u32::MAX));
        let mut before = query.after.as_ref().and_then(|after| after.parse().ok()).unwrap_or(end);
        let mut hits = Vec::new();
        loop {
            let rows = sqlx::query_file_as!(
                HitRow,
                "queries/search_newest.sql",
                phrase,
                before,
                from,
                filters.robot,
                filters.peer,
                filters.kind,
                filters.speaker,
                filters.content,
                filters.since,
                filters.until,
                wanted
            )
            .fetch_all(self.readers())
            .await?;
            let is_end = rows.len() < limit;
            for row in rows {
                before = row.key;
                hits.extend(row.hit(&query.text)?);
                if hits.len() == limit {
                    return Ok((hits, Some(before.to_string())));
                }
            }
            if is_end {
                return Ok((hits, None));
            }
        }
    }

    async fn relevant_hits(
        &self,
        query: &SearchQuery,
        phrase: &str,
        filters: &Filters<'_>,
    ) -> Result<(Vec<MessageHit>, Option<String>), StoreError> {
        let skip: i64 = query.after.as_ref().and_then(|after| after.parse().ok()).unwrap_or(0);
        let wanted = i64::from(query.limit);
        let rows = sqlx::query_file_as!(
            HitRow,
            "queries/search_relevant.sql",
            phrase,
            filters.robot,
            filters.peer,
            filters.kind,
            filters.speaker,
            filters.content,
            filters.since,
            filters.until,
            wanted,
            skip
        )
        .fetch_all(self.readers())
        .await?;
        let is_end = i64::try_from(rows.len()).is_ok_and(|read| read < wanted);
        let hits: Result<Vec<_>, _> = rows.into_iter().map(|row| row.hit(&query.text)).collect();
        let next = (!is_end).then(|| skip.saturating_add(wanted).to_string());
        Ok((hits?.into_iter().flatten().collect(), next))
    }
}
