//! What does naskh see in a text, and what does it change? A page to look at.
//!
//! ```text
//! for each sentence:
//!     for each token of the original, with the text between tokens:
//!         an element of its kind: the text as it is, where its changed letters are, a note with every change
//! the legend, how often each operation changed something
//! ```
//!
//! Elements begin and end where tokens do, so none stands inside a word: an Arabic letter has its form from its
//! neighbours, and not every browser joins letters across elements. Which letters of a word changed is written beside
//! it; the page's script measures where they lie, and paints them into the background of the word. A letter is marked
//! with its marks, since a mark alone has no place of its own.
//!
//! What lost: ranges of the CSS Custom Highlight API. They join letters, but Chromium paints each range by itself, and a
//! لأ of which only the alef is in a range falls apart.

use crate::offsets::{Offsets, Unit};
use crate::pipeline::{Pipeline, Scratch, SentenceTerms};
use crate::rules::{Loss, Op, all_rules};
use crate::tokenize::{TokenKind, clusters_of, is_invisible};
use crate::{Edit, Edits};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;
use core::iter::Peekable;
use core::ops::Range;

/// Changes told of one token, and code points of one change; a hostile text may have any number.
const TOLD: usize = 60;
const CODE_POINTS: usize = 8;

/// A text as HTML: tokens and sentences coloured by kind, changed letters marked, a note on each token that tells every
/// change. Everything it needs is in it; it can stand in a page, or be one.
///
/// ```
/// use naskh::{Pipeline, Preset};
/// let html = naskh::html(&Pipeline::new(Preset::Search), "الأُمَّة <b>");
/// assert!(html.contains("fold-taa-marbuta"));
/// assert!(html.contains("&lt;"));
/// ```
///
/// # Complexity
/// Linear; some 300 bytes of HTML for a word.
pub fn html(pipeline: &Pipeline, text: &str) -> String {
    let (mut view, mut out) = (Html::new(pipeline), String::new());
    view.begin(&mut out);
    view.push(text, &mut out);
    view.finish(&mut out);
    out
}

/// [`html`] piece by piece: [`begin`](Html::begin), [`push`](Html::push) for each piece of text, [`finish`](Html::finish).
///
/// A piece is a text of its own: cut at line breaks, where no sentence goes on.
///
/// ```
/// use naskh::{Html, Pipeline, Preset, Unit};
/// let pipeline = Pipeline::new(Preset::Model);
/// let mut view = Html::new(&pipeline).unit(Unit::Char);
/// let mut page = String::from("<!doctype html>");
/// view.begin(&mut page);
/// for line in "نَعَم\nلا".split_inclusive('\n') {
///     view.push(line, &mut page);
/// }
/// view.finish(&mut page);
/// assert!(page.contains("characters 6..8"));
/// ```
#[derive(Debug, Clone)]
pub struct Html<'p> {
    pipeline: &'p Pipeline,
    unit: Unit,
    /// How much text there was before the next piece, in the unit.
    start: usize,
    counts: BTreeMap<Op, u64>,
    names: BTreeMap<(Op, String), &'static str>,
    scratch: Scratch,
}

/// What stands between two places of a piece: the text of terms that cannot be told apart in the original, or no term.
struct Element {
    /// In the piece.
    range: Range<usize>,
    kind: Option<TokenKind>,
    /// The normalised words.
    norm: String,
}

impl<'p> Html<'p> {
    /// The view of a pipeline, with spans in bytes.
    pub fn new(pipeline: &'p Pipeline) -> Html<'p> {
        let names = all_rules().map(|row| ((row.op(), row.from().into()), row.name())).collect();
        Html { pipeline, unit: Unit::Byte, start: 0, counts: BTreeMap::new(), names, scratch: Scratch::default() }
    }

    /// In what spans are counted.
    pub fn unit(self, unit: Unit) -> Self {
        Html { unit, ..self }
    }

    /// Where the next piece stands in its text, in the unit of the spans.
    ///
    /// ```
    /// use naskh::{Html, Pipeline, Preset};
    /// let pipeline = Pipeline::new(Preset::Search);
    /// let mut out = String::new();
    /// Html::new(&pipeline).starting_at(1000).push("نَعَم", &mut out);
    /// assert!(out.contains("1000..1010"));
    /// ```
    pub fn starting_at(self, start: usize) -> Self {
        Html { start, ..self }
    }

    /// Writes what stands before the text.
    pub fn begin(&self, out: &mut String) {
        out.push_str("<style>\n");
        out.push_str(include_str!("view.css"));
        out.push_str("</style>\n<div class=\"naskh\">\n<header><h1>");
        escape(&self.pipeline.normalizer().id(), out);
        out.push_str("</h1></header>\n<div class=\"text\" lang=\"ar\" dir=\"rtl\">");
    }

    /// Writes a heading, such as the name of a file.
    ///
    /// ```
    /// use naskh::{Html, Pipeline, Preset};
    /// let pipeline = Pipeline::new(Preset::Search);
    /// let mut out = String::new();
    /// Html::new(&pipeline).heading("<ديوان>", &mut out);
    /// assert_eq!(out, "<h2 dir=\"auto\">&lt;ديوان&gt;</h2>");
    /// ```
    pub fn heading(&self, text: &str, out: &mut String) {
        out.push_str("<h2 dir=\"auto\">");
        escape(text, out);
        out.push_str("</h2>");
    }

    /// Writes a piece of text.
    pub fn push(&mut self, text: &str, out: &mut String) {
        let mut scratch = core::mem::take(&mut self.scratch);
        let mut piece = PieceView { text, offsets: Offsets::new(text, self.unit), done: 0, out, view: self };
        let pipeline = piece.view.pipeline;
        pipeline.for_each_sentence(text, &mut scratch, |sentence| piece.sentence(sentence));
        piece.between(text.len());
        self.start += self.unit.len(text);
        self.scratch = scratch;
    }

    /// Adds the counts of another view of the same rules.
    ///
    /// ```
    /// use naskh::{Html, Pipeline, Preset};
    /// let pipeline = Pipeline::new(Preset::Search);
    /// let (mut one, mut other) = (Html::new(&pipeline), Html::new(&pipeline));
    /// let mut out = String::new();
    /// one.push("نَعم", &mut out);
    /// other.push("لَا", &mut out);
    /// one.absorb(&other);
    /// one.finish(&mut out);
    /// assert!(out.contains("2 changes"));
    /// ```
    pub fn absorb(&mut self, other: &Html<'_>) {
        for (&op, times) in &other.counts {
            *self.counts.entry(op).or_default() += times;
        }
    }

    /// Writes what stands after the text: the legend, how often each operation changed something, the script.
    pub fn finish(&self, out: &mut String) {
        out.push_str(
            "</div>\n<footer>\n<p class=\"key\"><span>word</span><span class=\"number\">number</span><span \
             class=\"punctuation\">punctuation, symbol</span><span class=\"url\">URL, e-mail</span><span \
             class=\"hashtag\">mention, hashtag</span><span><span class=\"band\">every other sentence</span></span></p>\n\
             <p class=\"key\">What a reader loses: <span class=\"n\">nothing</span><span class=\"m\">marks</span><span \
             class=\"l\">letters</span></p>\n",
        );
        let total: u64 = self.counts.values().sum();
        let _ = write!(out, "<h2>{total} {}</h2>\n<table>\n", if total == 1 { "change" } else { "changes" });
        let mut counts: Vec<_> = self.counts.iter().collect();
        counts.sort_by_key(|&(&op, &times)| (core::cmp::Reverse(times), op));
        for (op, times) in counts {
            let (loss, about) = (letter(op.loss()), op.description());
            let _ = writeln!(out, "<tr><td>{times}</td><td class=\"{loss}\">{op}</td><td>{about}</td></tr>");
        }
        out.push_str("</table>\n</footer>\n</div>\n<script>\n");
        out.push_str(include_str!("view.js"));
        out.push_str("</script>\n");
    }

    /// One change, as a row of a note.
    fn note(&mut self, edit: &Edit<'_>, span: Range<usize>, out: &mut String) {
        let _ = write!(out, "<u class=\"{}\"><b>{}</b> ", letter(edit.op().loss()), edit.op());
        describe(edit.from(), out);
        if let Some(name) = self.names.get(&(edit.op(), edit.from().into())) {
            let _ = write!(out, " {name}");
        }
        out.push_str(if edit.to().is_empty() { ", deleted" } else { " &#8594; " });
        describe(edit.to(), out);
        let _ = write!(out, ", {}..{}</u>", span.start, span.end);
    }
}

/// A piece that is being written.
struct PieceView<'v, 'p, 't> {
    text: &'t str,
    offsets: Offsets<'t>,
    /// How much of the piece is written.
    done: usize,
    out: &'v mut String,
    view: &'v mut Html<'p>,
}

impl<'t> PieceView<'_, '_, 't> {
    fn sentence(&mut self, sentence: &SentenceTerms<'_>) {
        let range = sentence.sentence().span();
        self.between(range.start);
        let mut elements: Vec<Element> = Vec::new();
        for term in sentence.terms() {
            match elements.last_mut() {
                // Several words of one ligature.
                Some(last) if term.span().start < last.range.end => {
                    last.range.end = last.range.end.max(term.span().end);
                    last.norm.push(' ');
                    last.norm.push_str(term.text());
                }
                _ => elements.push(Element { range: term.span(), kind: Some(term.kind()), norm: term.text().into() }),
            }
        }
        self.out.push_str("<span class=\"sentence\">");
        self.elements(range.end, elements);
        self.out.push_str("</span>");
    }

    /// Text without terms, up to `end`.
    fn between(&mut self, end: usize) {
        self.elements(end, Vec::new());
    }

    fn elements(&mut self, end: usize, elements: Vec<Element>) {
        let (base, pipeline) = (self.done, self.view.pipeline);
        let mut edits = pipeline.normalizer().explain(&self.text[base..end]).peekable();
        for element in elements {
            self.gap(element.range.start, base, &mut edits);
            self.element(element, base, &mut edits);
        }
        self.gap(end, base, &mut edits);
    }

    /// White space and what else is no term: an element for each character that changed.
    fn gap(&mut self, end: usize, base: usize, edits: &mut Peekable<Edits<'_, 't>>) {
        while self.done < end {
            let next = edits.peek().map_or(end, |edit| (base + edit.span().start).clamp(self.done, end));
            escape(&self.text[self.done..next], self.out);
            self.done = next;
            if next < end {
                let cluster =
                    clusters_of(&self.text[next..end]).next().map_or(end - next, |(_, cluster)| cluster.len());
                let element = Element { range: next..next + cluster, kind: None, norm: String::new() };
                self.element(element, base, edits);
            }
        }
    }

    fn element(&mut self, element: Element, base: usize, edits: &mut Peekable<Edits<'_, 't>>) {
        let Element { range, kind, norm } = element;
        let text = &self.text[range.clone()];
        let mut found = Vec::new();
        while let Some(edit) = edits.next_if(|edit| base + edit.span().start < range.end) {
            *self.view.counts.entry(edit.op()).or_default() += 1;
            found.push(edit);
        }
        let name = kind.map_or("space", TokenKind::name);
        let unseen = if text.chars().all(is_invisible) { " unseen" } else { "" };
        let _ = write!(self.out, "<span tabindex=\"0\" class=\"token {name}{unseen}");
        if let Some(loss) = found.iter().map(|edit| edit.op().loss()).max() {
            let _ = write!(self.out, " changed {}\" data-marks=\"", letter(loss));
            marks(text, &found, range.start - base, self.out);
        }
        self.out.push_str("\">");
        escape(text, self.out);
        let unit = match self.view.unit {
            Unit::Byte => "bytes",
            Unit::Char => "characters",
            Unit::Utf16 => "UTF-16 units",
        };
        let start = self.view.start;
        let mut span = |range: Range<usize>| start + self.offsets.at(range.start)..start + self.offsets.at(range.end);
        let place = span(range.clone());
        let _ = write!(self.out, "<i><b>{name}</b> {unit} {}..{}", place.start, place.end);
        if !found.is_empty() && kind.is_some() {
            self.out.push_str(" &#8594; <bdi>");
            escape(&norm, self.out);
            self.out.push_str("</bdi>");
        }
        for edit in found.iter().take(TOLD) {
            let place = span(base + edit.span().start..base + edit.span().end);
            self.view.note(edit, place, self.out);
        }
        if let Some(more @ 1..) = found.len().checked_sub(TOLD) {
            let _ = write!(self.out, "<u>and {more} more</u>");
        }
        self.out.push_str("</i></span>");
        self.done = range.end;
    }
}

/// Where the changed letters of a token are, in UTF-16 units: start, letter of the loss, length. A letter is a grapheme
/// cluster; what is invisible is shown by the letter before it. `start` is the place of the token where the edits count.
fn marks(text: &str, edits: &[Edit<'_>], start: usize, out: &mut String) {
    let mut edits = edits.iter().peekable();
    // The last two letters, with what was lost there.
    let mut written: Option<(usize, usize, Option<Loss>)> = None;
    let mut at = 0;
    let mut flush = |letter_at: Option<(usize, usize, Option<Loss>)>| {
        if let Some((at, len, Some(loss))) = letter_at {
            let _ = write!(out, "{at}{}{len} ", letter(loss));
        }
    };
    let mut reach = (0, None);
    for (byte, cluster) in clusters_of(text) {
        let end = start + byte + cluster.len();
        // An edit may hold several letters.
        let mut loss = if reach.0 > start + byte { reach.1 } else { None };
        while let Some(edit) = edits.next_if(|edit| edit.span().start < end) {
            loss = loss.max(Some(edit.op().loss()));
            reach = (edit.span().end, Some(edit.op().loss()));
        }
        let len = Unit::Utf16.len(cluster);
        match &mut written {
            Some((_, longer, lost)) if cluster.chars().all(is_invisible) => {
                *longer += len;
                *lost = (*lost).max(loss);
            }
            _ => flush(written.replace((at, len, loss))),
        }
        at += len;
    }
    flush(written);
}

/// The letter of a class of the page.
fn letter(loss: Loss) -> char {
    match loss {
        Loss::Nothing => 'n',
        Loss::Marks => 'm',
        Loss::Letters => 'l',
    }
}

/// `U+0623 أ`: the first code points, and the text if it can be seen.
fn describe(text: &str, out: &mut String) {
    for (i, c) in text.chars().enumerate().take(CODE_POINTS) {
        let _ = write!(out, "{}U+{:04X}", if i == 0 { "" } else { " " }, c as u32);
    }
    if text.chars().nth(CODE_POINTS).is_some() {
        out.push_str(" ...");
    } else if !text.chars().all(|c| is_invisible(c) || c.is_whitespace()) {
        // On a dotted circle, so that a mark does not sit on what is beside it.
        let alone = clusters_of("\u{25CC}").count();
        out.push_str(" <bdi>");
        let mut on_circle = String::from("\u{25CC}");
        on_circle.push_str(text);
        escape(if clusters_of(&on_circle).count() == alone { &on_circle } else { text }, out);
        out.push_str("</bdi>");
    }
}

/// Writes text as HTML text. Control characters, which HTML cannot hold, become their pictures (U+2400 ...), which are
/// as long in UTF-16.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(c),
            '\0'..'\u{20}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or(c)),
            '\u{7F}' => out.push('\u{2421}'),
            c => out.push(c),
        }
    }
}
