//! `naskh run`: which sentences, which words, and where in the original do they stand?

use super::{Places, nothing_follows};
use crate::args::{Common, Format, RunArgs};
use crate::blocks::Block;
use crate::output::Out;
use crate::work::{Job, Look, Problem};
use clap::ArgMatches;
use naskh::{Pipeline, Scratch, Sentence, SentenceTerms, Term, Tokenizer, Unit};
use std::ops::Range;

pub(crate) fn run(args: &RunArgs, common: &Common, matches: &ArgMatches) -> Result<u8, Problem> {
    let pipeline = Pipeline::with(
        args.norm.normalizer(matches).map_err(Problem::Options)?,
        args.segment.segmenter(),
        Tokenizer::new(),
    );
    let unit = args.offsets.unit();
    let job = Job {
        command: "run",
        input: &args.input,
        common,
        cut_at: args.segment.cut_at(),
        unit,
        default_format: Format::Jsonl,
        columns: &["sentence", "start", "end", "kind", "text", "norm"],
        head: "",
    };
    let worker = |look| {
        let mut scratch = Scratch::default();
        let pipeline = &pipeline;
        move |block: &Block, out: &mut Out| write_block(pipeline, &mut scratch, unit, look, block, out)
    };
    job.run(worker, nothing_follows)
}

fn write_block(pipeline: &Pipeline, scratch: &mut Scratch, unit: Unit, look: Look, block: &Block, out: &mut Out) {
    // Two walks through the text, each in order: sentences, and words.
    let mut sentence_places = Places::new(block, unit);
    let mut term_places = Places::new(block, unit);
    pipeline.for_each_sentence(&block.text, scratch, |terms| {
        let sentence = terms.sentence().trimmed();
        if sentence.text().is_empty() {
            return;
        }
        let span = sentence_places.of(sentence.span());
        match look.format {
            Format::Jsonl => write_json(terms, sentence, span, &mut term_places, look, block, out),
            Format::Tsv => write_tsv(terms, &mut term_places, look, block, out),
            Format::Text => write_text(terms, sentence, span, &mut term_places, look, block, out),
        }
        out.end_sentence();
    });
}

fn write_json(
    terms: &SentenceTerms<'_>,
    sentence: Sentence<'_>,
    span: Range<usize>,
    places: &mut Places<'_>,
    look: Look,
    block: &Block,
    out: &mut Out,
) {
    out.open_json(look, block);
    out.str("\"sentence\":");
    out.sentence_number();
    out.str(",");
    out.json_span(span);
    out.str(",\"text\":");
    out.json(sentence.text());
    out.str(",\"tokens\":[");
    let mut comma = "";
    for term in terms.terms() {
        out.str(comma);
        comma = ",";
        out.str("{\"text\":");
        out.json(term.surface());
        out.str(",\"norm\":");
        out.json(term.text());
        out.str(",");
        out.json_span(places.of(term.span()));
        out.str(",\"kind\":\"");
        out.str(term.kind().name());
        out.str("\"}");
        out.hand_over_if_large();
    }
    out.str("]}\n");
}

fn write_tsv(terms: &SentenceTerms<'_>, places: &mut Places<'_>, look: Look, block: &Block, out: &mut Out) {
    for term in terms.terms() {
        write_tsv_term(&term, places, look, block, out);
    }
}

/// A row; `naskh words` has the same.
pub(super) fn write_tsv_term(term: &Term<'_>, places: &mut Places<'_>, look: Look, block: &Block, out: &mut Out) {
    out.tsv_file(look, block);
    out.sentence_number();
    out.str("\t");
    out.tsv_span(places.of(term.span()));
    out.str("\t");
    out.str(term.kind().name());
    out.str("\t");
    out.tsv(term.surface());
    out.str("\t");
    out.tsv(term.text());
    out.str("\n");
    out.hand_over_if_large();
}

/// Latin text stands before each Arabic piece of a line and between two of them, so that a terminal which orders text
/// by its direction does not swap the two.
fn write_text(
    terms: &SentenceTerms<'_>,
    sentence: Sentence<'_>,
    span: Range<usize>,
    places: &mut Places<'_>,
    look: Look,
    block: &Block,
    out: &mut Out,
) {
    let palette = look.palette;
    out.str("sentence ");
    out.sentence_number();
    if look.several_files {
        out.str(" of ");
        out.str(&block.file);
    }
    out.styled(palette.dim, &format!("  {}..{}  ", span.start, span.end));
    out.str(&palette.head.render().to_string());
    out.one_line(sentence.text());
    out.str(&palette.head.render_reset().to_string());
    out.str("\n");
    for term in terms.terms() {
        let span = places.of(term.span());
        let place = format!("{}..{}", span.start, span.end);
        out.styled(palette.dim, &format!("  {:<11}  {place:<13}  ", term.kind().name()));
        out.styled(if term.kind().is_word_like() { palette.word } else { palette.dim }, term.surface());
        if term.text() != term.surface() {
            out.str("  norm=");
            out.styled(palette.changed, term.text());
        }
        out.str("\n");
        out.hand_over_if_large();
    }
    out.str("\n");
}
