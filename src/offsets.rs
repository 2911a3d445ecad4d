//! How does a byte offset count in characters or in UTF-16 units, and which byte is it that a host counted so?

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

    fn width(self, c: char) -> usize {
        match self {
            Unit::Byte => c.len_utf8(),
            Unit::Char => 1,
            Unit::Utf16 => c.len_utf16(),
        }
    }
}

/// Converts byte offsets of one text to another unit and back, at a cost of O(1) a token when they are asked for in order.
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

    /// The byte of an offset in the converter's unit: where a host says that something stands, as a range to slice or to
    /// look up in an [`Alignment`](crate::Alignment). An offset inside a character counts as its start, one beyond the end
    /// as the end.
    ///
    /// Linear in the distance from the offset asked for before, either way.
    ///
    /// ```
    /// use naskh::{Offsets, Unit};
    /// let text = "شاي 🍵 حار";
    /// // What JavaScript calls 7..10.
    /// let mut offsets = Offsets::new(text, Unit::Utf16);
    /// let span = offsets.byte(7)..offsets.byte(10);
    /// assert_eq!(&text[span], "حار");
    /// ```
    pub fn byte(&mut self, at: usize) -> usize {
        if self.unit == Unit::Byte {
            let mut at = at.min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            return at;
        }
        let (before, behind) = self.text.split_at(self.byte);
        for c in behind.chars() {
            let next = self.count + self.unit.width(c);
            if next > at {
                break;
            }
            (self.byte, self.count) = (self.byte + c.len_utf8(), next);
        }
        for c in before.chars().rev() {
            if self.count <= at {
                break;
            }
            (self.byte, self.count) = (self.byte - c.len_utf8(), self.count - self.unit.width(c));
        }
        self.byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    /// From every place to every other, forwards and back; inside a character, and beyond the end.
    #[test]
    fn an_offset_leads_to_its_byte_and_back() {
        let text = "شاي 🍵👩\u{200D}🍳 a\u{64E}é";
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for unit in [Unit::Byte, Unit::Char, Unit::Utf16] {
            // Of each offset the character that it is in, told by adding up.
            let mut starts: Vec<usize> = text
                .char_indices()
                .flat_map(|(at, c)| core::iter::repeat_n(at, unit.len(c.encode_utf8(&mut [0; 4]))))
                .collect();
            starts.extend([text.len(); 3]);
            for &from in &places {
                for (offset, &start) in starts.iter().enumerate() {
                    let mut offsets = Offsets::new(text, unit);
                    offsets.at(from);
                    assert_eq!(offsets.byte(offset), start, "{unit:?}: {offset} after byte {from}");
                    // What is remembered is right.
                    assert_eq!(offsets.at(from), unit.len(&text[..from]));
                    assert_eq!(offsets.byte(usize::MAX), text.len());
                    assert_eq!(offsets.byte(0), 0);
                }
            }
        }
    }
}
