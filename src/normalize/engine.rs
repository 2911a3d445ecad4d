//! What happens to each character, and in which order? The one walk.
//!
//! ```text
//! until the end of the text:
//!     let the scanner run to the first character that is not for it
//!     step back to the start of that character's cluster, and take back what the scanner made of it
//!     do the cluster: a character and everything that attaches to it
//! ```
//!
//! A cluster is where neighbours matter: a hamza composes with its alef even across a fatha that goes, marks that
//! stay are put in canonical order, a tatweel that carries a hamza is its seat, a ZWJ goes after an Arabic letter.
//! A cluster becomes the fixed point of *rows, then NFC* started at its NFC; so canonically equivalent clusters give
//! one text, and a second walk changes nothing.
//!
//! Every character is looked at a bounded number of times: the scanner reads it once, the step back is bounded by the
//! last cluster's end, and a cluster is read forward twice.

use super::sink::Sink;
use crate::rules::{Cell, Op, Plan, When, is_digit, nfc, surely_nfc};
use crate::scan::Table;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::{ControlFlow, Range};

/// A cluster with more marks than this (that stay or compose) is not text: its marks keep their order and do not
/// compose. UAX #15 limits its stream-safe form to 30.
pub(crate) const MOST_MARKS: usize = 32;

/// Walks `text` from `from`, a place where a cluster starts, to its end, or until the sink has enough.
pub(crate) fn walk<S: Sink>(plan: &Plan, table: &Table, text: &str, from: usize, sink: &mut S) -> ControlFlow<()> {
    let mut at = from;
    while at < text.len() {
        at = scan_and_cluster(plan, table, text, at, sink)?;
    }
    ControlFlow::Continue(())
}

/// One round of the walk, for a sink that never has enough; returns where it got to.
pub(crate) fn step<S: Sink>(plan: &Plan, table: &Table, text: &str, at: usize, sink: &mut S) -> usize {
    match scan_and_cluster(plan, table, text, at, sink) {
        ControlFlow::Continue(at) => at,
        ControlFlow::Break(()) => text.len(),
    }
}

fn scan_and_cluster<S: Sink>(
    plan: &Plan,
    table: &Table,
    text: &str,
    at: usize,
    sink: &mut S,
) -> ControlFlow<(), usize> {
    let stop = sink.scan(table, text, at);
    let start = match char_at(text, stop) {
        None => return ControlFlow::Continue(stop),
        Some(c) if plan.cell(c).may_attach() => cluster_start(plan, text, at, stop),
        Some(_) => stop,
    };
    if start < stop {
        sink.take_back(start..stop, table.written_len(&text[start..stop]));
    }
    let mut at = cluster(plan, text, start, sink)?;
    // Characters the scanner has no entry for come in runs.
    while table.stops_at_long(text, at) {
        at = cluster(plan, text, at, sink)?;
    }
    ControlFlow::Continue(at)
}

/// How much of a text can be done without a look at what follows it: up to and with its last space, if no cluster
/// reaches over that and no condition can look across it.
pub(crate) fn cut(plan: &Plan, text: &str) -> usize {
    let mut after = None;
    for (at, c) in text.char_indices().rev() {
        if let (' ' | '\n', Some(next)) = (c, after.replace(c))
            && ![c, next].iter().any(|&c| plan.cell(c).is_bound())
        {
            return at + 1;
        }
    }
    0
}

#[inline]
pub(crate) fn char_at(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

/// The nearest place at or before `stop`, not before `floor`, where a cluster surely starts.
fn cluster_start(plan: &Plan, text: &str, floor: usize, stop: usize) -> usize {
    start_before(text, floor, stop, |c| plan.cell(c).may_attach())
}

/// The nearest place at or before `stop` from which on the text becomes what it becomes in the whole: no condition looks back
/// over it either.
pub(crate) fn free_start(plan: &Plan, text: &str, stop: usize) -> usize {
    start_before(text, 0, stop, |c| plan.cell(c).is_bound())
}

/// Where the last character before `stop` starts that is not bound to what is before it.
fn start_before(text: &str, floor: usize, stop: usize, is_bound: impl Fn(char) -> bool) -> usize {
    let mut start = stop;
    for c in text[floor..stop].chars().rev() {
        start -= c.len_utf8();
        if !is_bound(c) {
            return start;
        }
    }
    start
}

/// Whether `c`, at `at` and with cell `cell`, belongs to the cluster begun by `base`.
fn belongs(plan: &Plan, text: &str, at: usize, c: char, cell: Cell, base: char) -> bool {
    if cell.is_seat() && seat_at(plan, text, at, c, cell, base).is_some() {
        return false;
    }
    cell.attaches() || vanishes(plan, text, at, c, cell, base)
}

/// The character that what follows `c` in a cluster stands behind: `c` if a letter came of it, else `base` as before.
fn owner(plan: &Plan, c: char, cell: Cell, base: char) -> char {
    if owns(plan, c, cell) { c } else { base }
}

/// Whether a letter comes of a character of a cluster.
fn owns(plan: &Plan, c: char, cell: Cell) -> bool {
    if cell.is_guarded() {
        // It is in the cluster because it goes.
        return false;
    }
    let last = plan.output(cell).map_or(Some(c), |(to, _)| to.chars().next_back());
    last.is_some_and(|last| !plan.cell(last).is_mark())
}

/// Whether a guarded row removes `c` from the cluster begun by `base`.
fn vanishes(plan: &Plan, text: &str, at: usize, c: char, cell: Cell, base: char) -> bool {
    cell.may_vanish() && applies(plan, text, at, c, cell, Some(base))
}

/// Whether the condition of a guarded row holds. `base` is the character whose cluster this would join.
///
/// Characters that go are no neighbours: otherwise the condition could hold in the output where it did not here.
fn applies(plan: &Plan, text: &str, at: usize, c: char, cell: Cell, base: Option<char>) -> bool {
    let goes = |c: &char| plan.cell(*c).goes();
    let mut after = text[at + c.len_utf8()..].chars();
    match plan.condition(cell) {
        When::Always => true,
        When::AfterArabic => base.is_some_and(|base| {
            let to = plan.output(plan.cell(base)).and_then(|(to, _)| to.chars().next_back());
            let last = to.unwrap_or(base);
            // A mark is the base of a cluster only where it has no letter.
            !plan.cell(last).is_mark() && is_arabic_letter(last)
        }),
        When::BetweenDigits | When::NotBetweenDigits => {
            let before = text[..at].chars().rev().find(|c| !goes(c));
            let after = after.find(|c| !goes(c));
            let between = before.is_some_and(is_digit) && after.is_some_and(is_digit);
            between == (plan.condition(cell) == When::BetweenDigits)
        }
    }
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{0870}'..='\u{08FF}'
        | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10EC0}'..='\u{10EFF}')
}

pub(crate) fn is_arabic_letter(c: char) -> bool {
    // Nearly all of a text; the standard library is slow to say it. (Most vowel marks are alphabetic.)
    matches!(c, '\u{0620}'..='\u{0657}' | '\u{0671}'..='\u{06D3}') || is_arabic(c) && c.is_alphabetic()
}

/// The hamza that sits on the seat `c` at `at`, in the cluster begun by `base`.
fn seat_at<'p>(plan: &'p Plan, text: &str, at: usize, c: char, cell: Cell, base: char) -> Seat<'p> {
    // A row may make the seat; its last letter is what the hamza falls on.
    let last = plan.output(cell).and_then(|(to, _)| to.chars().next_back());
    let mut place = at + c.len_utf8();
    for mark in text[place..].chars() {
        let end = place + mark.len_utf8();
        for seat in [Some(c), last].into_iter().flatten() {
            if let Some((to, op)) = plan.seated(seat, mark) {
                return Some((place..end, to, op));
            }
        }
        let cell = plan.cell(mark);
        // A mark that becomes a letter takes the hamza, and so does a letter that goes without it.
        let lies_on = cell.is_mark() && !owns(plan, mark, cell);
        let goes = cell.goes() && (cell.is_mark() || cell.drops_quietly());
        let between = lies_on || goes || vanishes(plan, text, place, mark, cell, base);
        if cell.is_seat() || !between {
            return None;
        }
        place = end;
    }
    None
}

/// Does the cluster that starts at `start`; returns its end.
fn cluster<S: Sink>(plan: &Plan, text: &str, start: usize, sink: &mut S) -> ControlFlow<(), usize> {
    let Some(base) = char_at(text, start) else { return ControlFlow::Continue(start) };
    let cell = plan.cell(base);
    let mut end = start + base.len_utf8();
    let seat = if cell.is_seat() { seat_at(plan, text, start, base, cell, base) } else { None };
    let alone = !char_at(text, end).is_some_and(|c| plan.cell(c).may_attach());

    // Most characters that come here have no marks: whole runs of another script, a ligature, a bidi control.
    if alone && cell.is_plain() {
        for c in text[end..].chars() {
            if c < '\u{800}' || !plan.cell(c).is_plain() {
                // The last of the run may have marks.
                if plan.cell(c).may_attach() && end > start + base.len_utf8() {
                    end -= text[..end].chars().next_back().map_or(0, char::len_utf8);
                }
                break;
            }
            end += c.len_utf8();
        }
        sink.keep(text, start..end);
        return ControlFlow::Continue(end);
    }
    // NFC can change some characters even alone, among them marks without a letter.
    let still = !plan.compose || cell.drops_quietly() || !(cell.restarts() || cell.is_mark());
    if alone && still {
        single(plan, text, start, base, None, sink)?;
        return ControlFlow::Continue(end);
    }

    // A seat that stays as it is keeps its hamza from the letter before; what follows it is marks without a letter.
    if let Some((_, to, _)) = seat.as_ref().filter(|(_, to, _)| to.starts_with(base) && cell.goes()) {
        debug_assert!(to.len() > base.len_utf8());
        sink.keep(text, start..end);
        return body(plan, text, end..end, &None, base, sink);
    }
    if seat.is_none() && still && !belongs_at(plan, text, end, base) {
        single(plan, text, start, base, None, sink)?;
        return ControlFlow::Continue(end);
    }
    body(plan, text, start..end, &seat, base, sink)
}

fn belongs_at(plan: &Plan, text: &str, at: usize, base: char) -> bool {
    char_at(text, at).is_some_and(|c| belongs(plan, text, at, c, plan.cell(c), base))
}

/// The rest of a cluster that reaches from `range.start` to `range.end` so far, and stands behind `base`.
fn body<S: Sink>(
    plan: &Plan,
    text: &str,
    range: Range<usize>,
    seat: &Seat<'_>,
    base: char,
    sink: &mut S,
) -> ControlFlow<(), usize> {
    let whole = Extent::of(plan, text, &range, seat, base, false);
    if whole.marks <= MOST_MARKS || whole.letter.is_none() {
        return whole.write(plan, text, range.start, seat, base, sink);
    }
    // Too many to be put in order. What becomes a letter begins a cluster then, as it will in the output: there the marks
    // at its sides may be few enough.
    let mut start = range.start;
    let mut next = Extent::of(plan, text, &range, seat, base, true);
    next.write(plan, text, start, seat, base, sink)?;
    while let (true, Some(c)) = (next.letter.is_some(), char_at(text, next.end)) {
        start = next.end;
        let (cell, end) = (plan.cell(c), start + c.len_utf8());
        let own = || plan.output(cell).map(|(to, op)| (start..end, to, op));
        let seat = if cell.is_seat() { seat_at(plan, text, start, c, cell, c) } else { None }.or_else(own);
        next = Extent::of(plan, text, &(start..end), &seat, c, true);
        next.write(plan, text, start, &seat, c, sink)?;
    }
    ControlFlow::Continue(next.end)
}

/// How far a cluster goes, and what is in it.
struct Extent {
    end: usize,
    /// How many of its marks stay.
    marks: usize,
    /// The first mark that becomes a letter, so that the marks behind it are that letter's in the output.
    letter: Option<usize>,
    /// Whether no row of the cluster gives anything that could compose.
    inert: bool,
    /// Whether everything behind the base just goes.
    quiet: bool,
}

impl Extent {
    /// From `range.start`, reaching to `range.end` so far, behind `base`. `split`: it ends at a mark that becomes a letter.
    fn of(plan: &Plan, text: &str, range: &Range<usize>, seat: &Seat<'_>, base: char, split: bool) -> Extent {
        let inert = seat.is_none() && !plan.gives_marks(plan.cell(base));
        let quiet = inert && range.start < range.end && !plan.cell(base).is_mark() && !plan.cell(base).restarts();
        // Where no letter is, the first mark is the base: one more, as it would be behind a character that goes.
        let cell = plan.cell(base);
        let marks = usize::from(range.start < range.end && cell.is_mark() && !cell.goes() && !owns(plan, base, cell));
        let mut extent = Extent { end: range.end, marks, letter: None, inert, quiet };
        let mut behind = base;
        for c in text[range.end..].chars() {
            let cell = plan.cell(c);
            let sits = seat.as_ref().is_some_and(|(hamza, ..)| hamza.start == extent.end);
            if !sits && !belongs(plan, text, extent.end, c, cell, behind) {
                break;
            }
            let owns = owns(plan, c, cell);
            if !sits && cell.is_mark() && !cell.goes() && !cell.is_guarded() && owns {
                extent.letter = extent.letter.or(Some(extent.end));
                // It is known to be too long: the rest is read when its turn comes.
                if split || extent.marks > MOST_MARKS {
                    break;
                }
            }
            behind = if owns { c } else { behind };
            extent.marks += usize::from(!sits && !cell.goes() && !cell.is_guarded());
            // What is no mark and goes may have kept two marks from changing places.
            extent.quiet &= cell.drops_quietly() || cell.is_guarded();
            extent.inert &= !plan.gives_marks(cell) && (cell.is_mark() || plan.output(cell).is_none());
            extent.end += c.len_utf8();
            if extent.marks > MOST_MARKS && extent.letter.is_some() {
                break;
            }
        }
        extent
    }

    /// Tells what it becomes, and where it ends.
    fn write<S: Sink>(
        &self,
        plan: &Plan,
        text: &str,
        start: usize,
        seat: &Seat<'_>,
        base: char,
        sink: &mut S,
    ) -> ControlFlow<(), usize> {
        let range = start..self.end;
        // Taking marks out of an NFC text, or letters in, leaves it NFC as long as nothing in it composes.
        let as_it_is = self.quiet || (self.inert && surely_nfc(&text[range.clone()]));
        if !plan.compose || self.marks > MOST_MARKS || as_it_is {
            each(plan, text, range, seat, base, sink)?;
        } else if reorder(plan, text, range.clone(), base, sink)?.is_none() {
            composed(plan, text, range, seat, base, sink)?;
        }
        ControlFlow::Continue(self.end)
    }
}

/// A letter and marks that stay and compose with nothing, with marks that go between them: only order is to do. Returns
/// `None` if it is not that. Allocates nothing; most clusters of vocalised text are such.
fn reorder<S: Sink>(
    plan: &Plan,
    text: &str,
    range: Range<usize>,
    base: char,
    sink: &mut S,
) -> ControlFlow<(), Option<()>> {
    let cell = plan.cell(base);
    if !text[range.clone()].starts_with(base) || !cell.is_settled_base() {
        return ControlFlow::Continue(None);
    }
    let mut marks = [('\0', 0u8, 0usize); MOST_MARKS];
    let mut count = 0;
    let letter = range.start..range.start + base.len_utf8();
    for (at, c) in text[letter.end..range.end].char_indices() {
        let cell = plan.cell(c);
        match cell.settled_class() {
            Some(class) if count < MOST_MARKS => {
                marks[count] = (c, class, letter.end + at);
                count += 1;
            }
            None if cell.drops_quietly() => {}
            _ => return ControlFlow::Continue(None),
        }
    }
    let mut sorted = marks;
    // Stable, and short: an insertion sort.
    for i in 1..count {
        let mut k = i;
        while k > 0 && sorted[k - 1].1 > sorted[k].1 {
            sorted.swap(k - 1, k);
            k -= 1;
        }
    }
    sink.keep(text, letter.clone());
    let mut moved = (0..count).filter(|&i| marks[i].2 != sorted[i].2);
    let (first, last) = (moved.clone().next().unwrap_or(count), moved.next_back().map_or(count, |last| last + 1));
    let mut at = letter.end;
    let mut k = 0;
    while k < count {
        let start = marks[k].2;
        gap(plan, text, at..start, sink)?;
        if k == first {
            let mut bytes = [0; MOST_MARKS * 4];
            let mut len = 0;
            for (c, ..) in &sorted[first..last] {
                len += c.encode_utf8(&mut bytes[len..]).len();
            }
            at = marks[last - 1].2 + marks[last - 1].0.len_utf8();
            tell(text, start..at, core::str::from_utf8(&bytes[..len]).unwrap_or_default(), Op::Compose, sink)?;
            k = last;
        } else {
            at = start + marks[k].0.len_utf8();
            sink.keep(text, start..at);
            k += 1;
        }
    }
    gap(plan, text, at..range.end, sink)?;
    ControlFlow::Continue(Some(()))
}

/// A seat's hamza: its range, what the two become, the row's operation.
type Seat<'p> = Option<(Range<usize>, &'p str, Op)>;

/// One character by its row. `base` is the character whose cluster it is in.
fn single<S: Sink>(plan: &Plan, text: &str, at: usize, c: char, base: Option<char>, sink: &mut S) -> ControlFlow<()> {
    let range = at..at + c.len_utf8();
    let cell = plan.cell(c);
    match plan.output(cell) {
        Some((to, op)) if !cell.is_guarded() || applies(plan, text, at, c, cell, base) => {
            sink.edit(text, range, to, op)
        }
        _ => {
            sink.keep(text, range);
            ControlFlow::Continue(())
        }
    }
}

/// A cluster without composition: each character by its row, a seat with its hamza.
fn each<S: Sink>(
    plan: &Plan,
    text: &str,
    range: Range<usize>,
    seat: &Seat<'_>,
    base: char,
    sink: &mut S,
) -> ControlFlow<()> {
    let mut at = range.start;
    if let Some((hamza, to, op)) = seat {
        at = hamza.end;
        let mut out = String::from(*to);
        for (place, c) in text[range.start..hamza.start].char_indices().skip(1) {
            if !vanishes(plan, text, range.start + place, c, plan.cell(c), base) {
                plan.map_char(c, &mut out);
            }
        }
        tell(text, range.start..at, &out, *op, sink)?;
    }
    let mut behind = base;
    for c in text[at..range.end].chars() {
        single(plan, text, at, c, Some(behind).filter(|_| at > range.start || c != base), sink)?;
        behind = owner(plan, c, plan.cell(c), behind);
        at += c.len_utf8();
    }
    ControlFlow::Continue(())
}

fn tell<S: Sink>(text: &str, range: Range<usize>, to: &str, op: Op, sink: &mut S) -> ControlFlow<()> {
    if text[range.clone()] == *to {
        sink.keep(text, range);
        return ControlFlow::Continue(());
    }
    sink.edit(text, range, to, op)
}

/// A cluster with composition. At most [`MOST_MARKS`] of its marks stay, so composing is bounded.
fn composed<S: Sink>(
    plan: &Plan,
    text: &str,
    range: Range<usize>,
    seat: &Seat<'_>,
    base: char,
    sink: &mut S,
) -> ControlFlow<()> {
    // What is left when those that go quietly have gone: the characters and their places in the text.
    let mut raw = String::new();
    let mut places: Vec<Range<usize>> = Vec::new();
    // Where a row with a condition has acted already.
    let mut applied: Vec<(usize, Op)> = Vec::new();
    let mut at = range.start;
    let mut behind = base;
    for c in text[range.clone()].chars() {
        let place = at..at + c.len_utf8();
        at = place.end;
        let cell = plan.cell(c);
        let owned = behind;
        behind = owner(plan, c, cell, behind);
        match seat {
            // The seat and its hamza are one letter from here on.
            Some((hamza, to, _)) if place.start == range.start => {
                raw.push_str(to);
                places.extend(to.chars().map(|_| place.start..hamza.end));
            }
            Some((hamza, ..)) if place == *hamza => {}
            _ if cell.drops_quietly() || vanishes(plan, text, place.start, c, cell, owned) => {}
            _ => {
                let conditional = cell.is_guarded() && applies(plan, text, place.start, c, cell, Some(owned));
                match plan.output(cell).filter(|_| conditional) {
                    Some((to, op)) => {
                        raw.push_str(to);
                        places.extend(to.chars().map(|_| place.clone()));
                        applied.push((place.start, op));
                    }
                    None => {
                        raw.push(c);
                        places.push(place);
                    }
                }
            }
        }
    }

    // The fixed point of rows and NFC, from the NFC of the cluster.
    let mut canonical = String::new();
    nfc(&raw, &mut canonical);
    let mut result = plan.map(&canonical);
    // Each round composes at least one mark, so this ends by itself; the bound is for rows nobody has thought of.
    for _ in 0..2 * MOST_MARKS {
        let mut next = String::new();
        nfc(&result, &mut next);
        if next == result {
            break;
        }
        result = plan.map(&next);
    }

    // Characters at either end that NFC left in place and whose rows gave what stands there are pieces of their own;
    // what lies between is one piece.
    let outputs: Vec<(String, Option<Op>)> = raw
        .chars()
        .map(|c| {
            let mut out = String::new();
            let op = plan.map_char(c, &mut out);
            (out, op)
        })
        .collect();
    let joint = seat.as_ref().map_or(0, |(hamza, ..)| places.iter().filter(|place| place.start < hamza.end).count());
    // What came of one character is in one piece.
    let is_one = |pair: &[Range<usize>]| pair[0] == pair[1];
    let first = if joint > 1 { 0 } else { places.windows(2).position(is_one).unwrap_or(places.len()) };
    let last = places.windows(2).rposition(is_one).map_or(0, |last| last + 2).max(joint);
    let (mut head, mut tail) = (0, 0);
    let (mut from, mut to) = (0, result.len());
    for ((a, b), (out, _)) in raw.chars().zip(canonical.chars()).zip(&outputs).take(first) {
        if a != b || !result[from..to].starts_with(&**out) {
            break;
        }
        from += out.len();
        head += 1;
    }
    let pairs = raw.chars().rev().zip(canonical.chars().rev()).zip(outputs.iter().rev());
    for ((a, b), (out, _)) in pairs.take(places.len() - head.max(last)) {
        if a != b || !result[from..to].ends_with(&**out) {
            break;
        }
        to -= out.len();
        tail += 1;
    }
    if from < to && head + tail == places.len() {
        // Text is left over that no piece owns: the last piece takes it.
        match tail {
            0 => {
                head -= 1;
                from -= outputs[head].0.len();
            }
            _ => {
                tail -= 1;
                to += outputs[places.len() - 1 - tail].0.len();
            }
        }
    }

    let middle = head..places.len() - tail;
    let mut at = range.start;
    for k in 0..places.len() {
        let (place, out, op) = if middle.contains(&k) {
            if k != middle.start {
                continue;
            }
            let end = places[middle.clone()].iter().map(|place| place.end).max().unwrap_or(at);
            let here = |(at, _): &&(usize, Op)| (places[k].start..end).contains(at);
            let applied = applied.iter().find(here).map(|(_, op)| *op);
            (places[k].start..end, &result[from..to], middle_op(plan, &canonical, seat, applied, head, tail))
        } else {
            let seated = if k == 0 { seat.as_ref().map(|(_, _, op)| *op) } else { None };
            let own = || char_at(text, places[k].start).and_then(|c| plan.output(plan.cell(c))).map(|(_, op)| op);
            let op = seated.or(outputs[k].1).or_else(own).unwrap_or(Op::Compose);
            (places[k].clone(), &*outputs[k].0, op)
        };
        gap(plan, text, at..place.start, sink)?;
        at = place.end;
        tell(text, place, out, op, sink)?;
    }
    gap(plan, text, at..range.end, sink)
}

/// The operation to name for the piece between head and tail: the first row that acted, or composition.
fn middle_op(plan: &Plan, canonical: &str, seat: &Seat<'_>, applied: Option<Op>, head: usize, tail: usize) -> Op {
    let count = canonical.chars().count().saturating_sub(head + tail);
    let row = canonical.chars().skip(head).take(count).find_map(|c| plan.map_char(c, &mut String::new()));
    seat.as_ref().map(|(_, _, op)| *op).or(applied).or(row).unwrap_or(Op::Compose)
}

/// Characters of a cluster that go.
fn gap<S: Sink>(plan: &Plan, text: &str, range: Range<usize>, sink: &mut S) -> ControlFlow<()> {
    let mut at = range.start;
    for c in text[range].chars() {
        let op = plan.output(plan.cell(c)).map_or(Op::Compose, |(_, op)| op);
        sink.edit(text, at..at + c.len_utf8(), "", op)?;
        at += c.len_utf8();
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn arabic_letters_are_alphabetic() {
        for c in '\0'..=char::MAX {
            assert_eq!(super::is_arabic_letter(c), super::is_arabic(c) && c.is_alphabetic(), "{c:?}");
        }
    }
}
