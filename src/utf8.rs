//! How do the bytes of a text that arrives in pieces become characters?
//!
//! The first bytes of a character wait for its others; everything else is text at once.

use alloc::string::String;
use core::{fmt, str};

/// Bytes that are no UTF-8; they are dropped.
pub(crate) struct Invalid;

/// The text that the bytes begin with.
fn valid_head(bytes: &[u8]) -> &str {
    #[cfg(feature = "std")]
    use simdutf8::compat::from_utf8;
    #[cfg(not(feature = "std"))]
    use str::from_utf8;
    match from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    }
}

/// The first bytes of a character.
#[derive(Debug, Clone, Default)]
pub(crate) struct Utf8 {
    partial: [u8; 4],
    len: usize,
}

impl Utf8 {
    /// Appends the characters that are whole now. At an error, what stands before it has been appended.
    pub(crate) fn push(&mut self, mut bytes: &[u8], text: &mut String) -> Result<(), Invalid> {
        while self.len > 0 {
            let Some((&byte, rest)) = bytes.split_first() else { return Ok(()) };
            self.partial[self.len] = byte;
            match str::from_utf8(&self.partial[..self.len + 1]) {
                Ok(c) => {
                    text.push_str(c);
                    self.len = 0;
                }
                Err(error) if error.error_len().is_none() => self.len += 1,
                Err(_) => return self.invalid(),
            }
            bytes = rest;
        }
        let valid = valid_head(bytes);
        text.push_str(valid);
        let rest = &bytes[valid.len()..];
        match str::from_utf8(rest) {
            Err(error) if error.error_len().is_some() => self.invalid(),
            // Nothing, or up to three bytes of a character.
            _ => {
                self.partial[..rest.len()].copy_from_slice(rest);
                self.len = rest.len();
                Ok(())
            }
        }
    }

    /// The text is over.
    pub(crate) fn finish(&mut self) -> Result<(), Invalid> {
        if self.len > 0 { self.invalid() } else { Ok(()) }
    }

    /// How many bytes wait for others.
    pub(crate) fn waiting(&self) -> usize {
        self.len
    }

    fn invalid(&mut self) -> Result<(), Invalid> {
        self.len = 0;
        Err(Invalid)
    }
}

/// The error of a stream whose bytes are no UTF-8.
///
/// ```
/// # #[cfg(feature = "segmentation")] {
/// use naskh::SentenceSegmenter;
/// let segmenter = SentenceSegmenter::new();
/// let error = segmenter.stream().push(b"\xD9\x84\xFF").unwrap_err();
/// assert!(error.to_string().starts_with("no UTF-8 at byte 2 of the text"));
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidUtf8 {
    pub(crate) offset: usize,
}

impl InvalidUtf8 {
    /// The byte of the whole text where the wrong or unfinished character starts.
    ///
    /// ```
    /// # #[cfg(feature = "segmentation")] {
    /// use naskh::SentenceSegmenter;
    /// let segmenter = SentenceSegmenter::new();
    /// let mut stream = segmenter.stream();
    /// stream.push("نعم. ")?;
    /// assert_eq!(stream.push([0xFF]).unwrap_err().offset(), 8);
    /// # }
    /// # Ok::<(), naskh::InvalidUtf8>(())
    /// ```
    pub fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for InvalidUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no UTF-8 at byte {} of the text; decode it first, or push U+FFFD in its place", self.offset)
    }
}

impl core::error::Error for InvalidUtf8 {}
