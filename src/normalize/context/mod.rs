//! In which order do the operations run that look at more than a row does?
//!
//! ```text
//! if an operation reads marks that the plan may remove:
//!     plan of the encoding alone (composition, forms, controls, tatweel), then those operations
//! the plan; twice, if a row of the user gives what another may change where it stands
//! operations on what is left
//! ```
//!
//! Rows cannot see what a pass will make, nor a pass what rows will: so a normaliser with passes goes through its steps
//! again until nothing changes. Each pass takes away what it looks for, and looks only at what the plan leaves alone,
//! so the second round is a look.

mod ordinary;
mod quran;
mod uthmani;

pub(super) use ordinary::is_line_break;

use super::engine::is_arabic_letter;
use super::pass::{Pass, Tell};
use super::step::Step;
use crate::error::BuildError;
use crate::rules::{MarkClass, Op, OpSet, Plan, Rule, mark_class};
use alloc::vec::Vec;
use core::ops::{ControlFlow, Range};

/// Passes that read marks, in order.
const BEFORE: &[(Op, Pass)] = &[
    (Op::JoinHairSpaces, Pass::in_word(quran::join_hair_spaces, |c| c == quran::HAIR_SPACE)),
    (Op::SeatHamzaBelow, Pass::in_word(quran::seat_hamza_below, |c| c == quran::HAMZA_BELOW)),
    (Op::UthmaniToModern, Pass::new(uthmani::to_modern)),
    (Op::SpellSmallLetters, Pass::in_word(quran::spell_small_letters, quran::is_small)),
    (Op::FoldTanwinAlef, Pass::in_word(ordinary::fold_tanwin_alef, is_fathatan)),
];

/// Passes over what the plan leaves, in order.
const AFTER: &[(Op, Pass)] = &[
    (Op::StripLastHaraka, Pass::in_word(ordinary::strip_last_haraka, is_ending)),
    (Op::FoldElongation, Pass::in_word_for_twins(ordinary::fold_elongation, ordinary::may_hide_a_twin)),
    (Op::CapElongation, Pass::in_word_for_twins(ordinary::cap_elongation, ordinary::may_hide_a_twin)),
    (Op::FoldRasm, Pass::in_word(ordinary::fold_rasm, is_letter)),
    (Op::SeparateVerseSigns, Pass::in_word(quran::separate_verse_signs, quran::is_verse_sign)),
    (Op::CollapseSpaces, Pass::new(ordinary::collapse_spaces)),
];

/// What loses nothing and hides no mark from the passes.
const ENCODING: OpSet = OpSet::of(&[Op::Compose, Op::FoldPresentationForms, Op::StripInvisibles, Op::StripTatweel]);

/// The steps of a set of operations: the plan, and the passes that are switched on.
pub(super) fn steps(ops: OpSet, kept: &[char], custom: &[Rule]) -> Result<Vec<Step>, BuildError> {
    let on = |passes: &'static [(Op, Pass)]| {
        passes.iter().filter(move |(op, _)| ops.contains(*op)).map(|&(op, pass)| Step::context(op, pass))
    };
    let mut steps: Vec<Step> = on(BEFORE).collect();
    let encoding = ops.difference(OpSet::ALL.difference(ENCODING));
    if !steps.is_empty() && !encoding.is_empty() {
        steps.insert(0, Step::plan(Plan::new(encoding, kept, &[])?));
    }
    let plan = Plan::new(ops, kept, custom)?;
    // Twice: then the steps are several, and are gone through until nothing changes.
    if plan.wakes() {
        steps.push(Step::plan(plan.clone()));
    }
    steps.push(Step::plan(plan));
    steps.extend(on(AFTER));
    Ok(steps)
}

/// Tells what becomes of ranges, and that all between them stays.
struct Teller<'a, 'b> {
    tell: &'a mut Tell<'b>,
    done: usize,
}

impl<'a, 'b> Teller<'a, 'b> {
    fn new(tell: &'a mut Tell<'b>) -> Self {
        Teller { tell, done: 0 }
    }

    fn edit(&mut self, range: Range<usize>, to: &str) -> ControlFlow<()> {
        if self.done < range.start {
            (self.tell)(self.done..range.start, None)?;
        }
        self.done = range.end;
        (self.tell)(range, Some(to))
    }

    fn finish(self, text: &str) -> ControlFlow<()> {
        match self.done < text.len() {
            true => (self.tell)(self.done..text.len(), None),
            false => ControlFlow::Continue(()),
        }
    }
}

pub(crate) const TATWEEL: char = '\u{0640}';
const ALEF: char = '\u{0627}';

pub(crate) fn is_mark(c: char) -> bool {
    c >= '\u{0610}' && mark_class(c).is_some()
}

/// Fathatan, on the line or open.
fn is_fathatan(c: char) -> bool {
    matches!(c, '\u{064B}' | '\u{08F0}')
}

/// A vowel, tanwin or sukun, which the end of a word may be read without.
fn is_ending(c: char) -> bool {
    use MarkClass::{Haraka, SmallHaraka, Sukun, Tanwin};
    matches!(mark_class(c), Some(Haraka | SmallHaraka | Tanwin | Sukun))
}

fn is_letter(c: char) -> bool {
    // Unicode calls most vowel marks alphabetic.
    c != TATWEEL && is_arabic_letter(c) && !is_mark(c)
}

/// Maximal runs of Arabic letters, marks and tatweel; byte ranges of the text.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices().peekable();
    core::iter::from_fn(move || {
        let belongs = |&(_, c): &(usize, char)| is_arabic_letter(c) || is_mark(c);
        while chars.next_if(|item| !belongs(item)).is_some() {}
        let (start, first) = chars.next()?;
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = chars.next_if(belongs) {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}
