//! What does a user write who has no library? Plain loops over `chars`, written as one would write them.

use naskh::Preset;

/// The rules of a preset on plain text, as a `filter_map`; `None` for [`Preset::Repair`], which composes and has no
/// such loop.
pub(crate) fn normalizer(preset: Preset) -> Option<fn(&str, &mut String)> {
    match preset {
        Preset::Model => Some(model),
        Preset::Orthographic => Some(orthographic),
        Preset::Search => Some(search),
        _ => None,
    }
}

/// Marks and tatweel go.
pub(crate) fn model(text: &str, out: &mut String) {
    out.extend(text.chars().filter_map(|c| match c {
        '\u{064B}'..='\u{0652}' | '\u{0670}' | '\u{0640}' => None,
        c => Some(c),
    }));
}

/// ... and one alef for all.
pub(crate) fn orthographic(text: &str, out: &mut String) {
    out.extend(text.chars().filter_map(|c| match c {
        '\u{064B}'..='\u{0652}' | '\u{0670}' | '\u{0640}' => None,
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        c => Some(c),
    }));
}

/// ... and yaa, taa marbuta, hamza carriers.
pub(crate) fn search(text: &str, out: &mut String) {
    out.extend(text.chars().filter_map(search_char));
}

fn search_char(c: char) -> Option<char> {
    match c {
        '\u{064B}'..='\u{0652}' | '\u{0670}' | '\u{0640}' => None,
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ى' => Some('ي'),
        'ة' => Some('ه'),
        'ؤ' => Some('و'),
        'ئ' => Some('ي'),
        c => Some(c),
    }
}

/// Calls `f` with the start and the text of each run of letters, marks and digits.
pub(crate) fn words<'t>(text: &'t str, mut f: impl FnMut(usize, &'t str)) {
    let mut start = None;
    for (at, c) in text.char_indices() {
        // Arabic marks are alphabetic to Unicode, the tatweel is too.
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                f(from, &text[from..at]);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        f(from, &text[from..]);
    }
}

/// Calls `f` with the start and the text of each sentence: to the last of a run of terminators and the spaces behind.
pub(crate) fn sentences<'t>(text: &'t str, mut f: impl FnMut(usize, &'t str)) {
    let mut start = 0;
    let mut ended = false;
    for (at, c) in text.char_indices() {
        match c {
            '.' | '!' | '?' | '؟' | '\n' => ended = true,
            c if ended && !c.is_whitespace() => {
                f(start, &text[start..at]);
                start = at;
                ended = false;
            }
            _ => {}
        }
    }
    if start < text.len() {
        f(start, &text[start..]);
    }
}

/// Calls `f` with the sentence's number, the start, the text and the search form of each word.
pub(crate) fn pipeline<'t>(text: &'t str, term: &mut String, mut f: impl FnMut(usize, usize, &'t str, &str)) {
    let mut number = 0;
    sentences(text, |start, sentence| {
        words(sentence, |at, word| {
            term.clear();
            search(word, term);
            f(number, start + at, word, term);
        });
        number += 1;
    });
}
