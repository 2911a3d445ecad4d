//! What do people ask for that needs a look at the whole word or run?

use super::super::{pass::Tell, white};
use super::{ALEF, TATWEEL, Teller, is_ending, is_fathatan, is_letter, is_mark, words};
use core::ops::{ControlFlow, Range};

const HAMZA: char = '\u{0621}';
const YEH: char = '\u{064A}';
const YEH_WITH_HAMZA: char = '\u{0626}';

/// كتاباً is كتاب. Two letters before the alef are not enough: the alef of عصاً is part of the word.
pub(super) fn fold_tanwin_alef(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut teller = Teller::new(tell);
    for word in words(text) {
        // From the end, alef by alef: what is left may end in another.
        let mut end = word.end;
        let mut seat = None;
        while let Some(alef) = final_alef(text, word.start..end) {
            let before = &text[word.start..alef];
            if before.chars().rev().filter(|&c| is_letter(c)).take(3).count() < 3 {
                break;
            }
            let marks: usize = before.chars().rev().take_while(|&c| is_mark(c)).map(char::len_utf8).sum();
            let tanwin = text[alef - marks..end].chars().any(is_fathatan);
            if !tanwin {
                break;
            }
            let fathatan = text[alef - marks..alef].chars().rev().take_while(|&c| is_fathatan(c));
            end = alef - fathatan.map(char::len_utf8).sum::<usize>();
            // A hamza that the alef put between two yehs stands alone without it: شيئاً, شيء.
            let mut letters = text[word.start..end].char_indices().rev().filter(|&(_, c)| is_letter(c));
            seat = match (letters.next(), letters.next()) {
                (Some((at, YEH_WITH_HAMZA)), Some((_, YEH))) => Some(word.start + at),
                _ => None,
            };
        }
        if let Some(seat) = seat {
            teller.edit(seat..seat + YEH_WITH_HAMZA.len_utf8(), HAMZA.encode_utf8(&mut [0; 4]))?;
        }
        if end < word.end {
            teller.edit(end..word.end, "")?;
        }
    }
    teller.finish(text)
}

/// Where the last letter of a word stands, if it is an alef.
fn final_alef(text: &str, word: Range<usize>) -> Option<usize> {
    let (at, last) = text[word.clone()].char_indices().rev().find(|&(_, c)| !is_mark(c))?;
    (last == ALEF).then_some(word.start + at)
}

/// كتابٌ is كتاب, العِلمُ is العِلم; the fathatan of كتابًا ends the word as well.
pub(super) fn strip_last_haraka(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut teller = Teller::new(tell);
    for word in words(text) {
        let Some((at, last)) = text[word.clone()].char_indices().rev().find(|&(_, c)| is_letter(c)) else { continue };
        let mut from = word.start + at;
        if last == ALEF {
            // Its own marks are dropped below, and so is a fathatan right before it.
            let before = text[word.start..from].chars().rev().take_while(|&c| is_mark(c));
            from -= before.map(char::len_utf8).sum::<usize>();
        }
        let alef = word.start + at;
        for (at, c) in text[from..word.end].char_indices().map(|(at, c)| (from + at, c)) {
            if (at > alef && is_ending(c)) || (at < alef && is_fathatan(c)) {
                teller.edit(at..at + c.len_utf8(), "")?;
            }
        }
    }
    teller.finish(text)
}

/// What may stand between a letter and the same again, and letters that do not show by two bytes that they are the same.
pub(super) fn may_hide_a_twin(c: char) -> bool {
    is_mark(c) || c == TATWEEL || is_letter(c) && c.len_utf8() != 2
}

pub(super) fn fold_elongation(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    elongation(text, 1, tell)
}

pub(super) fn cap_elongation(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    elongation(text, 2, tell)
}

/// A letter three times or more, with marks and tatweel between: the first `cap - 1` and the last stay.
fn elongation(text: &str, cap: usize, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut teller = Teller::new(tell);
    // The run so far: its letter, how often, and where the `cap`th and the last of them start.
    let (mut letter, mut count, mut surplus, mut last) = ('\0', 0, 0, 0);
    for (at, c) in text.char_indices().chain([(text.len(), '\0')]) {
        if is_mark(c) || c == TATWEEL {
            continue;
        }
        if c != letter {
            if count >= 3 && is_letter(letter) {
                teller.edit(surplus..last, "")?;
            }
            (letter, count) = (c, 0);
        }
        count += 1;
        if count == cap {
            surplus = at;
        }
        last = at;
    }
    teller.finish(text)
}

/// The shape of a letter without dots and hamza, at the end of a word or before another letter.
fn rasm(c: char, is_final: bool) -> Option<&'static str> {
    Some(match c {
        'ب' | 'ت' | 'ث' | 'پ' => "ٮ",
        'ن' | 'ں' if is_final => "ں",
        'ن' | 'ں' => "ٮ",
        'ي' | 'ى' | 'ئ' | 'ی' if is_final => "ى",
        'ي' | 'ى' | 'ئ' | 'ی' => "ٮ",
        'ج' | 'خ' | 'چ' => "ح",
        'ذ' => "د",
        'ز' | 'ژ' => "ر",
        'ش' => "س",
        'ض' => "ص",
        'ظ' => "ط",
        'غ' => "ع",
        'ف' | 'ڤ' => "ڡ",
        'ق' | 'ٯ' if is_final => "ٯ",
        'ق' | 'ٯ' => "ڡ",
        'ک' | 'گ' => "ك",
        'ة' => "ه",
        'أ' | 'إ' | 'آ' | 'ٱ' => "ا",
        'ؤ' => "و",
        HAMZA => "",
        _ => return None,
    })
}

/// The skeleton of the letters, as early manuscripts have it.
pub(super) fn fold_rasm(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut teller = Teller::new(tell);
    // A letter looks past marks and hamza to the next.
    for (at, c) in text.char_indices().filter(|&(_, c)| is_letter(c)) {
        let range = at..at + c.len_utf8();
        let is_final = || {
            let next = text[range.end..].chars().find(|&c| !is_mark(c) && c != TATWEEL && c != HAMZA);
            !next.is_some_and(is_letter)
        };
        let positional = matches!(c, 'ن' | 'ں' | 'ي' | 'ى' | 'ئ' | 'ی' | 'ق' | 'ٯ');
        if let Some(to) = rasm(c, positional && is_final()) {
            teller.edit(range, to)?;
        }
    }
    teller.finish(text)
}

pub(in super::super) fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A run of white space becomes its line breaks, or else one space; none at either end of the text.
pub(super) fn collapse_spaces(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut teller = Teller::new(tell);
    for run in white::runs(text) {
        collapse(text, run, &mut teller)?;
    }
    teller.finish(text)
}

/// The same in a part of the text, with no white space at either side of it.
fn collapse(text: &str, part: Range<usize>, teller: &mut Teller<'_, '_>) -> ControlFlow<()> {
    let mut chars = text[part.clone()].char_indices().map(|(at, c)| (part.start + at, c)).peekable();
    while let Some((start, c)) = chars.next() {
        if !c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut breaks = is_line_break(c);
        while let Some((at, c)) = chars.next_if(|(_, c)| c.is_whitespace()) {
            end = at + c.len_utf8();
            breaks |= is_line_break(c);
        }
        let run = &text[start..end];
        if !breaks {
            let to = if start == 0 || end == text.len() { "" } else { " " };
            if run != to {
                teller.edit(start..end, to)?;
            }
            continue;
        }
        for (at, c) in run.char_indices().filter(|&(_, c)| !is_line_break(c)) {
            teller.edit(start + at..start + at + c.len_utf8(), "")?;
        }
    }
    ControlFlow::Continue(())
}
