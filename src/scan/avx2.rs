//! AVX2: two vectors of 32 bytes. There is no lookup by more than four bits: a table of 256 bytes is looked up row by
//! row, and most rows have nothing to say. There is no compress: eight bytes at a time are shuffled together.

use super::Cells;
use super::kernel::{Elsewhere, Lanes, Window, elsewhere, entry_points};
use super::tables::{SQUEEZE, Tables};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::arch::x86_64::*;

/// A table as the kernel wants it. Holding one proves that the CPU has the instructions.
#[derive(Clone)]
pub(super) struct Avx2 {
    rows: Box<Rows>,
}

/// The rows of 16 entries that have anything to say.
#[derive(Clone)]
pub(super) struct Rows {
    /// Of characters with the leads D8 and D9, and of those with DA and DB.
    near: Vec<Row<2>>,
    far: Vec<Row<2>>,
    classes: Vec<Row<1>>,
    ascii: Vec<Row<1>>,
    ascii_halts: Vec<Row<1>>,
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
        let (far, near) = Row::all([&tables.flags, &tables.trails]).into_iter().partition(|row| row.at >= 0x80);
        let rows = Rows {
            near,
            far,
            classes: Row::all([&tables.classes]),
            ascii: Row::all([&tables.ascii]),
            ascii_halts: Row::all([&tables.ascii_halts]),
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

// SAFETY (of every block below): by the caller, see [`Lanes`].
impl Lanes for Ymm {
    type Tables = Rows;
    type Mask = Ymm;

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
    unsafe fn flags(rows: &Rows, place: Ymm) -> Ymm {
        // SAFETY: by the caller.
        unsafe { Ymm::flags_and_trails(rows, place).0 }
    }

    #[inline(always)]
    unsafe fn flags_and_trails(rows: &Rows, place: Ymm) -> (Ymm, Ymm) {
        // SAFETY: by the caller.
        unsafe {
            let mut found = [Ymm::splat(0); 2];
            place.lookup(&rows.near, &mut found);
            if place.signs() != 0 {
                place.lookup(&rows.far, &mut found);
            }
            (found[0], found[1])
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
        if rows.ascii_halts.is_empty() {
            return 0;
        }
        // SAFETY: by the caller.
        unsafe {
            let mut found = [Ymm::splat(0)];
            bytes.lookup(&rows.ascii_halts, &mut found);
            !found[0].zeros()
        }
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
pub(super) unsafe fn places(bits: u64, offset: u16, out: &mut [u16; 64]) -> usize {
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
