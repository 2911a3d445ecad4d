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

mod scalar;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

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
pub(crate) struct Table(Box<[u32; TWO_BYTE + 256]>);

/// Entries of two-byte characters (5 bits of the lead, 6 of the trail); entries by single byte follow.
const TWO_BYTE: usize = 32 << 6;
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
        let mut cells = vec![STOP | CHANGE; TWO_BYTE + 256].into_boxed_slice();
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
            cells[index(from[0], from[1])] = cell;
        }
        Table(cells.try_into().expect("the length is the type's"))
    }

    #[inline(always)]
    fn get(&self, first: u8, second: u8) -> u32 {
        self.0[index(first, second)]
    }
}

fn pack(bytes: [u8; 2], len: usize) -> u32 {
    u32::from(u16::from_le_bytes(bytes)) | (len as u32) << LEN_SHIFT
}

/// Where a character's entry stands, by its first byte and the byte after it.
#[inline(always)]
fn index(first: u8, second: u8) -> usize {
    let two = usize::from(first & 0x1F) << 6 | usize::from(second & 0x3F);
    let one = TWO_BYTE + usize::from(first);
    if (0xC0..0xE0).contains(&first) { two } else { one }
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
        None => scalar::rewrite::<false>(table, text.as_bytes(), from, spare, &mut []),
        Some(kept) => scalar::rewrite::<true>(table, text.as_bytes(), from, spare, kept),
    };
    // SAFETY: the kernel has written `written` bytes of the spare room.
    unsafe { buffer.set_len(start + written) };
    read
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
    scalar::find_change(table, text.as_bytes(), from)
}
