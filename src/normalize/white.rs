//! Where does a text have white space that is more than a space between words?

use crate::scan::classes::{Classes, Mixed};
use alloc::boxed::Box;
use core::ops::Range;
use once_cell::race::OnceBox;

/// White space by Unicode, and four separators that other tools take for it.
pub(super) fn is_white(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1C}'..='\u{1F}')
}

/// A kind and two roles.
const WHITE: u8 = 1 << 4;
const SPACE: u8 = 1;
const OTHER: u8 = 2;

/// The runs of white space that are not a single U+0020 SPACE inside the text, in order.
pub(super) fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    static CLASSES: OnceBox<Classes> = OnceBox::new();
    let value = |c| match c {
        ' ' => WHITE | SPACE,
        c if is_white(c) => WHITE | OTHER,
        _ => 0,
    };
    // The second of two, or one that is no space.
    let flags = |kind, role| u8::from(role & OTHER != 0 || kind & WHITE != 0 && role & SPACE != 0);
    let classes = CLASSES.get_or_init(|| Box::new(Classes::new(value, Mixed::All).with_pairs(flags)));
    // As if another were before the text.
    let mut pairs = classes.pairs(text, WHITE);
    let mut told = 0;
    core::iter::from_fn(move || {
        loop {
            let Some(place) = pairs.next() else {
                let start = text.trim_end_matches(is_white).len().max(told);
                told = text.len();
                return (start < text.len()).then_some(start..text.len());
            };
            if place < told {
                continue;
            }
            let start = told + text[told..place].trim_end_matches(is_white).len();
            let end = text.len() - text[place..].trim_start_matches(is_white).len();
            told = end;
            // Of some characters the classes know only that they may be white space.
            let single = text[start..end] == *" " && start > 0 && end < text.len();
            if start < end && !single {
                return Some(start..end);
            }
        }
    })
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
