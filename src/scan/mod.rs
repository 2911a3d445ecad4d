//! How fast? The only room with `unsafe`.
//!
//! The scanner knows nothing of rules. It has a [`Table`] that says for each one- and two-byte character what becomes
//! of it, and runs over text until it meets a character that the table leaves to the engine. A table can only be
//! made of characters, so whatever a kernel copies out of it is UTF-8: that is what the unsafe blocks lean on.
//!
//! ```text
//! while two bytes are left:
//!     entry = table[character]          one load for ASCII and two-byte characters alike
//!     stop if entry is for the engine
//!     write its bytes, advance both cursors by its two lengths
//! ```

#![allow(unsafe_code)]

#[cfg(feature = "segmentation")]
pub(crate) mod classes;
mod scalar;
#[cfg(target_arch = "x86_64")]
mod x86_64;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::mem::MaybeUninit;

/// What the table says of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// Stays.
    Keep,
    /// Goes.
    Drop,
    /// Becomes a character that is not longer.
    To(char),
    /// The engine decides.
    Stop,
}

/// One entry for each character below U+0800; everything above is left to the engine.
///
/// An entry is 32 bits: two output bytes, the number of them that count, and the flags below.
#[derive(Clone)]
pub(crate) struct Table {
    entries: Entries,
    kernel: Kernel,
}

type Entries = Box<[u32; ENTRIES]>;

/// Which kernel runs over text; chosen once, when a table is made. Holding a vector kernel proves that the CPU can.
#[derive(Clone)]
enum Kernel {
    Scalar,
    #[cfg(target_arch = "x86_64")]
    Avx512(x86_64::Avx512),
}

impl Kernel {
    fn choose(entries: &Entries) -> Kernel {
        #[cfg(target_arch = "x86_64")]
        if let Some(kernel) = x86_64::Avx512::new(entries).filter(|_| !forced_scalar()) {
            return Kernel::Avx512(kernel);
        }
        let _ = entries;
        Kernel::Scalar
    }
}

/// Whether `NASKH_KERNEL=scalar` is set: for tests and benchmarks.
#[cfg(feature = "std")]
#[allow(dead_code)]
fn forced_scalar() -> bool {
    std::env::var_os("NASKH_KERNEL").is_some_and(|kernel| kernel == "scalar")
}

#[cfg(not(feature = "std"))]
#[allow(dead_code)]
fn forced_scalar() -> bool {
    false
}

/// A lead byte and six bits of what follows it. A one-byte character has its entry for whatever follows.
const ENTRIES: usize = 256 << 6;
const LEN_SHIFT: u32 = 16;
/// The engine decides.
const STOP: u32 = 1 << 18;
/// Fewer bytes come out than went in, but some do: an alignment records it as a group.
const SHRINK: u32 = 1 << 19;
/// The character does not stay as it is.
const CHANGE: u32 = 1 << 20;

impl Table {
    /// Asks `entry` once for each character below U+0800.
    pub(crate) fn new(entry: impl Fn(char) -> Entry) -> Table {
        let mut cells = vec![STOP | CHANGE; ENTRIES].into_boxed_slice();
        for c in ('\0'..'\u{800}').filter(|c| c.len_utf8() <= 2) {
            let mut from = [0; 2];
            let from_len = c.encode_utf8(&mut from).len();
            let cell = match entry(c) {
                Entry::Keep => pack(from, from_len),
                Entry::Drop => CHANGE | pack(from, 0),
                Entry::To(to) if to.len_utf8() <= from_len => {
                    let mut bytes = [0; 2];
                    let len = to.encode_utf8(&mut bytes).len();
                    pack(bytes, len) | CHANGE | if len < from_len { SHRINK } else { 0 }
                }
                Entry::To(_) | Entry::Stop => STOP | CHANGE,
            };
            match from_len {
                1 => (0..64).for_each(|next| cells[index(from[0], next)] = cell),
                _ => cells[index(from[0], from[1])] = cell,
            }
        }
        let entries: Entries = cells.try_into().expect("the length is the type's");
        let kernel = Kernel::choose(&entries);
        Table { entries, kernel }
    }

    /// The name of the kernel that runs over text.
    #[cfg(test)]
    fn kernel(&self) -> &'static str {
        match &self.kernel {
            Kernel::Scalar => "scalar",
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512(_) => "avx512",
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

/// Copies `text[from..]` to the end of `out`, changed as the table says, up to the first character that the table
/// leaves to the engine (or that shrinks, when `kept` is given). Returns where it stopped.
///
/// `kept` gets a bit for each byte of the text that stays (or is replaced in place); it must hold a bit a byte.
pub(crate) fn rewrite(table: &Table, text: &str, from: usize, out: &mut String, kept: Option<&mut [u64]>) -> usize {
    debug_assert!(text.is_char_boundary(from));
    let room = text.len() - from;
    out.reserve(room);
    let start = out.len();
    // SAFETY: the bytes written are whole characters of the table (see `Table`), so `out` stays UTF-8; its length is
    // set only to what the kernel has written.
    let buffer: &mut Vec<u8> = unsafe { out.as_mut_vec() };
    let spare = &mut buffer.spare_capacity_mut()[..room];
    let (read, written) = match kept {
        None => run::<false>(table, text.as_bytes(), from, spare, &mut []),
        Some(kept) => run::<true>(table, text.as_bytes(), from, spare, kept),
    };
    // SAFETY: the kernel has written `written` bytes of the spare room.
    unsafe { buffer.set_len(start + written) };
    read
}

/// How far the scalar kernel goes at least where a vector kernel has stopped.
#[cfg(target_arch = "x86_64")]
const STRETCH: usize = 16;

/// The kernel of the table, until the engine has to decide.
fn run<const MARK: bool>(
    table: &Table,
    text: &[u8],
    from: usize,
    out: &mut [MaybeUninit<u8>],
    kept: &mut [u64],
) -> (usize, usize) {
    match &table.kernel {
        Kernel::Scalar => scalar::rewrite::<MARK>(&table.entries, text, from, text.len(), out, kept),
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx512(kernel) => {
            let mut written = 0;
            let mut read = from;
            loop {
                let (to, more) = kernel.rewrite::<MARK>(text, read, &mut out[written..], kept);
                (read, written) = (to, written + more);
                // A character that shrinks is the scalar kernel's; another one may be near.
                let most = text.len().min(read + STRETCH);
                let (to, more) = scalar::rewrite::<MARK>(&table.entries, text, read, most, &mut out[written..], kept);
                let stopped = to < most;
                (read, written) = (to, written + more);
                if stopped || read == text.len() {
                    return (read, written);
                }
            }
        }
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
    match &table.kernel {
        Kernel::Scalar => scalar::find_change(&table.entries, text, from, text.len()),
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx512(kernel) => {
            let mut read = from;
            loop {
                read = kernel.find_change(text, read);
                // It may have stopped only because another character with that lead changes.
                let most = text.len().min(read + STRETCH);
                let to = scalar::find_change(&table.entries, text, read, most);
                if to < most || to == text.len() {
                    return to;
                }
                read = to;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

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
        Table::new(|c| if c.is_ascii() && !ascii_acts { Entry::Keep } else { entries[c as usize] })
    }

    fn text(random: &mut Random, most: u64) -> String {
        let mut text = String::new();
        for _ in 0..random.below(most) {
            let c = match random.below(40) {
                0..12 => 0x20 + random.below(0x5F),
                12..36 => 0x600 + random.below(0x100),
                36 => 0x80 + random.below(0x580),
                37 => 0x2000 + random.below(0x70),
                38 => 0xFE70 + random.below(0x80),
                _ => 0x1F300 + random.below(0x100),
            };
            text.extend(char::from_u32(c as u32));
        }
        text
    }

    /// Each kernel does what the scalar one does, at every start and length, and marks the same bytes.
    #[test]
    fn kernels_are_equal() {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let mut stops = 0;
        for round in 0..400 {
            let table = table(&mut random, 1 + round % 9);
            let plain = Table { entries: table.entries.clone(), kernel: Kernel::Scalar };
            for _ in 0..50 {
                let text = text(&mut random, 260);
                let start = text.char_indices().map(|(at, _)| at).nth(random.below(66) as usize).unwrap_or(text.len());
                let words = text.len() / 64 + 1;
                let (mut a, mut b) = ("م".to_string(), "م".to_string());
                let (mut marks_a, mut marks_b) = (vec![0u64; words], vec![0u64; words]);
                let ends = [&table, &plain].map(|table| rewrite(table, &text, start, &mut String::new(), None));
                assert_eq!(ends[0], ends[1], "{text:?} from {start}");
                rewrite(&table, &text, start, &mut a, None);
                rewrite(&plain, &text, start, &mut b, None);
                assert_eq!(a, b, "{text:?} from {start}");
                let end_a = rewrite(&table, &text, start, &mut a, Some(&mut marks_a));
                let end_b = rewrite(&plain, &text, start, &mut b, Some(&mut marks_b));
                assert_eq!((end_a, &a, &marks_a), (end_b, &b, &marks_b), "{text:?} from {start}");
                assert_eq!(find_change(&table, &text, start), find_change(&plain, &text, start), "{text:?} {start}");
                stops += usize::from(ends[0] < text.len());
            }
        }
        assert!(stops > 1000, "{stops}");
        // Which kernels were compared: say it where one wants to know.
        let table = table(&mut random, 1);
        std::eprintln!("kernel: {}", table.kernel());
    }
}
