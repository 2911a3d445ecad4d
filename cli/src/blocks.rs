//! Where may a stream of any size be cut, so that each piece can be worked on alone?
//!
//! ```text
//! loop:
//!     read on until there are 256 KiB and a safe place to cut among them
//!         safe: after a line break; if lines are wrapped, after a blank line; where sentences are looked for, only
//!         behind a line of which something can be seen
//!         none in 1 MiB: after the last white space, else before any character
//!         or, where the cut must not be noticed: where the normaliser says; if nowhere in 64 MiB, it is an error
//!     cut; check that the piece is UTF-8; count what lies before the next one
//! ```

use memchr::{memchr, memchr_iter, memrchr, memrchr3};
use naskh::{Normalizer, TokenKind, Tokenizer, Unit};
use std::io::{self, ErrorKind, Read};
use std::ops::Range;
use std::sync::Arc;

/// Enough for the work on a block to outweigh its hand-over, little enough for many to be in flight.
const BLOCK: usize = 256 << 10;
/// The longest line (with wrapped lines: paragraph) that is kept whole.
const LONGEST: usize = 1 << 20;
/// The longest text that is kept whole where it cannot be cut unnoticed.
pub(crate) const WHOLE: usize = 64 << 20;

/// A piece of an input that can be worked on alone.
pub(crate) struct Block {
    pub(crate) text: String,
    /// The input it is from.
    pub(crate) file: Arc<str>,
    /// Where the text begins in the input, in the unit asked for.
    pub(crate) base: usize,
    /// The number of its first line, from 1.
    pub(crate) line: usize,
}

/// How to cut.
#[derive(Clone)]
pub(crate) struct Cutting {
    pub(crate) at: CutAt,
    pub(crate) unit: Unit,
    pub(crate) lossy: bool,
    pub(crate) line_buffered: bool,
}

#[derive(Clone)]
pub(crate) enum CutAt {
    LineBreak,
    /// After a line that ends a sentence whatever follows: at the end of a text, and so of a block, a line of invisible
    /// characters is no sentence but belongs to the last one.
    Sentence,
    /// The same, of paragraphs.
    BlankLine,
    /// Where the parts, normalised and joined, are the whole normalised.
    Unnoticed {
        normalizer: Normalizer,
        /// Whether that is so after a line break.
        lines: bool,
    },
}

impl CutAt {
    pub(crate) fn unnoticed(normalizer: &Normalizer) -> CutAt {
        // A row for the line feed, or a preset that has to see the whole text.
        let lines = normalizer.last_cut("ا\nا").is_some_and(|cut| cut == "ا\n".len());
        CutAt::Unnoticed { normalizer: normalizer.clone(), lines }
    }

    fn is_line_break(&self) -> bool {
        !matches!(self, CutAt::BlankLine)
    }
}

/// What ends an input before its end.
pub(crate) enum Trouble {
    Io(io::Error),
    /// At this byte of the (unpacked) input stands this byte; the last field says whether the input ends in the middle
    /// of a character.
    Utf8 {
        at: u64,
        byte: u8,
        cut_short: bool,
        head: [u8; 2],
    },
    /// More than [`WHOLE`] without a place to cut.
    TooLong {
        line: usize,
    },
}

/// An input, cut. Yields trouble at most once, as its last item; every block before it is made of whole lines.
pub(crate) struct Blocks<R> {
    reader: R,
    cutting: Cutting,
    file: Arc<str>,
    buf: Vec<u8>,
    /// How far `buf` has been searched for a place to cut, where the line begun last starts, the last line before it that
    /// is not blank and whether it ends in sight, if that was asked, and the last place found.
    searched: usize,
    line_start: usize,
    last_line: Range<usize>,
    in_sight: Option<bool>,
    cut: Option<usize>,
    /// How long `buf` has to be for a cut that has to be looked for.
    longest: usize,
    ended: bool,
    trouble: Option<Trouble>,
    /// Before `buf`: bytes as read, units as put out, lines.
    bytes: u64,
    base: usize,
    line: usize,
    head: [u8; 2],
    /// Invalid sequences replaced so far.
    pub(crate) replaced: u64,
}

impl<R: Read> Blocks<R> {
    pub(crate) fn new(reader: R, file: Arc<str>, cutting: Cutting) -> Blocks<R> {
        Blocks {
            reader,
            cutting,
            file,
            buf: Vec::new(),
            searched: 0,
            line_start: 0,
            last_line: 0..0,
            in_sight: None,
            cut: None,
            longest: LONGEST,
            ended: false,
            trouble: None,
            bytes: 0,
            base: 0,
            line: 1,
            head: [0; 2],
            replaced: 0,
        }
    }

    /// The bytes of the next block; empty at the end.
    fn next_bytes(&mut self) -> Vec<u8> {
        let enough = if self.cutting.line_buffered { 1 } else { BLOCK };
        loop {
            if self.buf.len() >= enough {
                if let Some(cut) = self.cut {
                    return self.take(cut);
                }
                if self.buf.len() >= self.longest {
                    if let Some(cut) = self.forced_cut() {
                        self.longest = LONGEST;
                        return self.take(cut);
                    }
                    if self.longest >= WHOLE {
                        self.buf.clear();
                        self.ended = true;
                        self.trouble = Some(Trouble::TooLong { line: self.line });
                    }
                    // Twice as far before the next look, so that all looks together are linear.
                    self.longest *= 2;
                }
            }
            if self.ended {
                let rest = self.buf.len();
                return self.take(rest);
            }
            match self.fill() {
                Ok(0) => self.ended = true,
                Ok(_) => self.search(),
                Err(error) => {
                    self.search();
                    // What is whole is put out; the line in which the trouble lies is not.
                    self.buf.truncate(self.cut.unwrap_or(0));
                    self.ended = true;
                    self.trouble = Some(Trouble::Io(error));
                }
            }
        }
    }

    fn fill(&mut self) -> io::Result<usize> {
        if self.cutting.line_buffered {
            let mut some = [0; 8 << 10];
            let n = loop {
                match self.reader.read(&mut some) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    result => break result?,
                }
            };
            self.buf.extend_from_slice(&some[..n]);
            return Ok(n);
        }
        // On an error `buf` keeps what was read before it.
        let wanted = BLOCK.saturating_sub(self.buf.len()).max(BLOCK / 4);
        self.buf.reserve(wanted);
        (&mut self.reader).take(wanted as u64).read_to_end(&mut self.buf)
    }

    /// Looks for a place to cut in what was read last.
    fn search(&mut self) {
        match self.cutting.at {
            CutAt::Unnoticed { lines: false, .. } => {}
            CutAt::LineBreak | CutAt::Unnoticed { .. } => {
                if let Some(at) = memrchr(b'\n', &self.buf[self.searched..]) {
                    self.cut = Some(self.searched + at + 1);
                }
            }
            CutAt::Sentence => {
                let mut rest = self.buf.len();
                while let Some(at) = memrchr(b'\n', &self.buf[self.searched..rest]) {
                    let end = self.searched + at;
                    rest = memrchr(b'\n', &self.buf[..end]).map_or(0, |before| before + 1);
                    if ends_in_sight(&self.buf[rest..end]) {
                        self.cut = Some(end + 1);
                        break;
                    }
                    rest = rest.max(self.searched);
                }
            }
            CutAt::BlankLine => {
                while let Some(at) = memchr(b'\n', &self.buf[self.searched..]) {
                    let end = self.searched + at + 1;
                    let line = self.line_start..end;
                    if !is_blank(&self.buf[line.clone()]) {
                        (self.last_line, self.in_sight) = (line, None);
                    } else if *self.in_sight.get_or_insert_with(|| ends_in_sight(&self.buf[self.last_line.clone()])) {
                        self.cut = Some(end);
                    }
                    (self.searched, self.line_start) = (end, end);
                }
            }
        }
        self.searched = self.buf.len();
    }

    /// Where to cut what is too long.
    fn forced_cut(&self) -> Option<usize> {
        let CutAt::Unnoticed { normalizer, .. } = &self.cutting.at else { return Some(anywhere(&self.buf)) };
        // The last place in text; what is none is for later.
        let mut last = None;
        let mut start = 0;
        for chunk in self.buf.utf8_chunks() {
            last = normalizer.last_cut(chunk.valid()).map(|cut| start + cut).or(last);
            start += chunk.valid().len() + chunk.invalid().len();
        }
        last
    }

    fn take(&mut self, cut: usize) -> Vec<u8> {
        let rest = self.buf.split_off(cut);
        (self.searched, self.line_start, self.cut) = (0, 0, None);
        (self.last_line, self.in_sight) = (0..0, None);
        let block = std::mem::replace(&mut self.buf, rest);
        self.search();
        block
    }

    /// Accepts the bytes as text: all of it, or the whole lines before the first invalid byte.
    fn text(&mut self, bytes: Vec<u8>) -> String {
        // Checking is most of the work; a copy is cheap beside it.
        let error = match simdutf8::compat::from_utf8(&bytes) {
            Ok(text) => return text.to_owned(),
            Err(error) => error,
        };
        if self.cutting.lossy {
            return self.repaired(&bytes);
        }
        let (valid, cut_short) = (error.valid_up_to(), error.error_len().is_none());
        let mut bytes = bytes;
        self.trouble =
            Some(Trouble::Utf8 { at: self.bytes + valid as u64, byte: bytes[valid], cut_short, head: self.head });
        self.ended = true;
        self.buf.clear();
        bytes.truncate(last_cut(&bytes[..valid], &self.cutting.at));
        String::from_utf8(bytes).unwrap_or_default()
    }

    fn repaired(&mut self, bytes: &[u8]) -> String {
        let mut text = String::with_capacity(bytes.len() + 64);
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            if !chunk.invalid().is_empty() {
                text.push(char::REPLACEMENT_CHARACTER);
                self.replaced += 1;
            }
        }
        text
    }
}

impl<R: Read> Iterator for Blocks<R> {
    type Item = Result<Block, Trouble>;

    fn next(&mut self) -> Option<Result<Block, Trouble>> {
        if self.ended && self.buf.is_empty() {
            return self.trouble.take().map(Err);
        }
        let bytes = self.next_bytes();
        let length = bytes.len() as u64;
        if self.bytes == 0 {
            self.head = [bytes.first().copied().unwrap_or(0), bytes.get(1).copied().unwrap_or(0)];
        }
        let mut text = self.text(bytes);
        if self.bytes == 0 && text.starts_with('\u{FEFF}') {
            // A byte-order mark is a signature, not text: skipped, but it has its place in the file.
            text.drain(..'\u{FEFF}'.len_utf8());
            self.base = self.cutting.unit.len("\u{FEFF}");
        }
        self.bytes += length;
        if text.is_empty() {
            // The end, trouble, or a lone byte-order mark: nothing follows but the trouble.
            return self.trouble.take().map(Err);
        }
        let block = Block { file: Arc::clone(&self.file), base: self.base, line: self.line, text };
        self.base += self.cutting.unit.len(&block.text);
        self.line += memchr_iter(b'\n', block.text.as_bytes()).count();
        Some(Ok(block))
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}

/// Whether of the last of these lines that is not blank something can be seen: `\n` is not the only line break.
fn ends_in_sight(lines: &[u8]) -> bool {
    let text = String::from_utf8_lossy(lines);
    is_in_sight(&Tokenizer::new(), text.trim_end().rsplit(is_line_break).next().unwrap_or_default())
}

/// Whether a character ends a line, by UAX 14 (BK, CR, LF, NL).
pub(crate) fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether something of a text can be seen: more than white space and invisible characters.
pub(crate) fn is_in_sight(tokenizer: &Tokenizer, text: &str) -> bool {
    // Nearly every text begins with a letter, nearly every one with one of these, which need not be looked up.
    let is_letter = |c: char| matches!(c, 'ء'..='غ' | 'ف'..='ي') || c.is_alphanumeric();
    let is_seen = |kind: TokenKind| !matches!(kind, TokenKind::Space | TokenKind::Format);
    text.starts_with(is_letter) || tokenizer.tokens(text).any(|token| is_seen(token.kind()))
}

/// The end of the last whole line or paragraph, or 0.
fn last_cut(text: &[u8], at: &CutAt) -> usize {
    let mut end = text.len();
    while let Some(newline) = memrchr(b'\n', &text[..end]) {
        let line_start = memrchr(b'\n', &text[..newline]).map_or(0, |before| before + 1);
        if at.is_line_break() || is_blank(&text[line_start..newline]) {
            return newline + 1;
        }
        end = newline;
    }
    0
}

/// Where to cut a line that is too long, if anywhere is good.
fn anywhere(text: &[u8]) -> usize {
    let space = memrchr3(b' ', b'\t', b'\r', text).max(memrchr(b'\n', text));
    if let Some(space) = space {
        return space + 1;
    }
    // Before the character that begins last: it may not be whole yet.
    let last = text.iter().rev().take(4).position(|&byte| byte & 0xC0 != 0x80);
    last.map_or(text.len(), |back| text.len() - 1 - back)
}
