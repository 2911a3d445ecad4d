//! Who listens to the walk, and what does each do with a piece of the text?
//!
//! The engine tells the pieces of a text in order: kept, removed or replaced. [`Check`] stops at the first that is
//! not kept, [`Append`] writes, [`Align`] writes and remembers. Since they hear the same walk they cannot disagree.

use super::alignment::Alignment;
use crate::rules::Op;
use crate::scan::{self, Table};
use alloc::string::String;
use core::ops::{ControlFlow, Range};

/// A listener. Ranges are bytes of the original.
pub(crate) trait Sink {
    /// Lets the scanner run from `from`; returns the first character it leaves to the engine.
    fn scan(&mut self, table: &Table, text: &str, from: usize) -> usize;

    /// The scanner ran past a character that its neighbours change: takes back `range`, of which `written` bytes
    /// came out.
    fn take_back(&mut self, range: Range<usize>, written: usize);

    /// The range stays as it is.
    fn keep(&mut self, text: &str, range: Range<usize>);

    /// The range becomes `to` (which is something else); `Break` ends the walk.
    fn edit(&mut self, text: &str, range: Range<usize>, to: &str, op: Op) -> ControlFlow<()>;
}

/// Is there anything to do? Remembers where the first change starts.
#[derive(Default)]
pub(crate) struct Check {
    pub(crate) change: Option<usize>,
}

impl Sink for Check {
    fn scan(&mut self, table: &Table, text: &str, from: usize) -> usize {
        scan::find_change(table, text, from)
    }

    fn take_back(&mut self, _: Range<usize>, _: usize) {}

    fn keep(&mut self, _: &str, _: Range<usize>) {}

    fn edit(&mut self, _: &str, range: Range<usize>, _: &str, _: Op) -> ControlFlow<()> {
        self.change = Some(range.start);
        ControlFlow::Break(())
    }
}

/// Writes the normalised text.
pub(crate) struct Append<'a> {
    pub(crate) out: &'a mut String,
}

impl Sink for Append<'_> {
    fn scan(&mut self, table: &Table, text: &str, from: usize) -> usize {
        scan::rewrite(table, text, from, self.out)
    }

    fn take_back(&mut self, _: Range<usize>, written: usize) {
        self.out.truncate(self.out.len() - written);
    }

    fn keep(&mut self, text: &str, range: Range<usize>) {
        self.out.push_str(&text[range]);
    }

    fn edit(&mut self, _: &str, _: Range<usize>, to: &str, _: Op) -> ControlFlow<()> {
        self.out.push_str(to);
        ControlFlow::Continue(())
    }
}

/// Writes the normalised text and which byte of the original each of its bytes comes from.
pub(crate) struct Align<'a> {
    pub(crate) out: &'a mut String,
    pub(crate) map: &'a mut Alignment,
}

impl Sink for Align<'_> {
    fn scan(&mut self, table: &Table, text: &str, from: usize) -> usize {
        self.map.scan(table, text, from, self.out)
    }

    fn take_back(&mut self, range: Range<usize>, written: usize) {
        self.map.clear(range);
        self.out.truncate(self.out.len() - written);
    }

    fn keep(&mut self, text: &str, range: Range<usize>) {
        self.map.keep(range.clone());
        self.out.push_str(&text[range]);
    }

    fn edit(&mut self, text: &str, range: Range<usize>, to: &str, _: Op) -> ControlFlow<()> {
        let one = |text: &str| text.chars().nth(1).is_none();
        if to.len() == range.len() && one(to) && one(&text[range.clone()]) {
            self.map.keep(range);
        } else if !to.is_empty() {
            self.map.group(range, self.out.len(), to.len());
        }
        self.out.push_str(to);
        ControlFlow::Continue(())
    }
}

/// Writes the normalised text where there is only room for as much as was read.
pub(crate) struct Within<'a> {
    pub(crate) append: Append<'a>,
    /// How long the output may be when the text ends.
    pub(crate) most: usize,
}

impl Sink for Within<'_> {
    fn scan(&mut self, table: &Table, text: &str, from: usize) -> usize {
        scan::rewrite_within(table, text, from, self.append.out)
    }

    fn take_back(&mut self, range: Range<usize>, written: usize) {
        self.append.take_back(range, written);
    }

    fn keep(&mut self, text: &str, range: Range<usize>) {
        self.append.keep(text, range);
    }

    fn edit(&mut self, text: &str, range: Range<usize>, to: &str, op: Op) -> ControlFlow<()> {
        // Everything but an edit writes at most what it reads, so it is enough to look here.
        if self.append.out.len() + to.len() + (text.len() - range.end) > self.most {
            return ControlFlow::Break(());
        }
        self.append.edit(text, range, to, op)
    }
}
