//! `naskh explain`: which letter changed, by which rule, where?

use super::Places;
use crate::args::{Common, ExplainArgs, Format};
use crate::blocks::{Block, CutAt};
use crate::output::{Out, Palette, code_points, visible};
use crate::work::{Job, Look, Problem, Sink};
use clap::ArgMatches;
use naskh::{Edit, Html, Normalizer, Op, OpSet, Pipeline, SentenceSegmenter, Tokenizer, Unit};
use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Mutex;

/// For what stood there, what stands there now and how often; nearly always there is one such.
type BlockCounts<'t> = HashMap<(Op, &'t str), Vec<(String, u64)>>;

/// Different changes that are counted apart; a hostile text may have any number.
const COUNTED: usize = 10_000;

pub(crate) fn run(args: &ExplainArgs, common: &Common, matches: &ArgMatches) -> Result<u8, Problem> {
    let normalizer = args.norm.normalizer(matches).map_err(Problem::Options)?;
    if args.html {
        return html(args, common, normalizer);
    }
    let unit = args.offsets.unit();
    let names = Names::new();
    let totals = Mutex::new(Counts::default());
    let job = Job {
        command: "explain",
        input: &args.input,
        common,
        cut_at: CutAt::unnoticed(&normalizer),
        unit,
        default_format: Format::Text,
        columns: &["line", "start", "end", "op", "from", "to", "lossy"],
        head: "",
    };
    let worker = |look| {
        let (normalizer, names, totals) = (&normalizer, &names, &totals);
        move |block: &Block, out: &mut Out| {
            let counts = write_block(normalizer, names, unit, look, block, out);
            if let Ok(mut totals) = totals.lock() {
                totals.add(counts);
            }
        }
    };
    let summary = |look: Look, sink: &mut Sink| {
        let totals = totals.lock().map_or_else(|_| String::new(), |totals| totals.summary(&names, &look.palette));
        if look.format == Format::Text {
            return sink.write(totals.as_bytes());
        }
        if !common.quiet {
            let _ = io::stderr().write_all(totals.as_bytes());
        }
        Ok(())
    };
    job.run(worker, summary)
}

/// `--html`: a page.
fn html(args: &ExplainArgs, common: &Common, normalizer: Normalizer) -> Result<u8, Problem> {
    if common.format.is_some() {
        return Err(Problem::Options("--html is a format: leave --format out".to_owned()));
    }
    let pipeline = Pipeline::with(normalizer, SentenceSegmenter::new(), Tokenizer::new());
    let unit = args.offsets.unit();
    let total = Mutex::new(Html::new(&pipeline));
    let mut head = String::from("<!doctype html>\n<meta charset=\"utf-8\">\n<title>naskh explain</title>\n");
    Html::new(&pipeline).begin(&mut head);
    let job = Job {
        command: "explain",
        input: &args.input,
        common,
        cut_at: CutAt::LineBreak,
        unit,
        default_format: Format::Text,
        columns: &[],
        head: &head,
    };
    let worker = |look: Look| {
        let (pipeline, total) = (&pipeline, &total);
        move |block: &Block, out: &mut Out| {
            let mut view = Html::new(pipeline).unit(unit).starting_at(block.base);
            let mut page = String::new();
            if look.several_files && block.line == 1 {
                view.heading(&block.file, &mut page);
            }
            view.push(&block.text, &mut page);
            out.str(&page);
            if let Ok(mut total) = total.lock() {
                total.absorb(&view);
            }
        }
    };
    let foot = |_: Look, sink: &mut Sink| {
        let mut page = String::new();
        if let Ok(total) = total.lock() {
            total.finish(&mut page);
        }
        sink.write(page.as_bytes())
    };
    job.run(worker, foot)
}

fn write_block<'t>(
    normalizer: &Normalizer,
    names: &Names,
    unit: Unit,
    look: Look,
    block: &'t Block,
    out: &mut Out,
) -> BlockCounts<'t> {
    let mut counts = BlockCounts::new();
    let mut places = Places::new(block, unit);
    let (mut line, mut counted) = (block.line, 0);
    for edit in normalizer.explain(&block.text) {
        let at = edit.span().start;
        line += block.text[counted..at].bytes().filter(|&byte| byte == b'\n').count();
        counted = at;
        let span = places.of(edit.span());
        match look.format {
            Format::Jsonl => {
                out.open_json(look, block);
                out.str("\"line\":");
                out.number(line);
                out.str(",");
                out.json_span(span);
                out.str(",\"op\":");
                out.json(edit.op().name());
                out.str(",\"from\":");
                out.json(edit.from());
                out.str(",\"to\":");
                out.json(edit.to());
                out.str(if edit.is_lossy() { ",\"lossy\":true}\n" } else { ",\"lossy\":false}\n" });
            }
            Format::Tsv => {
                out.tsv_file(look, block);
                out.number(line);
                out.str("\t");
                out.tsv_span(span);
                out.str("\t");
                out.str(edit.op().name());
                out.str("\t");
                out.tsv(edit.from());
                out.str("\t");
                out.tsv(edit.to());
                out.str(if edit.is_lossy() { "\ttrue\n" } else { "\tfalse\n" });
            }
            Format::Text => write_text(&edit, names, line, span, look, block, out),
        }
        let changes = counts.entry((edit.op(), edit.from())).or_default();
        match changes.iter_mut().find(|(to, _)| to == edit.to()) {
            Some((_, times)) => *times += 1,
            None => changes.push((edit.to().to_owned(), 1)),
        }
        out.hand_over_if_large();
    }
    counts
}

fn write_text(
    edit: &Edit<'_>,
    names: &Names,
    line: usize,
    span: Range<usize>,
    look: Look,
    block: &Block,
    out: &mut Out,
) {
    let palette = look.palette;
    if look.several_files {
        out.str(&block.file);
        out.str(":");
    }
    out.styled(palette.dim, &format!("{line}: {}..{}  ", span.start, span.end));
    out.styled(palette.head, edit.op().name());
    out.str("  ");
    out.str(&names.describe(edit.op(), edit.from()));
    if edit.to().is_empty() {
        out.str(", deleted");
    } else {
        out.str(", to ");
        out.code_points(edit.to());
        out.str(" ");
        out.styled(palette.changed, &visible(edit.to()));
    }
    if edit.is_lossy() {
        out.styled(palette.lossy, ", lossy");
    }
    out.str(", in ");
    out.styled(palette.word, word_around(&block.text, edit.span()));
    out.str("\n");
}

/// The run of text without white space around a place, as far as it is not long.
fn word_around(text: &str, span: Range<usize>) -> &str {
    const REACH: usize = 48;
    let back = text[..span.start].char_indices().rev().take(REACH);
    let start = back.take_while(|(_, c)| !c.is_whitespace()).last().map_or(span.start, |(at, _)| at);
    let on = text[span.end..].char_indices().take(REACH);
    let end =
        on.take_while(|(_, c)| !c.is_whitespace()).last().map_or(span.end, |(at, c)| span.end + at + c.len_utf8());
    // White space itself may be what changed.
    text[start..end].trim()
}

/// The Unicode names of what the rows are about.
struct Names(HashMap<(Op, String), String>);

impl Names {
    fn new() -> Names {
        let rows = OpSet::ALL.iter().flat_map(Op::rules);
        Names(rows.map(|row| ((row.op(), row.from().to_owned()), row.name().to_owned())).collect())
    }

    /// `أ U+0623 ARABIC LETTER ALEF WITH HAMZA ABOVE`, letter last.
    fn describe(&self, op: Op, from: &str) -> String {
        let name = self.0.get(&(op, from.to_owned())).map_or("", String::as_str);
        let space = if name.is_empty() { "" } else { " " };
        format!("{}{space}{name} {}", code_points(from), visible(from))
    }
}

/// How often each change was made.
#[derive(Default)]
struct Counts {
    changes: HashMap<(Op, String, String), u64>,
    ops: HashMap<Op, u64>,
}

impl Counts {
    /// Adds the counts of a block.
    fn add(&mut self, block: BlockCounts<'_>) {
        let flat = block.into_iter().flat_map(|((op, from), tos)| tos.into_iter().map(move |to| (op, from, to)));
        for (op, from, (to, times)) in flat {
            *self.ops.entry(op).or_default() += times;
            let change = (op, from.to_owned(), to);
            if self.changes.len() < COUNTED || self.changes.contains_key(&change) {
                *self.changes.entry(change).or_default() += times;
            }
        }
    }

    fn summary(&self, names: &Names, palette: &Palette) -> String {
        let total: u64 = self.ops.values().sum();
        let mut text = format!("{total} {}\n", if total == 1 { "change" } else { "changes" });
        let mut ops: Vec<_> = self.ops.iter().collect();
        ops.sort_by_key(|&(op, times)| (std::cmp::Reverse(*times), op.name()));
        for (op, times) in ops {
            let lossy = if op.is_lossy() { " (lossy)" } else { "" };
            text += &format!("{times:>9}  {}{}{:#}{lossy}\n", palette.head, op.name(), palette.head);
            let mut changes: Vec<_> = self.changes.iter().filter(|((of, ..), _)| of == op).collect();
            changes.sort_by_key(|&((_, from, to), times)| (std::cmp::Reverse(*times), from, to));
            for ((_, from, to), times) in changes {
                text += &format!("{times:>11}  {}", names.describe(*op, from));
                text += &if to.is_empty() {
                    ", deleted\n".to_owned()
                } else {
                    format!(", to {} {}\n", code_points(to), visible(to))
                };
            }
        }
        text
    }
}
