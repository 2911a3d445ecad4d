//! How is what passes through a reader or a writer normalised?

use super::Normalizer;
use super::stream::{NormalizerStream, StreamError, WholeText};
use alloc::vec;
use alloc::vec::Vec;
use std::io::{self, BufRead, Read, Write};

/// How much is read at once.
const BLOCK: usize = 64 << 10;

/// Normalises what is written, and writes it on.
///
/// Call [`finish`](NormalizeWriter::finish) at the end: the last cluster waits for what follows. A writer that is
/// dropped finishes too, and nobody hears of an error.
///
/// ```
/// use naskh::{NormalizeWriter, Normalizer, Preset};
/// use std::io::Write;
/// let mut writer = NormalizeWriter::new(Vec::new(), &Normalizer::new(Preset::Search))?;
/// write!(writer, "الطَّبْعَة {}", 3)?;
/// assert_eq!(writer.finish()?, "الطبعه 3".as_bytes());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Of the kind [`InvalidData`](io::ErrorKind::InvalidData), with a [`StreamError`] inside, when the stream does not take
/// what is written; nothing is taken from then on. What the writer behind does not take is kept, and the next call tries
/// again: its error is told then.
#[derive(Debug)]
pub struct NormalizeWriter<W: Write> {
    /// None once it is finished.
    inner: Option<W>,
    stream: NormalizerStream,
    /// What is ready, and how much of it is written.
    ready: Vec<u8>,
    written: usize,
    failed: Option<StreamError>,
}

impl<W: Write> NormalizeWriter<W> {
    /// A writer in front of another.
    ///
    /// # Errors
    /// [`WholeText`] if the normaliser cannot be a [`stream`](Normalizer::stream).
    pub fn new(inner: W, normalizer: &Normalizer) -> Result<NormalizeWriter<W>, WholeText> {
        let stream = normalizer.stream()?;
        Ok(NormalizeWriter { inner: Some(inner), stream, ready: Vec::new(), written: 0, failed: None })
    }

    /// Ends the text, writes what is left and flushes; gives the writer behind.
    ///
    /// # Errors
    /// Those of a write; also if the last character lacks bytes.
    pub fn finish(mut self) -> io::Result<W> {
        self.end()?;
        Ok(self.inner.take().expect("it is taken here only, and here ends its life"))
    }

    fn end(&mut self) -> io::Result<()> {
        let ended = self.stream.finish();
        self.gather();
        self.pass_on()?;
        if let Some(inner) = &mut self.inner {
            inner.flush()?;
        }
        self.check()?;
        Ok(ended?)
    }

    fn check(&self) -> io::Result<()> {
        self.failed.map_or(Ok(()), |error| Err(error.into()))
    }

    fn gather(&mut self) {
        while let Some(text) = self.stream.next_text() {
            self.ready.extend_from_slice(text.as_bytes());
        }
    }

    /// Writes what is ready; what was not written stays.
    fn pass_on(&mut self) -> io::Result<()> {
        let Some(inner) = &mut self.inner else { return Ok(()) };
        while self.written < self.ready.len() {
            match inner.write(&self.ready[self.written..]) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(n) => self.written += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.ready.clear();
        self.written = 0;
        Ok(())
    }
}

impl<W: Write> Write for NormalizeWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // What a call has taken it cannot give back: so an error of the writer behind is told by the next one.
        self.pass_on()?;
        self.check()?;
        let bytes = &bytes[..bytes.len().min(BLOCK)];
        self.failed = self.stream.push(bytes).err();
        self.gather();
        let _ = self.pass_on();
        self.check()?;
        Ok(bytes.len())
    }

    /// Writes all that is ready, and flushes; what waits for the text that follows stays.
    fn flush(&mut self) -> io::Result<()> {
        self.pass_on()?;
        self.check()?;
        self.inner.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl<W: Write> Drop for NormalizeWriter<W> {
    fn drop(&mut self) {
        if self.inner.is_some() {
            let _ = self.end();
        }
    }
}

/// Normalises what is read.
///
/// ```
/// use naskh::{NormalizeReader, Normalizer, Preset};
/// use std::io::BufRead;
/// let reader = NormalizeReader::new("كِتَـابٌ\nقَلَمٌ\n".as_bytes(), &Normalizer::new(Preset::Search))?;
/// let lines: Vec<String> = reader.lines().collect::<Result<_, _>>()?;
/// assert_eq!(lines, ["كتاب", "قلم"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Of the kind [`InvalidData`](io::ErrorKind::InvalidData), with a [`StreamError`] inside, when all text before the wrong
/// bytes has been read; and again with every further read.
#[derive(Debug)]
pub struct NormalizeReader<R> {
    inner: R,
    stream: NormalizerStream,
    block: Vec<u8>,
    /// What is ready, and how much of it is read.
    ready: Vec<u8>,
    read: usize,
    /// How the text ended.
    end: Option<Result<(), StreamError>>,
}

impl<R: Read> NormalizeReader<R> {
    /// A reader of what another reads. It has its own buffer.
    ///
    /// # Errors
    /// [`WholeText`] if the normaliser cannot be a [`stream`](Normalizer::stream).
    pub fn new(inner: R, normalizer: &Normalizer) -> Result<NormalizeReader<R>, WholeText> {
        let stream = normalizer.stream()?;
        Ok(NormalizeReader { inner, stream, block: vec![0; BLOCK], ready: Vec::new(), read: 0, end: None })
    }

    /// The reader behind; what was read of it and is not read here is lost.
    ///
    /// ```
    /// use naskh::{NormalizeReader, Normalizer, Preset};
    /// use std::io::Read;
    /// let mut reader = NormalizeReader::new("قَلَمٌ".as_bytes(), &Normalizer::new(Preset::Search))?;
    /// let mut text = String::new();
    /// reader.read_to_string(&mut text)?;
    /// assert_eq!((&*text, reader.into_inner()), ("قلم", &b""[..]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn into_inner(self) -> R {
        self.inner
    }
}

impl<R: Read> BufRead for NormalizeReader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.read == self.ready.len() {
            (self.read, self.ready) = (0, core::mem::take(&mut self.ready));
            self.ready.clear();
            match self.end {
                Some(Ok(())) => break,
                Some(Err(error)) => return Err(error.into()),
                None => {}
            }
            let n = match self.inner.read(&mut self.block) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                result => result?,
            };
            self.end = match n {
                0 => Some(self.stream.finish()),
                n => self.stream.push(&self.block[..n]).err().map(Err),
            };
            while let Some(text) = self.stream.next_text() {
                self.ready.extend_from_slice(text.as_bytes());
            }
            if let Some(Err(_)) = self.end {
                // What stands before the wrong bytes is text too.
                let _ = self.stream.finish();
                while let Some(text) = self.stream.next_text() {
                    self.ready.extend_from_slice(text.as_bytes());
                }
            }
        }
        Ok(&self.ready[self.read..])
    }

    fn consume(&mut self, n: usize) {
        self.read = (self.read + n).min(self.ready.len());
    }
}

impl<R: Read> Read for NormalizeReader<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let n = ready.len().min(buf.len());
        buf[..n].copy_from_slice(&ready[..n]);
        self.consume(n);
        Ok(n)
    }
}
