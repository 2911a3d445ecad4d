//! Do the tokenisers that reproduce other tools keep to the text, whatever it is? What they find is in `oracles.rs`.

use crate::hostile::{cases, hostile_text};
use allocation_counter::measure;
use naskh::{CompatTokenizer, Tokenizer};
use proptest::prelude::*;
use std::hint::black_box;

/// Tokens stand in order, apart, and are not empty; the text is what stands there, but for removed white space.
fn fits(tokenizer: CompatTokenizer, text: &str) -> usize {
    let (mut count, mut at) = (0, 0);
    for token in tokenizer.tokens(text) {
        let span = token.span();
        assert!(at <= span.start && span.start < span.end, "{tokenizer}: {span:?} after {at}");
        assert_eq!(&text[span.clone()], token.surface(), "{tokenizer}");
        assert_eq!(token.kind().is_some(), tokenizer == CompatTokenizer::LuceneStandard);
        if tokenizer == CompatTokenizer::Pyarabic {
            let white = |c: char| c.is_whitespace();
            assert_eq!(token.text().replace(white, ""), token.surface().replace(white, ""));
        } else {
            assert_eq!(token.text(), token.surface());
        }
        (count, at) = (count + 1, span.end);
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(2_000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_fit_any_text(text in prop_oneof![hostile_text(60), "\\PC{0,40}"]) {
        for tokenizer in CompatTokenizer::ALL {
            fits(tokenizer, &text);
        }
        let bounds = CompatTokenizer::UnicodeWordBounds.tokens(&text).map(|token| token.surface());
        prop_assert_eq!(bounds.clone().collect::<String>(), text.as_str());
        let uax29 = Tokenizer::builder().all(false).build();
        prop_assert!(bounds.eq(uax29.tokens(&text).map(|token| token.text())));
    }
}

/// A mebibyte of what makes a tool look far and find nothing: quadratic work would not come to its end.
#[test]
fn a_long_text_is_no_trouble() {
    let units = [
        "\u{64E}",
        "ب",
        "_",
        "_\u{64E}",
        "\u{200D}",
        "_\u{200D}",
        "👩\u{200D}",
        "👩\u{FE0F}\u{E0067}",
        "👩",
        "🇪",
        "🏻",
        "\u{E0067}",
        "1\u{FE0F}",
        "#\u{20E3}",
        "א\"",
        "א'",
        "1.",
        "ا.",
        ".",
        " ",
        "\n ",
        " !",
        "\u{E31}",
        "🇪\u{200D}",
    ];
    for unit in units {
        let text = unit.repeat((1 << 20) / unit.len());
        for tokenizer in CompatTokenizer::ALL {
            fits(tokenizer, &text);
        }
        let [without, with] = [&text, &format!("{text} كتاب")].map(|text| fits(CompatTokenizer::LuceneStandard, text));
        assert_eq!(with, without + 1, "{unit:?}: the word behind it is found");
    }
    // A token of Lucene's is no longer than its buffer.
    let lengths: Vec<_> = CompatTokenizer::LuceneStandard.tokens(&"ب".repeat(600)).map(|t| t.surface().len()).collect();
    assert_eq!(lengths, [510, 510, 180]);
    // It sees no letter behind 255 connectors, but one behind 254.
    let starts =
        |text: String| CompatTokenizer::LuceneStandard.tokens(&text).map(|t| t.span().start).collect::<Vec<_>>();
    assert_eq!(starts("_".repeat(600) + "ب"), [600 - 254]);
}

#[test]
fn nothing_is_allocated() {
    let text = include_str!("data/documents/mixed.txt").repeat(10);
    for tokenizer in CompatTokenizer::ALL {
        let mut tokens = 0;
        let count = measure(|| tokens = tokenizer.tokens(black_box(&text)).count());
        assert!(tokens > 5_000, "{tokenizer}");
        assert_eq!(count.count_total, 0, "{tokenizer}");
    }
}

#[test]
fn names_are_names() {
    for tokenizer in CompatTokenizer::ALL {
        assert_eq!(tokenizer.name().parse(), Ok(tokenizer));
        assert_eq!(format!("{tokenizer:>22}"), format!("{:>22}", tokenizer.name()));
    }
    let error = "lucene".parse::<CompatTokenizer>().unwrap_err().to_string();
    assert!(error.contains(" lucene-standard "), "{error}");
}

/// Every type that Lucene has names for.
#[test]
fn lucene_tells_types() {
    let text = "كتاب 12 ไทย 漢 か カナ 한글 👩\u{200D}💻 1\u{FE0F}\u{20E3}";
    let kinds: Vec<_> = CompatTokenizer::LuceneStandard.tokens(text).map(|token| token.kind().unwrap()).collect();
    let expected =
        ["ALPHANUM", "NUM", "SOUTHEAST_ASIAN", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "HANGUL", "EMOJI", "EMOJI"];
    assert_eq!(kinds, expected.map(|kind| format!("<{kind}>")));
}

/// An emoji tag sequence (UTS #51), whose base has a selector: all of it is one token; without its end the tags are none.
#[test]
fn lucene_takes_tags() {
    let spans = |text: &str| CompatTokenizer::LuceneStandard.tokens(text).map(|token| token.span()).collect::<Vec<_>>();
    assert_eq!(spans("👩\u{FE0F}\u{E0067}\u{E0062}\u{E007F}ب"), [0..19, 19..21]);
    assert_eq!(spans("👩\u{FE0F}\u{E0067}\u{E0062}ب"), [0..7, 15..17]);
    assert_eq!(spans("👩\u{FE0F}\u{E007F}ب"), [0..7, 11..13]);
}
