//! How does a Python string become text, and a byte of it an index?

use crate::border;
use naskh::Unit;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// The text of a Python string. A lone surrogate is a `UnicodeEncodeError` that names its index.
pub(crate) fn text(string: &Bound<'_, PyString>) -> PyResult<String> {
    let mut text = String::new();
    border::read(string, &mut text)?;
    Ok(text)
}

/// Below so many bytes, giving the lock back and taking it again costs more than the work.
pub(crate) const LONG: usize = 4096;

/// What `work` gives, found without the interpreter's lock if there are many bytes to work on.
pub(crate) fn detached<T: Send>(py: Python<'_>, bytes: usize, work: impl FnOnce() -> T + Send) -> T {
    if bytes < LONG { work() } else { py.detach(work) }
}

/// The value of that name; else a `ValueError` that lists the names there are.
pub(crate) fn named<T>(what: &str, name: &str, names: impl Iterator<Item = (&'static str, T)> + Clone) -> PyResult<T> {
    names.clone().find(|(other, _)| *other == name).map(|(_, value)| value).ok_or_else(|| {
        let names: Vec<_> = names.map(|(name, _)| name).collect();
        PyValueError::new_err(format!("{name:?} is no {what}; one of: {}", names.join(", ")))
    })
}

const UNITS: [(&str, Unit); 3] = [("char", Unit::Char), ("byte", Unit::Byte), ("utf16", Unit::Utf16)];

/// The unit of that name.
pub(crate) fn unit(name: &str) -> PyResult<Unit> {
    named("unit", name, UNITS.into_iter())
}

/// Its name.
pub(crate) fn unit_name(unit: Unit) -> Option<&'static str> {
    UNITS.into_iter().find(|(_, other)| *other == unit).map(|(name, _)| name)
}

/// How many bytes a block of an [`Index`] has.
const BLOCK: usize = 256;

/// Converts any offset of one text, both ways, in O(log n): for who asks in no order. (`naskh::Offsets` is for order.)
pub(crate) struct Index {
    unit: Unit,
    /// How many units begin before each block; none if units are bytes.
    before: Vec<usize>,
}

/// Which side an offset inside a character goes to.
#[derive(Clone, Copy)]
pub(crate) enum Side {
    Start,
    End,
}

impl Index {
    /// Linear.
    pub(crate) fn new(text: &str, unit: Unit) -> Index {
        let mut before = Vec::new();
        if unit != Unit::Byte && !text.is_ascii() {
            let mut units = 0;
            for block in text.as_bytes().chunks(BLOCK) {
                before.push(units);
                units += block.iter().map(|byte| units_of(*byte, unit)).sum::<usize>();
            }
        }
        Index { unit, before }
    }

    /// What it counts.
    pub(crate) fn unit(&self) -> Unit {
        self.unit
    }

    /// The offset in units of a byte on a character boundary.
    pub(crate) fn of_byte(&self, text: &str, byte: usize) -> usize {
        let Some(last) = self.before.len().checked_sub(1) else { return byte };
        let block = (byte / BLOCK).min(last);
        let rest = &text.as_bytes()[block * BLOCK..byte];
        self.before[block] + rest.iter().map(|byte| units_of(*byte, self.unit)).sum::<usize>()
    }

    /// The byte of an offset in units; the end of the text if the offset is beyond it.
    pub(crate) fn to_byte(&self, text: &str, offset: usize, side: Side) -> usize {
        if self.before.is_empty() {
            let mut byte = offset.min(text.len());
            while !text.is_char_boundary(byte) {
                byte = if matches!(side, Side::Start) { byte - 1 } else { byte + 1 };
            }
            return byte;
        }
        let block = self.before.partition_point(|before| *before <= offset) - 1;
        let (mut at, mut units) = (block * BLOCK, self.before[block]);
        let bytes = text.as_bytes();
        // To the first character that begins at the offset or behind it ...
        while at < bytes.len() {
            let here = units_of(bytes[at], self.unit);
            if here > 0 && units >= offset {
                return at;
            }
            // ... or that the offset is inside of.
            if units + here > offset && matches!(side, Side::Start) {
                return at;
            }
            units += here;
            at += 1;
        }
        at
    }
}

/// How many units the character has that begins with this byte; none if no character does.
fn units_of(byte: u8, unit: Unit) -> usize {
    match byte {
        0x80..0xC0 => 0,
        0xF0.. if unit == Unit::Utf16 => 2,
        _ => 1,
    }
}
