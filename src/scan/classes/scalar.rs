//! Classes without vector instructions: a lookup a character, eight classes turned into eight masks at a time.

use super::{BLOCK, Block, Values, pair};

/// See [`super::Classes::block`].
pub(super) fn block(values: &Values, text: &[u8], at: usize, last: &mut u8) -> Block {
    // What reaches over the end of the block may be written, and is not read.
    let mut found = [0u8; BLOCK + 4];
    let end = BLOCK.min(text.len().saturating_sub(at));
    let mut i = 0;
    while i < end && text[at + i] & 0xC0 == 0x80 {
        found[i] = *last;
        i += 1;
    }
    let mut firsts = 0;
    while i < end {
        firsts |= 1 << i;
        let first = text[at + i];
        if first < 0xE0 {
            // An ASCII character has its value for whatever follows.
            let second = text.get(at + i + 1).copied().unwrap_or(0);
            *last = values.pairs[pair(first, second)];
            found[i] = *last;
            found[i + 1] = *last;
            i += 1 + usize::from(first >= 0x80);
        } else {
            *last = values.at(text, at + i);
            found[i..i + 4].fill(*last);
            i += 3 + usize::from(first >= 0xF0);
        }
    }
    found[end..].fill(0);
    let mut classes = [0; 8];
    for (i, eight) in found[..BLOCK].chunks_exact(8).enumerate() {
        let square = transpose(u64::from_le_bytes(eight.try_into().unwrap_or_default()));
        for (mask, byte) in classes.iter_mut().zip(square.to_le_bytes()) {
            *mask |= u64::from(byte) << (8 * i);
        }
    }
    Block { firsts, classes }
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

/// See [`super::Classes::find`].
pub(super) fn find(values: &Values, text: &[u8], from: usize, bits: u8) -> Option<usize> {
    let mut at = from;
    while at < text.len() {
        if values.at(text, at) & bits != 0 {
            return Some(at);
        }
        at += match text[at] {
            ..0x80 => 1,
            ..0xE0 => 2,
            ..0xF0 => 3,
            _ => 4,
        };
    }
    None
}
