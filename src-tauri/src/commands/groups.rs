//! What is done with groups beside talking: Excel lists, copied settings, replaced admins.

use std::path::{Path, PathBuf};

use serde::Serialize;
use specta::Type;
use tauri::State;
use zuoxi_engine::{EngineError, ErrorCode};
use zuoxi_model::{AdminReplacement, CustomerId, GroupDownload, GroupId, GroupSettingsCopy, ReplacementId, RobotKey};

use super::{Answer, CommandError, Seat};
use crate::media::{Media, Refusal};

/// A file that was saved.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SavedSheet {
    pub path: String,
    pub bytes: u32,
}

/// Has the platform make an Excel list of groups and saves it to the file the person chose. Spec 2.5.
#[tauri::command]
#[specta::specta]
pub async fn download_groups(
    seat: State<'_, Seat>,
    media: State<'_, Media>,
    download: GroupDownload,
    path: String,
) -> Answer<SavedSheet> {
    let path = workbook(&path)?;
    let engine = seat.desk.engine().await?;
    let sheet = engine.download_groups(&download).await?;
    let bytes = media
        .bring(&sheet.address, &engine.account().environment.media_hosts)
        .await
        .map_err(|refusal| not_brought(&refusal))?;
    save(&path, &bytes).await?;
    Ok(SavedSheet { path: path.display().to_string(), bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX) })
}

/// Copies a group's automatic replies to other groups. Spec 2.9.
#[tauri::command]
#[specta::specta]
pub async fn copy_group_settings(seat: State<'_, Seat>, copy: GroupSettingsCopy) -> Answer<()> {
    Ok(seat.desk.engine().await?.copy_group_settings(&copy).await?)
}

/// Replaces an admin of a group: removes one, then makes the other. Spec 3.17.
#[tauri::command]
#[specta::specta]
pub async fn replace_admin(
    seat: State<'_, Seat>,
    robot: RobotKey,
    group: GroupId,
    remove: CustomerId,
    add: CustomerId,
) -> Answer<ReplacementId> {
    Ok(seat.desk.engine().await?.replace_admin(&robot, &group, &remove, &add).await?)
}

/// Every replacement of an admin, newest first: of one robot, or of all.
#[tauri::command]
#[specta::specta]
pub async fn admin_replacements(seat: State<'_, Seat>, robot: Option<RobotKey>) -> Answer<Vec<AdminReplacement>> {
    Ok(seat.desk.engine().await?.admin_replacements(robot.as_ref()).await?)
}

/// Only a workbook in a full path is written: the window names the file, and must not be a way to overwrite others.
fn workbook(path: &str) -> Result<PathBuf, EngineError> {
    let path = PathBuf::from(path);
    let is_workbook = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
    if path.is_absolute() && is_workbook {
        return Ok(path);
    }
    Err(EngineError::InvalidInput("choose a file that ends in .xlsx".into()))
}

/// Written beside the file and renamed, so that a list that was there before is whole or replaced.
async fn save(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let beside = path.with_extension("xlsx.part");
    let written = async {
        tokio::fs::write(&beside, bytes).await?;
        tokio::fs::rename(&beside, path).await
    };
    written.await.map_err(|error| CommandError {
        code: ErrorCode::FileUnreadable,
        message: format!("{} could not be written: {error}", path.display()),
        retryable: true,
        request_id: None,
    })
}

fn not_brought(refusal: &Refusal) -> CommandError {
    let (code, retryable) = match refusal {
        Refusal::Failed(_) => (ErrorCode::Unreachable, true),
        Refusal::TooLarge { .. } => (ErrorCode::TooLarge, false),
        _ => (ErrorCode::InvalidAddress, false),
    };
    CommandError { code, message: format!("the list was made but not fetched: {refusal}"), retryable, request_id: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_workbook_in_a_full_path_is_written() {
        let full = std::env::temp_dir();
        assert!(workbook(&full.join("群列表.xlsx").display().to_string()).is_ok());
        for odd in [full.join(".bashrc").display().to_string(), "list.xlsx".into(), "../list.xlsx".into()] {
            assert!(workbook(&odd).is_err(), "{odd}");
        }
    }
}
