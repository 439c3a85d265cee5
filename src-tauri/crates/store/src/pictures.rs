//! Pictures that were shown, so that the next start shows them at once and offline. They are in the same encrypted file
//! as everything else: a customer's picture is as private as a customer's words.

use zuoxi_model::Timestamp;

use crate::store::begin;
use crate::{Store, StoreError};

/// A picture's last showing is written down again only after this long; reading should not cost a write each time.
const NOTED_AGAIN_AFTER_MS: i64 = 24 * 60 * 60 * 1000;

/// A picture as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub mime: String,
    pub bytes: Vec<u8>,
}

impl Store {
    /// Removes every picture.
    pub async fn remove_pictures(&self) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        sqlx::query!("DELETE FROM pictures").execute(&mut *writer).await?;
        Ok(())
    }

    /// The picture that came from this address, if it was kept.
    pub async fn picture(&self, address: &str, now: Timestamp) -> Result<Option<Picture>, StoreError> {
        let found = sqlx::query!("SELECT mime, bytes, shown_at FROM pictures WHERE address = ?1", address)
            .fetch_optional(self.readers())
            .await?;
        let Some(found) = found else { return Ok(None) };
        if now.0 - found.shown_at > NOTED_AGAIN_AFTER_MS {
            let mut writer = self.writer().await?;
            sqlx::query!("UPDATE pictures SET shown_at = ?2 WHERE address = ?1", address, now.0)
                .execute(&mut *writer)
                .await?;
        }
        Ok(Some(Picture { mime: found.mime, bytes: found.bytes }))
    }

    /// Keeps a picture, and lets the least recently shown ones go until all together are within `limit_bytes`.
    pub async fn keep_picture(
        &self,
        address: &str,
        picture: &Picture,
        now: Timestamp,
        limit_bytes: u32,
    ) -> Result<(), StoreError> {
        let size = i64::try_from(picture.bytes.len()).unwrap_or(i64::MAX);
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        sqlx::query!(
            "INSERT INTO pictures (address, mime, size_bytes, shown_at, bytes) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (address) DO UPDATE SET
                mime = excluded.mime, size_bytes = excluded.size_bytes, shown_at = excluded.shown_at,
                bytes = excluded.bytes",
            address,
            picture.mime,
            size,
            now.0,
            picture.bytes
        )
        .execute(&mut *tx)
        .await?;
        sqlx::query!(
            "DELETE FROM pictures WHERE id IN (
                SELECT id FROM (
                    SELECT id, sum(size_bytes) OVER (ORDER BY shown_at DESC, id DESC) AS newer_bytes FROM pictures
                ) WHERE newer_bytes > ?1
            )",
            limit_bytes
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }
}
