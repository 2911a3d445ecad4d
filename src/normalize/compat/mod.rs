//! Which steps reproduce which tool?
//!
//! A compatibility preset gives byte for byte what the tool gives that it is named after, faults included. Its rows
//! are *open*: each says what its character becomes, and no other row looks at that. What needs context is a
//! [`Pass`](super::pass::Pass) of its own. Each is proved against vectors made by the real tool.

mod arabert;
mod arabert_data;
mod camel;
mod lucene;
mod pieces;
mod pyarabic;
mod space;

use super::pass::Pass;
use super::step::Step;
use crate::rules::{Plan, Preset};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// The steps of a compatibility preset; none for a preset of operations.
pub(super) fn steps(preset: Preset) -> Vec<Step> {
    match preset {
        Preset::LuceneAr => vec![rows(lucene::AR)],
        Preset::LuceneFa => vec![rows(lucene::FA)],
        Preset::LuceneCkb => vec![Step::Pass(Pass(lucene::ckb))],
        Preset::PyarabicStrip => vec![rows(pyarabic::STRIP)],
        Preset::PyarabicSearchtext => vec![rows(pyarabic::SEARCHTEXT)],
        Preset::ArabertV02 => arabert::steps(),
        Preset::Camel => vec![rows(camel::ALL)],
        _ => Vec::new(),
    }
}

/// Characters and what each becomes.
type Rows = &'static [(&'static [char], &'static str)];

/// One step of open rows; of two rows for a character the later counts.
fn rows(rows: Rows) -> Step {
    let each = rows.iter().flat_map(|(from, to)| from.iter().map(|&c| (c, String::from(*to))));
    Step::plan(Plan::open(each))
}
