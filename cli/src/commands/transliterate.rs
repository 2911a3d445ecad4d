//! `naskh transliterate`: how is the text written in Latin letters, or in Arabic again?

use super::write_lines;
use crate::args::{Common, Direction, Format, TransliterateArgs};
use crate::blocks::{Block, CutAt};
use crate::output::Out;
use crate::work::{Job, Look, Problem, Sink};
use naskh::Unit;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) fn run(args: &TransliterateArgs, common: &Common) -> Result<u8, Problem> {
    let Direction { to, from } = args.direction;
    let job = Job {
        command: "transliterate",
        input: &args.input,
        common,
        cut_at: CutAt::LineBreak,
        unit: Unit::Byte,
        default_format: Format::Text,
        columns: &["line", "text", "transliterated"],
        head: "",
    };
    // Characters that would come back as an Arabic letter.
    let ambiguous = AtomicU64::new(0);
    let worker = |look: Look| {
        let mut scratch = String::new();
        let ambiguous = &ambiguous;
        move |block: &Block, out: &mut Out| {
            if let Some(scheme) = to {
                let found = block.text.chars().filter(|&c| scheme.arabic(c).is_some()).count();
                ambiguous.fetch_add(found as u64, Ordering::Relaxed);
            }
            write_lines(look, block, out, "transliterated", &mut scratch, |text, out| match (to, from) {
                (Some(scheme), _) => scheme.to_latin_into(text, out),
                (None, Some(scheme)) => scheme.to_arabic_into(text, out),
                // The parser asks for one of the two.
                (None, None) => out.push_str(text),
            })
        }
    };
    let summary = |_: Look, _: &mut Sink| {
        let found = ambiguous.load(Ordering::Relaxed);
        if let Some(scheme) = to.filter(|_| found > 0 && !common.quiet) {
            let what = if found == 1 { "1 character".to_owned() } else { format!("{found} characters") };
            let _ =
                writeln!(io::stderr(), "naskh: {what} of the input would come back from {scheme} as Arabic letters");
        }
        Ok(())
    };
    job.run(worker, summary)
}
