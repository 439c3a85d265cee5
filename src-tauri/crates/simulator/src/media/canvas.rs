//! A small drawing board: smooth shapes on a gradient, encoded as PNG.
//!
//! Every shape is a signed distance (negative inside), which gives soft edges without a second pass. That is all the
//! practice platform needs to look alive; an image library would be larger than the platform.

use std::f32::consts::TAU;

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    pub const WHITE: Self = Self(255, 255, 255);
    pub const INK: Self = Self(58, 52, 54);

    /// Hue in turns (0 to 1), saturation and lightness 0 to 1.
    pub fn hsl(hue: f32, saturation: f32, lightness: f32) -> Self {
        let channel = |shift: f32| {
            let turned = (shift + hue * 12.0).rem_euclid(12.0);
            let amplitude = saturation * lightness.min(1.0 - lightness);
            to_byte((lightness - amplitude * (turned - 3.0).min(9.0 - turned).clamp(-1.0, 1.0)) * 255.0)
        };
        Self(channel(0.0), channel(8.0), channel(4.0))
    }

    /// This colour with `share` of another.
    pub fn mix(self, other: Self, share: f32) -> Self {
        let blend = |a: u8, b: u8| to_byte(f32::from(a) + (f32::from(b) - f32::from(a)) * share);
        Self(blend(self.0, other.0), blend(self.1, other.1), blend(self.2, other.2))
    }

    pub fn darker(self, share: f32) -> Self {
        self.mix(Self(20, 16, 24), share)
    }

    pub fn lighter(self, share: f32) -> Self {
        self.mix(Self::WHITE, share)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range of a byte")]
fn to_byte(value: f32) -> u8 {
    value.clamp(0.0, 255.0).round() as u8
}

/// Pixels in rows from the top. Coordinates are pixels from the upper left corner.
#[derive(Debug)]
pub struct Canvas {
    width: u16,
    height: u16,
    pixels: Vec<u8>,
}

impl Canvas {
    /// A canvas that runs from one colour at the upper left to another at the lower right.
    pub fn gradient(width: u16, height: u16, from: Colour, to: Colour) -> Self {
        let mut pixels = Vec::with_capacity(usize::from(width) * usize::from(height) * 3);
        let (across, down) = (f32::from(width.max(1)), f32::from(height.max(1)));
        for y in 0..height {
            for x in 0..width {
                let share = f32::midpoint(f32::from(x) / across, f32::from(y) / down);
                let Colour(red, green, blue) = from.mix(to, share);
                pixels.extend([red, green, blue]);
            }
        }
        Self { width, height, pixels }
    }

    pub fn circle(&mut self, x: f32, y: f32, radius: f32, colour: Colour) {
        self.ellipse(x, y, radius, radius, colour);
    }

    pub fn ellipse(&mut self, x: f32, y: f32, across: f32, down: f32, colour: Colour) {
        let smaller = across.min(down);
        self.paint((x - across, y - down, x + across, y + down), colour, 1.0, |px, py| {
            ((px - x) / across).hypot((py - y) / down).mul_add(smaller, -smaller)
        });
    }

    /// A circle's outline.
    pub fn ring(&mut self, x: f32, y: f32, radius: f32, thickness: f32, colour: Colour) {
        let reach = radius + thickness;
        self.paint((x - reach, y - reach, x + reach, y + reach), colour, 1.0, |px, py| {
            ((px - x).hypot(py - y) - radius).abs() - thickness / 2.0
        });
    }

    /// The lower half of a ring: a smile, a bowl, a handle.
    pub fn smile(&mut self, x: f32, y: f32, radius: f32, thickness: f32, colour: Colour) {
        let reach = radius + thickness;
        self.paint((x - reach, y, x + reach, y + reach), colour, 1.0, |px, py| {
            let ring = ((px - x).hypot(py - y) - radius).abs() - thickness / 2.0;
            ring.max(y - py)
        });
    }

    /// A rectangle by its edges, with rounded corners.
    pub fn rect(&mut self, edges: (f32, f32, f32, f32), rounding: f32, colour: Colour) {
        self.veil(edges, rounding, colour, 1.0);
    }

    /// A rectangle through which what is below can be seen.
    pub fn veil(&mut self, edges: (f32, f32, f32, f32), rounding: f32, colour: Colour, opacity: f32) {
        let (left, top, right, bottom) = edges;
        let (x, y) = (f32::midpoint(left, right), f32::midpoint(top, bottom));
        let (across, down) = ((right - left) / 2.0 - rounding, (bottom - top) / 2.0 - rounding);
        self.paint(edges, colour, opacity, |px, py| {
            let (dx, dy) = ((px - x).abs() - across, (py - y).abs() - down);
            dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0) - rounding
        });
    }

    /// A line with round ends.
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), thickness: f32, colour: Colour) {
        let reach = thickness / 2.0;
        let bounds =
            (from.0.min(to.0) - reach, from.1.min(to.1) - reach, from.0.max(to.0) + reach, from.1.max(to.1) + reach);
        self.paint(bounds, colour, 1.0, |px, py| segment_distance((px, py), from, to) - reach);
    }

    /// A filled polygon.
    pub fn polygon(&mut self, points: &[(f32, f32)], colour: Colour) {
        let bounds = points.iter().fold((f32::MAX, f32::MAX, f32::MIN, f32::MIN), |edges, point| {
            (edges.0.min(point.0), edges.1.min(point.1), edges.2.max(point.0), edges.3.max(point.1))
        });
        let ends = || points.iter().copied().zip(points.iter().copied().cycle().skip(1));
        self.paint(bounds, colour, 1.0, |px, py| {
            let mut distance = f32::MAX;
            let mut inside = false;
            for (a, b) in ends() {
                distance = distance.min(segment_distance((px, py), a, b));
                if (a.1 > py) != (b.1 > py) && px < (b.0 - a.0) * (py - a.1) / (b.1 - a.1) + a.0 {
                    inside = !inside;
                }
            }
            if inside { -distance } else { distance }
        });
    }

    /// Petals around a point.
    pub fn flower(&mut self, x: f32, y: f32, petals: u8, radius: f32, colour: Colour) {
        for petal in 0..petals {
            let angle = f32::from(petal) / f32::from(petals.max(1)) * TAU;
            self.circle(x + angle.cos() * radius, y + angle.sin() * radius, radius * 0.72, colour);
        }
    }

    fn paint(
        &mut self,
        bounds: (f32, f32, f32, f32),
        colour: Colour,
        opacity: f32,
        distance: impl Fn(f32, f32) -> f32,
    ) {
        let (left, right) = (edge(bounds.0 - 1.0, self.width), edge(bounds.2 + 2.0, self.width));
        let (top, bottom) = (edge(bounds.1 - 1.0, self.height), edge(bounds.3 + 2.0, self.height));
        for y in top..bottom {
            let row = usize::from(y) * usize::from(self.width) * 3;
            let cells = row + usize::from(left) * 3..row + usize::from(right) * 3;
            let Some(cells) = self.pixels.get_mut(cells) else { continue };
            for (x, cell) in (left..right).zip(cells.chunks_exact_mut(3)) {
                let covered = (0.5 - distance(f32::from(x) + 0.5, f32::from(y) + 0.5)).clamp(0.0, 1.0) * opacity;
                if covered <= 0.0 {
                    continue;
                }
                if let [red, green, blue] = cell {
                    let mixed = Colour(*red, *green, *blue).mix(colour, covered);
                    (*red, *green, *blue) = (mixed.0, mixed.1, mixed.2);
                }
            }
        }
    }

    /// The picture as a PNG file.
    pub fn encode(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, u32::from(self.width), u32::from(self.height));
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Fast);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels)?;
        writer.finish()?;
        Ok(file)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the canvas")]
fn edge(value: f32, limit: u16) -> u16 {
    value.clamp(0.0, f32::from(limit)) as u16
}

fn segment_distance(point: (f32, f32), from: (f32, f32), to: (f32, f32)) -> f32 {
    let (along_x, along_y) = (to.0 - from.0, to.1 - from.1);
    let length = along_x.mul_add(along_x, along_y * along_y).max(f32::EPSILON);
    let share = (((point.0 - from.0) * along_x + (point.1 - from.1) * along_y) / length).clamp(0.0, 1.0);
    (point.0 - from.0 - share * along_x).hypot(point.1 - from.1 - share * along_y)
}
