//! Why did this letter change? One edit at a time.

use super::alignment::Alignment;
use super::sink::Sink;
use super::step::{Step, each_round, go_on};
use crate::Op;
use crate::scan::{self, Table};
use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::vec::Vec;
use core::iter::FusedIterator;
use core::ops::{ControlFlow, Range};

/// One change of a text.
///
/// ```
/// use naskh::{Normalizer, Op, Preset};
/// let search = Normalizer::new(Preset::Search);
/// let edit = search.explain("قال أحمد").next().unwrap();
/// assert_eq!(edit.span(), 7..9);
/// assert_eq!((edit.from(), edit.to()), ("أ", "ا"));
/// assert_eq!(edit.op(), Op::FoldAlef);
/// assert!(edit.is_lossy());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit<'t> {
    start: usize,
    from: &'t str,
    to: String,
    op: Op,
}

impl<'t> Edit<'t> {
    /// Byte range in the original.
    pub fn span(&self) -> Range<usize> {
        self.start..self.start + self.from.len()
    }

    /// What stood there: a character, or a letter with the marks it composed with.
    pub fn from(&self) -> &'t str {
        self.from
    }

    /// What stands there now; empty if it was removed.
    pub fn to(&self) -> &str {
        &self.to
    }

    /// The operation that did it; the first one where several rows fed each other.
    pub fn op(&self) -> Op {
        self.op
    }

    /// Whether a reader lost something by it.
    pub fn is_lossy(&self) -> bool {
        self.op.is_lossy()
    }
}

/// Iterator over the changes of a text, made by [`Normalizer::explain`](crate::Normalizer::explain).
///
/// ```
/// use naskh::{Normalizer, Preset};
/// let search = Normalizer::new(Preset::Search);
/// assert_eq!(search.explain("مَدْرَسَةٌ").count(), 6);
/// ```
#[derive(Clone)]
pub struct Edits<'k, 't> {
    /// The step that is walked, unless all is found already.
    step: Option<&'k Step>,
    text: &'t str,
    at: usize,
    found: VecDeque<Edit<'t>>,
}

impl core::fmt::Debug for Edits<'_, '_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Edits").field("text", &self.text).field("at", &self.at).finish_non_exhaustive()
    }
}

impl<'k, 't> Edits<'k, 't> {
    pub(crate) fn new(steps: &'k [Step], rounds: usize, text: &'t str) -> Self {
        match steps {
            [step] => Edits { step: Some(step), text, at: 0, found: VecDeque::new() },
            _ => Edits { step: None, text, at: text.len(), found: through(steps, rounds, text) },
        }
    }
}

/// The edits of several steps, as one: what differs between the text and the output of the last.
fn through<'t>(steps: &[Step], rounds: usize, text: &'t str) -> VecDeque<Edit<'t>> {
    let mut now = String::from(text);
    let mut map = Alignment::identity(text.len());
    // Which operation touched which bytes of the text.
    let mut ops: Vec<(Range<usize>, Op)> = Vec::new();
    each_round(steps, rounds, |step| {
        let mut told = Told { map: &map, ops: &mut ops };
        let before = told.ops.len();
        let mut at = 0;
        while at < now.len() {
            at = go_on(step, &now, at, &mut told);
        }
        if ops.len() == before {
            return false;
        }
        let (mut out, mut next) = (String::new(), Alignment::identity(0));
        step.align(&now, 0, &mut out, &mut next);
        map = map.then(&next);
        now = out;
        true
    });
    // Two steps can undo each other.
    if now == text {
        return VecDeque::new();
    }
    // By place; of two at one place the earlier step's.
    ops.sort_by_key(|(range, _)| range.start);
    let op_at = |range: Range<usize>| {
        let after = ops.partition_point(|(other, _)| other.start < range.start);
        let inside = ops.get(after).filter(|(other, _)| other.start < range.end.max(range.start + 1));
        inside.or_else(|| ops.get(after.checked_sub(1)?)).map_or(Op::Compatibility, |(_, op)| *op)
    };
    let mut found = VecDeque::new();
    map.for_each_piece(|from, to| {
        let (before, after) = (&text[from.clone()], &now[to]);
        let mut tell = |start: usize, before: &'t str, after: &str| {
            if before != after {
                found.push_back(Edit { start, from: before, to: after.into(), op: op_at(start..start + before.len()) });
            }
        };
        let lengths = |text: &str| text.chars().map(char::len_utf8).collect::<Vec<_>>();
        if lengths(before) != lengths(after) {
            return tell(from.start, before, after);
        }
        // A run that stays, but for letters that were replaced in place.
        for ((at, a), b) in before.char_indices().zip(after.chars()) {
            tell(from.start + at, &before[at..at + a.len_utf8()], b.encode_utf8(&mut [0; 4]));
        }
    });
    found
}

impl<'t> Iterator for Edits<'_, 't> {
    type Item = Edit<'t>;

    fn next(&mut self) -> Option<Edit<'t>> {
        while self.found.is_empty() && self.at < self.text.len() {
            let mut explain = Explain { whole: self.text, found: &mut self.found };
            self.at = match self.step {
                Some(step) => go_on(step, self.text, self.at, &mut explain),
                None => self.text.len(),
            };
        }
        self.found.pop_front()
    }
}

impl FusedIterator for Edits<'_, '_> {}

/// Writes down which operation touched which bytes of the original, of which the text that is walked was made.
struct Told<'a> {
    map: &'a Alignment,
    ops: &'a mut Vec<(Range<usize>, Op)>,
}

impl Sink for Told<'_> {
    fn scan(&mut self, table: &Table, text: &str, from: usize) -> usize {
        scan::find_change(table, text, from)
    }

    fn take_back(&mut self, _: Range<usize>, _: usize) {}

    fn keep(&mut self, _: &str, _: Range<usize>) {}

    fn edit(&mut self, _: &str, range: Range<usize>, _: &str, op: Op) -> ControlFlow<()> {
        self.ops.push((self.map.to_original(range), op));
        ControlFlow::Continue(())
    }
}

/// Writes down each change.
struct Explain<'a, 't> {
    whole: &'t str,
    found: &'a mut VecDeque<Edit<'t>>,
}

impl Sink for Explain<'_, '_> {
    fn scan(&mut self, table: &Table, text: &str, from: usize) -> usize {
        // Every change is told by the engine, since it knows the rows.
        scan::find_change(table, text, from)
    }

    fn take_back(&mut self, _: Range<usize>, _: usize) {}

    fn keep(&mut self, _: &str, _: Range<usize>) {}

    fn edit(&mut self, _: &str, range: Range<usize>, to: &str, op: Op) -> ControlFlow<()> {
        let edit = Edit { start: range.start, from: &self.whole[range], to: to.into(), op };
        self.found.push_back(edit);
        ControlFlow::Continue(())
    }
}
