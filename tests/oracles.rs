//! Presets and tokenisers that reproduce another tool, against what the tool itself gave.
//!
//! `oracles/common.py` makes the same inputs and the same digests, and says what they are; the two files change
//! together. The vectors are in `tests/data/oracles`, a file each; `oracles/README.md` has the commands that make
//! them.

use crate::laws;
use naskh::{CompatTokenizer, Normalizer};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

const COUNT: usize = 100_000;
const BLOCK: usize = 4096;
/// Every scalar value alone and between two letters, and the strings.
pub(crate) const LEAST: usize = 2 * 1_112_064 + COUNT;

pub(crate) fn read(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/oracles").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn scalars() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

fn unescape(text: &str) -> String {
    let mut pieces = text.split("\\u{");
    let mut out = String::from(pieces.next().unwrap());
    for piece in pieces {
        let (code, rest) = piece.split_once('}').unwrap();
        out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        out.push_str(rest);
    }
    out
}

fn alphabet() -> Vec<String> {
    let code = |line: &str| u32::from_str_radix(line.split(' ').next()?.strip_prefix("U+")?, 16).ok();
    read("alphabet.txt").lines().filter_map(code).map(|c| char::from_u32(c).unwrap().into()).collect()
}

fn fragments(file: &str) -> Vec<String> {
    read(file).lines().filter(|line| !line.is_empty() && !line.starts_with("# ")).map(unescape).collect()
}

fn random_strings(pieces: Vec<String>, count: usize, most: usize) -> impl Iterator<Item = String> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    // xorshift64*
    let mut below = move |n: usize| {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n
    };
    (0..count).map(move |_| {
        let mut text = String::new();
        for _ in 0..1 + below(24) {
            let piece = &pieces[below(pieces.len())];
            text += &piece.repeat(if most == 1 { 1 } else { 1 + below(most) });
        }
        text
    })
}

fn inputs(set: &str) -> Box<dyn Iterator<Item = String>> {
    match set {
        "alone" => Box::new(scalars().map(String::from)),
        "between" => Box::new(scalars().map(|c| format!("ب{c}ب"))),
        "strings" => Box::new(random_strings(alphabet(), COUNT, 1)),
        "fragments" => Box::new(random_strings(fragments("fragments.txt"), COUNT, 1)),
        "tokens" => Box::new(random_strings(fragments("tokens.txt"), COUNT, 1)),
        "long" => Box::new(random_strings(fragments("tokens.txt"), 2_000, 300)),
        "beside" => Box::new(scalars().map(|c| format!("a{c}1{c}a {c}٣ {c}👩{c}"))),
        "sigma" => Box::new(scalars().map(|c| format!("αΣ{c} αΣ{c}α {c}Σ α{c}Σ"))),
        _ => panic!("no set of inputs is called {set}"),
    }
}

/// FNV-1a, 64 bits.
pub(crate) struct Digest(pub(crate) u64);

impl Digest {
    pub(crate) fn new() -> Digest {
        Digest(0xCBF2_9CE4_8422_2325)
    }

    pub(crate) fn output(&mut self, output: &str) {
        let bytes = output.bytes().chain([0xFF]);
        self.0 = bytes.fold(self.0, |digest, byte| (digest ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3));
    }
}

/// Compares outputs with the vectors of a tool; the number of inputs compared, or what differs first.
pub(crate) fn compare(output: impl Fn(&str) -> String, vectors: &str) -> Result<usize, String> {
    // A row names its input: try these first.
    for row in vectors.lines().filter_map(|line| line.strip_prefix("row ")) {
        let (input, expected) = row.split_once(' ').ok_or(row)?;
        let (input, expected) = (unescape(input), unescape(expected));
        let actual = output(&input);
        if actual != expected {
            return Err(format!("{input:?} gives {actual:?}, the tool gave {expected:?}"));
        }
    }
    let mut compared = 0;
    let mut lines = vectors.lines().filter(|line| line.starts_with("set ") || line.starts_with("block ")).peekable();
    while let Some(line) = lines.next() {
        let (set, count) = line.strip_prefix("set ").and_then(|set| set.split_once(' ')).ok_or(line)?;
        let mut inputs = inputs(set).peekable();
        let mut seen = 0;
        while let Some(block) = lines.next_if(|line| line.starts_with("block ")) {
            let first = inputs.peek().cloned();
            let mut digest = Digest::new();
            for input in inputs.by_ref().take(BLOCK) {
                digest.output(&output(&input));
                seen += 1;
            }
            if block != format!("block {:016x}", digest.0) {
                let first = first.unwrap_or_default();
                return Err(format!("set {set}, the {BLOCK} inputs up to {seen}, the first of them {first:?}"));
            }
        }
        if inputs.next().is_some() || seen.to_string() != count {
            return Err(format!("set {set} should have {count} inputs, the vectors have blocks for {seen}"));
        }
        compared += seen;
    }
    Ok(compared)
}

fn normalized(normalizer: &Normalizer) -> impl Fn(&str) -> String {
    |text| normalizer.normalize(text).into_owned()
}

/// Tokens as `oracles/common.py` writes them; some tools do not tell where a token starts.
fn tokenized(tokenizer: CompatTokenizer) -> impl Fn(&str) -> String {
    let places = !matches!(
        tokenizer,
        CompatTokenizer::CamelSimple | CompatTokenizer::CamelSimpleDigits | CompatTokenizer::Pyarabic
    );
    move |text| {
        let (mut out, mut at, mut chars) = (String::new(), 0, 0);
        for token in tokenizer.tokens(text) {
            chars += text[at..token.span().start].chars().count();
            at = token.span().start;
            assert_eq!(&text[token.span()], token.surface());
            let start = if places { chars.to_string() } else { String::new() };
            let token_text = token.text();
            let length = token_text.chars().count();
            writeln!(out, "{start}:{}:{length}:{token_text}", token.kind().unwrap_or_default()).unwrap();
        }
        out
    }
}

/// Each tokeniser gives what the tool gave that it reproduces; a test each, so that they run side by side.
macro_rules! reproduces {
    ($($test:ident: $tokenizer:ident,)*) => {
        const REPRODUCED: &[CompatTokenizer] = &[$(CompatTokenizer::$tokenizer),*];
        $(
            #[test]
            fn $test() {
                let tokenizer = CompatTokenizer::$tokenizer;
                let compared = compare(tokenized(tokenizer), &read(&format!("{tokenizer}.txt")));
                let long = if tokenizer == CompatTokenizer::LuceneStandard { 2_000 } else { 0 };
                assert_eq!(compared, Ok(3 * 1_112_064 + 3 * COUNT + long));
            }
        )*
    };
}

reproduces! {
    tokens_of_unicode_words: UnicodeWords,
    tokens_of_unicode_word_bounds: UnicodeWordBounds,
    tokens_of_lucene: LuceneStandard,
    tokens_of_camel: CamelSimple,
    tokens_of_camel_with_digits_apart: CamelSimpleDigits,
    tokens_of_pyarabic: Pyarabic,
    tokens_of_hf_whitespace: HfWhitespace,
    tokens_of_hf_bert: HfBert,
}

#[test]
fn every_tokenizer_is_compared_with_its_tool() {
    assert_eq!(REPRODUCED, CompatTokenizer::ALL);
}

/// Each preset that reproduces another tool gives what the tool gave.
#[test]
fn presets_reproduce_their_tools() {
    let mut wrong = Vec::new();
    for preset in laws::compatible() {
        let vectors = read(&format!("{preset}.txt"));
        match compare(normalized(&Normalizer::new(preset)), &vectors) {
            Ok(compared) if compared >= LEAST => {}
            Ok(compared) => wrong.push(format!("{preset}: only {compared} inputs")),
            Err(difference) => wrong.push(format!("{preset}: {difference}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The comparison sees a difference: vectors of one tool do not fit another, nor a digest that is changed.
#[test]
fn a_difference_is_found() {
    let vectors = read("lucene-ar.txt");
    let [ar, fa] = [naskh::Preset::LuceneAr, naskh::Preset::LuceneFa].map(Normalizer::new);
    assert!(compare(normalized(&fa), &vectors).is_err());
    let blocks: String =
        vectors.lines().filter(|line| !line.starts_with("row ")).map(|line| format!("{line}\n")).collect();
    let difference = compare(normalized(&fa), &blocks).unwrap_err();
    assert!(difference.starts_with("set alone, the 4096 inputs up to 4096"), "{difference}");
    let last = vectors.lines().rfind(|line| line.starts_with("block ")).unwrap();
    let difference = compare(normalized(&ar), &vectors.replace(last, "block 0000000000000000")).unwrap_err();
    assert!(difference.starts_with("set strings, the 4096 inputs up to 100000"), "{difference}");
    let difference = compare(normalized(&ar), &vectors.replace(&format!("{last}\n"), "")).unwrap_err();
    assert!(difference.starts_with("set strings should have 100000 inputs"), "{difference}");
}

/// What a preset gives under a version is what it gives for ever: a digest of the outputs for `alone`, `between` and
/// `strings` stands in `tests/data/pins.txt`. A change of output is a new version, with a line of its own.
#[test]
fn presets_give_what_their_version_gave() {
    let pins = include_str!("data/pins.txt");
    let mut wrong = Vec::new();
    for preset in laws::own() {
        let normalizer = Normalizer::new(preset);
        let mut digest = Digest::new();
        for input in ["alone", "between", "strings"].into_iter().flat_map(inputs) {
            digest.output(&normalizer.normalize(&input));
        }
        let pin = format!("{} {:016x}", normalizer.id(), digest.0);
        if !pins.lines().any(|line| line == pin) {
            wrong.push(pin);
        }
    }
    assert!(
        wrong.is_empty(),
        "the output of a preset changed, or a preset is new; take the change back, or raise the version of the preset \
         and add to tests/data/pins.txt:\n{}",
        wrong.join("\n")
    );
}
