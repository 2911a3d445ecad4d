//! What does the pre-tokenizer `Whitespace` of Hugging Face's tokenizers find?
//!
//! Runs of `\w`, and runs of what is neither `\w` nor `\s`. A combining mark is `\w`.

use super::data::{HF_SPACE, HF_WORD};
use super::{is, run, word_run};
use core::ops::Range;

pub(super) fn next(text: &str, at: usize) -> Option<Range<usize>> {
    let start = run(text, at, |c| is(c, HF_SPACE));
    let is_word = is(text[start..].chars().next()?, HF_WORD);
    Some(match is_word {
        true => start..word_run(text, start, |c| is(c, HF_WORD)),
        false => start..run(text, start, |c| !is(c, HF_WORD | HF_SPACE)),
    })
}
