//! Classes without vector instructions: two lookups a character, eight bytes turned into eight masks at a time.

use super::{BLOCK, BLOCKS, Before, Classes, Flags, KIND, Places, ROLE, Values, pair};

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

fn block(classes: &Classes, text: &[u8], at: usize, last: &mut u8, before: &mut [u8; BLOCK]) -> [u64; 8] {
    let (values, pairs) = (&classes.values, &classes.pairs.0);
    let mut flags = [0u8; BLOCK];
    let end = BLOCK.min(text.len() - at);
    let mut i = 0;
    while i < end && text[at + i] & 0xC0 == 0x80 {
        i += 1;
    }
    while i < end {
        let first = text[at + i];
        let (value, len) = if first < 0xE0 {
            // An ASCII character has its value for whatever follows.
            let second = text.get(at + i + 1).copied().unwrap_or(0);
            (values.pairs[pair(first, second)], 1 + usize::from(first >= 0x80))
        } else {
            (values.at(text, at + i), 3 + usize::from(first >= 0xF0))
        };
        flags[i] = pairs[usize::from(*last & KIND | value & ROLE)];
        before[i] = *last;
        *last = value;
        i += len;
    }
    if end < BLOCK {
        before[end] = *last;
    }
    masks(&flags)
}

/// For each bit of a byte the places of the bytes that have it.
fn masks(bytes: &[u8; BLOCK]) -> [u64; 8] {
    let mut masks = [0; 8];
    for (i, eight) in bytes.chunks_exact(8).enumerate() {
        let square = transpose(u64::from_le_bytes(eight.try_into().unwrap_or_default()));
        for (mask, byte) in masks.iter_mut().zip(square.to_le_bytes()) {
            *mask |= u64::from(byte) << (8 * i);
        }
    }
    masks
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
pub(super) fn list(masks: &[u64; BLOCKS], places: &mut Places) -> usize {
    let mut count = 0;
    for (block, &mask) in (0..).zip(masks) {
        let mut rest = mask;
        while rest != 0 {
            places[count] = block * BLOCK as u8 + rest.trailing_zeros() as u8;
            count += 1;
            rest &= rest - 1;
        }
    }
    count
}

/// See [`super::Classes::find`].
pub(super) fn find(values: &Values, text: &[u8], from: usize, bits: u8) -> Option<usize> {
    let mut at = from;
    while at < text.len() {
        if values.at(text, at) & bits != 0 {
            return Some(at);
        }
        at += match text[at] {
            ..=0x7F => 1,
            0x80..=0xDF => 2,
            0xE0..=0xEF => 3,
            _ => 4,
        };
    }
    None
}
