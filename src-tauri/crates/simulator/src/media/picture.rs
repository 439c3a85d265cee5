//! Photographs as a shop and its customers send them, drawn.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::canvas::{Canvas, Colour};

const WIDTH: u16 = 640;
const HEIGHT: u16 = 480;

/// Draws a picture of `subject`; an unknown one is a still life.
pub fn draw(subject: &str, variant: u64) -> Canvas {
    let mut rng = ChaCha8Rng::seed_from_u64(variant);
    let rng = &mut rng;
    match subject {
        "garment" | "cotton" => garment(rng),
        "home" | "install" => room(rng),
        "damage" => cup(rng, true),
        "gift" => gift(rng),
        "parts" => parts(rng),
        "fabric" => fabric(rng),
        "parcel" => parcel(rng),
        "warehouse" => warehouse(rng),
        "cat" => cat(rng),
        "screenshot" => screenshot(rng),
        "logo" | "postage" | "survey" | "profile" => emblem(rng),
        _ => cup(rng, false),
    }
}

/// Draws a sticker: a round face in one of eight moods.
pub fn sticker(mood: u64) -> Canvas {
    let mut canvas = Canvas::gradient(160, 160, Colour::WHITE, Colour(250, 250, 250));
    let body = [Colour(255, 214, 92), Colour(255, 182, 193), Colour(172, 216, 255), Colour(190, 232, 178)];
    let body = usize::try_from(mood % 4).ok().and_then(|nth| body.get(nth)).copied().unwrap_or(Colour::WHITE);
    canvas.ellipse(80.0, 146.0, 44.0, 7.0, Colour(232, 232, 236));
    canvas.circle(80.0, 80.0, 60.0, body);
    canvas.ellipse(62.0, 50.0, 20.0, 12.0, body.lighter(0.45));
    let happy = mood < 4;
    for side in [-1.0, 1.0] {
        let x = 80.0 + side * 22.0;
        if happy {
            canvas.circle(x, 72.0, 6.5, Colour::INK);
            canvas.circle(x + 2.0, 69.5, 2.2, Colour::WHITE);
        } else {
            canvas.smile(x, 68.0, 8.0, 4.0, Colour::INK);
        }
        canvas.ellipse(x + side * 14.0, 88.0, 8.0, 5.0, Colour(255, 140, 140));
    }
    canvas.smile(80.0, 88.0, 15.0, 4.5, Colour::INK);
    if mood.is_multiple_of(3) {
        canvas.ellipse(80.0, 106.0, 8.0, 9.0, Colour(240, 110, 120));
    }
    canvas
}

fn surface(rng: &mut ChaCha8Rng) -> Canvas {
    let hue = rng.random_range(0.05..0.14);
    let mut canvas = Canvas::gradient(WIDTH, HEIGHT, Colour::hsl(hue, 0.22, 0.93), Colour::hsl(hue, 0.24, 0.84));
    canvas.rect((0.0, 330.0, 640.0, 480.0), 0.0, Colour::hsl(hue, 0.3, 0.72));
    canvas.rect((0.0, 326.0, 640.0, 332.0), 0.0, Colour::hsl(hue, 0.3, 0.64));
    canvas
}

fn dye(rng: &mut ChaCha8Rng) -> Colour {
    let dyes = [(0.1, 0.3, 0.76), (0.58, 0.22, 0.62), (0.0, 0.02, 0.36), (0.07, 0.45, 0.52), (0.38, 0.22, 0.34)];
    let (hue, saturation, lightness) = dyes.get(rng.random_range(0..dyes.len())).copied().unwrap_or((0.1, 0.3, 0.7));
    Colour::hsl(hue, saturation, lightness)
}

fn garment(rng: &mut ChaCha8Rng) -> Canvas {
    let mut canvas = Canvas::gradient(WIDTH, HEIGHT, Colour(243, 240, 234), Colour(222, 217, 208));
    let colour = dye(rng);
    let (shade, light) = (colour.darker(0.18), colour.lighter(0.2));
    canvas.line((120.0, 52.0), (520.0, 52.0), 7.0, Colour(176, 152, 120));
    canvas.ring(320.0, 64.0, 14.0, 4.0, Colour(120, 116, 112));
    canvas.line((320.0, 78.0), (240.0, 116.0), 5.0, Colour(150, 128, 100));
    canvas.line((320.0, 78.0), (400.0, 116.0), 5.0, Colour(150, 128, 100));
    for side in [-1.0, 1.0] {
        let at = |x: f32, y: f32| (320.0 + side * x, y);
        canvas.polygon(&[at(100.0, 116.0), at(196.0, 330.0), at(150.0, 352.0), at(78.0, 210.0)], shade);
        canvas.line(at(190.0, 320.0), at(153.0, 338.0), 12.0, light);
    }
    canvas.polygon(&[(224.0, 106.0), (416.0, 106.0), (424.0, 420.0), (216.0, 420.0)], colour);
    canvas.rect((214.0, 408.0, 426.0, 428.0), 6.0, shade);
    canvas.ellipse(320.0, 108.0, 52.0, 30.0, shade);
    canvas.ellipse(320.0, 102.0, 44.0, 24.0, Colour(238, 234, 228));
    let mut y = 150.0;
    while y < 400.0 {
        canvas.line((230.0, y), (410.0, y), 1.4, colour.darker(0.07));
        y += 13.0;
    }
    if rng.random_bool(0.6) {
        canvas.line((320.0, 130.0), (320.0, 420.0), 3.0, shade);
        for button in 0..5_u8 {
            canvas.circle(332.0, 165.0 + f32::from(button) * 52.0, 6.0, Colour(236, 226, 208));
        }
    }
    canvas
}

fn room(rng: &mut ChaCha8Rng) -> Canvas {
    let wall = Colour::hsl(rng.random_range(0.06..0.6), 0.16, 0.88);
    let mut canvas = Canvas::gradient(WIDTH, HEIGHT, wall, wall.darker(0.08));
    canvas.rect((0.0, 356.0, 640.0, 480.0), 0.0, Colour(196, 166, 132));
    canvas.ellipse(330.0, 424.0, 250.0, 40.0, Colour(232, 222, 206));
    canvas.rect((420.0, 50.0, 590.0, 250.0), 6.0, Colour::WHITE);
    canvas.rect((430.0, 60.0, 502.0, 240.0), 2.0, Colour(196, 222, 240));
    canvas.rect((508.0, 60.0, 580.0, 240.0), 2.0, Colour(206, 228, 242));
    let sofa = dye(rng);
    canvas.rect((150.0, 228.0, 480.0, 360.0), 26.0, sofa.darker(0.12));
    canvas.rect((130.0, 280.0, 500.0, 392.0), 24.0, sofa);
    canvas.rect((160.0, 290.0, 312.0, 350.0), 14.0, sofa.lighter(0.16));
    canvas.rect((318.0, 290.0, 470.0, 350.0), 14.0, sofa.lighter(0.16));
    canvas.rect((190.0, 246.0, 260.0, 312.0), 14.0, dye(rng).lighter(0.2));
    for x in [160.0, 470.0] {
        canvas.line((x, 392.0), (x, 416.0), 9.0, Colour(116, 84, 58));
    }
    canvas.line((78.0, 400.0), (78.0, 150.0), 6.0, Colour(178, 144, 84));
    canvas.ellipse(78.0, 402.0, 32.0, 7.0, Colour(150, 120, 70));
    canvas.polygon(&[(48.0, 168.0), (108.0, 168.0), (94.0, 108.0), (62.0, 108.0)], Colour(250, 232, 190));
    canvas.rect((556.0, 340.0, 610.0, 400.0), 8.0, Colour(214, 128, 92));
    for leaf in [-34.0, -14.0, 8.0, 30.0] {
        canvas.line((583.0, 342.0), (583.0 + leaf, 268.0 + leaf.abs()), 12.0, Colour(84, 128, 92));
    }
    canvas
}

fn cup(rng: &mut ChaCha8Rng, cracked: bool) -> Canvas {
    let mut canvas = surface(rng);
    let glaze = Colour::hsl(rng.random_range(0.3..0.6), 0.2, 0.7);
    canvas.ellipse(250.0, 404.0, 150.0, 22.0, Colour(150, 128, 104));
    canvas.ring(382.0, 288.0, 46.0, 20.0, glaze.darker(0.1));
    canvas.polygon(&[(140.0, 210.0), (380.0, 210.0), (340.0, 400.0), (180.0, 400.0)], glaze);
    canvas.ellipse(260.0, 400.0, 80.0, 14.0, glaze);
    canvas.ellipse(260.0, 210.0, 120.0, 30.0, glaze.lighter(0.25));
    canvas.ellipse(260.0, 214.0, 106.0, 23.0, Colour(150, 96, 48));
    canvas.line((176.0, 240.0), (200.0, 372.0), 12.0, glaze.lighter(0.4));
    if cracked {
        let dark = Colour(70, 62, 60);
        for (from, to) in [
            ((300.0, 232.0), (282.0, 276.0)),
            ((282.0, 276.0), (306.0, 312.0)),
            ((306.0, 312.0), (286.0, 372.0)),
            ((306.0, 312.0), (334.0, 336.0)),
        ] {
            canvas.line(from, to, 3.4, dark);
        }
        canvas.polygon(&[(330.0, 196.0), (382.0, 206.0), (352.0, 262.0)], Colour(226, 216, 200));
        canvas.polygon(&[(430.0, 396.0), (486.0, 380.0), (470.0, 424.0)], glaze.darker(0.06));
        canvas.polygon(&[(510.0, 412.0), (540.0, 404.0), (532.0, 430.0)], glaze.lighter(0.15));
    } else {
        canvas.ellipse(500.0, 398.0, 70.0, 14.0, Colour(160, 136, 110));
        canvas.rect((452.0, 330.0, 548.0, 398.0), 26.0, glaze.lighter(0.12));
        canvas.ellipse(500.0, 334.0, 48.0, 12.0, glaze.lighter(0.4));
        for steam in [230.0, 262.0, 294.0] {
            canvas.line((steam, 176.0), (steam + 10.0, 130.0), 5.0, Colour::WHITE);
        }
    }
    canvas
}

fn gift(rng: &mut ChaCha8Rng) -> Canvas {
    let mut canvas = surface(rng);
    let (paper, ribbon) = (dye(rng).lighter(0.15), Colour::hsl(rng.random_range(-0.05..0.1), 0.55, 0.5));
    canvas.ellipse(330.0, 424.0, 200.0, 20.0, Colour(150, 128, 104));
    canvas.rect((170.0, 210.0, 490.0, 424.0), 8.0, paper);
    canvas.rect((156.0, 176.0, 504.0, 236.0), 8.0, paper.lighter(0.14));
    canvas.rect((308.0, 176.0, 352.0, 424.0), 0.0, ribbon);
    canvas.rect((170.0, 300.0, 490.0, 336.0), 0.0, ribbon.darker(0.06));
    canvas.ring(280.0, 150.0, 36.0, 16.0, ribbon);
    canvas.ring(380.0, 150.0, 36.0, 16.0, ribbon);
    canvas.circle(330.0, 168.0, 18.0, ribbon.darker(0.12));
    canvas.rect((396.0, 250.0, 470.0, 292.0), 4.0, Colour(250, 246, 236));
    canvas
}

fn parts(rng: &mut ChaCha8Rng) -> Canvas {
    let mut canvas = Canvas::gradient(WIDTH, HEIGHT, Colour(226, 214, 196), Colour(206, 190, 168));
    canvas.veil((90.0, 70.0, 550.0, 420.0), 18.0, Colour::WHITE, 0.55);
    for nth in 0..3_u8 {
        let x = 190.0 + f32::from(nth) * 130.0;
        canvas.rect((x - 9.0, 150.0, x + 9.0, 300.0), 8.0, Colour(150, 154, 160));
        canvas.circle(x, 140.0, 24.0, Colour(172, 176, 182));
        canvas.line((x - 12.0, 140.0), (x + 12.0, 140.0), 5.0, Colour(96, 100, 106));
    }
    for _ in 0..4 {
        let (x, y) = (rng.random_range(160.0..480.0), rng.random_range(330.0..390.0));
        canvas.ring(x, y, 16.0, 8.0, Colour(140, 144, 150));
    }
    canvas
}

fn fabric(rng: &mut ChaCha8Rng) -> Canvas {
    let colour = dye(rng);
    let mut canvas = Canvas::gradient(WIDTH, HEIGHT, colour.lighter(0.08), colour.darker(0.1));
    let mut at = 0.0;
    while at < 640.0 {
        canvas.line((at, 0.0), (at - 60.0, 480.0), 3.0, colour.darker(0.1));
        at += 16.0;
    }
    for _ in 0..46 {
        let (x, y) = (rng.random_range(180.0..500.0), rng.random_range(120.0..400.0));
        canvas.circle(x, y, rng.random_range(3.0..8.0), colour.lighter(0.34));
    }
    canvas.ring(340.0, 260.0, 150.0, 6.0, Colour(224, 76, 72));
    canvas
}

fn parcel(rng: &mut ChaCha8Rng) -> Canvas {
    let mut canvas = surface(rng);
    let card = Colour(202, 164, 116);
    canvas.ellipse(320.0, 420.0, 230.0, 24.0, Colour(140, 116, 90));
    canvas.polygon(&[(130.0, 190.0), (510.0, 190.0), (550.0, 250.0), (90.0, 250.0)], card.lighter(0.16));
    canvas.rect((100.0, 250.0, 540.0, 420.0), 4.0, card);
    canvas.rect((290.0, 190.0, 350.0, 420.0), 0.0, Colour(228, 202, 160));
    canvas.rect((380.0, 288.0, 510.0, 390.0), 4.0, Colour(250, 250, 246));
    for row in 0..4_u8 {
        let y = 304.0 + f32::from(row) * 20.0;
        canvas.line((394.0, y), (rng.random_range(440.0..494.0), y), 5.0, Colour(120, 120, 124));
    }
    canvas.polygon(&[(120.0, 250.0), (270.0, 250.0), (240.0, 300.0), (150.0, 296.0)], dye(rng));
    canvas
}

fn warehouse(rng: &mut ChaCha8Rng) -> Canvas {
    let mut canvas = Canvas::gradient(WIDTH, HEIGHT, Colour(226, 230, 234), Colour(190, 194, 200));
    canvas.rect((0.0, 410.0, 640.0, 480.0), 0.0, Colour(168, 168, 166));
    for shelf in 0..3_u8 {
        let y = 130.0 + f32::from(shelf) * 130.0;
        let mut x = 50.0;
        while x < 560.0 {
            let (width, height) = (rng.random_range(48.0..92.0), rng.random_range(50.0..96.0));
            let shade = rng.random_range(0.0..0.2);
            canvas.rect((x, y - height, x + width, y), 3.0, Colour(206, 170, 122).darker(shade));
            canvas.rect((x + width * 0.44, y - height, x + width * 0.56, y), 0.0, Colour(230, 206, 166));
            x += width + 10.0;
        }
        canvas.rect((30.0, y, 610.0, y + 10.0), 2.0, Colour(70, 104, 150));
    }
    for x in [34.0, 320.0, 606.0] {
        canvas.line((x, 30.0), (x, 430.0), 9.0, Colour(60, 92, 136));
    }
    canvas
}

fn cat(rng: &mut ChaCha8Rng) -> Canvas {
    let mut canvas = room(rng);
    let fur = Colour(238, 172, 104);
    canvas.ellipse(330.0, 330.0, 120.0, 62.0, fur);
    canvas.line((440.0, 340.0), (520.0, 300.0), 22.0, fur.darker(0.08));
    canvas.polygon(&[(190.0, 214.0), (200.0, 280.0), (240.0, 246.0)], fur);
    canvas.polygon(&[(296.0, 210.0), (290.0, 280.0), (246.0, 246.0)], fur);
    canvas.ellipse(244.0, 284.0, 62.0, 52.0, fur);
    for side in [-1.0, 1.0] {
        canvas.smile(244.0 + side * 24.0, 272.0, 11.0, 4.0, Colour::INK);
        canvas.smile(244.0 + side * 8.0, 298.0, 8.0, 3.2, Colour::INK);
    }
    canvas.polygon(&[(238.0, 290.0), (250.0, 290.0), (244.0, 298.0)], Colour(222, 116, 122));
    for stripe in [300.0, 336.0, 372.0] {
        canvas.line((stripe, 278.0), (stripe + 8.0, 312.0), 9.0, fur.darker(0.22));
    }
    canvas
}

fn screenshot(rng: &mut ChaCha8Rng) -> Canvas {
    let mut canvas = Canvas::gradient(WIDTH, HEIGHT, Colour(60, 62, 68), Colour(40, 42, 48));
    canvas.rect((190.0, 14.0, 450.0, 466.0), 26.0, Colour(248, 248, 250));
    canvas.rect((190.0, 14.0, 450.0, 74.0), 26.0, Colour(228, 96, 82));
    canvas.rect((210.0, 96.0, 430.0, 176.0), 10.0, Colour(255, 236, 226));
    canvas.line((230.0, 122.0), (330.0, 122.0), 10.0, Colour(228, 96, 82));
    canvas.line((230.0, 150.0), (390.0, 150.0), 6.0, Colour(220, 180, 170));
    for row in 0..4_u8 {
        let y = 206.0 + f32::from(row) * 44.0;
        canvas.line((214.0, y), (rng.random_range(300.0..424.0), y), 9.0, Colour(212, 214, 220));
        canvas.line((214.0, y + 18.0), (rng.random_range(260.0..340.0), y + 18.0), 7.0, Colour(230, 231, 236));
    }
    canvas.rect((250.0, 400.0, 390.0, 440.0), 18.0, Colour(206, 208, 214));
    canvas
}

fn emblem(rng: &mut ChaCha8Rng) -> Canvas {
    let hue = rng.random_range(0.25..0.5);
    let mut canvas = Canvas::gradient(WIDTH, HEIGHT, Colour::hsl(hue, 0.3, 0.88), Colour::hsl(hue, 0.32, 0.74));
    canvas.circle(320.0, 240.0, 140.0, Colour(252, 250, 244));
    canvas.flower(320.0, 240.0, 6, 58.0, Colour::hsl(hue, 0.34, 0.56));
    canvas.circle(320.0, 240.0, 34.0, Colour(250, 222, 140));
    canvas
}
