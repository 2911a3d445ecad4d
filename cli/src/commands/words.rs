//! `naskh words`: which words, one a line?

use super::run::write_tsv_term;
use super::{Places, nothing_follows};
use crate::args::{Common, Format, WordsArgs};
use crate::blocks::Block;
use crate::output::Out;
use crate::work::{Job, Look, Problem};
use clap::ArgMatches;
use naskh::{Pipeline, Scratch, Term, Tokenizer};

pub(crate) fn run(args: &WordsArgs, common: &Common, matches: &ArgMatches) -> Result<u8, Problem> {
    let pipeline = Pipeline::with(
        args.norm.normalizer(matches).map_err(Problem::Options)?,
        args.segment.segmenter(),
        Tokenizer::new(),
    );
    let unit = args.offsets.unit();
    let job = Job {
        command: "words",
        input: &args.input,
        common,
        cut_at: args.segment.cut_at(),
        unit,
        default_format: Format::Text,
        columns: &["sentence", "start", "end", "kind", "text", "norm"],
        head: "",
    };
    let worker = |look: Look| {
        let mut scratch = Scratch::default();
        let pipeline = &pipeline;
        move |block: &Block, out: &mut Out| {
            let mut places = Places::new(block, unit);
            // Where no sentence is named, none need be gone through.
            if look.format == Format::Text && !args.all {
                return pipeline.for_each_term(&block.text, &mut scratch, |term| {
                    write_term(&term, &mut places, look, block, out);
                });
            }
            pipeline.for_each_sentence(&block.text, &mut scratch, |terms| {
                // Sentences are numbered as in `run`.
                if terms.sentence().trimmed().text().is_empty() {
                    return;
                }
                for term in terms.terms().filter(|term| args.all || term.kind().is_word_like()) {
                    write_term(&term, &mut places, look, block, out);
                }
                out.end_sentence();
            });
        }
    };
    job.run(worker, nothing_follows)
}

fn write_term(term: &Term<'_>, places: &mut Places<'_>, look: Look, block: &Block, out: &mut Out) {
    match look.format {
        Format::Jsonl => {
            out.open_json(look, block);
            out.str("\"sentence\":");
            out.sentence_number();
            out.str(",");
            out.json_span(places.of(term.span()));
            out.str(",\"kind\":\"");
            out.str(term.kind().name());
            out.str("\",\"text\":");
            out.json(term.surface());
            out.str(",\"norm\":");
            out.json(term.text());
            out.str("}\n");
        }
        Format::Tsv => write_tsv_term(term, places, look, block, out),
        Format::Text => {
            // No word has a line break in it.
            if term.kind().is_word_like() {
                out.str(term.text())
            } else {
                out.one_line(term.text())
            }
            out.str("\n");
        }
    }
    out.hand_over_if_large();
}
