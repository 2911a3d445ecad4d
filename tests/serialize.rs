//! Does data come back as what it was, and is nothing believed that comes from outside?

use crate::{hostile, laws};
use naskh::{
    Abbreviation, Alignment, ChunkSize, Chunker, CompatTokenizer, Deleted, Ellipsis, Level, LineBreaks, Loss,
    MarkClass, Normalizer, Op, OpSet, OwnedTerm, Pipeline, Preset, Quotes, Scratch, SentenceSegmenter, Sign, Tailoring,
    TokenKind, Tokenizer, Transliteration, Unit,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Debug;

/// One name for a thing everywhere: on the command line, in the bindings, in data.
#[test]
fn names_are_those_of_the_library() {
    #[track_caller]
    fn named<T: Serialize + DeserializeOwned + PartialEq + Debug>(thing: T, name: &str) {
        assert_eq!(serde_json::to_value(&thing).unwrap(), json!(name));
        assert_eq!(serde_json::from_value::<T>(json!(name)).unwrap(), thing);
    }
    Preset::ALL.iter().for_each(|&preset| named(preset, preset.name()));
    Op::ALL.iter().for_each(|&op| named(op, op.name()));
    CompatTokenizer::ALL.iter().for_each(|&tokenizer| named(tokenizer, tokenizer.name()));
    Transliteration::ALL.iter().for_each(|&scheme| named(scheme, scheme.name()));
    TokenKind::ALL.iter().for_each(|&kind| named(kind, kind.name()));
    let text = "كتاب\u{200B} 5، + http://a.b a@b.com @name #topic 😀";
    let kinds: Vec<TokenKind> = Tokenizer::new().tokens(text).map(|token| token.kind()).collect();
    assert!(TokenKind::ALL.iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    for (unit, name) in [(Unit::Byte, "byte"), (Unit::Char, "char"), (Unit::Utf16, "utf16")] {
        named(unit, name);
    }
    Tailoring::ALL.iter().for_each(|&tailoring| named(tailoring, tailoring.name()));
    for sign in [
        Sign::JoinedBackwards,
        Sign::TaaMarbutaFirst,
        Sign::MarkFirst,
        Sign::ArticleLast,
        Sign::AlefMaksuraFirst,
        Sign::HamzaLast,
    ] {
        named(sign, sign.name());
    }
    named(Deleted::WithLetterBefore, "with-letter-before");
    named(Level::Clause, "clause");
    named(LineBreaks::BlankLineOnly, "blank-line-only");
    named(Quotes::Protect, "protect");
    named(Ellipsis::Auto, "auto");
    named(Abbreviation::Title, "title");
    named(Loss::Nothing, "nothing");
    named(MarkClass::Haraka, "haraka");
    assert_eq!(serde_json::to_value(ChunkSize::Words(200)).unwrap(), json!({"words": 200}));
    assert_eq!(serde_json::from_value::<ChunkSize>(json!({"chars": 5})).unwrap(), ChunkSize::Chars(5));
    let error = serde_json::from_value::<Preset>(json!("serch")).unwrap_err();
    assert!(error.to_string().contains("`search`"), "{error}");
}

#[test]
fn sets_are_lists_of_names() {
    for set in [OpSet::NONE, OpSet::TASHKEEL, OpSet::ALL, OpSet::of(&[Op::FoldYaa, Op::CustomRule, Op::Compatibility])]
    {
        let value = serde_json::to_value(set).unwrap();
        assert_eq!(serde_json::from_value::<OpSet>(value).unwrap(), set);
    }
    let two = OpSet::of(&[Op::FoldYaa, Op::StripTatweel]);
    assert_eq!(serde_json::to_value(two).unwrap(), json!(["strip-tatweel", "fold-yaa"]));
    assert!(serde_json::from_value::<OpSet>(json!(["fold-jaa"])).is_err());
}

#[test]
fn pieces_tell_what_their_accessors_tell() {
    let text = "قَالَ: نعم. ثم";
    let span = |start: usize, end: usize| json!({"start": start, "end": end});
    let token = Tokenizer::new().words(text).next().unwrap();
    assert_eq!(serde_json::to_value(token).unwrap(), json!({"text": "قَالَ", "span": span(0, 10), "kind": "word"}));
    let token = CompatTokenizer::LuceneStandard.tokens(text).next().unwrap();
    let expected = json!({"text": "قَالَ", "surface": "قَالَ", "span": span(0, 10), "kind": "<ALPHANUM>"});
    assert_eq!(serde_json::to_value(token).unwrap(), expected);
    let sentence = SentenceSegmenter::new().sentences(text).last().unwrap();
    assert_eq!(serde_json::to_value(sentence).unwrap(), json!({"text": "ثم", "span": span(20, 24)}));
    let chunk = Chunker::new(ChunkSize::Words(1)).chunks(text).last().unwrap();
    assert_eq!(serde_json::to_value(chunk).unwrap(), json!({"text": "ثم", "span": span(20, 24)}));
    let search = Pipeline::new(Preset::Search);
    let mut terms = Vec::new();
    search.for_each_term(text, &mut Scratch::default(), |term| terms.push(serde_json::to_value(term).unwrap()));
    let term = json!({"text": "قال", "surface": "قَالَ", "span": span(0, 10), "kind": "word", "sentence": 0});
    assert_eq!(terms[0], term);
    let edit = search.normalizer().explain(text).next().unwrap();
    let expected = json!({"span": span(2, 4), "from": "\u{64E}", "to": "", "op": "strip-harakat"});
    assert_eq!(serde_json::to_value(&edit).unwrap(), expected);
    let terms = search.terms(text);
    let back: Vec<OwnedTerm> = serde_json::from_value(serde_json::to_value(&terms).unwrap()).unwrap();
    assert_eq!(back, terms);
}

fn data(map: &Alignment) -> Value {
    serde_json::to_value(map).unwrap()
}

/// What is asked of an alignment that got through.
fn ask(map: &Alignment) {
    let most = map.original_len().max(map.normalized_len()).min(1000) + 2;
    for start in 0..most {
        for end in [start, start + 1, most / 2, most] {
            for deleted in [Deleted::WithLetterBefore, Deleted::Apart] {
                let range = map.to_original_with(start..end, deleted);
                assert!(range.start <= range.end && range.end <= map.original_len());
            }
            let range = map.to_normalized(start..end);
            assert!(range.start <= range.end && range.end <= map.normalized_len());
        }
    }
    let both = Alignment::identity(map.original_len()).then(map).then(&Alignment::identity(map.normalized_len()));
    assert_eq!((both.original_len(), both.normalized_len()), (map.original_len(), map.normalized_len()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(hostile::cases(300)))]

    #[test]
    fn alignments_come_back(text in hostile::hostile_text(80), second in 0..Preset::ALL.len()) {
        for normalizer in laws::normalizers() {
            let first = normalizer.normalize_aligned(&text);
            let next = Normalizer::new(Preset::ALL[second]).normalize_aligned(first.text());
            for map in [first.alignment(), next.alignment(), &first.alignment().then(next.alignment())] {
                prop_assert_eq!(&serde_json::from_value::<Alignment>(data(map)).unwrap(), map);
            }
        }
    }

    /// Numbers of an alignment are changed: it is refused, or it is another one and answers.
    #[test]
    fn a_damaged_alignment_is_refused_or_holds(
        text in hostile::hostile_text(40),
        preset in 0..Preset::ALL.len(),
        damage in prop::collection::vec((0..4usize, any::<prop::sample::Index>(), prop_oneof![0..200u64, any::<u64>()]), 1..3),
    ) {
        let normalizer = Normalizer::new(Preset::ALL[preset]);
        let mut value = data(normalizer.normalize_aligned(&text).alignment());
        for (which, place, number) in damage {
            match which {
                0 => value["original_len"] = json!(number),
                1 => value["normalized_len"] = json!(number),
                2 => {
                    let kept = value["kept"].as_array_mut().unwrap();
                    match kept.len() {
                        0 => kept.push(json!(number)),
                        len => kept[place.index(len)] = json!(number),
                    }
                }
                _ => {
                    let groups = value["groups"].as_array_mut().unwrap();
                    if groups.is_empty() {
                        groups.push(json!({"original": {"start": 0, "end": 2}, "normalized": {"start": 0, "end": 0}}));
                    }
                    let index = place.index(4 * groups.len());
                    let side = if index % 2 == 0 { "original" } else { "normalized" };
                    let end = if index / 2 % 2 == 0 { "start" } else { "end" };
                    groups[index / 4][side][end] = json!(number);
                }
            }
        }
        if let Ok(map) = serde_json::from_value::<Alignment>(value) {
            ask(&map);
        }
    }
}

#[test]
fn what_is_no_alignment_is_refused() {
    let text = "أُمَّةٌ ٣٫٥ ﷺ";
    let normalizer = Normalizer::builder().preset(Preset::Search).op(Op::SpellPhrases, true).build().unwrap();
    let good = data(normalizer.normalize_aligned(text).alignment());
    ask(&serde_json::from_value(good.clone()).unwrap());
    let groups = good["groups"].as_array().unwrap().len();
    assert!(groups > 2 && good.get("counts").is_none(), "{good}");
    let with = |path: &str, new: Value| {
        let mut value = good.clone();
        *value.pointer_mut(path).unwrap() = new;
        serde_json::from_value::<Alignment>(value).unwrap_err().to_string()
    };
    let kept = good["kept"][0].as_u64().unwrap();
    let length = text.len() as u64;
    for (path, new, why) in [
        ("/original_len", json!(length + 64), "keeps other bytes"),
        ("/kept/0", json!(kept | 1 << length), "keeps other bytes"),
        ("/kept", json!([]), "changes nothing"),
        ("/normalized_len", json!(1), "another length"),
        ("/kept/0", json!(0), "groups"),
        ("/groups", json!([]), "another length"),
        ("/groups/0/original/end", json!(u64::MAX), "groups"),
        ("/groups/0/original/end", good["groups"][0]["original"]["start"].clone(), "groups"),
        ("/groups/1/original/start", json!(0), "groups"),
        ("/groups/0/normalized/start", json!(u64::MAX), "groups"),
        (&*format!("/groups/{}/normalized/end", groups - 1), json!(u64::MAX), "another length"),
    ] {
        let error = with(path, new);
        assert!(error.contains(why), "{path}: {error}");
    }
}
