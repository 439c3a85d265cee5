//! A short animated picture (APNG, which browsers and GitHub play): after the first picture, each holds only the part that
//! is not as it was before, so that a tour of many views stays small.

use std::fs::File;
use std::io::{BufWriter, Cursor};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use png::{BitDepth, BlendOp, ColorType, Compression, Decoder, DisposeOp, Encoder, Filter};

/// Bytes of a pixel: red, green, blue.
const PIXEL: usize = 3;

/// What has been filmed so far.
#[derive(Default)]
pub struct Film {
    width: u32,
    height: u32,
    shots: Vec<Shot>,
}

struct Shot {
    pixels: Vec<u8>,
    millis: u16,
}

/// A part of a picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    x: u32,
    y: u32,
    width: u32,
    height: u32,
}

impl Film {
    /// Adds a picture, a PNG of the size of the first, that is shown for so long. One that is as the one before prolongs it.
    pub fn shoot(&mut self, picture: &[u8], millis: u16) -> Result<()> {
        let (width, height, pixels) = opaque(picture)?;
        if self.shots.is_empty() {
            (self.width, self.height) = (width, height);
        }
        ensure!((self.width, self.height) == (width, height), "the window has changed its size");
        match self.shots.last_mut() {
            Some(last) if last.pixels == pixels => last.millis = last.millis.saturating_add(millis),
            _ => self.shots.push(Shot { pixels, millis }),
        }
        Ok(())
    }

    /// Writes what was filmed; it plays without end.
    pub fn develop(&self, file: &Path) -> Result<()> {
        let out = BufWriter::new(File::create(file).with_context(|| format!("cannot write {}", file.display()))?);
        let mut encoder = Encoder::new(out, self.width, self.height);
        encoder.set_color(ColorType::Rgb);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_compression(Compression::High);
        encoder.set_filter(Filter::Adaptive);
        encoder.set_animated(u32::try_from(self.shots.len())?, 0)?;
        encoder.set_blend_op(BlendOp::Source)?;
        encoder.set_dispose_op(DisposeOp::None)?;
        let mut writer = encoder.write_header()?;
        let mut before: Option<&Shot> = None;
        for shot in &self.shots {
            let part = match before {
                Some(before) => self.changed(&before.pixels, &shot.pixels),
                None => Part { x: 0, y: 0, width: self.width, height: self.height },
            };
            writer.reset_frame_position()?;
            writer.set_frame_dimension(part.width, part.height)?;
            writer.set_frame_position(part.x, part.y)?;
            writer.set_frame_delay(shot.millis, 1000)?;
            writer.write_image_data(&self.cut(&shot.pixels, part))?;
            before = Some(shot);
        }
        Ok(writer.finish()?)
    }

    /// The smallest part with all pixels that differ; one pixel if none does.
    fn changed(&self, before: &[u8], after: &[u8]) -> Part {
        let (mut left, mut top, mut right, mut bottom) = (self.width, self.height, 0, 0);
        let pixels = before.chunks_exact(PIXEL).zip(after.chunks_exact(PIXEL));
        for (at, _) in pixels.enumerate().filter(|(_, (before, after))| before != after) {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let (x, y) = (at % self.width, at / self.width);
            (left, top) = (left.min(x), top.min(y));
            (right, bottom) = (right.max(x), bottom.max(y));
        }
        if left > right {
            return Part { x: 0, y: 0, width: 1, height: 1 };
        }
        Part { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
    }

    fn cut(&self, pixels: &[u8], part: Part) -> Vec<u8> {
        let row_bytes = self.width as usize * PIXEL;
        let (skip, take) = (part.x as usize * PIXEL, part.width as usize * PIXEL);
        let rows = pixels.chunks_exact(row_bytes).skip(part.y as usize).take(part.height as usize);
        rows.flat_map(|row| row.iter().skip(skip).take(take).copied()).collect()
    }
}

/// Width, height and pixels of a PNG without what is seen through.
fn opaque(picture: &[u8]) -> Result<(u32, u32, Vec<u8>)> {
    let mut reader = Decoder::new(Cursor::new(picture)).read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().context("the picture is too large")?];
    let shape = reader.next_frame(&mut pixels)?;
    pixels.truncate(shape.buffer_size());
    let pixels = match shape.color_type {
        ColorType::Rgb => pixels,
        ColorType::Rgba => pixels.chunks_exact(4).flat_map(|pixel| pixel.iter().take(PIXEL).copied()).collect(),
        other => anyhow::bail!("a picture of the window has colours as {other:?}"),
    };
    Ok((shape.width, shape.height, pixels))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(colours: [u8; 6]) -> Vec<u8> {
        let mut png = Vec::new();
        let mut encoder = Encoder::new(&mut png, 3, 2);
        encoder.set_color(ColorType::Rgba);
        let pixels: Vec<u8> = colours.iter().flat_map(|grey| [*grey, *grey, *grey, 255]).collect();
        encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
        png
    }

    #[test]
    fn a_later_picture_holds_only_what_has_changed_and_plays_back_as_it_was() {
        let mut film = Film::default();
        film.shoot(&picture([1, 2, 3, 4, 5, 6]), 100).unwrap();
        film.shoot(&picture([1, 2, 3, 4, 5, 6]), 50).unwrap();
        film.shoot(&picture([1, 9, 3, 4, 5, 8]), 200).unwrap();
        assert_eq!(film.shots.iter().map(|shot| shot.millis).collect::<Vec<_>>(), [150, 200]);
        let (before, after) = (&film.shots[0].pixels, &film.shots[1].pixels);
        let part = film.changed(before, after);
        assert_eq!(part, Part { x: 1, y: 0, width: 2, height: 2 });

        let folder = tempfile::tempdir().unwrap();
        let picture_file = folder.path().join("film.png");
        film.develop(&picture_file).unwrap();
        let mut reader = Decoder::new(std::io::BufReader::new(File::open(&picture_file).unwrap())).read_info().unwrap();
        assert_eq!(reader.info().animation_control().unwrap().num_frames, 2);
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        assert_eq!(pixels[..18], before[..]);
        let shape = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((shape.width, shape.height), (2, 2));
        assert_eq!(pixels[..shape.buffer_size()], film.cut(after, part)[..]);
    }
}
