//! Cases a linguist can edit: Uthmani words and what they are today; each operation that looks at more than a row.

use crate::laws;
use naskh::{Normalizer, Op, OpSet, Preset};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Uthmani {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    uthmani: String,
    quran: Option<String>,
    modern: String,
    /// What it should be, where `modern` is what it is and wrong; `why` says so.
    wanted: Option<String>,
    why: Option<String>,
}

#[test]
fn uthmani_words() {
    let file: Uthmani = toml::from_str(include_str!("data/uthmani.toml")).unwrap();
    assert!(file.pair.len() >= 60, "only {} pairs", file.pair.len());
    let quran = Normalizer::new(Preset::Quran);
    let modern = Normalizer::new(Preset::QuranModern);
    for pair in file.pair {
        assert_eq!(modern.normalize(&pair.uthmani), pair.modern, "{}", pair.uthmani);
        assert_eq!(pair.wanted.is_some(), pair.why.is_some(), "{}: a known fault has a reason", pair.uthmani);
        assert_ne!(pair.wanted.as_ref(), Some(&pair.modern), "{} is mended: take `wanted` out", pair.uthmani);
        if let Some(wanted) = &pair.quran {
            assert_eq!(quran.normalize(&pair.uthmani), *wanted, "{}", pair.uthmani);
        }
        for normalizer in [&quran, &modern] {
            laws::all(normalizer, &pair.uthmani);
            laws::canonical(normalizer, &pair.uthmani);
        }
        // What is modern already stays.
        assert_eq!(modern.normalize(&pair.modern), pair.modern);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ops {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Operations or one preset, by name.
    ops: Vec<String>,
    text: String,
    to: String,
}

#[test]
fn operations() {
    let file: Ops = toml::from_str(include_str!("data/ops.toml")).unwrap();
    let mut unseen: Vec<Op> = Op::ALL.iter().copied().filter(|op| op.is_pass()).collect();
    for case in file.case {
        let mut builder = Normalizer::builder();
        for name in &case.ops {
            builder = match name.parse::<Preset>() {
                Ok(preset) => builder.preset(preset),
                Err(_) => builder.ops(OpSet::from_name(name).unwrap_or_else(|| panic!("{name}?")), true),
            };
            unseen.retain(|op| op.name() != name);
        }
        let normalizer = builder.build().unwrap();
        assert_eq!(normalizer.normalize(&case.text), case.to, "{:?} of {:?}", case.ops, case.text);
        laws::all(&normalizer, &case.text);
    }
    assert!(unseen.is_empty(), "operations without a case: {unseen:?}");
}

/// Ordinary text, with or without vowels, has nothing that `quran-modern` should respell.
#[test]
fn modern_text_stays() {
    let [quran, modern] = [Preset::Quran, Preset::QuranModern].map(Normalizer::new);
    for text in [
        include_str!("data/documents/article.txt"),
        include_str!("data/documents/social.txt"),
        include_str!("data/documents/vocalised.txt"),
    ] {
        // Alef wasla is the one letter of `quran` that modern spelling lacks.
        assert_eq!(modern.normalize(text), quran.normalize(text).replace('ٱ', "ا"));
    }
}

/// The second verse of the second chapter, as the King Fahd complex encodes it, and a verse with most kinds of marks.
#[test]
fn pause_marks_go_alone() {
    let waqf = Normalizer::builder().op(Op::StripWaqf, true).build().unwrap();
    assert_eq!(waqf.normalize("ذَٰلِكَ ٱلۡكِتَٰبُ لَا رَيۡبَۛ فِيهِۛ هُدٗى لِّلۡمُتَّقِينَ ۝٢"), "ذَٰلِكَ ٱلۡكِتَٰبُ لَا رَيۡبَ فِيهِ هُدٗى لِّلۡمُتَّقِينَ ۝٢");
    let pauses = ['\u{06D6}', '\u{06D7}', '\u{06D8}', '\u{06D9}', '\u{06DA}', '\u{06DB}', '\u{06DC}'];
    let verse = "۞ إِنَّ ٱللَّهَ لَا يَسۡتَحۡيِۦٓ أَن يَضۡرِبَ مَثَلࣰا مَّا بَعُوضَةࣰ فَمَا فَوۡقَهَاۚ فَأَمَّا ٱلَّذِينَ ءَامَنُواْ فَيَعۡلَمُونَ أَنَّهُ ٱلۡحَقُّ مِن رَّبِّهِمۡۖ";
    let without: String = verse.chars().filter(|c| !pauses.contains(c)).collect();
    assert_eq!(verse.chars().count() - without.chars().count(), 2);
    assert_eq!(waqf.normalize(verse), without);
    laws::all(&waqf, verse);
    // Some texts set a pause mark apart, as if it were a word.
    let apart = Normalizer::builder().op(Op::StripWaqf, true).op(Op::CollapseSpaces, true).build().unwrap();
    assert_eq!(apart.normalize("لَا رَيْبَ ۛ فِيهِ ۛ هُدًى"), "لَا رَيْبَ فِيهِ هُدًى");
}

/// A word with a hair space and a word joiner inside is one term, whose span is all of it.
#[test]
fn a_hair_space_cuts_no_term() {
    let text = "خَيۡرُ ٱلرَّ\u{200A}\u{0670}\u{2060}زِقِينَ";
    let terms = naskh::Pipeline::new(Preset::Quran).terms(text);
    let found: Vec<_> = terms.iter().map(|term| (term.text(), &text[term.span()])).collect();
    assert_eq!(found, [("خير", "خَيۡرُ"), ("ٱلرزقين", "ٱلرَّ\u{200A}\u{0670}\u{2060}زِقِينَ")]);
}

/// Long inputs of one kind are done in time that grows with their length; a quadratic pass would take hours here.
#[test]
fn passes_are_linear() {
    let passes: Vec<Op> = Op::ALL.iter().copied().filter(|op| op.is_pass()).collect();
    let all = Normalizer::builder().ops(OpSet::of(&passes), true).build().unwrap();
    let each: Vec<_> = passes.iter().map(|&op| Normalizer::builder().op(op, true).build().unwrap()).collect();
    for unit in [
        "\u{064E}",
        "ا",
        "اً",
        "ء",
        "نء",
        "ـ",
        "ـ\u{0654}",
        "\u{06E5}",
        "ب\u{06E6}",
        "\u{200A}",
        "\u{200A}\u{0670}",
        "۝",
        "۝١",
        "  \n",
        " ",
        "ن\u{064E}",
        "ي\u{0670}",
        "\u{0670}",
        "ۥ\u{064E}ي",
        "ءَا",
        "ی\u{0650}",
        "و\u{0652}ا\u{0652}\u{06E1}",
        "عَتَوْ ",
    ] {
        let text = unit.repeat(1_000_000 / unit.len());
        for normalizer in each.iter().chain([&all]) {
            let out = normalizer.normalize(&text);
            assert!(normalizer.is_normalized(&out), "{normalizer:?} on {unit:?} again and again");
        }
    }
}
