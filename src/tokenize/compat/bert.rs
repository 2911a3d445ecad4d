//! What does `BertPreTokenizer` of Hugging Face's tokenizers find?
//!
//! Runs without white space, and each punctuation mark by itself. Its list of punctuation is older than ours.

use super::data::{BERT_SIGN, BERT_SPACE};
use super::{is, run, word_run};
use core::ops::Range;

pub(super) fn next(text: &str, at: usize) -> Option<Range<usize>> {
    let start = run(text, at, |c| is(c, BERT_SPACE));
    let first = text[start..].chars().next()?;
    Some(match is(first, BERT_SIGN) {
        true => start..start + first.len_utf8(),
        false => start..word_run(text, start, |c| !is(c, BERT_SPACE | BERT_SIGN)),
    })
}
