//! Kernels for AVX-512 with byte permutes and compresses (VBMI, VBMI2): 64 bytes at a time, no branch on content.
//!
//! ```text
//! at each lead byte of U+0600-06FF:   look up (lead, trail) -> drop? stop? what to xor the lead with
//! at each trail byte of it:           look up (lead, trail) -> what to xor the trail with
//! at each other lead byte:            stop, if any character it begins is not plain
//! compress away what is dropped, write 64 bytes, advance by as many as were kept
//! ```
//!
//! A character that becomes a shorter one is a stop here too; the scalar kernel does it.

use super::{CHANGE, Entries, LEN_SHIFT, SHRINK, STOP, index};
use alloc::boxed::Box;
use core::arch::x86_64::*;
use core::mem::MaybeUninit;

/// Bits of a flag byte, beside the five low ones that change a lead byte.
const CHANGED: u8 = 0x20;
const HALT: u8 = 0x40;
const GONE: u8 = 0x80;

/// A table as the vector kernels want it. Holding one proves that the CPU has the instructions.
#[derive(Clone)]
pub(super) struct Avx512 {
    tables: Box<Tables>,
}

#[derive(Clone)]
#[repr(C, align(64))]
struct Tables {
    /// By the low two bits of a lead D8-DB and the six of the trail: flags, and the xor of the lead.
    flags: [u8; 256],
    /// By the same: the xor of the trail.
    trails: [u8; 256],
    /// By the low six bits of another lead byte: the flags of all characters it begins, taken together.
    leads: [u8; 64],
    /// By ASCII character: flags.
    ascii: [u8; 128],
    /// Whether an ASCII character has any.
    ascii_acts: bool,
}

impl Avx512 {
    /// The tables, if this CPU can use them.
    pub(super) fn new(table: &Entries) -> Option<Avx512> {
        if !available() {
            return None;
        }
        let mut tables =
            Tables { flags: [0; 256], trails: [0; 256], leads: [0; 64], ascii: [0; 128], ascii_acts: false };
        let flags = |entry: u32| {
            let halt = entry & (STOP | SHRINK) != 0;
            let gone = !halt && entry >> LEN_SHIFT & 3 == 0;
            let bit = |on: bool, bit: u8| if on { bit } else { 0 };
            bit(halt, HALT) | bit(gone, GONE) | bit(entry & CHANGE != 0, CHANGED)
        };
        for lead in 0xC0..=0xFFu8 {
            for trail in 0x80..=0xBFu8 {
                let entry = table[index(lead, trail)];
                let own = flags(entry);
                if lead & 0xFC != 0xD8 {
                    // Anything but staying is a stop outside the Arabic block.
                    let acts = entry & (STOP | CHANGE) != 0;
                    tables.leads[usize::from(lead & 0x3F)] |= if acts { HALT | CHANGED } else { 0 };
                    continue;
                }
                let at = usize::from(lead & 3) << 6 | usize::from(trail & 0x3F);
                tables.flags[at] = own;
                if own & (HALT | GONE) == 0 {
                    tables.flags[at] |= lead ^ entry as u8;
                    tables.trails[at] = trail ^ (entry >> 8) as u8;
                }
            }
        }
        for c in 0..0x80u8 {
            let entry = table[index(c, 0)];
            tables.ascii[usize::from(c)] = if entry & (STOP | CHANGE) != 0 { HALT | CHANGED } else { 0 };
            tables.ascii_acts |= entry & (STOP | CHANGE) != 0;
        }
        Some(Avx512 { tables: Box::new(tables) })
    }

    /// See [`super::rewrite`]: like the scalar kernel, but stops at characters that shrink, too.
    pub(super) fn rewrite<const MARK: bool>(
        &self,
        text: &[u8],
        from: usize,
        out: &mut [MaybeUninit<u8>],
        kept: &mut [u64],
    ) -> (usize, usize) {
        assert!(out.len() >= text.len() - from && (!MARK || kept.len() * 64 > text.len()));
        // SAFETY: `new` has seen that the CPU has the instructions; the buffers are long enough.
        unsafe { rewrite::<MARK>(&self.tables, text, from, out, kept) }
    }

    /// See [`super::find_change`].
    pub(super) fn find_change(&self, text: &[u8], from: usize) -> usize {
        // SAFETY: `new` has seen that the CPU has the instructions.
        unsafe { find_change(&self.tables, text, from) }
    }
}

#[cfg(feature = "std")]
fn available() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vbmi")
        && is_x86_feature_detected!("avx512vbmi2")
}

/// Without `std` nobody has asked the operating system: only what the build was told to rely on.
#[cfg(not(feature = "std"))]
const fn available() -> bool {
    cfg!(all(
        target_feature = "avx512f",
        target_feature = "avx512bw",
        target_feature = "avx512vbmi",
        target_feature = "avx512vbmi2"
    ))
}

/// What a block of up to 64 bytes says.
struct Block {
    bytes: __m512i,
    /// Lead bytes of U+0600-06FF, and what the table says of them.
    leads: u64,
    flags: __m512i,
    /// Characters, by their first byte, that are no matter for the kernel.
    halts: u64,
    /// Bytes of the block that belong to characters which are whole in it.
    whole: u32,
}

/// # Safety
/// The CPU has AVX-512 F, BW and VBMI. `at` is a char boundary of `text`, which is UTF-8.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
unsafe fn classify(tables: &Tables, text: &[u8], at: usize) -> Block {
    let left = text.len() - at;
    let valid = if left >= 64 { u64::MAX } else { (1 << left) - 1 };
    // SAFETY: masked lanes are not touched; the others are bytes `at ..` and `at + 1 ..` of the text.
    let (bytes, next) = unsafe {
        let start = text.as_ptr().add(at).cast::<i8>();
        let behind = if left > 64 { u64::MAX } else { valid >> 1 };
        (_mm512_maskz_loadu_epi8(valid, start), _mm512_maskz_loadu_epi8(behind, start.wrapping_add(1)))
    };
    let six = _mm512_set1_epi8(0x3F);
    let leads =
        _mm512_cmpeq_epi8_mask(_mm512_and_si512(bytes, _mm512_set1_epi8(0xFCu8 as i8)), _mm512_set1_epi8(0xD8u8 as i8));
    let above = _mm512_cmpge_epu8_mask(bytes, _mm512_set1_epi8(0xC0u8 as i8));
    let which = place(bytes, next);
    let flags = lookup(&tables.flags, which);
    let mut halts = leads & _mm512_test_epi8_mask(flags, _mm512_set1_epi8(HALT as i8));
    let others = above & !leads;
    if others != 0 {
        // SAFETY: 64 aligned bytes.
        let table = unsafe { _mm512_load_si512(tables.leads.as_ptr().cast()) };
        let said = _mm512_permutexvar_epi8(_mm512_and_si512(bytes, six), table);
        halts |= others & _mm512_test_epi8_mask(said, _mm512_set1_epi8(HALT as i8));
    }
    if tables.ascii_acts {
        // SAFETY: 128 aligned bytes.
        let (low, high) = unsafe {
            let table = tables.ascii.as_ptr();
            (_mm512_load_si512(table.cast()), _mm512_load_si512(table.add(64).cast()))
        };
        let said = _mm512_permutex2var_epi8(low, bytes, high);
        let ascii = valid & !_mm512_movepi8_mask(bytes);
        halts |= ascii & _mm512_test_epi8_mask(said, _mm512_set1_epi8(HALT as i8));
    }
    // A lead in the last place has its trail in the next block. (A text ends with a whole character.)
    let size = if left >= 64 { 64 } else { left as u32 };
    let whole = if left > 64 { 64 - (above >> 63) as u32 } else { size };
    Block { bytes, leads, flags, halts, whole }
}

/// Where the entry of a character of U+0600-06FF stands: two bits of the lead, six of the trail.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn place(lead: __m512i, trail: __m512i) -> __m512i {
    // There is no shift of bytes; what comes over from a neighbour is masked away.
    let lead = _mm512_and_si512(_mm512_slli_epi16::<6>(lead), _mm512_set1_epi8(0xC0u8 as i8));
    _mm512_or_si512(lead, _mm512_and_si512(trail, _mm512_set1_epi8(0x3F)))
}

/// A table of 256 bytes, by index.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn lookup(table: &[u8; 256], which: __m512i) -> __m512i {
    let part = |at: usize| {
        // SAFETY: 64 bytes of the table from `at` on.
        unsafe { _mm512_loadu_si512(table[at..at + 64].as_ptr().cast()) }
    };
    let low = _mm512_permutex2var_epi8(part(0), which, part(64));
    let high = _mm512_permutex2var_epi8(part(128), which, part(192));
    _mm512_mask_blend_epi8(_mm512_movepi8_mask(which), low, high)
}

/// # Safety
/// The CPU has AVX-512 F, BW, VBMI and VBMI2; `out` has room for `text[from..]`, `kept` for a bit a byte and one more.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2")]
unsafe fn rewrite<const MARK: bool>(
    tables: &Tables,
    text: &[u8],
    from: usize,
    out: &mut [MaybeUninit<u8>],
    kept: &mut [u64],
) -> (usize, usize) {
    let mut read = from;
    let mut written = 0;
    while read < text.len() {
        // SAFETY: `read` is a char boundary: the start, or behind whole characters.
        let block = unsafe { classify(tables, text, read) };
        let size = block.whole.min(block.halts.trailing_zeros());
        let done = if size == 64 { u64::MAX } else { (1 << size) - 1 };

        let leads = block.leads & done;
        let trails = leads << 1;
        let gone = leads & _mm512_movepi8_mask(block.flags);
        let keep = done & !(gone | gone << 1);
        // SAFETY: the byte before a trail byte is in the text; masked lanes are not touched.
        let before =
            unsafe { _mm512_maskz_loadu_epi8(trails, text.as_ptr().wrapping_add(read).wrapping_sub(1).cast::<i8>()) };
        let lead_xor = _mm512_and_si512(block.flags, _mm512_set1_epi8(0x1F));
        let trail_xor = lookup(&tables.trails, place(before, block.bytes));
        let bytes = xor_where(block.bytes, leads, lead_xor);
        let bytes = xor_where(bytes, trails, trail_xor);
        let squeezed = _mm512_maskz_compress_epi8(keep, bytes);
        let count = keep.count_ones() as usize;
        // SAFETY: `written + count <= read + size - from <= out.len()`; a full store only where 64 bytes are left.
        unsafe {
            let target = out.as_mut_ptr().add(written).cast::<i8>();
            if out.len() - written >= 64 {
                _mm512_storeu_si512(target.cast(), squeezed);
            } else {
                _mm512_mask_storeu_epi8(target, if count == 64 { u64::MAX } else { (1 << count) - 1 }, squeezed);
            }
        }
        if MARK {
            let (slot, shift) = (read / 64, read % 64);
            kept[slot] |= keep << shift;
            if shift > 0 {
                let rest = keep >> (64 - shift);
                if rest != 0 {
                    kept[slot + 1] |= rest;
                }
            }
        }
        read += size as usize;
        written += count;
        if size < block.whole {
            break;
        }
    }
    (read, written)
}

/// Xor where the mask has a bit.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn xor_where(bytes: __m512i, mask: u64, with: __m512i) -> __m512i {
    _mm512_xor_si512(bytes, _mm512_maskz_mov_epi8(mask, with))
}

/// # Safety
/// The CPU has AVX-512 F, BW and VBMI.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
unsafe fn find_change(tables: &Tables, text: &[u8], from: usize) -> usize {
    let mut read = from;
    while read < text.len() {
        // SAFETY: `read` is a char boundary.
        let block = unsafe { classify(tables, text, read) };
        let changed = block.halts | block.leads & _mm512_test_epi8_mask(block.flags, _mm512_set1_epi8(CHANGED as i8));
        let size = block.whole.min(changed.trailing_zeros());
        read += size as usize;
        if size < block.whole {
            break;
        }
    }
    read
}
