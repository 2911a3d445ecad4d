//! What does a normaliser do, one thing after the other?
//!
//! Most normalisers have one step, a [`Plan`]. A preset that reproduces another tool can have several, and among them
//! a [`Pass`]: something that takes more context than rows have. Both tell their pieces to the same sinks, so
//! normalising, aligning and explaining work alike.

use super::alignment::Alignment;
use super::engine;
use super::pass::Pass;
use super::sink::{Align, Append, Check, Sink, Within};
use crate::rules::{Fate, Plan};
use crate::scan::{self, Entry, Table};
use alloc::boxed::Box;
use alloc::string::String;
use core::ops::ControlFlow;

/// One step.
pub(crate) enum Step {
    Plan(Box<Plan>, Table),
    Pass(Pass),
}

impl Step {
    pub(crate) fn plan(plan: Plan) -> Step {
        let table = Table::new(|c| match plan.fate(c) {
            Fate::Keep => Entry::Keep,
            Fate::Drop => Entry::Drop,
            Fate::To(to) => Entry::To(to),
            Fate::Engine => Entry::Stop,
        });
        Step::Plan(Box::new(plan), table)
    }

    fn walk<S: Sink>(&self, text: &str, from: usize, sink: &mut S) -> ControlFlow<()> {
        match self {
            Step::Plan(plan, table) => engine::walk(plan, table, text, from, sink),
            Step::Pass(pass) => pass.walk(text, sink),
        }
    }

    /// Where the walk can start with everything before it unchanged; `None` if nothing changes.
    pub(crate) fn first_change(&self, text: &str) -> Option<usize> {
        let mut check = Check::default();
        let _ = self.walk(text, 0, &mut check);
        match self {
            Step::Plan(plan, _) => check.change.map(|change| engine::cluster_start(plan, text, 0, change)),
            Step::Pass(_) => check.change.map(|_| 0),
        }
    }

    /// Appends what the text becomes.
    pub(crate) fn append(&self, text: &str, from: usize, out: &mut String) {
        out.push_str(&text[..from]);
        let _ = self.walk(text, from, &mut Append { out });
    }

    /// Appends what the text becomes, and remembers from what.
    pub(crate) fn align(&self, text: &str, from: usize, out: &mut String, map: &mut Alignment) {
        out.push_str(&text[..from]);
        map.begin(text.len());
        map.keep(0..from);
        let _ = self.walk(text, from, &mut Align { out, map });
        map.finish(out.len());
    }

    /// Puts what the text becomes in its place.
    pub(crate) fn in_place(&self, text: &mut String) {
        let Some(start) = self.first_change(text) else { return };
        let append = |text: &str, out: &mut String| self.append(text, 0, out);
        let Step::Plan(plan, _) = self else {
            let mut out = String::with_capacity(text.len());
            append(text, &mut out);
            *text = out;
            return;
        };
        let within = |page: &str, out: &mut String| {
            let most = out.len() + page.len();
            self.walk(page, 0, &mut Within { append: Append { out }, most }).is_continue()
        };
        scan::in_place(text, start, |text| engine::cut(plan, text), within, append);
    }
}

/// Goes on with a walk that never has enough from `at`; returns where it got to.
pub(crate) fn go_on<S: Sink>(step: &Step, text: &str, at: usize, sink: &mut S) -> usize {
    match step {
        Step::Plan(plan, table) => engine::step(plan, table, text, at, sink),
        Step::Pass(pass) => {
            let _ = pass.walk(text, sink);
            text.len()
        }
    }
}
