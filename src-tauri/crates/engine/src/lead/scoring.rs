//! Random samples, score cards, scores, and the report.
//!
//! A sample is drawn by rank: every conversation of an agent gets a number from the seed and its own keys, and the lowest
//! are taken. So the same seed draws the same conversations again, on every console that has the same cache, and one that
//! comes to the cache later takes the place of at most one other.

use std::collections::BTreeMap;

use zuoxi_model::{
    AgentKey, ChatKey, ItemScore, QualityReport, Sample, SampleRequest, SampledChat, Score, ScoreCard, ScoreEntry,
    ScoreItem, Timestamp,
};

use super::Quality;
use super::quality::{named, new_id, noted};
use crate::EngineError;

const MOST_PER_AGENT: u32 = 200;
const MOST_ITEMS: usize = 20;
const MOST_CARDS: usize = 20;
const MOST_WEIGHT: u32 = 100;
const MOST_POINTS: u32 = 100;

/// What a console begins with. Its names are said in the language that is on.
fn first_card() -> ScoreCard {
    let item = |id: &str, weight| ScoreItem { id: id.into(), name: String::new(), weight, most: 5 };
    let items = vec![item("attitude", 30), item("speed", 20), item("accuracy", 30), item("rules", 20)];
    ScoreCard { id: "standard".into(), name: String::new(), items }
}

impl Quality {
    /// Draws a sample and keeps it.
    pub async fn draw_sample(&self, mut request: SampleRequest) -> Result<String, EngineError> {
        request.name = named(&request.name, "a sample")?;
        if !(1..=MOST_PER_AGENT).contains(&request.per_agent) || request.since > request.until {
            return Err(EngineError::InvalidInput(format!(
                "a sample has 1 to {MOST_PER_AGENT} conversations of each agent, from a period that ends after it begins"
            )));
        }
        let drawn = drawn(&request, self.reader.answered_chats(&request).await?);
        if drawn.is_empty() {
            return Err(EngineError::NotFound("nobody answered in this period".into()));
        }
        let id = new_id();
        self.book.keep_sample(&id, &request, &drawn, self.clock.now()).await?;
        Ok(id)
    }

    /// Every sample, the newest first.
    pub async fn samples(&self) -> Result<Vec<Sample>, EngineError> {
        Ok(self.book.samples().await?)
    }

    /// The conversations of a sample.
    pub async fn sampled(&self, sample: &str) -> Result<Vec<SampledChat>, EngineError> {
        Ok(self.book.sampled(sample).await?)
    }

    /// Removes a sample; its scores stay.
    pub async fn delete_sample(&self, sample: &str) -> Result<(), EngineError> {
        if self.book.delete_sample(sample).await? {
            Ok(())
        } else {
            Err(EngineError::NotFound("there is no such sample".into()))
        }
    }

    /// Every score card; the one a console begins with where there is none.
    pub async fn score_cards(&self) -> Result<Vec<ScoreCard>, EngineError> {
        let cards = self.book.score_cards().await?;
        Ok(if cards.is_empty() { vec![first_card()] } else { cards })
    }

    /// Keeps a card; one without an id is new, and so are its items without one.
    pub async fn save_score_card(&self, mut card: ScoreCard) -> Result<ScoreCard, EngineError> {
        card.name = named(&card.name, "a score card")?;
        for item in &mut card.items {
            item.name = named(&item.name, "what is scored")?;
            if item.id.is_empty() {
                item.id = new_id();
            }
        }
        let counts =
            |item: &ScoreItem| (1..=MOST_WEIGHT).contains(&item.weight) && (1..=MOST_POINTS).contains(&item.most);
        let ids: std::collections::BTreeSet<&str> = card.items.iter().map(|item| item.id.as_str()).collect();
        let fits = (1..=MOST_ITEMS).contains(&card.items.len()) && ids.len() == card.items.len();
        if !fits || !card.items.iter().all(counts) {
            return Err(EngineError::InvalidInput(format!(
                "a card has 1 to {MOST_ITEMS} items, each with a weight of 1 to {MOST_WEIGHT} and 1 to {MOST_POINTS} points"
            )));
        }
        if card.id.is_empty() {
            if self.book.score_cards().await?.len() >= MOST_CARDS {
                return Err(EngineError::InvalidInput(format!("there can be {MOST_CARDS} score cards")));
            }
            card.id = new_id();
        }
        self.book.save_score_card(&card).await?;
        Ok(card)
    }

    /// Deletes a score card; scores that were given by it stay.
    pub async fn delete_score_card(&self, id: &str) -> Result<(), EngineError> {
        if self.book.delete_score_card(id).await? {
            Ok(())
        } else {
            Err(EngineError::NotFound("there is no such score card".into()))
        }
    }

    /// Keeps what a conversation was scored with.
    pub async fn save_score(&self, mut entry: ScoreEntry) -> Result<Score, EngineError> {
        entry.comment = noted(&entry.comment)?;
        for item in &mut entry.items {
            let ItemScore { comment, .. } = item;
            *comment = noted(comment)?;
        }
        let Some(total) = entry.card.total(&entry.items) else {
            return Err(EngineError::InvalidInput("every item of the card needs points it can have".into()));
        };
        let chat_name = String::new();
        let score = Score { id: new_id(), entry, chat_name, total, at: self.clock.now(), by: self.by.clone() };
        self.book.save_score(&score).await?;
        self.tell().await?;
        Ok(score)
    }

    /// The scores of a conversation, the newest first.
    pub async fn scores_of(&self, chat: &ChatKey) -> Result<Vec<Score>, EngineError> {
        Ok(self.book.scores_of(chat).await?)
    }

    /// Takes a score back.
    pub async fn delete_score(&self, id: &str) -> Result<(), EngineError> {
        if self.book.delete_score(id).await? {
            self.tell().await
        } else {
            Err(EngineError::NotFound("there is no such score".into()))
        }
    }

    /// What was found and judged between two times.
    pub async fn report(&self, since: Timestamp, until: Timestamp) -> Result<QualityReport, EngineError> {
        Ok(self.book.report(since, until).await?)
    }
}

/// The conversations of each agent with the lowest ranks, agent by agent.
fn drawn(request: &SampleRequest, all: Vec<SampledChat>) -> Vec<SampledChat> {
    let mut agents: BTreeMap<AgentKey, Vec<([u8; 32], SampledChat)>> = BTreeMap::new();
    for chat in all {
        agents.entry(chat.agent.clone()).or_default().push((rank(request.seed, &chat), chat));
    }
    let wanted = usize::try_from(request.per_agent).unwrap_or(usize::MAX);
    let mut drawn = Vec::new();
    for (_, mut chats) in agents {
        chats.sort_by_key(|chat| chat.0);
        drawn.extend(chats.into_iter().take(wanted).map(|(_, chat)| chat));
    }
    drawn
}

fn rank(seed: u32, chat: &SampledChat) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes());
    for part in [chat.agent.as_str(), chat.chat.robot_key.as_str(), chat.chat.chat_user.as_str()] {
        // With its length, so that no two keys run into each other.
        hasher.update(&part.len().to_le_bytes());
        hasher.update(part.as_bytes());
    }
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(seed: u32) -> SampleRequest {
        let (since, until) = (Timestamp(0), Timestamp(1));
        SampleRequest { name: "周检".into(), seed, per_agent: 3, robot: None, since, until }
    }

    fn chats(of_each: usize) -> Vec<SampledChat> {
        let chat = |agent: &str, n: usize| SampledChat {
            agent: AgentKey(agent.into()),
            chat: ChatKey { robot_key: "r".into(), chat_user: n.to_string().into() },
            chat_name: String::new(),
            begin: "m".into(),
            score: None,
        };
        ["=小红", "=小李", "phone"].iter().flat_map(|agent| (0..of_each).map(|n| chat(agent, n))).collect()
    }

    #[test]
    fn the_same_seed_draws_the_same_and_another_seed_others() {
        let mut shuffled = chats(40);
        shuffled.reverse();
        let first = drawn(&request(7), chats(40));
        assert_eq!(first.len(), 9);
        assert_eq!(first, drawn(&request(7), shuffled), "the order of the cache does not matter");
        assert_ne!(first, drawn(&request(8), chats(40)));
    }

    #[test]
    fn a_conversation_more_takes_the_place_of_at_most_one_for_each_agent() {
        let before = drawn(&request(7), chats(40));
        let after = drawn(&request(7), chats(41));
        let kept = before.iter().filter(|chat| after.contains(chat)).count();
        assert!(kept >= before.len() - 3, "{kept}");
    }
}
