//! Judging what was said. Every command here goes through a handle that can write the quality tables alone.

use tauri::State;
use zuoxi_model::{
    ChatKey, FlagEvent, FlagPage, FlagQuery, FlagStatus, QualityReport, QualityRule, RuleState, Sample, SampleRequest,
    SampledChat, Score, ScoreCard, ScoreEntry, Timestamp,
};

use super::{Answer, Seat};

/// Every rule, with how far it has come.
#[tauri::command]
#[specta::specta]
pub async fn quality_rules(seat: State<'_, Seat>) -> Answer<Vec<RuleState>> {
    Ok(seat.desk.engine().await?.quality().rules().await?)
}

/// Keeps a rule; one with an empty id is new and gets one.
#[tauri::command]
#[specta::specta]
pub async fn save_quality_rule(seat: State<'_, Seat>, rule: QualityRule) -> Answer<QualityRule> {
    Ok(seat.desk.engine().await?.quality().save_rule(rule).await?)
}

/// Removes a rule and the flags of it that nobody has decided about.
#[tauri::command]
#[specta::specta]
pub async fn delete_quality_rule(seat: State<'_, Seat>, id: String) -> Answer<()> {
    Ok(seat.desk.engine().await?.quality().delete_rule(&id).await?)
}

/// A page of the flags that fit, the newest message first.
#[tauri::command]
#[specta::specta]
pub async fn quality_flags(seat: State<'_, Seat>, query: FlagQuery) -> Answer<FlagPage> {
    Ok(seat.desk.engine().await?.quality().flags(query).await?)
}

/// Notes what was decided about these flags, and why.
#[tauri::command]
#[specta::specta]
pub async fn decide_flags(seat: State<'_, Seat>, flags: Vec<String>, status: FlagStatus, note: String) -> Answer<()> {
    Ok(seat.desk.engine().await?.quality().decide(&flags, status, &note).await?)
}

/// What was decided about a flag, in order.
#[tauri::command]
#[specta::specta]
pub async fn flag_history(seat: State<'_, Seat>, flag: String) -> Answer<Vec<FlagEvent>> {
    Ok(seat.desk.engine().await?.quality().history(&flag).await?)
}

/// Draws a sample and keeps it; its id.
#[tauri::command]
#[specta::specta]
pub async fn draw_sample(seat: State<'_, Seat>, request: SampleRequest) -> Answer<String> {
    Ok(seat.desk.engine().await?.quality().draw_sample(request).await?)
}

/// Every sample, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn samples(seat: State<'_, Seat>) -> Answer<Vec<Sample>> {
    Ok(seat.desk.engine().await?.quality().samples().await?)
}

/// The conversations of a sample.
#[tauri::command]
#[specta::specta]
pub async fn sampled_chats(seat: State<'_, Seat>, sample: String) -> Answer<Vec<SampledChat>> {
    Ok(seat.desk.engine().await?.quality().sampled(&sample).await?)
}

/// Removes a sample; its scores stay.
#[tauri::command]
#[specta::specta]
pub async fn delete_sample(seat: State<'_, Seat>, sample: String) -> Answer<()> {
    Ok(seat.desk.engine().await?.quality().delete_sample(&sample).await?)
}

/// Every score card; the one a console begins with where there is none.
#[tauri::command]
#[specta::specta]
pub async fn score_cards(seat: State<'_, Seat>) -> Answer<Vec<ScoreCard>> {
    Ok(seat.desk.engine().await?.quality().score_cards().await?)
}

/// Keeps a score card; one with an empty id is new and gets one.
#[tauri::command]
#[specta::specta]
pub async fn save_score_card(seat: State<'_, Seat>, card: ScoreCard) -> Answer<ScoreCard> {
    Ok(seat.desk.engine().await?.quality().save_score_card(card).await?)
}

/// Removes a score card; scores that were made with it stay.
#[tauri::command]
#[specta::specta]
pub async fn delete_score_card(seat: State<'_, Seat>, id: String) -> Answer<()> {
    Ok(seat.desk.engine().await?.quality().delete_score_card(&id).await?)
}

/// Keeps what a conversation was scored with.
#[tauri::command]
#[specta::specta]
pub async fn save_score(seat: State<'_, Seat>, entry: ScoreEntry) -> Answer<Score> {
    Ok(seat.desk.engine().await?.quality().save_score(entry).await?)
}

/// The scores of a conversation, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn scores_of(seat: State<'_, Seat>, chat: ChatKey) -> Answer<Vec<Score>> {
    Ok(seat.desk.engine().await?.quality().scores_of(&chat).await?)
}

/// Takes a score back.
#[tauri::command]
#[specta::specta]
pub async fn delete_score(seat: State<'_, Seat>, id: String) -> Answer<()> {
    Ok(seat.desk.engine().await?.quality().delete_score(&id).await?)
}

/// What was found and judged between two times, both included.
#[tauri::command]
#[specta::specta]
pub async fn quality_report(seat: State<'_, Seat>, since: Timestamp, until: Timestamp) -> Answer<QualityReport> {
    Ok(seat.desk.engine().await?.quality().report(since, until).await?)
}
