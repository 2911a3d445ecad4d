//! Does a text that arrives in pieces have the sentences of the whole, wherever it is cut?

use crate::laws::{streamed, whole};
use crate::sentences::{hostile, segmenters};
use naskh::{Level, LineBreaks, SentenceSegmenter};
use proptest::prelude::*;

const DOCUMENTS: &[&str] = &[
    include_str!("data/documents/article.txt"),
    include_str!("data/documents/mixed.txt"),
    include_str!("data/documents/pud-sample.txt"),
    include_str!("data/documents/social.txt"),
    include_str!("data/documents/vocalised.txt"),
];

/// What trips a walk at its end: each is cut at every place.
const HOSTILE: &[&str] = &[
    "قال: «نعم. لا» ثم (ذهب. عاد) وسكت... وقال. \u{200F}\n\u{200E}\nنعم.",
    "زر موقع.مصر أو اب.اب-اب.مصر/a وكتب.«وبدأ. ثم» عاد.[12] و«كلمة.",
    "الرحيم ۝٣ مالك ﴿٤﴾ إياك ﴿٥ نعبد ۝٦",
    "د. أحمد و\u{64E}د. سالم. فيتامين ج. ٣. نقطة. 5 م. طويل. ق.م. وبعد. إلخ. التي",
    "نعم! 😀 \u{1F44D}\u{1F3FD} ;-) :P :-D لا. :-Da … \" ؟! \" ...و.. ثم",
    "Mr. a. B.c 3.5. x@y.zz. http://a.b/.c \r\n\r\n \u{85}\u{2028}\u{2029}z\u{C}",
    "(؟) (!) \u{64B}.\u{64B} . \u{64B}« » \u{FEFF} \u{200D}",
    "1. ٢. 3.1. اب.\u{651}اب \u{640}. \u{640}",
];

fn all_segmenters() -> Vec<SentenceSegmenter> {
    let builder = SentenceSegmenter::builder;
    let mut all = segmenters();
    for max in [0, 7, 40, 300] {
        all.push(builder().max_bytes(max).build());
    }
    all.push(builder().max_bytes(25).line_breaks(LineBreaks::BlankLineOnly).build());
    all.push(builder().max_bytes(25).level(Level::Clause).build());
    all.push(SentenceSegmenter::uax29());
    all.push(builder().uax29().max_bytes(25).build());
    all
}

#[test]
fn documents_cut_anywhere() {
    for segmenter in all_segmenters() {
        for document in DOCUMENTS {
            let expected = whole(&segmenter, document);
            let bytes = document.as_bytes();
            for size in [1, 2, 3, 5, 7, 64, 1000] {
                assert_eq!(streamed(&segmenter, bytes.chunks(size)), expected, "{segmenter:?}, pieces of {size}");
            }
        }
    }
}

/// Two pieces, cut at every byte of every document's first kilobytes.
#[test]
fn documents_cut_in_two() {
    let segmenter = SentenceSegmenter::new();
    for document in DOCUMENTS {
        let text = &document[..document.floor_char_boundary(3000)];
        let expected = whole(&segmenter, text);
        for cut in 0..=text.len() {
            let (head, tail) = text.as_bytes().split_at(cut);
            assert_eq!(streamed(&segmenter, [head, tail]), expected, "cut at {cut}");
        }
    }
}

#[test]
fn hostile_strings_cut_anywhere() {
    for segmenter in all_segmenters() {
        for text in HOSTILE {
            let expected = whole(&segmenter, text);
            for cut in 0..=text.len() {
                let (head, tail) = text.as_bytes().split_at(cut);
                assert_eq!(streamed(&segmenter, [head, tail]), expected, "{segmenter:?} {text:?} cut at {cut}");
            }
            assert_eq!(
                streamed(&segmenter, text.as_bytes().chunks(1)),
                expected,
                "{segmenter:?} {text:?} byte by byte"
            );
        }
    }
}

/// With a limit of so many bytes, the sentence is known when 1 KiB more has come, and not before.
#[test]
fn a_limit_is_a_limit_of_what_is_held_back() {
    for max in [4, 40, 300] {
        let segmenter = SentenceSegmenter::builder().max_bytes(max).build();
        let mut stream = segmenter.stream();
        stream.push("a".repeat(max + 1023)).unwrap();
        assert_eq!(stream.next_sentence(), None);
        stream.push("a").unwrap();
        assert_eq!(stream.next_sentence().map(|sentence| sentence.span()), Some(0..max));
    }
}

/// What stands further behind the limit decides nothing: else a stream, which has not seen it, would have other sentences.
#[test]
fn a_limit_looks_ahead_so_far() {
    let segmenter = SentenceSegmenter::builder().max_bytes(40).build();
    let text = format!("نعم.{}، لا. ثم", " ".repeat(2000));
    let expected = whole(&segmenter, &text);
    assert_eq!(expected[0].1.len(), 40);
    for size in [1, 64, 1000] {
        assert_eq!(streamed(&segmenter, text.as_bytes().chunks(size)), expected, "pieces of {size}");
    }
}

/// A quotation waits for its end, however much of the sentence stands before it.
#[test]
fn a_quotation_late_in_its_sentence() {
    let segmenter = SentenceSegmenter::new();
    let text = format!("{}قال «نعم. لا». وسكت.", "كلمة ".repeat(200));
    let expected = whole(&segmenter, &text);
    assert_eq!(expected.len(), 2);
    for size in [1, 2, 64, 1000] {
        assert_eq!(streamed(&segmenter, text.as_bytes().chunks(size)), expected, "pieces of {size}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_cuts(text in hostile(), sizes in proptest::collection::vec(1usize..12, 1..12)) {
        for segmenter in all_segmenters() {
            let mut rest = text.as_bytes();
            let mut pieces = Vec::new();
            for &size in sizes.iter().cycle() {
                let (piece, tail) = rest.split_at(size.min(rest.len()));
                pieces.push(piece);
                rest = tail;
                if rest.is_empty() {
                    break;
                }
            }
            prop_assert_eq!(streamed(&segmenter, pieces), whole(&segmenter, &text), "{:?} {:?}", segmenter, sizes);
        }
    }

    /// The limit holds, but for one character that is longer; pieces tile.
    #[test]
    fn forced_cuts(text in hostile(), max in 4usize..60) {
        for builder in [SentenceSegmenter::builder(), SentenceSegmenter::builder().uax29()] {
            let segmenter = builder.clone().max_bytes(max).build();
            let mut at = 0;
            for sentence in segmenter.sentences(&text) {
                prop_assert_eq!(sentence.span().start, at);
                prop_assert!(!sentence.text().is_empty() && sentence.text().len() <= max, "{:?}", sentence);
                at = sentence.span().end;
            }
            prop_assert_eq!(at, text.len());
            // Nothing changes where nothing is too long.
            let free = whole(&builder.build(), &text);
            if free.iter().all(|(_, sentence)| sentence.len() <= max) {
                prop_assert_eq!(whole(&segmenter, &text), free);
            }
        }
    }
}

/// A sentence is given when the next word is there, not later.
#[test]
fn nothing_waits_longer_than_it_must() {
    let cases = [
        ("انتهى الدرس. ", "خرج "),
        ("هل جئت؟ ", "ن"),
        ("قال: «نعم. لا». ", "ثم "),
        ("عنوان\n", "م"),
        ("نعم! ", "ن"),
        ("سكت... ", "الليل "),
    ];
    let segmenter = SentenceSegmenter::new();
    for (sentence, next) in cases {
        let mut stream = segmenter.stream();
        stream.push(sentence).unwrap();
        assert!(stream.next_sentence().is_none(), "{sentence:?} may go on");
        stream.push(next).unwrap();
        assert_eq!(stream.next_sentence().map(|s| s.text().to_owned()).as_deref(), Some(sentence), "before {next:?}");
    }
}

/// With a limit what is held back is bounded, and with every unit a sentence comes in the end.
#[test]
fn memory_is_bounded() {
    let builders = [SentenceSegmenter::builder(), SentenceSegmenter::builder().uax29()];
    for segmenter in builders.map(|builder| builder.max_bytes(100).build()) {
        for unit in ["ا", "\u{64B}", " ", ".", "ا ", "ا، ", "(", "\" «", "🇪🇬", "\n", "\u{200D}", "\u{200F}", "نعم. "]
        {
            let mut stream = segmenter.stream();
            for _ in 0..20_000 / unit.len() {
                for byte in unit.bytes() {
                    stream.push([byte]).unwrap();
                }
                while stream.next_sentence().is_some() {}
                assert!(stream.held() <= 100 + 1024 + 1024 / 16 + 8, "{unit:?}: {}", stream.held());
            }
        }
    }
}

/// Half a character is held like the rest.
#[test]
fn what_is_held_is_counted() {
    let segmenter = SentenceSegmenter::new();
    let mut stream = segmenter.stream();
    for (i, byte) in "نعم 😀".bytes().enumerate() {
        assert_eq!(stream.held(), i);
        stream.push([byte]).unwrap();
    }
}

/// A new text may come while sentences of the old one still wait.
#[test]
fn a_new_text_does_not_change_the_old_one() {
    let segmenter = SentenceSegmenter::new();
    let (old, new) = ("سكت الليل. نام الناس. ثم", "قام. ثم جاء");
    let spans = |text: &str, at: usize| {
        segmenter.sentences(text).map(|s| (s.span().start + at, s.text().to_owned())).collect::<Vec<_>>()
    };
    let expected = [spans(old, 0), spans(new, old.len())].concat();
    for taken in 0..4 {
        let (mut stream, mut got) = (segmenter.stream(), Vec::new());
        stream.push(old).unwrap();
        stream.finish().unwrap();
        let mut take = |stream: &mut naskh::SentenceStream<'_>, most| {
            for _ in 0..most {
                let Some(sentence) = stream.next_sentence() else { break };
                got.push((sentence.span().start, sentence.text().to_owned()));
            }
        };
        take(&mut stream, taken);
        stream.push(new).unwrap();
        take(&mut stream, 10);
        stream.finish().unwrap();
        take(&mut stream, 10);
        assert_eq!(got, expected, "{taken} taken before the new text");
    }
}

#[test]
fn wrong_bytes_are_told_with_their_place() {
    let segmenter = SentenceSegmenter::new();
    let text = "نعم. لا".as_bytes();
    let mut wrongs = 0;
    for cut in 0..=text.len() {
        for wrong in
            [&b"\xFF"[..], b"\x80", b"\xC0\x80", b"\xED\xA0\x80", b"\xF4\x90\x80\x80", b"\xD9\x20", b"\xF0\x9F\x98x"]
        {
            for pieces in [1, 2, 9] {
                let bytes = [&text[..cut], wrong].concat();
                // Half a character and the rest of it may be right, or not wrong yet.
                let Some(expected) =
                    std::str::from_utf8(&bytes).err().and_then(|error| error.error_len().map(|_| error.valid_up_to()))
                else {
                    continue;
                };
                wrongs += 1;
                let mut stream = segmenter.stream();
                let error = bytes.chunks(pieces).find_map(|piece| stream.push(piece).err());
                assert_eq!(error.map(|error| error.offset()), Some(expected), "{bytes:X?} in pieces of {pieces}");
                // What stood before them is there.
                stream.finish().unwrap();
                let mut got = String::new();
                while let Some(sentence) = stream.next_sentence() {
                    got += sentence.text();
                }
                assert_eq!(got.as_bytes(), &bytes[..expected]);
            }
        }
    }
    assert!(wrongs > 150);
    let mut stream = segmenter.stream();
    stream.push(&"نعم".as_bytes()[..5]).unwrap();
    assert_eq!(stream.finish().unwrap_err().offset(), 4);
    assert_eq!(stream.next_sentence().unwrap().text(), "نع");
    assert!(stream.next_sentence().is_none());
    // A new text.
    stream.push("لا. ثم ذهب.").unwrap();
    assert_eq!(stream.next_sentence().unwrap().span(), 4..10);
}
