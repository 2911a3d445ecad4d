//! Does the command line take any arguments and any file?
//!
//! Arguments are parsed, not run. A file is cut into blocks as the command cuts it: joined they are the text, up to the
//! first byte that is none, and each knows its place.

#[path = "../../cli/src/args.rs"]
#[allow(dead_code)]
mod args;
#[path = "../../cli/src/blocks.rs"]
#[allow(dead_code)]
mod blocks;

use blocks::{Blocks, CutAt, Cutting, Trouble};
use clap::{CommandFactory, FromArgMatches};
use naskh::{Normalizer, Preset, Unit};
use std::io::{self, Read};
use std::sync::Arc;

pub(crate) fn holds(data: &[u8]) {
    let Some((&how, rest)) = data.split_first() else { return };
    if how & 1 == 0 { arguments(rest) } else { file(usize::from(how >> 1), rest) }
}

/// Words between line feeds, or (to get anywhere) a word that the command knows for a byte above 0xC0.
fn arguments(data: &[u8]) {
    const KNOWN: &[&str] = &[
        "run",
        "normalize",
        "words",
        "sentences",
        "explain",
        "presets",
        "completions",
        "bash",
        "--preset",
        "-p",
        "search",
        "quran",
        "lucene-ar",
        "--op",
        "--no-op",
        "strip-tashkeel",
        "fold-yaa",
        "--rule",
        "ڤ=ف",
        "U+06A4=U+0641",
        "==",
        "ـ=",
        "--keep",
        "آ",
        "U+0622",
        "--format",
        "-f",
        "jsonl",
        "tsv",
        "text",
        "--threads",
        "-j",
        "0",
        "4",
        "--lossy",
        "--wrapped",
        "--line-buffered",
        "--offsets",
        "utf16",
        "char",
        "--output",
        "-o",
        "--quiet",
        "--color",
        "never",
        "--",
        "-",
        "--help",
        "-h",
        "--version",
        "--all",
        "=",
        "",
    ];
    let lossy = String::from_utf8_lossy(data).into_owned();
    let mut words = vec!["naskh".to_owned()];
    for word in lossy.split('\n').take(40) {
        let known = word.bytes().next().filter(|&byte| byte < 0x40 && word.len() == 1);
        words.push(known.map_or_else(|| word.to_owned(), |byte| KNOWN[usize::from(byte) % KNOWN.len()].to_owned()));
    }
    let Ok(matches) = args::Cli::command().try_get_matches_from(&words) else { return };
    let Ok(cli) = args::Cli::from_arg_matches(&matches) else { return };
    // What was understood can be built, or is an error that says why.
    let built = match (&cli.command, matches.subcommand()) {
        (Some(args::Command::Normalize(args)), Some((_, leaf))) => args.norm.normalizer(leaf),
        (Some(args::Command::Explain(args)), Some((_, leaf))) => args.norm.normalizer(leaf),
        (None, _) => cli.run.norm.normalizer(&matches),
        _ => return,
    };
    match built {
        Ok(normalizer) => assert!(!normalizer.id().is_empty()),
        Err(error) => assert!(!error.to_string().is_empty(), "{words:?}"),
    }
}

/// Gives a file in pieces.
struct Pieces<'t>(&'t [u8], usize);

impl Read for Pieces<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.1.min(buf.len());
        self.0.read(&mut buf[..n])
    }
}

fn file(how: usize, data: &[u8]) {
    let wrapped = how & 3 == 1;
    let cutting = Cutting {
        at: match how & 3 {
            0 => CutAt::LineBreak,
            1 => CutAt::BlankLine,
            2 => CutAt::unnoticed(&Normalizer::new(Preset::AsrStrict)),
            _ => CutAt::unnoticed(&Normalizer::new(Preset::Search)),
        },
        unit: [Unit::Byte, Unit::Char, Unit::Utf16][how / 4 % 3],
        lossy: how & 16 != 0,
        line_buffered: how & 32 != 0,
    };
    let valid = std::str::from_utf8(data).map_or_else(|error| error.valid_up_to(), str::len);
    let whole = String::from_utf8_lossy(data).into_owned();
    let (mark, base) = match whole.strip_prefix('\u{FEFF}') {
        Some(_) => (3, cutting.unit.len("\u{FEFF}")),
        None => (0, 0),
    };
    let mut joined = String::new();
    let mut trouble = None;
    for block in Blocks::new(Pieces(data, (how >> 4) * 7 + 1), Arc::from("-"), cutting.clone()) {
        assert!(trouble.is_none(), "a block behind the trouble");
        match block {
            Ok(block) => {
                assert!(!block.text.is_empty());
                assert_eq!(block.base, base + cutting.unit.len(&joined));
                assert_eq!(block.line, 1 + joined.matches('\n').count());
                joined += &block.text;
            }
            Err(error) => trouble = Some(error),
        }
    }
    match trouble {
        None => assert_eq!(joined, whole[mark..]),
        Some(Trouble::Utf8 { at, byte, .. }) => {
            assert!(!cutting.lossy);
            assert_eq!((at as usize, byte), (valid, data[valid]));
            // Whole lines, and nothing of the wrong one.
            let before = &whole[mark..valid.max(mark)];
            assert!(before.starts_with(&joined) && (joined.is_empty() || joined.ends_with('\n')));
            if !wrapped {
                assert!(!before[joined.len()..].contains('\n'));
            }
        }
        Some(Trouble::Io(error)) => panic!("{error}"),
        Some(Trouble::TooLong { .. }) => panic!("it is not long"),
    }
}
