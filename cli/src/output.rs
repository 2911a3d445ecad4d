//! How are JSON, TSV and colours spelled?
//!
//! Workers write into an [`Out`]. What only the writer can know, the number of a sentence in its file, is left open and
//! filled in when the pieces are put in order.

use crate::blocks::is_line_break;
use anstyle::Style;
use memchr::memchr2_iter;
use std::sync::mpsc::SyncSender;

/// A piece of output, large enough to be worth a hand-over.
const PIECE: usize = 512 << 10;

/// A piece of the output of a block.
#[derive(Default)]
pub(crate) struct Piece {
    pub(crate) bytes: Vec<u8>,
    /// Where in `bytes` a sentence number is missing, and which: counted from the first sentence of the block.
    pub(crate) numbers: Vec<(usize, usize)>,
    /// In the last piece of a block: how many sentences the block has.
    pub(crate) last: Option<usize>,
}

/// Where a worker writes the output of one block.
pub(crate) struct Out {
    piece: Piece,
    writer: SyncSender<Piece>,
    sentences: usize,
}

impl Out {
    pub(crate) fn new(writer: SyncSender<Piece>) -> Out {
        Out { piece: Piece::default(), writer, sentences: 0 }
    }

    /// Inlined, so that what is known when it is compiled is stored and not copied.
    #[inline]
    pub(crate) fn str(&mut self, text: &str) {
        self.piece.bytes.extend_from_slice(text.as_bytes());
    }

    pub(crate) fn number(&mut self, number: usize) {
        push_number(&mut self.piece.bytes, number);
    }

    /// The number of the sentence at hand, in its file.
    pub(crate) fn sentence_number(&mut self) {
        self.piece.numbers.push((self.piece.bytes.len(), self.sentences));
    }

    pub(crate) fn end_sentence(&mut self) {
        self.sentences += 1;
        self.hand_over_if_large();
    }

    /// A JSON string, quotes included.
    pub(crate) fn json(&mut self, text: &str) {
        push_json(&mut self.piece.bytes, text);
    }

    /// A TSV field: tab, line feed, carriage return and backslash escaped.
    pub(crate) fn tsv(&mut self, text: &str) {
        each_tsv_part(text, |part| self.str(part));
    }

    /// The text on one line: white space that holds a line break becomes a space.
    pub(crate) fn one_line(&mut self, text: &str) {
        if !has_line_break(text) {
            return self.str(text);
        }
        let mut rest = text;
        while let Some(at) = rest.find(char::is_whitespace) {
            let tail = rest[at..].trim_start();
            let space = &rest[at..rest.len() - tail.len()];
            self.str(&rest[..at]);
            self.str(if space.contains(is_line_break) { " " } else { space });
            rest = tail;
        }
        self.str(rest);
    }

    pub(crate) fn styled(&mut self, style: Style, text: &str) {
        if style == Style::new() {
            return self.str(text);
        }
        self.str(&format!("{style}{text}{style:#}"));
    }

    /// Code points as `U+0623 U+064E`, the first few of them.
    pub(crate) fn code_points(&mut self, text: &str) {
        self.str(&code_points(text));
    }

    /// To be called now and then in a block, at any place: the pieces are joined again.
    pub(crate) fn hand_over_if_large(&mut self) {
        if self.piece.bytes.len() >= PIECE {
            self.hand_over();
            self.piece.bytes.reserve(PIECE + PIECE / 4);
        }
    }

    pub(crate) fn finish(mut self) {
        self.piece.last = Some(self.sentences);
        self.hand_over();
    }

    fn hand_over(&mut self) {
        // If the writer is gone the process is about to end.
        let _ = self.writer.send(std::mem::take(&mut self.piece));
    }
}

/// Whether a line break is in the text: by its bytes, many at once.
fn has_line_break(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_feed = |byte: u8| matches!(byte, b'\n'..=b'\r');
    let is_other = |at: usize| matches!(bytes[at..], [0xC2, 0x85, ..] | [0xE2, 0x80, 0xA8 | 0xA9, ..]);
    any(bytes, is_feed) || memchr2_iter(0xC2, 0xE2, bytes).any(is_other)
}

/// Whether a byte is such a one: all are asked, so that the compiler can ask many at once.
fn any(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(false, |any, &byte| any | is(byte))
}

pub(crate) fn code_points(text: &str) -> String {
    const MOST: usize = 8;
    let mut names: Vec<String> = text.chars().take(MOST).map(|c| format!("U+{:04X}", c as u32)).collect();
    if text.chars().nth(MOST).is_some() {
        names.push("...".to_owned());
    }
    names.join(" ")
}

pub(crate) fn push_number(bytes: &mut Vec<u8>, number: usize) {
    bytes.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

pub(crate) fn push_json(bytes: &mut Vec<u8>, text: &str) {
    // RFC 8259, 7: quotation mark, reverse solidus and the control characters must be escaped, nothing else.
    let is_escaped = |byte: u8| (byte < 0x20) | (byte == b'"') | (byte == b'\\');
    let text = text.as_bytes();
    bytes.push(b'"');
    // Most have none.
    let (mut rest, some) = (text, any(text, is_escaped));
    while some && let Some(at) = rest.iter().position(|&byte| is_escaped(byte)) {
        bytes.extend_from_slice(&rest[..at]);
        let byte = rest[at];
        rest = &rest[at + 1..];
        match byte {
            b'"' => bytes.extend_from_slice(b"\\\""),
            b'\\' => bytes.extend_from_slice(b"\\\\"),
            b'\n' => bytes.extend_from_slice(b"\\n"),
            b'\r' => bytes.extend_from_slice(b"\\r"),
            b'\t' => bytes.extend_from_slice(b"\\t"),
            _ => bytes.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
        }
    }
    bytes.extend_from_slice(rest);
    bytes.push(b'"');
}

pub(crate) fn push_tsv(line: &mut String, text: &str) {
    each_tsv_part(text, |part| line.push_str(part));
}

fn each_tsv_part(text: &str, mut write: impl FnMut(&str)) {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'\t' => "\\t",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\\' => "\\\\",
            _ => continue,
        };
        write(&text[written..at]);
        write(escaped);
        written = at + 1;
    }
    write(&text[written..]);
}

/// For a person: a mark at the head stands on a dotted circle, so that it does not sit on what is beside it.
pub(crate) fn visible(text: &str) -> String {
    // The Arabic marks; no rule has others. An approximation by block serves a display well enough.
    let is_mark = |c: char| {
        matches!(c, '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}'
            | '\u{06DF}'..='\u{06E4}' | '\u{06E7}' | '\u{06E8}' | '\u{06EA}'..='\u{06ED}' | '\u{0897}'..='\u{089F}'
            | '\u{08CA}'..='\u{08E1}' | '\u{08E3}'..='\u{08FF}' | '\u{10EFA}'..='\u{10EFF}')
    };
    if text.starts_with(is_mark) { format!("\u{25CC}{text}") } else { text.to_owned() }
}

/// The colours of the text format.
#[derive(Clone, Copy, Default)]
pub(crate) struct Palette {
    pub(crate) head: Style,
    pub(crate) dim: Style,
    pub(crate) word: Style,
    pub(crate) changed: Style,
    pub(crate) lossy: Style,
}

impl Palette {
    pub(crate) fn new(coloured: bool) -> Palette {
        use anstyle::AnsiColor::{Cyan, Green, Yellow};
        if !coloured {
            return Palette::default();
        }
        Palette {
            head: Style::new().bold(),
            dim: Style::new().dimmed(),
            word: Cyan.on_default(),
            changed: Green.on_default(),
            lossy: Yellow.on_default(),
        }
    }
}
