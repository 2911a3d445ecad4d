//! `naskh normalize`: what is the text, normalised?

use super::nothing_follows;
use crate::args::{Common, Format, NormalizeArgs};
use crate::blocks::{Block, CutAt};
use crate::output::Out;
use crate::work::{Job, Look, Problem};
use clap::ArgMatches;
use naskh::Unit;

pub(crate) fn run(args: &NormalizeArgs, common: &Common, matches: &ArgMatches) -> Result<u8, Problem> {
    let normalizer = args.norm.normalizer(matches)?;
    let job = Job {
        command: "normalize",
        input: &args.input,
        common,
        cut_at: CutAt::LineBreak,
        unit: Unit::Byte,
        default_format: Format::Text,
        columns: &["line", "text", "norm"],
        head: "",
    };
    let worker = |look: Look| {
        let mut norm = String::new();
        let normalizer = &normalizer;
        move |block: &Block, out: &mut Out| {
            if look.format == Format::Text {
                norm.clear();
                normalizer.normalize_into(&block.text, &mut norm);
                return out.str(&norm);
            }
            for (number, line) in (block.line..).zip(block.text.lines()) {
                norm.clear();
                normalizer.normalize_into(line, &mut norm);
                if look.format == Format::Jsonl {
                    out.open_json(look, block);
                    out.str("\"line\":");
                    out.number(number);
                    out.str(",\"text\":");
                    out.json(line);
                    out.str(",\"norm\":");
                    out.json(&norm);
                    out.str("}\n");
                } else {
                    out.tsv_file(look, block);
                    out.number(number);
                    out.str("\t");
                    out.tsv(line);
                    out.str("\t");
                    out.tsv(&norm);
                    out.str("\n");
                }
                out.hand_over_if_large();
            }
        }
    };
    job.run(worker, nothing_follows)
}
