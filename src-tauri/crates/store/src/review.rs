//! Which conversations a team lead looks through. Read-only connections alone.

use std::collections::{BTreeMap, BTreeSet};

use zuoxi_model::{AgentKey, ChatKind, ChatRow, ReviewChat, ReviewPage, ReviewQuery, search};

use crate::rows::{ChatListRow, chat_key, chat_keys_json, count, json};
use crate::words::Word as _;
use crate::{Reader, StoreError};

/// A conversation that fits.
struct Fitting {
    id: i64,
    robot_key: String,
    chat_user: String,
    last: i64,
    open_flags: i64,
    first: Option<String>,
}

/// More hits of words are not looked at: whoever finds so many asks for too little.
const MOST_HITS: i64 = 20_000;

impl Reader {
    /// A page of the conversations that fit, the newest activity first.
    pub async fn review_chats(&self, query: &ReviewQuery) -> Result<ReviewPage, StoreError> {
        let since = query.since.map_or(i64::MIN, |at| at.0);
        let until = query.until.map_or(i64::MAX, |at| at.0);
        let found = match search::phrase(&query.text) {
            Some(phrase) => Some(self.chats_that_say(&phrase, &query.text, since, until).await?),
            None => None,
        };
        let chats = match &found {
            Some(found) => Some(json(&found.keys().collect::<Vec<_>>())?),
            None => None,
        };
        let agent = query.agent.as_ref().map(AgentKey::as_str);
        let robot = query.robot.as_ref().map(zuoxi_model::RobotKey::as_str);
        let kind = query.kind.as_ref().map(ChatKind::word);
        let customer = Some(query.customer.trim().to_lowercase()).filter(|part| !part.is_empty());
        let tag = query.tag.as_ref().map(zuoxi_model::LabelId::as_str);
        let (before, before_id) = place_of(query.after.as_deref());
        let one_more = i64::from(query.limit) + 1;
        let mut rows = sqlx::query_file_as!(
            Fitting,
            "queries/review_chats.sql",
            since,
            until,
            before,
            before_id,
            robot,
            kind,
            chats,
            customer,
            tag,
            query.flagged,
            agent,
            one_more
        )
        .fetch_all(self.readers())
        .await?;
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| has_more).map(|row| format!("{} {}", row.last, row.id));

        let chats = self.as_listed(rows, found.as_ref()).await?;
        Ok(ReviewPage { chats, next })
    }

    /// These conversations as the list has them. `found` says where the words are.
    async fn as_listed(
        &self,
        rows: Vec<Fitting>,
        found: Option<&BTreeMap<i64, String>>,
    ) -> Result<Vec<ReviewChat>, StoreError> {
        let keys: Vec<_> = rows.iter().map(|row| chat_key(row.robot_key.clone(), row.chat_user.clone())).collect();
        let keys = chat_keys_json(&keys)?;
        let listed = sqlx::query_file_as!(ChatListRow, "queries/chat_rows.sql", keys).fetch_all(self.readers()).await?;
        let mut listed: BTreeMap<_, ChatRow> = listed
            .into_iter()
            .map(|row| ChatRow::try_from(row).map(|row| (row.chat.key.clone(), row)))
            .collect::<Result<_, _>>()?;
        let mut chats = Vec::with_capacity(rows.len());
        for row in rows {
            let begin = found.and_then(|found| found.get(&row.id)).or(row.first.as_ref()).cloned();
            let Some(listed) = listed.remove(&chat_key(row.robot_key, row.chat_user)) else { continue };
            chats.push(ReviewChat { row: listed, begin: begin.map(Into::into), open_flags: count(row.open_flags) });
        }
        Ok(chats)
    }

    /// Everybody who may have answered: the three that are no person, and whoever chats were assigned to or flags and
    /// scores are about.
    pub async fn agents(&self) -> Result<Vec<AgentKey>, StoreError> {
        let named = sqlx::query_scalar!(
            r#"SELECT '=' || assignee AS "agent!: String" FROM chats WHERE COALESCE(assignee, '') <> ''
               UNION SELECT agent FROM quality_flags
               UNION SELECT agent FROM quality_scores
               UNION SELECT agent FROM quality_sampled"#
        )
        .fetch_all(self.readers())
        .await?;
        let mut agents: BTreeSet<AgentKey> = named.into_iter().map(AgentKey).collect();
        agents.extend(["console", "phone", "unknown"].map(|word| AgentKey(word.into())));
        Ok(agents.into_iter().collect())
    }

    /// The chats in which these words were said, by row id, each with the newest message that says them.
    async fn chats_that_say(
        &self,
        phrase: &str,
        text: &str,
        since: i64,
        until: i64,
    ) -> Result<BTreeMap<i64, String>, StoreError> {
        let hits = sqlx::query!(
            r#"SELECT search_rows.chat AS "chat!: i64", messages.message_id, messages.text
               FROM search_text
               CROSS JOIN search_rows ON search_rows.key = search_text.rowid
               CROSS JOIN messages ON messages.id = search_rows.message
               WHERE search_text MATCH ?1 AND messages.timestamp BETWEEN ?2 AND ?3
               ORDER BY search_text.rowid DESC
               LIMIT ?4"#,
            phrase,
            since,
            until,
            MOST_HITS
        )
        .fetch_all(self.readers())
        .await?;
        let mut found = BTreeMap::new();
        for hit in hits {
            // The index finds a little too much; the text decides.
            if !found.contains_key(&hit.chat) && search::snippet(&hit.text, text).is_some() {
                found.insert(hit.chat, hit.message_id);
            }
        }
        Ok(found)
    }
}

/// Where the page before ended; the end of everything without one.
fn place_of(after: Option<&str>) -> (i64, i64) {
    let place = after.and_then(|after| {
        let (last, id) = after.split_once(' ')?;
        Some((last.parse().ok()?, id.parse().ok()?))
    });
    place.unwrap_or((i64::MAX, i64::MAX))
}
