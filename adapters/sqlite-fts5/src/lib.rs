//! How does SQLite find كتاب in كِتَابٌ, and mark the right letters?
//!
//! ```text
//! for each word of the text, in its normalised form:
//!     give FTS5 the normalised word, with the place of the word in the original
//! ```
//!
//! `unsafe` stands here only, where SQLite calls and is called.
#![doc = include_str!("../README.md")]

use naskh::{Normalizer, Pipeline, Preset, Scratch};
use rusqlite::ffi::{self, Fts5Tokenizer, fts5_api, fts5_tokenizer};
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, Result};
use std::borrow::Cow;
use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::{ptr, slice};

/// Makes the tokenizer `naskh` known to a connection. Each connection that reads or writes such a table needs it.
///
/// ```
/// use rusqlite::Connection;
/// let database = Connection::open_in_memory()?;
/// naskh_sqlite_fts5::register(&database)?;
/// database.execute_batch("CREATE VIRTUAL TABLE verses USING fts5(text, tokenize = \"naskh 'search@1'\")")?;
/// database.execute("INSERT INTO verses VALUES ('العِلْمُ نُورٌ')", [])?;
/// let found: i64 = database.query_row("SELECT count(*) FROM verses('علم OR نور')", [], |row| row.get(0))?;
/// assert_eq!(found, 1);
/// # Ok::<(), rusqlite::Error>(())
/// ```
///
/// # Errors
/// If SQLite was built without FTS5.
pub fn register(connection: &Connection) -> Result<()> {
    let mut api: *mut fts5_api = ptr::null_mut();
    // FTS5 writes its address behind the pointer, if the name of the pointer's type is this one.
    let slot = ToSqlOutput::Pointer(((&raw mut api).cast(), c"fts5_api_ptr", None));
    connection.query_row("SELECT fts5(?1)", [slot], |_| Ok(()))?;
    let mut functions = fts5_tokenizer { xCreate: Some(create), xDelete: Some(delete), xTokenize: Some(tokenize) };
    // SAFETY: `api` is null or what FTS5 wrote, which lives as long as the connection.
    let create_tokenizer = unsafe { api.as_ref() }.and_then(|api| api.xCreateTokenizer);
    let code = match create_tokenizer {
        // SAFETY: `api` is not null. FTS5 copies the name and the three functions; they keep its contract (below).
        Some(register) => unsafe { register(api, c"naskh".as_ptr(), ptr::null_mut(), &raw mut functions, None) },
        None => ffi::SQLITE_ERROR,
    };
    match code {
        ffi::SQLITE_OK => Ok(()),
        code => Err(rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some("FTS5 takes no tokenizer".into()))),
    }
}

/// What stands behind FTS5's `Fts5Tokenizer`.
struct Naskh {
    pipeline: Pipeline,
    /// Taken out while in use.
    scratch: Cell<Scratch>,
}

impl Naskh {
    /// The preset named by the arguments of `tokenize`, `search` if there are none.
    fn new(arguments: &[&CStr]) -> Option<Naskh> {
        let preset = match arguments {
            [] => Preset::Search,
            [name] => {
                let name = name.to_str().ok()?;
                let is = |preset: &&Preset| preset.name() == name || Normalizer::new(**preset).id() == name;
                *Preset::ALL.iter().find(is)?
            }
            _ => return None,
        };
        Some(Naskh { pipeline: Pipeline::new(preset), scratch: Cell::default() })
    }

    /// Gives each word and its place in `text` to `tell`, until that gives another code than `SQLITE_OK`.
    fn tokenize(&self, text: &[u8], mut tell: impl FnMut(&str, usize, usize) -> c_int) -> c_int {
        let mut scratch = self.scratch.take();
        let (mut code, mut base) = (ffi::SQLITE_OK, 0);
        // SQLite does not check that a text is UTF-8; an invalid byte is no part of a word.
        for chunk in text.utf8_chunks() {
            self.pipeline.for_each_term(chunk.valid(), &mut scratch, |term| {
                if code == ffi::SQLITE_OK {
                    let span = term.span();
                    code = tell(&lower(term.text()), base + span.start, base + span.end);
                }
            });
            base += chunk.valid().len() + chunk.invalid().len();
        }
        self.scratch.set(scratch);
        code
    }
}

fn lower(word: &str) -> Cow<'_, str> {
    // Arabic letters have no case.
    match word.chars().any(char::is_uppercase) {
        true => word.to_lowercase().into(),
        false => word.into(),
    }
}

/// Gives the number of bytes a `c_int`; FTS5 counts in these, and takes no text that is longer.
fn int(bytes: usize) -> c_int {
    c_int::try_from(bytes).unwrap_or(c_int::MAX)
}

/// `xCreate`: a tokenizer for one table.
///
/// # Safety
/// `arguments` points to `count` C strings and `out` may be written, as FTS5 promises.
unsafe extern "C" fn create(
    _: *mut c_void,
    arguments: *mut *const c_char,
    count: c_int,
    out: *mut *mut Fts5Tokenizer,
) -> c_int {
    let count = usize::try_from(count).unwrap_or(0);
    // SAFETY: the caller's promise; where there is no argument, nothing is read.
    let arguments: Vec<&CStr> = (0..count).map(|i| unsafe { CStr::from_ptr(*arguments.add(i)) }).collect();
    let Some(naskh) = Naskh::new(&arguments) else { return ffi::SQLITE_ERROR };
    // SAFETY: the caller's promise. FTS5 only carries the pointer, and gives it back to `tokenize` and `delete`.
    unsafe { *out = Box::into_raw(Box::new(naskh)).cast() };
    ffi::SQLITE_OK
}

/// `xDelete`.
///
/// # Safety
/// `tokenizer` is from [`create`] and not used again, as FTS5 promises.
unsafe extern "C" fn delete(tokenizer: *mut Fts5Tokenizer) {
    // SAFETY: the caller's promise.
    drop(unsafe { Box::from_raw(tokenizer.cast::<Naskh>()) });
}

/// `xTokenize`. The reason (document, query, prefix) makes no difference: a word is normalised by itself.
///
/// # Safety
/// `tokenizer` is from [`create`], `text` points to `length` bytes unless it is null, `tell` may be called with `context`:
/// as FTS5 promises.
unsafe extern "C" fn tokenize(
    tokenizer: *mut Fts5Tokenizer,
    context: *mut c_void,
    _: c_int,
    text: *const c_char,
    length: c_int,
    tell: Option<Tell>,
) -> c_int {
    let Some(tell) = tell else { return ffi::SQLITE_MISUSE };
    let text = match usize::try_from(length) {
        // SAFETY: the caller's promise.
        Ok(length) if !text.is_null() => unsafe { slice::from_raw_parts(text.cast(), length) },
        _ => &[],
    };
    // SAFETY: the caller's promise; one thread at a time uses a connection, and `Naskh` is never borrowed mutably.
    let naskh = unsafe { &*tokenizer.cast::<Naskh>() };
    naskh.tokenize(text, |word, start, end| {
        // SAFETY: the caller's promise; FTS5 copies the word.
        unsafe { tell(context, 0, word.as_ptr().cast(), int(word.len()), int(start), int(end)) }
    })
}

/// How FTS5 takes a token: context, flags, the word and its length, its start and its end in the text.
type Tell = unsafe extern "C" fn(*mut c_void, c_int, *const c_char, c_int, c_int, c_int) -> c_int;
