//! Pages of tables: a title, a few lines about it, then tables one below the other, over as many pages as they need.
//! The first column is text, the others are figures at the far side.

use super::canvas::{Canvas, Column, INK, QUIET, Type};
use super::fonts::Weight;
use super::page::PAGE;
use crate::i18n::Lang;

const MARGIN: f32 = 42.0;
const TITLE: Type = Type::new(18.0, Weight::Bold, INK, 2);
const LEAD: Type = Type::new(10.0, Weight::Regular, INK, 2);
const TABLE_TITLE: Type = Type::new(11.0, Weight::Bold, INK, 1);
const HEADING: Type = Type::new(7.5, Weight::Regular, QUIET, 2);
const CELL: Type = Type::new(9.0, Weight::Regular, INK, 1);
const TOTAL: Type = Type::new(9.0, Weight::Bold, INK, 1);
const FOOT: Type = Type::new(7.5, Weight::Regular, QUIET, 1);
const ROW_HEIGHT: f32 = 15.0;
const HEADING_HEIGHT: f32 = 24.0;
const TITLE_HEIGHT: f32 = 34.0;
/// How much of the page's width the first column takes.
const FIRST_PART: f32 = 0.28;

/// What is printed.
#[derive(Clone, Debug)]
pub struct TableSheet {
    /// In which language.
    pub lang: Lang,
    /// What it is.
    pub title: String,
    /// Of what.
    pub lead: Vec<String>,
    /// Its tables.
    pub tables: Vec<Table>,
    /// A line at the foot of each page.
    pub foot: String,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// What it shows.
    pub title: String,
    /// Its columns; empty: they need no names.
    pub headings: Vec<String>,
    /// Its lines.
    pub rows: Vec<Vec<String>>,
    /// The last line, which stands out.
    pub total: Option<Vec<String>>,
}

/// A line of a page.
pub(super) enum Block<'a> {
    Title(&'a str),
    Headings(&'a [String]),
    Row(&'a [String]),
    Total(&'a [String]),
}

impl Block<'_> {
    const fn height(&self) -> f32 {
        match self {
            Self::Title(_) => TITLE_HEIGHT,
            Self::Headings(_) => HEADING_HEIGHT,
            Self::Row(_) | Self::Total(_) => ROW_HEIGHT,
        }
    }
}

/// Divides the sheet into pages.
pub(super) fn paginate(sheet: &TableSheet) -> Vec<Vec<Block<'_>>> {
    let room = PAGE.1 - 2.0 * MARGIN - 24.0;
    let head = 60.0 + LEAD.size * 1.4 * sheet.lead.len() as f32;
    let mut pages = vec![Vec::new()];
    let mut left = room - head;
    for block in sheet.tables.iter().flat_map(blocks) {
        // A title never stands alone at the end of a page.
        let needed = if matches!(block, Block::Title(_)) {
            TITLE_HEIGHT + HEADING_HEIGHT + ROW_HEIGHT
        } else {
            block.height()
        };
        if needed > left {
            pages.push(Vec::new());
            left = room;
        }
        left -= block.height();
        if let Some(page) = pages.last_mut() {
            page.push(block);
        }
    }
    pages
}

fn blocks(table: &Table) -> Vec<Block<'_>> {
    let mut blocks = vec![Block::Title(&table.title)];
    if !table.headings.is_empty() {
        blocks.push(Block::Headings(&table.headings));
    }
    blocks.extend(table.rows.iter().map(|row| Block::Row(row)));
    blocks.extend(table.total.iter().map(|total| Block::Total(total)));
    blocks
}

/// Draws a page; the first one begins with what it is.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    sheet: &TableSheet,
    blocks: &[Block<'_>],
    number: (usize, usize),
) {
    let whole = Column { x: MARGIN, width: PAGE.0 - 2.0 * MARGIN };
    let mut y = MARGIN;
    if number.0 == 1 {
        y = canvas.text(whole, y, &sheet.title, TITLE) + 6.0;
        for line in &sheet.lead {
            y = canvas.text(whole, y, line, LEAD);
        }
        y += 6.0;
    }
    for block in blocks {
        match block {
            Block::Title(title) => {
                canvas.text(whole, y + 14.0, title, TABLE_TITLE);
            }
            Block::Headings(cells) => draw_cells(canvas, y + 2.0, cells, HEADING),
            Block::Row(cells) => draw_cells(canvas, y, cells, CELL),
            Block::Total(cells) => draw_cells(canvas, y, cells, TOTAL),
        }
        y += block.height();
    }
    let foot = format!("{} · {}/{}", sheet.foot, number.0, number.1);
    canvas.text(whole, PAGE.1 - MARGIN, &foot, FOOT);
}

fn draw_cells(canvas: &mut Canvas<'_>, y: f32, cells: &[String], kind: Type) {
    let width = PAGE.0 - 2.0 * MARGIN;
    let first = if cells.len() > 3 { width * FIRST_PART } else { width * 0.5 };
    let others = (width - first) / (cells.len().max(2) - 1) as f32;
    for (at, cell) in cells.iter().enumerate() {
        if at == 0 {
            let column = Column { x: canvas.mirrored(MARGIN, first), width: first };
            canvas.text(column, y, cell, kind);
        } else {
            let x = MARGIN + first + (at - 1) as f32 * others;
            let column = Column { x: canvas.mirrored(x, others) + 4.0, width: others - 4.0 };
            canvas.figure(column, y, cell, kind);
        }
    }
}
