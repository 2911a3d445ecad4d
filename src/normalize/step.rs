//! What does a normaliser do, one thing after the other?
//!
//! Most normalisers have one step, a [`Plan`]. A preset that reproduces another tool can have several, and among them
//! a [`Pass`]: something that takes more context than rows have. Both tell their pieces to the same sinks, so
//! normalising, aligning and explaining work alike.

use super::alignment::Alignment;
use super::engine;
use super::pass::{Pass, Ready};
use super::sink::{Align, Append, Check, Sink, Within};
use crate::rules::{Fate, Op, Plan};
use crate::scan::{self, Entry, Table};
use alloc::boxed::Box;
use alloc::string::String;
use core::ops::ControlFlow;

/// How often the steps are gone through at most, where one may undo what another reached. Each pass takes away what it
/// looks for, so the second round is nearly always a look and no more.
pub(crate) const ROUNDS: usize = 6;

/// Goes through the steps, round after round, until a round changes nothing or `rounds` are over. `each` says whether
/// the step changed something.
pub(crate) fn each_round<'k>(steps: &'k [Step], rounds: usize, mut each: impl FnMut(&'k Step) -> bool) {
    for _ in 0..rounds {
        let mut changed = false;
        for step in steps {
            changed |= each(step);
        }
        if !changed {
            return;
        }
    }
}

/// One step.
pub(crate) enum Step {
    Plan(Box<Plan>, Table),
    Pass(Ready),
    /// A pass that an operation switches.
    Context(Op, Ready),
}

impl Step {
    pub(crate) fn plan(plan: Plan) -> Step {
        let entry = |c| match plan.fate(c) {
            Fate::Keep => Entry::Keep,
            Fate::Mark(class) => Entry::Mark(class),
            Fate::Drop => Entry::Drop,
            Fate::To(to) => Entry::To(to),
            Fate::Joiner => Entry::Joiner,
            Fate::Engine => Entry::Stop,
        };
        let table = Table::new(entry, |page| plan.is_plain_page(page));
        Step::Plan(Box::new(plan), table)
    }

    pub(crate) fn pass(pass: Pass) -> Step {
        Step::Pass(pass.ready())
    }

    pub(crate) fn context(op: Op, pass: Pass) -> Step {
        Step::Context(op, pass.ready())
    }

    fn walk<S: Sink>(&self, text: &str, from: usize, sink: &mut S) -> ControlFlow<()> {
        match self {
            Step::Plan(plan, table) => engine::walk(plan, table, text, from, sink),
            Step::Pass(pass) => pass.walk(text, Op::Compatibility, sink),
            Step::Context(op, pass) => pass.walk(text, *op, sink),
        }
    }

    /// Where the walk can start with everything before it unchanged; `None` if nothing changes.
    pub(crate) fn first_change(&self, text: &str) -> Option<usize> {
        let mut check = Check::default();
        let _ = self.walk(text, 0, &mut check);
        match self {
            Step::Plan(plan, _) => check.change.map(|change| engine::free_start(plan, text, change)),
            Step::Pass(_) | Step::Context(..) => check.change.map(|_| 0),
        }
    }

    /// Appends what the text becomes.
    pub(crate) fn append(&self, text: &str, from: usize, out: &mut String) {
        // Nothing is a call, too, and a short text would notice.
        if from > 0 {
            out.push_str(&text[..from]);
        }
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

    /// Puts what the text becomes in its place; whether anything changed.
    pub(crate) fn in_place(&self, text: &mut String) -> bool {
        let Some(start) = self.first_change(text) else { return false };
        let append = |text: &str, out: &mut String| self.append(text, 0, out);
        let Step::Plan(plan, _) = self else {
            let mut out = String::with_capacity(text.len());
            append(text, &mut out);
            *text = out;
            return true;
        };
        let within = |page: &str, out: &mut String| {
            let most = out.len() + page.len();
            self.walk(page, 0, &mut Within { append: Append { out }, most }).is_continue()
        };
        scan::in_place(text, start, |text| engine::cut(plan, text), within, append);
        true
    }
}

/// Goes on with a walk that never has enough from `at`; returns where it got to.
pub(crate) fn go_on<S: Sink>(step: &Step, text: &str, at: usize, sink: &mut S) -> usize {
    match step {
        Step::Plan(plan, table) => engine::step(plan, table, text, at, sink),
        Step::Pass(_) | Step::Context(..) => {
            let _ = step.walk(text, 0, sink);
            text.len()
        }
    }
}
