//! Portraits: one per id, always the same for the same id.

use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::canvas::{Canvas, Colour};

const SIDE: u16 = 96;

const SKINS: [Colour; 4] = [Colour(252, 224, 200), Colour(245, 208, 178), Colour(232, 190, 156), Colour(255, 232, 214)];
const HAIR: [Colour; 5] =
    [Colour(46, 36, 34), Colour(74, 50, 40), Colour(110, 74, 48), Colour(32, 34, 46), Colour(140, 92, 62)];

/// Draws the portrait of a `customer`, `staff`, `robot` or `group`.
pub fn draw(style: &str, seed: u64) -> Canvas {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    match style {
        "robot" => shop_sign(&mut rng),
        "group" => mosaic(&mut rng),
        "staff" => person(&mut rng),
        _ => match rng.random_range(0..10) {
            0..4 => person(&mut rng),
            4 => cat(&mut rng),
            5 => hills(&mut rng),
            6 => flower(&mut rng),
            7 => dog(&mut rng),
            8 => moon(&mut rng),
            _ => shapes(&mut rng),
        },
    }
}

fn backdrop(rng: &mut ChaCha8Rng) -> Canvas {
    let hue = rng.random_range(0.0..1.0);
    let turn = rng.random_range(-0.12..0.12);
    Canvas::gradient(SIDE, SIDE, Colour::hsl(hue, 0.55, 0.78), Colour::hsl(hue + turn, 0.6, 0.6))
}

fn person(rng: &mut ChaCha8Rng) -> Canvas {
    let mut canvas = backdrop(rng);
    head(&mut canvas, rng, 48.0, 50.0, 1.0);
    canvas
}

/// Head and shoulders, centred on a point; `scale` 1 fills the portrait.
fn head(canvas: &mut Canvas, rng: &mut ChaCha8Rng, x: f32, y: f32, scale: f32) {
    let skin = SKINS.choose(rng).copied().unwrap_or(Colour::WHITE);
    let hair = HAIR.choose(rng).copied().unwrap_or(Colour::INK);
    let shirt = Colour::hsl(rng.random_range(0.0..1.0), 0.45, 0.5);
    let at = |dx: f32, dy: f32| (x + dx * scale, y + dy * scale);
    let long_hair = rng.random_bool(0.5);

    let (hx, hy) = at(0.0, -10.0);
    if long_hair {
        canvas.ellipse(hx, hy + 10.0 * scale, 26.0 * scale, 32.0 * scale, hair);
    }
    let (sx, sy) = at(0.0, 46.0);
    canvas.ellipse(sx, sy, 34.0 * scale, 26.0 * scale, shirt);
    canvas.rect((x - 7.0 * scale, y + 8.0 * scale, x + 7.0 * scale, y + 26.0 * scale), 5.0 * scale, skin.darker(0.08));
    canvas.circle(hx, hy - 3.0 * scale, 24.0 * scale, hair);
    canvas.ellipse(hx, hy + 3.0 * scale, 20.0 * scale, 22.0 * scale, skin);
    canvas.ellipse(hx - 9.0 * scale, hy - 15.0 * scale, 14.0 * scale, 8.0 * scale, hair);
    canvas.ellipse(hx + 11.0 * scale, hy - 14.0 * scale, 12.0 * scale, 7.0 * scale, hair);
    for side in [-8.0, 8.0] {
        let (ex, ey) = at(side, -6.0);
        canvas.circle(ex, ey, 2.4 * scale, Colour::INK);
        let (cx, cy) = at(side * 1.5, 1.0);
        canvas.circle(cx, cy, 3.2 * scale, skin.mix(Colour(240, 120, 120), 0.35));
    }
    canvas.smile(hx, hy + 9.0 * scale, 5.5 * scale, 2.2 * scale, Colour(176, 72, 72));
    if rng.random_bool(0.25) {
        for side in [-8.0, 8.0] {
            let (ex, ey) = at(side, -6.0);
            canvas.ring(ex, ey, 6.5 * scale, 1.6 * scale, Colour::INK);
        }
        canvas.line(at(-1.5, -6.0), at(1.5, -6.0), 1.6 * scale, Colour::INK);
    }
}

fn cat(rng: &mut ChaCha8Rng) -> Canvas {
    let mut canvas = backdrop(rng);
    let fur = [Colour(236, 168, 96), Colour(90, 88, 96), Colour(246, 240, 232), Colour(170, 136, 108)];
    let fur = fur.choose(rng).copied().unwrap_or(Colour::WHITE);
    canvas.polygon(&[(20.0, 22.0), (24.0, 56.0), (48.0, 38.0)], fur);
    canvas.polygon(&[(76.0, 22.0), (72.0, 56.0), (48.0, 38.0)], fur);
    canvas.polygon(&[(25.0, 31.0), (27.0, 48.0), (39.0, 40.0)], Colour(240, 170, 170));
    canvas.polygon(&[(71.0, 31.0), (69.0, 48.0), (57.0, 40.0)], Colour(240, 170, 170));
    canvas.ellipse(48.0, 58.0, 31.0, 27.0, fur);
    canvas.ellipse(48.0, 68.0, 14.0, 10.0, fur.lighter(0.55));
    for side in [-1.0, 1.0] {
        canvas.ellipse(48.0 + side * 14.0, 55.0, 4.2, 5.6, Colour::INK);
        canvas.circle(48.0 + side * 14.0 + 1.4, 53.0, 1.5, Colour::WHITE);
        canvas.line((48.0 + side * 18.0, 66.0), (48.0 + side * 36.0, 63.0), 1.3, Colour::INK);
        canvas.line((48.0 + side * 18.0, 69.0), (48.0 + side * 35.0, 71.0), 1.3, Colour::INK);
        canvas.smile(48.0 + side * 4.0, 67.0, 4.0, 1.7, Colour::INK);
    }
    canvas.polygon(&[(44.5, 62.0), (51.5, 62.0), (48.0, 66.5)], Colour(222, 116, 122));
    canvas
}

fn dog(rng: &mut ChaCha8Rng) -> Canvas {
    let mut canvas = backdrop(rng);
    let fur = [Colour(226, 180, 124), Colour(250, 244, 236), Colour(150, 104, 74)];
    let fur = fur.choose(rng).copied().unwrap_or(Colour::WHITE);
    canvas.ellipse(48.0, 54.0, 28.0, 30.0, fur);
    canvas.ellipse(20.0, 52.0, 10.0, 22.0, fur.darker(0.3));
    canvas.ellipse(76.0, 52.0, 10.0, 22.0, fur.darker(0.3));
    canvas.ellipse(48.0, 68.0, 17.0, 14.0, fur.lighter(0.5));
    canvas.ellipse(48.0, 61.0, 6.5, 4.6, Colour::INK);
    for side in [-11.0, 11.0] {
        canvas.circle(48.0 + side, 47.0, 4.0, Colour::INK);
        canvas.circle(49.5 + side, 45.5, 1.3, Colour::WHITE);
    }
    canvas.ellipse(48.0, 78.0, 5.0, 7.0, Colour(236, 112, 122));
    canvas.smile(48.0, 68.0, 8.0, 2.0, Colour::INK);
    canvas
}

fn hills(rng: &mut ChaCha8Rng) -> Canvas {
    let warm = rng.random_range(0.02..0.12);
    let mut canvas = Canvas::gradient(SIDE, SIDE, Colour::hsl(warm, 0.8, 0.86), Colour::hsl(0.58, 0.5, 0.72));
    let sun = rng.random_range(24.0..72.0);
    canvas.circle(sun, 34.0, 13.0, Colour::hsl(warm, 0.95, 0.64));
    let green = rng.random_range(0.3..0.5);
    canvas.polygon(&[(-10.0, 96.0), (26.0, 48.0), (70.0, 96.0)], Colour::hsl(green, 0.32, 0.5));
    canvas.polygon(&[(30.0, 96.0), (70.0, 40.0), (120.0, 96.0)], Colour::hsl(green, 0.36, 0.4));
    canvas.ellipse(40.0, 104.0, 70.0, 26.0, Colour::hsl(green, 0.4, 0.3));
    canvas
}

fn flower(rng: &mut ChaCha8Rng) -> Canvas {
    let mut canvas = backdrop(rng);
    let petals = rng.random_range(5..8);
    let colour = Colour::hsl(rng.random_range(-0.1..0.16), 0.8, 0.78);
    canvas.line((48.0, 52.0), (44.0, 98.0), 4.0, Colour(92, 136, 84));
    canvas.ellipse(35.0, 82.0, 11.0, 5.0, Colour(108, 154, 96));
    canvas.flower(48.0, 44.0, petals, 17.0, colour);
    canvas.circle(48.0, 44.0, 10.0, Colour(248, 204, 84));
    canvas
}

fn moon(rng: &mut ChaCha8Rng) -> Canvas {
    let hue = rng.random_range(0.58..0.75);
    let (from, to) = (Colour::hsl(hue, 0.5, 0.24), Colour::hsl(hue + 0.05, 0.45, 0.42));
    let mut canvas = Canvas::gradient(SIDE, SIDE, from, to);
    for _ in 0..14 {
        let (x, y) = (rng.random_range(4.0..92.0), rng.random_range(4.0..70.0));
        canvas.circle(x, y, rng.random_range(0.7..1.7), Colour(250, 244, 214));
    }
    canvas.circle(50.0, 44.0, 22.0, Colour(250, 232, 170));
    canvas.circle(60.0, 38.0, 19.0, from.mix(to, 0.45));
    canvas.ellipse(30.0, 88.0, 40.0, 10.0, Colour::hsl(hue, 0.4, 0.55));
    canvas
}

fn shapes(rng: &mut ChaCha8Rng) -> Canvas {
    let mut canvas = backdrop(rng);
    for _ in 0..5 {
        let colour = Colour::hsl(rng.random_range(0.0..1.0), 0.6, 0.62);
        let (x, y, size) = (rng.random_range(10.0..86.0), rng.random_range(10.0..86.0), rng.random_range(8.0..26.0));
        match rng.random_range(0..3) {
            0 => canvas.circle(x, y, size, colour),
            1 => canvas.rect((x - size, y - size * 0.6, x + size, y + size * 0.6), 5.0, colour),
            _ => canvas.polygon(&[(x, y - size), (x + size, y + size * 0.8), (x - size, y + size * 0.8)], colour),
        }
    }
    canvas
}

/// The shop's mark: two leaves over a roof line, in the robot's own colour.
fn shop_sign(rng: &mut ChaCha8Rng) -> Canvas {
    let hue = rng.random_range(0.0..1.0);
    let (from, to) = (Colour::hsl(hue, 0.42, 0.46), Colour::hsl(hue + 0.06, 0.5, 0.34));
    let mut canvas = Canvas::gradient(SIDE, SIDE, from, to);
    let light = Colour(252, 248, 238);
    canvas.circle(48.0, 48.0, 33.0, light);
    canvas.line((48.0, 72.0), (48.0, 38.0), 4.0, to);
    for (tip, root) in [((28.0, 32.0), (48.0, 56.0)), ((70.0, 26.0), (48.0, 50.0))] {
        let (mx, my) = (f32::midpoint(tip.0, root.0), f32::midpoint(tip.1, root.1));
        let (nx, ny) = ((root.1 - tip.1) * 0.3, (tip.0 - root.0) * 0.3);
        canvas.polygon(&[tip, (mx + nx, my + ny), root, (mx - nx, my - ny)], from);
    }
    canvas.rect((30.0, 70.0, 66.0, 74.0), 2.0, to);
    canvas
}

/// A group's picture: small faces on a grid, as WeCom composes it.
fn mosaic(rng: &mut ChaCha8Rng) -> Canvas {
    let mut canvas = Canvas::gradient(SIDE, SIDE, Colour(226, 228, 232), Colour(216, 219, 224));
    let columns: u8 = if rng.random_bool(0.4) { 2 } else { 3 };
    let step = (f32::from(SIDE) - 4.0) / f32::from(columns);
    for row in 0..columns {
        for column in 0..columns {
            let (left, top) = (3.0 + f32::from(column) * step, 3.0 + f32::from(row) * step);
            let tile = (left, top, left + step - 2.0, top + step - 2.0);
            let colour = Colour::hsl(rng.random_range(0.0..1.0), 0.5, 0.74);
            canvas.rect(tile, 2.0, colour);
            let (x, y) = (f32::midpoint(tile.0, tile.2), f32::midpoint(tile.1, tile.3));
            let size = (step - 2.0) / 2.0;
            let skin = SKINS.choose(rng).copied().unwrap_or(Colour::WHITE);
            let hair = HAIR.choose(rng).copied().unwrap_or(Colour::INK);
            canvas.rect((x - size * 0.6, y + size * 0.5, x + size * 0.6, tile.3), 2.0, colour.darker(0.4));
            canvas.circle(x, y - size * 0.12, size * 0.58, hair);
            canvas.ellipse(x, y + size * 0.05, size * 0.46, size * 0.5, skin);
        }
    }
    canvas
}
