//! Does tantivy find unvocalised words in an index of vocalised text, and mark exactly their letters?

#[path = "../../vocalised.rs"]
mod vocalised;

use naskh_tantivy::NaskhTokenizer;
use tantivy::collector::DocSetCollector;
use tantivy::query::QueryParser;
use tantivy::schema::{Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::snippet::{Snippet, SnippetGenerator};
use tantivy::tokenizer::{LowerCaser, TextAnalyzer};
use tantivy::{Index, Searcher, TantivyDocument};
use vocalised::Marked;

struct Library {
    index: Index,
    number: Field,
    body: Field,
}

fn register(index: &Index) -> String {
    let naskh: NaskhTokenizer = "search".parse().unwrap();
    let name = naskh.id();
    index.tokenizers().register(&name, TextAnalyzer::builder(naskh).filter(LowerCaser).build());
    name
}

impl Library {
    fn of(documents: &[&str], folder: &std::path::Path) -> Library {
        let positions = IndexRecordOption::WithFreqsAndPositions;
        let indexing = TextFieldIndexing::default().set_tokenizer("search@1").set_index_option(positions);
        let mut schema = Schema::builder();
        let number = schema.add_u64_field("number", STORED | INDEXED);
        let body = schema.add_text_field("body", TextOptions::default().set_indexing_options(indexing) | STORED);
        let index = Index::create_in_dir(folder, schema.build()).unwrap();
        assert_eq!(register(&index), "search@1");
        let mut writer = index.writer_with_num_threads(1, 20_000_000).unwrap();
        for (i, &text) in documents.iter().enumerate() {
            let mut document = TantivyDocument::default();
            document.add_u64(number, i as u64);
            document.add_text(body, text);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        Library { index, number, body }
    }

    fn search(&self, searcher: &Searcher, query: &str) -> Vec<(usize, Snippet)> {
        let query = QueryParser::for_index(&self.index, vec![self.body]).parse_query(query).unwrap();
        let mut snippets = SnippetGenerator::create(searcher, &query, self.body).unwrap();
        snippets.set_max_num_chars(usize::MAX);
        let hits = searcher.search(&query, &DocSetCollector).unwrap();
        let found = hits.into_iter().map(|address| {
            let document: TantivyDocument = searcher.doc(address).unwrap();
            let number = document.get_first(self.number).and_then(|number| number.as_u64()).unwrap();
            (number as usize, snippets.snippet_from_doc(&document))
        });
        found.collect()
    }
}

#[test]
fn snippets_mark_the_letters_of_the_original() {
    let folder = tempfile::tempdir().unwrap();
    let documents = vocalised::documents();
    let library = Library::of(&documents, folder.path());
    let searcher = library.index.reader().unwrap().searcher();
    vocalised::examine(&documents, |query| {
        let found = library.search(&searcher, query).into_iter().map(|(number, snippet)| {
            let at = snippet.fragment_range();
            assert_eq!(snippet.fragment(), &documents[number][at.clone()]);
            let spans = snippet.highlighted().iter().map(|span| span.start + at.start..span.end + at.start);
            (number, spans.collect())
        });
        found.collect::<Marked>()
    });
}

#[test]
fn an_index_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    Library::of(&["قَالَ الشَّاعِرُ", "كِتَابٌ آخَرُ"], folder.path());
    let index = Index::open_in_dir(folder.path()).unwrap();
    register(&index);
    let field = |name| index.schema().get_field(name).unwrap();
    let (number, body) = (field("number"), field("body"));
    let library = Library { index, number, body };
    let found = library.search(&library.index.reader().unwrap().searcher(), "اخر");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].1.to_html(), "كِتَابٌ <b>آخَرُ</b>");
}

#[test]
fn phrases_and_latin_words_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::of(&["مَنْ جَدَّ وَجَدَ، وَمَنْ زَرَعَ حَصَدَ.", "لُغَةُ Rust، زَرَعَ"], folder.path());
    let searcher = library.index.reader().unwrap().searcher();
    let numbers = |query| library.search(&searcher, query).into_iter().map(|(number, _)| number).collect::<Vec<_>>();
    assert_eq!(numbers("\"وجد ومن زرع\""), [0]);
    assert_eq!(numbers("\"زرع ومن\""), [0_usize; 0]);
    assert_eq!(numbers("زرع").len(), 2);
    let rust = library.search(&searcher, "rust");
    assert_eq!(rust[0].1.to_html(), "لُغَةُ <b>Rust</b>، زَرَعَ");
}
