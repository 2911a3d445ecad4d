//! What does Lucene's `StandardTokenizer` find?
//!
//! It is a scanner over a regular language: at each place the longest match counts, and of rules that match equally
//! far the first. Where none matches, a character is skipped.
//!
//! ```text
//! <EMOJI>            an emoji sequence; a keycap; two regional indicators              `emoji`
//! <NUM> <HANGUL> <KATAKANA> <ALPHANUM>   letters, digits and what joins them (WB5-WB13b); the first of
//!                    these that describes all of it                                    `word`
//! <SOUTHEAST_ASIAN>  a run of Thai, Lao, Khmer, Myanmar ... (Line_Break=Complex_Context)
//! <IDEOGRAPHIC> <HIRAGANA>   one character
//! ```
//! with Extend, Format and U+200D after each character (WB4).
//!
//! It sees [`WINDOW`] UTF-16 units at a time, from the place where a token starts: a longer token is cut there, and what
//! cannot be decided within is decided against. So no rule looks far. But runs of connectors and of joiners, which begin
//! a token if a letter or an emoji comes soon enough, would be looked at from each of their characters: [`Barren`] remembers
//! where such a run first has a chance.

use super::super::{class::usual_end, prefix};
use super::profile;
use core::cell::Cell;
use core::ops::Range;

/// The buffer of the scanner, which is the default of `setMaxTokenLength`.
const WINDOW: usize = 255;

/// The classes of the scanner: Word_Break of Unicode 9, and the emoji properties of Unicode 11. In the order of
/// `oracles/token_tables.py`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Class {
    Other,
    /// Regional indicators.
    Regional,
    /// Skin tones.
    Modifier,
    /// Emoji that a skin tone may follow.
    ModifierBase,
    /// Other emoji.
    Emoji,
    /// Extend and Format, but for those below.
    Extend,
    /// U+FE0E VARIATION SELECTOR-15.
    TextSelector,
    /// `#` and `*`.
    KeycapBase,
    /// U+20E3 COMBINING ENCLOSING KEYCAP.
    Keycap,
    /// U+FE0F VARIATION SELECTOR-16.
    EmojiSelector,
    /// U+200D ZERO WIDTH JOINER.
    Joiner,
    Tag,
    TagEnd,
    /// ALetter, but for Hangul and the next.
    Letter,
    /// Letters that are emoji: Ⓜ.
    EmojiLetter,
    Hangul,
    /// Digits, but for ASCII.
    Numeric,
    /// ASCII digits.
    Digit,
    Katakana,
    MidLetter,
    MidNum,
    MidNumLet,
    ExtendNumLet,
    Han,
    Hiragana,
    SingleQuote,
    DoubleQuote,
    Hebrew,
    /// Line_Break=Complex_Context.
    Complex,
    /// The same, and Extend.
    ComplexExtend,
}

use Class::*;

/// In the order of [`Class`].
const CLASSES: [Class; 30] = [
    Other,
    Regional,
    Modifier,
    ModifierBase,
    Emoji,
    Extend,
    TextSelector,
    KeycapBase,
    Keycap,
    EmojiSelector,
    Joiner,
    Tag,
    TagEnd,
    Letter,
    EmojiLetter,
    Hangul,
    Numeric,
    Digit,
    Katakana,
    MidLetter,
    MidNum,
    MidNumLet,
    ExtendNumLet,
    Han,
    Hiragana,
    SingleQuote,
    DoubleQuote,
    Hebrew,
    Complex,
    ComplexExtend,
];

impl Class {
    fn of(c: char) -> Class {
        CLASSES.get(usize::from(profile(c) & 0x1F)).copied().unwrap_or(Other)
    }

    /// Extend, Format and ZWJ (WB4).
    fn is_attached(self) -> bool {
        self.is_attached_to_emoji() || matches!(self, TextSelector | EmojiSelector)
    }

    /// The same without the selectors.
    fn is_attached_to_emoji(self) -> bool {
        matches!(self, Extend | Keycap | Joiner | Tag | TagEnd | ComplexExtend)
    }

    fn is_emoji(self) -> bool {
        matches!(self, ModifierBase | Emoji | EmojiLetter)
    }

    fn is_letter(self) -> bool {
        matches!(self, Letter | EmojiLetter | Hangul | Hebrew)
    }

    fn is_digit(self) -> bool {
        matches!(self, Numeric | Digit)
    }

    fn is_part_of_word(self) -> bool {
        self.is_letter() || self.is_digit() || self == Katakana
    }

    fn joins_letters(self) -> bool {
        matches!(self, MidLetter | MidNumLet | SingleQuote)
    }

    fn joins_digits(self) -> bool {
        matches!(self, MidNum | MidNumLet | SingleQuote)
    }
}

/// Up to where runs seen before begin no token.
#[derive(Debug, Clone, Default)]
pub(super) struct Barren {
    connectors: usize,
    joiners: usize,
}

pub(super) fn next(text: &str, at: usize, barren: &mut Barren) -> Option<(Range<usize>, &'static str)> {
    for (len, c) in text[at..].char_indices() {
        let start = at + len;
        let class = Class::of(c);
        let is_barren = match class {
            Other => true,
            ExtendNumLet => start < barren.connectors,
            Joiner => start < barren.joiners,
            _ => false,
        };
        if is_barren {
            continue;
        }
        if class == Letter
            && let Some(end) = plain_word(text, start)
        {
            return Some((start..end, "<ALPHANUM>"));
        }
        if let Some((end, kind)) = token(&text[start..], class) {
            return Some((start..start + end, kind));
        }
        match class {
            ExtendNumLet => {
                let in_run = |class: Class| class == ExtendNumLet || class.is_attached();
                barren.connectors = chance(text, start, in_run, Class::is_part_of_word);
            }
            Joiner => barren.joiners = chance(text, start, |class| class == Joiner, Class::is_emoji),
            _ => {}
        }
    }
    None
}

/// The end of the word that begins with a letter at `at`, if it is of usual letters and marks, and what stands behind it
/// never goes on with a word.
#[inline]
fn plain_word(text: &str, at: usize) -> Option<usize> {
    // What is longer than the scanner sees is not worth a look once a token; a letter or a mark of it stands behind its end.
    let end = at + usual_end(prefix(&text[at..], WINDOW), 0);
    let next = text[end..].chars().next().map(Class::of);
    matches!(next, None | Some(Other | KeycapBase | MidNum | DoubleQuote)).then_some(end)
}

/// The end and the type of the token at the head of a text, which begins with a character of that class.
fn token(text: &str, class: Class) -> Option<(usize, &'static str)> {
    // Most tokens are short: as many bytes as the scanner sees units are within what it sees.
    let near = Scan { window: prefix(text, WINDOW), reached: Cell::new(false) };
    let found = token_in(&near, class);
    if !near.reached.get() || near.window.len() == text.len() {
        return found;
    }
    token_in(&Scan { window: window(text), reached: Cell::new(false) }, class)
}

/// The end and the type of the token at the head of what the scanner sees.
fn token_in(scan: &Scan<'_>, class: Class) -> Option<(usize, &'static str)> {
    let emoji = || scan.emoji().map(|end| (end, "<EMOJI>"));
    match class {
        Letter | Hangul | Hebrew | Numeric | Katakana | ExtendNumLet => scan.word(),
        Regional | Modifier | ModifierBase | Emoji | KeycapBase | Joiner => emoji(),
        // The first rule of those that match equally far.
        Digit | EmojiLetter => match (emoji(), scan.word()) {
            (Some(emoji), Some(word)) => Some(if word.0 > emoji.0 { word } else { emoji }),
            (emoji, word) => emoji.or(word),
        },
        Complex | ComplexExtend => {
            Some((scan.skip(0, |class| class == Complex || class.is_attached()), "<SOUTHEAST_ASIAN>"))
        }
        Han => Some((scan.one(), "<IDEOGRAPHIC>")),
        Hiragana => Some((scan.one(), "<HIRAGANA>")),
        _ => None,
    }
}

/// As much of the head of `text` as the scanner sees.
fn window(text: &str) -> &str {
    // No UTF-16 unit has less than a byte.
    if text.len() <= WINDOW {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > WINDOW
    });
    end.map_or(text, |(end, _)| &text[..end])
}

/// From where on a token that a run at `start` begins fits into the window, if `goes_on` holds of what is behind the run;
/// else the end of the run.
fn chance(text: &str, start: usize, in_run: impl Fn(Class) -> bool, goes_on: impl Fn(Class) -> bool) -> usize {
    let (mut units, mut end) = (0, start);
    for c in text[start..].chars() {
        let class = Class::of(c);
        end += c.len_utf8();
        units += c.len_utf16();
        if in_run(class) {
            continue;
        }
        if !goes_on(class) {
            return end - c.len_utf8();
        }
        let mut from = start;
        for c in text[start..end].chars() {
            if units <= WINDOW {
                break;
            }
            units -= c.len_utf16();
            from += c.len_utf8();
        }
        return from;
    }
    end
}

/// Looks for matches at the head of what the scanner sees; places are bytes in it.
struct Scan<'t> {
    window: &'t str,
    /// Whether anything asked what is behind.
    reached: Cell<bool>,
}

impl Scan<'_> {
    /// The class of the character at `at` and where it ends.
    fn at(&self, at: usize) -> Option<(Class, usize)> {
        let next = self.window[at..].chars().next();
        if next.is_none() {
            self.reached.set(true);
        }
        next.map(|c| (Class::of(c), at + c.len_utf8()))
    }

    fn skip(&self, mut at: usize, such: impl Fn(Class) -> bool) -> usize {
        while let Some((class, next)) = self.at(at)
            && such(class)
        {
            at = next;
        }
        at
    }

    fn attached(&self, at: usize) -> usize {
        self.skip(at, Class::is_attached)
    }

    fn attached_to_emoji(&self, at: usize) -> usize {
        self.skip(at, Class::is_attached_to_emoji)
    }

    /// The end of the first character and what is attached to it.
    fn one(&self) -> usize {
        self.at(0).map_or(0, |(_, next)| self.attached(next))
    }

    fn emoji(&self) -> Option<usize> {
        let (class, next) = self.at(0)?;
        match class {
            Regional => {
                let (class, next) = self.at(self.attached(next))?;
                (class == Regional).then(|| self.attached(next))
            }
            Digit | KeycapBase => self.keycap(next),
            _ => self.emoji_sequence(),
        }
    }

    /// The end of a keycap whose base ends at `at`.
    fn keycap(&self, at: usize) -> Option<usize> {
        let end = self.attached_to_emoji(at);
        if let Some((EmojiSelector, next)) = self.at(end)
            && let Some((Keycap, next)) = self.at(next)
        {
            return Some(self.attached_to_emoji(next));
        }
        self.window[at..end].contains('\u{20E3}').then_some(end)
    }

    /// An emoji with a selector or a skin tone, others behind U+200D, or tags.
    fn emoji_sequence(&self) -> Option<usize> {
        let mut found = None;
        let mut at = 0;
        loop {
            let joined = self.skip(at, |class| class == Joiner);
            let (class, next) = match self.at(joined) {
                Some((class, next)) if class.is_emoji() => (class, next),
                // No joiner but that of the sequence stands before a skin tone.
                Some((Modifier, next)) if joined == at => (Modifier, next),
                _ => return found,
            };
            let mut end = self.attached_to_emoji(next);
            let mut selected = false;
            match self.at(end) {
                Some((Modifier, next)) if class == ModifierBase => end = self.attached_to_emoji(next),
                Some((EmojiSelector, next)) if class != Modifier => (end, selected) = (next, true),
                _ => {}
            }
            let is_first = found.is_none();
            found = Some(end);
            if !selected {
                // What is attached may end with the joiner of the sequence.
                if !self.window[..end].ends_with('\u{200D}') {
                    return found;
                }
                at = end;
                continue;
            }
            if is_first {
                let tags = self.skip(end, |class| class == Tag);
                if let Some((TagEnd, next)) = self.at(tags)
                    && tags > end
                {
                    return Some(next);
                }
            }
            match self.at(end) {
                Some((Joiner, next)) => at = next,
                _ => return found,
            }
        }
    }

    /// Letters, digits and katakana, with what joins them; and the type.
    fn word(&self) -> Option<(usize, &'static str)> {
        let start = self.skip(0, |class| class == ExtendNumLet || class.is_attached());
        let (mut last, next) = self.at(start).filter(|(class, _)| class.is_part_of_word())?;
        let mut end = self.attached(next);
        // Whether a Hebrew letter may take a quotation mark, and a letter may be joined to the next by a mark.
        let (mut fresh, mut open) = (true, true);
        let mut seen = Seen { digits_only: true, hangul_only: start == 0, katakana_only: start == 0 };
        seen.add(last);
        while let Some((class, next)) = self.at(end) {
            // WB13a, WB13b
            if class == ExtendNumLet {
                end = self.skip(end, |class| class == ExtendNumLet || class.is_attached());
                (seen.hangul_only, seen.katakana_only) = (false, false);
                match self.at(end) {
                    Some((class, next)) if class.is_part_of_word() => {
                        (last, end) = (class, self.attached(next));
                        (fresh, open) = (true, true);
                        seen.add(class);
                        continue;
                    }
                    _ => break,
                }
            }
            // WB5: most words are nothing else.
            if class == Letter && last == Letter {
                end = self.skip(next, |class| class == Letter || class.is_attached());
                (fresh, open) = (true, true);
                continue;
            }
            // WB5, WB8, WB9, WB10, WB13
            if class.is_part_of_word() && (class == Katakana) == (last == Katakana) {
                (last, end) = (class, self.attached(next));
                (fresh, open) = (true, true);
                seen.add(class);
                continue;
            }
            let mark = self.attached(next);
            let behind = self.at(mark);
            // WB7a
            if class == SingleQuote && last == Hebrew && fresh {
                end = mark;
                // What follows stands beside the Hebrew letter.
                (last, fresh, open) = (Hebrew, false, false);
                continue;
            }
            // WB6, WB7; WB7b, WB7c; WB11, WB12
            let joins = match behind {
                Some((behind, _)) if behind.is_letter() => {
                    let by_quote = class == DoubleQuote && last == Hebrew && fresh && behind == Hebrew;
                    (by_quote || last.is_letter() && open && class.joins_letters()).then_some(!by_quote)
                }
                Some((behind, _)) if behind.is_digit() => (last.is_digit() && class.joins_digits()).then_some(true),
                _ => None,
            };
            let (Some((behind, next)), Some(stays_open)) = (behind, joins) else { break };
            (last, end) = (behind, self.attached(next));
            (fresh, open) = (false, stays_open);
            (seen.hangul_only, seen.katakana_only) = (false, false);
            seen.add(behind);
        }
        Some((end, seen.kind()))
    }
}

/// Which of the rules for words describe all of a match.
struct Seen {
    digits_only: bool,
    hangul_only: bool,
    katakana_only: bool,
}

impl Seen {
    fn add(&mut self, class: Class) {
        self.digits_only &= class.is_digit();
        self.hangul_only &= class == Hangul;
        self.katakana_only &= class == Katakana;
    }

    fn kind(&self) -> &'static str {
        match self {
            Seen { digits_only: true, .. } => "<NUM>",
            Seen { hangul_only: true, .. } => "<HANGUL>",
            Seen { katakana_only: true, .. } => "<KATAKANA>",
            _ => "<ALPHANUM>",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{string::String, vec::Vec};
    use proptest::{collection::vec, prelude::*, sample::select};

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        /// What is skipped without a look gives no token when looked at.
        #[test]
        fn barren_is_barren(parts in vec((select(&["_", "\u{FF3F}", "\u{200D}", "\u{64E}", "\u{E31}", "ب", "👩", "❤\u{FE0F}", "1", ".", " "][..]), 1usize..400), 0..8)) {
            let text: String = parts.iter().map(|(part, times)| part.repeat(*times)).collect();
            prop_assert_eq!(skipping(&text), looking(&text));
        }
    }

    /// A run of which nothing comes says nothing of the next one.
    #[test]
    fn a_run_behind_a_barren_one() {
        for (run, behind) in [("_", "ب"), ("\u{FF3F}", "ب"), ("\u{200D}", "👩")] {
            for before in ["..", "....... "] {
                for count in [1, 2, 300] {
                    let text = [before, &run.repeat(count), " ", run, behind].concat();
                    assert_eq!(skipping(&text), looking(&text), "{text:?}");
                    assert_eq!(skipping(&text).last().map(|found| found.0.end), Some(text.len()));
                }
            }
        }
    }

    /// A word is cut where the scanner sees no more, however many bytes that is.
    #[test]
    fn a_long_word_is_cut() {
        for letter in ["a", "ب", "ب\u{64E}"] {
            for count in (120..=130).chain(250..=260) {
                let text = [&letter.repeat(count), " ب"].concat();
                assert_eq!(skipping(&text), looking(&text), "{count} times {letter:?}");
            }
        }
    }

    /// What `plain_word` does not ask.
    #[test]
    fn usual_characters_are_of_words() {
        assert!(('\u{621}'..='\u{64A}').chain('a'..='z').chain('A'..='Z').all(|c| Class::of(c) == Letter));
        assert!(('\u{64B}'..='\u{652}').all(|c| Class::of(c) == Extend));
        assert_eq!(Class::of(' '), Other);
    }

    type Found = (Range<usize>, &'static str);

    /// Token after token, each place looked at.
    fn looking(text: &str) -> Vec<Found> {
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(c) = text[at..].chars().next() {
            let token = token(window(&text[at..]), Class::of(c));
            found.extend(token.map(|(end, kind)| (at..at + end, kind)));
            at += token.map_or(c.len_utf8(), |(end, _)| end);
        }
        found
    }

    fn skipping(text: &str) -> Vec<Found> {
        let (mut found, mut at, mut barren) = (Vec::new(), 0, Barren::default());
        while let Some(token) = next(text, at, &mut barren) {
            at = token.0.end;
            found.push(token);
        }
        found
    }
}
