//! The reference kernels: one character a step, no branch on what the character is.
//!
//! The only branch taken is the one that ends the run. The length read follows from the first byte, the length
//! written from the entry, so that neither spaces between words nor marks between letters mispredict.

use super::{CHANGE, Entries, LEN_SHIFT, SHRINK, STOP, index};
use core::mem::MaybeUninit;

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
    assert!(out.len() >= text.len() - from && (!MARK || kept.len() * 64 >= text.len()));
    let stop = if MARK { STOP | SHRINK } else { STOP };
    let mut read = from;
    let mut written = 0;
    // The word of `kept` that is being filled, and its index.
    let mut slot = from / 64;
    let mut bits = if MARK && slot < kept.len() { kept[slot] } else { 0 };
    while read < most {
        let first = text[read];
        // The last byte of a text is ASCII or was read with its lead: no entry looks at what is put here.
        let second = if read + 1 < text.len() { text[read + 1] } else { 0 };
        let entry = table[index(first, second)];
        if entry & stop != 0 {
            break;
        }
        let from_len = 1 + usize::from(first >= 0x80);
        let to_len = (entry >> LEN_SHIFT & 3) as usize;
        // SAFETY: `written <= read - from` always, as no entry writes more than it reads; so both places are below
        // `read - from + from_len <= text.len() - from <= out.len()`.
        unsafe {
            // The second byte first: for a one-byte character both go to one place.
            out.get_unchecked_mut(written + from_len - 1).write((entry >> 8) as u8);
            out.get_unchecked_mut(written).write(entry as u8);
        }
        if MARK {
            let at = read % 64;
            // Nothing shrinks here, so the bytes written are the bytes kept: all or none.
            let pattern = (1u64 << to_len) - 1;
            bits |= pattern << at;
            if at + from_len >= 64 {
                kept[slot] = bits;
                slot += 1;
                bits = if at + from_len > 64 { pattern >> 1 } else { 0 };
                bits |= kept.get(slot).copied().unwrap_or(0);
            }
        }
        read += from_len;
        written += to_len;
    }
    if MARK && slot < kept.len() {
        kept[slot] = bits;
    }
    (read, written)
}

/// See [`super::find_change`]; looks at characters that start before `most`.
pub(super) fn find_change(table: &Entries, text: &[u8], from: usize, most: usize) -> usize {
    let mut read = from;
    while read < most {
        let first = text[read];
        let second = if read + 1 < text.len() { text[read + 1] } else { 0 };
        if table[index(first, second)] & CHANGE != 0 {
            break;
        }
        read += 1 + usize::from(first >= 0x80);
    }
    read
}
