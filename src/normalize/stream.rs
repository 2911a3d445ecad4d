//! What is the normalised text, while the rest of it is still to come?
//!
//! ```text
//! push: keep the characters, up to a bounded number of them
//!       find the last place among them where the text can be cut; normalise what lies before it, and let go of it
//! ```
//!
//! A text can be cut where no step looks across, now or in a later round:
//!
//! - Rows alone: between two clusters, neither neighbour being one that attaches, goes or has a condition. A condition
//!   looks past characters that go to the next that stays, and no farther.
//! - Passes: they look at words, at runs of a letter or of white space, at a sign with its number; none looks past a
//!   space or a line feed, or into two letters of another script.
//! - A pass that collapses white space takes a space away at the end of a text, and does not know that this is no end.
//!   So the space is put back when something follows it on its line.

use super::context::{is_line_break, is_mark};
use super::engine::is_arabic_letter;
use super::step::Step;
use super::{Normalizer, compat};
use crate::rules::{Op, Preset};
use crate::utf8::{Invalid, InvalidUtf8, Utf8};
use alloc::string::String;
use core::fmt;

/// Where a text may be cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cuts {
    Clusters,
    Words {
        /// The white space behind which it may.
        spaces: &'static [char],
        /// A part loses the spaces at its ends.
        trimmed: bool,
    },
}

impl Cuts {
    /// None if a step looks at the whole text.
    pub(super) fn of(preset: Option<Preset>, is_altered: bool, steps: &[Step]) -> Option<Cuts> {
        let reproduces = steps.iter().any(|step| matches!(step, Step::Pass(_)));
        let trimmed = steps.iter().any(|step| matches!(step, Step::Context(Op::CollapseSpaces, _)));
        match steps {
            [Step::Plan(..)] => Some(Cuts::Clusters),
            _ if preset.is_some_and(compat::looks_far) => None,
            // Another tool may remove a line feed, or make a space of it, before naskh's own steps see it.
            _ if reproduces && is_altered => Some(Cuts::Words { spaces: &[' '], trimmed }),
            _ => Some(Cuts::Words { spaces: &[' ', '\n'], trimmed }),
        }
    }

    /// The last place to cut, if there is one behind `from`, which must be a character boundary.
    fn last(self, steps: &[Step], text: &str, from: usize, with_spaces: bool) -> Option<usize> {
        let mut next = None;
        for (at, c) in text.char_indices().rev() {
            if let Some(next) = next.replace(c)
                && self.allows(steps, c, next, with_spaces)
            {
                return Some(at + c.len_utf8());
            }
            if at < from {
                break;
            }
        }
        None
    }

    /// Whether a text can be cut between two characters.
    fn allows(self, steps: &[Step], before: char, after: char, with_spaces: bool) -> bool {
        let attached = steps.iter().any(|step| match step {
            Step::Plan(plan, _) => [before, after].iter().any(|&c| plan.cell(c).is_bound()),
            Step::Pass(_) => !compat::begins_anew(after),
            Step::Context(..) => false,
        });
        let Cuts::Words { spaces, trimmed } = self else { return !attached };
        if attached {
            return false;
        }
        let is_plain = |c| steps.iter().all(|step| !matches!(step, Step::Plan(plan, _) if !plan.cell(c).is_plain()));
        if spaces.contains(&before) {
            return is_plain(before) && (before != ' ' || !trimmed || with_spaces);
        }
        let own = !steps.iter().any(|step| matches!(step, Step::Pass(_)));
        let is_foreign = |c: char| c.is_alphabetic() && !is_arabic_letter(c) && !is_mark(c) && is_plain(c);
        own && is_foreign(before) && is_foreign(after)
    }
}

impl Normalizer {
    /// A stream: text is pushed in pieces, and comes out normalised, the same wherever it was cut.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// let search = Normalizer::new(Preset::Search);
    /// let mut stream = search.stream()?;
    /// let mut out = String::new();
    /// for byte in "قَالَ الأَسْتَاذُ".bytes() {
    ///     stream.push([byte])?;
    ///     out.extend(stream.next_text());
    /// }
    /// stream.finish()?;
    /// out.extend(stream.next_text());
    /// assert_eq!(out, "قال الاستاذ");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`WholeText`] for the presets `lucene-ckb`, `arabert-v02`, `raqeem`, `whisper-basic` and
    /// `whisper-basic-diacritics`: the tools they reproduce look at the ends of a text, or for a bracket far off.
    pub fn stream(&self) -> Result<NormalizerStream, WholeText> {
        match (self.inner.cuts, self.inner.preset) {
            (Some(cuts), _) => Ok(NormalizerStream::new(self.clone(), cuts)),
            (None, preset) => Err(WholeText { preset: preset.unwrap_or(Preset::Repair) }),
        }
    }

    /// Whether `at`, a char boundary, is behind a space or a line feed, and the text can be cut there: the two parts
    /// normalised alone and joined are the whole normalised, whatever stands farther off.
    #[cfg(feature = "segmentation")]
    pub(crate) fn parts_at_space(&self, text: &str, at: usize) -> bool {
        let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
        match (self.inner.cuts, before, after) {
            (Some(cuts), Some(before @ (' ' | '\n')), Some(after)) => {
                cuts.allows(&self.inner.steps, before, after, false)
            }
            _ => false,
        }
    }

    /// The last place where a text can be cut, so that the two parts normalised alone and joined are the whole
    /// normalised, whatever follows; in bytes of the text, neither 0 nor its end. None if there is no such place.
    ///
    /// For work in parallel; a [`stream`](Normalizer::stream) does the cutting by itself, and also at spaces that
    /// [`CollapseSpaces`](Op::CollapseSpaces) would take away from the end of a part.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// let text = "فَتْحٌ مُبِينٌ";
    /// let cut = Normalizer::new(Preset::Search).last_cut(text).unwrap();
    /// assert_eq!(&text[cut..], "نٌ");
    /// assert_eq!(Normalizer::new(Preset::AsrStrict).last_cut(text), None);
    /// ```
    ///
    /// # Complexity
    /// Linear in what lies behind the place.
    pub fn last_cut(&self, text: &str) -> Option<usize> {
        self.inner.cuts?.last(&self.inner.steps, text, 0, false)
    }
}

/// Normalises a text that arrives in pieces; made by [`Normalizer::stream`].
///
/// What comes out, joined, is [`Normalizer::normalize`] of the whole text, wherever it was cut: between words, inside a
/// cluster of marks, inside a character. Text is ready as soon as nothing that follows can change it: under presets of
/// rows alone (`repair`, `model`, `orthographic`, `search` and most of other tools) that is between two characters of which
/// none is a mark or may go with one, under those with passes (`quran`, `asr-strict` ...) at the next space or line feed.
///
/// ```
/// use naskh::{Normalizer, Preset};
/// let mut stream = Normalizer::new(Preset::Search).stream()?;
/// stream.push("أ")?;
/// assert_eq!(stream.next_text(), None); // a mark may follow
/// stream.push("هلًا")?;
/// assert_eq!(stream.next_text(), Some("اه"));
/// stream.finish()?;
/// assert_eq!(stream.next_text(), Some("لا"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Complexity
/// Linear in the length of all pieces. At most 1 MiB of text ([`MOST_HELD`](NormalizerStream::MOST_HELD)) is held
/// between two calls, beside what is ready and was not asked for.
#[derive(Debug, Clone)]
pub struct NormalizerStream {
    normalizer: Normalizer,
    cuts: Cuts,
    utf8: Utf8,
    /// Text that is not normalised yet, the bytes of text before it, and how far it has been searched for a cut.
    held: String,
    before: usize,
    searched: usize,
    /// What is ready; empty or given out already.
    ready: String,
    is_given: bool,
    /// Of all that came out: the last character. Behind it: whether there was a space that was taken away.
    last: Option<char>,
    space: bool,
}

/// A piece that is pushed is worked on in parts of this size, so that little is held.
const PART: usize = 64 << 10;

impl NormalizerStream {
    /// How many bytes of text may wait for a place to cut: 1 MiB.
    ///
    /// What is longer is not text: a million marks on one letter, under presets with passes a word of half a million
    /// letters.
    ///
    /// ```
    /// use naskh::{Normalizer, NormalizerStream, Preset};
    /// let mut stream = Normalizer::new(Preset::Search).stream()?;
    /// let marks = "\u{064E}".repeat(NormalizerStream::MOST_HELD); // ARABIC FATHA
    /// assert!(stream.push("ك").and_then(|()| stream.push(&marks)).is_err());
    /// # Ok::<(), naskh::WholeText>(())
    /// ```
    pub const MOST_HELD: usize = 1 << 20;

    fn new(normalizer: Normalizer, cuts: Cuts) -> NormalizerStream {
        NormalizerStream {
            normalizer,
            cuts,
            utf8: Utf8::default(),
            held: String::new(),
            before: 0,
            searched: 0,
            ready: String::new(),
            is_given: false,
            last: None,
            space: false,
        }
    }

    /// Takes more of the text: a string or bytes, cut anywhere.
    ///
    /// # Errors
    /// At bytes that are no UTF-8: what stands before them is taken, and the text may go on with what takes their place.
    /// When more than [`MOST_HELD`](NormalizerStream::MOST_HELD) bytes wait for a place to cut: nothing more is taken
    /// then, and [`finish`](NormalizerStream::finish) ends the text there.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset, StreamError};
    /// let mut stream = Normalizer::new(Preset::Search).stream()?;
    /// stream.push("نعم ")?;
    /// let StreamError::InvalidUtf8(error) = stream.push(b"\xD9\x84\xFF").unwrap_err() else { panic!() };
    /// assert_eq!(error.offset(), 9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn push(&mut self, bytes: impl AsRef<[u8]>) -> Result<(), StreamError> {
        self.clear_given();
        self.room()?;
        for part in bytes.as_ref().chunks(PART) {
            self.room()?;
            let result = self.utf8.push(part, &mut self.held);
            let end = self.before + self.held.len();
            self.work();
            result.map_err(|Invalid| InvalidUtf8 { offset: end })?;
        }
        self.room()
    }

    /// Says that the text is over: what is left comes out.
    ///
    /// What is pushed from then on is a new text, and the offsets go on.
    ///
    /// # Errors
    /// If the last character lacks bytes. The text is over all the same, without them.
    pub fn finish(&mut self) -> Result<(), StreamError> {
        self.clear_given();
        self.normalize(self.held.len());
        (self.last, self.space) = (None, false);
        self.utf8.finish().map_err(|Invalid| InvalidUtf8 { offset: self.before }.into())
    }

    /// The normalised text that is ready and was not given yet; none if there is none.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// let mut stream = Normalizer::new(Preset::AsrStrict).stream()?;
    /// stream.push("ذَهَبَ ... إلى البَيْـ")?;
    /// assert_eq!(stream.next_text(), Some("ذهب إلى"));
    /// assert_eq!(stream.next_text(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn next_text(&mut self) -> Option<&str> {
        self.clear_given();
        self.is_given = true;
        Some(&*self.ready).filter(|text| !text.is_empty())
    }

    /// How many bytes of the text were taken and wait for what follows.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// let mut stream = Normalizer::new(Preset::Search).stream()?;
    /// stream.push("نعم")?;
    /// assert_eq!(stream.held(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn held(&self) -> usize {
        self.held.len() + self.utf8.waiting()
    }

    fn clear_given(&mut self) {
        if core::mem::take(&mut self.is_given) {
            self.ready.clear();
        }
    }

    fn room(&self) -> Result<(), StreamError> {
        match self.held.len() > Self::MOST_HELD {
            true => Err(StreamError::TooLong { offset: self.before }),
            false => Ok(()),
        }
    }

    /// Normalises what can be.
    fn work(&mut self) {
        match self.cuts.last(&self.normalizer.inner.steps, &self.held, self.searched, true) {
            Some(cut) => self.normalize(cut),
            None => self.searched = self.held.len(),
        }
    }

    /// Normalises what is held up to a cut, and lets go of it. It was the last: there is none behind it.
    fn normalize(&mut self, cut: usize) {
        let start = self.ready.len();
        let text = &self.held[..cut];
        self.normalizer.normalize_into(text, &mut self.ready);
        if let Cuts::Words { trimmed: true, .. } = self.cuts {
            let out = &self.ready[start..];
            if let Some((first, last)) = out.chars().next().zip(out.chars().next_back()) {
                let on_a_line = self.last.is_some_and(|last| !is_line_break(last)) && !is_line_break(first);
                if core::mem::take(&mut self.space) && on_a_line {
                    self.ready.insert(start, ' ');
                }
                self.last = Some(last);
            }
            self.space |= text.ends_with(' ');
        }
        self.held.drain(..cut);
        self.before += cut;
        self.searched = self.held.len();
    }
}

/// A preset that has to see the whole text cannot be streamed; its message names the call that can.
///
/// ```
/// use naskh::{Normalizer, Preset};
/// let error = Normalizer::new(Preset::LuceneCkb).stream().unwrap_err();
/// assert!(error.to_string().starts_with("lucene-ckb has to see the whole text"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WholeText {
    preset: Preset,
}

impl WholeText {
    /// The preset.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// let error = Normalizer::new(Preset::Raqeem).stream().unwrap_err();
    /// assert_eq!(error.preset(), Preset::Raqeem);
    /// ```
    pub fn preset(&self) -> Preset {
        self.preset
    }
}

impl fmt::Display for WholeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} has to see the whole text, as the tool does that it reproduces: call normalize on it",
            self.preset
        )
    }
}

impl core::error::Error for WholeText {}

/// Why a stream does not take a piece.
///
/// ```
/// use naskh::{Normalizer, NormalizerStream, Preset, StreamError};
/// let mut stream = Normalizer::new(Preset::Search).stream()?;
/// stream.push("نعم ")?;
/// // Marks without end, on a letter that could still become another.
/// let error = stream.push("و".to_owned() + &"\u{64E}".repeat(NormalizerStream::MOST_HELD)).unwrap_err();
/// assert_eq!(error, StreamError::TooLong { offset: 7 });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamError {
    /// Bytes that are no UTF-8.
    InvalidUtf8(InvalidUtf8),
    /// More than [`NormalizerStream::MOST_HELD`] bytes without a place to cut.
    TooLong {
        /// The byte of the whole text where they begin.
        offset: usize,
    },
}

impl From<InvalidUtf8> for StreamError {
    fn from(error: InvalidUtf8) -> StreamError {
        StreamError::InvalidUtf8(error)
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StreamError::InvalidUtf8(error) => error.fmt(f),
            StreamError::TooLong { offset } => write!(
                f,
                "more than {} bytes without a place to cut from byte {offset} of the text; normalize the text as a whole",
                NormalizerStream::MOST_HELD
            ),
        }
    }
}

impl core::error::Error for StreamError {}

#[cfg(feature = "std")]
impl From<StreamError> for std::io::Error {
    fn from(error: StreamError) -> std::io::Error {
        std::io::Error::new(std::io::ErrorKind::InvalidData, error)
    }
}
