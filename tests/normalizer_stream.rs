//! Is a text that arrives in pieces normalised as the whole is, wherever it is cut?

use crate::hostile::{RIVALS, any_ops, cases, hostile_text};
use crate::laws;
use naskh::{NormalizeReader, NormalizeWriter, Normalizer, NormalizerStream, OpSet, Preset, StreamError};
use proptest::prelude::*;
use std::cell::Cell;
use std::io::{self, BufRead, ErrorKind, Read, Write};

const DOCUMENTS: &[&str] = &[
    include_str!("data/documents/article.txt"),
    include_str!("data/documents/mixed.txt"),
    include_str!("data/documents/pud-sample.txt"),
    include_str!("data/documents/social.txt"),
    include_str!("data/documents/vocalised.txt"),
];

/// What a cut can part: a letter and its marks, a ligature's letters, a number, a verse sign, a run of a letter or of
/// white space, a bracket and what closes it, a sigma and the end of its word.
const HOSTILE: &[&str] = &[
    "ا\u{64E}\u{654} ا\u{653} \u{654} \u{64B}\u{651} و\u{6DC}\u{654}\u{655}",
    "ـ\u{654} ى\u{64E}\u{654} ي\u{655}\u{654} ـــ \u{640}\n\u{654}",
    "\u{FEFB}\u{64E} \u{FDFA} \u{FC5E}\u{654} \u{FE70} ﷽",
    "٣٫٥ 1,000. ١٬٢٣٤ 3 . 5 ... 3\u{64B}.\u{64B}5 ،٣، ٣\u{200D}٫\u{200D}٣",
    "الله\u{6DD}٢٣\u{64B}قال \u{6DE}ب \u{6DD} ٣",
    "جمييييل هههه ه\u{64E}هه\nه  ه \t\n  ه \r\n\n . \u{85} .، \u{2028} ا.ا",
    " . \n . ا . . ب \n . ج . ",
    "دَاوُۥدَ لَهُۥ يُحْىِۦ عَل\u{200A}ىٰ ا\u{200A}\u{2060}\u{670} شَٰطِيِٕ",
    "يَـٰٓأَيُّهَا ٱلَّذِينَ ٱلصَّلَوٰةَ شيئًا كتاباً عصاً ءَ ء\u{64E}",
    "e\u{301}\u{323} Å \u{1100}\u{1161}\u{11A8} क\u{93C} 👨\u{200D}👩 中\u{301}文 Σας ΟΔΟΣ İ",
    "[ا (ب) <ج] د> ه( )",
    "\u{FEFF}ا\u{200B}ب\u{200C}ج \u{AD}د\u{2028}\u{A0}ه",
];

fn all_normalizers() -> Vec<Normalizer> {
    let custom = |preset, rules: &[(char, &str)]| {
        let builder = Normalizer::builder().preset(preset);
        rules.iter().fold(builder, |builder, (from, to)| builder.rule(*from, to)).build().unwrap()
    };
    let mut all: Vec<Normalizer> = Preset::ALL.iter().copied().map(Normalizer::new).collect();
    // Rows that make of a place to cut something else, or such a place of something else.
    all.push(custom(Preset::AsrStrict, &[('\n', " ")]));
    all.push(custom(Preset::AsrLenient, &[(' ', "\n"), ('ت', " ")]));
    all.push(custom(Preset::Quran, &[(' ', "")]));
    all.push(custom(Preset::QuranModern, &[(' ', "\u{64E}"), ('ب', "\n")]));
    all.push(custom(Preset::Search, &[(' ', "ا"), ('a', "\u{653}")]));
    all.push(Normalizer::builder().ops(OpSet::ALL.difference(rivals_but_one()), true).build().unwrap());
    all.push(Normalizer::builder().build().unwrap());
    for preset in laws::compatible() {
        let more = OpSet::of(&[naskh::Op::CollapseSpaces, naskh::Op::StripTatweel, naskh::Op::FoldRasm]);
        all.push(Normalizer::builder().preset(preset).ops(more, true).build().unwrap());
    }
    all
}

fn rivals_but_one() -> OpSet {
    RIVALS.iter().fold(OpSet::NONE, |set, rivals| set.union(OpSet::of(&rivals[1..])))
}

pub(crate) fn traps() -> Vec<String> {
    let file: toml::Table = toml::from_str(include_str!("data/traps.toml")).unwrap();
    let mut texts = Vec::new();
    for case in file["case"].as_array().unwrap() {
        texts.extend(case.get("input").map(|text| text.as_str().unwrap().to_owned()));
        let keys = case.get("same_key").and_then(|keys| keys.as_array()).into_iter().flatten();
        texts.extend(keys.map(|text| text.as_str().unwrap().to_owned()));
    }
    texts
}

fn every_cut(normalizer: &Normalizer, text: &str) {
    for cut in 0..=text.len() {
        let (head, tail) = text.as_bytes().split_at(cut);
        laws::streams(normalizer, text, [head, tail]);
    }
    laws::streams(normalizer, text, text.as_bytes().chunks(1));
    laws::cuts(normalizer, text);
}

#[test]
fn traps_cut_anywhere() {
    let mut texts = traps();
    texts.extend(HOSTILE.iter().map(|&text| text.to_owned()));
    assert!(texts.len() > 150);
    for normalizer in all_normalizers() {
        texts.iter().for_each(|text| every_cut(&normalizer, text));
    }
}

#[test]
fn documents_cut_anywhere() {
    for normalizer in all_normalizers() {
        for document in DOCUMENTS {
            for size in [1, 3, 64, 1000] {
                laws::streams(&normalizer, document, document.as_bytes().chunks(size));
            }
        }
    }
}

fn in_pieces<'t>(text: &'t str, sizes: &[usize]) -> Vec<&'t [u8]> {
    let mut rest = text.as_bytes();
    let mut pieces = Vec::new();
    for &size in sizes.iter().cycle() {
        let (piece, tail) = rest.split_at(size.min(rest.len()));
        pieces.push(piece);
        rest = tail;
        if rest.is_empty() {
            break;
        }
    }
    pieces
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(800), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_cuts(text in hostile_text(40), sizes in proptest::collection::vec(1usize..12, 1..12)) {
        for normalizer in all_normalizers() {
            laws::streams(&normalizer, &text, in_pieces(&text, &sizes));
            laws::cuts(&normalizer, &text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(1_000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_set_of_operations(
        ops in any_ops(),
        texts in proptest::collection::vec(hostile_text(25), 8),
        sizes in proptest::collection::vec(1usize..12, 1..12),
    ) {
        let normalizer = Normalizer::builder().ops(ops.difference(rivals_but_one()), true).build().unwrap();
        for text in texts {
            laws::streams(&normalizer, &text, in_pieces(&text, &sizes));
            laws::cuts(&normalizer, &text);
        }
    }
}

#[test]
fn a_preset_that_sees_the_whole_text_says_so() {
    let whole = |preset: &Preset| Normalizer::new(*preset).stream().is_err();
    let names: Vec<_> = Preset::ALL.iter().filter(|preset| whole(preset)).map(|preset| preset.name()).collect();
    assert_eq!(names, ["lucene-ckb", "arabert-v02", "raqeem", "whisper-basic", "whisper-basic-diacritics"]);
    let error = Normalizer::new(Preset::Raqeem).stream().unwrap_err();
    assert_eq!(error.preset(), Preset::Raqeem);
    assert!(error.to_string().contains("raqeem has to see the whole text"), "{error}");
    assert_eq!(Normalizer::new(Preset::WhisperBasic).last_cut("a b\nc d\n"), None);
    // Overrides do not make it one that can.
    let more = Normalizer::builder().preset(Preset::LuceneCkb).op(naskh::Op::FoldYaa, true).build().unwrap();
    assert!(more.stream().is_err());
    assert!(NormalizeReader::new(&b""[..], &more).is_err() && NormalizeWriter::new(io::sink(), &more).is_err());
}

/// What waits is a cluster, or a word.
#[test]
fn little_is_held() {
    for normalizer in all_normalizers() {
        let Ok(mut stream) = normalizer.stream() else { continue };
        for (unit, most) in [("كتاب ", 16), ("مَدْرَسَةٌ\n", 32), ("a", 16), ("中", 16), (" ", 16), ("\n", 16), ("ا. ", 16)]
        {
            // A row takes the place to cut away, or the tool takes words apart at white space only.
            let has_cuts = |text: &str| normalizer.last_cut(text).is_some();
            let far =
                (unit.ends_with(' ') && !has_cuts("ا ا") && !normalizer.ops().contains(naskh::Op::CollapseSpaces))
                    || (unit.ends_with('\n') && !has_cuts("ا\nا"))
                    || (!unit.ends_with([' ', '\n']) && !has_cuts("aa"))
                    || normalizer.id().contains("rule");
            if far {
                continue;
            }
            for _ in 0..20_000 / unit.len() {
                stream.push(unit).unwrap();
                while stream.next_text().is_some() {}
                assert!(stream.held() <= most, "{normalizer:?} holds {} of {unit:?}", stream.held());
            }
        }
    }
}

/// A million marks on one letter: taken up to the bound, then an error and no more memory; the end gives the whole.
#[test]
fn what_never_ends_is_an_error() {
    let long = ["\u{651}", "\u{64E}\u{651}", "ا", "\u{301}", "ـ"];
    for preset in laws::own() {
        let normalizer = Normalizer::new(preset);
        for (unit, is_word) in long.iter().map(|&unit| (unit, unit == "ا")) {
            let text = unit.repeat(3_000_000 / unit.len());
            for size in [1000, 100_000, text.len()] {
                let mut stream = normalizer.stream().unwrap();
                stream.push("نعم ").unwrap();
                let mut taken = 7;
                let error = text.as_bytes().chunks(size).find_map(|piece| {
                    let result = stream.push(piece).err();
                    let _ = stream.next_text();
                    taken += piece.len();
                    assert!(stream.held() <= NormalizerStream::MOST_HELD + (64 << 10));
                    result
                });
                // Rows alone cut a word anywhere.
                if is_word && normalizer.last_cut("اب").is_some() {
                    assert_eq!(error, None);
                    continue;
                }
                let Some(StreamError::TooLong { offset }) = error else { panic!("{preset} takes {taken} of {unit:?}") };
                assert!(offset <= 7, "{preset} {unit:?}: {offset}");
                assert!(stream.push("x").is_err());
                stream.finish().unwrap();
                stream.push("x").unwrap();
            }
        }
    }
    // Up to the bound it is as any text.
    let text = format!("ب{}ا", "\u{64E}".repeat(500_000));
    for preset in laws::own() {
        laws::streams(&Normalizer::new(preset), &text, text.as_bytes().chunks(4096));
    }
}

/// A run that waits is not looked through again with every byte of it.
#[test]
fn many_small_pieces_are_linear() {
    for preset in [Preset::Repair, Preset::AsrLenient] {
        for unit in ["ا", "\u{651}", " ", ".", "a"] {
            let text = unit.repeat(400_000 / unit.len());
            laws::streams(&Normalizer::new(preset), &text, text.as_bytes().chunks(1));
        }
    }
}

#[test]
fn wrong_bytes_are_told_with_their_place() {
    let text = "نَعم. لا".as_bytes();
    let mut wrongs = 0;
    for preset in [Preset::Search, Preset::AsrStrict] {
        let normalizer = Normalizer::new(preset);
        for cut in 0..=text.len() {
            for wrong in [
                &b"\xFF"[..],
                b"\x80",
                b"\xC0\x80",
                b"\xED\xA0\x80",
                b"\xF4\x90\x80\x80",
                b"\xD9\x20",
                b"\xF0\x9F\x98x",
            ] {
                let bytes = [b"\xD8\xA7\n ", &text[..cut], wrong, b" x"].concat();
                // Half a character and the rest of it may be right.
                let Err(error) = std::str::from_utf8(&bytes) else { continue };
                let valid = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap();
                let expected = normalizer.normalize(valid);
                for pieces in [1, 2, 9] {
                    wrongs += 1;
                    let mut stream = normalizer.stream().unwrap();
                    let mut out = String::new();
                    let error = bytes.chunks(pieces).find_map(|piece| {
                        let error = stream.push(piece).err();
                        out.extend(stream.next_text());
                        error
                    });
                    let Some(StreamError::InvalidUtf8(error)) = error else { panic!("{error:?}") };
                    assert_eq!(error.offset(), valid.len(), "{bytes:X?} in pieces of {pieces}");
                    stream.finish().unwrap();
                    out.extend(stream.next_text());
                    assert_eq!(out, expected);

                    // The reader gives the same, then the error, again and again.
                    let mut reader = NormalizeReader::new(Small(&bytes, pieces), &normalizer).unwrap();
                    let mut out = Vec::new();
                    for _ in 0..2 {
                        let error = reader.read_to_end(&mut out).unwrap_err();
                        assert_eq!(error.kind(), ErrorKind::InvalidData);
                        assert!(error.to_string().contains(&format!("byte {} of", valid.len())), "{error}");
                        assert_eq!(out, expected.as_bytes());
                    }

                    let mut out = Vec::new();
                    let mut writer = NormalizeWriter::new(&mut out, &normalizer).unwrap();
                    assert!(bytes.chunks(pieces).any(|piece| writer.write_all(piece).is_err()));
                    assert_eq!(writer.write(b"more").unwrap_err().kind(), ErrorKind::InvalidData);
                    assert_eq!(writer.finish().unwrap_err().kind(), ErrorKind::InvalidData);
                    assert_eq!(out, expected.as_bytes());
                }
            }
        }
    }
    assert!(wrongs > 500);
}

#[test]
fn a_text_that_ends_within_a_character() {
    let search = Normalizer::new(Preset::Search);
    let mut stream = search.stream().unwrap();
    stream.push(&"كَت".as_bytes()[..5]).unwrap();
    let StreamError::InvalidUtf8(error) = stream.finish().unwrap_err() else { panic!() };
    assert_eq!((error.offset(), stream.next_text()), (4, Some("ك")));
    // A new text; the offsets go on.
    stream.push(b"ab\xFF").unwrap_err();
    stream.push("\u{FFFD}").unwrap();
    let StreamError::InvalidUtf8(error) = stream.push([0xFF]).unwrap_err() else { panic!() };
    assert_eq!(error.offset(), 4 + 2 + 3);
    let mut reader = NormalizeReader::new(&"كَت".as_bytes()[..5], &search).unwrap();
    let mut out = Vec::new();
    assert!(reader.read_to_end(&mut out).unwrap_err().to_string().contains("byte 4 of"));
    assert_eq!(out, "ك".as_bytes());
}

/// Reads a few bytes at a time, and is interrupted now and then.
struct Small<'t>(&'t [u8], usize);

impl Read for Small<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let most = self.1.min(buf.len());
        if self.0.len() % 5 == 3 {
            self.1 = self.1 % 11 + 1;
            return match self.0.split_first() {
                Some((byte, rest)) => {
                    (buf[0], self.0) = (*byte, rest);
                    Ok(1)
                }
                None => Err(ErrorKind::Interrupted.into()),
            };
        }
        self.0.read(&mut buf[..most])
    }
}

/// Writes a few bytes at a time, with an error every other time as long as its mood is bad.
struct Moody<'m> {
    out: Vec<u8>,
    calls: usize,
    is_bad: &'m Cell<bool>,
}

impl Write for Moody<'_> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.calls += 1;
        match self.calls % 4 {
            1 => Err(ErrorKind::Interrupted.into()),
            3 if self.is_bad.get() => Err(ErrorKind::WouldBlock.into()),
            _ => {
                let n = buf.len().min(5);
                self.out.extend_from_slice(&buf[..n]);
                Ok(n)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn readers_and_writers() {
    for normalizer in all_normalizers().iter().filter(|normalizer| normalizer.stream().is_ok()) {
        for document in DOCUMENTS {
            let text = &document[..document.floor_char_boundary(2000)];
            let expected = normalizer.normalize(text);
            for size in [1, 7, 100_000] {
                let mut read = String::new();
                let mut reader = NormalizeReader::new(Small(text.as_bytes(), size), normalizer).unwrap();
                reader.read_to_string(&mut read).unwrap();
                assert_eq!(read, expected);
                assert_eq!(reader.read(&mut [0; 8]).unwrap(), 0);

                let mut writer = NormalizeWriter::new(Vec::new(), normalizer).unwrap();
                text.as_bytes().chunks(size).for_each(|piece| writer.write_all(piece).unwrap());
                writer.flush().unwrap();
                assert_eq!(writer.finish().unwrap(), expected.as_bytes());

                // A write that fails has taken nothing.
                let is_bad = Cell::new(true);
                let moody = Moody { out: Vec::new(), calls: 0, is_bad: &is_bad };
                let mut writer = NormalizeWriter::new(moody, normalizer).unwrap();
                for piece in text.as_bytes().chunks(size) {
                    let mut rest = piece;
                    while !rest.is_empty() {
                        match writer.write(rest) {
                            Ok(n) => rest = &rest[n..],
                            Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
                        }
                    }
                }
                while let Err(error) = writer.flush() {
                    assert_eq!(error.kind(), ErrorKind::WouldBlock);
                }
                is_bad.set(false);
                assert_eq!(writer.finish().unwrap().out, expected.as_bytes());
            }
        }
        let lines: Vec<String> =
            NormalizeReader::new(&b"a\nb"[..], normalizer).unwrap().lines().map(Result::unwrap).collect();
        assert_eq!(lines.join("\n"), normalizer.normalize("a\nb").trim_end_matches('\n'));
    }
    // Dropped without a word: what is left is written.
    let mut out = Vec::new();
    let mut writer = NormalizeWriter::new(&mut out, &Normalizer::new(Preset::Search)).unwrap();
    writer.write_all("كِتَـاب".as_bytes()).unwrap();
    drop(writer);
    assert_eq!(out, "كتاب".as_bytes());
    // A writer that takes nothing is an error, not an endless loop.
    let mut full: &mut [u8] = &mut [0; 3];
    let mut writer = NormalizeWriter::new(&mut full, &Normalizer::new(Preset::Search)).unwrap();
    writer.write_all("كتاب كتاب".as_bytes()).unwrap();
    assert_eq!(writer.flush().unwrap_err().kind(), ErrorKind::WriteZero);
    assert_eq!(writer.finish().unwrap_err().kind(), ErrorKind::WriteZero);
}
