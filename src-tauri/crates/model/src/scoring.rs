//! Random samples, score cards, scores, and the report over them.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{AgentKey, ChatKey, FlagStatus, MessageId, RobotKey, Timestamp};

/// What a sample is drawn from, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SampleRequest {
    pub name: String,
    /// The same seed draws the same conversations from the same cache.
    pub seed: u32,
    /// How many conversations of each agent, at most.
    pub per_agent: u32,
    pub robot: Option<RobotKey>,
    pub since: Timestamp,
    pub until: Timestamp,
}

/// A sample and how far it was scored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Sample {
    pub id: String,
    pub request: SampleRequest,
    pub drawn_at: Timestamp,
    pub size: u32,
    pub scored: u32,
}

/// A conversation that was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SampledChat {
    pub agent: AgentKey,
    pub chat: ChatKey,
    pub chat_name: String,
    /// The agent's first message of the period.
    pub begin: MessageId,
    /// What it was scored with, in hundredths of a percent.
    pub score: Option<u32>,
}

/// One thing a conversation is judged by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScoreItem {
    pub id: String,
    pub name: String,
    /// Its part in the whole; the weights of a card need not add up to anything.
    pub weight: u32,
    /// The most points it can get.
    pub most: u32,
}

/// What conversations are judged by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScoreCard {
    /// Empty for a new card; it is given one.
    pub id: String,
    pub name: String,
    pub items: Vec<ScoreItem>,
}

/// What one thing got, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ItemScore {
    pub item: String,
    pub points: u32,
    pub comment: String,
}

/// A judgement that is about to be kept. One of the same conversation, agent and sample takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScoreEntry {
    pub chat: ChatKey,
    pub agent: AgentKey,
    pub sample: Option<String>,
    /// The card as it is now; the score keeps it, whatever becomes of it later.
    pub card: ScoreCard,
    pub items: Vec<ItemScore>,
    pub comment: String,
}

/// A judgement that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Score {
    pub id: String,
    pub entry: ScoreEntry,
    pub chat_name: String,
    /// Hundredths of a percent.
    pub total: u32,
    pub at: Timestamp,
    /// The account it was made under.
    pub by: String,
}

impl ScoreCard {
    /// The weighted share of the points, in hundredths of a percent. None if an item of the card has no points, has more
    /// than it can get, or nothing on the card counts.
    #[must_use]
    pub fn total(&self, scores: &[ItemScore]) -> Option<u32> {
        let (mut got, mut whole) = (0_u64, 0_u64);
        for item in &self.items {
            let score = scores.iter().find(|score| score.item == item.id)?;
            if score.points > item.most || item.most == 0 {
                return None;
            }
            // In millionths of the item, so that thirds and sevenths add up.
            got += u64::from(item.weight) * u64::from(score.points) * 1_000_000 / u64::from(item.most);
            whole += u64::from(item.weight);
        }
        let share = (got * 10_000).checked_div(whole)?;
        u32::try_from((share + 500_000) / 1_000_000).ok()
    }
}

/// How often something was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FlagCount {
    pub agent: AgentKey,
    pub rule: String,
    pub rule_name: String,
    pub status: FlagStatus,
    pub count: u32,
}

/// The scores of an agent in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AgentScores {
    pub agent: AgentKey,
    pub scored: u32,
    /// The mean, the lowest and the highest, in hundredths of a percent.
    pub average: u32,
    pub lowest: u32,
    pub highest: u32,
}

/// What was found and judged. Flags are of messages written in the period, scores were made in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QualityReport {
    pub since: Timestamp,
    pub until: Timestamp,
    pub scores: Vec<AgentScores>,
    pub flags: Vec<FlagCount>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(items: &[(&str, u32, u32)]) -> ScoreCard {
        let items = items.iter().map(|(id, weight, most)| ScoreItem {
            id: (*id).into(),
            name: (*id).into(),
            weight: *weight,
            most: *most,
        });
        ScoreCard { id: "card".into(), name: String::new(), items: items.collect() }
    }

    fn points(given: &[(&str, u32)]) -> Vec<ItemScore> {
        let score =
            |(item, points): &(&str, u32)| ItemScore { item: (*item).into(), points: *points, comment: String::new() };
        given.iter().map(score).collect()
    }

    #[test]
    fn a_total_is_the_weighted_share_of_the_points() {
        let card = card(&[("tone", 30, 5), ("speed", 70, 3)]);
        assert_eq!(card.total(&points(&[("tone", 5), ("speed", 3)])), Some(10_000));
        assert_eq!(card.total(&points(&[("tone", 0), ("speed", 0)])), Some(0));
        // 30 × 4/5 + 70 × 2/3 = 70.67 %
        assert_eq!(card.total(&points(&[("tone", 4), ("speed", 2)])), Some(7_067));
    }

    #[test]
    fn a_card_that_is_not_filled_in_has_no_total() {
        let card_of_two = card(&[("tone", 30, 5), ("speed", 70, 3)]);
        assert_eq!(card_of_two.total(&points(&[("tone", 5)])), None);
        assert_eq!(card_of_two.total(&points(&[("tone", 6), ("speed", 3)])), None);
        assert_eq!(card(&[]).total(&[]), None);
        assert_eq!(card(&[("tone", 0, 5)]).total(&points(&[("tone", 5)])), None);
    }
}
