//! How does a text fall into chunks of a bounded size, cut where it hurts least?
//!
//! ```text
//! places: where a token begins, each with what ends there (a paragraph, sentence, clause, word ...)
//!         and how many units stand before it; inside a token that alone is too long, its grapheme clusters
//! from the chunk's start, over the places that fit:
//!     the end of the text, else
//!     the last paragraph end in the second half, else the last sentence end, clause end, white space, token, cluster
//! the next chunk begins there, or with overlap at the first sentence (clause, word ...) that is near enough before it
//! ```
//!
//! Sentences, clauses and words are those of the whole text, found once, in step: so a chunk never changes them.

use super::TokenKind;
use super::sentences::{LineBreaks, SentenceSegmenter, Sentences, is_line};
use super::words::{Clusters, Tokenizer, Tokens, clusters_of};
use alloc::collections::VecDeque;
use core::iter::FusedIterator;
use core::ops::Range;

/// How much a chunk holds at most; 0 counts as 1.
///
/// ```
/// use naskh::{ChunkSize, Chunker};
/// let count = |size| Chunker::new(size).chunks("كتابٌ جديد").count();
/// assert_eq!(count(ChunkSize::Bytes(19)), 1);
/// assert_eq!(count(ChunkSize::Bytes(18)), 2);
/// assert_eq!(count(ChunkSize::Chars(10)), 1);
/// assert_eq!(count(ChunkSize::Words(1)), 2);
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum ChunkSize {
    /// Bytes of UTF-8.
    Bytes(usize),
    /// Unicode scalar values.
    Chars(usize),
    /// Word-like tokens of the default [`Tokenizer`].
    Words(usize),
}

impl ChunkSize {
    fn limit(self) -> usize {
        let (ChunkSize::Bytes(n) | ChunkSize::Chars(n) | ChunkSize::Words(n)) = self;
        n.max(1)
    }
}

/// Cuts a text into chunks for an index or a model with a bounded input.
///
/// A chunk ends at the end of a paragraph, else of a sentence, else of a clause, else of a word, and never inside a
/// grapheme cluster. A paragraph's end is preferred in the second half of a chunk, so that a heading stays with what it
/// heads.
///
/// ```
/// use naskh::{ChunkSize, Chunker};
/// let text = "افتتاح السد\nافتتح الوزير السد أمس. حضر الحفل أهل القرى، ومهندسو المشروع، وطلاب المدارس. ثم غادر.";
/// let chunker = Chunker::new(ChunkSize::Words(6));
/// let chunks: Vec<_> = chunker.chunks(text).map(|chunk| chunk.text()).collect();
/// assert_eq!(chunks, [
///     "افتتاح السد\nافتتح الوزير السد أمس.",
///     "حضر الحفل أهل القرى، ومهندسو المشروع،",
///     "وطلاب المدارس. ثم غادر.",
/// ]);
/// ```
#[derive(Debug, Clone)]
pub struct Chunker {
    size: ChunkSize,
    overlap: usize,
    sentences: SentenceSegmenter,
    clauses: SentenceSegmenter,
    words: Tokenizer,
}

impl Chunker {
    /// Chunks of that size, without overlap.
    pub fn new(size: ChunkSize) -> Chunker {
        Chunker::builder(size).build()
    }

    /// To set an overlap, or a segmenter with options.
    ///
    /// ```
    /// use naskh::{ChunkSize, Chunker};
    /// let chunker = Chunker::builder(ChunkSize::Words(6)).overlap(3).build();
    /// let text = "هطل المطر. سال الوادي. فرح الناس. عاد الراعي. نامت القرية.";
    /// let chunks: Vec<_> = chunker.chunks(text).map(|chunk| chunk.text()).collect();
    /// assert_eq!(chunks, [
    ///     "هطل المطر. سال الوادي. فرح الناس.",
    ///     "فرح الناس. عاد الراعي. نامت القرية.",
    /// ]);
    /// ```
    pub fn builder(size: ChunkSize) -> ChunkerBuilder {
        ChunkerBuilder { size, overlap: 0, segmenter: SentenceSegmenter::new() }
    }

    /// The chunks of `text`, in order. White space at the edges of a chunk is not in it; nothing else is left out.
    ///
    /// ```
    /// use naskh::{ChunkSize, Chunker};
    /// let text = "  سلام عليكم.\n\n";
    /// let chunk = Chunker::new(ChunkSize::Chars(400)).chunks(text).next().unwrap();
    /// assert_eq!(&text[chunk.span()], "سلام عليكم.");
    /// ```
    ///
    /// # Complexity
    /// Linear in the length of the text; the places of one chunk are held.
    pub fn chunks<'k, 't>(&'k self, text: &'t str) -> Chunks<'k, 't> {
        let mut places = Places {
            chunker: self,
            text,
            tokens: self.words.tokens(text),
            clusters: Clusters::new(text),
            sentences: Ends { sentences: self.sentences.sentences(text), next: 0 },
            clauses: Ends { sentences: self.clauses.sentences(text), next: 0 },
            before: Place { end: 0, units: 0, content: 0, content_units: 0, cut: Cut::Paragraph },
            known: (0, 0),
            inside: 0..0,
            over: false,
        };
        let start = places.next();
        Chunks { places, queue: VecDeque::new(), start, done: start }
    }
}

/// Builds a [`Chunker`]; made by [`Chunker::builder`].
///
/// ```
/// use naskh::{ChunkSize, Chunker};
/// let chunker = Chunker::builder(ChunkSize::Chars(12)).overlap(6).build();
/// let chunks: Vec<_> = chunker.chunks("أقبل الليل ونام الناس").map(|chunk| chunk.text()).collect();
/// assert_eq!(chunks, ["أقبل الليل", "الليل ونام", "ونام الناس"]);
/// ```
#[derive(Debug, Clone)]
pub struct ChunkerBuilder {
    size: ChunkSize,
    overlap: usize,
    segmenter: SentenceSegmenter,
}

impl ChunkerBuilder {
    /// Lets a chunk begin with up to so many bytes, characters or words of the one before it: whole sentences, else
    /// clauses, else words. At most half of the size.
    pub fn overlap(mut self, overlap: usize) -> ChunkerBuilder {
        self.overlap = overlap;
        self
    }

    /// Sets how sentences, and so paragraphs, are found.
    ///
    /// ```
    /// use naskh::{ChunkSize, Chunker, LineBreaks, SentenceSegmenter};
    /// let wrapped = "أعلنت الوزارة أمس\nعن خطة جديدة.";
    /// let segmenter = SentenceSegmenter::builder().line_breaks(LineBreaks::BlankLineOnly).build();
    /// let chunker = Chunker::builder(ChunkSize::Words(5)).segmenter(segmenter).build();
    /// assert_eq!(chunker.chunks(wrapped).next().unwrap().text(), "أعلنت الوزارة أمس\nعن خطة");
    /// ```
    pub fn segmenter(mut self, segmenter: SentenceSegmenter) -> ChunkerBuilder {
        self.segmenter = segmenter;
        self
    }

    /// The chunker.
    pub fn build(self) -> Chunker {
        let ChunkerBuilder { size, overlap, segmenter } = self;
        Chunker {
            size,
            overlap: overlap.min(size.limit() / 2),
            clauses: segmenter.clauses(),
            sentences: segmenter,
            words: Tokenizer::new(),
        }
    }
}

/// A piece of a text with its place; made by [`Chunker::chunks`].
///
/// ```
/// use naskh::{ChunkSize, Chunker};
/// let text = "ذهبت. ثم عدت.";
/// let chunk = Chunker::new(ChunkSize::Words(2)).chunks(text).last().unwrap();
/// assert_eq!((chunk.text(), chunk.span()), ("ثم عدت.", 10..22));
/// assert_eq!(&text[chunk.span()], chunk.text());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chunk<'t> {
    text: &'t str,
    start: usize,
}

impl<'t> Chunk<'t> {
    /// The chunk's text, without white space at its edges.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Byte range in the chunked text, on grapheme cluster boundaries.
    pub fn span(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// What ends at a place, best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cut {
    Cluster,
    Token,
    Word,
    Clause,
    Sentence,
    Paragraph,
}

/// A place where a chunk may end and another begin.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Where a chunk would begin, and how many units stand before that.
    end: usize,
    units: usize,
    /// Where a chunk would end: before the white space, if there is some.
    content: usize,
    content_units: usize,
    cut: Cut,
}

/// The places of a text, in order, from where its first character that is no white space stands to its end.
#[derive(Debug, Clone)]
struct Places<'k, 't> {
    chunker: &'k Chunker,
    text: &'t str,
    tokens: Tokens<'k, 't>,
    clusters: Clusters<'t>,
    sentences: Ends<'k, 't>,
    clauses: Ends<'k, 't>,
    /// The end of the last token that is no white space, as if a chunk could end there.
    before: Place,
    /// The last cluster boundary known, and its units.
    known: (usize, usize),
    /// What is left of a token that is too long.
    inside: Range<usize>,
    over: bool,
}

/// The ends of sentences, asked for in order.
#[derive(Debug, Clone)]
struct Ends<'k, 't> {
    sentences: Sentences<'k, 't>,
    next: usize,
}

impl Ends<'_, '_> {
    /// Whether there is one at `at` or between the place asked for before and `at`.
    fn reach(&mut self, at: usize) -> bool {
        let mut reached = false;
        while self.next <= at {
            reached |= self.next > 0;
            match self.sentences.next() {
                Some(sentence) => self.next = sentence.span().end,
                None => self.next = usize::MAX,
            }
        }
        reached
    }
}

impl Places<'_, '_> {
    fn units(&self, range: Range<usize>) -> usize {
        match self.chunker.size {
            ChunkSize::Bytes(_) => range.len(),
            ChunkSize::Chars(_) => self.text[range].chars().count(),
            ChunkSize::Words(_) => 0, // a word is counted at its end
        }
    }

    fn next(&mut self) -> Option<Place> {
        loop {
            if let Some(place) = self.next_inside() {
                return Some(place);
            }
            if self.over {
                return None;
            }
            let mut at = self.before.end;
            let mut units = self.before.units;
            let token = loop {
                let Some(token) = self.tokens.next() else { break None };
                if token.kind() != TokenKind::Space {
                    break Some(token);
                }
                units += self.units(token.span());
                at = token.span().end;
            };
            let spaced = at > self.before.end;
            let first = self.before.end == 0;
            let white = &self.text[self.before.end..at];
            let place = match self.clusters.is_boundary(self.before.end) {
                true => Place { end: at, units, ..self.before },
                // U+06DD ARABIC END OF AYAH and the space behind it are one cluster (GB9b).
                false => {
                    let content = self.clusters.boundary_after(self.before.end).min(at);
                    let content_units = self.before.units + self.units(self.before.end..content);
                    Place { end: at, units, content, content_units, cut: Cut::Token }
                }
            };
            let possible = first || self.clusters.is_boundary(at);
            if possible {
                self.known = (at, units);
            }
            let Some(token) = token else {
                self.over = true;
                return (!first).then_some(place);
            };
            let span = token.span();
            let more = match self.chunker.size {
                ChunkSize::Words(_) => usize::from(token.kind().is_word_like()),
                _ => self.units(span.clone()),
            };
            let end =
                Place { end: span.end, units: units + more, content: span.end, content_units: units + more, ..place };
            self.before = end;
            if !matches!(self.chunker.size, ChunkSize::Words(_)) {
                // A sign at the end of a word keeps the space behind it (GB9b), which counts too.
                let more = match self.clusters.is_boundary(span.end) {
                    true => 0,
                    false => self.units(span.end..self.clusters.boundary_after(span.end)),
                };
                if end.units + more - self.known.1 > self.chunker.size.limit() {
                    self.inside = self.known.0..span.end;
                }
            }
            if possible {
                let cut = if first { Cut::Paragraph } else { self.cut(at, spaced, white) };
                return Some(Place { cut, ..place });
            }
        }
    }

    /// What ends at `at`, behind `white`.
    fn cut(&mut self, at: usize, spaced: bool, white: &str) -> Cut {
        let (sentence, clause) = (self.sentences.reach(at), self.clauses.reach(at));
        let lines = || white.chars().filter(|&c| is_line(c)).count() - white.matches("\r\n").count();
        let paragraph = || match self.chunker.sentences.line_breaks() {
            LineBreaks::Sentence => lines() > 0,
            LineBreaks::BlankLineOnly => lines() > 1 || white.contains(['\u{C}', '\u{2029}']),
        };
        match (sentence, clause, spaced) {
            (true, ..) if paragraph() => Cut::Paragraph,
            (true, ..) => Cut::Sentence,
            (_, true, _) => Cut::Clause,
            (_, _, true) => Cut::Word,
            _ => Cut::Token,
        }
    }

    /// The end of the next grapheme cluster inside a token that is too long.
    fn next_inside(&mut self) -> Option<Place> {
        let (_, cluster) = clusters_of(&self.text[self.inside.clone()]).next()?;
        let from = self.inside.start;
        let end = from + cluster.len();
        self.inside.start = end;
        if self.inside.is_empty() {
            return None;
        }
        let units = self.known.1 + self.units(from..end);
        self.known = (end, units);
        Some(Place { end, units, content: end, content_units: units, cut: Cut::Cluster })
    }
}

/// The chunks of a text; made by [`Chunker::chunks`].
///
/// ```
/// use naskh::{ChunkSize, Chunker};
/// let chunker = Chunker::new(ChunkSize::Bytes(12));
/// let mut chunks = chunker.chunks("ذهبت. عدت.");
/// assert_eq!(chunks.next().unwrap().text(), "ذهبت.");
/// assert_eq!(chunks.next().unwrap().text(), "عدت.");
/// assert_eq!(chunks.next(), None);
/// ```
#[derive(Debug, Clone)]
pub struct Chunks<'k, 't> {
    places: Places<'k, 't>,
    /// The places behind `start` that were looked at.
    queue: VecDeque<Place>,
    /// Where the next chunk begins; none at the end.
    start: Option<Place>,
    /// Where the last chunk ended.
    done: Option<Place>,
}

impl<'t> Iterator for Chunks<'_, 't> {
    type Item = Chunk<'t>;

    fn next(&mut self) -> Option<Chunk<'t>> {
        let (mut start, done) = (self.start?, self.done?);
        let cut = match self.best(start, done) {
            Some(cut) => cut,
            // Nothing new fits behind the overlap.
            None => {
                start = done;
                self.best(start, done).or_else(|| self.queue.iter().copied().find(|place| place.end > done.end))?
            }
        };
        let text = self.places.text;
        let last = self.places.over && self.queue.back().is_none_or(|place| place.end == cut.end);
        self.done = Some(cut);
        self.start = (!last).then(|| self.overlap(start, cut));
        let from = self.start.map_or(text.len(), |start| start.end);
        while self.queue.front().is_some_and(|place| place.end <= from) {
            self.queue.pop_front();
        }
        Some(Chunk { text: &text[start.end..cut.content], start: start.end })
    }
}

impl FusedIterator for Chunks<'_, '_> {}

impl Chunks<'_, '_> {
    /// The best place behind `done` to end a chunk that begins at `start`.
    fn best(&mut self, start: Place, done: Place) -> Option<Place> {
        let limit = self.places.chunker.size.limit();
        let size = |place: &Place| place.content_units - start.units;
        while self.queue.back().is_none_or(|place| place.end <= done.end || size(place) <= limit) {
            let Some(place) = self.places.next() else { break };
            self.queue.push_back(place);
        }
        let fits = |place: &&Place| place.end > done.end && size(place) <= limit;
        if let Some(end) = self.queue.back().filter(|_| self.places.over).filter(fits) {
            return Some(*end);
        }
        let mut best = None;
        for place in self.queue.iter().filter(fits) {
            let cut = match place.cut {
                Cut::Paragraph if size(place) < limit.div_ceil(2) => Cut::Sentence,
                cut => cut,
            };
            if best.is_none_or(|(best, _)| cut >= best) {
                best = Some((cut, *place));
            }
        }
        best.map(|(_, place)| place)
    }

    /// Where the chunk after the one from `start` to `cut` begins.
    fn overlap(&self, start: Place, cut: Place) -> Place {
        let near = |place: &&Place| {
            place.end > start.end
                && place.end < cut.end
                && cut.content_units.saturating_sub(place.units) <= self.places.chunker.overlap
        };
        if self.places.chunker.overlap == 0 {
            return cut;
        }
        // The first of the best; a paragraph is as good as a sentence.
        let places = || self.queue.iter().filter(near).map(|place| (place.cut.min(Cut::Sentence), place));
        let best = places().map(|(cut, _)| cut).max();
        places().find(|(cut, _)| Some(*cut) == best).map_or(cut, |(_, place)| *place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However long the text, only the places of one chunk and of its overlap are held.
    #[test]
    fn the_places_of_one_chunk_are_held() {
        let text = "قال الولد: نعم، ثم سكت. ".repeat(500);
        for overlap in [0, 10] {
            let chunker = Chunker::builder(ChunkSize::Words(20)).overlap(overlap).build();
            let mut chunks = chunker.chunks(&text);
            let mut count = 0;
            while chunks.next().is_some() {
                // Nine tokens for five words.
                assert!(chunks.queue.len() <= 40, "{} places after {count} chunks", chunks.queue.len());
                count += 1;
            }
            assert!(count >= 125);
        }
    }
}
