//! How does a byte offset count in characters or in UTF-16 units?

/// What a host counts text in.
///
/// ```
/// use naskh::{Offsets, Unit};
/// // The second word of a text with an emoji.
/// let (text, at) = ("🍵 شاي", 5);
/// let count = |unit| Offsets::new(text, unit).at(at);
/// assert_eq!([Unit::Byte, Unit::Char, Unit::Utf16].map(count), [5, 2, 3]);
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Unit {
    /// Bytes of UTF-8: Rust, Go, most indexes.
    #[default]
    Byte,
    /// Unicode scalar values: Python.
    Char,
    /// UTF-16 code units: Java, JavaScript, C#.
    Utf16,
}

impl Unit {
    /// The length of a text in this unit. Linear.
    ///
    /// ```
    /// use naskh::Unit;
    /// assert_eq!(Unit::Byte.len("شاي 🍵"), 11);
    /// assert_eq!(Unit::Char.len("شاي 🍵"), 5);
    /// assert_eq!(Unit::Utf16.len("شاي 🍵"), 6);
    /// ```
    pub fn len(self, text: &str) -> usize {
        match self {
            Unit::Byte => text.len(),
            Unit::Char => text.chars().count(),
            Unit::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }
}

/// Converts byte offsets of one text to another unit, at a cost of O(1) a token when they are asked for in order.
///
/// ```
/// use naskh::{Offsets, Unit};
/// let mut offsets = Offsets::new("شاي 🍵 حار", Unit::Utf16);
/// assert_eq!(offsets.at(7), 4);
/// assert_eq!(offsets.at(11), 6);
/// assert_eq!(offsets.at(7), 4);
/// ```
#[derive(Debug, Clone)]
pub struct Offsets<'t> {
    text: &'t str,
    unit: Unit,
    byte: usize,
    count: usize,
}

impl<'t> Offsets<'t> {
    /// A converter that stands at the start of the text.
    pub fn new(text: &'t str, unit: Unit) -> Offsets<'t> {
        Offsets { text, unit, byte: 0, count: 0 }
    }

    /// The offset of a byte of the text, in the converter's unit. A byte inside a character counts as its start, one
    /// beyond the end as the end.
    ///
    /// Linear in the distance from the offset asked for before; going back is as cheap.
    pub fn at(&mut self, byte: usize) -> usize {
        if self.unit == Unit::Byte {
            return byte.min(self.text.len());
        }
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        if byte >= self.byte {
            self.count += self.unit.len(&self.text[self.byte..byte]);
        } else {
            self.count -= self.unit.len(&self.text[byte..self.byte]);
        }
        self.byte = byte;
        self.count
    }
}
