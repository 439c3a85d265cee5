//! Score cards and scores.

use zuoxi_model::{ChatKey, Score, ScoreCard, Timestamp};

use super::QualityBook;
use crate::StoreError;
use crate::rows::{count, json, read_json};

/// A row of `quality_scores`.
struct ScoreRow {
    id: String,
    entry_json: String,
    total: i64,
    scored_at: i64,
    scored_by: String,
    chat_name: String,
}

impl TryFrom<ScoreRow> for Score {
    type Error = StoreError;

    fn try_from(row: ScoreRow) -> Result<Self, StoreError> {
        Ok(Self {
            entry: read_json(&format!("the score {}", row.id), &row.entry_json)?,
            id: row.id,
            chat_name: row.chat_name,
            total: count(row.total),
            at: Timestamp(row.scored_at),
            by: row.scored_by,
        })
    }
}

impl QualityBook {
    /// Every score card, by name.
    pub async fn score_cards(&self) -> Result<Vec<ScoreCard>, StoreError> {
        let rows = sqlx::query!("SELECT id, name, items_json FROM quality_cards ORDER BY name, id")
            .fetch_all(self.store.readers())
            .await?;
        rows.into_iter()
            .map(|row| {
                let items = read_json(&format!("the score card {}", row.id), &row.items_json)?;
                Ok(ScoreCard { id: row.id, name: row.name, items })
            })
            .collect()
    }

    /// Writes a score card, new or changed. Scores that were given by it keep their points.
    pub async fn save_score_card(&self, card: &ScoreCard) -> Result<(), StoreError> {
        let items = json(&card.items)?;
        let mut writer = self.store.writer().await?;
        sqlx::query!(
            "INSERT INTO quality_cards (id, name, items_json) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, items_json = excluded.items_json",
            card.id,
            card.name,
            items
        )
        .execute(&mut *writer)
        .await?;
        Ok(())
    }

    /// Removes a card; scores that were made with it have it in them. False if there is no such card.
    pub async fn delete_score_card(&self, id: &str) -> Result<bool, StoreError> {
        let mut writer = self.store.writer().await?;
        let done = sqlx::query!("DELETE FROM quality_cards WHERE id = ?1", id).execute(&mut *writer).await?;
        Ok(done.rows_affected() > 0)
    }

    /// Keeps a score, in the place of the one of the same conversation, agent and sample.
    pub async fn save_score(&self, score: &Score) -> Result<(), StoreError> {
        let entry = &score.entry;
        let sample = entry.sample.as_deref().unwrap_or_default();
        let (agent, robot, peer) = (entry.agent.as_str(), entry.chat.robot_key.as_str(), entry.chat.chat_user.as_str());
        let entry = json(entry)?;
        let mut writer = self.store.writer().await?;
        sqlx::query!(
            "INSERT INTO quality_scores
                (id, sample, agent, robot_key, chat_user, entry_json, total, scored_at, scored_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (sample, agent, robot_key, chat_user) DO UPDATE SET
                entry_json = excluded.entry_json,
                total = excluded.total,
                scored_at = excluded.scored_at,
                scored_by = excluded.scored_by",
            score.id,
            sample,
            agent,
            robot,
            peer,
            entry,
            score.total,
            score.at.0,
            score.by
        )
        .execute(&mut *writer)
        .await?;
        Ok(())
    }

    /// The scores of a conversation, the newest first.
    pub async fn scores_of(&self, chat: &ChatKey) -> Result<Vec<Score>, StoreError> {
        let (robot, peer) = (chat.robot_key.as_str(), chat.chat_user.as_str());
        let rows = sqlx::query_as!(
            ScoreRow,
            r#"SELECT scores.id, scores.entry_json, scores.total, scores.scored_at, scores.scored_by,
                COALESCE(chats.name, '') AS "chat_name!: String"
               FROM quality_scores AS scores
               LEFT JOIN chats ON chats.robot_key = scores.robot_key AND chats.chat_user = scores.chat_user
               WHERE scores.robot_key = ?1 AND scores.chat_user = ?2
               ORDER BY scores.scored_at DESC, scores.id"#,
            robot,
            peer
        )
        .fetch_all(self.store.readers())
        .await?;
        rows.into_iter().map(Score::try_from).collect()
    }

    /// False if there is no such score.
    pub async fn delete_score(&self, id: &str) -> Result<bool, StoreError> {
        let mut writer = self.store.writer().await?;
        let done = sqlx::query!("DELETE FROM quality_scores WHERE id = ?1", id).execute(&mut *writer).await?;
        Ok(done.rows_affected() > 0)
    }
}
