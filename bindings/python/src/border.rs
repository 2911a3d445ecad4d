//! How does text cross between Python's strings and UTF-8?
//!
//! Python's strings are arrays of code points, of as many bytes each as the largest of them needs; the stable ABI copies
//! them out as UCS-4 quickly. Its own way from and to UTF-8 decides character by character which of two lengths it has,
//! and guesses wrong at every space of an Arabic text. Here a block goes at a time, and nothing is guessed:
//!
//! ```text
//! while there is text, of which NULs stand behind the end:
//!     a block of code points:  each as two bytes; those of one byte drop the second
//!     a block of bytes:        at each byte the character that it would begin; those at which none begins drop
//!     keep what comes before the first character of three bytes or four; such ones go one by one
//! ```
//!
//! A new string is made of such an array by `PyUnicode_FromKindAndData`, which every CPython has had since 3.3 but the
//! stable ABI has not: it is looked for by name, and where there is none Python decodes UTF-16 or UTF-32. For tests,
//! `NASKH_BORDER=avx2` does without AVX-512, `=stable` also without that function, and `=python` leaves all to Python.

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};
use std::ops::Range;

/// Appends the text of a Python string. A lone surrogate is a `UnicodeEncodeError` that names its index.
pub(crate) fn read(string: &Bound<'_, PyString>, out: &mut String) -> PyResult<()> {
    #[cfg(target_arch = "x86_64")]
    if x86_64::present() && x86_64::read(string, out) {
        return Ok(());
    }
    // If it was tried, there is a surrogate: Python says where.
    out.push_str(&string.to_cow()?);
    Ok(())
}

/// A Python string of a text, which is as it was afterwards.
pub(crate) fn write<'py>(py: Python<'py>, text: &mut String) -> Bound<'py, PyString> {
    #[cfg(target_arch = "x86_64")]
    if !text.is_ascii() && x86_64::present() {
        let range = 0..text.len();
        return x86_64::padded(text, |text| x86_64::write(py, text, range));
    }
    PyString::new(py, text)
}

/// Python strings of pieces of a text that stand one behind the other. The text is as it was afterwards.
pub(crate) fn write_pieces<'py>(
    py: Python<'py>,
    text: &mut String,
    pieces: impl Iterator<Item = Range<usize>>,
) -> PyResult<Vec<Bound<'py, PyString>>> {
    #[cfg(target_arch = "x86_64")]
    if x86_64::makes_strings() {
        return Ok(x86_64::padded(text, |text| pieces.map(|piece| x86_64::write(py, text, piece)).collect()));
    }
    // Short ones cross together, as one string that is cut.
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
    let pieces = ranges.iter().map(|range| piece(string, range.clone())).collect::<PyResult<Vec<_>>>()?;
    PyList::new(string.py(), pieces)
}

/// How many units, of whatever size, a buffer may have that stays with its thread.
pub(crate) const KEPT: usize = 1 << 15;

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
mod x86_64 {
    use super::*;
    use std::arch::x86_64::*;
    use std::cell::Cell;
    use std::ffi::{c_int, c_void};
    use std::sync::LazyLock;
    use std::thread::LocalKey;

    thread_local! {
        static POINTS: Cell<Vec<u32>> = const { Cell::new(Vec::new()) };
        static HALVES: Cell<Vec<u16>> = const { Cell::new(Vec::new()) };
    }

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
    const FILL: usize = 64;

    const NULS: &str = match str::from_utf8(&[0; FILL + 1]) {
        Ok(nuls) => nuls,
        Err(_) => unreachable!(),
    };

    type FromKindAndData = unsafe extern "C" fn(c_int, *const c_void, ffi::Py_ssize_t) -> *mut ffi::PyObject;

    struct Way {
        avx2: bool,
        avx512: bool,
        from_kind_and_data: Option<FromKindAndData>,
    }

    static WAY: LazyLock<Way> = LazyLock::new(|| {
        let forced = std::env::var("NASKH_BORDER").unwrap_or_default();
        let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("popcnt");
        let avx512 = is_x86_feature_detected!("avx512bw") && is_x86_feature_detected!("avx512vbmi2");
        Way {
            avx2: avx2 && forced != "python",
            avx512: avx2 && avx512 && forced.is_empty(),
            from_kind_and_data: if matches!(&*forced, "" | "avx2") { from_kind_and_data() } else { None },
        }
    });

    /// Whether text crosses a block at a time.
    pub(super) fn present() -> bool {
        WAY.avx2
    }

    /// Whether Python makes a string of units as they are, and need not decode them.
    pub(super) fn makes_strings() -> bool {
        WAY.avx2 && WAY.from_kind_and_data.is_some()
    }

    fn from_kind_and_data() -> Option<FromKindAndData> {
        #[cfg(unix)]
        // SAFETY: Python has one function of this name, and it is of this type in each version that has it.
        unsafe {
            let function = libc::dlsym(libc::RTLD_DEFAULT, c"PyUnicode_FromKindAndData".as_ptr());
            std::mem::transmute::<*mut c_void, Option<FromKindAndData>>(function)
        }
        #[cfg(not(unix))]
        None
    }

    /// Whether the string is text; if not, nothing is appended.
    pub(super) fn read(string: &Bound<'_, PyString>, out: &mut String) -> bool {
        with_kept(|points: &mut Vec<u32>| {
            // SAFETY: the pointer is that of a living string.
            let len = unsafe { ffi::PyUnicode_GetLength(string.as_ptr()) } as usize;
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
                let is_text = if WAY.avx512 { encode_avx512(points, out) } else { encode_avx2(points, out) };
                out.truncate(if is_text { out.len() } else { before });
                is_text
            }
        })
    }

    /// Appends code points as UTF-8, but for the `FILL` NULs at their end; false at a surrogate.
    ///
    /// # Safety
    ///
    /// The processor has what the kernel needs.
    #[inline(always)]
    unsafe fn encode<K: Kernel>(points: &[u32], out: &mut Vec<u8>) -> bool {
        let len = points.len() - FILL;
        // Two bytes a code point are enough until one goes alone, and a block is written at a time.
        out.reserve(2 * points.len());
        let (mut at, mut end) = (0, out.len());
        while at < len {
            let block = &points[at..at + K::POINTS];
            // SAFETY: two bytes are reserved for each code point from here; the processor is the caller's.
            let (ascii, long) = unsafe { K::encode(block.as_ptr(), out.as_mut_ptr().add(end)) };
            // A branch, so that the next block need not wait for the count.
            if long == 0 {
                (at, end) = (at + K::POINTS, end + 2 * K::POINTS - ascii.count_ones() as usize);
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

    #[target_feature(enable = "avx2,popcnt")]
    fn encode_avx2(points: &[u32], out: &mut Vec<u8>) -> bool {
        // SAFETY: by the line above.
        unsafe { encode::<Avx2>(points, out) }
    }

    #[target_feature(enable = "avx512bw,avx512vbmi2,popcnt")]
    fn encode_avx512(points: &[u32], out: &mut Vec<u8>) -> bool {
        // SAFETY: by the line above.
        unsafe { encode::<Avx512>(points, out) }
    }

    /// A block at a time.
    trait Kernel {
        const POINTS: usize;
        const BYTES: usize;

        /// Writes the UTF-8 of the code points of a block of which none is long (of three bytes or four), or of those before
        /// the first that is; which are ASCII, and which are long.
        ///
        /// # Safety
        ///
        /// There is a block, room for two bytes of each, and a processor that has what it needs.
        unsafe fn encode(block: *const u32, to: *mut u8) -> (u32, u32);

        /// Writes the characters that begin at those bytes of a block, of which none is long, or those before the first
        /// that is.
        ///
        /// # Safety
        ///
        /// There is a block and a byte behind it, room for a unit a byte, and a processor that has what it needs.
        unsafe fn decode<U: Unit>(block: *const u8, begins: u64, to: *mut U);

        /// At which bytes of a block a character begins, and at which a long one does.
        ///
        /// # Safety
        ///
        /// There is a block, and a processor that has what it needs.
        unsafe fn begins(block: *const u8) -> (u64, u64);
    }

    struct Avx2;

    impl Kernel for Avx2 {
        const POINTS: usize = 16;
        const BYTES: usize = 32;

        #[inline(always)]
        unsafe fn encode(block: *const u32, to: *mut u8) -> (u32, u32) {
            // SAFETY: the caller's.
            unsafe {
                let block = block.cast::<__m256i>();
                let (first, second) = (_mm256_loadu_si256(block), _mm256_loadu_si256(block.add(1)));
                // What is no number of 16 bits becomes the largest that there is.
                let point = _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_packs_epi32(first, second));
                let lead = _mm256_or_si256(_mm256_srli_epi16::<6>(point), _mm256_set1_epi16(0xC0));
                let trail = _mm256_or_si256(_mm256_slli_epi16::<8>(point), _mm256_set1_epi16(0x8000_u16 as i16));
                let trail = _mm256_and_si256(trail, _mm256_set1_epi16(0xBF00_u16 as i16));
                let ascii = _mm256_cmpgt_epi16(_mm256_set1_epi16(0x80), point);
                let bytes = _mm256_blendv_epi8(_mm256_or_si256(lead, trail), point, ascii);
                let long = _mm256_cmpgt_epi16(point, _mm256_set1_epi16(0x7FF));
                let (ascii, long) = (lanes(ascii), lanes(long));
                let mut next = to;
                for (half, set) in
                    [(_mm256_castsi256_si128(bytes), ascii & 0xFF), (_mm256_extracti128_si256::<1>(bytes), ascii >> 8)]
                {
                    let shuffle = _mm_loadu_si128(BYTES[set as usize].as_ptr().cast());
                    _mm_storeu_si128(next.cast(), _mm_shuffle_epi8(half, shuffle));
                    next = next.add(16 - set.count_ones() as usize);
                }
                (ascii, long)
            }
        }

        #[inline(always)]
        unsafe fn begins(block: *const u8) -> (u64, u64) {
            // SAFETY: the caller's.
            unsafe {
                let bytes = _mm256_loadu_si256(block.cast());
                // As signed bytes: E0.. are -32.., and what goes on is below -64.
                let leads = _mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(-33));
                let long = _mm256_movemask_epi8(_mm256_and_si256(bytes, leads)) as u32;
                let begins = _mm256_movemask_epi8(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(-65))) as u32;
                (begins.into(), long.into())
            }
        }

        #[inline(always)]
        unsafe fn decode<U: Unit>(block: *const u8, begins: u64, to: *mut U) {
            // SAFETY: the caller's.
            unsafe {
                let (first, second) = (_mm256_loadu_si256(block.cast()), _mm256_loadu_si256(block.add(1).cast()));
                let ascii = _mm256_cmpgt_epi8(first, _mm256_set1_epi8(-1));
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
                let mut next = to;
                for (quarter, set) in quarters.into_iter().zip((begins as u32).to_le_bytes()) {
                    let shuffle = _mm_loadu_si128(LANES[usize::from(set)].as_ptr().cast());
                    U::write(_mm_shuffle_epi8(quarter, shuffle), next);
                    next = next.add(set.count_ones() as usize);
                }
            }
        }
    }

    /// Which of sixteen lanes are set, in order.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn lanes(mask: __m256i) -> u32 {
        let bytes = _mm_packs_epi16(_mm256_castsi256_si128(mask), _mm256_extracti128_si256::<1>(mask));
        _mm_movemask_epi8(bytes) as u32
    }

    struct Avx512;

    impl Kernel for Avx512 {
        const POINTS: usize = 32;
        const BYTES: usize = 64;

        #[inline(always)]
        unsafe fn encode(block: *const u32, to: *mut u8) -> (u32, u32) {
            // SAFETY: the caller's.
            unsafe {
                let (first, second) = (_mm512_loadu_si512(block.cast()), _mm512_loadu_si512(block.add(16).cast()));
                // What is no number of 16 bits becomes the largest that there is.
                let (first, second) = (_mm512_cvtusepi32_epi16(first), _mm512_cvtusepi32_epi16(second));
                let point = _mm512_inserti64x4::<1>(_mm512_castsi256_si512(first), second);
                let ascii = _mm512_cmplt_epu16_mask(point, _mm512_set1_epi16(0x80));
                let long = _mm512_cmpgt_epu16_mask(point, _mm512_set1_epi16(0x7FF));
                let lead = _mm512_srli_epi16::<6>(point);
                let trail = _mm512_and_si512(_mm512_slli_epi16::<8>(point), _mm512_set1_epi16(0x3F00));
                let two = _mm512_or_si512(_mm512_or_si512(lead, trail), _mm512_set1_epi16(0x80C0_u16 as i16));
                let bytes = _mm512_mask_mov_epi16(two, ascii, point);
                // Each first byte, and each second one but that of ASCII.
                let kept = _mm512_test_epi8_mask(bytes, bytes) | 0x5555_5555_5555_5555;
                _mm512_storeu_si512(to.cast(), _mm512_maskz_compress_epi8(kept, bytes));
                (ascii, long)
            }
        }

        #[inline(always)]
        unsafe fn begins(block: *const u8) -> (u64, u64) {
            // SAFETY: the caller's.
            unsafe {
                let bytes = _mm512_loadu_si512(block.cast());
                let begins = _mm512_cmpgt_epi8_mask(bytes, _mm512_set1_epi8(-65));
                (begins, _mm512_cmpge_epu8_mask(bytes, _mm512_set1_epi8(0xE0_u8 as i8)))
            }
        }

        #[inline(always)]
        unsafe fn decode<U: Unit>(block: *const u8, begins: u64, to: *mut U) {
            // SAFETY: the caller's.
            unsafe {
                let (first, second) = (_mm512_loadu_si512(block.cast()), _mm512_loadu_si512(block.add(1).cast()));
                let ascii = _mm512_cmpge_epi8_mask(first, _mm512_setzero_si512());
                // The bits above the lowest six, and these: of two bytes, or of ASCII both of the first.
                let high = _mm512_and_si512(first, _mm512_set1_epi8(0x1F));
                let shifted = _mm512_and_si512(_mm512_srli_epi16::<6>(first), _mm512_set1_epi8(1));
                let high = _mm512_maskz_compress_epi8(begins, _mm512_mask_mov_epi8(high, ascii, shifted));
                let low = _mm512_and_si512(_mm512_mask_mov_epi8(second, ascii, first), _mm512_set1_epi8(0x3F));
                let low = _mm512_maskz_compress_epi8(begins, low);
                let halves = [
                    (_mm512_castsi512_si256(high), _mm512_castsi512_si256(low)),
                    (_mm512_extracti64x4_epi64::<1>(high), _mm512_extracti64x4_epi64::<1>(low)),
                ];
                for (half, (high, low)) in halves.into_iter().enumerate() {
                    let high = _mm512_slli_epi16::<6>(_mm512_cvtepu8_epi16(high));
                    let units = _mm512_or_si512(high, _mm512_cvtepu8_epi16(low));
                    let quarters = [
                        _mm512_castsi512_si128(units),
                        _mm512_extracti32x4_epi32::<1>(units),
                        _mm512_extracti32x4_epi32::<2>(units),
                        _mm512_extracti32x4_epi32::<3>(units),
                    ];
                    for (quarter, eight) in quarters.into_iter().enumerate() {
                        U::write(eight, to.add(32 * half + 8 * quarter));
                    }
                }
            }
        }
    }

    /// What a Python string is an array of.
    trait Unit: Copy + 'static {
        const SIZE: usize;
        const KEPT: &LocalKey<Cell<Vec<Self>>>;

        /// A character as one unit, if it is one.
        fn of(c: char) -> Option<Self>;

        /// Writes eight units.
        ///
        /// # Safety
        ///
        /// There is room for them, and the processor has AVX2.
        unsafe fn write(eight: __m128i, to: *mut Self);
    }

    impl Unit for u16 {
        const SIZE: usize = 2;
        const KEPT: &LocalKey<Cell<Vec<u16>>> = &HALVES;

        fn of(c: char) -> Option<u16> {
            u16::try_from(u32::from(c)).ok()
        }

        #[inline(always)]
        unsafe fn write(eight: __m128i, to: *mut u16) {
            // SAFETY: the caller's.
            unsafe { _mm_storeu_si128(to.cast(), eight) }
        }
    }

    impl Unit for u32 {
        const SIZE: usize = 4;
        const KEPT: &LocalKey<Cell<Vec<u32>>> = &POINTS;

        fn of(c: char) -> Option<u32> {
            Some(c.into())
        }

        #[inline(always)]
        unsafe fn write(eight: __m128i, to: *mut u32) {
            // SAFETY: the caller's.
            unsafe { _mm256_storeu_si256(to.cast(), _mm256_cvtepu16_epi32(eight)) }
        }
    }

    /// What `work` gives for the text with NULs behind it, which are taken away again.
    pub(super) fn padded<T>(text: &mut String, work: impl FnOnce(&str) -> T) -> T {
        let len = text.len();
        text.push_str(NULS);
        let result = work(text);
        text.truncate(len);
        result
    }

    /// A Python string of a range of a padded text.
    pub(super) fn write<'py>(py: Python<'py>, text: &str, range: Range<usize>) -> Bound<'py, PyString> {
        let piece = &text[range.clone()];
        if piece.is_ascii() {
            return PyString::new(py, piece);
        }
        let with_halves = |halves: &mut Vec<u16>| {
            let at = append(text, range.clone(), halves);
            if at == range.end {
                return string(py, halves);
            }
            // A character that takes more than two bytes: from there on, and so for what is before it, four.
            with_kept(|points: &mut Vec<u32>| {
                points.extend(halves.iter().map(|half| u32::from(*half)));
                append(text, at..range.end, points);
                string(py, points)
            })
        };
        with_kept(with_halves).unwrap_or_else(|| PyString::new(py, piece))
    }

    /// Appends the characters of a range of a padded text up to the first that is no unit; where it is, or the range ends.
    fn append<U: Unit>(text: &str, range: Range<usize>, units: &mut Vec<U>) -> usize {
        // SAFETY: `present` was asked; the one way is there if the other is not.
        unsafe { if WAY.avx512 { decode_avx512(text, range, units) } else { decode_avx2(text, range, units) } }
    }

    /// What `work` gives, which has a buffer that stays with its thread; it is empty.
    fn with_kept<U: Unit, T>(work: impl FnOnce(&mut Vec<U>) -> T) -> T {
        let mut units = U::KEPT.take();
        units.clear();
        let result = work(&mut units);
        if units.capacity() <= KEPT {
            U::KEPT.set(units);
        }
        result
    }

    /// A Python string of code points, unless there is no memory for it.
    fn string<'py, U: Unit>(py: Python<'py>, units: &[U]) -> Option<Bound<'py, PyString>> {
        let (data, len) = (units.as_ptr(), units.len() as isize);
        // Little-endian, as this processor is.
        let mut order = -1;
        // SAFETY: there are so many units, and none is a surrogate.
        unsafe {
            let string = match WAY.from_kind_and_data {
                Some(make) => make(U::SIZE as c_int, data.cast(), len),
                None if U::SIZE == 2 => ffi::PyUnicode_DecodeUTF16(data.cast(), 2 * len, std::ptr::null(), &mut order),
                None => ffi::PyUnicode_DecodeUTF32(data.cast(), 4 * len, std::ptr::null(), &mut order),
            };
            if string.is_null() {
                // The other way tells what is wrong.
                PyErr::take(py);
            }
            Some(Bound::from_owned_ptr_or_opt(py, string)?.cast_into_unchecked())
        }
    }

    /// [`append`], by a kernel.
    ///
    /// # Safety
    ///
    /// The processor has what the kernel needs.
    #[inline(always)]
    unsafe fn decode<K: Kernel, U: Unit>(text: &str, range: Range<usize>, units: &mut Vec<U>) -> usize {
        let bytes = text.as_bytes();
        let (mut at, mut count) = (range.start, units.len());
        // No byte is more than a unit, and a block is written at a time.
        units.reserve(range.len() + FILL);
        while at < range.end {
            let block = &bytes[at..at + K::BYTES + 1];
            // SAFETY: a unit is reserved for each byte from here; the processor is the caller's.
            let (mut begins, mut long) = unsafe { K::begins(block.as_ptr()) };
            if range.end - at < K::BYTES {
                let here = !(u64::MAX << (range.end - at));
                (begins, long) = (begins & here, long & here);
            }
            // SAFETY: as before.
            unsafe { K::decode(block.as_ptr(), begins, units.as_mut_ptr().add(count)) };
            if long == 0 {
                (at, count) = ((at + K::BYTES).min(range.end), count + begins.count_ones() as usize);
                continue;
            }
            let short = long.trailing_zeros();
            count += (begins & !(u64::MAX << short)).count_ones() as usize;
            at += short as usize;
            // SAFETY: so many were written.
            unsafe { units.set_len(count) };
            for c in text[at..range.end].chars().take_while(|c| *c > '\u{7FF}') {
                let Some(unit) = U::of(c) else { return at };
                units.push(unit);
                at += c.len_utf8();
            }
            count = units.len();
        }
        // SAFETY: so many were written.
        unsafe { units.set_len(count) };
        at
    }

    #[target_feature(enable = "avx2,popcnt")]
    fn decode_avx2<U: Unit>(text: &str, range: Range<usize>, units: &mut Vec<U>) -> usize {
        // SAFETY: by the line above.
        unsafe { decode::<Avx2, U>(text, range, units) }
    }

    #[target_feature(enable = "avx512bw,avx512vbmi2,popcnt")]
    fn decode_avx512<U: Unit>(text: &str, range: Range<usize>, units: &mut Vec<U>) -> usize {
        // SAFETY: by the line above.
        unsafe { decode::<Avx512, U>(text, range, units) }
    }
}
