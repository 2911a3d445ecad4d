//! `naskh sentences`: which sentences, one a line?

use super::{Places, nothing_follows};
use crate::args::{Common, Format, SentencesArgs};
use crate::blocks::{Block, is_in_sight};
use crate::output::Out;
use crate::work::{Job, Look, Problem};
use naskh::Tokenizer;

pub(crate) fn run(args: &SentencesArgs, common: &Common) -> Result<u8, Problem> {
    let segmenter = args.segment.segmenter();
    let unit = args.offsets.unit();
    let job = Job {
        command: "sentences",
        input: &args.input,
        common,
        cut_at: args.segment.cut_at(),
        unit,
        default_format: Format::Text,
        columns: &["sentence", "start", "end", "text"],
        head: "",
    };
    let tokenizer = Tokenizer::new();
    let worker = |look: Look| {
        let (segmenter, tokenizer) = (&segmenter, &tokenizer);
        move |block: &Block, out: &mut Out| {
            let mut places = Places::new(block, unit);
            for sentence in segmenter.sentences(&block.text) {
                let sentence = sentence.trimmed();
                // As in `run`: white space and invisible characters alone are no sentence.
                if !is_in_sight(tokenizer, sentence.text()) {
                    continue;
                }
                match look.format {
                    Format::Jsonl => {
                        out.open_json(look, block);
                        out.str("\"sentence\":");
                        out.sentence_number();
                        out.str(",");
                        out.json_span(places.of(sentence.span()));
                        out.str(",\"text\":");
                        out.json(sentence.text());
                        out.str("}\n");
                    }
                    Format::Tsv => {
                        out.tsv_file(look, block);
                        out.sentence_number();
                        out.str("\t");
                        out.tsv_span(places.of(sentence.span()));
                        out.str("\t");
                        out.tsv(sentence.text());
                        out.str("\n");
                    }
                    Format::Text => {
                        out.one_line(sentence.text());
                        out.str("\n");
                    }
                }
                out.end_sentence();
            }
        }
    };
    job.run(worker, nothing_follows)
}
