//! What a page is drawn with: text in lines, rectangles, the stub's outline, QR codes and pictures.
//! Measures are points from the top left corner.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;

use super::fonts::{Weight, faces};
use super::shape::{Line, lines};
use crate::tickets::qr::Qr;

/// A colour: red, green, blue.
#[derive(Clone, Copy)]
pub(super) struct Ink(u8, u8, u8);

impl Ink {
    fn color(self) -> rgb::Color {
        rgb::Color::new(self.0, self.1, self.2)
    }
}

/// Ink for what must be read.
pub(super) const INK: Ink = Ink(0x14, 0x17, 0x1A);
/// Ink for labels and small print; 7 to 1 on white.
pub(super) const QUIET: Ink = Ink(0x4A, 0x52, 0x5B);
/// Outlines.
const RULE: Ink = Ink(0xB8, 0xBF, 0xC6);
/// The QR code's.
const BLACK: Ink = Ink(0, 0, 0);

/// How a text is set.
#[derive(Clone, Copy)]
pub(super) struct Type {
    pub(super) size: f32,
    pub(super) weight: Weight,
    pub(super) ink: Ink,
    /// Lines above this end in an ellipsis.
    pub(super) lines_max: usize,
}

impl Type {
    pub(super) const fn new(size: f32, weight: Weight, ink: Ink, lines_max: usize) -> Self {
        Self { size, weight, ink, lines_max }
    }

    /// From one baseline to the next.
    fn leading(self) -> f32 {
        self.size * 1.28
    }
}

/// A page being drawn.
pub(super) struct Canvas<'a> {
    surface: Surface<'a>,
    from_right: bool,
}

/// Where in its column a line stands.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Middle,
    Right,
}

/// A column: where text starts and how wide it may get.
#[derive(Clone, Copy)]
pub(super) struct Column {
    pub(super) x: f32,
    pub(super) width: f32,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(surface: Surface<'a>, from_right: bool) -> Self {
        Self { surface, from_right }
    }

    /// Sets a text into a column, at the side where the page's language starts, with its first line's top at `y`.
    /// Says where the next text may start.
    pub(super) fn text(&mut self, column: Column, y: f32, text: &str, kind: Type) -> f32 {
        let side = if self.from_right { Side::Right } else { Side::Left };
        self.set(column, y, text, kind, |_| side)
    }

    /// Sets a figure into a column, at the side where the page's language ends.
    pub(super) fn figure(&mut self, column: Column, y: f32, text: &str, kind: Type) {
        let side = if self.from_right { Side::Left } else { Side::Right };
        self.set(column, y, text, kind, |_| side);
    }

    /// Where something of a width stands that begins at `x` in languages that read from left to right.
    pub(super) fn mirrored(&self, x: f32, width: f32) -> f32 {
        if self.from_right { super::page::PAGE.0 - x - width } else { x }
    }

    /// Sets paragraphs, each at the side where its own language starts.
    pub(super) fn prose(&mut self, column: Column, y: f32, text: &str, kind: Type) -> f32 {
        self.set(column, y, text, kind, |line| if line.from_right { Side::Right } else { Side::Left })
    }

    /// Sets a text in the middle of a column.
    pub(super) fn centred(&mut self, column: Column, y: f32, text: &str, kind: Type) -> f32 {
        self.set(column, y, text, kind, |_| Side::Middle)
    }

    fn set(&mut self, column: Column, y: f32, text: &str, kind: Type, side: impl Fn(&Line) -> Side) -> f32 {
        let mut top = y;
        for line in lines(text, kind.weight, column.width / kind.size, kind.lines_max) {
            let spare = column.width - line.width * kind.size;
            let x = match side(&line) {
                Side::Left => column.x,
                Side::Middle => column.x + spare / 2.0,
                Side::Right => column.x + spare,
            };
            self.line(x, top + kind.size * 1.02, &line, kind);
            top += kind.leading();
        }
        top
    }

    fn line(&mut self, x: f32, baseline: f32, line: &Line, kind: Type) {
        self.fill(kind.ink);
        let mut x = x;
        for run in &line.runs {
            let font = faces(kind.weight)[run.font].font.clone();
            self.surface.draw_glyphs(
                Point::from_xy(x, baseline),
                &run.glyphs,
                font,
                &run.text,
                kind.size,
                false,
            );
            x += run.width * kind.size;
        }
    }

    /// Draws a QR code as one path, `side` points wide without its quiet zone.
    pub(super) fn qr(&mut self, x: f32, y: f32, side: f32, qr: &Qr) {
        let module = side / qr.size() as f32;
        let mut path = PathBuilder::new();
        for run in qr.runs() {
            let corner = (x + run.x as f32 * module, y + run.y as f32 * module);
            if let Some(rect) = Rect::from_xywh(corner.0, corner.1, run.length as f32 * module, module) {
                path.push_rect(rect);
            }
        }
        self.fill(BLACK);
        self.draw(path);
    }

    /// Fills a frame with a picture, cut at the sides or at top and bottom.
    pub(super) fn picture(&mut self, frame: Rect, image: Image) {
        let (width, height) = image.size();
        let scale = (frame.width() / width as f32).max(frame.height() / height as f32);
        let Some(size) = Size::from_wh(width as f32 * scale, height as f32 * scale) else { return };
        let (left, top) = (
            frame.left() - (size.width() - frame.width()) / 2.0,
            frame.top() - (size.height() - frame.height()) / 2.0,
        );
        let mut clip = PathBuilder::new();
        clip.push_rect(frame);
        let Some(clip) = clip.finish() else { return };
        self.surface.push_clip_path(&clip, &FillRule::NonZero);
        self.surface.push_transform(&Transform::from_translate(left, top));
        self.surface.draw_image(image, size);
        self.surface.pop();
        self.surface.pop();
    }

    /// The outline of a ticket: round corners, and a notch at top and bottom where the stub tears off.
    pub(super) fn ticket_outline(&mut self, card: Rect, tear: f32) {
        let Some(path) = outline(card, tear) else { return };
        self.surface.set_fill(None);
        self.stroke(1.0, None);
        self.surface.draw_path(&path);
        let mut line = PathBuilder::new();
        line.move_to(tear, card.top() + NOTCH + 4.0);
        line.line_to(tear, card.bottom() - NOTCH - 4.0);
        self.stroke(1.0, Some(StrokeDash { array: vec![3.0, 4.0], offset: 0.0 }));
        self.draw(line);
        self.surface.set_stroke(None);
    }

    /// The page is done.
    pub(super) fn finish(self) {
        self.surface.finish();
    }

    fn fill(&mut self, ink: Ink) {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill {
            paint: ink.color().into(),
            opacity: NormalizedF32::ONE,
            rule: FillRule::NonZero,
        }));
    }

    fn stroke(&mut self, width: f32, dash: Option<StrokeDash>) {
        self.surface.set_stroke(Some(Stroke {
            paint: RULE.color().into(),
            width,
            dash,
            ..Stroke::default()
        }));
    }

    fn draw(&mut self, path: PathBuilder) {
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
    }
}

const NOTCH: f32 = 9.0;
const CORNER: f32 = 12.0;
/// How far a cubic's handle reaches to draw a quarter of a circle.
const QUARTER: f32 = 0.552_284_8;

fn outline(card: Rect, tear: f32) -> Option<Path> {
    let (left, top, right, bottom) = (card.left(), card.top(), card.right(), card.bottom());
    let (corner, notch) = (CORNER * (1.0 - QUARTER), NOTCH * QUARTER);
    let mut path = PathBuilder::new();
    path.move_to(left + CORNER, top);
    path.line_to(tear - NOTCH, top);
    path.cubic_to(tear - NOTCH, top + notch, tear - notch, top + NOTCH, tear, top + NOTCH);
    path.cubic_to(tear + notch, top + NOTCH, tear + NOTCH, top + notch, tear + NOTCH, top);
    path.line_to(right - CORNER, top);
    path.cubic_to(right - corner, top, right, top + corner, right, top + CORNER);
    path.line_to(right, bottom - CORNER);
    path.cubic_to(right, bottom - corner, right - corner, bottom, right - CORNER, bottom);
    path.line_to(tear + NOTCH, bottom);
    path.cubic_to(tear + NOTCH, bottom - notch, tear + notch, bottom - NOTCH, tear, bottom - NOTCH);
    path.cubic_to(tear - notch, bottom - NOTCH, tear - NOTCH, bottom - notch, tear - NOTCH, bottom);
    path.line_to(left + CORNER, bottom);
    path.cubic_to(left + corner, bottom, left, bottom - corner, left, bottom - CORNER);
    path.line_to(left, top + CORNER);
    path.cubic_to(left, top + corner, left + corner, top, left + CORNER, top);
    path.close();
    path.finish()
}
