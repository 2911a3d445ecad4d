//! What takes more context than a row has?
//!
//! A pass is a function that goes over a text and tells its pieces in order: ranges that stay, ranges that become
//! something else. The ranges tile the text. Passes are small and named; those of naskh's own operations are in
//! `context`, those that reproduce another tool in `compat`.

use super::sink::Sink;
use crate::rules::Op;
use core::ops::{ControlFlow, Range};

/// Takes a range of the text and what it becomes (`None`: it stays). `Break` means that nobody listens any more.
pub(crate) type Tell<'a> = dyn FnMut(Range<usize>, Option<&str>) -> ControlFlow<()> + 'a;

/// A named function over a text.
#[derive(Clone, Copy)]
pub(crate) struct Pass(pub(crate) fn(&str, &mut Tell<'_>) -> ControlFlow<()>);

impl Pass {
    pub(crate) fn walk<S: Sink>(self, text: &str, op: Op, sink: &mut S) -> ControlFlow<()> {
        (self.0)(text, &mut |range, to| match to {
            Some(to) if text[range.clone()] != *to => sink.edit(text, range, to, op),
            _ => {
                sink.keep(text, range);
                ControlFlow::Continue(())
            }
        })
    }
}
