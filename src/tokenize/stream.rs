//! Which sentences of a text are over, while the rest of it is still to come?
//!
//! ```text
//! push: keep the characters; an unfinished one at the end waits for its other bytes
//! next: walk on from the last settled place of the sentence
//!       a decision that asked what stands behind the end of the buffer is none: come back with more text
//! ```
//!
//! The walk is that of [`SentenceSegmenter::sentences`]; what it would see in the whole text it has seen here before it
//! decides, so the sentences are the same wherever the text was cut.

use super::Sentence;
use super::sentences::{Blank, Progress, SentenceSegmenter};
use crate::utf8::{Invalid, InvalidUtf8, Utf8};
use alloc::string::String;
use core::cell::Cell;

/// A place that could not be settled is looked at again with every piece, as long as no more than this many bytes wait
/// behind it ...
const SHORT: usize = 256;

/// ... and then when this part of what waits beyond them has come anew: so a run of a million full stops, pushed one by
/// one, is looked at some hundred times and not a million times.
const PART: usize = 16;

/// Finds the sentences of a text that arrives in pieces; made by [`SentenceSegmenter::stream`].
///
/// The sentences are those of [`SentenceSegmenter::sentences`] on the whole text, wherever it is cut: between words,
/// inside a character. A sentence is given as soon as nothing that follows can change it; that takes a look at the next
/// word, and inside a quotation at up to 1024 bytes more.
///
/// ```
/// use naskh::SentenceSegmenter;
/// let segmenter = SentenceSegmenter::new();
/// let mut stream = segmenter.stream();
/// let text = "انتهى الدرس. خرج الطلاب.";
/// for byte in text.as_bytes() {
///     stream.push([*byte])?;
/// }
/// assert_eq!(stream.next_sentence().unwrap().span(), 0..23);
/// assert!(stream.next_sentence().is_none());
/// stream.finish()?;
/// assert_eq!(stream.next_sentence().unwrap().span(), 23..text.len());
/// # Ok::<(), naskh::InvalidUtf8>(())
/// ```
///
/// # Complexity
/// Linear in the length of all pieces. The unfinished sentence is held; with
/// [`max_bytes`](crate::SentenceSegmenterBuilder::max_bytes) that is bounded too.
#[derive(Debug, Clone)]
pub struct SentenceStream<'k> {
    segmenter: &'k SentenceSegmenter,
    buffer: String,
    /// How many bytes of text came before the buffer.
    before: usize,
    /// Where in the buffer the next sentence begins.
    start: usize,
    /// Where the text ends, in the buffer, once it is finished.
    end: Option<usize>,
    progress: Progress,
    blank: Blank,
    /// The length of the buffer from which on the next sentence is looked for again.
    retry: usize,
    utf8: Utf8,
}

impl<'k> SentenceStream<'k> {
    pub(super) fn new(segmenter: &'k SentenceSegmenter) -> SentenceStream<'k> {
        SentenceStream {
            segmenter,
            buffer: String::new(),
            before: 0,
            start: 0,
            end: None,
            progress: Progress::default(),
            blank: Blank::default(),
            retry: 0,
            utf8: Utf8::default(),
        }
    }

    /// Takes more of the text: a string or bytes, cut anywhere.
    ///
    /// # Errors
    /// At bytes that are no UTF-8. What stands before them is taken; the text may go on with what takes their place.
    ///
    /// ```
    /// use naskh::SentenceSegmenter;
    /// let segmenter = SentenceSegmenter::new();
    /// let mut stream = segmenter.stream();
    /// stream.push("نعم. ")?;
    /// let error = stream.push(b"\xD9\x84\xFF").unwrap_err();
    /// assert_eq!(error.offset(), 10);
    /// stream.push("\u{FFFD}")?;
    /// stream.finish()?;
    /// assert_eq!(stream.next_sentence().unwrap().text(), "نعم. ");
    /// assert_eq!(stream.next_sentence().unwrap().text(), "ل\u{FFFD}");
    /// # Ok::<(), naskh::InvalidUtf8>(())
    /// ```
    pub fn push(&mut self, bytes: impl AsRef<[u8]>) -> Result<(), InvalidUtf8> {
        self.shift();
        self.utf8.push(bytes.as_ref(), &mut self.buffer).map_err(|Invalid| self.invalid())
    }

    /// Says that the text is over: then [`next_sentence`](SentenceStream::next_sentence) gives all that is left.
    ///
    /// When it has, what is pushed is a new text, and the offsets go on.
    ///
    /// # Errors
    /// If the last character lacks bytes. The text is over all the same, without them.
    pub fn finish(&mut self) -> Result<(), InvalidUtf8> {
        self.end = Some(self.buffer.len());
        self.retry = 0;
        self.utf8.finish().map_err(|Invalid| self.invalid())
    }

    /// The next sentence that is over, with its place in the whole text; none if more text is needed.
    pub fn next_sentence(&mut self) -> Option<Sentence<'_>> {
        if self.end == Some(self.start) {
            self.end = None; // a new text begins here
        }
        let (text, open) = match self.end {
            Some(end) => (&self.buffer[self.start..end], false),
            None => (&self.buffer[self.start..], true),
        };
        if text.is_empty() || open && self.buffer.len() < self.retry {
            return None;
        }
        let (start, blank) = (self.start, Cell::new(self.blank));
        let end = self.segmenter.end(text, open, self.progress, &blank);
        self.blank = blank.get();
        match end {
            Ok(end) => {
                self.start += end;
                self.blank = self.blank.behind(end);
                (self.progress, self.retry) = (Progress::default(), 0);
                Some(Sentence { text: &self.buffer[start..self.start], start: self.before + start })
            }
            Err(progress) => {
                let waiting = text.len() - progress.at;
                self.retry = self.buffer.len() + 1 + waiting.saturating_sub(SHORT) / PART;
                self.progress = progress;
                None
            }
        }
    }

    /// How many bytes of text are held because their sentence is not over or was not asked for.
    ///
    /// ```
    /// use naskh::SentenceSegmenter;
    /// let segmenter = SentenceSegmenter::new();
    /// let mut stream = segmenter.stream();
    /// stream.push("انتهى. ثم")?;
    /// assert_eq!(stream.held(), 16);
    /// stream.push(" ")?;
    /// stream.next_sentence();
    /// assert_eq!(stream.held(), 5);
    /// # Ok::<(), naskh::InvalidUtf8>(())
    /// ```
    pub fn held(&self) -> usize {
        self.buffer.len() - self.start + self.utf8.waiting()
    }

    /// Lets go of the sentences that were given, once they are half of the buffer.
    fn shift(&mut self) {
        if self.start > self.buffer.len() / 2 {
            self.buffer.drain(..self.start);
            self.before += self.start;
            self.end = self.end.map(|end| end - self.start);
            self.retry = self.retry.saturating_sub(self.start);
            self.start = 0;
        }
    }

    /// The error at the next character; its bytes are dropped.
    fn invalid(&self) -> InvalidUtf8 {
        InvalidUtf8 { offset: self.before + self.buffer.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::borrow::ToOwned;

    /// How many bytes a stream walks over that gets `text` character by character, when it is asked after each.
    fn walked(text: &str) -> usize {
        let segmenter = SentenceSegmenter::new();
        let mut stream = segmenter.stream();
        let (mut walked, mut since, mut waiting) = (0, 0, 0);
        for c in text.chars() {
            stream.push(c.encode_utf8(&mut [0; 4])).unwrap();
            let before = (stream.retry, stream.start);
            while stream.next_sentence().is_some() {}
            if before == (stream.retry, stream.start) {
                since += c.len_utf8();
                continue;
            }
            // It looked, and not later than it says that it does.
            assert!(since <= waiting / PART, "{since} bytes came, {waiting} waited");
            let unsettled = stream.buffer.len() - stream.start - stream.progress.at;
            (since, waiting) = (0, unsettled.saturating_sub(SHORT));
            walked += unsettled;
            assert!(stream.retry > stream.buffer.len(), "it would look at the same text again");
        }
        walked
    }

    /// What cannot be settled is looked at again, but not so often that it adds up.
    #[test]
    fn a_run_that_decides_nothing_is_walked_a_few_times() {
        for unit in [".", "!", ".\u{64E}"] {
            let text = "سكت ".to_owned() + &unit.repeat(20_000 / unit.len());
            let walked = walked(&text);
            assert!(walked < 20 * text.len(), "{unit:?}: {walked}");
        }
    }

    /// A long sentence is settled up to its last word: of it no part is walked twice, and its end is seen at once.
    #[test]
    fn a_long_sentence_is_walked_once() {
        for text in ["كتب ".repeat(2_000), "كتب الولد. ".repeat(300)] {
            let walked = walked(&text);
            assert!(walked < 12 * text.len(), "{walked} of {}", text.len());
        }
    }

    /// Of the buffer at most half is what was given already, and less is moved than goes.
    #[test]
    fn what_was_given_makes_room() {
        let segmenter = SentenceSegmenter::new();
        let mut stream = segmenter.stream();
        let mut shifts = 0;
        for count in (0..60).chain([3; 20]) {
            let (before, held) = (stream.before, stream.buffer.len());
            stream.push("نعم. ".repeat(count)).unwrap();
            let (gone, moved) = (stream.before - before, stream.buffer.len() - 8 * count);
            assert_eq!(gone + moved, held);
            assert!(gone == 0 || moved < gone, "{moved} bytes moved for {gone}");
            assert!(stream.start <= stream.buffer.len() / 2, "{} of {}", stream.start, stream.buffer.len());
            shifts += usize::from(gone > 0);
            // Now all that is there, now one of many.
            for _ in 0..[1, 1000][count % 2] {
                stream.next_sentence();
            }
        }
        assert!(shifts > 15, "{shifts}");
        // Half is not yet more than half.
        let mut stream = segmenter.stream();
        stream.push("نعم. نعم. ").unwrap();
        assert_eq!(stream.next_sentence().unwrap().span(), 0..8);
        stream.push("نعم. ").unwrap();
        assert_eq!((stream.before, stream.start), (0, 8));
    }
}
