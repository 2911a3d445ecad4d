//! What can go wrong when a normaliser is built, and how to mend it. Nothing else in the crate can fail.

use crate::rules::{Op, Preset, Rule};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Why a [`NormalizerBuilder`](crate::NormalizerBuilder) could not build; the message names the rows and the mend.
///
/// The mend is told in calls of the builder. Who has other names for them, as the command line has, prints the error with
/// `{:#}`, which leaves it out.
///
/// ```
/// use naskh::{Normalizer, Op};
/// let error = Normalizer::builder().op(Op::FoldYaa, true).rule('ى', "ا").build().unwrap_err();
/// assert!(error.to_string().contains("fold-yaa: ى (U+0649) -> ي (U+064A)"));
/// assert!(error.to_string().ends_with("or switch fold-yaa off"));
/// assert!(format!("{error:#}").ends_with("[custom-rule: ى (U+0649) -> ا (U+0627)]"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildError(Box<Kind>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Conflict(Rule, Rule),
    Cycle(Vec<Rule>),
    Unstable(Rule, String),
    Restless(Vec<Rule>, Option<Op>),
    TooLong(Rule),
    Promise(Preset, Option<char>, Option<char>),
    Keep(Preset, char),
}

/// The longest replacement, in bytes of UTF-8; the longest ligature of Unicode spells out to 73.
pub(crate) const LONGEST: usize = 255;

impl BuildError {
    pub(crate) fn conflict(a: Rule, b: Rule) -> BuildError {
        BuildError(Box::new(Kind::Conflict(a, b)))
    }

    pub(crate) fn cycle(rules: Vec<Rule>) -> BuildError {
        BuildError(Box::new(Kind::Cycle(rules)))
    }

    pub(crate) fn unstable(rule: Rule, reached: String) -> BuildError {
        BuildError(Box::new(Kind::Unstable(rule, reached)))
    }

    /// Rows and a pass that feed each other; the pass, if it is one alone.
    pub(crate) fn restless(rules: Vec<Rule>, pass: Option<Op>) -> BuildError {
        BuildError(Box::new(Kind::Restless(rules, pass)))
    }

    pub(crate) fn too_long(rule: Rule) -> BuildError {
        BuildError(Box::new(Kind::TooLong(rule)))
    }

    /// Two letters that fall together, or a letter and nothing.
    pub(crate) fn promise(preset: Preset, a: Option<char>, b: Option<char>) -> BuildError {
        BuildError(Box::new(Kind::Promise(preset, a, b)))
    }

    /// A character to keep from a preset that has no rows of ours.
    pub(crate) fn keep(preset: Preset, c: char) -> BuildError {
        BuildError(Box::new(Kind::Keep(preset, c)))
    }

    /// The rows at fault; none where letters fall together that a preset promises to tell apart, or where a character was
    /// to be kept from a preset that reproduces another tool.
    ///
    /// ```
    /// use naskh::Normalizer;
    /// let error = Normalizer::builder().rule('ڤ', "ف").rule('ڤ', "و").build().unwrap_err();
    /// let outputs: Vec<_> = error.rules().iter().map(|rule| rule.to()).collect();
    /// assert_eq!(outputs, ["ف", "و"]);
    /// ```
    pub fn rules(&self) -> Vec<&Rule> {
        match &*self.0 {
            Kind::Conflict(a, b) => alloc::vec![a, b],
            Kind::Cycle(rules) | Kind::Restless(rules, _) => rules.iter().collect(),
            Kind::Unstable(rule, _) | Kind::TooLong(rule) => alloc::vec![rule],
            Kind::Promise(..) | Kind::Keep(..) => Vec::new(),
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fault(f)?;
        if f.alternate() { Ok(()) } else { self.0.mend(f) }
    }
}

impl Kind {
    fn fault(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::Conflict(a, b) => write!(f, "two rows change one character: [{a}] and [{b}]"),
            Kind::Cycle(rules) => {
                f.write_str("rows that feed each other never come to an end: ")?;
                list(rules, f)
            }
            Kind::Restless(rules, pass) => {
                f.write_str("rows and a pass that feed each other never come to an end: ")?;
                list(rules, f)?;
                pass.map_or(Ok(()), |pass| write!(f, " and {pass}"))
            }
            Kind::Unstable(rule, reached) => {
                write!(f, "the row [{rule}] and composition undo each other (reached {reached:?})")
            }
            Kind::Promise(preset, a, b) => {
                write!(f, "{preset} promises never to merge ")?;
                match (a, b) {
                    (Some(a), Some(b)) => write!(f, "{a} and {b}"),
                    (one, other) => write!(f, "{} with nothing", one.or(*other).unwrap_or(' ')),
                }
            }
            Kind::Keep(preset, c) => {
                write!(f, "{preset} reproduces another tool, which does not keep {c:?} (U+{:04X})", *c as u32)
            }
            Kind::TooLong(rule) => {
                let bytes = rule.to().len();
                write!(f, "the row [{rule}] writes {bytes} bytes for one character; at most {LONGEST} are possible")
            }
        }
    }

    fn mend(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::Conflict(a, b) => match (a.op(), b.op()) {
                (Op::CustomRule, Op::CustomRule) => f.write_str("; give one of them"),
                (op, Op::CustomRule) | (Op::CustomRule, op) => {
                    write!(f, "; take yours out, or call keep(character) before it, or switch {op} off")
                }
                (a, b) => write!(f, "; switch {a} or {b} off"),
            },
            Kind::Cycle(_) | Kind::Restless(_, None) => f.write_str("; take one of them out"),
            Kind::Restless(_, Some(pass)) => write!(f, "; take a row out or switch {pass} off"),
            Kind::Unstable(..) => write!(f, "; take the row out or switch {} off", Op::Compose),
            Kind::Promise(..) => f.write_str(
                "; take the override out, or switch its operations on without the preset's name: builder().ops(preset.ops(), true)",
            ),
            Kind::Keep(..) => f.write_str("; take keep out, or take a preset of naskh's own"),
            Kind::TooLong(_) => Ok(()),
        }
    }
}

fn list(rules: &[Rule], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    rules.iter().enumerate().try_for_each(|(i, rule)| write!(f, "{}[{rule}]", if i == 0 { "" } else { ", " }))
}

impl core::error::Error for BuildError {}
