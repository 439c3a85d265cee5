//! What support gets to see of a desk.

use zuoxi_engine::Preferences;
use zuoxi_model::DraftContent;

use crate::seat::Seat;

#[tokio::test]
async fn what_support_sees_has_no_text_no_name_and_no_key() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    let draft = DraftContent { text: "稍等，我查一下".into(), ..DraftContent::default() };
    seat.engine().await.save_draft(&chat, draft).await.unwrap();
    let preferences = Preferences { sensitive_words: vec!["最低价".into()], ..Preferences::default() };
    seat.desk.set_preferences(preferences).await.unwrap();

    let told = serde_json::to_string(&seat.desk.diagnostics().await).unwrap();

    let (snapshot, _) = seat.desk.watch().await.unwrap();
    let account = snapshot.account.unwrap();
    let mut markers = vec![account.id.to_string(), account.environment.api_base.clone()];
    markers.extend(["稍等".into(), "最低价".into()]);
    markers.extend(snapshot.robots.iter().map(|robot| robot.name.clone()));
    markers.extend(snapshot.chats.iter().map(|row| row.chat.name.clone()));
    for marker in markers.iter().filter(|marker| !marker.is_empty()) {
        assert!(!told.contains(marker.as_str()), "{marker} is told: {told}");
    }
    assert!(told.is_ascii(), "only the console's own words: {told}");
    assert!(told.contains(r#""session":"live""#) && told.contains(r#""sound":true"#), "{told}");
}
