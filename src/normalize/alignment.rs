//! Which piece of the original is this piece of the normalised text, and the other way round?
//!
//! As long as no row writes more than it reads, every byte of the normalised text can be owned by a byte of the
//! original. So a bit for each byte of the original, *stays or is replaced in place*, is the whole map: counting bits
//! leads from the original to the normalised text, selecting the k-th bit leads back. A count every
//! [`BLOCK`] bytes makes counting O(1) and selecting O(log n).
//!
//! What does not fit is a *group*: a range of the original that became a range of the normalised text as a whole
//! (a ligature that became two letters, an alef and a hamza that became one, a digit of two bytes that became one of
//! one byte). The bits of a group are 0 and the groups are listed in order.

use crate::scan::{self, Table};
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// Bytes of the original between two counts.
const BLOCK: usize = 512;
const WORDS: usize = BLOCK / 64;

/// Where text that was deleted belongs when a range of the normalised text is looked up in the original.
///
/// ```
/// use naskh::{Deleted, Normalizer, Preset};
/// let text = "نُورٌ";
/// let normalized = Normalizer::new(Preset::Search).normalize_aligned(text);
/// let last_letter = 4..6;
/// let with = |deleted| &text[normalized.alignment().to_original_with(last_letter.clone(), deleted)];
/// assert_eq!(with(Deleted::WithLetterBefore), "رٌ");
/// assert_eq!(with(Deleted::Apart), "ر");
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Deleted {
    /// To the letter before it (before the first letter: to the first). The spans of the letters tile the original:
    /// what a highlighter wants, since a mark is drawn on its letter.
    #[default]
    WithLetterBefore,
    /// To nobody. A span ends with the last character that is still there: what a diff wants.
    Apart,
}

/// The map between an original and its normalised text, both ways, in bytes.
///
/// Takes about 0.14 bytes for each byte of the original, and 32 for each group (a letter that grew, shrank or was
/// composed).
///
/// ```
/// use naskh::{Deleted, Normalizer, Preset};
/// let text = "كِتَابٌ جَمِيلٌ";
/// let normalized = Normalizer::new(Preset::Search).normalize_aligned(text);
/// let at = normalized.text().find("جميل").unwrap();
/// let map = normalized.alignment();
/// assert_eq!(&text[map.to_original(at..at + "جميل".len())], "جَمِيلٌ");
/// assert_eq!(&text[map.to_original_with(at..at + "جميل".len(), Deleted::Apart)], "جَمِيل");
/// assert_eq!(map.to_normalized(text.find("جَ").unwrap()..text.len()), at..normalized.text().len());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Parts"))]
pub struct Alignment {
    original_len: usize,
    normalized_len: usize,
    /// A bit for each byte of the original that is owned by a byte of the normalised text. Empty: all of them.
    kept: Vec<u64>,
    /// How many bits are set before each block.
    #[cfg_attr(feature = "serde", serde(skip_serializing))]
    counts: Vec<usize>,
    groups: Vec<Group>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Group {
    original: Range<usize>,
    normalized: Range<usize>,
}

/// An [`Alignment`] as it comes from outside: nothing in it is believed.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(rename = "Alignment")]
struct Parts {
    original_len: usize,
    normalized_len: usize,
    kept: Vec<u64>,
    groups: Vec<Group>,
}

#[cfg(feature = "serde")]
impl TryFrom<Parts> for Alignment {
    type Error = &'static str;

    fn try_from(parts: Parts) -> Result<Alignment, &'static str> {
        let Parts { original_len, normalized_len, kept, groups } = parts;
        let mut map = Alignment { original_len, normalized_len, kept, counts: Vec::new(), groups };
        if map.is_identity() {
            let same = original_len == normalized_len && map.groups.is_empty();
            return same.then_some(map).ok_or("an alignment that changes nothing, of texts that differ");
        }
        if map.kept.len() != original_len / 64 + 1 || map.kept[original_len / 64] >> (original_len % 64) != 0 {
            return Err("an alignment that keeps other bytes than those of its original");
        }
        map.finish(normalized_len);
        const WRONG: &str = "an alignment whose groups do not fit in";
        let (mut end, mut grouped) = (0, 0usize);
        for group in &map.groups {
            let Range { start, end: stop } = group.original;
            if start < end || stop <= start || stop > original_len {
                return Err(WRONG);
            }
            let bits = map.bits_before(start);
            let len = group.normalized.end.checked_sub(group.normalized.start).ok_or(WRONG)?;
            if map.bits_before(stop) != bits || bits.checked_add(grouped) != Some(group.normalized.start) {
                return Err(WRONG);
            }
            (end, grouped) = (stop, grouped.checked_add(len).ok_or(WRONG)?);
        }
        match map.bits_before(original_len).checked_add(grouped) == Some(normalized_len) {
            true => Ok(map),
            false => Err("an alignment to a text of another length"),
        }
    }
}

impl Alignment {
    /// The map of a text to itself.
    ///
    /// ```
    /// use naskh::Alignment;
    /// let map = Alignment::identity("نور".len());
    /// assert_eq!(map.to_original(2..4), 2..4);
    /// ```
    pub fn identity(len: usize) -> Alignment {
        Alignment { original_len: len, normalized_len: len, kept: Vec::new(), counts: Vec::new(), groups: Vec::new() }
    }

    /// Length of the original, in bytes.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// let normalized = Normalizer::new(Preset::Search).normalize_aligned("نُورٌ");
    /// let map = normalized.alignment();
    /// assert_eq!((map.original_len(), map.normalized_len()), (10, 6));
    /// ```
    pub fn original_len(&self) -> usize {
        self.original_len
    }

    /// Length of the normalised text, in bytes.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// let normalized = Normalizer::new(Preset::Search).normalize_aligned("نُورٌ");
    /// assert_eq!(normalized.alignment().normalized_len(), normalized.text().len());
    /// ```
    pub fn normalized_len(&self) -> usize {
        self.normalized_len
    }

    /// Whether nothing changed.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// let search = Normalizer::new(Preset::Search);
    /// assert!(search.normalize_aligned("نور").alignment().is_identity());
    /// assert!(!search.normalize_aligned("نُور").alignment().is_identity());
    /// ```
    pub fn is_identity(&self) -> bool {
        self.kept.is_empty()
    }

    /// The range of the original that a range of the normalised text comes from; deleted text goes with the letter
    /// before it.
    ///
    /// A range on char boundaries becomes one on char boundaries. One that cuts what was replaced as a whole (a ligature, a
    /// digit of another length) is widened to it; one that cuts any other character cuts its original in the same place, for
    /// the map has not seen the texts. A range that reaches beyond the end ends there. O(log n).
    pub fn to_original(&self, normalized: Range<usize>) -> Range<usize> {
        self.to_original_with(normalized, Deleted::WithLetterBefore)
    }

    /// [`to_original`](Alignment::to_original), with a choice of where deleted text belongs.
    pub fn to_original_with(&self, normalized: Range<usize>, deleted: Deleted) -> Range<usize> {
        let (start, end) = cut(normalized, self.normalized_len);
        if self.is_identity() {
            return start..end;
        }
        let first = match deleted {
            Deleted::WithLetterBefore if start == 0 => 0,
            _ => self.owner(start).start,
        };
        if start == end {
            return first..first;
        }
        let last = match deleted {
            Deleted::Apart => self.owner(end - 1).end,
            // A range that ends inside a group owns the whole of it.
            Deleted::WithLetterBefore => self.owner(end).start.max(self.owner(end - 1).end),
        };
        first..last.max(first)
    }

    /// The range of the normalised text that a range of the original became; empty where all of it was deleted.
    ///
    /// Char boundaries and ranges beyond the end: as [`to_original`](Alignment::to_original). O(log g) in the number of
    /// letters that grew, shrank or were composed.
    pub fn to_normalized(&self, original: Range<usize>) -> Range<usize> {
        let (start, end) = cut(original, self.original_len);
        if self.is_identity() {
            return start..end;
        }
        let (from, _) = self.place(start);
        let (before, after) = self.place(end);
        from..if start == end { from } else { after.max(before) }
    }

    /// The alignment of two normalisations one after the other: this one, then `next`, which maps its output.
    ///
    /// Associative. Linear in the original.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// let text = "نُـــورٌ";
    /// let (mended, first) = Normalizer::new(Preset::Repair).normalize_aligned(text).into_parts();
    /// let (key, second) = Normalizer::new(Preset::Search).normalize_aligned(&mended).into_parts();
    /// assert_eq!(key, "نور");
    /// // From the key to the text as it was written: the first letter with its damma and the tatweel.
    /// assert_eq!(&text[first.then(&second).to_original(0..2)], "نُـــ");
    /// ```
    ///
    /// # Panics
    /// If `next` is not an alignment of this one's normalised text (the lengths differ).
    pub fn then(&self, next: &Alignment) -> Alignment {
        assert_eq!(
            self.normalized_len, next.original_len,
            "the second alignment starts from another text than the first one leads to"
        );
        if self.is_identity() {
            return next.clone();
        }
        if next.is_identity() {
            return self.clone();
        }
        let mut out = Alignment::identity(0);
        out.begin(self.original_len);
        let (mut firsts, mut seconds) = (Steps::new(self), Steps::new(next));
        let (mut original, mut end) = (0, 0);
        // Both start at a common cut of the middle text, and end at the next one.
        while let Some(first) = firsts.peek() {
            let (read, written) = match (first, seconds.peek()) {
                (Step::Gone(n), _) => {
                    firsts.eat(n);
                    (n, 0)
                }
                (Step::Same(a), Some(Step::Same(b))) => {
                    let n = a.min(b);
                    firsts.eat(n);
                    seconds.eat(n);
                    out.keep(original..original + n);
                    (n, n)
                }
                (Step::Same(a), Some(Step::Gone(b))) => {
                    let n = a.min(b);
                    firsts.eat(n);
                    seconds.eat(n);
                    (n, 0)
                }
                // A group on either side: go on with the one that lags until both stand at one place.
                _ => {
                    let (mut read, mut written) = (0, 0);
                    let (mut ahead, mut behind) = (0, 0);
                    loop {
                        if ahead <= behind {
                            let most = if ahead == behind { 1 } else { behind - ahead };
                            let Some(step) = firsts.peek() else { break };
                            let (from, to) = firsts.take(step, most);
                            read += from;
                            ahead += to;
                        } else {
                            let Some(step) = seconds.peek() else { break };
                            let (from, to) = seconds.take(step, ahead - behind);
                            behind += from;
                            written += to;
                        }
                        if ahead == behind {
                            break;
                        }
                    }
                    // Also where nothing is left of it: it still may not be cut.
                    out.group(original..original + read, end, written);
                    (read, written)
                }
            };
            original += read;
            end += written;
        }
        out.finish(end);
        out
    }

    /// For ranges that are asked for from left to right, from a place on that is a cut of both texts: all answers
    /// together cost one pass.
    #[cfg(feature = "segmentation")]
    pub(crate) fn cursor(&self, original: usize, normalized: usize) -> Cursor<'_> {
        Cursor {
            map: self,
            origin: (normalized, original),
            first: normalized,
            len: 0,
            base: original,
            window: [0; WINDOW + 64],
            next: (original, normalized),
            group: self.groups.partition_point(|group| group.original.start < original),
            met: 0,
            before: usize::MAX,
        }
    }

    /// Where places of the original fall in the normalised text, as starts of ranges; asked for from left to right, so
    /// that all answers together cost one pass.
    #[cfg(feature = "segmentation")]
    pub(crate) fn starts(&self) -> impl FnMut(usize) -> usize {
        // Bits before that word, and how many groups are before the place, of how many normalised bytes.
        let (mut word, mut bits, mut groups, mut grouped) = (0, 0, 0, 0);
        move |at| {
            if self.is_identity() {
                return at;
            }
            while word < at / 64 {
                bits += self.kept[word].count_ones() as usize;
                word += 1;
            }
            while let Some(group) = self.groups.get(groups).filter(|group| group.original.end <= at) {
                grouped += group.normalized.len();
                groups += 1;
            }
            // Inside a group no bit is set, so a place there falls on its start. There is a word behind the last one.
            bits + (self.kept[word] & ((1 << (at % 64)) - 1)).count_ones() as usize + grouped
        }
    }

    /// Calls `f` with each piece of the original and of the normalised text, in order: runs that stay or are replaced in
    /// place, runs that are gone, groups.
    pub(crate) fn for_each_piece(&self, mut f: impl FnMut(Range<usize>, Range<usize>)) {
        let mut steps = Steps::new(self);
        let (mut from, mut to) = (0, 0);
        while let Some(step) = steps.peek() {
            let (read, written) = steps.take(step, usize::MAX);
            f(from..from + read, to..to + written);
            (from, to) = (from + read, to + written);
        }
    }

    /// Whether a byte of the original stays or is replaced in place.
    #[cfg(feature = "segmentation")]
    pub(crate) fn keeps(&self, original: usize) -> bool {
        self.is_identity() || self.kept[original / 64] >> (original % 64) & 1 == 1
    }

    /// How many bits are set before a byte of the original.
    fn bits_before(&self, at: usize) -> usize {
        let word = at / 64;
        let block = word / WORDS;
        let words = &self.kept[block * WORDS..word];
        let part = if at.is_multiple_of(64) { 0 } else { self.kept[word] & ((1 << (at % 64)) - 1) };
        self.counts[block] + words.iter().chain([&part]).map(|word| word.count_ones() as usize).sum::<usize>()
    }

    /// How many normalised bytes the groups up to and with this one have.
    fn grouped(&self, group: &Group) -> usize {
        group.normalized.end - self.bits_before(group.original.end)
    }

    /// Where a place in the original falls in the normalised text: as the start of a range, as the end of one.
    fn place(&self, at: usize) -> (usize, usize) {
        let next = self.groups.partition_point(|group| group.original.start < at);
        let Some(group) = next.checked_sub(1).map(|i| &self.groups[i]) else {
            let place = self.bits_before(at);
            return (place, place);
        };
        if at < group.original.end {
            return (group.normalized.start, group.normalized.end);
        }
        let place = self.bits_before(at) + self.grouped(group);
        (place, place)
    }

    /// The bytes of the original that own a byte of the normalised text.
    fn owner(&self, at: usize) -> Range<usize> {
        if at >= self.normalized_len {
            return self.original_len..self.original_len;
        }
        let next = self.groups.partition_point(|group| group.normalized.start <= at);
        let grouped = match next.checked_sub(1).map(|i| &self.groups[i]) {
            Some(group) if at < group.normalized.end => return group.original.clone(),
            Some(group) => self.grouped(group),
            None => 0,
        };
        let byte = self.select(at - grouped);
        byte..byte + 1
    }

    /// The place of the bit number `rank`, which must be there.
    fn select(&self, rank: usize) -> usize {
        let block = self.counts.partition_point(|&count| count <= rank) - 1;
        let mut rest = rank - self.counts[block];
        for (i, &word) in self.kept[block * WORDS..].iter().enumerate() {
            let ones = word.count_ones() as usize;
            if rest < ones {
                let lowest = (0..rest).fold(word, |word, _| word & (word - 1));
                return (block * WORDS + i) * 64 + lowest.trailing_zeros() as usize;
            }
            rest -= ones;
        }
        self.original_len
    }

    /// Starts anew for an original of that length, with no byte kept. Keeps what was allocated.
    pub(crate) fn begin(&mut self, original_len: usize) {
        self.original_len = original_len;
        self.groups.clear();
        self.kept.clear();
        // One word more than needed: counting up to the very end reads a word.
        self.kept.resize(original_len / 64 + 1, 0);
    }

    /// Whether each byte stays or is replaced in place.
    pub(crate) fn keeps_all(&self) -> bool {
        self.original_len == self.normalized_len && self.bits_before(self.original_len) == self.original_len
    }

    /// Becomes the map of a text to itself.
    pub(crate) fn become_identity(&mut self, len: usize) {
        self.begin(0);
        self.kept.clear();
        self.counts.clear();
        (self.original_len, self.normalized_len) = (len, len);
    }

    /// Lets the scanner run over the original from `from`, and remembers what it does.
    pub(crate) fn scan(&mut self, table: &Table, text: &str, from: usize, out: &mut String) -> usize {
        let old = self.groups.len();
        let start = out.len();
        let groups = &mut self.groups;
        let group = &mut |group: scan::Group| {
            let to = start + group.to;
            groups.push(Group { original: group.from..group.from + group.from_len, normalized: to..to + group.to_len });
        };
        let stop = scan::rewrite_marked(table, text, from, out, &mut self.kept, group);
        for i in old..self.groups.len() {
            self.unkeep(self.groups[i].original.clone());
        }
        stop
    }

    /// The bytes stay, or are replaced each in its place.
    pub(crate) fn keep(&mut self, range: Range<usize>) {
        self.words(range, |word, mask| *word |= mask);
    }

    /// Takes back what was said of the bytes, which are the last of which anything was said.
    pub(crate) fn clear(&mut self, range: Range<usize>) {
        while self.groups.pop_if(|group| group.original.start >= range.start).is_some() {}
        self.unkeep(range);
    }

    fn unkeep(&mut self, range: Range<usize>) {
        self.words(range, |word, mask| *word &= !mask);
    }

    fn words(&mut self, range: Range<usize>, act: impl Fn(&mut u64, u64)) {
        let mut at = range.start;
        while at < range.end {
            let len = (64 - at % 64).min(range.end - at);
            let mask = u64::MAX >> (64 - len) << (at % 64);
            act(&mut self.kept[at / 64], mask);
            at += len;
        }
    }

    /// The range becomes `len` bytes at `at` as a whole.
    pub(crate) fn group(&mut self, original: Range<usize>, at: usize, len: usize) {
        self.groups.push(Group { original, normalized: at..at + len });
    }

    /// Counts the bits.
    pub(crate) fn finish(&mut self, normalized_len: usize) {
        self.normalized_len = normalized_len;
        self.counts.clear();
        scan::ranks::<WORDS>(&self.kept, &mut self.counts);
    }
}

/// A piece of an alignment, by what it does to its bytes.
#[derive(Clone, Copy)]
enum Step {
    /// As many bytes, each from its own.
    Same(usize),
    /// So many bytes of the original are gone.
    Gone(usize),
    /// So many bytes became so many as a whole.
    Group(usize, usize),
}

/// The steps of an alignment from left to right, to be eaten whole or in part.
struct Steps<'a> {
    map: &'a Alignment,
    at: usize,
    group: usize,
    /// Where the run ends that was looked at last, and whether it stays: a long one is looked at once, in however many
    /// pieces it is eaten.
    run_end: usize,
    stays: bool,
}

impl<'a> Steps<'a> {
    fn new(map: &'a Alignment) -> Steps<'a> {
        Steps { map, at: 0, group: 0, run_end: 0, stays: false }
    }

    fn peek(&mut self) -> Option<Step> {
        #[cfg(test)]
        tests::looked();
        let left = self.map.original_len - self.at;
        if left == 0 {
            return None;
        }
        if self.map.is_identity() {
            return Some(Step::Same(left));
        }
        if self.at < self.run_end {
            return Some(self.run());
        }
        let mut limit = self.map.original_len;
        if let Some(group) = self.map.groups.get(self.group) {
            if group.original.start == self.at {
                return Some(Step::Group(group.original.len(), group.normalized.len()));
            }
            limit = group.original.start;
        }
        let kept = self.map.kept[self.at / 64] >> (self.at % 64) & 1;
        let flip = if kept == 1 { u64::MAX } else { 0 };
        let mut end = self.at;
        while end < limit {
            #[cfg(test)]
            tests::looked();
            let run = ((self.map.kept[end / 64] ^ flip) >> (end % 64)).trailing_zeros() as usize;
            let room = 64 - end % 64;
            end += run.min(room);
            if run < room {
                break;
            }
        }
        self.run_end = end.min(limit);
        self.stays = kept == 1;
        Some(self.run())
    }

    /// What is left of the run.
    fn run(&self) -> Step {
        let len = self.run_end - self.at;
        if self.stays { Step::Same(len) } else { Step::Gone(len) }
    }

    /// Goes on by bytes of the original.
    fn eat(&mut self, bytes: usize) {
        self.at += bytes;
        if self.map.groups.get(self.group).is_some_and(|group| group.original.start < self.at) {
            self.group += 1;
        }
    }

    /// Takes a step, of one that can be cut at most `most` bytes; returns bytes read, bytes written.
    fn take(&mut self, step: Step, most: usize) -> (usize, usize) {
        let (from, to) = match step {
            Step::Same(n) => (n.min(most), n.min(most)),
            Step::Gone(n) => (n.min(most), 0),
            Step::Group(from, to) => (from, to),
        };
        self.eat(from);
        (from, to)
    }
}

/// [`Alignment::to_original`] for ranges that do not go back.
///
/// It has a window: for each byte of a stretch of the normalised text the place in the original of what owns it.
#[cfg(feature = "segmentation")]
pub(crate) struct Cursor<'a> {
    map: &'a Alignment,
    /// Where the normalised text begins for this cursor, and the original.
    origin: (usize, usize),
    /// The window begins at that byte of the normalised text, holds so many, and counts from that place in the original.
    first: usize,
    len: usize,
    base: usize,
    window: [u16; WINDOW + 64],
    /// The next window begins there: in the original, in the normalised text, with that group.
    next: (usize, usize),
    group: usize,
    /// The first group that the window may have.
    met: usize,
    /// The owner of the byte before the window.
    before: usize,
}

#[cfg(feature = "segmentation")]
const WINDOW: usize = 256;

/// How far behind its first byte a window's last one may be in the original.
#[cfg(feature = "segmentation")]
const FARTHEST: usize = u16::MAX as usize;

#[cfg(feature = "segmentation")]
impl Cursor<'_> {
    /// As [`Alignment::to_original`] of a range that is not empty; it starts where the last one ended, or behind.
    #[inline]
    pub(crate) fn next_original(&mut self, normalized: Range<usize>) -> Range<usize> {
        let Range { start, end } = normalized;
        debug_assert!(start < end && end <= self.map.normalized_len);
        let (first, behind) = (start.wrapping_sub(self.first), end.wrapping_sub(self.first));
        // In the window, and not where it begins: that may be where the text does.
        if first != 0 && first < behind && behind < self.len && behind < self.window.len() {
            let [first, last, behind] = [first, behind - 1, behind].map(|place| self.window[place]);
            if last != behind {
                return self.base + usize::from(first)..self.base + usize::from(behind);
            }
        }
        self.next_original_far(start, end)
    }

    /// The range last asked for without what was deleted, see [`Deleted::Apart`]; in O(log n) at most.
    pub(crate) fn apart(&self, normalized: Range<usize>) -> Range<usize> {
        let Range { start, end } = normalized;
        let (first, behind) = (start.wrapping_sub(self.first), end.wrapping_sub(self.first));
        if first < behind && behind <= self.len {
            let groups = &self.map.groups[self.met..self.map.groups.len().min(self.group + 1)];
            let owner = |place: usize| {
                let group = groups.iter().find(|group| group.normalized.contains(&(self.first + place)));
                let byte = self.base + usize::from(self.window[place]);
                group.map_or(byte..byte + 1, |group| group.original.clone())
            };
            return owner(first).start..owner(behind - 1).end;
        }
        self.map.to_original_with(normalized, Deleted::Apart)
    }

    #[inline(never)]
    fn next_original_far(&mut self, start: usize, end: usize) -> Range<usize> {
        if self.map.is_identity() {
            return start..end;
        }
        let first = if start == self.origin.0 { self.origin.1 } else { self.owner(start) };
        let last = self.owner(end);
        if self.owner_before(end) == last {
            // It ends inside a group, of which it owns the whole.
            return first..self.map.to_original(start..end).end;
        }
        first..last
    }

    /// Where what owns a byte of the normalised text starts.
    fn owner(&mut self, at: usize) -> usize {
        let place = at.wrapping_sub(self.first);
        if place < self.len {
            return self.base + usize::from(self.window[place]);
        }
        if at >= self.map.normalized_len {
            return self.map.original_len;
        }
        while at >= self.first + self.len {
            self.slide();
        }
        self.base + usize::from(self.window[at - self.first])
    }

    /// The owner of the byte before the one last asked for.
    fn owner_before(&self, at: usize) -> usize {
        match at.wrapping_sub(self.first) {
            0 => self.before,
            place if place <= self.len => self.base + usize::from(self.window[place - 1]),
            // Behind the text's end, and nothing was asked of its last window.
            _ => usize::MAX,
        }
    }

    /// Goes on to the next window.
    fn slide(&mut self) {
        if self.len > 0 {
            self.before = self.base + usize::from(self.window[self.len - 1]);
        }
        let (mut from, mut to) = self.next;
        (self.base, self.first, self.len, self.met) = (from, to, 0, self.group);
        while self.len < WINDOW && from < self.map.original_len && from - self.base < FARTHEST {
            let offset = (from - self.base) as u16;
            let group = self.map.groups.get(self.group);
            if let Some(group) = group.filter(|group| group.original.start == from) {
                // A long group goes on in the next window.
                let len = (group.normalized.end - to).min(WINDOW - self.len);
                self.window[self.len..self.len + len].fill(offset);
                (self.len, to) = (self.len + len, to + len);
                if to < group.normalized.end {
                    break;
                }
                (from, self.group) = (group.original.end, self.group + 1);
                continue;
            }
            let limit = group.map_or(self.map.original_len, |group| group.original.start).min(self.base + FARTHEST);
            let (end, count) = scan::places(&self.map.kept, from..limit, offset, &mut self.window[self.len..]);
            (from, self.len, to) = (end, self.len + count, to + count);
        }
        self.next = (from, to);
    }
}

fn cut(range: Range<usize>, len: usize) -> (usize, usize) {
    let end = range.end.min(len);
    (range.start.min(end), end)
}

#[cfg(test)]
mod tests {
    use super::{Alignment, Deleted, Step, Steps};
    use crate::{Normalizer, Preset};
    use alloc::borrow::ToOwned;
    use alloc::string::String;
    use alloc::vec::Vec;
    use core::{cell::Cell, ops::Range};
    use proptest::{collection::vec, prelude::*, sample::select};

    /// What stays, goes, grows, shrinks, is composed; and some that are longer than a word, than a block of bits.
    fn pieces() -> impl Strategy<Value = String> {
        let short =
            select(&["ك\u{64E}ت\u{651}\u{64E}", "ﷺ", "ﻻ", "٣", "١٢", "ا\u{654}", "أ", "ـ", "abc", " ", "\u{200F}"]);
        let long =
            (select(&["كتب", "a", "ـ", "\u{64E}"]), select(&[1, 32, 64, 300])).prop_map(|(text, n)| text.repeat(n));
        vec(prop_oneof![8 => short.prop_map(String::from), 1 => long], 0..90).prop_map(|parts| parts.concat())
    }

    fn maps(text: &str) -> impl Iterator<Item = Alignment> {
        let presets = [Preset::Search, Preset::Repair, Preset::Orthographic];
        presets.into_iter().map(|preset| Normalizer::new(preset).normalize_aligned(text).into_parts().1)
    }

    /// By the steps alone: the owner of each normalised byte, and where each place of the original falls, as a start and
    /// as an end.
    fn walk(map: &Alignment) -> (Vec<Range<usize>>, Vec<(usize, usize)>) {
        let (mut owners, mut places) = (Vec::new(), Vec::new());
        let mut steps = Steps::new(map);
        while let Some(step) = steps.peek() {
            let (from, to) = (places.len(), owners.len());
            match step {
                Step::Same(n) => {
                    owners.extend((from..from + n).map(|at| at..at + 1));
                    places.extend((to..to + n).map(|at| (at, at)));
                }
                Step::Gone(n) => places.extend((0..n).map(|_| (to, to))),
                Step::Group(n, m) => {
                    owners.extend((0..m).map(|_| from..from + n));
                    places.push((to, to));
                    places.extend((1..n).map(|_| (to, to + m)));
                }
            }
            steps.eat(places.len() - from);
        }
        places.push((owners.len(), owners.len()));
        (owners, places)
    }

    std::thread_local! {
        /// How often [`Steps`] looked at a step, or at a word of bits.
        static LOOKS: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn looked() {
        LOOKS.set(LOOKS.get() + 1);
    }

    /// A map of a text of that length, of which four bytes are gone at each `every` bytes, or become `becomes` as a group.
    fn map_of(len: usize, every: usize, becomes: usize) -> Alignment {
        let mut map = Alignment::identity(0);
        map.begin(len);
        let (mut at, mut to) = (0, 0);
        while at < len {
            let (cut, next) = ((at + 4).min(len), (at + every).min(len));
            if becomes > 0 {
                map.group(at..cut, to, becomes);
            }
            map.keep(cut..next);
            (at, to) = (next, to + becomes + next - cut);
        }
        map.finish(to);
        map
    }

    /// However long a run of one map is, and in however many pieces the other one cuts it: what was quadratic once.
    #[test]
    fn joining_is_linear() {
        let kinds = [0, 5].into_iter().flat_map(|becomes| [4, 8, 70, 1000, 1 << 20].map(|every| (every, becomes)));
        for (first, second) in kinds.clone().flat_map(|first| kinds.clone().map(move |second| (first, second))) {
            for len in [1 << 12, 1 << 16] {
                let before = map_of(len, first.0, first.1);
                let after = map_of(before.normalized_len(), second.0, second.1);
                LOOKS.set(0);
                let joined = before.then(&after);
                let (looks, bytes) = (LOOKS.get(), len + before.normalized_len() + after.normalized_len());
                assert_eq!((joined.original_len(), joined.normalized_len()), (len, after.normalized_len()));
                assert!(looks <= bytes, "{first:?} then {second:?}: {looks} looks at {bytes} bytes");
            }
        }
    }

    /// At the borders of a cursor's window: a group that lies over one, a long group, a long stretch that goes.
    #[cfg(feature = "segmentation")]
    #[test]
    fn cursor_slides() {
        let composed = "ا".to_owned() + &"\u{650}".repeat(300) + "\u{654}";
        // What stands behind it is farther from the window's start than a window counts.
        let [gone, nearly] = [40_000, 32_650].map(|marks| "ك".to_owned() + &"\u{64E}".repeat(marks));
        for before in (250..258).chain([40_000, 66_000]) {
            for middle in ["ﻻ", "ا\u{654}", &composed, &gone, &nearly] {
                let text = "a".repeat(before) + middle + "ab" + middle;
                for map in maps(&text) {
                    let (mut all, mut cursor) = (map.cursor(0, 0), map.cursor(0, 0));
                    for at in 0..map.normalized_len() {
                        assert_eq!(
                            all.next_original(at..at + 1),
                            map.to_original(at..at + 1),
                            "{before} {middle:.9} {at}"
                        );
                        if at > 0 && at % 256 == 0 {
                            assert_eq!(cursor.next_original(at - 256..at), map.to_original(at - 256..at));
                        }
                    }
                }
            }
        }
    }

    /// A group that is longer than a window, as two alignments together can make it.
    #[cfg(feature = "segmentation")]
    #[test]
    fn cursor_slides_over_a_long_group() {
        for before in [0, 3, 200, 255, 256] {
            for len in [1, 255, 300, 700] {
                let mut map = Alignment::identity(0);
                map.begin(before + 5 + 40);
                map.keep(0..before);
                map.group(before..before + 5, before, len);
                map.keep(before + 5..before + 45);
                map.finish(before + len + 40);
                let mut cursor = map.cursor(0, 0);
                for at in 0..map.normalized_len() {
                    assert_eq!(cursor.next_original(at..at + 1), map.to_original(at..at + 1), "{before} {len} {at}");
                    let apart = map.to_original_with(at..at + 1, Deleted::Apart);
                    assert_eq!(cursor.apart(at..at + 1), apart, "{before} {len} {at}");
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// A cursor says what the alignment says, of any ranges from left to right.
        #[cfg(feature = "segmentation")]
        #[test]
        fn cursor_is_to_original(text in pieces(), cuts in vec(0..5000usize, 0..200)) {
            for map in maps(&text) {
                let end = map.normalized_len();
                let mut cuts: Vec<usize> = cuts.iter().copied().filter(|&cut| cut <= end).chain([0, end]).collect();
                cuts.sort_unstable();
                cuts.dedup();
                for skip in [1, 2] {
                    let mut cursor = map.cursor(0, 0);
                    for cut in cuts.windows(2).step_by(skip) {
                        let range = cut[0]..cut[1];
                        let original = map.to_original(range.clone());
                        prop_assert_eq!(cursor.next_original(range.clone()), original, "{:?} {:?}", &text, cut);
                        let apart = map.to_original_with(range.clone(), Deleted::Apart);
                        prop_assert_eq!(cursor.apart(range), apart, "{:?} {:?}", &text, cut);
                    }
                }
            }
        }

        /// Places asked for from left to right fall where each falls alone.
        #[cfg(feature = "segmentation")]
        #[test]
        fn starts_are_those_of_to_normalized(text in pieces(), places in vec(0..5000usize, 0..200)) {
            for map in maps(&text) {
                let end = map.original_len();
                let mut places: Vec<usize> = places.iter().copied().filter(|&at| at <= end).chain([0, end]).collect();
                places.sort_unstable();
                for every in [places, (0..=end).collect()] {
                    let mut starts = map.starts();
                    for at in every {
                        prop_assert_eq!(starts(at), map.to_normalized(at..at).start, "{:?} {}", &text, at);
                    }
                }
            }
        }

        /// Counting and selecting bits in blocks lead where a walk over the steps leads.
        #[test]
        fn ranges_are_those_of_a_walk(text in pieces(), ends in vec((0..5000usize, 0..400usize), 0..60)) {
            for map in maps(&text) {
                let (owners, places) = walk(&map);
                prop_assert_eq!((places.len(), owners.len()), (map.original_len() + 1, map.normalized_len()));
                for &(from, len) in &ends {
                    let (start, end) = (from.min(owners.len()), (from + len).min(owners.len()));
                    if start < end {
                        let tight = owners[start].start..owners[end - 1].end;
                        prop_assert_eq!(map.to_original_with(from..from + len, Deleted::Apart), tight, "{:?}", &text);
                    }
                    let (start, end) = (from.min(text.len()), (from + len).min(text.len()));
                    let range = places[start].0..if start == end { places[start].0 } else { places[end].1 };
                    prop_assert_eq!(map.to_normalized(from..from + len), range, "{:?}", &text);
                }
            }
        }
    }
}
