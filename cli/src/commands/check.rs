//! `naskh check`: which text seems to be stored in visual order?

use super::Places;
use crate::args::{CheckArgs, Common, Format};
use crate::blocks::{Block, CutAt};
use crate::output::Out;
use crate::work::{Job, Look, Problem, Sink};
use naskh::visual_order;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) fn run(args: &CheckArgs, common: &Common) -> Result<u8, Problem> {
    let unit = args.offsets.unit();
    let total = AtomicU64::new(0);
    let job = Job {
        command: "check",
        input: &args.input,
        common,
        cut_at: CutAt::LineBreak,
        unit,
        default_format: Format::Text,
        columns: &["line", "start", "end", "sign", "text"],
        head: "",
    };
    let worker = |look: Look| {
        let total = &total;
        move |block: &Block, out: &mut Out| {
            let mut places = Places::new(block, unit);
            let (mut line, mut counted) = (block.line, 0);
            for damage in visual_order(&block.text) {
                total.fetch_add(1, Ordering::Relaxed);
                let span = damage.span();
                line += block.text[counted..span.start].bytes().filter(|&byte| byte == b'\n').count();
                counted = span.start;
                let (text, sign) = (&block.text[span.clone()], damage.sign().name());
                let span = places.of(span);
                match look.format {
                    Format::Jsonl => {
                        out.open_json(look, block);
                        out.str("\"line\":");
                        out.number(line);
                        out.str(",");
                        out.json_span(span);
                        out.str(",\"sign\":");
                        out.json(sign);
                        out.str(",\"text\":");
                        out.json(text);
                        out.str("}\n");
                    }
                    Format::Tsv => {
                        out.tsv_file(look, block);
                        out.number(line);
                        out.str("\t");
                        out.tsv_span(span);
                        out.str("\t");
                        out.str(sign);
                        out.str("\t");
                        out.tsv(text);
                        out.str("\n");
                    }
                    Format::Text => {
                        if look.several_files {
                            out.str(&block.file);
                            out.str(":");
                        }
                        out.styled(look.palette.dim, &format!("{line}: {}..{}  ", span.start, span.end));
                        out.styled(look.palette.head, sign);
                        out.str("  ");
                        out.str(text);
                        out.str("\n");
                    }
                }
                out.hand_over_if_large();
            }
        }
    };
    let summary = |look: Look, sink: &mut Sink| {
        let total = match total.load(Ordering::Relaxed) {
            1 => "1 stretch seems to be in visual order\n".to_owned(),
            n => format!("{n} stretches seem to be in visual order\n"),
        };
        if look.format == Format::Text {
            return sink.write(total.as_bytes());
        }
        if !common.quiet {
            let _ = io::stderr().write_all(total.as_bytes());
        }
        Ok(())
    };
    job.run(worker, summary)
}
