//! The reference kernels: 64 bytes at a time, character by character, no branch on what a character is.
//!
//! Where characters start follows from the bytes alone, so it is found for a block at once; what becomes of each is
//! then independent of the one before. The only branches are the ends of runs and of blocks: neither spaces between
//! words nor marks between letters mispredict.

use super::{CHANGE, Entries, LEN_SHIFT, SHRINK, STOP, index};
use core::mem::MaybeUninit;

/// Where characters start in up to 64 bytes, one bit each.
#[inline(always)]
fn starts(bytes: &[u8]) -> u64 {
    let mut mask = 0;
    let (chunks, rest) = bytes.as_chunks::<8>();
    for (i, chunk) in chunks.iter().enumerate() {
        let word = u64::from_le_bytes(*chunk);
        // A byte continues a character if its two high bits are 10.
        let continues = word & !(word << 1) & 0x8080_8080_8080_8080;
        let gathered = (continues >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask |= (!gathered & 0xFF) << (i * 8);
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
unsafe fn entry<const INNER: bool>(table: &Entries, text: &[u8], at: usize) -> (u8, u32) {
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

/// See [`super::rewrite`]; `out` has room for every byte of `text[from..]`. Stops at the first character that starts at
/// `most` or behind. Returns bytes read up to, bytes written.
pub(super) fn rewrite<const MARK: bool>(
    table: &Entries,
    text: &[u8],
    from: usize,
    most: usize,
    out: &mut [MaybeUninit<u8>],
    kept: &mut [u64],
) -> (usize, usize) {
    assert!(most <= text.len() && out.len() >= text.len() - from && (!MARK || kept.len() * 64 > text.len()));
    let mut read = from;
    let mut written = 0;
    while read < most {
        let base = read;
        let block = most.min(read + 64);
        // Bits of the block that stay; one more than 64, for a character that starts at the last.
        let mut keep = 0u128;
        // SAFETY: characters start below `block`, which is at most the text's length; `out` has room for what is left.
        let stopped = unsafe {
            match block < text.len() {
                true => one_block::<MARK, true>(table, text, block, out, &mut keep, &mut read, &mut written),
                false => one_block::<MARK, false>(table, text, block, out, &mut keep, &mut read, &mut written),
            }
        };
        if MARK {
            let (slot, shift) = (base / 64, base % 64);
            kept[slot] |= (keep << shift) as u64;
            let over = (keep >> (64 - shift)) as u64;
            if over != 0 {
                kept[slot + 1] |= over;
            }
        }
        if stopped {
            break;
        }
    }
    (read, written)
}

/// One block, from `read` to `end`; says whether a character stopped it.
///
/// # Safety
/// `end <= text.len()`, and `INNER` only if it is less; `out` has room for `text[read..]` behind `written`.
#[inline(always)]
unsafe fn one_block<const MARK: bool, const INNER: bool>(
    table: &Entries,
    text: &[u8],
    end: usize,
    out: &mut [MaybeUninit<u8>],
    keep: &mut u128,
    read: &mut usize,
    written: &mut usize,
) -> bool {
    let stop = if MARK { STOP | SHRINK } else { STOP };
    let base = *read;
    let mut left = starts(&text[base..end]);
    let (mut at, mut to) = (base, *written);
    let mut stopped = false;
    while left != 0 {
        at = base + left.trailing_zeros() as usize;
        // SAFETY: `at < end`.
        let (first, entry) = unsafe { entry::<INNER>(table, text, at) };
        if entry & stop != 0 {
            stopped = true;
            break;
        }
        left &= left - 1;
        let to_len = (entry >> LEN_SHIFT & 3) as usize;
        // SAFETY: no entry writes more than it reads, so there is room for what it writes; a byte too many, where there
        // is room for it, is written over by the next character, or not counted.
        unsafe {
            let target = out.as_mut_ptr().add(to).cast::<u8>();
            if INNER || to + 2 <= out.len() {
                target.cast::<[u8; 2]>().write((entry as u16).to_le_bytes());
            } else {
                target.write(entry as u8);
            }
        }
        if MARK {
            // Nothing shrinks here, so the bytes written are the bytes kept: all or none.
            *keep |= u128::from((1u64 << to_len) - 1) << (at - base);
        }
        to += to_len;
        at += 1 + usize::from(first >= 0x80);
    }
    (*read, *written) = (at, to);
    stopped
}

/// See [`super::find_change`]; looks at characters that start before `most`.
pub(super) fn find_change(table: &Entries, text: &[u8], from: usize, most: usize) -> usize {
    assert!(most <= text.len());
    let mut read = from;
    while read < most {
        let base = read;
        let mut left = starts(&text[read..most.min(read + 64)]);
        while left != 0 {
            read = base + left.trailing_zeros() as usize;
            // SAFETY: `read < most <= text.len()`.
            let (first, entry) = unsafe { entry::<false>(table, text, read) };
            if entry & CHANGE != 0 {
                return read;
            }
            left &= left - 1;
            read += 1 + usize::from(first >= 0x80);
        }
    }
    read
}
