//! What may a user do with every public type? `api.txt` is the whole of the public API, as `scripts/api` lists it.

use naskh::*;
use std::fmt::Debug;
use std::io::{Empty, Sink};

const API: &str = include_str!("../api.txt");

/// The names of the types, each of which has the traits.
macro_rules! each_is {
    ($($bound:ident)+: $($type:ident $(<$($argument:tt),+>)?),+ $(,)?) => {{
        fn has<T: $($bound +)+>() {}
        $(has::<$type $(<$($argument),+>)?>();)+
        vec![$(stringify!($type)),+]
    }};
}

#[test]
fn every_type_can_be_shared_copied_and_shown() {
    let mut names = each_is!(Send Sync Clone Debug:
        Abbreviation, Alignment, Ambiguous, BuildError, Chunk<'static>, ChunkSize, Chunker, ChunkerBuilder,
        Chunks<'static, 'static>, CompatToken<'static>, CompatTokenizer, CompatTokens<'static>, Damage, Deleted,
        Edit<'static>, Edits<'static, 'static>, Ellipsis, InvalidUtf8, Level, LineBreaks, Loss, MarkClass,
        Normalized<'static>, Normalizer, NormalizerBuilder, NormalizerStream, Offsets<'static>, Op, OpSet, OwnedTerm,
        Pipeline, Preset, Quotes, Rule, Scratch, Sentence<'static>, SentenceSegmenter, SentenceSegmenterBuilder,
        SentenceStream<'static>, SentenceTerms<'static>, Sentences<'static, 'static>, Sign, StreamError, Tailoring,
        Term<'static>, Token<'static>, TokenKind, Tokenizer, TokenizerBuilder, Tokens<'static, 'static>,
        Transliteration, Unit, UnknownCompatTokenizer, UnknownOp, UnknownPreset, UnknownTailoring, UnknownTokenKind,
        UnknownTransliteration, VisualOrder<'static>, WholeText, Words<'static, 'static>,
    );
    #[cfg(feature = "html")]
    names.extend(each_is!(Send Sync Clone Debug: Html<'static>));
    #[cfg(not(feature = "html"))]
    names.push("Html");
    // What stands before a reader or a writer is one.
    names.extend(each_is!(Send Sync Debug: NormalizeReader<Empty>, NormalizeWriter<Sink>));
    let listed = API.lines().filter_map(|line| {
        let (_, item) = line.split_once("pub struct naskh::").or_else(|| line.split_once("pub enum naskh::"))?;
        Some(item.split(['<', '(']).next().unwrap())
    });
    let missing: Vec<_> = listed.filter(|name| !names.contains(name)).collect();
    assert!(missing.is_empty(), "types of api.txt that this test does not know: {missing:?}");
    assert!(names.len() > 60);
}

#[test]
fn every_error_is_one() {
    fn is_error<T: std::error::Error + Send + Sync + Clone + PartialEq + 'static>() {}
    is_error::<BuildError>();
    is_error::<InvalidUtf8>();
    is_error::<StreamError>();
    is_error::<WholeText>();
    is_error::<UnknownOp>();
    is_error::<UnknownPreset>();
    is_error::<UnknownTailoring>();
    is_error::<UnknownCompatTokenizer>();
    is_error::<UnknownTokenKind>();
    is_error::<UnknownTransliteration>();
    is_error::<Ambiguous>();
}

/// An enum that may grow can be matched with a rest only; the three levels of loss and the like too.
#[test]
fn every_enum_may_grow() {
    let closed: Vec<_> =
        API.lines().filter(|line| line.starts_with("pub enum") || line.contains("] pub enum")).collect();
    let closed: Vec<_> = closed.into_iter().filter(|line| !line.contains("#[non_exhaustive]")).collect();
    assert!(closed.is_empty(), "{closed:?}");
}

/// What has a name is printed as it, and filled up to a column.
#[test]
fn names_are_printed() {
    assert_eq!(format!("[{:>6}]", TokenKind::Word), "[  word]");
    assert_eq!(format!("[{:8}]", MarkClass::Shadda), "[shadda  ]");
    assert_eq!(Sign::ArticleLast.to_string(), "article-last");
    assert_eq!(format!("{:<10}|{}", Op::FoldYaa, Preset::Search), "fold-yaa  |search");
}

/// A kind is read by the name under which it is printed, and by no other.
#[test]
fn kinds_are_read() {
    for &kind in TokenKind::ALL {
        assert_eq!(kind.to_string().parse(), Ok(kind));
        assert!(API.contains(&format!("\npub naskh::TokenKind::{kind:?}\n")), "{kind:?}");
    }
    assert_eq!(API.matches("\npub naskh::TokenKind::").count(), TokenKind::ALL.len());
    for name in ["", "Word", "words", "word "] {
        let error = name.parse::<TokenKind>().unwrap_err();
        assert!(error.to_string().ends_with("emoji, space, format"), "{error}");
    }
}

#[test]
fn a_set_is_collected() {
    let strips: OpSet = Op::ALL.iter().copied().filter(|op| op.name().starts_with("strip-t")).collect();
    assert_eq!(strips, OpSet::of(&[Op::StripTatweel, Op::StripTanwin, Op::StripTone, Op::StripTajwid]));
}

/// What is in a set already stays in it.
#[test]
fn a_set_holds_an_operation_once() {
    let once = OpSet::of(&[Op::FoldYaa]);
    assert_eq!(OpSet::of(&[Op::FoldYaa, Op::FoldYaa]), once);
    assert_eq!(once.with(Op::FoldYaa), once);
    assert_eq!(OpSet::TASHKEEL.union(OpSet::of(&[Op::StripShadda, Op::FoldYaa])), OpSet::TASHKEEL.union(once));
}

#[test]
fn a_set_shows_its_operations() {
    assert_eq!(format!("{:?}", OpSet::of(&[Op::FoldYaa, Op::StripTatweel])), "{StripTatweel, FoldYaa}");
}

/// What explains the edits of a row of one's own, or of another tool, is no switch, and in a set like any other.
#[test]
fn a_set_shows_what_is_no_switch() {
    let normalizer = Normalizer::builder().preset(Preset::Repair).rule('x', "y").build().unwrap();
    let ops: OpSet = normalizer.explain("xـ").map(|edit| edit.op()).collect();
    assert_eq!(format!("{ops:?}"), "{StripTatweel, CustomRule}");
    let marks = OpSet::of(&[Op::Compatibility, Op::CustomRule]);
    assert!(marks.iter().eq([Op::CustomRule, Op::Compatibility]) && marks.iter().count() == marks.len());
}
