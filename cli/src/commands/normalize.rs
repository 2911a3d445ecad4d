//! `naskh normalize`: what is the text, normalised?

use super::{nothing_follows, write_lines};
use crate::args::{Common, Format, NormalizeArgs};
use crate::blocks::{Block, CutAt};
use crate::output::Out;
use crate::work::{Job, Look, Problem};
use clap::ArgMatches;
use naskh::Unit;

pub(crate) fn run(args: &NormalizeArgs, common: &Common, matches: &ArgMatches) -> Result<u8, Problem> {
    let normalizer = args.norm.normalizer(matches).map_err(Problem::Options)?;
    // In the other formats each line is a text of its own.
    let is_text = common.format.unwrap_or(Format::Text) == Format::Text;
    let job = Job {
        command: "normalize",
        input: &args.input,
        common,
        cut_at: if is_text { CutAt::unnoticed(&normalizer) } else { CutAt::LineBreak },
        unit: Unit::Byte,
        default_format: Format::Text,
        columns: &["line", "text", "norm"],
        head: "",
    };
    let worker = |look: Look| {
        let mut norm = String::new();
        let normalizer = &normalizer;
        move |block: &Block, out: &mut Out| {
            write_lines(look, block, out, "norm", &mut norm, |text, norm| normalizer.normalize_into(text, norm))
        }
    };
    job.run(worker, nothing_follows)
}
