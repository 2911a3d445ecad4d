//! How does text cross between Python's strings and UTF-8?
//!
//! Python's strings are arrays of code points; the stable ABI copies them out as UCS-4 quickly, and reads UTF-16 quickly.
//! Its own way from and to UTF-8 decides character by character which of two lengths it has, and guesses wrong at every
//! space of an Arabic text. Here sixteen characters go at a time, and nothing is guessed:
//!
//! ```text
//! while there is text, of which NULs stand behind the end:
//!     sixteen code points:   each as two bytes; those of one byte drop the second (a shuffle from a table)
//!     thirty-two bytes:      at each byte the character that it would begin; those at which none begins drop
//!     keep what comes before the first character of three bytes or four; such ones go one by one
//! ```

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};
use std::cell::Cell;
use std::ops::Range;

/// Appends the text of a Python string. A lone surrogate is a `UnicodeEncodeError` that names its index.
pub(crate) fn read(string: &Bound<'_, PyString>, out: &mut String) -> PyResult<()> {
    #[cfg(target_arch = "x86_64")]
    if x86_64::present() {
        let mut points = POINTS.take();
        let is_text = x86_64::read(string, &mut points, out);
        if points.capacity() <= KEPT {
            POINTS.set(points);
        }
        if is_text {
            return Ok(());
        }
        // A surrogate: Python says where.
    }
    out.push_str(&string.to_cow()?);
    Ok(())
}

/// A Python string of a text, which is as it was afterwards.
pub(crate) fn write<'py>(py: Python<'py>, text: &mut String) -> Bound<'py, PyString> {
    #[cfg(target_arch = "x86_64")]
    if !text.is_ascii() && x86_64::present() {
        let mut units = UNITS.take();
        let string = x86_64::write(py, text, &mut units);
        if units.capacity() <= KEPT {
            UNITS.set(units);
        }
        if let Some(string) = string {
            return string;
        }
    }
    PyString::new(py, text)
}

/// Python strings of pieces of a text that stand one behind the other. Short ones cross together, as one string that is cut.
pub(crate) fn write_pieces<'py>(
    py: Python<'py>,
    text: &str,
    pieces: impl Iterator<Item = Range<usize>>,
) -> PyResult<Vec<Bound<'py, PyString>>> {
    const TOGETHER: usize = 4096;
    let (mut strings, mut group, mut copy) = (Vec::new(), Vec::new(), String::new());
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let end = piece.end;
        group.push(piece);
        if pieces.peek().is_some_and(|next| next.end - group[0].start <= TOGETHER) {
            continue;
        }
        copy.clear();
        copy.push_str(&text[group[0].start..end]);
        let whole = write(py, &mut copy);
        if let [_] = group[..] {
            strings.push(whole);
            group.clear();
            continue;
        }
        let mut index = 0;
        for piece in group.drain(..) {
            let end = index + text[piece].chars().count();
            strings.push(self::piece(&whole, index..end)?);
            index = end;
        }
    }
    Ok(strings)
}

/// A piece of a Python string, by its indices.
#[allow(unsafe_code)]
pub(crate) fn piece<'py>(string: &Bound<'py, PyString>, range: Range<usize>) -> PyResult<Bound<'py, PyString>> {
    // SAFETY: the pointer is that of a living string; what comes back is a string of its own, or null with an error.
    unsafe {
        let piece = ffi::PyUnicode_Substring(string.as_ptr(), range.start as isize, range.end as isize);
        Ok(Bound::from_owned_ptr_or_err(string.py(), piece)?.cast_into_unchecked())
    }
}

/// A list of such pieces. To cut a string costs half of what a new one does.
pub(crate) fn pieces<'py>(string: &Bound<'py, PyString>, ranges: &[Range<usize>]) -> PyResult<Bound<'py, PyList>> {
    let pieces = PyList::empty(string.py());
    for range in ranges {
        pieces.append(piece(string, range.clone())?)?;
    }
    Ok(pieces)
}

/// How many units, of whatever size, a buffer may have that stays with its thread.
pub(crate) const KEPT: usize = 1 << 15;

#[cfg(target_arch = "x86_64")]
thread_local! {
    static POINTS: Cell<Vec<u32>> = const { Cell::new(Vec::new()) };
    static UNITS: Cell<Vec<u16>> = const { Cell::new(Vec::new()) };
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
mod x86_64 {
    use super::*;
    use std::arch::x86_64::*;

    /// For each set of lanes of eight: the shuffle that moves them to the front.
    static LANES: [[u8; 16]; 256] = {
        let mut table = [[0; 16]; 256];
        let mut set = 0;
        while set < 256 {
            let (mut lane, mut place) = (0, 0);
            while lane < 8 {
                if set >> lane & 1 == 1 {
                    table[set][place] = 2 * lane as u8;
                    table[set][place + 1] = 2 * lane as u8 + 1;
                    place += 2;
                }
                lane += 1;
            }
            set += 1;
        }
        table
    };

    /// For each set of lanes of eight: the shuffle that drops their second bytes.
    static BYTES: [[u8; 16]; 256] = {
        let mut table = [[0; 16]; 256];
        let mut set = 0;
        while set < 256 {
            let (mut lane, mut place) = (0, 0);
            while lane < 8 {
                table[set][place] = 2 * lane as u8;
                place += 1;
                if set >> lane & 1 == 0 {
                    table[set][place] = 2 * lane as u8 + 1;
                    place += 1;
                }
                lane += 1;
            }
            set += 1;
        }
        table
    };

    /// How many NULs stand behind a text while it is read by blocks: one block may begin at its last byte.
    const FILL: usize = 32;

    const NULS: &str = match str::from_utf8(&[0; FILL + 1]) {
        Ok(nuls) => nuls,
        Err(_) => unreachable!(),
    };

    pub(super) fn present() -> bool {
        is_x86_feature_detected!("avx2") && is_x86_feature_detected!("popcnt")
    }

    /// Whether the string is text; if not, nothing is appended.
    pub(super) fn read(string: &Bound<'_, PyString>, points: &mut Vec<u32>, out: &mut String) -> bool {
        // SAFETY: the pointer is that of a living string.
        let len = unsafe { ffi::PyUnicode_GetLength(string.as_ptr()) } as usize;
        points.clear();
        points.reserve(len + FILL);
        // SAFETY: there is room for as many code points, which Python writes, and for those behind them.
        unsafe {
            if ffi::PyUnicode_AsUCS4(string.as_ptr(), points.as_mut_ptr(), len as isize, 0).is_null() {
                // The other way tells what is wrong.
                PyErr::take(string.py());
                return false;
            }
            points.as_mut_ptr().add(len).write_bytes(0, FILL);
            points.set_len(len + FILL);
        }
        // SAFETY: `present` was asked. What is appended is UTF-8, or taken back.
        unsafe {
            let out = out.as_mut_vec();
            let before = out.len();
            let is_text = encode(points, out);
            out.truncate(if is_text { out.len() } else { before });
            is_text
        }
    }

    /// Appends code points as UTF-8, but for the `FILL` NULs at their end; false at a surrogate.
    #[target_feature(enable = "avx2,popcnt")]
    fn encode(points: &[u32], out: &mut Vec<u8>) -> bool {
        let len = points.len() - FILL;
        // Two bytes a code point are enough until one goes alone, and 16 are written at a time.
        out.reserve(2 * points.len());
        let (mut at, mut end) = (0, out.len());
        while at < len {
            let block: &[u32; 16] = points[at..].first_chunk().expect("FILL is more than a block");
            // SAFETY: a block has 64 bytes.
            let (first, second) = unsafe {
                let block = block.as_ptr().cast::<__m256i>();
                (_mm256_loadu_si256(block), _mm256_loadu_si256(block.add(1)))
            };
            // What is no number of 16 bits becomes the largest that there is.
            let point = _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_packs_epi32(first, second));
            let lead = _mm256_or_si256(_mm256_srli_epi16::<6>(point), _mm256_set1_epi16(0xC0));
            let trail = _mm256_or_si256(_mm256_slli_epi16::<8>(point), _mm256_set1_epi16(0x8000_u16 as i16));
            let trail = _mm256_and_si256(trail, _mm256_set1_epi16(0xBF00_u16 as i16));
            let ascii = _mm256_cmpgt_epi16(_mm256_set1_epi16(0x80), point);
            let bytes = _mm256_blendv_epi8(_mm256_or_si256(lead, trail), point, ascii);
            let long = _mm256_cmpgt_epi16(point, _mm256_set1_epi16(0x7FF));
            let (ascii, long) = (lanes(ascii), lanes(long));
            let mut next = end;
            for (half, set) in
                [(_mm256_castsi256_si128(bytes), ascii & 0xFF), (_mm256_extracti128_si256::<1>(bytes), ascii >> 8)]
            {
                // SAFETY: two bytes are reserved for each of the sixteen code points from here.
                unsafe {
                    let shuffle = _mm_loadu_si128(BYTES[set as usize].as_ptr().cast());
                    _mm_storeu_si128(out.as_mut_ptr().add(next).cast(), _mm_shuffle_epi8(half, shuffle));
                }
                next += 16 - set.count_ones() as usize;
            }
            // A branch, so that the next block need not wait for the count.
            if long == 0 {
                (at, end) = (at + 16, next);
                continue;
            }
            let short = long.trailing_zeros();
            end += 2 * short as usize - (ascii & !(u32::MAX << short)).count_ones() as usize;
            at += short as usize;
            // SAFETY: so many were written.
            unsafe { out.set_len(end) };
            while points[at] > 0x7FF {
                let Some(c) = char::from_u32(points[at]) else { return false };
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                at += 1;
            }
            out.reserve(2 * (points.len() - at));
            end = out.len();
        }
        // A NUL for each that was behind them.
        // SAFETY: so many were written, and more.
        unsafe { out.set_len(end - (at - len)) };
        true
    }

    /// Which of sixteen lanes are set, in order.
    #[target_feature(enable = "avx2")]
    fn lanes(mask: __m256i) -> u32 {
        let bytes = _mm_packs_epi16(_mm256_castsi256_si128(mask), _mm256_extracti128_si256::<1>(mask));
        _mm_movemask_epi8(bytes) as u32
    }

    /// A Python string of a text, unless there is no memory for it. The text is the same afterwards.
    pub(super) fn write<'py>(py: Python<'py>, text: &mut String, units: &mut Vec<u16>) -> Option<Bound<'py, PyString>> {
        let len = text.len();
        text.push_str(NULS);
        units.clear();
        // SAFETY: `present` was asked.
        unsafe { decode(text, units) };
        text.truncate(len);
        let mut order = -1;
        // SAFETY: the units are there; `order` says that they are little-endian, as they are on this processor.
        unsafe {
            let (units, bytes) = (units.as_ptr().cast(), 2 * units.len() as isize);
            let string = ffi::PyUnicode_DecodeUTF16(units, bytes, std::ptr::null(), &mut order);
            Some(Bound::from_owned_ptr_or_opt(py, string)?.cast_into_unchecked())
        }
    }

    /// The UTF-16 of a text, but for the `FILL` NULs and one more at its end.
    #[target_feature(enable = "avx2,popcnt")]
    fn decode(text: &str, units: &mut Vec<u16>) {
        let bytes = text.as_bytes();
        let len = bytes.len() - FILL - 1;
        // No byte is more than a unit, and no block behind the end begins.
        units.reserve(bytes.len());
        let (mut at, mut count) = (0, 0);
        while at < len {
            let block: &[u8; 33] = bytes[at..].first_chunk().expect("FILL and one is a block");
            // SAFETY: a block has 33 bytes.
            let (first, second) = unsafe {
                (_mm256_loadu_si256(block.as_ptr().cast()), _mm256_loadu_si256(block.as_ptr().add(1).cast()))
            };
            // As signed bytes: E0.. are -32.., and what goes on is below -64.
            let ascii = _mm256_cmpgt_epi8(first, _mm256_set1_epi8(-1));
            let long = _mm256_andnot_si256(ascii, _mm256_cmpgt_epi8(first, _mm256_set1_epi8(-33)));
            let long = _mm256_movemask_epi8(long) as u32;
            let begins = _mm256_movemask_epi8(_mm256_cmpgt_epi8(first, _mm256_set1_epi8(-65))) as u32;
            // 64 times the lead's, and once the trail's; of ASCII once itself, and nothing of the next.
            let lead = _mm256_and_si256(first, _mm256_or_si256(ascii, _mm256_set1_epi8(0x1F)));
            let trail = _mm256_andnot_si256(ascii, _mm256_and_si256(second, _mm256_set1_epi8(0x3F)));
            let (one, many) = (_mm256_set1_epi8(1), _mm256_set1_epi8(64));
            let times = _mm256_blendv_epi8(many, one, ascii);
            let low = _mm256_maddubs_epi16(_mm256_unpacklo_epi8(lead, trail), _mm256_unpacklo_epi8(times, one));
            let high = _mm256_maddubs_epi16(_mm256_unpackhi_epi8(lead, trail), _mm256_unpackhi_epi8(times, one));
            let quarters = [
                _mm256_castsi256_si128(low),
                _mm256_castsi256_si128(high),
                _mm256_extracti128_si256::<1>(low),
                _mm256_extracti128_si256::<1>(high),
            ];
            let mut next = count;
            for (quarter, set) in quarters.into_iter().zip(begins.to_le_bytes()) {
                // SAFETY: a unit is reserved for each of the 32 bytes from here.
                unsafe {
                    let shuffle = _mm_loadu_si128(LANES[usize::from(set)].as_ptr().cast());
                    _mm_storeu_si128(units.as_mut_ptr().add(next).cast(), _mm_shuffle_epi8(quarter, shuffle));
                }
                next += set.count_ones() as usize;
            }
            if long == 0 {
                (at, count) = (at + 32, next);
                continue;
            }
            let short = long.trailing_zeros();
            count += (begins & !(u32::MAX << short)).count_ones() as usize;
            at += short as usize;
            // SAFETY: so many were written.
            unsafe { units.set_len(count) };
            for c in text[at..].chars().take_while(|c| *c > '\u{7FF}') {
                units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
                at += c.len_utf8();
            }
            count = units.len();
        }
        // A NUL for each that was behind it.
        // SAFETY: so many were written, and more.
        unsafe { units.set_len(count - (at - len)) };
    }
}
