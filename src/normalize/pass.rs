//! What takes more context than a row has?
//!
//! A pass is a function that goes over a text and tells its pieces in order: ranges that stay, ranges that become
//! something else. The ranges tile the text. Passes are small and named; those of naskh's own operations are in
//! `context`, those that reproduce another tool in `compat`.
//!
//! Most change little of a text, and say which characters they wait for:
//!
//! ```text
//! until no character is left that the pass waits for:
//!     what is before it stays, but for what the pass may look at
//!     the pass goes over that and what follows, as far as it may look
//! ```
//!
//! One that goes over each character, or each cluster, is asked once what each character becomes, and the scanner runs
//! over those of which that is all there is to say.

use super::compat::begins_anew;
use super::sink::Sink;
use crate::rules::{Op, settled_class};
use crate::scan::classes::{Classes, Mixed};
use crate::scan::{Entry, Table};
use alloc::boxed::Box;
use alloc::string::String;
use core::ops::{ControlFlow, Range};

/// Takes a range of the text and what it becomes (`None`: it stays). `Break` means that nobody listens any more.
pub(crate) type Tell<'a> = dyn FnMut(Range<usize>, Option<&str>) -> ControlFlow<()> + 'a;

/// A function over a text.
pub(crate) type Walk = fn(&str, &mut Tell<'_>) -> ControlFlow<()>;

/// A function over a text, and what it waits for.
#[derive(Clone, Copy)]
pub(crate) struct Pass {
    walk: Walk,
    waits: Waits,
}

/// For what a pass waits, and how far it looks when that has come.
#[derive(Clone, Copy)]
enum Waits {
    /// For anything.
    Not,
    /// For one of these; then it goes over the whole text.
    InText(fn(char) -> bool),
    /// For one of these; it looks no farther than to a U+0020 SPACE on either side.
    InWord(fn(char) -> bool),
    /// For a letter of two bytes twice in a row, or one of these; it looks no farther than a space.
    InWordForTwins(fn(char) -> bool),
    /// For what it changes alone, or what may go with the character before it; it looks at that, and up to the next it
    /// does not wait for.
    InCluster(Marks),
    /// For what it changes; it takes each character alone.
    Each,
}

/// What a pass over clusters does with marks that it leaves alone and that compose with nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "canonical"), allow(dead_code))]
pub(crate) enum Marks {
    /// It puts them in canonical order, and no more.
    Ordered,
    /// What such a mark becomes by itself is all it becomes; their order does not matter.
    Alone,
    /// Nobody says.
    Any,
}

impl Pass {
    pub(crate) const fn new(walk: Walk) -> Pass {
        Pass { walk, waits: Waits::Not }
    }

    pub(crate) const fn in_text(walk: Walk, waits: fn(char) -> bool) -> Pass {
        Pass { walk, waits: Waits::InText(waits) }
    }

    pub(crate) const fn in_word(walk: Walk, waits: fn(char) -> bool) -> Pass {
        Pass { walk, waits: Waits::InWord(waits) }
    }

    pub(crate) const fn in_word_for_twins(walk: Walk, waits: fn(char) -> bool) -> Pass {
        Pass { walk, waits: Waits::InWordForTwins(waits) }
    }

    #[cfg_attr(not(feature = "canonical"), allow(dead_code))]
    pub(crate) const fn in_cluster(walk: Walk, marks: Marks) -> Pass {
        Pass { walk, waits: Waits::InCluster(marks) }
    }

    pub(crate) const fn each(walk: Walk) -> Pass {
        Pass { walk, waits: Waits::Each }
    }

    /// Appends what a character becomes that stands alone.
    fn become_of(self, c: char, to: &mut String) {
        let mut bytes = [0; 4];
        let text = &*c.encode_utf8(&mut bytes);
        let _ = (self.walk)(text, &mut |range, piece| {
            to.push_str(piece.unwrap_or(&text[range]));
            ControlFlow::Continue(())
        });
    }

    /// Whether nothing before a character changes what it becomes, or what comes of it changes what is before.
    fn begins(self, c: char) -> bool {
        if let Waits::Each = self.waits {
            return true;
        }
        let mut to = String::new();
        begins_anew(c) && {
            self.become_of(c, &mut to);
            to.chars().next().is_some_and(|first| first == c || begins_anew(first))
        }
    }

    /// What a character becomes wherever it stands, of the passes over characters and clusters.
    fn entry(self, c: char, to: &mut String) -> Entry {
        to.clear();
        self.become_of(c, to);
        let by_itself = || {
            let mut chars = to.chars();
            match (chars.next(), chars.next()) {
                (None, _) => Entry::Drop,
                (Some(to), None) if to == c => Entry::Keep,
                (Some(to), None) => Entry::To(to),
                _ => Entry::Stop,
            }
        };
        let Waits::InCluster(marks) = self.waits else { return by_itself() };
        if to.is_empty() {
            return Entry::Drop;
        }
        if begins_anew(c) {
            // What comes of it may join what is before, though it does not.
            return if to.chars().next().is_some_and(begins_anew) { by_itself() } else { Entry::Stop };
        }
        match (marks, settled_class(c)) {
            (Marks::Ordered, Some(class)) if to.chars().eq([c]) => Entry::Mark(class),
            (Marks::Alone, Some(_)) => by_itself(),
            _ => Entry::Stop,
        }
    }

    /// What each character becomes wherever it stands; nothing is said of scripts of which Arabic text has little.
    fn table(self) -> Table {
        let to = core::cell::RefCell::new(String::new());
        let entry = |c| self.entry(c, &mut to.borrow_mut());
        let stays = |page: u32| {
            // U+0800-0FFF, U+2000-2FFF, U+FB00-FFFF
            matches!(page, 0x20..0x40 | 0x80..0xC0 | 0x3EC..0x400)
                && (page << 6..(page + 1) << 6).filter_map(char::from_u32).all(|c| entry(c) == Entry::Keep)
        };
        Table::new(entry, stays)
    }

    /// Whether the pass changes a character that stands alone.
    fn changes(self, c: char) -> bool {
        let mut bytes = [0; 4];
        let text = &*c.encode_utf8(&mut bytes);
        let changed = (self.walk)(text, &mut |range, to| match to {
            Some(to) if text[range.clone()] != *to => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        });
        changed.is_break()
    }

    pub(crate) fn ready(self) -> Ready {
        let classes = |waits: &dyn Fn(char) -> bool| Box::new(Classes::new(|c| u8::from(waits(c)), Mixed::All));
        let waits_for = match self.waits {
            Waits::Not => None,
            Waits::InText(waits) | Waits::InWord(waits) | Waits::InWordForTwins(waits) => Some(classes(&waits)),
            Waits::InCluster(_) => Some(classes(&|c| self.changes(c) || !begins_anew(c))),
            Waits::Each => Some(classes(&|c| self.changes(c))),
        };
        let table = matches!(self.waits, Waits::InCluster(_) | Waits::Each).then(|| self.table());
        Ready { pass: self, waits_for, table }
    }
}

/// A pass that knows where what it waits for stands.
pub(crate) struct Ready {
    pass: Pass,
    waits_for: Option<Box<Classes>>,
    /// What the scanner can do for it.
    table: Option<Table>,
}

impl Ready {
    pub(crate) fn walk<S: Sink>(&self, text: &str, op: Op, sink: &mut S) -> ControlFlow<()> {
        let Some(classes) = &self.waits_for else { return self.part(text, 0..text.len(), op, sink) };
        if let Some(table) = &self.table {
            return self.walk_clusters(classes, table, text, op, sink);
        }
        let mut told = 0;
        // The next of them from `told` on, and the next twins; behind the text if there are none.
        let (mut found, mut twins) = (None, None);
        let with_twins = matches!(self.pass.waits, Waits::InWordForTwins(_));
        loop {
            let next =
                |last: Option<usize>, find: &dyn Fn() -> usize| last.filter(|&at| at >= told).unwrap_or_else(find);
            let next_found = next(found, &|| classes.find(text, told, 1).unwrap_or(text.len()));
            let next_twins = if with_twins { next(twins, &|| find_twins(text, told)) } else { text.len() };
            (found, twins) = (Some(next_found), Some(next_twins));
            let place = next_found.min(next_twins);
            if place == text.len() {
                break;
            }
            let part = match self.pass.waits {
                Waits::Not | Waits::InText(_) | Waits::InCluster(_) | Waits::Each => 0..text.len(),
                Waits::InWord(_) | Waits::InWordForTwins(_) => {
                    let start = text[told..place].rfind(' ').map_or(told, |space| told + space + 1);
                    let end = text[place..].find(' ').map_or(text.len(), |space| place + space + 1);
                    start..end
                }
            };
            if told < part.start {
                sink.keep(text, told..part.start);
            }
            told = part.end;
            self.part(text, part, op, sink)?;
        }
        if told < text.len() {
            sink.keep(text, told..text.len());
        }
        ControlFlow::Continue(())
    }

    /// Of a pass over characters or clusters: the scanner runs as far as it can, the pass does the cluster where it stops.
    fn walk_clusters<S: Sink>(
        &self,
        classes: &Classes,
        table: &Table,
        text: &str,
        op: Op,
        sink: &mut S,
    ) -> ControlFlow<()> {
        let begins = |at: usize, c: char| classes.value(text, at) == 0 || self.pass.begins(c);
        // Nothing before it goes with what is behind it.
        let mut told = 0;
        while told < text.len() {
            let stop = sink.scan(table, text, told);
            // What the scanner cannot do, but the pass leaves alone: emoji ...
            let place = match text[stop..].chars().next() {
                None => return ControlFlow::Continue(()),
                Some(_) if classes.value(text, stop) != 0 => stop,
                Some(_) => classes.find(text, stop, 1).unwrap_or(text.len()),
            };
            let fresh = text[place..].chars().next().is_none_or(|c| self.pass.begins(c));
            if place > stop && fresh {
                sink.keep(text, stop..place);
                told = place;
                continue;
            }
            let mut start = place;
            if !fresh {
                let floor = if place > stop { stop } else { told };
                for (at, c) in text[floor..place].char_indices().rev() {
                    start = floor + at;
                    if begins(start, c) {
                        break;
                    }
                }
            }
            if start < stop {
                sink.take_back(start..stop, table.written_len(&text[start..stop]));
            } else if stop < start {
                sink.keep(text, stop..start);
            }
            // Many small parts cost more than a large one with something between.
            let mut quiet = place;
            for (at, c) in text[place..].char_indices() {
                let at = place + at;
                if classes.value(text, at) != 0 {
                    quiet = at + c.len_utf8();
                } else if at - quiet > NEAR {
                    break;
                }
            }
            self.part(text, start..quiet, op, sink)?;
            told = quiet;
        }
        ControlFlow::Continue(())
    }

    /// The pass over a part of the text.
    fn part<S: Sink>(&self, text: &str, part: Range<usize>, op: Op, sink: &mut S) -> ControlFlow<()> {
        let start = part.start;
        (self.pass.walk)(&text[part], &mut |range, to| {
            let range = start + range.start..start + range.end;
            match to {
                Some(to) if text[range.clone()] != *to => sink.edit(text, range, to, op),
                _ => {
                    sink.keep(text, range);
                    ControlFlow::Continue(())
                }
            }
        })
    }
}

/// In one part are characters that no more bytes stand between.
const NEAR: usize = 8;

/// The first letter of two bytes from a place on that stands twice in a row; or the text's length.
fn find_twins(text: &str, mut at: usize) -> usize {
    const BLOCK: usize = 64;
    let bytes = text.as_bytes();
    let is_twin =
        |window: &[u8], i: usize| (window[i] >= 0xC0) & (window[i] == window[i + 2]) & (window[i + 1] == window[i + 3]);
    loop {
        let Some(window) = bytes.get(at..at + BLOCK + 3) else {
            let rest = bytes.get(at..).unwrap_or_default();
            return (0..rest.len().saturating_sub(3)).find(|&i| is_twin(rest, i)).map_or(bytes.len(), |i| at + i);
        };
        // All of them, for the compiler knows how to look at many bytes at once.
        if (0..BLOCK).fold(false, |any, i| any | is_twin(window, i)) {
            return (0..BLOCK).find(|&i| is_twin(window, i)).map_or(bytes.len(), |i| at + i);
        }
        at += BLOCK;
    }
}

#[cfg(test)]
mod tests {
    use super::super::alignment::Alignment;
    use super::super::sink::{Align, Append, Check};
    use super::super::{Inner, context, step::Step};
    use super::*;
    use crate::rules::{OpSet, Preset};
    use crate::scan::Table;
    use alloc::string::String;
    use alloc::vec::Vec;
    use proptest::{collection::vec, prelude::*, sample::select};

    /// Every pass there is.
    fn passes() -> Vec<Ready> {
        let presets = Preset::ALL.iter().flat_map(|&preset| {
            Inner::new(Some(preset), preset.ops(), Vec::new(), Vec::new()).expect("a test builds each").steps
        });
        let ops = OpSet::ALL.iter().flat_map(|op| context::steps(OpSet::of(&[op]), &[], &[]).unwrap_or_default());
        let pass = |step| match step {
            Step::Plan(..) => None,
            Step::Pass(pass) | Step::Context(_, pass) => Some(pass),
        };
        presets.chain(ops).filter_map(pass).collect()
    }

    /// The edits, and whether the pieces tile the text.
    #[derive(Default)]
    struct Told {
        end: usize,
        edits: Vec<(Range<usize>, String)>,
    }

    impl Told {
        /// The text with the edits made.
        fn applied(&self, text: &str) -> String {
            let (mut out, mut at) = (String::new(), 0);
            for (range, to) in &self.edits {
                out.push_str(&text[at..range.start]);
                out.push_str(to);
                at = range.end;
            }
            out + &text[at..]
        }
    }

    /// What is written with the scanner's help, which finds a change if there is one.
    fn written(pass: &Ready, text: &str) -> String {
        let (mut out, mut aligned, mut check) = (String::new(), String::new(), Check::default());
        let _ = pass.walk(text, Op::Compatibility, &mut Append { out: &mut out });
        let _ = pass.walk(text, Op::Compatibility, &mut check);
        assert_eq!(check.change.is_some(), out != text, "{text:?}");
        let mut map = Alignment::identity(0);
        map.begin(text.len());
        let _ = pass.walk(text, Op::Compatibility, &mut Align { out: &mut aligned, map: &mut map });
        map.finish(aligned.len());
        assert_eq!(out, aligned, "{text:?}");
        out
    }

    impl Sink for Told {
        fn scan(&mut self, _: &Table, _: &str, from: usize) -> usize {
            from
        }

        fn take_back(&mut self, _: Range<usize>, _: usize) {}

        fn keep(&mut self, _: &str, range: Range<usize>) {
            assert_eq!(core::mem::replace(&mut self.end, range.end), range.start);
        }

        fn edit(&mut self, _: &str, range: Range<usize>, to: &str, _: Op) -> ControlFlow<()> {
            assert_eq!(core::mem::replace(&mut self.end, range.end), range.start);
            self.edits.push((range, to.into()));
            ControlFlow::Continue(())
        }
    }

    /// What passes wait for, and what stands around it.
    const PIECES: &[&str] = &[
        "ب",
        "ل",
        "لل",
        "ن",
        "ي",
        "ى",
        "ئ",
        "ا",
        "أ",
        "ء",
        "ة",
        "و",
        "ص",
        "ـ",
        "a",
        "B",
        "Σ",
        "σ",
        "é",
        "ß",
        "İ",
        "中",
        "カ\u{3099}",
        " ",
        " ",
        " ",
        "  ",
        "\n",
        "\t",
        "\u{1C}",
        "\u{A0}",
        "\u{200A}",
        "\u{2060}",
        "\u{64B}",
        "\u{64E}",
        "\u{651}",
        "\u{652}",
        "\u{653}",
        "\u{654}",
        "\u{655}",
        "\u{670}",
        "\u{6DD}",
        "\u{6DE}",
        "\u{6E5}",
        "\u{6E6}",
        "\u{6E7}",
        "\u{8A0}",
        "\u{8F0}",
        "٣",
        "7",
        ".",
        "،",
        "(",
        ")",
        "[",
        "<",
        ">",
        "&amp;",
        "&",
        "@",
        "http://",
        ".com",
        "ﻻ",
        "ﷺ",
        "ﳲ",
        "\u{301}",
        "\u{323}",
        "\u{AD}",
        "\u{200C}",
        "\u{200D}",
        "\u{FE0F}",
        "😀",
        "ᄀ",
        "ᅡ",
        "½",
        "\u{1ACF}",
        "\u{10EC2}",
        "\u{10EFD}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        /// Waiting changes nothing.
        #[test]
        fn waiting_passes_see_everything(parts in vec(prop_oneof![
            8 => select(PIECES).prop_map(String::from), 1 => any::<char>().prop_map(String::from),
        ], 0..40)) {
            let text = parts.concat();
            std::thread_local!(static PASSES: Vec<Ready> = passes());
            PASSES.with(|passes| {
                for (number, pass) in passes.iter().enumerate() {
                    let (mut whole, mut waited) = (Told::default(), Told::default());
                    let _ = pass.part(&text, 0..text.len(), Op::Compatibility, &mut whole);
                    let _ = pass.walk(&text, Op::Compatibility, &mut waited);
                    prop_assert_eq!(waited.end, text.len());
                    prop_assert_eq!(waited.edits, &*whole.edits, "pass {} on {:?}", number, &text);
                    prop_assert_eq!(written(pass, &text), whole.applied(&text), "pass {} on {:?}", number, &text);
                }
                Ok(())
            })?;
        }
    }

    /// What the scanner does is what the pass does, with every two characters of which the tables say more than that they
    /// stay.
    #[test]
    fn the_scanner_does_what_the_pass_does() {
        let mut pairs = 0;
        for pass in passes().into_iter().filter(|pass| pass.table.is_some()) {
            let mut to = String::new();
            let pages = ['\0'..'\u{900}', '\u{2000}'..'\u{2070}', '\u{FE00}'..'\u{FE40}'];
            let marks: Vec<char> = pages
                .into_iter()
                .flatten()
                .filter(|&c| !begins_anew(c) || pass.pass.entry(c, &mut to) == Entry::Drop)
                .collect();
            let letters = "اوaé١ﻻ 👩中".chars();
            for first in marks.iter().copied().chain(letters.clone()) {
                let text: String = marks
                    .iter()
                    .copied()
                    .chain(letters.clone())
                    .flat_map(|second| ['و', first, second, 'ب', ' '])
                    .collect();
                let mut whole = Told::default();
                let _ = pass.part(&text, 0..text.len(), Op::Compatibility, &mut whole);
                assert!(written(&pass, &text) == whole.applied(&text), "{first:?}");
                pairs += 1;
            }
        }
        assert!(pairs > 1000, "{pairs}");
    }
}
