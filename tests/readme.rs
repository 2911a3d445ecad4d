//! Does README's table of presets say what the presets do? Its Rust blocks are doctests; see `src/lib.rs`. Those that need
//! another crate are doctests of that crate.

use naskh::{CompatTokenizer, Normalizer, Preset};
use std::collections::BTreeSet;

const README: &str = include_str!("../README.md");

/// The cells of a row, without the back-ticks around them.
fn cells(row: &str) -> Vec<&str> {
    row.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`')).collect()
}

#[test]
fn the_table_of_presets_holds() {
    let mut rows =
        README.lines().skip_while(|line| !line.starts_with("| preset |")).take_while(|line| !line.is_empty());
    let head = cells(rows.next().expect("README has the table"));
    let rows: Vec<_> = rows.skip(1).map(cells).collect();
    let example = head[3];
    // Presets that reproduce other tools are in a table of their own.
    let own = |preset: &&Preset| !preset.is_compatibility();
    let names: Vec<_> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(names, Preset::ALL.iter().filter(own).map(|preset| preset.name()).collect::<Vec<_>>());
    for row in rows {
        let preset: Preset = row[0].parse().expect("the names were compared");
        assert_eq!(Normalizer::new(preset).normalize(example), row[3], "preset {preset}");
    }
}

/// The names in the first cells of the table with this head.
fn names(head: &str) -> BTreeSet<&'static str> {
    let rows = README.lines().skip_while(|line| !line.starts_with(head)).skip(2);
    let first_cells = rows.take_while(|line| !line.is_empty()).filter_map(|row| row.split('|').nth(1));
    first_cells.flat_map(|cell| cell.split(',')).map(|name| name.trim().trim_matches('`')).collect()
}

#[test]
fn the_table_of_compatibility_tokenizers_is_complete() {
    assert_eq!(names("| tokeniser | reproduces |"), CompatTokenizer::ALL.iter().map(|t| t.name()).collect());
}

#[test]
fn the_table_of_compatibility_presets_is_complete() {
    let told = names("| preset | reproduces |");
    let there: BTreeSet<_> = Preset::ALL.iter().filter(|preset| preset.is_compatibility()).map(|p| p.name()).collect();
    assert!(there.is_subset(&told), "not told: {:?}", &there - &told);
    // Some presets need the feature `canonical`.
    assert!(!cfg!(feature = "canonical") || told == there, "not there: {:?}", &told - &there);
}

#[test]
fn the_blocks_that_are_no_doctests_here_are_doctests_of_an_adapter() {
    let adapters = [include_str!("../adapters/tantivy/README.md"), include_str!("../adapters/sqlite-fts5/README.md")];
    let blocks = README.split("```").filter_map(|part| part.strip_prefix("rust,ignore\n"));
    for (block, adapter) in blocks.clone().zip(adapters) {
        assert!(adapter.contains(block), "not in the adapter's README:\n{block}");
    }
    assert_eq!(blocks.count(), adapters.len());
}
