//! Classes by the byte shuffles of AVX2: 64 bytes in two vectors.
//!
//! A shuffle looks up among 16 entries, by four bits, and gives 0 where the upper bit of the byte is set. A table of 128
//! is eight rows of 16, kept as what each row changes in the one before it: a place that is less than where a row starts
//! becomes negative when that is taken away, and the row says nothing. Rows that are like the one before them, most of
//! those of letters, are left out.
//!
//! ```text
//! look up (place) = for each row: found ^= shuffle(row's change, place - row's start)
//!
//! value of each first byte:      look up (byte), or (low bits of lead, trail) in the Arabic block
//! others, if there are any:      one by one, without vectors
//! each byte of a character:      the value of the byte before it, once, or three times if there are long characters
//! each first byte:               look up (value of the byte before it, value)
//! ```

use super::{BLOCK, BLOCKS, Before, Classes, Flags, KIND, Pairs, Places, ROLE, UPPER, Values};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::arch::x86_64::*;

/// Tables as the kernel wants them. Holding one proves that the CPU has the instructions.
#[derive(Debug, Clone)]
pub(super) struct Avx2 {
    rows: Box<Rows>,
}

#[derive(Debug, Clone)]
struct Rows {
    /// Of characters below U+0040, and of those from there on.
    low: Vec<Row>,
    letters: Vec<Row>,
    /// Of characters with the leads D8 and D9, and of those with DA and DB.
    near: Vec<Row>,
    far: Vec<Row>,
    pairs: [Row; 8],
}

/// What 16 entries change in the 16 before them.
#[derive(Debug, Clone)]
struct Row {
    /// The place of the first one, in each byte.
    start: [u8; 16],
    change: [u8; 16],
}

impl Row {
    fn all(table: &[u8; 128]) -> [Row; 8] {
        let entry = |row: usize, i: usize| if row == 0 { 0 } else { table[(row - 1) * 16 + i] };
        let row = |row: usize| Row {
            start: [row as u8 * 16; 16],
            change: core::array::from_fn(|i| entry(row, i) ^ entry(row + 1, i)),
        };
        core::array::from_fn(row)
    }

    /// Those that say anything.
    fn some(table: &[u8; 128]) -> impl Iterator<Item = Row> {
        Row::all(table).into_iter().filter(|row| row.change != [0; 16])
    }
}

impl Avx2 {
    pub(super) fn new(values: &Values, pairs: &Pairs) -> Option<Avx2> {
        if !available() {
            return None;
        }
        let half = |from: usize| Row::some(&core::array::from_fn(|i| values.arabic[from + i])).collect();
        let (low, letters) = Row::some(&values.ascii).partition(|row| row.start[0] < 0x40);
        let rows = Rows { low, letters, near: half(0), far: half(128), pairs: Row::all(&pairs.0) };
        Some(Avx2 { rows: Box::new(rows) })
    }

    /// See [`super::Classes::blocks`].
    #[inline]
    pub(super) fn blocks(
        &self,
        classes: &Classes,
        text: &[u8],
        at: usize,
        last: &mut u8,
        flags: &mut Flags,
        before: &mut Before,
    ) {
        // SAFETY: `new` has seen that the CPU has the instructions.
        unsafe { blocks(&self.rows, &classes.values, text, at, last, flags, before) }
    }

    /// See [`super::Classes::list`].
    #[inline]
    pub(super) fn list(&self, masks: &[u64; BLOCKS], places: &mut Places) -> usize {
        // SAFETY: `new` has seen that the CPU has the instructions.
        unsafe { list(masks, places) }
    }

    /// See [`super::Classes::find`].
    #[inline]
    pub(super) fn find(&self, values: &Values, text: &[u8], from: usize, bits: u8) -> Option<usize> {
        // SAFETY: `new` has seen that the CPU has the instructions.
        unsafe { find(&self.rows, values, text, from, bits) }
    }
}

#[cfg(feature = "std")]
fn available() -> bool {
    is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi1") && is_x86_feature_detected!("popcnt")
}

/// Without `std` nobody has asked the operating system: only what the build was told to rely on.
#[cfg(not(feature = "std"))]
const fn available() -> bool {
    cfg!(all(target_feature = "avx2", target_feature = "bmi1", target_feature = "popcnt"))
}

#[derive(Clone, Copy)]
struct Ymm(__m256i, __m256i);

impl Ymm {
    #[inline(always)]
    fn map(self, f: impl Fn(__m256i) -> __m256i) -> Ymm {
        Ymm(f(self.0), f(self.1))
    }

    #[inline(always)]
    fn zip(self, other: Ymm, f: impl Fn(__m256i, __m256i) -> __m256i) -> Ymm {
        Ymm(f(self.0, other.0), f(self.1, other.1))
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn splat(byte: u8) -> Ymm {
        let lanes = _mm256_set1_epi8(byte as i8);
        Ymm(lanes, lanes)
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn load<const FROM: usize, const N: usize>(bytes: &[u8; N]) -> Ymm {
        const { assert!(FROM + BLOCK <= N) }
        // SAFETY: as many bytes are there.
        unsafe {
            let from = bytes.as_ptr().add(FROM);
            Ymm(_mm256_loadu_si256(from.cast()), _mm256_loadu_si256(from.add(32).cast()))
        }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn store(self, bytes: &mut [u8; BLOCK]) {
        // SAFETY: 64 bytes are written of 64.
        unsafe {
            _mm256_storeu_si256(bytes.as_mut_ptr().cast(), self.0);
            _mm256_storeu_si256(bytes.as_mut_ptr().add(32).cast(), self.1);
        }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn and(self, other: Ymm) -> Ymm {
        self.zip(other, |a, b| _mm256_and_si256(a, b))
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn and_not(self, other: Ymm) -> Ymm {
        self.zip(other, |a, b| _mm256_andnot_si256(b, a))
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn or(self, other: Ymm) -> Ymm {
        self.zip(other, |a, b| _mm256_or_si256(a, b))
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn xor(self, other: Ymm) -> Ymm {
        self.zip(other, |a, b| _mm256_xor_si256(a, b))
    }

    /// Whether any byte has the upper bit.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn any_sign(self) -> bool {
        _mm256_movemask_epi8(_mm256_or_si256(self.0, self.1)) != 0
    }

    /// The upper bit of each byte.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn signs(self) -> u64 {
        let bits = |lanes| u64::from(_mm256_movemask_epi8(lanes) as u32);
        bits(self.0) | bits(self.1) << 32
    }

    /// The next lower bit of each byte becomes the upper one.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn double(self) -> Ymm {
        self.map(|lanes| _mm256_add_epi8(lanes, lanes))
    }

    /// The bytes before these; before the first one, the last one of `before`.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn behind(self, before: __m256i) -> Ymm {
        // Bytes move within halves of a vector only.
        let shift = |a, b| _mm256_alignr_epi8::<15>(b, _mm256_permute2x128_si256::<0x21>(a, b));
        Ymm(shift(before, self.0), shift(self.0, self.1))
    }

    /// The entries at these places; 0 for places with the upper bit.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn lookup(self, rows: &[Row]) -> Ymm {
        let mut found = Ymm::splat(0);
        for row in rows {
            let (start, change) = (twice(&row.start), twice(&row.change));
            let own = self.map(|place| _mm256_shuffle_epi8(change, _mm256_subs_epi8(place, start)));
            found = found.zip(own, |a, b| _mm256_xor_si256(a, b));
        }
        found
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn twice(bytes: &[u8; 16]) -> __m256i {
    // SAFETY: 16 bytes are read of 16.
    _mm256_broadcastsi128_si256(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) })
}

/// 64 bytes of text, and what stands a byte further on. Behind the text's end stands what looks like the rest of a
/// character: it has no flags, and the value of the last character.
#[inline]
#[target_feature(enable = "avx2")]
fn bytes(text: &[u8], at: usize) -> (Ymm, Ymm) {
    let rest = &text[at..];
    let mut tail = [0x80; BLOCK + 1];
    let window = rest.first_chunk().unwrap_or_else(|| {
        tail[..rest.len()].copy_from_slice(rest);
        &tail
    });
    (Ymm::load::<0, _>(window), Ymm::load::<1, _>(window))
}

/// What begins in a block.
struct Found {
    /// The values of ASCII characters and of the Arabic block, at their first bytes.
    values: Ymm,
    /// The bytes that begin no character.
    trails: Ymm,
    /// Where other characters begin.
    others: u64,
}

/// # Safety
/// The CPU has AVX2.
// Two functions have the whole of it, for a call would pass all vectors through memory; a function that says what it
// needs of the CPU cannot ask for that.
#[inline(always)]
unsafe fn common(rows: &Rows, text: &[u8], at: usize) -> Found {
    // SAFETY: the caller's.
    unsafe {
        let (here, next) = bytes(text, at);
        let mut values = here.lookup(&rows.low);
        if here.double().and_not(here).any_sign() {
            values = values.xor(here.lookup(&rows.letters));
        }
        // With sign C0 is -64.
        let trails = here.map(|lanes| _mm256_cmpgt_epi8(_mm256_set1_epi8(-64), lanes));
        if !here.any_sign() {
            return Found { values, trails, others: 0 };
        }
        let arabic = here.map(|lanes| {
            let (upper, lead) = (_mm256_set1_epi8(0xFCu8 as i8), _mm256_set1_epi8(0xD8u8 as i8));
            _mm256_cmpeq_epi8(_mm256_and_si256(lanes, upper), lead)
        });
        // There is no shift of bytes; what comes over from a neighbour is masked away.
        let index =
            here.map(|lanes| _mm256_slli_epi16::<6>(lanes)).and(Ymm::splat(0xC0)).or(next.and(Ymm::splat(0x3F)));
        let top = Ymm::splat(0x80);
        let elsewhere = top.and_not(arabic);
        values = values.or(index.or(elsewhere).lookup(&rows.near));
        if index.and(arabic).any_sign() {
            values = values.or(index.xor(top).or(elsewhere).lookup(&rows.far));
        }
        Found { values, trails, others: here.and_not(arabic.or(trails)).signs() }
    }
}

/// The values of the characters that begin at `others`, at their first bytes.
#[cold]
#[inline(never)]
fn rest(values: &Values, text: &[u8], at: usize, mut others: u64) -> [u8; BLOCK] {
    let mut found = [0; BLOCK];
    while others != 0 {
        let place = others.trailing_zeros() as usize;
        found[place] = values.at(text, at + place);
        others &= others - 1;
    }
    found
}

#[target_feature(enable = "avx2,bmi1,popcnt")]
fn blocks(rows: &Rows, values: &Values, text: &[u8], at: usize, last: &mut u8, flags: &mut Flags, before: &mut Before) {
    // Its last byte is the value of the last byte of the block before.
    let mut carried = _mm256_set1_epi8(*last as i8);
    for (number, (masks, values_before)) in flags.iter_mut().zip(before).enumerate() {
        let at = at + number * BLOCK;
        if at > text.len() {
            break;
        }
        // SAFETY: this function has AVX2.
        let Found { values: mut found, trails, others } = unsafe { common(rows, text, at) };
        if others != 0 {
            found = found.or(Ymm::load::<0, _>(&rest(values, text, at, others)));
        }
        let fill = |found: Ymm| found.or(found.behind(carried).and(trails));
        found = fill(found);
        let trail_bits = trails.signs();
        if trail_bits & trail_bits >> 1 != 0 {
            found = fill(fill(found));
        }
        let before = found.behind(carried);
        carried = found.1;
        before.store(values_before);
        let pair = before.and(Ymm::splat(KIND)).or(found.and(Ymm::splat(ROLE)));
        let mut flags = pair.or(trails).lookup(&rows.pairs);
        for mask in masks[..8].iter_mut().rev() {
            *mask = flags.signs();
            flags = flags.double();
        }
        // Of the upper kinds is what has the bit below the upper one.
        const { assert!(UPPER == 0x40) }
        masks[8] = found.double().and_not(trails).signs();
        masks[9] = before.double().signs();
    }
    *last = _mm256_extract_epi8::<31>(carried) as u8;
}

#[target_feature(enable = "avx2,bmi1,popcnt")]
fn list(masks: &[u64; BLOCKS], places: &mut Places) -> usize {
    let mut count = 0;
    for (block, &mask) in (0..).zip(masks) {
        let (mut rest, mut end) = (mask, count);
        // Eight at a time: how many eights there are is guessed right more often than how many bits.
        while rest != 0 {
            for slot in &mut places[end..end + 8] {
                *slot = (block * BLOCK as u8).wrapping_add(rest.trailing_zeros() as u8);
                rest &= rest.wrapping_sub(1);
            }
            end += 8;
        }
        count += mask.count_ones() as usize;
    }
    count
}

#[target_feature(enable = "avx2,bmi1,popcnt")]
fn find(rows: &Rows, values: &Values, text: &[u8], from: usize, bits: u8) -> Option<usize> {
    let mut at = from;
    while at < text.len() {
        // SAFETY: this function has AVX2.
        let found = unsafe { common(rows, text, at) };
        let none = found.values.and(Ymm::splat(bits)).map(|lanes| _mm256_cmpeq_epi8(lanes, _mm256_setzero_si256()));
        let hits = !none.signs();
        // Those before the first hit.
        let mut others = if values.has_other { found.others & (hits & hits.wrapping_neg()).wrapping_sub(1) } else { 0 };
        while others != 0 {
            let other = at + others.trailing_zeros() as usize;
            if values.at(text, other) & bits != 0 {
                return Some(other);
            }
            others &= others - 1;
        }
        if hits != 0 {
            return Some(at + hits.trailing_zeros() as usize);
        }
        at += BLOCK;
    }
    None
}
