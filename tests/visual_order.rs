//! Text in visual order is found, and sound text is not accused.

use crate::hostile::{cases, hostile_text};
use naskh::{Sign, visual_order};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

/// Sentences of UD Arabic-PUD, CC BY-SA 3.0: see `benches/data/ORIGINS.md`.
const NEWS: &str = include_str!("../benches/data/news.txt");
const SOUND: &[&str] = &[
    NEWS,
    include_str!("data/documents/pud-sample.txt"),
    include_str!("data/documents/article.txt"),
    include_str!("data/documents/mixed.txt"),
    include_str!("data/documents/social.txt"),
    include_str!("data/documents/vocalised.txt"),
];

fn signs(text: &str) -> Vec<(&str, Sign)> {
    visual_order(text).map(|damage| (&text[damage.span()], damage.sign())).collect()
}

/// As a program leaves it that writes from left to right what it sees; numbers and Latin words stay.
fn seen(line: &str) -> String {
    let mut out = String::new();
    for run in line.chars().rev().collect::<Vec<_>>().chunk_by(|a, b| a.is_ascii_graphic() == b.is_ascii_graphic()) {
        if run[0].is_ascii_graphic() { out.extend(run.iter().rev()) } else { out.extend(run) }
    }
    out
}

/// The same, each mark still behind its letter.
fn seen_by_clusters(line: &str) -> String {
    line.graphemes(true).rev().collect()
}

#[test]
fn sound_text_is_not_accused() {
    for text in SOUND {
        assert_eq!(signs(text), []);
    }
    for text in [
        "أهلا وسهلا، مثلا أصلا فضلا إجمالا",
        "شكرا ًجزيلا ًلكم جميعا ًأيها الأصدقاء",
        "مَثَلًا رَّجُلًا وَرَجُلًا سَلَمًا لِّرَجُلٍ هَلْ يَسْتَوِيَانِ مَثَلًا",
        "مِن سَبَإٍ بِنَبَإٍ يَقِينٍ",
        // Kazakh: words begin with alef maksura.
        "ىزدەۋ ىنتالى ىستەۋ ىزدەۋ ىنتالى ىستەۋ",
        // A list whose letters are counted off, and a heh that stands for the Hijri year.
        "ة - ى - أ - إ",
        "1445 \u{FEEB} 1446 \u{FEEB}",
        // Presentation forms in the order of reading, one word cut in two by a space.
        "\u{FE8D}\u{FEDF}\u{FEA4}\u{FEE4}\u{FEAA} \u{FEDF}\u{FEE0}\u{FEEA}",
        "\u{FE8D}\u{FEDF}\u{FEA4} \u{FEE4}\u{FEAA}",
    ] {
        assert_eq!(signs(text), [], "{text}");
    }
}

#[test]
fn each_sign_alone_and_together() {
    // مدرسة الحمد in final, medial and initial forms, read from the left.
    let forms = "\u{FEAA}\u{FEE4}\u{FEA4}\u{FEDF}\u{FE8D}";
    assert_eq!(signs(forms), [(forms, Sign::JoinedBackwards)]);
    assert_eq!(signs("قال ةسردملا بتك"), [("قال ةسردملا بتك", Sign::TaaMarbutaFirst)]);
    // Vowels before their letters, the article behind them; one alone is not enough.
    assert_eq!(signs("ُدْمَحْلٱ"), []);
    assert_eq!(signs("ُدْمَحْلٱ هلل ِّبَر َنيِمَلاَعْلٱ").first().map(|found| found.1), Some(Sign::MarkFirst));
    // ى at the head of words and the article at their end.
    let text = "ىلع باتكلا ىلإ تيبلا";
    assert_eq!(signs(text), [(text, Sign::ArticleLast)]);
    let names: std::collections::HashSet<_> = [
        Sign::JoinedBackwards,
        Sign::TaaMarbutaFirst,
        Sign::MarkFirst,
        Sign::ArticleLast,
        Sign::AlefMaksuraFirst,
        Sign::HamzaLast,
    ]
    .map(Sign::name)
    .into();
    assert_eq!(names.len(), 6);
}

#[test]
fn a_stretch_is_inside_a_line_and_points_into_the_text() {
    let text = "سطر سليم في المدرسة\nةديدجلا ةسردملا يف\r\nهذا سليم\nةنيدملا ةعماج\n";
    let found: Vec<_> = signs(text).into_iter().map(|(text, _)| text).collect();
    assert_eq!(found, ["ةديدجلا ةسردملا يف", "ةنيدملا ةعماج"]);
    // Inside a line: what is sound around it stays out; of إن and هي one cannot tell.
    let line = "قال الوزير في المدرسة إن ةديدجلا ةسردملا هي المدرسة الجديدة في المدينة";
    assert_eq!(signs(line), [("إن ةديدجلا ةسردملا هي", Sign::TaaMarbutaFirst)]);
}

/// Most lines of news are found when they are reversed, and the figure does not sink unseen.
#[test]
fn reversed_news_is_found() {
    let lines: Vec<&str> = NEWS.lines().filter(|line| line.split(' ').count() >= 8).collect();
    for reverse in [seen, seen_by_clusters] {
        let found = lines.iter().filter(|line| visual_order(&reverse(line)).next().is_some()).count();
        println!("{found} of {} lines", lines.len());
        assert!(lines.len() >= 200 && found * 100 >= 85 * lines.len(), "{found} of {}", lines.len());
    }
}

#[test]
fn hostile_lengths_take_linear_time() {
    for piece in ["ة", "\u{64E}", "ةسردملا ", "ةسردملا\n", "ا", "\u{FEE2}\u{FECB}", "ةسردملا المدرسة المدرسة "]
    {
        let text = piece.repeat(1_000_000 / piece.len());
        let found = visual_order(&text).map(|damage| damage.span().len()).sum::<usize>();
        assert!(found <= text.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(5_000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn stretches_are_in_order_and_on_boundaries(text in hostile_text(60), words in "[ةىأاللإ\u{64E} \n]{0,80}") {
        for text in [text, words] {
            let mut last = 0;
            for damage in visual_order(&text) {
                let span = damage.span();
                prop_assert!(last <= span.start && span.start < span.end);
                let words = &text[span.clone()];
                prop_assert!(!words.contains('\n') && words.trim() == words);
                last = span.end;
            }
        }
    }
}
