//! Classes without vector instructions of our own: two lookups a character, eight bytes turned into eight masks at a time.

use super::super::scalar::{LOWEST, gather, starts};
use super::runs::{Behind, Found, IS_ATTACHED, IS_JOINER, Runs};
use super::{BLOCK, BLOCKS, Before, Classes, FLAGS, Flags, KIND, Pairs, Places, ROLE, UPPER, Values, pair};
use alloc::boxed::Box;

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
pub(super) fn blocks(
    classes: &Classes,
    text: &[u8],
    at: usize,
    last: &mut u8,
    flags: &mut Flags,
    before: &mut Before,
    runs: Option<&Runs>,
) -> bool {
    let (mut any, mut misses) = (false, 0);
    for (number, before) in before.iter_mut().enumerate() {
        let at = at + number * BLOCK;
        if at > text.len() {
            break;
        }
        // Where two are not simple, more will not be.
        let runs = runs.filter(|_| misses < 2);
        let simple = runs.and_then(|runs| simple(classes, runs, text, at, last, before));
        (any, misses) = if simple.is_some() { (true, 0) } else { (any, misses + 1) };
        let found = simple.unwrap_or_else(|| block(classes, text, at, last, before));
        flags.iter_mut().zip(found).for_each(|(masks, mask)| masks[number] = mask);
    }
    any
}

/// The flags of a block that needs no pairs. Each byte is looked up, be it the first of a character or not, so that no
/// lookup waits for another.
fn simple(
    classes: &Classes,
    runs: &Runs,
    text: &[u8],
    at: usize,
    last: &mut u8,
    before: &mut [u8; BLOCK],
) -> Option<[u64; FLAGS + 2]> {
    let mut behind = Behind::new(runs.of[usize::from(*last)]?);
    let window = window(text, at);
    let [mut words, mut attached, mut joiners] = [0; 3];
    // By quarters, so that most blocks that are not simple are given up soon.
    for quarter in (0..BLOCK).step_by(BLOCK / 4) {
        let mut found = [0; BLOCK / 4];
        for (slot, bytes) in found.iter_mut().zip(window[quarter..].windows(2)) {
            *slot = runs.pairs.firsts[usize::from(bytes[0])] & runs.pairs.seconds[usize::from(bytes[1])];
        }
        for (eight, shift) in found.as_chunks::<8>().0.iter().zip((quarter..).step_by(8)) {
            let eight = u64::from_le_bytes(*eight);
            let two = eight | eight >> 1;
            let four = two | two >> 2;
            if (four | four >> 4) & LOWEST != LOWEST {
                return None;
            }
            words |= gather(four) << shift;
            attached |= gather(eight >> IS_ATTACHED.trailing_zeros()) << shift;
            joiners |= gather(eight >> IS_JOINER.trailing_zeros()) << shift;
        }
    }
    let flags = behind.flags(Found { words, attached, joiners, trails: !starts(&window[..BLOCK]) });
    before.fill(runs.letter);
    let end = text.len().min(at + BLOCK);
    if end > 0 {
        *last = behind.value(runs).unwrap_or_else(|| classes.values.before(text, end));
    }
    Some(flags)
}

/// By the kind of a character (from bit 8 on) and the value of the one after it: the flags of the pair, and above them
/// whether the second and whether the first character is of the [`UPPER`] kinds.
pub(super) type Table = [u8; (KIND as usize + 0x10) << 4];

pub(super) fn table(pairs: &Pairs) -> Box<Table> {
    let mut table = Box::new([0; _]);
    for (kind, row) in (0..=KIND).step_by(0x10).zip(table.chunks_exact_mut(0x100)) {
        for (value, slot) in (0..=u8::MAX).zip(row) {
            let flags = pairs.0[usize::from(kind | value & ROLE)] & ((1 << FLAGS) - 1);
            let uppers = u8::from(value & UPPER != 0) | u8::from(kind & UPPER != 0) << 1;
            *slot = flags | uppers << FLAGS;
        }
    }
    table
}

fn block(classes: &Classes, text: &[u8], at: usize, last: &mut u8, before: &mut [u8; BLOCK]) -> [u64; FLAGS + 2] {
    let Classes { values, table, .. } = classes;
    let window = window(text, at);
    let mut left = starts(&window[..BLOCK]);
    let mut bits = [0; BLOCK];
    let mut value = *last;
    while left != 0 {
        let place = left.trailing_zeros() as usize % BLOCK;
        left &= left - 1;
        before[place] = value;
        let row = usize::from(value & KIND) << 4;
        let byte = window[place];
        value = match byte < 0xE0 {
            true => values.pairs[pair(byte, window[place + 1])],
            false => values.at(text, at + place),
        };
        bits[place] = table[row | usize::from(value)];
    }
    if let Some(slot) = before.get_mut(text.len() - at) {
        *slot = value;
        bits[text.len() - at] = u8::from(value & UPPER != 0) << (FLAGS + 1);
    }
    *last = value;
    let [a, b, c, d, e, here, before, _] = masks(&bits);
    [a, b, c, d, e, here, before]
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
