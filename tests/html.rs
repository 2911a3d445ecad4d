//! Does the page show the text as it is, and tell every change? How it looks is tested in a browser: `scripts/html.py`.

use naskh::{Html, Normalizer, Pipeline, Preset, Unit, html};

const DOCUMENTS: [&str; 5] = [
    include_str!("data/documents/article.txt"),
    include_str!("data/documents/vocalised.txt"),
    include_str!("data/documents/social.txt"),
    include_str!("data/documents/mixed.txt"),
    // Markup, entities; ligatures that are words; bidi controls, BOM, soft hyphen, ZWNJ; control characters, marks without
    // a letter.
    "<script>alert(\"1\")</script> &amp; '\u{FDFA}' \u{FDFD}\u{FDFA}\n\u{202E}\u{FEFF} كت\u{AD}اب\u{200F}\u{200C}ها\
     \u{0}\u{1B}[0m\r\n\u{64B} \u{64B}\u{200B}\u{1F468}\u{200D}\u{1F469} ٱل\u{670}\u{6DD}٣\u{200A}\u{6DF} ه\u{670}ذا",
];

/// What a browser shows of the text: the page between the head and the foot, without notes and tags.
fn visible(page: &str) -> String {
    let from = page.find("dir=\"rtl\">").unwrap() + "dir=\"rtl\">".len();
    let mut rest = &page[from..page.find("</div>\n<footer>").unwrap()];
    let mut text = String::new();
    while let Some(at) = rest.find(['<', '&']) {
        text += &rest[..at];
        rest = &rest[at..];
        if let Some(note) = rest.strip_prefix("<i>") {
            rest = &note[note.find("</i>").unwrap() + "</i>".len()..];
        } else if rest.starts_with('<') {
            rest = &rest[rest.find('>').unwrap() + 1..];
        } else {
            let entities = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\'')];
            let (name, c) = entities.iter().find(|(name, _)| rest.starts_with(name)).unwrap();
            text.push(*c);
            rest = &rest[name.len()..];
        }
    }
    text + rest
}

/// Control characters are shown as pictures.
fn with_pictures(text: &str) -> String {
    let picture = |c| match c {
        '\t' | '\n' => c,
        '\0'..='\u{1F}' => char::from_u32(0x2400 + c as u32).unwrap(),
        c => c,
    };
    text.chars().map(picture).collect()
}

#[test]
fn the_text_is_shown_as_it_is() {
    for &preset in Preset::ALL {
        let pipeline = Pipeline::new(preset);
        for text in DOCUMENTS.iter().chain(&["", " \n", "،"]) {
            let page = html(&pipeline, text);
            assert_eq!(visible(&page), with_pictures(text), "{preset}");
            for tag in ["span", "i", "u", "b", "bdi", "div", "table"] {
                let count = |what: String| page.matches(&what).count();
                let opened = count(format!("<{tag}>")) + count(format!("<{tag} "));
                assert_eq!(opened, count(format!("</{tag}>")), "{tag}, {preset}");
            }
        }
    }
}

#[test]
fn every_change_is_counted() {
    // The rows of these look at no other sentence.
    for preset in [Preset::Repair, Preset::Model, Preset::Search, Preset::PyarabicStrip] {
        let pipeline = Pipeline::new(preset);
        for text in DOCUMENTS {
            let page = html(&pipeline, text);
            let told = page[page.find("<footer>").unwrap()..].split("<h2>").nth(1).unwrap();
            let changes = Normalizer::new(preset).explain(text).count();
            assert_eq!(told.split(' ').next(), Some(&*changes.to_string()), "{preset}");
        }
    }
}

/// The marks of each changed token.
fn marks(preset: Preset, text: &str) -> Vec<String> {
    let page = html(&Pipeline::new(preset), text);
    let of = |part: &str| part[..part.find('"').unwrap()].trim_end().to_owned();
    page.split("data-marks=\"").skip(1).map(of).take_while(|marks| !marks.contains('<')).collect()
}

#[test]
fn letters_are_marked_with_their_marks() {
    // A letter that lost its hamza and its damma is marked for what is worse.
    assert_eq!(marks(Preset::Search, "أُمّةٌ"), ["0l2 2m2 4l2"]);
    assert_eq!(marks(Preset::Model, "أُمّةٌ"), ["0m2 2m2 4m2"]);
    assert_eq!(marks(Preset::Repair, "أُمّةٌ"), [""; 0]);
    // Each word by itself, in UTF-16 units.
    assert_eq!(marks(Preset::Search, "\u{1F375} قال عَلى"), ["0m2 3l1"]);
    // What is invisible is shown by the letter before it; between words, by itself.
    assert_eq!(marks(Preset::Repair, "كت\u{AD}اب"), ["1n2"]);
    assert_eq!(marks(Preset::Repair, "نعم \u{200F}لا"), ["0n1"]);
    // A change that holds several letters.
    let each: Vec<_> = (0..11).map(|at| format!("{at}l1")).collect();
    assert_eq!(marks(Preset::ArabertV02, "http://a.co"), [each.join(" ")]);
}

#[test]
fn spans_count_from_the_start_in_the_unit_asked_for() {
    let pipeline = Pipeline::new(Preset::Search);
    let mut view = Html::new(&pipeline).unit(Unit::Utf16);
    let mut page = String::new();
    view.push("\u{1F375}\n", &mut page);
    view.push("لا أحد\n", &mut page);
    assert!(page.contains("UTF-16 units 6..9"), "{page}");
    // The alef.
    assert!(page.contains(", 6..7</u>"), "{page}");
}

#[test]
fn a_hostile_text_makes_no_hostile_page() {
    let pipeline = Pipeline::new(Preset::Search);
    for piece in ["\u{64E}", "أ", "أ ", "\u{200F}", "<", "\u{64E}\u{200B}"] {
        let text = piece.repeat(400_000 / piece.len());
        let page = html(&pipeline, &text);
        assert_eq!(visible(&page).len(), text.len());
        // A token of one letter takes most: its note.
        assert!(page.len() < 200 * text.len() + 20_000, "{piece:?}: {}", page.len());
    }
}
