//! Sentences, terms and spans of whole documents, and of text nobody would write.

use crate::hostile::{cases, hostile_text};
use crate::laws;
use naskh::{Normalizer, Pipeline, Preset, Scratch, SentenceSegmenter, TokenKind, Tokenizer};
use proptest::prelude::*;

const DOCUMENTS: &[&str] = &[
    include_str!("data/documents/article.txt"),
    include_str!("data/documents/mixed.txt"),
    include_str!("data/documents/pud-sample.txt"),
    include_str!("data/documents/social.txt"),
    include_str!("data/documents/vocalised.txt"),
];

#[test]
fn documents_keep_the_laws() {
    for preset in laws::own() {
        for text in DOCUMENTS {
            assert!(laws::pipeline(preset, text) > 500);
        }
    }
}

#[test]
fn a_surface_normalises_to_its_term() {
    for preset in laws::own() {
        let normalizer = Normalizer::new(preset);
        for text in DOCUMENTS {
            for term in Pipeline::new(preset).terms(text) {
                assert_eq!(normalizer.normalize(&text[term.span()]), term.text(), "{preset}");
            }
        }
    }
}

/// By what they are, not by the texts around them; and that is all they print.
#[test]
fn terms_are_equal_in_whatever_texts() {
    let pipeline = Pipeline::new(Preset::Search);
    let (mut scratch, mut others, mut compared) = (Scratch::default(), Scratch::default(), 0);
    pipeline.for_each_sentence("كَتَبَ نعم", &mut scratch, |sentence| {
        for (other, equal) in [("كَتَبَ لا", true), ("كَتبَ لا", false), (" كَتَبَ", false)] {
            pipeline.for_each_sentence(other, &mut others, |other| {
                let (terms, others): (Vec<_>, Vec<_>) = (sentence.terms().collect(), other.terms().collect());
                assert_eq!(terms[0] == others[0], equal, "{:?} {:?}", terms[0], others[0]);
                assert_ne!(terms[1], others[0]);
                let printed =
                    format!("Term {{ text: {:?}, surface: {:?}, start: 0, kind: Word, sentence: 0 }}", "كتب", "كَتَبَ");
                assert_eq!(format!("{:?}", terms[0]), printed);
                compared += 1;
            });
        }
    });
    assert_eq!(compared, 3);
}

#[test]
fn sentences_tile_and_hold_their_tokens() {
    let (segmenter, tokenizer) = (SentenceSegmenter::new(), Tokenizer::new());
    for text in DOCUMENTS {
        let joined: String = segmenter.sentences(text).map(|sentence| sentence.text()).collect();
        assert_eq!(joined, *text);
        let ends: Vec<_> = segmenter.sentences(text).map(|sentence| sentence.span().end).collect();
        for token in tokenizer.tokens(text).filter(|token| token.kind() != TokenKind::Space) {
            let inside = |end: &usize| token.span().start < *end && *end < token.span().end;
            assert!(!ends.iter().any(inside), "{token:?} crosses the end of a sentence");
        }
    }
}

/// What a reader sees of a news page: headline, dateline and button are sentences of their own, quotes stand apart
/// from their words, and a full stop after a closing quote ends the sentence after the quote.
#[test]
fn the_news_page_is_read_as_a_reader_would() {
    let text = DOCUMENTS[0];
    let mut sentences: Vec<String> = Vec::new();
    let mut words: Vec<(String, String)> = Vec::new();
    Pipeline::new(Preset::Search).for_each_sentence(text, &mut Scratch::default(), |sentence| {
        sentences.push(sentence.sentence().trimmed().text().to_owned());
        let terms = sentence.terms().map(|term| (term.surface().to_owned(), term.text().to_owned()));
        words.extend(terms);
    });
    let has = |line: &str| sentences.iter().any(|sentence| sentence == line);
    assert!(has("+ الخط -") && has("20 فبراير 2020"));
    assert_eq!(sentences[0], text.lines().next().unwrap().trim());
    let pairs: Vec<(&str, &str)> = words.iter().map(|(surface, term)| (surface.as_str(), term.as_str())).collect();
    let find = |wanted: &[(&str, &str)]| pairs.windows(wanted.len()).any(|window| window == wanted);
    assert!(find(&[("لــ", "ل"), ("\"", "\""), ("الصحيفة", "الصحيفه"), ("الجديدة", "الجديده"), ("\"", "\"")]));
    assert!(find(&[("يناير", "يناير"), ("/", "/"), ("كانون", "كانون"), ("الثاني", "الثاني")]));
    assert!(sentences.iter().any(|sentence| sentence.ends_with("\".")));
    assert!(!sentences.iter().any(|sentence| sentence.starts_with(['.', '"', '\u{A0}']) && sentence.len() < 8));
    assert!(text.contains('\u{A0}') && !words.iter().any(|(surface, _)| surface.contains('\u{A0}')));
}

/// A control at the edge of a word is in no span; inside it is.
#[test]
fn a_span_begins_and_ends_with_what_is_seen() {
    let text = "\u{200F}كتاب\u{200F} \u{202B}جد\u{200F}يد\u{202C} \u{AD}كبير\u{FEFF}";
    for preset in laws::own() {
        let terms = Pipeline::new(preset).terms(text);
        let surfaces: Vec<&str> = terms.iter().map(|term| &text[term.span()]).collect();
        assert_eq!(surfaces, ["كتاب", "جد\u{200F}يد", "كبير"], "{preset}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(4_000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hostile_text_keeps_the_laws(text in hostile_text(60)) {
        for preset in laws::own() {
            laws::pipeline(preset, &text);
        }
    }
}
