//! Playing a voice or a video: the window asks for stretches of it and gets each from where it lies, so that nothing is
//! kept on the disk and no more than a stretch in memory.
//!
//! What it is, its first bytes say, not its address and not the server: only kinds that web views play are handed on.
//! `WeChat`'s own voices are often AMR or SILK, which none plays; those are answered with 415 and can be saved.

use http_range::HttpRange;
use tauri::http::{HeaderValue, Response, StatusCode, header};
use zuoxi_engine::{HEAD_BYTES, MediaId};

use super::{Media, Refusal};
use crate::commands::Seat;

/// The longest stretch of one answer, in bytes.
const STRETCH_BYTES: u64 = 2 * 1024 * 1024;
/// What is asked for without a range comes whole, up to this many bytes.
const WHOLE_BYTES: u64 = 64 * 1024 * 1024;

/// What is known of something that plays, by its address.
#[derive(Debug, Clone, Copy)]
pub struct Playable {
    mime: &'static str,
    /// In bytes.
    total: u64,
}

impl Media {
    /// Answers a request for a stretch; `range` is the header of that name.
    pub(super) async fn stream(
        &self,
        seat: &Seat,
        id: &MediaId,
        range: Option<&HeaderValue>,
    ) -> Result<Response<Vec<u8>>, Refusal> {
        let engine = seat.desk.engine().await.map_err(|_| Refusal::Unknown)?;
        let address = engine.media_address(id).await?.filter(|address| !address.is_empty()).ok_or(Refusal::Unknown)?;
        let listed = &engine.account().environment.media_hosts;
        let known = (engine.account().id.clone(), address.clone());
        let found = match self.playable.get(&known).await {
            Some(found) => found,
            None => self.look(&address, listed).await?,
        };
        self.playable.insert(known, found).await;
        let stretch = stretch(range, found.total)?;
        let (status, start, length) = match stretch {
            Some((start, length)) => (StatusCode::PARTIAL_CONTENT, start, length),
            None => (StatusCode::OK, 0, found.total),
        };
        let part = self.fetcher.part(&address, listed, start, length).await?;
        let mut answer = Response::builder()
            .status(status)
            .header(header::CONTENT_TYPE, found.mime)
            .header(header::ACCEPT_RANGES, "bytes")
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        if status == StatusCode::PARTIAL_CONTENT {
            let last = (start + part.bytes.len() as u64).saturating_sub(1);
            answer = answer.header(header::CONTENT_RANGE, format!("bytes {start}-{last}/{}", found.total));
        }
        answer.body(part.bytes).map_err(|error| Refusal::Failed(error.to_string()))
    }

    async fn look(&self, address: &str, listed: &[String]) -> Result<Playable, Refusal> {
        let head = self.fetcher.part(address, listed, 0, HEAD_BYTES as u64).await?;
        let mime = playable(&head.bytes).ok_or(Refusal::NotPlayable)?;
        let total = match head.total {
            Some(total) => total,
            None => self.fetcher.bring(address, listed).await?.len() as u64,
        };
        Ok(Playable { mime, total })
    }
}

/// Where to begin and how much to send; none for all of it.
fn stretch(range: Option<&HeaderValue>, total: u64) -> Result<Option<(u64, u64)>, Refusal> {
    let Some(range) = range else {
        let fits = total <= WHOLE_BYTES;
        return if fits { Ok(None) } else { Err(Refusal::TooLarge { limit_bytes: WHOLE_BYTES }) };
    };
    let ranges = HttpRange::parse_bytes(range.as_bytes(), total).map_err(|_| Refusal::NoSuchRange { total })?;
    let first = ranges.first().filter(|range| range.length > 0).ok_or(Refusal::NoSuchRange { total })?;
    Ok(Some((first.start, first.length.min(STRETCH_BYTES))))
}

/// The type to serve it as, if web views play it.
fn playable(head: &[u8]) -> Option<&'static str> {
    Some(match infer::get(head)?.mime_type() {
        "audio/m4a" => "audio/mp4",
        "audio/x-wav" => "audio/wav",
        "audio/x-flac" => "audio/flac",
        "audio/opus" | "audio/ogg" => "audio/ogg",
        "video/x-m4v" => "video/mp4",
        mime @ ("audio/mpeg" | "audio/aac" | "video/mp4" | "video/webm" | "video/quicktime") => mime,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_plays_is_known_by_its_bytes() {
        let table: [(&[u8], Option<&str>); 7] = [
            (b"RIFF\x24\x08\0\0WAVEfmt \x10\0\0\0", Some("audio/wav")),
            (b"ID3\x03\0\0\0\0\0\0", Some("audio/mpeg")),
            (b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41", Some("video/mp4")),
            (b"#!AMR\n\x3c\x48", None),
            (b"\x02#!SILK_V3\x17\0", None),
            (b"<html><script>alert(1)</script>", None),
            (b"MZ\x90\0", None),
        ];
        for (bytes, mime) in table {
            assert_eq!(playable(bytes), mime, "{bytes:?}");
        }
    }

    #[test]
    fn a_stretch_is_never_longer_than_its_limit() {
        let asked = |range: &str, total| {
            let range = HeaderValue::from_str(range).unwrap();
            stretch(Some(&range), total).ok().flatten()
        };
        assert_eq!(asked("bytes=0-1", 10), Some((0, 2)));
        assert_eq!(asked("bytes=0-", u64::MAX), Some((0, STRETCH_BYTES)));
        assert_eq!(asked("bytes=-4", 10), Some((6, 4)));
        for odd in ["bytes=10-", "bytes=5-1", "pages=1-2", "bytes=a-b", ""] {
            assert_eq!(asked(odd, 10), None, "{odd}");
        }
        assert_eq!(stretch(None, 10).unwrap(), None);
        assert!(matches!(stretch(None, WHOLE_BYTES + 1), Err(Refusal::TooLarge { .. })));
    }
}
