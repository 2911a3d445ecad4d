//! Where does a sentence end?
//!
//! One walk over the text stops only at terminators, line breaks and quotation marks; everything else is skipped, many
//! bytes at a time (`scan/classes.rs`). What happens at such a place is decided at once:
//!
//! ```text
//! skip white space at the head (it belongs to the first sentence)
//! at a line break       -> the sentence ends, white space after it included
//! at an opening quote   -> if its closing quote stands in the same paragraph, near enough: jump there
//! at a terminator       -> run of terminators, closers, invisible format characters, emoji, white space;
//!                          then ask whether it ends the sentence (abbreviation, list number, host name, ellipsis ...)
//!     yes -> cut before the next sentence's first character
//!     no  -> go on behind the run
//! ```
//!
//! A decision looks back to the sentence's start at most, and ahead over closers and white space, one word, and
//! for a quotation at most [`QUOTE_REACH`] bytes. So a text cut at any sentence end and segmented from there gives the
//! same sentences, and nothing is scanned more than a constant number of times: the search for a closing quote stops
//! at the next quotation mark of its kind, where the next search can begin at the earliest.
//!
//! The base is UAX #29 (its STerm, ATerm and Close characters; SB5-SB8a, SB11 are cited below). Departures:
//! - SB8, "lower case goes on", cannot help a script without case: abbreviations, initials, list numbers and links
//!   (`link` in the data file) stand in for it.
//! - SB11 cuts after a stop without white space; here that needs two letters on either side, or the stop of a
//!   script that writes no spaces.
//! - An ellipsis is a terminator, by option; two dots are a long stop, as Arabic writers use them.
//! - Emoji after a terminator belong to its sentence. So do the marks RLM, LRM and ALM.
//! - A verse number (U+06DD with its digits, or digits in ornate parentheses) ends a sentence: the verse.
//! - No sentence ends inside a short balanced quotation or bracket, by option.

use super::class::{Class, Set, class, usual};
use super::words::{Clusters, Tokenizer, clusters_of};
use super::{Sentence, TokenKind, prefix, stream::SentenceStream, uax29};
use crate::scan::classes::{Classes, Mixed};
use alloc::{boxed::Box, string::String, vec::Vec};
use core::{cell::Cell, iter::FusedIterator};
use once_cell::race::OnceBox;

/// A quotation that is longer than this many bytes is no reason to hold a sentence together.
const QUOTE_REACH: usize = 1024;

/// A stop and its next word further apart than this many bytes of white space have nothing to do with each other.
const GAP_REACH: usize = 64;

/// More closers than this after a terminator are no closers.
const MAX_CLOSERS: usize = 16;

/// The longest word the data file may hold, in bytes.
const MAX_WORD: usize = 32;

/// With its marks a word may be this long.
const MARKED_WORD: usize = 8 * MAX_WORD;

/// Does a line break end a sentence?
///
/// ```
/// use naskh::{LineBreaks, SentenceSegmenter};
/// let wrapped = "أعلنت الوزارة أمس\nعن خطة جديدة.\n\nوبدأ التنفيذ.";
/// let by_line = SentenceSegmenter::new();
/// assert_eq!(by_line.sentences(wrapped).count(), 3);
/// let by_paragraph = SentenceSegmenter::builder().line_breaks(LineBreaks::BlankLineOnly).build();
/// assert_eq!(by_paragraph.sentences(wrapped).count(), 2);
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum LineBreaks {
    /// Every line break does: headlines, datelines and captions are sentences.
    #[default]
    Sentence,
    /// Only a blank line, a form feed or U+2029 does: for text wrapped at a fixed width.
    BlankLineOnly,
}

/// Does an ellipsis (`...` or `…`) end a sentence?
///
/// ```
/// use naskh::{Ellipsis, SentenceSegmenter};
/// let text = "فكر طويلا... وقرر الرحيل... الليل طويل.";
/// assert_eq!(SentenceSegmenter::new().sentences(text).count(), 2);
/// assert_eq!(SentenceSegmenter::builder().ellipsis(Ellipsis::Break).build().sentences(text).count(), 3);
/// assert_eq!(SentenceSegmenter::builder().ellipsis(Ellipsis::Join).build().sentences(text).count(), 1);
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Ellipsis {
    /// Unless the next word goes on with the thought: و, ثم, لكن, فيما ... Two dots end a sentence.
    #[default]
    Auto,
    /// Always, two dots included.
    Break,
    /// Never, two dots included.
    Join,
}

/// May a sentence end inside a quotation or a bracket?
///
/// ```
/// use naskh::{Quotes, SentenceSegmenter};
/// let text = "قال: «ذهبت. ثم عدت». وسكت.";
/// assert_eq!(SentenceSegmenter::new().sentences(text).count(), 2);
/// assert_eq!(SentenceSegmenter::builder().quotes(Quotes::Cut).build().sentences(text).count(), 3);
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Quotes {
    /// No, if it is balanced, within one paragraph and at most 1024 bytes long. An unbalanced mark protects nothing.
    #[default]
    Protect,
    /// Yes.
    Cut,
}

/// The size of the pieces.
///
/// ```
/// use naskh::{Level, SentenceSegmenter};
/// let clauses = SentenceSegmenter::builder().level(Level::Clause).build();
/// let pieces: Vec<_> = clauses.sentences("وصل الوفد، ثم غادر؛ لم يبق أحد.").map(|s| s.trimmed().text()).collect();
/// assert_eq!(pieces, ["وصل الوفد،", "ثم غادر؛", "لم يبق أحد."]);
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Level {
    /// Sentences.
    #[default]
    Sentence,
    /// Clauses: `،` `؛` `:` and their Latin and wide forms end a piece too, and quotations protect nothing. For speech.
    Clause,
}

/// How the full stop of an abbreviation reads.
///
/// ```
/// use naskh::{Abbreviation, SentenceSegmenter};
/// let count = |text, reading| {
///     SentenceSegmenter::builder().abbreviation("مج.", reading).build().sentences(text).count()
/// };
/// assert_eq!(count("حضر مج. سالم.", Abbreviation::Title), 1);
/// assert_eq!(count("حضر مج. سالم.", Abbreviation::Reference), 2);
/// assert_eq!(count("راجع مج. ٣.", Abbreviation::Reference), 1);
/// assert_eq!(count("حضر مج. سالم.", Abbreviation::Final), 2);
/// assert_eq!(count("حضر مج. الذي سبق.", Abbreviation::Final), 1);
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Abbreviation {
    /// It stands before a name (`د.` `أ.د.`): its stop ends no sentence unless a line ends there or a number, as of
    /// a unit, stands before it.
    Title,
    /// It points at a number (`ص.` `ط.` `ص.ب.`): its stop ends no sentence before a digit.
    Reference,
    /// It often stands last (`إلخ.`): its stop ends the sentence unless what follows cannot begin one.
    Final,
}

/// Finds the sentences of a text; holds the options, no text.
///
/// ```
/// use naskh::SentenceSegmenter;
/// let segmenter = SentenceSegmenter::new();
/// let text = "وصل د. أحمد إلى مسقط. هل سيبقى؟ نعم!";
/// let sentences: Vec<_> = segmenter.sentences(text).map(|s| s.trimmed().text()).collect();
/// assert_eq!(sentences, ["وصل د. أحمد إلى مسقط.", "هل سيبقى؟", "نعم!"]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct SentenceSegmenter {
    line_breaks: LineBreaks,
    ellipsis: Ellipsis,
    quotes: Quotes,
    level: Level,
    abbreviations: Vec<(String, Abbreviation)>,
    max_bytes: Option<usize>,
    rules: Rules,
}

/// Whose sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Rules {
    #[default]
    Arabic,
    Uax29,
}

impl SentenceSegmenter {
    /// A segmenter with every option at its default.
    pub fn new() -> SentenceSegmenter {
        SentenceSegmenter::default()
    }

    /// The sentences of UAX #29 and nothing else: a full stop ends one unless a lower-case letter follows.
    ///
    /// ```
    /// use naskh::SentenceSegmenter;
    /// let text = "وصل د. أحمد... ثم غادر.";
    /// let sentences: Vec<_> = SentenceSegmenter::uax29().sentences(text).map(|s| s.text()).collect();
    /// assert_eq!(sentences, ["وصل د. ", "أحمد... ", "ثم غادر."]);
    /// assert_eq!(SentenceSegmenter::new().sentences(text).count(), 1);
    /// ```
    pub fn uax29() -> SentenceSegmenter {
        SentenceSegmenter { rules: Rules::Uax29, ..SentenceSegmenter::default() }
    }

    /// Starts from the defaults and changes some.
    ///
    /// ```
    /// use naskh::{Ellipsis, LineBreaks, SentenceSegmenter};
    /// let segmenter =
    ///     SentenceSegmenter::builder().line_breaks(LineBreaks::BlankLineOnly).ellipsis(Ellipsis::Join).build();
    /// assert_eq!(segmenter.sentences("سكت...\nثم قال: نعم.").count(), 1);
    /// ```
    pub fn builder() -> SentenceSegmenterBuilder {
        SentenceSegmenterBuilder::default()
    }

    /// The clauses of the same options.
    pub(super) fn clauses(&self) -> SentenceSegmenter {
        SentenceSegmenter { level: Level::Clause, max_bytes: None, ..self.clone() }
    }

    pub(super) fn line_breaks(&self) -> LineBreaks {
        self.line_breaks
    }

    /// The sentences of `text`, in order; they tile it.
    ///
    /// White space before the first sentence belongs to it, white space after a sentence to that sentence. A text
    /// of white space alone is one sentence, an empty text none.
    ///
    /// ```
    /// use naskh::SentenceSegmenter;
    /// let segmenter = SentenceSegmenter::new();
    /// let text = "نتائج الدوري\nفاز الفريق. خرج الجمهور.";
    /// let spans: Vec<_> = segmenter.sentences(text).map(|s| s.span()).collect();
    /// assert_eq!(spans, [0..24, 24..45, 45..67]);
    /// ```
    ///
    /// # Complexity
    /// Linear in the text's length, nothing is allocated.
    pub fn sentences<'k, 't>(&'k self, text: &'t str) -> Sentences<'k, 't> {
        Sentences { segmenter: self, text, at: 0, blank: Blank::default() }
    }

    /// A segmenter for a text that arrives in pieces: from a voice, a language model, a file larger than memory.
    ///
    /// ```
    /// use naskh::SentenceSegmenter;
    /// let segmenter = SentenceSegmenter::new();
    /// let mut stream = segmenter.stream();
    /// let mut spoken = Vec::new();
    /// for chunk in ["وصل د.", " أحمد", " إلى مسقط. ه", "ل سيبقى؟"] {
    ///     stream.push(chunk)?;
    ///     while let Some(sentence) = stream.next_sentence() {
    ///         spoken.push((sentence.span(), sentence.trimmed().text().to_owned()));
    ///     }
    /// }
    /// assert_eq!(spoken, [(0..37, "وصل د. أحمد إلى مسقط.".to_owned())]);
    /// stream.finish()?;
    /// assert_eq!(stream.next_sentence().unwrap().text(), "هل سيبقى؟");
    /// # Ok::<(), naskh::InvalidUtf8>(())
    /// ```
    pub fn stream(&self) -> SentenceStream<'_> {
        SentenceStream::new(self)
    }

    /// The end of the sentence at the head of `text`, in bytes, if what may still come (`open`) cannot change it; or
    /// how far it is settled. `progress` is what the call before said of a shorter part of the same text; `blank` what it
    /// has seen.
    pub(super) fn end(
        &self,
        text: &str,
        open: bool,
        progress: Progress,
        blank: &Cell<Blank>,
    ) -> Result<usize, Progress> {
        let page = |text, open| Page { text, open, asked: Cell::new(false), blank };
        let Some(max) = self.max_bytes else { return self.walk(self.level, page(text, open), progress) };
        // The sentence is that of the text up to here, whatever follows: so it is the same however the text is cut.
        let open = open && text.len() < max + QUOTE_REACH;
        let text = prefix(text, max + QUOTE_REACH);
        let end = self.walk(self.level, page(text, open), progress)?;
        if end <= max {
            Ok(end)
        } else if text[..end].trim_end().len() <= max {
            Ok(prefix(text, max).len())
        } else if open {
            Err(progress)
        } else {
            Ok(self.forced_end(text, max))
        }
    }

    /// Where to cut a sentence that is longer than `max` bytes: at a clause, else after white space, else between
    /// words, else between grapheme clusters.
    fn forced_end(&self, text: &str, max: usize) -> usize {
        // What stands far behind the limit is no reason to read it once a piece.
        let text = prefix(text, max + GAP_REACH);
        let mut clause = 0;
        if self.level != Level::Clause {
            loop {
                let blank = &Cell::default();
                let page = Page { text: &text[clause..], open: false, asked: Cell::new(false), blank };
                match self.walk(Level::Clause, page, Progress::default()) {
                    Ok(end) if clause + end <= max => clause += end,
                    _ => break,
                }
            }
        }
        if clause > 0 {
            return clause;
        }
        let mut clusters = Clusters::new(text);
        let (mut space, mut word) = (0, 0);
        for token in Tokenizer::new().tokens(text) {
            let end = token.span().end;
            if end > max {
                break;
            }
            if clusters.is_boundary(end) {
                word = end;
                if token.kind() == TokenKind::Space {
                    space = end;
                }
            }
        }
        let cluster = || clusters_of(text).map_while(|(at, c)| (at + c.len() <= max).then_some(at + c.len())).last();
        match (space, word) {
            (0, 0) => cluster().unwrap_or_else(|| prefix(text, max).len()),
            (0, word) => word,
            (space, _) => space,
        }
    }

    /// Walks from where `progress` left off to the end of the sentence at the head of the page.
    fn walk(&self, level: Level, page: Page<'_>, progress: Progress) -> Result<usize, Progress> {
        if self.rules == Rules::Uax29 && level == Level::Sentence {
            return uax29::end(&page, progress);
        }
        let mask = match (level, self.quotes) {
            (Level::Clause, _) => CLAUSE | TERM,
            (_, Quotes::Protect) => QUOTE | TERM,
            (_, Quotes::Cut) => TERM,
        };
        Walk { segmenter: self, text: page.text, page, mask, progress }.end()
    }
}

/// Builds a [`SentenceSegmenter`]; made by [`SentenceSegmenter::builder`].
///
/// ```
/// use naskh::{Ellipsis, Level, LineBreaks, Quotes, SentenceSegmenter};
/// let text = "أخبار\nقال: «سكت... ثم عاد. وصل».";
/// let mut builder = SentenceSegmenter::builder();
/// let count = |builder: &naskh::SentenceSegmenterBuilder| builder.clone().build().sentences(text).count();
/// assert_eq!(count(&builder), 2);
/// builder = builder.line_breaks(LineBreaks::BlankLineOnly);
/// assert_eq!(count(&builder), 1); // not at the line break
/// builder = builder.quotes(Quotes::Cut);
/// assert_eq!(count(&builder), 2); // and before وصل
/// builder = builder.ellipsis(Ellipsis::Break);
/// assert_eq!(count(&builder), 3); // and before ثم
/// builder = builder.level(Level::Clause);
/// assert_eq!(count(&builder), 4); // and after the colon
/// ```
#[derive(Debug, Clone, Default)]
pub struct SentenceSegmenterBuilder {
    segmenter: SentenceSegmenter,
}

impl SentenceSegmenterBuilder {
    /// Sets whether a single line break ends a sentence; [`LineBreaks::Sentence`] unless told.
    pub fn line_breaks(mut self, line_breaks: LineBreaks) -> SentenceSegmenterBuilder {
        self.segmenter.line_breaks = line_breaks;
        self
    }

    /// Sets whether an ellipsis ends a sentence; [`Ellipsis::Auto`] unless told.
    pub fn ellipsis(mut self, ellipsis: Ellipsis) -> SentenceSegmenterBuilder {
        self.segmenter.ellipsis = ellipsis;
        self
    }

    /// Sets whether a sentence may end inside a quotation; [`Quotes::Protect`] unless told.
    pub fn quotes(mut self, quotes: Quotes) -> SentenceSegmenterBuilder {
        self.segmenter.quotes = quotes;
        self
    }

    /// Sets the size of the pieces; [`Level::Sentence`] unless told.
    pub fn level(mut self, level: Level) -> SentenceSegmenterBuilder {
        self.segmenter.level = level;
        self
    }

    /// Takes the sentences of UAX #29, as [`SentenceSegmenter::uax29`] does; of the other options only
    /// [`max_bytes`](SentenceSegmenterBuilder::max_bytes) changes them then.
    ///
    /// ```
    /// use naskh::SentenceSegmenter;
    /// let segmenter = SentenceSegmenter::builder().uax29().max_bytes(30).build();
    /// let sentences: Vec<_> = segmenter.sentences("وصل د. أحمد، ثم غادر إلى مسقط.").map(|s| s.text()).collect();
    /// assert_eq!(sentences, ["وصل د. ", "أحمد، ", "ثم غادر إلى مسقط."]);
    /// ```
    pub fn uax29(mut self) -> SentenceSegmenterBuilder {
        self.segmenter.rules = Rules::Uax29;
        self
    }

    /// Cuts sentences that are longer than so many bytes (4 at least): at the last clause that fits, else at the last
    /// word, else at the last grapheme cluster. White space at the end is not counted. No limit unless told.
    ///
    /// With it a [`SentenceStream`] never holds back more than `bytes` + 1 KiB.
    ///
    /// ```
    /// use naskh::SentenceSegmenter;
    /// let segmenter = SentenceSegmenter::builder().max_bytes(40).build();
    /// let text = "قال إنه سيعود غدا، ثم مضى في طريقه ولم يلتفت. نعم.";
    /// let pieces: Vec<_> = segmenter.sentences(text).map(|s| s.trimmed().text()).collect();
    /// assert_eq!(pieces, ["قال إنه سيعود غدا،", "ثم مضى في طريقه ولم", "يلتفت.", "نعم."]);
    /// ```
    pub fn max_bytes(mut self, bytes: usize) -> SentenceSegmenterBuilder {
        self.segmenter.max_bytes = Some(bytes.clamp(char::MAX.len_utf8(), usize::MAX / 2));
        self
    }

    /// Adds an abbreviation, or reads a known one differently. Marks, tatweel and a final stop in `word` do not matter;
    /// a word of more than 16 Arabic letters and inner stops is never met.
    ///
    /// ```
    /// use naskh::{Abbreviation, SentenceSegmenter};
    /// let text = "حضر الحفل مهند. سالم وزملاؤه.";
    /// assert_eq!(SentenceSegmenter::new().sentences(text).count(), 2);
    /// let segmenter = SentenceSegmenter::builder().abbreviation("مهند.", Abbreviation::Title).build();
    /// assert_eq!(segmenter.sentences(text).count(), 1);
    /// ```
    pub fn abbreviation(mut self, word: &str, reading: Abbreviation) -> SentenceSegmenterBuilder {
        let word = word.trim_end_matches('.').chars().filter(|&c| !is_transparent(c)).collect();
        self.segmenter.abbreviations.push((word, reading));
        self
    }

    /// The segmenter.
    pub fn build(mut self) -> SentenceSegmenter {
        if self.segmenter.rules == Rules::Uax29 {
            // UAX #29 knows no clauses: those of a chunker are the only ones.
            self.segmenter.level = Level::Sentence;
        }
        self.segmenter
    }
}

/// The sentences of a text, in order; made by [`SentenceSegmenter::sentences`].
///
/// ```
/// use naskh::SentenceSegmenter;
/// let segmenter = SentenceSegmenter::new();
/// let mut sentences = segmenter.sentences("هل جئت؟ نعم.");
/// assert_eq!(sentences.next().unwrap().text(), "هل جئت؟ ");
/// assert_eq!(sentences.next().unwrap().text(), "نعم.");
/// assert_eq!(sentences.next(), None);
/// ```
#[derive(Debug, Clone)]
pub struct Sentences<'k, 't> {
    segmenter: &'k SentenceSegmenter,
    text: &'t str,
    at: usize,
    blank: Blank,
}

impl<'t> Iterator for Sentences<'_, 't> {
    type Item = Sentence<'t>;

    fn next(&mut self) -> Option<Sentence<'t>> {
        let start = self.at;
        if start == self.text.len() {
            return None;
        }
        let rest = &self.text[start..];
        let blank = Cell::new(self.blank);
        let end = self.segmenter.end(rest, false, Progress::default(), &blank).unwrap_or(rest.len());
        (self.at, self.blank) = (start + end, blank.get().behind(end));
        Some(Sentence { text: &self.text[start..self.at], start })
    }
}

impl FusedIterator for Sentences<'_, '_> {}

/// A text that begins with a sentence, and whether a decision asked what stands behind its end.
pub(super) struct Page<'t> {
    pub(super) text: &'t str,
    /// More text may come: a decision that asked for it is none.
    pub(super) open: bool,
    asked: Cell<bool>,
    blank: &'t Cell<Blank>,
}

/// A stretch of white space and invisible characters that was looked at, in bytes from the start of a sentence: each line of
/// it asks whether anything else is left of the text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Blank {
    from: usize,
    to: usize,
}

impl Blank {
    /// The same for who starts at `at`.
    pub(super) fn behind(self, at: usize) -> Blank {
        Blank { from: self.from.saturating_sub(at), to: self.to.saturating_sub(at) }
    }
}

impl Page<'_> {
    pub(super) fn char(&self, at: usize) -> Option<char> {
        self.chars(at).next()
    }

    /// The characters from `at` on; the end is noticed by whoever reaches it.
    pub(super) fn chars(&self, at: usize) -> impl Iterator<Item = char> {
        let mut chars = self.text[at..].chars();
        core::iter::from_fn(move || chars.next().or_else(|| self.past_end()))
    }

    #[cold]
    fn past_end(&self) -> Option<char> {
        self.asked.set(true);
        None
    }

    /// Behind the characters from `at` on that are such.
    pub(super) fn skip(&self, at: usize, such: impl Fn(char) -> bool) -> usize {
        let end = self.text.len() - self.text[at..].trim_start_matches(such).len();
        if end == self.text.len() {
            self.past_end();
        }
        end
    }

    /// Whether what was decided last may come out otherwise when more text comes.
    pub(super) fn unsettled(&self) -> bool {
        self.open && self.asked.get()
    }
}

/// How far a walk has come. What is behind it is settled, whatever text comes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Progress {
    /// Where the sentence's first character stands, behind white space and format characters: nothing looks back
    /// further. None yet if more of them may come.
    body: Option<usize>,
    /// Where to go on, in bytes from the sentence's start.
    pub(super) at: usize,
    /// A place, and what the run of text without white space that reaches it looks like.
    run: (usize, Address),
    /// The closing mark of the last quotation that was jumped over.
    close: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Default)]
enum Address {
    #[default]
    None,
    /// Latin letters, `@` or `_` as in a host name, an e-mail, a file name.
    Latin,
    Url,
}

impl Progress {
    pub(super) fn with_at(self, at: usize) -> Progress {
        Progress { at, ..self }
    }
}

/// The walk from one sentence's start to its end.
struct Walk<'k, 't> {
    segmenter: &'k SentenceSegmenter,
    text: &'t str,
    page: Page<'t>,
    mask: u8,
    progress: Progress,
}

enum Step {
    /// The sentence ends here; white space may follow.
    Cut(usize),
    /// It goes on; nothing before this place is of interest any more.
    Go(usize),
}

impl Walk<'_, '_> {
    /// The end of the sentence; or, if more text may change it, how far it is settled.
    fn end(&mut self) -> Result<usize, Progress> {
        if self.progress.body.is_none() {
            let head = self.head();
            if self.page.unsettled() {
                return Err(self.progress);
            }
            match head {
                Step::Cut(end) => return Ok(end),
                Step::Go(body) => {
                    self.progress = Progress { body: Some(body), at: body, run: (body, Address::None), close: 0 };
                }
            }
        }
        while let Some(at) = next_event(self.text, self.progress.at, self.mask) {
            let Some(c) = self.char_at(at) else { break };
            let next = at + c.len_utf8();
            let settled = Progress { at, ..self.progress };
            let step = match role(c) {
                Role::Line if self.ends_paragraph(at, c) => Step::Cut(next),
                Role::Stop | Role::Term | Role::Wide | Role::Dots => self.terminator(at),
                Role::Clause if self.mask & CLAUSE != 0 => self.clause(at, c),
                Role::Verse | Role::Quote(Pair::Ornate, _) if verse_number(&self.page, at).is_some() => {
                    self.terminator(at)
                }
                Role::Quote(pair, _) if self.mask & QUOTE != 0 => Step::Go(self.quotation(at, pair).unwrap_or(next)),
                _ => Step::Go(next),
            };
            let step = match step {
                Step::Cut(end) => Step::Cut(self.absorb(end)),
                go => go,
            };
            if self.page.unsettled() {
                return Err(settled);
            }
            match step {
                Step::Cut(end) => return Ok(end),
                Step::Go(on) => self.progress.at = on.max(next),
            }
        }
        match self.page.open {
            true => Err(Progress { at: self.text.len(), ..self.progress }),
            false => Ok(self.text.len()),
        }
    }

    /// Where the sentence's first character stands. A line of nothing but invisible characters is a sentence.
    fn head(&self) -> Step {
        if self.plain_letter_at(0) {
            return Step::Go(0);
        }
        let head = self.page.skip(0, is_white);
        let mut body = head;
        loop {
            body = self.page.skip(body, |c| is_space(c) || is_format(c));
            match self.char_at(body) {
                Some(c) if is_line(c) && self.ends_paragraph(body, c) => {
                    return Step::Cut(self.absorb(body + c.len_utf8()));
                }
                Some(c) if is_line(c) => body += c.len_utf8(),
                _ => return Step::Go(body),
            }
        }
    }

    /// White space from `end` on belongs to the sentence before it; so do format characters if nothing else is left.
    fn absorb(&self, end: usize) -> usize {
        // What nearly all sentences end with.
        let white = usize::from(matches!(self.text.as_bytes().get(end), Some(b' ' | b'\n')));
        if self.plain_letter_at(end + white) {
            return end + white;
        }
        let end = self.page.skip(end, is_white);
        let seen = self.page.blank.get();
        let known = if (seen.from..seen.to).contains(&end) { seen.to } else { end };
        let blank = self.page.skip(known, |c| is_white(c) || is_format(c));
        self.page.blank.set(Blank { from: end, to: blank });
        if blank == self.text.len() {
            return self.text.len();
        }
        // GB9: a space that carries a mark begins the next sentence with it.
        let carries = self.char_at(end).is_some_and(|c| Set::EXTENDING.has(class(c)));
        match self.text[..end].chars().next_back() {
            Some(carrier) if carries && is_space(carrier) => end - carrier.len_utf8(),
            _ => end,
        }
    }

    /// Whether a letter begins at `at` that is neither white, nor a mark, nor anything else a rule asks for.
    fn plain_letter_at(&self, at: usize) -> bool {
        match *self.text.as_bytes().get(at..).unwrap_or_default() {
            [first, ..] if first.is_ascii() => first.is_ascii_alphabetic(),
            [first, second, ..] => usual([first, second]) == Some(Class::Arabic),
            _ => false,
        }
    }

    fn body(&self) -> usize {
        self.progress.body.unwrap_or(0)
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.page.char(at)
    }

    /// The text from the sentence's first character to `at`.
    fn before(&self, at: usize) -> &str {
        &self.text[self.body()..at]
    }

    /// Whether the line break `c` at `at` ends a paragraph under the option in force.
    fn ends_paragraph(&self, at: usize, c: char) -> bool {
        if self.segmenter.line_breaks == LineBreaks::Sentence || matches!(c, '\u{C}' | '\u{2029}') {
            return true;
        }
        let mut next = at + c.len_utf8();
        if c == '\r' && self.char_at(next) == Some('\n') {
            next += 1;
        }
        self.char_at(self.page.skip(next, |c| is_space(c) || is_format(c))).is_none_or(is_line)
    }

    /// White space from `at` on that ends no paragraph.
    fn spaces(&self, mut at: usize) -> usize {
        while let Some(c) = self.char_at(at) {
            if !(is_space(c) || is_line(c) && !self.ends_paragraph(at, c)) {
                break;
            }
            at += c.len_utf8();
        }
        at
    }

    /// From an opening quotation mark at `at` to where the walk goes on, if a closing one is found.
    fn quotation(&mut self, at: usize, pair: Pair) -> Option<usize> {
        let c = self.char_at(at)?;
        if side(&self.page, self.body(), at) != Some(Side::Open) {
            return None;
        }
        let inside = at + c.len_utf8();
        let mut i = inside;
        let close = loop {
            i = match next_event(self.text, i, QUOTE | TERM) {
                Some(i) if i - inside <= QUOTE_REACH => i,
                Some(_) => return None,
                None if self.text.len() - inside > QUOTE_REACH => return None,
                None => {
                    self.page.past_end();
                    return None;
                }
            };
            let c = self.char_at(i)?;
            match role(c) {
                Role::Line if self.ends_paragraph(i, c) => return None,
                Role::Quote(p, _) if p == pair => match side(&self.page, self.body(), i)? {
                    Side::Close => break i,
                    Side::Open => return None,
                },
                _ => i += c.len_utf8(),
            }
        };
        self.progress.close = close;
        // A terminator that stands last inside is asked whether it ends the sentence; alone, as in (؟), it is a remark.
        let content = &self.text[inside..close];
        let bare = content.trim_end_matches(|c| is_terminator(c) || is_space(c) || is_format(c));
        let tail = &content[bare.len()..];
        let lead = tail.len() - tail.trim_start_matches(|c| !is_terminator(c)).len();
        match bare.is_empty() || lead == tail.len() || tail.len() > QUOTE_REACH / 16 {
            true => self.char_at(close).map(|c| close + c.len_utf8()),
            false => Some(inside + bare.len() + lead),
        }
    }

    /// Does the run of terminators at `at` end the sentence?
    fn terminator(&mut self, at: usize) -> Step {
        let mut run = Run::default();
        let mut i = at;
        // One terminator, or full stops, a space, a letter: the rules below find the same.
        let resume = run.take_plain(self.text, at);
        match self.text.as_bytes().get(resume) {
            Some(b' ') if self.plain_letter_at(resume + 1) => {
                run.gap = true;
                return if self.ends(at, resume + 1, &run) { Step::Cut(resume) } else { Step::Go(resume) };
            }
            Some(b'\n') if self.segmenter.line_breaks == LineBreaks::Sentence => return Step::Cut(resume),
            // A digit with nothing before it: 3.5
            Some(b'0'..=b'9') => return Step::Go(resume),
            _ => {}
        }
        run = Run::default();
        // SB8a: terminators behind closers and white space are of the same run.
        let (resume, after) = loop {
            let resume = run.take(&self.page, i);
            let mut after = self.closers(resume, &mut run);
            loop {
                // Emoji, and quotes set apart by a space, belong to the sentence they follow.
                let emoji = emoji(&self.page, after);
                if emoji > after {
                    (run.emoji, after) = (true, self.closers(emoji, &mut run));
                    continue;
                }
                let gap = self.spaces(after);
                if gap == after {
                    run.gap = false;
                    break;
                }
                run.gap = true;
                run.far |= gap - after > GAP_REACH;
                let lone = self.lone_closer(gap);
                if lone > gap {
                    (run.closed, after) = (true, lone);
                } else if self::emoji(&self.page, gap) > gap {
                    after = gap;
                } else {
                    after = gap;
                    break;
                }
            }
            match self.char_at(after) {
                Some(c) if is_terminator(c) && !self.char_at(after + c.len_utf8()).is_some_and(is_alphanumeric) => {
                    // Behind a quotation that had its own: the stop is the sentence's.
                    if run.closed {
                        (run.closed, run.strong, run.dots) = (false, true, 0);
                    }
                    (run.emoji, run.directed) = (false, false);
                    i = after;
                }
                _ => break (resume, after),
            }
        };
        if self.ends(at, after, &run) { Step::Cut(after) } else { Step::Go(resume) }
    }

    /// Closers, invisible characters and footnote marks (`[12]`) right behind a terminator.
    fn closers(&self, mut i: usize, run: &mut Run) -> usize {
        let mut closers = 0;
        while let Some(c) = self.char_at(i) {
            let next = i + c.len_utf8();
            if is_format(c) {
                run.directed |= matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}'); // LRM, RLM, ALM
            } else if c == '[' && footnote(&self.page, i).is_some() {
                i = footnote(&self.page, i).unwrap_or(next);
                continue;
            } else if is_closer(c) && closers < MAX_CLOSERS {
                closers += 1;
                // A mark that may open what follows is no closer: انتهى.«وبدأ
                let opens = i != self.progress.close && (c == '"' || !matches!(role(c), Role::Quote(_, Side::Close)));
                if opens && self.char_at(next).is_some_and(is_alphanumeric) {
                    break;
                }
                run.closed = true;
            } else if !is_mark(c) {
                break;
            }
            i = next;
        }
        i
    }

    /// Behind a closing mark at `at` that stands alone between white space, else `at`.
    fn lone_closer(&self, at: usize) -> usize {
        match self.char_at(at) {
            Some(c) if matches!(role(c), Role::Quote(_, Side::Close)) || c == '"' => {
                let next = at + c.len_utf8();
                if self.char_at(next).is_none_or(is_white) { next } else { at }
            }
            _ => at,
        }
    }

    /// The heart: does the run that begins at `at` end the sentence, if the next thing stands at `after`?
    fn ends(&mut self, at: usize, after: usize, run: &Run) -> bool {
        let Some(next) = self.char_at(after) else { return true };
        if is_line(next) {
            return true; // SB4
        }
        if at == self.body() {
            return false; // nothing said yet
        }
        let opener = self.before(at).char_indices().next_back().map(|(i, _)| self.body() + i);
        let opened = opener.is_some_and(|i| side(&self.page, self.body(), i) == Some(Side::Open));
        if opened && run.closed {
            return false; // a remark: (؟) (!)
        }
        if role(next) == Role::Clause {
            return false; // SB8a: SContinue
        }
        let glued = run.emoji || (run.directed && !is_digit(next) && !self.carries_mark(after));
        let apart = run.gap || (glued && self.address(at) < Address::Url);
        if !apart && !self.ends_without_space(at, after, run) {
            return false;
        }
        if run.far || run.emoji || run.wide || run.verse {
            return true;
        }
        if run.strong {
            // The quotation's own ؟ or ! does not end the sentence around it if that goes on.
            return !(run.closed && self.links(after));
        }
        match (run.dots, self.segmenter.ellipsis) {
            (0 | 1, _) if run.closed => !starts_lower(&self.page, after) && !self.is_bracketed_abbreviation(at), // SB8
            (0 | 1, _) => self.stop_ends(at, after),
            (_, Ellipsis::Break) => true,
            (_, Ellipsis::Join) => false,
            (2, _) => !starts_lower(&self.page, after),
            _ => !self.links(after) && !starts_lower(&self.page, after),
        }
    }

    /// SB11 for a terminator with nothing between it and the next sentence: الحفل.وبدأ
    fn ends_without_space(&mut self, at: usize, after: usize, run: &Run) -> bool {
        if run.wide {
            return self.address(at) < Address::Url;
        }
        if run.verse && self.char_at(after).is_some_and(is_letter) {
            return true;
        }
        if self.carries_mark(after) {
            return false;
        }
        let opener = self.char_at(after).filter(|c| matches!(c, '«' | '“' | '(' | '['));
        let word = after + opener.map_or(0, char::len_utf8);
        let letters = self.page.chars(word).filter(|&c| !is_mark(c));
        let ahead = letters.take(2).take_while(|&c| class(c) == Class::Arabic).count();
        let behind = self.before(at).chars().rev().skip_while(|&c| is_closer(c)).filter(|&c| !is_mark(c));
        let behind = behind.take(2).take_while(|&c| class(c) == Class::Arabic).count();
        ahead == 2 && behind == 2 && self.address(at) == Address::None && !is_host(&self.page, word)
    }

    /// A stop that carries a mark or a joiner may stand inside a word (WB4, WB6).
    fn carries_mark(&self, after: usize) -> bool {
        self.before(after).chars().next_back().is_some_and(|c| Set::EXTENDING.has(class(c)))
    }

    /// What the run of text without white space before `at` looks like.
    fn address(&mut self, at: usize) -> Address {
        let (seen, verdict) = self.progress.run;
        let fresh = &self.text[seen..at];
        let run = fresh.rsplit(is_white).next().unwrap_or(fresh);
        let mut address = if run.len() == fresh.len() { verdict } else { Address::None };
        if run.contains("://") || run.contains("www.") {
            address = Address::Url;
        } else if run.bytes().any(|b| b.is_ascii_alphabetic() || b == b'@' || b == b'_') {
            address = if address == Address::Url { address } else { Address::Latin };
        }
        self.progress.run = (at, address);
        address
    }

    /// Does a single stop between a word and white space end the sentence?
    fn stop_ends(&self, at: usize, after: usize) -> bool {
        let next = self.char_at(after);
        if starts_lower(&self.page, after) {
            return false; // SB8
        }
        if self.is_list_number(at) {
            return false;
        }
        let Some(word) = Word::before(self.before(at)) else { return true };
        let reading = self.reading(&word);
        let bracket = next.is_some_and(|c| matches!(role(c), Role::Quote(p, Side::Open) if p.is_bracket()));
        // A unit ends its sentence, but not before a conversion: 1445 هـ. (2023 م.)
        let measured = !bracket && (word.glued || word.after_number(self.before(at)));
        let digit = next.is_some_and(is_digit);
        match reading {
            Some(Abbreviation::Title) => measured || self.is_label(&word, at),
            Some(Abbreviation::Reference) if digit => false,
            Some(Abbreviation::Final) => !digit && !bracket && self.next_rule(after) != Some(Rule::Relative),
            _ if word.is_lone() => {
                // An initial, unless it is a unit (5 م.) or a label (فيتامين ج.)
                let latin = word.as_bytes().is_ascii();
                measured
                    || self.is_label(&word, at)
                    || (latin && !next.is_some_and(|c| c.is_ascii()))
                    || self.next_rule(after) == Some(Rule::Link)
            }
            _ if word.is_dotted() => self.links(after),
            _ => true,
        }
    }

    /// The stop of an abbreviation that stands last in a bracket is not the sentence's: (300 ق.م.) كان
    fn is_bracketed_abbreviation(&self, at: usize) -> bool {
        self.text[at..].starts_with(".)")
            && Word::before(self.before(at)).is_some_and(|w| w.is_lone() || w.is_dotted() || self.reading(&w).is_some())
    }

    /// `1.` `٢.` `3.1.` at the head of a sentence or line: up to three digits a part.
    fn is_list_number(&self, at: usize) -> bool {
        let before = self.before(at);
        let head = before.trim_end_matches(|c: char| is_digit(c) || c == '.');
        let number = &before[head.len()..];
        let numbered =
            !number.is_empty() && number.len() <= 24 && number.split('.').all(|n| (1..=3).contains(&n.chars().count()));
        numbered && {
            let bullet =
                head.trim_end_matches(|c: char| is_space(c) || is_format(c) || matches!(c, '-' | '*' | '•' | '('));
            bullet.chars().next_back().is_none_or(is_line)
        }
    }

    fn is_label(&self, word: &Word, at: usize) -> bool {
        let before = self.before(at);
        let head = before[..word.start].trim_end_matches(|c| is_space(c) || is_format(c));
        Word::before(head).is_some_and(|w| w.rule() == Some(Rule::Label))
    }

    fn reading(&self, word: &Word) -> Option<Abbreviation> {
        let own = &self.segmenter.abbreviations;
        if let Some((_, reading)) = own.iter().rev().find(|(w, _)| w == word.as_str()) {
            return Some(*reading);
        }
        match word.rule() {
            Some(Rule::Abbreviation(reading)) => Some(reading),
            _ if word.without_waw().is_some_and(|w| w.rule() == Some(Rule::Abbreviation(Abbreviation::Title))) => {
                Some(Abbreviation::Title)
            }
            _ => None,
        }
    }

    /// The rule of the word that begins at `after`, behind opening marks.
    fn next_rule(&self, after: usize) -> Option<Rule> {
        Word::after(&self.page, after).and_then(|w| w.rule())
    }

    /// Whether the word at `after` goes on with what was said.
    fn links(&self, after: usize) -> bool {
        Word::after(&self.page, after).is_some_and(|w| {
            w.without_waw().is_some_and(|w| !w.is_lone()) || matches!(w.rule(), Some(Rule::Link | Rule::Relative))
        })
    }

    /// A comma, semicolon or colon at clause level.
    fn clause(&self, at: usize, c: char) -> Step {
        let next = at + c.len_utf8();
        let after = self.closers(next, &mut Run::default());
        let between_digits =
            self.before(at).chars().next_back().is_some_and(is_digit) && self.char_at(next).is_some_and(is_digit);
        let apart = match self.char_at(after) {
            None => true,
            Some(n) => is_white(n) || (!c.is_ascii() && !between_digits && is_letter(n)),
        };
        if apart && at > self.body() { Step::Cut(after) } else { Step::Go(next) }
    }
}

/// What stands between the last word and the next.
#[derive(Default)]
struct Run {
    /// Full stops; three for an ellipsis character.
    dots: usize,
    /// A terminator that is no stop: ؟ ! ۔
    strong: bool,
    /// One that needs no white space after it: the stop of a script without spaces.
    wide: bool,
    /// A verse number: it needs none before a letter.
    verse: bool,
    /// A quotation mark or bracket followed.
    closed: bool,
    /// RLM, LRM or ALM followed.
    directed: bool,
    emoji: bool,
    gap: bool,
    /// More than [`GAP_REACH`] bytes of white space followed.
    far: bool,
}

impl Run {
    /// Takes full stops or another terminator of the usual ones in and returns their end; or `at`.
    fn take_plain(&mut self, text: &str, mut at: usize) -> usize {
        match text.as_bytes()[at..] {
            [b'.', ref rest @ ..] => {
                self.dots = 1 + rest.iter().take_while(|&&byte| byte == b'.').count();
                at += self.dots;
            }
            [b'!' | b'?', ..] => (self.strong, at) = (true, at + 1),
            // U+061F ARABIC QUESTION MARK
            [0xD8, 0x9F, ..] => (self.strong, at) = (true, at + 2),
            _ => {}
        }
        at
    }

    /// Takes the terminators at `i` in and returns their end.
    fn take(&mut self, page: &Page<'_>, mut i: usize) -> usize {
        while let Some(c) = page.char(i) {
            // The last one decides what may follow without white space.
            match role(c) {
                Role::Stop => (self.dots, self.wide, self.verse) = (self.dots + 1, false, false),
                Role::Dots => (self.dots, self.wide, self.verse) = (self.dots + 3, false, false),
                Role::Term => (self.strong, self.wide, self.verse) = (true, false, false),
                Role::Wide => (self.strong, self.wide, self.verse) = (true, true, false),
                Role::Verse | Role::Quote(Pair::Ornate, _) => match verse_number(page, i) {
                    Some(end) => {
                        (self.strong, self.wide, self.verse, i) = (true, false, true, end);
                        continue;
                    }
                    None => break,
                },
                _ => break,
            }
            i += c.len_utf8();
        }
        i
    }
}

/// A short word without marks, tatweel and format characters, in UTF-8.
#[derive(Clone, Copy)]
struct Word {
    bytes: [u8; MAX_WORD],
    from: usize,
    to: usize,
    /// Its first byte, in the text it was read from.
    start: usize,
    /// A digit stands right before it.
    glued: bool,
}

impl Word {
    /// The word that `text` ends with, inner stops included.
    fn before(text: &str) -> Option<Word> {
        let mut word = Word { bytes: [0; MAX_WORD], from: MAX_WORD, to: MAX_WORD, start: text.len(), glued: false };
        let mut chars = text.char_indices().rev().peekable();
        while let Some((i, c)) = chars.next() {
            let inner_stop = c == '.' && !word.is_empty() && chars.peek().is_some_and(|&(_, c)| is_letter(c));
            if is_transparent(c) {
                // Bounds the look back over a run of marks.
                if text.len() - i > MARKED_WORD {
                    return None;
                }
            } else if is_letter(c) || inner_stop {
                let from = word.from.checked_sub(c.len_utf8())?;
                c.encode_utf8(&mut word.bytes[from..]);
                (word.from, word.start) = (from, i);
            } else {
                word.glued = is_digit(c);
                break;
            }
        }
        (!word.is_empty()).then_some(word)
    }

    /// The word that begins at `at`, behind up to four opening marks.
    fn after(page: &Page<'_>, at: usize) -> Option<Word> {
        let mut word = Word { bytes: [0; MAX_WORD], from: 0, to: 0, start: 0, glued: false };
        let mut len = word.take_plain(&page.text.as_bytes()[at..]);
        let mut openers = 0;
        for c in page.chars(at + len) {
            len += c.len_utf8();
            if !word.is_empty() && is_transparent(c) {
                if len > MARKED_WORD {
                    return None;
                }
            } else if is_letter(c) && !is_transparent(c) {
                let to = word.to + c.len_utf8();
                c.encode_utf8(word.bytes.get_mut(word.to..to)?);
                word.to = to;
            } else if word.is_empty() && openers < 4 && (is_closer(c) || is_format(c)) {
                openers += 1;
            } else {
                break;
            }
        }
        (!word.is_empty()).then_some(word)
    }

    /// Takes the usual Arabic letters and their marks in from the head of a text, as far as there is room, and says how
    /// many bytes they are: what the rules make of them, only sooner.
    fn take_plain(&mut self, text: &[u8]) -> usize {
        let mut read = 0;
        while let (Some(&letter), true) = (text[read..].first_chunk::<2>(), read < MARKED_WORD - 2) {
            match usual(letter) {
                Some(Class::Arabic) => match self.bytes.get_mut(self.to..self.to + 2) {
                    Some(room) => {
                        room.copy_from_slice(&letter);
                        self.to += 2;
                    }
                    None => break,
                },
                Some(Class::Mark) if self.to > 0 => {}
                _ => break,
            }
            read += 2;
        }
        read
    }

    fn is_empty(&self) -> bool {
        self.from == self.to
    }

    fn as_bytes(&self) -> &[u8] {
        &self.bytes[self.from..self.to]
    }

    fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    fn is_lone(&self) -> bool {
        self.as_bytes().iter().filter(|&&byte| byte & 0xC0 != 0x80).count() == 1
    }

    /// Single letters with stops between: ق.م
    fn is_dotted(&self) -> bool {
        let mut letters = self.as_str().split('.');
        self.as_bytes().contains(&b'.') && letters.all(|l| l.chars().count() == 1)
    }

    /// The word behind the conjunction و.
    fn without_waw(&self) -> Option<Word> {
        let rest = Word { from: self.from + 'و'.len_utf8(), ..*self };
        (self.as_bytes().starts_with("و".as_bytes()) && !rest.is_empty()).then_some(rest)
    }

    /// Whether a number stands before the word in `text`, from which it was read: 20 م
    fn after_number(&self, text: &str) -> bool {
        let head = &text[..self.start];
        let token = head.trim_end_matches(|c| is_space(c) || is_format(c));
        head.len() - token.len() <= GAP_REACH && token.chars().next_back().is_some_and(|c| is_digit(c) || c == '%')
    }

    fn rule(&self) -> Option<Rule> {
        // Few words end like one of them and are as long.
        let last = self.as_bytes().last()?;
        if TAILS[usize::from(last & 0x3F)] & length_bit(self.as_bytes()) == 0 {
            return None;
        }
        let i = ROWS.binary_search_by(|row| row.word.cmp(self.as_bytes())).ok()?;
        Some(ROWS[i].rule)
    }
}

/// Whether labels that end in a top-level domain begin at `at`, behind a stop: موقع.مصر
fn is_host(page: &Page<'_>, mut at: usize) -> bool {
    for _ in 0..4 {
        let Some(word) = Word::after(page, at) else { return false };
        at = page.skip(at, |c: char| is_letter(c) || is_mark(c) || c == '-');
        let next = page.char(at);
        if next == Some('.') && page.char(at + 1).is_some_and(is_letter) {
            at += 1;
            continue;
        }
        return word.rule() == Some(Rule::Tld) || matches!(next, Some('/' | '@'));
    }
    false
}

/// The end of the verse number at `at`: U+06DD ARABIC END OF AYAH with its digits, or digits in ornate parentheses.
fn verse_number(page: &Page<'_>, at: usize) -> Option<usize> {
    match page.char(at)? {
        '\u{6DD}' => {
            let inside = at + '\u{6DD}'.len_utf8();
            let end = page.skip(inside, is_digit);
            // GB9b: without digits it belongs to whatever follows.
            let alone = end == inside && !page.char(end).is_none_or(is_white);
            (!alone).then_some(end)
        }
        '\u{FD3F}' => {
            let inside = at + '\u{FD3F}'.len_utf8();
            let end = inside + digits(page, inside);
            (end > inside && page.char(end) == Some('\u{FD3E}')).then_some(end + '\u{FD3E}'.len_utf8())
        }
        _ => None,
    }
}

/// The end of a footnote mark at `at`: `[12]` `[٣]`
fn footnote(page: &Page<'_>, at: usize) -> Option<usize> {
    let inside = at + (page.char(at)? == '[').then_some(1)?;
    let end = inside + digits(page, inside);
    (end > inside && page.char(end) == Some(']')).then_some(end + 1)
}

/// The length of up to three digits at `at`.
fn digits(page: &Page<'_>, at: usize) -> usize {
    page.chars(at).take(3).take_while(|&c| is_digit(c)).map(char::len_utf8).sum()
}

/// The end of the emoji and emoticons at `at`. The joiners and marks behind one are for [`closers`](Walk::closers), too.
fn emoji(page: &Page<'_>, mut at: usize) -> usize {
    while let Some(c) = page.char(at) {
        if is_emoji(c) {
            at += c.len_utf8();
            continue;
        }
        match emoticon(page, at) {
            Some(len) => at += len,
            None => break,
        }
    }
    at
}

/// The length of the emoticon at `at`: eyes, perhaps a nose, a mouth, and no letter behind it.
fn emoticon(page: &Page<'_>, at: usize) -> Option<usize> {
    let mut face = page.chars(at);
    face.next().filter(|c| matches!(c, ':' | ';'))?;
    let (mouth, len) = match face.next()? {
        '-' => (face.next()?, 3),
        mouth => (mouth, 2),
    };
    (matches!(mouth, ')' | '(' | 'D' | 'P') && !face.next().is_some_and(|c| c.is_ascii_alphanumeric())).then_some(len)
}

/// Whether the first letter or digit at `at`, behind opening marks, is a lower-case letter.
fn starts_lower(page: &Page<'_>, at: usize) -> bool {
    let first = page.chars(at).take(4).find(|&c| !is_closer(c) && !is_format(c));
    first.is_some_and(char::is_lowercase)
}

// ---------------------------------------------------------------- which characters

const TATWEEL: char = '\u{640}';

/// Two characters that enclose.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair {
    /// `"` on both sides.
    Double,
    Guillemets,
    SingleGuillemets,
    Curly,
    Round,
    Square,
    Brace,
    /// U+FD3F and U+FD3E, around verses.
    Ornate,
}

impl Pair {
    /// Brackets are what they are; a quotation mark opens or closes by what stands beside it.
    fn is_bracket(self) -> bool {
        matches!(self, Pair::Round | Pair::Square | Pair::Brace | Pair::Ornate)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Open,
    Close,
}

/// What a character can do to a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// ATerm of UAX #29.
    Stop,
    /// STerm in scripts that write a space after it.
    Term,
    /// STerm in the others.
    Wide,
    Dots,
    /// U+06DD
    Verse,
    Line,
    /// SContinue of UAX #29 without dashes, and the semicolons.
    Clause,
    /// The side it was made for; `"` counts as closing.
    Quote(Pair, Side),
    Other,
}

#[inline]
pub(super) fn role(c: char) -> Role {
    const NEAR: usize = 0x700;
    static ROLES: OnceBox<[Role; NEAR]> = OnceBox::new();
    match c as usize {
        0x620..0x6D4 => Role::Other, // Arabic letters and marks, first for speed
        near @ ..NEAR => {
            let of = |c: usize| char::from_u32(c as u32).map_or(Role::Other, role_of);
            ROLES.get_or_init(|| Box::new(core::array::from_fn(of)))[near]
        }
        _ => role_of(c),
    }
}

fn role_of(c: char) -> Role {
    use {Pair::*, Side::*};
    match c {
        '.' | '\u{2024}' | '\u{FE52}' | '\u{FF0E}' => Role::Stop,
        // ? ! and the Arabic end of text mark, triple dot punctuation mark, question mark, full stop
        '!' | '?' | '\u{61D}' | '\u{61E}' | '؟' | '۔' => Role::Term,
        // DOUBLE EXCLAMATION MARK and EXCLAMATION QUESTION MARK, which are emoji too
        '\u{203C}' | '\u{2049}' => Role::Wide,
        '…' | '\u{2025}' => Role::Dots,
        '\u{6DD}' => Role::Verse,
        '،' | '؛' | ',' | ';' | ':' | '\u{60D}' | '\u{3001}' | '\u{FF0C}' | '\u{FF1A}' | '\u{FF1B}' => Role::Clause,
        '"' => Role::Quote(Double, Close),
        '«' => Role::Quote(Guillemets, Open),
        '»' => Role::Quote(Guillemets, Close),
        '‹' => Role::Quote(SingleGuillemets, Open),
        '›' => Role::Quote(SingleGuillemets, Close),
        '“' | '„' | '‟' => Role::Quote(Curly, Open),
        '”' => Role::Quote(Curly, Close),
        '(' => Role::Quote(Round, Open),
        ')' => Role::Quote(Round, Close),
        '[' => Role::Quote(Square, Open),
        ']' => Role::Quote(Square, Close),
        '{' => Role::Quote(Brace, Open),
        '}' => Role::Quote(Brace, Close),
        '\u{FD3F}' => Role::Quote(Ornate, Open),
        '\u{FD3E}' => Role::Quote(Ornate, Close),
        c if is_line(c) => Role::Line,
        c if class(c) == Class::Terminator => Role::Wide,
        _ => Role::Other,
    }
}

fn is_terminator(c: char) -> bool {
    matches!(role(c), Role::Stop | Role::Term | Role::Wide | Role::Dots)
}

/// Whether the quotation mark or bracket at `at` opens or closes, looking back to `from`; `None` if it does neither.
///
/// By its neighbours, since `"` has one form, since guillemets are typed both ways round in Arabic, and since a mark whose
/// partner is missing must not turn every later one over.
fn side(page: &Page<'_>, from: usize, at: usize) -> Option<Side> {
    let text = page.text;
    let c = page.char(at)?;
    let Role::Quote(pair, made_for) = role(c) else { return None };
    // Bounded, for the sake of a megabyte of marks.
    let before = text[from..at].chars().rev().take(8).find(|&c| !is_format(c));
    let after = page.chars(at + c.len_utf8()).take(8).find(|&c| !is_format(c));
    let nothing_before = before.is_none_or(is_white);
    let nothing_after = after.is_none_or(is_white);
    if pair.is_bracket() {
        // An opening bracket before white space is a smile.
        return (made_for == Side::Close || !nothing_after).then_some(made_for);
    }
    let opener_before = before.is_some_and(|c| {
        matches!(c, TATWEEL | '/' | '-' | '–' | '—' | ':' | '،' | '؛' | ',')
            || matches!(role(c), Role::Quote(_, Side::Open))
    });
    let closer_after = after.is_some_and(|c| {
        is_terminator(c) || role(c) == Role::Clause || (c != '"' && matches!(role(c), Role::Quote(_, Side::Close)))
    });
    match (nothing_before, nothing_after) {
        (true, true) => (pair != Pair::Double).then_some(made_for),
        (true, false) => Some(Side::Open),
        (false, true) => Some(Side::Close),
        (false, false) if opener_before && !closer_after => Some(Side::Open),
        (false, false) if closer_after => Some(Side::Close),
        (false, false) if pair != Pair::Double => Some(made_for),
        // Between letters: it opens behind a clitic (و"العربي") and closes behind a word.
        (false, false) => {
            let mut letters = text[from..at].chars().rev().take(4).take_while(|&c| is_letter(c));
            let word = letters.by_ref().count();
            Some(if (1..=3).contains(&word) { Side::Open } else { Side::Close })
        }
    }
}

pub(super) fn is_line(c: char) -> bool {
    class(c) == Class::Newline
}

fn is_white(c: char) -> bool {
    Set::WHITE.has(class(c))
}

/// White space that breaks no line, NBSP included.
fn is_space(c: char) -> bool {
    class(c) == Class::Space
}

/// Invisible characters: bidi controls, joiners, soft hyphen, byte-order mark ...
fn is_format(c: char) -> bool {
    matches!(class(c), Class::Format | Class::Hidden | Class::Joiner | Class::NonJoiner)
}

fn is_mark(c: char) -> bool {
    class(c) == Class::Mark
}

fn is_letter(c: char) -> bool {
    Set::LETTERS.has(class(c))
}

fn is_digit(c: char) -> bool {
    matches!(class(c), Class::Digit | Class::Numeral)
}

fn is_alphanumeric(c: char) -> bool {
    is_letter(c) || is_digit(c)
}

/// What does not count as a letter of a word, and does not end it.
fn is_transparent(c: char) -> bool {
    is_mark(c) || is_format(c) || c == TATWEEL
}

/// Emoji but for the likes of © and ™.
fn is_emoji(c: char) -> bool {
    c >= '\u{2600}' && matches!(class(c), Class::Emoji | Class::Regional)
}

/// Close of UAX #29: quotation marks and brackets of every script, opening ones too.
pub(super) fn is_closer(c: char) -> bool {
    match c {
        '"' | '\'' | '(' | ')' | '[' | ']' | '{' | '}' | '«' | '»' => true,
        c => c >= '\u{F3A}' && in_ranges(c, CLOSERS),
    }
}

fn in_ranges(c: char, ranges: &[(char, char)]) -> bool {
    let i = ranges.partition_point(|&(_, last)| last < c);
    ranges.get(i).is_some_and(|&(first, _)| first <= c)
}

// ---------------------------------------------------------------- where to look

/// A terminator, a line break or a verse number.
pub(super) const TERM: u8 = 1;
/// A quotation mark or a bracket.
const QUOTE: u8 = 2;
/// A comma, semicolon or colon.
const CLAUSE: u8 = 4;

/// The first character from `from` on, a char boundary, that may matter.
pub(super) fn next_event(text: &str, from: usize, mask: u8) -> Option<usize> {
    static EVENTS: OnceBox<Classes> = OnceBox::new();
    let value = |c| match role(c) {
        Role::Other => 0,
        Role::Clause => CLAUSE,
        // They may be verse numbers.
        Role::Quote(Pair::Ornate, _) => QUOTE | TERM,
        Role::Quote(..) => QUOTE,
        _ => TERM,
    };
    EVENTS.get_or_init(|| Box::new(Classes::new(value, Mixed::All))).find(text, from, mask)
}

// ---------------------------------------------------------------- data

/// What the data file says of a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Rule {
    Abbreviation(Abbreviation),
    Label,
    Link,
    Relative,
    Tld,
}

#[derive(Clone, Copy)]
struct Row {
    word: &'static [u8],
    rule: Rule,
}

const DATA: &str = include_str!("data/abbreviations.txt");

/// Sorted by word.
static ROWS: [Row; count_rows()] = rows();

/// By the low bits of the last byte of a word of [`ROWS`]: a bit for each length.
static TAILS: [u32; 64] = {
    let mut tails = [0; 64];
    let mut i = 0;
    while i < ROWS.len() {
        let word = ROWS[i].word;
        tails[(word[word.len() - 1] & 0x3F) as usize] |= length_bit(word);
        i += 1;
    }
    tails
};

const fn length_bit(word: &[u8]) -> u32 {
    1 << (word.len() & 31)
}

/// The end of the line that begins at `i`.
const fn line_end(mut i: usize) -> usize {
    while i < DATA.len() && DATA.as_bytes()[i] != b'\n' {
        i += 1;
    }
    i
}

const fn is_row(i: usize) -> bool {
    i < DATA.len() && !matches!(DATA.as_bytes()[i], b'\n' | b'\r' | b'#')
}

const fn count_rows() -> usize {
    let (mut n, mut i) = (0, 0);
    while i < DATA.len() {
        n += is_row(i) as usize;
        i = line_end(i) + 1;
    }
    n
}

/// `a < b`, for use at compile time.
const fn is_before(a: &[u8], b: &[u8]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() {
        if a[i] != b[i] {
            return a[i] < b[i];
        }
        i += 1;
    }
    a.len() < b.len()
}

/// The rows of the data file; a line it cannot read stops the build.
const fn rows<const N: usize>() -> [Row; N] {
    let mut rows = [Row { word: b"", rule: Rule::Label }; N];
    let bytes = DATA.as_bytes();
    let (mut n, mut i) = (0, 0);
    while i < bytes.len() {
        let end = line_end(i);
        if is_row(i) {
            let mut word = i;
            while bytes[word] != b' ' {
                word += 1;
            }
            let rule = match bytes.split_at(word).0.split_at(i).1 {
                b"title" => Rule::Abbreviation(Abbreviation::Title),
                b"reference" => Rule::Abbreviation(Abbreviation::Reference),
                b"final" => Rule::Abbreviation(Abbreviation::Final),
                b"label" => Rule::Label,
                b"link" => Rule::Link,
                b"relative" => Rule::Relative,
                b"tld" => Rule::Tld,
                _ => panic!("abbreviations.txt: unknown rule"),
            };
            let last = if bytes[end - 1] == b'\r' { end - 1 } else { end };
            let row = Row { word: bytes.split_at(last).0.split_at(word + 1).1, rule };
            // Insertion sort.
            let mut at = n;
            while at > 0 && is_before(row.word, rows[at - 1].word) {
                rows[at] = rows[at - 1];
                at -= 1;
            }
            rows[at] = row;
            n += 1;
        }
        i = end + 1;
    }
    rows
}

/// Close of UAX #29, Unicode 17, from U+0F3A on; a test compares them with unicode-segmentation.
#[rustfmt::skip]
const CLOSERS: &[(char, char)] = &[
    ('\u{F3A}', '\u{F3D}'), ('\u{169B}', '\u{169C}'), ('\u{2018}', '\u{201F}'), ('\u{2039}', '\u{203A}'),
    ('\u{2045}', '\u{2046}'), ('\u{207D}', '\u{207E}'), ('\u{208D}', '\u{208E}'), ('\u{2308}', '\u{230B}'),
    ('\u{2329}', '\u{232A}'), ('\u{275B}', '\u{2760}'), ('\u{2768}', '\u{2775}'), ('\u{27C5}', '\u{27C6}'),
    ('\u{27E6}', '\u{27EF}'), ('\u{2983}', '\u{2998}'), ('\u{29D8}', '\u{29DB}'), ('\u{29FC}', '\u{29FD}'),
    ('\u{2E00}', '\u{2E0D}'), ('\u{2E1C}', '\u{2E1D}'), ('\u{2E20}', '\u{2E29}'), ('\u{2E42}', '\u{2E42}'),
    ('\u{2E55}', '\u{2E5C}'), ('\u{3008}', '\u{3011}'), ('\u{3014}', '\u{301B}'), ('\u{301D}', '\u{301F}'),
    ('\u{FD3E}', '\u{FD3F}'), ('\u{FE17}', '\u{FE18}'), ('\u{FE35}', '\u{FE44}'), ('\u{FE47}', '\u{FE48}'),
    ('\u{FE59}', '\u{FE5E}'), ('\u{FF08}', '\u{FF09}'), ('\u{FF3B}', '\u{FF3B}'), ('\u{FF3D}', '\u{FF3D}'),
    ('\u{FF5B}', '\u{FF5B}'), ('\u{FF5D}', '\u{FF5D}'), ('\u{FF5F}', '\u{FF60}'), ('\u{FF62}', '\u{FF63}'),
    ('\u{1F676}', '\u{1F678}'),
];

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, vec::Vec};
    use unicode_segmentation::UnicodeSegmentation;

    fn all() -> impl Iterator<Item = char> {
        (0..=0x10FFFF).filter_map(char::from_u32)
    }

    fn bounds(text: &str) -> Vec<usize> {
        text.split_sentence_bound_indices().map(|(i, _)| i).collect()
    }

    /// Our terminators are STerm and ATerm of UAX #29 and the two ellipses: what cuts between two letters (SB4, SB11).
    #[test]
    fn terminators_are_those_of_uax29() {
        for c in all() {
            let cuts = bounds(&format!("ا{c}ب")).len() > 1;
            assert_eq!(
                cuts || matches!(c, '…' | '\u{2025}'),
                is_terminator(c) || (is_line(c) && !matches!(c, '\u{B}' | '\u{C}')),
                "{c:?}"
            );
        }
    }

    /// Our closers are Close of UAX #29: what goes with the stop before it (SB9), and is no white space.
    #[test]
    fn closers_are_those_of_uax29() {
        for c in all().filter(|&c| !is_white(c) && !is_terminator(c)) {
            // Extend and Format go with the stop as well (SB5); they do not end in front of a letter what Close does.
            let goes_along = bounds(&format!("ا.{c} ب")).as_slice() == [0, 3 + c.len_utf8() + 1];
            let transparent = bounds(&format!("A.{c}B")).len() == 1; // SB7 sees through Extend and Format only
            if !transparent {
                let continues = bounds(&format!("ا.{c} ب")).len() == 1; // SContinue, Lower
                assert_eq!(goes_along && !continues, is_closer(c), "{c:?}");
            } else {
                assert!(!is_closer(c), "{c:?}");
            }
        }
    }

    /// The scan stops at every character that has a role, wherever it stands.
    #[test]
    fn no_role_is_overlooked() {
        for c in all() {
            let mask = match role(c) {
                Role::Other => continue,
                Role::Clause => CLAUSE,
                Role::Quote(..) => QUOTE,
                _ => TERM,
            };
            for head in 0..12 {
                let text = format!("{}{c}ابابابابابا", &"اب".repeat(6)[..head * 2]);
                assert_eq!(next_event(&text, 0, mask), Some(head * 2), "{c:?}");
            }
        }
        assert_eq!(next_event("مُحَمَّدٌ وأَحْمَدُ", 0, TERM), None);
    }

    #[test]
    fn ranges_are_sorted() {
        assert!(CLOSERS.iter().all(|(a, b)| a <= b));
        assert!(CLOSERS.windows(2).all(|w| w[0].1 < w[1].0));
    }

    /// Every row of the data file is found again under its own rule, and none is written twice or never met.
    #[test]
    fn data_file_is_sound() {
        for row in &ROWS {
            let text = core::str::from_utf8(row.word).unwrap();
            let word = Word::before(text).unwrap_or_else(|| panic!("{text:?} is never met"));
            assert_eq!(word.as_str(), text, "marks or tatweel");
            assert_eq!(word.rule(), Some(row.rule), "{text:?}");
        }
        assert!(ROWS.windows(2).all(|w| w[0].word < w[1].word), "a word is listed twice");
        assert_eq!(ROWS.len(), DATA.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).count());
    }
}
