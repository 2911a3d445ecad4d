//! How is a match marked in vocalised text? Search in the normalised text, mark in the original.
//!
//! ```text
//! $ cargo run --example highlight -- tests/data/documents/vocalised.txt الجد
//! 34: السَّيْفُ أَصْدَقُ أَنْبَاءً مِنَ الكُتُبِ ... فِي حَدِّهِ الحَدُّ بَيْنَ [الجِدِّ] وَاللَّعِبِ
//! 65: سَأَلَ الوَلَدُ جَدَّهُ: «لِمَاذَا تَقْرَأُ هٰذَا الكِتَابَ كُلَّ يَوْمٍ؟» فَقَالَ [الجَدُّ]: «لِأَنَّنِي أَجِدُ فِيهِ كُلَّ مَرَّةٍ شَيْئًا جَدِيدًا».
//! 71: جَلَسَتِ [الجَدَّ]ةُ تَحْتَ شَجَرَةِ التِّينِ، وَأَخَذَتْ تَحْكِي لِلْأَطْفَالِ حِكَايَةَ الصَّيَّادِ وَالسَّمَكَةِ الذَّهَبِيَّةِ.
//! ```

use naskh::{Normalizer, Preset};
use std::error::Error;
use std::{env, fs};

/// The text with `[` and `]` around each place where the key is found; nothing if it is not.
fn highlight(normalizer: &Normalizer, text: &str, key: &str) -> Option<String> {
    let normalized = normalizer.normalize_aligned(text);
    let (mut marked, mut done) = (String::new(), 0);
    for (at, found) in normalized.text().match_indices(key) {
        // A vowel mark belongs to the letter before it, so the span takes whole letters.
        let span = normalized.alignment().to_original(at..at + found.len());
        marked += &text[done..span.start];
        marked += &format!("[{}]", &text[span.clone()]);
        done = span.end;
    }
    (done > 0).then(|| marked + &text[done..])
}

fn main() -> Result<(), Box<dyn Error>> {
    let [file, query] = env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "usage: highlight FILE WORD")?;
    let normalizer = Normalizer::new(Preset::Search);
    let key = normalizer.normalize(&query);
    if key.is_empty() {
        return Err("nothing is left of the word to search for".into());
    }
    for (number, line) in fs::read_to_string(file)?.lines().enumerate() {
        if let Some(marked) = highlight(&normalizer, line, &key) {
            println!("{}: {marked}", number + 1);
        }
    }
    Ok(())
}
