//! The kernel for AVX-512 with byte permutes and compresses (VBMI, VBMI2): 64 bytes at a time, no branch on content.
//!
//! ```text
//! at each lead byte of U+0600-06FF:   look up (lead, trail) -> goes? halt? what to xor the lead and the trail with
//! at each other lead byte:            look up (lead, next) -> halt, if it is not surely plain
//! marks in the wrong order:           let two change places, halt at more
//! compress away what goes, write 64 bytes, advance by as many as were kept
//! ```
//!
//! Blocks stand next to each other whatever characters they cut, so that no load waits for what the block before it
//! held: what a block has to say about a character that reaches into the next is carried over.

use super::tables::{CHANGED, HALT, JOINER, MARKED, Tables, XOR};
use super::{Before, Cells, HOT_BYTES, JOINED, Output};
use alloc::boxed::Box;
use core::arch::x86_64::*;

/// A table as the kernel wants it. Holding one proves that the CPU has the instructions.
#[derive(Clone)]
pub(super) struct Avx512 {
    tables: Box<Tables>,
    ordered: bool,
}

impl Avx512 {
    /// The tables, if this CPU can use them.
    pub(super) fn new(cells: &Cells) -> Option<Avx512> {
        available().then(|| Avx512 { tables: Box::new(Tables::new(cells)), ordered: cells.ordered })
    }

    /// See [`super::rewrite`].
    pub(super) fn rewrite<const MARK: bool>(
        &self,
        text: &[u8],
        from: usize,
        before: Before,
        out: Output<'_>,
        kept: &mut [u64],
    ) -> (usize, usize) {
        assert!(out.has_room(text.len() - from) && (!MARK || kept.len() * 64 > text.len()));
        // SAFETY: `new` has seen that the CPU has the instructions; the buffers are long enough.
        unsafe {
            match self.ordered {
                false => rewrite::<MARK, false>(&self.tables, text, from, before, out, kept),
                true => rewrite::<MARK, true>(&self.tables, text, from, before, out, kept),
            }
        }
    }

    /// See [`super::find_change`].
    pub(super) fn find_change(&self, text: &[u8], from: usize, before: Before) -> usize {
        // SAFETY: `new` has seen that the CPU has the instructions.
        unsafe {
            match self.ordered {
                false => find_change::<false>(&self.tables, text, from, before),
                true => find_change::<true>(&self.tables, text, from, before),
            }
        }
    }
}

#[cfg(feature = "std")]
fn available() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vbmi")
        && is_x86_feature_detected!("avx512vbmi2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("popcnt")
}

/// Without `std` nobody has asked the operating system: only what the build was told to rely on.
#[cfg(not(feature = "std"))]
const fn available() -> bool {
    cfg!(all(
        target_feature = "avx512f",
        target_feature = "avx512bw",
        target_feature = "avx512vbmi",
        target_feature = "avx512vbmi2",
        target_feature = "bmi1",
        target_feature = "bmi2",
        target_feature = "popcnt"
    ))
}

/// 64 bytes of a text, and those that follow each of them.
struct Window {
    bytes: __m512i,
    next: __m512i,
    third: __m512i,
    valid: u64,
}

impl Window {
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn ascii(&self) -> u64 {
        self.valid & !_mm512_movepi8_mask(self.bytes)
    }
}

/// # Safety
/// `at < text.len()`, and `INNER` only if there are 66 bytes from there on.
#[inline(always)]
unsafe fn load<const INNER: bool>(text: &[u8], at: usize) -> Window {
    // SAFETY: by the caller; masked lanes are not touched.
    unsafe {
        let start = text.as_ptr().add(at);
        if INNER {
            let load = |by: usize| _mm512_loadu_si512(start.add(by).cast());
            return Window { bytes: load(0), next: load(1), third: load(2), valid: u64::MAX };
        }
        let left = text.len() - at;
        let first = |n: usize| if n >= 64 { u64::MAX } else { (1 << n) - 1 };
        let load =
            |by: usize| _mm512_maskz_loadu_epi8(first(left.saturating_sub(by)), start.wrapping_add(by).cast::<i8>());
        Window { bytes: load(0), next: load(1), third: load(2), valid: first(left) }
    }
}

/// What the tables say of the characters that start in a window, a bit at each one's first byte.
struct Said {
    /// Lead bytes of U+0600-06FF, where `flags` holds.
    leads: u64,
    flags: __m512i,
    /// Where the entries of U+0600-06FF stand.
    which: __m512i,
    /// Characters that are not for the kernel.
    halts: u64,
    /// Characters of two bytes that go, and of three.
    gone: u64,
    long_gone: u64,
    /// Characters that become one byte.
    shrunk: u64,
    /// Characters that may have a joiner behind them.
    joined: u64,
    /// Characters with which anything is to do, those of U+0600-06FF perhaps not among them.
    others: u64,
}

/// `joined` are those of the block before.
///
/// # Safety
/// The CPU has what [`available`] asks for.
#[inline(always)]
unsafe fn classify(tables: &Tables, window: &Window, joined: u64) -> Said {
    // SAFETY: by the caller.
    unsafe {
        let Window { bytes, next, .. } = *window;
        let leads = _mm512_cmpeq_epi8_mask(_mm512_and_si512(bytes, splat(0xFC)), splat(0xD8));
        let above = _mm512_cmpge_epu8_mask(bytes, splat(0xC0));
        // There is no shift of bytes; what comes over from a neighbour is not selected.
        let which = _mm512_ternarylogic_epi32::<SELECT>(splat(0xC0), _mm512_slli_epi16::<6>(bytes), next);
        let flags = lookup256(&tables.flags, which);
        let signs = leads & _mm512_movepi8_mask(flags);
        let halts = leads & _mm512_test_epi8_mask(flags, splat(HALT));
        let mut said = Said {
            leads,
            flags,
            which,
            halts: halts & !signs,
            gone: signs & !halts,
            long_gone: 0,
            shrunk: signs & halts,
            joined: 0,
            others: 0,
        };
        let others = above & !leads;
        if others != 0 {
            let elsewhere = elsewhere(tables, bytes, next, window.third, which, others);
            said.halts |= elsewhere.halts;
            said.gone |= elsewhere.gone;
            said.long_gone = elsewhere.long_gone;
            said.joined = elsewhere.joined;
            said.halts |= elsewhere.joiners & !over::<4>(joined, elsewhere.joined);
            said.others = said.halts | elsewhere.gone | elsewhere.long_gone;
        }
        if tables.ascii_stops {
            let halts = window.ascii() & test(lookup128(&tables.ascii_halts, bytes), HALT);
            said.halts |= halts;
            said.others |= halts;
        }
        said
    }
}

/// What the tables say of characters outside U+0600-06FF, a bit at each one's first byte.
struct Elsewhere {
    halts: u64,
    gone: u64,
    long_gone: u64,
    /// Those that a character of four bytes before them keeps, and such characters.
    joiners: u64,
    joined: u64,
}

///
/// # Safety
/// The CPU has what [`available`] asks for.
#[inline(always)]
unsafe fn elsewhere(
    tables: &Tables,
    bytes: __m512i,
    next: __m512i,
    third: __m512i,
    which: __m512i,
    others: u64,
) -> Elsewhere {
    // SAFETY: by the caller.
    unsafe {
        let mut halts = 0;
        let mut gone = 0;
        let mut long_gone = 0;
        let mut joiners = 0;
        let mut joined = 0;
        let long = others & _mm512_cmpge_epu8_mask(bytes, splat(0xE0));
        let short = others & !long;
        if short != 0 {
            let latin = short & _mm512_cmple_epu8_mask(bytes, splat(0xC3));
            let flags = lookup128(&tables.latin, which);
            gone = latin & _mm512_movepi8_mask(flags);
            halts = latin & test(flags, HALT) | short & !latin & test(lookup64(&tables.leads, bytes), HALT);
        }
        if long != 0 {
            let low = _mm512_and_si512(next, splat(7));
            let bit = _mm512_shuffle_epi8(_mm512_set1_epi64(0x8040_2010_0804_0201u64 as i64), low);
            let high = _mm512_and_si512(_mm512_srli_epi16::<3>(next), splat(7));
            let page = _mm512_or_si512(_mm512_and_si512(_mm512_slli_epi16::<3>(bytes), splat(0x78)), high);
            let longest = long & _mm512_cmpge_epu8_mask(bytes, splat(0xF0));
            let (pages, planes) = (lookup128(&tables.pages, page), lookup64(&tables.planes, page));
            halts |= long & !longest & _mm512_test_epi8_mask(pages, bit);
            let strange = longest & _mm512_test_epi8_mask(planes, bit);
            halts |= strange;
            let (lead, second) = JOINED;
            joined = longest & !strange;
            joined &= _mm512_cmpge_epu8_mask(next, splat(second)) | _mm512_cmpgt_epu8_mask(bytes, splat(lead));
            for (&[lead, second], flags) in HOT_BYTES.iter().zip(&tables.hot) {
                let here =
                    long & _mm512_cmpeq_epi8_mask(bytes, splat(lead)) & _mm512_cmpeq_epi8_mask(next, splat(second));
                if here != 0 {
                    let flags = lookup64(flags, third);
                    long_gone |= here & _mm512_movepi8_mask(flags);
                    halts |= here & test(flags, HALT);
                    joiners |= here & test(flags, JOINER);
                }
            }
        }
        Elsewhere { halts, gone, long_gone, joiners, joined }
    }
}

/// For a ternary operation: the bits of the second where the first has ones, else those of the third.
const SELECT: i32 = 0xCA;
/// The first xored with what the second and the third have in common.
const XOR_AND: i32 = 0x78;

#[inline]
#[target_feature(enable = "avx512f")]
fn splat(byte: u8) -> __m512i {
    _mm512_set1_epi8(byte as i8)
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn test(bytes: __m512i, bit: u8) -> u64 {
    _mm512_test_epi8_mask(bytes, splat(bit))
}

#[inline]
#[target_feature(enable = "avx512f")]
fn part(table: &[u8; 64]) -> __m512i {
    // SAFETY: 64 bytes.
    unsafe { _mm512_loadu_si512(table.as_ptr().cast()) }
}

/// A table of 64 bytes, by the low six bits.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn lookup64(table: &[u8; 64], which: __m512i) -> __m512i {
    _mm512_permutexvar_epi8(which, part(table))
}

/// A table of 128 bytes, by the low seven bits.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn lookup128(table: &[u8; 128], which: __m512i) -> __m512i {
    let (parts, _) = table.as_chunks::<64>();
    _mm512_permutex2var_epi8(part(&parts[0]), which, part(&parts[1]))
}

/// A table of 256 bytes.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn lookup256(table: &[u8; 256], which: __m512i) -> __m512i {
    let (parts, _) = table.as_chunks::<64>();
    let low = _mm512_permutex2var_epi8(part(&parts[0]), which, part(&parts[1]));
    let high = _mm512_permutex2var_epi8(part(&parts[2]), which, part(&parts[3]));
    _mm512_mask_blend_epi8(_mm512_movepi8_mask(which), low, high)
}

/// The bytes `by` places before each, those of the block before it first.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn behind<const BY: i8>(before: __m512i, bytes: __m512i) -> __m512i {
    // Bit 6 of an index selects the second table.
    let index = _mm512_add_epi8(iota(), splat((64 - BY) as u8));
    _mm512_permutex2var_epi8(before, index, bytes)
}

#[inline]
#[target_feature(enable = "avx512f")]
fn iota() -> __m512i {
    const IOTA: [u8; 64] = {
        let mut iota = [0; 64];
        let mut i = 0;
        while i < 64 {
            iota[i] = i as u8;
            i += 1;
        }
        iota
    };
    part(&IOTA)
}

/// Marks of the block before, and what was done with them: what the order of marks at its end means for the next.
struct Order {
    marks: u64,
    /// The second marks of the pairs that change places.
    swaps: u64,
    gone: u64,
    classes: __m512i,
}

impl Order {
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn new(before: Before) -> Order {
        let (class, marks) = match before {
            Before::Other | Before::Engine => (0, 0),
            Before::First(class) => (class, 1 << 62),
            Before::Later(class) => (class, 1 << 62 | 1 << 60),
        };
        let gone = if before == Before::Engine { 1 << 63 } else { 0 };
        Order { marks, swaps: 0, gone, classes: _mm512_maskz_mov_epi8(1 << 62, splat(class)) }
    }

    /// The next block; what is not for the kernel in it goes to `halts`.
    ///
    /// # Safety
    /// The CPU has what [`available`] asks for.
    #[inline(always)]
    unsafe fn pass<const MARK: bool>(&self, tables: &Tables, said: &mut Said, trails: __m512i, gone: u64) -> Order {
        // SAFETY: by the caller.
        unsafe {
            let marks = said.leads & test(trails, MARKED) & !_mm512_movepi8_mask(said.flags);
            if marks == 0 {
                return Order { marks, swaps: 0, gone, classes: trails };
            }
            let classes = lookup256(&tables.classes, said.which);
            let after = marks & over::<2>(self.marks, marks);
            let wrong = after & _mm512_cmplt_epu8_mask(classes, behind::<2>(self.classes, classes));
            let third = over::<4>(self.marks, marks);
            let swaps = if !MARK { wrong & !third } else { 0 };
            said.halts |= wrong & !swaps | marks & (over::<2>(self.swaps, swaps) | over::<1>(self.gone, gone));
            Order { marks, swaps, gone, classes }
        }
    }
}

/// # Safety
/// The CPU has what [`available`] asks for; `out` has room for `text[from..]`, `kept` for a bit a byte and one more.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt")]
unsafe fn rewrite<const MARK: bool, const ORDER: bool>(
    tables: &Tables,
    text: &[u8],
    from: usize,
    before: Before,
    mut out: Output<'_>,
    kept: &mut [u64],
) -> (usize, usize) {
    let zero = _mm512_setzero_si512();
    let order = Order::new(before);
    let mut walk = Walk { read: from, leads: 0, dropped: 0, long: 0, joined: 0, trails: zero, order, kept: 0 };
    // SAFETY: as for this function; there are 66 bytes.
    while text.len() - walk.read >= 66 && unsafe { block::<MARK, ORDER, true>(tables, text, &mut walk, &mut out, kept) }
    {
    }
    // SAFETY: as for this function.
    while walk.read < text.len() && unsafe { block::<MARK, ORDER, false>(tables, text, &mut walk, &mut out, kept) } {}
    if MARK && walk.kept != 0 {
        kept[walk.read / 64] |= walk.kept;
    }
    (walk.read, out.written)
}

/// Where the kernel is, and what it carries from block to block.
struct Walk {
    read: usize,
    /// Of the block before: leads of U+0600-06FF, characters that go, those of three bytes among them.
    leads: u64,
    dropped: u64,
    long: u64,
    joined: u64,
    /// What the trails of the characters that begin in it are to be xored with.
    trails: __m512i,
    order: Order,
    /// The bits that are still to be written of those that stay.
    kept: u64,
}

/// The bits moved to the places behind them, those of the block before first.
#[inline(always)]
fn over<const BY: u32>(old: u64, mask: u64) -> u64 {
    mask << BY | old >> (64 - BY)
}

/// One block; says whether to go on. An `INNER` block is done as a whole or not at all: where the next one starts then
/// waits for nothing but a branch, which can be foretold.
///
/// # Safety
/// As for [`rewrite`]; `INNER` only if 66 bytes are left.
#[inline(always)]
unsafe fn block<const MARK: bool, const ORDER: bool, const INNER: bool>(
    tables: &Tables,
    text: &[u8],
    walk: &mut Walk,
    out: &mut Output<'_>,
    kept: &mut [u64],
) -> bool {
    // SAFETY: by the caller.
    unsafe {
        let window = load::<INNER>(text, walk.read);
        let mut said = classify(tables, &window, walk.joined);
        if MARK {
            said.halts |= said.shrunk;
        }

        let lead_xor = _mm512_maskz_mov_epi8(said.leads, said.flags);
        let trails = lookup256(&tables.trails, said.which);
        let trail_xor = _mm512_maskz_mov_epi8(over::<1>(walk.leads, said.leads), behind::<1>(walk.trails, trails));
        let mut bytes = _mm512_ternarylogic_epi32::<XOR_AND>(window.bytes, lead_xor, splat(XOR));
        bytes = _mm512_ternarylogic_epi32::<XOR_AND>(bytes, trail_xor, splat(!MARKED));

        let dropped = said.gone | said.long_gone;
        let mut gone = dropped | over::<1>(walk.dropped, dropped) | over::<2>(walk.long, said.long_gone) | said.shrunk;
        if tables.ascii_acts {
            let flags = lookup128(&tables.ascii, window.bytes);
            let own = window.ascii() & _mm512_movepi8_mask(flags);
            gone |= own;
            bytes = _mm512_xor_si512(bytes, _mm512_maskz_mov_epi8(window.ascii() & !own, flags));
        }
        let order = if ORDER { Some(walk.order.pass::<MARK>(tables, &mut said, trails, gone)) } else { None };
        if INNER && said.halts != 0 {
            return false;
        }

        let left = if INNER { 64 } else { (text.len() - walk.read).min(64) };
        let size = if INNER { 64 } else { left.min(said.halts.trailing_zeros() as usize) };
        let done = _bzhi_u64(u64::MAX, size as u32);
        let keep = done & !gone;
        let swaps = order.as_ref().map_or(0, |order| order.swaps & done);
        // Pairs that are cut by the start of the block: the second mark begins at 1, at 0, or a byte before.
        let cut = if MARK { 0 } else { swaps << 1 & 6 | walk.order.swaps >> 63 };
        let whole = swaps & (u64::MAX >> 1 & !3);
        if ORDER && !MARK && whole != 0 {
            let (first, second) = (whole >> 2 | whole >> 1, whole | whole << 1);
            let from = _mm512_mask_add_epi8(iota(), first, iota(), splat(2));
            let from = _mm512_mask_sub_epi8(from, second, from, splat(2));
            bytes = _mm512_permutexvar_epi8(from, bytes);
        }
        let squeezed = _mm512_maskz_compress_epi8(keep, bytes);
        // `out` has room for `text[read..]`, which is 64 bytes or more if `INNER`.
        let target = out.bytes.as_mut_ptr().add(out.written).cast::<i8>();
        if INNER {
            _mm512_storeu_si512(target.cast(), squeezed);
        } else {
            _mm512_mask_storeu_epi8(target, _bzhi_u64(u64::MAX, keep.count_ones()), squeezed);
        }
        let start = out.written;
        out.written += keep.count_ones() as usize;
        if ORDER && cut != 0 {
            out.swap(start + cut.trailing_zeros() as usize - 3);
        }
        if MARK {
            // The bits of a word are those of two blocks.
            let bits = u128::from(keep) << (walk.read % 64);
            *kept.get_unchecked_mut(walk.read / 64) |= walk.kept | bits as u64;
            walk.kept = (bits >> 64) as u64;
        }
        walk.read += size;
        (walk.leads, walk.dropped, walk.long) = (said.leads, dropped, said.long_gone);
        (walk.joined, walk.trails) = (said.joined, trails);
        if let Some(order) = order {
            walk.order = order;
        }
        size == left
    }
}

/// # Safety
/// The CPU has what [`available`] asks for.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt")]
unsafe fn find_change<const ORDER: bool>(tables: &Tables, text: &[u8], from: usize, before: Before) -> usize {
    let mut order = Order::new(before);
    let mut joined = 0;
    let mut read = from;
    while read < text.len() {
        let left = text.len() - read;
        // SAFETY: as for this function.
        let found = unsafe {
            match left >= 66 {
                true => changes::<ORDER, true>(tables, text, read, &mut order, &mut joined),
                false => changes::<ORDER, false>(tables, text, read, &mut order, &mut joined),
            }
        };
        if found != 0 {
            return read + found.trailing_zeros() as usize;
        }
        read += left.min(64);
    }
    read
}

/// The characters that begin in a block and change, or may.
///
/// # Safety
/// As for [`find_change`]; `INNER` only if 66 bytes are left.
#[inline(always)]
unsafe fn changes<const ORDER: bool, const INNER: bool>(
    tables: &Tables,
    text: &[u8],
    read: usize,
    order: &mut Order,
    joined: &mut u64,
) -> u64 {
    // SAFETY: by the caller.
    unsafe {
        let window = load::<INNER>(text, read);
        let mut said = classify(tables, &window, *joined);
        *joined = said.joined;
        if ORDER {
            // What goes is a change itself.
            let trails = lookup256(&tables.trails, said.which);
            *order = order.pass::<true>(tables, &mut said, trails, 0);
        }
        let mut found = said.halts | said.others | said.leads & test(said.flags, CHANGED);
        if tables.ascii_acts {
            let flags = lookup128(&tables.ascii, window.bytes);
            found |= window.ascii() & _mm512_test_epi8_mask(flags, flags);
        }
        found
    }
}
