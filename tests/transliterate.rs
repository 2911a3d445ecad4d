//! Transliteration: the way there, the way back, and what does not come back.

use crate::hostile::{cases, hostile_text};
use crate::oracles;
use naskh::Transliteration;
use proptest::prelude::*;
use std::borrow::Cow;
use std::collections::HashSet;

fn schemes() -> impl Iterator<Item = Transliteration> {
    Transliteration::ALL.iter().copied()
}

/// Each scheme against CAMeL Tools, both ways: `oracles/camel_charmaps.py` made the vectors.
#[test]
fn tables_are_those_of_camel_tools() {
    for scheme in schemes() {
        let to_latin = oracles::compare(
            |text| scheme.to_latin(text).into_owned(),
            &oracles::read(&format!("{scheme}-to-latin.txt")),
        );
        assert_eq!(to_latin, Ok(oracles::LEAST), "{scheme} to Latin");
        let to_arabic = oracles::compare(
            |text| scheme.to_arabic(text).into_owned(),
            &oracles::read(&format!("{scheme}-to-arabic.txt")),
        );
        assert_eq!(to_arabic, Ok(oracles::LEAST), "{scheme} to Arabic");
    }
}

/// Every scalar value: the two directions are inverse, and `check` tells which character does not come back.
#[test]
fn every_letter_comes_back() {
    for scheme in schemes() {
        let mut letters = HashSet::new();
        for c in '\0'..=char::MAX {
            let text = String::from(c);
            let there = scheme.to_latin(&text);
            let back = scheme.to_arabic(&there);
            assert_eq!(matches!(there, Cow::Owned(_)), scheme.latin(c).is_some());
            assert_eq!(scheme.check(&text).is_ok(), back == text, "{scheme} {c:?}");
            if let Some(latin) = scheme.latin(c) {
                assert_eq!((&*there, scheme.arabic(latin)), (&*String::from(latin), Some(c)), "{scheme}");
                assert!(letters.insert(latin));
            }
            if let Some(arabic) = scheme.arabic(c) {
                assert_eq!(scheme.latin(arabic), Some(c), "{scheme} {c:?}");
            }
        }
        assert_eq!(letters.len(), 51, "{scheme}");
        let ascii = letters.iter().all(char::is_ascii);
        assert_eq!(ascii, scheme != Transliteration::HabashSoudiBuckwalter, "{scheme}");
    }
}

#[test]
fn a_word_in_each_scheme() {
    let word = "\u{0622}\u{0650}\u{0634}\u{0651}\u{0623}\u{0629}\u{0652} \u{0638}\u{064B}\u{0671}\u{0670}\u{06AF}";
    let written = ["|i$~>po ZF{`G", "Mic~Opo ZFLeG", "|i$~Opo ZF{`G", "Āiš~Âħ. ĎãÄág"];
    for (scheme, written) in schemes().zip(written) {
        assert_eq!(scheme.to_latin(word), written, "{scheme}");
        assert_eq!(scheme.to_arabic(written), word, "{scheme}");
    }
}

#[test]
fn xml_needs_no_escapes_and_safe_no_signs() {
    let written = |scheme: Transliteration| ('\0'..=char::MAX).filter_map(move |c| scheme.latin(c));
    assert!(written(Transliteration::XmlBuckwalter).all(|c| !"<>&".contains(c)));
    assert!(written(Transliteration::SafeBuckwalter).all(|c| c.is_ascii_alphabetic() || "_~".contains(c)));
}

#[test]
fn errors_name_the_first_character() {
    let error = Transliteration::Buckwalter.check("٣ > ٢ كتب b").unwrap_err();
    assert_eq!((error.at(), error.character(), error.arabic()), (3, '>', 'أ'));
    assert_eq!("bw".parse::<Transliteration>().unwrap_err().to_string(), {
        "unknown transliteration; one of: buckwalter safe-buckwalter xml-buckwalter hsb"
    });
    for scheme in schemes() {
        assert_eq!(scheme.name().parse(), Ok(scheme));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(5_000), failure_persistence: None, ..ProptestConfig::default() })]

    /// A text comes back if and only if `check` says so; so does a Latin one without Arabic letters.
    #[test]
    fn round_trips(text in hostile_text(40), latin in "[ -~ĀÂŵĂŷħθðšĎςγãũĩáÄý]{0,40}") {
        for scheme in schemes() {
            let there = scheme.to_latin(&text);
            prop_assert_eq!(there.chars().count(), text.chars().count());
            prop_assert_eq!(scheme.to_arabic(&there) == text, scheme.check(&text).is_ok(), "{} {:?}", scheme, &text);
            let arabic = scheme.to_arabic(&latin);
            prop_assert!(scheme.to_latin(&arabic) == latin, "{} {:?}", scheme, &latin);
            let mut out = String::from("م");
            scheme.to_latin_into(&text, &mut out);
            prop_assert_eq!(&out[2..], &*there);
            out.truncate(2);
            scheme.to_arabic_into(&latin, &mut out);
            prop_assert_eq!(&out[2..], &*arabic);
        }
    }
}
