//! The Excel list of groups, copying their settings, and looking through customers and groups.

use std::time::Duration;

use zuoxi_engine::{ErrorCode, GroupSheet, Timing};
use zuoxi_model::{
    ContactQuery, GroupDownload, GroupFilter, GroupId, GroupListQuery, GroupSettingsCopy, RobotGroups, SettingsModule,
};

use crate::seat::{Seat, brisk, quiet};

async fn is_a_workbook(sheet: &GroupSheet) -> bool {
    let web = reqwest::Client::builder().no_proxy().build().unwrap();
    let bytes = web.get(&sheet.address).send().await.unwrap().bytes().await.unwrap();
    let name = std::path::Path::new(&sheet.file_name);
    bytes.starts_with(b"PK") && name.extension().is_some_and(|extension| extension == "xlsx")
}

#[tokio::test]
async fn q52_an_excel_list_is_made_of_chosen_groups_or_of_all_that_fit() {
    let seat = Seat::live().await;
    let (robot, group) = seat.a_group().await;
    let engine = seat.engine().await;
    let chosen = GroupDownload::Chosen { robot_key: robot.clone(), groups: vec![group] };
    assert!(is_a_workbook(&engine.download_groups(&chosen).await.unwrap()).await);
    let matching = GroupFilter { robot_keys: vec![robot.clone()], is_external: Some(true), ..GroupFilter::default() };
    assert!(is_a_workbook(&engine.download_groups(&GroupDownload::Matching(matching)).await.unwrap()).await);
    for nobody in
        [GroupDownload::Chosen { robot_key: robot, groups: vec![] }, GroupDownload::Matching(GroupFilter::default())]
    {
        assert_eq!(engine.download_groups(&nobody).await.unwrap_err().code(), ErrorCode::InvalidInput);
    }
}

#[tokio::test]
async fn q53_a_groups_settings_are_copied_to_other_groups_and_never_onto_itself() {
    let seat = Seat::live().await;
    let (robot, group) = seat.a_group().await;
    let engine = seat.engine().await;
    let rows = engine.chats().await.unwrap().into_iter().map(|row| row.chat.key);
    let others = rows.filter(|key| key.robot_key == robot && key.chat_user.is_group());
    let other = others.map(|key| GroupId::from(key.chat_user.as_str())).find(|other| *other != group).unwrap();
    let copy = |to: GroupId| GroupSettingsCopy {
        from_robot: robot.clone(),
        from_group: group.clone(),
        modules: vec![SettingsModule::Welcome, SettingsModule::KeywordReplies],
        to: RobotGroups::new(robot.clone(), [to]).into_iter().collect(),
    };
    engine.copy_group_settings(&copy(other)).await.unwrap();
    let onto_itself = engine.copy_group_settings(&copy(group.clone())).await.unwrap_err();
    assert_eq!(onto_itself.code(), ErrorCode::InvalidInput);
    let strange = engine.copy_group_settings(&copy("R:1".into())).await.unwrap_err();
    assert_eq!(strange.code(), ErrorCode::Rejected);
}

#[tokio::test]
async fn customers_and_groups_are_found_by_a_part_of_their_name() {
    let timing = Timing { sweep_delay: Duration::ZERO, ..brisk() };
    let seat = Seat::live_with(quiet(), timing).await;
    let (robot, customer) = seat.a_customer().await;
    let engine = seat.engine().await;
    let all = ContactQuery { robot: Some(robot.clone()), limit: 50, ..ContactQuery::default() };
    let page = engine.contacts(&all).await.unwrap();
    let total = page.total.unwrap();
    assert!(page.items.iter().all(|found| found.robot_key == robot) && total > 0);
    let known = engine.customer_card(&robot, &customer).await.unwrap().unwrap().customer;
    let part: String = known.name.chars().take(1).collect();
    let found = engine.contacts(&ContactQuery { text: Some(part), limit: 200, ..all.clone() }).await.unwrap();
    assert!(found.items.iter().any(|found| found.id == customer) && found.total.unwrap() <= total);
    let second = engine.contacts(&ContactQuery { offset: 1, limit: 1, ..all }).await.unwrap();
    assert_eq!((second.items.first(), second.total), (page.items.get(1), Some(total)));

    let (robot, group) = seat.a_group().await;
    let name = engine.group_card(&robot, &group).await.unwrap().unwrap().group.name;
    let query = GroupListQuery { robot: Some(robot), text: Some(name), limit: 10, ..GroupListQuery::default() };
    let found = engine.groups(&query).await.unwrap();
    assert!(found.items.iter().any(|found| found.group.id == group && found.last_active.is_some()));
    let none = GroupListQuery { text: Some("没有这个群名".into()), ..query };
    assert_eq!(engine.groups(&none).await.unwrap().total, Some(0));
}
