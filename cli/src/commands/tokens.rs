//! `naskh tokens`: where does a tokeniser cut the text as it stands?

use super::{Places, nothing_follows};
use crate::args::{Common, Format, TokenizerName, TokensArgs};
use crate::blocks::{Block, CutAt};
use crate::output::Out;
use crate::work::{Job, Look, Problem};
use naskh::{TokenKind, Tokenizer};
use std::ops::Range;

pub(crate) fn run(args: &TokensArgs, common: &Common) -> Result<u8, Problem> {
    let unit = args.offsets.unit();
    let job = Job {
        command: "tokens",
        input: &args.input,
        common,
        cut_at: CutAt::LineBreak,
        unit,
        default_format: Format::Text,
        columns: &["line", "start", "end", "kind", "text"],
        head: "",
    };
    let naskh = Tokenizer::new();
    let worker = |look: Look| {
        let naskh = &naskh;
        move |block: &Block, out: &mut Out| {
            let mut places = Places::new(block, unit);
            let mut start = 0;
            for (number, line) in (block.line..).zip(block.text.split_inclusive('\n')) {
                let text = line.strip_suffix('\n').map_or(line, |text| text.strip_suffix('\r').unwrap_or(text));
                let mut write = |span: Range<usize>, kind: Option<&str>, text: &str| {
                    let span = places.of(start + span.start..start + span.end);
                    write_token(number, span, kind, text, look, block, out);
                };
                match args.tokenizer {
                    TokenizerName::Naskh => {
                        // As in `run`: white space is no token.
                        for token in naskh.tokens(text).filter(|token| token.kind() != TokenKind::Space) {
                            write(token.span(), Some(token.kind().name()), token.text());
                        }
                    }
                    TokenizerName::Compat(tokenizer) => {
                        for token in tokenizer.tokens(text) {
                            write(token.span(), token.kind(), &token.text());
                        }
                    }
                }
                start += line.len();
            }
        }
    };
    job.run(worker, nothing_follows)
}

fn write_token(
    line: usize,
    span: Range<usize>,
    kind: Option<&str>,
    text: &str,
    look: Look,
    block: &Block,
    out: &mut Out,
) {
    match look.format {
        Format::Jsonl => {
            out.open_json(look, block);
            out.str("\"line\":");
            out.number(line);
            out.str(",");
            out.json_span(span);
            if let Some(kind) = kind {
                out.str(",\"kind\":\"");
                out.str(kind);
                out.str("\"");
            }
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
            out.str(kind.unwrap_or_default());
            out.str("\t");
            out.tsv(text);
            out.str("\n");
        }
        Format::Text => {
            out.one_line(text);
            out.str("\n");
        }
    }
    out.hand_over_if_large();
}
