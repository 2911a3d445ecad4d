//! How is a document cut for retrieval, so that an answer can be cited? Chunks of whole sentences, with their places.
//!
//! ```text
//! $ cargo run --example retrieval_chunks -- tests/data/documents/article.txt "كم بلغت كلفةُ المشروعِ؟"
//! 24 chunks
//! bytes 910..1251, 3 of 4 words:
//!   أن الجسر "لن يغلق مرة أخرى قبل مئة عام".
//!   وأضاف الحوراني، في مؤتمر صحافي عقد ليلة الأربعاء على ضفة النهر، أن كلفة المشروع بلغت ١٢٬٣٤٥٬٦٧٨ ديناراً، أي ما يزيد بنسبة ١٢٫٥٪ على التقدير الأول.
//! ```

use naskh::{ChunkSize, Chunker, Pipeline, Preset};
use std::collections::HashSet;
use std::error::Error;
use std::{env, fs};

/// The normalised words of a text.
fn terms(pipeline: &Pipeline, text: &str) -> HashSet<String> {
    pipeline.terms(text).into_iter().map(|term| term.text().to_owned()).collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [file, question] = arguments.try_into().map_err(|_| "usage: retrieval_chunks FILE QUESTION")?;
    let text = fs::read_to_string(file)?;
    let pipeline = Pipeline::new(Preset::Search);

    // 40 words at most, up to 10 of them from the chunk before. A model that counts tokens wants a smaller number.
    let chunker = Chunker::builder(ChunkSize::Words(40)).overlap(10).build();
    let chunks: Vec<_> = chunker.chunks(&text).map(|chunk| (chunk, terms(&pipeline, chunk.text()))).collect();
    println!("{} chunks", chunks.len());

    // A search engine would rank; here: the chunk that shares most words with the question, the first of equals.
    let asked = terms(&pipeline, &question);
    let score = |found: &HashSet<String>| found.intersection(&asked).count();
    if let Some((chunk, found)) = chunks.iter().rev().max_by_key(|(_, found)| score(found)) {
        // The span is in bytes of the file, so that the answer can be shown where it stands.
        println!("bytes {:?}, {} of {} words:", chunk.span(), score(found), asked.len());
        chunk.text().lines().filter(|line| !line.is_empty()).for_each(|line| println!("  {}", line.trim()));
    }
    Ok(())
}
