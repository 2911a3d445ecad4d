//! How fast? The only room with `unsafe`.
//!
//! The scanner knows nothing of rules. It has a [`Table`] that says what becomes of each character, and runs over text
//! until it meets one that the table leaves to the engine. A table can only be made of characters, so whatever a
//! kernel copies out of it is UTF-8: that is what the unsafe blocks lean on.
//!
//! ```text
//! while characters are left:
//!     entry = table[character]          one load for ASCII and two-byte characters alike
//!     stop if entry is for the engine
//!     a mark after a mark of a higher class: change places with it, if they are two; stop if they are more
//!     write its bytes, advance both cursors by its two lengths
//! ```
//!
//! A kernel may stop early, at any character; [`scalar`] then decides. It has to be right about every character it does
//! not stop at.

#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
// Without words and sentences not all of it is used.
#[cfg_attr(not(feature = "segmentation"), allow(dead_code))]
pub(crate) mod classes;
// Not every target has a set of instructions for these, nor every set a use for all of them.
#[cfg_attr(not(target_arch = "x86_64"), allow(dead_code))]
mod kernel;
#[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
mod neon;
mod scalar;
#[cfg_attr(not(target_arch = "x86_64"), allow(dead_code))]
mod tables;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::mem::MaybeUninit;
#[cfg(feature = "segmentation")]
use core::ops::Range;

/// The bytes that a kernel looks at together.
pub(crate) const BLOCK: usize = 64;

/// What the table says of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// Stays.
    Keep,
    /// A mark of that canonical combining class (1 to 254): stays, in the order of the classes among its neighbours.
    /// Outside the Arabic block the engine puts them in order.
    Mark(u8),
    /// Goes.
    Drop,
    /// Becomes another character; by the engine, if that is longer.
    To(char),
    /// Stays behind a character from U+11000 on that stays, as in an emoji of several; elsewhere the engine decides.
    Joiner,
    /// The engine decides.
    Stop,
}

/// What becomes of each character.
#[derive(Clone)]
pub(crate) struct Table {
    cells: Cells,
    kernel: Kernel,
}

/// The table as the scalar kernel wants it; the others are made from it.
///
/// An entry is 32 bits: two output bytes, the number of them that count, the flags below, the combining class.
#[derive(Clone)]
struct Cells {
    entries: Box<[u32; ENTRIES]>,
    hot: Box<[[u8; 64]; HOT_PAGES.len()]>,
    /// Whether marks have an order: nothing need be remembered of the character before otherwise.
    ordered: bool,
}

/// What the characters begin with behind which an [`Entry::Joiner`] stays: U+11000 and above.
const JOINED: (u8, u8) = (0xF0, 0x91);

/// Which kernel runs over text; chosen once, when a table is made. Holding a vector kernel proves that the CPU can.
#[derive(Clone)]
enum Kernel {
    Scalar,
    #[cfg(target_arch = "x86_64")]
    Avx2(avx2::Avx2),
    #[cfg(target_arch = "x86_64")]
    Avx512(avx512::Avx512),
    #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
    Neon(neon::Neon),
}

impl Kernel {
    fn choose(cells: &Cells) -> Kernel {
        #[cfg(target_arch = "x86_64")]
        if let Some(kernel) = may("avx512").then(|| avx512::Avx512::new(cells)).flatten() {
            return Kernel::Avx512(kernel);
        }
        #[cfg(target_arch = "x86_64")]
        if let Some(kernel) = may("avx2").then(|| avx2::Avx2::new(cells)).flatten() {
            return Kernel::Avx2(kernel);
        }
        #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
        if let Some(kernel) = may("neon").then(|| neon::Neon::new(cells)).flatten() {
            return Kernel::Neon(kernel);
        }
        let _ = cells;
        Kernel::Scalar
    }
}

#[cfg_attr(not(target_arch = "x86_64"), allow(unused_variables, unused_mut))]
impl Kernel {
    /// See [`rewrite`]; may stop early, the scalar kernel at once.
    fn rewrite<const MARK: bool>(
        &self,
        cells: &Cells,
        text: &[u8],
        from: usize,
        before: Before,
        out: Output<'_>,
        kept: &mut [u64],
    ) -> (usize, usize) {
        match self {
            Kernel::Scalar => (from, out.written),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2(kernel) => kernel.rewrite::<MARK>(cells, text, from, before, out, kept),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512(kernel) => kernel.rewrite::<MARK>(cells, text, from, before, out, kept),
            #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
            Kernel::Neon(kernel) => kernel.rewrite::<MARK>(cells, text, from, before, out, kept),
        }
    }

    /// See [`find_change`]; may stop early, the scalar kernel at once.
    fn find_change(&self, cells: &Cells, text: &[u8], from: usize, before: Before) -> usize {
        match self {
            Kernel::Scalar => from,
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2(kernel) => kernel.find_change(cells, text, from, before),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512(kernel) => kernel.find_change(cells, text, from, before),
            #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
            Kernel::Neon(kernel) => kernel.find_change(cells, text, from, before),
        }
    }
}

/// Whether a kernel may be chosen: any, unless one is forced.
#[allow(dead_code)]
fn may(name: &str) -> bool {
    forced().is_none_or(|kernel| kernel == name)
}

/// The kernel named by `NASKH_KERNEL`: for tests and benchmarks.
#[cfg(feature = "std")]
fn forced() -> Option<String> {
    std::env::var("NASKH_KERNEL").ok()
}

#[cfg(not(feature = "std"))]
fn forced() -> Option<String> {
    None
}

/// A lead byte and six bits of what follows it. A one-byte character has its entry for whatever follows, a longer one
/// than two bytes the entry of its page.
const ENTRIES: usize = 256 << 6;
const LEN_SHIFT: u32 = 16;
/// The engine decides.
const STOP: u32 = 1 << 18;
/// Fewer bytes come out than went in, but some do.
const SHRINK: u32 = 1 << 19;
/// The character does not stay as it is.
const CHANGE: u32 = 1 << 20;
/// A character of three or four bytes that stays, or one of a hot page.
const LONG: u32 = 1 << 21;
/// The entry is for a hot page; its number is in the low bits.
const HOT: u32 = 1 << 22;
/// The combining class of a mark; [`GONE`] for what goes.
const CLASS_SHIFT: u32 = 24;

/// In place of a class: a mark that follows is for the engine.
const GONE: u8 = 255;

/// Where marks are put in order: any other mark is for the engine, so that text without marks of the Arabic block need
/// not remember what it has seen.
const ARABIC: core::ops::RangeInclusive<char> = '\u{600}'..='\u{6FF}';

/// Pages of 64 characters above U+0800 where Arabic text has characters that stay beside others that do not: marks,
/// general punctuation, variation selectors. A page elsewhere stays as a whole or is left to the engine as a whole.
const HOT_PAGES: [char; 3] = ['\u{8C0}', '\u{2000}', '\u{FE00}'];

/// What becomes of a character of a hot page.
const HOT_KEEP: u8 = 0;
const HOT_STOP: u8 = 1;
const HOT_DROP: u8 = 2;
const HOT_JOINER: u8 = 3;

impl Cells {
    fn new(entry: impl Fn(char) -> Entry, stays: impl Fn(u32) -> bool) -> Cells {
        let mut cells = vec![STOP | CHANGE; ENTRIES].into_boxed_slice();
        let mut ordered = false;
        for c in '\0'..'\u{800}' {
            let mut from = [0; 2];
            let from_len = c.encode_utf8(&mut from).len();
            let cell = match entry(c) {
                Entry::Keep => pack(from, from_len),
                Entry::To(to) if to == c => pack(from, from_len),
                Entry::Mark(class @ 1..=254) if ARABIC.contains(&c) => {
                    ordered = true;
                    pack(from, from_len) | u32::from(class) << CLASS_SHIFT
                }
                Entry::Drop => CHANGE | pack(from, 0) | u32::from(GONE) << CLASS_SHIFT,
                Entry::To(to) if to.len_utf8() <= from_len => {
                    let mut bytes = [0; 2];
                    let len = to.encode_utf8(&mut bytes).len();
                    pack(bytes, len) | CHANGE | if len < from_len { SHRINK } else { 0 }
                }
                Entry::Mark(_) | Entry::To(_) | Entry::Joiner | Entry::Stop => STOP | CHANGE,
            };
            match from_len {
                1 => (0..64).for_each(|next| cells[index(from[0], next)] = cell),
                _ => cells[index(from[0], from[1])] = cell,
            }
        }
        // A lead byte and the byte after it name a page of 64 characters, or 64 such pages.
        for page in (0x20..0x400).filter(|&page| stays(page)) {
            cells[0xE0 << 6 | page as usize] = LONG;
        }
        for pages in (0x10..0x110).filter(|pages| (pages << 6..(pages + 1) << 6).all(&stays)) {
            cells[0xF0 << 6 | pages as usize] = LONG;
        }
        let mut hot = Box::new([[HOT_KEEP; 64]; HOT_PAGES.len()]);
        for (i, &first) in HOT_PAGES.iter().enumerate() {
            cells[0xE0 << 6 | first as usize >> 6] = LONG | HOT | i as u32;
            for (c, slot) in (first..).zip(&mut hot[i]) {
                *slot = match entry(c) {
                    Entry::Keep => HOT_KEEP,
                    Entry::Drop => HOT_DROP,
                    Entry::Joiner => HOT_JOINER,
                    Entry::Mark(_) | Entry::To(_) | Entry::Stop => HOT_STOP,
                };
            }
        }
        Cells { entries: cells.try_into().expect("the length is the type's"), hot, ordered }
    }

    /// What becomes of a character of three or four bytes, by its entry.
    #[inline(always)]
    fn long(&self, entry: u32, text: &[u8], at: usize) -> u8 {
        if entry & LONG == 0 {
            return HOT_STOP;
        } else if entry & HOT == 0 {
            return HOT_KEEP;
        }
        match self.hot[entry as usize & 0xF][usize::from(text[at + 2] & 0x3F)] {
            HOT_JOINER => {
                let joins = at >= 4 && (text[at - 4], text[at - 3]) >= JOINED && {
                    let entry = self.entries[index(text[at - 4], text[at - 3])];
                    entry & (LONG | HOT) == LONG
                };
                if joins { HOT_KEEP } else { HOT_STOP }
            }
            fate => fate,
        }
    }
}

impl Table {
    /// Asks `entry` for each character below U+0800 and on the hot pages, and `stays` for each page of 64 characters
    /// above: whether all of them stay, whatever stands around them.
    pub(crate) fn new(entry: impl Fn(char) -> Entry, stays: impl Fn(u32) -> bool) -> Table {
        let cells = Cells::new(entry, stays);
        let kernel = Kernel::choose(&cells);
        Table { cells, kernel }
    }

    /// Whether a character of three or four bytes stands at a place, and is for the engine.
    pub(crate) fn stops_at_long(&self, text: &str, at: usize) -> bool {
        let text = text.as_bytes();
        text.get(at).is_some_and(|&first| first >= 0xE0) && {
            let entry = self.cells.entries[index(text[at], text[at + 1])];
            self.cells.long(entry, text, at) == HOT_STOP
        }
    }

    /// How many bytes came of a text that the scanner ran over.
    pub(crate) fn written_len(&self, text: &str) -> usize {
        let bytes = text.as_bytes();
        let len = |(at, c): (usize, char)| {
            let next = bytes.get(at + 1).copied().unwrap_or(0);
            let entry = self.cells.entries[index(bytes[at], next)];
            match c {
                ..'\u{800}' => (entry >> LEN_SHIFT & 3) as usize,
                _ if self.cells.long(entry, bytes, at) == HOT_DROP => 0,
                _ => c.len_utf8(),
            }
        };
        text.char_indices().map(len).sum()
    }

    /// The name of the kernel that runs over text.
    #[cfg(test)]
    fn kernel(&self) -> &'static str {
        match &self.kernel {
            Kernel::Scalar => "scalar",
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2(_) => "avx2",
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512(_) => "avx512",
            #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
            Kernel::Neon(_) => "neon",
        }
    }
}

fn pack(bytes: [u8; 2], len: usize) -> u32 {
    u32::from(u16::from_le_bytes(bytes)) | (len as u32) << LEN_SHIFT
}

/// Where a character's entry stands, by its first byte and the byte after it.
#[inline(always)]
fn index(first: u8, second: u8) -> usize {
    usize::from(first) << 6 | usize::from(second & 0x3F)
}

/// What a kernel writes to: behind what is written, and for marks that change places in the last bytes of it.
struct Output<'a> {
    bytes: &'a mut [MaybeUninit<u8>],
    written: usize,
    /// Hears of each change that is no matter of single bytes.
    group: &'a mut dyn FnMut(Group),
}

/// A range of the text that became a range of what is written as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) from: usize,
    pub(crate) from_len: usize,
    /// In what this scan has written.
    pub(crate) to: usize,
    pub(crate) to_len: usize,
}

impl Group {
    /// Two characters of two bytes that change places.
    fn swap(from: usize, to: usize) -> Group {
        Group { from, from_len: 4, to, to_len: 4 }
    }

    /// A character of two bytes that becomes one of one byte.
    fn shrink(from: usize, to: usize) -> Group {
        Group { from, from_len: 2, to, to_len: 1 }
    }
}

impl Output<'_> {
    fn has_room(&self, len: usize) -> bool {
        self.bytes.len() - self.written >= len
    }

    #[inline(always)]
    fn put(&mut self, at: usize, bytes: &[u8]) {
        for (slot, &byte) in self.bytes[at..at + bytes.len()].iter_mut().zip(bytes) {
            slot.write(byte);
        }
    }

    /// Lets two characters of two bytes change places.
    #[inline(always)]
    fn swap(&mut self, at: usize) {
        let (first, second) = self.bytes[at..at + 4].split_at_mut(2);
        first.swap_with_slice(second);
    }

    /// For another kernel.
    fn again(&mut self) -> Output<'_> {
        Output { bytes: self.bytes, written: self.written, group: self.group }
    }
}

/// What the characters before a place mean for a mark at it, where marks have an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Before {
    /// The class of the character before: 0 for what is no mark (any mark may follow), [`GONE`] for what goes and for
    /// two marks that changed places (a mark that follows is for the engine).
    class: u8,
    /// Whether the mark before is not the first in its row.
    later: bool,
}

impl Before {
    const OTHER: Before = Before { class: 0, later: false };

    /// By a look back from `at`, not further than `floor`.
    fn of(cells: &Cells, text: &[u8], floor: usize, at: usize) -> Before {
        if !cells.ordered {
            return Before::OTHER;
        }
        let class = |at: usize| {
            let start = (floor..at).rev().find(|&start| text[start] & 0xC0 != 0x80)?;
            let next = text.get(start + 1).copied().unwrap_or(0);
            let entry = cells.entries[index(text[start], next)];
            let gone = entry & LONG != 0 && cells.long(entry, text, start) == HOT_DROP;
            Some((start, if gone { GONE } else { (entry >> CLASS_SHIFT) as u8 }))
        };
        match class(at) {
            None => Before::OTHER,
            Some((_, class @ (0 | GONE))) => Before { class, later: false },
            Some((start, last)) => match class(start) {
                None | Some((_, 0 | GONE)) => Before { class: last, later: false },
                Some((_, first)) if first > last => Before { class: GONE, later: false },
                Some(_) => Before { class: last, later: true },
            },
        }
    }
}

/// Copies `text[from..]` to the end of `out`, changed as the table says, up to the first character that the table
/// leaves to the engine. Returns where it stopped.
///
/// The room behind what is written is overwritten, as far as `out` has any.
pub(crate) fn rewrite(table: &Table, text: &str, from: usize, out: &mut String) -> usize {
    append::<false>(table, text, from, out, usize::MAX, &mut [], &mut |_| {})
}

/// [`rewrite`] that touches no more of `out` than `text[from..]` has bytes.
pub(crate) fn rewrite_within(table: &Table, text: &str, from: usize, out: &mut String) -> usize {
    append::<false>(table, text, from, out, text.len() - from, &mut [], &mut |_| {})
}

/// [`rewrite`] that tells what becomes of what: `kept` gets a bit for each byte of the text that stays or is replaced in
/// place, `group` hears of what cannot be said so. `kept` must hold a bit a byte and one more; those of a group may be
/// set.
pub(crate) fn rewrite_marked(
    table: &Table,
    text: &str,
    from: usize,
    out: &mut String,
    kept: &mut [u64],
    group: &mut dyn FnMut(Group),
) -> usize {
    append::<true>(table, text, from, out, usize::MAX, kept, group)
}

fn append<const MARK: bool>(
    table: &Table,
    text: &str,
    from: usize,
    out: &mut String,
    most: usize,
    kept: &mut [u64],
    group: &mut dyn FnMut(Group),
) -> usize {
    debug_assert!(text.is_char_boundary(from));
    out.reserve(text.len() - from);
    let start = out.len();
    // SAFETY: the bytes written are whole characters of the table (see `Table`), so `out` stays UTF-8; its length is
    // set only to what the kernel has written.
    let buffer: &mut Vec<u8> = unsafe { out.as_mut_vec() };
    let spare = buffer.spare_capacity_mut();
    let most = most.min(spare.len());
    let output = Output { bytes: &mut spare[..most], written: 0, group };
    let (read, written) = run::<MARK>(table, text.as_bytes(), from, output, kept);
    // SAFETY: the kernel has written `written` bytes of the spare room.
    unsafe { buffer.set_len(start + written) };
    read
}

/// How far the scalar kernel goes at least where a vector kernel has stopped.
const STRETCH: usize = 16;

/// The kernel of the table, until the engine has to decide.
fn run<const MARK: bool>(
    table: &Table,
    text: &[u8],
    from: usize,
    mut out: Output<'_>,
    kept: &mut [u64],
) -> (usize, usize) {
    let cells = &table.cells;
    let mut before = Before::OTHER;
    let mut read = from;
    if let Kernel::Scalar = table.kernel {
        return scalar::rewrite::<MARK>(cells, text, from, before, text.len(), out, kept);
    }
    loop {
        (read, out.written) = table.kernel.rewrite::<MARK>(cells, text, read, before, out.again(), kept);
        if read == text.len() {
            return (read, out.written);
        }
        let most = text.len().min(read + STRETCH);
        before = Before::of(cells, text, from, read);
        (read, out.written) = scalar::rewrite::<MARK>(cells, text, read, before, most, out.again(), kept);
        if read < most || read == text.len() {
            return (read, out.written);
        }
        before = Before::of(cells, text, from, read);
    }
}

/// The longest stretch of text that [`in_place`] works on at a time.
const PAGE: usize = 4096;

/// Replaces `text[from..]` by what it becomes, page by page in the string's own memory.
///
/// `cut` says how many bytes of a stretch can be done without a look at what follows (0: none). `within` appends what
/// becomes of such a page, never (not even for a moment) more bytes than the page has, and says whether that was
/// enough. Where either fails, `append` does the rest into new memory.
pub(crate) fn in_place(
    text: &mut String,
    from: usize,
    cut: impl Fn(&str) -> usize,
    within: impl Fn(&str, &mut String) -> bool,
    append: impl Fn(&str, &mut String),
) {
    let mut bytes = core::mem::take(text).into_bytes();
    let (end, capacity) = (bytes.len(), bytes.capacity());
    let (mut read, mut written) = (from, from);
    let mut copy = [0; PAGE];
    while read < end {
        // SAFETY: `bytes[read..]` is still the old text, and `read` is where a page ended: a char boundary.
        let old = unsafe { core::str::from_utf8_unchecked(&bytes[read..]) };
        let page = match old.len() {
            ..=PAGE => old,
            _ => &old[..cut(&old[..(0..=PAGE).rev().find(|&at| old.is_char_boundary(at)).unwrap_or(0)])],
        };
        let next = read + page.len();
        copy[..page.len()].copy_from_slice(page.as_bytes());
        // SAFETY: a copy of `page`.
        let page = unsafe { core::str::from_utf8_unchecked(&copy[..next - read]) };

        bytes.truncate(written);
        // SAFETY: `bytes[..written]` is what pages became: UTF-8.
        let mut out = unsafe { String::from_utf8_unchecked(bytes) };
        let fitted = !page.is_empty() && within(page, &mut out);
        assert!(out.capacity() == capacity && out.len() <= next, "a page was given more room than it has");
        if fitted {
            written = out.len();
            bytes = out.into_bytes();
            // SAFETY: the buffer is the one that held `end` bytes, and bytes are valid whatever they hold.
            unsafe { bytes.set_len(end) };
            read = next;
            continue;
        }
        out.truncate(written);
        bytes = out.into_bytes();
        // SAFETY: as above.
        unsafe { bytes.set_len(end) };
        // SAFETY: pages became `bytes[..written]`; nothing was written from `next` on, where the old text goes on.
        let (done, rest) = unsafe {
            (core::str::from_utf8_unchecked(&bytes[..written]), core::str::from_utf8_unchecked(&bytes[next..]))
        };
        let mut out = String::with_capacity(end);
        out.push_str(done);
        append(page, &mut out);
        append(rest, &mut out);
        *text = out;
        return;
    }
    bytes.truncate(written);
    // SAFETY: what pages became: UTF-8.
    *text = unsafe { String::from_utf8_unchecked(bytes) };
}

/// The first place from `from` on where a character changes or is left to the engine; the text's length if none.
pub(crate) fn find_change(table: &Table, text: &str, from: usize) -> usize {
    let text = text.as_bytes();
    let cells = &table.cells;
    let mut before = Before::OTHER;
    let mut read = from;
    if let Kernel::Scalar = table.kernel {
        return scalar::find_change(cells, text, from, before, text.len());
    }
    loop {
        read = table.kernel.find_change(cells, text, read, before);
        if read == text.len() {
            return read;
        }
        // It may have stopped only because another character with that lead changes.
        let most = text.len().min(read + STRETCH);
        before = Before::of(cells, text, from, read);
        read = scalar::find_change(cells, text, read, before, most);
        if read < most || read == text.len() {
            return read;
        }
        before = Before::of(cells, text, from, read);
    }
}

/// Appends how many bits are set before each `EVERY` words.
pub(crate) fn ranks<const EVERY: usize>(words: &[u64], counts: &mut Vec<usize>) {
    #[cfg(all(target_arch = "x86_64", feature = "std"))]
    if is_x86_feature_detected!("popcnt") {
        /// Counts with the instruction that is there for it.
        #[target_feature(enable = "popcnt")]
        fn with_popcnt<const EVERY: usize>(words: &[u64], counts: &mut Vec<usize>) {
            add_ranks::<EVERY>(words, counts);
        }
        // SAFETY: the CPU has it.
        return unsafe { with_popcnt::<EVERY>(words, counts) };
    }
    add_ranks::<EVERY>(words, counts);
}

/// For each bit that is set among `bits` of the words: how far it is behind the first of them, plus `offset`, written to the
/// head of `out` as long as there is room for a word there. Where that ended, and how many were written; what is behind them
/// is anything.
#[cfg(feature = "segmentation")]
pub(crate) fn places(words: &[u64], bits: Range<usize>, offset: u16, out: &mut [u16]) -> (usize, usize) {
    #[cfg(target_arch = "x86_64")]
    {
        static BEST: once_cell::race::OnceNonZeroUsize = once_cell::race::OnceNonZeroUsize::new();
        let best = || match may("avx512") && avx512::available() {
            true => 3,
            false => 1 + usize::from(may("avx2") && avx2::available()),
        };
        // SAFETY (of both): the CPU has the instructions.
        match BEST.get_or_init(|| core::num::NonZeroUsize::MIN.saturating_add(best() - 1)).get() {
            3 => return unsafe { avx512::places(words, bits, offset, out) },
            2 => return unsafe { avx2::places(words, bits, offset, out) },
            _ => {}
        }
    }
    scalar::places(words, bits, offset, out)
}

/// As [`places`], by what does it to one word.
#[cfg(feature = "segmentation")]
#[inline(always)]
fn places_by(
    word: impl Fn(u64, u16, &mut [u16; 64]) -> usize,
    words: &[u64],
    bits: Range<usize>,
    offset: u16,
    out: &mut [u16],
) -> (usize, usize) {
    let Range { start, end } = bits;
    let (mut at, mut count) = (start, 0);
    while at < end
        && let Some(room) = out[count..].first_chunk_mut()
    {
        let next = ((at / 64 + 1) * 64).min(end);
        let set = words[at / 64] >> (at % 64) & (u64::MAX >> (64 - (next - at)));
        let offset = offset + (at - start) as u16;
        // Of most texts nearly all stays.
        count += match set {
            u64::MAX => {
                (offset..).zip(room).for_each(|(place, slot)| *slot = place);
                64
            }
            _ => word(set, offset, room),
        };
        at = next;
    }
    (at, count)
}

#[inline(always)]
fn add_ranks<const EVERY: usize>(words: &[u64], counts: &mut Vec<usize>) {
    let mut before = 0;
    let ones = |words: &[u64]| words.iter().map(|word| word.count_ones() as usize).sum::<usize>();
    let (blocks, rest) = words.as_chunks::<EVERY>();
    counts.extend(blocks.iter().map(|block| {
        let count = before;
        before += ones(block);
        count
    }));
    counts.extend((!rest.is_empty()).then_some(before));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small generator, so that the cases are the same everywhere.
    struct Random(u64);

    impl Random {
        fn below(&mut self, n: u64) -> u64 {
            self.0 ^= self.0 >> 12;
            self.0 ^= self.0 << 25;
            self.0 ^= self.0 >> 27;
            (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % n
        }
    }

    /// A table with every kind of entry, dense enough that each block of text has some.
    fn table(random: &mut Random, acting: u64) -> Table {
        let mut entries: Vec<Entry> = Vec::new();
        for _ in 0..0x800 {
            let far = char::from_u32(random.below(0x800) as u32).unwrap_or('x');
            let near = char::from_u32(0x600 + random.below(0x100) as u32).unwrap_or('x');
            entries.push(match random.below(100 / acting + 6) {
                0 | 1 => Entry::Drop,
                2 => Entry::To(near),
                3 => Entry::To(far),
                4 if random.below(8) == 0 => Entry::Stop,
                5 if random.below(4) == 0 => Entry::To('a'),
                _ => Entry::Keep,
            });
        }
        let ascii_acts = random.below(2) == 0;
        // Marks as they stand in vocalised text: many, of few classes.
        let marks = random.below(2) * (1 + random.below(60));
        for i in 0..marks {
            entries[0x600 + random.below(0x100) as usize] = Entry::Mark([27, 30, 33, 230][i as usize % 4]);
        }
        let pages = random.below(4);
        let long = |c: char| match c as u64 * 7 % 5 + pages {
            0 => Entry::Drop,
            1 => Entry::Stop,
            2 => Entry::Joiner,
            _ => Entry::Keep,
        };
        Table::new(
            |c| match c {
                '\u{800}'.. => long(c),
                _ if c.is_ascii() && !ascii_acts => Entry::Keep,
                _ => entries[c as usize],
            },
            |page| u64::from(page) % 3 < pages,
        )
    }

    fn text(random: &mut Random, most: u64) -> String {
        let mut text = String::new();
        for _ in 0..random.below(most) {
            let c = match random.below(40) {
                0..12 => 0x20 + random.below(0x5F),
                12..36 => 0x600 + random.below(0x100),
                36 => 0x80 + random.below(0x580),
                37 => 0x2000 + random.below(0x70),
                38 => [0xFE00, 0xFE70, 0x8C0, 0x4E00][random.below(4) as usize] + random.below(0x40),
                _ => [0x1F300, 0x10E00][random.below(2) as usize] + random.below(0x100),
            };
            text.extend(char::from_u32(c as u32));
        }
        text
    }

    /// The table with every kernel that this CPU has instructions for.
    fn every(cells: &Cells) -> Vec<Table> {
        let mut kernels = vec![];
        #[cfg(target_arch = "x86_64")]
        {
            kernels.extend(avx2::Avx2::new(cells).map(Kernel::Avx2));
            kernels.extend(avx512::Avx512::new(cells).map(Kernel::Avx512));
        }
        #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
        kernels.extend(neon::Neon::new(cells).map(Kernel::Neon));
        kernels.into_iter().map(|kernel| Table { cells: cells.clone(), kernel }).collect()
    }

    /// Two pages of memory, of which the second cannot be touched.
    #[cfg(target_os = "linux")]
    struct Pages {
        start: *mut u8,
        size: usize,
    }

    #[cfg(target_os = "linux")]
    impl Pages {
        fn new() -> Pages {
            // SAFETY: new memory, at a place that the system chooses.
            unsafe {
                let size = usize::try_from(libc::sysconf(libc::_SC_PAGESIZE)).expect("pages have a size");
                let (access, kind) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
                let start = libc::mmap(core::ptr::null_mut(), 2 * size, access, kind, -1, 0);
                assert!(start != libc::MAP_FAILED, "no memory");
                let pages = Pages { start: start.cast(), size };
                assert_eq!(libc::mprotect(pages.start.add(size).cast(), size, libc::PROT_NONE), 0);
                pages
            }
        }

        /// The text at the end of the first page.
        fn hold(&mut self, text: &str) -> &str {
            // SAFETY: the first page is ours, and long enough; what is copied is UTF-8.
            unsafe {
                let page = core::slice::from_raw_parts_mut(self.start, self.size);
                let place = &mut page[self.size - text.len()..];
                place.copy_from_slice(text.as_bytes());
                core::str::from_utf8_unchecked(place)
            }
        }
    }

    #[cfg(target_os = "linux")]
    impl Drop for Pages {
        fn drop(&mut self) {
            // SAFETY: the memory that was mapped.
            unsafe { libc::munmap(self.start.cast(), 2 * self.size) };
        }
    }

    #[test]
    #[cfg(feature = "segmentation")]
    fn places_are_those_of_bits() {
        let mut random = 0x9E37_79B9_7F4A_7C15u64;
        let mut words = vec![0, u64::MAX, 1, 1 << 63, u64::from(u32::MAX), !u64::from(u32::MAX), 0x3333_3333_3333_3333];
        for _ in 0..20_000 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            // Sparse, even and dense ones.
            words.extend([random, random & random.rotate_left(21), random | random.rotate_left(9)]);
        }
        let mut from = 0;
        for number in 0..9_000 {
            let (offset, len) = ((number * 37 % 65_000) as u16, number * number % 410);
            let room = 64 + number % 300;
            let bits = from..from + len;
            let is_set = |bit: &usize| words[bit / 64] >> (bit % 64) & 1 == 1;
            let expected: Vec<u16> = bits.clone().filter(is_set).map(|bit| offset + (bit - from) as u16).collect();
            let same = |(end, count): (usize, usize), out: &[u16]| {
                assert_eq!(out[..count], expected[..count], "{bits:?}");
                // To the end, or until there is no room for a word; then where a word ends.
                assert_eq!(count, bits.clone().take(end - from).filter(is_set).count());
                assert!(end == bits.end || count + 64 > room && end.is_multiple_of(64), "{bits:?}");
            };
            let mut out = vec![0; room];
            same(places(&words, bits.clone(), offset, &mut out), &out);
            same(scalar::places(&words, bits.clone(), offset, &mut out), &out);
            #[cfg(target_arch = "x86_64")]
            if avx2::available() {
                // SAFETY: the CPU has the instructions.
                same(unsafe { avx2::places(&words, bits.clone(), offset, &mut out) }, &out);
            }
            from += len;
        }
        assert!(from > words.len() * 16);
    }

    /// No kernel reads behind the end of a text: there the test would die.
    #[test]
    #[cfg(target_os = "linux")]
    fn nothing_is_read_behind_a_text() {
        let mut pages = Pages::new();
        let mut random = Random(0x2545_F491_4F6C_DD1D);
        let mut lengths = alloc::collections::BTreeSet::new();
        for round in 0..100 {
            let plain = Table { kernel: Kernel::Scalar, ..table(&mut random, 1 + round % 9) };
            let others = every(&plain.cells);
            for _ in 0..50 {
                let text = text(&mut random, 200);
                let text = pages.hold(&text);
                let start = text.char_indices().map(|(at, _)| at).nth(random.below(66) as usize).unwrap_or(text.len());
                let does = |table: &Table| {
                    let mut out = String::new();
                    (rewrite(table, text, start, &mut out), find_change(table, text, start), out)
                };
                let expected = does(&plain);
                for table in &others {
                    assert_eq!(does(table), expected, "{}: {text:?} from {start}", table.kernel());
                }
                lengths.insert(text.len() - start);
            }
        }
        assert!((0..130).all(|length| lengths.contains(&length)), "{lengths:?}");
    }

    /// Each kernel does what the scalar one does, at every start and length, and marks the same bytes. `NASKH_CASES`
    /// says how many times as many texts as usual.
    #[test]
    fn kernels_are_equal() {
        let times = std::env::var("NASKH_CASES").map_or(1, |times| times.parse().expect("a number"));
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let mut stops = 0;
        for round in 0..400 * times {
            let plain = Table { kernel: Kernel::Scalar, ..table(&mut random, 1 + round % 9) };
            let others = every(&plain.cells);
            for _ in 0..50 {
                // As long as its memory is: what reads or writes beyond it can be seen by a tool that looks for that.
                let text = text(&mut random, 260).into_boxed_str();
                let start = text.char_indices().map(|(at, _)| at).nth(random.below(66) as usize).unwrap_or(text.len());
                let does = |table: &Table| {
                    let (mut marks, mut groups) = (vec![0u64; text.len() / 64 + 1], vec![]);
                    let mut outs = [String::from("م"), String::from("م")];
                    let end = rewrite(table, &text, start, &mut outs[0]);
                    let group = &mut |group| groups.push(group);
                    assert_eq!(rewrite_marked(table, &text, start, &mut outs[1], &mut marks, group), end);
                    assert_eq!(outs[0], outs[1], "{text:?} from {start}");
                    let [out, _] = outs;
                    for at in groups.iter().flat_map(|group: &Group| group.from..group.from + group.from_len) {
                        marks[at / 64] &= !(1 << (at % 64));
                    }
                    (end, find_change(table, &text, start), out, marks, groups)
                };
                let expected = does(&plain);
                for table in &others {
                    assert_eq!(does(table), expected, "{}: {text:?} from {start}", table.kernel());
                }
                stops += usize::from(expected.0 < text.len());
            }
        }
        assert!(stops > 1000, "{stops}");
        // Which kernels were compared: say it where one wants to know.
        let names: Vec<_> = every(&table(&mut random, 1).cells).iter().map(Table::kernel).collect();
        std::eprintln!("kernels: {names:?}");
    }
}
