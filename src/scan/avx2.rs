//! AVX2: two vectors of 32 bytes. There is no lookup by more than four bits: a table of 256 bytes is looked up row by
//! row, and most rows have nothing to say. There is no compress: eight bytes at a time are shuffled together.
//!
//! Whether an entry has a bit, and nothing more, is known by two shuffles: a byte for each lower half of a place, the
//! *column*, has a bit for each of eight upper ones.
//!
//! ```text
//! has (place) = shuffle(columns, lower half) & shuffle(1, 2, 4 ..., upper half)
//! ```

use super::Cells;
use super::kernel::{Elsewhere, Lanes, Verdict, Window, elsewhere, entry_points, load_copied};
use super::tables::{CHANGED, GONE, HALT, MARKED, SQUEEZE, Tables, XOR};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::arch::x86_64::*;
#[cfg(feature = "segmentation")]
use core::ops::Range;

/// A table as the kernel wants it. Holding one proves that the CPU has the instructions.
#[derive(Clone)]
pub(super) struct Avx2 {
    rows: Box<Rows>,
}

/// The tables as they are looked up; rows that have nothing to say are left out.
#[derive(Clone)]
pub(super) struct Rows {
    /// Of characters with the leads D8 and D9, and of those with DA and DB.
    near: Half,
    far: Half,
    classes: Vec<Row<1>>,
    ascii: Vec<Row<1>>,
    ascii_halts: Option<Columns>,
}

/// Of 128 characters: what leads and trails are xored with, and which of them have a flag.
#[derive(Clone)]
struct Half {
    xors: Vec<Row<2>>,
    halts: Columns,
    gone: Columns,
    changed: Columns,
    marks: Columns,
}

impl Half {
    fn new(flags: &[u8], trails: &[u8], first: u8) -> Half {
        let [leads, xors] = [(flags, XOR), (trails, !MARKED)].map(|(table, bits)| {
            let mut xors = [0; 256];
            let own = &mut xors[usize::from(first)..usize::from(first) + 128];
            own.iter_mut().zip(table).for_each(|(xor, entry)| *xor = entry & bits);
            xors
        });
        Half {
            xors: Row::all([&leads, &xors]),
            halts: columns(flags, HALT),
            gone: columns(flags, GONE),
            changed: columns(flags, CHANGED),
            marks: columns(trails, MARKED),
        }
    }
}

/// For each lower half of a place the upper ones for which there is an entry.
pub(super) type Columns = [u8; 16];

/// Which of 128 entries have one of the bits.
pub(super) fn columns(table: &[u8], bits: u8) -> Columns {
    let has = |at: usize| u8::from(table[at] & bits != 0);
    core::array::from_fn(|column| (0..8).fold(0, |all, row| all | has(row * 16 + column) << row))
}

/// `N` tables of 16 bytes for the places whose upper four bits are those of `at`.
#[derive(Clone)]
struct Row<const N: usize> {
    at: u8,
    tables: [[u8; 16]; N],
}

impl<const N: usize> Row<N> {
    fn all(tables: [&[u8]; N]) -> Vec<Row<N>> {
        let row = |at: usize| Row {
            at: (at as u8) << 4,
            tables: tables.map(|table| core::array::from_fn(|i| table[at << 4 | i])),
        };
        let speaks = |row: &Row<N>| row.tables.as_flattened().iter().any(|&byte| byte != 0);
        (0..tables[0].len() / 16).map(row).filter(speaks).collect()
    }
}

impl Avx2 {
    /// The tables, if this CPU can use them.
    pub(super) fn new(cells: &Cells) -> Option<Avx2> {
        if !available() {
            return None;
        }
        let tables = Tables::new(cells);
        let (near_flags, far_flags) = tables.flags.split_at(128);
        let (near_trails, far_trails) = tables.trails.split_at(128);
        let rows = Rows {
            near: Half::new(near_flags, near_trails, 0),
            far: Half::new(far_flags, far_trails, 128),
            classes: Row::all([&tables.classes]),
            ascii: Row::all([&tables.ascii]),
            ascii_halts: tables.ascii_stops.then(|| columns(&tables.ascii_halts, HALT)),
        };
        Some(Avx2 { rows: Box::new(rows) })
    }
}

#[cfg(feature = "std")]
pub(super) fn available() -> bool {
    is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("popcnt")
}

/// Without `std` nobody has asked the operating system: only what the build was told to rely on.
#[cfg(not(feature = "std"))]
pub(super) const fn available() -> bool {
    cfg!(all(target_feature = "avx2", target_feature = "bmi1", target_feature = "bmi2", target_feature = "popcnt"))
}

entry_points!(Avx2, rows, Ymm, "avx2,bmi1,bmi2,popcnt");

#[derive(Clone, Copy)]
pub(super) struct Ymm(pub(super) __m256i, pub(super) __m256i);

impl Ymm {
    #[inline(always)]
    pub(super) fn map(self, f: impl Fn(__m256i) -> __m256i) -> Ymm {
        Ymm(f(self.0), f(self.1))
    }

    #[inline(always)]
    pub(super) fn zip(self, other: Ymm, f: impl Fn(__m256i, __m256i) -> __m256i) -> Ymm {
        Ymm(f(self.0, other.0), f(self.1, other.1))
    }

    /// The lanes that are 0, as bits.
    #[inline(always)]
    unsafe fn zeros(self) -> u64 {
        // SAFETY: by the caller.
        unsafe { self.map(|lanes| _mm256_cmpeq_epi8(lanes, _mm256_setzero_si256())).signs() }
    }

    /// The lanes one place behind each; 0 for the last.
    #[inline(always)]
    unsafe fn ahead(self) -> Ymm {
        // SAFETY: by the caller.
        unsafe {
            // Bytes move within halves of a vector only.
            let middle = _mm256_permute2x128_si256::<0x21>(self.0, self.1);
            let end = _mm256_permute2x128_si256::<0x81>(self.1, self.1);
            Ymm(_mm256_alignr_epi8::<1>(middle, self.0), _mm256_alignr_epi8::<1>(end, self.1))
        }
    }

    /// Whether any bit is set.
    #[inline(always)]
    pub(super) unsafe fn any(self) -> bool {
        // SAFETY: by the caller.
        unsafe {
            let all = _mm256_or_si256(self.0, self.1);
            _mm256_testz_si256(all, all) == 0
        }
    }

    /// Whether any byte has the upper bit.
    #[inline(always)]
    pub(super) unsafe fn any_sign(self) -> bool {
        // SAFETY: by the caller.
        unsafe { _mm256_movemask_epi8(_mm256_or_si256(self.0, self.1)) != 0 }
    }

    #[inline(always)]
    pub(super) unsafe fn or(self, other: Ymm) -> Ymm {
        // SAFETY: by the caller.
        self.zip(other, |a, b| unsafe { _mm256_or_si256(a, b) })
    }

    /// For each place the bit of its row in a column; 0 for places with the upper bit.
    #[inline(always)]
    pub(super) unsafe fn rows(self) -> Ymm {
        const ROWS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0];
        // SAFETY: by the caller.
        unsafe {
            let (rows, half) = (twice(&ROWS), _mm256_set1_epi8(0x0F));
            self.map(|place| _mm256_shuffle_epi8(rows, _mm256_and_si256(_mm256_srli_epi16::<4>(place), half)))
        }
    }

    /// Bytes that are not 0 where there is an entry for the place, of which `rows` are known.
    #[inline(always)]
    pub(super) unsafe fn has(self, rows: Ymm, columns: &Columns) -> Ymm {
        // SAFETY: by the caller.
        unsafe {
            let columns = twice(columns);
            self.zip(rows, |place, row| _mm256_and_si256(_mm256_shuffle_epi8(columns, place), row))
        }
    }

    /// Bytes that are not 0 where there is an entry for the byte, in `high` if it has the upper bit, else in `low`.
    #[inline(always)]
    pub(super) unsafe fn has_byte(self, low: &Columns, high: &Columns) -> Ymm {
        const ROWS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];
        // SAFETY: by the caller.
        unsafe {
            let (rows, half, upper) = (twice(&ROWS), _mm256_set1_epi8(0x0F), _mm256_set1_epi8(i8::MIN));
            let (low, high) = (twice(low), twice(high));
            self.map(|bytes| {
                let row = _mm256_shuffle_epi8(rows, _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), half));
                let column = _mm256_or_si256(
                    _mm256_shuffle_epi8(low, bytes),
                    _mm256_shuffle_epi8(high, _mm256_xor_si256(bytes, upper)),
                );
                _mm256_and_si256(column, row)
            })
        }
    }

    /// The places that there is an entry for.
    #[inline(always)]
    pub(super) unsafe fn hits(self, rows: Ymm, columns: &Columns) -> u64 {
        // SAFETY: by the caller.
        unsafe { !self.has(rows, columns).zeros() }
    }

    /// Looks up in `rows`, by the place.
    #[inline(always)]
    unsafe fn lookup<const N: usize>(self, rows: &[Row<N>], found: &mut [Ymm; N]) {
        // SAFETY: by the caller.
        unsafe {
            for row in rows {
                // Places of other rows get the upper bit, for which a shuffle gives 0.
                let at = _mm256_set1_epi8(row.at as i8);
                let bias = _mm256_set1_epi8(0x70);
                let within = self.map(|lanes| _mm256_adds_epu8(_mm256_xor_si256(lanes, at), bias));
                for (found, table) in found.iter_mut().zip(&row.tables) {
                    let table = _mm256_broadcastsi128_si256(_mm_loadu_si128(table.as_ptr().cast()));
                    let own = within.map(|lanes| _mm256_shuffle_epi8(table, lanes));
                    *found = found.zip(own, |a, b| _mm256_or_si256(a, b));
                }
            }
        }
    }
}

/// The table in both halves of a vector.
///
/// # Safety
/// The CPU has AVX2.
#[inline(always)]
pub(super) unsafe fn twice(table: &[u8; 16]) -> __m256i {
    // SAFETY: the caller's; 16 bytes are read of 16.
    unsafe { _mm256_broadcastsi128_si256(_mm_loadu_si128(table.as_ptr().cast())) }
}

// SAFETY (of every block below): by the caller, see [`Lanes`].
impl Lanes for Ymm {
    type Tables = Rows;
    type Mask = Ymm;
    const LEAD: u8 = u8::MAX;
    const TRAIL: u8 = u8::MAX;

    #[inline(always)]
    unsafe fn splat(byte: u8) -> Ymm {
        // SAFETY: by the caller.
        let lanes = unsafe { _mm256_set1_epi8(byte as i8) };
        Ymm(lanes, lanes)
    }

    #[inline(always)]
    unsafe fn load(from: *const u8) -> Ymm {
        // SAFETY: by the caller.
        unsafe { Ymm(_mm256_loadu_si256(from.cast()), _mm256_loadu_si256(from.add(32).cast())) }
    }

    #[inline(always)]
    unsafe fn load_end(from: *const u8, left: usize) -> [Ymm; 3] {
        // SAFETY: by the caller.
        unsafe {
            if left == 64 {
                let bytes = Ymm::load(from);
                return [bytes, bytes.ahead(), bytes.ahead().ahead()];
            }
            load_copied(from, left)
        }
    }

    #[inline(always)]
    unsafe fn store(self, keep: u64, to: *mut u8) {
        // SAFETY: by the caller: eight groups of eight bytes are written at most eight bytes apart.
        unsafe {
            // In most text most blocks stay as long as they are.
            if keep == u64::MAX {
                _mm256_storeu_si256(to.cast(), self.0);
                return _mm256_storeu_si256(to.add(32).cast(), self.1);
            }
            let mut to = to;
            for (half, lanes) in [self.0, self.1].into_iter().enumerate() {
                let quarters = [_mm256_castsi256_si128(lanes), _mm256_extracti128_si256::<1>(lanes)];
                for (quarter, lanes) in quarters.into_iter().enumerate() {
                    let keep = keep >> (half * 32 + quarter * 16);
                    for (keep, lanes) in [(keep & 0xFF, lanes), (keep >> 8 & 0xFF, _mm_srli_si128::<8>(lanes))] {
                        let order = _mm_loadl_epi64(SQUEEZE[keep as usize].as_ptr().cast());
                        _mm_storel_epi64(to.cast(), _mm_shuffle_epi8(lanes, order));
                        to = to.add(keep.count_ones() as usize);
                    }
                }
            }
        }
    }

    #[inline(always)]
    unsafe fn arabic(self) -> Ymm {
        // SAFETY: by the caller.
        unsafe {
            let (upper, lead) = (_mm256_set1_epi8(0xFCu8 as i8), _mm256_set1_epi8(0xD8u8 as i8));
            self.map(|lanes| _mm256_cmpeq_epi8(_mm256_and_si256(lanes, upper), lead))
        }
    }

    #[inline(always)]
    unsafe fn bits(mask: Ymm) -> u64 {
        // SAFETY: by the caller.
        unsafe { mask.signs() }
    }

    #[inline(always)]
    unsafe fn only(self, mask: Ymm) -> Ymm {
        // SAFETY: by the caller.
        self.zip(mask, |a, b| unsafe { _mm256_and_si256(a, b) })
    }

    #[inline(always)]
    unsafe fn leads(self) -> u64 {
        // SAFETY: by the caller.
        unsafe {
            // With sign C0 is -64, and ASCII is above what has the upper bit.
            let below = _mm256_set1_epi8(-65);
            self.map(|lanes| _mm256_and_si256(_mm256_cmpgt_epi8(lanes, below), lanes)).signs()
        }
    }

    #[inline(always)]
    unsafe fn leads_but(self, mask: Ymm) -> u64 {
        // SAFETY: by the caller.
        unsafe {
            let below = _mm256_set1_epi8(-65);
            let leads = self.map(|lanes| _mm256_and_si256(_mm256_cmpgt_epi8(lanes, below), lanes));
            mask.zip(leads, |mask, leads| _mm256_andnot_si256(mask, leads)).signs()
        }
    }

    #[inline(always)]
    unsafe fn signs(self) -> u64 {
        // SAFETY: by the caller.
        let bits = |lanes| unsafe { u64::from(_mm256_movemask_epi8(lanes) as u32) };
        bits(self.0) | bits(self.1) << 32
    }

    #[inline(always)]
    unsafe fn test(self, bits: u8) -> u64 {
        // SAFETY: by the caller.
        unsafe {
            match bits {
                // A bit alone is moved to the top.
                0x40 => self.map(|lanes| _mm256_add_epi8(lanes, lanes)).signs(),
                0x80 => self.signs(),
                _ => !self.only(Ymm::splat(bits)).zeros(),
            }
        }
    }

    #[inline(always)]
    unsafe fn less(self, other: Ymm) -> u64 {
        // SAFETY: by the caller.
        unsafe { !self.zip(other, |a, b| _mm256_subs_epu8(b, a)).zeros() }
    }

    #[inline(always)]
    unsafe fn xor_and(self, other: Ymm, bits: u8) -> Ymm {
        // SAFETY: by the caller.
        unsafe {
            let bits = _mm256_set1_epi8(bits as i8);
            self.zip(other, |a, b| _mm256_xor_si256(a, _mm256_and_si256(b, bits)))
        }
    }

    #[inline(always)]
    unsafe fn behind<const BY: i32>(before: Ymm, lanes: Ymm) -> Ymm {
        // SAFETY: by the caller.
        unsafe {
            // Bytes move within halves of a vector only.
            let middle = |a, b| _mm256_permute2x128_si256::<0x21>(a, b);
            let shift = |a, b| match BY {
                1 => _mm256_alignr_epi8::<15>(b, middle(a, b)),
                2 => _mm256_alignr_epi8::<14>(b, middle(a, b)),
                _ => unreachable!(),
            };
            Ymm(shift(before.1, lanes.0), shift(lanes.0, lanes.1))
        }
    }

    #[inline(always)]
    unsafe fn place(lead: Ymm, trail: Ymm) -> Ymm {
        // SAFETY: by the caller.
        unsafe {
            let (upper, lower) = (_mm256_set1_epi8(0xC0u8 as i8), _mm256_set1_epi8(0x3F));
            // There is no shift of bytes; what comes over from a neighbour is masked away.
            let bits = lead.map(|lanes| _mm256_and_si256(_mm256_slli_epi16::<6>(lanes), upper));
            let place = bits.zip(trail, |a, b| _mm256_or_si256(a, _mm256_and_si256(b, lower)));
            // Without the other bytes there is seldom a place among the far rows.
            place.only(lead.arabic())
        }
    }

    #[inline(always)]
    unsafe fn verdict(rows: &Rows, place: Ymm, arabic: Ymm) -> Verdict<Ymm> {
        // SAFETY: by the caller.
        unsafe {
            let Rows { near, far, .. } = rows;
            let own = place.rows().only(arabic);
            let (mut halts, mut gone) = (place.has(own, &near.halts), place.has(own, &near.gone));
            let mut marks = place.has(own, &near.marks);
            let mut xors = [Ymm::splat(0); 2];
            place.lookup(&near.xors, &mut xors);
            if place.any_sign() {
                place.lookup(&far.xors, &mut xors);
                let place = place.xor_and(Ymm::splat(0x80), 0x80);
                let own = place.rows();
                halts = halts.or(place.has(own, &far.halts));
                gone = gone.or(place.has(own, &far.gone));
                marks = marks.or(place.has(own, &far.marks));
            }
            let [leads, trails] = xors;
            let (leads, trails) = (leads.only(arabic), trails.only(arabic));
            // Most blocks have none.
            let halts = if halts.any() { !halts.zeros() } else { 0 };
            Verdict { halts, gone: !gone.zeros(), leads, trails, marks: !marks.zeros() }
        }
    }

    #[inline(always)]
    unsafe fn changed_and_marks(rows: &Rows, place: Ymm, arabic: Ymm) -> (u64, u64) {
        // SAFETY: by the caller.
        unsafe {
            let Rows { near, far, .. } = rows;
            let own = place.rows().only(arabic);
            let (mut changed, mut marks) = (place.hits(own, &near.changed), place.hits(own, &near.marks));
            if place.any_sign() {
                let place = place.xor_and(Ymm::splat(0x80), 0x80);
                let own = place.rows();
                changed |= place.hits(own, &far.changed);
                marks |= place.hits(own, &far.marks);
            }
            (changed, marks)
        }
    }

    #[inline(always)]
    unsafe fn classes(rows: &Rows, place: Ymm) -> Ymm {
        // SAFETY: by the caller.
        unsafe {
            let mut found = [Ymm::splat(0)];
            place.lookup(&rows.classes, &mut found);
            found[0]
        }
    }

    #[inline(always)]
    unsafe fn ascii(rows: &Rows, bytes: Ymm) -> Option<Ymm> {
        if rows.ascii.is_empty() {
            return None;
        }
        // SAFETY: by the caller.
        unsafe {
            let mut found = [Ymm::splat(0)];
            bytes.lookup(&rows.ascii, &mut found);
            Some(found[0])
        }
    }

    #[inline(always)]
    unsafe fn ascii_halts(rows: &Rows, bytes: Ymm) -> u64 {
        let Some(halts) = &rows.ascii_halts else { return 0 };
        // SAFETY: by the caller.
        unsafe { bytes.hits(bytes.rows(), halts) }
    }

    #[inline(always)]
    unsafe fn elsewhere(_: &Rows, cells: &Cells, text: &[u8], at: usize, _: &Window<Ymm>, others: u64) -> Elsewhere {
        elsewhere(cells, text, at, others)
    }

    #[inline(always)]
    unsafe fn swap(self, _: u64) -> Option<Ymm> {
        None
    }
}

/// See [`super::places`].
///
/// # Safety
/// The CPU has AVX2 and POPCNT.
#[cfg(feature = "segmentation")]
#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn places(words: &[u64], bits: Range<usize>, offset: u16, out: &mut [u16]) -> (usize, usize) {
    // SAFETY: the caller's.
    super::places_by(|bits, offset, out| unsafe { word_places(bits, offset, out) }, words, bits, offset, out)
}

/// # Safety
/// The CPU has AVX2 and POPCNT.
#[cfg(feature = "segmentation")]
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn word_places(bits: u64, offset: u16, out: &mut [u16; 64]) -> usize {
    let mut count = 0;
    let mut first = _mm_set1_epi16(offset as i16);
    for byte in bits.to_le_bytes() {
        // SAFETY: eight numbers are written behind at most eight for each byte before.
        unsafe {
            let order = _mm_cvtepu8_epi16(_mm_loadl_epi64(SQUEEZE[usize::from(byte)].as_ptr().cast()));
            _mm_storeu_si128(out.as_mut_ptr().add(count).cast(), _mm_add_epi16(order, first));
        }
        first = _mm_add_epi16(first, _mm_set1_epi16(8));
        count += byte.count_ones() as usize;
    }
    count
}
