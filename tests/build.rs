//! What the builder takes and what it refuses.

use crate::hostile::RIVALS;
use crate::laws;
use naskh::{Normalizer, Op, OpSet, Preset};
use unicode_normalization::UnicodeNormalization;

#[test]
fn conflicting_rows_are_named() {
    let error = Normalizer::builder().preset(Preset::Search).rule('ة', "ت").build().unwrap_err();
    let message = error.to_string();
    assert!(message.contains("fold-taa-marbuta: ة (U+0629) -> ه (U+0647)"), "{message}");
    assert!(message.contains("custom-rule: ة (U+0629) -> ت (U+062A)"), "{message}");
    assert!(message.contains("keep"), "{message}");
    assert_eq!(error.rules().len(), 2);
    let error = Normalizer::builder().rule('ة', "ت").rule('ة', "ه").build().unwrap_err();
    assert!(error.to_string().contains("give one of them"));
}

#[test]
fn cycles_are_named() {
    let error = Normalizer::builder().rule('a', "bx").rule('b', "c").rule('c', "a").build().unwrap_err();
    let message = error.to_string();
    for row in ["a (U+0061) -> bx (U+0062 U+0078)", "b (U+0062) -> c (U+0063)", "c (U+0063) -> a (U+0061)"] {
        assert!(message.contains(row), "{message}");
    }
    let error = Normalizer::builder().op(Op::FoldAlef, true).rule('ا', "أ").build().unwrap_err();
    assert!(error.to_string().contains("never come to an end"));
    let error = Normalizer::builder().rule('a', "aa").build().unwrap_err();
    assert_eq!(error.rules().len(), 1);
}

#[test]
fn rows_and_composition_that_undo_each_other_are_refused() {
    let error = Normalizer::builder().op(Op::Compose, true).rule('أ', "ا\u{0654}").build().unwrap_err();
    assert!(error.to_string().contains("undo each other"), "{error}");
}

#[test]
fn long_rows_are_refused() {
    let error = Normalizer::builder().rule('a', &"ب".repeat(128)).build().unwrap_err();
    assert!(error.to_string().contains("256 bytes"), "{error}");
    let longest = "b".repeat(63) + "ccc";
    let normalizer = Normalizer::builder().rule('a', &longest).rule('b', "بب").build().unwrap();
    assert_eq!(normalizer.normalize("a").len(), 255);
    let error = Normalizer::builder().rule('a', &"b".repeat(200)).rule('b', "بب").build().unwrap_err();
    assert!(error.to_string().contains("at most 255"), "{error}");
}

/// A row with a condition may close a circle too: it gives what another row makes it of, wherever the condition holds.
#[test]
fn cycles_through_conditions_are_named() {
    let strip = Normalizer::builder().op(Op::StripPunctuation, true);
    let fold = Normalizer::builder().op(Op::FoldPunctuation, true);
    let speech = Normalizer::builder().preset(Preset::AsrStrict);
    for (builder, from, to) in [(strip, ' ', "!"), (speech, ' ', "!!"), (fold, '?', "؟")] {
        let error = builder.clone().rule(from, to).build().unwrap_err();
        assert!(error.to_string().starts_with("rows that feed each other never come to an end"), "{error}");
        assert_eq!(error.rules().len(), 2, "{error}");
        let sign = to.chars().next().unwrap();
        let normalizer = builder.keep(sign).rule(from, to).build().unwrap();
        laws::all(&normalizer, &format!("ا{from}ب{sign}"));
    }
}

/// What a row gives may compose to what another row changes, and so on: as often as the row has characters.
#[test]
fn rows_are_followed_through_composition() {
    let with = |rules: &[(char, &str)]| {
        let builder = Normalizer::builder().op(Op::Compose, true);
        rules.iter().fold(builder, |builder, (from, to)| builder.rule(*from, to)).build()
    };
    let chain = [('x', "ا\u{654}"), ('أ', "و\u{654}"), ('ؤ', "ي\u{654}")];
    let normalizer = with(&chain).unwrap();
    for text in ["x", "أ", "ا\u{654}", "ؤ", "ئ"] {
        assert_eq!(normalizer.normalize(text), "ئ");
    }
    let error = with(&[('x', "ا\u{654}"), ('أ', "و\u{654}"), ('ؤ', "ا\u{654}")]).unwrap_err();
    assert!(error.to_string().contains("U+0654"), "{error}");
}

/// What a row gives may be a mark, which goes where NFC puts it.
#[test]
fn a_row_that_gives_marks() {
    for (from, to) in
        [('x', "\u{654}"), ('x', "\u{651}"), ('x', "\u{64E}\u{651}"), ('\u{65F}', "\u{651}"), ('x', "y\u{301}")]
    {
        let normalizer = Normalizer::builder().op(Op::Compose, true).rule(from, to).build().unwrap();
        for shape in
            ["اx", "ا\u{64E}x", "ا\u{651}x\u{64E}", "x\u{64E}", "x", "xxا", "اxx\u{650}\u{654}", "yx", "ا \u{654}x"]
        {
            let text = shape.replace('x', &from.to_string());
            let expected: String = text.replace(from, to).nfc().collect();
            assert_eq!(normalizer.normalize(&text), expected, "{text:?}");
            laws::all(&normalizer, &text);
        }
    }
}

/// A letter that goes does not leave its mark behind where the two are another letter, however that is spelled.
#[test]
fn a_letter_that_goes_leaves_no_mark_of_another() {
    for (from, marks) in
        [('ي', "\u{654}"), ('ا', "\u{653}"), ('ے', "\u{654}"), ('e', "\u{301}"), ('é', "\u{323}"), ('ᄀ', "ᅡᆨ")]
    {
        for preset in [Preset::Repair, Preset::Search] {
            let normalizer = Normalizer::builder().preset(preset).keep(from).rule(from, "").build().unwrap();
            for shape in ["xy", "مxyم", "مxم", "xxyx", "مx\u{64E}yم", "مـxyـ", "\u{64E}xy", "xم\u{654}y"] {
                let text = shape.replace('x', &from.to_string()).replace('y', marks);
                laws::all(&normalizer, &text);
                laws::canonical(&normalizer, &text);
            }
        }
    }
    let normalizer = Normalizer::builder().preset(Preset::Repair).rule('ي', "").build().unwrap();
    assert_eq!(normalizer.normalize("يمي\u{654}ة مئة"), "مئة مئة");
}

/// A joiner stays where no Arabic letter stands before it, a separator where no digits stand about it; also where marks
/// behind them have to change places.
#[test]
fn a_condition_that_does_not_hold_beside_marks() {
    let ops = OpSet::of(&[Op::Compose, Op::StripInvisibles, Op::StripZwnj, Op::DigitsToAscii]);
    let normalizer = Normalizer::builder().ops(ops, true).build().unwrap();
    for c in ['\u{200D}', '\u{200C}', '\u{66B}', '\u{66C}'] {
        for before in ["", "a", "1 "] {
            let text = |marks: &str| format!("{before}{c}{marks}ب");
            assert_eq!(normalizer.normalize(&text("\u{651}\u{64E}")), text("\u{64E}\u{651}"));
            laws::all(&normalizer, &text("\u{651}\u{64E}"));
        }
    }
}

/// A hamza that goes does not go from a seat that would be another letter without it, whichever rows are off.
#[test]
fn a_hamza_keeps_its_seat() {
    let of = |letter: &str| {
        Op::ALL.iter().copied().filter(|op| op.rules().any(|rule| rule.from() == letter)).collect::<Vec<_>>()
    };
    let [farsi, maksura] = ["\u{6CC}", "ى"].map(of);
    assert!(!farsi.is_empty() && !maksura.is_empty());
    for off in [vec![], farsi.clone(), maksura.clone(), [farsi, maksura].concat()] {
        let normalizer = Normalizer::builder().preset(Preset::Search).ops(OpSet::of(&off), false).build().unwrap();
        let alone = Normalizer::builder().preset(Preset::Search).ops(OpSet::of(&off), false).op(Op::Compose, false);
        for normalizer in [normalizer, alone.build().unwrap()] {
            for seat in ["ـ", "ى", "\u{6CC}"] {
                let text = format!("ب{seat}\u{654}ب");
                assert_eq!(normalizer.normalize(&text), normalizer.normalize("بئب"), "{text:?} without {off:?}");
            }
        }
    }
}

/// A condition is for the engine, whatever the character and what stands before it.
#[test]
fn a_condition_behind_an_emoji() {
    let normalizer = Normalizer::builder().op(Op::StripPunctuation, true).build().unwrap();
    for sign in ["–", "…", "•", "،", "?"] {
        for before in ["😀", "ب", "a", " "] {
            assert_eq!(normalizer.normalize(&format!("{before}{sign}ب")), format!("{before} ب"));
            assert_eq!(normalizer.normalize(&format!("{before}1{sign}2")), format!("{before}1{sign}2"));
        }
    }
}

/// What goes because another row takes away what it becomes goes where its own condition holds.
#[test]
fn a_condition_of_a_row_that_comes_to_nothing() {
    let normalizer = Normalizer::builder().op(Op::StripPunctuation, true).rule(' ', "").build().unwrap();
    for sign in ['!', '–'] {
        for before in ["a", "ب", "1", "😀", " "] {
            let text = format!("{before}{sign}ب 1{sign}2");
            assert_eq!(normalizer.normalize(&text), format!("{}ب1{sign}2", before.trim()));
            laws::all(&normalizer, &text);
        }
    }
}

/// What a row with a condition gives is several characters where another row makes those of its sign, and a mark behind it
/// may compose with the last.
#[test]
fn a_condition_of_a_row_that_comes_to_several() {
    let ops = OpSet::of(&[Op::Compose, Op::StripPunctuation]);
    for (to, composed) in [("be", "b\u{E9}"), ("e", "\u{E9}"), ("eb", "eb\u{301}"), ("bو", "bو\u{301}")] {
        let normalizer = Normalizer::builder().ops(ops, true).rule(' ', to).build().unwrap();
        let text = "ا!\u{301}ب!\u{323}\u{301}\u{323}م";
        laws::all(&normalizer, text);
        laws::canonical(&normalizer, text);
        assert!(normalizer.normalize(text).starts_with(&format!("ا{composed}ب")));
        let sign = normalizer.explain(text).next().unwrap();
        assert_eq!((sign.span().start, sign.op()), (2, Op::StripPunctuation));
    }
}

/// A letter that composes, and that a row then makes shorter or takes away: of what stood there alone nothing is left.
#[test]
fn a_row_for_a_composed_letter() {
    for to in ["", "a", "\u{1F600}"] {
        let normalizer = Normalizer::builder().op(Op::Compose, true).rule('أ', to).build().unwrap();
        for text in ["ا\u{654}", "كا\u{654}ب ا\u{654}\u{64E}", &("ا\u{654}".repeat(100) + "ك")] {
            laws::all(&normalizer, text);
            let normalized = normalizer.normalize_aligned(text);
            assert_eq!(normalized.text(), text.replace("ا\u{654}", to));
            for (at, letter) in text.match_indices(['ك', 'ب']) {
                let back = normalized.alignment().to_normalized(at..at + letter.len());
                assert_eq!(&normalized.text()[back], letter, "{to:?} {text:?}");
            }
        }
    }
}

/// Known bad, see `NormalizerBuilder::rule`: canonically equivalent texts with two keys, and a text that a second call
/// changes.
#[test]
fn rows_that_break_the_promise() {
    let normalizer = Normalizer::builder().preset(Preset::Model).rule('ۓ', "!").build().unwrap();
    assert_ne!(normalizer.normalize("ۓ\u{200D}"), normalizer.normalize("ے\u{654}\u{200D}"));
    assert_eq!(normalizer.normalize("ۓب"), normalizer.normalize("ے\u{654}ب"));

    let builder = Normalizer::builder().preset(Preset::Model).op(Op::StripSukun, false);
    let normalizer = builder.rule('\u{652}', " ").build().unwrap();
    // The sukun comes before the hamza in canonical order, so the space does too, and nothing needs the tatweel any more.
    let once = normalizer.normalize("ـ\u{654}\u{652}");
    assert_eq!(once, "ـ \u{654}");
    assert_eq!(normalizer.normalize(&once), " \u{654}");
}

/// What a row gives may be for a row with a condition, which is asked where it then stands.
#[test]
fn a_row_that_gives_what_has_a_condition() {
    let search = || Normalizer::builder().preset(Preset::Search);
    let strip = Normalizer::builder().op(Op::StripPunctuation, true);
    let fold = Normalizer::builder().op(Op::FoldPunctuation, true);
    for (builder, to, between, key) in [
        (search(), "٫", ["3", "5"], "3.5"),
        (search(), "٫", ["ا", "5"], "ا٫5"),
        (search(), "\u{200C}", ["مي", "شود"], "ميشود"),
        (search(), "\u{200C}", ["a", "b"], "a\u{200C}b"),
        (strip, "!", ["ا", "ب"], "ا ب"),
        (fold, "؟", ["ا", "ب"], "ا?ب"),
        // What a condition looks at.
        (search(), "5", ["3٫", ""], "3.5"),
        (search(), "ي\u{93C}", ["ا", "\u{200C}"], "اي\u{93C}"),
    ] {
        let normalizer = builder.rule('¦', to).build().unwrap();
        let text = between.join("¦");
        assert_eq!(normalizer.normalize(&text), key);
        laws::all(&normalizer, &text);
        laws::canonical(&normalizer, &text);
        laws::streams(&normalizer, &text, text.as_bytes().chunks(1));
        laws::cuts(&normalizer, &text);
    }
    // What has no such row is one step, and is cut between letters.
    let plain = search().rule('¦', "-").build().unwrap();
    assert_eq!(plain.last_cut("قلم"), Some(4));
}

/// A letter that goes once it has composed leaves its marks to the letter before it, in the order of that.
#[test]
fn a_composed_letter_that_goes_leaves_its_marks_in_order() {
    for (from, to) in [('أ', ""), ('أ', "\u{64E}"), ('ۂ', ""), ('é', "")] {
        let normalizer = Normalizer::builder().preset(Preset::Repair).rule(from, to).build().unwrap();
        let decomposed: String = [from].into_iter().nfd().collect();
        for letter in [from.to_string(), decomposed] {
            for text in [format!("ب\u{650}{letter}\u{64B}"), format!("ب\u{651}{letter}\u{64E}م{letter}")] {
                laws::all(&normalizer, &text);
                laws::canonical(&normalizer, &text);
            }
        }
    }
}

/// A pass may give what a row makes of that what the pass waits for.
#[test]
fn rows_and_passes_that_feed_each_other_are_named() {
    let rasm = "ب".repeat(127);
    for (preset, op, from, to) in [
        (None, Op::FoldRasm, 'ٮ', &*rasm),
        (None, Op::FoldTanwinAlef, 'ء', "يئا\u{64B}"),
        (Some(Preset::QuranModern), Op::SeparateVerseSigns, ' ', "لٯ"),
    ] {
        let base = || preset.map_or(Normalizer::builder(), |preset| Normalizer::builder().preset(preset)).op(op, true);
        let error = base().rule('x', "y").rule(from, to).build().unwrap_err();
        let message = error.to_string();
        assert!(message.ends_with(&format!(" and {op}; take a row out or switch {op} off")), "{message}");
        assert_eq!(error.rules().iter().map(|rule| rule.to()).collect::<Vec<_>>(), [to]);
        assert!(base().op(op, false).rule(from, to).build().is_ok());
    }
    // They undo each other, and come to an end.
    for (op, from, to) in [(Op::FoldRasm, 'ٮ', "ب"), (Op::FoldTanwinAlef, 'ء', "ئا\u{64B}")] {
        let normalizer = Normalizer::builder().op(op, true).rule(from, to).build().unwrap();
        laws::all(&normalizer, "كتبيء ٮبن شيئا\u{64B}");
    }
}

/// What one step does and another undoes is no change, for whichever call.
#[test]
fn steps_that_undo_each_other_change_nothing() {
    let quran = Normalizer::builder().preset(Preset::Quran).rule(' ', "").build().unwrap();
    let rasm = Normalizer::builder().op(Op::FoldRasm, true).rule('ٮ', "ب").build().unwrap();
    for (normalizer, text) in [(quran, "ا \u{6DD} ب"), (rasm, "ٮٮ")] {
        assert!(normalizer.is_normalized(text));
        assert!(normalizer.normalize_aligned(text).alignment().is_identity());
        assert_eq!(normalizer.explain(text).count(), 0);
    }
}

#[test]
fn rows_feed_rows() {
    let normalizer = Normalizer::builder().preset(Preset::Orthographic).rule('x', "\u{FEF7}").build().unwrap();
    assert_eq!(normalizer.normalize("x"), "لا");
    assert_eq!(normalizer.normalize("\u{FEF7}"), "لا");
}

#[test]
fn every_operation_can_be_switched_alone() {
    for &op in Op::ALL.iter().filter(|op| **op != Op::CustomRule) {
        let normalizer = Normalizer::builder().op(op, true).build().unwrap();
        let all: String = op.rules().map(|rule| format!("ب{}", rule.from())).collect();
        if op == Op::Compose {
            assert_eq!(normalizer.normalize("ا\u{0654}"), "أ");
        } else if op.is_pass() {
            // tests/data/ops.toml has cases for each.
            assert!(all.is_empty(), "{op} is a pass and has rows");
        } else {
            assert!(!normalizer.is_normalized(&all), "{op}");
        }
        for preset in laws::own() {
            let on = preset.ops().contains(op);
            match Normalizer::builder().preset(preset).op(op, !on).build() {
                Ok(toggled) => assert_ne!(toggled.id(), Normalizer::new(preset).id()),
                Err(error) => assert!(may_refuse(preset, op), "{error}"),
            }
        }
    }
}

/// A rival of the operation is on in the preset, or the preset has letters that it promises to tell apart.
fn may_refuse(preset: Preset, op: Op) -> bool {
    let rival = |rivals: &&[Op]| rivals.contains(&op) && rivals.iter().any(|&other| preset.ops().contains(other));
    RIVALS.iter().any(rival) || !preset.promise().is_empty()
}

#[test]
fn rival_operations_are_named() {
    for rivals in RIVALS {
        for (at, &one) in rivals.iter().enumerate() {
            for &other in &rivals[at + 1..] {
                let error = Normalizer::builder().op(one, true).op(other, true).build().unwrap_err();
                let message = error.to_string();
                assert!(message.contains(&format!("switch {one} or {other} off")), "{message}");
            }
        }
    }
}

/// A protocol names every override, and refuses one that merges what it promises to tell apart.
#[test]
fn speech_protocols_keep_their_promise() {
    let refused = |preset, op| Normalizer::builder().preset(preset).op(op, true).build().unwrap_err().to_string();
    assert!(refused(Preset::AsrStrict, Op::FoldAlef).contains("asr-strict promises never to merge ا and أ"));
    assert!(refused(Preset::AsrStandard, Op::FoldTaaMarbuta).contains("ه and ة"));
    assert!(refused(Preset::AsrStandard, Op::StripIsolatedHamza).contains("ء with nothing"));
    assert!(refused(Preset::AsrLenient, Op::FoldForeignLetters).contains("ب and پ"));
    assert!(refused(Preset::AsrLenient, Op::FoldRasm).contains("promises"));
    let error = Normalizer::builder().preset(Preset::AsrLenient).rule('ظ', "ض").build().unwrap_err();
    assert!(error.to_string().contains("ض and ظ"), "{error}");
    assert!(error.rules().is_empty());
    let milder = Normalizer::builder().preset(Preset::AsrLenient).op(Op::FoldElongation, false).build().unwrap();
    assert_eq!(milder.id(), "asr-lenient@1[-fold-elongation]");
    // Where only some neighbours show it.
    for op in [Op::FoldElongation, Op::CapElongation] {
        assert!(Normalizer::builder().preset(Preset::AsrStrict).op(op, true).build().is_ok());
    }
    assert!(refused(Preset::AsrStrict, Op::FoldTanwinAlef).contains("ا with nothing"));
    assert!(refused(Preset::AsrLenient, Op::UthmaniToModern).contains("ا and و"));
    // A letter spelled as two others.
    for (from, to) in [('ش', "سه"), ('ش', "سس"), ('ش', "xس")] {
        let error = Normalizer::builder().preset(Preset::AsrLenient).rule(from, to).build().unwrap_err();
        assert!(error.to_string().contains("س and ش"), "{error}");
    }
    // Another name for a letter merges nothing.
    assert!(Normalizer::builder().preset(Preset::AsrStrict).rule('ڤ', "ۋ").build().is_ok());
    // Without composition the madda of a decomposed alef is a mark like any other.
    let error = Normalizer::builder().preset(Preset::AsrStrict).op(Op::Compose, false).build().unwrap_err();
    assert!(error.to_string().contains("ا and آ"), "{error}");
    let error = Normalizer::builder()
        .preset(Preset::AsrStandard)
        .op(Op::Compose, false)
        .rule('\u{0654}', "") // ARABIC HAMZA ABOVE
        .build()
        .unwrap_err();
    assert!(error.to_string().contains("و and ؤ"), "{error}");
    // Without the name of the protocol everything goes.
    assert!(Normalizer::builder().ops(Preset::AsrStrict.ops(), true).op(Op::FoldAlef, true).build().is_ok());
}

/// What another tool does to a letter is not asked of our rows; silently kept it was not, and the id said that it was.
#[test]
fn no_character_is_kept_from_another_tool() {
    for &preset in Preset::ALL {
        let built = Normalizer::builder().preset(preset).keep('\u{064E}').build();
        if !preset.is_compatibility() {
            assert!(built.unwrap().normalize("مَد").contains('\u{064E}'), "{preset}");
            continue;
        }
        let error = built.unwrap_err();
        assert!(error.rules().is_empty());
        let message = error.to_string();
        assert!(message.starts_with(&format!("{preset} reproduces another tool")), "{message}");
        assert!(message.contains("(U+064E)"), "{message}");
    }
}

/// Every override has a place in the id of a protocol; one that changes nothing has none.
#[test]
fn an_override_changes_the_id_of_a_protocol() {
    for preset in [Preset::AsrStrict, Preset::AsrStandard, Preset::AsrLenient] {
        let named = Normalizer::new(preset).id();
        assert_eq!(named, format!("{preset}@1"));
        let mut ids = std::collections::BTreeSet::from([named.clone()]);
        let mut refused = Vec::new();
        for &op in Op::ALL {
            let on = preset.ops().contains(op);
            let same = Normalizer::builder().preset(preset).op(op, on).build().unwrap();
            assert_eq!(same.id(), named, "{op}");
            match Normalizer::builder().preset(preset).op(op, !on).build() {
                Ok(other) => assert!(ids.insert(other.id()), "{}", other.id()),
                Err(_) => refused.push(op),
            }
        }
        let rows = [('%', ""), ('%', "٪"), ('٪', ""), ('%', "x"), ('%', "xx")];
        for (from, to) in rows {
            let other = Normalizer::builder().preset(preset).rule(from, to).build().unwrap();
            assert!(ids.insert(other.id()), "{}", other.id());
        }
        for c in ['،', '؛', '\u{064E}'] {
            let other = Normalizer::builder().preset(preset).keep(c).build().unwrap();
            assert!(ids.insert(other.id()), "{}", other.id());
            assert_ne!(other.normalize("نَعَم،لا؛"), Normalizer::new(preset).normalize("نَعَم،لا؛"));
        }
        assert!(!refused.is_empty() && refused.len() < Op::ALL.len() / 2, "{refused:?}");
    }
}

#[test]
fn passes_are_explained_by_their_operation() {
    let normalizer = Normalizer::new(Preset::QuranModern);
    let edits: Vec<_> = normalizer.explain("ٱلصَّلَوٰةَ۝١").map(|edit| (edit.from().to_owned(), edit.op())).collect();
    assert!(edits.contains(&("ٱ".into(), Op::UthmaniToModern)), "{edits:?}");
    assert!(edits.iter().any(|(from, op)| from.contains('۝') && *op == Op::SeparateVerseSigns), "{edits:?}");
    assert!(edits.iter().all(|(_, op)| *op != Op::Compatibility), "{edits:?}");
}

/// ا + hamza above + ا: two letters, with spans of two characters and of one.
#[test]
fn decomposed_letters_have_spans_of_all_their_parts() {
    for preset in laws::own() {
        let normalized = Normalizer::new(preset).normalize_aligned("ا\u{0654}ا");
        let map = normalized.alignment();
        assert_eq!(normalized.text().chars().count(), 2, "{preset}");
        assert_eq!(map.to_original(0..2), 0..4, "{preset}");
        assert_eq!(map.to_original(2..4), 4..6, "{preset}");
        assert_eq!(map.to_original_with(0..2, naskh::Deleted::Apart), 0..4, "{preset}");
        assert_eq!(map.to_normalized(0..4), 0..2, "{preset}");
        assert_eq!(map.to_normalized(4..6), 2..4, "{preset}");
    }
}

#[test]
fn growing_rows_are_aligned() {
    let normalizer = Normalizer::builder().preset(Preset::Repair).op(Op::SpellPhrases, true).build().unwrap();
    let text = "محمد ﷺ قال";
    let normalized = normalizer.normalize_aligned(text);
    assert_eq!(normalized.text(), "محمد صلي الله عليه وسلم قال");
    let map = normalized.alignment();
    let from = text.find('ﷺ').unwrap();
    assert_eq!(map.to_normalized(from..from + 3), 9..9 + "صلي الله عليه وسلم".len());
    assert_eq!(map.to_original(16..18), from..from + 3);
    let end = normalized.text().len();
    assert_eq!(&text[map.to_original(end - 6..end)], "قال");
}
