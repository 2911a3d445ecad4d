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

use super::compat::begins_anew;
use super::sink::Sink;
use crate::rules::Op;
use crate::scan::classes::{Classes, Mixed};
use alloc::boxed::Box;
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
    /// The same, but for what it changes alone.
    #[cfg_attr(not(feature = "canonical"), allow(dead_code))]
    InWordForChange,
    /// For a letter of two bytes twice in a row, or one of these; it looks no farther than a space.
    InWordForTwins(fn(char) -> bool),
    /// For what it changes alone, or what may go with the character before it; it looks at that, and up to the next it
    /// does not wait for.
    InCluster,
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

    #[cfg_attr(not(feature = "canonical"), allow(dead_code))]
    pub(crate) const fn in_word_for_change(walk: Walk) -> Pass {
        Pass { walk, waits: Waits::InWordForChange }
    }

    pub(crate) const fn in_word_for_twins(walk: Walk, waits: fn(char) -> bool) -> Pass {
        Pass { walk, waits: Waits::InWordForTwins(waits) }
    }

    pub(crate) const fn in_cluster(walk: Walk) -> Pass {
        Pass { walk, waits: Waits::InCluster }
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
            Waits::InWordForChange => Some(classes(&|c| self.changes(c))),
            Waits::InCluster => Some(classes(&|c| self.changes(c) || !begins_anew(c))),
        };
        Ready { pass: self, waits_for }
    }
}

/// A pass that knows where what it waits for stands.
pub(crate) struct Ready {
    pass: Pass,
    waits_for: Option<Box<Classes>>,
}

impl Ready {
    pub(crate) fn walk<S: Sink>(&self, text: &str, op: Op, sink: &mut S) -> ControlFlow<()> {
        let Some(classes) = &self.waits_for else { return self.part(text, 0..text.len(), op, sink) };
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
                Waits::Not | Waits::InText(_) => 0..text.len(),
                Waits::InCluster => {
                    let before = text[told..place].chars().next_back().map_or(0, char::len_utf8);
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
                    place - before..quiet
                }
                Waits::InWord(_) | Waits::InWordForChange | Waits::InWordForTwins(_) => {
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
                    prop_assert_eq!(waited.edits, whole.edits, "pass {} on {:?}", number, &text);
                }
                Ok(())
            })?;
        }
    }
}
