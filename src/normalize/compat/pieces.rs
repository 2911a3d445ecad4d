//! How does a pass tell what it does, most of the time nothing?
//!
//! Kept neighbours are told as one range: a sink has work for each piece.

use super::super::pass::Tell;
use alloc::string::String;
use core::ops::{ControlFlow, Range};

/// Gathers the pieces of a text for a listener. They come in order and tile the text.
pub(super) struct Pieces<'a, 'b> {
    tell: &'a mut Tell<'b>,
    kept: Range<usize>,
}

impl<'a, 'b> Pieces<'a, 'b> {
    pub(super) fn new(tell: &'a mut Tell<'b>) -> Pieces<'a, 'b> {
        Pieces { tell, kept: 0..0 }
    }

    /// How far the text is told.
    pub(super) fn end(&self) -> usize {
        self.kept.end
    }

    /// The text stays up to `end`.
    pub(super) fn keep(&mut self, end: usize) {
        self.kept.end = end;
    }

    /// The text from the last piece to `end` becomes `to`.
    pub(super) fn edit(&mut self, end: usize, to: &str) -> ControlFlow<()> {
        let start = self.kept.end;
        self.finish()?;
        self.kept = end..end;
        (self.tell)(start..end, Some(to))
    }

    /// Says what was not yet said.
    pub(super) fn finish(&mut self) -> ControlFlow<()> {
        match self.kept.is_empty() {
            true => ControlFlow::Continue(()),
            false => (self.tell)(self.kept.clone(), None),
        }
    }
}

/// A pass that takes each character alone: `become_of` appends what it becomes.
pub(super) fn each(text: &str, tell: &mut Tell<'_>, mut become_of: impl FnMut(char, &mut String)) -> ControlFlow<()> {
    let mut pieces = Pieces::new(tell);
    let mut to = String::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        to.clear();
        become_of(c, &mut to);
        if to == text[at..end] {
            pieces.keep(end);
        } else {
            pieces.edit(end, &to)?;
        }
    }
    pieces.finish()
}

/// Whether ranges, sorted and apart, hold a character.
pub(super) fn holds(table: &[(u32, u32)], c: char) -> bool {
    let c = u32::from(c);
    let next = table.partition_point(|range| range.1 < c);
    table.get(next).is_some_and(|range| range.0 <= c)
}
