//! Classes by the byte permutes of AVX-512 VBMI: 64 bytes at a time, and a branch only where a character is neither
//! ASCII nor of the Arabic block.
//!
//! ```text
//! value of each first byte:      look up (byte), or (low bits of lead, trail) in the Arabic block
//! others, if there are any:      by lead, by page, by the third byte
//! each byte of a character:      the value of the byte before it, once, or three times if there are long characters
//! each first byte:               look up (value of the byte before it, value)
//! ```
//!
//! Or, where nothing but words is looked for, of all blocks at once: a doubt by the roles of two neighbours, borders where
//! they differ ([`runs`]).

use super::kernel::Ahead;
use super::runs::{Run, Runs};
use super::{AHEAD, BLOCK, BLOCKS, Before, Flags, KIND, Lists, Places, ROLE, UPPER, Values};
use crate::scan::kernel::first;
use core::arch::x86_64::*;

/// Holding one proves that the CPU has the instructions.
#[derive(Debug, Clone)]
pub(super) struct Avx512(());

impl Avx512 {
    pub(super) fn new() -> Option<Avx512> {
        crate::scan::avx512::available().then_some(Avx512(()))
    }

    /// See [`super::Classes::blocks`].
    #[inline]
    pub(super) fn blocks(&self, ahead: Ahead<'_>, last: &mut u8, flags: &mut Flags, before: &mut Before) {
        // SAFETY: `new` has seen that the CPU has the instructions.
        unsafe { self::blocks(&ahead, last, flags, before) }
    }

    /// See [`super::Classes::runs`].
    #[inline]
    pub(super) fn runs(&self, ahead: Ahead<'_>, of: &Runs, last: &mut u8, lists: &mut Lists) -> Option<usize> {
        assert!(ahead.at + BLOCKS * BLOCK + 2 <= ahead.text.len());
        // SAFETY: `new` has seen that the CPU has the instructions, and the blocks are in the text.
        unsafe { runs(&ahead, of, last, lists) }
    }

    /// See [`super::Classes::list`].
    #[inline]
    pub(super) fn list(&self, masks: &[u64; BLOCKS], places: &mut Places) -> usize {
        // SAFETY: `new` has seen that the CPU has the instructions.
        unsafe { list(masks, places) }
    }

    /// See [`super::Classes::suspects`].
    #[inline]
    pub(super) fn suspects(&self, values: &Values, text: &[u8], from: usize, bits: u8) -> Option<(usize, u64)> {
        // SAFETY: `new` has seen that the CPU has the instructions.
        unsafe { suspects(values, text, from, bits) }
    }
}

/// 64 bytes of text, and what stands one and two bytes further on.
struct Bytes {
    here: __m512i,
    next: __m512i,
    third: __m512i,
    /// Which of the 64 are in the text.
    there: u64,
}

impl Bytes {
    /// # Safety
    /// The CPU has AVX-512 F, BW and VBMI; 66 bytes from `at` on are in the text.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn load_whole(text: &[u8], at: usize) -> Bytes {
        // SAFETY: the caller's.
        unsafe {
            let from = text.as_ptr().add(at);
            Bytes {
                here: _mm512_loadu_epi8(from.cast()),
                next: _mm512_loadu_epi8(from.add(1).cast()),
                third: _mm512_loadu_epi8(from.add(2).cast()),
                there: u64::MAX,
            }
        }
    }

    /// # Safety
    /// The CPU has AVX-512 F, BW and VBMI; `at` is less than the text's length.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn load(text: &[u8], at: usize) -> Bytes {
        let left = text.len() - at;
        let from = text[at..].as_ptr();
        if left >= BLOCK + 2 {
            // SAFETY: 66 bytes from `at` on are in the text.
            unsafe { Bytes::load_whole(text, at) }
        } else {
            // SAFETY: a masked load reads only bytes whose bits are set, and those are in the text. The addresses need
            // not be, so they are computed without a claim that they are.
            unsafe {
                Bytes {
                    here: _mm512_maskz_loadu_epi8(first(left), from.cast()),
                    next: _mm512_maskz_loadu_epi8(first(left.saturating_sub(1)), from.wrapping_add(1).cast()),
                    third: _mm512_maskz_loadu_epi8(first(left.saturating_sub(2)), from.wrapping_add(2).cast()),
                    there: first(left),
                }
            }
        }
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn table<const N: usize>(values: &[u8; N], part: usize) -> __m512i {
    let part: &[u8] = &values[part * BLOCK..(part + 1) * BLOCK];
    // SAFETY: the slice has 64 bytes.
    unsafe { _mm512_loadu_epi8(part.as_ptr().cast()) }
}

/// The values of ASCII characters and of the Arabic block, at their first bytes; which bytes begin no character, and where
/// others begin.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn common(values: &Values, bytes: &Bytes) -> (__m512i, u64, u64) {
    let high = _mm512_movepi8_mask(bytes.here);
    let trails = _mm512_cmplt_epi8_mask(bytes.here, _mm512_set1_epi8(0xC0u8 as i8));
    let block = _mm512_cmpeq_epi8_mask(
        _mm512_and_si512(bytes.here, _mm512_set1_epi8(0xFCu8 as i8)),
        _mm512_set1_epi8(0xD8u8 as i8),
    );
    let ascii = [table(&values.ascii, 0), table(&values.ascii, 1)];
    let found = _mm512_maskz_permutex2var_epi8(bytes.there & !high, ascii[0], bytes.here, ascii[1]);
    // The lowest bit of the lead above the six of the trail; the highest bit of an index does not count.
    let index =
        _mm512_ternarylogic_epi32::<0xCA>(_mm512_set1_epi8(0x3F), bytes.next, _mm512_slli_epi16::<6>(bytes.here));
    let near = _mm512_permutex2var_epi8(table(&values.arabic, 0), index, table(&values.arabic, 1));
    let mut found = _mm512_mask_mov_epi8(found, block, near);
    // From U+0680 on.
    let far = _mm512_mask_test_epi8_mask(block, bytes.here, _mm512_set1_epi8(2));
    if far != 0 {
        let of_far = _mm512_permutex2var_epi8(table(&values.arabic, 2), index, table(&values.arabic, 3));
        found = _mm512_mask_mov_epi8(found, far, of_far);
    }
    (found, trails, high & !trails & !block)
}

/// Adds the values of the characters that begin at `others`: of a mixed page that of the page. Says which are of such.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn rest(values: &Values, bytes: &Bytes, found: __m512i, others: u64) -> (__m512i, u64) {
    let is = |lead: u8| _mm512_mask_cmpeq_epi8_mask(others, bytes.here, _mm512_set1_epi8(lead as i8));
    let then = |lead: u64, second: u8| _mm512_mask_cmpeq_epi8_mask(lead, bytes.next, _mm512_set1_epi8(second as i8));
    let (latin, e2, ef, emoji) = (is(0xC2), is(0xE2), is(0xEF), then(is(0xF0), 0x9F));
    // U+2000-203F, the first page.
    let punctuation = then(e2, 0x80);
    let [of_e2, of_ef, of_emoji] = &values.planes;
    // An index counts with its low six bits.
    let found = _mm512_mask_permutexvar_epi8(found, others, bytes.here, table(&values.leads, 0));
    let found = _mm512_mask_permutexvar_epi8(found, latin, bytes.next, table(&values.latin, 0));
    let found = _mm512_mask_permutexvar_epi8(found, e2, bytes.next, table(&of_e2.pages, 0));
    let found = _mm512_mask_permutexvar_epi8(found, ef, bytes.next, table(&of_ef.pages, 0));
    let found = _mm512_mask_permutexvar_epi8(found, punctuation, bytes.third, table(&of_e2.values, 0));
    let found = _mm512_mask_permutexvar_epi8(found, emoji, bytes.third, table(&of_emoji.pages, 0));
    let mixed = _mm512_maskz_permutexvar_epi8(e2 & !punctuation, bytes.next, table(&of_e2.mixed, 0));
    let mixed = _mm512_mask_permutexvar_epi8(mixed, ef, bytes.next, table(&of_ef.mixed, 0));
    let mixed = _mm512_mask_permutexvar_epi8(mixed, emoji, bytes.third, table(&of_emoji.mixed, 0));
    (found, _mm512_movepi8_mask(mixed))
}

/// Puts the own values of characters in the place of those of their pages.
#[inline(never)]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn own(values: &Values, text: &[u8], at: usize, found: __m512i, mut mixed: u64) -> __m512i {
    let mut bytes = [0u8; BLOCK];
    // SAFETY: 64 bytes.
    unsafe { _mm512_storeu_epi8(bytes.as_mut_ptr().cast(), found) };
    while mixed != 0 {
        let place = mixed.trailing_zeros() as usize;
        bytes[place] = values.at(text, at + place);
        mixed &= mixed - 1;
    }
    table(&bytes, 0)
}

/// # Safety
/// The CPU has AVX-512 F, BW and VBMI.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
unsafe fn blocks(&Ahead { classes, text, at }: &Ahead<'_>, last: &mut u8, flags: &mut Flags, before: &mut Before) {
    let values = &classes.values;
    // SAFETY: 64 bytes.
    let index = unsafe { _mm512_loadu_epi8(BEFORE.as_ptr().cast()) };
    // Its last byte is the value of the last byte of the block before.
    let mut carried = _mm512_set1_epi8(*last as i8);
    for (number, values_before) in before.iter_mut().enumerate() {
        let at = at + number * BLOCK;
        if at > text.len() {
            break;
        }
        let (found, trails, there) = if at < text.len() {
            // SAFETY: the caller's; `at` is in the text.
            let bytes = unsafe { Bytes::load(text, at) };
            let (mut found, trails, others) = common(values, &bytes);
            if others != 0 {
                let (with_others, mixed) = rest(values, &bytes, found, others);
                found = if mixed == 0 { with_others } else { own(values, text, at, with_others, mixed) };
            }
            (found, trails, bytes.there)
        } else {
            (_mm512_setzero_si512(), 0, 0)
        };
        let before = |found| _mm512_permutex2var_epi8(found, index, carried);
        let fill = |found| _mm512_mask_mov_epi8(found, trails, before(found));
        let mut found = fill(found);
        if trails & trails >> 1 != 0 {
            found = fill(fill(found));
        }
        let before = before(found);
        carried = found;
        let pair = _mm512_ternarylogic_epi32::<0xCA>(_mm512_set1_epi8(KIND as i8), before, found);
        let (lower, upper) = (table(&classes.pairs.0, 0), table(&classes.pairs.0, 1));
        let own = _mm512_maskz_permutex2var_epi8(there & !trails, lower, pair, upper);
        let flag = |bit: u8| _mm512_test_epi8_mask(own, _mm512_set1_epi8(bit as i8));
        // SAFETY: 64 bytes.
        unsafe { _mm512_storeu_epi8(values_before.as_mut_ptr().cast(), before) };
        let is_upper = |values| _mm512_test_epi8_mask(values, _mm512_set1_epi8(UPPER as i8));
        let (here, behind) = (is_upper(found) & there & !trails, is_upper(before));
        let found = [flag(1), flag(2), flag(4), flag(8), flag(16), here, behind];
        flags.iter_mut().zip(found).for_each(|(masks, mask)| masks[number] = mask);
    }
    *last = _mm_extract_epi8::<15>(_mm512_extracti32x4_epi32::<3>(carried)) as u8;
}

/// What is to be known of two neighbours, by their roles: what is in the entries of both.
#[derive(Debug, Clone)]
pub(super) struct Neighbours {
    firsts: [u8; 16],
    seconds: [u8; 16],
}

impl Neighbours {
    /// A mark that joins, if a run is behind it; all other bits are doubts.
    const JOINS: u8 = 0b11;
    /// What it joins begins with such a byte, or a greater one: digits are the first of ASCII.
    const JOINED: u8 = b'0';

    pub(super) fn new(values: &Values, run: impl Fn(u8) -> Option<Run>) -> Neighbours {
        let mut runs = [None; 16];
        let mut seen = [false; 16];
        let Values { ascii, arabic, leads, latin, planes, .. } = values;
        let planes = planes.iter().flat_map(|plane| plane.values);
        for value in ascii.iter().chain(arabic).chain(leads).chain(latin).copied().chain(planes) {
            let role = usize::from(value & ROLE);
            // Of a role with more than one meaning nothing is known.
            runs[role] = run(value).filter(|&run| !seen[role] || runs[role] == Some(run));
            seen[role] = true;
        }
        let is = |run: Option<Run>, of: &[Run]| run.is_some_and(|run| of.contains(&run));
        let word = |run| is(run, &[Run::Letter, Run::Attached]);
        let digit = |run| is(run, &[Run::Digit]);
        // What is asked of both: joins a word, joins digits; goes on with no word, a letter behind a digit, a digit behind a
        // letter, a sign behind no run, nothing known of the second, nothing known of the first.
        let bits = |of: [bool; 8]| (0..).zip(of).fold(0, |bits, (bit, on)| bits | u8::from(on) << bit);
        let first = |run| {
            let of_run = word(run) || digit(run);
            bits([word(run), digit(run), !word(run), digit(run), word(run), !of_run, true, run.is_none()])
        };
        let second = |run| {
            bits([
                is(run, &[Run::Joiner, Run::JoiningSign]),
                is(run, &[Run::Joiner, Run::Comma, Run::Sign, Run::JoiningSign]),
                is(run, &[Run::Attached]),
                word(run),
                digit(run),
                is(run, &[Run::Sign, Run::JoiningSign]),
                run.is_none(),
                true,
            ])
        };
        Neighbours { firsts: runs.map(first), seconds: runs.map(second) }
    }
}

/// Where runs begin and end: what is in one of two neighbours only; all else is asked once, of all blocks.
///
/// Masks stay where they are made, as far as they can: what takes the longest is to have one elsewhere.
///
/// # Safety
/// The CPU has AVX-512 F, BW, VBMI and VBMI2, and POPCNT; the blocks and two bytes more are in the text.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,popcnt")]
unsafe fn runs(&Ahead { classes, text, at }: &Ahead<'_>, of: &Runs, last: &mut u8, lists: &mut Lists) -> Option<usize> {
    let values = &classes.values;
    // SAFETY: 64 bytes each, and 16.
    let (index, numbers, firsts, seconds) = unsafe {
        (
            _mm512_loadu_epi8(BEFORE.as_ptr().cast()),
            _mm512_loadu_epi8(NUMBERS.as_ptr().cast()),
            _mm512_broadcast_i32x4(_mm_loadu_si128(of.neighbours.firsts.as_ptr().cast())),
            _mm512_broadcast_i32x4(_mm_loadu_si128(of.neighbours.seconds.as_ptr().cast())),
        )
    };
    let mut carried = _mm512_set1_epi8(*last as i8);
    let mut doubts = _mm512_setzero_si512();
    let (mut joined, mut count) = (0, 0);
    // The memory has time until somebody reads that. (A short text has been written just now, by a pipeline.)
    if text.len() - at >= 4 * AHEAD {
        for number in 0..BLOCKS {
            let ahead = &text[at + AHEAD + number * BLOCK];
            _mm_prefetch::<_MM_HINT_T0>(core::ptr::from_ref(ahead).cast());
        }
    }
    for number in 0..BLOCKS {
        // SAFETY: the caller's.
        let bytes = unsafe { Bytes::load_whole(text, at + number * BLOCK) };
        let (mut found, trails, others) = common(values, &bytes);
        let before = |found| _mm512_permutex2var_epi8(found, index, carried);
        let fill = |found| _mm512_mask_mov_epi8(found, trails, before(found));
        if others != 0 {
            found = fill(fill(rest_of_runs(values, text, at + number * BLOCK, found, others)?));
        }
        let found = fill(found);
        let values_before = before(found);
        // (A shuffle wants the highest bit to be clear, as it is.)
        let both = _mm512_and_si512(_mm512_shuffle_epi8(firsts, values_before), _mm512_shuffle_epi8(seconds, found));
        doubts = _mm512_or_si512(doubts, both);
        let joins = _mm512_test_epi8_mask(both, _mm512_set1_epi8(Neighbours::JOINS as i8));
        let behind = _mm512_mask_mov_epi8(bytes.next, _mm512_movepi8_mask(bytes.here), bytes.third);
        joined |= _mm512_mask_cmpge_epu8_mask(joins, behind, _mm512_set1_epi8(Neighbours::JOINED as i8));
        let numbers = _mm512_add_epi8(numbers, _mm512_set1_epi8((number * BLOCK) as i8));
        let borders = _mm512_test_epi8_mask(_mm512_xor_si512(values_before, found), _mm512_set1_epi8(UPPER as i8));
        let room = &mut lists.words[count..count + BLOCK];
        // SAFETY: 64 bytes each.
        unsafe {
            _mm512_storeu_epi8(lists.before[number].as_mut_ptr().cast(), values_before);
            _mm512_storeu_epi8(room.as_mut_ptr().cast(), _mm512_maskz_compress_epi8(borders, numbers));
        }
        count += borders.count_ones() as usize;
        carried = found;
    }
    let doubtful = _mm512_test_epi8_mask(doubts, _mm512_set1_epi8(!Neighbours::JOINS as i8));
    if doubtful | joined != 0 {
        return None;
    }
    *last = _mm_extract_epi8::<15>(_mm512_extracti32x4_epi32::<3>(carried)) as u8;
    Some(count)
}

/// The values with those of other characters, but for those of mixed pages.
#[inline(never)]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn rest_of_runs(values: &Values, text: &[u8], at: usize, found: __m512i, others: u64) -> Option<__m512i> {
    // SAFETY: the CPU has the instructions that this function says it uses; `at` is in the text, or the slice panics.
    let bytes = unsafe { Bytes::load(text, at) };
    let (found, mixed) = rest(values, &bytes, found, others);
    (mixed == 0).then_some(found)
}

/// The byte before; before the first one, the last one of the block before.
const BEFORE: [u8; BLOCK] = {
    let mut before = [0x7F; BLOCK];
    let mut i = 1;
    while i < BLOCK {
        before[i] = i as u8 - 1;
        i += 1;
    }
    before
};

/// # Safety
/// The CPU has AVX-512 F, BW and VBMI2, and POPCNT.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
unsafe fn list(masks: &[u64; BLOCKS], places: &mut Places) -> usize {
    // SAFETY: 64 bytes.
    let numbers = unsafe { _mm512_loadu_epi8(NUMBERS.as_ptr().cast()) };
    let (mut count, mut first) = (0, 0);
    for &mask in masks {
        let numbers = _mm512_add_epi8(numbers, _mm512_set1_epi8(first as i8));
        let listed = _mm512_maskz_compress_epi8(mask, numbers);
        let room = &mut places[count..count + BLOCK];
        // SAFETY: 64 bytes.
        unsafe { _mm512_storeu_epi8(room.as_mut_ptr().cast(), listed) };
        count += mask.count_ones() as usize;
        first += BLOCK;
    }
    count
}

const NUMBERS: [u8; BLOCK] = {
    let mut numbers = [0; BLOCK];
    let mut i = 0;
    while i < BLOCK {
        numbers[i] = i as u8;
        i += 1;
    }
    numbers
};

/// # Safety
/// The CPU has AVX-512 F, BW and VBMI.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
unsafe fn suspects(values: &Values, text: &[u8], mut at: usize, bits: u8) -> Option<(usize, u64)> {
    let wanted = _mm512_set1_epi8(bits as i8);
    let [a, b, c, d] = [0, 1, 2, 3].map(|part| table(&values.bytes, part));
    while at < text.len() {
        let rest = &text[at..];
        let there = first(rest.len());
        // SAFETY: a masked load reads only bytes whose bits are set, and those are in the text.
        let bytes = unsafe { _mm512_maskz_loadu_epi8(there, rest.as_ptr().cast()) };
        // The highest bit of an index does not count.
        let (low, high) = (_mm512_permutex2var_epi8(a, bytes, b), _mm512_permutex2var_epi8(c, bytes, d));
        let found = _mm512_mask_mov_epi8(low, _mm512_movepi8_mask(bytes), high);
        let hits = _mm512_test_epi8_mask(found, wanted) & there;
        at += BLOCK;
        if hits != 0 {
            return Some((at, hits));
        }
    }
    None
}
