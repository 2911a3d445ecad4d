//! AVX-512 with byte permutes and compresses (VBMI, VBMI2).

use super::kernel::{Elsewhere, Lanes, Verdict, Window, entry_points, first};
use super::tables::{HALT, JOINER, Tables};
use super::{Cells, HOT_PAGES, JOINED};
use alloc::boxed::Box;
use core::arch::x86_64::*;
#[cfg(feature = "segmentation")]
use core::ops::Range;

/// A table as the kernel wants it. Holding one proves that the CPU has the instructions.
#[derive(Clone)]
pub(super) struct Avx512 {
    tables: Box<Tables>,
}

impl Avx512 {
    /// The tables, if this CPU can use them.
    pub(super) fn new(cells: &Cells) -> Option<Avx512> {
        available().then(|| Avx512 { tables: Box::new(Tables::new(cells)) })
    }
}

#[cfg(feature = "std")]
pub(super) fn available() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vbmi")
        && is_x86_feature_detected!("avx512vbmi2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("popcnt")
}

/// Without `std` nobody has asked the operating system: only what the build was told to rely on.
#[cfg(not(feature = "std"))]
pub(super) const fn available() -> bool {
    cfg!(all(
        target_feature = "avx512f",
        target_feature = "avx512bw",
        target_feature = "avx512vbmi",
        target_feature = "avx512vbmi2",
        target_feature = "bmi1",
        target_feature = "bmi2",
        target_feature = "popcnt"
    ))
}

entry_points!(Avx512, tables, Zmm, "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt");

#[derive(Clone, Copy)]
struct Zmm(__m512i);

/// For a ternary operation: the bits of the second where the first has ones, else those of the third.
const SELECT: i32 = 0xCA;
/// The first xored with what the second and the third have in common.
const XOR_AND: i32 = 0x78;

/// The two bytes that the characters of a hot page begin with.
const HOT_BYTES: [[u8; 2]; HOT_PAGES.len()] = {
    let mut bytes = [[0; 2]; HOT_PAGES.len()];
    let mut i = 0;
    while i < bytes.len() {
        let page = HOT_PAGES[i] as u32 >> 6;
        bytes[i] = [0xE0 | (page >> 6) as u8, 0x80 | (page & 0x3F) as u8];
        i += 1;
    }
    bytes
};

// SAFETY (of every block below): by the caller, see [`Lanes`].
impl Lanes for Zmm {
    type Tables = Tables;
    type Mask = u64;

    #[inline(always)]
    unsafe fn splat(byte: u8) -> Zmm {
        // SAFETY: by the caller.
        unsafe { Zmm(_mm512_set1_epi8(byte as i8)) }
    }

    #[inline(always)]
    unsafe fn load(from: *const u8) -> Zmm {
        // SAFETY: by the caller.
        unsafe { Zmm(_mm512_loadu_si512(from.cast())) }
    }

    #[inline(always)]
    unsafe fn load_end(from: *const u8, left: usize) -> [Zmm; 3] {
        // SAFETY: by the caller; masked lanes are not touched.
        [0, 1, 2].map(|by| unsafe {
            Zmm(_mm512_maskz_loadu_epi8(first(left.saturating_sub(by)), from.wrapping_add(by).cast()))
        })
    }

    #[inline(always)]
    unsafe fn store(self, keep: u64, to: *mut u8) {
        // SAFETY: by the caller. (In a register first: a compress to memory is microcode on some CPUs.)
        unsafe { _mm512_storeu_si512(to.cast(), _mm512_maskz_compress_epi8(keep, self.0)) }
    }

    #[inline(always)]
    unsafe fn store_part(self, keep: u64, to: *mut u8, _: bool) {
        // SAFETY: by the caller; masked lanes are not touched.
        unsafe {
            let squeezed = _mm512_maskz_compress_epi8(keep, self.0);
            _mm512_mask_storeu_epi8(to.cast(), first(keep.count_ones() as usize), squeezed);
        }
    }

    #[inline(always)]
    unsafe fn arabic(self) -> u64 {
        // SAFETY: by the caller.
        unsafe { _mm512_cmpeq_epi8_mask(_mm512_and_si512(self.0, Zmm::splat(0xFC).0), Zmm::splat(0xD8).0) }
    }

    #[inline(always)]
    unsafe fn bits(mask: u64) -> u64 {
        mask
    }

    #[inline(always)]
    unsafe fn only(self, mask: u64) -> Zmm {
        // SAFETY: by the caller.
        unsafe { Zmm(_mm512_maskz_mov_epi8(mask, self.0)) }
    }

    #[inline(always)]
    unsafe fn leads(self) -> u64 {
        // SAFETY: by the caller.
        unsafe { _mm512_cmpge_epu8_mask(self.0, Zmm::splat(0xC0).0) }
    }

    #[inline(always)]
    unsafe fn signs(self) -> u64 {
        // SAFETY: by the caller.
        unsafe { _mm512_movepi8_mask(self.0) }
    }

    #[inline(always)]
    unsafe fn test(self, bits: u8) -> u64 {
        // SAFETY: by the caller.
        unsafe { _mm512_test_epi8_mask(self.0, Zmm::splat(bits).0) }
    }

    #[inline(always)]
    unsafe fn less(self, other: Zmm) -> u64 {
        // SAFETY: by the caller.
        unsafe { _mm512_cmplt_epu8_mask(self.0, other.0) }
    }

    #[inline(always)]
    unsafe fn xor_and(self, other: Zmm, bits: u8) -> Zmm {
        // SAFETY: by the caller.
        unsafe { Zmm(_mm512_ternarylogic_epi32::<XOR_AND>(self.0, other.0, Zmm::splat(bits).0)) }
    }

    #[inline(always)]
    unsafe fn behind<const BY: i32>(before: Zmm, lanes: Zmm) -> Zmm {
        // SAFETY: by the caller.
        unsafe {
            // Bit 6 of an index selects the second table.
            let index = _mm512_add_epi8(iota(), Zmm::splat((64 - BY) as u8).0);
            Zmm(_mm512_permutex2var_epi8(before.0, index, lanes.0))
        }
    }

    #[inline(always)]
    unsafe fn place(lead: Zmm, trail: Zmm) -> Zmm {
        // SAFETY: by the caller.
        unsafe {
            // There is no shift of bytes; what comes over from a neighbour is not selected.
            let lead = _mm512_slli_epi16::<6>(lead.0);
            Zmm(_mm512_ternarylogic_epi32::<SELECT>(Zmm::splat(0xC0).0, lead, trail.0))
        }
    }

    #[inline(always)]
    unsafe fn verdict(tables: &Tables, place: Zmm, arabic: u64) -> Verdict<Zmm> {
        // SAFETY: by the caller.
        unsafe {
            // Not by a closure: it would be a call.
            let flags = lookup256(&tables.flags, place).only(arabic);
            let trails = lookup256(&tables.trails, place).only(arabic);
            Verdict::of(flags, trails)
        }
    }

    #[inline(always)]
    unsafe fn changed_and_marks(tables: &Tables, place: Zmm, arabic: u64) -> (u64, u64) {
        // SAFETY: by the caller.
        unsafe {
            // Not by a closure: it would be a call.
            let flags = lookup256(&tables.flags, place).only(arabic);
            let trails = lookup256(&tables.trails, place).only(arabic);
            Verdict::changed_and_marks(flags, trails)
        }
    }

    #[inline(always)]
    unsafe fn classes(tables: &Tables, place: Zmm) -> Zmm {
        // SAFETY: by the caller.
        unsafe { lookup256(&tables.classes, place) }
    }

    #[inline(always)]
    unsafe fn ascii(tables: &Tables, bytes: Zmm) -> Option<Zmm> {
        // SAFETY: by the caller.
        unsafe { tables.ascii_acts.then(|| lookup128(&tables.ascii, bytes).only(!bytes.signs())) }
    }

    #[inline(always)]
    unsafe fn ascii_halts(tables: &Tables, bytes: Zmm) -> u64 {
        // SAFETY: by the caller.
        unsafe {
            if tables.ascii_stops { lookup128(&tables.ascii_halts, bytes).test(HALT) & !bytes.signs() } else { 0 }
        }
    }

    #[inline(always)]
    unsafe fn elsewhere(
        tables: &Tables,
        _: &Cells,
        _: &[u8],
        _: usize,
        window: &Window<Zmm>,
        others: u64,
    ) -> Elsewhere {
        let mut said = Elsewhere::default();
        // SAFETY: by the caller.
        unsafe {
            let (bytes, next) = (window.bytes.0, window.next.0);
            let long = others & _mm512_cmpge_epu8_mask(bytes, Zmm::splat(0xE0).0);
            let short = others & !long;
            if short != 0 {
                let latin = short & _mm512_cmple_epu8_mask(bytes, Zmm::splat(0xC3).0);
                let flags = lookup128(&tables.latin, Zmm::place(window.bytes, window.next));
                said.gone = latin & flags.signs();
                let strange = short & !latin & lookup64(&tables.leads, window.bytes).test(HALT);
                said.halts = latin & flags.test(HALT) | strange;
            }
            if long != 0 {
                let seven = Zmm::splat(7).0;
                let powers = _mm512_set1_epi64(0x8040_2010_0804_0201u64 as i64);
                let bit = _mm512_shuffle_epi8(powers, _mm512_and_si512(next, seven));
                let high = _mm512_and_si512(_mm512_srli_epi16::<3>(next), seven);
                let low = _mm512_and_si512(_mm512_slli_epi16::<3>(bytes), Zmm::splat(0x78).0);
                let page = Zmm(_mm512_or_si512(low, high));
                let longest = long & _mm512_cmpge_epu8_mask(bytes, Zmm::splat(0xF0).0);
                said.halts |= long & !longest & _mm512_test_epi8_mask(lookup128(&tables.pages, page).0, bit);
                let strange = longest & _mm512_test_epi8_mask(lookup64(&tables.planes, page).0, bit);
                said.halts |= strange;
                let (lead, second) = JOINED;
                said.joined = longest & !strange;
                said.joined &= _mm512_cmpge_epu8_mask(next, Zmm::splat(second).0)
                    | _mm512_cmpgt_epu8_mask(bytes, Zmm::splat(lead).0);
                // No branch on which of them there are: those who write one write the others, too.
                let mut flags = _mm512_setzero_si512();
                for (&[lead, second], of_page) in HOT_BYTES.iter().zip(&tables.hot) {
                    let here = long
                        & _mm512_cmpeq_epi8_mask(bytes, Zmm::splat(lead).0)
                        & _mm512_cmpeq_epi8_mask(next, Zmm::splat(second).0);
                    flags = _mm512_mask_permutexvar_epi8(flags, here, window.third.0, part(of_page));
                }
                let flags = Zmm(flags);
                said.long_gone = flags.signs();
                said.halts |= flags.test(HALT);
                said.joiners = flags.test(JOINER);
            }
        }
        said
    }

    #[inline(always)]
    unsafe fn swap(self, seconds: u64) -> Option<Zmm> {
        // SAFETY: by the caller.
        unsafe {
            let (first, second) = (seconds >> 2 | seconds >> 1, seconds | seconds << 1);
            let two = Zmm::splat(2).0;
            let from = _mm512_mask_add_epi8(iota(), first, iota(), two);
            let from = _mm512_mask_sub_epi8(from, second, from, two);
            Some(Zmm(_mm512_permutexvar_epi8(from, self.0)))
        }
    }
}

#[inline(always)]
unsafe fn part(table: &[u8; 64]) -> __m512i {
    // SAFETY: 64 bytes; the CPU by the caller.
    unsafe { _mm512_loadu_si512(table.as_ptr().cast()) }
}

/// A table of 64 bytes, by the low six bits.
#[inline(always)]
unsafe fn lookup64(table: &[u8; 64], place: Zmm) -> Zmm {
    // SAFETY: by the caller.
    unsafe { Zmm(_mm512_permutexvar_epi8(place.0, part(table))) }
}

/// A table of 128 bytes, by the low seven bits.
#[inline(always)]
unsafe fn lookup128(table: &[u8; 128], place: Zmm) -> Zmm {
    let (parts, _) = table.as_chunks::<64>();
    // SAFETY: by the caller.
    unsafe { Zmm(_mm512_permutex2var_epi8(part(&parts[0]), place.0, part(&parts[1]))) }
}

/// A table of 256 bytes.
#[inline(always)]
unsafe fn lookup256(table: &[u8; 256], place: Zmm) -> Zmm {
    let (parts, _) = table.as_chunks::<64>();
    // SAFETY: by the caller.
    unsafe {
        let low = _mm512_permutex2var_epi8(part(&parts[0]), place.0, part(&parts[1]));
        let high = _mm512_permutex2var_epi8(part(&parts[2]), place.0, part(&parts[3]));
        Zmm(_mm512_mask_blend_epi8(_mm512_movepi8_mask(place.0), low, high))
    }
}

#[inline(always)]
unsafe fn iota() -> __m512i {
    const IOTA: [u8; 64] = {
        let mut iota = [0; 64];
        let mut i = 0;
        while i < 64 {
            iota[i] = i as u8;
            i += 1;
        }
        iota
    };
    // SAFETY: by the caller.
    unsafe { part(&IOTA) }
}

/// See [`super::places`].
///
/// # Safety
/// The CPU has AVX-512 BW and VBMI2.
#[cfg(feature = "segmentation")]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
pub(super) unsafe fn places(words: &[u64], bits: Range<usize>, offset: u16, out: &mut [u16]) -> (usize, usize) {
    // SAFETY: the caller's.
    super::places_by(|bits, offset, out| unsafe { word_places(bits, offset, out) }, words, bits, offset, out)
}

/// # Safety
/// The CPU has AVX-512 BW and VBMI2.
#[cfg(feature = "segmentation")]
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
unsafe fn word_places(bits: u64, offset: u16, out: &mut [u16; 64]) -> usize {
    const NUMBERS: [u16; 64] = {
        let mut numbers = [0; 64];
        let mut i = 0;
        while i < 64 {
            numbers[i] = i as u16;
            i += 1;
        }
        numbers
    };
    let offset = _mm512_set1_epi16(offset as i16);
    let lower = bits.count_ones() as usize - (bits >> 32).count_ones() as usize;
    // SAFETY: 32 numbers each are read, and 32 written: at 0, and at `lower`, which is at most 32.
    unsafe {
        let numbers =
            [0, 32].map(|half| _mm512_add_epi16(_mm512_loadu_epi16(NUMBERS.as_ptr().add(half).cast()), offset));
        let out = out.as_mut_ptr();
        _mm512_storeu_epi16(out.cast(), _mm512_maskz_compress_epi16(bits as u32, numbers[0]));
        _mm512_storeu_epi16(out.add(lower).cast(), _mm512_maskz_compress_epi16((bits >> 32) as u32, numbers[1]));
    }
    bits.count_ones() as usize
}
