//! What bad input gets: a clear refusal before anything is sent.

use std::fs::{self, File};

use zuoxi_engine::{ErrorCode, UploadError, UploadKind, UploadRequest, UploadState};

use crate::{
    desk::{Desk, PNG, fetch, open, s3_config},
    servers::S3Server,
};

async fn a_desk() -> (S3Server, Desk) {
    let server = S3Server::public().await;
    let desk = Desk::with(open(&s3_config(&server)));
    (server, desk)
}

#[tokio::test]
async fn bad_files_are_refused_before_anything_is_sent() {
    let (server, desk) = a_desk().await;
    let huge = desk.place("huge.bin");
    File::create(&huge).unwrap().set_len(5 * 1024 * 1024 * 1024).unwrap();
    let folder = desk.place("folder");
    fs::create_dir(&folder).unwrap();
    let at = |path, kind| UploadRequest { path, name: None, kind };
    let table = [
        (at(huge, UploadKind::File), ErrorCode::TooLarge, "5368709120 bytes, more than the 104857600"),
        (desk.file("empty.png", b"", UploadKind::Image), ErrorCode::FileEmpty, "the file is empty"),
        (desk.file("game.png", b"MZ\x90\0\x03...", UploadKind::Image), ErrorCode::FileType, "a program"),
        (desk.file("tool.png", b"MZ\x90\0\x03...", UploadKind::File), ErrorCode::FileType, "a program"),
        (desk.file("notes.png", b"just text", UploadKind::Image), ErrorCode::FileType, "a picture (image/jpeg"),
        (desk.file("picture.mp4", PNG, UploadKind::Video), ErrorCode::FileType, "image/png"),
        (desk.file("moving.gif", b"GIF89a........", UploadKind::Cover), ErrorCode::FileType, "image/gif"),
        (at(folder, UploadKind::File), ErrorCode::FileUnreadable, "folder is not a file"),
        (at(desk.place("gone.png"), UploadKind::Image), ErrorCode::FileUnreadable, "gone.png cannot be read"),
    ];
    for (request, code, words) in table {
        let (outcome, reports) = desk.watched(&request, |_| {}).await;
        let error = outcome.unwrap_err();
        let told = error.to_string();
        assert_eq!(error.code(), code, "{told}");
        assert!(told.contains(words), "{told}");
        assert!(!told.contains(desk.place("").to_str().unwrap()), "no local path: {told}");
        let last = reports.last().unwrap();
        assert_eq!(last.state, UploadState::Failed { code, message: told, retryable: false });
        assert_eq!(last.sent_bytes, 0);
        let first = desk.uploader.examine(&request).await.unwrap_err();
        assert_eq!(first.code(), code, "the composer hears it before the send");
    }
    assert_eq!(server.log.paths(), Vec::<String>::new());
}

#[tokio::test]
async fn a_name_that_leads_elsewhere_stays_in_its_folder() {
    let (server, desk) = a_desk().await;
    let table = [
        ("../../../etc/passwd.png", "passwd.png"),
        ("..\\..\\系统.png", "系统.png"),
        ("👨‍👩‍👧🎉.png", "👨‍👩‍👧🎉.png"),
        ("a?b#c%d&e.png", "a_b#c%d&e.png"),
        ("invoice\u{202e}gnp.png", "invoicegnp.png"),
        ("CON.png", "_CON.png"),
        (".png", "png.png"),
        ("", "file.png"),
    ];
    for (index, (name, safe)) in table.into_iter().enumerate() {
        let mut bytes = PNG.to_vec();
        bytes.push(u8::try_from(index).unwrap());
        let mut request = desk.file("a.png", &bytes, UploadKind::Image);
        request.name = Some(name.into());
        let sent = desk.send(&request).await.unwrap();
        assert_eq!(sent.name, safe, "{name:?}");
        assert_eq!(sent.url.matches('/').count(), 8, "{}", sent.url);
        assert!(!sent.url.contains(['?', '#']) && !sent.url.contains(".."), "{}", sent.url);
        let (status, read, _) = fetch(&sent.url).await;
        assert_eq!((status, read), (200, bytes), "{name:?}");
    }
    let contents = server.contents();
    assert_eq!(contents.len(), 8);
    assert!(contents.iter().all(|path| path.starts_with("zuoxi/2026/11/")), "{contents:?}");
}

#[tokio::test]
async fn only_who_set_up_a_storage_can_use_one() {
    use zuoxi_engine::{EngineError, Storage, StorageConfig};
    use zuoxi_model::AccountId;
    use zuoxi_store::keyring::{MemoryVault, Vault as _};

    let (server, _) = a_desk().await;
    let (vault, account) = (MemoryVault::new(), AccountId::new("practice-1"));
    let config = s3_config(&server);
    let refused = |outcome: Result<Storage, EngineError>| outcome.unwrap_err().code();
    let none = Storage::open_with_vault(None, &vault, &account).await;
    assert_eq!(refused(none), ErrorCode::StorageNotConfigured);
    let no_secret = Storage::open_with_vault(Some(&config), &vault, &account).await;
    assert_eq!(refused(no_secret), ErrorCode::StorageNotConfigured);
    vault.set(&StorageConfig::secret_name(&account), &crate::servers::SECRET.into()).await.unwrap();
    let storage = Storage::open_with_vault(Some(&config), &vault, &account).await.unwrap();
    assert!(!format!("{storage:?}").contains(crate::servers::SECRET));
    let error = UploadError::NotConfigured.to_string();
    assert!(error.contains("settings"), "{error}");
}
