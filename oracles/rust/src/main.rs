//! Runs a crate's normaliser over what `oracles/crates.py` feeds it: UTF-8 texts, a byte 0xFF after each; answers alike.

use charabia::normalizer::NormalizerOption;
use charabia::{Language, Normalize, Script, Token};
use std::io::{Read, Write, stdin, stdout};

/// The normalisers of a token that is in Arabic script and language; the whole text is the token.
fn charabia(text: &str) -> String {
    let token =
        Token { lemma: text.into(), script: Script::Arabic, language: Some(Language::Ara), ..Token::default() };
    let options = NormalizerOption { lossy: true, ..NormalizerOption::default() };
    token.normalize(&options).lemma.into_owned()
}

fn main() {
    let tool = std::env::args().nth(1);
    let normalize = match tool.as_deref() {
        Some("charabia") => charabia,
        Some("raqeem") => raqeem_core::normalize_ar,
        _ => panic!("the name of a tool is missing"),
    };
    let mut input = Vec::new();
    stdin().read_to_end(&mut input).expect("standard input can be read");
    let mut output = Vec::new();
    for text in input.split_inclusive(|&byte| byte == 0xFF) {
        let text = str::from_utf8(&text[..text.len() - 1]).expect("the input is UTF-8");
        output.extend(normalize(text).bytes().chain([0xFF]));
    }
    stdout().write_all(&output).expect("standard output can be written");
}
