//! How is a speech recogniser scored so that the score can be compared in a year? The rules have a name with a version.
//!
//! ```text
//! $ cargo run --example asr_wer
//! WER 100.00 %  no normalisation
//! WER  33.33 %  asr-strict@1
//! WER  16.67 %  asr-standard@1
//! WER   8.33 %  asr-lenient@1
//! ```

use naskh::{Normalizer, Preset};

/// Pairs of what was said and what was recognised.
const PAIRS: [(&str, &str); 2] = [
    ("قَالَ الوَزِيرُ: إنَّ المَدْرَسَةَ بُنِيَتْ سَنَةَ ٢٠٢٠.", "قال الوزير ان المدرسه بنيت سنة 2020"),
    ("سَافَرَ عَلِيٌّ إِلَى القَاهِرَةِ أَمْسِ", "سافر علي الى القاهرة مس"),
];

/// How many words are to be replaced, inserted or left out to make the one of the other (Levenshtein).
fn distance(reference: &[&str], recognised: &[&str]) -> usize {
    let mut row: Vec<usize> = (0..=recognised.len()).collect();
    for (i, said) in reference.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, heard) in recognised.iter().enumerate() {
            let replaced = diagonal + usize::from(said != heard);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[recognised.len()]
}

/// Word error rate in percent, both sides normalised by the same rules.
fn wer(normalize: impl Fn(&str) -> String) -> f64 {
    let (mut errors, mut words) = (0, 0);
    for (said, heard) in PAIRS.map(|(said, heard)| (normalize(said), normalize(heard))) {
        let (said, heard): (Vec<_>, Vec<_>) = (said.split_whitespace().collect(), heard.split_whitespace().collect());
        errors += distance(&said, &heard);
        words += said.len();
    }
    100.0 * errors as f64 / words as f64
}

fn main() {
    println!("WER {:6.2} %  no normalisation", wer(str::to_owned));
    for preset in [Preset::AsrStrict, Preset::AsrStandard, Preset::AsrLenient] {
        let normalizer = Normalizer::new(preset);
        // The id names the rules and their version: it belongs beside every score that is published.
        println!("WER {:6.2} %  {}", wer(|text| normalizer.normalize(text).into_owned()), normalizer.id());
    }
}
