//! One file a command: what does it make of a block of text?

pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod normalize;
pub(crate) mod presets;
pub(crate) mod run;
pub(crate) mod sentences;
pub(crate) mod tokens;
pub(crate) mod transliterate;
pub(crate) mod words;

use crate::args::{Cli, Common, Format, SegmentArgs};
use crate::blocks::{Block, CutAt};
use crate::output::{Out, Palette};
use crate::work::{Look, Problem, Sink};
use clap::CommandFactory;
use naskh::{Offsets, Unit};
use std::ops::Range;
use std::path::Path;

/// Writes the completion script of a shell.
pub(crate) fn completions(shell: clap_complete::Shell, common: &Common) -> Result<u8, Problem> {
    write_whole(common, |_| {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut Cli::command(), "naskh", &mut script);
        script
    })
}

/// Writes output that needs no input.
fn write_whole(common: &Common, make: impl FnOnce(&Palette) -> Vec<u8>) -> Result<u8, Problem> {
    let mut sink = Sink::open(common, &[] as &[&Path])?;
    let bytes = make(&sink.palette());
    sink.write(&bytes)?;
    sink.flush()?;
    Ok(0)
}

/// Writes a text made of another: whole in the text format, else an entry a line with both.
fn write_lines(
    look: Look,
    block: &Block,
    out: &mut Out,
    key: &str,
    scratch: &mut String,
    mut make: impl FnMut(&str, &mut String),
) {
    if look.format == Format::Text {
        scratch.clear();
        make(&block.text, scratch);
        return out.str(scratch);
    }
    for (number, line) in (block.line..).zip(block.text.lines()) {
        scratch.clear();
        make(line, scratch);
        if look.format == Format::Jsonl {
            out.open_json(look, block);
            out.str("\"line\":");
            out.number(number);
            out.str(",\"text\":");
            out.json(line);
            out.str(",");
            out.json(key);
            out.str(":");
            out.json(scratch);
            out.str("}\n");
        } else {
            out.tsv_file(look, block);
            out.number(number);
            out.str("\t");
            out.tsv(line);
            out.str("\t");
            out.tsv(scratch);
            out.str("\n");
        }
        out.hand_over_if_large();
    }
}

fn nothing_follows(_: Look, _: &mut Sink) -> Result<(), Problem> {
    Ok(())
}

impl SegmentArgs {
    /// Where a block may end so that no sentence is cut.
    fn cut_at(&self) -> CutAt {
        if self.wrapped { CutAt::BlankLine } else { CutAt::Sentence }
    }
}

/// Byte ranges in a block to ranges in its file, in the unit asked for. Ranges are to be asked for in order.
struct Places<'t> {
    offsets: Offsets<'t>,
    base: usize,
}

impl<'t> Places<'t> {
    fn new(block: &'t Block, unit: Unit) -> Places<'t> {
        Places { offsets: Offsets::new(&block.text, unit), base: block.base }
    }

    fn of(&mut self, span: Range<usize>) -> Range<usize> {
        let start = self.base + self.offsets.at(span.start);
        start..self.base + self.offsets.at(span.end)
    }
}

impl Out {
    /// `"span":[0,8]`
    fn json_span(&mut self, span: Range<usize>) {
        self.str("\"span\":[");
        self.number(span.start);
        self.str(",");
        self.number(span.end);
        self.str("]");
    }

    /// Opens an object; with several files the first key is `file`. Another key is to follow.
    fn open_json(&mut self, look: Look, block: &Block) {
        self.str("{");
        if look.several_files {
            self.str("\"file\":");
            self.json(&block.file);
            self.str(",");
        }
    }

    /// With several files, the first field of a row.
    fn tsv_file(&mut self, look: Look, block: &Block) {
        if look.several_files {
            self.tsv(&block.file);
            self.str("\t");
        }
    }

    fn tsv_span(&mut self, span: Range<usize>) {
        self.number(span.start);
        self.str("\t");
        self.number(span.end);
    }
}
