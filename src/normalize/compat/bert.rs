//! What does the normaliser of an uncased BERT model do?
//!
//! ```text
//! controls go; white space becomes a space; a Chinese character gets a space on either side
//! NFD, of Unicode 9; nonspacing marks go; each character in lower case
//! ```
//!
//! A mark that goes keeps the marks around it apart if its combining class is 0. Its tables are old: marks since Unicode 9 are letters to it, and stay. What little has a combining class and stays
//! (viramas, musical stems, some Arabic marks of Unicode 9) is put in canonical order.

use super::super::pass::Tell;
use super::case::lower;
use super::data::{BERT_BARRIERS, BERT_GONE, BERT_ORDERED, BERT_UNKNOWN};
use super::pieces::{Pieces, holds};
use crate::rules;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::ControlFlow;

/// A character, or a place where one kept others apart, with the class the tool knows it by; 0 if it knows none.
type Part = (u8, Option<char>);

pub(super) fn uncased(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut pieces = Pieces::new(tell);
    let mut parts: Vec<Part> = Vec::new();
    // Marks that have an order, and what goes among them.
    let mut run: Vec<Part> = Vec::new();
    let mut to = String::new();
    for (at, c) in text.char_indices() {
        parts.clear();
        take_apart(c, &mut parts);
        let joins = parts.first().map_or(!run.is_empty(), |&(class, _)| class != 0);
        if !joins && !run.is_empty() {
            put_in_order(&mut run, &mut to);
            pieces.edit(at, &to)?;
            run.clear();
        }
        let end = at + c.len_utf8();
        if joins || parts.iter().any(|&(class, _)| class != 0) {
            run.append(&mut parts);
            continue;
        }
        if parts[..] == [(0, Some(c))] {
            pieces.keep(end);
        } else {
            to.clear();
            to.extend(parts.iter().filter_map(|&(_, c)| c));
            pieces.edit(end, &to)?;
        }
    }
    if !run.is_empty() {
        put_in_order(&mut run, &mut to);
        pieces.edit(text.len(), &to)?;
    }
    pieces.finish()
}

/// The canonical order: stable, by class, and nothing crosses a character without one.
fn put_in_order(run: &mut [Part], to: &mut String) {
    run.chunk_by_mut(|a, b| (a.0 == 0) == (b.0 == 0)).for_each(|chunk| chunk.sort_by_key(|&(class, _)| class));
    to.clear();
    to.extend(run.iter().filter_map(|&(_, c)| c));
}

fn take_apart(c: char, parts: &mut Vec<Part>) {
    if let ' '..='~' = c {
        return parts.push((0, Some(c.to_ascii_lowercase())));
    }
    if c.is_whitespace() && !holds(BERT_GONE, c) {
        return parts.push((0, Some(' ')));
    }
    if holds(BERT_UNKNOWN, c) {
        return parts.push((0, Some(c)));
    }
    let space = is_chinese(c).then_some((0, Some(' ')));
    parts.extend(space);
    rules::decompose(c, |c| {
        if !holds(BERT_GONE, c) {
            let class = if holds(BERT_ORDERED, c) { rules::combining_class(c) } else { 0 };
            parts.extend(lower(c).map(|c| (class, Some(c))));
        } else if holds(BERT_BARRIERS, c) {
            parts.push((0, None));
        }
    });
    parts.extend(space);
}

/// The blocks BERT calls Chinese. The hole at U+2B820 is the tool's.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{2A6DF}' | '\u{2A700}'..='\u{2B81F}' | '\u{2B920}'..='\u{2CEAF}'
        | '\u{2F800}'..='\u{2FA1F}')
}
