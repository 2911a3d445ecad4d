//! Where does a text have white space that is more than a space between words?

use crate::scan::classes::{Classes, Mixed};
use alloc::boxed::Box;
use core::ops::Range;
use once_cell::race::OnceBox;

/// White space by Unicode, and four separators that other tools take for it.
pub(super) fn is_white(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1C}'..='\u{1F}')
}

/// The runs of white space that are not a single U+0020 SPACE inside the text, in order.
pub(super) fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    static OTHERS: OnceBox<Classes> = OnceBox::new();
    let is_other = |c| u8::from(c != ' ' && is_white(c));
    let others = OTHERS.get_or_init(|| Box::new(Classes::new(is_other, Mixed::All)));
    let mut told = 0;
    // The next of them from `told` on; behind the text if there are none.
    let (mut other, mut twice) = (None, None);
    core::iter::from_fn(move || {
        loop {
            let next =
                |last: Option<usize>, find: &dyn Fn() -> usize| last.filter(|&at| at >= told).unwrap_or_else(find);
            let next_other = next(other, &|| others.find(text, told, 1).unwrap_or(text.len()));
            let next_twice = next(twice, &|| find_twice(text, told));
            (other, twice) = (Some(next_other), Some(next_twice));
            let leads = told == 0 && text.starts_with(' ');
            let place = if leads { 0 } else { next_other.min(next_twice) };
            if place == text.len() {
                let start = text.trim_end_matches(is_white).len().max(told);
                told = text.len();
                return (start < text.len()).then_some(start..text.len());
            }
            let start = told + text[told..place].trim_end_matches(is_white).len();
            let end = text.len() - text[place..].trim_start_matches(is_white).len();
            told = end.max(place + text[place..].chars().next().map_or(0, char::len_utf8));
            // Of some characters the classes know only that they may be white space.
            let single = text[start..end] == *" " && start > 0 && end < text.len();
            if start < end && !single {
                return Some(start..end);
            }
        }
    })
}

/// The first of two spaces in a row from a place on, or the text's length.
fn find_twice(text: &str, mut at: usize) -> usize {
    const BLOCK: usize = 64;
    let bytes = text.as_bytes();
    let is_twice = |window: &[u8], i: usize| (window[i] == b' ') & (window[i + 1] == b' ');
    loop {
        let Some(window) = bytes.get(at..at + BLOCK + 1) else {
            let rest = bytes.get(at..).unwrap_or_default();
            return (0..rest.len().saturating_sub(1)).find(|&i| is_twice(rest, i)).map_or(bytes.len(), |i| at + i);
        };
        // All of them, for the compiler knows how to look at many bytes at once.
        if (0..BLOCK).fold(false, |any, i| any | is_twice(window, i)) {
            return (0..BLOCK).find(|&i| is_twice(window, i)).map_or(bytes.len(), |i| at + i);
        }
        at += BLOCK;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use alloc::vec::Vec;
    use proptest::{collection::vec, prelude::*, sample::select};

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn runs_are_runs(parts in vec(select(&[" ", " ", "ب", "ab", "\n", "\t", "\u{1C}", "\u{A0}", "\u{3000}", "\u{1680}", "中", "\u{2003}", "\u{2028}", "long enough for a block of sixty-four bytes, "][..]), 0..90)) {
            let text = parts.concat();
            let mut expected: Vec<Range<usize>> = Vec::new();
            for (at, c) in text.char_indices().filter(|&(_, c)| is_white(c)) {
                match expected.last_mut().filter(|run| run.end == at) {
                    Some(run) => run.end += c.len_utf8(),
                    None => expected.push(at..at + c.len_utf8()),
                }
            }
            expected.retain(|run| run.start == 0 || run.end == text.len() || text[run.clone()] != *" ");
            prop_assert_eq!(runs(&text).collect::<Vec<_>>(), expected, "{:?}", String::from(&text));
        }
    }
}
