//! What does Lucene's ICUFoldingFilter make of a text?
//!
//! ```text
//! each character becomes what it is made of, folded: case, marks, digits, dashes ...
//! what is left is put in order and composed, as far as Unicode 11 could
//! ```

use super::super::pass::Tell;
use super::icu_data::{GONE, MOVED, SAME, STRINGS, UNKNOWN};
use super::pieces::{Pieces, holds};
use crate::rules;
use alloc::string::String;
use core::ops::ControlFlow;

pub(super) fn folding(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut pieces = Pieces::new(tell);
    // The cluster that may still grow, folded but not composed, and the character at hand.
    let (mut cluster, mut folded, mut to) = (String::new(), String::new(), String::new());
    let mut chars = text.char_indices();
    loop {
        let next = chars.next();
        folded.clear();
        next.inspect(|&(_, c)| fold(c, &mut folded));
        let begins =
            next.is_none() || folded.chars().next().is_some_and(|c| holds(UNKNOWN, c) || rules::begins_nfkc(c));
        if begins {
            let end = next.map_or(text.len(), |(at, _)| at);
            to.clear();
            compose(&cluster, &mut to);
            if to == text[pieces.end()..end] {
                pieces.keep(end);
            } else {
                pieces.edit(end, &to)?;
            }
            cluster.clear();
        }
        if next.is_none() {
            return pieces.finish();
        }
        cluster.push_str(&folded);
    }
}

/// NFC, but that nothing joins a character that is `UNKNOWN`, nor passes it.
fn compose(cluster: &str, to: &mut String) {
    let mut rest = cluster;
    while let Some((at, c)) = rest.char_indices().find(|&(_, c)| holds(UNKNOWN, c)) {
        rules::nfc(&rest[..at], to);
        to.push(c);
        rest = &rest[at + c.len_utf8()..];
    }
    rules::nfc(rest, to);
}

/// What a character becomes by itself.
fn fold(c: char, to: &mut String) {
    match STRINGS.binary_search_by_key(&c, |row| row.0) {
        Ok(at) => to.push_str(STRINGS[at].1),
        Err(_) if holds(SAME, c) => to.push(c),
        Err(_) => rules::decompose_compatible(c, |part| fold_part(part, to)),
    }
}

/// What a character becomes that is not made of others.
fn fold_part(c: char, to: &mut String) {
    if holds(GONE, c) {
        return;
    }
    if let Ok(at) = STRINGS.binary_search_by_key(&c, |row| row.0) {
        return to.push_str(STRINGS[at].1);
    }
    let code = u32::from(c);
    let run = MOVED.get(MOVED.partition_point(|run| run.1 < code));
    let moved = run.filter(|&&(first, .., step)| first <= code && (code - first).is_multiple_of(step));
    let moved = moved.and_then(|&(_, _, distance, _)| char::from_u32(code.checked_add_signed(distance)?));
    to.push(moved.unwrap_or(c));
}
