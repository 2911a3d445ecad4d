//! How does a vector kernel go over text? 64 bytes at a time, no branch on content.
//!
//! ```text
//! at each lead byte of U+0600-06FF:   look up (lead, trail) -> goes? halt? what to xor the lead and the trail with
//! at each other lead byte:            look up (lead, next) -> halt, if it is not surely plain
//! marks in the wrong order:           let two change places, halt at more
//! squeeze out what goes, write 64 bytes, advance by as many as were kept
//! ```
//!
//! Blocks stand next to each other whatever characters they cut, so that no load waits for what the block before it
//! held: what a block has to say about a character that reaches into the next is carried over.
//!
//! One algorithm for every instruction set ([`Lanes`]). All of it is inlined into the functions of a set that say which
//! instructions they use.

use super::tables::{CHANGED, HALT, MARKED, XOR};
use super::{
    Before, CHANGE, CLASS_SHIFT, Cells, GONE, Group, HOT, HOT_DROP, HOT_KEEP, LEN_SHIFT, Output, SHRINK, STOP, index,
};

/// 64 bytes, as one vector or more. Masks have a bit a byte.
///
/// # Safety
/// Every function: the CPU has the instructions of the set; pointers are good for 64 bytes, where nothing else is said.
pub(super) trait Lanes: Copy {
    /// The tables as the set looks them up.
    type Tables;
    /// Some of the lanes.
    type Mask: Copy;
    /// The bits of a [`Verdict`]'s leads and trails that are xors.
    const LEAD: u8 = XOR;
    const TRAIL: u8 = !MARKED;

    unsafe fn splat(byte: u8) -> Self;
    unsafe fn load(from: *const u8) -> Self;
    /// Reads the last `left` bytes of a text from there, from the byte behind, and from the byte behind that; 0 for what
    /// is not there.
    #[inline(always)]
    unsafe fn load_end(from: *const u8, left: usize) -> [Self; 3] {
        // SAFETY: by the caller.
        unsafe { load_copied(from, left) }
    }
    /// Writes the bytes of `keep` next to each other; what is behind them in the 64 bytes is lost.
    unsafe fn store(self, keep: u64, to: *mut u8);
    /// Writes the bytes of `keep` next to each other, and nothing behind them where there is no `room` for 64.
    #[inline(always)]
    unsafe fn store_part(self, keep: u64, to: *mut u8, room: bool) {
        let mut bytes = [0u8; 64];
        // SAFETY: by the caller.
        unsafe {
            self.store(keep, if room { to } else { bytes.as_mut_ptr() });
            if !room {
                core::ptr::copy_nonoverlapping(bytes.as_ptr(), to, keep.count_ones() as usize);
            }
        }
    }

    /// Leads of U+0600-06FF.
    unsafe fn arabic(self) -> Self::Mask;
    unsafe fn bits(mask: Self::Mask) -> u64;
    /// The other lanes become 0.
    unsafe fn only(self, mask: Self::Mask) -> Self;
    /// Leads of any character of two bytes or more.
    unsafe fn leads(self) -> u64;
    /// Those that are not in the mask.
    #[inline(always)]
    unsafe fn leads_but(self, mask: Self::Mask) -> u64 {
        // SAFETY: by the caller.
        unsafe { self.leads() & !Self::bits(mask) }
    }
    /// Bytes with the upper bit.
    unsafe fn signs(self) -> u64;
    /// Bytes that have one of the bits.
    unsafe fn test(self, bits: u8) -> u64;
    /// Lanes that are less than those of the other, without sign.
    unsafe fn less(self, other: Self) -> u64;
    unsafe fn xor_and(self, other: Self, bits: u8) -> Self;
    /// The lanes `BY` places before each, those of the block before first.
    unsafe fn behind<const BY: i32>(before: Self, lanes: Self) -> Self;

    /// Where the entries of characters of U+0600-06FF stand, by their two bytes.
    unsafe fn place(lead: Self, trail: Self) -> Self;
    /// What is to be done with the characters that begin at `arabic`.
    unsafe fn verdict(tables: &Self::Tables, place: Self, arabic: Self::Mask) -> Verdict<Self>;
    /// Those of them that do not stay as they are, and [`Verdict::marks`].
    unsafe fn changed_and_marks(tables: &Self::Tables, place: Self, arabic: Self::Mask) -> (u64, u64);
    unsafe fn classes(tables: &Self::Tables, place: Self) -> Self;
    /// [`Tables::ascii`], if it has anything to say.
    unsafe fn ascii(tables: &Self::Tables, bytes: Self) -> Option<Self>;
    /// The ASCII characters that are not for the kernel.
    unsafe fn ascii_halts(tables: &Self::Tables, bytes: Self) -> u64;

    /// What is to be said of the leads `others`, none of them of U+0600-06FF, in the block at `at`.
    unsafe fn elsewhere(
        tables: &Self::Tables,
        cells: &Cells,
        text: &[u8],
        at: usize,
        window: &Window<Self>,
        others: u64,
    ) -> Elsewhere;

    /// Lets pairs of two bytes change places, if that can be done in the lanes; the second of each begin at `seconds`,
    /// not at 0, 1 or 63.
    unsafe fn swap(self, seconds: u64) -> Option<Self>;
}

/// What the table says of characters of U+0600-06FF, a bit at each one's first byte.
pub(super) struct Verdict<L> {
    /// Not for the kernel; those that are in `gone`, too, become one byte.
    pub(super) halts: u64,
    pub(super) gone: u64,
    /// What to xor their leads and their trails with: the bits [`Lanes::LEAD`] and [`Lanes::TRAIL`].
    pub(super) leads: L,
    pub(super) trails: L,
    /// Marks that stay, and have a class.
    pub(super) marks: u64,
}

impl<L: Lanes> Verdict<L> {
    /// By entries of [`Tables::flags`](super::tables::Tables::flags) and those of its trails.
    ///
    /// # Safety
    /// The CPU has the instructions.
    #[inline(always)]
    pub(super) unsafe fn of(flags: L, trails: L) -> Verdict<L> {
        // SAFETY: by the caller.
        let (halts, gone, marks) = unsafe { (flags.test(HALT), flags.signs(), trails.test(MARKED)) };
        Verdict { halts, gone, leads: flags, trails, marks }
    }

    /// The same of [`Lanes::changed_and_marks`].
    ///
    /// # Safety
    /// The CPU has the instructions.
    #[inline(always)]
    pub(super) unsafe fn changed_and_marks(flags: L, trails: L) -> (u64, u64) {
        // SAFETY: by the caller.
        unsafe { (flags.test(CHANGED), trails.test(MARKED)) }
    }
}

/// What a block says of characters outside U+0600-06FF, a bit at each one's first byte.
#[derive(Default)]
pub(super) struct Elsewhere {
    /// Not for the kernel.
    pub(super) halts: u64,
    /// Characters that go: of two bytes, and of three.
    pub(super) gone: u64,
    pub(super) long_gone: u64,
    /// Those that a character of four bytes before them keeps, and such characters.
    pub(super) joiners: u64,
    pub(super) joined: u64,
}

/// Character by character: for sets that have no better way, and text that has few.
#[inline(never)]
pub(super) fn elsewhere(cells: &Cells, text: &[u8], at: usize, mut others: u64) -> Elsewhere {
    let mut said = Elsewhere::default();
    while others != 0 {
        let bit = others & others.wrapping_neg();
        let start = at + others.trailing_zeros() as usize;
        others &= others - 1;
        let lead = text[start];
        let entry = cells.entries[index(lead, text[start + 1])];
        if entry & (STOP | CHANGE | SHRINK | HOT) == 0 && entry >> CLASS_SHIFT == 0 {
            continue;
        }
        if lead < 0xE0 {
            match entry & (STOP | CHANGE | SHRINK) {
                CHANGE if entry >> LEN_SHIFT & 3 == 0 => said.gone |= bit,
                _ => said.halts |= bit,
            }
            continue;
        }
        match cells.long(entry, text, start) {
            HOT_KEEP => {}
            HOT_DROP => said.long_gone |= bit,
            _ => said.halts |= bit,
        }
    }
    said
}

/// See [`Lanes::load_end`]: by one copy for all three.
///
/// # Safety
/// As for that.
#[inline(always)]
pub(super) unsafe fn load_copied<L: Lanes>(from: *const u8, left: usize) -> [L; 3] {
    let mut bytes = [0u8; 66];
    // SAFETY: by the caller.
    unsafe {
        core::ptr::copy_nonoverlapping(from, bytes.as_mut_ptr(), left.min(66));
        let bytes = bytes.as_ptr();
        [L::load(bytes), L::load(bytes.add(1)), L::load(bytes.add(2))]
    }
}

/// 64 bytes of a text, and those that follow each of them.
pub(super) struct Window<L> {
    pub(super) bytes: L,
    pub(super) next: L,
    pub(super) third: L,
    pub(super) valid: u64,
}

/// The lowest bits.
#[inline(always)]
pub(super) fn first(n: usize) -> u64 {
    if n >= 64 { u64::MAX } else { (1 << n) - 1 }
}

/// The bits moved to the places behind them, those of the block before first.
#[inline(always)]
fn over<const BY: u32>(before: u64, mask: u64) -> u64 {
    mask << BY | before >> (64 - BY)
}

/// How many bytes there must be for a block that looks at two bytes behind it.
const INNER: usize = 66;

/// # Safety
/// The CPU has the instructions; `at < text.len()`, and `INSIDE` only if there are [`INNER`] bytes from there on.
#[inline(always)]
unsafe fn load<L: Lanes, const INSIDE: bool>(text: &[u8], at: usize) -> Window<L> {
    // SAFETY: by the caller.
    unsafe {
        let start = text.as_ptr().add(at);
        if INSIDE {
            let load = |by: usize| L::load(start.add(by));
            return Window { bytes: load(0), next: load(1), third: load(2), valid: u64::MAX };
        }
        let left = text.len() - at;
        let [bytes, next, third] = L::load_end(start, left);
        Window { bytes, next, third, valid: first(left) }
    }
}

/// What the tables say of the characters that start in a window, a bit at each one's first byte.
struct Said<L> {
    /// What to xor with where characters of U+0600-06FF start, see [`Verdict`].
    leads: L,
    trails: L,
    /// Where their entries stand, and which of them are marks that stay.
    place: L,
    marks: u64,
    /// Characters that are not for the kernel.
    halts: u64,
    /// Characters of two bytes that go, and of three.
    gone: u64,
    long_gone: u64,
    /// Characters that become one byte.
    shrunk: u64,
    /// Characters that may have a joiner behind them.
    joined: u64,
}

/// `joined` are those of the block before.
///
/// # Safety
/// The CPU has the instructions.
#[inline(always)]
unsafe fn classify<L: Lanes>(
    tables: &L::Tables,
    cells: &Cells,
    text: &[u8],
    at: usize,
    window: &Window<L>,
    joined: u64,
) -> Said<L> {
    // SAFETY: by the caller.
    unsafe {
        let bytes = window.bytes;
        let arabic = bytes.arabic();
        let place = L::place(bytes, window.next);
        let Verdict { halts, gone, leads, trails, marks } = L::verdict(tables, place, arabic);
        let mut said = Said {
            leads,
            trails,
            place,
            marks,
            halts: halts & !gone,
            gone: gone & !halts,
            long_gone: 0,
            shrunk: gone & halts,
            joined: 0,
        };
        let others = bytes.leads_but(arabic);
        if others != 0 {
            let elsewhere = L::elsewhere(tables, cells, text, at, window, others);
            said.halts |= elsewhere.halts | elsewhere.joiners & !over::<4>(joined, elsewhere.joined);
            said.gone |= elsewhere.gone;
            said.long_gone = elsewhere.long_gone;
            said.joined = elsewhere.joined;
        }
        said.halts |= window.valid & L::ascii_halts(tables, bytes);
        said
    }
}

/// Marks of the block before, and what was done with them: what the order of marks at its end means for the next.
struct Order<L> {
    marks: u64,
    /// The second marks of the pairs that change places.
    swaps: u64,
    gone: u64,
    classes: L,
}

impl<L: Lanes> Order<L> {
    /// # Safety
    /// The CPU has the instructions.
    #[inline(always)]
    unsafe fn new(before: Before) -> Order<L> {
        let Before { class, later } = before;
        let (marks, gone) = match class {
            0 => (0, 0),
            GONE => (0, 1 << 63),
            _ => (1 << 62 | u64::from(later) << 60, 0),
        };
        // SAFETY: by the caller.
        Order { marks, swaps: 0, gone, classes: unsafe { L::splat(class) } }
    }

    /// The next block, with its `marks`; what is not for the kernel in it goes to `halts`.
    ///
    /// # Safety
    /// The CPU has the instructions.
    #[inline(always)]
    unsafe fn pass<const SWAP: bool>(
        &self,
        tables: &L::Tables,
        place: L,
        marks: u64,
        gone: u64,
        halts: &mut u64,
    ) -> Order<L> {
        // SAFETY: by the caller.
        unsafe {
            if marks == 0 {
                // Nobody asks for the classes then.
                return Order { marks, swaps: 0, gone, classes: place };
            }
            let classes = L::classes(tables, place);
            let after = marks & over::<2>(self.marks, marks);
            let wrong = after & classes.less(L::behind::<2>(self.classes, classes));
            let third = over::<4>(self.marks, marks);
            let swaps = if SWAP { wrong & !third } else { 0 };
            *halts |= wrong & !swaps | marks & (over::<2>(self.swaps, swaps) | over::<1>(self.gone, gone));
            Order { marks, swaps, gone, classes }
        }
    }
}

/// See [`super::rewrite`].
///
/// # Safety
/// The CPU has the instructions; `out` has room for `text[from..]`, `kept` for a bit a byte and one more.
#[inline(always)]
pub(super) unsafe fn rewrite<L: Lanes, const MARK: bool, const ORDER: bool>(
    tables: &L::Tables,
    cells: &Cells,
    text: &[u8],
    from: usize,
    before: Before,
    mut out: Output<'_>,
    kept: &mut [u64],
) -> (usize, usize) {
    // SAFETY: as for this function; `INSIDE` only where there are as many bytes.
    unsafe {
        let order = Order::new(before);
        let mut walk: Walk<L> =
            Walk { read: from, dropped: 0, long: 0, joined: 0, trails: L::splat(0), order, kept: 0 };
        if MARK {
            // Behind this word nobody has said anything: words are written, not added to.
            walk.kept = kept[from / 64];
        }
        if text.len() - from <= 64 {
            // A short text needs nothing of what is prepared for many blocks.
            block::<L, MARK, ORDER, false>(tables, cells, text, &mut walk, &mut out, kept);
        } else {
            loop {
                while text.len() - walk.read >= INNER
                    && block::<L, MARK, ORDER, true>(tables, cells, text, &mut walk, &mut out, kept)
                {}
                if walk.read == text.len()
                    || !block::<L, MARK, ORDER, false>(tables, cells, text, &mut walk, &mut out, kept)
                {
                    break;
                }
            }
        }
        if MARK && walk.kept != 0 {
            kept[walk.read / 64] = walk.kept;
        }
        (walk.read, out.written)
    }
}

/// Where the kernel is, and what it carries from block to block.
struct Walk<L> {
    read: usize,
    /// Of the block before: characters that go, those of three bytes among them, those that may have a joiner.
    dropped: u64,
    long: u64,
    joined: u64,
    /// What the trails of the characters that begin in it are to be xored with.
    trails: L,
    order: Order<L>,
    /// The bits that are still to be written of those that stay.
    kept: u64,
}

/// One block; says whether to go on. An `INSIDE` block is done as a whole or not at all: where the next one starts then
/// waits for nothing but a branch, which can be foretold.
///
/// # Safety
/// As for [`rewrite`]; `INSIDE` only if [`INNER`] bytes are left.
#[inline(always)]
unsafe fn block<L: Lanes, const MARK: bool, const ORDER: bool, const INSIDE: bool>(
    tables: &L::Tables,
    cells: &Cells,
    text: &[u8],
    walk: &mut Walk<L>,
    out: &mut Output<'_>,
    kept: &mut [u64],
) -> bool {
    // SAFETY: by the caller.
    unsafe {
        let window = load::<L, INSIDE>(text, walk.read);
        let mut said = classify::<L>(tables, cells, text, walk.read, &window, walk.joined);
        let mut bytes = window.bytes.xor_and(said.leads, L::LEAD);
        bytes = bytes.xor_and(L::behind::<1>(walk.trails, said.trails), L::TRAIL);

        let dropped = said.gone | said.long_gone;
        let mut gone = dropped | over::<1>(walk.dropped, dropped) | over::<2>(walk.long, said.long_gone) | said.shrunk;
        if let Some(flags) = L::ascii(tables, window.bytes) {
            gone |= window.valid & flags.signs();
            bytes = bytes.xor_and(flags, 0x7F);
        }
        let order = match ORDER {
            true => Some(walk.order.pass::<true>(tables, said.place, said.marks, gone, &mut said.halts)),
            false => None,
        };
        if INSIDE && said.halts != 0 {
            return false;
        }
        // Nor is anything told here: a call would cost all blocks their registers.
        let told =
            if MARK { said.shrunk | order.as_ref().map_or(0, |new| new.swaps | walk.order.swaps >> 63) } else { 0 };
        if INSIDE && told != 0 {
            return false;
        }

        let left = if INSIDE { 64 } else { (text.len() - walk.read).min(64) };
        let size = if INSIDE { 64 } else { left.min(said.halts.trailing_zeros() as usize) };
        let done = first(size);
        let keep = done & !gone;
        let swaps = order.as_ref().map_or(0, |order| order.swaps & done);
        // Pairs that are cut by the start of the block: the second mark begins at 1, at 0, or a byte before.
        let cut = swaps << 1 & 6 | walk.order.swaps >> 63;
        let mut whole = swaps & (u64::MAX >> 1 & !3);
        if ORDER
            && !MARK
            && whole != 0
            && let Some(swapped) = bytes.swap(whole)
        {
            (bytes, whole) = (swapped, 0);
        }
        // `out` has room for `text[read..]`, which is 64 bytes or more if `INSIDE`, and often for more.
        let target = out.bytes.as_mut_ptr().add(out.written).cast::<u8>();
        match INSIDE {
            true => bytes.store(keep, target),
            false => bytes.store_part(keep, target, out.has_room(64)),
        }
        let start = out.written;
        out.written += keep.count_ones() as usize;
        if MARK {
            // The bits of a word are those of two blocks.
            let bits = u128::from(keep) << (walk.read % 64);
            *kept.get_unchecked_mut(walk.read / 64) = walk.kept | bits as u64;
            walk.kept = (bits >> 64) as u64;
        }
        if MARK && !INSIDE && told != 0 {
            settle(walk.read, start, keep, said.shrunk & done, whole, cut, out);
        } else if ORDER && !MARK {
            if cut != 0 {
                out.swap(start + cut.trailing_zeros() as usize - 3);
            }
            while whole != 0 {
                let second = whole.trailing_zeros() as usize;
                out.swap(start + (keep & first(second)).count_ones() as usize - 2);
                whole &= whole - 1;
            }
        }
        walk.read += size;
        (walk.dropped, walk.long) = (dropped, said.long_gone);
        (walk.joined, walk.trails) = (said.joined, said.trails);
        if let Some(order) = order {
            walk.order = order;
        }
        size == left
    }
}

/// What is told of a block that starts at `read` in the text and at `start` in what is written: pairs of marks change
/// places (one that the start of the block cuts, and the others), characters become one byte.
#[cold]
fn settle(read: usize, start: usize, keep: u64, shrunk: u64, whole: u64, cut: u64, out: &mut Output<'_>) {
    if cut != 0 {
        let back = 3 - cut.trailing_zeros() as usize;
        out.swap(start - back);
        (out.group)(Group::swap(read - back, start - back));
    }
    let mut left = shrunk | whole;
    while left != 0 {
        let bit = left.trailing_zeros() as usize;
        let (from, to) = (read + bit, start + (keep & first(bit)).count_ones() as usize);
        if whole >> bit & 1 == 1 {
            out.swap(to - 2);
            (out.group)(Group::swap(from - 2, to - 2));
        } else {
            (out.group)(Group::shrink(from, to));
        }
        left &= left - 1;
    }
}

/// See [`super::find_change`].
///
/// # Safety
/// The CPU has the instructions.
#[inline(always)]
pub(super) unsafe fn find_change<L: Lanes, const ORDER: bool>(
    tables: &L::Tables,
    cells: &Cells,
    text: &[u8],
    from: usize,
    before: Before,
) -> usize {
    // SAFETY: as for this function; `INSIDE` only where there are as many bytes.
    unsafe {
        let mut order = Order::new(before);
        let mut joined = 0;
        let mut read = from;
        while read < text.len() {
            let left = text.len() - read;
            let found = match left >= INNER {
                true => changes::<L, ORDER, true>(tables, cells, text, read, &mut order, &mut joined),
                false => changes::<L, ORDER, false>(tables, cells, text, read, &mut order, &mut joined),
            };
            if found != 0 {
                return read + found.trailing_zeros() as usize;
            }
            read += left.min(64);
        }
        read
    }
}

/// The characters that begin in a block and change, or may.
///
/// # Safety
/// As for [`find_change`]; `INSIDE` only if [`INNER`] bytes are left.
#[inline(always)]
unsafe fn changes<L: Lanes, const ORDER: bool, const INSIDE: bool>(
    tables: &L::Tables,
    cells: &Cells,
    text: &[u8],
    read: usize,
    order: &mut Order<L>,
    joined: &mut u64,
) -> u64 {
    // SAFETY: by the caller.
    unsafe {
        let window = load::<L, INSIDE>(text, read);
        let bytes = window.bytes;
        let arabic = bytes.arabic();
        let place = L::place(bytes, window.next);
        let (mut found, marks) = L::changed_and_marks(tables, place, arabic);
        let others = bytes.leads_but(arabic);
        let mut joined_here = 0;
        if others != 0 {
            let elsewhere = L::elsewhere(tables, cells, text, read, &window, others);
            joined_here = elsewhere.joined;
            found |= elsewhere.halts | elsewhere.gone | elsewhere.long_gone;
            found |= elsewhere.joiners & !over::<4>(*joined, joined_here);
        }
        *joined = joined_here;
        if ORDER {
            // What goes is a change itself.
            *order = order.pass::<false>(tables, place, marks, 0, &mut found);
        }
        found |= window.valid & L::ascii_halts(tables, bytes);
        if let Some(flags) = L::ascii(tables, bytes) {
            found |= window.valid & flags.test(0xFF);
        }
        found
    }
}

/// The kernel of an instruction set: functions that say which instructions they use, for the type that holds a table
/// and proves that the CPU has them.
macro_rules! entry_points {
    ($kernel:ident, $tables:ident, $lanes:ident, $features:literal) => {
        impl $kernel {
            /// See [`rewrite`](super::rewrite); may stop early.
            pub(super) fn rewrite<const MARK: bool>(
                &self,
                cells: &super::Cells,
                text: &[u8],
                from: usize,
                before: super::Before,
                out: super::Output<'_>,
                kept: &mut [u64],
            ) -> (usize, usize) {
                #[target_feature(enable = $features)]
                unsafe fn here<const MARK: bool, const ORDER: bool>(
                    tables: &<$lanes as super::kernel::Lanes>::Tables,
                    cells: &super::Cells,
                    text: &[u8],
                    from: usize,
                    before: super::Before,
                    out: super::Output<'_>,
                    kept: &mut [u64],
                ) -> (usize, usize) {
                    // SAFETY: by the caller.
                    unsafe {
                        super::kernel::rewrite::<$lanes, MARK, ORDER>(tables, cells, text, from, before, out, kept)
                    }
                }
                assert!(out.has_room(text.len() - from) && (!MARK || kept.len() * 64 > text.len()));
                // SAFETY: who made the table has seen that the CPU has the instructions; the buffers are long enough.
                unsafe {
                    match cells.ordered {
                        false => here::<MARK, false>(&self.$tables, cells, text, from, before, out, kept),
                        true => here::<MARK, true>(&self.$tables, cells, text, from, before, out, kept),
                    }
                }
            }

            /// See [`find_change`](super::find_change); may stop early.
            pub(super) fn find_change(
                &self,
                cells: &super::Cells,
                text: &[u8],
                from: usize,
                before: super::Before,
            ) -> usize {
                #[target_feature(enable = $features)]
                unsafe fn here<const ORDER: bool>(
                    tables: &<$lanes as super::kernel::Lanes>::Tables,
                    cells: &super::Cells,
                    text: &[u8],
                    from: usize,
                    before: super::Before,
                ) -> usize {
                    // SAFETY: by the caller.
                    unsafe { super::kernel::find_change::<$lanes, ORDER>(tables, cells, text, from, before) }
                }
                // SAFETY: who made the table has seen that the CPU has the instructions.
                unsafe {
                    match cells.ordered {
                        false => here::<false>(&self.$tables, cells, text, from, before),
                        true => here::<true>(&self.$tables, cells, text, from, before),
                    }
                }
            }
        }
    };
}
pub(super) use entry_points;
