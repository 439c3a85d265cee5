//! What an organisation has decided for a machine holds, whatever is asked of the engine.

use std::{fs, path::Path, sync::Arc};

use async_trait::async_trait;
use zuoxi_engine::{ErrorCode, ExportMedia, Language, MediaFailure, Policy, Retention};
use zuoxi_model::{ExportFormat, ExportRequest, ExportScope, GroupDownload};

use crate::seat::Seat;

fn rules(text: &str) -> Policy {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("policy.toml");
    fs::write(&file, text).unwrap();
    Policy::read(&file)
}

/// How often somebody has signed in to the platform.
async fn signed_in(seat: &Seat) -> u64 {
    seat.book().await["requests"]["/robotapi/client/auth"].as_u64().unwrap()
}

/// Nobody's media.
struct Nothing;

#[async_trait]
impl ExportMedia for Nothing {
    async fn bring(&self, _: &str, _: u64, _: &Path) -> Result<(), MediaFailure> {
        Err(MediaFailure::Missing("there is none".into()))
    }
}

#[tokio::test]
async fn an_environment_that_is_not_allowed_gets_no_secret_and_its_account_is_not_resumed() {
    let mut seat = Seat::live().await;
    let account = seat.engine().await.account().id.clone();
    for forbidding in ["allowed_environments = [\"production\"]", "allowed_enviroments = [\"practice\"]"] {
        seat.reopen_under(rules(forbidding)).await;
        assert_eq!(seat.desk.resume_last().await.unwrap_err().code(), ErrorCode::ForbiddenByPolicy);
        let before = signed_in(&seat).await;
        assert_eq!(seat.sign_in("practice").await.unwrap_err().code(), ErrorCode::ForbiddenByPolicy);
        assert_eq!(signed_in(&seat).await, before, "the platform was asked");
        assert!(seat.desk.engine().await.is_err() && seat.has_cache(&account), "the cache stays as it is");
    }
    seat.reopen_under(rules("allowed_environments = [\"practice\"]")).await;
    assert_eq!(seat.desk.resume_last().await.unwrap().unwrap().id, account);
}

#[tokio::test]
async fn messages_are_kept_no_longer_than_the_organisation_says() {
    let mut seat = Seat::live().await;
    seat.reopen_under(rules("retention_days = 90")).await;
    seat.desk.resume_last().await.unwrap();
    let engine = seat.engine().await;
    assert_eq!(
        engine.retention().await.unwrap(),
        Retention { days: 90 },
        "nobody has chosen, which was without a limit"
    );
    for longer in [0, 91] {
        let error = engine.set_retention(Retention { days: longer }).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::ForbiddenByPolicy);
    }
    engine.set_retention(Retention { days: 30 }).await.unwrap();
    assert_eq!(engine.retention().await.unwrap(), Retention { days: 30 });
}

#[tokio::test]
async fn what_may_not_leave_is_refused_by_the_engine_and_nothing_is_written() {
    let mut seat = Seat::live().await;
    seat.reopen_under(rules("forbidden_exports = [\"csv\", \"media\", \"groups\"]")).await;
    seat.desk.resume_last().await.unwrap();
    let engine = seat.engine().await;
    let folder = tempfile::Builder::new().prefix("out").tempdir().unwrap();
    for (formats, media) in [(vec![ExportFormat::Html, ExportFormat::Csv], false), (vec![ExportFormat::Html], true)] {
        let request = ExportRequest {
            scope: ExportScope::default(),
            formats,
            media,
            folder: folder.path().display().to_string(),
            time_zone: "Asia/Shanghai".into(),
        };
        let refused = engine.start_export(request, Language::ZhCn, Arc::new(Nothing)).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::ForbiddenByPolicy);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let (robot, group) = seat.a_group().await;
    let groups = GroupDownload::Chosen { robot_key: robot, groups: vec![group] };
    assert_eq!(engine.download_groups(&groups).await.unwrap_err().code(), ErrorCode::ForbiddenByPolicy);
}
