//! Does SQLite find unvocalised words in a table of vocalised text, and mark exactly their letters?

#[path = "../../vocalised.rs"]
mod vocalised;

use rusqlite::{Connection, Error};
use std::ops::Range;
use vocalised::Marked;

/// A table `docs(body)` with these documents; the first has row 0.
fn table(tokenize: &str, documents: &[&str]) -> Connection {
    let database = Connection::open_in_memory().unwrap();
    naskh_sqlite_fts5::register(&database).unwrap();
    create(&database, tokenize).unwrap();
    for (number, text) in documents.iter().enumerate() {
        database.execute("INSERT INTO docs(rowid, body) VALUES (?1, ?2)", (number as i64, text)).unwrap();
    }
    database
}

fn create(database: &Connection, tokenize: &str) -> Result<(), Error> {
    database.execute_batch(&format!("CREATE VIRTUAL TABLE docs USING fts5(body, tokenize = \"{tokenize}\")"))
}

/// The number of each document that was found, and its text between `[` and `]` where it matches.
fn highlighted(database: &Connection, query: &str) -> Vec<(usize, String)> {
    let sql = "SELECT rowid, highlight(docs, 0, '[', ']') FROM docs WHERE docs MATCH ?1 ORDER BY rowid";
    let mut statement = database.prepare_cached(sql).unwrap();
    let rows = statement.query_map([query], |row| Ok((row.get::<_, i64>(0)? as usize, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// The text without its brackets, and the ranges that stood between them.
fn parse(marked: &str) -> (String, Vec<Range<usize>>) {
    let (mut text, mut spans) = (String::new(), Vec::new());
    for c in marked.chars() {
        match c {
            '[' => spans.push(text.len()..usize::MAX),
            ']' => spans.last_mut().unwrap().end = text.len(),
            c => text.push(c),
        }
    }
    (text, spans)
}

#[test]
fn highlight_marks_the_letters_of_the_original() {
    let documents = vocalised::documents();
    assert!(!documents.iter().any(|text| text.contains(['[', ']'])));
    let database = table("naskh", &documents);
    vocalised::examine(&documents, |query| {
        let found = highlighted(&database, query).into_iter().map(|(number, marked)| {
            let (text, spans) = parse(&marked);
            assert_eq!(text, documents[number]);
            (number, spans)
        });
        found.collect::<Marked>()
    });
}

#[test]
fn a_table_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("books.db");
    {
        let database = Connection::open(&path).unwrap();
        naskh_sqlite_fts5::register(&database).unwrap();
        create(&database, "naskh 'search@1'").unwrap();
        database.execute("INSERT INTO docs VALUES ('كِتَابٌ آخَرُ')", []).unwrap();
    }
    let database = Connection::open(&path).unwrap();
    let error = database.query_row("SELECT * FROM docs('اخر')", [], |_| Ok(())).unwrap_err();
    assert_eq!(error.to_string(), "no such tokenizer: naskh");
    drop(database);
    let database = Connection::open(&path).unwrap();
    naskh_sqlite_fts5::register(&database).unwrap();
    assert_eq!(highlighted(&database, "اخر"), [(1, "كِتَابٌ [آخَرُ]".to_owned())]);
}

#[test]
fn phrases_prefixes_and_latin_words_are_found() {
    let database = table("naskh search", &["مَنْ جَدَّ وَجَدَ، وَمَنْ زَرَعَ حَصَدَ.", "لُغَةُ Rust، زَرَعَ"]);
    let found = highlighted(&database, "\"وجد ومن زرع\"");
    assert_eq!(found, [(0, "مَنْ جَدَّ [وَجَدَ، وَمَنْ زَرَعَ] حَصَدَ.".to_owned())]);
    assert_eq!(highlighted(&database, "\"زرع ومن\""), []);
    assert_eq!(highlighted(&database, "حص*"), [(0, "مَنْ جَدَّ وَجَدَ، وَمَنْ زَرَعَ [حَصَدَ].".to_owned())]);
    assert_eq!(highlighted(&database, "RUST"), [(1, "لُغَةُ [Rust]، زَرَعَ".to_owned())]);
    assert_eq!(highlighted(&database, "زَرَع").len(), 2);
}

#[test]
fn the_argument_is_a_preset_with_or_without_its_version() {
    let counts = |tokenize| {
        let database = table(tokenize, &["مدرسة", "مدرسه", "مَدْرَسَةٌ"]);
        ["مدرسة", "مدرسه"].map(|query| highlighted(&database, query).len())
    };
    assert_eq!(counts("naskh"), [3, 3]);
    assert_eq!(counts("naskh 'search@1'"), [3, 3]);
    assert_eq!(counts("naskh model"), [2, 1]);
    assert_eq!(counts("naskh 'pyarabic-strip'"), [2, 1]);
    for wrong in ["naskh saerch", "naskh 'search@0'", "naskh search model"] {
        let database = table("naskh", &[]);
        database.execute_batch("DROP TABLE docs").unwrap();
        assert_eq!(create(&database, wrong).unwrap_err().to_string(), "error in tokenizer constructor");
    }
}

#[test]
fn invalid_utf8_and_nothing_at_all_are_texts() {
    let database = table("naskh", &["", "!؟"]);
    // كَتَبَ, a byte that is none of UTF-8, نَعم.
    let sql = "INSERT INTO docs(rowid, body) VALUES (2, CAST(x'D983D98ED8AAD98ED8A8D98E FF D986D98ED8B9D985' AS TEXT))";
    database.execute(&sql.replace(" FF ", "FF"), []).unwrap();
    let marked = |query| {
        let sql = "SELECT hex(highlight(docs, 0, '[', ']')) FROM docs WHERE docs MATCH ?1";
        database.query_row(sql, [query], |row| row.get::<_, String>(0)).unwrap()
    };
    assert_eq!(marked("كتب"), "5BD983D98ED8AAD98ED8A8D98E5DFFD986D98ED8B9D985");
    assert_eq!(marked("نعم"), "D983D98ED8AAD98ED8A8D98EFF5BD986D98ED8B9D9855D");
    database.execute("INSERT INTO docs(rowid, body) VALUES (3, NULL)", []).unwrap();
    assert_eq!(highlighted(&database, "كتاب"), []);
}

#[test]
fn fts5_itself_takes_a_mark_for_the_end_of_a_word() {
    // Why this crate is there. If this fails one day, unicode61 has learned.
    let database = table("unicode61 remove_diacritics 2", &["هَذَا كِتَابٌ جَمِيلٌ"]);
    assert_eq!(highlighted(&database, "كتاب"), []);
}
