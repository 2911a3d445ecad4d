//! How is a corpus for a language model cleaned on all cores? Mend each line, drop what is not Arabic, keep one of each.
//!
//! ```text
//! $ cargo run --example clean_corpus -- tests/data/documents/article.txt tests/data/documents/article.txt
//! repair@1, one line of those with one key of search@1
//! 50 lines read, 24 kept; 6 mended, 2 not Arabic, 24 twice
//! ```

use naskh::{Normalizer, Preset, Tokenizer};
use rayon::prelude::*;
use std::collections::HashSet;
use std::error::Error;
use std::{env, fs};

/// Whether most words are written in Arabic letters.
fn is_arabic(tokenizer: &Tokenizer, text: &str) -> bool {
    let words = tokenizer.words(text).map(|word| word.text().chars().any(|c| ('\u{0620}'..='\u{06FF}').contains(&c)));
    let (arabic, other): (Vec<bool>, Vec<bool>) = words.partition(|&arabic| arabic);
    arabic.len() > other.len()
}

fn main() -> Result<(), Box<dyn Error>> {
    // Built once; every thread uses the same tables.
    let (repair, search) = (Normalizer::new(Preset::Repair), Normalizer::new(Preset::Search));
    let tokenizer = Tokenizer::new();
    println!("{}, one line of those with one key of {}", repair.id(), search.id());

    let text = env::args().skip(1).map(fs::read_to_string).collect::<Result<String, _>>()?;
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();

    // In parallel: a line that needs no mending is borrowed, and costs no memory.
    let mended: Vec<_> = lines.par_iter().map(|line| repair.normalize(line)).collect();
    let keys: Vec<_> =
        mended.par_iter().map(|line| is_arabic(&tokenizer, line).then(|| search.normalize(line))).collect();

    let (mut seen, mut kept, mut foreign) = (HashSet::new(), Vec::new(), 0);
    for (line, key) in mended.iter().zip(&keys) {
        match key {
            None => foreign += 1,
            Some(key) if seen.insert(key) => kept.push(line),
            Some(_) => {}
        }
    }
    // Here a program would write the lines that were kept.
    let changed = lines.iter().zip(&mended).filter(|(line, mended)| line != mended).count();
    let twice = lines.len() - foreign - kept.len();
    println!("{} lines read, {} kept; {changed} mended, {foreign} not Arabic, {twice} twice", lines.len(), kept.len());
    Ok(())
}
