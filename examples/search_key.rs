//! How does a database find a name however it is spelled? A column with a key beside the column with the text.
//!
//! ```text
//! $ cargo run --example search_key
//! key column made by search@1
//! أحمد  -> أحمد شوقي, احمد رامي
//! الاسكندريه  -> مكتبة الإسكندرية
//! مُصطفَى  -> مصطفى صادق الرافعي
//! ١٩٩٩  -> دفتر 1999
//! زيد  -> nothing
//! ```

use naskh::{Normalizer, Preset};

/// A row: what was written, and the key that is searched. In SQL: `name TEXT, name_key TEXT`, with an index on the key.
struct Row {
    name: &'static str,
    key: String,
}

fn main() {
    let normalizer = Normalizer::new(Preset::Search);
    // Keep this beside the column. If it is another one after an update of naskh, the keys are to be made again.
    println!("key column made by {}", normalizer.id());

    let names = ["أحمد شوقي", "احمد رامي", "مكتبة الإسكندرية", "مصطفى صادق الرافعي", "دفتر 1999"];
    let rows: Vec<Row> = names.map(|name| Row { name, key: normalizer.normalize(name).into_owned() }).into();

    for query in ["أحمد", "الاسكندريه", "مُصطفَى", "١٩٩٩", "زيد"] {
        // The query goes through the same rules: in SQL, WHERE name_key LIKE '%' || ?1 || '%'.
        let key = normalizer.normalize(query);
        let found: Vec<_> = rows.iter().filter(|row| row.key.contains(&*key)).map(|row| row.name).collect();
        println!("{query}  -> {}", if found.is_empty() { "nothing".into() } else { found.join(", ") });
    }
}
