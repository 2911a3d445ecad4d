//! Where in a text do characters of some class stand, and which classes meet where? The second primitive of the room: it
//! reads and writes nothing.
//!
//! A [`Classes`] is made from a function that gives each character a value of eight bits. [`Classes::find`] looks for
//! values that have a bit. [`Classes::blocks`] takes a value as the character's kind (three bits) and role (four bits),
//! and has a table that says five flags of each *pair*: the kind of a character and the role of the one after it. It
//! answers with masks: for 64 bytes of text one a flag, set at the first byte of each second character of such a pair.
//!
//! ```text
//! value of a character, by its first bytes:
//!     ASCII, U+0080-00BF, U+0600-06FF (D8-DB)                         its own
//!     U+2000-2FFF (E2), U+F000-FFFF (EF), U+1F000-1FFFF (F0 9F)      its own; by pages of 64 where they are all alike
//!     other characters of two bytes                               that of all characters with its first byte
//!     others                                                      nobody asks
//! flags of a place = pairs[kind of the character before, role of the character here]
//! ```
//!
//! Where characters with different values share one, the caller says what it is: nothing, or all of their bits.
//!
//! Whoever looks for words alone needs pairs in few blocks only: see `runs.rs`.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
// Not every target has a set of instructions for it.
#[cfg_attr(not(target_arch = "x86_64"), allow(dead_code, unused_imports, unused_macros))]
mod kernel;
#[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
mod neon;
mod runs;
mod scalar;

use alloc::boxed::Box;

pub(crate) use super::BLOCK;
pub(crate) use runs::Run;
use runs::Runs;

/// The part of a value that a pair has of its first character, and of its second one.
pub(crate) const KIND: u8 = 0x70;
pub(crate) const ROLE: u8 = 0x0F;

/// Kinds that have this bit are looked for apart.
pub(crate) const UPPER: u8 = 0x40;

/// How many blocks are looked at at once: as many as have places that a byte can number.
pub(crate) const BLOCKS: usize = 256 / BLOCK;

/// How far others may read ahead of whoever looks for runs, as they do for entities: so fast that they would wait for the
/// memory if nobody asked for it before.
#[cfg(any(target_arch = "x86_64", feature = "entities"))]
pub(crate) const AHEAD: usize = 4096;

/// How many flags a pair has, from the lowest bit on.
pub(crate) const FLAGS: usize = 5;

/// For each flag and block the places that have it; the last byte of a block is the highest bit of a mask. Behind the
/// text's end none has. Then where characters of the [`UPPER`] kinds begin; and of the places where a character begins or
/// the text ends those behind such a one, other places may be among them.
pub(crate) type Flags = [[u64; BLOCKS]; FLAGS + 2];

/// For each place where a character begins, or the text ends, the value of the character before it.
pub(crate) type Before = [[u8; BLOCK]; BLOCKS];

/// Room for the places of [`BLOCKS`] blocks, and one block more, for whoever writes a block at a time.
pub(crate) type Places = [u8; (BLOCKS + 1) * BLOCK];

/// What is known of the blocks. Vectors are written to these; to lines of the cache each.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub(crate) struct Lists {
    pub(crate) before: Before,
    /// Where something ends, and of runs where each begins.
    pub(crate) ends: Places,
    pub(crate) starts: Places,
    /// Where runs begin and end, in turn.
    pub(crate) words: Places,
}

/// What value characters get that share one and have not the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mixed {
    /// Of these bits those that all have: for whoever wants to be sure of what has one.
    Common(u8),
    /// Every bit that one of them has: for whoever must not overlook one.
    All,
}

/// The classes of characters, and the kernel that looks them up.
#[derive(Debug, Clone)]
pub(crate) struct Classes {
    values: Box<Values>,
    pairs: Pairs,
    /// As the scalar kernel wants them.
    table: Box<scalar::Table>,
    /// What suffices where nothing but runs is asked for.
    runs: Option<Box<Runs>>,
    kernel: Kernel,
}

/// The flags of pairs, by the kind of the first and the role of the second character.
#[derive(Debug, Clone)]
#[repr(C, align(64))]
struct Pairs([u8; 128]);

/// The values as the vector kernels want them; the scalar one has them by two bytes in `pairs`.
#[derive(Debug, Clone)]
#[repr(C, align(64))]
struct Values {
    ascii: [u8; 128],
    /// By the low two bits of a lead D8-DB and the six of the trail.
    arabic: [u8; 256],
    /// By the low six bits of a lead byte that no other table is for.
    leads: [u8; 64],
    /// By the second byte after C2.
    latin: [u8; 64],
    /// The plane of each of the leads [`PLANES`].
    planes: [Plane; 3],
    /// By the first byte and six bits of the second, but for those of the planes. An ASCII character has its value for
    /// whatever follows.
    pairs: [u8; 256 << 6],
    /// The bits of all characters that a byte may be of: as the second one in U+0600-06FF, else as the first one.
    bytes: [u8; 256],
}

/// Bytes that begin characters whose own values are known, and where those begin: 64 pages of 64 each.
const PLANES: [(u8, u32); 3] = [(0xE2, 0x2000), (0xEF, 0xF000), (0xF0, 0x1F000)];

/// The values of 4096 characters.
#[derive(Debug, Clone)]
#[repr(C, align(64))]
struct Plane {
    /// Every bit that a character of a page has.
    pages: [u8; 64],
    /// All ones for a page whose characters have not all the same value.
    mixed: [u8; 64],
    values: [u8; 64 * 64],
}

/// Chosen once, when the classes are made. Holding a vector kernel proves that the CPU can.
#[derive(Debug, Clone)]
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
    fn choose(values: &Values, pairs: &Pairs) -> Kernel {
        #[cfg(target_arch = "x86_64")]
        if let Some(kernel) = super::may("avx512").then(avx512::Avx512::new).flatten() {
            return Kernel::Avx512(kernel);
        }
        #[cfg(target_arch = "x86_64")]
        if let Some(kernel) = super::may("avx2").then(|| avx2::Avx2::new(values, pairs)).flatten() {
            return Kernel::Avx2(kernel);
        }
        #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
        if let Some(kernel) = super::may("neon").then(neon::Neon::new).flatten() {
            return Kernel::Neon(kernel);
        }
        let _ = (values, pairs);
        Kernel::Scalar
    }
}

impl Classes {
    /// Asks `value` about each character of the first three rows above.
    pub(crate) fn new(value: impl Fn(char) -> u8, mixed: Mixed) -> Classes {
        let (values, pairs) = (Values::new(value, mixed), Pairs([0; 128]));
        let kernel = Kernel::choose(&values, &pairs);
        Classes { values, table: scalar::table(&pairs), pairs, runs: None, kernel }
    }

    /// Asks `flags` about each pair of a kind and a role.
    pub(crate) fn with_pairs(mut self, flags: impl Fn(u8, u8) -> u8) -> Classes {
        (0..).zip(&mut self.pairs.0).for_each(|(pair, slot)| *slot = flags(pair & KIND, pair & ROLE));
        self.table = scalar::table(&self.pairs);
        self.kernel = Kernel::choose(&self.values, &self.pairs);
        self
    }

    /// Asks `of` about each value: what it is to whoever looks for runs of the [`UPPER`] kinds alone.
    ///
    /// The flags are those of `plain.rs`. None to say that only pairs know; it is none for the other upper kinds.
    pub(crate) fn with_runs(mut self, of: impl Fn(u8) -> Option<Run>) -> Classes {
        self.runs = Some(Box::new(Runs::new(&self.values, of)));
        self
    }

    /// The same classes, asked about all that is known of pairs.
    #[cfg(test)]
    pub(crate) fn without_runs(&self) -> Classes {
        Classes { runs: None, ..self.clone() }
    }

    /// Whether [`Classes::runs`] may find some.
    #[cfg(test)]
    pub(crate) fn knows_runs_alone(&self) -> bool {
        match &self.kernel {
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512(_) => self.runs.is_some(),
            _ => false,
        }
    }

    /// The same classes looked up by every kernel that this CPU has instructions for, the scalar one first.
    #[cfg(test)]
    pub(crate) fn every(&self) -> alloc::vec::Vec<Classes> {
        let mut kernels = alloc::vec![Kernel::Scalar];
        #[cfg(target_arch = "x86_64")]
        {
            kernels.extend(avx2::Avx2::new(&self.values, &self.pairs).map(Kernel::Avx2));
            kernels.extend(avx512::Avx512::new().map(Kernel::Avx512));
        }
        #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
        kernels.extend(neon::Neon::new().map(Kernel::Neon));
        kernels.into_iter().map(|kernel| Classes { kernel, ..self.clone() }).collect()
    }

    /// Whether `blocks` knows runs: all kernels do but that of AVX-512, which has a function of its own for them.
    #[cfg(test)]
    pub(crate) fn blocks_know_runs(&self) -> bool {
        #[cfg(target_arch = "x86_64")]
        return !matches!(self.kernel, Kernel::Avx512(_));
        #[cfg(not(target_arch = "x86_64"))]
        true
    }

    /// Looks at the blocks from `at` on. Those behind the one where the text ends are left as they are.
    ///
    /// `last` is the value of the character before `at`, of which bytes may reach over `at`; it becomes that of the last
    /// character of the last block.
    ///
    /// `runs`: only the first and the last borders of runs of the [`UPPER`] kinds are wanted, and what is doubtful about
    /// them; and what is before their last ones. Says whether that was of use; else it takes a little longer.
    #[inline]
    pub(crate) fn blocks(
        &self,
        text: &str,
        at: usize,
        last: &mut u8,
        flags: &mut Flags,
        before: &mut Before,
        runs: bool,
    ) -> bool {
        let runs = self.runs.as_deref().filter(|_| runs);
        #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
        let ahead = |classes| kernel::Ahead { classes, text: text.as_bytes(), at };
        match &self.kernel {
            Kernel::Scalar => scalar::blocks(self, text.as_bytes(), at, last, flags, before, runs),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2(kernel) => kernel.blocks(ahead(self), last, flags, before, runs),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512(kernel) => {
                kernel.blocks(ahead(self), last, flags, before);
                false
            }
            #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
            Kernel::Neon(kernel) => kernel.blocks(ahead(self), last, flags, before, runs),
        }
    }

    /// Looks at all blocks at once, if all of them are in the text and two bytes more, and nothing is asked of them but where
    /// runs of the [`UPPER`] kinds begin and end, and what is before that: lists it in turn, and says how many there are.
    ///
    /// None where there is a doubt or another character, or no kernel for it; then `last` is as it was.
    #[inline]
    pub(crate) fn runs(&self, text: &str, at: usize, last: &mut u8, lists: &mut Lists) -> Option<usize> {
        match (&self.kernel, &self.runs) {
            #[cfg(target_arch = "x86_64")]
            (Kernel::Avx512(kernel), Some(runs)) if at + BLOCKS * BLOCK + 2 <= text.len() => {
                kernel.runs(kernel::Ahead { classes: self, text: text.as_bytes(), at }, runs, last, lists)
            }
            _ => {
                let _ = (text, at, last, lists);
                None
            }
        }
    }

    /// Writes the places of the bits of four masks, one after the other, to the head of `places`, and says how many.
    #[inline]
    pub(crate) fn list(&self, masks: &[u64; BLOCKS], places: &mut Places) -> usize {
        match &self.kernel {
            Kernel::Scalar => scalar::list(masks, places),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2(kernel) => kernel.list(masks, places),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512(kernel) => kernel.list(masks, places),
            #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
            Kernel::Neon(kernel) => kernel.list(masks, places),
        }
    }

    /// The value of the character that begins at `at`.
    #[inline]
    pub(crate) fn value(&self, text: &str, at: usize) -> u8 {
        self.values.at(text.as_bytes(), at)
    }

    /// The value of the character that ends at `at`; there is one.
    #[inline]
    pub(crate) fn value_before(&self, text: &str, at: usize) -> u8 {
        self.values.before(text.as_bytes(), at)
    }

    /// The first byte of the first character from `from` on, a char boundary, that has one of the bits.
    #[inline]
    pub(crate) fn find(&self, text: &str, from: usize, bits: u8) -> Option<usize> {
        debug_assert!(text.is_char_boundary(from));
        let bytes = text.as_bytes();
        let mut at = from;
        loop {
            let (end, mut suspects) = self.suspects(text, at, bits)?;
            while suspects != 0 {
                let place = end + suspects.trailing_zeros() as usize - BLOCK;
                // In the Arabic block it is the second byte.
                let start = place - usize::from(is_trail(bytes[place]));
                if !is_trail(bytes[start]) && self.values.at(bytes, start) & bits != 0 {
                    return Some(start);
                }
                suspects &= suspects - 1;
            }
            at = end;
        }
    }

    /// The first of the blocks from `at` on with a byte that a character with one of the bits may have: where it ends, and
    /// which of the 64 bytes before that are such. The highest bit is for the last of them.
    #[inline]
    fn suspects(&self, text: &str, at: usize, bits: u8) -> Option<(usize, u64)> {
        match &self.kernel {
            Kernel::Scalar => scalar::suspects(&self.values, text.as_bytes(), at, bits),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2(kernel) => kernel.suspects(&self.values, text.as_bytes(), at, bits),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512(kernel) => kernel.suspects(&self.values, text.as_bytes(), at, bits),
            #[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
            Kernel::Neon(kernel) => kernel.suspects(&self.values, text.as_bytes(), at, bits),
        }
    }
}

/// The common value of characters.
fn merge(values: impl Iterator<Item = u8>, mixed: Mixed) -> u8 {
    let (mut any, mut all) = (0, u8::MAX);
    for value in values {
        (any, all) = (any | value, all & value);
    }
    match mixed {
        Mixed::Common(bits) if any != all => all & bits,
        _ => any,
    }
}

impl Values {
    fn new(value: impl Fn(char) -> u8, mixed: Mixed) -> Box<Values> {
        let of = |c: u32| char::from_u32(c).map(&value);
        let range = |first: u32, len: u32| merge((first..first + len).filter_map(of), mixed);
        let mut values = Box::new(Values {
            ascii: [0; 128],
            arabic: [0; 256],
            leads: [0; 64],
            latin: [0; 64],
            planes: [(); 3].map(|()| Plane { pages: [0; 64], mixed: [0; 64], values: [0; 64 * 64] }),
            pairs: [0; 256 << 6],
            bytes: [0; 256],
        });
        let own = |slots: &mut [u8], first: u32| {
            (first..).zip(slots).for_each(|(c, slot)| *slot = of(c).unwrap_or(0));
        };
        own(&mut values.ascii, 0);
        own(&mut values.arabic, 0x600);
        own(&mut values.latin, 0x80);
        for (plane, (_, first)) in values.planes.iter_mut().zip(PLANES) {
            own(&mut plane.values, first);
            for (page, own) in plane.values.chunks_exact(64).enumerate() {
                plane.pages[page] = own.iter().fold(0, |any, value| any | value);
                plane.mixed[page] = if own.iter().any(|value| *value != own[0]) { u8::MAX } else { 0 };
            }
        }
        for lead in 0xC2..0xF5 {
            values.leads[lead as usize & 0x3F] = match lead {
                0xC2 | 0xD8..=0xDB | 0xE2 | 0xEF => 0,
                0xC3..0xE0 => range((lead & 0x1F) << 6, 64),
                _ => match mixed {
                    Mixed::Common(_) => 0,
                    Mixed::All => u8::MAX,
                },
            };
        }
        for first in 0..=0xFFu8 {
            for second in 0..64u8 {
                let second_at = usize::from(second);
                values.pairs[pair(first, second)] = match first {
                    ..0x80 => values.ascii[usize::from(first)],
                    0xC2 => values.latin[second_at],
                    0xD8..=0xDB => values.arabic[usize::from(first & 3) << 6 | second_at],
                    0xC0.. => values.leads[usize::from(first & 0x3F)],
                    _ => 0,
                };
                if !matches!(first, 0xD8..=0xDB) {
                    values.bytes[usize::from(first)] |= values.pairs[pair(first, second)];
                }
            }
        }
        for second in 0..64 {
            values.bytes[0x80 | second] = (0..4).fold(0, |any, lead| any | values.arabic[lead << 6 | second]);
        }
        for (plane, (lead, _)) in values.planes.iter().zip(PLANES) {
            values.bytes[usize::from(lead)] |= merge(plane.pages.into_iter(), Mixed::All);
        }
        values
    }

    /// The value of the character that begins at `at`, of which all bytes are there.
    #[inline(always)]
    fn at(&self, text: &[u8], at: usize) -> u8 {
        let first = text[at];
        if first < 0xE0 {
            let second = if first < 0x80 { 0 } else { text[at + 1] };
            return self.pairs[pair(first, second)];
        }
        let [e2, ef, f0] = &self.planes;
        match (first, text[at + 1]) {
            (0xE2, second) => e2.values[pair(second & 0x3F, text[at + 2])],
            (0xEF, second) => ef.values[pair(second & 0x3F, text[at + 2])],
            (0xF0, 0x9F) => f0.values[pair(text[at + 2] & 0x3F, text[at + 3])],
            (_, second) => self.pairs[pair(first, second)],
        }
    }

    /// The value of the last character that begins before `at`.
    #[inline(always)]
    fn before(&self, text: &[u8], at: usize) -> u8 {
        let mut start = at - 1;
        while is_trail(text[start]) {
            start -= 1;
        }
        self.at(text, start)
    }
}

/// Whether the byte begins no character.
#[inline(always)]
fn is_trail(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[inline(always)]
fn pair(first: u8, second: u8) -> usize {
    usize::from(first) << 6 | usize::from(second & 0x3F)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{string::String, vec::Vec};
    use proptest::{collection::vec, prelude::*};

    /// Bits without a pattern that follow runs of characters, so that some pages are mixed and some are not.
    fn value(c: char) -> u8 {
        let run = c as u32 >> (c as u32 % 3 + 2) << 1 | u32::from((c as u32).is_multiple_of(11));
        match c {
            '\u{2600}'..='\u{267F}' | '\u{3000}'..='\u{3FFF}' | '\u{1F600}'..='\u{1F63F}' => 0x21,
            _ => (run.wrapping_mul(0x9E37_79B1) >> 24) as u8,
        }
    }

    fn any_char() -> impl Strategy<Value = char> {
        let of = |first: u32, end: u32| (first..end).prop_filter_map("a surrogate", char::from_u32).boxed();
        prop_oneof![
            of(0, 0x80),
            of(0x600, 0x700),
            of(0x80, 0x800),
            of(0x2000, 0x2100),
            of(0x2600, 0x2800),
            of(0x1F000, 0x20000),
            any::<char>().boxed()
        ]
    }

    /// Classes looked up by each kernel.
    fn kernels() -> Vec<Vec<Classes>> {
        let flags = |kind: u8, role: u8| ((kind | role).wrapping_mul(0x9D) ^ kind >> 3) & ((1 << FLAGS) - 1);
        [Mixed::Common(0x0C), Mixed::All]
            .map(|mixed| Classes::new(value, mixed).with_pairs(flags))
            .map(|classes| classes.every())
            .into()
    }

    /// What a character's value is to the scalar kernel.
    fn found(classes: &Classes, c: char) -> u8 {
        classes.values.at(String::from(c).as_bytes(), 0)
    }

    #[test]
    fn values_are_those_of_the_function() {
        for classes in kernels().iter().map(|every| &every[0]) {
            let all = classes.values.leads[0x34] == u8::MAX;
            let mut exact = 0;
            for c in '\0'..=char::MAX {
                let (found, value) = (found(classes, c), value(c));
                // Mixed pages say what is common, or all.
                let common = found & !(value & 0x0C) == 0;
                assert!(if all { found & value == value } else { common || found == value }, "{c:?}");
                if matches!(c, ..'\u{C0}' | '\u{600}'..'\u{700}' | '\u{2000}'..'\u{3000}' | '\u{F000}'..'\u{10000}' | '\u{1F000}'..'\u{20000}')
                {
                    assert_eq!(found, value, "{c:?}");
                }
                exact += usize::from(found == value);
            }
            assert!(exact > 0x3000 + 0x80 + 0x40, "{exact}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

        /// A block says of each character what its pair says, wherever blocks are cut; each kernel says the same.
        #[test]
        fn kernels_are_equal(text in vec(any_char(), 0..90).prop_map(String::from_iter), start in 0..70usize, bits in 1..=255u8, first: u8) {
            let start = text.char_indices().map(|(at, _)| at).nth(start).unwrap_or(text.len());
            for every in kernels() {
                for classes in &every {
                    let (mut last, mut walked) = (first, Vec::new());
                    for at in (start..text.len() + BLOCK).step_by(BLOCKS * BLOCK) {
                        let (mut flags, mut before) = ([[0; BLOCKS]; FLAGS + 2], [[0; BLOCK]; BLOCKS]);
                        classes.blocks(&text, at, &mut last, &mut flags, &mut before, false);
                        walked.extend((0..BLOCKS).map(|block| (flags.map(|masks| masks[block]), before[block])));
                    }
                    let mut before = first;
                    let mut expected = alloc::vec![0; text.len() - start];
                    let mut uppers = alloc::vec![(false, false); walked.len() * BLOCK];
                    for (at, c) in text[start..].char_indices().chain([(text.len() - start, '\0')]) {
                        prop_assert_eq!(walked[at / BLOCK].1[at % BLOCK], before, "{:?} at {}", &text, at);
                        let value = found(classes, c);
                        uppers[at] = (at < expected.len() && value & UPPER != 0, before & UPPER != 0);
                        if let Some(slot) = expected.get_mut(at) {
                            *slot = classes.pairs.0[usize::from(before & KIND | value & ROLE)];
                        }
                        before = value;
                    }
                    for at in 0..walked.len() * BLOCK {
                        let masks = &walked[at / BLOCK].0;
                        let is_upper = |mask: usize| masks[mask] >> (at % BLOCK) & 1 == 1;
                        prop_assert_eq!(is_upper(FLAGS), uppers[at].0, "{:?} at {}", &text, at);
                        if text.is_char_boundary(start + at) {
                            prop_assert_eq!(is_upper(FLAGS + 1), uppers[at].1, "{:?} at {}", &text, at);
                        }
                        let flags = masks[..FLAGS].iter().rev();
                        let flags = flags.fold(0, |all, mask| all << 1 | (mask >> (at % BLOCK) & 1) as u8);
                        prop_assert_eq!(flags, expected.get(at).copied().unwrap_or(0), "{:?} at {}", &text, at);
                    }
                    let hit = |&(at, c): &(usize, char)| at >= start && found(classes, c) & bits != 0;
                    prop_assert_eq!(classes.find(&text, start, bits), text.char_indices().find(hit).map(|(at, _)| at));
                }
            }
        }
    }

    proptest! {
        #[test]
        fn places_are_those_of_bits(masks: [u64; BLOCKS], empty: [bool; BLOCKS]) {
            let masks = core::array::from_fn(|i| if empty[i] { 0 } else { masks[i] });
            let expected: Vec<u8> = (0..=255u8).filter(|at| masks[usize::from(at / 64)] >> (at % 64) & 1 == 1).collect();
            for classes in kernels().iter().flatten() {
                let mut places = [0; (BLOCKS + 1) * BLOCK];
                let count = classes.list(&masks, &mut places);
                prop_assert_eq!(&places[..count], &expected);
            }
        }
    }

    /// Nothing is read behind a text that ends where its memory ends.
    #[test]
    fn ends_are_ends() {
        for classes in kernels().iter().flatten() {
            for len in 0..200 {
                let text = "aبc\u{2026}".chars().cycle().take(len).collect::<String>().into_boxed_str();
                let mut last = 0;
                for at in (0..text.len() + 1).step_by(BLOCKS * BLOCK) {
                    let mut flags = [[0; BLOCKS]; FLAGS + 2];
                    classes.blocks(&text, at, &mut last, &mut flags, &mut [[0; BLOCK]; BLOCKS], false);
                    for number in 0..BLOCKS {
                        let left = text.len().saturating_sub(at + number * BLOCK);
                        let beyond = if left < BLOCK { !0u64 << left } else { 0 };
                        assert!(flags[..FLAGS + 1].iter().all(|masks| masks[number] & beyond == 0), "{len}");
                    }
                }
                assert_eq!(classes.find(&text, text.len(), 255), None);
            }
        }
    }
}
