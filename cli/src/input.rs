//! Where does the text come from? Files and standard input, unpacked if they are gzip or Zstandard.

use crate::args::InputArgs;
use flate2::bufread::GzDecoder;
use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, IsTerminal, Read};
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The inputs of a command, in order.
pub(crate) struct Inputs {
    paths: Vec<PathBuf>,
    /// A list of more, as it was read: a million paths take their own length.
    list: Option<Vec<u8>>,
    /// Bytes read from all inputs so far, before unpacking.
    pub(crate) read: Arc<AtomicU64>,
}

impl Inputs {
    /// # Errors
    /// If the list cannot be read.
    pub(crate) fn new(args: &InputArgs) -> io::Result<Inputs> {
        let list = match &args.files_from {
            None => None,
            Some(path) if is_stdin(path) => {
                let mut list = Vec::new();
                io::stdin().lock().read_to_end(&mut list)?;
                Some(list)
            }
            Some(path) => Some(fs::read(path)?),
        };
        let is_stdin = args.files.is_empty() && list.is_none();
        let paths = if is_stdin { vec![PathBuf::from("-")] } else { args.files.clone() };
        Ok(Inputs { paths, list, read: Arc::default() })
    }

    pub(crate) fn paths(&self) -> impl Iterator<Item = Cow<'_, Path>> {
        let list = self.list.as_deref().unwrap_or_default();
        let end = if list.contains(&0) { 0 } else { b'\n' };
        let listed = list.split(move |&byte| byte == end).filter(|path| !path.is_empty()).map(path_of);
        self.paths.iter().map(|path| Cow::Borrowed(&**path)).chain(listed)
    }

    /// Whether the output has to say which file it is about.
    pub(crate) fn are_several(&self) -> bool {
        self.paths.len() > 1 || self.list.is_some()
    }

    /// The bytes to be read in all, or `None` if there is an input whose length is not known.
    pub(crate) fn total(&self) -> Option<u64> {
        let length = |path: &PathBuf| path.metadata().ok().filter(|about| about.is_file()).map(|about| about.len());
        self.paths.iter().map(length).sum::<Option<u64>>().filter(|_| self.list.is_none())
    }
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> Cow<'_, Path> {
    use std::os::unix::ffi::OsStrExt;
    Cow::Borrowed(Path::new(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> Cow<'_, Path> {
    let path = String::from_utf8_lossy(bytes.strip_suffix(b"\r").unwrap_or(bytes));
    Cow::Owned(PathBuf::from(path.into_owned()))
}

/// Whether a command without a file would wait for a person to type.
pub(crate) fn stdin_is_terminal() -> bool {
    io::stdin().is_terminal()
}

pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// An opened input: its bytes, unpacked.
pub(crate) struct Source {
    reader: Box<dyn Read>,
    /// A plain file's length when it was opened, and what has been read of it: a file may shrink while it is read.
    expected: Option<u64>,
    seen: u64,
    pub(crate) is_packed: bool,
    pub(crate) is_interactive: bool,
}

impl Source {
    pub(crate) fn open(path: &Path, read: &Arc<AtomicU64>) -> io::Result<Source> {
        let (raw, length): (Box<dyn Read>, _) = if is_stdin(path) {
            (Box::new(io::stdin().lock()), None)
        } else {
            let file = File::open(path)?;
            let about = file.metadata()?;
            if about.is_dir() {
                return Err(ErrorKind::IsADirectory.into());
            }
            (Box::new(file), about.is_file().then_some(about.len()))
        };
        let mut raw = Counted { raw, read: Arc::clone(read) };
        let head = magic(&mut raw)?;
        let whole = Cursor::new(head.clone()).chain(raw);
        let reader: Box<dyn Read> = match packing(&head) {
            Packing::Gzip => Box::new(Members(GzDecoder::new(Box::new(BufReader::new(whole))))),
            Packing::Zstandard => Box::new(zstd::stream::read::Decoder::new(whole)?),
            Packing::None | Packing::Open => Box::new(whole),
        };
        let is_packed = matches!(packing(&head), Packing::Gzip | Packing::Zstandard);
        // Files such as those in /proc say that they are empty, and are not.
        let expected = length.filter(|&length| length > 0 && !is_packed);
        let is_interactive = is_stdin(path) && stdin_is_terminal();
        Ok(Source { reader, expected, seen: 0, is_packed, is_interactive })
    }
}

impl Read for Source {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(buf)?;
        self.seen += n as u64;
        match self.expected {
            Some(expected) if n == 0 && !buf.is_empty() && self.seen < expected => Err(io::Error::other(format!(
                "the file became shorter while it was read: {} of {expected} bytes were there",
                self.seen
            ))),
            _ => Ok(n),
        }
    }
}

/// What the first bytes of an input say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
    Zstandard,
    /// Too few bytes to tell.
    Open,
}

fn packing(head: &[u8]) -> Packing {
    // RFC 1952, 2.3.1; RFC 8878, 3.1: a frame, or a skippable one in front of it.
    match *head {
        [0x1f, 0x8b, ..] => Packing::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => Packing::Zstandard,
        [] | [0x1f] => Packing::Open,
        [0x28] | [0x28, 0xb5] | [0x28, 0xb5, 0x2f] => Packing::Open,
        [0x50..=0x5f] | [0x50..=0x5f, 0x2a] | [0x50..=0x5f, 0x2a, 0x4d] => Packing::Open,
        _ => Packing::None,
    }
}

/// Reads the first bytes, and no more than are needed: somebody may be typing.
fn magic(raw: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(4);
    while packing(&head) == Packing::Open {
        if raw.take(1).read_to_end(&mut head)? == 0 {
            break;
        }
    }
    Ok(head)
}

/// The members of a gzip file, one behind the other, with padding between them and at the end.
struct Members(GzDecoder<Box<dyn BufRead>>);

impl Read for Members {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        loop {
            let n = self.0.read(buf)?;
            if n > 0 || buf.is_empty() || !another_follows(self.0.get_mut())? {
                return Ok(n);
            }
            let rest = mem::replace(self.0.get_mut(), Box::new(io::empty()));
            self.0.reset(rest);
        }
    }
}

/// Whether a member begins behind one, and behind the zero bytes with which tapes and some tools fill their blocks.
fn another_follows(rest: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let bytes = rest.fill_buf()?;
        let padding = bytes.iter().take_while(|&&byte| byte == 0).count();
        match bytes.get(padding) {
            Some(0x1f) => {
                rest.consume(padding);
                return Ok(true);
            }
            Some(_) => return Err(io::Error::other("the bytes behind its end are no gzip")),
            None if padding == 0 => return Ok(false),
            None => rest.consume(padding),
        }
    }
}

struct Counted<R> {
    raw: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.raw.read(buf)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// The name under which messages and the `file` key speak of an input.
pub(crate) fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Why an input could not be read, in plain words.
pub(crate) fn plain(error: &io::Error, is_packed: bool) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "is a directory; name the files in it".to_owned(),
        ErrorKind::UnexpectedEof if is_packed => "the compressed data is cut short".to_owned(),
        _ if is_packed => format!("the compressed data is damaged: {error}"),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_read_than_is_needed_to_tell() {
        for (input, needed) in [
            ("أب".as_bytes(), 1),
            (b"(a", 2),
            (b"P*", 2),
            (b"P*Mx", 4),
            (b"", 0),
            (b"\x1f\x8b\x08", 2),
            (b"\x28\xb5\x2f\xfd0", 4),
        ] {
            assert_eq!(magic(&mut &input[..]).unwrap().len(), needed, "{input:?}");
        }
    }

    #[test]
    fn a_file_that_shrinks_is_not_whole() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "أب ت").unwrap();
        let mut source = Source::open(file.path(), &Arc::default()).unwrap();
        file.as_file().set_len(3).unwrap();
        let mut seen = Vec::new();
        let error = source.read_to_end(&mut seen).unwrap_err();
        assert!(error.to_string().contains("3 of 7 bytes"), "{error}");
        assert_eq!(seen.len(), 3);
    }
}
