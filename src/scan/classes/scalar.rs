//! Classes without vector instructions of our own: two lookups a byte, eight bytes turned into eight masks at a time.

use super::{BLOCK, BLOCKS, Before, Classes, FLAGS, Flags, KIND, Places, ROLE, UPPER, Values, is_trail, pair};

/// A block of a text and the byte behind it. Behind the text's end stands what looks like the rest of a character: it has
/// no flags, and the value of the last character.
#[inline(always)]
pub(super) fn window(text: &[u8], at: usize) -> [u8; BLOCK + 1] {
    let rest = &text[at..];
    rest.first_chunk().copied().unwrap_or_else(|| {
        let mut tail = [0x80; BLOCK + 1];
        tail[..rest.len()].copy_from_slice(rest);
        tail
    })
}

/// See [`super::Classes::blocks`].
pub(super) fn blocks(classes: &Classes, text: &[u8], at: usize, last: &mut u8, flags: &mut Flags, before: &mut Before) {
    for (number, (flags, before)) in flags.iter_mut().zip(before).enumerate() {
        let at = at + number * BLOCK;
        if at > text.len() {
            return;
        }
        *flags = block(classes, text, at, last, before);
    }
}

fn block(classes: &Classes, text: &[u8], at: usize, last: &mut u8, before: &mut [u8; BLOCK]) -> [u64; FLAGS + 2] {
    let (values, pairs) = (&classes.values, &classes.pairs.0);
    let window = window(text, at);
    // Lookups apart from what the compiler can do to many bytes at once. A byte that begins no character has the value 0.
    let mut here = [0; BLOCK];
    // Whether a character has more than two bytes.
    let mut long = [window[0], window[1]].iter().all(|&byte| is_trail(byte));
    for i in 0..BLOCK {
        let byte = window[i];
        here[i] = if byte < 0xE0 {
            values.pairs[pair(byte, window[i + 1])]
        } else {
            long = true;
            values.at(text, at + i)
        };
    }
    // All bits if no character begins there.
    let trails: [u8; BLOCK] = each(|i| u8::from(is_trail(window[i])).wrapping_neg());
    let mut all = here;
    for _ in 0..if long { 3 } else { 1 } {
        behind(&all, *last, before);
        all = each(|i| all[i] | before[i] & trails[i]);
    }
    behind(&all, *last, before);
    *last = all[BLOCK - 1];
    let pair: [u8; BLOCK] = each(|i| before[i] & KIND | here[i] & ROLE);
    let flags: [u8; BLOCK] = each(|i| pairs[usize::from(pair[i] & (KIND | ROLE))]);
    let [a, b, c, d, e, ..] = masks(&each(|i| flags[i] & !trails[i]));
    [a, b, c, d, e, uppers(&here), uppers(before)]
}

#[inline(always)]
fn each(f: impl Fn(usize) -> u8) -> [u8; BLOCK] {
    let mut bytes = [0; BLOCK];
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = f(i);
    }
    bytes
}

/// The byte before each; before the first one, `last`.
#[inline(always)]
fn behind(bytes: &[u8; BLOCK], last: u8, before: &mut [u8; BLOCK]) {
    before[1..].copy_from_slice(&bytes[..BLOCK - 1]);
    before[0] = last;
}

/// The places of the bytes that have the bit.
fn uppers(bytes: &[u8; BLOCK]) -> u64 {
    let mut row = [0; 8];
    for (slot, eight) in row.iter_mut().zip(bytes.chunks_exact(8)) {
        let bits =
            (u64::from_le_bytes(eight.try_into().unwrap_or_default()) / u64::from(UPPER)) & 0x0101_0101_0101_0101;
        // The lowest bit of byte number i goes to bit number 56 + i.
        *slot = (bits.wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8;
    }
    u64::from_le_bytes(row)
}

/// For each bit of a byte the places of the bytes that have it.
fn masks(bytes: &[u8; BLOCK]) -> [u64; 8] {
    let mut rows = [[0; 8]; 8];
    for (i, eight) in bytes.chunks_exact(8).enumerate() {
        let square = transpose(u64::from_le_bytes(eight.try_into().unwrap_or_default()));
        for (row, byte) in rows.iter_mut().zip(square.to_le_bytes()) {
            row[i] = byte;
        }
    }
    rows.map(u64::from_le_bytes)
}

/// Eight bytes as a square of bits: rows become columns.
fn transpose(mut x: u64) -> u64 {
    // Squares of 1, 2, 4 bits above the diagonal change places with those below it.
    for (distance, upper) in [(7, 0x00AA_00AA_00AA_00AA), (14, 0x0000_CCCC_0000_CCCC), (28, 0x0000_0000_F0F0_F0F0)] {
        let moved = (x ^ (x >> distance)) & upper;
        x ^= moved ^ (moved << distance);
    }
    x
}

/// See [`super::Classes::list`].
#[inline(always)]
pub(super) fn list(masks: &[u64; BLOCKS], places: &mut Places) -> usize {
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

/// See [`super::Classes::suspects`]. The block ends behind the first that is found.
pub(super) fn suspects(values: &Values, text: &[u8], mut at: usize, bits: u8) -> Option<(usize, u64)> {
    let may = |byte: &u8| values.bytes[usize::from(*byte)] & bits != 0;
    while let Some(eight) = text.get(at..at + 8) {
        if eight.iter().fold(0, |any, &byte| any | values.bytes[usize::from(byte)]) & bits != 0 {
            break;
        }
        at += 8;
    }
    at += text.get(at..)?.iter().position(may)?;
    Some((at + 1, 1 << (BLOCK - 1)))
}
