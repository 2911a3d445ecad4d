//! Which characters can join what stands before them, and what do they become together?
//!
//! The only door of `unicode-normalization`. Without the feature `canonical` the eight compositions inside the Arabic
//! block and the order of Arabic marks remain, from our own rows.

use super::canonical_data::{NFC_ATTACH, NFC_START};
use alloc::string::String;

/// Ranges of characters that can join, under NFC, to what stands before them.
pub(crate) fn attaching() -> impl Iterator<Item = (u32, u32)> {
    NFC_ATTACH.iter().copied().filter(|range| cfg!(feature = "canonical") || arabic(range))
}

/// Ranges of characters that change under NFC but begin anew.
pub(crate) fn restarting() -> impl Iterator<Item = (u32, u32)> {
    NFC_START.iter().copied().filter(|_| cfg!(feature = "canonical"))
}

fn arabic(&(first, last): &(u32, u32)) -> bool {
    let mark = |c: u32| char::from_u32(c).is_some_and(|c| super::mark_class(c).is_some());
    mark(first) && mark(last)
}

/// Whether a cluster is its own NFC and has no character that could compose with another one; `false` if that would
/// take more than a look at each character. Allocates nothing.
pub(crate) fn surely_nfc(cluster: &str) -> bool {
    #[cfg(feature = "canonical")]
    return unicode_normalization::is_nfc_quick(cluster.chars()) == unicode_normalization::IsNormalized::Yes;
    #[cfg(not(feature = "canonical"))]
    return in_order(cluster);
}

/// [`surely_nfc`] by the rows of the Arabic marks alone.
#[cfg(any(test, not(feature = "canonical")))]
fn in_order(cluster: &str) -> bool {
    let mut last = 0;
    cluster.chars().all(|c| {
        let class = class(c);
        let ordered = class == 0 || class >= last;
        last = class;
        ordered && !super::canonical_data::ARABIC_PAIRS.iter().any(|pair| pair.1 == c)
    })
}

/// The canonical combining class of an Arabic mark; 0 for every other character.
#[cfg(any(test, not(feature = "canonical")))]
fn class(c: char) -> u8 {
    use super::marks::MARKS;
    MARKS.binary_search_by_key(&c, |mark| mark.char).map_or(0, |i| MARKS[i].ccc)
}

/// The canonical combining class of a character, and whether it can compose with what stands before it (or changes
/// even alone).
pub(crate) fn mark(c: char) -> (u8, bool) {
    #[cfg(feature = "canonical")]
    {
        let still = unicode_normalization::is_nfc_quick(core::iter::once(c));
        let class = unicode_normalization::char::canonical_combining_class(c);
        (class, still != unicode_normalization::IsNormalized::Yes)
    }
    #[cfg(not(feature = "canonical"))]
    (class(c), super::canonical_data::ARABIC_PAIRS.iter().any(|pair| pair.1 == c))
}

/// Whether a letter, or the first of those it is composed of, composes with one of these marks.
pub(crate) fn carries(letter: char, marks: &[char]) -> bool {
    #[cfg(feature = "canonical")]
    {
        let mut first = None;
        decompose(letter, |c| _ = first.get_or_insert(c));
        let first = first.unwrap_or(letter);
        marks.iter().any(|&mark| unicode_normalization::char::compose(first, mark).is_some())
    }
    #[cfg(not(feature = "canonical"))]
    {
        use super::canonical_data::ARABIC_PAIRS;
        ARABIC_PAIRS.iter().any(|pair| (pair.0 == letter || pair.2 == letter) && marks.contains(&pair.1))
    }
}

/// Whether a character is the same as several, or as another, under canonical equivalence.
pub(crate) fn decomposes(c: char) -> bool {
    #[cfg(feature = "canonical")]
    {
        let mut stays = false;
        decompose(c, |part| stays |= part == c);
        !stays
    }
    #[cfg(not(feature = "canonical"))]
    super::canonical_data::ARABIC_PAIRS.iter().any(|pair| pair.2 == c)
}

/// The canonical combining class of a mark that neither canonical composition nor compatibility changes.
pub(crate) fn settled_class(c: char) -> Option<u8> {
    #[cfg(feature = "canonical")]
    let settled = unicode_normalization::is_nfkc_quick(core::iter::once(c)) == unicode_normalization::IsNormalized::Yes;
    #[cfg(not(feature = "canonical"))]
    let settled = !mark(c).1;
    Some(mark(c).0).filter(|&class| class != 0 && settled)
}

/// Appends the NFC of a cluster (a character and what attaches to it).
pub(crate) fn nfc(cluster: &str, out: &mut String) {
    #[cfg(feature = "canonical")]
    out.extend(unicode_normalization::UnicodeNormalization::nfc(cluster));
    #[cfg(not(feature = "canonical"))]
    arabic_nfc(cluster, out);
}

/// NFC by the rows of the Arabic marks and the eight pairs.
#[cfg(any(test, not(feature = "canonical")))]
fn arabic_nfc(cluster: &str, out: &mut String) {
    use super::canonical_data::ARABIC_PAIRS;
    use alloc::vec::Vec;
    let mut marks: Vec<char> = Vec::new();
    let mut base: Option<char> = None;
    let mut flush = |base: Option<char>, marks: &mut Vec<char>| {
        let Some(mut base) = base.or_else(|| (!marks.is_empty()).then_some('\0')) else { return };
        marks.sort_by_key(|&c| class(c));
        let mut last = 0;
        let mut composed = None;
        for (i, &mark) in marks.iter().enumerate() {
            // D117: composition is blocked by a mark of the same or a higher class.
            let pair = ARABIC_PAIRS.iter().find(|pair| pair.0 == base && pair.1 == mark);
            if let (Some(pair), true) = (pair, class(mark) > last || i == 0) {
                base = pair.2;
                composed = Some(i);
                break;
            }
            last = class(mark);
        }
        if let Some(i) = composed {
            marks.remove(i);
        }
        out.extend((base != '\0').then_some(base));
        out.extend(marks.drain(..));
    };
    for c in cluster.chars() {
        if class(c) != 0 {
            marks.push(c);
            continue;
        }
        flush(base.take(), &mut marks);
        match ARABIC_PAIRS.iter().find(|pair| pair.2 == c) {
            Some(pair) => {
                base = Some(pair.0);
                marks.push(pair.1);
            }
            None => base = Some(c),
        }
    }
    flush(base, &mut marks);
}

/// Appends the NFKC of a cluster.
#[cfg(feature = "canonical")]
pub(crate) fn nfkc(cluster: &str, out: &mut String) {
    use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
    match is_nfkc_quick(cluster.chars()) {
        IsNormalized::Yes => out.push_str(cluster),
        _ => out.extend(cluster.nfkc()),
    }
}

/// Whether a text may be cut before a character: the NFKC of the whole is then the NFKC of the parts.
#[cfg(feature = "canonical")]
pub(crate) fn begins_nfkc(c: char) -> bool {
    use unicode_normalization::{IsNormalized, is_nfkc_quick};
    if c < '\u{300}' {
        return true;
    }
    let mut first = None;
    decompose_compatible(c, |c| _ = first.get_or_insert(c));
    first.is_none_or(|c| combining_class(c) == 0 && is_nfkc_quick(core::iter::once(c)) != IsNormalized::Maybe)
}

/// Tells the characters of the full canonical decomposition of a character, which may be itself.
#[cfg(feature = "canonical")]
pub(crate) fn decompose(c: char, tell: impl FnMut(char)) {
    unicode_normalization::char::decompose_canonical(c, tell);
}

/// Tells the characters of the full compatibility decomposition of a character, which may be itself.
#[cfg(feature = "canonical")]
pub(crate) fn decompose_compatible(c: char, tell: impl FnMut(char)) {
    unicode_normalization::char::decompose_compatible(c, tell);
}

/// The canonical combining class.
#[cfg(feature = "canonical")]
pub(crate) fn combining_class(c: char) -> u8 {
    unicode_normalization::char::canonical_combining_class(c)
}

#[cfg(test)]
mod tests {
    use super::super::marks::MARKS;
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    /// Without `unicode-normalization`, Arabic text composes as with it: every letter of a pair with every two marks.
    #[test]
    fn arabic_alone_composes_as_all_of_unicode_does() {
        let mut count = 0;
        // Marks of a newer Unicode than the other implementation's have no class there.
        let known = |c: char| unicode_normalization::char::canonical_combining_class(c) == class(c);
        for base in "باوىيہەےأآئۀ".chars() {
            for first in MARKS.iter().filter(|mark| known(mark.char)) {
                for second in MARKS.iter().filter(|mark| known(mark.char)) {
                    // In the second they have no letter before them.
                    for letters in [[base, first.char, second.char], [first.char, second.char, base]] {
                        let text = String::from_iter(letters);
                        let mut ours = String::new();
                        arabic_nfc(&text, &mut ours);
                        assert!(text.nfc().eq(ours.chars()), "{text:?}: {ours:?}");
                        assert!(!in_order(&text) || ours == text, "{text:?}");
                        count += 1;
                    }
                }
            }
        }
        assert!(count > 200_000);
    }

    /// Where a text may be cut, the NFKC of the parts is that of the whole; and it may nearly everywhere.
    #[cfg(feature = "canonical")]
    #[test]
    fn nfkc_is_cut_where_it_begins() {
        let mut count = 0;
        for c in ('\0'..=char::MAX).filter(|&c| begins_nfkc(c)) {
            for before in ["A", "e\u{301}\u{316}", "\u{1100}"] {
                let text = String::from(before) + c.encode_utf8(&mut [0; 4]);
                let (mut whole, mut parts) = (String::new(), String::new());
                nfkc(&text, &mut whole);
                nfkc(before, &mut parts);
                nfkc(&text[before.len()..], &mut parts);
                assert_eq!(whole, parts, "{text:?}");
                assert!(text.nfkc().eq(whole.chars()), "{text:?}");
            }
            count += 1;
        }
        assert!(count > 1_100_000, "{count}");
    }
}
