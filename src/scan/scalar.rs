//! The reference kernels: 64 bytes at a time, character by character, no branch on what a character is.
//!
//! Where characters start follows from the bytes alone, so it is found for a block at once; what becomes of each is
//! then independent of the one before. The only branches are the ends of runs and of blocks: neither spaces between
//! words nor marks between letters mispredict.

use super::{
    Before, CHANGE, CLASS_SHIFT, Cells, ENTRIES, GONE, Group, HOT_DROP, HOT_KEEP, HOT_STOP, LEN_SHIFT, LONG, Output,
    SHRINK, STOP, index,
};
#[cfg(feature = "segmentation")]
use core::ops::Range;

/// The lowest bit of each of eight bytes.
pub(super) const LOWEST: u64 = 0x0101_0101_0101_0101;

/// The lowest bits of eight bytes as eight bits.
#[inline(always)]
pub(super) fn gather(bytes: u64) -> u64 {
    // Each bit comes to the top byte in its own place, and no two meet on the way.
    (bytes & LOWEST).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Where characters start in up to 64 bytes, one bit each.
#[inline(always)]
pub(super) fn starts(bytes: &[u8]) -> u64 {
    let mut mask = 0;
    let (chunks, rest) = bytes.as_chunks::<8>();
    for (i, chunk) in chunks.iter().enumerate() {
        let word = u64::from_le_bytes(*chunk);
        // A byte continues a character if its two high bits are 10.
        let continues = word & !(word << 1) & 0x8080_8080_8080_8080;
        mask |= (!gather(continues >> 7) & 0xFF) << (i * 8);
    }
    for (i, &byte) in rest.iter().enumerate() {
        mask |= u64::from(byte & 0xC0 != 0x80) << (chunks.len() * 8 + i);
    }
    mask
}

/// The entry of the character that starts at `at`.
///
/// # Safety
/// `at < text.len()`, and `INNER` only if that is not the last byte.
#[inline(always)]
unsafe fn entry<const INNER: bool>(table: &[u32; ENTRIES], text: &[u8], at: usize) -> (u8, u32) {
    // SAFETY: by the caller.
    let first = unsafe { *text.get_unchecked(at) };
    // The last byte of a text is ASCII or was read with its lead: its entry is the same whatever is put here.
    let second = match INNER {
        // SAFETY: by the caller.
        true => unsafe { *text.get_unchecked(at + 1) },
        false => text.get(at + 1).copied().unwrap_or(0),
    };
    (first, table[index(first, second)])
}

/// What is to do with a mark of `class` (0: no mark; [`GONE`]: something that goes).
#[derive(PartialEq, Eq)]
enum Place {
    Stay,
    /// Before the mark before it.
    Swap,
    Stop,
}

impl Before {
    /// Goes over a character.
    #[inline(always)]
    fn pass<const SWAP: bool>(&mut self, class: u8) -> Place {
        let Before { class: last, later } = *self;
        if class == 0 || class == GONE {
            self.class = class;
            return Place::Stay;
        }
        if last <= class {
            *self = Before { class, later: last != 0 };
            return Place::Stay;
        }
        if !SWAP || later || last == GONE {
            return Place::Stop;
        }
        self.class = GONE;
        Place::Swap
    }
}

/// The length of a character of three or four bytes.
fn long_len(first: u8) -> usize {
    if first < 0xF0 { 3 } else { 4 }
}

/// See [`super::rewrite`]; `out` has room for every byte of `text[from..]`. Stops at the first character that starts at
/// `most` or behind. Returns where it got to in the text and in `out`.
pub(super) fn rewrite<const MARK: bool>(
    cells: &Cells,
    text: &[u8],
    from: usize,
    before: Before,
    most: usize,
    out: Output<'_>,
    kept: &mut [u64],
) -> (usize, usize) {
    match cells.ordered {
        false => blocks::<MARK, false>(cells, text, from, before, most, out, kept),
        true => blocks::<MARK, true>(cells, text, from, before, most, out, kept),
    }
}

fn blocks<const MARK: bool, const ORDER: bool>(
    cells: &Cells,
    text: &[u8],
    from: usize,
    mut before: Before,
    most: usize,
    mut out: Output<'_>,
    kept: &mut [u64],
) -> (usize, usize) {
    assert!(most <= text.len() && out.has_room(text.len() - from) && (!MARK || kept.len() * 64 > text.len()));
    let mut read = from;
    // Bits of the block that stay, and of what reaches over its end.
    let mut keep = [0u64; 2];
    while read < most {
        let base = read;
        let block = most.min(read + 64);
        // SAFETY: characters start below `block`, which is at most the text's length; `out` has room for what is left.
        let stopped = unsafe {
            match block < text.len() {
                true => one_block::<MARK, ORDER, true>(cells, text, block, &mut before, &mut out, &mut keep, &mut read),
                false => {
                    one_block::<MARK, ORDER, false>(cells, text, block, &mut before, &mut out, &mut keep, &mut read)
                }
            }
        };
        if MARK {
            let (slot, shift) = (base / 64, base % 64);
            let bits = u128::from(keep[0]) | u128::from(keep[1]) << 64;
            kept[slot] |= (bits << shift) as u64;
            let over = bits >> (64 - shift);
            for (i, word) in [over as u64, (over >> 64) as u64].into_iter().enumerate() {
                if word != 0 {
                    kept[slot + 1 + i] |= word;
                }
            }
            keep = [0; 2];
        }
        if stopped {
            break;
        }
    }
    (read, out.written)
}

/// One block, from `read` to `end`; says whether a character stopped it.
///
/// # Safety
/// `end <= text.len()`, and `INNER` only if it is less; `out` has room for `text[read..]` behind what is written.
#[inline(always)]
unsafe fn one_block<const MARK: bool, const ORDER: bool, const INNER: bool>(
    cells: &Cells,
    text: &[u8],
    end: usize,
    before: &mut Before,
    out: &mut Output<'_>,
    keep: &mut [u64; 2],
    read: &mut usize,
) -> bool {
    let base = *read;
    let mut left = starts(&text[base..end]);
    if MARK && end - base == 64 && text[end - 1] >= 0xC0 {
        // It is left to the next block, so that no pair reaches over the end of this one.
        left ^= 1 << 63;
    }
    let (mut at, mut to) = (base, out.written);
    let mut stopped = false;
    while left != 0 {
        let bit = left.trailing_zeros();
        at = base + bit as usize;
        // SAFETY: `at < end`.
        let (first, entry) = unsafe { entry::<INNER>(&cells.entries, text, at) };
        // What is seldom is asked for at once.
        if entry & (STOP | LONG | if MARK { SHRINK } else { 0 }) != 0 {
            if entry & (STOP | LONG) != 0 {
                let fate = cells.long(entry, text, at);
                if fate == HOT_STOP {
                    stopped = true;
                    break;
                }
                left &= left - 1;
                before.class = if fate == HOT_DROP { GONE } else { 0 };
                let len = long_len(first);
                if fate == HOT_KEEP {
                    out.put(to, &text[at..at + len]);
                    let bits = ((1u128 << len) - 1) << (at - base);
                    keep[0] |= bits as u64;
                    keep[1] |= (bits >> 64) as u64;
                    to += len;
                }
                at += len;
                continue;
            }
            if MARK {
                (out.group)(Group::shrink(at, to));
            }
        }
        if ORDER {
            match before.pass::<true>((entry >> CLASS_SHIFT) as u8) {
                Place::Stay => {}
                Place::Stop => {
                    stopped = true;
                    break;
                }
                Place::Swap => {
                    // Both are of two bytes, and stand at the end of what is written.
                    out.put(to, &(entry as u16).to_le_bytes());
                    out.swap(to - 2);
                    if MARK {
                        keep[0] |= 3 << bit;
                        (out.group)(Group::swap(at - 2, to - 2));
                    }
                    (left, to, at) = (left & (left - 1), to + 2, at + 2);
                    continue;
                }
            }
        }
        left &= left - 1;
        let to_len = (entry >> LEN_SHIFT & 3) as usize;
        // SAFETY: no entry writes more than it reads, so there is room for what it writes; a byte too many, where there
        // is room for it, is written over by the next character, or not counted.
        unsafe {
            let target = out.bytes.as_mut_ptr().add(to).cast::<u8>();
            if INNER || to + 2 <= out.bytes.len() {
                target.cast::<[u8; 2]>().write((entry as u16).to_le_bytes());
            } else {
                target.write(entry as u8);
            }
        }
        if MARK {
            // As many bits as bytes: 0, 1 or 2.
            keep[0] |= ((to_len + (to_len >> 1)) as u64) << bit;
        }
        to += to_len;
        at += 1 + usize::from(first >= 0x80);
    }
    (*read, out.written) = (at, to);
    stopped
}

/// See [`super::find_change`]; looks at characters that start before `most`.
pub(super) fn find_change(cells: &Cells, text: &[u8], from: usize, before: Before, most: usize) -> usize {
    match cells.ordered {
        false => change_in_blocks::<false>(cells, text, from, before, most),
        true => change_in_blocks::<true>(cells, text, from, before, most),
    }
}

fn change_in_blocks<const ORDER: bool>(
    cells: &Cells,
    text: &[u8],
    from: usize,
    mut before: Before,
    most: usize,
) -> usize {
    assert!(most <= text.len());
    let mut read = from;
    while read < most {
        let block = most.min(read + 64);
        // SAFETY: characters start below `block`, which is at most the text's length.
        let changes = unsafe {
            match block < text.len() {
                true => change_in_block::<ORDER, true>(cells, text, block, &mut before, &mut read),
                false => change_in_block::<ORDER, false>(cells, text, block, &mut before, &mut read),
            }
        };
        if changes {
            break;
        }
    }
    read
}

/// One block, from `read` to `end`; says whether a character changes or stops it.
///
/// # Safety
/// `end <= text.len()`, and `INNER` only if it is less.
#[inline(always)]
unsafe fn change_in_block<const ORDER: bool, const INNER: bool>(
    cells: &Cells,
    text: &[u8],
    end: usize,
    before: &mut Before,
    read: &mut usize,
) -> bool {
    let base = *read;
    let mut left = starts(&text[base..end]);
    let (mut at, mut len) = (base, 0);
    while left != 0 {
        at = base + left.trailing_zeros() as usize;
        // SAFETY: `at < end`.
        let (first, entry) = unsafe { entry::<INNER>(&cells.entries, text, at) };
        left &= left - 1;
        len = 1 + usize::from(first >= 0x80);
        let mut class = (entry >> CLASS_SHIFT) as u8;
        if entry & (CHANGE | LONG) != 0 {
            if entry & CHANGE != 0 || cells.long(entry, text, at) != HOT_KEEP {
                *read = at;
                return true;
            }
            (class, len) = (0, long_len(first));
        }
        if ORDER && before.pass::<false>(class) != Place::Stay {
            *read = at;
            return true;
        }
    }
    *read = at + len;
    false
}

/// See [`super::places`].
#[cfg(feature = "segmentation")]
pub(super) fn places(words: &[u64], bits: Range<usize>, offset: u16, out: &mut [u16]) -> (usize, usize) {
    super::places_by(word_places, words, bits, offset, out)
}

#[cfg(feature = "segmentation")]
#[inline(always)]
fn word_places(bits: u64, offset: u16, out: &mut [u16; 64]) -> usize {
    let mut count = 0;
    // Bit by bit and not run by run: nothing is to be guessed.
    for place in 0..64 {
        out[count & 63] = offset + place;
        count += (bits >> place & 1) as usize;
    }
    count
}
