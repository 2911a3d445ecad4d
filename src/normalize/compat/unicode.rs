//! What do Unicode's own forms become, cluster by cluster?

use super::super::pass::Tell;
use super::pieces::Pieces;
use crate::rules;
use alloc::string::String;
use core::ops::ControlFlow;

/// NFKC, of a Unicode that does not have the characters that are `unknown`: such a one stands for itself, and nothing
/// joins it. `then` changes what a cluster became.
pub(super) fn nfkc_then(
    text: &str,
    tell: &mut Tell<'_>,
    unknown: impl Fn(char) -> bool,
    then: impl Fn(&str, &mut String),
) -> ControlFlow<()> {
    let mut pieces = Pieces::new(tell);
    let (mut composed, mut to) = (String::new(), String::new());
    let mut start = 0;
    while start < text.len() {
        let mut chars = text[start..].char_indices();
        let alone = chars.next().is_none_or(|(_, c)| unknown(c));
        let end =
            chars.find(|&(_, c)| alone || rules::begins_nfkc(c) || unknown(c)).map_or(text.len(), |(at, _)| start + at);
        let cluster = &text[start..end];
        composed.clear();
        to.clear();
        if alone {
            composed.push_str(cluster);
        } else {
            rules::nfkc(cluster, &mut composed);
        }
        then(&composed, &mut to);
        if to == cluster {
            pieces.keep(end);
        } else {
            // What it begins and ends with often stays.
            let same = |(a, b): &(char, char)| a == b;
            let len = |(c, _): (char, char)| c.len_utf8();
            let head: usize = cluster.chars().zip(to.chars()).take_while(same).map(len).sum();
            let rest = cluster[head..].chars().rev().zip(to[head..].chars().rev());
            let tail: usize = rest.take_while(same).map(len).sum();
            // Something has to become what is new.
            let (head, tail) = if head + tail < cluster.len() { (head, tail) } else { (0, 0) };
            pieces.keep(start + head);
            pieces.edit(end - tail, &to[head..to.len() - tail])?;
            pieces.keep(end);
        }
        start = end;
    }
    pieces.finish()
}

/// NFKC.
pub(super) fn nfkc(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    nfkc_then(text, tell, |_| false, |composed, to| to.push_str(composed))
}
