//! Posters that the program draws itself: two colours, a motif per category, the rest from a seed.
//! The same seed draws the same poster. Edges are smoothed by distance, so that no drawing library is needed.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// Size of a poster.
const WIDTH: u32 = 960;
const HEIGHT: u32 = 600;

/// Paper and two inks.
type Palette = [[f32; 3]; 3];

const PALETTES: &[Palette] = &[
    [[244.0, 238.0, 226.0], [28.0, 58.0, 94.0], [226.0, 92.0, 62.0]],
    [[24.0, 32.0, 44.0], [238.0, 186.0, 76.0], [214.0, 84.0, 88.0]],
    [[234.0, 240.0, 236.0], [22.0, 94.0, 84.0], [240.0, 148.0, 70.0]],
    [[46.0, 28.0, 58.0], [238.0, 122.0, 132.0], [246.0, 214.0, 158.0]],
    [[250.0, 244.0, 236.0], [120.0, 36.0, 58.0], [58.0, 122.0, 146.0]],
    [[18.0, 52.0, 60.0], [120.0, 204.0, 178.0], [246.0, 228.0, 188.0]],
    [[238.0, 234.0, 246.0], [68.0, 60.0, 134.0], [236.0, 158.0, 92.0]],
    [[36.0, 36.0, 34.0], [228.0, 226.0, 214.0], [208.0, 72.0, 44.0]],
];

/// Draws numbers from a seed: enough chance for a poster, the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Between `low` and `high`.
    fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * ((self.next() >> 40) as f32 / 16_777_216.0)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[(self.next() % from.len() as u64) as usize]
    }
}

/// A motif: how much of each ink lies at a point, from 0 to 1.
struct Motif {
    kind: Kind,
    x: f32,
    y: f32,
    size: f32,
    tilt: f32,
    beat: f32,
}

#[derive(Clone, Copy)]
enum Kind {
    Rings,
    Curtain,
    Hills,
    Grid,
    Sun,
    Waves,
    Tiles,
}

impl Kind {
    fn of(category: &str) -> Self {
        match category {
            "music" | "party" => Self::Rings,
            "theatre" | "comedy" | "film" => Self::Curtain,
            "festival" | "community" => Self::Hills,
            "conference" | "talk" | "workshop" => Self::Grid,
            "family" | "food" => Self::Sun,
            "dance" | "sport" => Self::Waves,
            _ => Self::Tiles,
        }
    }
}

/// A poster as a PNG file.
pub(super) fn draw(category: &str, seed: u64) -> Result<Vec<u8>, image::ImageError> {
    let mut dice = Dice(seed);
    let palette = dice.pick(PALETTES);
    let motif = Motif {
        kind: Kind::of(category),
        x: dice.between(0.25, 0.75),
        y: dice.between(0.35, 0.75),
        size: dice.between(0.7, 1.4),
        tilt: dice.between(-0.6, 0.6),
        beat: dice.between(5.0, 11.0).round(),
    };
    let picture = RgbImage::from_fn(WIDTH, HEIGHT, |across, down| {
        let x = across as f32 / HEIGHT as f32;
        let y = down as f32 / HEIGHT as f32;
        let (first, second) = motif.inks(x, y);
        Rgb(mix(palette, first, second, 1.0 - 0.08 * y))
    });
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, ImageFormat::Png)?;
    Ok(file.into_inner())
}

impl Motif {
    fn inks(&self, x: f32, y: f32) -> (f32, f32) {
        let (dx, dy) = (x - self.x * 1.6, y - self.y);
        let far = (dx * dx + dy * dy).sqrt();
        match self.kind {
            Kind::Rings => self.rings(far, dy),
            Kind::Curtain => self.curtain(x, y),
            Kind::Hills => self.hills(x, y),
            Kind::Grid => self.grid(x, y),
            Kind::Sun => self.sun(dx, dy, far),
            Kind::Waves => self.waves(x, y),
            Kind::Tiles => self.tiles(x, y),
        }
    }

    fn rings(&self, far: f32, dy: f32) -> (f32, f32) {
        let ring = stripe(far * self.beat / self.size);
        let disc = edge(0.22 * self.size - far);
        (ring * edge(0.75 * self.size - far), disc * if dy < 0.0 { 1.0 } else { 0.85 })
    }

    fn curtain(&self, x: f32, y: f32) -> (f32, f32) {
        let fold = x * self.beat + 0.15 * (y * 4.0 + self.tilt).sin();
        let open = edge((x - self.x * 1.6).abs() - 0.16 - 0.30 * self.size * y * y);
        let spot = edge(0.11 * self.size - ((x - self.x * 1.6).powi(2) + (y - 0.62).powi(2)).sqrt());
        (stripe(fold) * open, spot.max(0.35 * open * (1.0 - stripe(fold))))
    }

    fn hills(&self, x: f32, y: f32) -> (f32, f32) {
        let back = 0.55 + 0.10 * (x * 3.0 * self.size + self.tilt * 5.0).sin();
        let front = 0.75 + 0.08 * (x * 4.5 + self.x * 9.0).sin();
        let moon = edge(0.13 * self.size - ((x - self.x * 1.6).powi(2) + (y - 0.26).powi(2)).sqrt());
        (edge(y - front), moon.max(0.75 * edge(y - back)))
    }

    fn grid(&self, x: f32, y: f32) -> (f32, f32) {
        let (across, down) = (x * self.beat, y * self.beat);
        let near = ((across.fract() - 0.5).powi(2) + (down.fract() - 0.5).powi(2)).sqrt();
        let wave =
            0.5 + 0.5 * (across.floor() * 0.9 + down.floor() * 1.3 * self.size + self.tilt * 6.0).sin();
        let dot = edge((0.12 + 0.30 * wave - near) / self.beat);
        if wave > 0.82 { (0.0, dot) } else { (dot, 0.0) }
    }

    fn sun(&self, dx: f32, dy: f32, far: f32) -> (f32, f32) {
        let ray = stripe(dy.atan2(dx) * self.beat / std::f32::consts::TAU * 2.0);
        (ray * edge(far - 0.30 * self.size), edge(0.24 * self.size - far))
    }

    fn waves(&self, x: f32, y: f32) -> (f32, f32) {
        let swing = y + 0.16 * (x * 3.2 + self.tilt * 4.0).sin() + 0.05 * (x * 9.0 * self.size).sin();
        let band = stripe(swing * self.beat * 0.6);
        let reach = edge(0.42 - (y - 0.5).abs());
        (band * reach, (1.0 - band) * edge(0.10 - (swing - 0.5).abs()))
    }

    fn tiles(&self, x: f32, y: f32) -> (f32, f32) {
        let (across, down) = (x * self.beat * 0.6, y * self.beat * 0.6);
        let turned =
            ((across.floor() * 7.0 + down.floor() * 13.0 + self.tilt * 20.0).sin() * 43.0).fract().abs();
        let (u, v) = (across.fract(), down.fract());
        let half = if turned > 0.5 { u - v } else { u + v - 1.0 };
        let soft = self.beat * 0.6;
        if turned > 0.8 { (0.0, edge(half / soft)) } else { (edge(half / soft), 0.0) }
    }
}

/// 1 inside, 0 outside, soft over about two pixels.
fn edge(inside: f32) -> f32 {
    (inside * HEIGHT as f32 / 2.0 + 0.5).clamp(0.0, 1.0)
}

/// Stripes of equal width with soft edges.
fn stripe(at: f32) -> f32 {
    let phase = at.rem_euclid(1.0);
    ((0.25 - (phase - 0.5).abs()) * 40.0 + 0.5).clamp(0.0, 1.0)
}

fn mix(palette: &Palette, first: f32, second: f32, light: f32) -> [u8; 3] {
    std::array::from_fn(|at| {
        let [paper, one, two] = [palette[0][at], palette[1][at], palette[2][at]];
        let with_one = paper + (one - paper) * first;
        ((with_one + (two - with_one) * second) * light) as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_poster_and_another_seed_another() {
        let poster = draw("music", 7).expect("drawn");
        assert_eq!(poster, draw("music", 7).expect("drawn again"));
        assert_ne!(poster, draw("music", 8).expect("another"));
    }
}
