//! Words: the cases of `data/words.toml`, and the laws of tokens on hostile text.
#![cfg(feature = "segmentation")]

use crate::laws;
use crate::mutations::Random;
use naskh::{Tailoring, Token, TokenKind, Tokenizer, TokenizerBuilder};
use proptest::{collection::vec, prelude::*, sample::select};
use serde::Deserialize;
use std::collections::HashSet;
use unicode_segmentation::UnicodeSegmentation;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    origin: String,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    tokens: Vec<String>,
    kinds: Option<Vec<String>>,
    #[serde(default)]
    on: Vec<String>,
    #[serde(default)]
    off: Vec<String>,
    #[serde(default)]
    entities: bool,
    why: String,
    origin: Option<String>,
    known_bad: Option<String>,
}

fn tokenizer(on: &[String], off: &[String]) -> Tokenizer {
    let switch = |names: &[String], value: bool, builder| {
        names.iter().fold(builder, |builder: TokenizerBuilder, name| {
            builder.tailoring(name.parse().unwrap_or_else(|error| panic!("{name}: {error}")), value)
        })
    };
    switch(off, false, switch(on, true, Tokenizer::builder())).build()
}

#[test]
fn cases() {
    let cases: Cases = toml::from_str(include_str!("data/words.toml")).unwrap();
    assert!(!cases.origin.is_empty());
    let mut wrong = Vec::new();
    for case in &cases.case {
        if case.entities && !cfg!(feature = "entities") {
            continue;
        }
        let tokenizer = tokenizer(&case.on, &case.off);
        let tokens: Vec<_> = tokenizer.tokens(&case.text).filter(|token| token.kind() != TokenKind::Space).collect();
        let found: Vec<_> = tokens.iter().map(Token::text).collect();
        let kinds: Vec<_> = tokens.iter().map(|token| token.kind().name()).collect();
        let right = found == case.tokens && case.kinds.as_ref().is_none_or(|expected| kinds == *expected);
        if right != case.known_bad.is_none() {
            let Case { text, why, origin, known_bad, .. } = case;
            let expected = (&case.tokens, &case.kinds);
            wrong.push(format!("{text:?}: {why}\n  {found:?} {kinds:?}\n  {expected:?}\n  {origin:?} {known_bad:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.case.len(), wrong.join("\n"));
}

/// What trips a tokenizer, and some ordinary text between.
const HOSTILE: &[&str] = &[
    "ا",
    "ب",
    "كتاب",
    "ل\u{64E}",
    "\u{651}",
    "\u{670}",
    "\u{6E1}",
    "ـ",
    "ﷺ",
    "﷽",
    "ﻻ",
    "a",
    "word",
    "é",
    "ש",
    "カ",
    "中",
    "क\u{94D}",
    "ᄀ",
    "ᅡ",
    "0",
    "12",
    "٣",
    "½",
    "\u{6DD}",
    "\u{600}",
    "\u{66B}",
    "٬",
    "،",
    ",",
    "؛",
    ".",
    "...",
    "…",
    "·",
    ":",
    "'",
    "’",
    "\"",
    "«",
    "(",
    ")",
    "﴿",
    "]",
    "-",
    "_",
    "/",
    "؟",
    "؟؟",
    "@",
    "#",
    "://",
    "http://a.b",
    "www.a.b",
    "x@y.zz",
    "٪",
    "$",
    "+12345678",
    "<3",
    "^_^",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\u{85}",
    "\u{A0}",
    "\u{2028}",
    "\u{202F}",
    "\u{200A}",
    "\u{3000}",
    "\u{200B}",
    "\u{200C}",
    "\u{200D}",
    "\u{200F}",
    "\u{61C}",
    "\u{2067}",
    "\u{AD}",
    "\u{2060}",
    "\u{FEFF}",
    "\0",
    "\u{FE0F}",
    "\u{20E3}",
    "1\u{FE0F}\u{20E3}",
    "👩",
    "👍🏽",
    "❤",
    "©",
    "🇪",
    "🇪🇬",
    "\u{E0067}",
    "\u{E000}",
];

fn hostile() -> impl Strategy<Value = String> {
    vec(select(HOSTILE), 0..14).prop_map(|parts| parts.concat())
}

fn any_builder() -> impl Strategy<Value = TokenizerBuilder> {
    vec(any::<bool>(), Tailoring::ALL.len()).prop_map(|on| {
        let rows = Tailoring::ALL.into_iter().zip(on);
        rows.fold(Tokenizer::builder(), |builder, (tailoring, on)| builder.tailoring(tailoring, on))
    })
}

/// U+0600 ARABIC NUMBER SIGN and its like: a grapheme cluster holds the sign and whatever follows (GB9b), a word does not.
fn is_number_sign(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{605}' | '\u{6DD}' | '\u{890}' | '\u{891}' | '\u{8E2}')
}

fn boundaries(text: &str) -> Vec<usize> {
    text.grapheme_indices(true).map(|(at, _)| at).collect()
}

fn is_format(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_tile(text in hostile(), builder in any_builder()) {
        laws::tokens(&builder, &text);
    }

    #[test]
    fn without_tailorings_it_is_uax29(text in hostile()) {
        let tokenizer = Tokenizer::builder().all(false).build();
        let found: Vec<_> = tokenizer.tokens(&text).map(|token| (token.span().start, token.text())).collect();
        prop_assert_eq!(found, text.split_word_bound_indices().collect::<Vec<_>>());
    }

    /// But for number signs; and UAX #29 by itself pairs flags over a joiner (WB4, WB15), its clusters do not (GB12).
    #[test]
    fn clusters_stay_whole(text in hostile(), builder in any_builder()) {
        let tokenizer = builder.tailoring(Tailoring::Emoji, true).build();
        let clusters = boundaries(&text);
        for token in tokenizer.tokens(&text).skip(1) {
            let start = token.span().start;
            let sign = text[..start].ends_with(is_number_sign);
            prop_assert!(sign || clusters.binary_search(&start).is_ok(), "{:?} at {}", text, start);
        }
    }

    #[test]
    fn white_space_separates(text in hostile()) {
        let tokenizer = Tokenizer::new();
        for token in tokenizer.tokens(&text) {
            match token.kind() {
                // At most what extends a cluster without being seen.
                TokenKind::Space => {
                    let unseen = |c: char| c.is_whitespace() || matches!(c, '\u{200C}' | '\u{200D}');
                    prop_assert!(token.text().chars().all(unseen), "{:?}", token);
                }
                // A mark on a space.
                TokenKind::Symbol => {}
                _ => {
                    // The one space that separates nothing.
                    let word = token.text().replace("\u{200A}\u{670}\u{2060}", "").replace("\u{200A}\u{651}\u{2060}", "");
                    prop_assert!(!word.contains('\u{200A}') || word.contains("\u{2060}"), "{:?}", token);
                    prop_assert!(!word.contains(|c: char| c.is_whitespace() && c != '\u{200A}'), "{:?}", token);
                }
            }
        }
    }

    #[test]
    fn format_characters_stand_alone(text in hostile()) {
        let tokenizer = Tokenizer::new();
        for token in tokenizer.tokens(&text) {
            prop_assert!(token.kind() == TokenKind::Format || !token.text().contains(is_format), "{:?}", token);
        }
    }

    /// A bidi control between two tokens is one more token, and changes nothing else.
    #[test]
    fn format_characters_change_no_boundary(text in hostile(), at in any::<prop::sample::Index>()) {
        let tokenizer = Tokenizer::new();
        let text = format!("ا{}", text.replace(is_format, ""));
        let tokens: Vec<_> = tokenizer.tokens(&text).collect();
        let cut = tokens[at.index(tokens.len())].span().end;
        let marked = format!("{}\u{200F}{}", &text[..cut], &text[cut..]);
        let stripped = |token: &Token<'_>| (token.kind() != TokenKind::Format).then(|| token.text().to_owned());
        let expected: Vec<_> = tokens.iter().filter_map(stripped).collect();
        let found: Vec<_> = tokenizer.tokens(&marked).filter_map(|token| stripped(&token)).collect();
        prop_assert_eq!(found, expected, "{:?}", marked);
    }
}

/// By what they are, not by the text around them; and that is all they print.
#[test]
fn tokens_are_equal_in_whatever_texts() {
    let tokenizer = Tokenizer::new();
    let [one, other, later] =
        ["قال نعم", "قال لا", " قال"].map(|text| tokenizer.words(text).next().unwrap_or_else(|| panic!("{text:?}")));
    assert_eq!(one, other);
    assert_ne!(one, later);
    let (all, words): (HashSet<_>, Vec<_>) = ([one, other, later].into(), tokenizer.words("قال نعم").collect());
    assert_eq!((all.len(), words[0]), (2, one));
    assert_ne!(words[0], words[1]);
    assert_eq!(format!("{one:?}"), "Token { text: \"قال\", start: 0, kind: Word }");
}

/// Found by the test above: what hangs at the end of a word hangs on a word, and not on a U+200C behind a soft hyphen.
#[test]
fn a_separator_hangs_on_a_word() {
    let tokens = |text: &str| Tokenizer::new().tokens(text).map(|token| token.text().to_owned()).collect::<Vec<_>>();
    assert_eq!(tokens("ש\u{AD}\u{200C}'ا"), ["ש", "\u{AD}", "\u{200C}'", "ا"]);
    assert_eq!(tokens("ש\u{AD}\u{200C}'\u{200F}ا"), ["ש", "\u{AD}", "\u{200C}'", "\u{200F}", "ا"]);
}

/// Found by `clusters_stay_whole`: a conjunct goes on behind a mark that no name has (GB9c).
#[cfg(feature = "entities")]
#[test]
fn an_entity_ends_where_a_cluster_ends() {
    for name in ["http://a.b", "@", "#"] {
        let entity = format!("{name}क\u{94D}\u{E0067}क\u{94D}");
        let text = format!("{entity} ا {entity} ا");
        let tokens: Vec<_> = Tokenizer::new().tokens(&text).map(|token| token.text()).collect();
        assert_eq!(tokens, [&entity, " ", "ا", " ", &entity, " ", "ا"], "{text:?}");
    }
    // U+0E33 THAI CHARACTER SARA AM goes with what is before it (GB9a).
    let text = "a@b.com\u{200D}\u{E33}!";
    let tokens: Vec<_> = Tokenizer::new().tokens(text).map(|token| token.text()).collect();
    assert_eq!(tokens, ["a@b.com\u{200D}\u{E33}", "!"]);
}

/// Found by the test above: WB7b joins a quotation mark to the Hebrew letter before it only where another follows, and
/// unicode-segmentation also before a joiner and an emoji.
#[test]
fn a_quotation_mark_waits_for_a_hebrew_letter() {
    let tokenizer = Tokenizer::new();
    let tokens = |text| tokenizer.tokens(text).map(|token| token.text()).collect::<Vec<_>>();
    assert_eq!(tokens("ש\"\u{200D}👩"), ["ש", "\"\u{200D}", "👩"]);
    assert_eq!(tokens("ש\"\u{200D}\u{200F}ש"), ["ש", "\"\u{200D}", "\u{200F}", "ש"]);
    assert_eq!(tokens("צה\"ל"), ["צה\"ל"]);
}

/// Found by it, too: an emoji behind a joiner is no more of a dotted abbreviation than one behind a control.
#[test]
fn an_emoji_ends_initials() {
    for between in ["\u{200D}", "\u{200D}\u{200F}", " "] {
        let text = format!("ا.ا{between}👩");
        let tokenizer = Tokenizer::new();
        let words: Vec<_> = tokenizer.words(&text).map(|token| token.text().trim_end_matches('\u{200D}')).collect();
        assert_eq!(words, ["ا.ا", "👩"], "{text:?}");
    }
}

#[test]
fn a_control_before_www_hides_no_digit() {
    for between in ["", "\u{200F}"] {
        let text = format!("0{between}www.a.com/");
        assert!(Tokenizer::new().tokens(&text).all(|token| token.kind() != TokenKind::Url), "{text:?}");
    }
    assert_eq!(Tokenizer::new().tokens("و\u{200F}www.a.com").last().unwrap().kind(), TokenKind::Url);
}

/// Each is looked for, whatever else is off.
#[cfg(feature = "entities")]
#[test]
fn entities_by_themselves() {
    use Tailoring::{Email, Hashtag, Mention, Url};
    let text = "http://a.b x@y.zz @a #b";
    let whole = [(Url, "http://a.b"), (Email, "x@y.zz"), (Mention, "@a"), (Hashtag, "#b")];
    for wanted in (0..1u8 << 4).map(|bits| (0..4).filter(|i| bits >> i & 1 == 1).map(|i| whole[i]).collect::<Vec<_>>())
    {
        let none = Tokenizer::builder().all(false);
        let builder = wanted.iter().fold(none, |builder, &(tailoring, _)| builder.tailoring(tailoring, true));
        let tokenizer = builder.build();
        let entities = tokenizer.tokens(text).map(|token| token.text());
        let found: Vec<_> = entities.filter(|text| whole.iter().any(|(_, entity)| entity == text)).collect();
        assert_eq!(found, wanted.iter().map(|&(_, entity)| entity).collect::<Vec<_>>());
    }
}

/// Long runs of every unit come back in tokens that tile them.
#[test]
fn long_runs() {
    let units = [
        "\u{64E}",
        "ا",
        "ـ",
        "1",
        ".",
        "ا.",
        "ا.ا\u{64E}",
        "1,",
        "٫",
        "1:",
        "+1",
        "+1-",
        "؟",
        "([{«\"'",
        "د. ",
        " ",
        " \u{64E}",
        "\u{200A}\u{670}\u{2060}ا",
        "\u{200C}",
        "\u{200D}",
        "\u{200F}",
        "\u{AD}",
        "ا\u{AD}",
        "\u{6DD}",
        "@",
        "@a",
        "a@",
        "a.@",
        "#",
        "#1",
        "#ا",
        "://",
        "a://",
        "http://a.b/",
        "http://a.b/)",
        "http://a.b/(",
        "http://a.b/.",
        "www.",
        "www.a.b",
        "a@a.",
        ":)",
        ":-",
        "1\u{FE0F}\u{20E3}",
        "👩\u{200D}",
        "🇪",
        "ﷺ",
        "\r\n",
    ];
    let tokenizers =
        [Tokenizer::new(), Tokenizer::builder().all(true).build(), Tokenizer::builder().all(false).build()];
    for unit in units {
        for head in ["", "ا.", "http://a.b/"] {
            let text = head.to_owned() + &unit.repeat(100_000 / unit.len());
            for tokenizer in &tokenizers {
                let end = tokenizer.tokens(&text).fold(0, |at, token| {
                    assert_eq!(token.span().start, at, "{head:?} {unit:?}");
                    token.span().end
                });
                assert_eq!(end, text.len(), "{head:?} {unit:?}");
            }
        }
    }
}

/// Words alone are looked for some hundred bytes at a time. What is odd stands anywhere in them, at their borders too.
#[test]
fn words_of_long_texts_are_those_of_tokens() {
    const USUAL: [&[&str]; 4] =
        [&["كلمة "], &["من ", "قال ", "والذي ", "بِسْمِ "], &["ab ", "من ", "12 ", "x. "], &["ك", " ", "ل", "َ", "1", "."]];
    let odd = "و6 ١٢ 3.5 ١،٢ 1,000 . ، ؛ : :// :) ؟ ... « » ( ) \" “ … – - _ a A.B www. @ @x #y x@y.com http://a.b/c ێ \
        ـ ٰ \u{64E} + ; < ﷺ ﻻ 😀 👨‍👩‍👧 ❤️ \u{200F} \u{200D} \u{200C} \u{FEFF} é ñ \u{301} 漢 か א ק\u{5F3} \u{E33} \
        \u{A0} \u{202F} \u{200A} 50% 1/2 12:30 \u{661}\u{66B}\u{662} ص.ب د.";
    let odd: Vec<&str> = odd.split_whitespace().chain(["\u{A0}", "\u{202F}", "\u{200A}"]).collect();
    let tokenizers = [
        Tokenizer::new(),
        Tokenizer::builder().all(false).build(),
        Tokenizer::builder().all(false).tailoring(Tailoring::SpaceRun, true).build(),
        Tokenizer::builder().tailoring(Tailoring::LetterDigit, false).tailoring(Tailoring::NumberColon, false).build(),
    ];
    let mut random = Random(0x5EED_u64);
    let mut words = 0;
    for _ in 0..4000 {
        let (usual, rare) = (USUAL[random.below(4)], 1 + random.below(40));
        let mut text = String::new();
        for _ in 0..40 + random.below(400) {
            if random.below(rare) == 0 {
                text += odd[random.below(odd.len())];
                text += if random.below(2) == 0 { " " } else { "" };
            } else {
                text += usual[random.below(usual.len())];
            }
        }
        let tokenizer = &tokenizers[random.below(tokenizers.len())];
        let expected: Vec<Token<'_>> = tokenizer.tokens(&text).filter(|token| token.kind().is_word_like()).collect();
        let mut one_by_one = tokenizer.words(&text);
        for &word in &expected {
            assert_eq!(one_by_one.next(), Some(word), "{text:?}");
        }
        assert_eq!(one_by_one.next(), None, "{text:?}");
        words += expected.len();
        // `for_each` has a way of its own.
        let mut expected = expected.into_iter();
        tokenizer.words(&text).for_each(|word| assert_eq!(Some(word), expected.next(), "{text:?}"));
        assert_eq!(expected.next(), None, "{text:?}");
    }
    assert!(words > 300_000, "{words}");
}

#[test]
fn tailorings_have_names() {
    for tailoring in Tailoring::ALL {
        assert_eq!(tailoring.name().parse(), Ok(tailoring));
        assert_eq!(tailoring.to_string(), tailoring.name());
        assert!(tailoring.reason().ends_with('.'), "{tailoring}");
        assert_eq!(Tokenizer::new().has(tailoring), tailoring.default(), "{tailoring}");
        // However often it is said.
        for on in [true, false] {
            let twice = Tokenizer::builder().tailoring(tailoring, on).tailoring(tailoring, on).build();
            assert_eq!(twice.has(tailoring), on, "{tailoring}");
        }
    }
    let error = "letter-digits".parse::<Tailoring>().unwrap_err().to_string();
    assert!(error.contains(" letter-digit,"), "{error}");
}

#[test]
fn a_tokenizer_is_shared() {
    fn shared<T: Clone + std::fmt::Debug + Send + Sync>(_: &T) {}
    let tokenizer = Tokenizer::new();
    shared(&tokenizer);
    shared(&tokenizer.tokens("سلام"));
    shared(&tokenizer.words("سلام"));
}

/// Punctuation that is a letter to UAX #29 joins the letters beside it, as long as no tailoring says otherwise.
#[test]
fn letters_that_look_like_punctuation_join() {
    let uax29 = Tokenizer::builder().all(false).build();
    for text in ["\u{5F3}\u{10800}", "\u{55A}ب", "\u{55B}\u{55B}", "\u{55E}a"] {
        assert_eq!(uax29.tokens(text).map(|token| token.text()).collect::<Vec<_>>(), [text]);
    }
}
