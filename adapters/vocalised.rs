//! Does a search engine find unvocalised words in vocalised text, and mark exactly their letters?
//!
//! The examiner of every adapter. What it expects is made without naskh, by a loop over characters: a word is a run of
//! letters, digits and marks; two words are one where they differ in marks, hamza, alef maksura and taa marbuta only.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// For each document that was found, its number and the ranges of bytes that are marked.
pub type Marked = BTreeMap<usize, Vec<Range<usize>>>;

/// Verse, proverbs and prose with vowel marks, line by line; news without, by paragraphs.
pub fn documents() -> Vec<&'static str> {
    let vocalised = include_str!("../tests/data/documents/vocalised.txt");
    let news = include_str!("../tests/data/documents/pud-sample.txt");
    let documents: Vec<_> = vocalised.lines().chain(news.lines()).filter(|line| !line.is_empty()).collect();
    assert_eq!(documents.len(), 94);
    documents
}

/// Asks for every word of the vocalised documents without its marks. `search` gives what the engine found and marked.
pub fn examine(documents: &[&str], mut search: impl FnMut(&str) -> Marked) {
    let queries: BTreeSet<String> =
        documents.iter().flat_map(|text| words(text).map(|span| &text[span])).filter_map(unvocalised).collect();
    let mut marked = 0;
    for query in &queries {
        let key = key(query);
        let mut expected = Marked::new();
        for (number, text) in documents.iter().enumerate() {
            let spans: Vec<_> = words(text).filter(|span| self::key(&text[span.clone()]) == key).collect();
            marked += spans.len();
            if !spans.is_empty() {
                expected.insert(number, spans);
            }
        }
        assert_eq!(search(query), expected, "{query}");
    }
    // What the files hold: that the loop above asked, and that there was something to find.
    assert_eq!((queries.len(), marked), (QUERIES, MARKED));
}

const QUERIES: usize = 601;
const MARKED: usize = 1056;

/// Tatweel; the marks from fathatan to sukun; superscript alef.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0640}' | '\u{064B}'..='\u{0652}' | '\u{0670}')
}

fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let pieces = text.split(|c: char| !c.is_alphanumeric() && !is_mark(c));
    // The news once has a tatweel for a dash before a word: without a letter before it, it is no part of the word.
    pieces.map(|word| word.trim_start_matches(is_mark)).filter(|word| !word.is_empty()).map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    })
}

/// The word without its marks, if it has any.
fn unvocalised(word: &str) -> Option<String> {
    let bare: String = word.chars().filter(|&c| !is_mark(c)).collect();
    (bare != word).then_some(bare)
}

fn key(word: &str) -> String {
    let fold = |c| match c {
        'أ' | 'إ' | 'آ' => 'ا',
        'ؤ' => 'و',
        'ئ' | 'ى' => 'ي',
        'ة' => 'ه',
        c => c,
    };
    word.chars().filter(|&c| !is_mark(c)).map(fold).collect()
}
