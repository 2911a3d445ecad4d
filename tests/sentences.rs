//! Does the segmenter find the sentences a linguist wrote down, and do its laws hold on any text?

use naskh::{Ellipsis, Level, LineBreaks, Quotes, Sentence, SentenceSegmenter, Tokenizer};
use proptest::prelude::*;
use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    sentences: Vec<String>,
    known_bad: Option<Vec<String>>,
    #[serde(default)]
    options: Options,
    why: String,
    #[expect(dead_code, reason = "for the reader of the file")]
    origin: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Options {
    line_breaks: Option<String>,
    ellipsis: Option<String>,
    quotes: Option<String>,
    level: Option<String>,
}

impl Options {
    fn segmenter(&self) -> SentenceSegmenter {
        let mut builder = SentenceSegmenter::builder();
        match self.line_breaks.as_deref() {
            None => {}
            Some("blank") => builder = builder.line_breaks(LineBreaks::BlankLineOnly),
            Some(other) => panic!("line_breaks = {other:?}"),
        }
        match self.ellipsis.as_deref() {
            None => {}
            Some("break") => builder = builder.ellipsis(Ellipsis::Break),
            Some("join") => builder = builder.ellipsis(Ellipsis::Join),
            Some(other) => panic!("ellipsis = {other:?}"),
        }
        match self.quotes.as_deref() {
            None => {}
            Some("cut") => builder = builder.quotes(Quotes::Cut),
            Some(other) => panic!("quotes = {other:?}"),
        }
        match self.level.as_deref() {
            None => {}
            Some("clause") => builder = builder.level(Level::Clause),
            Some(other) => panic!("level = {other:?}"),
        }
        builder.build()
    }
}

fn trimmed<'t>(segmenter: &SentenceSegmenter, text: &'t str) -> Vec<&'t str> {
    segmenter.sentences(text).map(|s| s.trimmed().text()).collect()
}

fn ends(segmenter: &SentenceSegmenter, text: &str) -> Vec<usize> {
    segmenter.sentences(text).map(|s| s.span().end).collect()
}

/// Every option on its own and some together.
pub(crate) fn segmenters() -> Vec<SentenceSegmenter> {
    let builder = SentenceSegmenter::builder;
    vec![
        SentenceSegmenter::new(),
        builder().line_breaks(LineBreaks::BlankLineOnly).build(),
        builder().quotes(Quotes::Cut).ellipsis(Ellipsis::Break).build(),
        builder().line_breaks(LineBreaks::BlankLineOnly).quotes(Quotes::Cut).ellipsis(Ellipsis::Join).build(),
        builder().level(Level::Clause).build(),
        builder().level(Level::Clause).line_breaks(LineBreaks::BlankLineOnly).build(),
    ]
}

#[test]
fn cases() {
    let file: Cases = toml::from_str(include_str!("data/sentences.toml")).expect("sentences.toml");
    assert!(file.case.len() > 60);
    let mut wrong = String::new();
    for case in &file.case {
        let found = trimmed(&case.options.segmenter(), &case.text);
        match &case.known_bad {
            Some(bad) => {
                assert_ne!(bad, &case.sentences, "{}: is not bad", case.why);
                assert_eq!(&found, bad, "{}: known-bad, but this is new", case.why);
            }
            None if found != case.sentences => {
                wrong += &format!("\n{}\n  found    {found:?}\n  expected {:?}\n", case.why, case.sentences);
            }
            None => {}
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Shaped like a page of news, written for this test.
const PAGE: &str = "تجدد الأمطار في الشمال... واستمرار الإنقاذ\n\nتجدد الأمطار في الشمال... واستمرار عمليات الإنقاذ\n\n\
    20 فبراير 2020\nفرق الإنقاذ تعبر الوادي (وكالة الأنباء)\n+ الخط -\n\
    قالت هيئة الأرصاد، أمس الأربعاء، إن السيول بلغت \"ذروتها. ولن تعود\". وأضاف د. سالم الكندي لــ\"صحيفة المدينة\" \
    أن المياه ارتفعت 3.5 أمتار.\u{A0}\n\nوأكد المتحدث: \"أنقذنا عشرين أسرة، والبحث جار\"، مضيفاً: \"لن نتوقف\".  \n\n\
    وفي 16 يناير/كانون الثاني الماضي، سأل النواب: \"أين السدود؟\". ولم يجب أحد! هل من خطة؟ نعم.\n\n\
    القرى المعزولة \n\n\nوعن القرى قال م. خالد: «الطريق مقطوعة. سنفتحها قريباً». وانتهى المؤتمر.\n\nالمساهمون\n";

const PAGE_SENTENCES: &[&str] = &[
    "تجدد الأمطار في الشمال... واستمرار الإنقاذ",
    "تجدد الأمطار في الشمال... واستمرار عمليات الإنقاذ",
    "20 فبراير 2020",
    "فرق الإنقاذ تعبر الوادي (وكالة الأنباء)",
    "+ الخط -",
    "قالت هيئة الأرصاد، أمس الأربعاء، إن السيول بلغت \"ذروتها. ولن تعود\".",
    "وأضاف د. سالم الكندي لــ\"صحيفة المدينة\" أن المياه ارتفعت 3.5 أمتار.",
    "وأكد المتحدث: \"أنقذنا عشرين أسرة، والبحث جار\"، مضيفاً: \"لن نتوقف\".",
    "وفي 16 يناير/كانون الثاني الماضي، سأل النواب: \"أين السدود؟\".",
    "ولم يجب أحد!",
    "هل من خطة؟",
    "نعم.",
    "القرى المعزولة",
    "وعن القرى قال م. خالد: «الطريق مقطوعة. سنفتحها قريباً».",
    "وانتهى المؤتمر.",
    "المساهمون",
];

#[test]
fn news_page() {
    assert_eq!(trimmed(&SentenceSegmenter::new(), PAGE), PAGE_SENTENCES);
}

#[test]
fn trimmed_keeps_its_span() {
    let text = "\n\n سطر أول \u{A0}\nسطر ثان";
    for sentence in SentenceSegmenter::new().sentences(text) {
        let trimmed: Sentence = sentence.trimmed();
        assert_eq!(&text[trimmed.span()], trimmed.text());
        assert!(!trimmed.text().starts_with(char::is_whitespace) && !trimmed.text().ends_with(char::is_whitespace));
    }
}

/// One lost quotation mark changes no boundary but inside the sentence it is lost from.
#[test]
fn a_lost_quotation_mark_stays_local() {
    let text = format!(
        "{PAGE}\n\nقال: \"أولا. ثانيا\" ثم \"ثالثا. رابعا\" وذهب. وكان \"خامسا. (سادسا. سابعا) ثامنا\" هنا. انتهى. {PAGE}"
    );
    let segmenter = SentenceSegmenter::new();
    let whole: Vec<_> = segmenter.sentences(&text).map(|s| s.span()).collect();
    let mut lost = 0;
    for (at, mark) in text.match_indices(['"', '«', '»', '(', ')']) {
        let damaged = [&text[..at], &text[at + mark.len()..]].concat();
        let home = whole.iter().find(|s| s.contains(&at)).expect("a sentence");
        let outside = |end: &usize| *end <= home.start || *end >= home.end;
        let expected: Vec<_> = whole.iter().map(|s| s.end).filter(outside).collect();
        let found: Vec<_> = ends(&segmenter, &damaged)
            .into_iter()
            .map(|end| if end > at { end + mark.len() } else { end })
            .filter(outside)
            .collect();
        assert_eq!(found, expected, "without the {mark} at {at}, in {:?}", &text[home.clone()]);
        lost += 1;
    }
    assert_eq!(lost, 36);
}

/// The same on real text: each mark of each document deleted in turn. Outside the paragraph nothing changes, and inside
/// it at most the sentence that lost the mark.
#[test]
fn never_a_runaway() {
    const DOCUMENTS: [&str; 5] = [
        include_str!("data/documents/article.txt"),
        include_str!("data/documents/mixed.txt"),
        include_str!("data/documents/pud-sample.txt"),
        include_str!("data/documents/social.txt"),
        include_str!("data/documents/vocalised.txt"),
    ];
    let segmenter = SentenceSegmenter::new();
    let mut lost = 0;
    for text in DOCUMENTS {
        let whole: Vec<_> = segmenter.sentences(text).map(|s| s.span()).collect();
        for (at, mark) in text.match_indices(['"', '«', '»', '“', '”', '(', ')', '[', ']', '﴿', '﴾', '‹', '›'])
        {
            let damaged = [&text[..at], &text[at + mark.len()..]].concat();
            let home = whole.iter().find(|s| s.contains(&at)).expect("a sentence");
            let outside = |end: &usize| *end <= home.start || *end >= home.end;
            let expected: Vec<_> = whole.iter().map(|s| s.end).filter(outside).collect();
            let found: Vec<_> = ends(&segmenter, &damaged)
                .into_iter()
                .map(|end| if end > at { end + mark.len() } else { end })
                .filter(outside)
                .collect();
            assert_eq!(found, expected, "without the {mark} at {at}, in {:?}", &text[home.clone()]);
            lost += 1;
        }
    }
    assert!(lost > 100, "{lost}");
}

/// A mark too many, anywhere, changes no boundary outside its paragraph.
#[test]
fn a_stray_quotation_mark_stays_in_its_paragraph() {
    let segmenter = SentenceSegmenter::new();
    let whole = ends(&segmenter, PAGE);
    for (at, _) in PAGE.char_indices() {
        let paragraph =
            PAGE[..at].rfind('\n').map_or(0, |i| i + 1)..PAGE[at..].find('\n').map_or(PAGE.len(), |i| at + i);
        for mark in ["\"", "«", "»", "(", ")", "“"] {
            let damaged = [&PAGE[..at], mark, &PAGE[at..]].concat();
            // A boundary is where the next sentence begins; compare those that no paragraph edge is between.
            let back = ends(&segmenter, &damaged).into_iter().map(|end| if end > at { end - mark.len() } else { end });
            let outside = |end: &usize| *end < paragraph.start || *end > paragraph.end;
            let found: Vec<_> = back.filter(outside).collect();
            let expected: Vec<_> = whole.iter().copied().filter(outside).collect();
            assert_eq!(found, expected, "with {mark} at {at}");
        }
    }
}

/// However many marks a terminator carries, it keeps them.
#[test]
fn a_cluster_is_never_cut() {
    for stop in [".", "؟", "。", ".😀", "۝٢", ". "] {
        let text = format!("كتاب{stop}{}ثم عاد. انتهى.", "\u{651}".repeat(40));
        let clusters: Vec<_> = text.grapheme_indices(true).map(|(i, _)| i).chain([text.len()]).collect();
        for segmenter in segmenters() {
            assert!(ends(&segmenter, &text).iter().all(|end| clusters.contains(end)), "{text:?}");
        }
    }
}

#[test]
fn a_quotation_is_protected_up_to_its_reach() {
    let segmenter = SentenceSegmenter::new();
    let quote = |n: usize| format!("قال «{}». وسكت.", "نعم. ".repeat(n).trim_end_matches(['.', ' ']));
    assert_eq!(segmenter.sentences(&quote(100)).count(), 2);
    // Too long to be held together: cut at every stop.
    assert_eq!(segmenter.sentences(&quote(200)).count(), 201);
}

/// The reach is counted from the quotation, not from the sentence, and a quotation in the second half of a long sentence is
/// one as well.
#[test]
fn a_quotation_is_protected_late_in_its_sentence() {
    let text = format!("{}قال «نعم. لا». وسكت.", "كلمة ".repeat(200));
    assert_eq!(SentenceSegmenter::new().sentences(&text).count(), 2);
}

/// What stands more than 64 bytes behind a stop was not meant when it was written: it is a new sentence even behind a title.
#[test]
fn a_gap_has_a_limit() {
    let count = |spaces| SentenceSegmenter::new().sentences(&format!("جاء د.{}أحمد.", " ".repeat(spaces))).count();
    assert_eq!([1, 63, 64, 65, 66, 200].map(count), [1, 1, 1, 2, 2, 2]);
}

/// What ends a quotation may end the sentence, but of a page of exclamation marks nobody asks it.
#[test]
fn the_end_of_a_quotation_has_a_limit() {
    let count = |marks| {
        let text = format!("صاح «النجدة{}» الليل طويل.", "!".repeat(marks));
        SentenceSegmenter::new().sentences(&text).count()
    };
    assert_eq!((count(1), count(64), count(65), count(1000)), (2, 2, 1, 1));
}

/// A word is read to 256 bytes, marks and all; what is longer is no word of the data file.
#[test]
fn a_word_has_a_limit() {
    let segmenter = SentenceSegmenter::new();
    // With the joiner an odd number of bytes, so that no mark stands at the limit itself.
    let title = |joiner: &str, marks| format!("جاء د{}{joiner}. أحمد.", "\u{64B}".repeat(marks));
    assert_eq!(segmenter.sentences(&title("", 128)).count(), 1);
    assert_eq!(segmenter.sentences(&title("", 129)).count(), 2);
    assert_eq!(segmenter.sentences(&title("\u{200D}", 126)).count(), 1);
    assert_eq!(segmenter.sentences(&title("\u{200D}", 127)).count(), 2);
    let link = |joiner: &str, marks| format!("جاء... ثم{joiner}{} غاب.", "\u{64B}".repeat(marks));
    assert_eq!(segmenter.sentences(&link("", 126)).count(), 1);
    assert_eq!(segmenter.sentences(&link("", 127)).count(), 2);
    assert_eq!(segmenter.sentences(&link("\u{200D}", 124)).count(), 1);
    assert_eq!(segmenter.sentences(&link("\u{200D}", 125)).count(), 2);
}

/// Up to four marks may open before a word that goes on with the sentence.
#[test]
fn a_word_is_read_behind_four_openers() {
    let count = |openers| {
        let text = format!("فكر طويلا... {}ثم عاد.", "«".repeat(openers));
        SentenceSegmenter::new().sentences(&text).count()
    };
    assert_eq!([0, 1, 2, 3, 4, 5].map(count), [1, 1, 1, 1, 1, 2]);
}

/// White space, then nothing: neither panics nor runs away.
#[test]
fn hostile_texts_tile() {
    let units = [
        "\u{64B}",
        "ب",
        ".",
        "؟",
        ". ",
        "([{«\"'`",
        "(«“",
        "\" «",
        "د. ",
        " ",
        "\n",
        "\u{200D}",
        "http://a.b/",
        "\u{FDFA}",
        "«. ",
        "(«. ",
        "\"ا. ",
        "اب.اب",
        "1. ",
        "1.",
        ". 😀 ",
        ".[1]",
        "ق.م. ",
        "۝٢",
        "﴿٣",
        ".\u{64B}",
        ". \u{200F}",
        ":)",
    ];
    for segmenter in segmenters() {
        for unit in units {
            let text = unit.repeat(200_000 / unit.len());
            assert_laws(&segmenter, &text, 3);
        }
    }
}

/// Sentences tile the text, are never empty, begin with no white space but at the head of the text (or if it carries a mark), and the text from any
/// boundary on has the same ones.
fn assert_laws(segmenter: &SentenceSegmenter, text: &str, restarts: usize) {
    let mut at = 0;
    let mut bounds = Vec::new();
    for sentence in segmenter.sentences(text) {
        let span = sentence.span();
        assert_eq!(span.start, at, "a gap in {text:?}");
        assert_eq!(&text[span.clone()], sentence.text());
        assert!(!span.is_empty());
        if at > 0 && sentence.text().starts_with(char::is_whitespace) {
            let cluster = sentence.text().graphemes(true).next().unwrap();
            assert!(cluster.chars().count() > 1, "white space at {at} in {text:?}");
        }
        at = span.end;
        bounds.push(at);
    }
    assert_eq!(at, text.len());
    let step = (bounds.len() / restarts).max(1);
    for (i, &bound) in bounds.iter().enumerate().step_by(step) {
        let rest: Vec<_> = ends(segmenter, &text[bound..]).into_iter().map(|end| end + bound).collect();
        assert_eq!(rest, bounds[i + 1..], "from {bound} in {text:?}");
    }
}

pub(crate) fn hostile() -> impl Strategy<Value = String> {
    const ATOMS: &[&str] = &[
        "د",
        "ود",
        "م",
        "أ",
        "ق.م",
        "ص.ب",
        "إلخ",
        "هـ",
        "فيتامين",
        "قال",
        "وقال",
        "ثم",
        "التي",
        "كتاب",
        "بٌ",
        "\u{651}",
        "ـ",
        "لــ",
        "مصر",
        ".",
        ".",
        ".",
        "..",
        "...",
        "…",
        "؟",
        "!",
        "۔",
        "。",
        "،",
        "؛",
        ":",
        ",",
        " ",
        " ",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\r\n",
        "\u{85}",
        "\u{2028}",
        "\u{2029}",
        "\u{A0}",
        "\u{200F}",
        "\u{200D}",
        "\u{FEFF}",
        "\"",
        "\"",
        "«",
        "»",
        "“",
        "”",
        "(",
        ")",
        "[",
        "]",
        "﴿",
        "﴾",
        "۝",
        "٢",
        "1",
        "2020",
        "3.5",
        "[1]",
        "😀",
        "👍🏽",
        ":)",
        "-",
        "/",
        "@",
        "a",
        "A",
        "x.com",
        "http://",
        "%",
        "é",
        "漢",
        "𐰀",
    ];
    proptest::collection::vec(proptest::sample::select(ATOMS), 0..40).prop_map(|v| v.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn laws_on_hostile_texts(text in hostile()) {
        for segmenter in segmenters() {
            assert_laws(&segmenter, &text, usize::MAX);
        }
    }

    #[test]
    fn laws_on_any_text(text in "\\PC{0,60}") {
        for segmenter in segmenters() {
            assert_laws(&segmenter, &text, usize::MAX);
        }
    }

    /// No token of the whole text crosses a sentence end, no grapheme cluster neither.
    #[test]
    fn no_token_crosses_a_sentence(text in hostile()) {
        let tokens: Vec<_> = Tokenizer::new().tokens(&text).map(|t| t.span().end).collect();
        for end in ends(&SentenceSegmenter::new(), &text) {
            prop_assert!(tokens.binary_search(&end).is_ok(), "{end} in {text:?}");
        }
    }

    /// With single line breaks as ends, every line break is one.
    #[test]
    fn no_sentence_crosses_a_line(text in hostile()) {
        for sentence in SentenceSegmenter::new().sentences(&text) {
            let inner = sentence.text().trim_matches(|c: char| c.is_whitespace() || "\u{200F}\u{200D}\u{FEFF}".contains(c));
            prop_assert!(!inner.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']), "{inner:?} in {text:?}");
        }
    }
}
