//! Runs a crate's normaliser or tokeniser over what `oracles/crates.py` feeds it: UTF-8 texts, a byte 0xFF after each; answers alike.

use charabia::normalizer::NormalizerOption;
use charabia::{Language, Normalize, Script, Token};
use std::fmt::Write as _;
use std::io::{Read, Write as _, stdin, stdout};
use unicode_segmentation::UnicodeSegmentation;

/// The normalisers of a token that is in Arabic script and language; the whole text is the token.
fn charabia(text: &str) -> String {
    let token =
        Token { lemma: text.into(), script: Script::Arabic, language: Some(Language::Ara), ..Token::default() };
    let options = NormalizerOption { lossy: true, ..NormalizerOption::default() };
    token.normalize(&options).lemma.into_owned()
}

/// Tokens as `oracles/common.py` writes them: start in characters, kind (none), length in characters, text.
fn tokens<'t>(text: &str, pieces: impl Iterator<Item = (usize, &'t str)>) -> String {
    let (mut out, mut at, mut chars) = (String::new(), 0, 0);
    for (start, piece) in pieces {
        chars += text[at..start].chars().count();
        at = start;
        writeln!(out, "{chars}::{}:{piece}", piece.chars().count()).expect("a string can be written to");
    }
    out
}

fn main() {
    let tool = std::env::args().nth(1);
    let run: fn(&str) -> String = match tool.as_deref() {
        Some("charabia") => charabia,
        Some("raqeem") => raqeem_core::normalize_ar,
        Some("unicode-words") => |text: &str| tokens(text, text.unicode_word_indices()),
        Some("unicode-word-bounds") => |text: &str| tokens(text, text.split_word_bound_indices()),
        _ => panic!("the name of a tool is missing"),
    };
    let mut input = Vec::new();
    stdin().read_to_end(&mut input).expect("standard input can be read");
    let mut output = Vec::new();
    for text in input.split_inclusive(|&byte| byte == 0xFF) {
        let text = str::from_utf8(&text[..text.len() - 1]).expect("the input is UTF-8");
        output.extend(run(text).bytes().chain([0xFF]));
    }
    stdout().write_all(&output).expect("standard output can be written");
}
